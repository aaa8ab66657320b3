/* text_pack.c: the lines of a paragraph in one piece of memory, so that a copy of them is one copy: lines, runs,
 * objects, marks, glyphs, characters. */
#include "text/text_int.h"

#include <string.h>

/* Each kind begins where pointers may stand. */
static size_t
bytes_of(const GArray *list)
{
    return ((size_t)list->len * g_array_get_element_size((GArray *)list) + 7) / 8 * 8;
}

static void *
copy_list(char **to, const GArray *list)
{
    void *at = *to;
    memcpy(at, list->data, (size_t)list->len * g_array_get_element_size((GArray *)list));
    *to += bytes_of(list);
    return at;
}

/* Where the first of what is pointed to stands. */
typedef struct places {
    text_run *runs;
    text_object *objects;
    text_mark *marks;
    text_glyph *glyphs;
    const char *chars;
} places;

static void
point_to(text_line *line, places *at)
{
    line->runs = at->runs;
    line->objects = at->objects;
    line->marks = at->marks;
    for (size_t i = 0; i < line->run_count; i++) {
        at->runs->glyphs = at->glyphs;
        at->runs->utf8 = at->chars;
        at->glyphs += at->runs->glyph_count;
        at->chars += strlen(at->chars) + 1;
        at->runs++;
    }
    at->objects += line->object_count;
    at->marks += line->mark_count;
}

text_lines *
pack_lines(arena *a, const text_style *style, const set_lines *set, size_t *size)
{
    *size = sizeof(text_lines) + bytes_of(set->lines) + bytes_of(set->runs) + bytes_of(set->objects) +
            bytes_of(set->marks) + bytes_of(set->glyphs) + set->chars->len + 1;
    text_lines *l = arena_alloc(a, *size);
    char *to = (char *)(l + 1);
    text_line *lines = copy_list(&to, set->lines);
    places at = {.runs = copy_list(&to, set->runs)};
    at.objects = copy_list(&to, set->objects);
    at.marks = copy_list(&to, set->marks);
    at.glyphs = copy_list(&to, set->glyphs);
    at.chars = memcpy(to, set->chars->str, set->chars->len + 1);
    l->lines = lines;
    l->count = set->lines->len;
    l->pitch = style->pitch;
    l->size = style->size;
    l->condensed = style->vertical ? 0 : style->condensed;
    l->vertical = style->vertical;
    for (size_t i = 0; i < l->count; i++) {
        point_to(&lines[i], &at);
        condense_line(style, &lines[i]);
        l->widest = MAX(l->widest, lines[i].width);
        l->emergencies += lines[i].emergency;
        l->overfull += lines[i].overfull;
    }
    return l;
}

static void *
move_pointer(const void *p, ptrdiff_t by)
{
    return (void *)((uintptr_t)p + (uintptr_t)by); /* from one object into another: no sum of pointers */
}

void
pack_move(text_lines *l, ptrdiff_t by, ptrdiff_t spans_by)
{
    text_line *line = move_pointer(l->lines, by);
    l->lines = line;
    for (const text_line *end = line + l->count; line < end; line++) {
        text_run *run = move_pointer(line->runs, by);
        text_object *object = move_pointer(line->objects, by);
        text_mark *mark = move_pointer(line->marks, by);
        line->runs = run;
        line->objects = object;
        line->marks = mark;
        for (size_t i = 0; i < line->run_count; i++) {
            run[i].utf8 = move_pointer(run[i].utf8, by);
            run[i].glyphs = move_pointer(run[i].glyphs, by);
            run[i].span = move_pointer(run[i].span, spans_by);
        }
        for (size_t i = 0; i < line->object_count; i++)
            object[i].span = move_pointer(object[i].span, spans_by);
        for (size_t i = 0; i < line->mark_count; i++)
            mark[i].span = move_pointer(mark[i].span, spans_by);
    }
}
