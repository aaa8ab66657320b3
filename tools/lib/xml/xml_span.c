/* xml_span.c: walks over the text of a well-formed document and notes where what stands. See xml_span.h. */
#include "xml/xml_span.h"

#include <string.h>

#include "xml/xml_int.h"

typedef struct scan {
    const char *text;
    size_t length, at;
    int parent; /* the innermost open element */
    GArray *spans;
} scan;

static bool
span_begins(const scan *k, const char *with)
{
    const size_t n = strlen(with);
    return k->length - k->at >= n && memcmp(k->text + k->at, with, n) == 0;
}

/* Behind the next `what` from the offset on; the end where there is none. */
static size_t
span_behind(const scan *k, size_t from, const char *what)
{
    const char *found = from < k->length ? memmem(k->text + from, k->length - from, what, strlen(what)) : NULL;
    return found ? (size_t)(found - k->text) + strlen(what) : k->length;
}

static bool
is_blank_at(const scan *k, size_t at)
{
    return at < k->length && strchr(" \t\r\n", k->text[at]) && k->text[at];
}

static bool
is_name_at(const scan *k, size_t at)
{
    return at < k->length && !is_blank_at(k, at) && !strchr("=/><", k->text[at]);
}

static xml_span *
add_span(scan *k, xml_span_kind kind, size_t end)
{
    const xml_span span = {.kind = kind, .parent = k->parent, .begin = k->at, .end = end};
    g_array_append_val(k->spans, span);
    return &g_array_index(k->spans, xml_span, k->spans->len - 1);
}

/* From its name on, which k->at stands at; moves behind its closing quote. */
static void
scan_attribute(scan *k)
{
    size_t at = k->at;
    while (is_name_at(k, at))
        at++;
    const size_t name_end = at;
    while (at < k->length && k->text[at] != '"' && k->text[at] != '\'')
        at++;
    const char quote[] = {at < k->length ? k->text[at] : '"', '\0'};
    const size_t end = span_behind(k, at + 1, quote);
    xml_span *s = add_span(k, XML_SPAN_ATTRIBUTE, end);
    s->name_end = name_end;
    s->value = MIN(at + 1, end);
    s->value_end = MAX(s->value, end - 1);
    k->at = end;
}

static void
scan_start_tag(scan *k)
{
    const int own = (int)k->spans->len, parent = k->parent;
    size_t name_end = k->at + 1;
    while (is_name_at(k, name_end))
        name_end++;
    add_span(k, XML_SPAN_ELEMENT, k->length)->name_end = name_end;
    k->parent = own;
    k->at = name_end;
    while (k->at < k->length && k->text[k->at] != '>' && k->text[k->at] != '/') {
        if (is_name_at(k, k->at))
            scan_attribute(k);
        else
            k->at++;
    }
    const bool empty = k->at < k->length && k->text[k->at] == '/';
    k->at = span_behind(k, k->at, ">");
    xml_span *s = &g_array_index(k->spans, xml_span, own);
    s->open_end = k->at;
    if (empty) {
        s->close = s->end = k->at;
        k->parent = parent;
    }
}

static void
scan_end_tag(scan *k)
{
    const size_t close = k->at;
    k->at = span_behind(k, k->at, ">");
    if (k->parent == XML_SPAN_NONE)
        return;
    xml_span *s = &g_array_index(k->spans, xml_span, k->parent);
    s->close = close;
    s->end = k->at;
    k->parent = s->parent;
}

static void
scan_cdata(scan *k)
{
    const size_t value = k->at + strlen("<![CDATA["), end = span_behind(k, value, "]]>");
    xml_span *s = add_span(k, XML_SPAN_CDATA, end);
    s->value = value;
    s->value_end = end - strlen("]]>");
    k->at = end;
}

static void
scan_text(scan *k)
{
    const char *tag = memchr(k->text + k->at, '<', k->length - k->at);
    const size_t end = tag ? (size_t)(tag - k->text) : k->length;
    add_span(k, XML_SPAN_TEXT, end);
    k->at = end;
}

static void
scan_whole(scan *k, xml_span_kind kind, const char *close)
{
    const size_t end = span_behind(k, k->at, close);
    add_span(k, kind, end);
    k->at = end;
}

GArray *
xml_spans(const char *text, size_t length)
{
    g_assert(text || length == 0);
    scan k = {text, length, 0, XML_SPAN_NONE, g_array_new(FALSE, FALSE, sizeof(xml_span))};
    while (k.at < length) {
        if (text[k.at] != '<')
            scan_text(&k);
        else if (span_begins(&k, "<!--"))
            scan_whole(&k, XML_SPAN_COMMENT, "-->");
        else if (span_begins(&k, "<![CDATA["))
            scan_cdata(&k);
        else if (span_begins(&k, "<?"))
            scan_whole(&k, XML_SPAN_INSTRUCTION, "?>");
        else if (span_begins(&k, "</"))
            scan_end_tag(&k);
        else
            scan_start_tag(&k);
    }
    return k.spans;
}

/* ---- encodings ---- */

bool
xml_written_open(const void *bytes, size_t length, xml_written *out)
{
    g_assert((bytes || length == 0) && out);
    xml_decoded text;
    xml_misread why;
    const bool is_text = xml_decode(bytes, length, &text, &why);
    *out = (xml_written){text.bytes, text.length, text.made, text.made || text.length < length, XML_WRITTEN_UTF8};
    if (text.encoding != XML_UTF8)
        out->encoding = text.encoding == XML_UTF16LE ? XML_WRITTEN_UTF16LE : XML_WRITTEN_UTF16BE;
    return is_text;
}

void
xml_written_close(xml_written *w)
{
    g_free(w->made);
    *w = (xml_written){0};
}

GByteArray *
xml_written_bytes(const xml_written *w, const char *text, size_t length)
{
    GByteArray *out = g_byte_array_new();
    if (w->encoding == XML_WRITTEN_UTF8) {
        if (w->mark)
            g_byte_array_append(out, (const guint8 *)"\xef\xbb\xbf", 3);
        g_byte_array_append(out, (const guint8 *)text, (guint)length);
        return out;
    }
    const bool little = w->encoding == XML_WRITTEN_UTF16LE;
    gsize written = 0;
    char *wide = g_convert(text, (gssize)length, little ? "UTF-16LE" : "UTF-16BE", "UTF-8", NULL, &written, NULL);
    g_assert(wide); /* what is valid UTF-8 has a form in UTF-16 */
    g_byte_array_append(out, (const guint8 *)(little ? "\xff\xfe" : "\xfe\xff"), 2);
    g_byte_array_append(out, (const guint8 *)wide, (guint)written);
    g_free(wide);
    return out;
}
