/* test_samples.c [K/N]: every sample with every form, and every blank form (of N parts the Kth): what the pages say is
 * what the data says. */
#include "samples_support.h"

#include "paint/paint.h"

/* ---- the text of the PDF is the source, page by page, in the order it was painted ---- */

static char *
paint_file(fixture *f, const made *m, paint_backend backend)
{
    GPtrArray *out = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    const bool done = paint_document(m->l, f->fonts, backend, PAINT_PDF, 0, out, m->d);
    if (!done)
        diag_print(m->d, stderr, DIAG_JA);
    assert_true(done);
    assert_int_equal(out->len, 1);
    const GByteArray *bytes = g_ptr_array_index(out, 0);
    char *path = g_strdup_printf("%s/%s.pdf", f->folder, paint_backend_names[backend]);
    assert_true(g_file_set_contents(path, (const char *)bytes->data, bytes->len, NULL));
    g_ptr_array_free(out, TRUE);
    return path;
}

static char *
run(const char *const *argv)
{
    char *out = NULL, *err = NULL;
    int status = -1;
    assert_true(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err, &status, NULL));
    if (!g_spawn_check_wait_status(status, NULL))
        fprintf(stderr, "%s: %s%s\n", argv[0], out, err);
    assert_true(g_spawn_check_wait_status(status, NULL));
    g_free(err);
    return out;
}

static void
assert_extracts(const made *m, const char *path)
{
    for (guint i = 0; i < m->l->pages->len; i++) {
        char *number = g_strdup_printf("%u", i + 1);
        const char *const argv[] = {"pdftotext", "-raw", "-enc", "UTF-8", "-f", number, "-l", number, path, "-", NULL};
        char *text = run(argv);
        GString *got = g_string_new(NULL);
        append_solid(got, text);
        GString *want = page_text(g_ptr_array_index(m->l->pages, i));
        assert_string_equal(got->str, want->str);
        g_string_free(got, TRUE);
        g_string_free(want, TRUE);
        g_free(text);
        g_free(number);
    }
}

static void
assert_sound(const char *path)
{
    const char *const check[] = {"qpdf", "--check", path, NULL};
    char *said = run(check);
    assert_null(strstr(said, "WARNING"));
    g_free(said);
    const char *const fonts[] = {"pdffonts", path, NULL};
    char *table = run(fonts);
    char **lines = g_strsplit(table, "\n", 0);
    size_t rows = 0;
    for (guint i = 2; lines[i] && *lines[i]; i++, rows++) {
        char **words = g_regex_split_simple(" +", lines[i], 0, 0);
        const guint n = g_strv_length(words);
        /* … emb sub uni object ID */
        assert_true(n > 5);
        assert_string_equal(words[n - 5], "yes");
        assert_string_equal(words[n - 4], strstr(lines[i], "Type 3") ? "no" : "yes");
        assert_string_equal(words[n - 3], "yes");
        g_strfreev(words);
    }
    assert_true(rows > 0);
    g_strfreev(lines);
    g_free(table);
}

static void
assert_painters_agree(const char *a, const char *b)
{
    const char *const argv[] = {"sh", "tests/compare/compare_pdfs.sh", a, b, NULL};
    g_free(run(argv));
}

static void
look_at_all_writers(fixture *f, const char *sample, const char *form_name, const made *m)
{
    (void)sample;
    (void)form_name;
    char *paths[PAINT_BACKENDS];
    for (paint_backend b = 0; b < PAINT_BACKENDS; b++) {
        paths[b] = paint_file(f, m, b);
        if (IS_SANITIZED)
            continue;
        assert_extracts(m, paths[b]);
        assert_sound(paths[b]);
        if (b > 0)
            assert_painters_agree(paths[0], paths[b]);
    }
    for (paint_backend b = 0; b < PAINT_BACKENDS; b++)
        g_free(paths[b]);
}

