/* bundle_same.c: whether two PDFs show and say the same. What a program that keeps or signs a PDF may write anew (how
 * streams are packed, numbers of objects, annotations, metadata beyond title, author, subject, keywords and day) is not
 * looked at. */
#include "bundle/bundle_copy.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bundle/bundle_apart.h"
#include "bundle/bundle_lazy.h"
#include "bundle/bundle_xmp.h"

typedef struct asking {
    const void *bytes[2];
    size_t lengths[2];
} asking;

typedef struct pair {
    const bundle_calls *l;
    qpdf_data pdf[2];
    GHashTable *seen; /* both numbers of objects that were compared, or are being */
    int depth;
} pair;

/* Deeper than a structure tree of ours; a file that leads further is another. */
enum { MOST_DEEP = 200 };

static bool is_same(pair *p, qpdf_oh a, qpdf_oh b);

/* ---- what is looked at ---- */

/* Ways back, how a stream is packed, and what others lay upon a page. */
static bool
is_passed_over(const char *key)
{
    static const char *const keys[] = {"/Parent", "/P",       "/Pg",     "/ParentTree",  "/Length",       "/Filter",
                                       "/DL",     "/Length1", "/Annots", "/DecodeParms", "/LastModified", "/Metadata"};
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (strcmp(key, keys[i]) == 0)
            return true;
    }
    return false;
}

static GPtrArray *
list_keys(const pair *p, int which, qpdf_oh dictionary)
{
    GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
    p->l->oh_begin_dict_key_iter(p->pdf[which], dictionary);
    while (p->l->oh_dict_more_keys(p->pdf[which])) {
        const char *key = p->l->oh_dict_next_key(p->pdf[which]);
        if (!is_passed_over(key))
            g_ptr_array_add(keys, g_strdup(key));
    }
    return keys;
}

/* ---- one kind of object after the other ---- */

static bool
is_same_key(pair *p, qpdf_oh a, qpdf_oh b, const char *key)
{
    return is_same(p, p->l->oh_get_key(p->pdf[0], a, key), p->l->oh_get_key(p->pdf[1], b, key));
}

static bool
are_dictionaries_same(pair *p, qpdf_oh a, qpdf_oh b)
{
    GPtrArray *keys = list_keys(p, 0, a);
    GPtrArray *others = list_keys(p, 1, b);
    bool same = keys->len == others->len;
    for (guint i = 0; same && i < keys->len; i++)
        same = is_same_key(p, a, b, g_ptr_array_index(keys, i));
    g_ptr_array_unref(others);
    g_ptr_array_unref(keys);
    return same;
}

static bool
are_arrays_same(pair *p, qpdf_oh a, qpdf_oh b)
{
    const int count = p->l->oh_get_array_n_items(p->pdf[0], a);
    bool same = count == p->l->oh_get_array_n_items(p->pdf[1], b);
    for (int i = 0; same && i < count; i++)
        same = is_same(p, p->l->oh_get_array_item(p->pdf[0], a, i), p->l->oh_get_array_item(p->pdf[1], b, i));
    return same;
}

static bool
are_streams_same(pair *p, qpdf_oh a, qpdf_oh b)
{
    if (!are_dictionaries_same(p, p->l->oh_get_dict(p->pdf[0], a), p->l->oh_get_dict(p->pdf[1], b)))
        return false;
    unsigned char *data[2] = {NULL, NULL};
    size_t sizes[2] = {0, 0};
    QPDF_BOOL decoded;
    p->l->oh_get_stream_data(p->pdf[0], a, qpdf_dl_generalized, &decoded, &data[0], &sizes[0]);
    p->l->oh_get_stream_data(p->pdf[1], b, qpdf_dl_generalized, &decoded, &data[1], &sizes[1]);
    const bool same = data[0] && data[1] && sizes[0] == sizes[1] && memcmp(data[0], data[1], sizes[0]) == 0;
    free(data[1]);
    free(data[0]);
    return same;
}

static bool
are_plain_same(const pair *p, qpdf_oh a, qpdf_oh b)
{
    if (p->l->oh_is_number(p->pdf[0], a) && p->l->oh_is_number(p->pdf[1], b))
        return fabs(p->l->oh_get_numeric_value(p->pdf[0], a) - p->l->oh_get_numeric_value(p->pdf[1], b)) < 0.001;
    return strcmp(p->l->oh_unparse_resolved(p->pdf[0], a), p->l->oh_unparse_resolved(p->pdf[1], b)) == 0;
}

