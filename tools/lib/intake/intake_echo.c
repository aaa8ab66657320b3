/* intake_echo.c: what will change, in words that an office uses. */
#include "intake/intake_int.h"

#include <string.h>

#include "base/shown.h"
#include "calendar/calendar.h"

/* K-0001　相原 湊　個別支援計画 plan-1　短期目標 2 */
static void
append_record(const intake *k, const in_target *t, GString *out)
{
    if (t->parent)
        append_record(k, t->parent, out);
    else if (t->record->grammar)
        g_string_append(out, t->record->spot->label);
    if (t->parent)
        g_string_append_printf(out, "　%s", t->record->spot->label);
    if (*t->key)
        g_string_append_printf(out, "%s%s", t->parent ? " " : "", t->key);
    const char *beside =
        t->record->key == LAYOUT_KEY_ID ? layout_names_find(k->names, in_scope(t->document), t->key) : NULL;
    if (beside && *beside)
        g_string_append_printf(out, "（%s）", beside);
}

/* Where it stands, as messages say it: where but one file is read, its sheet and cell are enough. */
static void
append_cell(const in_reading *r, int field)
{
    const char *name = in_cell_place(r, field).file, *file = r->book ? r->book->file : r->file;
    const bool alone = r->k->books->len + r->k->csvs->len == 1 && g_str_has_prefix(name, file);
    g_string_append(r->k->echo, "　［");
    shown_append(r->k->echo, alone ? name + strlen(file) + 1 : name);
    g_string_append(r->k->echo, "］\n");
}

void
in_echo_new(const in_reading *r, const in_target *t)
{
    append_record(r->k, t, r->k->echo);
    g_string_append(r->k->echo, "　… 新しく作ります");
    append_cell(r, r->map ? 0 : 1);
    r->k->echoed = t;
}

/* A date is said with its era and weekday: a year that went wrong is seen there. */
static void
append_value(intake *k, const in_target *t, const layout_column *c, const char *value)
{
    date day;
    if (!value) {
        g_string_append(k->echo, "（空）");
        return;
    }
    const char *shown = layout_shown(k->a, c, value, k->names, in_scope(t->document));
    for (const char *p = shown; *p; p++)
        g_string_append(k->echo, *p == '\n' ? "⏎" : (char[]){*p, '\0'});
    if (c->kind == LAYOUT_DATE && date_parse(value, &day)) {
        g_string_append(k->echo, "（");
        date_append_era_weekday(k->echo, day);
        g_string_append(k->echo, "）");
    }
}

/* What a new record says stands in a block below its line; there was nothing before. */
void
in_echo_change(const in_reading *r, const in_target *t, int field, const char *was, const char *is)
{
    intake *k = r->k;
    const layout_column *c = r->columns[field];
    const bool below = k->echoed == t;
    if (!below) {
        append_record(k, t, k->echo);
        k->echoed = NULL;
    }
    const bool grouped = strcmp(c->group, t->record->spot->label) != 0;
    g_string_append_printf(k->echo, "　%s%s%s%s：", below ? "　" : "", grouped ? c->group : "", grouped ? "／" : "",
                           c->field);
    if (!below || was) {
        append_value(k, t, c, was);
        g_string_append(k->echo, " → ");
    }
    append_value(k, t, c, is);
    append_cell(r, field);
}
