/* check_print.c: findings as lines for a terminal and as JSON, the list of rules, and the meaning of one. */
#include "check/check_int.h"

#include <string.h>

#include "base/json.h"
#include "base/shown.h"

/* ---- words ---- */

static void
append_when(GString *out, const char *when, diag_language language)
{
    date d;
    year_month ym;
    if (language == DIAG_EN)
        g_string_append(out, when);
    else if (date_parse(when, &d))
        date_append_era_weekday(out, d);
    else if (year_month_parse(when, &ym))
        year_month_append_era(out, ym);
}

/* （手元の要件：youken/shi.xml:12） */
static void
append_place(GString *out, const char *what, const char *reason, place where, bool en)
{
    g_string_append_printf(out, en ? " (%s: %s" : "（%s：%s", what, reason);
    g_string_append(out, !*reason ? "" : en ? "; " : "。");
    shown_append(out, diag_file_name(where.file, en ? DIAG_EN : DIAG_JA));
    g_string_append_printf(out, en ? ":%d)" : ":%d）", where.line);
}

/* ---- findings ---- */

static void
print_finding(const check_result *r, const check_finding *f, diag_language language, GString *out)
{
    const bool en = language == DIAG_EN;
    shown_append(out, diag_file_name(f->where.file, language));
    g_string_append_printf(out, ":%d: %s %c [%s] ", f->where.line, f->id, check_severity_letter(f->severity), r->child);
    if (*f->when) {
        append_when(out, f->when, language);
        g_string_append(out, en ? ": " : "：");
    }
    g_string_append(out, f->text);
    if (f->other)
        append_place(out, en ? "compared with" : "比べた所", "", f->other_where, en);
    g_string_append_printf(out, en ? " — repair: %s (source: %s)\n" : " — 直す欄：%s（根拠：%s）\n",
                           f->repair[language], f->source);
}

static void
print_gap(const check_result *r, const check_gap *g, diag_language language, GString *out)
{
    shown_append(out, diag_file_name(g->where.file, language));
    g_string_append_printf(out,
                           language == DIAG_EN ? ":%d: [%s] could not be judged: %s — fill in: %s\n"
                                               : ":%d: [%s] 確かめられなかったこと：%s — 書く欄：%s\n",
                           g->where.line, r->child, g->texts[language], g->repair[language]);
}

/* Which days of use were looked at. */
static void
append_judged(const check_result *r, diag_language language, GString *out)
{
    const bool en = language == DIAG_EN;
    g_string_append(out, en ? " (" : "の時点（");
    if (r->services == 0)
        g_string_append(out, en ? "no use of a service until then" : "この日までの利用なし");
    else if (en)
        g_string_append_printf(out, "%zu service(s) in use, from %04d-%02d-%02d", r->services, r->since.year,
                               r->since.month, r->since.day);
    else {
        date_append_era(out, r->since);
        g_string_append_printf(out, "からの利用 %zu件", r->services);
    }
    g_string_append(out, en ? "): " : "）：");
}

/* No E is comfort only when everything could be judged. */
static void
append_counts(const check_result *r, diag_language language, GString *out)
{
    const bool en = language == DIAG_EN;
    const size_t unknown = check_undetermined(r);
    size_t counts[CHECK_ERROR + 1] = {0};
    for (size_t i = 0; i < r->count; i++)
        counts[r->findings[i].severity]++;
    g_string_append_printf(out, en ? "E %zu" : "E %zu件", counts[CHECK_ERROR]);
    if (unknown)
        g_string_append(out, en ? " (as far as could be judged)" : "（確かめられた範囲で）");
    g_string_append_printf(out, en ? ", W %zu, A %zu" : "、W %zu件、A %zu件", counts[CHECK_WARNING],
                           counts[CHECK_ADVICE]);
    if (unknown)
        g_string_append_printf(out, en ? ", not judged %zu" : "、判定できなかったこと %zu件", unknown);
    if (r->later)
        g_string_append_printf(out, en ? ", left out as later %zu" : "、その日より後のため見ていない記録・算定 %zu件",
                               r->later);
    if (r->off_count)
        g_string_append_printf(out, en ? ", rules switched off %zu" : "、判定していない要件 %zu件", r->off_count);
    if (r->replaced_count)
        g_string_append_printf(
            out, en ? ", local rules and values in the place of renkei's %zu" : "、手元の要件・値に代えたもの %zu件",
            r->replaced_count);
    g_string_append_c(out, '\n');
}