/* A pair is compared once: pages have their fonts in common, and a file made to do harm leads round in a circle. */
static bool
was_seen(pair *p, qpdf_oh a, qpdf_oh b)
{
    const gint64 numbers[2] = {p->l->oh_get_object_id(p->pdf[0], a), p->l->oh_get_object_id(p->pdf[1], b)};
    gint64 key = numbers[0] << 32 | numbers[1];
    return numbers[0] && numbers[1] && !g_hash_table_add(p->seen, g_memdup2(&key, sizeof key));
}

static bool
is_same(pair *p, qpdf_oh a, qpdf_oh b)
{
    if (was_seen(p, a, b))
        return true;
    if (p->depth == MOST_DEEP)
        return false;
    const bundle_calls *l = p->l;
    bool same;
    p->depth++;
    if (l->oh_is_stream(p->pdf[0], a) && l->oh_is_stream(p->pdf[1], b))
        same = are_streams_same(p, a, b);
    else if (l->oh_is_dictionary(p->pdf[0], a) && l->oh_is_dictionary(p->pdf[1], b))
        same = are_dictionaries_same(p, a, b);
    else if (l->oh_is_array(p->pdf[0], a) && l->oh_is_array(p->pdf[1], b))
        same = are_arrays_same(p, a, b);
    else
        same = are_plain_same(p, a, b);
    p->depth--;
    return same;
}

/* ---- the whole ---- */

static bool
open_both(pair *p, const asking *w)
{
    for (int i = 0; i < 2; i++) {
        p->pdf[i] = p->l->init();
        p->l->silence_errors(p->pdf[i]);
        p->l->set_suppress_warnings(p->pdf[i], QPDF_TRUE);
        p->l->set_attempt_recovery(p->pdf[i], QPDF_FALSE);
        p->l->read_memory(p->pdf[i], "pages", w->bytes[i], w->lengths[i], NULL);
        if (p->l->has_error(p->pdf[i]))
            return false;
    }
    return true;
}

/* Of an encrypted copy that was opened and written again without its password: it says in its title what it was. */
static bool
is_copied(const char *kept, const char *made)
{
    const size_t length = strlen(made);
    return strncmp(kept, made, length) == 0 && strcmp(kept + length, BUNDLE_ENCRYPTED) == 0;
}

static bool
is_title_copied(const pair *p, qpdf_oh a, qpdf_oh b)
{
    a = p->l->oh_get_key(p->pdf[0], a, "/Title");
    b = p->l->oh_get_key(p->pdf[1], b, "/Title");
    if (!p->l->oh_is_string(p->pdf[0], a) || !p->l->oh_is_string(p->pdf[1], b))
        return false;
    char *kept = g_strdup(p->l->oh_get_utf8_value(p->pdf[0], a));
    const bool copied = is_copied(kept, p->l->oh_get_utf8_value(p->pdf[1], b));
    g_free(kept);
    return copied;
}

/* The title that a window shows, by whom and of what the document says it is, and of which day. */
static const char *const said_keys[] = {"/Title", /* the first */ "/Author", "/Subject", "/Keywords", "/CreationDate"};

static bool
is_information_same(pair *p)
{
    const qpdf_oh a = p->l->oh_get_key(p->pdf[0], p->l->get_trailer(p->pdf[0]), "/Info");
    const qpdf_oh b = p->l->oh_get_key(p->pdf[1], p->l->get_trailer(p->pdf[1]), "/Info");
    if (!p->l->oh_is_dictionary(p->pdf[0], a) || !p->l->oh_is_dictionary(p->pdf[1], b))
        return true; /* another program dropped it: nothing is said twice */
    for (size_t i = 0; i < G_N_ELEMENTS(said_keys); i++) {
        if (!is_same_key(p, a, b, said_keys[i]) && (i > 0 || !is_title_copied(p, a, b)))
            return false;
    }
    return true;
}

/* NULL: it has none, or what it has is no XMP (*good is false then). */
static GHashTable *
read_metadata(const pair *p, int which, bool *good)
{
    const qpdf_oh stream = p->l->oh_get_key(p->pdf[which], p->l->get_root(p->pdf[which]), "/Metadata");
    if (!p->l->oh_is_stream(p->pdf[which], stream))
        return NULL;
    unsigned char *bytes = NULL;
    size_t length = 0;
    QPDF_BOOL decoded;
    p->l->oh_get_stream_data(p->pdf[which], stream, qpdf_dl_generalized, &decoded, &bytes, &length);
    GHashTable *said = bytes ? bundle_xmp_read((const char *)bytes, length) : NULL;
    *good = *good && said;
    free(bytes);
    return said;
}

