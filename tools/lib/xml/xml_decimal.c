/* xml_decimal.c: numbers as people write them. XPath 1.0 calculates in binary fractions (IEEE 754), in which 0.1 + 0.2
 * is not 0.3 and 0.3 - 0.1 - 0.2 not 0. Each result is brought back to the decimal of 15 digits that it stands for,
 * which is exact for all decimals of so many digits: amounts of money, hours, rates. Whole numbers are exact up to
 * 2^53. */
#include "xml/xml_int.h"

#include <math.h>
#include <string.h>

enum { DIGITS = 15, MOST_PLACES = 340, ROOM = 2 * MOST_PLACES };

/* Where the first digit stands: 0 of 1 to 9, -1 of 0.1 … */
static int
first_place(double n)
{
    return (int)floor(log10(fabs(n)));
}

static const char *
fixed_text(char room[ROOM], double n, int places)
{
    char format[16];
    g_snprintf(format, sizeof format, "%%.%df", MIN(MAX(places, 0), MOST_PLACES));
    return g_ascii_formatd(room, ROOM, format, n);
}

/* As a decimal whose first digit of 15 stands where that of `scale` does. */
static double
brought_back(double n, double scale)
{
    char room[ROOM];
    if (!isfinite(n) || n == floor(n) || !isfinite(scale) || fabs(scale) >= 1e15)
        return n;
    return g_ascii_strtod(fixed_text(room, n, DIGITS - 1 - first_place(scale)), NULL);
}

double
decimal_sum(double a, double b)
{
    return brought_back(a + b, MAX(fabs(a), fabs(b)));
}

double
decimal_product(double a, double b)
{
    return brought_back(a * b, a * b);
}

/* A third is no decimal: it stays as near as can be, so that three of them are one. */
double
decimal_quotient(double a, double b)
{
    const double decimal = brought_back(a / b, a / b);
    return decimal_product(decimal, b) == a ? decimal : a / b;
}

/* What is left of a when it is parted into whole b, with the sign of a. */
double
decimal_rest(double a, double b)
{
    const double times = decimal_quotient(a, b);
    if (isfinite(times) && b != 0 && times == floor(times))
        return copysign(0, a);
    return brought_back(fmod(a, b), a);
}

/* XPath 1.0, 4.2: never with an exponent. */
const char *
decimal_text(arena *a, double n)
{
    char room[ROOM];
    if (isnan(n))
        return "NaN";
    if (isinf(n))
        return n < 0 ? "-Infinity" : "Infinity";
    if (n == 0)
        return "0";
    fixed_text(room, n, n == floor(n) ? 0 : DIGITS - 1 - first_place(n));
    size_t length = strlen(room);
    while (strchr(room, '.') && (room[length - 1] == '0' || room[length - 1] == '.')) {
        const bool was_point = room[length - 1] == '.';
        room[--length] = '\0';
        if (was_point)
            break;
    }
    return arena_strdup(a, room);
}