static void
print_off(const check_result *r, const check_off *off, diag_language language, GString *out)
{
    shown_append(out, diag_file_name(r->file, language));
    g_string_append_printf(out,
                           language == DIAG_EN ? ": [%s] not judged, as the municipality or the office has it: %s %s\n"
                                               : ": [%s] 市町村・事業所の定めで判定していない要件：%s %s\n",
                           r->child, off->id, off->texts[language]);
}

void
check_append_replaced(GString *out, const check_replaced *x, diag_language language)
{
    g_string_append_printf(out, "%s %s%s", x->id, x->texts[language], language == DIAG_EN ? " (" : "（");
    shown_append(out, diag_file_name(x->where.file, language));
    g_string_append_printf(out, language == DIAG_EN ? ":%d)" : ":%d）", x->where.line);
}

static void
print_replaced(const check_result *r, const check_replaced *x, diag_language language, GString *out)
{
    const char *const kind = language == DIAG_EN ? (x->value ? "value" : "rule") : (x->value ? "値" : "要件");
    shown_append(out, diag_file_name(r->file, language));
    g_string_append_printf(out, ": [%s] ", r->child);
    if (language == DIAG_EN)
        g_string_append_printf(out, "by a local %s in the place of renkei's: ", kind);
    else
        g_string_append_printf(out, "もとからの%sに代えて、手元の%sで判定：", kind, kind);
    check_append_replaced(out, x, language);
    g_string_append_c(out, '\n');
}

static void
print_counts(const check_result *r, diag_language language, GString *out)
{
    char *day = g_strdup_printf("%04d-%02d-%02d", r->as_of.year, r->as_of.month, r->as_of.day);
    shown_append(out, diag_file_name(r->file, language));
    g_string_append_printf(out, ": [%s] ", r->child);
    if (language == DIAG_EN)
        g_string_append_printf(out, "as of %s", day);
    else
        date_append_era(out, r->as_of);
    append_judged(r, language, out);
    append_counts(r, language, out);
    g_free(day);
}

void
check_print(const check_result *r, diag_language language, GString *out)
{
    g_assert(r && out);
    for (size_t i = 0; i < r->count; i++)
        print_finding(r, &r->findings[i], language, out);
    for (size_t i = 0; i < r->gap_count; i++)
        print_gap(r, &r->gaps[i], language, out);
    for (size_t i = 0; i < r->off_count; i++)
        print_off(r, &r->offs[i], language, out);
    for (size_t i = 0; i < r->replaced_count; i++)
        print_replaced(r, &r->replaced[i], language, out);
    print_counts(r, language, out);
}

/* ---- JSON ---- */

static void
append_documents(GString *out, const char *key, const char *documents)
{
    char **names = g_strsplit(documents, " ", -1);
    g_string_append_printf(out, ",\"%s\":[", key);
    for (size_t i = 0; names[i] && **names; i++) {
        if (i)
            g_string_append_c(out, ',');
        json_append(out, names[i]);
    }
    g_string_append_c(out, ']');
    g_strfreev(names);
}

static void
print_gap_json(const check_result *r, const check_gap *g, diag_language language, GString *out)
{
    g_string_append(out, "{\"v\":1,\"gap\":");
    json_append(out, g->kind);
    json_append_member(out, "child", r->child);
    json_append_member(out, "when", g->when);
    json_append_member(out, "until", g->until);
    json_append_member(out, "message", g->texts[language]);
    json_append_member(out, "repair", g->repair[language]);
    g_string_append(out, ",\"data\":{\"file\":");
    json_append(out, g->where.file);
    g_string_append_printf(out, ",\"line\":%d", g->where.line);
    json_append_member(out, "path", g->where.path);
    g_string_append(out, "}}\n");
}

void
check_append_data(GString *out, const char *member, place where)
{
    g_string_append_printf(out, ",\"%s\":{\"file\":", member);
    json_append(out, where.file);
    g_string_append_printf(out, ",\"line\":%d", where.line);
    json_append_member(out, "path", where.path);
    g_string_append_c(out, '}');
}

/* The head of a line about a rule that is not judged as it was shipped. */
static void
append_about(GString *out, const char *what, const char *id, const char *child, const char *message)
{
    g_string_append_printf(out, "{\"v\":1,\"%s\":", what);
    json_append(out, id);
    if (child)
        json_append_member(out, "child", child);
    json_append_member(out, "message", message);
}

void
check_append_off_json(GString *out, const check_off *off, const char *child, diag_language language)
{
    append_about(out, "off", off->id, child, off->texts[language]);
    g_string_append(out, "}\n");
}

