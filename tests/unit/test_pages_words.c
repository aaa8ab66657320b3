/* test_pages_words.c: in every form with every sample, no label is broken inside a word, no line of a paragraph ends
 * with one character alone, no choice that has room on a line is on two, choices are not spread over a
 * line, and words stand on the line to sign on that they are before. */
#include "geometry_support.h"

/* ---- labels ---- */

typedef enum script { SCRIPT_OTHER, SCRIPT_HIRAGANA, SCRIPT_KATAKANA, SCRIPT_KANJI } script;

static script
script_of(gunichar ch)
{
    return ch >= 0x3041 && ch <= 0x309F                                    ? SCRIPT_HIRAGANA
           : (ch >= 0x30A1 && ch <= 0x30FF && ch != 0x30FB)                ? SCRIPT_KATAKANA
           : g_unichar_get_script(ch) == G_UNICODE_SCRIPT_HAN && ch > 0x7F ? SCRIPT_KANJI
                                                                           : SCRIPT_OTHER;
}

/* Characters of one script at the end of a text, or (`forth`) at its beginning. */
static int
run_of_script(const char *text, const char *at, bool forth)
{
    const script first = script_of(g_utf8_get_char(at));
    int n = 1;
    for (;;) {
        if (!forth && at == text)
            return n;
        at = forth ? g_utf8_next_char(at) : g_utf8_prev_char(at);
        if (!*at || script_of(g_utf8_get_char(at)) != first)
            return n;
        n++;
    }
}

/* Whether a label may be broken between these texts. No dictionary: a form says by <br/> where a label of kanji is
 * parted. Else a line ends after what parts words for every reader: a mark or a space, before an opening bracket or a
 * conjunction, after a particle, after the hiragana that end a phrase (two or more: one may be in the middle of a
 * word, 取り組み), and between katakana and kanji of two characters or more (サービス／提供, but not 表 alone). */
static bool
may_be_parted(const char *before, const char *after)
{
    static const char *const ends = "、。・，．）」』〕】／：；～－―　 ", *const begins = "（「『〔【／・　 ",
                             *const particles = "のにをとはがもへでや";
    const char *last = g_utf8_prev_char(before + strlen(before));
    const gunichar a = g_utf8_get_char(last), b = g_utf8_get_char(after);
    const script from = script_of(a), to = script_of(b);
    if (g_utf8_strchr(ends, -1, a) || g_utf8_strchr(begins, -1, b) || g_str_has_prefix(after, "及び") ||
        g_str_has_prefix(after, "又は") || g_str_has_suffix(before, "及び") || g_str_has_prefix(after, "の"))
        return true;
    if (from == SCRIPT_HIRAGANA && to != SCRIPT_HIRAGANA)
        return g_utf8_strchr(particles, -1, a) || run_of_script(before, last, false) >= 2;
    if ((from == SCRIPT_KATAKANA && to == SCRIPT_KANJI) || (from == SCRIPT_KANJI && to == SCRIPT_KATAKANA))
        return run_of_script(before, last, false) >= 2 && run_of_script(after, after, true) >= 2;
    return false;
}

static void
check_label_line(paper *p, const line_spot *at, const atom *a)
{
    const text_lines *lines = a->para->lines;
    if (!at->is_label || a->line + 1 >= lines->count)
        return;
    GString *before = text_of_line(&lines->lines[a->line]), *after = text_of_line(&lines->lines[a->line + 1]);
    if (before->len && after->len && (lines->lines[a->line].emergency || !may_be_parted(before->str, after->str)))
        add_fault(p, at->page, "label broken inside a word: %s｜%s", before->str, after->str);
    g_string_free(before, TRUE);
    g_string_free(after, TRUE);
}

static void
check_labels(paper *p)
{
    each_line(p, check_label_line);
}

/* ---- last lines ---- */

/* Punctuation and closing brackets are not counted (JLREQ 3.5.4). What is all in brackets, （木）, is a word of its
 * own. */
static bool
is_lonely(const char *text)
{
    size_t n = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        const gunichar ch = g_utf8_get_char(p);
        if (g_utf8_strchr("（「『〔【", -1, ch))
            return false;
        n += !g_unichar_ismark(ch) && !g_utf8_strchr("、。，．）」』〕】　 ", -1, ch);
    }
    return n == 1;
}

