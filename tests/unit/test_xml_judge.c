/* What the quick judgement lets through, libxml2 lets through: over every sample and its masters, and over thousands
 * of seeded damages to them. Good samples take the quick way, or it would be of no use. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "xml/xml_int.h"

enum { DAMAGES = 1500 };

static xml_doc *
must_read(xml_store *s, const char *path)
{
    diag *d = diag_new();
    xml_doc *doc = xml_read_file(s, path, XML_DATA, &xml_limits_case, d);
    assert_non_null(doc);
    diag_drop(d);
    return doc;
}

static xml_schema *
must_read_schema(xml_store *s, const char *path)
{
    diag *d = diag_new();
    xml_schema *schema = xml_schema_read(s, path, d);
    assert_non_null(schema);
    diag_drop(d);
    return schema;
}

static bool
libxml2_allows(const xml_schema *schema, const xml_doc *doc)
{
    xmlRelaxNGValidCtxt *context = xmlRelaxNGNewValidCtxt(schema->relaxng);
    const int verdict = xmlRelaxNGValidateDoc(context, doc->tree);
    xmlRelaxNGFreeValidCtxt(context);
    return verdict == 0;
}

static xmlNode *
random_element(GRand *r, xmlNode *root)
{
    xmlNode *n = root;
    for (;;) {
        GPtrArray *inside = g_ptr_array_new();
        for (xmlNode *c = n->children; c; c = c->next)
            if (xml_is_element(c))
                g_ptr_array_add(inside, c);
        xmlNode *next =
            inside->len ? g_ptr_array_index(inside, (guint)g_rand_int_range(r, 0, (gint)inside->len)) : NULL;
        g_ptr_array_free(inside, TRUE);
        if (!next || (n != root && g_rand_int_range(r, 0, 3) == 0))
            return n;
        n = next;
    }
}

static void
damage_attribute(GRand *r, xmlNode *n)
{
    static const char *const values[] = {"", "2024-04-31", "2024-04", "-1", "なにか", "yes", " yes ", "9999999", "x y"};
    xmlAttr *attr = n->properties;
    for (gint i = g_rand_int_range(r, 0, 4); attr && attr->next && i; i--)
        attr = attr->next;
    if (!attr)
        xmlNewProp(n, (const xmlChar *)"no-such", (const xmlChar *)"1");
    else if (g_rand_boolean(r))
        xmlRemoveProp(attr);
    else
        xmlSetProp(n, attr->name, (const xmlChar *)values[g_rand_int_range(r, 0, (gint)G_N_ELEMENTS(values))]);
}

/* One of: an element away, twice, elsewhere, under another name; its text away or other; an attribute. */
static void
damage(GRand *r, xmlNode *root)
{
    xmlNode *n = random_element(r, root), *other = random_element(r, root);
    switch (g_rand_int_range(r, 0, 7)) {
    case 0:
        if (n != root) {
            xmlUnlinkNode(n);
            xmlFreeNode(n);
        }
        return;
    case 1:
        xmlAddNextSibling(n, xmlCopyNode(n, 1));
        return;
    case 2:
        xmlAddChild(other, xmlCopyNode(n, 1));
        return;
    case 3:
        xmlNodeSetName(n, other->name);
        return;
    case 4:
        xmlNodeSetContent(n, (const xmlChar *)(g_rand_boolean(r) ? "" : "2024-02-30"));
        return;
    case 5:
        xmlAddChild(n, xmlNewText((const xmlChar *)"文"));
        return;
    default:
        damage_attribute(r, n);
    }
}

/* Damages are made in a tree; the reader gives it lines again. */
static xml_doc *
reread(xml_store *s, xmlDoc *tree)
{
    xmlChar *bytes;
    int length;
    xmlDocDumpMemory(tree, &bytes, &length);
    diag *d = diag_new();
    xml_doc *doc =
        xml_read_memory(s, "damaged.xml", (const char *)bytes, (size_t)length, XML_DATA, &xml_limits_case, d);
    assert_non_null(doc);
    diag_drop(d);
    xmlFree(bytes);
    return doc;
}

static void
check_damages(xml_schema *schema, const xml_doc *good, GRand *r, int times, int *kept)
{
    for (int i = 0; i < times; i++) {
        xml_store *s = xml_store_new();
        xmlDoc *tree = xmlCopyDoc(good->tree, 1);
        damage(r, xmlDocGetRootElement(tree));
        const xml_doc *doc = reread(s, tree);
        const bool sure = schema_surely_allows(schema, doc), allowed = libxml2_allows(schema, doc);
        if (sure != allowed)
            print_message("%s: damage %d: quick %d, libxml2 %d\n", good->file, i, sure, allowed);
        assert_int_equal(sure, allowed);
        *kept += allowed;
        xmlFreeDoc(tree);
        xml_store_drop(s);
    }
}

static void
check_files(const char *schema_path, const char *const *paths, int times)
{
    xml_store *s = xml_store_new();
    GRand *r = g_rand_new_with_seed(20240801);
    xml_schema *schema = must_read_schema(s, schema_path);
    int kept = 0;
    for (size_t i = 0; paths[i]; i++) {
        const xml_doc *doc = must_read(s, paths[i]);
        assert_true(libxml2_allows(schema, doc));
        assert_true(schema_surely_allows(schema, doc));
        check_damages(schema, doc, r, times, &kept);
    }
    assert_true(kept > 0); /* some damages leave a good document: both verdicts were met */
    g_rand_free(r);
    xml_store_drop(s);
}

static void
cases_agree(void **state)
{
    (void)state;
    static const char *const paths[] = {"samples/hodei-futoukou/case.xml", "samples/jihatsu-houmon/case.xml",
                                        "samples/ihan-mihon/case.xml",     "samples/koukou-jiritsu/case.xml",
                                        "samples/kyotaku-houmon/case.xml", NULL};
    check_files("templates/schema/case.rng", paths, DAMAGES / 5);
}

static void
masters_agree(void **state)
{
    (void)state;
    static const char *const kinds[] = {"office", "partners", "municipality", "calendar"};
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        char *schema = g_strdup_printf("templates/schema/%s.rng", kinds[i]);
        char *master = g_strdup_printf("samples/masters/%s.xml", kinds[i]);
        check_files(schema, (const char *const[]){master, NULL}, DAMAGES / 5);
        g_free(schema);
        g_free(master);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases_agree),
        cmocka_unit_test(masters_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
