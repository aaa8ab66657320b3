/* text_script.c: what is told of a script that is not set (text_refuse.c): its name, and why. */
#include "text/text_int.h"

typedef enum script_fate { RUNS_LEFT, SHAPES, RUNS_DOWN, UNTRIED } script_fate;

static const struct {
    const char *ja, *en;
} reasons[] = {
    [RUNS_LEFT] = {"右から左に書く文字です", "runs from right to left"},
    [SHAPES] = {"前後の字で形や位置が変わる文字です", "changes or moves with its neighbours"},
    [RUNS_DOWN] = {"上から下に書く文字です", "runs from top to bottom"},
    [UNTRIED] = {"組み方と書体を用意していません", "is not provided for: neither rules nor faces"},
};

static const struct {
    GUnicodeScript script;
    script_fate why;
    const char *ja, *en;
} scripts[] = {
    {G_UNICODE_SCRIPT_ARABIC, RUNS_LEFT, "アラビア文字", "Arabic"},
    {G_UNICODE_SCRIPT_HEBREW, RUNS_LEFT, "ヘブライ文字", "Hebrew"},
    {G_UNICODE_SCRIPT_SYRIAC, RUNS_LEFT, "シリア文字", "Syriac"},
    {G_UNICODE_SCRIPT_THAANA, RUNS_LEFT, "ターナ文字", "Thaana"},
    {G_UNICODE_SCRIPT_NKO, RUNS_LEFT, "ンコ文字", "N'Ko"},
    {G_UNICODE_SCRIPT_ADLAM, RUNS_LEFT, "アドラム文字", "Adlam"},
    {G_UNICODE_SCRIPT_HANIFI_ROHINGYA, RUNS_LEFT, "ロヒンギャ文字", "Hanifi Rohingya"},
    {G_UNICODE_SCRIPT_SAMARITAN, RUNS_LEFT, "サマリア文字", "Samaritan"},
    {G_UNICODE_SCRIPT_MANDAIC, RUNS_LEFT, "マンダ文字", "Mandaic"},
    {G_UNICODE_SCRIPT_DEVANAGARI, SHAPES, "デーヴァナーガリー文字", "Devanagari"},
    {G_UNICODE_SCRIPT_BENGALI, SHAPES, "ベンガル文字", "Bengali"},
    {G_UNICODE_SCRIPT_GURMUKHI, SHAPES, "グルムキー文字", "Gurmukhi"},
    {G_UNICODE_SCRIPT_GUJARATI, SHAPES, "グジャラート文字", "Gujarati"},
    {G_UNICODE_SCRIPT_ORIYA, SHAPES, "オリヤー文字", "Oriya"},
    {G_UNICODE_SCRIPT_TAMIL, SHAPES, "タミル文字", "Tamil"},
    {G_UNICODE_SCRIPT_TELUGU, SHAPES, "テルグ文字", "Telugu"},
    {G_UNICODE_SCRIPT_KANNADA, SHAPES, "カンナダ文字", "Kannada"},
    {G_UNICODE_SCRIPT_MALAYALAM, SHAPES, "マラヤーラム文字", "Malayalam"},
    {G_UNICODE_SCRIPT_SINHALA, SHAPES, "シンハラ文字", "Sinhala"},
    {G_UNICODE_SCRIPT_TIBETAN, SHAPES, "チベット文字", "Tibetan"},
    {G_UNICODE_SCRIPT_MYANMAR, SHAPES, "ビルマ文字", "Myanmar"},
    {G_UNICODE_SCRIPT_KHMER, SHAPES, "クメール文字", "Khmer"},
    {G_UNICODE_SCRIPT_JAVANESE, SHAPES, "ジャワ文字", "Javanese"},
    {G_UNICODE_SCRIPT_BALINESE, SHAPES, "バリ文字", "Balinese"},
    {G_UNICODE_SCRIPT_MONGOLIAN, RUNS_DOWN, "モンゴル文字", "Mongolian"},
    {G_UNICODE_SCRIPT_PHAGS_PA, RUNS_DOWN, "パスパ文字", "Phags-pa"},
    {G_UNICODE_SCRIPT_GEORGIAN, UNTRIED, "グルジア文字", "Georgian"},
    {G_UNICODE_SCRIPT_ARMENIAN, UNTRIED, "アルメニア文字", "Armenian"},
    {G_UNICODE_SCRIPT_LAO, UNTRIED, "ラオ文字", "Lao"},
    {G_UNICODE_SCRIPT_ETHIOPIC, UNTRIED, "エチオピア文字", "Ethiopic"},
    {G_UNICODE_SCRIPT_CHEROKEE, UNTRIED, "チェロキー文字", "Cherokee"},
    {G_UNICODE_SCRIPT_CANADIAN_ABORIGINAL, UNTRIED, "カナダ先住民文字", "Canadian Aboriginal"},
    {G_UNICODE_SCRIPT_TIFINAGH, UNTRIED, "ティフナグ文字", "Tifinagh"},
    {G_UNICODE_SCRIPT_YI, UNTRIED, "イ文字", "Yi"},
    {G_UNICODE_SCRIPT_COPTIC, UNTRIED, "コプト文字", "Coptic"},
    {G_UNICODE_SCRIPT_RUNIC, UNTRIED, "ルーン文字", "Runic"},
    {G_UNICODE_SCRIPT_OGHAM, UNTRIED, "オガム文字", "Ogham"},
    {G_UNICODE_SCRIPT_BRAILLE, UNTRIED, "点字", "Braille"},
};

