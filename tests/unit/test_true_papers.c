/* test_true_papers.c: what papers say of the rules is what the rules say.
 *
 * The year's overview of every mutation of a clean case (check_mutations.h) is bound as for paper, and its marks are
 * held against the findings, which are judged apart: × where there is an E in the month, ○ only where there is nothing.
 * No form marks anything in order by itself: those that print such a mark ask the rules, or are told here with what the
 * mark means. MUTATIONS_DRAWS as in test_check_mutations.c. */
#include "check_mutations.h"
#include "paper_support.h"
#include "rule_edits.h"

enum { DRAWS_A_KIND = 1, MONTHS_A_YEAR = 12, MARK_COLUMN = 5, LEAST_CROSSES = 40, LEAST_CIRCLES = 100 };

/* ---- the marks of a bound overview ---- */

static char *
words_of_cell(const bound_node *row, size_t column)
{
    const bound_node *cell = row->first;
    while (cell && column--)
        cell = cell->next;
    GString *words = g_string_new(NULL);
    const bound_node alone = cell ? *cell : (bound_node){0};
    for (size_t i = 0; i < alone.inline_count; i++)
        g_string_append(words, alone.inlines[i].text ? alone.inlines[i].text : "");
    paper_append_words(alone.first, words);
    return g_string_free(words, FALSE);
}

/* By position: April first. Of the rows whose first cell is a month. */
static void
collect_marks(const bound_node *first, GPtrArray *marks)
{
    for (const bound_node *n = first; n; n = n->next) {
        char *month = n->kind == FORM_ROW && n->first ? words_of_cell(n, 0) : NULL;
        const int expected = (int)(marks->len + 3) % MONTHS_A_YEAR + 1;
        if (month && g_str_has_suffix(month, "月") && atoi(month) == expected && marks->len < MONTHS_A_YEAR)
            g_ptr_array_add(marks, words_of_cell(n, MARK_COLUMN));
        else
            collect_marks(n->first, marks);
        g_free(month);
    }
}

/* NULL when there is nothing to print. */
static GPtrArray *
marks_of(const char *case_path, const char *as_of, bool blank)
{
    render_case *c = render_case_new(environment, blank ? NULL : case_path);
    const render_request r = {.form = "year-overview", .as_of = as_of, .blank = blank};
    render_document *x = render_document_new(c, &r, &render_to_leave, RENDER_JUDGED);
    GPtrArray *marks = NULL;
    if (x->bound) {
        assert_true(render_document_is_good(x)); /* whatever the state, no rule keeps it back */
        marks = g_ptr_array_new_with_free_func(g_free);
        collect_marks(x->bound->body, marks);
        assert_int_equal(marks->len, MONTHS_A_YEAR);
    }
    render_document_drop(x);
    render_case_drop(c);
    return marks;
}

/* ---- held against the findings ---- */

typedef struct tally {
    size_t papers, crosses, circles, unknown, wrong;
} tally;

/* A month of a case on a day. */
typedef struct month_asked {
    const check_result *r;
    char name[8];
    bool claimed; /* until the day */
} month_asked;

static bool
has_claims(const rule_case *c, const char *month, date as_of)
{
    char *path = g_strdup_printf("month[@ym='%s']/claim/addition-iii[translate(@on, '-', '') <= %d]", month,
                                 as_of.year * 10000 + as_of.month * 100 + as_of.day);
    xmlXPathObject *found = rule_select(c->docs[0], path);
    xmlXPathFreeObject(found);
    g_free(path);
    return found;
}

/* In the month itself, or since an earlier one and about its claims. */
static bool
has_finding(const month_asked *m, check_severity severity, bool undetermined)
{
    for (size_t i = 0; i < m->r->count; i++) {
        const check_finding *f = &m->r->findings[i];
        const bool itself = g_str_has_prefix(f->when, m->name);
        const bool since = m->claimed && *f->when && strcmp(f->when, m->name) < 0 && strcmp(f->until, m->name) > 0;
        if ((itself || since) && f->severity == severity && f->undetermined == undetermined)
            return true;
    }
    return false;
}

