/* timeline_conclusion.c: what a conclusion says in words: that the child is eligible, is not, or neither.
 *
 * Offices write it in words of their own, and in those of the notice
 * (「緊密な連携を図りながら支援を行うことが必要である と判断された」). A sentence is read from its end: what frames it
 * (「…ことを三者で確認した」) is taken off until its core is left. Words that deny are looked for anywhere. What is
 * said of the child's eligibility itself outweighs what is said beside it (「病気には該当しない」, 「受診は不要」); two
 * that contradict each other, and words that are not known, are no answer, so that the rules ask for @result instead of
 * guessing. */
#include "timeline/timeline_int.h"
#include "timeline/timeline_words.h"

#include <string.h>

/* How much a text says. */
typedef struct findings {
    bool eligible, needed;  /* 対象とする; 支援が必要である, 支援を行う */
    bool excluded, refused; /* 対象としない; 見送る, 必要でない, 算定しない */
} findings;

/* ---- what is affirmed ---- */

/* 「…ことを三者で確認した」, 「…ものと認められる」, 「…と判断」 */
static bool
take_off_verb(stretch *s)
{
    static const char *const verbs[] = {"判断する",
                                        "判断した",
                                        "判断します",
                                        "判断しました",
                                        "判断される",
                                        "判断された",
                                        "判断されました",
                                        "判断できる",
                                        "判断できた",
                                        "判断している",
                                        "判断",
                                        "判定する",
                                        "判定した",
                                        "判定",
                                        "決定する",
                                        "決定した",
                                        "決定します",
                                        "決定しました",
                                        "決定された",
                                        "決定",
                                        "決める",
                                        "決めた",
                                        "決めました",
                                        "決まった",
                                        "認める",
                                        "認めた",
                                        "認めます",
                                        "認めました",
                                        "認められる",
                                        "認められた",
                                        "認められます",
                                        "認められました",
                                        "考える",
                                        "考えた",
                                        "考えます",
                                        "考えられる",
                                        "結論した",
                                        "結論づけた",
                                        "結論付けた",
                                        "結論に至った",
                                        "結論である",
                                        "結論",
                                        "みなす",
                                        "承認する",
                                        "承認した",
                                        "了承した",
                                        "合意した",
                                        "合意しました",
                                        "合意に至った",
                                        "合意を得た",
                                        "合意",
                                        "一致した",
                                        "一致しました",
                                        "確認した",
                                        "確認しました",
                                        "確認された",
                                        "確認できた",
                                        "確認",
                                        "確かめた",
                                        "共通理解を得た",
                                        "共通理解が得られた",
                                        "共通理解とした",
                                        "共通理解",
                                        "いえる",
                                        "言える"};
    static const char *const agents[] = {"三者の共通理解の下で",
                                         "三者の共通理解のもとで",
                                         "三者の共通理解の下",
                                         "三者の共通理解のもと",
                                         "共通理解の下で",
                                         "共通理解のもとで",
                                         "学校・家庭・事業所の三者で",
                                         "学校・家庭・事業所で",
                                         "学校・家庭・事業所が",
                                         "三者間で",
                                         "三者の",
                                         "三者が",
                                         "三者で",
                                         "全員で",
                                         "関係者で",
                                         "会議で",
                                         "意見が",
                                         "認識が",
                                         "互いに",
                                         "改めて",
                                         "あらためて",
                                         "ともに"};
    static const char *const particles[] = {"ことについて", "ものと", "ことと", "ことに", "ことで", "ことを", "ことが",
                                            "として",       "旨を",   "旨で",   "旨",     "という", "との",   "と"};
    static const char *const objects[] = {"を", "が"};
    stretch rest = *s;
    if (!timeline_take_off(&rest, ANY(verbs)))
        return false;
    while (timeline_take_off(&rest, ANY(agents)))
        ;
    stretch object = rest;
    if (timeline_take_off(&object, ANY(objects)) && timeline_ends_with(object, "必要性"))
        rest = object;
    else if (!timeline_take_off(&rest, ANY(particles)))
        return false;
    *s = rest;
    return true;
}

static bool
take_off_frame(stretch *s)
{
    static const char *const frames[] = {"こととする",
                                         "こととした",
                                         "こととします",
                                         "こととしました",
                                         "ことになる",
                                         "ことになった",
                                         "こととなる",
                                         "こととなった",
                                         "ことにする",
                                         "ことにした",
                                         "ことにします",
                                         "ことが適当である",
                                         "ことが適当",
                                         "ことが相当である",
                                         "ことが相当",
                                         "ことが妥当である",
                                         "ことが妥当",
                                         "ことが望ましい",
                                         "ことが必要である",
                                         "ことが必要",
                                         "ことを可とする",
                                         "ことを認める",
                                         "ものとする",
                                         "ものとした",
                                         "ものである",
                                         "べきである",
                                         "べきだ",
                                         "べき",
                                         "必要がある",
                                         "のが適当である",
                                         "のが妥当である",
                                         "障害児とする",
                                         "障害児である",
                                         "障害児に該当する",
                                         "障害児",
                                         "児童とする",
                                         "児童である",
                                         "児童に該当する",
                                         "子どもである",
                                         "こどもである",
                                         "児とする",
                                         "児である",
                                         "者とする",
                                         "者である",
                                         "状態である",
                                         "状態にある",
                                         "こと",
                                         "もの"};
    return take_off_verb(s) || timeline_take_off(s, ANY(frames));
}

