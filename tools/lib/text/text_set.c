/* text_set.c: an adjusted line becomes runs of positioned glyphs and objects, behind those of the lines before it
 * (set_lines). What is counted is stored, what is pointed to is not: pack.c gives pointers their place. */
#include "text/text_int.h"

#include <string.h>

/* Collects the runs of a line where there is room for them: a line has no more runs than clusters. */
typedef struct setter {
    const prepared *work;
    const GArray *pieces;
    GString *chars;
    text_run *runs;
    size_t run_count;
    text_glyph *glyphs; /* the next free one */
    text_object *objects;
    size_t object_count;
    text_mark *marks;
    size_t mark_count;
} setter;

/* A run being filled from clusters that follow one another in their text. */
typedef struct open_run {
    text_run *run;
    const char *source; /* the text that the clusters' bytes refer to */
    uint32_t start, end;
    unit right;     /* of its last body */
    uint16_t flags; /* of its clusters: how they stand */
} open_run;

static void
close_run(setter *s, open_run *o)
{
    if (!o->run)
        return;
    g_string_append_len(s->chars, o->source + o->start, (gssize)(o->end - o->start));
    g_string_append_c(s->chars, '\0');
    o->run->advance = o->right - o->run->x;
    o->run = NULL;
}

enum { STANDING = CLUSTER_UPRIGHT | CLUSTER_COMBINED };

/* Of a vertical line: other sizes stand in the middle of the column, so their baselines differ. */
static unit
baseline_of(const setter *s, unit size)
{
    const text_style *style = &s->work->paragraph->style;
    return style->vertical ? glyph_middle(size) - glyph_middle(style->size) : 0;
}

static void
begin_run(setter *s, open_run *o, const cluster *c, const char *source, unit x, unit y)
{
    o->run = &s->runs[s->run_count++];
    *o->run = (text_run){.face = c->face, .size = c->size, .x = x, .y = y};
    o->flags = c->flags & STANDING;
    if (o->flags) {
        o->run->stance = c->flags & CLUSTER_COMBINED ? TEXT_COMBINED : TEXT_UPRIGHT;
        o->run->condensed = c->condensed;
    }
    o->run->span = &s->work->paragraph->spans[c->span];
    o->source = source;
    o->start = c->start;
}

static void
append_glyphs(setter *s, open_run *o, const cluster *c, unit x)
{
    const uint32_t byte = c->start - o->start;
    const unit left = x + c->shift - o->run->x;
    o->end = c->end;
    o->right = x + c->advance;
    o->run->glyph_count += c->glyph_count;
    if (c->glyph_count == 1 && !(c->flags & CLUSTER_UPRIGHT)) {
        *s->glyphs++ = (text_glyph){c->glyph, byte, left, 0};
        return;
    }
    for (uint16_t i = 0; i < c->glyph_count; i++) {
        const pool_glyph *g = &g_array_index(s->work->pool, pool_glyph, c->glyph + i);
        *s->glyphs++ = (text_glyph){g->id, byte + g->byte, left + g->x, g->y};
    }
}

static void
set_cluster(setter *s, open_run *o, const cluster *c, const char *source, unit x, unit y)
{
    const text_span *span = &s->work->paragraph->spans[c->span];
    if (o->run && (o->run->span != span || o->run->face != c->face || o->run->size != c->size ||
                   o->flags != (c->flags & STANDING) || (o->flags & CLUSTER_COMBINED)))
        close_run(s, o);
    if (!o->run)
        begin_run(s, o, c, source, x, y);
    append_glyphs(s, o, c, x);
}

/* One line over the other, touching in the middle of the line around them. */
static void
set_note(setter *s, const cluster *c, unit x)
{
    const note_piece *p = &g_array_index(s->pieces, note_piece, c->glyph);
    const unit middle = baseline_of(s, c->size) - glyph_middle(c->size), size = p->lines->size;
    for (size_t k = 0; k < p->lines->count; k++)
        for (size_t i = 0; i < p->lines->lines[k].run_count; i++) {
            text_run *run = &s->runs[s->run_count++];
            *run = p->lines->lines[k].runs[i];
            memcpy(s->glyphs, run->glyphs, run->glyph_count * sizeof *run->glyphs);
            s->glyphs += run->glyph_count;
            g_string_append_len(s->chars, run->utf8, (gssize)strlen(run->utf8) + 1);
            run->x += x;
            run->y += middle + (k == 0 ? text_ascent(size) - size : text_ascent(size));
            run->span = &s->work->paragraph->spans[c->span];
            run->note = (int)k + 1;
        }
}

