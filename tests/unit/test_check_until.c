/* test_check_until.c: a case is judged as it was on the day.
 *
 * Over every sample and the days before something was done: what the rules, the gaps and the year say of the case is
 * what they say of the case without all that was done after the day, which this file takes out by paths of its own
 * (rule_edits.h). The same of the words of every form, from which attendance of a month that is not over is taken out,
 * too. Every date of the schema stands in test_check_dates.c, each with its manner. */
#include "check_mutations.h"
#include "until_support.h"

enum {
    LEAST_DAYS = 50,
    LEAST_PAPERS = 100,
    LEAST_LATER = 1000,
    LEAST_CHANGED = 20,
    LEAST_PUT_OFF = 100,
    DAYS_A_SAMPLE = 24,
    MOST_PAPER_DAYS = 8
};

static const char *const samples[] = {"hodei-futoukou", "ihan-mihon", "jihatsu-houmon", "koukou-jiritsu",
                                      "kyotaku-houmon"};

/* What was done, with the attribute that says when. */
static const struct {
    const char *parent, *element, *day;
    bool named; /* a paper names who is to confirm, or how it was fixed, before it is */
} done[] = {
    {"month", "school-sharing", "date", false},
    {"month", "family-support", "date", false},
    {"month", "actual", "date", false},
    {"claim", "addition-iii", "on", false},
    {"claim", "other", "on", false},
    {"non-attendance", "judgement", "date", false},
    {"non-attendance", "first-contact", "date", false},
    {"visit", "arranged", "on", false},
    {"visit", "done", "date", false},
    {"pickup", "delay", "date", false},
    {"judgement", "party", "confirmed-on", true},
    {"continuation", "party", "confirmed-on", true},
    {"common-understanding", "party", "confirmed-on", true},
};

/* Answers that a paper or a record waits for; with them goes the day of the answer. */
static const char *const answers[] = {
    "//plan/@signed-on",
    "//schedule/@signed-on",
    "//supplement/@signed-on",
    "//consent/@signed-on",
    "//consent/@withdrawn-on",
    "//inquiry/@answered",
    "//continuation/party/@confirmed-on",
    "//judgement/party/@confirmed-on",
};

/* ---- what came later ---- */

/* But for a slip of the pen: a date of another month than the one it stands in. */
static size_t
take_later_out(rule_case *c, const char *day, bool named)
{
    size_t count = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(done); i++) {
        if (done[i].named && !named)
            continue;
        char *path = g_strdup_printf("//%s/%s[translate(@%s, '-', '') > %d]"
                                     "[not(ancestor::month) or self::party or starts-with(@%s, ancestor::month/@ym)]",
                                     done[i].parent, done[i].element, done[i].day, number_of_day(day), done[i].day);
        count += take_out(c, c->docs[0], path);
        g_free(path);
    }
    return count;
}

/* The month of the day is over when its last day has come. */
static void
take_attendance_out(rule_case *c, const char *day)
{
    date d;
    assert_true(date_parse(day, &d));
    const bool over = d.day == days_in_month(d.year, d.month);
    char *path = g_strdup_printf("non-attendance/attendance[translate(@ym, '-', '') >= %d]",
                                 d.year * 100 + d.month + (over ? 1 : 0));
    take_out(c, c->docs[0], path);
    g_free(path);
}

static gint
compare_texts(gconstpointer x, gconstpointer y)
{
    return strcmp(*(char *const *)x, *(char *const *)y);
}

/* The days before something was done, each once, of many some; of char *. */
static GPtrArray *
days_of(const rule_case *c, guint most)
{
    GPtrArray *all = g_ptr_array_new_with_free_func(g_free), *some = g_ptr_array_new_with_free_func(g_free);
    GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < G_N_ELEMENTS(done); i++) {
        char *path = g_strdup_printf("//%s/%s/@%s", done[i].parent, done[i].element, done[i].day);
        xmlXPathObject *found = rule_select(c->docs[0], path);
        for (int n = 0; found && n < found->nodesetval->nodeNr; n++) {
            xmlChar *text = xmlNodeGetContent(found->nodesetval->nodeTab[n]);
            date d;
            assert_true(date_parse((const char *)text, &d));
            const date before = date_from_serial(date_serial(d) - 1);
            char *day = g_strdup_printf("%04d-%02d-%02d", before.year, before.month, before.day);
            if (g_hash_table_contains(seen, day)) {
                g_free(day);
            } else {
                g_hash_table_add(seen, day);
                g_ptr_array_add(all, day);
            }
            xmlFree(text);
        }
        xmlXPathFreeObject(found);
        g_free(path);
    }
    g_ptr_array_sort(all, compare_texts);
    for (guint i = 0; i < all->len; i++)
        if (i % (all->len / most + 1) == 0)
            g_ptr_array_add(some, g_strdup(g_ptr_array_index(all, i)));
    g_hash_table_destroy(seen);
    g_ptr_array_free(all, TRUE);
    return some;
}

