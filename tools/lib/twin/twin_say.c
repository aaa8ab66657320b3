/* twin_say.c: ids, and what all texts share. See twin_int.h. */
#include <string.h>

#include "casefile/casefile.h"
#include "twin/twin_int.h"

/* What a program left in an export instead of a character (text-leftover); a day with its weekday, and weekdays, by
 * which texts are compared with the calendar (check_days.c, check_pasted.c). */
static const char *const untouched[] = {
    "_[xX][0-9A-Fa-f]{4}_|&#?(?:lt|gt|amp|quot|apos|nbsp|emsp|ensp|thinsp|[lr][ds]quo|hellip|middot|[nm]dash|yen|copy|"
    "times|zwj|zwnj|shy|[0-9]{1,6}|x[0-9A-Fa-f]{1,6});?|[<＜][ /]*(?:br|p|div|span|font|strong|em|b|i|u|li|ul|ol|td|tr|"
    "table|a)\\b[ /]*[>＞]?|[\\\\¥￥＼₩](?:u[0-9A-Fa-f]{4}|[nrtｎｒｔ])|(?:=[0-9A-F]{2}){2,}|%0[dD]%0[aA]|"
    "#N/A|#REF!|#VALUE!|#NAME\\?|#NUM!|#NULL!|#DIV/0!|\\[object Object\\]",
    "(?:(?:元|[0-9０-９]+)\\s*[年/.]\\s*)?[0-9０-９]{1,2}\\s*[月/.]\\s*[0-9０-９]{1,2}\\s*日?\\s*[（(]\\s*"
    "[月火水木金土日]",
    "[（(][月火水木金土日]+[・曜祝日休]*[)）]|[月火水木金土日](?:[・、,][月火水木金土日])*曜",
};

static void
spare_letter(void *data, const twin_word *word)
{
    if (word->length == 1 && word->kind != TWIN_WORD_NAME && word->kind != TWIN_WORD_CODE)
        twin_letters_spare(data, word->text[0]);
}

static void
spare_all(twin_letters *letters, const char *set)
{
    for (const char *p = set; *p; p = g_utf8_next_char(p))
        twin_letters_spare(letters, g_utf8_get_char(p));
}

/* What would be read as something: figures and what they count, weekdays, titles, marks of other words. */
static void
spare_letters(twin *t)
{
    static const char *const first[] = {
#define FIGURE(s) s,
#define COUNTER(s) s,
#define UNIT(s)
#define LEAD(s) s,
#include "text/figures.def"
#undef FIGURE
#undef COUNTER
#undef UNIT
#undef LEAD
    };
    for (size_t i = 0; i < G_N_ELEMENTS(first); i++)
        twin_letters_spare(t->letters, g_utf8_get_char(first[i]));
    for (size_t i = 0; i < 7; i++)
        spare_all(t->letters, weekday_name((int)i));
    spare_all(t->letters, "元様殿氏君都道府県市区町村郡曜祝休否可適要有無ゐゑゔゕゖヰヱヴヵヶヷヸヹヺ");
    twin_words_each(t->words, spare_letter, t->letters);
}

/* 0 and 1 stay, since the length of a number in kanji hangs on them; each of the others is some other one. */
static void
deal_figures(twin *t)
{
    twin_draw w = twin_draw_for(&t->key, "figures", 0, "");
    uint8_t order[8] = {0};
    for (uint8_t i = 0; i < 8; i++) {
        const size_t at = twin_draw_below(&w, i + 1u);
        order[i] = order[at];
        order[at] = i + 2;
    }
    t->figures[0] = 0;
    t->figures[1] = 1;
    for (size_t i = 0; i < 8; i++) /* a ring: none is itself */
        t->figures[order[i]] = order[(i + 1) % 8];
}

void
twin_tell_open(twin *t)
{
    twin_words_read(t->words, t->order->rules, t->order->local);
    spare_letters(t);
    deal_figures(t);
    for (size_t i = 0; i < G_N_ELEMENTS(untouched); i++)
        t->untouched[i] = g_regex_new(untouched[i], 0, 0, NULL);
    char *unwritten = g_regex_escape_string(CASEFILE_UNWRITTEN, -1);
    t->untouched[G_N_ELEMENTS(untouched)] = g_regex_new(unwritten, 0, 0, NULL);
    g_free(unwritten);
}

void
twin_tell_close(twin *t)
{
    for (size_t i = 0; i < G_N_ELEMENTS(t->untouched); i++)
        if (t->untouched[i])
            g_regex_unref(t->untouched[i]);
}

/* ---- ids ---- */

static char *
draw_id(twin *t, const char *id, unsigned salt)
{
    twin_draw w = twin_draw_for(&t->key, "id", salt, id);
    GString *said = g_string_new(NULL);
    for (const char *p = id; *p; p = g_utf8_next_char(p)) {
        const bool begins = p == id || !g_ascii_isdigit(p[-1]);
        if (g_ascii_isdigit(*p) && !(begins && *p == '0'))
            g_string_append_c(said, (char)('0' + (begins ? 1 : 0) + (int)twin_draw_below(&w, begins ? 9 : 10)));
        else if (g_ascii_isalpha(*p))
            g_string_append_c(said, (char)((g_ascii_isupper(*p) ? 'A' : 'a') + (int)twin_draw_below(&w, 26)));
        else
            g_string_append_len(said, p, g_utf8_next_char(p) - p);
    }
    char *plain = g_string_free(said, FALSE), *told = plain;
    if (!g_str_is_ascii(plain)) { /* no id; what it is is another */
        told = twin_tell(t, plain, TWIN_ID, salt);
        g_free(plain);
    }
    return told;
}

/* No id of the files, and nobody else's; of as many letters, as long as there is one. */
const char *
twin_id(twin *t, const char *id)
{
    enum { TRIES = 2000 };
    const char *known = g_hash_table_lookup(t->ids, id);
    if (known)
        return known;
    char *said = NULL;
    for (unsigned salt = 0; salt < TRIES; salt++) {
        g_free(said);
        said = draw_id(t, id, salt);
        if (!g_hash_table_contains(t->taken, said) && !twin_grams_inside(t, said))
            break;
    }
    while (g_hash_table_contains(t->taken, said)) { /* a-z are taken: it is a little longer */
        char *longer = g_strconcat(said, "x", NULL);
        g_free(said);
        said = longer;
    }
    g_hash_table_add(t->taken, g_strdup(said));
    g_hash_table_insert(t->ids, g_strdup(id), said);
    return said;
}
