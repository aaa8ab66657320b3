/* view.c: what the server knows of a sight: the pages that are there, and the event that tells of them. A state is told
 * as soon as the page that is looked at is there; the others are told one by one. */
#include "preview/preview_int.h"

#include <assert.h>
#include <string.h>

#include "base/json.h"

enum { KEPT_STATES = 3 }; /* so long a picture that has passed may still be asked for */

typedef struct kept_body {
    GBytes *bytes;
    guint number; /* the last state that had it */
} kept_body;

static void
free_body(gpointer data)
{
    kept_body *b = data;
    g_bytes_unref(b->bytes);
    g_free(b);
}

static void
free_page(gpointer data)
{
    view_page *p = data;
    char *strings[] = {p->id, p->mark_id, p->since, p->delta, p->label};
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
    g_free(p);
}

view *
view_new(const char *key, const char *name, render_request r)
{
    assert(key && name);
    view *v = g_new0(view, 1);
    v->key = g_strdup(key);
    v->name = g_strdup(name);
    v->request = r;
    v->pages = g_ptr_array_new_with_free_func(free_page);
    v->bodies = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_body);
    v->released = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
    v->form_files = g_ptr_array_new_with_free_func(g_free);
    v->case_files = g_ptr_array_new_with_free_func(g_free);
    v->streams = g_ptr_array_new();
    v->stale = true;
    return v;
}

void
view_drop(view *v)
{
    if (!v)
        return;
    assert(!v->task);
    g_ptr_array_free(v->pages, TRUE);
    g_hash_table_destroy(v->bodies);
    g_hash_table_destroy(v->released);
    g_ptr_array_free(v->form_files, TRUE);
    g_ptr_array_free(v->case_files, TRUE);
    g_ptr_array_free(v->streams, TRUE);
    const guint sources[] = {v->doubt, v->sign};
    for (size_t i = 0; i < G_N_ELEMENTS(sources); i++)
        if (sources[i])
            g_source_remove(sources[i]);
    char *strings[] = {v->key, v->name, v->messages, v->altered, v->failure, v->group};
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
    g_free(v);
}

GVariant *
view_ask(view *v)
{
    GVariant *all = g_variant_new("(@" SIGHT_ASKED "bu)", sight_ask(&v->request, v->how), v->forget, v->seen);
    v->forget = false;
    return all;
}

/* ---- bodies ---- */

/* bytes: NULL or empty: they are there already, and still needed. */
static void
keep_body(view *v, const char *id, GBytes *bytes)
{
    if (bytes && g_bytes_get_size(bytes) > 0) {
        kept_body *b = g_new(kept_body, 1);
        *b = (kept_body){g_bytes_ref(bytes), 0};
        g_hash_table_replace(v->bodies, g_strdup(id), b);
    }
    kept_body *b = g_hash_table_lookup(v->bodies, id);
    if (b)
        b->number = v->number + 1; /* it is told with the next state, or with this one */
}

static gboolean
has_passed(gpointer id, gpointer body, gpointer data)
{
    (void)id;
    const view *v = data;
    return ((const kept_body *)body)->number + KEPT_STATES < v->number;
}

/* `old`: the pages that may be compared with. */
static void
forget_past(view *v, GVariant *old)
{
    GVariantIter all;
    const char *id;
    g_variant_iter_init(&all, old);
    while (g_variant_iter_next(&all, "&s", &id))
        keep_body(v, id, NULL);
    g_hash_table_foreach_remove(v->bodies, has_passed, v);
}

GBytes *
view_body(const view *v, const char *id)
{
    const kept_body *b = g_hash_table_lookup(v->bodies, id);
    return b ? b->bytes : g_hash_table_lookup(v->released, id);
}

/* ---- what is told ---- */

static void
append_picture(GString *out, const view_page *p)
{
    g_string_append_printf(out, "\"id\":\"%s\"", p->id);
    if (!p->delta)
        return;
    g_string_append_printf(out, ",\"since\":\"%s\",\"delta\":", p->since);
    json_append(out, p->delta);
}

static void
append_page(GString *out, const view_page *p)
{
    g_string_append_printf(out, "{\"width\":%d,\"height\":%d,\"label\":", p->width, p->height);
    json_append(out, p->label);
    if (p->fresh) {
        g_string_append_c(out, ',');
        append_picture(out, p);
    }
    if (p->known)
        g_string_append_printf(out, ",\"marks\":\"%s\"", p->mark_id);
    g_string_append_c(out, '}');
}

