/* The judgement beside libxml2's own RELAX NG: over every sample and its masters, forms, rules and mistakes of
 * tests/bad, and over thousands of seeded damages to them and to a small model. Both must say the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <libxml/parser.h>
#include <libxml/relaxng.h>

#include "schema/schema.h"
#include "xml/xml_int.h"

enum { DAMAGES = 1500 };

static xmlExternalEntityLoader loader; /* libxml2's own, as the xml room lets it load nothing */

/* A schema twice: as we have it, and as libxml2 has it. */
typedef struct both {
    schema_grammar *ours;
    xmlRelaxNG *theirs;
} both;

static xml_doc *
must_read(xml_store *s, const char *path)
{
    diag *d = diag_new();
    xml_doc *doc = xml_read_file(s, path, XML_DATA, &xml_limits_case, d);
    assert_non_null(doc);
    diag_drop(d);
    return doc;
}

static both
must_read_schema(xml_store *s, const char *path)
{
    diag *d = diag_new();
    both b = {.ours = schema_read(s, path, d)};
    assert_non_null(b.ours);
    diag_drop(d);
    const xmlExternalEntityLoader quiet = xmlGetExternalEntityLoader();
    xmlSetExternalEntityLoader(loader);
    xmlRelaxNGParserCtxt *context = xmlRelaxNGNewParserCtxt(path);
    b.theirs = xmlRelaxNGParse(context);
    xmlRelaxNGFreeParserCtxt(context);
    xmlSetExternalEntityLoader(quiet);
    assert_non_null(b.theirs);
    return b;
}

static void
say_nothing(void *data, xmlError *e)
{
    (void)data;
    (void)e;
}

static bool
they_allow(both b, const xml_doc *doc)
{
    xmlRelaxNGValidCtxt *context = xmlRelaxNGNewValidCtxt(b.theirs);
    xmlRelaxNGSetValidStructuredErrors(context, say_nothing, NULL);
    const int verdict = xmlRelaxNGValidateDoc(context, doc->tree);
    xmlRelaxNGFreeValidCtxt(context);
    return verdict == 0;
}

/* What is not allowed never goes without a message. */
static bool
we_allow(both b, const xml_doc *doc)
{
    diag *d = diag_new();
    const bool allowed = schema_validate(b.ours, doc, d);
    assert_int_equal(allowed, diag_length(d) == 0);
    diag_drop(d);
    return allowed;
}