/* A day of the month is one on which something is lacking that its claim needs. */
static bool
has_gap(const month_asked *m)
{
    for (size_t i = 0; i < m->r->gap_count; i++) {
        const check_gap *g = &m->r->gaps[i];
        if (strncmp(g->when, m->name, strlen(m->name)) <= 0 && strncmp(g->until, m->name, strlen(m->name)) >= 0)
            return true;
    }
    return false;
}

static const char *
day_text(date d)
{
    static char text[11];
    g_snprintf(text, sizeof text, "%04d-%02d-%02d", d.year, d.month, d.day);
    return text;
}

static bool
is_true_mark(const month_asked *m, const char *mark)
{
    if (has_finding(m, CHECK_ERROR, false))
        return strcmp(mark, "×") == 0;
    if (strcmp(mark, "×") == 0)
        return false;
    if (strcmp(m->name, day_text(m->r->as_of)) > 0) /* not begun */
        return *mark == '\0';
    if (has_finding(m, CHECK_WARNING, true) || has_gap(m))
        return strcmp(mark, "不明") == 0 || strcmp(mark, "途中") == 0;
    if (has_finding(m, CHECK_WARNING, false))
        return strcmp(mark, "△") == 0 || strcmp(mark, "途中") == 0;
    return strcmp(mark, "△") != 0 && strcmp(mark, "不明") != 0;
}

static void
hold_marks(const check_result *r, const rule_case *c, const GPtrArray *marks, const char *what, tally *t)
{
    t->papers++;
    for (guint i = 0; i < marks->len; i++) {
        month_asked m = {.r = r};
        g_snprintf(m.name, sizeof m.name, "%04d-%02d", fiscal_year(r->as_of) + (i >= 9), (int)(i + 3) % 12 + 1);
        m.claimed = has_claims(c, m.name, r->as_of);
        const char *mark = g_ptr_array_index(marks, i);
        t->crosses += strcmp(mark, "×") == 0;
        t->circles += strcmp(mark, "○") == 0;
        t->unknown += strcmp(mark, "不明") == 0;
        if (is_true_mark(&m, mark))
            continue;
        print_message("%s: %s is marked \"%s\"\n", what, m.name, mark);
        t->wrong++;
    }
}

/* The answer to a municipality is printed whatever the state. */
static void
reply_is_made(const char *case_path, const char *as_of)
{
    render_case *c = render_case_new(environment, case_path);
    const render_request r = {.form = "inquiry-reply", .as_of = as_of};
    render_document *x = render_document_new(c, &r, &render_to_leave, RENDER_JUDGED);
    assert_null(x->forbids);
    assert_true(render_document_is_good(x) || !x->bound);
    render_document_drop(x);
    render_case_drop(c);
}

static void
hold_case(rule_case *c, const char *as_of, const char *what, tally *t)
{
    date day;
    assert_true(date_parse(as_of, &day));
    const check_result *r = rule_case_check(&world, c, day);
    assert_non_null(r);
    char *path = rule_path(world.folder, "case", 0);
    reply_is_made(path, as_of);
    GPtrArray *marks = marks_of(path, as_of, false);
    if (marks) {
        hold_marks(r, c, marks, what, t);
        g_ptr_array_free(marks, TRUE);
    }
    g_free(path);
}

static void
the_overview_marks_what_the_rules_find(void **state)
{
    (void)state;
    tally t = {0};
    const size_t draws = (size_t)number_of("MUTATIONS_DRAWS", DRAWS_A_KIND);
    mutation_chance = number_of("MUTATIONS_SEED", 20240422);
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        for (size_t n = 0; n < draws && kinds[i].base == FUTOUKOU; n++) {
            rule_case c;
            rule_case_open(&c, bases[FUTOUKOU].sample);
            char *edits = draw_edits(&kinds[i]);
            assert_true(rule_edits(&c, edits));
            hold_case(&c, bases[FUTOUKOU].as_of, edits, &t);
            g_free(edits);
            rule_case_close(&c);
        }
    print_message("%zu papers: %zu ×, %zu ○, %zu 不明, %zu wrong\n", t.papers, t.crosses, t.circles, t.unknown,
                  t.wrong);
    assert_int_equal(t.wrong, 0);
    assert_true(t.crosses >= LEAST_CROSSES && t.circles >= LEAST_CIRCLES);
}

