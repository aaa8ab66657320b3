/* test_preview_gallery.c: what the gallery says of pairs that are known, and where it may be written. */
#include "environment_support.h"

#include <unistd.h>

#include "preview/gallery.h"

#define SAMPLE(name) "samples/" name "/case.xml"

static const char *const samples[] = {SAMPLE("hodei-futoukou"), SAMPLE("ihan-mihon"), NULL};

typedef struct opened {
    gallery *g;
    view_maker maker;
} opened;

static opened
open_gallery(const preview_options *o, diag *d)
{
    const opened u = {gallery_new(&paths, o, d), {environment, paint_outlines_new(), NULL}};
    assert_non_null(u.g);
    return u;
}

static void
close_gallery(opened u)
{
    paint_outlines_drop(u.maker.outlines);
    gallery_drop(u.g);
}

static const gallery_pair *
composed_pair(opened u, const char *key, GPtrArray *pictures)
{
    gallery_pair *p = gallery_find(u.g, key);
    assert_non_null(p);
    assert_int_equal(p->state, GALLERY_NEW);
    gallery_compose(u.g, p, &u.maker, pictures);
    return p;
}

static void
pairs_are_every_form_with_every_case(void **state)
{
    world *w = *state;
    const preview_options o = {.gallery_cases = samples};
    opened u = open_gallery(&o, w->d);
    assert_int_equal(u.g->pairs->len, u.g->forms->len * 2);
    assert_non_null(gallery_find(u.g, "plan.hodei-futoukou"));
    assert_non_null(gallery_find(u.g, "envelope.ihan-mihon"));
    assert_null(gallery_find(u.g, "plan.nobody"));
    assert_null(gallery_find(u.g, "report.ihan-mihon")); /* no form.xml, and no case for it */
    close_gallery(u);
}

static void
a_pair_that_can_be_made_is_clean(void **state)
{
    world *w = *state;
    const preview_options o = {.gallery_cases = samples};
    opened u = open_gallery(&o, w->d);
    GPtrArray *pictures = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    const gallery_pair *p = composed_pair(u, "plan.hodei-futoukou", pictures);
    assert_int_equal(p->state, GALLERY_CLEAN);
    assert_int_equal(p->sheets->len, 3);
    assert_int_equal(pictures->len, 3);
    assert_null(gallery_rule(p));
    assert_true(p->fits.natural > 100);
    assert_int_equal(p->fits.squeezed->len + p->fits.continued + p->fits.refused, 0);
    assert_int_equal(diag_length(p->messages), 0);
    g_ptr_array_free(pictures, TRUE);
    close_gallery(u);
}

/* The print refuses it with the same words; it is shown as 案. */
static void
a_pair_that_a_rule_forbids_is_shown_as_a_draft(void **state)
{
    world *w = *state;
    const preview_options o = {.gallery_cases = samples};
    opened u = open_gallery(&o, w->d);
    GPtrArray *pictures = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    const gallery_pair *p = composed_pair(u, "plan.ihan-mihon", pictures);
    assert_int_equal(p->state, GALLERY_FORBIDDEN);
    assert_string_equal(gallery_rule(p), "N3.6");
    const GByteArray *first = g_ptr_array_index(pictures, 0);
    assert_non_null(g_strstr_len((const char *)first->data, first->len, "【案】"));
    GString *json = g_string_new(NULL);
    gallery_append_pair(json, p);
    assert_non_null(strstr(json->str, "\"state\":\"forbidden\",\"rule\":\"N3.6\""));
    assert_non_null(strstr(json->str, "学校が加わっていません"));
    assert_non_null(strstr(json->str, "missing in the judgement: school"));
    g_string_free(json, TRUE);
    g_ptr_array_free(pictures, TRUE);
    close_gallery(u);
}

static void
a_pair_without_anything_to_print_is_no_error(void **state)
{
    world *w = *state;
    const preview_options o = {.gallery_cases = samples};
    opened u = open_gallery(&o, w->d);
    const gallery_pair *p = composed_pair(u, "evaluation.hodei-futoukou", NULL);
    assert_int_equal(p->state, GALLERY_UNFILLED);
    assert_int_equal(p->sheets->len, 0);
    assert_int_equal(diag_at(p->messages, 0)->code, DIAG_BIND_NO_SUBJECT);
    close_gallery(u);
}

