/* gallery_list.c: which forms and cases there are, now and when some came or went. */
#include "preview/gallery.h"

#include <assert.h>
#include <string.h>

static void
free_form(gpointer data)
{
    gallery_form *f = data;
    g_free(f->name);
    g_free(f->key);
    g_free(f->path);
    g_free(f->title);
    g_free(f);
}

static void
free_case(gpointer data)
{
    gallery_case *c = data;
    g_free(c->name);
    g_free(c->key);
    g_free(c->path);
    g_free(c);
}

void
gallery_pair_drop(gallery_pair *p)
{
    g_free(p->key);
    g_free(p->told);
    g_array_free(p->sheets, TRUE);
    g_array_free(p->fits.squeezed, TRUE);
    diag_drop(p->messages);
    for (size_t i = 0; i < G_N_ELEMENTS(p->forbids); i++)
        diag_drop(p->forbids[i]);
    g_ptr_array_free(p->files, TRUE);
    if (p->first_page)
        g_bytes_unref(p->first_page);
    g_free(p);
}

/* Of a name, what can stand in any address and file name; a number tells apart what was alike but for the rest. A key
 * is never given twice, so that an address means what it meant. */
static char *
key_for(GHashTable *taken, const char *name)
{
    enum { MOST = 48 };
    char *safe = g_strndup(name, MOST), *key = safe;
    g_strcanon(safe, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_", '_');
    for (guint n = 2; g_hash_table_contains(taken, key); n++) {
        if (key != safe)
            g_free(key);
        key = g_strdup_printf("%s_%u", safe, n);
    }
    g_hash_table_add(taken, g_strdup(key));
    if (key != safe)
        g_free(safe);
    return key;
}

/* samples/NAME/case.xml, templates/NAME/form.xml, NAME.xml */
static char *
name_of(const char *path, const char *usual)
{
    char *file = g_path_get_basename(path), *folder = g_path_get_dirname(path), *last = g_path_get_basename(folder);
    char *out = NULL;
    if (strcmp(file, usual) == 0 && g_ascii_isalnum(last[0]))
        out = g_strdup(last);
    else if (g_str_has_suffix(file, ".xml"))
        out = g_strndup(file, strlen(file) - strlen(".xml"));
    else
        out = g_strdup(file);
    g_free(last);
    g_free(folder);
    g_free(file);
    return out;
}

/* ---- what was there, and what is there now ---- */

/* The one of this path, which is taken out of `from`; NULL: there is none. */
static gpointer
take_known(GPtrArray *from, const char *path, const char *(*path_of)(gconstpointer item))
{
    for (guint i = 0; from && i < from->len; i++)
        if (g_strcmp0(path_of(g_ptr_array_index(from, i)), path) == 0)
            return g_ptr_array_steal_index(from, i);
    return NULL;
}

static const char *
path_of_form(gconstpointer item)
{
    return ((const gallery_form *)item)->path;
}

static const char *
path_of_case(gconstpointer item)
{
    return ((const gallery_case *)item)->path;
}

/* `before`: those that there were; `gone`: those that had gone, which may come again. */
typedef struct listing {
    gallery *g;
    GPtrArray *before;
    bool changed;
} listing;

/* Takes the name. */
static void
add_form(listing *l, char *name, const char *path, const char *title)
{
    gallery *g = l->g;
    gallery_form *f = take_known(l->before, path, path_of_form);
    if (!f) {
        l->changed = true;
        f = take_known(g->gone_forms, path, path_of_form);
    }
    if (!f) {
        f = g_new0(gallery_form, 1);
        *f = (gallery_form){.name = g_strdup(name), .key = key_for(g->form_keys, name), .path = g_strdup(path)};
    }
    if (g_strcmp0(f->title, title) != 0) {
        g_free(f->title);
        f->title = g_strdup(title);
        l->changed = true;
    }
    g_free(name);
    g_ptr_array_add(g->forms, f);
}

static void
add_forms(listing *l, const GPtrArray *found)
{
    char *own = l->g->options->form ? files_short_path(l->g->options->form) : NULL;
    bool listed = own == NULL;
    for (guint i = 0; i < found->len; i++) {
        const render_form_entry *entry = g_ptr_array_index(found, i);
        char *path = files_short_path(entry->path);
        listed = listed || strcmp(path, own) == 0;
        if (!entry->takes_any)
            add_form(l, g_strdup(entry->name), path, entry->title);
        g_free(path);
    }
    if (!listed)
        add_form(l, name_of(own, "form.xml"), own, NULL);
    g_free(own);
}

static void
add_case(listing *l, const char *named)
{
    gallery *g = l->g;
    char *path = named ? files_short_path(named) : NULL;
    gallery_case *c = take_known(l->before, path, path_of_case);
    if (!c) {
        l->changed = true;
        c = take_known(g->gone_cases, path, path_of_case);
    }
    if (!c) {
        c = g_new0(gallery_case, 1);
        c->name = path ? name_of(path, "case.xml") : g_strdup("");
        c->key = key_for(g->case_keys, path ? c->name : "blank");
        c->path = g_strdup(path);
    }
    g_free(path);
    g_ptr_array_add(g->cases, c);
}

static void
add_cases(listing *l)
{
    const preview_options *o = l->g->options;
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
    if (o->find_cases)
        o->find_cases(o->find_data, found, l->g->folders);
    for (guint i = 0; !o->find_cases && o->gallery_cases && o->gallery_cases[i]; i++)
        g_ptr_array_add(found, g_strdup(o->gallery_cases[i]));
    for (guint i = 0; i < found->len; i++)
        add_case(l, g_ptr_array_index(found, i));
    if (found->len == 0)
        add_case(l, NULL);
    g_ptr_array_free(found, TRUE);
}

gallery_pair *
gallery_pair_new(const gallery_form *of, const gallery_case *sample)
{
    gallery_pair *p = g_new0(gallery_pair, 1);
    p->form = of;
    p->sample = sample;
    p->key = g_strconcat(of->key, ".", sample->key, NULL);
    p->sheets = g_array_new(FALSE, TRUE, sizeof(gallery_sheet));
    p->fits.squeezed = g_array_new(FALSE, TRUE, sizeof(gallery_squeeze));
    p->files = g_ptr_array_new_with_free_func(g_free);
    return p;
}

static GHashTable *
pairs_by_key(const gallery *g)
{
    GHashTable *by_key = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < g->pairs->len; i++)
        g_hash_table_insert(by_key, ((gallery_pair *)g_ptr_array_index(g->pairs, i))->key,
                            g_ptr_array_index(g->pairs, i));
    return by_key;
}

