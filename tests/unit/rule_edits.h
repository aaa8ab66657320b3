/* rule_edits.h: a copy of a sample with its masters, edited by operations and judged: for the tests of the rules.
 *
 * Operations, `;;` between them, on the case, or on a master with its name before the path or the operation
 * (partners: office: municipality: calendar:). A path is XPath 1.0 from the root element; it must select something.
 *
 *   delete PATH              all nodes selected
 *   set PATH=VALUE           attribute (made when the element is there and it is not) or an element's text
 *   add PATH <fragment/>     as last children
 *   before PATH <fragment/>  before the first node selected; `after` likewise
 *
 * libxml2 is used here directly: a test changes what the tools only read. */
#ifndef RENKEI_TEST_RULE_EDITS_H
#define RENKEI_TEST_RULE_EDITS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>

#include "casefile/casefile.h"
#include "check/check.h"

#include "folder_support.h"

/* ---- what all cases share ---- */

typedef struct rule_world {
    arena *a;
    xml_store *s;
    const check_rules *rules;
    casefile_schemas *schemas;
    char *folder; /* where edited cases are written, one after the other */
} rule_world;

/* The list of rules, and what one means, without a word of complaint. */
static inline void
rule_world_list(const rule_world *w, diag_language language, GString *out)
{
    diag *d = diag_new();
    check_list_rules(w->rules, (date){2024, 8, 1}, language, out, d);
    assert_int_equal(diag_length(d), 0);
    diag_drop(d);
}

static inline bool
rule_world_explain(const rule_world *w, const char *id, diag_language language, GString *out)
{
    diag *d = diag_new();
    const bool found = check_explain(w->rules, id, (date){2024, 8, 1}, language, out, d);
    assert_int_equal(diag_length(d), 0);
    diag_drop(d);
    return found;
}

static inline void
rule_print_messages(const diag *d)
{
    for (size_t i = 0; i < diag_length(d); i++) {
        const diag_message *m = diag_at(d, i);
        char *text = diag_text(m, DIAG_EN);
        const place p = m->form.file ? m->form : m->data;
        print_message("    %s:%d %s %s\n", p.file ? p.file : "", p.line, p.path ? p.path : "", text);
        g_free(text);
    }
}

static inline void
rule_world_open(rule_world *w, const char *rules_dir)
{
    diag *d = diag_new();
    w->a = arena_new();
    w->s = xml_store_new();
    w->rules = check_rules_read(w->a, w->s, rules_dir, "templates/schema", d);
    rule_print_messages(d);
    assert_non_null(w->rules);
    w->schemas = casefile_schemas_open("templates/schema", false);
    w->folder = g_dir_make_tmp("renkei-rules-XXXXXX", NULL);
    diag_drop(d);
}

static const char *const rule_documents[] = {"case", "office", "partners", "municipality", "calendar"};
enum { RULE_DOCUMENTS = 5 };

/* The same tree as samples/: a case in a folder beside its masters. */
static inline char *
rule_path(const char *root, const char *sample, size_t i)
{
    char *name = g_strconcat(rule_documents[i], ".xml", NULL);
    char *path = g_build_filename(root, i == 0 ? sample : "masters", name, NULL);
    g_free(name);
    return path;
}

static inline void
rule_world_close(rule_world *w)
{
    remove_tree(w->folder);
    g_free(w->folder);
    casefile_schemas_close(w->schemas);
    xml_store_drop(w->s);
    arena_drop(w->a);
}

/* ---- one edited case ---- */

typedef struct rule_case {
    xmlDoc *docs[RULE_DOCUMENTS]; /* as rule_documents */
    char *why;                    /* an edit failed */
    /* of the last rule_case_check */
    arena *a;
    xml_store *s;
    diag *d;
} rule_case;

/* samples/SAMPLE/case.xml and the masters. The files are given as bytes: the xml room has closed libxml2's own way
 * to them. */
static inline void
rule_case_open(rule_case *c, const char *sample)
{
    *c = (rule_case){0};
    for (size_t i = 0; i < RULE_DOCUMENTS; i++) {
        char *path = rule_path("samples", sample, i), *bytes = NULL;
        gsize length = 0;
        if (!g_file_get_contents(path, &bytes, &length, NULL))
            fail_msg("cannot read %s", path);
        c->docs[i] = xmlReadMemory(bytes, (int)length, path, NULL, XML_PARSE_NONET);
        assert_non_null(c->docs[i]);
        g_free(bytes);
        g_free(path);
    }
}

