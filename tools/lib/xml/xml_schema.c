/* xml_schema.c: reads a RELAX NG schema and lets libxml2 judge documents by it.
 *
 * <include> is resolved here, so that libxml2 opens no file and the explanation sees one grammar. */
#include "xml/xml_int.h"

#include <string.h>

enum { DEEPEST_INCLUDE = 8 };

static void
broken(const xml_node *at, const char *file, const char *ja, const char *en, diag *d)
{
    const xml_info *info = xml_info_of(at);
    const place p = {info ? info->doc->file : file, info ? info->line : 0, NULL};
    diag_add(d, DIAG_SCHEMA_BROKEN, p, PLACE_NONE, ja, en, NULL);
}

/* ---- include ---- */

static void *
copy_info(const void *info)
{
    const xml_info *from = info;
    return from ? arena_copy(from->doc->memory, from, sizeof *from) : NULL;
}

static void
copy_places(const xmlNode *from, xmlNode *to)
{
    to->_private = copy_info(from->_private);
    if (from->type == XML_ELEMENT_NODE) {
        const xmlAttr *x = from->properties;
        for (xmlAttr *y = to->properties; x && y; x = x->next, y = y->next)
            y->_private = copy_info(x->_private);
    }
    const xmlNode *x = from->type == XML_ELEMENT_NODE ? from->children : NULL;
    for (xmlNode *y = x ? to->children : NULL; x && y; x = x->next, y = y->next)
        copy_places(x, y);
}

static bool
same_definition(const xmlNode *x, const xmlNode *y)
{
    if (rng_named(x, "start") || rng_named(y, "start"))
        return rng_named(x, "start") && rng_named(y, "start");
    char *a = rng_attribute(x, "name"), *b = rng_attribute(y, "name");
    const bool same = rng_named(x, "define") && rng_named(y, "define") && g_strcmp0(a, b) == 0;
    g_free(a);
    g_free(b);
    return same;
}

/* What the <include> itself defines takes the place of the included definition (RELAX NG 4.7). */
static bool
overridden(const xmlNode *include, const xmlNode *definition)
{
    for (const xmlNode *c = include->children; c; c = c->next)
        if (xml_is_element(c) && same_definition(c, definition))
            return true;
    return false;
}

static bool resolve_includes(xml_store *s, xmlNode *parent, const char *file, int depth, diag *d);

/* Turns the <include> into a <div> with the other file's grammar in front of its own content. */
static bool
resolve_include(xml_store *s, xmlNode *include, const char *file, int depth, diag *d)
{
    char *href = rng_attribute(include, "href");
    if (!href || g_path_is_absolute(href) || strstr(href, "://") || depth > DEEPEST_INCLUDE) {
        broken(include, file, "include の href がないか、相対パスでないか、深すぎます",
               "an include has no relative href, or includes go too deep", d);
        g_free(href);
        return false;
    }
    char *folder = g_path_get_dirname(file), *path = g_build_filename(folder, href, NULL);
    const xml_doc *doc = xml_read_file(s, path, XML_FORM, &xml_limits_form, d);
    bool good = doc && rng_named(xml_root(doc), "grammar");
    if (doc && !good)
        broken(xml_root(doc), path, "include されたファイルが grammar ではありません",
               "the included file is no grammar", d);
    if (good) {
        xmlNode *root = xml_root(doc);
        good = resolve_includes(s, root, path, depth + 1, d);
        xmlNode *copy = xmlDocCopyNode(root, include->doc, 1);
        copy_places(root, copy);
        xmlNodeSetName(copy, (const xmlChar *)"div");
        for (xmlNode *c = copy->children, *next; c; c = next) {
            next = c->next;
            if (xml_is_element(c) && overridden(include, c)) {
                xmlUnlinkNode(c);
                xmlFreeNode(c);
            }
        }
        if (include->children)
            xmlAddPrevSibling(include->children, copy);
        else
            xmlAddChild(include, copy);
        xmlUnsetProp(include, (const xmlChar *)"href");
        xmlNodeSetName(include, (const xmlChar *)"div");
    } else {
        broken(include, file, "include を読めません", "an include cannot be read", d);
    }
    g_free(path);
    g_free(folder);
    g_free(href);
    return good;
}

static bool
resolve_includes(xml_store *s, xmlNode *parent, const char *file, int depth, diag *d)
{
    bool good = true;
    for (xmlNode *c = parent->children; c; c = c->next) {
        if (rng_named(c, "include"))
            good = resolve_include(s, c, file, depth, d) && good;
        else if (rng_named(c, "div"))
            good = resolve_includes(s, c, file, depth, d) && good;
    }
    return good;
}

