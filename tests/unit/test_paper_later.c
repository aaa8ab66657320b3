/* test_paper_later.c: a paper that is printed as of a day tells nothing that came after it.
 *
 * For every sample, and the day before each dated event in it, every form is bound as of that day. What the event says
 * (the words of the element that bears the date) is not on the paper, unless it is a plan that was known: those are in
 * tests/events/known.tsv, form, element and why. A text that stands in the case a second time says nothing here. The
 * same of the day itself where it says what was done (made, shared, answered …) and is no other day of the case, nor
 * of its masters: there the table has the attribute, too. */
#include "effects_observe.h"
#include "values_support.h"

#include <string.h>

#define KNOWN "tests/events/known.tsv"

/* The attribute by which an element is dated: the day on which what it says became known, as far as it tells. */
static const char *const dated_by[] = {"made-on",  "on",           "date", "recorded-on", "explained-on",
                                       "received", "published-on", "from", "start",       "exit-on"};

/* Attributes that say when something was done, whatever else is to be. */
static const char *const done_by[] = {"made-on",     "plan-made-on",   "shared-on", "exchanged-on", "answered",
                                      "received",    "confirmed-on",   "signed-on", "explained-on", "withdrawn-on",
                                      "recorded-on", "interviewed-on", "draft-on",  "sent",         "returned"};

typedef struct event {
    const char *name, *day, *text; /* of the element, or element/@attribute; its words */
} event;

typedef struct walk {
    observer o;
    GArray *events;    /* of event */
    GHashTable *texts; /* how often a text stands in the case */
    char **known;
    bool *used;
    GString *words_of_forms; /* of forms and masters: a text that stands there is printed without the case */
    GHashTable *told;        /* "form\telement" of those that are not known */
    size_t asked, printed;
} walk;

static const char *
day_of_element(arena *a, const xml_node *n)
{
    for (size_t i = 0; i < G_N_ELEMENTS(dated_by); i++) {
        const char *day = xml_attribute(a, n, dated_by[i]);
        date d;
        if (day && date_parse(day, &d))
            return day;
    }
    return NULL;
}

static void
count_text(walk *w, const char *text)
{
    g_hash_table_insert(w->texts, (gpointer)text,
                        GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(w->texts, text)) + 1));
}

/* The day as papers say it. */
static const char *
day_in_words(arena *a, date d)
{
    GString *words = g_string_new(NULL);
    date_append_era(words, d);
    const char *kept = arena_strdup(a, words->str);
    g_string_free(words, TRUE);
    return kept;
}

static void
collect_days(walk *w, const xml_node *n)
{
    for (const xml_node *at = xml_first_attribute(n); at; at = xml_next(at)) {
        const char *day = xml_text(w->o.a, at);
        date d;
        if (!date_parse(day, &d))
            continue;
        const char *words = day_in_words(w->o.a, d);
        const event e = {arena_printf(w->o.a, "%s/@%s", xml_name(n), xml_name(at)), day, words};
        for (size_t i = 0; i < G_N_ELEMENTS(done_by); i++)
            if (strcmp(done_by[i], xml_name(at)) == 0 && !strstr(w->words_of_forms->str, day))
                g_array_append_val(w->events, e);
        count_text(w, words);
    }
}

/* Texts of some length, under the innermost element that is dated. */
static void
collect_events(walk *w, const xml_node *n, const char *name, const char *day)
{
    const char *own = day_of_element(w->o.a, n);
    name = own ? xml_name(n) : name;
    day = own ? own : day;
    const char *text = xml_first_element(n) ? "" : g_strstrip(arena_strdup(w->o.a, xml_text(w->o.a, n)));
    const event e = {name, day, text};
    if (day && g_utf8_strlen(text, -1) >= 6 && !strstr(w->words_of_forms->str, text))
        g_array_append_val(w->events, e);
    count_text(w, text);
    collect_days(w, n);
    for (const xml_node *c = xml_first_element(n); c; c = xml_next_element(c))
        collect_events(w, c, name, day);
}

static void
add_file(GString *all, char *path)
{
    char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_string_append(all, text);
    g_free(text);
    g_free(path);
}

static GString *
read_words_of_forms(void)
{
    static const char *const masters[] = {"office", "partners", "municipality"};
    GString *all = g_string_new(NULL);
    char **forms = forms_of_cases();
    for (char **name = forms; *name; name++)
        add_file(all, g_build_filename("templates", *name, "form.xml", NULL));
    for (size_t i = 0; i < G_N_ELEMENTS(masters); i++)
        add_file(all, g_strdup_printf("samples/masters/%s.xml", masters[i]));
    g_strfreev(forms);
    return all;
}

