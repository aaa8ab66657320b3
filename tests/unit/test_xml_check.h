/* test_xml_check.h: what the tests of the xml and casefile rooms share: messages as lines of text. */
#ifndef RENKEI_TEST_XML_CHECK_H
#define RENKEI_TEST_XML_CHECK_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "xml/xml.h"

/* One test's world, given to it by cmocka. */
typedef struct world {
    arena *a;
    xml_store *s;
    diag *d;
} world;

static inline int
begin(void **state)
{
    world *w = g_new0(world, 1);
    w->a = arena_new();
    w->s = xml_store_new();
    w->d = diag_new();
    *state = w;
    return 0;
}

static inline int
end(void **state)
{
    world *w = *state;
    diag_drop(w->d);
    xml_store_drop(w->s);
    arena_drop(w->a);
    g_free(w);
    return 0;
}

/* "code file:line path" a line for each message, in order; the path is left out when there is none. */
static inline const char *
messages(world *w)
{
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < diag_length(w->d); i++) {
        const diag_message *m = diag_at(w->d, i);
        const place p = m->form.file ? m->form : m->data;
        g_string_append_printf(out, "%s%s %s:%d", i ? "\n" : "", diag_name(m->code), p.file, p.line);
        if (p.path)
            g_string_append_printf(out, " %s", p.path);
    }
    const char *copy = arena_strdup(w->a, out->str);
    g_string_free(out, TRUE);
    return copy;
}

/* All wordings in both languages, to look for what must not be in them. */
static inline const char *
wordings(world *w)
{
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < diag_length(w->d); i++) {
        for (int language = DIAG_JA; language <= DIAG_EN; language++) {
            char *text = diag_text(diag_at(w->d, i), (diag_language)language);
            g_string_append_printf(out, "%s\n", text);
            g_free(text);
        }
    }
    const char *copy = arena_strdup(w->a, out->str);
    g_string_free(out, TRUE);
    return copy;
}

static inline void
forget(world *w)
{
    diag_drop(w->d);
    w->d = diag_new();
}

static inline xml_doc *
read_text(world *w, const char *text)
{
    return xml_read_memory(w->s, "t.xml", text, strlen(text), XML_DATA, &xml_limits_case, w->d);
}

/* Two lists of messages in the same order, or both printed. */
static inline void
check_messages(world *w, const char *expected)
{
    assert_string_equal(messages(w), expected);
}

/* The descendant elements by child names: "plan/row/goal". */
static inline xml_node *
down(xml_node *n, const char *names)
{
    char **all = g_strsplit(names, "/", -1);
    for (char **name = all; *name && n; name++) {
        xml_node *c = xml_first_element(n);
        while (c && !xml_named(c, *name))
            c = xml_next_element(c);
        n = c;
    }
    g_strfreev(all);
    return n;
}

#endif
