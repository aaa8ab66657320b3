/* test_bundle.c: bundles of real documents, read again with qpdf and pdftotext; and what is refused. */
#include "test_bundle.h"

#include "language_support.h"

/* A household's envelope: three documents, landscape and portrait. */
typedef struct envelope {
    bundle_part parts[3];
    bundle_stamp stamp;
    bundle_job job;
    int pages;
} envelope;

static envelope *
household(world *w)
{
    static const char *const forms[] = {"plan", "schedule", "consent"};
    envelope *e = ARENA_NEW(w->a, envelope);
    render_case *c = render_case_new(environment, SAMPLE);
    for (int i = 0; i < 3; i++) {
        const char *path = make_document(w, arena_printf(w->a, "%s.pdf", forms[i]), forms[i], c);
        size_t length;
        const void *bytes = file_bytes(w, path, &length);
        e->parts[i] = (bundle_part){.path = path,
                                    .sum = digest_of(bytes, length),
                                    .pages = page_count(w, path),
                                    .bookmark = arena_printf(w->a, "K-0001　%s", forms[i])};
        e->pages += e->parts[i].pages;
    }
    render_case_drop(c);
    e->stamp = make_stamp(w, "stamp.pdf", STAMP, bundle_stamp_data("K-0001", e->pages), BUNDLE_BOTTOM_RIGHT);
    e->job = (bundle_job){.title = "household K-0001",
                          .prefix = "K-0001",
                          .parts = e->parts,
                          .part_count = 3,
                          .stamps = &e->stamp,
                          .stamp_count = 1};
    return e;
}

/* Every page is that of its part, word for word, with the stamp after it. */
static void
pages_are_the_parts_and_the_stamp(void **state)
{
    world *w = *state;
    const envelope *e = household(w);
    const char *bundle = make_bundle(w, "bundle.pdf", &e->job);
    assert_non_null(bundle);
    assert_non_null(strstr(say(w, "qpdf --check %s", bundle), "No syntax or stream encoding errors"));
    assert_int_equal(page_count(w, bundle), e->pages);
    for (int i = 0, at = 1; i < 3; i++) {
        for (int n = 1; n <= e->parts[i].pages; n++, at++) {
            const char *own = read_page(w, e->parts[i].path, n);
            const char *body = arena_strndup(w->a, own, strlen(own) - 1); /* without the form feed */
            assert_string_equal(read_page(w, bundle, at),
                                arena_printf(w->a, "%sK-0001 通し %d／%d\n\f", body, at, e->pages));
        }
    }
}

static int
font_count(world *w, const char *path)
{
    int lines = 0;
    for (const char *s = say(w, "pdffonts %s", path); *s; s++)
        lines += *s == '\n';
    return lines - 2;
}

static void
fonts_and_sheets_stay(void **state)
{
    world *w = *state;
    const envelope *e = household(w);
    const char *bundle = make_bundle(w, "bundle.pdf", &e->job);
    const char *sheets = say(w, "pdfinfo -f 1 -l %d %s", e->pages, bundle);
    assert_non_null(strstr(sheets, "Page    1 size:  841.89 x 595.275 pts (A4)"));
    assert_non_null(strstr(sheets, arena_printf(w->a, "Page %4d size:  595.275 x 841.89 pts (A4)", e->pages)));
    /* Each subset of each part once, and that of the stamp once for all its pages. */
    int fonts_before = font_count(w, own_file(w, "stamp.pdf", NULL));
    for (int i = 0; i < 3; i++)
        fonts_before += font_count(w, e->parts[i].path);
    assert_int_equal(font_count(w, bundle), fonts_before);
}

static void
the_same_bytes_twice(void **state)
{
    world *w = *state;
    const envelope *e = household(w);
    GByteArray *first = bundle_merge(&e->job, w->d);
    /* From memory instead of files, on another day, elsewhere: nothing of this is in the bytes. */
    bundle_part parts[3];
    for (int i = 0; i < 3; i++) {
        parts[i] = e->parts[i];
        parts[i].path = "elsewhere.pdf";
        parts[i].bytes = file_bytes(w, e->parts[i].path, &parts[i].length);
    }
    bundle_job job = e->job;
    job.parts = parts;
    g_setenv("TZ", "Asia/Tokyo", TRUE);
    GByteArray *second = bundle_merge(&job, w->d);
    g_unsetenv("TZ");
    assert_non_null(second);
    assert_int_equal(first->len, second->len);
    assert_memory_equal(first->data, second->data, first->len);
    assert_string_equal(codes(w), "");
    g_byte_array_unref(first);
    g_byte_array_unref(second);
}

