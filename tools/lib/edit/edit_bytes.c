/* edit_bytes.c: the new bytes: those of the file, but for what was changed. See edit.h. */
#include "edit/edit_int.h"

#include <string.h>

typedef struct splicer {
    const edit *e;
    const char *text;
    size_t length;
    GArray *out; /* of edit_splice */
} splicer;

static GString *
add_splice(splicer *k, size_t begin, size_t end)
{
    g_assert(begin <= end && end <= k->length);
    const edit_splice s = {begin, end, g_string_new(NULL)};
    g_assert(k->out->len == 0 || g_array_index(k->out, edit_splice, k->out->len - 1).end <= begin);
    g_array_append_val(k->out, s);
    return s.text;
}

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool
ends_line(char c)
{
    return c == '\n' || c == '\r';
}

/* Where the blanks before the offset begin. */
static size_t
blanks_before(const splicer *k, size_t at)
{
    while (at > 0 && is_blank(k->text[at - 1]))
        at--;
    return at;
}

/* Behind blanks of the line, and comments that end on it. */
static size_t
rest_of_line(const splicer *k, size_t at, bool comments)
{
    size_t reached = at;
    for (;;) {
        while (at < k->length && (k->text[at] == ' ' || k->text[at] == '\t'))
            at++;
        if (at == k->length || ends_line(k->text[at]))
            return at;
        const char *close = comments && k->length - at > 4 && memcmp(k->text + at, "<!--", 4) == 0
                                ? memmem(k->text + at, k->length - at, "-->", 3)
                                : NULL;
        if (!close)
            return reached;
        const size_t end = (size_t)(close - k->text) + 3;
        if (memchr(k->text + at, '\n', end - at))
            return reached;
        reached = at = end;
    }
}

/* How many lines end in the blanks before the offset. */
static size_t
lines_before(const splicer *k, size_t at)
{
    size_t lines = 0;
    for (size_t from = blanks_before(k, at); from < at; from++)
        lines += k->text[from] == '\n' || (k->text[from] == '\r' && k->text[from + 1] != '\n');
    return lines;
}

/* ---- values ---- */

void
edit_escape_value(const char *value, char quote, GString *out)
{
    for (const char *p = value; *p; p++) {
        if (*p == '&')
            g_string_append(out, "&amp;");
        else if (*p == '<')
            g_string_append(out, "&lt;");
        else if (*p == quote)
            g_string_append(out, quote == '"' ? "&quot;" : "&apos;");
        else if (*p == '\n' || *p == '\t' || *p == '\r')
            g_string_append_printf(out, "&#%d;", *p);
        else
            g_string_append_c(out, *p);
    }
}

static void
append_lines(const edit *e, const char *text, size_t length, GString *out)
{
    for (const char *p = text; p < text + length; p++) {
        if (*p == '\n')
            g_string_append(out, e->newline);
        else
            g_string_append_c(out, *p);
    }
}

void
edit_escape_text(const edit *e, const char *text, GString *out)
{
    for (const char *p = text; *p; p++) {
        if (*p == '&')
            g_string_append(out, "&amp;");
        else if (*p == '<')
            g_string_append(out, "&lt;");
        else if (*p == '>' && p - text >= 2 && p[-1] == ']' && p[-2] == ']')
            g_string_append(out, "&gt;");
        else if (*p == '\r')
            g_string_append(out, "&#13;");
        else
            append_lines(e, p, 1, out);
    }
}

static void
append_attribute(const edit_attr *attr, GString *out)
{
    g_string_append_printf(out, " %s=\"", attr->name);
    edit_escape_value(attr->value, '"', out);
    g_string_append_c(out, '"');
}

static void
splice_attributes(splicer *k, const edit_node *n)
{
    size_t end = n->span->name_end;
    for (guint i = (guint)n->at + 1; i < k->e->spans->len; i++) {
        const xml_span *s = &g_array_index(k->e->spans, xml_span, i);
        if (s->kind != XML_SPAN_ATTRIBUTE)
            break;
        end = s->end;
    }
    const edit_attr *attr = n->attributes;
    for (; attr && attr->span; attr = attr->next) {
        if (!attr->value)
            add_splice(k, blanks_before(k, attr->span->begin), attr->span->end);
        else if (strcmp(attr->value, attr->was) != 0)
            edit_escape_value(attr->value, k->text[attr->span->value - 1],
                              add_splice(k, attr->span->value, attr->span->value_end));
    }
    GString *added = NULL;
    for (; attr; attr = attr->next) {
        if (!attr->value)
            continue;
        added = added ? added : add_splice(k, end, end);
        append_attribute(attr, added);
    }
}

/* The start tag of <a/>, where it stops being the whole element. */
static GString *
open_empty(splicer *k, const edit_node *n)
{
    const size_t slash = blanks_before(k, n->span->end - 2);
    GString *out = add_splice(k, MAX(slash, k->out->len ? g_array_index(k->out, edit_splice, k->out->len - 1).end : 0),
                              n->span->end);
    g_string_append_c(out, '>');
    return out;
}

