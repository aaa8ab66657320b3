/* batch_wire.c: frames on the socket between the supervisor and a worker. */
#include "batch/batch_int.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* status, unchanged, same, there, output, bytes, pages, cpu, wall, messages: code, form's file and line, data's file,
 * line and path, arguments; recipients, parsed, consented, places, result. "" stands for a file or path that there is
 * none of. Texts are bytes: a file name need not be UTF-8. */
#define OUTCOME "(ybbbayxidda(uayiayiayaay)aayaayayayay)"
#define MESSAGES "a(uayiayiayaay)"

/* More messages say nothing more; their number is kept by the last of them. */
enum { MOST_MESSAGES = 50 };

static const char *
or_empty(const char *text)
{
    return text ? text : "";
}

static void
pack_message(GVariantBuilder *list, const diag_message *m)
{
    const char *args[5] = {m->args[0], m->args[1], m->args[2], m->args[3], NULL};
    g_variant_builder_add(list, "(u^ayi^ayi^ay^aay)", (guint32)m->code, or_empty(m->form.file), m->form.line,
                          or_empty(m->data.file), m->data.line, or_empty(m->data.path), args);
}

static GVariant *
pack_messages(const diag *d)
{
    GVariantBuilder list;
    g_variant_builder_init(&list, G_VARIANT_TYPE(MESSAGES));
    const size_t count = d ? diag_length(d) : 0;
    for (size_t i = 0; i < count && i < MOST_MESSAGES; i++)
        pack_message(&list, diag_at(d, i));
    if (count > MOST_MESSAGES) {
        char *rest = g_strdup_printf("%zu", count - MOST_MESSAGES);
        pack_message(&list, &(diag_message){.code = DIAG_TOO_MANY, .args = {rest}});
        g_free(rest);
    }
    return g_variant_builder_end(&list);
}

static GVariant *
pack_outcome(const batch_outcome *x)
{
    GVariant *output = g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, x->output.bytes, sizeof x->output.bytes, 1);
    char *nobody[] = {NULL};
    return g_variant_ref_sink(g_variant_new(
        "(ybbb@ayxidd@" MESSAGES "^aay^aay^ay^ay^ay)", (guchar)x->status, x->unchanged, x->same, x->there, output,
        x->bytes, x->pages, x->cpu, x->wall, pack_messages(x->messages), x->recipients ? x->recipients : nobody,
        x->parsed ? x->parsed : nobody, x->consented, or_empty(x->places), or_empty(x->result)));
}

static bool
send_all(int fd, const void *bytes, size_t length)
{
    for (const char *p = bytes; length > 0;) {
        const ssize_t n = write(fd, p, length);
        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0) {
            p += n;
            length -= (size_t)n;
        }
    }
    return true;
}

bool
batch_wire_send(int fd, batch_frame_kind kind, size_t index, const batch_outcome *x)
{
    g_assert(fd >= 0);
    GVariant *packed = x ? pack_outcome(x) : NULL;
    const batch_frame f = {kind, (uint32_t)index, packed ? (uint32_t)g_variant_get_size(packed) : 0};
    const bool sent = send_all(fd, &f, sizeof f) && (!packed || send_all(fd, g_variant_get_data(packed), f.length));
    if (packed)
        g_variant_unref(packed);
    return sent;
}

static const char *
or_none(const char *text)
{
    return *text ? text : NULL;
}

static diag *
unpack_messages(GVariantIter *list)
{
    diag *d = diag_new();
    guint32 code;
    const char *form_file, *data_file, *path, **given;
    gint32 form_line, data_line;
    while (g_variant_iter_next(list, "(u^&ayi^&ayi^&ay^a&ay)", &code, &form_file, &form_line, &data_file, &data_line,
                               &path, &given)) {
        diag_message m = {.code = (diag_code)code,
                          .form = {or_none(form_file), form_line, NULL},
                          .data = {or_none(data_file), data_line, or_none(path)}};
        for (size_t i = 0; i < G_N_ELEMENTS(m.args) && given[i]; i++)
            m.args[i] = given[i];
        if (code < DIAG_CODE_COUNT)
            diag_append(d, &m);
        g_free(given);
    }
    return d;
}

static void
unpack_outcome(const void *data, size_t size, batch_outcome *x)
{
    GBytes *copy = g_bytes_new(data, size); /* of an alignment that GVariant needs */
    GVariant *v = g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE(OUTCOME), copy, FALSE));
    guchar status;
    gboolean unchanged, same, there;
    GVariant *output;
    GVariantIter *messages;
    const char *consented;
    g_variant_get(v, "(ybbb@ayxidd" MESSAGES "^aay^aay^&ay^ay^ay)", &status, &unchanged, &same, &there, &output,
                  &x->bytes, &x->pages, &x->cpu, &x->wall, &messages, &x->recipients, &x->parsed, &consented,
                  &x->places, &x->result);
    g_strlcpy(x->consented, consented, sizeof x->consented);
    x->status = status <= LEDGER_FAILED ? (ledger_status)status : LEDGER_FAILED;
    x->unchanged = unchanged;
    x->same = same;
    x->there = there;
    gsize length;
    const void *bytes = g_variant_get_fixed_array(output, &length, 1);
    if (length == sizeof x->output.bytes)
        memcpy(x->output.bytes, bytes, length);
    x->messages = unpack_messages(messages);
    g_variant_iter_free(messages);
    g_variant_unref(output);
    g_variant_unref(v);
    g_bytes_unref(copy);
}

void
batch_outcome_clear(batch_outcome *x)
{
    diag_drop(x->messages);
    g_strfreev(x->recipients);
    g_strfreev(x->parsed);
    g_free(x->places);
    g_free(x->result);
    *x = (batch_outcome){0};
}

bool
batch_wire_take(GByteArray *bytes, batch_frame *f, batch_outcome *x)
{
    g_assert(bytes && f && x);
    *x = (batch_outcome){0};
    if (bytes->len < sizeof *f)
        return false;
    memcpy(f, bytes->data, sizeof *f);
    if (bytes->len - sizeof *f < f->length)
        return false;
    if (f->length)
        unpack_outcome(bytes->data + sizeof *f, f->length, x);
    g_byte_array_remove_range(bytes, 0, (guint)(sizeof *f + f->length));
    return true;
}
