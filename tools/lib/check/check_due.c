/* check_due.c: what is to be done by which day, of many cases: the deadlines of the rule files as a list, as JSON and
 * as the data of the form templates/batch/deadlines.xml. */
#include "check/check_int.h"

#include <string.h>

#include "base/json.h"
#include "base/shown.h"

typedef struct due_item {
    const char *id, *day; /* day: "" when it is not known */
    long left;            /* days from as_of; below zero: overdue */
    const char *child, *name;
    const char *text[2], *repair[2]; /* by diag_language */
    const char *source[2];           /* by diag_language */
    place where;
} due_item;

struct check_dues {
    arena *a;
    GArray *items;
    GArray *offs, *replaced; /* of check_off and check_replaced, each once for all cases */
    date as_of;
    int days;
    size_t cases, unread;
    bool sorted;
};

check_dues *
check_dues_new(date as_of, int days)
{
    g_assert(date_valid(as_of) && days >= 0);
    check_dues *l = g_new0(check_dues, 1);
    l->a = arena_new();
    l->items = g_array_new(FALSE, TRUE, sizeof(due_item));
    l->offs = g_array_new(FALSE, TRUE, sizeof(check_off));
    l->replaced = g_array_new(FALSE, TRUE, sizeof(check_replaced));
    l->as_of = as_of;
    l->days = days;
    return l;
}

void
check_dues_drop(check_dues *l)
{
    if (!l)
        return;
    g_array_free(l->items, TRUE);
    g_array_free(l->offs, TRUE);
    g_array_free(l->replaced, TRUE);
    arena_drop(l->a);
    g_free(l);
}

/* ---- collecting ---- */

/* The name in two parts, or in the one that there is: for the printed list alone. */
static const char *
name_of_child(arena *a, const casefile *c)
{
    const xml_node *child = xml_element_named(casefile_root(c), "child"), *name = xml_element_named(child, "name");
    const xml_node *family = xml_element_named(name, "family"), *given = xml_element_named(name, "given");
    return arena_printf(a, "%s%s%s", family ? xml_text(a, family) : "", family && given ? "　" : "",
                        given ? xml_text(a, given) : "");
}

static void
add_item(check_dues *l, const casefile *c, const check_result *r, const check_finding *f)
{
    date day;
    const bool known = rule_last_day(f->when, &day);
    due_item x = {.id = arena_strdup(l->a, f->id), .day = ""};
    if (known) {
        x.left = date_serial(day) - date_serial(l->as_of);
        x.day = arena_printf(l->a, "%04d-%02d-%02d", day.year, day.month, day.day);
    }
    if (known && x.left > l->days)
        return;
    x.child = arena_strdup(l->a, r->child);
    x.name = name_of_child(l->a, c);
    for (int language = DIAG_JA; language <= DIAG_EN; language++) {
        x.text[language] = arena_strdup(l->a, f->texts[language]);
        x.repair[language] = arena_strdup(l->a, f->repair[language]);
        x.source[language] = arena_strdup(l->a, f->sources[language]);
    }
    x.where = (place){arena_strdup(l->a, f->where.file), f->where.line,
                      f->where.path ? arena_strdup(l->a, f->where.path) : NULL};
    g_array_append_val(l->items, x);
    l->sorted = false;
}

static void
add_off(check_dues *l, const check_off *off)
{
    for (guint i = 0; i < l->offs->len; i++) {
        const check_off *x = &g_array_index(l->offs, check_off, i);
        if (strcmp(x->id, off->id) == 0 && strcmp(x->texts[DIAG_JA], off->texts[DIAG_JA]) == 0)
            return;
    }
    const check_off own = {.id = arena_strdup(l->a, off->id),
                           .texts = {arena_strdup(l->a, off->texts[DIAG_JA]), arena_strdup(l->a, off->texts[DIAG_EN])}};
    g_array_append_val(l->offs, own);
}

/* They are of the rules, and the same of every case. */
static void
keep_replaced(check_dues *l, const check_result *r)
{
    for (size_t i = 0; l->replaced->len < r->replaced_count && i < r->replaced_count; i++) {
        check_replaced own = r->replaced[i];
        own.id = arena_strdup(l->a, own.id);
        for (int language = DIAG_JA; language <= DIAG_EN; language++)
            own.texts[language] = arena_strdup(l->a, own.texts[language]);
        own.where = (place){arena_strdup(l->a, own.where.file), own.where.line, NULL};
        g_array_append_val(l->replaced, own);
    }
}

