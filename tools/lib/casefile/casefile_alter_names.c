/* casefile_alter_names.c: names of people and places that try a form. */
#include "casefile/casefile_int.h"

/* As long as a form must hold: three and more characters for each part, and names from abroad in
 * katakana and in Latin letters. */
static const casefile_person long_names[] = {
    {"勘解由小路", "龍之介左衛門", "かでのこうじ", "りゅうのすけざえもん"},
    {"左衛門三郎", "八十八郎太", "さえもんさぶろう", "やそはちろうた"},
    {"フェルナンデス・デ・ラ・クルス", "マリア・アレクサンドラ", "ふぇるなんです・で・ら・くるす",
     "まりあ・あれくさんどら"},
    {"DELA CRUZ BAUTISTA SANTOS", "JHON MICHAEL ANGELO", "でら くるず ばうてぃすた さんとす",
     "じょん まいける あんじぇろ"},
};

/* With variants (IVS), characters beyond the BMP and those of one vendor once. */
static const casefile_person rare_names[] = {
    {"葛\U000E0100城", "𠮷之進", "かつらぎ", "よしのしん"},
    {"渡邉\U000E0100", "髙穗", "わたなべ", "たかほ"},
    {"辻\U000E0100﨑", "德彥", "つじさき", "のりひこ"},
};

const char casefile_long_place[] =
    "社会福祉法人東海青葉野ひがしおか福祉会　多機能型児童発達支援・保育所等訪問支援センターみずほがわ";

const casefile_person *
casefile_other_person(casefile_alteration how, size_t number)
{
    const casefile_person *all = how == ALTER_NAMES ? long_names : rare_names;
    return &all[number % (how == ALTER_NAMES ? G_N_ELEMENTS(long_names) : G_N_ELEMENTS(rare_names))];
}
