/* test_render_copy_guardian.c: guardians who live apart: what is one's is nowhere in the copy of another, whatever the
 * form, and each copy goes to its guardian. */
#include "copy_support.h"

/* ---- one of two guardians who live apart ---- */

/* What is said to guardian-1 alone, and where guardian-1 is to be reached: %s is the secret. */
static const char *const of_one[] = {
#define APART "after guardian[@id='guardian-2']/kana <address>東海県北市一丁目1番地</address> ;; "
    APART "set plan/meeting/gist=%s ;; set plan/meeting/@audience-guardian=guardian-1",
    APART "set plan/monitoring/result=%s ;; set plan/monitoring/@audience-guardian=guardian-1",
    APART "set plan/row[position() > 1]/content=%s ;; set plan/row[position() > 1]/@audience-guardian=guardian-1",
    APART "set month/school-sharing/gist=%s ;; set month/school-sharing/@audience-guardian=guardian-1",
    APART "set month/family-support/gist=%s ;; set month/family-support/@audience-guardian=guardian-1",
    APART "set non-attendance/assessment/family-info=%s ;; "
          "set non-attendance/assessment/family-info/@audience-guardian=guardian-1",
    /* without a mark: where the other lives, the telephone, and the talk that the reader had no part in */
    APART "set guardian[@id='guardian-1']/address=%s",
    APART "set guardian[@id='guardian-1']/phone=%s",
    APART "set child/address=%s",
    APART "set month/family-support[not(guardian-ref/@guardian = 'guardian-2')]/gist=%s",
    /* nor with somebody of the other's household alone, or with whom nobody wrote */
    APART "after month[@ym='2024-07']/family-support/guardian-ref <who role='母'>相原 美咲</who> ;; "
          "delete month/family-support/guardian-ref ;; set month/family-support/gist=%s",
    APART "delete month/family-support/guardian-ref ;; set month/family-support/gist=%s",
    /* what was said there, in short, in another paper */
    APART "set supplement/april-support=%s",
    APART "set supplement/april-support=%s ;; delete supplement/april-support/@record",
    APART "set month[@ym='2024-04']/school-sharing/@audience-guardian=guardian-1 ;; "
          "set supplement/april-sharing=%s",
    /* written in a text, however spelled: the telephone, the address, its postal code */
    APART "set pickup/emergency=%s 0000-00-4101",
    APART "set pickup/emergency=%s ００００（００）４１０１",
    APART "set plan/policy=%s（+81 000-00-4101）",
    APART "set month/school-sharing/gist=%s 東海県青葉野市若葉台三丁目14番地2",
    APART "set pickup/day/place=%s 若葉台３－１４－２の前",
    APART "set plan/meeting/gist=%s 青葉野市若葉台3丁目十四番 コーポ二階",
    APART "set guardian[@id='guardian-1']/address/@withheld=yes ;; set pickup/day/place=%s 若葉台3-14-2",
    APART "set guardian[@id='guardian-1']/address/@postal-code=000-1234 ;; set plan/policy=%s 〒０００−１２３４",
    APART "set guardian[@id='guardian-2']/address/@withheld=yes ;; set plan/policy=%s 若葉台3-14-2",
    /* of whom only is known that papers come there apart */
    "set guardian[@id='guardian-2']/@copies=yes ;; set plan/policy=%s 若葉台3-14-2",
    "set guardian[@id='guardian-2']/@copies=yes ;; set child/address=%s",
#undef APART
};

static void
look_at_guardians(const char *edits, counted *n)
{
    rule_world worlds[2];
    char *files[2];
    for (size_t v = 0; v < 2; v++) {
        char **parts = g_strsplit(edits, "%s", 2), *edit = g_strjoinv(secrets[v], parts);
        worlds[v] = (rule_world){.folder = g_dir_make_tmp("renkei-copy-XXXXXX", NULL)};
        rule_case c;
        rule_case_open(&c, "hodei-futoukou");
        if (!rule_edits(&c, edit))
            fail_msg("%s: %s", edit, c.why);
        rule_write(&worlds[v], &c);
        rule_case_close(&c);
        files[v] = rule_path(worlds[v].folder, "case", 0);
        g_free(edit);
        g_strfreev(parts);
    }
    for (const char *const *of = forms_of_copies; *of; of++) {
        compare_copies(*of, "guardian:guardian-2", files, n);
        if (strstr(edits, "@audience-guardian"))
            compare_copies(*of, "guardian", files, n); /* which both have */
        made_copy own = make_copy(files[0], *of, "guardian:guardian-1");
        n->told += strstr(own.text->str, WORD) != NULL;
        drop_copy(&own);
    }
    for (size_t v = 0; v < 2; v++) {
        remove_tree(worlds[v].folder);
        g_free(worlds[v].folder);
        g_free(files[v]);
    }
}

static void
no_guardian_s_copy_tells_what_is_the_other_s(void **state)
{
    (void)state;
    counted n = {0};
    for (size_t i = 0; i < G_N_ELEMENTS(of_one); i++)
        look_at_guardians(of_one[i], &n);
    assert_true(n.copies > 60);
    assert_true(n.left > 8);
    assert_true(n.told > 5);
}