static void
check_last_line(paper *p, const line_spot *at, const atom *a)
{
    const text_lines *lines = a->para->lines;
    if (a->line + 1 != lines->count || lines->count < 2 || lines->lines[a->line].object_count)
        return;
    GString *last = text_of_line(&lines->lines[a->line]), *before = text_of_line(&lines->lines[a->line - 1]);
    if (is_lonely(last->str))
        add_fault(p, at->page, "last line of one character: %s｜%s", before->str, last->str);
    g_string_free(last, TRUE);
    g_string_free(before, TRUE);
}

static void
check_last_lines(paper *p)
{
    each_line(p, check_last_line);
}

/* ---- dates for a hand ---- */

/* 　　年 at the end of a line and 　　月 on the next: a date that is written into is one thing, as is （…日現在）. */
static void
check_date_line(paper *p, const line_spot *at, const atom *a)
{
    static const char *const units[][2] = {{"年", "月"}, {"月", "日"}, {"日", "（　"}};
    const text_lines *lines = a->para->lines;
    if (a->line + 1 >= lines->count)
        return;
    GString *before = text_of_line(&lines->lines[a->line]), *after = text_of_line(&lines->lines[a->line + 1]);
    const char *gap = "　", *next = after->str;
    while (g_str_has_suffix(before->str, gap))
        g_string_truncate(before, before->len - strlen(gap));
    while (g_str_has_prefix(next, gap))
        next += strlen(gap);
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        const char *unit_of = units[i][0], *open = g_strrstr(before->str, unit_of);
        const bool is_gap = open && open > before->str && !open[strlen(unit_of)] &&
                            g_utf8_get_char(g_utf8_prev_char(open)) == g_utf8_get_char(gap);
        if (is_gap && g_str_has_prefix(next, units[i][1]))
            add_fault(p, at->page, "date for a hand is parted: %s｜%s", before->str, after->str);
    }
    if (g_str_has_suffix(before->str, "日") && g_str_has_prefix(next, "現在）"))
        add_fault(p, at->page, "a day is parted from what is said of it: %s｜%s", before->str, after->str);
    g_string_free(before, TRUE);
    g_string_free(after, TRUE);
}

/* 　　年　　月 for a hand says of which era it is: 令和, or 平成・令和 to be chosen from. */
static void
check_era_line(paper *p, const line_spot *at, const atom *a)
{
    GString *line = text_of_line(&a->para->lines->lines[a->line]);
    const char *gap = "　", *year = line->str;
    while ((year = strstr(year, "　年　"))) {
        const char *month = year + strlen("　年"), *before = year;
        while (g_str_has_prefix(month, gap))
            month += strlen(gap);
        while (before > line->str && g_str_has_prefix(before, gap))
            before = g_utf8_prev_char(before);
        if (g_str_has_prefix(month, "月") && !g_str_has_prefix(before, "和"))
            add_fault(p, at->page, "date for a hand without its era: %s", line->str);
        year = month;
    }
    g_string_free(line, TRUE);
}

/* On papers as they are: larger type has its own lines. */
static void
check_dates(paper *p)
{
    each_line(p, check_date_line);
    each_line(p, check_era_line);
}

/* ---- choices ---- */

/* The tick whose words this span is of; SIZE_MAX: of none. Its words are held to it (bind.h: glued). */
static size_t
tick_of(const paragraph *para, size_t span)
{
    while (span > 0 && para->inlines[span].glued)
        span--;
    return span < para->span_count && para->inlines[span].kind == INLINE_TICK ? span : SIZE_MAX;
}

static size_t
span_at_end(const paragraph *para, const text_line *line, bool last)
{
    for (size_t i = 0; i < line->run_count; i++) {
        const text_run *run = &line->runs[last ? line->run_count - 1 - i : i];
        if (!run->is_ruby && run->glyph_count)
            return (size_t)(run->span - para->spans);
    }
    return para->span_count;
}

/* Of the box and all its words, on whatever lines they are. */
static double
width_of_choice(const paragraph *para, size_t tick)
{
    double wide = para->spans[tick].width;
    for (size_t i = 0; i < para->lines->count; i++)
        for (size_t k = 0; k < para->lines->lines[i].run_count; k++) {
            const text_run *run = &para->lines->lines[i].runs[k];
            if (!run->is_ruby && tick_of(para, (size_t)(run->span - para->spans)) == tick)
                wide += run->advance;
        }
    return wide;
}

