/* text_same.h: all that a paragraph is when it is composed, as text, so that two engines can be held against each
 * other. */
#ifndef RENKEI_TEST_TEXT_SAME_H
#define RENKEI_TEST_TEXT_SAME_H

#include "text_support.h"

static inline void
print_run(const text_paragraph *p, const text_run *r, GString *out)
{
    g_string_append_printf(out, "run %zu %s %d %d %d %d %d %d %d %d [%s]", (size_t)(r->span - p->spans),
                           font_face_name(r->face), r->size, r->x, r->y, r->advance, r->is_ruby, (int)r->stance,
                           r->condensed, r->note, r->utf8);
    for (size_t i = 0; i < r->glyph_count; i++)
        g_string_append_printf(out, " %u:%u:%d:%d", r->glyphs[i].id, r->glyphs[i].cluster, r->glyphs[i].x,
                               r->glyphs[i].y);
    g_string_append_c(out, '\n');
}

static inline void
print_line(const text_paragraph *p, const text_line *l, GString *out)
{
    g_string_append_printf(out, "line %d %d %d %d %d %d %d %d %d\n", l->x, l->width, l->natural, l->tail, l->hang,
                           l->has_ruby, l->forced, l->emergency, l->overfull);
    for (size_t i = 0; i < l->run_count; i++)
        print_run(p, &l->runs[i], out);
    for (size_t i = 0; i < l->object_count; i++)
        g_string_append_printf(out, "object %zu %d %d\n", (size_t)(l->objects[i].span - p->spans), l->objects[i].x,
                               l->objects[i].width);
    for (size_t i = 0; i < l->mark_count; i++)
        g_string_append_printf(out, "mark %zu %d %d %d\n", (size_t)(l->marks[i].span - p->spans), l->marks[i].x,
                               l->marks[i].y, l->marks[i].size);
}

/* All that a paragraph is when it is composed, and all that was told of it. */
static inline char *
composed(text_engine *e, const text_paragraph *p, unit measure)
{
    arena *a = arena_new();
    diag *d = diag_new();
    GString *out = g_string_new(NULL);
    const text_lines *l = text_compose(e, a, p, measure, d);
    g_string_append_printf(out, "lines %zu %d %d %d %d %d %zu %zu\n", l->count, l->widest, l->pitch, l->size,
                           l->condensed, l->vertical, l->emergencies, l->overfull);
    for (size_t i = 0; i < l->count; i++)
        print_line(p, &l->lines[i], out);
    for (size_t i = 0; i < diag_length(d); i++) {
        char *said = diag_text(diag_at(d, i), DIAG_EN);
        g_string_append_printf(out, "%s\n", said);
        g_free(said);
    }
    diag_drop(d);
    arena_drop(a);
    return g_string_free(out, FALSE);
}

#endif
