/* check_months.c: what was found, by months: one child's year as a table, and all that was judged as data for forms. */
#include "check/check_int.h"

#include <string.h>

#include "base/json.h"

/* ---- one child's year ---- */

/* What the columns of the table stand for: the two things that every month with claims needs. */
static const char *const sharing_rule = "N5.1d";
static const char *const support_rule = "N5.2a";

typedef struct month_row {
    year_month ym;
    char name[8]; /* 2024-06 */
    size_t claims, sharing, support;
    bool open, ahead; /* not over, not begun on the day */
    const check_finding *sharing_missing, *support_missing;
    size_t has[CHECK_ERROR + 1]; /* findings of that severity in this month, but for */
    size_t undetermined;         /* findings that say that it cannot be judged */
    GPtrArray *gaps;             /* check_gap: what is lacking on days of it; NULL: nothing */
} month_row;

static bool
is_until(arena *a, const xml_node *n, const char *attribute, date as_of)
{
    const char *text = xml_attribute(a, n, attribute);
    date d;
    return text && date_parse(text, &d) && date_compare(d, as_of) <= 0;
}

static void
count_records(arena *a, const xml_node *month, date as_of, month_row *row)
{
    for (const xml_node *n = xml_first_element(month); n; n = xml_next_element(n)) {
        if (xml_named(n, "claim"))
            for (const xml_node *day = xml_first_element(n); day; day = xml_next_element(day))
                row->claims += xml_named(day, "addition-iii") && is_until(a, day, "on", as_of);
        row->sharing += xml_named(n, "school-sharing") && is_until(a, n, "date", as_of);
        row->support += xml_named(n, "family-support") && is_until(a, n, "date", as_of);
    }
}

/* Of that month, or of an earlier one and still about its claims. */
static bool
is_in_month(const check_finding *f, const month_row *row)
{
    const size_t n = strlen(row->name);
    if (strncmp(f->when, row->name, n) == 0)
        return true;
    if (!*f->when || strncmp(f->when, row->name, n) > 0 || strncmp(f->until, row->name, n) < 0)
        return false;
    return f->months ? strstr(f->months, row->name) != NULL : row->claims > 0;
}

static void
count_findings(const check_result *r, month_row *row)
{
    for (size_t i = 0; i < r->count; i++) {
        const check_finding *f = &r->findings[i];
        if (!is_in_month(f, row))
            continue;
        row->has[f->severity] += !f->undetermined;
        row->undetermined += f->undetermined;
        if (!row->sharing_missing && strcmp(f->id, sharing_rule) == 0)
            row->sharing_missing = f;
        if (!row->support_missing && strcmp(f->id, support_rule) == 0)
            row->support_missing = f;
    }
}

/* The days are those of dates: nothing is lacking in a month that has not begun. */
static void
find_gaps(const check_result *r, month_row *row)
{
    const size_t n = strlen(row->name);
    for (size_t i = 0; i < r->gap_count; i++) {
        const check_gap *g = &r->gaps[i];
        if (strncmp(g->when, row->name, n) > 0 || strncmp(g->until, row->name, n) < 0)
            continue;
        if (!row->gaps)
            row->gaps = g_ptr_array_new();
        g_ptr_array_add(row->gaps, (gpointer)g);
    }
}

static void
drop_gaps(month_row rows[12])
{
    for (int i = 0; i < 12; i++)
        if (rows[i].gaps)
            g_ptr_array_free(rows[i].gaps, TRUE);
}

/* The twelve months of a fiscal year; drop_gaps. */
static void
fill_year(const check_result *r, const casefile *c, int fiscal, month_row rows[12])
{
    arena *a = arena_new();
    for (int i = 0; i < 12; i++) {
        month_row *row = &rows[i];
        const int year = fiscal + (i >= 9), month = (i + 3) % 12 + 1;
        *row = (month_row){.ym = {year, month}};
        g_snprintf(row->name, sizeof row->name, "%04d-%02d", year, month);
        row->ahead = date_compare(r->as_of, (date){year, month, 1}) < 0;
        row->open = date_compare(r->as_of, (date){year, month, days_in_month(year, month)}) <= 0;
        for (const xml_node *n = xml_first_element(casefile_root(c)); n; n = xml_next_element(n))
            if (xml_named(n, "month") && g_strcmp0(xml_attribute(a, n, "ym"), row->name) == 0)
                count_records(a, n, r->as_of, row);
        count_findings(r, row);
        find_gaps(r, row);
    }
    arena_drop(a);
}