static GString *
state_of(const view *v, preview_files *files)
{
    static const char *const words[] = {"new", "good", "trial", "broken"};
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "{\"n\":%u,\"view\":\"%s\",\"state\":\"%s\",\"whole\":%s,\"pages\":[", v->number,
                           v->key, words[v->state], v->whole ? "true" : "false");
    for (guint i = 0; i < v->pages->len; i++) {
        if (i)
            g_string_append_c(out, ',');
        append_page(out, g_ptr_array_index(v->pages, i));
    }
    g_string_append_printf(out, "],%s%s,\"files\":", v->altered && v->state != VIEW_BROKEN ? v->altered : "",
                           v->state == VIEW_BROKEN ? v->failure : v->messages);
    files_append_json(files, out);
    g_string_append_c(out, '}');
    return out;
}

static void
send_all(const view *v, const char *event, const GString *json)
{
    for (guint i = 0; i < v->streams->len; i++)
        stream_send(g_ptr_array_index(v->streams, i), event, v->number, json->str);
}

static void
tell_state(view *v, view_state state, preview_files *files)
{
    v->state = state;
    v->number++;
    v->pending = v->late = v->awaited = false;
    GString *out = state_of(v, files);
    send_all(v, "state", out);
    g_string_free(out, TRUE);
}

void
view_tell(const view *v, stream *one, preview_files *files)
{
    if (v->number == 0 || v->pending) /* the next is told to all in a moment */
        return;
    GString *out = state_of(v, files);
    stream_send(one, "state", v->number, out->str);
    g_string_free(out, TRUE);
}

void
view_tell_late(const view *v, stream *one)
{
    char *json = g_strdup_printf("{\"view\":\"%s\"}", v->key);
    stream_send(one, "late", v->number, json);
    g_free(json);
}

void
view_tell_broken(view *v, preview_files *files)
{
    assert(v->failure);
    for (guint i = 0; i < v->pages->len; i++) { /* the last that there were */
        view_page *p = g_ptr_array_index(v->pages, i);
        g_clear_pointer(&p->delta, g_free);
        p->fresh = p->id != NULL;
        p->known = p->mark_id != NULL;
    }
    v->whole = true;
    tell_state(v, VIEW_BROKEN, files);
}

void
view_add_end(diag *d, worker_end end, const char *path)
{
    static const char *const said[][2] = {[WORKER_DONE] = {"紙面を描けなかった", "could not paint it"},
                                          [WORKER_KILLED] = {"止められた", "was ended"},
                                          [WORKER_LATE] = {"時間の上限を超えた", "took too much time"},
                                          [WORKER_SHORT] = {"メモリーの上限を超えた", "took too much memory"},
                                          [WORKER_CRASHED] = {"落ちた", "crashed"}};
    diag_add(d, DIAG_PREVIEW_WORKER, (place){.file = path}, PLACE_NONE, said[end][DIAG_JA], said[end][DIAG_EN], NULL);
}

void
view_fail(view *v, worker_end end, preview_files *files)
{
    diag *d = diag_new();
    GString *out = g_string_new(NULL);
    view_add_end(d, end, v->request.form);
    files_append_messages(out, d, files);
    g_free(v->failure);
    v->failure = g_string_free(out, FALSE);
    diag_drop(d);
    view_tell_broken(v, files);
}

/* ---- what a worker tells ---- */

static void
take_paths(GPtrArray *to, GVariant *list)
{
    GVariantIter all;
    const char *path;
    g_ptr_array_set_size(to, 0);
    g_variant_iter_init(&all, list);
    while (g_variant_iter_next(&all, "^&ay", &path))
        g_ptr_array_add(to, g_strdup(path));
}

/* Pages keep the picture that they had until there is another. */
static void
take_sizes(view *v, GVariant *sizes)
{
    const guint count = (guint)g_variant_n_children(sizes);
    if (v->pages->len > count)
        g_ptr_array_set_size(v->pages, (gint)count);
    while (v->pages->len < count)
        g_ptr_array_add(v->pages, g_new0(view_page, 1));
    for (guint i = 0; i < count; i++) {
        view_page *p = g_ptr_array_index(v->pages, i);
        g_free(p->label);
        g_variant_get_child(sizes, i, "(iis)", &p->width, &p->height, &p->label);
        p->fresh = p->known = false;
    }
}