static void
set_bodies(setter *s, const line_choice *line, unit x, const unit *extra, unit *starts)
{
    open_run o = {0};
    const bool vertical = s->work->paragraph->style.vertical;
    for (size_t i = line->first; i < line->end; i++) {
        const cluster *c = cluster_at(s->work, i);
        const text_span *span = &s->work->paragraph->spans[c->span];
        starts[i - line->first] = x;
        if (c->flags & CLUSTER_NOTE) {
            close_run(s, &o);
            set_note(s, c, x);
        } else if (span->kind == TEXT_OBJECT) {
            close_run(s, &o);
            s->objects[s->object_count++] = (text_object){span, x, c->advance};
        } else {
            set_cluster(s, &o, c, span->utf8, x, vertical && !span->raise ? baseline_of(s, c->size) : -span->raise);
        }
        if (i + 1 < line->visible)
            x += c->advance + joint_natural(joint_at(s->work, i)) + extra[i - line->first];
        else if (i < line->visible)
            x += c->advance; /* the spaces that vanish stand behind it, all in one place */
    }
    close_run(s, &o);
    for (size_t i = 0; i < s->run_count; i++) /* they add nothing to the advance of their run */
        if (s->runs[i].x + s->runs[i].advance > x)
            s->runs[i].advance = x - s->runs[i].x;
}

static void
stand_solid(const cluster *ruby, const ruby_group *g, unit *x)
{
    unit pen = g->offset;
    for (size_t i = 0; i < g->ruby_count; i++) {
        x[i] = pen;
        pen += ruby[i].advance;
    }
}

/* JLREQ 3.3.9; what has a reading has no mark besides. */
static bool
takes_mark(const cluster *c)
{
    return c->class != CLASS_OB && c->class != CLASS_CB && c->class != CLASS_FS && c->class != CLASS_CM &&
           c->class != CLASS_SP && c->class != CLASS_IS && c->class != CLASS_ZW && c->face &&
           !(c->flags & CLUSTER_RUBY_BASE);
}

/* Half the size of the character, centred over it, frames touching. */
static void
set_marks(setter *s, const line_choice *line, const unit *starts)
{
    for (size_t i = line->first; i < line->visible; i++) {
        const cluster *c = cluster_at(s->work, i);
        const text_span *span = &s->work->paragraph->spans[c->span];
        if (span->emphasis != TEXT_NO_EMPHASIS && takes_mark(c))
            s->marks[s->mark_count++] = (text_mark){.span = span,
                                                    .x = starts[i - line->first] + c->advance / 2,
                                                    .y = baseline_of(s, c->size) - text_ascent(c->size) - c->size / 4,
                                                    .size = c->size};
    }
}

/* Ruby sits on its base, frames touching. */
static bool
set_ruby(setter *s, const line_choice *line, const unit *starts)
{
    bool any = false;
    for (guint k = 0; k < s->work->groups->len; k++) {
        const ruby_group *g = &g_array_index(s->work->groups, ruby_group, k);
        if (g->first < line->first || g->first >= line->end || g->ruby_count == 0)
            continue;
        const cluster *ruby = &g_array_index(s->work->ruby, cluster, g->ruby_first);
        const cluster *last = cluster_at(s->work, g->first + g->count - 1);
        const unit left = starts[g->first - line->first];
        const unit width = starts[g->first + g->count - 1 - line->first] + last->advance - left;
        const unit y = baseline_of(s, last->size) - (text_ascent(last->size) + (ruby->size - text_ascent(ruby->size)));
        unit *x = g_new(unit, g->ruby_count);
        if (g->solid)
            stand_solid(ruby, g, x);
        else
            ruby_spread(ruby, g, width, x);
        open_run o = {0};
        const size_t from = s->run_count;
        for (size_t i = 0; i < g->ruby_count; i++)
            set_cluster(s, &o, &ruby[i], s->work->paragraph->spans[ruby[i].span].ruby, left + x[i], y);
        close_run(s, &o);
        for (size_t i = from; i < s->run_count; i++)
            s->runs[i].is_ruby = true;
        g_free(x);
        any = true;
    }
    return any;
}

static size_t
count_runs(const text_lines *note, size_t *glyphs)
{
    size_t runs = 0;
    for (size_t k = 0; k < note->count; k++)
        for (size_t i = 0; i < note->lines[k].run_count; i++, runs++)
            *glyphs += note->lines[k].runs[i].glyph_count;
    return runs;
}

/* As many elements behind those that are there; gives the first of them. */
static void *
add_room(GArray *to, size_t count)
{
    const guint before = to->len;
    g_array_set_size(to, before + (guint)count);
    return to->data + (size_t)before * g_array_get_element_size(to);
}