/* Those that stay keep what is known of them. */
static void
add_pairs(gallery *g)
{
    GHashTable *before = pairs_by_key(g), *kept = g_hash_table_new(NULL, NULL);
    GPtrArray *pairs = g_ptr_array_new_with_free_func((GDestroyNotify)gallery_pair_drop);
    for (guint i = 0; i < g->forms->len; i++)
        for (guint k = 0; k < g->cases->len; k++) {
            gallery_pair *fresh = gallery_pair_new(g_ptr_array_index(g->forms, i), g_ptr_array_index(g->cases, k));
            gallery_pair *p = g_hash_table_lookup(before, fresh->key);
            if (p)
                gallery_pair_drop(fresh);
            g_hash_table_add(kept, p ? p : fresh);
            g_ptr_array_add(pairs, p ? p : fresh);
        }
    g_hash_table_destroy(before);
    for (guint i = g->pairs->len; i-- > 0;) {
        gpointer p = g_ptr_array_steal_index(g->pairs, i);
        if (!g_hash_table_contains(kept, p))
            gallery_pair_drop(p);
    }
    g_hash_table_destroy(kept);
    g_ptr_array_free(g->pairs, TRUE);
    g->pairs = pairs;
}

/* What is left of those that there were has gone. A view may still look at one of them. */
static void
end_listing(listing *l, GPtrArray *gone)
{
    l->changed = l->changed || (l->before && l->before->len > 0);
    if (l->before)
        g_ptr_array_extend_and_steal(gone, l->before);
    l->before = NULL;
}

/* The folder of forms and those in it, where a form may come to be. */
static void
note_form_folders(gallery *g)
{
    GDir *dir = g_dir_open(g->paths->forms, 0, NULL);
    g_ptr_array_add(g->folders, g_strdup(g->paths->forms));
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(g->paths->forms, name, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_DIR))
            g_ptr_array_add(g->folders, path);
        else
            g_free(path);
    }
    if (dir)
        g_dir_close(dir);
}

static GPtrArray *
begin_listing(GPtrArray **list, GDestroyNotify drop)
{
    GPtrArray *before = *list;
    *list = g_ptr_array_new_with_free_func(drop);
    return before;
}

bool
gallery_list(gallery *g)
{
    g_assert(g);
    diag *untold = diag_new(); /* what is wrong with a form is told by its pairs */
    GPtrArray *found = render_find_forms(g->paths, untold);
    diag_drop(untold);
    if (!found) /* a folder that is away for a moment: all stay */
        return false;
    g_ptr_array_set_size(g->folders, 0);
    note_form_folders(g);
    listing forms = {g, begin_listing(&g->forms, free_form), false};
    add_forms(&forms, found);
    end_listing(&forms, g->gone_forms);
    g_ptr_array_free(found, TRUE);
    listing cases = {g, begin_listing(&g->cases, free_case), false};
    add_cases(&cases);
    end_listing(&cases, g->gone_cases);
    if (forms.changed || cases.changed)
        add_pairs(g);
    return forms.changed || cases.changed;
}

/* ---- opening and closing ---- */

gallery *
gallery_new(const render_paths *paths, const preview_options *o, diag *d)
{
    assert(paths && o && d);
    diag *titles = diag_new();
    GPtrArray *found = render_find_forms(paths, titles);
    diag_drop(titles);
    if (!found) {
        render_find_forms(paths, d);
        return NULL;
    }
    g_ptr_array_free(found, TRUE);
    gallery *g = g_new0(gallery, 1);
    g->paths = paths;
    g->options = o;
    g->forms = g_ptr_array_new_with_free_func(free_form);
    g->cases = g_ptr_array_new_with_free_func(free_case);
    g->gone_forms = g_ptr_array_new_with_free_func(free_form);
    g->gone_cases = g_ptr_array_new_with_free_func(free_case);
    g->form_keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g->case_keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g->folders = g_ptr_array_new_with_free_func(g_free);
    g->pairs = g_ptr_array_new_with_free_func((GDestroyNotify)gallery_pair_drop);
    g->streams = g_ptr_array_new();
    gallery_list(g);
    return g;
}

void
gallery_drop(gallery *g)
{
    if (!g)
        return;
    GPtrArray *const lists[] = {g->pairs, g->cases, g->forms, g->gone_cases, g->gone_forms, g->folders, g->streams};
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
        g_ptr_array_free(lists[i], TRUE);
    g_hash_table_destroy(g->form_keys);
    g_hash_table_destroy(g->case_keys);
    g_free(g);
}