/* A form outside the folder is one of the forms; how its boxes fit is counted. */
static void
fits_are_counted_and_errors_stand_first(void **state)
{
    static const char *const data[] = {"tests/forms/fit-refuse/data.xml", NULL};
    world *w = *state;
    const preview_options o = {.form = "tests/forms/fit-refuse/form.xml", .gallery_cases = data};
    opened u = open_gallery(&o, w->d);
    GPtrArray *pictures = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    const gallery_pair *p = composed_pair(u, "fit-refuse.data", pictures);
    assert_int_equal(p->state, GALLERY_ERRORS);
    assert_true(p->fits.refused > 0);
    assert_int_equal(pictures->len, p->sheets->len);
    assert_true(p->sheets->len > 0);
    GPtrArray *sorted = gallery_sorted(u.g);
    assert_ptr_equal(g_ptr_array_index(sorted, 0), p);
    GString *text = g_string_new(NULL);
    gallery_print(u.g, text);
    assert_true(g_str_has_prefix(text->str, "errors\tfit-refuse\tdata\t"));
    assert_non_null(strstr(text->str, "compose-no-fit"));
    g_string_free(text, TRUE);
    g_ptr_array_free(sorted, TRUE);
    g_ptr_array_free(pictures, TRUE);
    close_gallery(u);
}

static void
squeezed_boxes_are_told_by_how(void **state)
{
    static const struct {
        const char *form, *data, *key, *fits;
    } rows[] = {
#define FIT(name, fits) {"tests/forms/" name "/form.xml", "tests/forms/" name "/data.xml", name ".data", fits}
        FIT("fit-shrink", "natural 0, 1 at 9 pt"),
        FIT("fit-condense", "natural 1, 1 at 85%, 1 at 90%, 1 at 94%"),
        FIT("fit-shrink-then-condense", "natural 0, 1 at 9.5 pt 95%"),
#undef FIT
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *const data[] = {rows[i].data, NULL};
        const preview_options o = {.form = rows[i].form, .gallery_cases = data};
        opened u = open_gallery(&o, w->d);
        assert_int_equal(composed_pair(u, rows[i].key, NULL)->state, GALLERY_CLEAN);
        GString *text = g_string_new(NULL);
        gallery_print(u.g, text);
        if (!strstr(text->str, rows[i].fits))
            fail_msg("no \"%s\" in \"%.200s\"", rows[i].fits, text->str);
        g_string_free(text, TRUE);
        close_gallery(u);
    }
}

/* Cases in folders of the same name are told apart; what is no letter does not reach an address. */
static void
keys_are_safe_and_differ(void **state)
{
    static const char *const data[] = {"a/湊/case.xml", "b/same/case.xml", "c/same/case.xml", "d/case\"<.xml", NULL};
    world *w = *state;
    const preview_options o = {.gallery_cases = data};
    opened u = open_gallery(&o, w->d);
    GHashTable *keys = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < u.g->cases->len; i++) {
        const gallery_case *c = g_ptr_array_index(u.g->cases, i);
        assert_true(g_hash_table_add(keys, c->key));
        assert_int_equal(strspn(c->key, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_"), strlen(c->key));
        assert_true(c->key[0] != '\0');
    }
    g_hash_table_destroy(keys);
    assert_non_null(gallery_find(u.g, "plan.same_2"));
    close_gallery(u);
}

/* ---- written into a folder ---- */

static char *
content(const char *folder, const char *name)
{
    char *path = g_build_filename(folder, name, NULL), *bytes = NULL;
    g_file_get_contents(path, &bytes, NULL, NULL);
    g_free(path);
    return bytes;
}

static void
remove_all(const char *folder)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(folder, name, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_DIR))
            remove_all(path);
        else
            g_unlink(path);
        g_free(path);
    }
    if (dir)
        g_dir_close(dir);
    g_rmdir(folder);
}

static bool
written(world *w, const char *folder)
{
    static const char *const one[] = {SAMPLE("ihan-mihon"), NULL};
    render_paths with_page = paths;
    with_page.preview = (char *)"tools/preview";
    const preview_options o = {.gallery_cases = one};
    GString *told = g_string_new(NULL);
    const bool done = preview_once(&with_page, &o, folder, told, w->d);
    assert_int_equal(done, g_str_has_prefix(told->str, "forbidden\t"));
    g_string_free(told, TRUE);
    return done;
}

static guint
entries(const char *folder)
{
    guint n = 0;
    GDir *dir = g_dir_open(folder, 0, NULL);
    while (g_dir_read_name(dir))
        n++;
    g_dir_close(dir);
    return n;
}

static void
a_folder_is_written_whole_and_again(void **state)
{
    world *w = *state;
    char *around = g_dir_make_tmp("renkei-gallery-XXXXXX", NULL), *folder = g_build_filename(around, "site", NULL);
    assert_true(written(w, folder));
    char *first = content(folder, "gallery.json");
    assert_non_null(strstr(first, "\"key\":\"plan.ihan-mihon\""));
    assert_true(written(w, folder)); /* over the gallery from before */
    char *second = content(folder, "gallery.json");
    assert_string_equal(first, second);
    assert_int_equal(entries(around), 1); /* nothing is left beside it */
    remove_all(around);
    g_free(second);
    g_free(first);
    g_free(folder);
    g_free(around);
}

