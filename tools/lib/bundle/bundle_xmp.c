#include "bundle/bundle_xmp.h"

#include <string.h>

static const char *const properties[] = {"dc:title",     "dc:creator",     "dc:description",
                                         "pdf:Keywords", "xmp:CreateDate", NULL};

typedef struct reading {
    GHashTable *said;
    const char *property; /* that is open; NULL: none */
    GString *text;
    bool hidden;
} reading;

/* The first of those that a list has, or all of one that others were added to: whoever adds one says another. */
static void
keep_said(const reading *r, const char *name, const char *text)
{
    const char *before = g_hash_table_lookup(r->said, name);
    char *own = g_strstrip(g_strdup(text));
    g_hash_table_insert(r->said, g_strdup(name), before ? g_strconcat(before, "\n", own, NULL) : g_strdup(own));
    g_free(own);
}

static const char *
property_named(const char *name)
{
    for (size_t i = 0; properties[i]; i++)
        if (strcmp(properties[i], name) == 0)
            return properties[i];
    return NULL;
}

/* By another name than everybody's nobody here would hear what it says. */
static bool
is_hidden(const char *name, const char *value)
{
    static const char *const spaces[][2] = {{"xmlns:dc", "http://purl.org/dc/elements/1.1/"},
                                            {"xmlns:pdf", "http://ns.adobe.com/pdf/1.3/"},
                                            {"xmlns:xmp", "http://ns.adobe.com/xap/1.0/"},
                                            {"xmlns:rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}};
    for (size_t i = 0; i < G_N_ELEMENTS(spaces); i++)
        if (g_str_has_prefix(name, "xmlns") && (strcmp(name, spaces[i][0]) == 0) != (strcmp(value, spaces[i][1]) == 0))
            return true;
    return false;
}

static void
begin_element(GMarkupParseContext *context, const char *element, const char **names, const char **values, gpointer data,
              GError **error)
{
    (void)context;
    (void)error;
    reading *r = data;
    for (size_t i = 0; names[i]; i++)
        r->hidden = r->hidden || is_hidden(names[i], values[i]);
    if (strcmp(element, "rdf:Description") == 0)
        for (size_t i = 0; names[i]; i++)
            if (property_named(names[i]))
                keep_said(r, names[i], values[i]);
    if (!r->property)
        r->property = property_named(element);
    g_string_truncate(r->text, 0);
}

static void
end_element(GMarkupParseContext *context, const char *element, gpointer data, GError **error)
{
    (void)context;
    (void)error;
    reading *r = data;
    if (r->property && strspn(r->text->str, " \t\r\n") < r->text->len)
        keep_said(r, r->property, r->text->str);
    g_string_truncate(r->text, 0);
    if (r->property && strcmp(r->property, element) == 0)
        r->property = NULL;
}

static void
add_text(GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error)
{
    (void)context;
    (void)error;
    reading *r = data;
    if (r->property)
        g_string_append_len(r->text, text, (gssize)length);
}

GHashTable *
bundle_xmp_read(const char *bytes, size_t length)
{
    g_assert(bytes || length == 0);
    static const GMarkupParser parser = {.start_element = begin_element, .end_element = end_element, .text = add_text};
    reading r = {.said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free), .text = g_string_new(NULL)};
    GMarkupParseContext *context = g_markup_parse_context_new(&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &r, NULL);
    const bool good = g_markup_parse_context_parse(context, bytes, (gssize)length, NULL) &&
                      g_markup_parse_context_end_parse(context, NULL) && !r.hidden;
    g_markup_parse_context_free(context);
    g_string_free(r.text, TRUE);
    if (!good)
        g_clear_pointer(&r.said, g_hash_table_destroy);
    return r.said;
}