static void
test_all_writers(void **state)
{
    for_each_document(*state, true, look_at_all_writers);
}

/* ---- every value of the data is on the pages ---- */

static void
collect_values(const bound_node *n, GPtrArray *values)
{
    for (; n; n = n->next) {
        for (size_t i = 0; i < n->inline_count; i++)
            if (n->inlines[i].from_data && n->inlines[i].text)
                g_ptr_array_add(values, (gpointer)n->inlines[i].text);
        collect_values(n->first, values);
    }
}

/* Ruby and marks stand between the pieces of a line, so the base text alone is compared. */
static GString *
base_text(const display *l)
{
    GString *s = g_string_new(NULL);
    for (guint p = 0; p < l->pages->len; p++) {
        const display_page *page = g_ptr_array_index(l->pages, p);
        for (guint i = 0; i < page->ops->len; i++) {
            const display_op *op = &g_array_index(page->ops, display_op, i);
            if (op->kind == DISPLAY_TEXT && !op->text.is_ruby && op->text.ink == DISPLAY_FILL)
                append_solid(s, op->text.utf8);
        }
    }
    return s;
}

/* A row that is split over pages interleaves its cells: long texts are looked for in pieces of twenty
 * characters. */
static bool
is_printed(const char *all, const char *value)
{
    GString *want = g_string_new(NULL);
    append_solid(want, value);
    bool printed = true;
    if (!strstr(all, want->str)) {
        for (const char *p = want->str; printed && *p;) {
            const char *end = p;
            for (int c = 0; c < 20 && *end; c++)
                end = g_utf8_next_char(end);
            char *part = g_strndup(p, (gsize)(end - p));
            printed = strstr(all, part) != NULL;
            g_free(part);
            p = end;
        }
    }
    g_string_free(want, TRUE);
    return printed;
}

static void
look_at_values(fixture *f, const char *sample, const char *form_name, const made *m)
{
    (void)f;
    GPtrArray *values = g_ptr_array_new();
    collect_values(m->b->body, values);
    assert_true(values->len > 5);
    GString *all = base_text(m->l);
    for (guint v = 0; v < values->len; v++)
        if (!is_printed(all->str, g_ptr_array_index(values, v)))
            fail_msg("%s %s: value %u is not on the pages whole", sample, form_name, v);
    g_string_free(all, TRUE);
    g_ptr_array_free(values, TRUE);
}

static void
test_every_value_is_printed(void **state)
{
    for_each_document(*state, false, look_at_values);
}

/* ---- what each case must show (domain guide, section 7) ---- */

static void
assert_says(fixture *f, const char *sample, const char *form_name, const char *const *words)
{
    made m = make_document(f, sample, form_name);
    GString *all = base_text(m.l);
    for (size_t i = 0; words[i]; i++) {
        GString *want = g_string_new(NULL);
        append_solid(want, words[i]);
        if (!strstr(all->str, want->str))
            fail_msg("%s %s does not say: %s", sample, form_name, words[i]);
        g_string_free(want, TRUE);
    }
    g_string_free(all, TRUE);
    drop(&m);
}

static void
test_facts(void **state)
{
    fixture *f = *state;
    static const char *const minato[] = {"平成25年4月1日",
                                         "小学校6年",
                                         "11歳",
                                         "令和6年8月1日～令和7年1月31日",
                                         "森川 千尋",
                                         "令和6年7月11日（木）",
                                         "三宅 由香",
                                         "放課後等デイサービスこもれび",
                                         NULL};
    static const char *const minato_hours[] = {
        "10:30～13:30", "3時間00分", "13:30～15:00", "1時間30分", "●", "夏季休業期間", "5時間00分", NULL};
    static const char *const rio[] = {"令和元年5月1日",
                                      "年長（5歳児）",
                                      "髙﨑",
                                      "栁瀨 ほのか",
                                      "葛\U000E0100城",
                                      "𠮷田 真理子",
                                      "渡邉 里奈",
                                      "濵田 直子",
                                      "令和7年10月1日～令和8年3月31日",
                                      NULL};
    static const char *const ren[] = {"平成22年4月2日", "中学校3年", "保護者の同意日：—", NULL};
    assert_says(f, "hodei-futoukou", "plan", minato);
    assert_says(f, "hodei-futoukou", "schedule", minato_hours);
    assert_says(f, "jihatsu-houmon", "plan", rio);
    assert_says(f, "ihan-mihon", "plan", ren);
}