/* On both sides of paper: every document begins on a front; the back that is left empty is told on itself. */
static void
every_document_begins_on_a_front(void **state)
{
    world *w = *state;
    envelope *e = household(w);
    e->job.duplex = true;
    int first = 0;
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(bundle_first_page(&e->job, i), first);
        assert_int_equal(first % 2, 0);
        first += e->parts[i].pages + (i < 2 && e->parts[i].pages % 2);
    }
    assert_int_equal(bundle_first_page(&e->job, 3), first);
    assert_true(first > e->pages);
    e->stamp = make_stamp(w, "duplex.pdf", STAMP, bundle_stamp_data_of("K-0001", &e->job), BUNDLE_BOTTOM_RIGHT);
    const char *bundle = make_bundle(w, "bundle.pdf", &e->job);
    assert_int_equal(page_count(w, bundle), first);
    const int empty = e->parts[0].pages + 1;
    assert_int_equal(empty % 2, 0); /* the plan has three pages */
    const char *text = read_page(w, bundle, empty);
    assert_non_null(strstr(text, "白紙"));
    if (!strstr(text, arena_printf(w->a, "%d／%d", empty, first)))
        fail_msg("%s", text);
    const char *sheets = say(w, "pdfinfo -f %d -l %d %s", empty, empty, bundle);
    assert_non_null(strstr(sheets, "size:  841.89 x 595.275 pts (A4)"));
    const char *json = say(w, "qpdf --json --json-key=outlines %s", bundle);
    assert_non_null(strstr(json, arena_printf(w->a, "\"destpageposfrom1\": %d", empty + 1)));
    say(w, "qpdf --check %s", bundle);
}

/* What the papers are put into comes first: no stamp is on it nor on its back, and the count begins behind it, for the
 * labels, too. What is a part itself, of a reissue, is known by them. */
static void
what_is_around_them_is_plain(void **state)
{
    world *w = *state;
    for (int duplex = 0; duplex < 2; duplex++) {
        envelope *e = household(w);
        const int plain = duplex ? e->parts[0].pages + e->parts[0].pages % 2 : e->parts[0].pages;
        e->job.duplex = duplex;
        e->parts[0].plain = true;
        assert_int_equal(bundle_plain_pages(&e->job), plain);
        const int all = bundle_first_page(&e->job, 3);
        e->stamp = make_stamp(w, "plain.pdf", STAMP, bundle_stamp_data_of("K-0001", &e->job), BUNDLE_BOTTOM_RIGHT);
        const char *bundle = make_bundle(w, "bundle.pdf", &e->job);
        assert_int_equal(page_count(w, bundle), all);
        size_t length;
        const void *bytes = file_bytes(w, bundle, &length);
        const bundle_part part = {.path = bundle, .sum = digest_of(bytes, length), .pages = all, .bookmark = "K-0001"};
        const bundle_stamp mark =
            make_stamp(w, "again.pdf", REISSUE, bundle_reissue_data(1, 2, NULL), BUNDLE_TOP_RIGHT);
        const bundle_job again = {
            .title = "K-0001", .parts = &part, .part_count = 1, .stamps = &mark, .stamp_count = 1};
        const char *reissue = make_bundle(w, "reissue.pdf", &again);
        for (int at = 1; at <= all; at++) {
            const char *number = arena_printf(w->a, "%d／%d", at - plain, all - plain);
            assert_int_equal(strstr(read_page(w, bundle, at), number) != NULL, at > plain);
            assert_int_equal(strstr(read_page(w, reissue, at), "再発行") != NULL, at > plain);
            assert_int_equal(strstr(read_page(w, reissue, at), number) != NULL, at > plain);
        }
        assert_null(strstr(read_page(w, bundle, 1), "K-0001 通し"));
        const char *json = say(w, "qpdf --json --json-key=pagelabels %s", bundle);
        assert_non_null(strstr(json, "\"/P\": \"u:封筒\""));
        assert_non_null(strstr(json, arena_printf(w->a, "\"index\": %d", plain)));
        /* A stamp that counts them, too, is another bundle's. */
        e->stamp = make_stamp(w, "all.pdf", STAMP, bundle_stamp_data("K-0001", all), BUNDLE_BOTTOM_RIGHT);
        assert_null(bundle_merge(&e->job, w->d));
        assert_string_equal(codes(w), "bundle-stamp");
        forget(w);
    }
}

