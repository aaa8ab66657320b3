/* test_samples_kept.c: every form as a blank one for the child of every sample: the office and the child stand in it
 * where they stand in the document, and nothing does that changes from paper to paper. */
#include "samples_support.h"

#include "functions/functions.h"

/* What the pages say. */
static char *
said_by(const made *m)
{
    GString *all = g_string_new(NULL);
    for (guint p = 0; p < m->l->pages->len; p++) {
        GString *one = page_text(g_ptr_array_index(m->l->pages, p));
        g_string_append(all, one->str);
        g_string_free(one, TRUE);
    }
    return g_string_free(all, FALSE);
}

static char *
solid_of(const char *text)
{
    GString *s = g_string_new(NULL);
    append_solid(s, text);
    return g_string_free(s, FALSE);
}

/* Blank and for the child of the case. */
static made
make_for(const fixture *f, casefile_schemas *schemas, const char *case_path, const char *form_name,
         const bind_options *asked)
{
    bind_options o = *asked;
    o.blank = true;
    o.values = shipped_values();
    made m = open_made();
    const char *path = arena_printf(m.a, "templates/%s/form.xml", form_name);
    const form *read = form_read_file(m.a, m.s, path, "templates/schema", m.d);
    m.c = casefile_read_with(m.a, m.s, case_path, schemas, m.d);
    m.b = read && m.c ? bind_case(m.a, m.s, read, m.c, &o, m.d) : NULL;
    m.pages = m.b ? compose_document(m.a, f->engine, f->fonts, m.b, m.d) : NULL;
    m.l = m.pages ? emit_document(m.a, m.pages, NULL) : NULL;
    if (!m.l || display_check(m.l, m.a)) {
        diag_print(m.d, stderr, DIAG_JA);
        fail_msg("the blank %s of %s is not made", form_name, case_path);
    }
    return m;
}

static made
make_kept(const fixture *f, casefile_schemas *schemas, const char *sample, const char *form_name, const char *month)
{
    const bind_options o = {.month = month};
    char *path = g_strdup_printf("samples/%s/case.xml", sample);
    made m = make_for(f, schemas, path, form_name, &o);
    g_free(path);
    return m;
}

/* ---- what there is in a case ---- */

typedef struct told {
    const made *m;
    casefile_labels *labels;
    GString *staying;   /* all that stays */
    GPtrArray *varying; /* as it would be printed */
} told;

/* Words of a list stand in the form itself, and short ones anywhere. */
enum { LEAST_LETTERS = 9 };

static void
tell_text(told *t, const xml_node *n, const char *text)
{
    static const char *const dates[] = {"era-date", "era-month", NULL};
    const char *printed, *reason;
    const bool is_date = strlen(text) == 10 && text[4] == '-' && text[7] == '-';
    const bool is_month = strlen(text) == 7 && text[4] == '-';
    const char *as = is_date ? dates[0] : is_month ? dates[1] : NULL;
    if (as && functions_apply(t->m->a, t->m->c, as, text, &printed, &reason))
        text = printed;
    else if (g_utf8_strlen(text, -1) < LEAST_LETTERS)
        return;
    char *solid = solid_of(text);
    if (casefile_stays(t->labels, t->m->a, n, NULL, false))
        g_string_append_printf(t->staying, "%s\n", solid);
    else
        g_ptr_array_add(t->varying, g_strdup(solid));
    g_free(solid);
}

static void
tell_below(told *t, const xml_node *n)
{
    for (const xml_node *attr = xml_first_attribute(n); attr; attr = xml_next(attr))
        tell_text(t, attr, xml_text(t->m->a, attr));
    if (!xml_first_element(n)) {
        tell_text(t, n, xml_text(t->m->a, n));
    } else if (xml_named(n, "name")) { /* of a person: records name the same */
        char *whole = solid_of(xml_text(t->m->a, n));
        g_string_append_printf(t->staying, "%s\n", whole);
        g_free(whole);
    }
    for (const xml_node *c = xml_first_element(n); c; c = xml_next_element(c))
        tell_below(t, c);
}

static told
tell_case(const made *m)
{
    told t = {m, casefile_labels_open(m->c), g_string_new(NULL), g_ptr_array_new_with_free_func(g_free)};
    for (size_t i = 0; i < casefile_document_count(m->c); i++)
        tell_below(&t, xml_root(casefile_document(m->c, i)));
    return t;
}

