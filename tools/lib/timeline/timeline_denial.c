/* timeline_denial.c: words of a conclusion that deny: 「対象としない」, 「必要とは認められない」, 「算定しない」. What
 * one is said not to be by cause (「病気による欠席には該当しない」) is no denial. */
#include "timeline/timeline_words.h"

#include <string.h>

/* Of what is needed, or is a case of it, one may go on to deny it: 「必要であるとは認められない」. */
static bool
is_denied_at(const char *at)
{
    static const char *const particles[] = {"とまでは", "までは", "として", "とは", "とも", "には", "では",
                                            "と",       "に",     "は",     "が",   "も",   "を",   "で"};
    static const char *const denials[] = {"しない",
                                          "しなかった",
                                          "しません",
                                          "せず",
                                          "ならない",
                                          "ならず",
                                          "なりません",
                                          "ならなかった",
                                          "認めない",
                                          "認めず",
                                          "認めません",
                                          "認めなかった",
                                          "認められない",
                                          "認められず",
                                          "認められません",
                                          "認められなかった",
                                          "判断しない",
                                          "判断せず",
                                          "判断しません",
                                          "判断しなかった",
                                          "判断されない",
                                          "判断されず",
                                          "判断されなかった",
                                          "判断できない",
                                          "判断できず",
                                          "考えない",
                                          "考えられない",
                                          "考えにくい",
                                          "思われない",
                                          "いえない",
                                          "いえず",
                                          "言えない",
                                          "言えず",
                                          "いえません",
                                          "言えません",
                                          "されない",
                                          "されなかった",
                                          "できない",
                                          "できず",
                                          "できません",
                                          "該当しない",
                                          "該当せず",
                                          "該当しません",
                                          "当たらない",
                                          "あたらない",
                                          "ない",
                                          "なく",
                                          "なかった",
                                          "ありません",
                                          "なし",
                                          "無し",
                                          "無い",
                                          "低い",
                                          "乏しい"};
    at += timeline_word_at(at, ANY(particles));
    return timeline_word_at(at, ANY(denials)) > 0;
}

static bool
denies_after(const char *text, const char *word)
{
    static const char *const being[] = {"であった", "である", "がある", "とする", "となる", "な状態", "だ"};
    for (const char *at = strstr(text, word); at; at = strstr(at + 1, word)) {
        const char *rest = at + strlen(word);
        rest += timeline_word_at(rest, timeline_persons, TIMELINE_PERSONS);
        if (strcmp(word, "必要") == 0 && g_str_has_prefix(rest, "性"))
            rest += strlen("性");
        const size_t is = timeline_word_at(rest, ANY(being));
        if (is_denied_at(rest) || (is && is_denied_at(rest + is)))
            return true;
    }
    return false;
}

/* 「病気による欠席には該当しない」 says that no cause stands against it. */
static bool
is_of_a_cause(const char *text, const char *word)
{
    static const char *const causes[] = {"病気", "経済", "除外", "事由"};
    stretch before = {.text = text, .length = (size_t)(word - text)};
    const char *comma = g_strrstr_len(text, (gssize)before.length, "、");
    if (comma) {
        before.text = comma;
        before.length = (size_t)(word - comma);
    }
    return (timeline_ends_with(before, "に") || timeline_ends_with(before, "には") ||
            timeline_ends_with(before, "にも")) &&
           timeline_mentions(before, ANY(causes));
}

bool
timeline_denies_eligibility(const char *text)
{
    static const char *const said[] = {"対象とすることはでき",
                                       "対象とすることができな",
                                       "対象とする必要はな",
                                       "対象とする必要がな",
                                       "対象とする必要性はな",
                                       "対象とする必要性がな",
                                       "対象とすることは適当で",
                                       "対象とするには至ら",
                                       "対象とするまでには至ら",
                                       "対象とするのは適当で",
                                       "対象とすべきでな",
                                       "対象とすべきではな",
                                       "対象から外す",
                                       "対象から外れ",
                                       "対象から除",
                                       "非対象"};
    if (denies_after(text, "対象") || timeline_mentions((stretch){text, strlen(text)}, ANY(said)))
        return true;
    /* 「対象外の事由なし」, 「対象外ではない」 say that it is not so. */
    static const char *const not_so[] = {"の", "に", "では", "でな", "とな", "とは"};
    for (const char *at = strstr(text, "対象外"); at; at = strstr(at + 1, "対象外"))
        if (!timeline_word_at(at + strlen("対象外"), ANY(not_so)))
            return true;
    return false;
}

bool
timeline_denies_support(const char *text)
{
    static const char *const said[] = {"非該当",
                                       "該当なし",
                                       "不適当",
                                       "不適切",
                                       "不要",
                                       "不承認",
                                       "却下",
                                       "保留",
                                       "見送",
                                       "見合わせ",
                                       "見合せ",
                                       "断念",
                                       "算定しない",
                                       "算定せず",
                                       "算定しません",
                                       "算定は行わ",
                                       "算定を行わ",
                                       "算定できない",
                                       "算定はできない",
                                       "算定不可",
                                       "支援は行わない",
                                       "支援を行わない",
                                       "支援は行わず",
                                       "支援を行わず",
                                       "支援は行いません",
                                       "支援を行いません",
                                       "支援しない",
                                       "支援を実施しない",
                                       "支援は実施しない",
                                       "支援を開始しない",
                                       "支援は開始しない",
                                       "要しない",
                                       "要さない",
                                       "要しません",
                                       "要件を満たさ",
                                       "要件を満たしていな",
                                       "支援を終了",
                                       "算定を終了"};
    static const char *const cases[] = {"該当しない", "該当せず", "該当しません"};
    if (denies_after(text, "必要") || timeline_mentions((stretch){text, strlen(text)}, ANY(said)))
        return true;
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        for (const char *at = strstr(text, cases[i]); at; at = strstr(at + 1, cases[i]))
            if (!is_of_a_cause(text, at))
                return true;
    return false;
}