static bool
is_empty_tag(const edit_node *n)
{
    return n->span->close == n->span->end;
}

/* The first piece of text takes all of it; what is said in the others is gone, and comments between them stay. */
static void
splice_text(splicer *k, const edit_node *n)
{
    if (is_empty_tag(n)) {
        GString *out = open_empty(k, n);
        edit_escape_text(k->e, n->text, out);
        g_string_append_printf(out, "</%s>", n->tag);
        return;
    }
    bool said = false;
    for (guint i = (guint)n->at + 1; i < k->e->spans->len; i++) {
        const xml_span *s = &g_array_index(k->e->spans, xml_span, i);
        if (s->begin >= n->span->close)
            break;
        if (s->kind == XML_SPAN_CDATA && !said && !strstr(n->text, "]]>") && !strchr(n->text, '\r'))
            append_lines(k->e, n->text, strlen(n->text), add_splice(k, s->value, s->value_end));
        else if ((s->kind == XML_SPAN_CDATA || s->kind == XML_SPAN_TEXT) && !said)
            edit_escape_text(k->e, n->text, add_splice(k, s->begin, s->end));
        else if (s->kind == XML_SPAN_CDATA || s->kind == XML_SPAN_TEXT)
            add_splice(k, s->begin, s->end);
        said = said || s->kind == XML_SPAN_CDATA || s->kind == XML_SPAN_TEXT;
    }
    if (!said)
        edit_escape_text(k->e, n->text, add_splice(k, n->span->open_end, n->span->open_end));
}

/* ---- elements ---- */

static void
append_line(const edit *e, const char *indent, GString *out)
{
    g_string_append(out, e->newline);
    g_string_append(out, indent);
}

void
edit_render(const edit_node *n, const char *indent, GString *out)
{
    for (const edit_note *note = n->notes; note; note = note->next) {
        g_string_append_printf(out, "<!-- %s -->", note->text);
        append_line(n->e, indent, out);
    }
    if (n->source) {
        append_lines(n->e, n->source, strlen(n->source), out);
        return;
    }
    g_string_append_printf(out, "<%s", n->tag);
    for (const edit_attr *attr = n->attributes; attr; attr = attr->next)
        if (attr->value)
            append_attribute(attr, out);
    if (!n->first && !n->text) {
        g_string_append(out, "/>");
        return;
    }
    g_string_append_c(out, '>');
    if (n->text)
        edit_escape_text(n->e, n->text, out);
    char *inside = g_strconcat(indent, n->e->step, NULL);
    for (const edit_node *c = n->first; c; c = c->next) {
        append_line(n->e, inside, out);
        edit_render(c, inside, out);
    }
    g_free(inside);
    if (n->first)
        append_line(n->e, indent, out);
    g_string_append_printf(out, "</%s>", n->tag);
}

static const edit_node *
file_sibling(const edit_node *n, bool forward)
{
    while (n && !n->span)
        n = forward ? n->next : n->prev;
    return n;
}

/* How the children of an element stand: all on its line, or each on one of its own with this indentation. */
static char *
indent_inside(splicer *k, const edit_node *parent, bool *inlined)
{
    size_t length;
    bool alone;
    *inlined = false;
    for (const edit_node *c = file_sibling(parent->first, true); c; c = file_sibling(c->next, true)) {
        const char *indent = edit_indent(k->e, c->span->begin, &length, &alone);
        if (alone)
            return g_strndup(indent, length);
        *inlined = true;
    }
    const char *indent = edit_indent(k->e, parent->span->begin, &length, &alone);
    char *own = g_strndup(indent, length), *inside = g_strconcat(own, k->e->step, NULL);
    g_free(own);
    return inside;
}

/* Whether siblings here have an empty line between them: by the one behind the place, else by the one before it. */
static bool
is_spaced(const splicer *k, const edit_node *before)
{
    const edit_node *behind = file_sibling(before->next, true);
    return lines_before(k, (behind ? behind : before)->span->begin) > 1;
}

/* All that was put in behind `anchor` (NULL: before all), from `n` on; returns what comes after it. */
static const edit_node *
splice_new(splicer *k, const edit_node *parent, const edit_node *anchor, const edit_node *n)
{
    bool inlined;
    char *indent = indent_inside(k, parent, &inlined);
    const bool holds = blanks_before(k, parent->span->close) > parent->span->open_end;
    const bool shut = is_empty_tag(parent), bare = shut || !holds;
    size_t at = anchor ? rest_of_line(k, anchor->span->end, true) : parent->span->open_end;
    if (!anchor && !bare)
        at = file_sibling(parent->first, true) ? rest_of_line(k, at, true) : blanks_before(k, parent->span->close);
    GString *out = shut   ? open_empty(k, parent)
                   : bare ? add_splice(k, parent->span->open_end, parent->span->close)
                          : add_splice(k, at, at);
    const bool spaced = anchor && is_spaced(k, anchor);
    for (; n && !n->span; n = n->next) {
        if (spaced)
            g_string_append(out, k->e->newline);
        if (!inlined)
            append_line(k->e, indent, out);
        edit_render(n, inlined ? "" : indent, out);
    }
    if (bare) {
        size_t length;
        bool alone;
        const char *own = edit_indent(k->e, parent->span->begin, &length, &alone);
        g_string_append(out, k->e->newline);
        g_string_append_len(out, own, (gssize)length);
    }
    if (shut)
        g_string_append_printf(out, "</%s>", parent->tag);
    g_free(indent);
    return n;
}

