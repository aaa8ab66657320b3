/* code_128.c: Code 128: letters by set B, pairs of figures by set C, changed where that makes the symbol shortest. */
#include "code/code_int.h"

#include <string.h>

#include <glib.h>

/* Six elements a value, dark first. */
static const char *const elements[] = {
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213", "221312",
    "231212", "112232", "122132", "122231", "113222", "123122", "123221", "223211", "221132", "221231", "213212",
    "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211", "212123", "212321", "232121",
    "111323", "131123", "131321", "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331",
    "132131", "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131", "311123",
    "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111", "111224", "111422", "121124",
    "121421", "141122", "141221", "112214", "112412", "122114", "122411", "142112", "142211", "241211", "221114",
    "413111", "241112", "134111", "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112",
    "421211", "212141", "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232"};
static const char stop[] = "2331112";

enum { TO_C = 99, TO_B = 100, START_B = 104, START_C = 105, MODULUS = 103, COLUMNS = 11, STOP_COLUMNS = 13 };

static bool
is_pair(const char *p)
{
    return g_ascii_isdigit(p[0]) && g_ascii_isdigit(p[1]);
}

/* least[i][set]: values that the text from i on takes at least, while set B (0) or C (1) is in force. */
typedef int least_values[CODE_MOST_BARS + 1][2];

static int
least_in_b(least_values least, const char *text, size_t i)
{
    return text[i] ? 1 + least[i + 1][0] : 0;
}

static int
least_in_c(least_values least, const char *text, size_t i)
{
    return !text[i] ? 0 : is_pair(text + i) ? 1 + least[i + 2][1] : CODE_MOST_BARS * 2;
}

static void
find_least(least_values least, const char *text)
{
    for (size_t i = strlen(text) + 1; i-- > 0;) {
        const int b = least_in_b(least, text, i), c = least_in_c(least, text, i);
        least[i][0] = MIN(b, 1 + c);
        least[i][1] = MIN(c, 1 + b);
    }
}

/* The values of start, text and changes between; how many. */
static size_t
find_values(const char *text, int *values)
{
    least_values least;
    find_least(least, text);
    bool in_c = least[0][1] < least[0][0];
    size_t n = 0;
    values[n++] = in_c ? START_C : START_B;
    for (size_t i = 0; text[i];) {
        const int here = in_c ? least_in_c(least, text, i) : least_in_b(least, text, i);
        if (here > least[i][in_c]) {
            in_c = !in_c;
            values[n++] = in_c ? TO_C : TO_B;
        }
        values[n++] = in_c ? (text[i] - '0') * 10 + text[i + 1] - '0' : text[i] - ' ';
        i += in_c ? 2 : 1;
    }
    return n;
}

static void
add_elements(code_bars *b, const char *widths)
{
    for (; *widths; widths++)
        code_add_element(b, *widths - '0');
}

const code_symbol *
code_make_128(arena *a, const char *text)
{
    int values[2 * CODE_MOST_BARS + 2];
    const size_t count = find_values(text, values);
    int sum = values[0];
    code_bars b = {.dark = ARENA_ARRAY(a, uint8_t, (count + 1) * COLUMNS + STOP_COLUMNS)};
    for (size_t i = 0; i < count; i++) {
        sum = (sum + (int)i * values[i]) % MODULUS;
        add_elements(&b, elements[values[i]]);
    }
    add_elements(&b, elements[sum % MODULUS]);
    add_elements(&b, stop);
    const code_symbol s = {.columns = b.columns, .rows = 1, .dark = b.dark, .shown = text};
    return arena_copy(a, &s, sizeof s);
}
