/* test_aids_readings.c: how words are read where more than the word says it: numbers with what they count, days of the
 * week, verbs at the end of nouns; in the words of a form, in those of the data, and where both make one word. */
#include "aids/aids.h"
#include "samples_support.h"

enum { AS_FORM, AS_DATA, AS_BOTH }; /* AS_BOTH: the text up to the first | is the data's, the rest the form's */

typedef struct tried {
    int of;
    const char *text, *read;
} tried;

static const text_origin none = {.form = PLACE_NONE};
static const form_style style = {.name = "base", .size = 9 * UNIT_PT};

static bound_inline
inline_of(const char *text, bool from_data)
{
    return (bound_inline){
        .kind = INLINE_TEXT, .text = text, .from_data = from_data, .style = &style, .origin = &none, .before = 0};
}

static const char *
read_text(const made *m, const aids *t, const tried *one)
{
    char **parts = g_strsplit(one->text, "|", 2);
    bound_inline inlines[2] = {inline_of(arena_strdup(m->a, parts[0]), one->of != AS_FORM)};
    if (parts[1])
        inlines[1] = inline_of(arena_strdup(m->a, parts[1]), false);
    const bound_node p = {
        .kind = FORM_PARA, .style = &style, .inlines = inlines, .inline_count = g_strv_length(parts), .origin = &none};
    const form f = {.base = &style};
    const bound b = {.form = &f, .title = "t", .again = "", .body = &p};
    const bound *out = aids_dress(t, &b, m->d);
    GString *s = g_string_new(NULL);
    for (size_t i = 0; out && i < out->body->inline_count; i++) {
        const bound_inline *piece = &out->body->inlines[i];
        g_string_append(s, piece->text);
        if (piece->ruby)
            g_string_append_printf(s, "[%s]", piece->ruby);
    }
    const char *read = arena_strdup(m->a, out ? s->str : "an error");
    g_string_free(s, TRUE);
    g_strfreev(parts);
    return read;
}

static void
check_all(const char *form_name, aids_furigana furigana, const tried *all, size_t count)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        made m = open_made();
        const aids_wish w = {.furigana = furigana};
        aids *t = aids_read(m.a, m.s, &w, "templates/words", "templates/schema",
                            arena_printf(m.a, "templates/%s/form.xml", form_name), m.d);
        assert_non_null(t);
        const char *read = read_text(&m, t, &all[i]);
        if (strcmp(read, all[i].read) != 0)
            print_error("%s is read %s, not %s\n", all[i].text, read, all[i].read), wrong++;
        aids_drop(t);
        drop(&m);
    }
    assert_int_equal(wrong, 0);
}

/* ---- numbers ---- */

/* Every number of days up to 31, in both widths, within one text, and where the data says the number and the form 日.
 */