/* ---- judged ---- */

/* How many answers came after the day; they are put off to another one, or to the last that there may
 * be. */
static size_t
put_answers_off(rule_case *c, const char *day)
{
    size_t count = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(answers); i++) {
        char *path = g_strdup_printf("%s[translate(., '-', '') > %d]", answers[i], number_of_day(day));
        xmlXPathObject *found = rule_select(c->docs[0], path);
        count += found ? (size_t)found->nodesetval->nodeNr : 0;
        for (int n = 0; found && n < found->nodesetval->nodeNr; n++) {
            xmlNode *at = found->nodesetval->nodeTab[n];
            xmlChar *last = xmlGetProp(at->parent, (const xmlChar *)"valid-to");
            rule_set_node(at, last ? (const char *)last : "2039-12-28");
            xmlFree(last);
        }
        xmlXPathFreeObject(found);
        g_free(path);
    }
    return count;
}

typedef struct tally {
    size_t days, later, changed, wrong;
    char *last; /* what was found on the day before */
} tally;

/* `all` and `part` are the same case; `part` loses what was done later. */
static void
hold_day(rule_case *all, rule_case *part, const char *day, const char *what, tally *t)
{
    const size_t taken = take_later_out(part, day, true);
    judged whole = judge_case(all, day), without = judge_case(part, day);
    assert_int_equal(whole.later, taken);
    assert_int_equal(without.later, 0);
    if (strcmp(whole.words, without.words) != 0) {
        print_message("%s as of %s: \"%s\" of all, ", what, day, line_apart(whole.words, without.words));
        print_message("\"%s\" of what was done by then\n", line_apart(without.words, whole.words));
        t->wrong++;
    }
    t->changed += t->last && strcmp(t->last, whole.words) != 0;
    t->days++;
    t->later += taken;
    g_free(t->last);
    t->last = whole.words;
    whole.words = NULL;
    forget_judged(&whole);
    forget_judged(&without);
}

/* `hold` is given the sample twice: as it is, and to be changed. */
static void
hold_samples(void (*hold)(rule_case *all, rule_case *part, const char *day, const char *what, tally *t), tally *t)
{
    for (size_t s = 0; s < G_N_ELEMENTS(samples); s++) {
        rule_case all;
        rule_case_open(&all, samples[s]);
        GPtrArray *days = days_of(&all, DAYS_A_SAMPLE);
        for (guint i = 0; i < days->len; i++) {
            rule_case part;
            rule_case_open(&part, samples[s]);
            hold(&all, &part, g_ptr_array_index(days, i), samples[s], t);
            rule_case_close(&part);
        }
        g_ptr_array_free(days, TRUE);
        rule_case_close(&all);
    }
    g_free(t->last);
}

static void
what_was_done_later_is_not_judged(void **state)
{
    (void)state;
    tally t = {0};
    hold_samples(hold_day, &t);
    print_message("%zu days, %zu done later, %zu other than the day before\n", t.days, t.later, t.changed);
    assert_int_equal(t.wrong, 0);
    assert_true(t.days >= LEAST_DAYS && t.later >= LEAST_LATER && t.changed >= LEAST_CHANGED);
}

/* The same of cases in which a fact was changed, in the middle of a month. */
static void
nor_is_it_where_something_is_wrong(void **state)
{
    (void)state;
    tally t = {0};
    mutation_chance = 20250611;
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (kinds[i].base != FUTOUKOU)
            continue;
        rule_case all, part;
        rule_case_open(&all, bases[FUTOUKOU].sample);
        rule_case_open(&part, bases[FUTOUKOU].sample);
        char *edits = draw_edits(&kinds[i]);
        assert_true(rule_edits(&all, edits) && rule_edits(&part, edits));
        hold_day(&all, &part, i % 2 ? "2024-06-14" : "2024-05-09", edits, &t);
        g_free(edits);
        rule_case_close(&part);
        rule_case_close(&all);
    }
    g_free(t.last);
    print_message("%zu cases, %zu done later\n", t.days, t.later);
    assert_int_equal(t.wrong, 0);
    assert_true(t.days >= LEAST_DAYS && t.later >= LEAST_LATER);
}

