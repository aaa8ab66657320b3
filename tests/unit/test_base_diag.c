#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "base/diag.h"

static const place form_at = {"form.xml", 12, NULL}, data_at = {"data.xml", 3, "/case/child"};

static int
begin(void **state)
{
    *state = diag_new();
    return 0;
}

static int
end(void **state)
{
    diag_drop(*state);
    return 0;
}

typedef void printer(const diag *d, FILE *to, diag_language language);

static char *
printed(const diag *d, printer *print, diag_language language)
{
    char *text = NULL;
    size_t length;
    FILE *to = open_memstream(&text, &length);
    print(d, to, language);
    fclose(to);
    return text;
}

static void
check_printed(const diag *d, printer *print, diag_language language, const char *expected)
{
    char *text = printed(d, print, language);
    assert_string_equal(text, expected);
    free(text);
}

/* ---- the table ---- */

static bool
is_kebab_case(const char *name)
{
    const size_t n = strlen(name);
    if (!n || name[0] == '-' || name[n - 1] == '-' || strstr(name, "--"))
        return false;
    return strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == n;
}

static void
every_name_is_unique_and_in_kebab_case(void **state)
{
    (void)state;
    GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (int code = 0; code < DIAG_CODE_COUNT; code++) {
        const char *name = diag_name((diag_code)code);
        if (!is_kebab_case(name) || !g_hash_table_add(seen, (gpointer)name))
            fail_msg("name \"%s\"", name);
        assert_int_equal(diag_find(name), code);
    }
    g_hash_table_destroy(seen);
    assert_int_equal(diag_find("no-such-code"), DIAG_CODE_COUNT);
    assert_int_equal(diag_find(""), DIAG_CODE_COUNT);
}

/* Arguments that a wording shows, as bits; text that is written in braces but is no argument is an error. */
static unsigned
shown(const char *wording, const char *name)
{
    unsigned bits = 0;
    for (const char *p = wording; (p = strchr(p, '{')); p++) {
        if (p[1] < '1' || p[1] > '4' || p[2] != '}')
            fail_msg("%s: a brace that is no argument: %s", name, p);
        bits |= 1u << (p[1] - '1');
    }
    return bits;
}

/* Where the two languages name different arguments, one of them is the other's word for it: allowed for the
 * rooms that give both (xml, batch, functions), never for fewer arguments than the other has. */