static void
forget_case(told *t)
{
    casefile_labels_close(t->labels);
    g_string_free(t->staying, TRUE);
    g_ptr_array_free(t->varying, TRUE);
}

/* ---- tests ---- */

static void
check_nothing_varies(const made *m, const char *sample, const char *form_name, const char *says, const char *own)
{
    told t = tell_case(m);
    assert_true(t.varying->len > 50 && t.staying->len > 100);
    for (guint i = 0; i < t.varying->len; i++) {
        const char *text = g_ptr_array_index(t.varying, i);
        if (strstr(says, text) && !strstr(own, text) && !strstr(t.staying->str, text))
            fail_msg("the blank %s of %s says what varies (%zu bytes)", form_name, sample, strlen(text));
    }
    forget_case(&t);
}

/* The child, and the offices that the child uses. */
static GPtrArray *
names_to_stay(const made *m)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    const xml_node *root = casefile_root(m->c), *name = xml_element_named(xml_element_named(root, "child"), "name");
    g_ptr_array_add(names, solid_of(xml_text(m->a, name)));
    for (const xml_node *use = xml_first_element(root); use; use = xml_next_element(use)) {
        if (!xml_named(use, "service-use") || strstr(xml_attribute(m->a, use, "kind"), "相談"))
            continue;
        const xml_node *office = casefile_find(m->c, xml_attribute(m->a, use, "office"));
        g_ptr_array_add(names, solid_of(xml_text(m->a, xml_element_named(office, "name"))));
    }
    return names;
}

static void
check_names_stay(const made *m, const char *sample, const char *form_name, const char *says, const char *document)
{
    GPtrArray *names = names_to_stay(m);
    bool wants = false, has = false; /* one of the offices: which, the blank paper of a child of two does not know */
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        const bool is_told = strstr(document, name), is_kept = strstr(says, name);
        if (i == 0 && is_told && !is_kept)
            fail_msg("the blank %s of %s lacks the child", form_name, sample);
        wants = wants || (i > 0 && is_told);
        has = has || (i > 0 && is_kept);
    }
    if (wants && !has)
        fail_msg("the blank %s of %s lacks the office", form_name, sample);
    g_ptr_array_free(names, TRUE);
}

/* As far as a form that is made for the sample tells which names stand in it. */
static void
check_form(fixture *f, casefile_schemas *schemas, const char *sample, const char *form_name, const char *own)
{
    made document, m = make_kept(f, schemas, sample, form_name, NULL);
    char *says = said_by(&m);
    check_nothing_varies(&m, sample, form_name, says, own);
    if (try_document(f, sample, form_name, &document)) {
        char *whole = said_by(&document);
        check_names_stay(&m, sample, form_name, says, whole);
        g_free(whole);
        drop(&document);
    }
    g_free(says);
    drop(&m);
}

static void
the_office_and_the_child_stay_and_nothing_that_varies(void **state)
{
    fixture *f = *state;
    casefile_schemas *schemas = casefile_schemas_open("templates/schema", false);
    for (char **name = f->forms; *name; name++) {
        made blank;
        assert_true(try_document(f, NULL, *name, &blank));
        char *own = said_by(&blank);
        for (char **sample = f->samples; *sample; sample++)
            check_form(f, schemas, *sample, *name, own);
        g_free(own);
        drop(&blank);
    }
    casefile_schemas_close(schemas);
}

/* The grammars themselves: of a case no day stays but that of a birth, and no text that somebody thought about. */
static void
check_kept(told *t, const xml_node *n)
{
    enum { LONGEST_NAME = 40 };
    for (const xml_node *attr = xml_first_attribute(n); attr; attr = xml_next(attr)) {
        const char *text = xml_text(t->m->a, attr);
        const bool is_day =
            (strlen(text) == 10 && text[4] == '-' && text[7] == '-') || (strlen(text) == 7 && text[4] == '-');
        if (is_day && strcmp(xml_name(attr), "birth-date") != 0)
            assert_false(casefile_stays(t->labels, t->m->a, attr, NULL, false));
    }
    if (!xml_first_element(n) && g_utf8_strlen(xml_text(t->m->a, n), -1) > LONGEST_NAME)
        assert_false(casefile_stays(t->labels, t->m->a, n, NULL, false));
    for (const xml_node *c = xml_first_element(n); c; c = xml_next_element(c))
        check_kept(t, c);
}