static void
check_choice_line(paper *p, const line_spot *at, const atom *a)
{
    const paragraph *para = a->para;
    const text_line *line = &para->lines->lines[a->line];
    const size_t ends = span_at_end(para, line, true);
    if (line->object_count > 1 && line->width > line->natural + MM(0.5) &&
        tick_of(para, (size_t)(line->objects[0].span - para->spans)) != SIZE_MAX && para->align == TEXT_JUSTIFY)
        add_fault(p, at->page, "choices are spread over the line");
    if (a->line + 1 >= para->lines->count || line->forced || ends >= para->span_count)
        return;
    const size_t tick = tick_of(para, ends), begins = span_at_end(para, line + 1, false);
    if (tick == SIZE_MAX || begins >= para->span_count || tick_of(para, begins) != tick ||
        (line[1].object_count && line[1].objects[0].span == &para->spans[begins]))
        return;
    if (width_of_choice(para, tick) < 0.97 * (para->measure - line->x)) {
        GString *before = text_of_line(line), *after = text_of_line(line + 1);
        add_fault(p, at->page, "choice on two lines: %s｜%s", before->str, after->str);
        g_string_free(before, TRUE);
        g_string_free(after, TRUE);
    }
}

static void
check_choices(paper *p)
{
    each_line(p, check_choice_line);
}

/* ---- lines to sign on ---- */

/* From the last white to the end; white at the end itself is of them. */
static size_t
last_words(const char *text)
{
    size_t n = 0, white = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        const bool is_white = g_unichar_isspace(g_utf8_get_char(p));
        n = is_white || !white ? n + 1 : 1;
        white = is_white ? white + 1 : 0;
    }
    return n;
}

/* Words stand on the line that they are before (保護者署名＿＿) where it holds both, and a seal behind it; they are
 * broken nowhere. */
static void
check_signed_line(paper *p, const line_spot *at, const atom *a)
{
    const paragraph *para = a->para;
    const text_line *line = &para->lines->lines[a->line];
    const text_object *first = line->object_count ? line->objects : NULL;
    if (a->line == 0 || line[-1].forced || !first || para->inlines[first->span - para->spans].kind != INLINE_SIGN)
        return;
    GString *before = text_of_line(line - 1), *words = g_string_new(NULL);
    for (size_t i = 0; i < line->run_count; i++)
        if (!line->runs[i].is_ruby && line->runs[i].x < first->x)
            g_string_append(words, line->runs[i].utf8);
    const bool is_alone = display_is_blank(words->str, words->len), ends = g_str_has_suffix(before->str, "　");
    const double both = (double)last_words(before->str) * para->size + line->width;
    if (is_alone ? both < 0.97 * para->measure : !ends && !g_str_has_suffix(before->str, "。"))
        add_fault(p, at->page, "parted from the line to sign on: %s｜%s", before->str, words->str);
    g_string_free(words, TRUE);
    g_string_free(before, TRUE);
}

static void
check_signed_lines(paper *p)
{
    each_line(p, check_signed_line);
}

static void
check_words(paper *p)
{
    check_labels(p);
    check_last_lines(p);
    if (strcmp(p->variant, variants[0].name) == 0 &&
        !strchr(p->form, '/')) /* what a batch prints is not written into */
        check_dates(p);
    check_choices(p);
    check_signed_lines(p);
}

static void
labels_last_lines_and_choices_of_all_papers(void **state)
{
    check_papers(*state, check_words);
}

/* ---- the checks themselves ---- */

#define LABEL(mm, words)                                                                                               \
    "<table columns='" mm "mm *' frame='thin'><row><label>" words "</label><cell>あ</cell></row></table>"

static void
a_broken_label_is_found(void **state)
{
    fixture *f = *state;
    expect_faults(f, check_labels, "", LABEL("14", "生年月日"), "生年月｜日");
    expect_faults(f, check_labels, "", LABEL("18", "生年月日"), NULL);
    expect_faults(f, check_labels, "", LABEL("14", "生年<br/>月日"), NULL);
    expect_faults(f, check_labels, "", LABEL("16", "支援及び援助"), NULL);
    expect_faults(f, check_labels, "", LABEL("20", "支援の提供者名"), "支援の提供｜者名");
    expect_faults(f, check_labels, "", LABEL("14", "取り組み"), "取り組｜み");
    expect_faults(f, check_labels, "", LABEL("23", "同意に基づく旨"), NULL);
    expect_faults(f, check_labels, "", LABEL("17", "サービス提供"), NULL);
    expect_faults(f, check_labels, "",
                  "<table columns='14mm *'><group><cell>生年月日</cell><row><cell>あ</cell></row></group></table>",
                  "生年月｜日");
    expect_faults(
        f, check_labels, "",
        "<table columns='14mm *'><table-head><row><cell>生年月日</cell><cell/></row></table-head><row><cell>あ"
        "</cell><cell/></row></table>",
        "生年月｜日");
    expect_faults(f, check_labels, "",
                  "<table columns='40mm *'><row><cell pad='0mm'><table columns='14mm *'><row><label>生年月日</label>"
                  "<cell/></row></table></cell><cell/></row></table>",
                  "生年月｜日");
}