static void
both_wordings_are_there_and_show_as_many_arguments(void **state)
{
    static const struct {
        const char *name, *ja, *en;
    } rows[] = {
#define DIAG(code, name, severity, exit_class, ja, en) {name, ja, en},
#include "base/diag.def"
#undef DIAG
    };
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (!*rows[i].ja || !*rows[i].en)
            fail_msg("%s lacks a wording", rows[i].name);
        assert_true(g_utf8_validate(rows[i].ja, -1, NULL));
        const unsigned ja = shown(rows[i].ja, rows[i].name), en = shown(rows[i].en, rows[i].name);
        const bool of_xml =
            g_str_has_prefix(rows[i].name, "xml-") || g_str_has_prefix(rows[i].name, "form-x") ||
            g_str_has_prefix(rows[i].name, "compose-") || strcmp(rows[i].name, "schema-broken") == 0 ||
            strcmp(rows[i].name, "usage") == 0 || /* these have words of both languages */
            g_str_has_prefix(rows[i].name, "file-") || g_str_has_suffix(rows[i].name, "-asked") ||
            g_str_has_prefix(rows[i].name, "casefile-master-") || strcmp(rows[i].name, "form-include-read") == 0 ||
            strcmp(rows[i].name, "text-script") == 0 || strcmp(rows[i].name, "form-unknown") == 0 ||
            strcmp(rows[i].name, "batch-unknown") == 0 || strcmp(rows[i].name, "batch-several") == 0 ||
            strcmp(rows[i].name, "batch-write") == 0 || strcmp(rows[i].name, "batch-worker") == 0 ||
            strcmp(rows[i].name, "preview-worker") == 0 || strcmp(rows[i].name, "batch-in-the-way") == 0 ||
            strcmp(rows[i].name, "batch-file-unread") == 0 || strcmp(rows[i].name, "batch-folder-unread") == 0 ||
            g_str_has_prefix(rows[i].name, "ledger-") || g_str_has_prefix(rows[i].name, "xlsx-") ||
            g_str_has_prefix(rows[i].name, "sheet-") || strcmp(rows[i].name, "edit-unfinished") == 0 ||
            strcmp(rows[i].name, "casefile-unwritten") == 0 || strcmp(rows[i].name, "formin-left") == 0 ||
            strcmp(rows[i].name, "draft-meeting-left") == 0 || g_str_has_prefix(rows[i].name, "cell-") ||
            g_str_has_prefix(rows[i].name, "csv-") || g_str_has_prefix(rows[i].name, "map-") ||
            strcmp(rows[i].name, "check-rules") == 0 || /* these pass on what xml says */
            g_str_has_prefix(rows[i].name, "bind-") ||  /* labels, what a function refuses */
            strcmp(rows[i].name, "casefile-reading") == 0 || strcmp(rows[i].name, "casefile-honorific") == 0 ||
            strcmp(rows[i].name, "casefile-school-word") == 0 || strcmp(rows[i].name, "casefile-unique") == 0 ||
            g_str_has_prefix(rows[i].name, "bundle-") || strcmp(rows[i].name, "paint-cairo") == 0 ||
            strcmp(rows[i].name, "paint-list") == 0 || strcmp(rows[i].name, "render-forbidden") == 0 ||
            g_str_has_prefix(rows[i].name, "casefile-ref-") || strcmp(rows[i].name, "check-eval") == 0 ||
            g_str_has_prefix(rows[i].name, "check-local") || strcmp(rows[i].name, "batch-name") == 0 ||
            strcmp(rows[i].name, "confine-failed") == 0 || strcmp(rows[i].name, "batch-crashed") == 0 ||
            strcmp(rows[i].name, "batch-not-issued") == 0 || strcmp(rows[i].name, "batch-spooler") == 0 ||
            strcmp(rows[i].name, "batch-not-released") == 0 || strcmp(rows[i].name, "batch-end-unknown") == 0 ||
            strcmp(rows[i].name, "batch-bundle-failed") == 0 || g_str_has_prefix(rows[i].name, "image-") ||
            g_str_has_prefix(rows[i].name, "form-image-") || strcmp(rows[i].name, "own-grammar") == 0 ||
            strcmp(rows[i].name, "form-grammar") == 0 || g_str_has_prefix(rows[i].name, "casefile-own-") ||
            strcmp(rows[i].name, "casefile-fields-read") == 0 || strcmp(rows[i].name, "form-data-read") == 0 ||
            strcmp(rows[i].name, "words-language") == 0;
        /* text-script has a sentence of two words in Japanese. */
        if (strcmp(rows[i].name, "text-script") != 0 &&
            (of_xml ? __builtin_popcount(ja) != __builtin_popcount(en) : ja != en))
            fail_msg("%s: the wordings show different arguments", rows[i].name);
    }
}

static void
every_error_has_an_exit_class(void **state)
{
    (void)state;
    for (int code = 0; code < DIAG_CODE_COUNT; code++) {
        const int exit_class = diag_exit_class_of((diag_code)code);
        if (diag_severity_of((diag_code)code) == DIAG_ERROR)
            assert_true(exit_class == EXIT_AGAIN || (exit_class >= EXIT_SOME && exit_class <= EXIT_DAMAGED));
        else
            assert_int_equal(exit_class, EXIT_DONE);
    }
}

/* ---- collecting ---- */

