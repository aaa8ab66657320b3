/* test_batch_report.c: the report of a town's night, from a ledger that was written for it: 100,000 documents,
 * thousands of them not made for several reasons, ten thousand envelopes. Nothing of it is lost: the text and the JSON
 * have every row, the paper has every number. */
#include "test_bundle.h"

#include <glib/gstdio.h>

#include "batch/batch.h"
#include "folder_support.h"

enum { KEYS = 10000, FORMS = 10, PARTNERS = 1500, FORBIDDEN = 6000, FAILED = 2500, ABSENT = 40000 };

/* What became of the documents: the first ABSENT are not applicable, then come the forbidden, the failed, the made. */
static ledger_status
status_of(int i)
{
    return i < ABSENT                        ? LEDGER_ABSENT
           : i < ABSENT + FORBIDDEN          ? LEDGER_BLOCKED
           : i < ABSENT + FORBIDDEN + FAILED ? LEDGER_FAILED
                                             : LEDGER_MADE;
}

/* Two rules and two kinds of failure, one of them of a single document. */
static void
add_reason(diag *d, int i)
{
    const place data = {"cases/x/case.xml", 12, NULL};
    if (i < ABSENT)
        diag_add(d, DIAG_BIND_NO_SUBJECT, PLACE_NONE, data, "w", "w", NULL);
    else if (i < ABSENT + FORBIDDEN)
        diag_add(d, DIAG_RENDER_FORBIDDEN, PLACE_NONE, data, i % 3 ? "K1.1" : "N5.1d", "理由", "欄", "field", NULL);
    else if (i == ABSENT + FORBIDDEN)
        diag_add(d, DIAG_BATCH_CRASHED, PLACE_NONE, PLACE_NONE, "信号", "signal", NULL);
    else if (i < ABSENT + FORBIDDEN + FAILED)
        diag_add(d, DIAG_BIND_MISSING, PLACE_NONE, data, "値", "value", NULL);
}

static void
save_document(ledger *l, int64_t run, int i)
{
    diag *d = diag_new();
    add_reason(d, i);
    char key[24], name[16], partner[16], file[64];
    g_snprintf(key, sizeof key, "K-%05d", i / FORMS);
    g_snprintf(name, sizeof name, "form%d", i % FORMS);
    g_snprintf(partner, sizeof partner, "P-%04d", i % PARTNERS);
    g_snprintf(file, sizeof file, "%s/%s.pdf", key, name);
    const ledger_status status = status_of(i);
    const bool made = status == LEDGER_MADE;
    const ledger_recipient to[] = {{"household", key, ""}, {"partner", partner, ""}};
    const ledger_document x = {.key = key,
                               .form = name,
                               .place = i % FORMS,
                               .month = "",
                               .as_of = "",
                               .case_path = "cases/x/case.xml",
                               .status = status,
                               .file = made ? file : "",
                               .pages = made ? 2 : 0,
                               .messages = d,
                               .recipients = to,
                               .recipient_count = made ? G_N_ELEMENTS(to) : 0};
    assert_true(ledger_save(l, run, &x));
    diag_drop(d);
}

static void
save_bundle(ledger *l, int64_t run, int i)
{
    char name[32], file[64];
    g_snprintf(name, sizeof name, "household/K-%05d", i);
    g_snprintf(file, sizeof file, "bundles/%s.pdf", name);
    const ledger_bundle b = {.name = name,
                             .series = "",
                             .to = "household",
                             .mark = strchr(name, '/') + 1,
                             .documents = 3,
                             .file = file,
                             .pages = 7};
    assert_true(ledger_save_bundle(l, run, &b));
}

