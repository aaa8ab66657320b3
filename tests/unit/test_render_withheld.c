/* test_render_withheld.c: an address that is withheld, typed into a text, keeps back the documents that would print it,
 * and no others. */
#include "copy_support.h"

#define HIDDEN " ;; set child/address/@withheld=yes"

typedef struct row {
    const char *edits, *form;
    bool told;
} row;

static void
check_rows(const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_told(rows[i].edits, (render_request){.form = rows[i].form},
                   rows[i].told ? "render-withheld" : "!render-withheld");
}

/* However it is spelled: the sample's child lives in 東海県青葉野市若葉台三丁目14番地2. */
static void
any_spelling_is_found(void **state)
{
    (void)state;
    static const row rows[] = {
        {HIDDEN " ;; set plan/policy=住まいは東海県青葉野市若葉台三丁目14番地2です", "plan", true},
        {HIDDEN " ;; set plan/policy=若葉台3-14-2へ迎えに行く", "plan", true},
        {HIDDEN " ;; set plan/policy=若葉台３－１４－２", "plan", true},
        {HIDDEN " ;; set plan/policy=若葉台 3丁目 14番 2号", "plan", true},
        {HIDDEN " ;; set plan/policy=青葉野市若葉台三丁目十四番地2 コーポ二階", "plan", true},
        {HIDDEN " ;; set plan/policy=若葉台3-14-20", "plan", false}, /* another house */
        {HIDDEN " ;; set plan/policy=若葉台3-14-1", "plan", false},
        {HIDDEN " ;; set plan/policy=若葉台の公園", "plan", false},
        {"set plan/policy=若葉台3-14-2へ迎えに行く", "plan", false}, /* it is no secret */
        {HIDDEN, "plan", false},
    };
    check_rows(rows, G_N_ELEMENTS(rows));
}

/* Wherever it is typed, and whoever's home it is; a document that does not print it is made. */
static void
any_place_is_looked_at(void **state)
{
    (void)state;
    static const row rows[] = {
        {HIDDEN " ;; set pickup/day/place=若葉台3-14-2の前", "pickup", true},
        {HIDDEN " ;; set pickup/day/place=若葉台3-14-2の前", "plan", false},
        {HIDDEN " ;; set plan/row/by=若葉台3-14-2の母", "plan", true},
        {HIDDEN " ;; set plan/meeting/gist=若葉台3-14-2に集まった", "meeting-record", true},
        {HIDDEN " ;; set month/family-support/gist=若葉台3-14-2で会った", "family-support", true},
        {"set guardian[@id='guardian-1']/address/@withheld=yes ;; set plan/policy=若葉台3-14-2", "plan", true},
        {"after guardian[@id='guardian-2']/kana <address withheld='yes'>東海県北市東町一丁目1番地</address> ;; "
         "set plan/policy=父は東町1-1に住む",
         "plan", true},
    };
    check_rows(rows, G_N_ELEMENTS(rows));
}

/* Neither as a draft nor as a copy. */
static void
no_manner_prints_it(void **state)
{
    (void)state;
    static const char edits[] = HIDDEN " ;; set plan/policy=若葉台3-14-2へ迎えに行く";
    check_told(edits, (render_request){.form = "plan", .draft = true}, "render-withheld");
    check_told(edits, (render_request){.form = "plan", .edition = "guardian"}, "render-withheld");
    check_told(edits, (render_request){.form = "plan", .edition = "archive"}, "render-withheld");
    check_told(edits, (render_request){.form = "plan", .large = true}, "render-withheld");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_spelling_is_found),
        cmocka_unit_test(any_place_is_looked_at),
        cmocka_unit_test(no_manner_prints_it),
    };
    return cmocka_run_group_tests(tests, open_environment, close_environment);
}