/* The day is one, however it is written. */
static bool
is_same_day(const char *a, const char *b)
{
    GDateTime *x = g_date_time_new_from_iso8601(a, NULL), *y = g_date_time_new_from_iso8601(b, NULL);
    const bool same = x && y && g_date_time_equal(x, y);
    if (x)
        g_date_time_unref(x);
    if (y)
        g_date_time_unref(y);
    return same;
}

/* Of what the kept one says: what another program dropped is nowhere said otherwise. */
static bool
says_no_other(GHashTable *kept, GHashTable *made)
{
    GHashTableIter i;
    gpointer name, text;
    g_hash_table_iter_init(&i, kept);
    while (g_hash_table_iter_next(&i, &name, &text)) {
        const char *own = g_hash_table_lookup(made, name);
        if (!own || (strcmp(own, text) != 0 && !is_same_day(own, text) && !is_copied(text, own)))
            return false;
    }
    return true;
}

/* Readers show what it says before what the information says. */
static bool
is_metadata_same(pair *p)
{
    bool good = true;
    GHashTable *kept = read_metadata(p, 0, &good), *made = read_metadata(p, 1, &good);
    const bool same = good && (!kept || (made && says_no_other(kept, made)));
    if (kept)
        g_hash_table_destroy(kept);
    if (made)
        g_hash_table_destroy(made);
    return same;
}

static bool
is_read_aloud_same(pair *p)
{
    static const char *const keys[] = {"/Lang", "/StructTreeRoot", "/Outlines", "/PageLabels"};
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (!is_same_key(p, p->l->get_root(p->pdf[0]), p->l->get_root(p->pdf[1]), keys[i]))
            return false;
    }
    return true;
}

static bool
refuse_page(const char **ja, const char **en, int page)
{
    static char texts[2][64]; /* in a process of its own, which ends with this */
    *ja = texts[0];
    *en = texts[1];
    g_snprintf(texts[0], sizeof texts[0], "%d ページ目が違います", page);
    g_snprintf(texts[1], sizeof texts[1], "page %d is another", page);
    return false;
}

static bool
is_pair_same(pair *p, const char **ja, const char **en)
{
    const int count = p->l->get_num_pages(p->pdf[0]);
    *ja = "ページ数が違います";
    *en = "it has another number of pages";
    if (count != p->l->get_num_pages(p->pdf[1]))
        return false;
    for (int i = 0; i < count; i++) {
        if (!is_same(p, p->l->get_page_n(p->pdf[0], (size_t)i), p->l->get_page_n(p->pdf[1], (size_t)i)))
            return refuse_page(ja, en, i + 1);
    }
    *ja = "題名や日付などの情報が違います";
    *en = "its title, day or other properties are others";
    if (!is_information_same(p) || !is_metadata_same(p))
        return false;
    *ja = "読み上げる内容か、しおりが違います";
    *en = "what is read aloud, or the bookmarks, are others";
    return is_read_aloud_same(p);
}

/* A bundle_work: there is nothing to hand back but that it is so. */
static bool
compare_both(const void *data, GByteArray *out, const char **ja, const char **en)
{
    pair p = {.l = bundle_load(), .seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL)};
    *ja = "読めません";
    *en = "it cannot be read";
    const bool same = p.l && open_both(&p, data) && is_pair_same(&p, ja, en);
    if (same)
        g_byte_array_append(out, (const guint8 *)"=", 1);
    g_hash_table_destroy(p.seen);
    return same;
}

bool
bundle_check_same(const char *path, const void *bytes, size_t length, const GByteArray *made, diag *d)
{
    g_assert(path && bytes && made && d);
    const asking w = {{bytes, made->data}, {length, made->len}};
    char *ja = NULL, *en = NULL;
    GByteArray *out = bundle_apart(compare_both, &w, &ja, &en);
    if (out)
        g_byte_array_unref(out);
    else
        diag_add(d, DIAG_BUNDLE_OTHER_PAGES, PLACE_NONE, PLACE_NONE, path, ja, en, NULL);
    g_free(en);
    g_free(ja);
    return out != NULL;
}