/* 「本加算の対象とする」; not 「検討の対象とする」. */
static bool
names_eligible(stretch s)
{
    static const char *const ends[] = {"といたしました",
                                       "といたします",
                                       "として支援を行う",
                                       "として支援する",
                                       "として差し支えない",
                                       "として差支えない",
                                       "として問題ない",
                                       "として算定する",
                                       "としてよい",
                                       "としました",
                                       "とします",
                                       "とする",
                                       "とした",
                                       "となりました",
                                       "となります",
                                       "となる",
                                       "となった",
                                       "になりました",
                                       "になります",
                                       "になる",
                                       "になった",
                                       "にする",
                                       "にした",
                                       "にします",
                                       "に該当する",
                                       "に該当します",
                                       "に該当",
                                       "に当たる",
                                       "にあたる",
                                       "に当てはまる",
                                       "に含める",
                                       "に含む",
                                       "に含まれる",
                                       "である",
                                       "であった",
                                       "です",
                                       "とすべき",
                                       "とす",
                                       "だ",
                                       "と",
                                       "として"};
    static const char *const others[] = {"非",       "検討の", "検討",   "観察の", "観察",
                                         "見守りの", "見守り", "相談の", "協議の", "以外の"};
    (void)timeline_take_off(&s, ANY(ends));
    (void)timeline_take_off(&s, timeline_persons, TIMELINE_PERSONS);
    if (!timeline_ends_with(s, "対象"))
        return false;
    s.length -= strlen("対象");
    return !timeline_take_off(&s, ANY(others));
}

/* 「緊密な連携を図りながら支援を行うことが必要である」; not 「確認が必要である」, 「医療機関との連携が必要である」. */
static bool
names_need(stretch s)
{
    static const char *const ends[] = {"必要性が高い",   "必要性がある", "必要性あり", "必要性",         "必要である",
                                       "必要であった",   "必要です",     "必要がある", "必要があります", "必要あり",
                                       "必要だ",         "必要な",       "必要",       "を要する",       "を必要とする",
                                       "が不可欠である", "が欠かせない"};
    static const char *const adverbs[] = {"特に", "引き続き", "今後も", "強く", "十分に",
                                          "高い", "の",       "が",     "は",   "も"};
    static const char *const things[] = {"支援",
                                         "連携",
                                         "加算",
                                         "算定",
                                         "協働",
                                         "支援を行うこと",
                                         "支援を行う",
                                         "支援をすること",
                                         "支援をする",
                                         "支援すること",
                                         "支援する",
                                         "支援を進めること",
                                         "支援を進める",
                                         "支援を続けること",
                                         "支援を続ける",
                                         "支援を継続すること",
                                         "支援を継続する",
                                         "支援の継続",
                                         "支援を開始すること",
                                         "支援を開始する",
                                         "支援の開始",
                                         "支援を実施すること",
                                         "支援を実施する",
                                         "支援の実施",
                                         "支援を受けること",
                                         "支援を受ける",
                                         "支援を提供すること",
                                         "支援を提供する",
                                         "支援の提供",
                                         "支援していくこと",
                                         "支援していく",
                                         "支援を行っていくこと",
                                         "支援を行っていく",
                                         "連携すること",
                                         "連携する",
                                         "連携を図ること",
                                         "連携を図る",
                                         "算定すること",
                                         "算定する",
                                         "対象とすること",
                                         "対象とする"};
    static const char *const elsewhere[] = {"医療", "病院",       "受診",   "通院",
                                            "治療", "児童相談所", "他機関", "ほかの機関"};
    if (timeline_mentions(s, ANY(elsewhere)) || !timeline_take_off(&s, ANY(ends)))
        return false;
    while (timeline_take_off(&s, ANY(adverbs)))
        ;
    return s.length == 0 || timeline_take_off(&s, ANY(things));
}