/* ---- the program: the same bytes wherever and whenever it runs ---- */

static char *
program(void)
{
    const char *bin = g_getenv("BIN"), *folder = bin ? bin : g_getenv("BUILD");
    char *relative = g_build_filename(folder ? folder : "build", "renkei-render", NULL);
    char *absolute = g_canonicalize_filename(relative, NULL);
    g_free(relative);
    return absolute;
}

static GBytes *
run_program(fixture *f, const char *cwd, char **environment, const char *case_path)
{
    char *tool = program(), *out = g_build_filename(f->folder, "same.pdf", NULL);
    const char *const argv[] = {tool, "--draft", "--form", "plan", "-o", out, case_path, NULL}; /* 案: all samples */
    int status = -1;
    assert_true(g_spawn_sync(cwd, (char **)argv, environment, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, NULL));
    assert_true(g_spawn_check_wait_status(status, NULL));
    char *bytes;
    gsize length;
    assert_true(g_file_get_contents(out, &bytes, &length, NULL));
    g_free(tool);
    g_free(out);
    return g_bytes_new_take(bytes, length);
}

static void
test_same_bytes_anywhere(void **state)
{
    fixture *f = *state;
    if (IS_SANITIZED)
        skip();
    char *tool = program();
    if (!g_file_test(tool, G_FILE_TEST_IS_EXECUTABLE))
        fail_msg("%s is not built", tool);
    g_free(tool);
    static const char *const settings[][2] = {
        {"LC_ALL", "C"},         {"LC_ALL", "de_DE.UTF-8"},        {"TZ", "Pacific/Apia"},
        {"LANG", "ja_JP.eucJP"}, {"FONTCONFIG_FILE", "/dev/null"}, {"HOME", "/"}};
    for (char **sample = f->samples; *sample; sample++) {
        if (!is_of_part(f, (size_t)(sample - f->samples)))
            continue;
        char *relative = g_strdup_printf("samples/%s/case.xml", *sample);
        char *absolute = g_canonicalize_filename(relative, NULL);
        GBytes *first = run_program(f, NULL, NULL, relative);
        GBytes *elsewhere = run_program(f, "/", NULL, absolute);
        assert_true(g_bytes_equal(first, elsewhere));
        g_bytes_unref(elsewhere);
        for (size_t k = 0; k < G_N_ELEMENTS(settings); k++) {
            char **environment = g_environ_setenv(g_get_environ(), settings[k][0], settings[k][1], TRUE);
            GBytes *again = run_program(f, NULL, environment, relative);
            assert_true(g_bytes_equal(first, again));
            g_bytes_unref(again);
            g_strfreev(environment);
        }
        g_bytes_unref(first);
        g_free(relative);
        g_free(absolute);
    }
}

static guint asked_part, asked_parts;

static int
setup_part(void **state)
{
    const int failed = setup(state);
    fixture *f = *state;
    f->part = asked_part;
    f->parts = asked_parts;
    return failed;
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_writers),
        cmocka_unit_test(test_every_value_is_printed),
        cmocka_unit_test(test_facts),
        cmocka_unit_test(test_same_bytes_anywhere),
    };
    if (argc > 1 &&
        (sscanf(argv[1], "%u/%u", &asked_part, &asked_parts) != 2 || asked_part < 1 || asked_part > asked_parts))
        return EXIT_FAILURE;
    return cmocka_run_group_tests(tests, setup_part, teardown);
}
