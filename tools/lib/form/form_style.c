#include "form/form_int.h"

#include <string.h>

/* What every form starts from; style "base" changes it. 5.3: forms 9–10.5 pt, cell padding 1.0–1.5 mm. */
form_style *
form_style_start(const form_reader *r)
{
    const form_style start = {
        .name = "base",
        .family = "mincho",
        .size = form_enlarged(r, 9 * UNIT_PT),
        .pitch = form_enlarged(r, 14 * UNIT_PT),
        .align = TEXT_START,
        .valign = VALIGN_TOP,
        .level = TEXT_STRICT,
        .combine = 2,
        .pad_x = unit_from_um(1200),
        .pad_y = unit_from_um(1000),
    };
    return arena_copy(r->a, &start, sizeof start);
}

static text_level
level_named(const char *text, text_level otherwise)
{
    if (!text)
        return otherwise;
    return strcmp(text, "loose") == 0 ? TEXT_LOOSE : strcmp(text, "normal") == 0 ? TEXT_NORMAL : TEXT_STRICT;
}

static const form_style *
style_named(form_reader *r, xml_node *e, const char *name)
{
    const form_style *style = g_hash_table_lookup(r->styles, name);
    g_hash_table_add(r->used, (gpointer)name);
    if (!style)
        diag_add(r->d, DIAG_FORM_STYLE_UNKNOWN, xml_place(r->a, e, false), PLACE_NONE, name, NULL);
    return style;
}

const form_style *
form_style_of(form_reader *r, xml_node *e, const form_style *otherwise)
{
    const char *name = attr_text(r, e, "style");
    const form_style *style = name ? style_named(r, e, name) : NULL;
    return style ? style : otherwise;
}

void
form_style_read(form_reader *r, xml_node *e)
{
    const char *name = attr_text(r, e, "name");
    const char *like = attr_text(r, e, "like");
    const bool is_base = strcmp(name, "base") == 0;

    if (g_hash_table_contains(r->styles, name) && !is_base) {
        diag_add(r->d, DIAG_FORM_TWICE, xml_place(r->a, e, false), PLACE_NONE, "style", name, NULL);
        return;
    }
    if (!is_base) /* which everything falls back to */
        form_unused_name(r, NAMED_STYLE, name, e);
    form_style *s = ARENA_NEW(r->a, form_style);
    const bool like_start = like && strcmp(like, "base") == 0 && !r->base;
    const form_style *from = like && !like_start ? style_named(r, e, like) : r->base;
    *s = from ? *from : *form_style_start(r);
    s->name = name;
    if (attr_text(r, e, "family"))
        s->family = attr_text(r, e, "family");
    s->size = attr_type_length(r, e, "size", s->size, s->size);
    s->pitch = attr_type_length(r, e, "pitch", s->size, s->pitch);
    attr_align(r, e, &s->align);
    const form_valign valign = attr_valign(r, e);
    s->valign = valign != VALIGN_UNSET ? valign : s->valign;
    s->level = level_named(attr_text(r, e, "break"), s->level);
    s->indent_first = attr_type_length(r, e, "indent", s->size, s->indent_first);
    s->indent_rest = attr_type_length(r, e, "hang", s->size, s->indent_rest);
    s->tracking = attr_type_length(r, e, "tracking", s->size, s->tracking);
    s->figures = attr_figures(r, e, s->figures);
    s->hangs = attr_switch(r, e, "hang-punctuation", "yes", s->hangs);
    s->total_fit = attr_switch(r, e, "fit-lines", "paragraph", s->total_fit);
    s->last_pair = attr_switch(r, e, "last-pair", "yes", s->last_pair);
    s->head_half = attr_switch(r, e, "line-head", "half", s->head_half);
    s->combine = attr_int(r, e, "combine", s->combine);
    s->heading = attr_int(r, e, "heading", s->heading);
    s->space_before = attr_type_length(r, e, "before", s->size, s->space_before);
    s->space_after = attr_type_length(r, e, "after", s->size, s->space_after);
    s->shrink_to = attr_type_length(r, e, "shrink-to", s->size, s->shrink_to);
    unit pad[4] = {s->pad_y, s->pad_x, s->pad_y, s->pad_x};
    attr_box(r, e, "pad", s->size, pad);
    s->pad_y = pad[0];
    s->pad_x = pad[1];
    if (s->size <= 0 || s->pitch < s->size) {
        diag_add(r->d, DIAG_FORM_PITCH, xml_place(r->a, e, false), PLACE_NONE, name, NULL);
        s->pitch = s->size = 9 * UNIT_PT;
    }
    g_hash_table_replace(r->styles, (gpointer)s->name, s);
    g_ptr_array_add(r->style_list, s);
    if (is_base)
        r->base = s;
}