static void
no_day_and_no_text_stays(void **state)
{
    fixture *f = *state;
    casefile_schemas *schemas = casefile_schemas_open("templates/schema", false);
    for (char **sample = f->samples; *sample; sample++) {
        made m = make_kept(f, schemas, *sample, "plan", NULL);
        told t = tell_case(&m);
        const xml_node *child = xml_element_named(casefile_root(m.c), "child");
        check_kept(&t, casefile_root(m.c));
        assert_true(casefile_stays(t.labels, m.a, child, "birth-date", true));
        assert_true(casefile_stays(t.labels, m.a, child, "sex", true));
        assert_false(casefile_stays(t.labels, m.a, child, "allergies", false));
        assert_false(casefile_stays(t.labels, m.a, child, "no-such", false));
        forget_case(&t);
        drop(&m);
    }
    casefile_schemas_close(schemas);
}

/* A month of which there is no record yet. */
static void
the_month_that_was_asked_for_is_printed(void **state)
{
    static const char *const forms[] = {"school-sharing", "family-support", "service-record", "pickup"};
    casefile_schemas *schemas = casefile_schemas_open("templates/schema", false);
    for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
        made m = make_kept(*state, schemas, "hodei-futoukou", forms[i], "2031-07");
        char *says = said_by(&m);
        assert_non_null(strstr(says, "令和13年7月分"));
        assert_non_null(strstr(says, "放課後等デイサービスこもれび"));
        g_free(says);
        drop(&m);
    }
    casefile_schemas_close(schemas);
}

/* ---- an office and a school that are over, or not yet ---- */

#define OVER "こども支援ルームみちくさ"
#define NEXT "青葉野市立東小学校"

typedef struct change {
    const char *file, *pattern, *text; /* file: case.xml, or a master */
} change;

static void
write_changed(const char *folder, const char *name, const char *from, const change *changes)
{
    char *text = NULL, *path = g_build_filename(folder, name, NULL);
    assert_true(g_file_get_contents(from, &text, NULL, NULL));
    for (; changes->file; changes++) {
        if (strcmp(changes->file, name) != 0)
            continue;
        GRegex *r = g_regex_new(changes->pattern, 0, 0, NULL);
        assert_true(g_regex_match(r, text, 0, NULL));
        char *edited = g_regex_replace_literal(r, text, -1, 0, changes->text, 0, NULL);
        g_regex_unref(r);
        g_free(text);
        text = edited;
    }
    assert_true(g_file_set_contents(path, text, -1, NULL));
    g_free(path);
    g_free(text);
}

/* hodei-futoukou, with masters of its own. */
static char *
write_moving_child(const char *folder, const change *changes)
{
    static const char *const masters[] = {"office.xml", "partners.xml", "municipality.xml", "calendar.xml"};
    for (size_t i = 0; i < G_N_ELEMENTS(masters); i++) {
        char *from = g_build_filename("samples/masters", masters[i], NULL);
        write_changed(folder, masters[i], from, changes);
        g_free(from);
    }
    write_changed(folder, "case.xml", "samples/hodei-futoukou/case.xml", changes);
    return g_build_filename(folder, "case.xml", NULL);
}

/* Some papers list all services, offices and schools of the child. */
static void
check_present(const fixture *f, casefile_schemas *schemas, const char *path, const char *as_of, const char *absent)
{
    static const char *const listing[] = {"face-sheet", "partner-sheet", "transition", NULL};
    const bind_options o = {.as_of = as_of};
    for (char **name = f->forms; *name; name++) {
        if (g_strv_contains(listing, *name))
            continue;
        made m = make_for(f, schemas, path, *name, &o);
        char *says = said_by(&m), *gone = solid_of(absent);
        if (strstr(says, gone))
            fail_msg("the blank %s says %s as of %s", *name, absent, as_of ? as_of : "no day");
        g_free(gone);
        g_free(says);
        drop(&m);
    }
}

typedef struct moving {
    casefile_schemas *schemas;
    char *folder, *path;
} moving;

static moving
begin_moving(const change *changes)
{
    char *folder = g_dir_make_tmp("renkei-moving-XXXXXX", NULL);
    return (moving){casefile_schemas_open("templates/schema", false), folder, write_moving_child(folder, changes)};
}

static void
end_moving(moving *t)
{
    g_free(t->path);
    remove_tree(t->folder);
    g_free(t->folder);
    casefile_schemas_close(t->schemas);
}