static void
hear_state(view *v, GVariant *with)
{
    gboolean good;
    char *messages, *altered;
    GVariant *form_files, *case_files, *sizes;
    g_variant_get(with, "(bss@aay@aay@a(iis))", &good, &messages, &altered, &form_files, &case_files, &sizes);
    take_paths(v->form_files, form_files);
    take_paths(v->case_files, case_files);
    v->pending = g_variant_n_children(sizes) > 0;
    g_clear_pointer(&v->failure, g_free);
    if (v->pending) {
        v->good = good;
        v->whole = false;
        take_sizes(v, sizes);
        g_free(v->messages);
        g_free(v->altered);
        v->messages = messages;
        v->altered = altered;
    } else {
        v->failure = messages;
        g_free(altered);
    }
    g_variant_unref(form_files);
    g_variant_unref(case_files);
    g_variant_unref(sizes);
}

static void
replace_text(char **text, const char *now)
{
    g_free(*text);
    *text = now[0] ? g_strdup(now) : NULL;
}

static void
tell_page(const view *v, guint number, const view_page *p, bool marks)
{
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "{\"n\":%u,\"page\":%u,", v->number, number);
    if (marks)
        g_string_append_printf(out, "\"marks\":\"%s\"", p->mark_id);
    else
        append_picture(out, p);
    g_string_append_c(out, '}');
    send_all(v, marks ? "marks" : "page", out);
    g_string_free(out, TRUE);
}

static bool
hear_page(view *v, GVariant *with, preview_files *files)
{
    guint number;
    const char *id, *since, *delta;
    GVariant *svg;
    g_variant_get(with, "(u&s&s&s@s)", &number, &id, &since, &delta, &svg);
    view_page *p = number < v->pages->len ? g_ptr_array_index(v->pages, number) : NULL;
    if (p) {
        GBytes *body = worker_text(svg);
        keep_body(v, id, body);
        g_bytes_unref(body);
        replace_text(&p->id, id);
        replace_text(&p->since, since);
        replace_text(&p->delta, delta);
        p->fresh = true;
        if (v->pending)
            tell_state(v, v->good ? VIEW_GOOD : VIEW_TRIAL, files);
        else
            tell_page(v, number, p, false);
    }
    g_variant_unref(svg);
    return p != NULL;
}

static bool
hear_marks(view *v, GVariant *with)
{
    guint number;
    const char *id;
    GVariant *marks;
    g_variant_get(with, "(u&s@s)", &number, &id, &marks);
    view_page *p = number < v->pages->len ? g_ptr_array_index(v->pages, number) : NULL;
    if (p) {
        GBytes *body = worker_text(marks);
        keep_body(v, id, body);
        g_bytes_unref(body);
        replace_text(&p->mark_id, id);
        p->known = true;
        tell_page(v, number, p, true);
    }
    g_variant_unref(marks);
    return p != NULL;
}

/* All of it is there; and files may have been named that were not yet known when the state was told. */
static void
hear_whole(view *v, GVariant *with, preview_files *files)
{
    v->whole = true;
    for (guint i = 0; i < v->pages->len; i++) {
        const view_page *p = g_ptr_array_index(v->pages, i);
        keep_body(v, p->id, NULL);
        keep_body(v, p->mark_id, NULL);
    }
    forget_past(v, with);
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "{\"n\":%u,\"files\":", v->number);
    files_append_json(files, out);
    g_string_append_c(out, '}');
    send_all(v, "whole", out);
    g_string_free(out, TRUE);
}

bool
view_hear(view *v, const char *word, GVariant *with, preview_files *files)
{
    static const struct {
        const char *word, *type;
    } types[] = {{"state", "(bssaayaaya(iis))"}, {"page", "(ussss)"}, {"marks", "(uss)"}, {"whole", "as"}};
    for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
        if (strcmp(word, types[i].word) == 0 && !g_variant_is_of_type(with, G_VARIANT_TYPE(types[i].type)))
            return false;
    if (strcmp(word, "state") == 0)
        hear_state(v, with);
    else if (strcmp(word, "page") == 0)
        return hear_page(v, with, files);
    else if (strcmp(word, "marks") == 0)
        return hear_marks(v, with);
    else if (strcmp(word, "whole") == 0)
        hear_whole(v, with, files);
    else
        return false;
    return true;
}