static void
a_guardian_s_copy_says_whose_it_is(void **state)
{
    (void)state;
    const render_request mother = {.form = "plan", .edition = "guardian:guardian-1"},
                         father = {.form = "plan", .edition = "保護者:guardian-2"};
    check_told("-", mother, "保護者用・母");
    check_told("-", father, "保護者用・父");
    check_told("-", (render_request){.form = "plan@guardian:guardian-2"}, "保護者用・父");
    check_told("set guardian/@relation=祖母", mother, "保護者用・祖母　相原 美咲");
    check_told("-", father, "!この写しに記載していない"); /* nothing is left out */
    check_told("set plan/row[2]/@audience-guardian=guardian-1", father, "この写しに記載していない事項があります");
    check_told("set plan/row[2]/@audience-guardian=guardian-1", mother, "!この写しに記載していない");
    check_told("set plan/row[2]/@audience-guardian=guardian-1", (render_request){.form = "plan"}, "edition-asked");
    check_told("set plan/row[2]/@audience-guardian=guardian-1", (render_request){.form = "plan", .edition = "school"},
               "!この写しに記載していない");
    check_told("set plan/row[2]/@audience-guardian=nobody", mother, "!保護者用"); /* no such guardian */
    check_told("-", (render_request){.form = "plan", .edition = "guardian:nobody"}, "usage");
    check_told("-", (render_request){.form = "plan", .edition = "school:guardian-1"}, "usage");
    check_told("-", (render_request){.form = "plan", .edition = "archive:guardian-1"}, "usage");
}

/* What is the reader's as well, or of another place or number, stays. */
static void
a_guardian_s_copy_tells_what_is_the_reader_s(void **state)
{
    (void)state;
    static const char *const told[] = {
        "set pickup/emergency=父 0000-00-7777",
        "after guardian[@id='guardian-2']/kana <phone>0000004101</phone> ;; set pickup/emergency=自宅 0000-00-4101",
        "set pickup/emergency=若葉台3-14-2", /* both live there */
        "after guardian[@id='guardian-2']/kana <address>東海県青葉野市若葉台３－１４－２</address> ;; "
        "set pickup/emergency=若葉台3-14-2",
        "after guardian[@id='guardian-2']/kana <address>東海県北市本町一丁目1番地</address> ;; "
        "set pickup/emergency=北市本町1-1",
        "after guardian[@id='guardian-2']/kana <address>東海県北市本町一丁目1番地</address> ;; "
        "set pickup/emergency=若葉台3-140",
    };
    const render_request father = {.form = "pickup", .edition = "guardian:guardian-2"};
    for (size_t i = 0; i < G_N_ELEMENTS(told); i++)
        check_told(told[i], father, "!この写しには記載していません");
    check_told("set pickup/emergency=若葉台3-14-2、0000-00-4101", father, "この写しには記載していません");
    static const char *const with_father[] = {"相原　健太", "相原健太（父）", "!相原 健太郎（祖父）"};
    check_told("set month[@ym='2024-04']/family-support/guardian-ref/@guardian=guardian-2 ;; "
               "set supplement/april-support=話したこと",
               (render_request){.form = "supplement", .edition = "guardian:guardian-2"}, "話したこと");
    for (size_t i = 0; i < G_N_ELEMENTS(with_father); i++) {
        const bool other = *with_father[i] == '!';
        char *edits = g_strdup_printf("after month[@ym='2024-07']/family-support/guardian-ref <who>%s</who> ;; "
                                      "delete month/family-support/guardian-ref",
                                      with_father[i] + other);
        check_told(edits, (render_request){.form = "family-support", .edition = "guardian:guardian-2"},
                   other ? "!保護者用・父" : "保護者用・父");
        g_free(edits);
    }
}

/* Each into the own envelope, as the papers come there that go to both. */
static void
a_guardian_s_copy_goes_to_that_guardian(void **state)
{
    (void)state;
    static const struct {
        const char *edits, *edition, *key;
    } rows[] = {
        {"-", "guardian:guardian-1", "K-0001"},
        {"-", "guardian:guardian-2", "K-0001"}, /* at the same home */
        {"after guardian[@id='guardian-2']/kana <address>東海県北市一丁目1番地</address>", "guardian:guardian-2",
         "K-0001+guardian-2"},
        {"after guardian[@id='guardian-2']/kana <address>東海県北市一丁目1番地</address>", "guardian:guardian-1",
         "K-0001"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        rule_world files = {.folder = g_dir_make_tmp("renkei-copy-XXXXXX", NULL)};
        rule_case edited;
        rule_case_open(&edited, "hodei-futoukou");
        if (!rule_edits(&edited, rows[i].edits))
            fail_msg("%s", edited.why);
        rule_write(&files, &edited);
        rule_case_close(&edited);
        char *path = rule_path(files.folder, "case", 0);
        render_case *c = render_case_new(environment, path);
        const render_request r = {.form = "plan", .edition = rows[i].edition};
        render_document *x = render_document_new(c, &r, &render_to_leave, RENDER_BOUND);
        assert_non_null(x->bound);
        assert_int_equal(x->bound->recipient_count, 1);
        assert_string_equal(x->bound->recipients[0].key, rows[i].key);
        render_document_drop(x);
        render_case_drop(c);
        remove_tree(files.folder);
        g_free(files.folder);
        g_free(path);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_guardian_s_copy_tells_what_is_the_other_s),
                                       cmocka_unit_test(a_guardian_s_copy_says_whose_it_is),
                                       cmocka_unit_test(a_guardian_s_copy_tells_what_is_the_reader_s),
                                       cmocka_unit_test(a_guardian_s_copy_goes_to_that_guardian)};
    return cmocka_run_group_tests(tests, open_environment, close_environment);
}
