/* xml_encoding.c: which bytes are text. UTF-8, with a byte order mark or without, and UTF-16 with one are read. All
 * else is refused in words that say what it is, also where the XML declaration and the bytes disagree (XML 1.0, 4.3.3):
 * one of the two is wrong, and nobody can tell which. */
#include "base/utf8.h"
#include "xml/xml_int.h"

#include <string.h>

/* Where a byte is in what was read, and what is wrong with it. */
static bool
refuse_bytes(xml_misread *why, size_t at, const char *ja, const char *en)
{
    *why = (xml_misread){.at = at, .ja = ja, .en = en};
    return false;
}

/* The name in encoding="…" of the XML declaration; NULL when it has none. */
static const char *
declared_encoding(arena *memory, const char *bytes, size_t length)
{
    static const char begin[] = "<?xml";
    if (length < sizeof begin || strncmp(bytes, begin, sizeof begin - 1) != 0)
        return NULL;
    const char *end = g_strstr_len(bytes, (gssize)length, "?>");
    const char *p = end ? g_strstr_len(bytes, end - bytes, "encoding") : NULL;
    if (!p)
        return NULL;
    p += strlen("encoding");
    while (p < end && *p != '"' && *p != '\'')
        p++;
    const char *from = ++p;
    while (p < end && (g_ascii_isalnum(*p) || strchr("._-", *p)))
        p++;
    return p > from ? arena_printf(memory, "%.*s", (int)(p - from), from) : NULL;
}

static bool
begins_with(const char *bytes, size_t length, const char *first, size_t n)
{
    return length >= n && memcmp(bytes, first, n) == 0;
}
#define BEGINS_WITH(bytes, length, literal) begins_with(bytes, length, literal, sizeof literal - 1)

static bool
is_name(const char *name, const char *other)
{
    return g_ascii_strcasecmp(name, other) == 0;
}

bool
xml_decode(const char *bytes, size_t length, xml_decoded *text, xml_misread *why)
{
    *text = (xml_decoded){.bytes = bytes, .length = length, .encoding = XML_UTF8};
    if (BEGINS_WITH(bytes, length, "\xff\xfe\0\0") || BEGINS_WITH(bytes, length, "\0\0\xfe\xff"))
        return refuse_bytes(why, 0, "UTF-32は読めません", "UTF-32 is not read");
    if (BEGINS_WITH(bytes, length, "<\0") || BEGINS_WITH(bytes, length, "\0<"))
        return refuse_bytes(why, 0, "UTF-16のようですが、はじめに印（BOM）がありません",
                            "this seems to be UTF-16, but no byte order mark is before it");
    const size_t mark = BEGINS_WITH(bytes, length, "\xef\xbb\xbf") ? 3 : 0;
    text->bytes += mark;
    text->length -= mark;
    const bool is_little = BEGINS_WITH(bytes, length, "\xff\xfe");
    if (!is_little && !BEGINS_WITH(bytes, length, "\xfe\xff"))
        return true;
    gsize written = 0;
    text->encoding = is_little ? XML_UTF16LE : XML_UTF16BE;
    text->made = length % 2 ? NULL : g_convert(bytes, (gssize)length, "UTF-8", "UTF-16", NULL, &written, NULL);
    if (!text->made)
        return refuse_bytes(why, 0, "UTF-16として正しくありません", "the bytes are not valid UTF-16");
    text->bytes = text->made;
    text->length = written;
    return true;
}

/* Whether the XML declaration, if there is one, says what the bytes are. */
static bool
check_declaration(arena *memory, const xml_decoded *text, xml_misread *why)
{
    const char *name = declared_encoding(memory, text->bytes, text->length);
    if (!name)
        return true;
    if (text->encoding != XML_UTF8)
        return is_name(name, "UTF-16") || is_name(name, text->encoding == XML_UTF16LE ? "UTF-16LE" : "UTF-16BE") ||
               refuse_bytes(why, 0, arena_printf(memory, "中身は UTF-16 ですが、XML宣言の文字コードは %s です", name),
                            arena_printf(memory, "the text is UTF-16, but the XML declaration says %s", name));
    if (g_ascii_strncasecmp(name, "UTF-16", strlen("UTF-16")) == 0)
        return refuse_bytes(why, 0,
                            arena_printf(memory, "XML宣言の文字コードは %s ですが、中身は UTF-16 ではありません", name),
                            arena_printf(memory, "the XML declaration says %s, but the text is not UTF-16", name));
    return is_name(name, "UTF-8") || is_name(name, "US-ASCII") ||
           refuse_bytes(why, 0, arena_printf(memory, "XML宣言の文字コードは %s です", name),
                        arena_printf(memory, "the XML declaration says %s", name));
}

/* One that the whole text is valid in, the likeliest of Japanese offices first: a text of some length that is valid
 * EUC-JP is hardly ever meant as Shift_JIS. */
static bool
refuse_other_encoding(arena *memory, const xml_decoded *text, size_t at, xml_misread *why)
{
    static const char *const likely[][2] = {{"EUC-JP", "EUC-JP"}, {"CP932", "Shift_JIS"}};
    bool is_first = text->encoding == XML_UTF8; /* a slip within UTF-8 is another matter */
    for (size_t i = 0; is_first && i < at; i++)
        is_first = (unsigned char)text->bytes[i] < 0x80;
    for (size_t i = 0; is_first && i < G_N_ELEMENTS(likely); i++) {
        gsize written = 0;
        char *made = g_convert(text->bytes, (gssize)text->length, "UTF-8", likely[i][0], NULL, &written, NULL);
        g_free(made);
        if (made)
            return refuse_bytes(why, at, arena_printf(memory, "UTF-8ではなく %s のようです", likely[i][1]),
                                arena_printf(memory, "this seems to be %s, not UTF-8", likely[i][1]));
    }
    return refuse_bytes(why, at, "UTF-8として正しくないバイトがあります", "there are bytes that are not UTF-8");
}

bool
xml_check_text(arena *memory, const xml_decoded *text, xml_misread *why)
{
    const char *bytes = text->bytes, *const end = bytes + text->length;
    const char *nul = text->length ? memchr(bytes, 0, text->length) : NULL;
    if (nul)
        return refuse_bytes(why, (size_t)(nul - bytes), "バイト0があります", "there is a zero byte");
    if (!check_declaration(memory, text, why))
        return false;
    const char *bad = utf8_end(bytes, text->length);
    if (bad == end)
        return true;
    if (g_utf8_get_char_validated(bad, end - bad) != (gunichar)-2)
        return refuse_other_encoding(memory, text, (size_t)(bad - bytes), why);
    refuse_bytes(why, (size_t)(bad - bytes), "途中で終わっています", "the file ends too early");
    why->is_cut = true; /* it ends with the beginning of a character */
    return false;
}