/* ơ, ư and the letters with two marks are of no other language. */
static bool
is_vietnamese(gunichar c)
{
    return (c >= 0x1EA0 && c <= 0x1EF9) || c == 0x1A0 || c == 0x1A1 || c == 0x1AF || c == 0x1B0;
}

const char *
text_language(const char *utf8)
{
    g_assert(utf8);
    for (const char *p = utf8; *p; p = g_utf8_next_char(p)) {
        const unsigned char lead = (unsigned char)*p;
        if (lead < 0xC6 || (lead >= 0xE3 && lead <= 0xE9)) /* below U+0180, and U+3000 to U+9FFF */
            continue;
        const gunichar c = g_utf8_get_char(p);
        if (c < 0x1A0 || (c >= 0x3000 && c < 0xAC00)) /* most of what is written here */
            continue;
        const GUnicodeScript script = g_unichar_get_script(c);
        if (script == G_UNICODE_SCRIPT_HANGUL)
            return "ko";
        if (script == G_UNICODE_SCRIPT_THAI)
            return "th";
        if (is_vietnamese(c))
            return "vi";
    }
    return NULL;
}

/* A name of such a script is told by one of its letters: all of them, in their order, would be the name. */
static bool
is_told(const diag *d, place form, place data)
{
    const diag_message *m = diag_length(d) ? diag_at(d, diag_length(d) - 1) : NULL;
    return m && m->code == DIAG_TEXT_SCRIPT && g_strcmp0(m->data.path, data.path) == 0 &&
           g_strcmp0(m->data.file, data.file) == 0 && m->data.line == data.line && m->form.line == form.line &&
           g_strcmp0(m->form.file, form.file) == 0;
}

void
script_tell(diag *d, const text_origin *origin, uint32_t character, const char *points)
{
    const place form = origin ? origin->form : PLACE_NONE, data = origin ? origin->data : PLACE_NONE;
    if (is_told(d, form, data))
        return;
    size_t i = 0;
    while (i < G_N_ELEMENTS(scripts) && scripts[i].script != g_unichar_get_script(character))
        i++;
    const bool known = i < G_N_ELEMENTS(scripts);
    const script_fate why = known ? scripts[i].why : UNTRIED;
    char *en = g_strdup_printf("the %s script %s", known ? scripts[i].en : "character's", reasons[why].en);
    diag_add(d, DIAG_TEXT_SCRIPT, form, data, points, known ? scripts[i].ja : "この種類の文字", reasons[why].ja, en,
             NULL);
    g_free(en);
}
