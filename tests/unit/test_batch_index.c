/* test_batch_index.c: the index of what was issued for a key: as text, as JSON and as data of the form, all three in
 * tests/golden/index (UPDATE=1 writes them anew), and printed; retention. */
#include "issue_support.h"

#include "batch/batch_retention.h"
#include "schema/schema.h"
#include "xml/xml.h"

static const batch_deed repair = {.reason = "汚損 <&\">", .who = "係"},
                        revision = {.reason = "見直し", .who = "責任者"};

static void
on(const char *day)
{
    GDateTime *t = g_date_time_new_from_iso8601(day, NULL);
    char *epoch = g_strdup_printf("%" G_GINT64_FORMAT, g_date_time_to_unix(t));
    g_setenv("SOURCE_DATE_EPOCH", epoch, TRUE);
    g_free(epoch);
    g_date_time_unref(t);
}

static char *
bytes_of_form(const world *w, const char *title)
{
    render_environment *e = render_open(&w->paths, RENDER_KEEP, w->d);
    char *form =
        g_strdup_printf("<form name='t' title='t' data='any'><page size='A4'/><body><p>%s</p></body></form>", title);
    char *path = g_build_filename(w->folder, "form.xml", NULL);
    assert_true(write_file_anew(path, form, -1));
    GString *data = g_string_new("<d/>");
    GByteArray *pdf = render_made(e, path, "d", data, w->d);
    char *copy = g_memdup2(pdf->data, pdf->len);
    char *file = g_build_filename(w->folder, "K-1", "plan.pdf", NULL);
    assert_true(write_file_anew(file, copy, pdf->len));
    g_byte_array_unref(pdf);
    g_string_free(data, TRUE);
    g_free(copy);
    g_free(path);
    g_free(form);
    render_close(e);
    return file;
}

/* As `print` does when lp has taken a version. */
static void
hand_over(world *w, const batch_choice *c, int version, const char *reason)
{
    batch_desk desk;
    assert_true(batch_desk_open(&desk, w->folder, &repair, w->d));
    ledger_entry x = batch_desk_paper_entry(&desk, LEDGER_PRINT, batch_desk_choose(&desk, c));
    x.version = version;
    x.reason = reason;
    assert_true(ledger_begin(desk.ledger) && ledger_append(desk.ledger, &x, NULL) && ledger_commit(desk.ledger));
    batch_desk_close(&desk);
}

/* A plan as a real PDF, so that it can be repeated. */
static void
plan_night(world *w, const char *title, const char *consented)
{
    const made m = {"K-1", "plan", NULL, "x", LEDGER_MADE, consented, NULL};
    night(w, &m, 1);
    char *file = bytes_of_form(w, title), *bytes = NULL;
    gsize length;
    assert_true(g_file_get_contents(file, &bytes, &length, NULL));
    ledger *l = begin_night(w, 1);
    const ledger_document x = {.key = "K-1",
                               .form = "plan",
                               .month = "",
                               .case_path = "case.xml",
                               .consented = consented,
                               .status = LEDGER_MADE,
                               .file = "K-1/plan.pdf",
                               .output = digest_of(bytes, length),
                               .bytes = (int64_t)length,
                               .pages = 1};
    assert_true(ledger_save(l, w->run, &x));
    end_night(w, l);
    g_free(bytes);
    g_free(file);
}

/* A plan that was signed, changed and repeated, records of two months, one of them withdrawn, a hold that was ended,
 * and an envelope. */
static void
a_year(world *w)
{
    const made june = {"K-1", "school-sharing", "2024-06", "june", LEDGER_MADE, "", NULL};
    const made july = {"K-1", "school-sharing", "2024-07", "july", LEDGER_MADE, "", NULL};
    const batch_choice plan = {.key = "K-1", .form = "plan"}, first = {.key = "K-1", .form = "plan", .version = 1},
                       record = {.key = "K-1", .form = "school-sharing", .month = "2024-06"};
    batch_reprinted copy = {.file = g_string_new(NULL)};
    on("2024-06-28T01:00:00Z");
    plan_night(w, "一", "");
    night(w, &june, 1);
    g_free(release(w, &(batch_release_order){0}));
    on("2024-07-02T01:00:00Z");
    plan_night(w, "一", "2024-07-01");
    g_free(release(w, &(batch_release_order){0}));
    on("2024-07-30T16:00:00Z"); /* the next day in Japan */
    plan_night(w, "二", "2024-07-01");
    night(w, &july, 1);
    g_free(release(w, &(batch_release_order){.deed = revision}));
    on("2024-08-05T01:00:00Z");
    assert_true(batch_reprint(&plan, &repair, &w->paths, w->folder, &copy, w->d));
    assert_true(batch_reprint(&plan, &repair, &w->paths, w->folder, &copy, w->d));
    assert_true(batch_reprint(&first, &repair, &w->paths, w->folder, &copy, w->d));
    hand_over(w, &plan, 2, ""); /* nobody need say why */
    hand_over(w, &plan, 2, "紙づまり <&>");
    hand_over(w, &record, 1, "");
    assert_int_equal(batch_withdraw(&record, &revision, w->folder, w->d), 1);
    assert_true(batch_hold_key("K-1", true, &repair, w->folder, w->d));
    assert_true(batch_hold_key("K-1", false, &repair, w->folder, w->d));
    g_string_free(copy.file, TRUE);
    assert_codes(w, "");
}

