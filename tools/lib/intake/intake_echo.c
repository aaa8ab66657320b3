/* intake_echo.c: what will change, in words that an office uses. */
#include "intake/intake_int.h"

#include <string.h>

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

void
in_echo_new(intake *k, const in_target *t)
{
    append_record(k, t, k->echo);
    g_string_append(k->echo, "　… 新しく作ります\n");
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

void
in_echo_change(intake *k, const in_target *t, const layout_column *c, const char *was, const char *is)
{
    append_record(k, t, k->echo);
    const bool grouped = strcmp(c->group, t->record->spot->label) != 0;
    g_string_append_printf(k->echo, "　%s%s%s：", grouped ? c->group : "", grouped ? "／" : "", c->field);
    append_value(k, t, c, was);
    g_string_append(k->echo, " → ");
    append_value(k, t, c, is);
    g_string_append_c(k->echo, '\n');
}