static void
hold_answers(rule_case *all, rule_case *off, const char *day, const char *what, tally *t)
{
    t->later += put_answers_off(off, day);
    judged then = judge_case(all, day), later = judge_case(off, day);
    if (strcmp(then.words, later.words) != 0) {
        print_message("%s as of %s: \"%s\", ", what, day, line_apart(then.words, later.words));
        print_message("\"%s\" when put off\n", line_apart(later.words, then.words));
        t->wrong++;
    }
    forget_judged(&then);
    forget_judged(&later);
}

/* What was not answered by the day is not answered, whenever it will be. */
static void
when_an_answer_comes_later_is_not_judged(void **state)
{
    (void)state;
    tally t = {0};
    hold_samples(hold_answers, &t);
    print_message("%zu answers put off\n", t.later);
    assert_int_equal(t.wrong, 0);
    assert_true(t.later >= LEAST_PUT_OFF);
}

/* A date that is not of the month it stands in is a slip, and is told whenever that is asked. */
static void
a_slip_of_the_pen_is_told(void **state)
{
    (void)state;
    rule_case c;
    rule_case_open(&c, "hodei-futoukou");
    assert_true(rule_edits(&c, "set month[@ym='2024-06']/family-support/@recorded-on=2042-06-25;;"
                               "set month[@ym='2024-06']/family-support/@date=2042-06-25"));
    judged x = judge_case(&c, "2024-08-01");
    assert_non_null(strstr(x.words, "G19 E"));
    forget_judged(&x);
    rule_case_close(&c);
}

/* ---- printed ---- */

/* The words of a form as of the day; NULL: there is nothing to print. */
static char *
words_of_form(const char *form_name, const char *day)
{
    char *path = rule_path(world.folder, "case", 0);
    render_case *c = render_case_new(environment, path);
    const render_request r = {.form = form_name, .as_of = day, .draft = true};
    render_document *x = render_document_new(c, &r, &render_to_leave, RENDER_JUDGED);
    GString *words = x->bound ? g_string_new(NULL) : NULL;
    if (words)
        paper_append_words(x->bound->body, words);
    render_document_drop(x);
    render_case_drop(c);
    g_free(path);
    return words ? g_string_free(words, FALSE) : NULL;
}

static size_t
hold_forms(const GPtrArray *forms, const char *sample, const char *day, size_t *wrong)
{
    rule_case all, part;
    size_t printed = 0;
    rule_case_open(&all, sample);
    rule_case_open(&part, sample);
    take_later_out(&part, day, false);
    take_attendance_out(&part, day);
    for (guint i = 0; i < forms->len; i++) {
        const char *name = ((const render_form_entry *)g_ptr_array_index(forms, i))->name;
        rule_write(&world, &all);
        char *of_all = words_of_form(name, day);
        rule_write(&world, &part);
        char *of_part = words_of_form(name, day);
        printed += of_all != NULL;
        if (g_strcmp0(of_all, of_part) != 0) {
            size_t at = 0;
            while (of_all && of_part && of_all[at] == of_part[at])
                at++;
            print_message("%s of %s as of %s: %.60s / %.60s\n", name, sample, day, of_all ? of_all + at : "none",
                          of_part ? of_part + at : "none");
            ++*wrong;
        }
        g_free(of_all);
        g_free(of_part);
    }
    rule_case_close(&part);
    rule_case_close(&all);
    return printed;
}

static void
what_was_done_later_is_not_printed(void **state)
{
    (void)state;
    diag *d = diag_new();
    GPtrArray *forms = render_find_forms(&paths, d);
    size_t printed = 0, wrong = 0;
    for (size_t s = 0; s < G_N_ELEMENTS(samples); s++) {
        rule_case c;
        rule_case_open(&c, samples[s]);
        GPtrArray *days = days_of(&c, MOST_PAPER_DAYS);
        for (guint i = 0; i < days->len; i++)
            printed += hold_forms(forms, samples[s], g_ptr_array_index(days, i), &wrong);
        g_ptr_array_free(days, TRUE);
        rule_case_close(&c);
    }
    print_message("%zu papers, %zu wrong\n", printed, wrong);
    assert_int_equal(wrong, 0);
    assert_true(printed >= LEAST_PAPERS);
    g_ptr_array_free(forms, TRUE);
    diag_drop(d);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_done_later_is_not_judged),
        cmocka_unit_test(nor_is_it_where_something_is_wrong),
        cmocka_unit_test(when_an_answer_comes_later_is_not_judged),
        cmocka_unit_test(a_slip_of_the_pen_is_told),
        cmocka_unit_test(what_was_done_later_is_not_printed),
    };
    return cmocka_run_group_tests(tests, open_papers, close_papers);
}
