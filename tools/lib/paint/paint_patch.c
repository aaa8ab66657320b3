/* cairo 1.16 has no call for /Lang and /ViewerPreferences, leaves the label of page 1 out of /PageLabels when
 * it is "1", and writes dates without the "D:" that PDF asks for. Its information dictionary and its catalog
 * are the last two objects before a classic cross-reference table, so adding to them moves nothing but the
 * catalog and the table: one entry and `startxref` change. Everything this rests on is checked first. */
#include "paint/paint_cairo_int.h"

#include <string.h>

static const char catalog_head[] = "<< /Type /Catalog\n";

/* The one occurrence of `what` in [from, to); NULL when there is none or a second one. */
static const char *
find_once(const char *from, const char *to, const char *what)
{
    const size_t length = strlen(what);
    const char *found = memmem(from, (size_t)(to - from), what, length);
    if (!found || memmem(found + length, (size_t)(to - found) - length, what, length))
        return NULL;
    return found;
}

/* A decimal number at `s` that `after` follows; -1 when it is not that. */
static long
read_number(const char *s, const char *end, const char *after)
{
    char digits[16];
    size_t n = 0;
    while (s + n < end && n < sizeof digits - 1 && g_ascii_isdigit(s[n])) {
        digits[n] = s[n];
        n++;
    }
    digits[n] = '\0';
    const size_t length = strlen(after);
    if (n == 0 || (size_t)(end - s) < n + length || memcmp(s + n, after, length) != 0)
        return -1;
    return (long)g_ascii_strtoll(digits, NULL, 10);
}

/* Offsets into the file. */
typedef struct tail {
    gsize created, modified; /* behind the "(" of /CreationDate and /ModDate */
    gsize catalog;           /* "<< /Type /Catalog\n" */
    gsize entry;             /* of the catalog in the table */
    gsize table, startxref;
} tail;

/* "NUMBER 0 obj\n" and `head`, found once and where its entry in the table says; NULL otherwise. */
static const char *
find_object(const char *start, const char *table, const char *startxref, long number, const char *head,
            const char **entry)
{
    const char *count = table + strlen("xref\n0 ");
    const char *first = memchr(count, '\n', (size_t)(startxref - count));
    char text[80];
    g_snprintf(text, sizeof text, "\n%ld 0 obj\n%s", number, head);
    const char *object = number > 0 ? find_once(start, table, text) : NULL;
    if (!object || !first || read_number(count, startxref, "\n") <= number)
        return NULL;
    *entry = first + 1 + 20 * number;
    if (*entry + 20 > startxref || read_number(*entry, startxref, " 00000 n") != object + 1 - start)
        return NULL;
    return object + 1;
}

static long
trailer_number(const char *trailer, const char *end, const char *key)
{
    const char *found = find_once(trailer, end, key);
    return found ? read_number(found + strlen(key), end, " 0 R") : -1;
}

static bool
ends_at(const char *from, const char *end)
{
    const char *endobj = find_once(from, end, "endobj\n");
    return endobj && endobj + strlen("endobj\n") == end;
}

static bool
has_any(const char *from, const char *to)
{
    static const char *const keys[] = {"/Lang", "/ViewerPreferences", "/PageLabels"};
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
        if (memmem(from, (size_t)(to - from), keys[i], strlen(keys[i])))
            return true;
    return false;
}

/* The information dictionary and after it the catalog, the last two objects. */
static bool
find_objects(const char *start, const char *table, const char *startxref, tail *t)
{
    const char *trailer = find_once(table, startxref, "trailer\n");
    if (memcmp(table, "xref\n0 ", strlen("xref\n0 ")) != 0 || !trailer)
        return false;
    const char *info_entry, *entry;
    const char *info = find_object(start, table, startxref, trailer_number(trailer, startxref, "/Info "),
                                   "<< /Producer (", &info_entry);
    const char *catalog =
        find_object(start, table, startxref, trailer_number(trailer, startxref, "/Root "), catalog_head, &entry);
    if (!info || !catalog || info > catalog || !ends_at(info, catalog) || !ends_at(catalog, table) ||
        has_any(catalog, table))
        return false;
    const char *created = find_once(info, catalog, "/CreationDate (2"),
               *modified = find_once(info, catalog, "/ModDate (2");
    if (!created || !modified || created > modified)
        return false;
    t->created = (gsize)(created - start) + strlen("/CreationDate (");
    t->modified = (gsize)(modified - start) + strlen("/ModDate (");
    t->catalog = (gsize)(find_once(catalog, table, catalog_head) - start);
    t->entry = (gsize)(entry - start);
    return true;
}