static void
messages_keep_their_order_and_are_kept_once(void **state)
{
    diag *d = *state;
    diag_add(d, DIAG_BIND_MISSING, form_at, data_at, "b", NULL);
    diag_add(d, DIAG_BIND_MISSING, form_at, data_at, "a", NULL);
    diag_add(d, DIAG_BIND_MISSING, form_at, data_at, "b", NULL);
    diag_add(d, DIAG_BIND_MISSING, form_at, PLACE_NONE, "b", NULL);
    diag_add(d, DIAG_BIND_MANY, form_at, data_at, "b", NULL);
    assert_int_equal(diag_length(d), 4);
    assert_int_equal(diag_count(d, DIAG_ERROR), 4);
    assert_string_equal(diag_at(d, 0)->args[0], "b");
    assert_string_equal(diag_at(d, 1)->args[0], "a");
    assert_null(diag_at(d, 2)->data.file);
    assert_int_equal(diag_at(d, 3)->code, DIAG_BIND_MANY);
}

static void
strings_and_places_are_copied(void **state)
{
    diag *d = *state;
    char file[] = "form.xml", arg[] = "select", path[] = "/a/b";
    diag_add(d, DIAG_BIND_MISSING, (place){file, 1, NULL}, (place){file, 2, path}, arg, NULL);
    memset(file, 'x', 4);
    memset(arg, 'x', 4);
    memset(path, 'x', 4);
    assert_string_equal(diag_at(d, 0)->form.file, "form.xml");
    assert_string_equal(diag_at(d, 0)->data.path, "/a/b");
    assert_string_equal(diag_at(d, 0)->args[0], "select");
}

static void
the_worst_error_decides_the_exit_status(void **state)
{
    diag *d = *state;
    assert_int_equal(diag_exit_status(d), EXIT_DONE);
    diag_add(d, DIAG_TOO_MANY, PLACE_NONE, PLACE_NONE, "1", NULL);
    assert_int_equal(diag_exit_status(d), EXIT_DONE); /* a note */
    assert_int_equal(diag_count(d, DIAG_ERROR), 0);
    assert_int_equal(diag_count(d, DIAG_NOTE), 1);
    diag_add(d, DIAG_FORM_DEEP, form_at, PLACE_NONE, NULL);
    assert_int_equal(diag_exit_status(d), EXIT_FORM);
    diag_add(d, DIAG_BIND_MISSING, form_at, data_at, "x", NULL);
    assert_int_equal(diag_exit_status(d), EXIT_FORM);
    diag_add(d, DIAG_FILE_READ, PLACE_NONE, PLACE_NONE, "x", "y", "y", NULL);
    assert_int_equal(diag_exit_status(d), EXIT_ENVIRONMENT);
}

/* Every pair, in both orders, against the order that the manual gives. */
static void
of_two_exit_statuses_the_worse_one_wins(void **state)
{
    (void)state;
    static const int order[] = {0, 6, 1, 7, 8, 9, 2, 3, 4, 5, 75};
    for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
        for (size_t k = 0; k < G_N_ELEMENTS(order); k++)
            assert_int_equal(diag_worse_exit(order[i], order[k]), order[MAX(i, k)]);
}

static void
past_a_thousand_messages_the_rest_are_counted(void **state)
{
    diag *d = *state;
    for (int i = 0; i < 1500; i++)
        diag_add(d, DIAG_BIND_MISSING, (place){"form.xml", i + 1, NULL}, PLACE_NONE, "x", NULL);
    diag_add(d, DIAG_FILE_READ, PLACE_NONE, PLACE_NONE, "x", "y", "y", NULL);
    assert_int_equal(diag_length(d), 1001); /* one of its kind is never left out */
    assert_int_equal(diag_count(d, DIAG_ERROR), 1501);
    assert_int_equal(diag_count(d, DIAG_NOTE), 1501);
    assert_int_equal(diag_count_of(d, DIAG_BIND_MISSING), 1500);
    assert_int_equal(diag_exit_status(d), EXIT_ENVIRONMENT);
    char *text = printed(d, diag_print_json, DIAG_EN);
    assert_non_null(strstr(text, "\"code\":\"too-many-messages\",\"severity\":\"note\","
                                 "\"message\":\"too many messages; 500 more left out\",\"args\":[\"500\"]}\n"));
    free(text);
    text = printed(d, diag_print, DIAG_JA);
    assert_non_null(strstr(text, "参考: メッセージが多いため、残りの500件は省きました [too-many-messages]\n"));
    free(text);
}