/* The properties tell keys, the language, whose and how old they are, and where each document begins; nothing else of
 * the parts' own, which hold a name. */
static void
properties_hold_no_name(void **state)
{
    world *w = *state;
    const envelope *e = household(w);
    assert_non_null(strstr(say(w, "pdfinfo %s", e->parts[0].path), "相原"));
    const char *bundle = make_bundle(w, "bundle.pdf", &e->job);
    const char *info = say(w, "pdfinfo %s", bundle);
    assert_non_null(strstr(info, "Title:           household K-0001\n"));
    assert_non_null(strstr(info, "Author:          放課後等デイサービスこもれび\n"));
    assert_non_null(strstr(info, "CreationDate:"));
    assert_non_null(strstr(info, "PDF version:     1.7\n"));
    const char *json = say(w, "qpdf --json --json-key=outlines --json-key=pagelabels --json-key=qpdf %s", bundle);
    assert_non_null(strstr(json, "K-0001　schedule"));
    assert_non_null(strstr(json, "\"/P\": \"u:K-0001-\""));
    assert_non_null(strstr(json, "\"/Lang\": \"u:ja\""));
    assert_non_null(strstr(json, "\"destpageposfrom1\": 4")); /* the schedule, after three pages of the plan */
    assert_null(strstr(json, "相原"));
}

/* Distance in pt of a word's box from the page's right and bottom edges; of its first occurrence. */
static void
find_word(world *w, const char *path, const char *word, double *right, double *bottom)
{
    const char *all = say(w, "pdftotext -bbox %s -", path), *at = strstr(all, word), *page;
    assert_non_null(at);
    for (page = at; !g_str_has_prefix(page, "<page ");)
        page--;
    while (*at != '<')
        at--;
    *right = g_ascii_strtod(strstr(page, "width=\"") + 7, NULL) - g_ascii_strtod(strstr(at, "xMax=\"") + 6, NULL);
    *bottom = g_ascii_strtod(strstr(page, "height=\"") + 8, NULL) - g_ascii_strtod(strstr(at, "yMax=\"") + 6, NULL);
}

/* Whatever its sheet, the number is 22 mm from the right edge and 4 mm from the lower one. */
static void
the_number_keeps_to_its_corner(void **state)
{
    static const char *const sheets[] = {"A3", "A4", "A5", "B4", "B5"};
    world *w = *state;
    const bundle_stamp stamp = make_stamp(w, "stamp.pdf", STAMP, bundle_stamp_data("K-1", 1), BUNDLE_BOTTOM_RIGHT);
    render_case *c = render_case_new_memory(environment, "d", "<d id='K-1'/>", 13);
    for (int i = 0; i < 10; i++) {
        const char *text = arena_printf(w->a,
                                        "<form name='t' title='t' data='any'><page size='%s' orientation='%s'/>"
                                        "<body><p>あ</p></body></form>",
                                        sheets[i / 2], i % 2 ? "landscape" : "portrait");
        bundle_part part = {.pages = 1, .bookmark = "K-1"};
        part.path = make_document(w, "part.pdf", own_file(w, "form.xml", text), c);
        part.bytes = file_bytes(w, part.path, &part.length);
        part.sum = digest_of(part.bytes, part.length);
        const bundle_job job = {.title = "K-1", .parts = &part, .part_count = 1, .stamps = &stamp, .stamp_count = 1};
        double right, bottom;
        find_word(w, make_bundle(w, "bundle.pdf", &job), "通し", &right, &bottom);
        assert_true(right > 22 * 72 / 25.4 && right < 32 * 72 / 25.4);
        assert_true(bottom > 4 * 72 / 25.4 && bottom < 5 * 72 / 25.4);
    }
    render_case_drop(c);
}

