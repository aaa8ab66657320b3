/* twin_judge.c: whether the twin is one: what is wrong in it, and what the rules find, is what was wrong and was found
 * in the case. See twin_int.h. */
#include "twin/twin_int.h"

#include <string.h>

#include "casefile/casefile.h"
#include "check/check.h"

/* A line for each message and finding, without words of the case. */
static void
add_line(GPtrArray *lines, char *line)
{
    g_ptr_array_add(lines, line);
}

static date
last_day(const twin *t)
{
    date last = {1873, 1, 1};
    for (guint i = 0; i < t->days->len; i++) {
        const date d = g_array_index(t->days, date, i);
        if (date_compare(d, last) > 0)
            last = d;
    }
    return last;
}

static void
add_findings(const twin *t, arena *a, xml_store *s, const casefile *c, const check_rules *rules, GPtrArray *lines)
{
    diag *d = diag_new();
    const check_result *r = check_case(a, s, rules, c, last_day(t), DIAG_JA, d);
    for (size_t i = 0; r && i < r->count; i++) {
        const check_finding *f = &r->findings[i];
        add_line(lines, g_strdup_printf("%s %c%d %s:%d", f->id, check_severity_letter(f->severity), f->undetermined,
                                        f->when, f->where.line));
    }
    for (size_t i = 0; r && i < r->gap_count; i++)
        add_line(lines, g_strdup_printf("%s %s:%d", r->gaps[i].kind, r->gaps[i].when, r->gaps[i].where.line));
    diag_drop(d);
}

static int
compare_lines(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static GPtrArray *
lines_of(const twin *t, const char *path, const check_source *from)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
    arena *a = arena_new();
    xml_store *s = xml_store_new(), *of_rules = xml_store_new();
    diag *d = diag_new(), *unheard = diag_new();
    casefile_schemas *schemas = casefile_schemas_open(t->order->schema, false);
    const casefile *c = casefile_read_with(a, s, path, schemas, d);
    for (size_t i = 0; i < diag_length(d); i++) {
        const diag_message *m = diag_at(d, i);
        add_line(lines, g_strdup_printf("%s %d", diag_name(m->code), m->data.line));
    }
    const check_rules *rules = c ? check_rules_load(a, of_rules, from, unheard) : NULL;
    if (rules)
        add_findings(t, a, of_rules, c, rules, lines);
    casefile_schemas_close(schemas);
    diag_drop(unheard);
    diag_drop(d);
    xml_store_drop(of_rules);
    xml_store_drop(s);
    arena_drop(a);
    g_ptr_array_sort(lines, compare_lines);
    return lines;
}

/* The first word of a line: the name of a message or a rule. */
static void
append_name(GString *names, const char *line)
{
    char *name = g_strndup(line, strcspn(line, " "));
    if (!strstr(names->str, name))
        g_string_append_printf(names, "%s%s", names->len ? " " : "", name);
    g_free(name);
}

/* Names of what one of them has and the other has not. */
static void
append_differing(GString *names, const GPtrArray *one, const GPtrArray *other)
{
    for (guint i = 0; i < one->len; i++) {
        guint same = 0, there = 0;
        for (guint j = 0; j < one->len; j++)
            same += strcmp(one->pdata[i], one->pdata[j]) == 0;
        for (guint j = 0; j < other->len; j++)
            there += strcmp(one->pdata[i], other->pdata[j]) == 0;
        if (same != there)
            append_name(names, one->pdata[i]);
    }
}

void
twin_judge(twin *t, const twin_source *s)
{
    const check_source from = {.rules = t->order->rules, .local = t->order->local, .schema = t->order->schema};
    GPtrArray *was = lines_of(t, s->path, &from), *is = lines_of(t, s->twin, &from);
    GString *names = g_string_new(NULL);
    append_differing(names, was, is);
    append_differing(names, is, was);
    if (names->len)
        diag_add(t->d, DIAG_TWIN_DIFFERS, PLACE_NONE, (place){s->twin, 0, NULL}, names->str, NULL);
    g_string_free(names, TRUE);
    g_ptr_array_unref(was);
    g_ptr_array_unref(is);
}