/* ---- the grammar's table ---- */

static void
drop_array(void *array)
{
    g_ptr_array_free(array, TRUE);
}

static void
collect_definitions(xml_schema *s, const xmlNode *parent)
{
    for (xmlNode *c = parent->children; c; c = c->next) {
        if (rng_named(c, "div"))
            collect_definitions(s, c);
        if (rng_named(c, "start"))
            g_ptr_array_add(s->starts, c);
        char *name = rng_named(c, "define") ? rng_attribute(c, "name") : NULL;
        if (!name)
            continue;
        GPtrArray *same = g_hash_table_lookup(s->defines, name);
        if (!same) {
            same = g_ptr_array_new();
            g_hash_table_insert(s->defines, g_strdup(name), same);
        }
        g_ptr_array_add(same, c);
        g_free(name);
    }
}

static void
take_schema_error(void *data, xmlError *e)
{
    xmlError *first = data;
    if (first->code == 0 && e->level >= XML_ERR_ERROR) {
        first->code = e->code;
        first->node = e->node;
        first->line = e->line;
    }
}

/* libxml2 works on a copy of its own; our tree keeps its annotations. */
static xmlRelaxNG *
compile(xmlDoc *tree, const char *file, diag *d)
{
    xmlError first = {0};
    xmlRelaxNGParserCtxt *context = xmlRelaxNGNewDocParserCtxt(tree);
    xmlRelaxNGSetParserStructuredErrors(context, take_schema_error, &first);
    xmlRelaxNG *relaxng = xmlRelaxNGParse(context);
    xmlRelaxNGFreeParserCtxt(context);
    if (relaxng && first.code == 0)
        return relaxng;
    xmlRelaxNGFree(relaxng);
    char *ja = g_strdup_printf("libxml2のエラー%d（%d行の近く）", first.code, first.line);
    char *en = g_strdup_printf("libxml2 error %d (near line %d)", first.code, first.line);
    broken(NULL, file, ja, en, d);
    g_free(ja);
    g_free(en);
    return NULL;
}

xml_schema *
xml_schema_read(xml_store *store, const char *path, diag *d)
{
    const xml_doc *doc = xml_read_file(store, path, XML_FORM, &xml_limits_form, d);
    if (!doc) {
        broken(NULL, path, "ファイルを読めません", "the file cannot be read", d);
        return NULL;
    }
    if (!rng_named(xml_root(doc), "grammar")) {
        broken(xml_root(doc), path, "RELAX NG の grammar ではありません", "it is no RELAX NG grammar", d);
        return NULL;
    }
    if (!resolve_includes(store, xml_root(doc), path, 0, d))
        return NULL;
    xmlRelaxNG *relaxng = compile(doc->tree, path, d);
    if (!relaxng)
        return NULL;
    xml_schema *s = ARENA_NEW(store->memory, xml_schema);
    s->store = store;
    s->doc = doc;
    s->relaxng = relaxng;
    s->defines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, drop_array);
    s->starts = g_ptr_array_new();
    schema_patterns_init(s);
    collect_definitions(s, xml_root(doc));
    g_ptr_array_add(store->schemas, s);
    return s;
}

const xml_node *
xml_schema_root(const xml_schema *schema)
{
    return xml_root(schema->doc);
}

/* ---- the verdict ---- */

bool
xml_validate(const xml_schema *schema, const xml_doc *doc, diag *d)
{
    if (schema_surely_allows((xml_schema *)schema, doc))
        return true;
    xmlError first = {0};
    xmlRelaxNGValidCtxt *context = xmlRelaxNGNewValidCtxt(schema->relaxng);
    xmlRelaxNGSetValidStructuredErrors(context, take_schema_error, &first);
    const int verdict = xmlRelaxNGValidateDoc(context, doc->tree);
    xmlRelaxNGFreeValidCtxt(context);
    if (verdict == 0)
        return true;
    if (schema_explain((xml_schema *)schema, doc, d) == 0) {
        const xml_info *info = xml_info_of(first.node);
        char *code = g_strdup_printf("%d", first.code);
        const place p = {doc->file, info ? info->line : xml_line(xml_root(doc)), NULL};
        xml_report(d, doc->role, DIAG_XML_INVALID, p, (const char *[4]){code});
        g_free(code);
    }
    return false;
}