static bool
find_tail(const char *start, gsize length, tail *t)
{
    const char *end = start + length, *late = length > 64 ? end - 64 : start;
    const char *startxref = find_once(late, end, "startxref\n");
    const long offset = startxref ? read_number(startxref + strlen("startxref\n"), end, "\n%%EOF\n") : -1;
    if (length < 6 || memcmp(end - 6, "%%EOF\n", 6) != 0)
        return false;
    if (offset <= 0 || offset >= startxref - start - (long)strlen("xref\n0 "))
        return false;
    t->table = (gsize)offset;
    t->startxref = (gsize)(startxref - start);
    return find_objects(start, start + offset, startxref, t);
}

bool
paint_pdf_settle(GByteArray *pdf, const char *entries)
{
    tail t;
    GString *out = g_string_new_len((const char *)pdf->data, (gssize)pdf->len);
    const bool found = find_tail(out->str, out->len, &t);
    if (found) {
        /* From the end to the beginning, so that no offset moves before it is used. */
        const gsize dates = 2 * strlen("D:");
        g_string_truncate(out, t.startxref);
        g_string_append_printf(out, "startxref\n%zu\n%%%%EOF\n", t.table + dates + strlen(entries));
        char offset[16];
        g_snprintf(offset, sizeof offset, "%010ld",
                   read_number(out->str + t.entry, out->str + out->len, " ") + (long)dates);
        memcpy(out->str + t.entry, offset, 10);
        g_string_insert(out, (gssize)(t.catalog + strlen(catalog_head)), entries);
        g_string_insert(out, (gssize)t.modified, "D:");
        g_string_insert(out, (gssize)t.created, "D:");
        g_byte_array_set_size(pdf, 0);
        g_byte_array_append(pdf, (const guint8 *)out->str, (guint)out->len);
    }
    g_string_free(out, TRUE);
    return found;
}

/* "image12" or "#image12", with its quotes, at `s`: the number, and where it ends; -1: it is none. */
static long
image_number(const char *s, const char *end, const char **after)
{
    static const char head[] = "image";
    const char *p = s + 1 + (s + 1 < end && s[1] == '#');
    if ((size_t)(end - p) < strlen(head) || memcmp(p, head, strlen(head)) != 0)
        return -1;
    const char *digits = p + strlen(head);
    const long number = read_number(digits, end, "\"");
    *after = memchr(digits, '"', (size_t)(end - digits));
    return number;
}

/* Pictures are numbered by the same count of the process: they become the first, the second … of the page. */
static void
settle_images(GByteArray *svg)
{
    const char *from = (const char *)svg->data, *end = from + svg->len;
    GString *out = g_string_sized_new(svg->len);
    GHashTable *numbers = g_hash_table_new(NULL, NULL);
    for (const char *quote; (quote = memchr(from, '"', (size_t)(end - from)));) {
        const char *after = quote + 1;
        const long number = image_number(quote, end, &after);
        g_string_append_len(out, from, (gssize)(quote + 1 - from));
        from = quote + 1;
        if (number < 0)
            continue;
        gpointer known = g_hash_table_lookup(numbers, GSIZE_TO_POINTER(number + 1));
        if (!known)
            known = GUINT_TO_POINTER(g_hash_table_size(numbers) + 1);
        g_hash_table_insert(numbers, GSIZE_TO_POINTER(number + 1), known);
        g_string_append_printf(out, "%simage%u", *from == '#' ? "#" : "", GPOINTER_TO_UINT(known));
        from = after;
    }
    g_string_append_len(out, from, (gssize)(end - from));
    g_byte_array_set_size(svg, 0);
    g_byte_array_append(svg, (const guint8 *)out->str, (guint)out->len);
    g_hash_table_destroy(numbers);
    g_string_free(out, TRUE);
}

bool
paint_svg_settle(GByteArray *svg)
{
    if (memmem(svg->data, svg->len, "<image id=", strlen("<image id=")))
        settle_images(svg);
    static const char head[] = "<g id=\"surface", instead[] = "<g id=\"page\">";
    const char *start = (const char *)svg->data, *end = start + svg->len;
    const char *group = find_once(start, end, head);
    if (!group)
        return !memmem(start, svg->len, "surface", strlen("surface"));
    const char *number = group + strlen(head);
    const char *close = memchr(number, '>', (size_t)(end - number));
    if (!close || read_number(number, end, "\">") < 0 || memmem(close, (size_t)(end - close), "surface", 7))
        return false;
    GString *out = g_string_new_len(start, (gssize)(group - start));
    g_string_append(out, instead);
    g_string_append_len(out, close + 1, (gssize)(end - close - 1));
    g_byte_array_set_size(svg, 0);
    g_byte_array_append(svg, (const guint8 *)out->str, (guint)out->len);
    g_string_free(out, TRUE);
    return true;
}