static void
days_are_read_as_they_are_counted(void **state)
{
    static const struct {
        int day;
        const char *number, *by;
    } special[] = {{2, "ふつ", "か"},  {3, "みっ", "か"},        {4, "よっ", "か"},  {5, "いつ", "か"},
                   {6, "むい", "か"},  {7, "なの", "か"},        {8, "よう", "か"},  {9, "ここの", "か"},
                   {10, "とお", "か"}, {14, "じゅうよっ", "か"}, {20, "はつ", "か"}, {24, "にじゅうよっ", "か"}};
    static const char *const figures[][10] = {{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"},
                                              {"０", "１", "２", "３", "４", "５", "６", "７", "８", "９"}};
    (void)state;
    for (int wide = 0; wide < 2; wide++) {
        tried all[93];
        size_t count = 0;
        made m = open_made();
        for (int day = 1; day <= 31; day++) {
            const char *number =
                arena_printf(m.a, "%s%s", day > 9 ? figures[wide][day / 10] : "", figures[wide][day % 10]);
            const char *one = arena_printf(m.a, "%s日[にち]", number), *two = one;
            for (size_t i = 0; i < G_N_ELEMENTS(special); i++)
                if (special[i].day == day) {
                    one = arena_printf(m.a, "%s日[%s%s]", number, special[i].number, special[i].by);
                    two = arena_printf(m.a, "%s[%s]日[%s]", number, special[i].number, special[i].by);
                }
            all[count++] = (tried){AS_FORM, arena_printf(m.a, "%s日", number), one};
            all[count++] = (tried){AS_BOTH, arena_printf(m.a, "%s|日", number), two};
            all[count++] =
                (tried){AS_DATA, arena_printf(m.a, "4月%s日", number),
                        arena_printf(m.a, "4月[がつ]%s", day == 1 ? arena_printf(m.a, "%s日[ついたち]", number) : one)};
        }
        check_all("plan", AIDS_ALL, all, count);
        drop(&m);
    }
}

static void
numbers_say_how_what_they_count_is_read(void **state)
{
    static const tried all[] = {
        {AS_BOTH, "週2|日", "週2[ふつ]日[か]"},
        {AS_BOTH, "4月1|日", "4月[がつ]1[つい]日[たち]"},
        {AS_BOTH, "1|日", "1日[にち]"},
        {AS_BOTH, "12|日", "12日[にち]"},
        {AS_BOTH, "0.2|日", "0.2日[にち]"},
        {AS_BOTH, "2|日間", "2[ふつ]日間[かかん]"},
        {AS_BOTH, "1|人", "1[ひと]人[り]"},
        {AS_BOTH, "2|人", "2[ふた]人[り]"},
        {AS_BOTH, "3|人", "3人[にん]"},
        {AS_BOTH, "12|人", "12人[にん]"},
        {AS_BOTH, "10|分", "10分[ぷん]"},
        {AS_BOTH, "5|分", "5分[ふん]"},
        {AS_BOTH, "１３|分", "１３分[ぷん]"},
        {AS_BOTH, "１５|分", "１５分[ふん]"},
        {AS_BOTH, "0|分", "0[れい]分[ふん]"},
        {AS_FORM, "（1時間30分）", "（1時間[じ・かん]30分[ぷん]）"},
        {AS_FORM, "（1時間00分）", "（1時間[じ・かん]00分[れいふん]）"},
        {AS_FORM, "　　時間　　分", "　　時間[じ・かん]　　分[ふん]"},
        {AS_FORM, "10日以内", "10日[とおか]以内[い・ない]"},
        {AS_FORM, "7日間", "7日間[なのかかん]"},
        {AS_FORM, "31日間", "31日間[にち・かん]"},
        {AS_DATA, "週2日に増やす", "週2日[ふつか]に増[ふ]やす"},
        {AS_DATA, "17日中4日", "17日中4日[よっか]"},
        {AS_DATA, "2～3日", "2～3日"},
        {AS_DATA, "2、3日", "2、3日"},
        {AS_DATA, "0.5日", "0.5日"},
        {AS_DATA, "20日、24日", "20日[はつか]、24日[にじゅうよっか]"},
        {AS_DATA, "3か月続き、9月", "3か月[げつ]続き、9月[がつ]"},
        {AS_DATA, "1人で2人前", "1人[ひとり]で2人前[ににんまえ]"},
        {AS_DATA, "11人と12人", "11人と12人"},
        {AS_DATA, "十分間", "十分間"},
        {AS_DATA, "2次に", "2次に"},
    };
    (void)state;
    check_all("plan", AIDS_ALL, all, G_N_ELEMENTS(all));
}

/* With the words of the form alone read, too: a number is none of the data's words to be left. */
static void
labels_behind_numbers_are_read_without_the_data(void **state)
{
    static const tried all[] = {
        {AS_BOTH, "学校2|日", "学校2[ふつ]日[か]"},
        {AS_BOTH, "20|日", "20[はつ]日[か]"},
        {AS_BOTH, "21|日", "21日[にち]"},
        {AS_DATA, "2日", "2日"},
    };
    (void)state;
    check_all("plan", AIDS_LABELS, all, G_N_ELEMENTS(all));
}

/* ---- days of the week ---- */

/* Only the head of a column, or one among several; a day in a sentence is none. */
static void
days_of_the_week_stand_alone(void **state)
{
    static const tried all[] = {
        {AS_FORM, "月", "月[げつ]"},
        {AS_FORM, "日", "日[にち]"},
        {AS_FORM, "日・祝日", "日[にち]・祝日[しゅく・じつ]"},
        {AS_FORM, "（月）", "（月[げつ]）"},
        {AS_FORM, "その日の連絡先", "その日[ひ]の連絡先[れん・らく・さき]"},
        {AS_FORM, "別の日", "別[べつ]の日[ひ]"},
        {AS_FORM, "日ごと", "日[ひ]ごと"},
        {AS_FORM, "必要がある日", "必要[ひつ・よう]がある日[ひ]"},
        {AS_FORM, "　　月　　日", "　　月[がつ]　　日[にち]"},
        {AS_FORM, "その月", "その月[つき]"},
    };
    (void)state;
    check_all("pickup", AIDS_LABELS, all, G_N_ELEMENTS(all));
    check_all("schedule", AIDS_LABELS, all, G_N_ELEMENTS(all));
}

/* ---- verbs ---- */

static void
a_verb_at_the_end_of_a_noun_is_not_read(void **state)
{
    static const tried all[] = {
        {AS_DATA, "動画作りを", "動画作[どうがづく]りを"},
        {AS_DATA, "予定作りの", "予定作りの"},
        {AS_DATA, "カード作りをした", "カード作りをした"},
        {AS_DATA, "おやつ作り", "おやつ作[づく]り"},
        {AS_DATA, "毎日作ります", "毎日[まいにち]作[つく]ります"},
        {AS_DATA, "本人好き", "本人好き"},
        {AS_DATA, "（5月10日付け）", "（5月[がつ]10日[とおか]付け）"},
        {AS_DATA, "意味付けを", "意味付けを"},
        {AS_DATA, "仕事疲れが", "仕事疲れが"},
        {AS_DATA, "直接伝えた", "直接[ちょく・せつ]伝[つた]えた"},
        {AS_DATA, "1回使える", "1回[かい]使[つか]える"},
        {AS_DATA, "気に入っている", "気[き]に入[い]っている"},
        {AS_DATA, "部屋に入って", "部屋に入[はい]って"},
        {AS_DATA, "立ち話を", "立[た]ち話[ばなし]を"},
        {AS_DATA, "話を聞いて", "話を聞[き]いて"},
        /* behind hiragana, too, and what is read in two ways */
        {AS_DATA, "おにぎり作りを始める", "おにぎり作りを始[はじ]める"},
        {AS_DATA, "しおり作りに", "しおり作りに"},
        {AS_DATA, "なぐり書きの", "なぐり書きの"},
        {AS_DATA, "子ども好きな人", "子ども好きな人"},
        {AS_DATA, "おむつ離れを", "おむつ離れを"},
        {AS_DATA, "おやつ代わりに", "おやつ代わりに"},
        {AS_DATA, "子ども部屋で", "子ども部屋で"},
        {AS_DATA, "一人部屋を", "一人部屋を"},
        {AS_DATA, "服の前後ろを", "服の前後[まえうし]ろを"},
        {AS_DATA, "音読みと", "音読[おんよ]みと"},
        {AS_DATA, "教室に入れる", "教室[きょうしつ]に入れる"},
        {AS_DATA, "聞き入る", "聞き入る"},
        {AS_DATA, "ないしょ話を", "ないしょ話を"},
        {AS_DATA, "登校支度", "登校支度"},
        {AS_DATA, "お守りを", "お守りを"},
        {AS_DATA, "月1日通う", "月1日通う"},
        {AS_DATA, "花も好き", "花も好[す]き"},
    };
    (void)state;
    check_all("plan", AIDS_ALL, all, G_N_ELEMENTS(all));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_read_as_they_are_counted),
        cmocka_unit_test(numbers_say_how_what_they_count_is_read),
        cmocka_unit_test(labels_behind_numbers_are_read_without_the_data),
        cmocka_unit_test(days_of_the_week_stand_alone),
        cmocka_unit_test(a_verb_at_the_end_of_a_noun_is_not_read),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