/* A mark of one page goes on all of them, at the top, beside the running number. */
static void
reissue_marks_every_page(void **state)
{
    world *w = *state;
    envelope *e = household(w);
    const bundle_stamp stamps[] = {
        e->stamp, make_stamp(w, "again.pdf", REISSUE, bundle_reissue_data(1, 2, NULL), BUNDLE_TOP_RIGHT)};
    e->job.stamps = stamps;
    e->job.stamp_count = 2;
    const char *bundle = make_bundle(w, "bundle.pdf", &e->job);
    for (int at = 1; at <= e->pages; at++) {
        const char *text = read_page(w, bundle, at);
        assert_non_null(strstr(text, "再発行（2回目）"));
        assert_non_null(strstr(text, arena_printf(w->a, "通し %d／%d", at, e->pages)));
    }
    /* On a landscape page the mark is at its own corner: 4 to 9 mm from the upper edge. */
    double right, bottom;
    find_word(w, bundle, "再発行（2", &right, &bottom);
    assert_true(right > 10 * 72 / 25.4 && right < 44 * 72 / 25.4);
    assert_true(bottom > 595.275 - 9 * 72 / 25.4 && bottom < 595.275 - 4 * 72 / 25.4);
}

/* ---- what is refused ---- */

static void
assert_refused(world *w, const bundle_job *job, const char *code, int status)
{
    assert_null(bundle_merge(job, w->d));
    assert_string_equal(codes(w), code);
    assert_int_equal(diag_exit_status(w->d), status);
    assert_two_languages(diag_at(w->d, 0));
    forget(w);
}

/* A byte of a part is turned over, here and there over the whole file, or its end is missing. */
static void
damaged_parts_are_refused(void **state)
{
    world *w = *state;
    envelope *e = household(w);
    bundle_part *p = &e->parts[1];
    p->bytes = file_bytes(w, p->path, &p->length);
    char *bytes = arena_copy(w->a, p->bytes, p->length);
    const gsize whole = p->length;
    p->bytes = bytes;
    for (gsize i = 0; i < 60; i++) {
        const gsize at = (i * 2654435761u) % whole;
        bytes[at] = (char)(bytes[at] ^ 0x55);
        assert_refused(w, &e->job, "bundle-part-damaged", EXIT_ENVIRONMENT);
        bytes[at] = (char)(bytes[at] ^ 0x55);
    }
    for (p->length = 0; p->length < whole; p->length += 5003)
        assert_refused(w, &e->job, "bundle-part-damaged", EXIT_ENVIRONMENT);
    p->bytes = NULL;
    p->path = own_file(w, "gone.pdf", NULL);
    assert_refused(w, &e->job, "file-read", EXIT_ENVIRONMENT);
    p->path = own_file(w, "empty.pdf", "");
    assert_refused(w, &e->job, "bundle-part-damaged", EXIT_ENVIRONMENT);
}

/* What was made so already, by whatever mistake: libqpdf does not mend it, and says nothing on stderr. */
static void
broken_pdfs_are_refused(void **state)
{
    world *w = *state;
    envelope *e = household(w);
    bundle_part *p = &e->parts[1];
    p->bytes = file_bytes(w, p->path, &p->length);
    static const char *const broken[] = {"", "no PDF", "%PDF-1.5\n%%EOF\n",
                                         "%PDF-1.5\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"};
    for (size_t i = 0; i < G_N_ELEMENTS(broken); i++) {
        p->bytes = broken[i];
        p->length = strlen(broken[i]);
        p->sum = digest_of(broken[i], p->length);
        assert_refused(w, &e->job, "bundle-part-damaged", EXIT_ENVIRONMENT);
    }
    p->bytes = file_bytes(w, e->parts[0].path, &p->length);
    p->length -= 40; /* without its end */
    p->sum = digest_of(p->bytes, p->length);
    assert_refused(w, &e->job, "bundle-part-damaged", EXIT_ENVIRONMENT);
    /* A stream whose length is told wrong is only found when it is copied. */
    char *bytes = (char *)file_bytes(w, e->parts[0].path, &p->length);
    char *length = memmem(bytes, p->length, "/Length ", 8);
    assert_non_null(length);
    length[8] = length[8] == '9' ? '1' : '9';
    p->bytes = bytes;
    p->pages = e->parts[0].pages;
    e->job.stamp_count = 0;
    p->sum = digest_of(p->bytes, p->length);
    assert_refused(w, &e->job, "bundle-write", EXIT_ENVIRONMENT);
}