static void
samples_on_every_day_of_their_year_are_marked_as_the_rules_find(void **state)
{
    (void)state;
    static const char *const days[] = {"2024-04-01", "2024-04-30", "2024-05-16", "2024-06-30",
                                       "2024-08-01", "2024-10-10", "2025-04-01"};
    static const char *const samples[] = {"hodei-futoukou", "ihan-mihon"};
    tally t = {0};
    for (size_t s = 0; s < G_N_ELEMENTS(samples); s++)
        for (size_t i = 0; i < G_N_ELEMENTS(days); i++) {
            rule_case c;
            rule_case_open(&c, samples[s]);
            hold_case(&c, days[i], samples[s], &t);
            rule_case_close(&c);
        }
    assert_true(t.papers >= 10);
    assert_int_equal(t.wrong, 0);
}

/* A fault that is about the claims of many months is no fault of the first alone. */
static void
what_goes_on_for_months_is_marked_in_each(void **state)
{
    (void)state;
    static const struct {
        const char *edits, *marks; /* of April to July */
    } rows[] = {
        {"set consent[2]/@signed-on=2024-06-10", "×××○"},
        {"set non-attendance/judgement/@date=2024-05-20", "××○○"},
        {"delete non-attendance/@pattern", "××××"},
        {"delete non-attendance/judgement/party[@side='学校']", "××××"},
        {"set consent[2]/@withdrawn-on=2024-05-31", "○○××"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        rule_case c;
        tally t = {0};
        rule_case_open(&c, "hodei-futoukou");
        assert_true(rule_edits(&c, rows[i].edits));
        hold_case(&c, "2024-08-01", rows[i].edits, &t);
        assert_int_equal(t.wrong, 0);
        char *path = rule_path(world.folder, "case", 0), all[64] = "";
        GPtrArray *marks = marks_of(path, "2024-08-01", false);
        for (guint m = 0; m < 4; m++)
            g_strlcat(all, g_ptr_array_index(marks, m), sizeof all);
        if (strcmp(all, rows[i].marks) != 0)
            fail_msg("%s: %s instead of %s", rows[i].edits, all, rows[i].marks);
        g_ptr_array_free(marks, TRUE);
        g_free(path);
        rule_case_close(&c);
    }
}

/* What the rules cannot know for want of data has its own mark. */
static void
what_cannot_be_judged_is_not_marked_in_order(void **state)
{
    (void)state;
    rule_case c;
    tally t = {0};
    rule_case_open(&c, "hodei-futoukou");
    assert_true(rule_edits(&c, "delete certificate"));
    hold_case(&c, "2024-08-01", "without a certificate", &t);
    assert_true(t.unknown > 0);
    assert_int_equal(t.circles + t.wrong, 0);
    rule_case_close(&c);
}

/* What a municipality has switched off was not found in order: the paper says so, and so do the marks; what it has made
 * an advice of is told, too. */
static void
what_a_municipality_does_not_ask_is_said(void **state)
{
    (void)state;
    const char *const said = "N5.1d　学校との情報共有を月1回以上行う（市の試行",
                      *const found = "在籍する学校との情報共有の記録がありません";
    const struct {
        const char *option, *has, *has_not, *mark; /* of June, in which nothing was shared */
    } rows[] = {
        {"<rule-option rule='N5.1d' level='off'>市の試行</rule-option>", said, found, "○"},
        {"<rule-option rule='N5.1d' level='off' from='2024-06-01' to='2025-03-31'>市の試行</rule-option>",
         "（市の試行。令和6年6月1日～令和7年3月31日）", found, "○"},
        {"<rule-option rule='N5.1d' level='off' from='2024-09-01'>市の試行</rule-option>", found, said, "×"},
        {"<rule-option rule='N5.1d' level='A'>市の試行</rule-option>", found, said, "○"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        rule_case c;
        rule_case_open(&c, "hodei-futoukou");
        char *edits = g_strdup_printf("delete month[@ym='2024-06']/school-sharing;;add municipality:municipality[1] %s"
                                      "<rule-option rule='N4.3' level='off'>同じ</rule-option>"
                                      "<rule-option rule='N8.4' level='off'>同じ</rule-option>",
                                      rows[i].option);
        assert_true(rule_edits(&c, edits));
        assert_non_null(rule_case_check(&world, &c, (date){2024, 8, 1}));
        char *words = paper_words("year-overview", "2024-08-01", false), *path = rule_path(world.folder, "case", 0);
        GPtrArray *marks = marks_of(path, "2024-08-01", false);
        if (!strstr(words, rows[i].has) || strstr(words, rows[i].has_not))
            fail_msg("%s: not with %s and without %s", rows[i].option, rows[i].has, rows[i].has_not);
        assert_string_equal(g_ptr_array_index(marks, 2), rows[i].mark);
        assert_non_null(strstr(words, "要件どおり（判定していない要件を除く）"));
        g_ptr_array_free(marks, TRUE);
        g_free(path);
        g_free(words);
        g_free(edits);
        rule_case_close(&c);
    }
}

/* ---- months without the addition ---- */

/* What is unknown of them is none of its business. */
static void
a_month_before_the_programme_claims_nothing(void **state)
{
    (void)state;
    enum { OCTOBER = 6 };
    rule_case c;
    rule_case_open(&c, "kyoudai-imouto");
    assert_true(rule_edits(&c, "delete plan[1]"));
    assert_non_null(rule_case_check(&world, &c, (date){2026, 3, 1}));
    char *path = rule_path(world.folder, "case", 0);
    GPtrArray *marks = marks_of(path, "2026-03-01", false);
    for (guint i = 0; i < OCTOBER; i++)
        assert_string_equal(g_ptr_array_index(marks, i), "－");
    assert_string_not_equal(g_ptr_array_index(marks, OCTOBER), "－");
    g_ptr_array_free(marks, TRUE);
    g_free(path);
    rule_case_close(&c);
}

/* ---- where nothing was judged ---- */

static void
a_blank_form_has_no_marks(void **state)
{
    (void)state;
    GPtrArray *marks = marks_of(NULL, NULL, true);
    for (guint i = 0; i < marks->len; i++)
        assert_string_equal(g_ptr_array_index(marks, i), "");
    g_ptr_array_free(marks, TRUE);
}

/* Bound without what the rules found, as by whoever asks no rules. */
static void
a_paper_that_was_not_judged_says_so(void **state)
{
    (void)state;
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    diag *d = diag_new();
    const form *f = form_read_file(a, s, "templates/year-overview/form.xml", "templates/schema", d);
    const casefile *c = casefile_read(a, s, "samples/hodei-futoukou/case.xml", "templates/schema", d);
    assert_non_null(f);
    assert_true(f->asks_rules);
    const bind_options options = {.as_of = "2024-08-01"};
    const bound *b = bind_case(a, s, f, c, &options, d);
    assert_non_null(b);
    GPtrArray *marks = g_ptr_array_new_with_free_func(g_free);
    collect_marks(b->body, marks);
    assert_int_equal(marks->len, MONTHS_A_YEAR);
    for (guint i = 0; i < marks->len; i++)
        assert_string_equal(g_ptr_array_index(marks, i), i < 4 ? "未判定" : "");
    GString *words = g_string_new(NULL);
    paper_append_words(b->body, words);
    assert_non_null(strstr(words->str, "要件を当てはめていません"));
    g_string_free(words, TRUE);
    g_ptr_array_free(marks, TRUE);
    diag_drop(d);
    xml_store_drop(s);
    arena_drop(a);
}

/* ---- forms that mark ---- */

/* Files that have such a mark without asking the rules, and what it means there. */
static const struct {
    const char *file, *means;
} other_marks[] = {
    {"templates/evaluation-summary/form.xml", "bullets of the national form"},
    {"templates/face-sheet/form.xml", "that something is so (yes), as the data has it"},
    {"templates/plan/form.xml", "headings of the national form"},
};

static bool
is_other_mark(const char *path)
{
    for (size_t i = 0; i < G_N_ELEMENTS(other_marks); i++)
        if (strcmp(other_marks[i].file, path) == 0)
            return true;
    return false;
}

/* A file without its comments; g_free it. */
static char *
words_of_file(const char *path)
{
    char *bytes = NULL;
    assert_true(g_file_get_contents(path, &bytes, NULL, NULL));
    for (char *p; (p = strstr(bytes, "<!--"));)
        memset(p, ' ', (size_t)(strstr(p, "-->") + strlen("-->") - p));
    return bytes;
}

static bool
has_mark(const char *path)
{
    static const char *const marks[] = {"○", "×", "△", "〇", "適合", "満たさ", "要件どおり", "一致してい", "違反"};
    char *bytes = words_of_file(path);
    bool has = false;
    for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
        has = has || strstr(bytes, marks[i]);
    g_free(bytes);
    return has;
}

static void
a_form_that_marks_asks_the_rules(void **state)
{
    (void)state;
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    diag *d = diag_new();
    GPtrArray *forms = render_find_forms(&paths, d);
    size_t marking = 0, others = 0;
    for (guint i = 0; i < forms->len; i++) {
        const render_form_entry *entry = g_ptr_array_index(forms, i);
        const form *f = form_read_file(a, s, entry->path, "templates/schema", d);
        assert_non_null(f);
        if (!has_mark(entry->path) && !f->asks_rules)
            continue;
        if (f->asks_rules)
            marking++;
        else if (is_other_mark(entry->path))
            others++;
        else
            fail_msg("%s marks something in order without asking the rules ($judged)", entry->path);
    }
    assert_true(marking >= 1);
    assert_int_equal(others, G_N_ELEMENTS(other_marks)); /* the list may only shrink */
    g_ptr_array_free(forms, TRUE);
    diag_drop(d);
    xml_store_drop(s);
    arena_drop(a);
}

/* ---- forms that compare ---- */

/* What rules compare: whether a consent holds, which records count, which hours are class hours, what is overdue. */
static const char *const compared[] = {
    "@withdrawn-on", "@valid-to",      "@valid-until",      "minutes-shared(", "months-between(@published-on",
    "@means = '",    "@counted-for, ", "@days-per-month &", "@due,",           ", @due",
};

/* Forms that compare it all the same, and what they do with the answer: none says that something is in order. */
static const struct {
    const char *file, *what, *why;
} comparers[] = {
    {"consent", "@withdrawn-on", "chooses the printed line: withdrawn or not, as the data has it"},
    {"consent", "@valid-to", "the day is printed"},
    {"family-support", "@means = '", "ticks the means of the record"},
    {"inquiry-reply", "@withdrawn-on", "the day is printed beside that of the signature"},
    {"inquiry-reply", "@valid-to", "the same"},
    {"pickup", "@withdrawn-on", "leaves out what is not consented to"},
    {"pickup", "@valid-to", "leaves out what is not consented to"},
    {"plan", "months-between(@published-on", "chooses the evaluations that are listed, each with its day"},
    {"school-sharing", "@means = '", "ticks the means of the record"},
    {"supplement", "@means = '", "ticks the means of the record"},
    {"supplement", "@valid-until", "the day is printed"},
    {"transition", "@withdrawn-on", "a draft says that the consent is being asked for"},
    {"transition", "@valid-to", "a draft says that the consent is being asked for"},
    {"visit-letter", "@withdrawn-on", "a draft says that the consent is being asked for"},
};

static bool
is_comparer(const char *name, const char *what)
{
    for (size_t i = 0; i < G_N_ELEMENTS(comparers); i++)
        if (strcmp(comparers[i].file, name) == 0 && strcmp(comparers[i].what, what) == 0)
            return true;
    return false;
}

static void
what_rules_judge_is_compared_by_no_other_form(void **state)
{
    (void)state;
    diag *d = diag_new();
    GPtrArray *forms = render_find_forms(&paths, d);
    size_t found = 0;
    for (guint i = 0; i < forms->len; i++) {
        const render_form_entry *entry = g_ptr_array_index(forms, i);
        char *words = words_of_file(entry->path);
        for (size_t k = 0; k < G_N_ELEMENTS(compared); k++) {
            if (!strstr(words, compared[k]))
                continue;
            if (!is_comparer(entry->name, compared[k]))
                fail_msg("%s compares %s: the rules judge that; print what they say ($judged), or tell here why",
                         entry->name, compared[k]);
            found++;
        }
        g_free(words);
    }
    assert_int_equal(found, G_N_ELEMENTS(comparers)); /* the list may only shrink */
    g_ptr_array_free(forms, TRUE);
    diag_drop(d);
}

/* ---- papers that are kept in the office ---- */

#define WITHHELD "tests/golden/withheld.tsv"

/* A line a form that a rule keeps back with an E: rule, form, and when. In the rules' own words of explanation. */
static void
append_withheld(const char *id, const char *mark, const char *when, const char *explained, GString *out)
{
    const char *line = strstr(explained, mark);
    if (!line)
        return;
    char *list = g_strndup(line + strlen(mark), strcspn(line + strlen(mark), "\n")), **forms = g_strsplit(list, " ", 0);
    for (char **f = forms; *f; f++) {
        char *path = g_strdup_printf("templates/%s/form.xml", *f);
        if (!g_file_test(path, G_FILE_TEST_IS_REGULAR))
            fail_msg("%s keeps a form back that there is not: %s", id, *f);
        g_string_append_printf(out, "%s\t%s\t%s\n", id, *f, when);
        g_free(path);
    }
    g_strfreev(forms);
    g_free(list);
}

/* UPDATE=1 writes the table anew. templates/rules/README.md says by which thought a form stands in it. */
static void
the_papers_that_rules_keep_back_are_known(void **state)
{
    (void)state;
    GString *table = g_string_new("rule\tform\tkept back\n"), *explained = g_string_new(NULL);
    GPtrArray *ids = check_rule_ids(world.rules);
    for (guint i = 0; i < ids->len; i++) {
        const char *id = g_ptr_array_index(ids, i);
        g_string_truncate(explained, 0);
        assert_true(rule_world_explain(&world, id, DIAG_EN, explained));
        append_withheld(id, "\nForms that must not leave the office with an E: ", "always", explained->str, table);
        append_withheld(id, "\nThe same, unless it is signed: ", "until signed", explained->str, table);
    }
    char *expected = NULL;
    if (g_getenv("UPDATE"))
        assert_true(g_file_set_contents(WITHHELD, table->str, -1, NULL));
    assert_true(g_file_get_contents(WITHHELD, &expected, NULL, NULL));
    if (strcmp(table->str, expected) != 0)
        fail_msg("%s is not what the rules have (UPDATE=1 writes it anew):\n%s", WITHHELD, table->str);
    /* The honest answers are never kept back. */
    assert_null(strstr(expected, "\tyear-overview\t"));
    assert_null(strstr(expected, "\tinquiry-reply\t"));
    g_free(expected);
    g_ptr_array_free(ids, TRUE);
    g_string_free(explained, TRUE);
    g_string_free(table, TRUE);
}

/* ---- the tests ---- */

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_overview_marks_what_the_rules_find),
        cmocka_unit_test(samples_on_every_day_of_their_year_are_marked_as_the_rules_find),
        cmocka_unit_test(what_goes_on_for_months_is_marked_in_each),
        cmocka_unit_test(what_cannot_be_judged_is_not_marked_in_order),
        cmocka_unit_test(what_a_municipality_does_not_ask_is_said),
        cmocka_unit_test(a_month_before_the_programme_claims_nothing),
        cmocka_unit_test(a_blank_form_has_no_marks),
        cmocka_unit_test(a_paper_that_was_not_judged_says_so),
        cmocka_unit_test(a_form_that_marks_asks_the_rules),
        cmocka_unit_test(what_rules_judge_is_compared_by_no_other_form),
        cmocka_unit_test(the_papers_that_rules_keep_back_are_known),
    };
    return cmocka_run_group_tests(tests, open_papers, close_papers);
}