/* Handed on, they are as many, and decide the exit status though nobody sees the one that does. */
static void
what_is_left_out_is_handed_on(void **state)
{
    diag *d = *state, *from = diag_new();
    for (int i = 0; i < 1500; i++)
        diag_add(from, DIAG_BATCH_BUNDLE_MISSING, (place){"x.xml", i + 1, NULL}, PLACE_NONE, "x", "y", NULL);
    for (int i = 0; i < 30; i++)
        diag_add(from, DIAG_FILE_READ, (place){"y.xml", i + 1, NULL}, PLACE_NONE, "x", "y", "y", NULL);
    diag_append_all(d, from);
    diag_drop(from);
    assert_int_equal(diag_length(d), 1010);
    assert_int_equal(diag_count(d, DIAG_ERROR), 1530);
    assert_int_equal(diag_count_of(d, DIAG_BATCH_BUNDLE_MISSING), 1500);
    assert_int_equal(diag_count_of(d, DIAG_FILE_READ), 30);
    assert_int_equal(diag_exit_status(d), EXIT_ENVIRONMENT);
    char *text = printed(d, diag_print, DIAG_EN);
    assert_non_null(strstr(text, "520 more left out [too-many-messages]\n"));
    free(text);
}

/* ---- printing ---- */

static void
both_ends_are_printed_in_either_language(void **state)
{
    diag *d = *state;
    diag_add(d, DIAG_BIND_MISSING, form_at, data_at, "名", "Name", NULL);
    check_printed(d, diag_print, DIAG_EN,
                  "data.xml:3: error: no value to print: Name; add it here [bind-missing]\n    data /case/child\n    "
                  "form.xml:12: form\n");
    check_printed(
        d, diag_print, DIAG_JA,
        "data.xml:3: エラー: 印刷する値がありません：名。この場所に書き加えてください [bind-missing]\n    データ "
        "/case/child\n    form.xml:12: 様式\n");
}

/* Whoever must act reads his own place first: of the data, of the form; and a form's own words are the form's. */
static void
the_place_of_whose_mistake_it_is_comes_first(void **state)
{
    diag *d = *state;
    diag_add(d, DIAG_BIND_MANY, form_at, data_at, "x", NULL);
    char *many = printed(d, diag_print, DIAG_EN);
    assert_true(g_str_has_prefix(many, "form.xml:12: error: "));
    assert_true(g_str_has_suffix(many, "[bind-many]\n    data.xml:3: data /case/child\n"));
    assert_int_equal(diag_exit_status(d), EXIT_FORM);
    free(many);
    static const struct {
        diag_code code;
        bool in_form, in_data, of_data;
        int exit_class;
    } rows[] = {{DIAG_TEXT_MISSING_GLYPH, true, true, true, EXIT_DATA},
                {DIAG_TEXT_MISSING_GLYPH, true, false, false, EXIT_FORM},
                {DIAG_TEXT_MISSING_GLYPH, false, true, true, EXIT_DATA},
                {DIAG_TEXT_HIDDEN, true, true, true, EXIT_DONE},
                {DIAG_TEXT_HIDDEN, true, false, false, EXIT_DONE},
                {DIAG_FILE_READ, false, false, false, EXIT_ENVIRONMENT},
                {DIAG_FORM_DEEP, true, true, false, EXIT_FORM},
                {DIAG_CHECK_EVAL, true, true, false, EXIT_ENVIRONMENT}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const diag_message m = {.code = rows[i].code,
                                .form = rows[i].in_form ? form_at : PLACE_NONE,
                                .data = rows[i].in_data ? data_at : PLACE_NONE};
        assert_int_equal(diag_is_of_data(&m), rows[i].of_data);
        assert_int_equal(diag_exit_class(&m), rows[i].exit_class);
    }
}

