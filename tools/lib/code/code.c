#include "code/code_int.h"

#include <assert.h>
#include <string.h>

const char *
code_kind_name(code_kind kind)
{
    static const char *const names[] = {[CODE_QR] = "QR", [CODE_NW7] = "NW-7", [CODE_128] = "CODE 128"};
    return names[kind];
}

int
code_grain(code_kind kind)
{
    return kind == CODE_NW7 ? 2 : 1; /* wide to narrow is 5 to 2 */
}

/* Four modules around a QR, ten narrow bars beside bars. */
int
code_quiet(code_kind kind)
{
    return kind == CODE_QR ? 4 : 10 * code_grain(kind);
}

/* Of a QR: a line's end is a character, others that only steer a machine are none. */
static bool
is_held(const code_wish *w, const char *p)
{
    const unsigned char c = (unsigned char)*p;
    if (w->kind == CODE_QR)
        return (c >= ' ' && c != 0x7F) || c == '\n';
    if (w->kind == CODE_128)
        return c >= ' ' && c <= '~';
    if (w->check == CODE_CHECK_7DR || w->check == CODE_CHECK_LUHN)
        return c >= '0' && c <= '9';
    return c && strchr("0123456789-$:/.+", c);
}

const char *
code_refused(const code_wish *w, const char *text)
{
    assert(w && text);
    for (const char *p = text; *p; p++)
        if (!is_held(w, p))
            return p;
    return NULL;
}

const code_symbol *
code_make(arena *a, const code_wish *w, const char *text, int version)
{
    assert(a && w && text && *text && !code_refused(w, text));
    if (w->kind == CODE_QR)
        return code_make_qr(a, w, text, version);
    if (strlen(text) > CODE_MOST_BARS)
        return NULL;
    return w->kind == CODE_NW7 ? code_make_nw7(a, w, text) : code_make_128(a, text);
}