void
check_append_replaced_json(GString *out, const check_replaced *x, const char *child, diag_language language)
{
    append_about(out, "replaced", x->id, child, x->texts[language]);
    g_string_append(out, ",\"by\":{\"file\":");
    json_append(out, x->where.file);
    g_string_append_printf(out, ",\"line\":%d}}\n", x->where.line);
}

void
check_print_json(const check_result *r, diag_language language, GString *out)
{
    g_assert(r && out);
    for (size_t i = 0; i < r->count; i++) {
        const check_finding *f = &r->findings[i];
        g_string_append(out, "{\"v\":1,\"rule\":");
        json_append(out, f->id);
        g_string_append_printf(out, ",\"severity\":\"%c\",\"undetermined\":%s", check_severity_letter(f->severity),
                               f->undetermined ? "true" : "false");
        json_append_member(out, "child", r->child);
        json_append_member(out, "when", f->when);
        json_append_member(out, "until", f->until);
        json_append_member(out, "message", f->text);
        json_append_member(out, "repair", f->repair[language]);
        json_append_member(out, "source", f->source);
        append_documents(out, "documents", f->documents);
        append_documents(out, "until-signed", f->until_signed);
        check_append_data(out, "data", f->where);
        if (f->other)
            check_append_data(out, "other", f->other_where);
        g_string_append(out, "}\n");
    }
    for (size_t i = 0; i < r->gap_count; i++)
        print_gap_json(r, &r->gaps[i], language, out);
    for (size_t i = 0; i < r->off_count; i++)
        check_append_off_json(out, &r->offs[i], r->child, language);
    for (size_t i = 0; i < r->replaced_count; i++)
        check_append_replaced_json(out, &r->replaced[i], r->child, language);
}

/* ---- rules ---- */

/* A deadline has none. "E", "W（開いた月）"…: the severities that the asserts of a rule have, worst first: "E,W". */
static void
append_severities(GString *out, const rule *r)
{
    bool has[CHECK_ERROR + 1] = {false};
    const gsize before = out->len;
    for (size_t i = 0; i < r->check_count && !r->deadline; i++)
        for (size_t j = 0; j < r->checks[i].assert_count; j++)
            has[r->checks[i].asserts[j].severity] = true;
    for (int s = CHECK_ERROR; s >= CHECK_ADVICE; s--)
        if (has[s])
            g_string_append_printf(out, "%s%c", out->len > before ? "," : "", check_severity_letter((check_severity)s));
    if (out->len == before)
        g_string_append_c(out, '-');
}

/* "" after a diagnostic. */
static const char *
words_of(arena *a, const check_rules *rules, const rule *r, const rule_words *w, date day, diag *d)
{
    const char *text = rule_say(a, rules, r, w, day, d);
    return text ? text : "";
}

static void
append_local(GString *out, const rule *r, bool en)
{
    if (r->local && r->stands_for)
        append_place(out, en ? "a local rule in the place of renkei's" : "もとからの要件に代えた手元の要件", "",
                     r->where, en);
    else if (r->local)
        append_place(out, en ? "a local rule" : "手元の要件", "", r->where, en);
    if (r->off)
        append_place(out, en ? "switched off locally" : "手元で止めています", r->off, r->off_where, en);
}

void
check_list_rules(const check_rules *rules, date day, diag_language language, GString *out, diag *d)
{
    g_assert(rules && out && d);
    const bool en = language == DIAG_EN;
    arena *a = arena_new();
    for (size_t i = 0; i < rules->count; i++) {
        const rule *r = &rules->items[i];
        g_string_append_printf(out, "%s\t", r->id);
        append_severities(out, r);
        g_string_append_printf(out, "\t%s", words_of(a, rules, r, &r->title[language], day, d));
        append_local(out, r, en);
        if (!r->check_count && en)
            g_string_append(out, " (not judged by the program)");
        else if (!r->check_count)
            g_string_append_printf(out, "（自動では判定しません：%s）", r->uncomputed[DIAG_JA]);
        if (r->deadline)
            g_string_append(out, en ? " (deadline: --due)" : "（期限：--due）");
        g_string_append_printf(out, "\t%s\n", r->source[language]);
    }
    arena_drop(a);
}

static void
append_day(GString *out, date d, bool en)
{
    if (en)
        g_string_append_printf(out, "%04d-%02d-%02d", d.year, d.month, d.day);
    else
        date_append_era(out, d);
}

