/* work.c: what a worker does: it makes sights and compares them, makes pairs of the gallery, and reviews the form. What
 * it has read and painted is kept, for a few sights, until it ends. */
#include "preview/gallery.h"

#include <string.h>

enum { MOST_SIGHTS = 8 };

typedef struct shop {
    const preview_options *options;
    view_maker maker;
    GPtrArray *sights; /* of sight, the one that was asked for last at the end */
    desk *desk;
} shop;

/* fresh: what is known of it here is not what the server knows. */
static sight *
take_sight(shop *s, const char *of, bool fresh, GVariant *asked)
{
    sight *v = NULL;
    for (guint i = 0; i < s->sights->len && !v; i++)
        if (strcmp(((const sight *)g_ptr_array_index(s->sights, i))->key, of) == 0)
            v = g_ptr_array_steal_index(s->sights, i);
    if (v && fresh)
        g_clear_pointer(&v, sight_drop);
    if (!v)
        v = sight_new(of, asked);
    if (s->sights->len >= MOST_SIGHTS)
        g_ptr_array_remove_index(s->sights, 0);
    g_ptr_array_add(s->sights, v);
    return v;
}

static void
do_view(shop *s, const char *of, bool fresh, GVariant *with)
{
    GVariant *asked;
    gboolean forget;
    guint seen;
    g_variant_get(with, "(@" SIGHT_ASKED "bu)", &asked, &forget, &seen);
    sight *v = take_sight(s, of, fresh, asked);
    if (forget)
        sight_forget_case(v);
    sight_compose(v, seen, false, NULL, &s->maker, s->desk);
    g_variant_unref(asked);
}

static void
do_compare(shop *s, const char *of, bool fresh, GVariant *with)
{
    GVariant *asked;
    gboolean saved;
    guint number;
    g_variant_get(with, "(@" SIGHT_ASKED "bu)", &asked, &saved, &number);
    sight *v = take_sight(s, of, fresh, asked);
    GVariantBuilder kept;
    g_variant_builder_init(&kept, G_VARIANT_TYPE("as"));
    char *told = compare_told(v, number, saved, s->options->released, &kept, &s->maker, s->desk);
    desk_tell(s->desk, "compared", g_variant_new("(sas)", told, &kept));
    g_free(told);
    g_variant_unref(asked);
}

/* Form and case as the gallery names them. */
static void
do_pair(shop *s, GVariant *with)
{
    gallery_form paper = {0};
    gallery_case sample = {0};
    const gallery g = {.options = s->options};
    g_variant_get(with, GALLERY_ASKED, &paper.key, &paper.path, &sample.key, &sample.path);
    gallery_pair *p = gallery_pair_new(&paper, &sample);
    gallery_compose(&g, p, &s->maker, NULL);
    GString *told = g_string_new(NULL);
    gallery_append_pair(told, p);
    desk_tell(s->desk, "pair",
              g_variant_new("(us@aay@s)", (guint)p->state, told->str,
                            g_variant_new_bytestring_array((const char *const *)p->files->pdata, (gssize)p->files->len),
                            desk_text(p->first_page)));
    g_string_free(told, TRUE);
    gallery_pair_drop(p);
    char *strings[] = {paper.key, paper.path, sample.key, sample.path};
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
}

/* A document at a time: what is saved meanwhile comes first. */
static void
do_review(shop *s)
{
    const preview_options *o = s->options;
    const render_request request = {.form = o->form, .as_of = o->as_of, .month = o->month};
    diag *unread = diag_new(), *found = diag_new();
    render_review *v = render_review_new(s->maker.environment, &request, o->gallery_cases, unread);
    bool more = v != NULL, stopped = false;
    guint seen = 0;
    while (more && !stopped) {
        more = render_review_step(v);
        stopped = desk_is_stopped(s->desk, &seen);
    }
    if (v && !stopped)
        render_review_tell(v, found);
    GString *out = g_string_new(NULL);
    files_append_messages(out, found, s->maker.files);
    if (!stopped)
        desk_tell(s->desk, "found", g_variant_new_string(out->str));
    g_string_free(out, TRUE);
    render_review_drop(v);
    diag_drop(unread);
    diag_drop(found);
}

void
work_serve(desk *k, void *data)
{
    const work_ground *ground = data;
    shop s = {.options = ground->options, .desk = k};
    s.maker = (view_maker){ground->environment, paint_outlines_new(), files_new_asking(k)};
    s.sights = g_ptr_array_new_with_free_func((GDestroyNotify)sight_drop);
    for (;;) {
        const char *word, *of;
        gboolean fresh;
        GVariant *said = desk_next(k, &word), *with;
        if (!g_variant_is_of_type(said, G_VARIANT_TYPE("(bsv)"))) { /* of a task that is done */
            g_variant_unref(said);
            continue;
        }
        g_variant_get(said, "(b&sv)", &fresh, &of, &with);
        if (strcmp(word, "view") == 0)
            do_view(&s, of, fresh, with);
        else if (strcmp(word, "compare") == 0)
            do_compare(&s, of, fresh, with);
        else if (strcmp(word, "pair") == 0)
            do_pair(&s, with);
        else if (strcmp(word, "review") == 0)
            do_review(&s);
        desk_tell(k, "done", NULL);
        g_variant_unref(with);
        g_variant_unref(said);
    }
}
