/* xml_expr.c: expressions, read once: for the walk, and what that does not know for libxml2. */
#include "xml/xml_xpath.h"

#include <string.h>

#include <libxml/xpathInternals.h>

void
xpath_take_error(void *data, xmlError *e)
{
    xmlError *first = data;
    if (first->code == 0) {
        first->code = e->code;
        first->int1 = e->int1;
    }
}

void
xml_expr_drop(void *p)
{
    xml_expr *e = p;
    xmlXPathFreeCompExpr(e->compiled);
    g_free(e->text);
    g_free(e);
}

static void
report_unreadable(const char *text, const xmlError *e, place where, diag *d)
{
    const xpath_reason *r = xpath_reason_of(e->code);
    /* int1 is a byte offset; people count characters. */
    const size_t at = e->int1 > 0 && (size_t)e->int1 <= strlen(text) ? (size_t)e->int1 : 0;
    const long column = g_utf8_strlen(text, (gssize)at) + 1;
    char *ja = g_strdup_printf("%ld文字目：%s", column, r->ja),
         *en = g_strdup_printf("character %ld: %s", column, r->en);
    diag_add(d, DIAG_FORM_XPATH, where, PLACE_NONE, text, ja, en, NULL);
    g_free(ja);
    g_free(en);
}

/* NULL after `error` is filled. */
static xmlXPathCompExpr *
compile_text(xml_store *s, const char *text, xmlError *error)
{
    if (!s->compiling)
        s->compiling = xmlXPathNewContext(NULL);
    s->compiling->error = xpath_take_error;
    s->compiling->userData = error;
    s->compiling->depth = 0; /* a broken expression leaves it where it broke */
    xmlXPathCompExpr *compiled = xmlXPathCtxtCompile(s->compiling, (const xmlChar *)text);
    s->compiling->userData = NULL;
    s->compiling->error = NULL;
    return compiled;
}

/* Where a number is written as in 1e21, which XPath 1.0 does not know and libxml2 reads; NULL: nowhere. */
static const char *
find_exponent(const char *text)
{
    for (const char *p = text; *p; p++) {
        if (*p == '\'' || *p == '"') {
            p = strchr(p + 1, *p);
            if (!p)
                return NULL;
        } else if (xpath_starts_name(*p)) {
            p = xpath_skip_name(p) - 1;
        } else if (g_ascii_isdigit(*p)) {
            p += strspn(p, "0123456789.");
            if (*p == 'e' || *p == 'E')
                return p;
            p--;
        }
    }
    return NULL;
}

xml_expr *
xml_expr_compile(xml_store *s, const char *text, place where, diag *d)
{
    g_assert(text);
    const char *exponent = find_exponent(text);
    xmlError error = {.code = exponent ? XML_XPATH_EXPRESSION_OK + XPATH_NUMBER_ERROR : 0,
                      .int1 = exponent ? (int)(exponent - text) : 0};
    const walk_tree *tree = exponent ? NULL : walk_read(s->memory, text);
    xmlXPathCompExpr *compiled = tree || exponent ? NULL : compile_text(s, text, &error);
    if (!tree && !compiled) {
        report_unreadable(text, &error, where, d);
        return NULL;
    }
    xml_expr *e = g_new0(xml_expr, 1);
    e->text = g_strdup(text);
    e->tree = tree;
    e->compiled = compiled;
    e->is_path = xpath_is_path(text);
    g_ptr_array_add(s->exprs, e);
    return e;
}

static void
report_prefix(const char *text, const char *at, const char *ja, const char *en, place where, diag *d)
{
    const long column = g_utf8_strlen(text, at - text) + 1;
    char *prefix = g_strndup(at, (gsize)(xpath_skip_name(at) - at));
    char *said_ja = g_strdup_printf("%ld文字目：接頭辞 %s: は%s", column, prefix, ja),
         *said_en = g_strdup_printf("character %ld: the prefix %s: %s", column, prefix, en);
    diag_add(d, DIAG_FORM_XPATH, where, PLACE_NONE, text, said_ja, said_en, NULL);
    g_free(said_en);
    g_free(said_ja);
    g_free(prefix);
}

xml_expr *
xml_expr_compile_at(xml_store *s, const char *text, const xml_node *at, place where, diag *d)
{
    g_assert(s && text && at && d);
    if (!strchr(text, ':'))
        return xml_expr_compile(s, text, where, d);
    const char *unknown, *clash;
    char *settled = xpath_settle_prefixes(text, at, &unknown, &clash);
    xml_expr *e = NULL;
    if (unknown)
        report_prefix(text, unknown, "、このファイルで宣言されていません（xmlns:…=\"…\" を書いてください）",
                      "is not declared in this file (write xmlns:…=\"…\")", where, d);
    else if (clash)
        report_prefix(text, clash, "、ほかのファイルで別の名前空間に使われています（別の接頭辞にしてください）",
                      "stands for another namespace in another file (take another prefix)", where, d);
    else
        e = xml_expr_compile(s, settled, where, d);
    g_free(settled);
    return e;
}

/* What is read of an expression by one means is made of it by the other when that is asked for, and kept. */
xmlXPathCompExpr *
xpath_compiled(xml_store *s, const xml_expr *e, xmlError *error)
{
    if (!e->compiled)
        ((xml_expr *)e)->compiled = compile_text(s, e->text, error);
    return e->compiled;
}

const char *
xml_expr_text(const xml_expr *e)
{
    return e->text;
}

bool
xml_expr_is_walked(const xml_expr *e)
{
    return e->tree;
}

const xml_expr *
xml_store_unwalked(const xml_store *s)
{
    for (guint i = 0; i < s->exprs->len; i++) {
        const xml_expr *e = g_ptr_array_index(s->exprs, i);
        if (!e->tree)
            return e;
    }
    return NULL;
}

bool
xml_expr_is_path(const xml_expr *e)
{
    return e->is_path;
}