static void
append_period(GString *out, const rule *r, bool en)
{
    if (!r->has_from && !r->has_to)
        return;
    g_string_append(out, en ? "In force: " : "施行期間：");
    if (r->has_from)
        append_day(out, r->from, en);
    g_string_append(out, en ? " to " : "～");
    if (r->has_to)
        append_day(out, r->to, en);
    else if (en)
        g_string_append(out, "now");
    g_string_append_c(out, '\n');
}

static void
append_repairs(GString *out, const rule *r, bool en)
{
    arena *a = arena_new();
    GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < r->check_count; i++)
        for (size_t j = 0; j < r->checks[i].assert_count; j++) {
            const rule_assert *one = &r->checks[i].asserts[j];
            const char *repair = !en              ? one->repair
                                 : one->repair_en ? one->repair_en
                                                  : check_repair_names(a, one->repair);
            if (g_hash_table_add(seen, (gpointer)repair))
                g_string_append_printf(out, "%s%s\n", en ? "Repair: " : "直す欄：", repair);
        }
    g_hash_table_destroy(seen);
    arena_drop(a);
}

/* Every form that one of the asserts forbids, once; `until_signed`: those only without a signature. */
static void
append_forms(GString *out, const rule *r, bool until_signed, const char *words)
{
    GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GString *list = g_string_new(NULL);
    for (size_t i = 0; i < r->check_count; i++)
        for (size_t j = 0; j < r->checks[i].assert_count; j++) {
            const rule_assert *s = &r->checks[i].asserts[j];
            char **names = g_strsplit(until_signed ? s->until_signed : s->documents, " ", -1);
            for (char **n = names; *n && s->severity == CHECK_ERROR; n++)
                if (**n && g_hash_table_add(seen, g_strdup(*n)))
                    g_string_append_printf(list, "%s%s", list->len ? " " : "", *n);
            g_strfreev(names);
        }
    if (list->len)
        g_string_append_printf(out, "%s%s\n", words, list->str);
    g_string_free(list, TRUE);
    g_hash_table_destroy(seen);
}

/* Why a rule has no checks; a reason that its file gives in the other language alone is left out. */
static void
append_uncomputed(GString *out, const rule *r, diag_language language)
{
    g_string_append_c(out, '\n');
    if (r->check_count)
        return;
    const char *why = r->uncomputed[language];
    g_string_append(out, language == DIAG_EN ? "Not judged by the program" : "自動では判定しません");
    g_string_append_printf(out, "%s%s\n", !why ? "." : language == DIAG_EN ? ": " : "：", why ? why : "");
}

static void
explain_rule(const check_rules *rules, const rule *r, date day, diag_language language, GString *out, diag *d)
{
    const bool en = language == DIAG_EN;
    arena *a = arena_new();
    g_string_append_printf(out, "%s ", r->id);
    append_severities(out, r);
    g_string_append_printf(out, " %s\n%s%s\n", words_of(a, rules, r, &r->title[language], day, d),
                           en ? "Source: " : "根拠：", r->source[language]);
    append_period(out, r, en);
    if (r->local || r->off) {
        const gsize at = out->len;
        append_local(out, r, en);
        if (en)
            g_string_erase(out, (gssize)at, 1);
        g_string_append_c(out, '\n');
    }
    g_string_append_printf(out, "\n%s\n", words_of(a, rules, r, &r->explain[language], day, d));
    arena_drop(a);
    append_uncomputed(out, r, language);
    append_repairs(out, r, en);
    append_forms(out, r, false,
                 en ? "Forms that must not leave the office with an E: " : "E のとき事業所の外に出さない様式：");
    append_forms(out, r, true,
                 en ? "The same, unless it is signed: " : "E のとき、署名のあるもののほかは事業所の外に出さない様式：");
}

bool
check_explain(const check_rules *rules, const char *id, date day, diag_language language, GString *out, diag *d)
{
    g_assert(rules && id && out && d);
    bool found = false;
    for (size_t i = 0; i < rules->count; i++) {
        if (strcmp(rules->items[i].id, id) != 0)
            continue;
        if (found)
            g_string_append_c(out, '\n');
        explain_rule(rules, &rules->items[i], day, language, out, d);
        found = true;
    }
    return found;
}

GPtrArray *
check_rule_ids(const check_rules *rules)
{
    g_assert(rules);
    GPtrArray *ids = g_ptr_array_new();
    for (size_t i = 0; i < rules->count; i++)
        if (!g_ptr_array_find_with_equal_func(ids, rules->items[i].id, g_str_equal, NULL))
            g_ptr_array_add(ids, (gpointer)rules->items[i].id);
    return ids;
}