/* The ledger of the night below a folder. */
static void
write_night(world *w, const char *output)
{
    char *path = batch_ledger_path(output, (batch_shard){0, 0}), *folder = g_path_get_dirname(path);
    assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
    ledger *l = ledger_open(path, LEDGER_WRITE, w->d);
    assert_non_null(l);
    const ledger_run run = {.started = "2024-07-31T17:00:00Z",
                            .shard = "",
                            .edition = "e",
                            .bundles = "household",
                            .series = "",
                            .order = "town.xml",
                            .month = "",
                            .as_of = "",
                            .planned = (int64_t)KEYS * FORMS};
    int64_t id;
    assert_true(ledger_begin(l) && ledger_start_run(l, &run, &id));
    for (int i = 0; i < KEYS * FORMS; i++)
        save_document(l, id, i);
    for (int i = 0; i < KEYS; i++)
        save_bundle(l, id, i);
    assert_true(ledger_end_run(l, id, "2024-07-31T18:00:00Z", EXIT_SOME) && ledger_commit(l));
    ledger_close(l);
    g_free(folder);
    g_free(path);
}

static void
check_counts(const batch_report *r)
{
    const batch_counts *n = &r->counts;
    assert_int_equal(n->planned, KEYS * FORMS);
    assert_int_equal(n->absent, ABSENT);
    assert_int_equal(n->blocked, FORBIDDEN);
    assert_int_equal(n->failed, FAILED);
    assert_int_equal(n->made, KEYS * FORMS - ABSENT - FORBIDDEN - FAILED);
    assert_int_equal(batch_counts_left(n), 0);
    assert_int_equal(n->bundles, KEYS);
    assert_int_equal(r->recipients->len, PARTNERS);
}

/* Each document that was not made, and each envelope, has its own row in the text or in the JSON. */
static void
check_tellings(const batch_report *r)
{
    GString *text = g_string_new(NULL), *json = g_string_new(NULL);
    batch_report_print(r, DIAG_JA, text);
    batch_report_print_json(r, DIAG_JA, json);
    assert_int_equal(count_of(text->str, "\t対象外\n"), ABSENT);
    assert_int_equal(count_of(text->str, "\t禁止\n"), FORBIDDEN);
    assert_int_equal(count_of(text->str, "\t失敗\n"), FAILED);
    assert_int_equal(count_of(json->str, "\"state\":\"absent\""), ABSENT);
    assert_int_equal(count_of(json->str, "\"state\":\"blocked\""), FORBIDDEN);
    assert_int_equal(count_of(json->str, "\"state\":\"failed\""), FAILED);
    assert_int_equal(count_of(json->str, "{\"name\":\"household/"), KEYS);
    g_string_free(text, TRUE);
    g_string_free(json, TRUE);
}

static void
check_paper(world *w, const batch_report *r)
{
    char templates[] = "templates", schema[] = "templates/schema", faces[] = "fonts";
    GByteArray *pdf = batch_report_pdf(r, &(render_paths){.forms = templates, .schema = schema, .fonts = faces}, w->d);
    if (!pdf)
        fail_msg("%s", messages(w));
    const char *path = own_file(w, "report.pdf", NULL);
    assert_true(g_file_set_contents(path, (const char *)pdf->data, pdf->len, NULL));
    g_byte_array_unref(pdf);
    const char *text = say(w, "pdftotext -raw %s -", path);
    for (const char *const *word =
             (const char *const[]){"100,000", "51,500", "40,000", "4,000", "2,000", "2,499", "batch-crashed",
                                   "計 10,000束 30,000 70,000", "ほか9,000束", "ほか500件の宛先", NULL};
         *word; word++)
        if (!strstr(text, *word))
            fail_msg("the paper does not say: %s", *word);
    assert_true(page_count(w, path) < 120);
}

static void
a_town_of_a_hundred_thousand_documents(void **state)
{
    world *w = *state;
    const char *output = own_file(w, "out", NULL);
    write_night(w, output);
    batch_report *r = batch_report_new(output, (batch_shard){0, 0}, w->d);
    assert_non_null(r);
    check_counts(r);
    check_tellings(r);
    check_paper(w, r);
    batch_report_drop(r);
    remove_tree(output);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {TEST(a_town_of_a_hundred_thousand_documents)};
    return cmocka_run_group_tests(tests, open_environment, close_environment);
}
