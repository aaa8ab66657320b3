/* environment.c: what is opened once, and kept for the documents that follow. */
#include "render/render_int.h"

#include <string.h>

#include "base/fault.h"
#include "base/folder.h"
#include "base/order.h"
#include "form/form.h"

render_environment *
render_open(const render_paths *paths, render_keep keep, diag *d)
{
    g_assert(paths && d);
    render_environment *e = g_new0(render_environment, 1);
    e->paths = paths;
    e->keep = keep;
    e->a = arena_new();
    e->s = xml_store_new();
    e->forms = g_hash_table_new(g_str_hash, g_str_equal);
    e->schemas = casefile_schemas_open(paths->schema, keep == RENDER_KEEP);
    if (keep == RENDER_ONCE) {
        xml_store_take_proven(e->s);
        casefile_schemas_take_proven(e->schemas);
    }
    e->fonts = font_set_open(paths->fonts, d);
    if (!e->fonts) {
        render_close(e);
        return NULL;
    }
    e->engine = text_engine_new(e->fonts);
    e->kit = paint_kit_new(e->fonts);
    return e;
}

bool
render_leave(const render_environment *e, void *thing)
{
    static GPtrArray *left;
    if (e->keep != RENDER_ONCE)
        return false;
    if (!left)
        left = g_ptr_array_new();
    g_ptr_array_add(left, thing);
    return true;
}

void
render_close(render_environment *e)
{
    if (!e || render_leave(e, e))
        return;
    paint_kit_drop(e->kit);
    if (e->engine)
        text_engine_drop(e->engine);
    font_set_close(e->fonts);
    casefile_schemas_close(e->schemas);
    g_hash_table_destroy(e->forms);
    xml_store_drop(e->s);
    arena_drop(e->a);
    g_free(e);
}

const check_rules *
render_rules(render_environment *e, const form *f, diag *d)
{
    g_assert(!e->rules_for || (f && strcmp(e->rules_for, f->name) == 0)); /* one document is one form */
    if (!e->rules) {
        e->rules_for = e->keep == RENDER_ONCE && f ? arena_strdup(e->a, f->name) : NULL;
        char *folder = render_rules_folder(e->paths);
        const check_source from = {.rules = folder,
                                   .local = e->paths->local,
                                   .schema = e->paths->schema,
                                   .form = e->rules_for,
                                   .values = f && f->asks_values};
        e->rules = check_rules_load(e->a, e->s, &from, d);
        g_free(folder);
    }
    return e->rules;
}

bind_values
render_values(const check_rules *rules)
{
    return (bind_values){(void *)rules, check_parameter, check_lasting_value};
}

typedef form *(*form_reading)(arena *a, xml_store *s, const char *path, const schema_grammar *schema, diag *d);

static const form *
read_form(render_environment *e, arena *a, xml_store *s, const char *name, form_reading read, diag *d)
{
    if (!e->form_schema)
        e->form_schema = form_schema_read(e->s, e->paths->schema, d);
    char *path = render_form_path(e->paths, name);
    const form *f = NULL;
    if (!strchr(name, '/') && !g_file_test(path, G_FILE_TEST_EXISTS))
        render_tell_unknown_form(e->paths, name, d);
    else if (e->form_schema)
        f = read(a, s, arena_strdup(a, path), e->form_schema, d);
    g_free(path);
    return f;
}

const form *
render_form(render_environment *e, arena *a, xml_store *s, const char *name, diag *d)
{
    if (e->keep != RENDER_KEEP)
        return read_form(e, a, s, name, form_read_with, d);
    const form *f = g_hash_table_lookup(e->forms, name);
    if (!f && (f = read_form(e, e->a, e->s, name, form_read_with, d)))
        g_hash_table_insert(e->forms, arena_strdup(e->a, name), (void *)f);
    return f;
}

const form *
render_large_form(render_environment *e, arena *a, xml_store *s, const char *name, diag *d)
{
    return read_form(e, a, s, name, form_read_large, d);
}

const form *
render_roomy_form(render_environment *e, arena *a, xml_store *s, const char *name, diag *d)
{
    return read_form(e, a, s, name, form_read_roomy, d);
}

/* *edition: NULL where the name says none, or that it is blank. NULL after a diagnostic. */
static const form *
form_of_copy(render_environment *e, const char *copy, const audience_edition **edition, bool *blank, diag *d)
{
    char *name;
    const char *word = render_copy_split(copy, &name);
    *blank = render_copy_is_blank(word);
    const form *f = render_form(e, e->a, e->s, name, d);
    const audience_table *t = f && word && !*blank ? render_editions(e, e->a, e->s, d) : NULL;
    *edition = t ? audience_named(t, word) : NULL;
    if (t && !*edition)
        render_tell_editions(t, copy, PLACE_NONE, d);
    g_free(name);
    return !word || *blank || *edition ? f : NULL;
}