static void
splice_removed(splicer *k, const edit_node *n)
{
    size_t length, begin = n->span->begin, end = rest_of_line(k, n->span->end, false);
    bool alone;
    edit_indent(k->e, begin, &length, &alone);
    if (!alone || (end < k->length && !ends_line(k->text[end]))) {
        add_splice(k, begin, n->span->end);
        return;
    }
    const edit_node *behind = file_sibling(n->next, true);
    const bool spaced = lines_before(k, begin) > 1 && (!behind || lines_before(k, behind->span->begin) > 1);
    size_t from = blanks_before(k, begin);
    while (!ends_line(k->text[from]))
        from++;
    if (!spaced) { /* only its own line */
        from = begin - length - 1;
        from -= from > 0 && k->text[from] == '\n' && k->text[from - 1] == '\r';
    }
    const size_t last = k->out->len ? g_array_index(k->out, edit_splice, k->out->len - 1).end : 0;
    add_splice(k, MAX(from, last), end);
}

/* Nothing is left in it but blanks. */
static bool
is_emptied(const splicer *k, const edit_node *n)
{
    if (!n->first || is_empty_tag(n))
        return false;
    for (const edit_node *c = n->first; c; c = c->next)
        if (!c->removed)
            return false;
    for (guint i = (guint)n->at + 1; i < k->e->spans->len; i++) {
        const xml_span *s = &g_array_index(k->e->spans, xml_span, i);
        if (s->begin >= n->span->close)
            break;
        const bool says = s->kind == XML_SPAN_COMMENT || s->kind == XML_SPAN_CDATA || s->kind == XML_SPAN_INSTRUCTION ||
                          (s->kind == XML_SPAN_TEXT && blanks_before(k, s->end) > s->begin);
        if (s->parent == n->at && says)
            return false;
    }
    return true;
}

static void
splice_element(splicer *k, const edit_node *n)
{
    for (const edit_note *note = n->notes; note; note = note->next) {
        size_t length;
        bool alone;
        const char *indent = edit_indent(k->e, n->span->begin, &length, &alone);
        GString *out = add_splice(k, n->span->begin, n->span->begin);
        g_string_append_printf(out, "<!-- %s -->%s", note->text, alone ? k->e->newline : "");
        g_string_append_len(out, indent, alone ? (gssize)length : 0);
    }
    splice_attributes(k, n);
    if (n->text) {
        splice_text(k, n);
        return;
    }
    if (is_emptied(k, n)) {
        g_string_append(add_splice(k, n->span->open_end - 1, n->span->end), "/>");
        return;
    }
    const edit_node *anchor = NULL;
    for (const edit_node *c = n->first; c;) {
        if (!c->span) {
            c = splice_new(k, n, anchor, c);
            continue;
        }
        if (c->removed)
            splice_removed(k, c);
        else
            splice_element(k, c);
        anchor = c;
        c = c->next;
    }
}

GArray *
edit_splices(const edit *e)
{
    splicer k = {e, e->written.text, e->written.length, g_array_new(FALSE, FALSE, sizeof(edit_splice))};
    splice_element(&k, e->root);
    return k.out;
}

/* ---- the whole ---- */

static void
drop_splices(GArray *splices)
{
    for (guint i = 0; i < splices->len; i++)
        g_string_free(g_array_index(splices, edit_splice, i).text, TRUE);
    g_array_unref(splices);
}

static GString *
new_text(const edit *e)
{
    GArray *splices = edit_splices(e);
    GString *text = g_string_sized_new(e->written.length);
    size_t at = 0;
    for (guint i = 0; i < splices->len; i++) {
        const edit_splice *s = &g_array_index(splices, edit_splice, i);
        g_string_append_len(text, e->written.text + at, (gssize)(s->begin - at));
        g_string_append_len(text, s->text->str, (gssize)s->text->len);
        at = s->end;
    }
    g_string_append_len(text, e->written.text + at, (gssize)(e->written.length - at));
    drop_splices(splices);
    return text;
}

bool
edit_is_changed(const edit *e)
{
    GArray *splices = edit_splices(e);
    const bool changed = splices->len > 0;
    drop_splices(splices);
    return changed;
}

GByteArray *
edit_bytes(const edit *e)
{
    GString *text = new_text(e);
    GByteArray *bytes = xml_written_bytes(&e->written, text->str, text->len);
    g_string_free(text, TRUE);
    return bytes;
}

GString *
edit_diff(const edit *e)
{
    GString *text = new_text(e);
    GString *diff = edit_diff_text(e->name, e->written.text, e->written.length, text->str, text->len);
    g_string_free(text, TRUE);
    return diff;
}