static void
a_folder_with_other_things_is_left_alone(void **state)
{
    static const char *const others[] = {"notes.txt", "pages/notes.txt"};
    world *w = *state;
    char *folder = g_dir_make_tmp("renkei-gallery-XXXXXX", NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        assert_true(written(w, folder)); /* an empty folder, then one of ours */
        char *other = g_build_filename(folder, others[i], NULL);
        assert_true(g_file_set_contents(other, "kept", -1, NULL));
        assert_false(written(w, folder));
        check_codes(w, "preview-folder");
        forget(w);
        assert_true(g_file_test(other, G_FILE_TEST_EXISTS));
        g_unlink(other);
        g_free(other);
    }
    char *link = g_strconcat(folder, ".link", NULL);
    assert_int_equal(symlink(folder, link), 0);
    assert_false(written(w, link));
    g_unlink(link);
    g_free(link);
    remove_all(folder);
    g_free(folder);
}

/* ---- rules and values of a local folder ---- */

#define LOCAL_RULE                                                                                                              \
    "<rule id='L1' source='市の通知' documents='plan'><title>題</title><title-en>t</title-en><explain>意味</explain>"    \
    "<explain-en>e</explain-en><check context='child' when='$as-of'><assert test='false()' severity='E' "                       \
    "repair='child（児童）'><message>市の求めに合いません</message><message-en>not as the city asks</message-en>" \
    "</assert></check></rule>"
#define LOCAL_OFF "<switch-off rule='N3.6'>市は口頭の確認を認めている</switch-off>"
#define LOCAL_VALUE                                                                                                    \
    "<parameter name='interim-collaboration-until' value='2023-11-19' replaces='yes' source='市の通知'>"           \
    "<title>連携の始まり</title><title-en>begin</title-en></parameter>"

/* What the gallery says of a pair with these local rules (NULL: none): the state, the rule, the words of both. */
static char *
said_with_local(const char *rules, const char *key)
{
    diag *d = diag_new();
    char *folder = g_dir_make_tmp("renkei-gallery-XXXXXX", NULL), *file = g_build_filename(folder, "shi.xml", NULL);
    char *text = g_strdup_printf("<rules version='1' title='市の求め'>%s</rules>", rules ? rules : "");
    assert_true(g_file_set_contents(file, text, -1, NULL));
    render_paths own = {.forms = g_strdup("templates"),
                        .schema = g_strdup("templates/schema"),
                        .fonts = g_strdup("fonts"),
                        .local = rules ? g_strdup(folder) : NULL};
    render_environment *e = render_open(&own, RENDER_FRESH, d);
    assert_non_null(e);
    const preview_options o = {.gallery_cases = samples};
    opened u = {gallery_new(&own, &o, d), {e, paint_outlines_new(), NULL}};
    const gallery_pair *p = composed_pair(u, key, NULL);
    GString *json = g_string_new(NULL);
    gallery_append_pair(json, p);
    char *said =
        g_strdup_printf("%s %s %s", gallery_state_name(p->state), gallery_rule(p) ? gallery_rule(p) : "-", json->str);
    g_string_free(json, TRUE);
    close_gallery(u);
    render_close(e);
    render_paths_clear(&own);
    g_unlink(file);
    g_rmdir(folder);
    g_free(text);
    g_free(file);
    g_free(folder);
    diag_drop(d);
    return said;
}

static void
the_gallery_judges_by_a_local_folder(void **state)
{
    (void)state;
    static const struct {
        const char *rules, *key, *begins, *words;
    } rows[] = {
        {NULL, "plan.hodei-futoukou", "clean - ", ""},
        {LOCAL_RULE, "plan.hodei-futoukou", "forbidden L1 ", "市の求めに合いません"},
        {LOCAL_RULE, "plan.hodei-futoukou", "forbidden L1 ", "not as the city asks"},
        {LOCAL_RULE, "schedule.hodei-futoukou", "clean - ", ""},
        {NULL, "plan.ihan-mihon", "forbidden N3.6 ", ""},
        {LOCAL_OFF, "plan.ihan-mihon", "forbidden N3.2 ", ""},
        {NULL, "supplement.hodei-futoukou", "clean - ", ""},
        {LOCAL_VALUE, "supplement.hodei-futoukou", "forbidden N9.2 ", "令和5年11月19日"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *said = said_with_local(rows[i].rules, rows[i].key);
        if (!g_str_has_prefix(said, rows[i].begins) || !strstr(said, rows[i].words))
            fail_msg("%zu: %.600s", i, said);
        g_free(said);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(pairs_are_every_form_with_every_case),
        TEST(a_pair_that_can_be_made_is_clean),
        TEST(a_pair_that_a_rule_forbids_is_shown_as_a_draft),
        TEST(a_pair_without_anything_to_print_is_no_error),
        TEST(fits_are_counted_and_errors_stand_first),
        TEST(squeezed_boxes_are_told_by_how),
        TEST(keys_are_safe_and_differ),
        TEST(the_gallery_judges_by_a_local_folder),
        TEST(a_folder_is_written_whole_and_again),
        TEST(a_folder_with_other_things_is_left_alone),
    };
    return cmocka_run_group_tests(tests, open_environment, close_environment);
}
