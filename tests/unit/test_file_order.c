/* test_file_order.c: what has a day has no order in a file: whichever way round plans, months, records, enrolments and
 * all other dated siblings are written, every form says the same. */
#include "effects_observe.h"
#include "values_support.h"

#include "rule_edits.h"

/* What an element is ordered by among its like; of a visit the first day below; NULL: nothing. g_free it. */
static char *
day_of(const xmlNode *n)
{
    static const char *const names[] = {"from", "date", "made-on", "ym", "received", "explained-on", "start", "on"};
    if (strcmp((const char *)n->name, "day") == 0)
        return g_strdup((const char *)xmlHasProp(n, BAD_CAST "weekday")->children->content);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        const xmlAttr *attr = xmlHasProp(n, BAD_CAST names[i]);
        if (attr && attr->children)
            return g_strdup((const char *)attr->children->content);
    }
    char *day = NULL;
    for (const xmlNode *c = strcmp((const char *)n->name, "visit") == 0 ? n->children : NULL; c && !day; c = c->next)
        day = c->type == XML_ELEMENT_NODE ? day_of(c) : NULL;
    return day;
}

typedef struct dated {
    xmlNode *node;
    char *day;
    guint nth;
} dated;

/* The other way round; but what is of one day has only the file's order. */
static int
later_first(const void *a, const void *b)
{
    const dated *x = a, *y = b;
    const int order = strcmp(y->day, x->day);
    return order ? order : (x->nth > y->nth) - (x->nth < y->nth);
}

/* Turns the siblings called like `first` round; how many there were. */
static size_t
turn_siblings(xmlNode *first)
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(dated));
    for (xmlNode *n = first; n; n = n->next)
        if (n->type == XML_ELEMENT_NODE && xmlStrEqual(n->name, first->name)) {
            char *day = day_of(n);
            const dated entry = {n, day ? day : g_strdup(""), all->len};
            g_array_append_val(all, entry);
        }
    xmlNode **places = g_new(xmlNode *, all->len);
    for (guint i = 0; i < all->len; i++) {
        places[i] = xmlNewText(BAD_CAST "");
        xmlReplaceNode(g_array_index(all, dated, i).node, places[i]);
    }
    qsort(all->data, all->len, sizeof(dated), later_first);
    for (guint i = 0; i < all->len; i++) {
        xmlReplaceNode(places[i], g_array_index(all, dated, i).node);
        xmlFreeNode(places[i]);
        g_free(g_array_index(all, dated, i).day);
    }
    const size_t count = all->len > 1 ? all->len : 0;
    g_free(places);
    g_array_free(all, TRUE);
    return count;
}

static bool
is_first_of_name(const xmlNode *n)
{
    for (const xmlNode *p = n->prev; p; p = p->prev)
        if (p->type == XML_ELEMENT_NODE && xmlStrEqual(p->name, n->name))
            return false;
    return true;
}

static size_t
turn_round(xmlNode *parent)
{
    size_t count = 0;
    GPtrArray *firsts = g_ptr_array_new();
    for (xmlNode *n = parent->children; n; n = n->next) {
        if (n->type != XML_ELEMENT_NODE)
            continue;
        count += turn_round(n);
        char *day = day_of(n);
        if (day && is_first_of_name(n))
            g_ptr_array_add(firsts, n);
        g_free(day);
    }
    for (guint i = 0; i < firsts->len; i++)
        count += turn_siblings(g_ptr_array_index(firsts, i));
    g_ptr_array_free(firsts, TRUE);
    return count;
}

/* All words of a form, or the messages where it says none; g_free it. The days of ties, ids beside one another and what
 * the machine names files by are no words. */
static char *
words_or_messages(observer *o, const casefile *c, const form *f)
{
    diag *d = diag_new();
    const bind_options options = {.values = shipped_values(), .draft = true};
    const bound *b = bind_case(o->a, o->s, f, c, &options, d);
    GString *out = g_string_new(NULL);
    if (b)
        append_words(b->body, out);
    for (size_t i = 0; !b && i < diag_length(d); i++) {
        char *text = diag_text(diag_at(d, i), DIAG_JA);
        g_string_append_printf(out, "%s\n", text);
        g_free(text);
    }
    diag_drop(d);
    return g_string_free(out, FALSE);
}

/* The first lines that differ. */
static void
tell_difference(const char *form_name, const char *sample, const char *a, const char *b)
{
    char **x = g_strsplit(a, "\n", -1), **y = g_strsplit(b, "\n", -1);
    size_t i = 0;
    while (x[i] && y[i] && strcmp(x[i], y[i]) == 0)
        i++;
    print_error("%s of %s depends on the order of the file: %s | %s\n", form_name, sample, x[i] ? x[i] : "",
                y[i] ? y[i] : "");
    g_strfreev(x);
    g_strfreev(y);
}

static const char *const samples[] = {"hodei-futoukou", "ihan-mihon", "jihatsu-houmon", "koukou-jiritsu",
                                      "kyotaku-houmon"};

/* The case as it is written, or turned round. */
static const casefile *
read_sample(observer *o, rule_world *files, const char *sample, bool turned, size_t *count)
{
    rule_case c;
    rule_case_open(&c, sample);
    if (turned)
        *count += turn_round(xmlDocGetRootElement(c.docs[0]));
    rule_write(files, &c);
    rule_case_close(&c);
    char *path = rule_path(files->folder, "case", 0);
    const casefile *read = casefile_read_with(o->a, o->s, path, o->schemas, o->d);
    g_free(path);
    if (!read)
        diag_print(o->d, stderr, DIAG_JA);
    assert_non_null(read);
    return read;
}

static void
the_order_of_a_file_says_nothing(void **state)
{
    (void)state;
    observer o;
    observer_open(&o);
    rule_world files = {.folder = g_dir_make_tmp("renkei-order-XXXXXX", NULL)};
    size_t turned = 0, bad = 0, said = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        const casefile *as_written = read_sample(&o, &files, samples[i], false, &turned);
        const casefile *round = read_sample(&o, &files, samples[i], true, &turned);
        for (guint k = 0; o.form_names[k]; k++) {
            char *a = words_or_messages(&o, as_written, g_ptr_array_index(o.forms, k));
            char *b = words_or_messages(&o, round, g_ptr_array_index(o.forms, k));
            said += strlen(a) > 200;
            if (strcmp(a, b) != 0) {
                tell_difference(o.form_names[k], samples[i], a, b);
                bad++;
            }
            g_free(a);
            g_free(b);
        }
    }
    remove_tree(files.folder);
    g_free(files.folder);
    observer_close(&o);
    assert_int_equal(bad, 0);
    assert_true(turned > 200 && said > 40);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_order_of_a_file_says_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