static inline void
rule_case_close(rule_case *c)
{
    for (size_t i = 0; i < RULE_DOCUMENTS; i++)
        xmlFreeDoc(c->docs[i]);
    g_free(c->why);
    diag_drop(c->d);
    xml_store_drop(c->s);
    arena_drop(c->a);
    *c = (rule_case){0};
}

static inline bool
rule_edit_fails(rule_case *c, const char *edit, const char *why)
{
    g_free(c->why);
    c->why = g_strdup_printf("%s: %s", edit, why);
    return false;
}

/* ---- operations ---- */

/* The first `mark` outside brackets and quotes; NULL. */
static inline const char *
rule_find_outside(const char *text, const char *mark)
{
    int depth = 0;
    char quote = 0;
    for (const char *p = text; *p; p++) {
        if (depth == 0 && !quote && g_str_has_prefix(p, mark))
            return p;
        if (quote)
            quote = *p == quote ? 0 : quote;
        else if (*p == '\'' || *p == '"')
            quote = *p;
        else if (*p == '[' || *p == '(')
            depth++;
        else if (*p == ']' || *p == ')')
            depth--;
    }
    return NULL;
}

/* Takes "partners:" off the beginning of the text; 0, the case, when there is no such mark. */
static inline size_t
rule_take_document(const char **text)
{
    for (size_t i = 0; i < RULE_DOCUMENTS; i++) {
        const size_t n = strlen(rule_documents[i]);
        if (strncmp(*text, rule_documents[i], n) == 0 && (*text)[n] == ':' && (*text)[n + 1] != ':') {
            *text += n + 1;
            *text += strspn(*text, " ");
            return i;
        }
    }
    return 0;
}

/* Free the result. NULL when nothing is selected. */
static inline xmlXPathObject *
rule_select(xmlDoc *doc, const char *path)
{
    xmlXPathContext *context = xmlXPathNewContext(doc);
    context->node = xmlDocGetRootElement(doc);
    xmlXPathObject *found = xmlXPathEval((const xmlChar *)path, context);
    xmlXPathFreeContext(context);
    const bool some = found && found->type == XPATH_NODESET && found->nodesetval && found->nodesetval->nodeNr > 0;
    if (some)
        return found;
    xmlXPathFreeObject(found);
    return NULL;
}

static inline bool
rule_delete(xmlDoc *doc, const char *path)
{
    xmlXPathObject *found = rule_select(doc, path);
    const bool some = found != NULL;
    for (int i = some ? found->nodesetval->nodeNr : 0; i-- > 0;) {
        xmlNode *n = found->nodesetval->nodeTab[i];
        found->nodesetval->nodeTab[i] = NULL;
        if (n->type == XML_ATTRIBUTE_NODE) {
            xmlRemoveProp((xmlAttr *)n);
        } else {
            xmlUnlinkNode(n);
            xmlFreeNode(n);
        }
    }
    xmlXPathFreeObject(found);
    return some;
}

static inline void
rule_set_node(xmlNode *n, const char *value)
{
    xmlChar *escaped = xmlEncodeSpecialChars(n->doc, (const xmlChar *)value);
    if (n->type == XML_ATTRIBUTE_NODE)
        xmlSetProp(n->parent, n->name, (const xmlChar *)value);
    else
        xmlNodeSetContent(n, escaped);
    xmlFree(escaped);
}

static inline bool
rule_make_attribute(xmlDoc *doc, const char *path, const char *value)
{
    const char *at = g_strrstr(path, "@");
    if (!at || strpbrk(at, "]/)"))
        return false;
    char *element = at == path ? g_strdup(".") : g_strndup(path, (gsize)(at - path - 1));
    xmlXPathObject *found = rule_select(doc, *element ? element : "/");
    for (int i = 0; found && i < found->nodesetval->nodeNr; i++)
        xmlSetProp(found->nodesetval->nodeTab[i], (const xmlChar *)at + 1, (const xmlChar *)value);
    const bool made = found != NULL;
    xmlXPathFreeObject(found);
    g_free(element);
    return made;
}

static inline bool
rule_set(xmlDoc *doc, const char *path, const char *value)
{
    xmlXPathObject *found = rule_select(doc, path);
    for (int i = 0; found && i < found->nodesetval->nodeNr; i++)
        rule_set_node(found->nodesetval->nodeTab[i], value);
    const bool done = found != NULL;
    xmlXPathFreeObject(found);
    return done || rule_make_attribute(doc, path, value);
}

typedef enum rule_where { RULE_LAST_CHILD, RULE_BEFORE, RULE_AFTER } rule_where;

