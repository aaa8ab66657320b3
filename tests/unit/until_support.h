/* until_support.h: a case from which something is taken out, and what is said of it as of a day. */
#ifndef RENKEI_TEST_UNTIL_SUPPORT_H
#define RENKEI_TEST_UNTIL_SUPPORT_H

#include "paper_support.h"

/* ---- a case without what came later ---- */

static inline int
number_of_day(const char *day)
{
    date d;
    assert_true(date_parse(day, &d));
    return d.year * 10000 + d.month * 100 + d.day;
}

/* What names one of them as its record, names nothing then. */
static inline void
take_references_out(rule_case *c, const xmlNode *n)
{
    xmlChar *id = xmlGetProp(n, (const xmlChar *)"id");
    char *path = id ? g_strdup_printf("//@record[. = '%s']", (const char *)id) : NULL;
    if (path)
        rule_delete(c->docs[0], path);
    g_free(path);
    xmlFree(id);
}

/* How many were there. */
static inline size_t
take_out(rule_case *c, xmlDoc *doc, const char *path)
{
    xmlXPathObject *found = rule_select(doc, path);
    const size_t count = found ? (size_t)found->nodesetval->nodeNr : 0;
    for (size_t i = 0; i < count; i++)
        take_references_out(c, found->nodesetval->nodeTab[i]);
    xmlXPathFreeObject(found);
    if (count)
        assert_true(rule_delete(doc, path));
    return count;
}

/* ---- judged ---- */

/* All that was found, but for where it stands. */
static inline char *
words_of_result(const check_result *r, const casefile *c)
{
    GString *s = g_string_new(NULL);
    for (size_t i = 0; i < r->count; i++) {
        const check_finding *f = &r->findings[i];
        g_string_append_printf(s, "%s %c%s %s～%s %s\n", f->id, check_severity_letter(f->severity),
                               f->undetermined ? "?" : "", f->when, f->until, f->texts[DIAG_JA]);
    }
    for (size_t i = 0; i < r->gap_count; i++)
        g_string_append_printf(s, "%s %s～%s\n", r->gaps[i].kind, r->gaps[i].when, r->gaps[i].until);
    check_print_months(r, c, DIAG_JA, s);
    return g_string_free(s, FALSE);
}

typedef struct judged {
    char *words, *printed; /* printed: the case, after it was judged */
    size_t later;
} judged;

static inline judged
judge_case(rule_case *c, const char *day)
{
    date d;
    assert_true(date_parse(day, &d));
    const casefile *read = rule_case_read(&world, c);
    if (!read)
        rule_print_messages(c->d);
    assert_non_null(read);
    GString *before = g_string_new(NULL), *after = g_string_new(NULL);
    casefile_print(read, before);
    const check_result *r = check_case(c->a, c->s, world.rules, read, d, DIAG_JA, c->d);
    assert_non_null(r);
    casefile_print(read, after);
    assert_string_equal(before->str, after->str); /* what was hidden is back, each in its place */
    g_string_free(before, TRUE);
    return (judged){words_of_result(r, read), g_string_free(after, FALSE), r->later};
}

static inline void
forget_judged(judged *x)
{
    g_free(x->words);
    g_free(x->printed);
}

/* The first line of `text` that `other` has not. */
static inline const char *
line_apart(const char *text, const char *other)
{
    static char line[400];
    char **lines = g_strsplit(text, "\n", -1);
    *line = '\0';
    for (char **l = lines; *l && !*line; l++)
        if (!strstr(other, *l))
            g_strlcpy(line, *l, sizeof line);
    g_strfreev(lines);
    return line;
}

#endif
