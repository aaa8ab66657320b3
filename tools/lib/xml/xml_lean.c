/* xml_lean.c: what a reader leaves out is gone before the parser sees it, and is found again when it is asked
 * for. */
#include "base/utf8.h"
#include "xml/xml_int.h"

#include <string.h>

typedef struct range {
    char *at, *end;
} range;

static inline bool
is_blank_byte(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static char *
find_bytes(range in, const char *wanted)
{
    return in.at < in.end ? memmem(in.at, (size_t)(in.end - in.at), wanted, strlen(wanted)) : NULL;
}

/* What is left out is marked with a byte that no XML has; its line ends are not. */
enum { LEFT_OUT = '\1' };

static void
leave_out(char *from, const char *to)
{
    while (from < to) {
        char *const line_end = memchr(from, '\n', (size_t)(to - from));
        const size_t length = (size_t)((line_end ? line_end : to) - from);
        memset(from, LEFT_OUT, length);
        from += length + (line_end != NULL);
    }
}

/* Eight bytes at a time. */
static const char *
skip_left_out(const char *p, const char *end)
{
    const uint64_t eight = UINT64_C(0x0101010101010101) * LEFT_OUT;
    uint64_t word;
    while (end - p >= (ptrdiff_t)sizeof word && (memcpy(&word, p, sizeof word), word == eight))
        p += sizeof word;
    while (p < end && *p == LEFT_OUT)
        p++;
    return p;
}

static size_t
drop_left_out(char *bytes, size_t length)
{
    const char *const end = bytes + length;
    char *to = bytes;
    for (const char *p = bytes; p < end;) {
        const char *const mark = memchr(p, LEFT_OUT, (size_t)(end - p));
        const char *const stop = mark ? mark : end;
        memmove(to, p, (size_t)(stop - p));
        to += stop - p;
        p = skip_left_out(stop, end);
    }
    return (size_t)(to - bytes);
}

static bool
begins_tag(range at, const char *name)
{
    if (at.at[1] != *name) /* nearly always */
        return false;
    const size_t n = strlen(name);
    return at.end - at.at > (ptrdiff_t)n + 1 && memcmp(at.at + 1, name, n) == 0 &&
           (is_blank_byte(at.at[n + 1]) || at.at[n + 1] == '>' || at.at[n + 1] == '/');
}

/* Behind the `>` of the start tag at `at`; NULL when it does not end. */
static char *
end_of_tag(range at)
{
    char quote = '\0';
    for (char *p = at.at; p < at.end; p++) {
        if (quote)
            quote = *p == quote ? '\0' : quote;
        else if (*p == '"' || *p == '\'')
            quote = *p;
        else if (*p == '>')
            return p + 1;
    }
    return NULL;
}

/* The first tag from there that is not of an empty element (<value-of select="…"/>); NULL. */
static char *
behind_empty_tags(char *from, const char *end)
{
    char *tag = memchr(from, '<', (size_t)(end - from));
    for (char *after; tag && (after = end_of_tag((range){tag, (char *)end})) && after[-2] == '/';)
        tag = memchr(after, '<', (size_t)(end - after));
    return tag;
}

/* Of an element that holds text alone (`empty`: or empty elements): its words, and where it ends. False for any other.
 */
static bool
find_words(range at, const char *name, bool empty, range *words, char **end)
{
    char *const open = end_of_tag(at);
    if (!open || open[-2] == '/')
        return false;
    char *const close = empty ? behind_empty_tags(open, at.end) : memchr(open, '<', (size_t)(at.end - open));
    const size_t n = strlen(name);
    if (!close || (size_t)(at.end - close) < n + 3 || close[1] != '/' || memcmp(close + 2, name, n) != 0 ||
        close[n + 2] != '>')
        return false;
    *words = (range){open, close};
    *end = close + n + 3;
    return !memchr(open, '&', (size_t)(close - open)); /* a reference is for the parser to judge */
}

/* Behind the end tag of the element at `at`, which holds none of its own name. NULL: there is none, or one that is not
 * written as usual (</name >), which is for the parser. */
static char *
end_of_element(range at, const char *name)
{
    char *const open = end_of_tag(at), *const begin = g_strconcat("</", name, NULL), *end = NULL;
    const size_t n = strlen(begin);
    range rest = {open, at.end};
    if (open && open[-2] != '/')
        for (char *p; !end && (p = find_bytes(rest, begin)) && p + n < at.end && !is_blank_byte(p[n]); rest.at = p + n)
            end = p[n] == '>' ? p + n + 1 : NULL;
    g_free(begin);
    return end;
}

/* Between two tags a comment is nothing; in a text its place would become a space. What has been left out before it is
 * nothing, too. */
static bool
is_between_tags(const char *begin, const char *from, const char *to, const char *end)
{
    while (from > begin && (is_blank_byte(from[-1]) || from[-1] == LEFT_OUT))
        from--;
    while (to < end && is_blank_byte(*to))
        to++;
    return (from == begin || from[-1] == '>') && (to == end || *to == '<');
}

static char *
skip_comment(range at, const char *begin)
{
    char *end = find_bytes((range){at.at + 4, at.end}, "-->");
    if (!end)
        return at.end;
    if (is_between_tags(begin, at.at, end + 3, at.end))
        leave_out(at.at, end + 3);
    return end + 3;
}

bool
xml_lean_cuts(const xml_lean *lean, char *tag, const char *end, xml_cut *cut)
{
    const range at = {tag, (char *)end};
    range words;
    *cut = (xml_cut){.from = tag, .whole = true};
    if (lean->removed && begins_tag(at, lean->removed) && find_words(at, lean->removed, false, &words, &cut->to))
        return true;
    for (size_t i = 0; i < G_N_ELEMENTS(lean->emptied) && lean->emptied[i]; i++)
        if (begins_tag(at, lean->emptied[i]) && find_words(at, lean->emptied[i], true, &words, &cut->to)) {
            *cut = (xml_cut){.from = words.at, .to = words.end};
            return true;
        }
    if (lean->sifted && begins_tag(at, lean->sifted)) {
        cut->to = end_of_element(at, lean->sifted);
        if (cut->to && !lean->keeps(lean->data, tag, (size_t)(cut->to - tag)))
            return true;
    }
    *cut = (xml_cut){0};
    return false;
}

/* What is at a `<`; returns where to go on. */
static char *
thin_out(range at, const char *begin, const xml_lean *lean)
{
    if (at.end - at.at < 2 || at.at[1] == '/') /* every other `<`: what ends here has been left out, or stays */
        return at.at + 1;
    if (at.end - at.at > 4 && memcmp(at.at, "<!--", 4) == 0)
        return skip_comment(at, begin);
    xml_cut cut;
    if (!xml_lean_cuts(lean, at.at, at.end, &cut))
        return at.at + 1;
    leave_out(cut.from, cut.to);
    return cut.to;
}

#define EIGHT(byte) (UINT64_C(0x0101010101010101) * (byte))

/* The highest bit of each of eight bytes that is this one. */
static inline uint64_t
bytes_that_are(uint64_t word, uint64_t byte)
{
    const uint64_t other = word ^ EIGHT(byte);
    return ~(((other & EIGHT(0x7f)) + EIGHT(0x7f)) | other) & EIGHT(0x80);
}

/* Is one of them below 0x20, and no blank? */
static bool
has_control(range all)
{
    const char *p = all.at;
    for (; all.end - p >= 8; p += 8) {
        uint64_t word;
        memcpy(&word, p, sizeof word);
        const uint64_t low = ~(((word & EIGHT(0x7f)) + EIGHT(0x60)) | word) & EIGHT(0x80);
        if (low && low != (bytes_that_are(word, '\n') | bytes_that_are(word, '\t') | bytes_that_are(word, '\r')))
            return true;
    }
    for (; p < all.end; p++)
        if ((unsigned char)*p < 0x20 && !is_blank_byte(*p))
            return true;
    return false;
}

/* Every `<` begins a tag or a comment: there is no CDATA, no DOCTYPE, no UTF-16. */
bool
xml_lean_may(const char *bytes, size_t length)
{
    const char *const end = bytes + length;
    for (const char *p = bytes; p < end && (p = memchr(p, '!', (size_t)(end - p))); p++)
        if (p > bytes && p[-1] == '<' && end - p > 1 && p[1] != '-')
            return false;
    return !has_control((range){(char *)bytes, (char *)end});
}

/* Of what stands between two tags and is blank, the ends of lines remain. */
static size_t
pack_blanks(char *bytes, size_t length)
{
    const char *const end = bytes + length;
    char *to = bytes;
    for (const char *p = bytes; p < end;) {
        const char *const tag = memchr(p, '>', (size_t)(end - p));
        const char *const stop = tag ? tag + 1 : end;
        memmove(to, p, (size_t)(stop - p));
        to += stop - p;
        const char *next = stop;
        while (next < end && is_blank_byte(*next))
            next++;
        const bool between = next == end || *next == '<';
        if (between) {
            for (p = stop; (p = memchr(p, '\n', (size_t)(next - p))); p++)
                *to++ = '\n';
        } else {
            memmove(to, stop, (size_t)(next - stop));
            to += next - stop;
        }
        p = next;
    }
    return (size_t)(to - bytes);
}

size_t
xml_thin(char *bytes, size_t length, const xml_lean *lean)
{
    const range all = {bytes, bytes + length};
    /* what is no text is for the parser to refuse, wherever it stands */
    if (!xml_lean_may(bytes, length) || utf8_end(bytes, length) != all.end)
        return length;
    for (char *p = bytes; p < all.end && (p = memchr(p, '<', (size_t)(all.end - p)));)
        p = thin_out((range){p, all.end}, bytes, lean);
    length = drop_left_out(bytes, length);
    return lean->packed ? pack_blanks(bytes, length) : length;
}

/* ---- the whole again ---- */

static bool
is_removed(const xmlNode *n, const char *removed)
{
    const char *const colon = strchr(removed, ':');
    const char *const prefix = n->ns && n->ns->prefix ? (const char *)n->ns->prefix : "";
    return colon ? strlen(prefix) == (size_t)(colon - removed) && strncmp(prefix, removed, strlen(prefix)) == 0 &&
                       strcmp((const char *)n->name, colon + 1) == 0
                 : *prefix == '\0' && strcmp((const char *)n->name, removed) == 0;
}

/* The element of the whole document that stands where `n` stands; NULL when the file is not what it was. */
static xmlNode *
find_twin(const xmlNode *n, const xml_doc *whole, const char *removed)
{
    if (!xml_parent(n))
        return xml_root(whole);
    xmlNode *parent = find_twin(n->parent, whole, removed);
    size_t before = 0;
    for (const xmlNode *s = n->prev; s; s = s->prev)
        before += xml_is_element(s);
    for (xmlNode *c = parent ? xml_first_element(parent) : NULL; c; c = xml_next_element(c)) {
        if (is_removed(c, removed))
            continue;
        if (before-- == 0)
            return strcmp((const char *)c->name, (const char *)n->name) == 0 ? c : NULL;
    }
    return NULL;
}

const xml_node *
xml_whole(const xml_node *n)
{
    xml_doc *doc = (xml_doc *)xml_doc_of(n);
    if (!doc || !doc->removed)
        return n;
    if (!doc->whole) {
        diag *unsaid = diag_new(); /* it was read well a moment ago, and what was left out is words for messages */
        gsize length;
        const char *bytes = g_bytes_get_data(doc->bytes, &length);
        doc->whole = xml_read_memory(doc->store, doc->file, bytes, length, doc->role, doc->limits, unsaid);
        diag_drop(unsaid);
    }
    const xml_node *twin = doc->whole ? find_twin(n, doc->whole, doc->removed) : NULL;
    return twin ? twin : n;
}
