/* again.c: a document from what was attached to its archive edition: the same walk without form and case. */
#include "render/render_int.h"

#include <string.h>

#include "bind/bind_filled.h"
#include "emit/emit.h"
#include "render/edition.h"

/* ---- by what it was made ---- */

static void
mark_faces(const display *l, bool *used)
{
    for (guint i = 0; i < l->pages->len; i++) {
        const display_page *p = g_ptr_array_index(l->pages, i);
        for (guint k = 0; k < p->ops->len; k++) {
            const display_op *op = &g_array_index(p->ops, display_op, k);
            if (op->kind == DISPLAY_TEXT)
                used[font_face_number(op->text.face)] = true;
        }
    }
}

/* GLib's sum: libcrypto would be loaded for it (tests/rooms.sh). */
static const char *
sum_of(arena *a, const font_face *face)
{
    const font_bytes *b = font_face_bytes(face);
    char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, b->data, b->length);
    const char *copy = arena_strdup(a, sum);
    g_free(sum);
    return copy;
}

static bind_filled_made
made_now(arena *a, const font_set *fonts, const display *l)
{
    const size_t count = font_face_count(fonts);
    bool *used = ARENA_ARRAY(a, bool, count);
    bind_filled_font *list = ARENA_ARRAY(a, bind_filled_font, count);
    bind_filled_made made = {.edition = RENKEI_LAYOUT_EDITION, .program = RENKEI_VERSION, .fonts = list};
    mark_faces(l, used);
    for (size_t i = 0; i < count; i++) {
        const font_face *face = font_face_at(fonts, i);
        if (used[i])
            list[made.font_count++] = (bind_filled_font){font_face_name(face), sum_of(a, face)};
    }
    return made;
}

const char *
render_filled(arena *a, const font_set *fonts, const bound *b, const display *l)
{
    GString *out = g_string_new(NULL);
    const bind_filled_made made = made_now(a, fonts, l);
    GHashTable *printed = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < l->pages->len; i++) {
        const display_page *p = g_ptr_array_index(l->pages, i);
        g_hash_table_add(printed, (gpointer)p->head_of);
        g_hash_table_add(printed, (gpointer)p->foot_of);
    }
    bind_filled_write(b, &made, printed, out);
    g_hash_table_destroy(printed);
    const char *copy = arena_strdup(a, out->str);
    g_string_free(out, TRUE);
    return copy;
}

/* What is another now than then; NULL: nothing is. */
static const char *
find_difference(arena *a, const bind_filled_made *then, const bind_filled_made *now)
{
    if (then->edition != now->edition)
        return arena_printf(a, "layout edition %d, %d", then->edition, now->edition);
    for (size_t i = 0; i < now->font_count; i++) {
        size_t k = 0;
        while (k < then->font_count && strcmp(then->fonts[k].name, now->fonts[i].name) != 0)
            k++;
        if (k == then->font_count || strcmp(then->fonts[k].sum, now->fonts[i].sum) != 0)
            return now->fonts[i].name;
    }
    return NULL;
}

/* ---- a page that nothing shows to be the same ---- */

/* Heard, seen and in the title, as 案 is; beside that, where the page was a draft. */
#define SET_ANEW "組み直し"

/* Whoever has the sheet alone must not take it for the page that was given out. */
static const bound *
mark_anew(arena *a, const bound *b)
{
    bound *copy = arena_copy(a, b, sizeof *b);
    if (!b->watermark)
        copy->watermark = SET_ANEW;
    else if (!strstr(b->watermark, SET_ANEW))
        copy->watermark = arena_printf(a, "%s・%s", b->watermark, SET_ANEW);
    return copy;
}

/* `b`, or what is made in its place; NULL: nothing is. */
static const bound *
as_asked(arena *a, const render_request *r, const bound *b, const char *other, diag *d)
{
    if (!other)
        return b;
    diag_add(d, r->anew ? DIAG_BIND_ARCHIVE_OTHER : DIAG_BIND_ARCHIVE_PAST, PLACE_NONE, PLACE_NONE, other, NULL);
    return r->anew ? mark_anew(a, b) : NULL;
}

/* ---- the walk ---- */

static display *
draw_again(render_environment *e, arena *a, const bound *b, diag *d)
{
    const composed *pages = compose_document(a, e->engine, e->fonts, b, d);
    if (!pages)
        return NULL;
    display *l = emit_document(a, pages, NULL);
    const char *fault = display_check(l, a);
    l->is_sound = !fault;
    if (!fault)
        return l;
    diag_add(d, DIAG_COMPOSE_OUTSIDE, b->form->subject_where, PLACE_NONE, display_fault_place(a, fault), fault, NULL);
    display_drop(l);
    return NULL;
}

static GByteArray *
paint_again(render_environment *e, display *l, diag *d)
{
    GPtrArray *outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    GByteArray *bytes = NULL;
    if (paint_document_with(e->kit, l, PAINT_RENKEI, PAINT_PDF, 0, outputs, d))
        bytes = g_byte_array_ref(g_ptr_array_index(outputs, 0));
    g_ptr_array_free(outputs, TRUE);
    return bytes;
}

/* What it is now: `b`, or what says of itself that it is set anew. NULL after diagnostics. */
static display *
draw_as_asked(render_environment *e, arena *a, const render_request *r, const bind_filled_made *then, const bound **b,
              diag *d)
{
    display *l = draw_again(e, a, *b, d);
    if (!l)
        return NULL;
    const bind_filled_made now = made_now(a, e->fonts, l);
    const bound *made = as_asked(a, r, *b, find_difference(a, then, &now), d);
    if (made == *b)
        return l;
    display_drop(l);
    *b = made;
    return made ? draw_again(e, a, made, d) : NULL;
}

GByteArray *
render_again(render_environment *e, const render_request *r, const char *name, const void *xml, size_t length,
             bool *is_same, diag *d)
{
    g_assert(e && r && name && (xml || length == 0) && is_same && d);
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    bind_filled_made then;
    GByteArray *bytes = NULL;
    const xml_doc *doc = xml_read_memory(s, name, xml, length, XML_DATA, &bind_filled_limits, d);
    const bound *read = doc ? bind_filled_read(a, doc, &then, d) : NULL, *b = read;
    display *l = b ? draw_as_asked(e, a, r, &then, &b, d) : NULL;
    *is_same = l && b == read;
    if (l) {
        if (r->archive)
            l->attached = render_filled(a, e->fonts, b, l);
        bytes = paint_again(e, l, d);
        display_drop(l);
    }
    xml_store_drop(s);
    arena_drop(a);
    return bytes;
}
