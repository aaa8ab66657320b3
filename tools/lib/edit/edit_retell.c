/* edit_retell.c: the same file with other words in it: piece by piece, and each character in the place of one. See
 * edit.h.
 */
#include "edit/edit_int.h"

#include <string.h>

typedef struct reteller {
    const edit *e;
    const edit_node **nodes; /* by span: the element that it is; NULL: another span */
    edit_teller tell;
    void *data;
    GString *out;
    size_t at; /* up to here it is written */
} reteller;

/* A character as it is written: itself, or a reference. */
typedef struct written_char {
    gunichar is;
    size_t begin, end;
} written_char;

static gunichar
char_referred(const char *p, size_t length)
{
    static const struct {
        const char *name;
        gunichar is;
    } names[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (strlen(names[i].name) == length && memcmp(names[i].name, p, length) == 0)
            return names[i].is;
    const bool hex = length > 3 && p[2] == 'x';
    return (gunichar)g_ascii_strtoull(p + (hex ? 3 : 2), NULL, hex ? 16 : 10);
}

/* The characters of begin … end; line ends are \n, as XML has them. */
static GArray *
read_chars(const reteller *k, size_t begin, size_t end, bool plain)
{
    const char *text = k->e->written.text;
    GArray *chars = g_array_new(FALSE, FALSE, sizeof(written_char));
    for (size_t at = begin; at < end;) {
        size_t next = at + (size_t)(g_utf8_next_char(text + at) - (text + at));
        gunichar is = g_utf8_get_char(text + at);
        const char *semicolon = !plain && is == '&' ? memchr(text + at, ';', end - at) : NULL;
        if (semicolon) {
            next = (size_t)(semicolon - text) + 1;
            is = char_referred(text + at, next - at);
        } else if (is == '\r') {
            next += next < end && text[next] == '\n';
            is = '\n';
        }
        const written_char c = {is, at, next};
        g_array_append_val(chars, c);
        at = next;
    }
    return chars;
}

static void
append_upto(reteller *k, size_t at)
{
    g_string_append_len(k->out, k->e->written.text + k->at, (gssize)(at - k->at));
    k->at = at;
}

static void
append_char(reteller *k, gunichar c, bool plain)
{
    static const struct {
        gunichar is;
        const char *name;
    } marks[] = {{'<', "&lt;"}, {'>', "&gt;"}, {'&', "&amp;"}, {'"', "&quot;"}, {'\'', "&apos;"}};
    for (size_t i = 0; i < G_N_ELEMENTS(marks) && !plain; i++)
        if (marks[i].is == c) {
            g_string_append(k->out, marks[i].name);
            return;
        }
    g_string_append_unichar(k->out, c);
}

/* One by one: what stays is written as it was, and what was a reference is one. */
static void
put_chars(reteller *k, const GArray *chars, const char *said, bool plain)
{
    const char *text = k->e->written.text;
    for (guint i = 0; i < chars->len; i++, said = g_utf8_next_char(said)) {
        const written_char *c = &g_array_index(chars, written_char, i);
        const gunichar is = g_utf8_get_char(said);
        append_upto(k, c->begin);
        if (is == c->is) {
            append_upto(k, c->end);
            continue;
        }
        const bool reference = !plain && text[c->begin] == '&', hex = reference && text[c->begin + 2] == 'x';
        if (reference)
            g_string_append_printf(k->out, hex ? "&#x%0*X;" : "&#%0*u;", (int)(c->end - c->begin) - (hex ? 4 : 3), is);
        else
            append_char(k, is, plain);
        k->at = c->end;
    }
}

static void
retell_piece(reteller *k, edit_piece piece, size_t begin, size_t end, bool plain)
{
    GArray *chars = read_chars(k, begin, end, plain);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < chars->len; i++)
        g_string_append_unichar(text, g_array_index(chars, written_char, i).is);
    piece.text = text->str;
    char *said = k->tell(k->data, &piece);
    if (said && g_utf8_strlen(said, -1) == (glong)chars->len) {
        put_chars(k, chars, said, plain);
    } else if (said) {
        append_upto(k, begin);
        for (const char *p = said; *p; p = g_utf8_next_char(p))
            append_char(k, g_utf8_get_char(p), plain);
        k->at = end;
    }
    g_free(said);
    g_string_free(text, TRUE);
    g_array_unref(chars);
}

static char *
span_name(const reteller *k, size_t begin, size_t end)
{
    return g_strndup(k->e->written.text + begin, end - begin);
}

static void
retell_attribute(reteller *k, const xml_span *s)
{
    char *name = span_name(k, s->begin, s->name_end);
    const xml_node *node = edit_attribute_node(k->e->a, k->nodes[s->parent]->xml, name);
    retell_piece(k, (edit_piece){EDIT_VALUE, node, name, NULL}, s->value, s->value_end, false);
    g_free(name);
}

static void
retell_instruction(reteller *k, const xml_span *s)
{
    const char *text = k->e->written.text;
    const size_t begin = s->begin + strlen("<?"), end = s->end - strlen("?>");
    size_t behind = begin;
    while (behind < end && !strchr(" \t\r\n", text[behind]))
        behind++;
    char *name = span_name(k, begin, behind);
    retell_piece(k, (edit_piece){EDIT_INSTRUCTION, NULL, name, NULL}, behind, end, true);
    g_free(name);
}

static void
retell_span(reteller *k, const xml_span *s)
{
    const xml_node *in = s->parent >= 0 ? k->nodes[s->parent]->xml : NULL;
    switch (s->kind) {
    case XML_SPAN_ATTRIBUTE:
        retell_attribute(k, s);
        break;
    case XML_SPAN_TEXT:
        if (in) /* outside the root there are only blanks */
            retell_piece(k, (edit_piece){EDIT_TEXT, in, NULL, NULL}, s->begin, s->end, false);
        break;
    case XML_SPAN_CDATA:
        retell_piece(k, (edit_piece){EDIT_TEXT, in, NULL, NULL}, s->value, s->value_end, true);
        break;
    case XML_SPAN_COMMENT:
        retell_piece(k, (edit_piece){EDIT_COMMENT, NULL, NULL, NULL}, s->begin + strlen("<!--"), s->end - strlen("-->"),
                     true);
        break;
    case XML_SPAN_INSTRUCTION:
        retell_instruction(k, s);
        break;
    default:
        break;
    }
}

/* In the order of the text; what was put in since is passed over. */
static void
note_nodes(const edit_node **nodes, const edit_node *n)
{
    if (n->span)
        nodes[n->at] = n;
    for (const edit_node *c = n->first; c; c = c->next)
        note_nodes(nodes, c);
}

GByteArray *
edit_retell(const edit *e, edit_teller tell, void *data)
{
    g_assert(e && tell);
    reteller k = {.e = e, .tell = tell, .data = data, .out = g_string_sized_new(e->written.length)};
    k.nodes = g_new0(const edit_node *, e->spans->len);
    note_nodes(k.nodes, e->root);
    for (guint i = 0; i < e->spans->len; i++)
        retell_span(&k, &g_array_index(e->spans, xml_span, i));
    append_upto(&k, e->written.length);
    GByteArray *bytes = xml_written_bytes(&e->written, k.out->str, k.out->len);
    g_string_free(k.out, TRUE);
    g_free(k.nodes);
    return bytes;
}

const xml_doc *
edit_document(const edit *e)
{
    return xml_doc_of(e->root->xml);
}