static void
check_golden(const char *name, const char *text)
{
    char *path = g_build_filename("tests/golden/index", name, NULL), *expected = NULL;
    if (g_getenv("UPDATE"))
        assert_true(g_mkdir_with_parents("tests/golden/index", 0755) == 0 && write_file_anew(path, text, -1));
    assert_true(g_file_get_contents(path, &expected, NULL, NULL));
    assert_string_equal(text, expected);
    g_free(expected);
    g_free(path);
}

static void
check_schema(world *w, const char *text)
{
    xml_store *s = xml_store_new();
    schema_grammar *schema = schema_read(s, "templates/schema/index.rng", w->d);
    xml_doc *doc = xml_read_memory(s, "index", text, strlen(text), XML_DATA, &xml_limits_case, w->d);
    const bool valid = schema && doc && schema_validate(schema, doc, w->d);
    xml_store_drop(s);
    assert_codes(w, "");
    assert_true(valid);
}

/* The bytes are of any version of the engine: their sums are not of the golden. */
static char *
without_sums(const char *text)
{
    GRegex *sum = g_regex_new("[0-9a-f]{64}|bytes\":[0-9]+", 0, 0, NULL);
    char *out = g_regex_replace_literal(sum, text, -1, 0, "SUM", 0, NULL);
    g_regex_unref(sum);
    return out;
}

static void
the_index_tells_it_all(void **state)
{
    world *w = *state;
    a_year(w);
    batch_index *x = batch_index_new(w->folder, "K-1", w->d);
    assert_non_null(x);
    render_environment *e = render_open(&w->paths, RENDER_KEEP, w->d);
    GString *text = g_string_new(NULL), *english = g_string_new(NULL), *json = g_string_new(NULL),
            *data = g_string_new(NULL);
    batch_index_print(x, DIAG_JA, text);
    batch_index_print(x, DIAG_EN, english);
    batch_index_print_json(x, json);
    batch_index_data(x, e, data, w->d);
    check_schema(w, data->str);
    g_string_append(text, english->str);
    const GString *all[] = {text, json, data};
    const char *const names[] = {"text", "json", "data.xml"};
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        char *plain = without_sums(all[i]->str);
        check_golden(names[i], plain);
        g_free(plain);
    }
    GByteArray *pdf = batch_index_pdf(x, &w->paths, w->d);
    assert_non_null(pdf);
    g_byte_array_unref(pdf);
    g_string_free(text, TRUE);
    g_string_free(english, TRUE);
    g_string_free(json, TRUE);
    g_string_free(data, TRUE);
    render_close(e);
    batch_index_drop(x);
}

/* ---- the form ---- */

static size_t
count_of(const char *text, const char *what)
{
    size_t n = 0;
    for (const char *p = strstr(text, what); p; p = strstr(p + 1, what))
        n++;
    return n;
}

/* The words of the pages, as another program reads them. */
static char *
printed(world *w, const char *data, int *pages)
{
    render_environment *e = render_open(&w->paths, RENDER_KEEP, w->d);
    GString *xml = g_string_new(data);
    GByteArray *pdf = render_made(e, "templates/batch/index.xml", "index", xml, w->d);
    assert_codes(w, "");
    char *path = g_build_filename(w->folder, "index.pdf", NULL), *said = NULL;
    char *command = g_strdup_printf("pdftotext -raw %s -", path);
    assert_true(write_file_anew(path, (const char *)pdf->data, pdf->len));
    assert_true(g_spawn_command_line_sync(command, &said, NULL, NULL, NULL));
    char *text = g_strdup(said);
    *pages = (int)count_of(text, "\f");
    g_free(said);
    g_byte_array_unref(pdf);
    g_string_free(xml, TRUE);
    g_free(command);
    g_free(path);
    render_close(e);
    return text;
}

#define SUM "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* Of few papers and of hundreds each is there once; the head of the table stands on every page. */
static void
every_version_has_its_row(void **state)
{
    static const int counts[] = {0, 1, 300};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(counts); i++) {
        GString *x =
            g_string_new("<index version='1' key='K-1' date='2024-08-05' held='no' entries='9' hash='" SUM "'>");
        for (int k = 0; k < counts[i]; k++)
            g_string_append_printf(x,
                                   "<issue kind='document' title='個別支援計画書' version='%d' entry='%d' pages='3' "
                                   "issued='2024-07-31' who='係' state='%s' hash='" SUM "'>（K-%04d）</issue>",
                                   k + 1, k + 1, k + 1 < counts[i] ? "withdrawn' ended='2024-08-01" : "current", k);
        g_string_append(x, "</index>");
        check_schema(w, x->str);
        int pages;
        char *text = printed(w, x->str, &pages);
        for (int k = 0; k < counts[i]; k++) {
            char *row = g_strdup_printf("K-%04d", k);
            if (count_of(text, row) != 1)
                fail_msg("%s", text);
            g_free(row);
        }
        assert_true(pages == 1 || counts[i] == 300);
        assert_int_equal(count_of(text, "照合値（SHA-256）"), counts[i] ? (size_t)pages : 0);
        assert_int_equal(count_of(text, "（続き）"), (size_t)pages - 1);
        assert_int_equal(count_of(text, "ありません。"), counts[i] == 0);
        g_free(text);
        g_string_free(x, TRUE);
    }
}

