/* check_gaps.c: what could not be judged at all, because nothing is on record for days on which a service is used. */
#include "check/check_int.h"

#include <string.h>

#include "timeline/timeline.h"

/* What is lacking in a word, what is said after the days, and what has to be filled in. */
static const struct gap_words {
    const char *name, *said[2], *repair[2];
} words[TIMELINE_LACKS] = {
    [TIMELINE_NO_CERTIFICATE] = {"受給者証",
                                 {"の受給者証がない", "no certificate"},
                                 {"certificate/@from・@to（受給者証の有効期間）", "certificate/@from, @to"}},
    [TIMELINE_NO_SCHOOL] = {"在籍",
                            {"の学校への在籍がない", "no enrolment at a school"},
                            {"enrolment/@from・@to（在籍）", "enrolment/@from, @to"}},
    [TIMELINE_NO_PLAN] = {"個別支援計画",
                          {"の個別支援計画がない", "no plan"},
                          {"plan/@from・@to（計画期間）", "plan/@from, @to"}},
    [TIMELINE_NO_SHEET] = {"別表",
                           {"の別表（計画時間）がない", "no schedule (別表)"},
                           {"plan/schedule/@from・@to（別表の適用期間）", "plan/schedule/@from, @to"}},
    [TIMELINE_NO_WEEKDAY] = {"別表の曜日",
                             {"の別表に、使う曜日のどれかがない", "a weekday of use is in no schedule (別表)"},
                             {"plan/schedule/day/@weekday（別表の曜日）、service-use/use-day（使う曜日）",
                              "plan/schedule/day/@weekday, service-use/use-day"}},
    [TIMELINE_NO_JUDGEMENT] = {"対象の判断",
                               {"の、対象とする判断がない", "no judgement of eligibility"},
                               {"non-attendance/judgement（対象の判断）", "non-attendance/judgement"}},
    [TIMELINE_NO_CONSENT] = {"加算の同意",
                             {"の加算（Ⅲ）の同意がない", "no consent to the addition"},
                             {"consent/@addition-iii・@signed-on・@valid-to（加算の同意）",
                              "consent/@addition-iii, @signed-on, @valid-to"}},
    [TIMELINE_NO_CONSENT_TO_SHARE] = {"情報共有の同意",
                                      {"の情報共有の同意がない", "no consent to the sharing of information"},
                                      {"consent/@signed-on・@valid-to（情報共有の同意）",
                                       "consent/@signed-on, @valid-to"}},
    [TIMELINE_NO_MONTH] = {"月の記録",
                           {"の月の記録と算定がない", "no month with records and claims"},
                           {"month（月の記録）、programme/@to（取組の終了日）", "month, programme/@to"}},
};

static const char *
text_of(arena *a, const timeline_gap *g, diag_language language)
{
    const bool en = language == DIAG_EN, programme = xml_named(g->at, "programme");
    const char *key = xml_attribute(a, g->at, programme ? "no" : "kind");
    GString *s = g_string_new(NULL);
    if (en) {
        g_string_append_printf(s, "%04d-%02d-%02d to %04d-%02d-%02d: %s (%s%s)", g->from.year, g->from.month,
                               g->from.day, g->to.year, g->to.month, g->to.day, words[g->lack].said[DIAG_EN],
                               programme ? "programme " : "", key);
    } else {
        date_append_era(s, g->from);
        g_string_append(s, "～");
        date_append_era(s, g->to);
        g_string_append_printf(s, "%s（%s%s）", words[g->lack].said[DIAG_JA], programme ? "取組" : "", key);
    }
    const char *text = arena_strdup(a, s->str);
    g_string_free(s, TRUE);
    return text;
}

static const char *
day_text(arena *a, date d)
{
    return arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

static check_gap
gap_of(arena *a, const timeline_gap *g)
{
    return (check_gap){.kind = timeline_lack_name(g->lack),
                       .name = words[g->lack].name,
                       .when = day_text(a, g->from),
                       .until = day_text(a, g->to),
                       .texts = {text_of(a, g, DIAG_JA), text_of(a, g, DIAG_EN)},
                       .repair = {words[g->lack].repair[DIAG_JA], words[g->lack].repair[DIAG_EN]},
                       .node = g->at,
                       .where = xml_place(a, g->at, true)};
}

/* A rule has told of the very days between two periods. */
static bool
is_told(const check_result *r, const timeline_gap *g, const char *from)
{
    for (size_t i = 0; g->after && i < r->count; i++)
        if (r->findings[i].node == g->after && strcmp(r->findings[i].when, from) == 0)
            return true;
    return false;
}

void
check_find_gaps(arena *a, const casefile *c, check_result *r)
{
    const timeline *t = timeline_of(c);
    size_t count;
    const timeline_gap *gaps = timeline_gaps(t, r->as_of, &count);
    check_gap *found = ARENA_ARRAY(a, check_gap, count + 1);
    for (size_t i = 0; i < count; i++)
        if (!is_told(r, &gaps[i], day_text(a, gaps[i].from)))
            found[r->gap_count++] = gap_of(a, &gaps[i]);
    r->gaps = found;
    r->services = timeline_in_use(t, r->as_of, &r->since);
}

size_t
check_undetermined(const check_result *r)
{
    g_assert(r);
    size_t count = r->gap_count;
    for (size_t i = 0; i < r->count; i++)
        count += r->findings[i].undetermined;
    return count;
}