/* Told once, with every word and the number of places; the others, and the counts, stay as they are. */
static void
many_of_one_kind_are_gathered(void **state)
{
    diag *d = *state;
    diag_gather(d, DIAG_TEXT_HIDDEN);
    assert_int_equal(diag_length(d), 0);
    diag_add(d, DIAG_TEXT_LEFTOVER, form_at, data_at, "<br>", NULL);
    diag_add(d, DIAG_TEXT_HIDDEN, form_at, data_at, "U+200B", "1", NULL);
    diag_gather(d, DIAG_TEXT_HIDDEN);
    assert_int_equal(diag_length(d), 2);
    assert_string_equal(diag_at(d, 1)->args[1], "1");
    diag_add(d, DIAG_BIND_MISSING, form_at, data_at, "x", "x", NULL);
    diag_add(d, DIAG_TEXT_HIDDEN, form_at, (place){"data.xml", 5, NULL}, "U+00AD U+200B", "1", NULL);
    diag_add(d, DIAG_TEXT_HIDDEN, form_at, (place){"data.xml", 6, NULL}, "U+FEFF", "1", NULL);
    diag_gather(d, DIAG_TEXT_HIDDEN);
    assert_int_equal(diag_length(d), 3);
    const diag_message *m = diag_at(d, 1);
    assert_int_equal(m->code, DIAG_TEXT_HIDDEN);
    assert_int_equal(m->data.line, 3);
    assert_string_equal(m->args[0], "U+200B U+00AD U+FEFF");
    assert_string_equal(m->args[1], "3");
    diag_gather(d, DIAG_TEXT_HIDDEN);
    assert_string_equal(m->args[1], "3");
    assert_int_equal(diag_at(d, 2)->code, DIAG_BIND_MISSING);
    assert_int_equal(diag_count(d, DIAG_WARNING), 3);
    assert_int_equal(diag_count(d, DIAG_ERROR), 1);
}

static void
one_end_or_none_is_printed(void **state)
{
    diag *d = *state;
    diag_add(d, DIAG_FORM_DEEP, PLACE_NONE, (place){"data.xml", 0, NULL}, NULL);
    diag_add(d, DIAG_INSTALL_MISSING, PLACE_NONE, PLACE_NONE, NULL);
    check_printed(d, diag_print, DIAG_EN,
                  "data.xml: error: the form is nested too deeply (64 levels at most) [form-deep]\n"
                  "error: templates and font settings are not found: install renkei again (make install) "
                  "[install-missing]\n");
    check_printed(d, diag_print_json, DIAG_EN,
                  "{\"v\":1,\"code\":\"form-deep\",\"severity\":\"error\",\"message\":\"the form is nested too deeply "
                  "(64 levels at most)\",\"data\":{\"file\":\"data.xml\"},\"of\":\"data\",\"args\":[]}\n"
                  "{\"v\":1,\"code\":\"install-missing\",\"severity\":\"error\",\"message\":\"templates and font "
                  "settings are not found: install renkei again (make install)\",\"args\":[]}\n");
}

/* One message one line, whatever is in it. */
static void
json_escapes_quotes_and_controls(void **state)
{
    diag *d = *state;
    diag_add(d, DIAG_FILE_READ, PLACE_NONE, (place){"a\"b\\c.xml", 1, "/x[y='\n']"}, "tab\there", "ja", "\x7f\x01日本",
             NULL);
    check_printed(
        d, diag_print_json, DIAG_EN,
        "{\"v\":1,\"code\":\"file-read\",\"severity\":\"error\",\"message\":\"cannot read file: tab\\u0009here "
        "(\\u007f\\u0001日本)\",\"data\":{\"file\":\"a\\\"b\\\\c.xml\",\"line\":1,\"path\":"
        "\"/x[y='\\u000a']\"},\"of\":\"data\",\"args\":[\"tab\\u0009here\",\"ja\",\"\\u007f\\u0001日本\"]}\n");
}

/* Nor can a name reach into a terminal. */
static void
no_control_is_printed(void **state)
{
    diag *d = *state;
    diag_add(d, DIAG_FILE_READ, (place){"a\x1b[2J\x7f.xml", 1, NULL}, PLACE_NONE, "b\x7f\n", "ja", "\x1f日本 ", NULL);
    check_printed(
        d, diag_print, DIAG_EN,
        "a<U+001B>[2J<U+007F>.xml:1: error: cannot read file: b<U+007F><U+000A> (<U+001F>日本 ) [file-read]\n");
}

