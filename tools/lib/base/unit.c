#include "base/unit.h"

#include <string.h>

#include <glib.h>

static unit
hold_near(int64_t u)
{
    return (unit)CLAMP(u, -UNIT_FAR, UNIT_FAR);
}

unit
unit_scale(int64_t value, int64_t num, int64_t den)
{
    g_assert(den > 0);
    int64_t p;
    if (__builtin_mul_overflow(value, num, &p) || __builtin_add_overflow(p, p >= 0 ? den / 2 : -(den / 2), &p))
        return (value < 0) == (num < 0) ? UNIT_FAR : -UNIT_FAR;
    return hold_near(p / den);
}

unit
unit_add(unit a, unit b)
{
    return hold_near((int64_t)a + b);
}

unit
unit_from_um(int64_t micrometres)
{
    return unit_scale(micrometres, (int64_t)72 * UNIT_PT, 25400);
}

bool
unit_parse(const char *text, unit em_size, unit *out)
{
    g_assert(text && out);
    const char *p = text;
    int64_t thousandths = 0, place = 1000;
    bool negative = false, digits = false;

    if (*p == '-') {
        negative = true;
        p++;
    }
    for (; *p >= '0' && *p <= '9'; p++) {
        thousandths = thousandths * 10 + (*p - '0') * 1000;
        digits = true;
        if (thousandths > 100000000)
            return false;
    }
    if (*p == '.') {
        for (p++; *p >= '0' && *p <= '9'; p++) {
            if (place == 1)
                return false;
            place /= 10;
            thousandths += (*p - '0') * place;
            digits = true;
        }
    }
    if (!digits)
        return false;
    if (negative)
        thousandths = -thousandths;

    unit u;
    if (strcmp(p, "mm") == 0)
        u = unit_from_um(thousandths);
    else if (strcmp(p, "cm") == 0)
        u = unit_from_um(thousandths * 10);
    else if (strcmp(p, "pt") == 0)
        u = unit_scale(thousandths, UNIT_PT, 1000);
    else if (strcmp(p, "em") == 0 && em_size > 0)
        u = unit_scale(thousandths, em_size, 1000);
    else
        return false;
    if (u > UNIT_MAX_LENGTH || u < -UNIT_MAX_LENGTH)
        return false;
    *out = u;
    return true;
}
