/* bind_filled_image.c: the pictures of a filled form, as their bytes in base64 (RFC 4648). */
#include "bind/bind_filled_int.h"

#include <string.h>

#include "image/image_read.h"

/* Of bytes a piece: no text is longer than what a reader takes. */
enum { PIECE = 3 * 48 * 1024 };

void
filled_pictures_open(filled_pictures *p)
{
    p->in_order = g_ptr_array_new();
    p->numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

void
filled_pictures_close(filled_pictures *p)
{
    g_ptr_array_free(p->in_order, TRUE);
    g_hash_table_destroy(p->numbers);
}

guint
filled_picture_number(filled_pictures *p, const image *i)
{
    char *key = g_strdup_printf("%s %d", i->sum, i->turn);
    guint number = GPOINTER_TO_UINT(g_hash_table_lookup(p->numbers, key));
    if (number) {
        g_free(key);
        return number;
    }
    g_ptr_array_add(p->in_order, (gpointer)i);
    number = p->in_order->len;
    g_hash_table_insert(p->numbers, key, GUINT_TO_POINTER(number));
    return number;
}

void
filled_pictures_write(const filled_pictures *p, GString *out)
{
    for (guint k = 0; k < p->in_order->len; k++) {
        const image *i = g_ptr_array_index(p->in_order, k);
        g_string_append_printf(out, "<picture id=\"%u\" turn=\"%d\">\n", k + 1, i->turn);
        for (size_t at = 0; at < i->length; at += PIECE) {
            char *text = g_base64_encode((const guchar *)i->bytes + at, MIN(PIECE, i->length - at));
            g_string_append_printf(out, "<bytes>%s</bytes>\n", text);
            g_free(text);
        }
        g_string_append(out, "</picture>\n");
    }
}

/* What g_base64_decode would pass over is no picture of ours. */
static bool
is_base64(const char *text)
{
    const size_t length = strlen(text);
    size_t end = length;
    while (end > 0 && length - end < 2 && text[end - 1] == '=')
        end--;
    return length > 0 && length % 4 == 0 &&
           strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") == end;
}

static GByteArray *
read_bytes(arena *a, const xml_node *e)
{
    GByteArray *bytes = g_byte_array_new();
    for (const xml_node *x = xml_first_element(e); x; x = xml_next_element(x)) {
        const char *text = xml_named(x, "bytes") ? xml_borrow_text(x) : NULL;
        gsize length = 0;
        if (!text)
            text = xml_text(a, x);
        guchar *piece = xml_named(x, "bytes") && is_base64(text) ? g_base64_decode(text, &length) : NULL;
        if (!piece || bytes->len + length > IMAGE_MOST_BYTES) {
            g_free(piece);
            g_byte_array_unref(bytes);
            return NULL;
        }
        g_byte_array_append(bytes, piece, (guint)length);
        g_free(piece);
    }
    return bytes;
}

const image *
filled_picture_read(arena *a, const xml_node *e)
{
    const char *turn = xml_attribute(a, e, "turn");
    const image_asked by = {XML_DATA, PLACE_NONE};
    GByteArray *bytes = turn && strlen(turn) == 1 && *turn >= '1' && *turn <= '8' ? read_bytes(a, e) : NULL;
    if (!bytes)
        return NULL;
    diag *own = diag_new(); /* whoever reads the archive tells it */
    const image *read = image_read(a, "picture", bytes->data, bytes->len, &by, own);
    image *turned = read ? arena_copy(a, read, sizeof *read) : NULL;
    if (turned && turned->kind == IMAGE_JPEG) {
        turned->turn = *turn - '0';
        if (turned->turn > 4) {
            turned->width = read->height;
            turned->height = read->width;
        }
    }
    diag_drop(own);
    g_byte_array_unref(bytes);
    return turned;
}