/* 「連携して支援を行う」, 「算定する」; not what goes on without the addition, nor what depends on something. */
static bool
names_support(stretch s)
{
    static const char *const ends[] = {"算定する",
                                       "算定します",
                                       "算定できる",
                                       "算定を開始する",
                                       "算定を始める",
                                       "算定を行う",
                                       "算定可",
                                       "支援を行う",
                                       "支援を行います",
                                       "支援を行った",
                                       "支援を行っていく",
                                       "支援を開始する",
                                       "支援を開始した",
                                       "支援を始める",
                                       "支援を継続する",
                                       "支援を続ける",
                                       "支援を実施する",
                                       "支援を進める",
                                       "支援する",
                                       "支援します",
                                       "支援していく",
                                       "支援を提供する",
                                       "要件を満たす",
                                       "要件を満たしている",
                                       "要件に該当する",
                                       "要件に合う",
                                       "該当する",
                                       "該当します",
                                       "該当"};
    static const char *const otherwise[] = {"これまで", "従来",   "通常",       "別の",       "他の",     "ほかの",
                                            "病気",     "経済",   "除外",       "非該当",     "であれば", "ならば",
                                            "場合は",   "場合に", "必要に応じ", "状況に応じ", "次第"};
    return !timeline_mentions(s, ANY(otherwise)) && timeline_take_off(&s, ANY(ends));
}

static void
read_sentence(arena *a, const char *text, findings *f)
{
    static const char *const no[] = {"否", "不可", "不適", "無", "なし", "×", "✕", "いいえ"};
    static const char *const yes[] = {"可", "適", "適当", "要",   "有",       "あり",   "○",
                                      "〇", "◯",  "はい", "承認", "可とする", "要支援", "該当あり"};
    /* What goes on in the same sentence. */
    static const char *const goes_on[] = {"対象とし、", "対象となり、", "対象と判断し、", "対象と認め、"};
    static const char *const doubled[] = {"ないとはいえ",   "ないとは言え", "なくはな",    "ないわけでは",
                                          "ないものではな", "ないことはな", "ないとまでは"};
    const stretch whole = {.text = text, .length = strlen(text)};
    /* The end of a sentence does not hang on its commas. */
    char *bare = ARENA_ARRAY(a, char, whole.length + 1);
    size_t length = 0;
    for (const char *at = text; *at != '\0'; at++)
        if (g_str_has_prefix(at, "、"))
            at += strlen("、") - 1;
        else
            bare[length++] = *at;
    stretch s = {.text = bare, .length = length};
    f->excluded |= timeline_is_one(s, ANY(no));
    f->eligible |= timeline_is_one(s, ANY(yes));
    if (timeline_mentions(whole, ANY(doubled))) {
        f->refused = f->needed = true; /* neither */
        return;
    }
    f->excluded |= timeline_denies_eligibility(text);
    f->refused |= timeline_denies_support(text);
    f->needed |= timeline_mentions(whole, ANY(goes_on));
    do {
        f->eligible |= names_eligible(s);
        f->needed |= names_need(s) || names_support(s);
    } while (take_off_frame(&s));
}

/* Remarks in brackets are no part of it; white space and colons end what they follow, or (`joined`) are where a line
 * was broken. */
static findings
read_text(arena *a, const char *text, bool joined)
{
    static const char *const opening[] = {"（", "("}, *const closing[] = {"）", ")"};
    static const char *const stops[] = {"。", "．", "：", ":", "；", "\n", " ", "　", "\t", "\r"};
    static const char *const commas[] = {"、", "，", ","}, *const quotes[] = {"「", "」", "『", "』"};
    findings f = {0};
    char *sentence = ARENA_ARRAY(a, char, strlen("、") * strlen(text) + 1); /* each may be a comma of one byte */
    size_t length = 0, depth = 0, skipped;
    for (const char *at = text;; at += skipped) {
        const size_t stop = timeline_word_at(at, ANY(stops)), open = timeline_word_at(at, ANY(opening)),
                     close = timeline_word_at(at, ANY(closing)), comma = timeline_word_at(at, ANY(commas));
        const bool blank = stop && (g_ascii_isspace(*at) || g_str_has_prefix(at, "　"));
        skipped = stop + open + close + comma + timeline_word_at(at, ANY(quotes));
        if (*at == '\0' || (stop && !depth && !(blank && joined))) {
            sentence[length] = '\0';
            read_sentence(a, sentence, &f);
            length = 0;
        }
        if (*at == '\0')
            return f;
        depth += open ? 1 : 0;
        depth -= close && depth ? 1 : 0;
        if (!depth && comma) {
            memcpy(sentence + length, "、", strlen("、"));
            length += strlen("、");
        } else if (!depth && !skipped)
            sentence[length++] = *at;
        skipped = skipped ? skipped : 1;
    }
}

answer
timeline_conclusion(arena *a, const char *text)
{
    for (int joined = 0; joined < 2; joined++) {
        const findings f = read_text(a, text, joined);
        const bool yes = f.eligible || f.needed, no = f.excluded || f.refused;
        if (f.eligible && !f.excluded)
            return ANSWER_YES;
        if (f.excluded && !f.eligible)
            return ANSWER_NO;
        if (yes != no)
            return yes ? ANSWER_YES : ANSWER_NO;
        if (yes)
            return ANSWER_NONE;
    }
    return ANSWER_NONE;
}

bool
timeline_same_conclusion(const char *one, const char *other)
{
    arena *a = arena_new();
    const bool same = timeline_conclusion(a, one) == timeline_conclusion(a, other);
    arena_drop(a);
    return same;
}
