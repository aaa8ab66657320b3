/* layout_place.c: what becomes of an element: a record, columns, ticks. */
#include "layout/layout_int.h"

#include <string.h>

const char *const layout_grammar_names[LAYOUT_GRAMMARS] = {"case", "office", "partners", "municipality", "calendar"};

bool
layout_is_fixed(const schema_spot *s)
{
    return s->required && s->value == SCHEMA_WORDS && s->word_count == 1;
}

const schema_spot *
layout_only_value(const schema_spot *s)
{
    if (s->value != SCHEMA_NO_VALUE)
        return s->part_count == 0 ? s : NULL;
    return s->part_count == 1 && s->parts[0]->is_attribute && s->parts[0]->required ? s->parts[0] : NULL;
}

/* A record whose workbook is not that of what it is in has a sheet of its own, even if there is but one. */
layout_place
layout_place_of(arena *a, const schema_spot *s)
{
    const char *own = schema_spot_note(a, s, "workbook");
    if (own && s->parent && g_strcmp0(own, schema_spot_inherited(a, s->parent, "workbook")) != 0)
        return PLACE_RECORD;
    if (!s->many)
        return PLACE_FOLDED;
    const schema_spot *only = layout_only_value(s);
    if (!only)
        return PLACE_RECORD;
    return only->value == SCHEMA_WORDS && schema_spot_note(a, s, "unique") ? PLACE_TICKS : PLACE_NUMBERED;
}