static inline bool
rule_insert(xmlDoc *doc, const char *path, const char *fragment, rule_where where)
{
    xmlXPathObject *found = rule_select(doc, path);
    xmlNode *list = NULL;
    const bool good = found && xmlParseBalancedChunkMemory(doc, NULL, NULL, 0, (const xmlChar *)fragment, &list) == 0;
    if (good) {
        xmlNode *at = found->nodesetval->nodeTab[0];
        for (xmlNode *n = list, *next; n; n = next) {
            next = n->next;
            xmlUnlinkNode(n);
            if (where == RULE_LAST_CHILD)
                xmlAddChild(at, n);
            else if (where == RULE_BEFORE)
                xmlAddPrevSibling(at, n);
            else
                at = xmlAddNextSibling(at, n);
        }
    }
    xmlXPathFreeObject(found);
    return good;
}

/* One operation. False: c->why tells what is wrong with it. */
static inline bool
rule_edit(rule_case *c, const char *edit)
{
    static const char *const places[] = {"add ", "before ", "after "};
    const char *rest = edit + strspn(edit, " ");
    size_t document = rule_take_document(&rest);
    const char *space = strchr(rest, ' ');
    if (!space)
        return rule_edit_fails(c, edit, "no path");
    const char *path = space + strspn(space, " ");
    const size_t named = rule_take_document(&path);
    xmlDoc *doc = c->docs[named ? named : document];
    const char *mark = g_str_has_prefix(rest, "set ") ? "=" : " <";
    const char *end = rule_find_outside(path, mark);
    char *xpath = g_strstrip(end ? g_strndup(path, (gsize)(end - path)) : g_strdup(path));
    bool done = false;
    if (g_str_has_prefix(rest, "delete "))
        done = rule_delete(doc, g_strstrip(xpath));
    else if (g_str_has_prefix(rest, "set ") && end)
        done = rule_set(doc, xpath, end + 1);
    else
        for (size_t i = 0; i < G_N_ELEMENTS(places); i++)
            if (end && g_str_has_prefix(rest, places[i]))
                done = rule_insert(doc, xpath, end + 1, (rule_where)i);
    g_free(xpath);
    return done || rule_edit_fails(c, edit, "unknown operation, bad fragment, or nothing selected");
}

/* Operations with `;;` between them. */
static inline bool
rule_edits(rule_case *c, const char *edits)
{
    char **all = g_strsplit(edits, ";;", -1);
    bool done = true;
    for (char **e = all; done && *e; e++)
        if (*g_strstrip(*e) && strcmp(*e, "-") != 0)
            done = rule_edit(c, *e);
    g_strfreev(all);
    return done;
}

/* ---- judging ---- */

static inline void
rule_write(const rule_world *w, const rule_case *c)
{
    for (size_t i = 0; i < RULE_DOCUMENTS; i++) {
        char *path = rule_path(w->folder, "case", i), *folder = g_path_get_dirname(path);
        xmlChar *bytes = NULL;
        int length = 0;
        assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
        xmlDocDumpMemoryEnc(c->docs[i], &bytes, &length, "UTF-8");
        assert_true(write_file_anew(path, (const char *)bytes, length));
        xmlFree(bytes);
        g_free(folder);
        g_free(path);
    }
}

/* Writes the case as it is now and reads it. NULL after messages in c->d: the edited data is not valid. It lives until
 * the next call or rule_case_close. */
static inline const casefile *
rule_case_read(rule_world *w, rule_case *c)
{
    diag_drop(c->d);
    xml_store_drop(c->s);
    arena_drop(c->a);
    c->a = arena_new();
    c->s = xml_store_new();
    c->d = diag_new();
    rule_write(w, c);
    char *path = rule_path(w->folder, "case", 0);
    const casefile *read = casefile_read_with(c->a, c->s, path, w->schemas, c->d);
    g_free(path);
    return read;
}

/* Reads it and judges it: NULL also after a rule that cannot be evaluated. */
static inline const check_result *
rule_case_check(rule_world *w, rule_case *c, date as_of)
{
    const casefile *read = rule_case_read(w, c);
    return read ? check_case(c->a, c->s, w->rules, read, as_of, DIAG_JA, c->d) : NULL;
}

/* "N5.1d:E@2024-06"; g_free it. */
static inline char *
rule_finding_name(const check_finding *f)
{
    return g_strdup_printf("%s:%c%s%s", f->id, check_severity_letter(f->severity), *f->when ? "@" : "", f->when);
}

#endif
