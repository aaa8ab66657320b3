/* test_copy_words.c: a copy for a guardian, a school or a consultation office has no word that a form says to the
 * office alone, whatever the case lacks, and no id of the data: neither of a record nor of a person nor of the case. */
#include "paper_support.h"
#include "samples_support.h"
#include "rule_edits.h"

static const char *const office_words[] = {"未確認",           "記載なし",         "記録なし",
                                           "記載がありません", "記録がありません", "未記入"};
static const char *const readers[] = {"guardian", "school", "consultation"};
/* The first ones are the office's own records, which say to it what is missing; of the others test_staff_words.c asks.
 */
static const char *const forms[] = {"school-sharing", "family-support", "meeting-record", "monitoring",
                                    "visit-record",   "plan",           "schedule",       "transition",
                                    "visit-letter",   "pickup",         "supplement",     "independence-plan"};
static const char *const samples[] = {"hodei-futoukou", "ihan-mihon", "jihatsu-houmon", "koukou-jiritsu",
                                      "kyotaku-houmon"};
/* What a case has is taken from the first two that have it. */
enum { OFFICE_RECORDS = 5, LEAST_COPIES = 800, LEAST_ID = 4, SAMPLES_OF_A_NAME = 2 };

/* All that a copy prints, in order, and what its file says of itself; NULL: there is no such copy. */
static char *
words_of(const char *path, const char *form_name, const char *edition)
{
    render_case *c = render_case_new(environment, path);
    const render_request r = {.form = form_name, .edition = edition, .draft = true, .case_path = path};
    render_document *x = render_document_new(c, &r, &render_to_leave, RENDER_BOUND);
    GString *words = x->bound && render_document_is_good(x) ? g_string_new(NULL) : NULL;
    if (words) {
        for (size_t i = 0; i < bound_part_count(x->bound); i++)
            paper_append_words(bound_part(x->bound, i), words);
        const char *const of_file[] = {x->bound->title, x->bound->author, x->bound->subject, x->bound->keywords};
        for (size_t i = 0; i < G_N_ELEMENTS(of_file); i++)
            g_string_append_printf(words, "\n%s", of_file[i] ? of_file[i] : "");
    }
    render_document_drop(x);
    render_case_drop(c);
    return words ? g_string_free(words, FALSE) : NULL;
}

/* Of the case and its masters, long enough not to stand in a text by chance. */
static void
gather_ids(const xmlNode *n, GPtrArray *ids)
{
    for (const xmlAttr *attr = n->properties; attr; attr = attr->next) {
        const char *text = attr->children ? (const char *)attr->children->content : "";
        if (strcmp((const char *)attr->name, "id") == 0 && strlen(text) >= LEAST_ID)
            g_ptr_array_add(ids, g_strdup(text));
    }
    for (const xmlNode *c = n->children; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE)
            gather_ids(c, ids);
}

static void
gather_names(const xmlNode *n, GHashTable *names)
{
    for (const xmlNode *c = n->children; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE) {
            g_hash_table_add(names, g_strdup((const char *)c->name));
            gather_names(c, names);
        }
}

/* Not within an address of mail. */
static bool
says_id(const char *words, const char *id)
{
    for (const char *at = words; (at = strstr(at, id)); at += strlen(id))
        if (at == words || at[-1] != '@')
            return true;
    return false;
}

typedef struct tally {
    size_t copies, bad;
} tally;

static void
hold_copies(const char *sample, const char *lack, const GPtrArray *ids, tally *t)
{
    char *path = rule_path(world.folder, "case", 0);
    for (size_t f = 0; f < (ids ? G_N_ELEMENTS(forms) : OFFICE_RECORDS); f++)
        for (size_t r = 0; r < G_N_ELEMENTS(readers); r++) {
            char *words = words_of(path, forms[f], readers[r]);
            t->copies += words != NULL;
            for (size_t k = 0; words && k < G_N_ELEMENTS(office_words); k++)
                if (strstr(words, office_words[k])) {
                    print_error("%s of %s without %s for %s says %s\n", forms[f], sample, lack, readers[r],
                                office_words[k]);
                    t->bad++;
                }
            for (guint k = 0; words && ids && k < ids->len; k++)
                if (says_id(words, g_ptr_array_index(ids, k))) {
                    print_error("%s of %s for %s says %s\n", forms[f], sample, readers[r],
                                (const char *)g_ptr_array_index(ids, k));
                    t->bad++;
                }
            g_free(words);
        }
    g_free(path);
}

static void
no_copy_says_what_is_for_the_office(void **state)
{
    (void)state;
    tally t = {0};
    GHashTable *tried = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        rule_case c;
        GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);
        rule_case_open(&c, samples[i]);
        gather_names(xmlDocGetRootElement(c.docs[0]), names);
        for (size_t k = 0; k < G_N_ELEMENTS(c.docs); k++)
            gather_ids(xmlDocGetRootElement(c.docs[k]), ids);
        rule_write(&world, &c);
        hold_copies(samples[i], "nothing", ids, &t);
        rule_case_close(&c);
        GHashTableIter iter;
        void *name;
        g_hash_table_iter_init(&iter, names);
        while (g_hash_table_iter_next(&iter, &name, NULL)) {
            const gsize times = GPOINTER_TO_SIZE(g_hash_table_lookup(tried, name));
            if (times == SAMPLES_OF_A_NAME)
                continue;
            g_hash_table_insert(tried, g_strdup(name), GSIZE_TO_POINTER(times + 1));
            char *edits = g_strdup_printf("delete .//%s", (const char *)name);
            rule_case_open(&c, samples[i]);
            if (rule_edits(&c, edits)) {
                rule_write(&world, &c);
                hold_copies(samples[i], name, NULL, &t);
            }
            rule_case_close(&c);
            g_free(edits);
        }
        g_ptr_array_free(ids, TRUE);
        g_hash_table_destroy(names);
    }
    g_hash_table_destroy(tried);
    print_message("%zu copies\n", t.copies);
    assert_int_equal(t.bad, 0);
    assert_true(t.copies >= LEAST_COPIES);
}