static bool
is_known(walk *w, const char *paper, const char *name)
{
    char *begin = g_strdup_printf("%s\t%s\t", paper, name);
    bool found = false;
    for (size_t i = 0; w->known[i]; i++)
        if (g_str_has_prefix(w->known[i], begin)) {
            assert_true(strlen(w->known[i]) > strlen(begin)); /* there is a reason */
            w->used[i] = found = true;
        }
    g_free(begin);
    return found;
}

static void
look_for_later(walk *w, const char *paper, const char *as_of, const char *words)
{
    for (guint i = 0; i < w->events->len; i++) {
        const event *e = &g_array_index(w->events, event, i);
        if (GPOINTER_TO_INT(g_hash_table_lookup(w->texts, e->text)) > 1 || !strstr(words, e->text))
            continue;
        w->printed += strcmp(e->day, as_of) <= 0;
        if (strcmp(e->day, as_of) <= 0 || is_known(w, paper, e->name))
            continue;
        char *line = g_strdup_printf("%s\t%s", paper, e->name);
        if (g_hash_table_contains(w->told, line))
            g_free(line);
        else {
            print_message("%s: of %s, printed as of %s: %.60s\n", line, e->day, as_of, e->text);
            g_hash_table_add(w->told, line);
        }
    }
}

static void
ask_forms(walk *w, const casefile *c, const char *as_of)
{
    for (guint f = 0; f < w->o.forms->len; f++) {
        const form *one = g_ptr_array_index(w->o.forms, f);
        arena *a = arena_new();
        diag *d = diag_new();
        const bind_options options = {.as_of = as_of, .values = shipped_values(), .trial = true};
        const bound *b = bind_case(a, w->o.s, one, c, &options, d);
        GString *words = g_string_new(NULL);
        if (b) {
            append_words(bound_first_head(b), words);
            append_words(b->body, words);
        }
        w->asked += b != NULL;
        look_for_later(w, one->name, as_of, words->str);
        g_string_free(words, TRUE);
        diag_drop(d);
        arena_drop(a);
    }
}

static void
ask_sample(walk *w, const char *sample)
{
    char *path = g_build_filename("samples", sample, "case.xml", NULL);
    const casefile *c = casefile_read_with(w->o.a, w->o.s, path, w->o.schemas, w->o.d);
    assert_non_null(c);
    w->events = g_array_new(FALSE, FALSE, sizeof(event));
    w->texts = g_hash_table_new(g_str_hash, g_str_equal);
    GHashTable *days = g_hash_table_new(g_str_hash, g_str_equal);
    collect_events(w, casefile_root(c), "case", NULL);
    for (guint i = 0; i < w->events->len; i++) {
        date day;
        const char *text = g_array_index(w->events, event, i).day;
        assert_true(date_parse(text, &day));
        if (!g_hash_table_add(days, (gpointer)text))
            continue;
        const date before = date_from_serial(date_serial(day) - 1);
        ask_forms(w, c, arena_printf(w->o.a, "%04d-%02d-%02d", before.year, before.month, before.day));
    }
    g_hash_table_destroy(days);
    g_hash_table_destroy(w->texts);
    g_array_free(w->events, TRUE);
    g_free(path);
}

static void
no_paper_tells_what_came_after_its_day(void **state)
{
    (void)state;
    walk w = {.asked = 0};
    observer_open(&w.o);
    w.words_of_forms = read_words_of_forms();
    char *text = NULL;
    assert_true(g_file_get_contents(KNOWN, &text, NULL, NULL));
    w.known = g_strsplit(text, "\n", -1);
    w.used = g_new0(bool, g_strv_length(w.known) + 1);
    w.told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < w.o.samples->len; i++)
        ask_sample(&w, g_ptr_array_index(w.o.samples, i));
    size_t unused = 0;
    for (size_t i = 0; w.known[i]; i++)
        if (*w.known[i] && *w.known[i] != '#' && !w.used[i]) {
            print_message("%s: no paper tells this: %s\n", KNOWN, w.known[i]);
            unused++;
        }
    print_message("%zu papers, %zu events told in their time\n", w.asked, w.printed);
    assert_true(w.asked > 500 && w.printed > 1000);
    assert_int_equal(g_hash_table_size(w.told) + unused, 0);
    g_hash_table_destroy(w.told);
    g_free(w.used);
    g_strfreev(w.known);
    g_string_free(w.words_of_forms, TRUE);
    g_free(text);
    observer_close(&w.o);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_paper_tells_what_came_after_its_day)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