/* ---- retention ---- */

static void
copy_masters(const world *w)
{
    static const char *const masters[] = {"office", "partners", "municipality", "calendar"};
    for (size_t i = 0; i < G_N_ELEMENTS(masters); i++) {
        char *from = g_strdup_printf("samples/masters/%s.xml", masters[i]), *text = NULL;
        char *to = g_strdup_printf("masters/%s.xml", masters[i]);
        assert_true(g_file_get_contents(from, &text, NULL, NULL));
        write_made(w, to, text);
        g_free(text);
        g_free(from);
        g_free(to);
    }
}

static const date asked_on = {2030, 1, 1};

/* Of a sample with this put in the place of that. */
static bool
retention(const world *w, const char *that, const char *this, batch_retention *out)
{
    char *text = NULL, *path = g_build_filename(w->folder, "one", "case.xml", NULL);
    assert_true(g_file_get_contents("samples/hodei-futoukou/case.xml", &text, NULL, NULL));
    GString *s = g_string_new(text);
    if (that)
        assert_true(g_string_replace(s, that, this, 0) > 0);
    write_made(w, "one/case.xml", s->str);
    batch_cases *c = batch_cases_open(&w->paths, w->d);
    const bool known = batch_cases_retention(c, path, "K-0001", asked_on, out);
    batch_cases_close(c);
    g_string_free(s, TRUE);
    g_free(path);
    g_free(text);
    return known;
}

static void
retention_begins_with_the_end_of_the_last_service(void **state)
{
    world *w = *state;
    batch_retention r;
    copy_masters(w);
    assert_false(retention(w, NULL, NULL, &r)); /* it goes on */
    assert_non_null(strstr(r.why[DIAG_JA], "end"));
    assert_true(
        retention(w, "<service-use id=\"su-komorebi\"", "<service-use end=\"2025-02-28\" id=\"su-komorebi\"", &r));
    assert_true(r.end.year == 2025 && r.end.month == 2 && r.end.day == 28);
    assert_true(r.until.year == 2030 && r.until.month == 2 && r.until.day == 28);
    assert_false(retention(w, "id=\"K-0001\"", "id=\"K-0009\"", &r));
    assert_non_null(strstr(r.why[DIAG_EN], "another id"));
    assert_false(retention(w, "<case ", "<case odd=\"x\" ", &r));
    assert_non_null(strstr(r.why[DIAG_EN], "cannot be read"));
    batch_cases *c = batch_cases_open(&w->paths, w->d);
    assert_false(batch_cases_retention(c, "none.xml", "K-0001", asked_on, &r));
    assert_false(batch_cases_retention(c, NULL, "K-0001", asked_on, &r));
    batch_cases_close(c);
}

/* By the values of a folder of local rules: of the day on which the service ended, on which it is asked, and on which a
 * consent that promises it was explained (2023 and 2024), the longest. */
static void
retention_is_as_long_as_the_local_rules_say(void **state)
{
    static const struct {
        const char *days, *value;
        int until;
    } values[] = {
        {"", "10", 2035},
        {"", "3", 2028}, /* of the rules; a municipality's own years are added to none */
        {"to='2023-12-31'", "8", 2033},
        {"to='2023-10-31'", "8", 2030},
        {"from='2025-01-01' to='2025-12-31'", "7", 2032},
        {"from='2025-03-01' to='2029-12-31'", "9", 2030},
        {"from='2029-12-31'", "6", 2031},
    };
    world *w = *state;
    batch_retention r;
    copy_masters(w);
    w->paths.local = g_build_filename(w->folder, "local", NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
        char *rules = g_strdup_printf(
            "<rules version='1' title='手元の値'><parameter name='record-years' replaces='yes' "
            "value='%s' %s source='市の定め'><title>年数</title><title-en>years</title-en></parameter></rules>",
            values[i].value, values[i].days);
        write_made(w, "local/市.xml", rules);
        assert_true(
            retention(w, "<service-use id=\"su-komorebi\"", "<service-use end=\"2025-02-28\" id=\"su-komorebi\"", &r));
        assert_int_equal(r.until.year, values[i].until);
        g_free(rules);
    }
    write_made(w, "local/市.xml", "<rules version='1'>");
    assert_null(batch_cases_open(&w->paths, w->d));
    assert_true(diag_count(w->d, DIAG_ERROR) > 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
    const struct CMUnitTest tests[] = {TEST(the_index_tells_it_all), TEST(every_version_has_its_row),
                                       TEST(retention_begins_with_the_end_of_the_last_service),
                                       TEST(retention_is_as_long_as_the_local_rules_say)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