/* Another document under the name, or a stamp that counts other pages: no bundle, and every such part is told. */
static void
other_pages_are_refused(void **state)
{
    world *w = *state;
    envelope *e = household(w);
    e->parts[0].pages++;
    e->parts[2].pages++;
    assert_refused(w, &e->job, "bundle-part-pages bundle-part-pages", EXIT_ENVIRONMENT);
    e->parts[0].pages--;
    e->parts[2].pages--;
    e->stamp = make_stamp(w, "stamp.pdf", STAMP, bundle_stamp_data("K-0001", e->pages + 1), BUNDLE_BOTTOM_RIGHT);
    assert_refused(w, &e->job, "bundle-stamp", EXIT_ENVIRONMENT);
    e->stamp = make_stamp(w, "fewer.pdf", STAMP, bundle_stamp_data("K-0001", e->pages - 1), BUNDLE_BOTTOM_RIGHT);
    assert_refused(w, &e->job, "bundle-stamp", EXIT_ENVIRONMENT);
    e->stamp = (bundle_stamp){"no PDF", 6, BUNDLE_BOTTOM_RIGHT};
    assert_refused(w, &e->job, "bundle-stamp", EXIT_ENVIRONMENT);
}

/* A sheet that lies on its side or its head has its corners elsewhere. */
static void
turned_sheets_are_refused(void **state)
{
    world *w = *state;
    static const int turns[] = {90, 180, 270};
    for (size_t i = 0; i < G_N_ELEMENTS(turns); i++) {
        envelope *e = household(w);
        const char *turned = own_file(w, "turned.pdf", NULL);
        say(w, "qpdf --rotate=+%d %s %s", turns[i], e->parts[1].path, turned);
        e->parts[1].path = turned;
        size_t length;
        const void *bytes = file_bytes(w, turned, &length);
        e->parts[1].sum = digest_of(bytes, length);
        assert_refused(w, &e->job, "bundle-part-damaged", EXIT_ENVIRONMENT);
    }
}

/* What was made when there was no structure, or lost it on the way, leads nowhere in the bundle, which then claims
 * nothing; what the other parts tell stays told. */
static void
an_older_part_makes_no_claim(void **state)
{
    world *w = *state;
    envelope *e = household(w);
    const char *whole = make_bundle(w, "whole.pdf", &e->job);
    assert_non_null(strstr(say(w, "pdfinfo -meta %s", whole), "<pdfaid:part>"));
    assert_non_null(strstr(say(w, "pdfinfo %s", whole), "Tagged:          yes"));
    const char *older = own_file(w, "older.pdf", NULL);
    say(w, "qpdf --qdf --object-streams=disable %s %s", e->parts[1].path, older);
    size_t length;
    char *bytes = (char *)file_bytes(w, older, &length), *root = memmem(bytes, length, "/StructTreeRoot", 15);
    assert_non_null(root);
    memcpy(root, "/StructThatWas_", 15);
    assert_true(g_file_set_contents(older, bytes, (gssize)length, NULL));
    e->parts[1].path = older;
    e->parts[1].sum = digest_of(bytes, length);
    const char *bundle = make_bundle(w, "bundle.pdf", &e->job);
    assert_non_null(bundle);
    assert_non_null(strstr(say(w, "qpdf --check %s", bundle), "No syntax or stream encoding errors"));
    assert_null(strstr(say(w, "pdfinfo -meta %s", bundle), "<pdfaid:part>"));
    assert_null(strstr(say(w, "pdfinfo -meta %s", bundle), "<pdfuaid:part>"));
    assert_non_null(strstr(say(w, "pdfinfo %s", bundle), "Tagged:          no"));
    say(w, "qpdf --qdf --object-streams=disable %s %s", bundle, own_file(w, "plain.pdf", NULL));
    const char *text = say(w, "grep -ac /StructParents %s", own_file(w, "plain.pdf", NULL));
    assert_int_equal(atoi(text), e->pages - e->parts[1].pages);
    assert_int_equal(count_of(say(w, "pdfinfo -struct %s", bundle), "\n  Part"), 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {TEST(pages_are_the_parts_and_the_stamp),
                                       TEST(fonts_and_sheets_stay),
                                       TEST(the_same_bytes_twice),
                                       TEST(properties_hold_no_name),
                                       TEST(the_number_keeps_to_its_corner),
                                       TEST(reissue_marks_every_page),
                                       TEST(damaged_parts_are_refused),
                                       TEST(broken_pdfs_are_refused),
                                       TEST(other_pages_are_refused),
                                       TEST(turned_sheets_are_refused),
                                       TEST(an_older_part_makes_no_claim),
                                       TEST(every_document_begins_on_a_front),
                                       TEST(what_is_around_them_is_plain)};
    return cmocka_run_group_tests(tests, open_environment, close_environment);
}