static void
neither_an_office_that_is_over_nor_a_school_to_come_stays(void **state)
{
    fixture *f = *state;
    /* A month with another office, after which the child went on with the one before; and a school to come. */
    static const change changes[] = {{"case.xml", "\\.\\./masters/", ""},
                                     {"case.xml", "  <consultation-support ",
                                      "  <service-use id=\"su-over\" kind=\"放デイ\" office=\"michikusa\" "
                                      "start=\"2023-06-01\" end=\"2023-06-30\"/>\n  <consultation-support "},
                                     {"case.xml", "  <enrolment partner=\"wakabadai\" from=\"2024-04-01\"",
                                      "  <enrolment partner=\"higashi\" from=\"2024-04-01\""},
                                     {NULL, NULL, NULL}};
    moving t = begin_moving(changes);
    check_present(f, t.schemas, t.path, NULL, OVER);
    check_present(f, t.schemas, t.path, "2024-06-10", OVER);
    check_present(f, t.schemas, t.path, "2024-03-10", NEXT);
    made m = make_for(f, t.schemas, t.path, "monitoring", &(bind_options){.as_of = "2023-06-15"});
    char *says = said_by(&m), *then = solid_of(OVER);
    assert_non_null(strstr(says, then));
    g_free(then);
    g_free(says);
    drop(&m);
    end_moving(&t);
}

#define LAST "放課後等デイサービスこもれび"
#define COMING "こども支援ルームみちくさ"
#define EXPLAINER "森川千尋"

/* The last plan and the consents are of an office that the child has left for another since, or will leave. */
static void
nor_does_the_office_of_the_last_records_or_its_staff(void **state)
{
    static const change changes[] = {{"case.xml", "\\.\\./masters/", ""},
                                     {"case.xml", "office=\"komorebi\" start=\"2022-06-01\"",
                                      "office=\"komorebi\" start=\"2022-06-01\" end=\"2025-03-31\""},
                                     {"case.xml", "  <consultation-support ",
                                      "  <service-use id=\"su-next\" kind=\"放デイ\" office=\"michikusa\" "
                                      "start=\"2025-04-01\"/>\n  <consultation-support "},
                                     {NULL, NULL, NULL}};
    static const char *const days[] = {NULL, "2025-04-01", "2026-06-10"};
    fixture *f = *state;
    moving t = begin_moving(changes);
    for (size_t i = 0; i < G_N_ELEMENTS(days); i++) {
        check_present(f, t.schemas, t.path, days[i], LAST);
        check_present(f, t.schemas, t.path, days[i], EXPLAINER);
    }
    check_present(f, t.schemas, t.path, "2025-03-31", COMING);
    made m = make_for(f, t.schemas, t.path, "plan", &(bind_options){.as_of = "2025-03-31"});
    char *says = said_by(&m);
    assert_non_null(strstr(says, LAST));
    assert_non_null(strstr(says, EXPLAINER));
    g_free(says);
    drop(&m);
    end_moving(&t);
}

/* Who explained the last plan is no longer there; the office is. */
static void
nor_does_who_left_the_office(void **state)
{
    static const change changes[] = {
        {"case.xml", "\\.\\./masters/", ""},
        {"office.xml", "<staff id=\"ko-02\" occupation=\"児童発達支援管理責任者\" from=\"2021-04-01\">",
         "<staff id=\"ko-02\" occupation=\"児童発達支援管理責任者\" from=\"2021-04-01\" to=\"2025-03-31\">"},
        {NULL, NULL, NULL}};
    fixture *f = *state;
    moving t = begin_moving(changes);
    check_present(f, t.schemas, t.path, "2025-04-01", EXPLAINER);
    made m = make_for(f, t.schemas, t.path, "consent", &(bind_options){.as_of = "2025-04-01"});
    char *says = said_by(&m);
    assert_non_null(strstr(says, LAST));
    g_free(says);
    drop(&m);
    end_moving(&t);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_office_and_the_child_stay_and_nothing_that_varies),
        cmocka_unit_test(no_day_and_no_text_stays),
        cmocka_unit_test(the_month_that_was_asked_for_is_printed),
        cmocka_unit_test(neither_an_office_that_is_over_nor_a_school_to_come_stays),
        cmocka_unit_test(nor_does_the_office_of_the_last_records_or_its_staff),
        cmocka_unit_test(nor_does_who_left_the_office),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
