/* test_bundle_same.c: kinds of alterations of a PDF, one at a time: those that show, tell of themselves or read aloud
 * something else are found, and those that any program makes that keeps a PDF are not. */
#include "test_bundle.h"

#include "bundle/bundle_copy.h"
#include "bundle/bundle_xmp.h"

/* The same document as a file of lines, in which words can be changed, and as it was made. */
typedef struct kept {
    GByteArray *made;
    char *lines;
    size_t length;
} kept;

static kept
make_kept(world *w)
{
    render_case *c = render_case_new(environment, SAMPLE);
    const char *path = make_document(w, "plan.pdf", "plan", c), *plain = own_file(w, "lines.pdf", NULL);
    render_case_drop(c);
    say(w, "qpdf --qdf --normalize-content=n --object-streams=disable %s %s", path, plain);
    size_t length;
    const void *bytes = file_bytes(w, path, &length);
    kept k = {.made = g_byte_array_new()};
    g_byte_array_append(k.made, bytes, (guint)length);
    assert_true(g_file_get_contents(plain, &k.lines, &k.length, NULL));
    return k;
}

static void
drop_kept(kept *k)
{
    g_byte_array_unref(k->made);
    g_free(k->lines);
}

/* What is said of a file in the test's folder; "": it is the same. */
static const char *
verdict(world *w, const kept *k, const char *path)
{
    size_t length;
    const void *bytes = file_bytes(w, path, &length);
    const bool same = bundle_check_same(path, bytes, length, k->made, w->d);
    assert_string_equal(codes(w), same ? "" : "bundle-other-pages");
    char *text = same ? NULL : diag_text(diag_at(w->d, 0), DIAG_JA);
    const char *said = arena_strdup(w->a, text ? text : "");
    g_free(text);
    forget(w);
    return said;
}

/* The lines with `to` for the first `from`, as a PDF again. */
static const char *
with_change(world *w, const kept *k, const char *from, const char *to)
{
    const char *at = memmem(k->lines, k->length, from, strlen(from));
    if (!at)
        fail_msg("nothing to change: %s", from);
    GString *changed = g_string_new_len(k->lines, at - k->lines);
    g_string_append(changed, to);
    g_string_append_len(changed, at + strlen(from), (gssize)(k->length - (size_t)(at - k->lines) - strlen(from)));
    const char *lines = own_file(w, "changed.lines", NULL), *path = own_file(w, "changed.pdf", NULL);
    assert_true(g_file_set_contents(lines, changed->str, (gssize)changed->len, NULL));
    say(w, "sh -c 'fix-qdf %s >%s'", lines, path);
    g_string_free(changed, TRUE);
    return path;
}

typedef struct change {
    const char *from, *to, *says; /* NULL: nothing, it is the same */
} change;

#define PAGE_1 "1 ページ目が違います"
#define TOLD "題名や日付などの情報が違います"
#define HEARD "読み上げる内容か、しおりが違います"

static void
what_another_would_see_hear_or_read_is_found(void **state)
{
    world *w = *state;
    static const change changes[] = {
        /* the page */
        {"  /StructParents 0\n", "  /StructParents 0\n  /Rotate 180\n", PAGE_1},
        {"  /StructParents 0\n", "  /StructParents 0\n  /CropBox [ 0 0 100 100 ]\n", PAGE_1},
        {"  /StructParents 0\n", "  /StructParents 0\n  /UserUnit 2\n", PAGE_1},
        {" Tf ", " Tf 3 Tr ", PAGE_1},
        {"/MCID 0", "/MCID 1", PAGE_1},
        {"/BaseFont /", "/BaseFont /X", PAGE_1},
        {"beginbfrange\n", "beginbfrange\n<0001> <0001> [<0041>]\n", PAGE_1},
        /* what it tells of itself */
        {"/Title <feff", "/Title <feff0041", TOLD},
        {"/CreationDate (D:2", "/CreationDate (D:1", TOLD},
        {"/Author <feff", "/Author <feff0041", TOLD},
        {"<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">", "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">x",
         TOLD},
        {"</rdf:li></rdf:Alt></dc:title>", "</rdf:li><rdf:li xml:lang=\"en\">x</rdf:li></rdf:Alt></dc:title>", TOLD},
        {"<dc:creator><rdf:Seq><rdf:li>", "<dc:creator><rdf:Seq><rdf:li>x", TOLD},
        {"<xmp:CreateDate>2", "<xmp:CreateDate>1", TOLD},
        {"<xmp:CreatorTool>", "<pdf:Keywords>x</pdf:Keywords>\n<xmp:CreatorTool>", TOLD},
        {"<rdf:Description rdf:about=\"\"", "<rdf:Description rdf:about=\"\" pdf:Keywords=\"x\"", TOLD},
        {"</rdf:RDF>", "<rdf:Description xmlns:c=\"http://purl.org/dc/elements/1.1/\" c:title=\"x\"/></rdf:RDF>", TOLD},
        {"</x:xmpmeta>", "", TOLD},
        /* what is heard, and the bookmarks */
        {"/Lang (ja)", "/Lang (en)", HEARD},
        {"/S /H1", "/S /P", HEARD},
        {"/Scope /Column", "/Scope /Row", HEARD},
        {"/S /TH", "/S /TD", HEARD},
        {"/Alt <feff", "/Alt <feff0041", HEARD},
    };
    kept k = make_kept(w);
    for (size_t i = 0; i < G_N_ELEMENTS(changes); i++) {
        const char *said = verdict(w, &k, with_change(w, &k, changes[i].from, changes[i].to));
        if (!strstr(said, changes[i].says))
            fail_msg("%s → %s: %s", changes[i].from, changes[i].to, *said ? said : "it is taken for the same");
    }
    drop_kept(&k);
}

