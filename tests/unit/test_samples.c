/* Every sample with every form, and every blank form: what the pages say is what the data says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "bind/bind.h"
#include "casefile/casefile.h"
#include "compose/compose.h"
#include "display/display.h"
#include "form/form.h"
#include "paint/paint.h"

#include "folder_support.h"

/* One sample in one form, through the whole pipeline. */
typedef struct made {
    arena *a;
    xml_store *s;
    diag *d;
    bound *b;
    composed *pages;
    display *l;
} made;

typedef struct fixture {
    font_set *fonts;
    text_engine *engine;
    char *folder;            /* for files */
    char **samples, **forms; /* all that are there, sorted */
} fixture;

static int
by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The folders below `parent` that hold `file`. */
static char **
folders_with(const char *parent, const char *file)
{
    GDir *dir = g_dir_open(parent, 0, NULL);
    GPtrArray *names = g_ptr_array_new();
    for (const char *name; (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(parent, name, file, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
            g_ptr_array_add(names, g_strdup(name));
        g_free(path);
    }
    g_dir_close(dir);
    g_ptr_array_sort(names, by_name);
    g_ptr_array_add(names, NULL);
    return (char **)g_ptr_array_free(names, FALSE);
}

static int
setup(void **state)
{
    fixture *f = g_new0(fixture, 1);
    diag *d = diag_new();
    f->fonts = font_set_open("fonts", d);
    assert_non_null(f->fonts);
    f->engine = text_engine_new(f->fonts);
    f->folder = g_dir_make_tmp("renkei-samples-XXXXXX", NULL);
    f->samples = folders_with("samples", "case.xml");
    f->forms = folders_with("templates", "form.xml");
    diag_drop(d);
    *state = f;
    return 0;
}

static int
teardown(void **state)
{
    fixture *f = *state;
    remove_tree(f->folder);
    g_free(f->folder);
    g_strfreev(f->samples);
    g_strfreev(f->forms);
    text_engine_drop(f->engine);
    font_set_close(f->fonts);
    g_free(f);
    return 0;
}

static void drop(made *m);

/* sample NULL: a blank form. False when this sample has nothing for the form, or must not have it: then there
 * is a reason, it is the data's (exit 3), and nothing was made. */
static bool
try_document(fixture *f, const char *sample, const char *form_name, made *out)
{
    made m = {.a = arena_new(), .s = xml_store_new(), .d = diag_new()};
    const char *form_path = arena_printf(m.a, "templates/%s/form.xml", form_name);
    form *read = form_read_file(m.a, m.s, form_path, "templates/schema", m.d);
    casefile *c = NULL;
    if (sample)
        c = casefile_read(m.a, m.s, arena_printf(m.a, "samples/%s/case.xml", sample), "templates/schema", m.d);
    const bind_options o = {.blank = sample == NULL};
    m.b = read && (c || !sample) ? bind_case(m.a, m.s, read, c, &o, m.d) : NULL;
    m.pages = m.b ? compose_document(m.a, f->engine, f->fonts, m.b, m.d) : NULL;
    m.l = m.pages ? compose_display(m.a, m.pages, f->engine, f->fonts, m.d) : NULL;
    *out = m;
    if (m.l && !diag_count(m.d, DIAG_ERROR))
        return true;
    const diag_code code = diag_length(m.d) ? diag_at(m.d, 0)->code : DIAG_CODE_COUNT;
    if (!sample || (code != DIAG_BIND_NO_SUBJECT && code != DIAG_BIND_FAIL)) {
        diag_print(m.d, stderr, DIAG_JA);
        fail_msg("%s of %s is not made", form_name, sample ? sample : "nothing");
    }
    assert_int_equal(diag_exit_status(m.d), EXIT_DATA);
    assert_null(m.pages);
    drop(&m);
    return false;
}

static made
make_document(fixture *f, const char *sample, const char *form_name)
{
    made m;
    if (!try_document(f, sample, form_name, &m))
        fail_msg("%s of %s is refused", form_name, sample);
    return m;
}

/* Calls `look` with every document that the samples make, and every blank form. */
static void
for_each_document(fixture *f, bool blanks,
                  void (*look)(fixture *f, const char *sample, const char *form_name, const made *m))
{
    size_t count = 0;
    for (char **name = f->forms; *name; name++) {
        made m;
        for (char **sample = f->samples; *sample; sample++) {
            if (!try_document(f, *sample, *name, &m))
                continue;
            look(f, *sample, *name, &m);
            drop(&m);
            count++;
        }
        if (blanks && try_document(f, NULL, *name, &m)) {
            look(f, NULL, *name, &m);
            drop(&m);
        }
    }
    assert_true(count >= g_strv_length(f->forms)); /* each form is filled by some sample */
}

static void
drop(made *m)
{
    display_drop(m->l);
    xml_store_drop(m->s);
    arena_drop(m->a);
    diag_drop(m->d);
}

static char *
paint_file(fixture *f, const made *m, paint_backend backend, const char *name)
{
    GPtrArray *out = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    const bool done = paint_document(m->l, f->fonts, backend, PAINT_PDF, 0, out, m->d);
    if (!done)
        diag_print(m->d, stderr, DIAG_JA);
    assert_true(done);
    assert_int_equal(out->len, 1);
    const GByteArray *bytes = g_ptr_array_index(out, 0);
    char *path = g_build_filename(f->folder, name, NULL);
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

/* Text without white space: extraction tells lines and gaps in its own way. */
static void
append_solid(GString *to, const char *text)
{
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        const gunichar ch = g_utf8_get_char(p);
        if (!g_unichar_isspace(ch) && ch != 0x3000)
            g_string_append_unichar(to, ch);
    }
}

static GString *
page_text(const display_page *page)
{
    GString *s = g_string_new(NULL);
    for (guint i = 0; i < page->ops->len; i++) {
        const display_op *op = &g_array_index(page->ops, display_op, i);
        if (op->kind == DISPLAY_TEXT)
            append_solid(s, op->text.utf8);
    }
    return s;
}

/* ---- the text of the PDF is the source, page by page, in the order it was painted ---- */

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
        assert_string_equal(words[n - 4], "yes");
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
    static const char *const names[] = {"renkei.pdf", "cairo.pdf", "haru.pdf"};
    (void)sample;
    (void)form_name;
    char *paths[3];
    for (int i = 0; i < 3; i++) {
        paths[i] = paint_file(f, m, (paint_backend)i, names[i]);
        assert_extracts(m, paths[i]);
        assert_sound(paths[i]);
    }
    assert_painters_agree(paths[PAINT_RENKEI], paths[PAINT_CAIRO]);
    assert_painters_agree(paths[PAINT_RENKEI], paths[PAINT_HARU]);
    for (int i = 0; i < 3; i++)
        g_free(paths[i]);
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
    static const char *const ren[] = {"平成22年4月2日", "中学校2年", "学校等との連携の記載がありません", NULL};
    assert_says(f, "hodei-futoukou", "plan", minato);
    assert_says(f, "hodei-futoukou", "schedule", minato_hours);
    assert_says(f, "jihatsu-houmon", "plan", rio);
    assert_says(f, "ihan-mihon", "plan", ren);
}

/* ---- fit for an office: sizes, lines, signatures ---- */

enum { LEAST_SIZE = 8 * UNIT_PT, LEAST_RULE = UNIT_PT * 3 / 10, LIGHTEST_FILL = 229 };

static void
assert_survives_fax(const display_op *op)
{
    switch (op->kind) {
    case DISPLAY_TEXT:
        if (!op->text.is_ruby)
            assert_true(op->text.size >= LEAST_SIZE);
        break;
    case DISPLAY_LINE:
        assert_true(op->line.width >= LEAST_RULE);
        assert_int_equal(op->line.gray, 0);
        break;
    case DISPLAY_RECT:
        assert_true(op->rect.fill < 0 || op->rect.fill >= LIGHTEST_FILL);
        break;
    case DISPLAY_ELLIPSE:
        assert_true(op->ellipse.width >= LEAST_RULE);
        break;
    case DISPLAY_PATH:
        assert_true(op->path.width >= LEAST_RULE);
        break;
    }
}

static void
look_at_ink(fixture *f, const char *sample, const char *form_name, const made *m)
{
    (void)f;
    (void)sample;
    (void)form_name;
    for (guint p = 0; p < m->l->pages->len; p++) {
        const display_page *page = g_ptr_array_index(m->l->pages, p);
        for (guint o = 0; o < page->ops->len; o++)
            assert_survives_fax(&g_array_index(page->ops, display_op, o));
    }
}

static void
test_pages_survive_fax(void **state)
{
    for_each_document(*state, true, look_at_ink);
}

static void
test_signature_is_never_alone(void **state)
{
    fixture *f = *state;
    for (char **sample = f->samples; *sample; sample++) {
        made m = make_document(f, *sample, "plan");
        size_t found = 0;
        for (guint p = 0; p < m.l->pages->len; p++) {
            GString *s = page_text(g_ptr_array_index(m.l->pages, p));
            const char *foot = strstr(s->str, "提供する支援内容について");
            if (foot) {
                found++;
                const char *before = g_strstr_len(s->str, foot - s->str, "項目");
                const char *school = g_strstr_len(s->str, foot - s->str, "学校等との連携");
                assert_true(before || school);                       /* at least one row of the plan stands above it */
                assert_non_null(strstr(foot, "内容に同意しました")); /* and it is whole */
            }
            g_string_free(s, TRUE);
        }
        assert_int_equal(found, 1);
        drop(&m);
    }
}

/* 4.1: column widths of the support table in percent of its own width. */
static void
test_column_widths(void **state)
{
    static const int percent[] = {7, 15, 38, 7, 11, 17, 5};
    fixture *f = *state;
    made m = make_document(f, "hodei-futoukou", "plan");
    const display_page *page = g_ptr_array_index(m.l->pages, 1); /* the table alone, below its head */
    unit left = INT32_MAX, right = 0;
    for (guint i = 0; i < page->ops->len; i++) {
        const display_op *op = &g_array_index(page->ops, display_op, i);
        if (op->kind == DISPLAY_LINE && op->line.x1 == op->line.x2) {
            left = MIN(left, op->line.x1);
            right = MAX(right, op->line.x1);
        }
    }
    unit x = left;
    for (size_t c = 0; c < G_N_ELEMENTS(percent); c++) {
        x += unit_scale(right - left, percent[c], 100);
        bool there = false;
        for (guint i = 0; i < page->ops->len && !there; i++) {
            const display_op *op = &g_array_index(page->ops, display_op, i);
            there = op->kind == DISPLAY_LINE && op->line.x1 == op->line.x2 && ABS(op->line.x1 - x) < UNIT_PT / 10;
        }
        assert_true(there);
    }
    drop(&m);
}

/* B: one page a schedule. */
static void
test_schedule_pages(void **state)
{
    fixture *f = *state;
    made one = make_document(f, "hodei-futoukou", "schedule"), two = make_document(f, "ihan-mihon", "schedule");
    assert_int_equal(composed_page_count(one.pages), 2);
    assert_int_equal(composed_page_count(two.pages), 1);
    drop(&one);
    drop(&two);
}

/* One page where one page is promised (4.3, 4.6: two copies, 4.10). */
static void
test_promised_pages(void **state)
{
    static const struct {
        const char *form;
        size_t pages;
    } promises[] = {{"supplement", 1}, {"consent", 2}, {"evaluation", 2}, {"pickup", 1}, {"year-overview", 1}};
    fixture *f = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(promises); i++)
        for (char **sample = f->samples; *sample; sample++) {
            made m;
            if (!try_document(f, *sample, promises[i].form, &m))
                continue;
            assert_int_equal(composed_page_count(m.pages), promises[i].pages);
            drop(&m);
        }
}

/* ---- the program: the same bytes wherever and whenever it runs ---- */

static char *
program(void)
{
    const char *folder = g_getenv("BUILD");
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
    char *tool = program();
    if (!g_file_test(tool, G_FILE_TEST_IS_EXECUTABLE))
        fail_msg("%s is not built", tool);
    g_free(tool);
    static const char *const settings[][2] = {
        {"LC_ALL", "C"},         {"LC_ALL", "de_DE.UTF-8"},        {"TZ", "Pacific/Apia"},
        {"LANG", "ja_JP.eucJP"}, {"FONTCONFIG_FILE", "/dev/null"}, {"HOME", "/"}};
    for (char **sample = f->samples; *sample; sample++) {
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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_writers),
        cmocka_unit_test(test_every_value_is_printed),
        cmocka_unit_test(test_facts),
        cmocka_unit_test(test_pages_survive_fax),
        cmocka_unit_test(test_signature_is_never_alone),
        cmocka_unit_test(test_column_widths),
        cmocka_unit_test(test_schedule_pages),
        cmocka_unit_test(test_promised_pages),
        cmocka_unit_test(test_same_bytes_anywhere),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