bool
check_dues_add(check_dues *l, xml_store *s, const check_rules *rules, const casefile *c, diag *d)
{
    g_assert(l && s && rules && c && d);
    arena *a = arena_new();
    const check_result *r = rule_run(a, s, rules, c, l->as_of, DIAG_JA, RULES_OF_DEADLINES, NULL, d);
    for (size_t i = 0; r && i < r->count; i++)
        add_item(l, c, r, &r->findings[i]);
    for (size_t i = 0; r && i < r->off_count; i++)
        add_off(l, &r->offs[i]);
    if (r)
        keep_replaced(l, r);
    l->cases++;
    l->unread += !r;
    arena_drop(a);
    return r;
}

void
check_dues_miss(check_dues *l)
{
    g_assert(l);
    l->cases++;
    l->unread++;
}

/* By day, those without one last; then by child, number and place, so that every run lists alike. */
static gint
compare_items(gconstpointer p, gconstpointer q)
{
    const due_item *a = p, *b = q;
    if (!*a->day != !*b->day)
        return *a->day ? -1 : 1;
    int by = strcmp(a->day, b->day);
    by = by ? by : strcmp(a->child, b->child);
    by = by ? by : rule_compare_ids(a->id, b->id);
    by = by ? by : strcmp(a->where.file, b->where.file);
    return by ? by : a->where.line < b->where.line ? -1 : a->where.line > b->where.line;
}

static const due_item *
sorted_items(check_dues *l)
{
    if (!l->sorted)
        g_array_sort(l->items, compare_items);
    l->sorted = true;
    return (const due_item *)(void *)l->items->data;
}

size_t
check_dues_count(const check_dues *l)
{
    g_assert(l);
    return l->items->len;
}

typedef struct due_counts {
    size_t overdue, soon, unknown;
} due_counts;

static due_counts
count_items(const check_dues *l)
{
    due_counts n = {0};
    for (guint i = 0; i < l->items->len; i++) {
        const due_item *x = &g_array_index(l->items, due_item, i);
        n.unknown += !*x->day;
        n.overdue += *x->day && x->left < 0;
        n.soon += *x->day && x->left >= 0;
    }
    return n;
}

/* ---- text ---- */

static void
append_day(GString *out, const due_item *x, diag_language language)
{
    date day;
    if (!*x->day)
        g_string_append(out, language == DIAG_EN ? "not known" : "分からない");
    else if (language == DIAG_EN || !date_parse(x->day, &day))
        g_string_append(out, x->day);
    else
        date_append_era_weekday(out, day);
}

static void
append_left(GString *out, const due_item *x, diag_language language)
{
    const bool en = language == DIAG_EN;
    if (!*x->day)
        g_string_append_c(out, '-');
    else if (x->left == 0)
        g_string_append(out, en ? "today" : "今日");
    else if (x->left > 0)
        g_string_append_printf(out, en ? "%ld" : "あと%ld日", x->left);
    else
        g_string_append_printf(out, en ? "%ld" : "%ld日過ぎ", en ? x->left : -x->left);
}

static void
print_totals(const check_dues *l, diag_language language, GString *out)
{
    const due_counts n = count_items(l);
    if (language == DIAG_EN) {
        g_string_append_printf(out,
                               "as of %04d-%02d-%02d: %zu overdue, %zu within %d days, %zu on a day not known (cases: "
                               "%zu, of which not read: %zu)\n",
                               l->as_of.year, l->as_of.month, l->as_of.day, n.overdue, n.soon, l->days, n.unknown,
                               l->cases, l->unread);
        return;
    }
    date_append_era(out, l->as_of);
    g_string_append_printf(out,
                           "の時点：過ぎたもの %zu件、%d日以内 %zu件、日の分からないもの %zu件（事例 "
                           "%zu件、うち読めなかったもの %zu件）\n",
                           n.overdue, l->days, n.soon, n.unknown, l->cases, l->unread);
}

void
check_dues_print(check_dues *l, diag_language language, GString *out)
{
    g_assert(l && out);
    const bool en = language == DIAG_EN;
    const due_item *items = sorted_items(l);
    if (l->items->len)
        g_string_append(out, en ? "due\tdays left\tchild\twhat\trepair\tplace\tid\n"
                                : "期限\t残り\t児童\t内容\t直す欄\t場所\t番号\n");
    for (guint i = 0; i < l->items->len; i++) {
        const due_item *x = &items[i];
        append_day(out, x, language);
        g_string_append_c(out, '\t');
        append_left(out, x, language);
        g_string_append_printf(out, "\t%s\t%s\t%s\t", x->child, x->text[language], x->repair[language]);
        shown_append(out, diag_file_name(x->where.file, language));
        g_string_append_printf(out, ":%d\t%s\n", x->where.line, x->id);
    }
    for (guint i = 0; i < l->offs->len; i++) {
        const check_off *x = &g_array_index(l->offs, check_off, i);
        g_string_append_printf(out, en ? "not listed: %s %s\n" : "一覧にしていない期限：%s %s\n", x->id,
                               x->texts[language]);
    }
    for (guint i = 0; i < l->replaced->len; i++) {
        g_string_append(out, en ? "by a local one in the place of renkei's: " : "もとからのものに代えた手元のもの：");
        check_append_replaced(out, &g_array_index(l->replaced, check_replaced, i), language);
        g_string_append_c(out, '\n');
    }
    print_totals(l, language, out);
}