/* Room for the line: clusters, glyphs and objects of base and ruby. */
static void
make_room(setter *s, const set_lines *to, const line_choice *line)
{
    const prepared *w = s->work;
    size_t clusters = line->end - line->first, glyphs = 0, objects = 0, marks = 0;
    for (size_t i = line->first; i < line->end; i++) {
        const cluster *c = cluster_at(w, i);
        if (c->flags & CLUSTER_NOTE)
            clusters += count_runs(g_array_index(s->pieces, note_piece, c->glyph).lines, &glyphs);
        glyphs += c->glyph_count;
        objects += c->face == NULL;
        marks += w->paragraph->spans[c->span].emphasis != TEXT_NO_EMPHASIS;
    }
    for (guint k = 0; k < w->groups->len; k++) {
        const ruby_group *g = &g_array_index(w->groups, ruby_group, k);
        if (g->first < line->first || g->first >= line->end)
            continue;
        clusters += g->ruby_count;
        for (size_t i = 0; i < g->ruby_count; i++)
            glyphs += g_array_index(w->ruby, cluster, g->ruby_first + i).glyph_count;
    }
    s->runs = add_room(to->runs, clusters + 1);
    s->glyphs = add_room(to->glyphs, glyphs + 1);
    s->objects = add_room(to->objects, objects + 1);
    s->marks = marks ? add_room(to->marks, marks) : NULL;
}

/* Gives back what was not needed. */
static void
keep_used(const setter *s, const set_lines *to)
{
    g_array_set_size(to->runs, (guint)(s->runs + s->run_count - (text_run *)(void *)to->runs->data));
    g_array_set_size(to->glyphs, (guint)(s->glyphs - (text_glyph *)(void *)to->glyphs->data));
    g_array_set_size(to->objects, (guint)(s->objects + s->object_count - (text_object *)(void *)to->objects->data));
    if (s->marks)
        g_array_set_size(to->marks, (guint)(s->marks + s->mark_count - (text_mark *)(void *)to->marks->data));
}

static unit
aligned_start(const line_choice *line, text_align align, unit width)
{
    const unit slack = line->available - width;
    if (slack <= 0)
        return line->indent;
    if (align == TEXT_CENTER)
        return line->indent + slack / 2;
    return align == TEXT_END || align == TEXT_DECIMAL ? line->indent + slack : line->indent;
}

static bool
is_point(const cluster *c)
{
    return c->character == '.' || c->character == 0xFF0E;
}

static bool
is_in_number(const line_input *in, const line_choice *line, size_t i)
{
    const cluster *c = &in->clusters[i];
    if (c->flags & CLUSTER_FIGURE)
        return true;
    const bool mark = c->character == ',' || c->character == 0xFF0C || is_point(c);
    return mark && i > line->first && i + 1 < line->visible && (c[-1].flags & CLUSTER_FIGURE) &&
           (c[1].flags & CLUSTER_FIGURE);
}

/* From the point of the first number to the end of the line; from its end when it has none; 0 without a number. */
static unit
decimal_tail(const line_input *in, const line_choice *line)
{
    size_t i = line->first;
    while (i < line->visible && !is_in_number(in, line, i))
        i++;
    while (i < line->visible && is_in_number(in, line, i) && !is_point(&in->clusters[i]))
        i++;
    if (i >= line->visible)
        return 0;
    const cluster *before = i > line->first ? &in->clusters[i - 1] : NULL;
    const unit left = before ? in->at[i - 1] + before->advance : in->at[i];
    return in->at[line->first] + line_width(in, line->first, line->visible) - left;
}

void
set_line(text_engine *e, const line_input *in, const line_choice *line)
{
    text_line set, *out = &set;
    const size_t count = line->end - line->first;
    g_array_set_size(e->extra, (guint)(2 * count + 2));
    unit *extra = (unit *)(void *)e->extra->data, *starts = extra + count + 1;
    *out = (text_line){.forced = line->forced, .emergency = line->emergency, .overfull = line->overfull};
    out->natural = line_width(in, line->first, line_inside(line));
    out->hang = line->hangs ? in->clusters[line->visible - 1].advance : 0;
    out->width = adjust_line(in, line, extra);
    if (in->style->align == TEXT_DECIMAL)
        out->tail = decimal_tail(in, line);
    out->x = aligned_start(line, in->style->align, out->width);
    setter s = {.work = &e->work, .pieces = e->pieces, .chars = e->set.chars};
    make_room(&s, &e->set, line);
    set_bodies(&s, line, out->x + mono_settle(&e->work, line->first, line->visible), extra, starts);
    out->has_ruby = set_ruby(&s, line, starts);
    if (s.marks)
        set_marks(&s, line, starts);
    out->has_ruby = out->has_ruby || s.mark_count;
    out->mark_count = s.mark_count;
    out->run_count = s.run_count;
    out->object_count = s.object_count;
    keep_used(&s, &e->set);
    g_array_append_val(e->set.lines, set);
}