static void
what_keeps_a_file_makes_no_other(void **state)
{
    world *w = *state;
    static const change changes[] = {
        {"/ModDate (D:2", "/ModDate (D:3", NULL},
        {"<xmp:ModifyDate>2", "<xmp:ModifyDate>3", NULL},
        {"<xmp:CreatorTool>", "<xmp:MetadataDate>2030-01-01</xmp:MetadataDate>\n<xmp:CreatorTool>", NULL},
        {"/Metadata ", "/Metadat0 ", NULL},
        {"  /Info ", "  /Inf0 ", NULL},
        {"  /StructParents 0\n", "  /StructParents 0\n  /Annots [ << /Type /Annot /Subtype /Text >> ]\n", NULL},
        {"  /StructParents 0\n", "  /StructParents 0\n  /LastModified (D:20300101)\n", NULL},
    };
    kept k = make_kept(w);
    for (size_t i = 0; i < G_N_ELEMENTS(changes); i++)
        if (*verdict(w, &k, with_change(w, &k, changes[i].from, changes[i].to)))
            fail_msg("%s → %s: it is taken for another", changes[i].from, changes[i].to);
    static const char *const programs[] = {"--linearize", "--object-streams=generate --recompress-flate",
                                           "--stream-data=uncompress --object-streams=disable",
                                           "--qdf --normalize-content=n",
                                           "--newline-before-endstream --compression-level=1 --recompress-flate"};
    const char *path = own_file(w, "kept.pdf", NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(programs); i++) {
        say(w, "qpdf %s %s %s", programs[i], own_file(w, "plan.pdf", NULL), path);
        assert_string_equal(verdict(w, &k, path), "");
    }
    drop_kept(&k);
}

static void
pages_are_those_and_in_that_order(void **state)
{
    world *w = *state;
    static const struct {
        const char *pages, *says;
    } kinds[] = {{". 1", "ページ数が違います"},
                 {". 1-z . 1", "ページ数が違います"},
                 {". z-1", PAGE_1},
                 {". 1,2,2", "ページ目が違います"}};
    kept k = make_kept(w);
    const char *path = own_file(w, "pages.pdf", NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        say(w, "qpdf %s --pages %s -- %s", own_file(w, "plan.pdf", NULL), kinds[i].pages, path);
        const char *said = verdict(w, &k, path);
        if (!strstr(said, kinds[i].says))
            fail_msg("%s: %s", kinds[i].pages, said);
    }
    drop_kept(&k);
}

/* ---- what metadata says ---- */

#define XMP(words)                                                                                                     \
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">" words  \
    "</rdf:RDF></x:xmpmeta>"

static void
metadata_is_read_however_it_is_written(void **state)
{
    (void)state;
    static const char *const same[] = {
        XMP("<rdf:Description><dc:title>A &amp; B</dc:title></rdf:Description>"),
        XMP("<rdf:Description dc:title=\"A &amp; B\"/>"),
        XMP("<rdf:Description>\n <dc:title>\n  <rdf:Alt>\n   <rdf:li xml:lang=\"x-default\"><![CDATA[A & "
            "B]]></rdf:li>\n"
            "  </rdf:Alt>\n </dc:title>\n</rdf:Description>"),
        "\xEF\xBB\xBF<?xpacket begin=\"\" id=\"x\"?>" XMP(
            "<rdf:Description dc:title='A &amp; B'/>") "<?xpacket end=\"w\"?>",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(same); i++) {
        const char *bytes = g_str_has_prefix(same[i], "\xEF") ? same[i] + 3 : same[i];
        GHashTable *said = bundle_xmp_read(bytes, strlen(bytes));
        assert_non_null(said);
        assert_string_equal(g_hash_table_lookup(said, "dc:title"), "A & B");
        assert_int_equal(g_hash_table_size(said), 1);
        g_hash_table_destroy(said);
    }
    static const char *const none[] = {"",
                                       "no XML",
                                       "<x:xmpmeta>",
                                       XMP("<rdf:Description dc:title='A' dc:title='B'"),
                                       XMP("<a xmlns:dc=\"other\"/>"),
                                       "\xFF\xFE<"};
    for (size_t i = 0; i < G_N_ELEMENTS(none); i++)
        assert_null(bundle_xmp_read(none[i], strlen(none[i])));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_another_would_see_hear_or_read_is_found),
        TEST(what_keeps_a_file_makes_no_other),
        TEST(pages_are_those_and_in_that_order),
        cmocka_unit_test(metadata_is_read_however_it_is_written),
    };
    return cmocka_run_group_tests(tests, open_environment, close_environment);
}
