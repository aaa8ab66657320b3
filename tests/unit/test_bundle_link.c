/* test_bundle_link.c: bundle_link.c, bundle_structure.c: what leads from page to page in a document leads to the same
 * page of it in a bundle, and is an element of its text there. */
#include "test_bundle.h"

#include "base/digest.h"

static const char form_of_links[] =
    "<form name='links' title='参照'><style name='h' like='base' heading='1'/><page/>"
    "<body><contents/><p><link to='https://example.jp/'>外</link></p><p><page-ref "
    "to='end'/>注<footnote>文</footnote></p><page-break/>"
    "<p style='h'>初め</p><page-break/><p style='h' anchor='end'>終わり</p></body></form>";

enum { PAGES = 3, PARTS = 3, LINKS = 7 };

static bundle_part
make_part(world *w, const char *path)
{
    size_t length;
    const void *bytes = file_bytes(w, path, &length);
    return (bundle_part){.path = path, .bookmark = "参照", .sum = digest_of(bytes, length), .pages = PAGES};
}

/* The page of the bundle, from 1, that an object of its plain form is; 0: none. */
static int
page_of_object(world *w, const char *plain, int object)
{
    const char *at = strstr(plain, arena_printf(w->a, "\n%d 0 obj\n", object)), *page = NULL;
    for (const char *p = plain; at && (p = strstr(p, "\n%% Page ")) && p < at; p++)
        page = p;
    /* its own comment is the last before it */
    return page && !memmem(page, (size_t)(at - page), " 0 obj\n", 7) ? atoi(page + strlen("\n%% Page ")) : 0;
}

/* The file as one text, whatever is in its streams. */
static const char *
plain_text(world *w, const char *path)
{
    size_t length;
    const char *bytes = file_bytes(w, path, &length);
    char *text = ARENA_ARRAY(w->a, char, length + 1);
    for (size_t i = 0; i < length; i++)
        text[i] = bytes[i] ? bytes[i] : ' ';
    return text;
}

static void
links_lead_to_the_pages_of_their_part(void **state)
{
    static const int targets[] = {
        2, 2, 3, 3, 3, 1}; /* of each part: the contents (words; leader and number), the reference, the note */
    world *w = *state;
    render_case *c = render_case_new(environment, SAMPLE);
    const char *path = make_document(w, "links.pdf", own_file(w, "links.xml", form_of_links), c);
    bundle_part parts[PARTS];
    for (size_t i = 0; i < PARTS; i++)
        parts[i] = make_part(w, path);
    const bundle_job job = {.title = "束", .parts = parts, .part_count = PARTS};
    const char *bundle = make_bundle(w, "bundle.pdf", &job);
    if (!bundle)
        fail_msg("%s", messages(w));
    say(w, "qpdf --check %s", bundle);
    say(w, "qpdf --qdf --object-streams=disable %s %s", bundle, own_file(w, "plain.pdf", NULL));
    size_t found = 0;
    const char *plain = plain_text(w, own_file(w, "plain.pdf", NULL));
    for (const char *p = plain; (p = strstr(p, "/Dest [\n")); p++) {
        const int object = atoi(p + strlen("/Dest [\n")), part = (int)(found / G_N_ELEMENTS(targets));
        if (!g_strstr_len(p, 100, "/F 4\n"))
            continue; /* a bookmark */
        assert_int_equal(page_of_object(w, plain, object), part * PAGES + targets[found % G_N_ELEMENTS(targets)]);
        found++;
    }
    assert_int_equal(found, PARTS * G_N_ELEMENTS(targets));
    assert_int_equal(count_of(plain, "/URI (https://example.jp/)"), PARTS);
    assert_int_equal(count_of(plain, "/Type /OBJR"), PARTS * LINKS);
    for (int i = 0; i < PARTS * LINKS; i++) /* each has a number of its own, after the pages */
        assert_int_equal(count_of(plain, arena_printf(w->a, "/StructParent %d\n", PARTS * PAGES + i)), 1);
    for (int i = 1; i <= PARTS; i++) /* of the note, and in the tree of names */
        assert_int_equal(count_of(plain, arena_printf(w->a, "(note-%08d)", i)), 2);
    render_case_drop(c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {TEST(links_lead_to_the_pages_of_their_part)};
    return cmocka_run_group_tests(tests, open_environment, close_environment);
}