static bool
agreed(both b, const xml_doc *doc, const char *what, int number)
{
    const bool ours = we_allow(b, doc), theirs = they_allow(b, doc);
    if (ours != theirs)
        print_message("%s, damage %d: ours %d, libxml2 %d\n", what, number, ours, theirs);
    assert_int_equal(ours, theirs);
    return ours;
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
check_damages(both b, const xml_doc *good, GRand *r, int times, int *kept)
{
    for (int i = 0; i < times; i++) {
        xml_store *s = xml_store_new();
        xmlDoc *tree = xmlCopyDoc(good->tree, 1);
        for (int n = g_rand_int_range(r, 1, 3); n > 0; n--)
            damage(r, xmlDocGetRootElement(tree));
        const xml_doc *doc = reread(s, tree);
        *kept += agreed(b, doc, good->file, i);
        xmlFreeDoc(tree);
        xml_store_drop(s);
    }
}

static void
check_files(const char *schema_path, const char *const *paths, int times)
{
    xml_store *s = xml_store_new();
    GRand *r = g_rand_new_with_seed(20240801);
    const both b = must_read_schema(s, schema_path);
    int kept = 0;
    for (size_t i = 0; paths[i]; i++) {
        const xml_doc *doc = must_read(s, paths[i]);
        assert_true(agreed(b, doc, paths[i], 0));
        check_damages(b, doc, r, times, &kept);
    }
    assert_true(kept > 0); /* some damages leave a good document: both verdicts were met */
    xmlRelaxNGFree(b.theirs);
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

/* The only schema of ours with several roots, and with several patterns of one name in a parent. */
static void
forms_and_rules_agree(void **state)
{
    (void)state;
    check_files("templates/schema/form.rng",
                (const char *const[]){"templates/plan/form.xml", "templates/shared/people.xml",
                                      "templates/schedule/form.xml", "templates/consent/form.xml", NULL},
                DAMAGES / 8);
    check_files("templates/schema/rules.rng",
                (const char *const[]){"templates/rules/practice.xml", "templates/rules/kariya-handbook.xml", NULL},
                DAMAGES / 8);
}

/* The cases of tests/bad, most of them refused. */
static void
mistakes_agree(void **state)
{
    (void)state;
    xml_store *s = xml_store_new();
    const both b = must_read_schema(s, "templates/schema/case.rng");
    GDir *dir = g_dir_open("tests/bad", 0, NULL);
    int refused = 0;
    for (const char *name; (name = g_dir_read_name(dir));) {
        char *path = g_strdup_printf("tests/bad/%s/case.xml", name);
        diag *d = diag_new();
        const xml_doc *doc =
            g_file_test(path, G_FILE_TEST_IS_REGULAR) ? xml_read_file(s, path, XML_DATA, &xml_limits_case, d) : NULL;
        refused += doc && !agreed(b, doc, path, 0);
        diag_drop(d);
        g_free(path);
    }
    assert_true(refused > 20);
    g_dir_close(dir);
    xmlRelaxNGFree(b.theirs);
    xml_store_drop(s);
}

/* ---- small grammars, and all short documents ---- */

#define GRAMMAR "<grammar xmlns='http://relaxng.org/ns/structure/1.0'><start><element name='r'>"
#define E(name) "<element name='" name "'><empty/></element>"
#define A(name) "<attribute name='" name "'/>"

/* Contents over the elements a, b, c and the attributes x, y. */
static const char *const contents[] = {
    "<interleave>" E("a") E("b") "</interleave>",
    "<interleave>" E("a") "<oneOrMore>" E("b") "</oneOrMore>"
                                               "<optional>" E("c") "</optional></interleave>",
    "<interleave><group>" E("a") E("b") "</group><zeroOrMore>" E("c") "</zeroOrMore></interleave>",
    "<zeroOrMore><choice>" E("a") "<group>" E("b") E("c") "</group></choice></zeroOrMore>",
    "<group><optional>" E("a") "</optional>" E("b") "<optional>" E("c") "</optional></group>",
    "<choice><group>" A("x") E("a") "</group><group>" A("y") E("b") "</group></choice>",
    "<group>" A("x") "<optional>" A("y") "</optional><zeroOrMore>" E("a") "</zeroOrMore></group>",
    "<group><choice>" A("x") A("y") "</choice><mixed><zeroOrMore>" E("b") "</zeroOrMore></mixed></group>",
    "<group><optional><group>" A("x") A("y") "</group></optional><optional>" E("c") "</optional></group>",
    "<mixed><group>" E("a") E("b") "</group></mixed>",
    "<interleave><text/><group>" A("x") E("a") "</group></interleave>",
    "<group>" A("x") "<choice><value>t</value><group>" E("a") E("c") "</group></choice></group>",
    "<group><oneOrMore><attribute><anyName><except><name>y</name></except></anyName><text/></attribute></oneOrMore>" E(
        "a") "</group>",
    "<choice><empty/><element><choice><name>a</name><name>b</name></choice><empty/></element></choice>",
};

/* The n-th of all documents of at most four parts in <r>, with or without each attribute. */
static char *
document_of(int n)
{
    static const char *const parts[] = {"", "<a/>", "<b/>", "<c/>", "t"};
    GString *out = g_string_new("<r");
    g_string_append(out, n % 2 ? " x='1'" : "");
    g_string_append(out, n / 2 % 2 ? " y='1'>" : ">");
    n /= 4;
    for (int i = 0; i < 4; i++, n /= (int)G_N_ELEMENTS(parts))
        g_string_append(out, parts[n % (int)G_N_ELEMENTS(parts)]);
    g_string_append(out, "</r>");
    return g_string_free(out, FALSE);
}

static void
check_content(const char *folder, const char *content)
{
    enum { DOCUMENTS = 4 * 5 * 5 * 5 * 5 };
    char *path = g_build_filename(folder, "s.rng", NULL);
    char *schema = g_strconcat(GRAMMAR, content, "</element></start></grammar>", NULL);
    assert_true(g_file_set_contents(path, schema, -1, NULL));
    xml_store *s = xml_store_new();
    const both b = must_read_schema(s, path);
    int allowed = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
        xml_store *own = xml_store_new();
        char *text = document_of(i);
        diag *d = diag_new();
        const xml_doc *doc = xml_read_memory(own, text, text, strlen(text), XML_DATA, &xml_limits_case, d);
        allowed += agreed(b, doc, content, i);
        diag_drop(d);
        g_free(text);
        xml_store_drop(own);
    }
    assert_in_range(allowed, 1, DOCUMENTS - 1);
    xmlRelaxNGFree(b.theirs);
    xml_store_drop(s);
    g_unlink(path);
    g_free(schema);
    g_free(path);
}

static void
all_short_documents_agree(void **state)
{
    (void)state;
    char *folder = g_dir_make_tmp("renkei-schema-XXXXXX", NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(contents); i++)
        check_content(folder, contents[i]);
    g_rmdir(folder);
    g_free(folder);
}

int
main(void)
{
    loader = xmlGetExternalEntityLoader();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases_agree),
        cmocka_unit_test(masters_agree),
        cmocka_unit_test(forms_and_rules_agree),
        cmocka_unit_test(mistakes_agree),
        cmocka_unit_test(all_short_documents_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