static void
a_lonely_character_is_found(void **state)
{
    fixture *f = *state;
    expect_faults(f, check_last_lines, "", "<block inset-end='150mm'><p>あいうえおかきくけ。</p></block>",
                  "last line of one character: あいうえおかきく｜け。");
    expect_faults(f, check_last_lines, "", "<block inset-end='150mm'><p>あいうえおかきくけこさ。</p></block>", NULL);
}

static void
a_parted_date_is_found(void **state)
{
    fixture *f = *state;
    expect_faults(f, check_dates, "", "<block inset-end='155mm'><p>令和　　年　　月　　日</p></block>",
                  "date for a hand is parted");
    expect_faults(f, check_dates, "", "<block inset-end='155mm'><p>令和8年12月31日まで</p></block>", NULL);
    expect_faults(f, check_dates, "", "<block inset-end='100mm'><p>令和　　年　　月　　日</p></block>", NULL);
    expect_faults(f, check_dates, "", "<block inset-end='140mm'><p>令和　　年　　月　　日（　　）</p></block>",
                  "date for a hand is parted");
    expect_faults(
        f, check_dates, "",
        "<block inset-end='150mm'><p><span break='no'>（令和6年6月1日</span><span break='no'>現在）</span></p>"
        "</block>",
        "a day is parted");
    expect_faults(f, check_dates, "", "<p>同意日　　　年　　月　　日</p>", "date for a hand without its era");
    expect_faults(f, check_dates, "", "<p>　　年　　月　　日</p>", "date for a hand without its era");
    expect_faults(f, check_dates, "", "<p>平成・令和　　年　　月　　日、　　年　　組</p>", NULL);
}

#define CHOICES(mm, words) "<table columns='" mm "mm *'><row><cell style='j'>" words "</cell><cell/></row></table>"

/* The composer makes no such fault: what it makes of narrow and wide boxes is tried. */
static void
a_choice_stays_on_a_line(void **state)
{
    static const char styles[] = "<style name='j' like='base' align='justify'/>";
    fixture *f = *state;
    expect_faults(f, check_choices, styles, CHOICES("26", "<tick>する</tick>　<tick>しない</tick>"), NULL);
    expect_faults(f, check_choices, styles, CHOICES("26", "<tick>する</tick>　<tick>し<span>な</span>い</tick>"), NULL);
    expect_faults(f, check_choices, styles,
                  CHOICES("60", "<tick>医療</tick>　<tick>保育</tick>　<tick>教育機関の連携</tick>"), NULL);
    expect_faults(f, check_choices, styles, CHOICES("20", "<tick>関係機関との連携</tick>"), NULL);
}

static void
what_is_parted_from_its_line_is_found(void **state)
{
    static const char sign[] = "<sign width='60mm' height='10mm' name='保護者'/>";
    fixture *f = *state;
    char *parted = g_strdup_printf("<block inset-end='80mm'><p>令和　　年　　月　　日　保護者署名%s</p></block>", sign);
    char *held = g_strdup_printf(
        "<block inset-end='80mm'><p>令和　　年　　月　　日　<span break='no'>保護者署名%s</span></p></block>", sign);
    expect_faults(f, check_signed_lines, "", parted, "保護者署名｜");
    expect_faults(f, check_signed_lines, "", held, NULL);
    g_free(parted);
    g_free(held);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_parted_date_is_found),
        cmocka_unit_test(a_broken_label_is_found),
        cmocka_unit_test(a_lonely_character_is_found),
        cmocka_unit_test(a_choice_stays_on_a_line),
        cmocka_unit_test(what_is_parted_from_its_line_is_found),
        cmocka_unit_test(labels_last_lines_and_choices_of_all_papers),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