/* ---- JSON ---- */

void
check_dues_print_json(check_dues *l, diag_language language, GString *out)
{
    g_assert(l && out);
    const due_item *items = sorted_items(l);
    for (guint i = 0; i < l->items->len; i++) {
        const due_item *x = &items[i];
        g_string_append(out, "{\"v\":1,\"deadline\":");
        json_append(out, x->id);
        json_append_member(out, "due", x->day);
        if (*x->day)
            g_string_append_printf(out, ",\"left\":%ld", x->left);
        else
            g_string_append(out, ",\"left\":null");
        json_append_member(out, "child", x->child);
        json_append_member(out, "message", x->text[language]);
        json_append_member(out, "repair", x->repair[language]);
        json_append_member(out, "source", x->source[language]);
        check_append_data(out, "data", x->where);
        g_string_append(out, "}\n");
    }
    for (guint i = 0; i < l->offs->len; i++)
        check_append_off_json(out, &g_array_index(l->offs, check_off, i), NULL, language);
    for (guint i = 0; i < l->replaced->len; i++)
        check_append_replaced_json(out, &g_array_index(l->replaced, check_replaced, i), NULL, language);
}

/* ---- the data of the form ---- */

static void
append_attribute(GString *x, const char *name, const char *value)
{
    char *valid = g_utf8_make_valid(value, -1); /* a file name need not be UTF-8, and may hold what XML cannot */
    for (char *p = valid; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7f)
            *p = '?';
    char *text = g_markup_printf_escaped(" %s=\"%s\"", name, valid);
    g_string_append(x, text);
    g_free(text);
    g_free(valid);
}

static void
append_note(GString *out, const char *name, const char *id, const char *text)
{
    char *line = g_markup_printf_escaped("<%s deadline=\"%s\">%s</%s>\n", name, id, text, name);
    g_string_append(out, line);
    g_free(line);
}

static const char *
state_of(const due_item *x)
{
    return !*x->day ? "unknown" : x->left < 0 ? "overdue" : "soon";
}

void
check_dues_print_xml(check_dues *l, GString *out)
{
    g_assert(l && out);
    const due_item *items = sorted_items(l);
    const due_counts n = count_items(l);
    g_string_append_printf(out,
                           "<deadlines version=\"1\" as-of=\"%04d-%02d-%02d\" days=\"%d\" cases=\"%zu\" unread=\"%zu\" "
                           "overdue=\"%zu\" soon=\"%zu\" unknown=\"%zu\">\n",
                           l->as_of.year, l->as_of.month, l->as_of.day, l->days, l->cases, l->unread, n.overdue, n.soon,
                           n.unknown);
    for (guint i = 0; i < l->items->len; i++) {
        const due_item *x = &items[i];
        g_string_append_printf(out, "<item state=\"%s\"", state_of(x));
        if (*x->day) {
            append_attribute(out, "day", x->day);
            g_string_append_printf(out, " left=\"%ld\"", x->left);
        }
        append_attribute(out, "deadline", x->id);
        append_attribute(out, "key", x->child);
        if (*x->name)
            append_attribute(out, "name", x->name);
        append_attribute(out, "repair", x->repair[DIAG_JA]);
        append_attribute(out, "file", diag_file_name(x->where.file, DIAG_JA));
        g_string_append_printf(out, " line=\"%d\"", x->where.line);
        char *text = g_markup_escape_text(x->text[DIAG_JA], -1);
        g_string_append_printf(out, ">%s</item>\n", text);
        g_free(text);
    }
    for (guint i = 0; i < l->offs->len; i++) {
        const check_off *x = &g_array_index(l->offs, check_off, i);
        append_note(out, "off", x->id, x->texts[DIAG_JA]);
    }
    for (guint i = 0; i < l->replaced->len; i++) {
        const check_replaced *x = &g_array_index(l->replaced, check_replaced, i);
        append_note(out, "replaced", x->id, x->texts[DIAG_JA]);
    }
    g_string_append(out, "</deadlines>\n");
}