/* Nor turn the words of a line around, nor be no text at all. */
static void
no_mark_of_direction_is_printed(void **state)
{
    diag *d = *state;
    diag_add(d, DIAG_FILE_READ, (place){"a\u202e\u2066b\xc2\x9b\u2028\xff.xml", 0, NULL}, PLACE_NONE, "\xe7\x9b", "ja",
             "日本", NULL);
    check_printed(
        d, diag_print, DIAG_EN,
        "a<U+202E><U+2066>b<U+009B><U+2028>\\xFF.xml: error: cannot read file: \\xE7\\x9B (日本) [file-read]\n");
}

static void
an_argument_that_is_not_given_shows_as_nothing(void **state)
{
    diag *d = *state;
    diag_add(d, DIAG_FILE_READ, PLACE_NONE, PLACE_NONE, "x", NULL);
    char *text = diag_text(diag_at(d, 0), DIAG_EN);
    assert_string_equal(text, "cannot read file: x ()");
    g_free(text);
}

static void
dropping_nothing_is_allowed(void **state)
{
    (void)state;
    diag_drop(NULL);
}

/* From one diag to another all is kept: both places, every argument, the status; and twice is once. */
static void
messages_are_taken_over_whole(void **state)
{
    diag *d = *state, *copy = diag_new();
    diag_add(d, DIAG_BIND_MISSING, form_at, data_at, "one", "two", "three", "four", NULL);
    diag_add(d, DIAG_FONT_MISSING, PLACE_NONE, PLACE_NONE, "face", "package", NULL);
    diag_add(d, DIAG_BIND_MISSING, PLACE_NONE, data_at, NULL);
    diag_append_all(copy, d);
    diag_append_all(copy, d);
    diag_append_all(copy, NULL);
    diag_append(copy, diag_at(d, 1));
    assert_int_equal(diag_length(copy), 3);
    assert_int_equal(diag_exit_status(copy), diag_exit_status(d));
    assert_int_equal(diag_count(copy, DIAG_ERROR), diag_count(d, DIAG_ERROR));
    char *was = printed(d, diag_print_json, DIAG_JA), *is = printed(copy, diag_print_json, DIAG_JA);
    assert_string_equal(was, is);
    assert_ptr_not_equal(diag_at(copy, 0)->args[0], diag_at(d, 0)->args[0]);
    free(was);
    free(is);
    diag_drop(copy);
}

int
main(void)
{
#define WITH_DIAG(f) cmocka_unit_test_setup_teardown(f, begin, end)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_is_unique_and_in_kebab_case),
        cmocka_unit_test(both_wordings_are_there_and_show_as_many_arguments),
        cmocka_unit_test(every_error_has_an_exit_class),
        WITH_DIAG(messages_keep_their_order_and_are_kept_once),
        WITH_DIAG(messages_are_taken_over_whole),
        WITH_DIAG(strings_and_places_are_copied),
        WITH_DIAG(the_worst_error_decides_the_exit_status),
        cmocka_unit_test(of_two_exit_statuses_the_worse_one_wins),
        WITH_DIAG(past_a_thousand_messages_the_rest_are_counted),
        WITH_DIAG(what_is_left_out_is_handed_on),
        WITH_DIAG(both_ends_are_printed_in_either_language),
        WITH_DIAG(the_place_of_whose_mistake_it_is_comes_first),
        WITH_DIAG(many_of_one_kind_are_gathered),
        WITH_DIAG(one_end_or_none_is_printed),
        WITH_DIAG(json_escapes_quotes_and_controls),
        WITH_DIAG(no_control_is_printed),
        WITH_DIAG(no_mark_of_direction_is_printed),
        WITH_DIAG(an_argument_that_is_not_given_shows_as_nothing),
        cmocka_unit_test(dropping_nothing_is_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
