/* compare.c: a sight beside what it was at the save before, or beside the form in use. */
#include "preview/preview_int.h"

#include <assert.h>
#include <string.h>

#include "base/json.h"

enum { MOST_CHANGES = 200 };

static void
append_box(GString *out, const char *name, const display_box *b)
{
    if (b->w)
        g_string_append_printf(out, ",\"%s\":[%d,%d,%d,%d]", name, b->x, b->y, b->w, b->h);
}

static void
append_change(GString *out, const display_change *c)
{
    static const char *const kinds[] = {"moved", "changed", "added", "removed"};
    g_string_append_printf(out, "{\"kind\":\"%s\",\"what\":\"%s\",\"whole\":%s,\"count\":%u,\"from\":%d,\"to\":%d",
                           kinds[c->kind], display_role_name(c->role), c->whole ? "true" : "false", c->count,
                           c->page_before, c->page_after);
    append_box(out, "before", &c->before);
    append_box(out, "after", &c->after);
    if (c->kind == DISPLAY_MOVED && c->page_before == c->page_after)
        g_string_append_printf(out, ",\"by\":[%d,%d]", c->dx, c->dy);
    json_append_member(out, "was", c->text_before);
    json_append_member(out, "is", c->text_after);
    g_string_append_c(out, '}');
}

static void
append_pages(GString *out, const GArray *pages)
{
    g_string_append(out, ",\"pages\":[");
    for (guint i = 0; i < pages->len; i++) {
        const sight_shown *p = &g_array_index(pages, sight_shown, i);
        g_string_append_printf(out, "%s{\"id\":\"%s\",\"width\":%d,\"height\":%d}", i ? "," : "", p->id, p->width,
                               p->height);
    }
    g_string_append_c(out, ']');
}

static void
append_comparison(GString *out, const sight *v, const sight_version *old)
{
    guint left = 0;
    GArray *list = display_compare(old->trace, v->now->trace, MOST_CHANGES, &left);
    append_pages(out, old->pages);
    g_string_append_printf(out, ",\"now\":%u,\"left\":%u,\"changes\":[", v->now->pages->len, left);
    for (guint i = 0; i < list->len; i++) {
        g_string_append(out, i ? ",\n" : "");
        append_change(out, &g_array_index(list, display_change, i));
    }
    g_string_append_c(out, ']');
    g_array_free(list, TRUE);
}

/* NAME/form.xml of the folder; of a form that lies elsewhere its last two names. NULL: it is not there. */
static char *
form_in(const char *released, const char *path)
{
    char *whole = g_canonicalize_filename(path, NULL), *file = g_path_get_basename(whole);
    char *folder = g_path_get_dirname(whole), *name = g_path_get_basename(folder);
    char *there = g_build_filename(released, name, file, NULL);
    if (!g_file_test(there, G_FILE_TEST_IS_REGULAR))
        g_clear_pointer(&there, g_free);
    g_free(whole);
    g_free(file);
    g_free(folder);
    g_free(name);
    return there;
}

/* NULL after a reason in `out`. */
static const sight_version *
make_released(sight *v, const char *released, const view_maker *m, desk *k, GString *out)
{
    char *path = released ? form_in(released, v->request.form) : NULL;
    if (!path) {
        g_string_append_printf(out, ",\"none\":\"%s\"", released ? "not-released" : "no-folder");
        return NULL;
    }
    if (!v->released || strcmp(v->released_form, path) != 0) {
        sight_drop(v->released);
        char *key = g_strconcat("r-", v->key, NULL);
        render_request r = v->request;
        g_free(v->released_form);
        r.form = v->released_form = g_strdup(path);
        GVariant *asked = g_variant_ref_sink(sight_ask(&r, v->how));
        v->released = sight_new(key, asked);
        g_variant_unref(asked);
        g_free(key);
    }
    g_free(path);
    sight_forget_case(v->released); /* it may have been saved; this is asked for seldom */
    GString *why = g_string_new(NULL);
    const bool good = sight_compose(v->released, 0, true, why, m, k);
    if (!good)
        g_string_append_printf(out, ",\"none\":\"broken\",%s", why->str);
    g_string_free(why, TRUE);
    return good ? v->released->now : NULL;
}

char *
compare_told(sight *v, guint number, bool saved, const char *released, GVariantBuilder *kept, const view_maker *m,
             desk *k)
{
    assert(v && m && k);
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "{\"n\":%u,\"with\":\"%s\"", number, saved ? "saved" : "released");
    if (!v->now) {
        g_string_append(out, ",\"none\":\"no-pages\"");
    } else if (saved && v->before) {
        append_comparison(out, v, v->before);
    } else if (saved) {
        g_string_append(out, ",\"none\":\"not-saved\"");
    } else {
        const sight_version *in_use = make_released(v, released, m, k, out);
        if (in_use)
            append_comparison(out, v, in_use);
        for (guint i = 0; in_use && i < in_use->pages->len; i++)
            g_variant_builder_add(kept, "s", g_array_index(in_use->pages, sight_shown, i).id);
    }
    g_string_append_c(out, '}');
    return g_string_free(out, FALSE);
}