/* What goes to a school or to guardians only, and is no copy: its file is theirs as it is. */
static void
no_file_for_others_says_an_id(void **state)
{
    (void)state;
    static const char *const given[] = {"visit-letter", "transition", "evaluation", "evaluation-guardian", "pickup"};
    rule_case c;
    rule_case_open(&c, "jihatsu-houmon");
    GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);
    gather_ids(xmlDocGetRootElement(c.docs[0]), ids);
    rule_write(&world, &c);
    rule_case_close(&c);
    char *path = rule_path(world.folder, "case", 0);
    for (size_t f = 0; f < G_N_ELEMENTS(given); f++) {
        char *words = words_of(path, given[f], NULL);
        assert_non_null(words);
        for (guint k = 0; k < ids->len; k++)
            if (says_id(words, g_ptr_array_index(ids, k)))
                fail_msg("%s says %s", given[f], (const char *)g_ptr_array_index(ids, k));
        g_free(words);
    }
    g_free(path);
    g_ptr_array_free(ids, TRUE);
}

/* The office's own papers keep them. */
static void
the_office_is_told(void **state)
{
    (void)state;
    rule_case c;
    rule_case_open(&c, "hodei-futoukou");
    assert_true(rule_edits(&c, "delete month[last()]/school-sharing/gist"));
    rule_write(&world, &c);
    rule_case_close(&c);
    char *path = rule_path(world.folder, "case", 0);
    char *whole = words_of(path, "school-sharing", "archive"), *plain = words_of(path, "school-sharing", NULL),
         *copy = words_of(path, "school-sharing", "school");
    assert_non_null(strstr(whole, "共有した内容の要点（記載なし）"));
    assert_non_null(strstr(plain, "共有した内容の要点（記載なし）"));
    assert_non_null(strstr(copy, "共有した内容の要点—"));
    g_free(copy);
    g_free(plain);
    g_free(whole);
    g_free(path);
}

/* ---- the office's own copy ---- */

/* A form of a sample for a reader; render_document_drop and render_case_drop. */
static render_document *
open_copy(const char *sample, const char *form_name, const char *edition, render_case **c)
{
    char *path = g_strdup_printf("samples/%s/case.xml", sample);
    *c = render_case_new(environment, path);
    const render_request r = {.form = form_name, .edition = edition, .draft = true, .case_path = path};
    render_document *x = render_document_new(*c, &r, &render_to_leave, RENDER_BOUND);
    g_free(path);
    return x;
}

/* Whether that reader's copy is wanting for a consent. */
static bool
lacks_consent(const char *sample, const char *form_name, const char *reader)
{
    render_case *c;
    render_document *x = open_copy(sample, form_name, reader, &c);
    const bool lacks =
        diag_count_of(x->messages, DIAG_EDITION_NO_CONSENT) + diag_count_of(x->messages, DIAG_EDITION_SCOPE);
    render_document_drop(x);
    render_case_drop(c);
    return lacks;
}

/* What the edition adds behind the body, and whether room is kept before it. */
static const bound_node *
notes_of(const bound *b, bool *apart)
{
    const bound_node *before = NULL;
    for (const bound_node *n = b->body; n; before = n, n = n->next)
        if (n->kind == FORM_PARA && !n->form) {
            *apart = before && before->kind == FORM_SPACE && before->form->height > 0;
            return n;
        }
    return NULL;
}

static const char *
reader_of(const char *words)
{
    static const char *const said[] = {"保護者用", "学校用", "相談支援事業所用"};
    for (size_t i = 0; i < G_N_ELEMENTS(said); i++)
        if (g_str_has_prefix(words, said[i]))
            return readers[i];
    fail_msg("%s", words);
    return NULL;
}

/* Which copies there are and what they leave out stands apart from the table, and is true. */
static void
what_is_said_of_copies_is_apart_and_true(void **state)
{
    (void)state;
    size_t notes = 0, consents = 0, records = 0;
    char **all = folders_with("samples", "case.xml");
    for (char **sample = all; *sample; sample++)
        for (size_t f = 0; f < G_N_ELEMENTS(forms); f++) {
            render_case *c;
            render_document *x = open_copy(*sample, forms[f], "archive", &c);
            bool apart = true;
            for (const bound_node *n = x->bound ? notes_of(x->bound, &apart) : NULL; n; n = n->next) {
                const char *words = n->inlines[0].text;
                const bool of_consent = strstr(words, "有効な同意") != NULL,
                           of_records = strstr(words, "載せないもの") != NULL;
                if (!apart ||
                    ((of_consent || of_records) && lacks_consent(*sample, forms[f], reader_of(words)) != of_consent))
                    fail_msg("%s of %s: %s", forms[f], *sample, words);
                notes++;
                consents += of_consent;
                records += of_records;
            }
            render_document_drop(x);
            render_case_drop(c);
        }
    g_strfreev(all);
    print_message("%zu notes, %zu of consents, %zu of records\n", notes, consents, records);
    assert_true(notes > 10 && consents > 0 && records > 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_copy_says_what_is_for_the_office), cmocka_unit_test(no_file_for_others_says_an_id),
        cmocka_unit_test(the_office_is_told), cmocka_unit_test(what_is_said_of_copies_is_apart_and_true)};
    return cmocka_run_group_tests(tests, open_papers, close_papers);
}