static const char *
mark_of(const month_row *row, size_t records, const check_finding *missing)
{
    if (missing && !(row->ahead && missing->severity < CHECK_ERROR))
        return missing->severity == CHECK_ERROR ? "×" : row->open ? "途中" : "△";
    return records ? "○" : "－";
}

/* What cannot be judged is not in order, whatever else there is; of a month that has not begun there is nothing to say
 * but that it cannot be right. */
static const char *
verdict_of(const month_row *row)
{
    if (row->has[CHECK_ERROR])
        return "×";
    if (row->ahead)
        return "－";
    if (row->claims && row->open)
        return "途中";
    if (row->undetermined || row->gaps)
        return "不明";
    return row->has[CHECK_WARNING] ? "△" : row->claims ? "○" : "－";
}

/* The rules that found a fault in the month, each once, E before W. */
static GPtrArray *
rules_of(const check_result *r, const month_row *row)
{
    GPtrArray *ids = g_ptr_array_new();
    for (size_t i = 0; i < r->count; i++) {
        const check_finding *f = &r->findings[i];
        if (f->severity > CHECK_ADVICE && is_in_month(f, row) &&
            !g_ptr_array_find_with_equal_func(ids, f->id, g_str_equal, NULL))
            g_ptr_array_add(ids, (gpointer)f->id);
    }
    return ids;
}

static void
append_ids(GString *out, const GPtrArray *ids)
{
    for (guint i = 0; i < ids->len; i++)
        g_string_append_printf(out, "%s%s", i ? " " : "", (const char *)g_ptr_array_index(ids, i));
}