bool
render_warm(render_environment *e, const char *name, diag *d)
{
    g_assert(e->keep == RENDER_KEEP);
    const audience_edition *edition = NULL;
    bool blank;
    const form *f = form_of_copy(e, name, &edition, &blank, d);
    return f && (!edition || render_copy_is_for(f, e->editions, edition, d)) && render_rules(e, NULL, d) &&
           casefile_schemas_warm(e->schemas, d) && (!f->audience || render_editions(e, e->a, e->s, d));
}

const char *const *
render_form_files(render_environment *e, const char *name, diag *d)
{
    g_assert(e->keep == RENDER_KEEP);
    const audience_edition *edition;
    bool blank;
    const form *f = form_of_copy(e, name, &edition, &blank, d);
    return f ? f->files : NULL;
}

const char *
render_form_title(render_environment *e, const char *name, diag *d)
{
    g_assert(e->keep == RENDER_KEEP);
    const audience_edition *edition;
    bool blank;
    const form *f = form_of_copy(e, name, &edition, &blank, d);
    if (!f || !(edition || blank))
        return f ? f->title : NULL;
    return arena_printf(e->a, "%s（%s）", f->title, blank ? "用紙" : edition->mark);
}

const char *
render_form_scope(render_environment *e, const char *name, diag *d)
{
    g_assert(e->keep == RENDER_KEEP);
    const audience_edition *edition;
    bool blank;
    const form *f = form_of_copy(e, name, &edition, &blank, d);
    return f ? (f->scope ? f->scope : "") : NULL;
}

size_t
render_form_recipients(render_environment *e, const char *name, const char **to, size_t room)
{
    g_assert(e && e->keep == RENDER_KEEP && name && to);
    diag *own = diag_new(); /* why a form cannot be read was told when its documents were made */
    const audience_edition *edition = NULL;
    bool blank;
    const form *f = form_of_copy(e, name, &edition, &blank, own);
    size_t n = 0;
    if (edition)
        to[n++] = edition->to;
    for (size_t i = 0; f && !edition && i < f->recipient_count && n < room; i++) {
        size_t known = 0;
        while (known < n && strcmp(to[known], f->recipients[i].to) != 0)
            known++;
        if (known == n && (!blank || bind_blank_goes_to(f->recipients[i].to)))
            to[n++] = f->recipients[i].to;
    }
    diag_drop(own);
    return n;
}

/* ---- files ---- */

void
render_sum_files(render_environment *e, digest (*sum)(const void *bytes, size_t length))
{
    g_assert(e && e->keep == RENDER_KEEP);
    e->sum = sum;
    xml_store_sum_files(e->s, sum);
    casefile_schemas_sum_files(e->schemas, sum);
}

const digest *
render_parsed_sum(const render_environment *e, const char *path)
{
    g_assert(e && path);
    const digest *sum = xml_store_file_sum(e->s, path);
    return sum ? sum : casefile_schemas_sum(e->schemas, path);
}

size_t
render_font_count(const render_environment *e)
{
    g_assert(e);
    return font_face_count(e->fonts);
}

render_font
render_font_at(const render_environment *e, size_t i)
{
    g_assert(e);
    const font_face *face = font_face_at(e->fonts, i);
    const font_bytes *b = font_face_bytes(face);
    return (render_font){font_face_file(face), b->data, b->length, b->is, b->looked};
}

void
render_font_rest(const render_environment *e, size_t i)
{
    g_assert(e);
    font_face_rest(font_face_at(e->fonts, i));
}

char *
render_rules_folder(const render_paths *paths)
{
    char *shared = g_path_get_dirname(paths->schema), *folder = g_build_filename(shared, "rules", NULL);
    g_free(shared);
    return folder;
}

static void
add_folder(GPtrArray *paths, const char *folder, const char *ending, diag *d)
{
    int error;
    GPtrArray *names = folder_names(folder, &error);
    for (guint i = 0; names && i < names->len; i++)
        if (g_str_has_suffix(g_ptr_array_index(names, i), ending))
            g_ptr_array_add(paths, g_build_filename(folder, g_ptr_array_index(names, i), NULL));
    if (names)
        g_ptr_array_unref(names);
    else if (fault_is_of_machine(error)) /* one that is not there was reported when it was needed */
        fault_report(d, DIAG_FILE_READ, PLACE_NONE, folder, error);
}

void
render_common_files(const render_environment *e, GPtrArray *paths, diag *d)
{
    g_assert(e && paths && d);
    char *rules = render_rules_folder(e->paths);
    add_folder(paths, rules, ".xml", d);
    if (e->paths->local)
        add_folder(paths, e->paths->local, ".xml", d);
    if (e->paths->local)
        add_folder(paths, e->paths->local, ".rng", d);
    add_folder(paths, e->paths->schema, ".rng", d);
    add_folder(paths, e->paths->schema, ".xml", d);
    add_folder(paths, e->paths->fonts, ".conf", d);
    add_folder(paths, e->paths->fonts, ".ini", d);
    for (size_t i = 0; i < font_face_count(e->fonts); i++)
        g_ptr_array_add(paths, g_strdup(font_face_file(font_face_at(e->fonts, i))));
    g_ptr_array_sort(paths, order_strings);
    g_free(rules);
}
