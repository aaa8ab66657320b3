/* test_pages_phrases.c: in every form with every sample, no line ends within a word of katakana, within a date, a time
 * or a part of a name that the next line would have held whole.
 *
 * The judge knows nothing of how lines are made: it reads two lines of a paragraph and counts characters, each as an em
 * wide. So it is on the safe side: figures are narrower. */
#include "geometry_support.h"

enum { SHORT = 24, NAME = 5, NARROW = 20 };

static bool
is_katakana(gunichar ch)
{
    return (ch >= 0x30A1 && ch <= 0x30FE && ch != 0x30FB) || (ch >= 0x31F0 && ch <= 0x31FF);
}

static bool
is_figure(gunichar ch)
{
    return g_unichar_isdigit(ch);
}

static bool
is_letter(gunichar ch)
{
    const GUnicodeScript of = g_unichar_get_script(ch);
    return of == G_UNICODE_SCRIPT_HAN || of == G_UNICODE_SCRIPT_HIRAGANA || is_katakana(ch);
}

static bool
is_space(gunichar ch)
{
    return ch == ' ' || ch == 0x3000;
}

typedef bool character_test(gunichar ch);

/* Characters of the kind at the end of a text. */
static size_t
count_last(const char *text, const char *end, character_test *is)
{
    size_t n = 0;
    for (; end > text && is(g_utf8_get_char(g_utf8_prev_char(end))); n++)
        end = g_utf8_prev_char(end);
    return n;
}

/* … and at its beginning. */
static size_t
count_first(const char *text, character_test *is)
{
    size_t n = 0;
    for (; *text && is(g_utf8_get_char(text)); n++)
        text = g_utf8_next_char(text);
    return n;
}

/* What two lines part: so many characters at the end of one and at the beginning of the other. */
typedef struct parted {
    size_t before, after;
} parted;

/* It is parted there sooner than within a word. */
static bool
ends_a_part(const char *before)
{
    static const char *const parts[] = {"サービス", "センター", "クラブ", "ルーム", "サポート", "プログラム"};
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
        if (g_str_has_suffix(before, parts[i]))
            return true;
    return false;
}

static bool
finds_word(const char *before, const char *after, parted *out)
{
    *out = (parted){count_last(before, before + strlen(before), is_katakana), count_first(after, is_katakana)};
    return out->before && out->after && !ends_a_part(before);
}

/* 11月｜28日, 10時｜30分, 第｜1回, 午前｜10時 */
static bool
finds_date(const char *before, const char *after, parted *out)
{
    static const char *const units[][2] = {{"月", "日"}, {"時", "分"}, {"第", ""}, {"午前", "時"}, {"午後", "時"}};
    const size_t figures = count_first(after, is_figure);
    for (size_t i = 0; figures && i < G_N_ELEMENTS(units); i++) {
        const char *first = units[i][0], *end = before + strlen(before) - strlen(first);
        if (!g_str_has_suffix(before, first) ||
            !g_str_has_prefix(g_utf8_offset_to_pointer(after, (long)figures), units[i][1]))
            continue;
        *out = (parted){(size_t)g_utf8_strlen(first, -1) + count_last(before, end, is_figure), figures + 1};
        return true;
    }
    return false;
}

/* Letters up to a space, or from one on. */
static bool
finds_name(const char *before, const char *after, parted *out)
{
    *out = (parted){count_last(before, before + strlen(before), is_letter), count_first(after, is_letter)};
    const char *begin = g_utf8_offset_to_pointer(before, g_utf8_strlen(before, -1) - (long)out->before),
               *end = g_utf8_offset_to_pointer(after, (long)out->after);
    const bool spaced =
        (begin > before && is_space(g_utf8_get_char(g_utf8_prev_char(begin)))) || is_space(g_utf8_get_char(end));
    return out->before && out->after && out->before + out->after <= NAME && spaced;
}

/* Justified text is evened out over its lines, and takes no more of them for a word. */
static bool
needs_another_line(const paragraph *para, size_t line, double em_before)
{
    double rest = em_before * para->size;
    for (size_t i = line + 1; i < para->lines->count; i++)
        rest += para->lines->lines[i].natural;
    return para->align == TEXT_JUSTIFY && rest > (double)para->measure * (double)(para->lines->count - line - 1);
}

/* Lines as wide as `measure` em; `filled` em of the first hold something, all of the paragraph are so many characters.
 */