/* Each kind once. */
static GPtrArray *
gap_names(const month_row *row, diag_language language)
{
    GPtrArray *names = g_ptr_array_new();
    for (guint i = 0; row->gaps && i < row->gaps->len; i++) {
        const check_gap *g = g_ptr_array_index(row->gaps, i);
        const char *name = language == DIAG_EN ? g->kind : g->name;
        if (!g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
            g_ptr_array_add(names, (gpointer)name);
    }
    return names;
}

static void
append_strings(GString *out, GPtrArray *strings)
{
    for (guint j = 0; j < strings->len; j++)
        g_string_append_printf(out, "%s\"%s\"", j ? "," : "", (const char *)g_ptr_array_index(strings, j));
    g_ptr_array_free(strings, TRUE);
}

static void
append_month(GString *out, const month_row *row, bool en)
{
    if (en)
        g_string_append(out, row->name);
    else
        year_month_append_era(out, row->ym);
}

void
check_print_months(const check_result *r, const casefile *c, diag_language language, GString *out)
{
    g_assert(r && c && out);
    const bool en = language == DIAG_EN;
    month_row rows[12];
    fill_year(r, c, fiscal_year(r->as_of), rows);
    g_string_append_printf(out, "[%s] ", r->child);
    if (en)
        g_string_append_printf(out, "fiscal year %d, as of %04d-%02d-%02d\n", fiscal_year(r->as_of), r->as_of.year,
                               r->as_of.month, r->as_of.day);
    else {
        fiscal_year_append(out, fiscal_year(r->as_of));
        g_string_append(out, "（");
        date_append_era(out, r->as_of);
        g_string_append(out, "の時点）\n");
    }
    g_string_append(out, en ? "month\tclaims\tsharing\tsupport\tverdict\trules\tnot judged\n"
                            : "月\t算定\t情報共有\t相談援助\t判定\t指摘\t確かめられなかったこと\n");
    for (int i = 0; i < 12; i++) {
        const month_row *row = &rows[i];
        GPtrArray *ids = rules_of(r, row), *lacking = gap_names(row, language);
        append_month(out, row, en);
        g_string_append_printf(out, en ? "\t%zu\t%s\t%s\t%s\t" : "\t%zu日\t%s\t%s\t%s\t", row->claims,
                               mark_of(row, row->sharing, row->sharing_missing),
                               mark_of(row, row->support, row->support_missing), verdict_of(row));
        append_ids(out, ids);
        g_string_append_c(out, '\t');
        append_ids(out, lacking);
        g_string_append_c(out, '\n');
        g_ptr_array_free(ids, TRUE);
        g_ptr_array_free(lacking, TRUE);
    }
    for (size_t i = 0; i < r->off_count; i++)
        g_string_append_printf(out, en ? "not judged: %s %s\n" : "判定していない要件：%s %s\n", r->offs[i].id,
                               r->offs[i].texts[language]);
    for (size_t i = 0; i < r->replaced_count; i++) {
        g_string_append(out, en ? "judged by a local one: " : "手元のもので判定：");
        check_append_replaced(out, &r->replaced[i], language);
        g_string_append_c(out, '\n');
    }
    drop_gaps(rows);
}

void
check_print_months_json(const check_result *r, const casefile *c, diag_language language, GString *out)
{
    g_assert(r && c && out);
    month_row rows[12];
    fill_year(r, c, fiscal_year(r->as_of), rows);
    for (int i = 0; i < 12; i++) {
        const month_row *row = &rows[i];
        GPtrArray *ids = rules_of(r, row);
        g_string_append(out, "{\"v\":1,\"child\":");
        json_append(out, r->child);
        g_string_append_printf(out, ",\"month\":\"%s\",\"claims\":%zu,\"school-sharing\":\"%s\"", row->name,
                               row->claims, mark_of(row, row->sharing, row->sharing_missing));
        g_string_append_printf(out, ",\"family-support\":\"%s\",\"verdict\":\"%s\",\"rules\":[",
                               mark_of(row, row->support, row->support_missing), verdict_of(row));
        append_strings(out, ids);
        g_string_append(out, "],\"gaps\":[");
        append_strings(out, gap_names(row, DIAG_EN));
        g_string_append(out, "]}\n");
    }
    for (size_t i = 0; i < r->off_count; i++)
        check_append_off_json(out, &r->offs[i], r->child, language);
    for (size_t i = 0; i < r->replaced_count; i++)
        check_append_replaced_json(out, &r->replaced[i], r->child, language);
    drop_gaps(rows);
}

/* ---- for forms ---- */

static gint
compare_years(gconstpointer p, gconstpointer q)
{
    return *(const int *)p - *(const int *)q;
}

/* The fiscal years that the case has months of, and that of the day; each once, in order. */
static GArray *
years_of(const check_result *r, const casefile *c)
{
    GArray *years = g_array_new(FALSE, FALSE, sizeof(int));
    arena *a = arena_new();
    int year = fiscal_year(r->as_of);
    g_array_append_val(years, year);
    for (const xml_node *n = xml_first_element(casefile_root(c)); n; n = xml_next_element(n)) {
        const char *text = xml_named(n, "month") ? xml_attribute(a, n, "ym") : NULL;
        year_month ym;
        if (!text || !year_month_parse(text, &ym))
            continue;
        year = fiscal_year((date){ym.year, ym.month, 1});
        g_array_append_val(years, year);
    }
    arena_drop(a);
    g_array_sort(years, compare_years);
    for (guint i = years->len; i-- > 1;)
        if (g_array_index(years, int, i) == g_array_index(years, int, i - 1))
            g_array_remove_index(years, i);
    return years;
}

static void
append_judged_month(const check_result *r, const month_row *row, GString *out)
{
    GPtrArray *ids = rules_of(r, row);
    g_string_append_printf(out,
                           "<month ym=\"%s\" open=\"%s\" claims=\"%zu\" sharing=\"%s\" support=\"%s\" verdict=\"%s\" "
                           "errors=\"%zu\" warnings=\"%zu\" undetermined=\"%zu\" gaps=\"%u\" rules=\"",
                           row->name, row->open ? "yes" : "no", row->claims,
                           mark_of(row, row->sharing, row->sharing_missing),
                           mark_of(row, row->support, row->support_missing), verdict_of(row), row->has[CHECK_ERROR],
                           row->has[CHECK_WARNING], row->undetermined, row->gaps ? row->gaps->len : 0);
    append_ids(out, ids);
    g_string_append(out, "\"/>\n");
    g_ptr_array_free(ids, TRUE);
}

/* Element and attribute names in brackets are for whoever repairs the data, not for a paper: 在籍（enrolment） → 在籍.
 */
static char *
words_for_paper(const char *text)
{
    static const char open[] = "（", close[] = "）", names[] = "abcdefghijklmnopqrstuvwxyz0123456789-/@.";
    GString *words = g_string_new(NULL);
    for (const char *p = text; *p;) {
        const size_t mark = g_str_has_prefix(p, open) ? strlen(open) : 0, name = mark ? strspn(p + mark, names) : 0;
        if (name && !g_ascii_isdigit(p[mark]) && g_str_has_prefix(p + mark + name, close))
            p += mark + name + strlen(close);
        else {
            const char *const next = g_utf8_next_char(p);
            g_string_append_len(words, p, next - p);
            p = next;
        }
    }
    return g_string_free(words, FALSE);
}

static void
append_judged_finding(const check_finding *f, GString *out)
{
    char *words = words_for_paper(f->texts[DIAG_JA]),
         *line = g_markup_printf_escaped(
             "<finding rule=\"%s\" severity=\"%c\" undetermined=\"%s\" lowered=\"%s\" when=\"%s\" until=\"%s\" "
             "month=\"%.7s\" source=\"%s\">%s</finding>\n",
             f->id, check_severity_letter(f->severity), f->undetermined ? "yes" : "no", f->lowered ? "yes" : "no",
             f->when, f->until, f->when, f->sources[DIAG_JA], words);
    g_string_append(out, line);
    g_free(line);
    g_free(words);
}

static void
append_judged_gap(const check_gap *g, GString *out)
{
    char *line = g_markup_printf_escaped("<gap kind=\"%s\" when=\"%s\" until=\"%s\">%s</gap>\n", g->kind, g->when,
                                         g->until, g->texts[DIAG_JA]);
    g_string_append(out, line);
    g_free(line);
}

static void
append_judged_off(const check_off *off, GString *out)
{
    char *line = g_markup_printf_escaped("<off rule=\"%s\">%s</off>\n", off->id, off->texts[DIAG_JA]);
    g_string_append(out, line);
    g_free(line);
}

static void
append_judged_replaced(const check_replaced *x, GString *out)
{
    char *line = g_markup_printf_escaped("<replaced rule=\"%s\">%s</replaced>\n", x->id, x->texts[DIAG_JA]);
    g_string_append(out, line);
    g_free(line);
}

void
check_print_judged(const check_result *r, const casefile *c, GString *out)
{
    g_assert(r && c && out);
    GArray *years = years_of(r, c);
    g_string_append_printf(out, "<judged as-of=\"%04d-%02d-%02d\">\n", r->as_of.year, r->as_of.month, r->as_of.day);
    for (guint i = 0; i < years->len; i++) {
        month_row rows[12];
        fill_year(r, c, g_array_index(years, int, i), rows);
        for (size_t m = 0; m < G_N_ELEMENTS(rows); m++)
            append_judged_month(r, &rows[m], out);
        drop_gaps(rows);
    }
    for (size_t i = 0; i < r->count; i++)
        append_judged_finding(&r->findings[i], out);
    for (size_t i = 0; i < r->gap_count; i++)
        append_judged_gap(&r->gaps[i], out);
    for (size_t i = 0; i < r->off_count; i++)
        append_judged_off(&r->offs[i], out);
    for (size_t i = 0; i < r->replaced_count; i++)
        append_judged_replaced(&r->replaced[i], out);
    g_string_append(out, "</judged>\n");
    g_array_free(years, TRUE);
}

xml_node *
check_judged(xml_store *s, const check_result *r, const casefile *c)
{
    g_assert(s && r && c);
    GString *text = g_string_new(NULL);
    diag *d = diag_new();
    check_print_judged(r, c, text);
    const xml_doc *doc = xml_read_memory(s, "judged", text->str, text->len, XML_DATA, &xml_limits_case, d);
    g_assert(doc); /* it is ours */
    diag_drop(d);
    g_string_free(text, TRUE);
    return xml_root(doc);
}