static bool
is_parted(const char *before, const char *after, double measure, double filled, bool is_short, size_t *moved)
{
    static bool (*const finds[])(const char *, const char *, parted *) = {finds_word, finds_date, finds_name};
    for (size_t i = 0; i < G_N_ELEMENTS(finds); i++) {
        parted p;
        if (!finds[i](before, after, &p) || (double)(p.before + p.after) > measure)
            continue;
        const double left = filled - (double)p.before;
        *moved = p.before;
        if (is_short ? left >= 1 : 2 * left >= measure)
            return true;
    }
    return false;
}

/* Of the whole paragraph. */
static bool
is_short_value(const text_lines *lines)
{
    size_t n = 0;
    for (size_t i = 0; i < lines->count; i++) {
        GString *line = text_of_line(&lines->lines[i]);
        n += (size_t)g_utf8_strlen(line->str, -1);
        if (strstr(line->str, "、") || strstr(line->str, "。"))
            n = SHORT + 1;
        g_string_free(line, TRUE);
    }
    return n <= SHORT;
}

/* Where there is no room, lines are filled (squeeze: dense). */
static bool
is_bounded(const paper *p, const line_spot *at)
{
    const form_node *f = at->box ? at->box->node->form : NULL;
    return p->m.b->form->pages > 0 || (f && (f->height || f->max_lines || f->fits[0].how != FIT_NONE));
}

static void
check_line(paper *p, const line_spot *at, const atom *a)
{
    const paragraph *para = a->para;
    const text_line *line = &para->lines->lines[a->line];
    const double em = para->size, measure = para->measure / em;
    if (a->line + 1 >= para->lines->count || line->forced || line->emergency || line->object_count ||
        is_bounded(p, at) || (para->align == TEXT_JUSTIFY && measure > NARROW))
        return;
    GString *before = text_of_line(line), *after = text_of_line(line + 1);
    const double filled = line->natural / em, room = (para->measure - line[1].x) / em;
    size_t moved;
    if (is_parted(before->str, after->str, MIN(room, measure), filled, is_short_value(para->lines), &moved) &&
        !needs_another_line(para, a->line, (double)moved))
        add_fault(p, at->page, "parted: %s｜%s", before->str, after->str);
    g_string_free(before, TRUE);
    g_string_free(after, TRUE);
}

static void
check_phrases(paper *p)
{
    each_line(p, check_line);
}

static void
phrases_of_all_papers_are_whole(void **state)
{
    check_papers(*state, check_phrases);
}

/* ---- the judge itself ---- */

static void
what_is_parted_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *before, *after;
        double measure, filled;
        bool is_short, is_parted;
    } rows[] = {
        {"教育コーディ", "ネーター", 8, 6, true, true},
        {"教育コーディ", "ネーター", 7, 6, true, false}, /* no line holds it */
        {"コーディ", "ネーター", 8, 4, true, false},     /* nothing is before it */
        {"の教育コーディ", "ネーター", 8, 7, false, false},
        {"との教育コーディ", "ネーター", 8, 8, false, true},
        {"教育", "コーディネーター", 8, 2, true, false},
        {"デイサービス", "ソライロ", 10, 6, true, false},
        {"放課後等デイサービ", "スソライロ", 13, 9, true, true},
        {"令和7年11月", "28日（金）", 8, 6, true, true},
        {"令和7年", "11月28日（金）", 8, 4, true, false},
        {"会の始まりは10時", "30分", 8, 8, false, true},
        {"相談支援の第", "1回", 6, 6, false, true},
        {"主任　佐久", "間　光", 5, 5, true, true},
        {"主任　", "佐久間　光", 5, 5, true, false},
        {"支援の提供", "者の名", 6, 5, true, false},
    };
    size_t moved;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        if (is_parted(rows[i].before, rows[i].after, rows[i].measure, rows[i].filled, rows[i].is_short, &moved) !=
            rows[i].is_parted)
            fail_msg("%s｜%s", rows[i].before, rows[i].after);
}

static void
a_box_holds_words_together(void **state)
{
    fixture *f = *state;
    expect_faults(f, check_phrases, "",
                  "<table columns='32mm *'><row><cell>教育コーディネーター</cell><cell>あ</cell></row></table>", NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_parted_is_found),
        cmocka_unit_test(a_box_holds_words_together),
        cmocka_unit_test(phrases_of_all_papers_are_whole),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
