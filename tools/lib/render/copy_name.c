/* copy_name.c: a form as it is named together with whose copy is meant (plan@school), or that it is to be blank. */
#include "render/render_int.h"

#include <string.h>

#include "audience/audience.h"

const char *
render_copy_split(const char *copy, char **name)
{
    g_assert(copy && name);
    const char *at = strrchr(copy, '@');
    const bool says = at && at > copy && at[1] && !strpbrk(at, "/.");
    *name = says ? g_strndup(copy, (size_t)(at - copy)) : g_strdup(copy);
    return says ? at + 1 : NULL;
}

/* Editions have other names (editions.rng), and so no copy is taken for a blank form. */
#define BLANK "blank"

bool
render_copy_is_blank(const char *edition)
{
    return edition && (strcmp(edition, BLANK) == 0 || strcmp(edition, "用紙") == 0);
}

char *
render_copy_name_blank(const char *of)
{
    g_assert(of);
    return g_strconcat(of, "@" BLANK, NULL);
}

void
render_tell_editions(const audience_table *t, const char *option, place where, diag *d)
{
    GString *ja = g_string_new(NULL), *en = g_string_new(NULL);
    g_string_append_printf(ja, "%s は ", option);
    g_string_append_printf(en, "%s takes one of ", option);
    for (size_t i = 0; i < t->edition_count; i++) {
        g_string_append_printf(ja, "%s%s", i ? "・" : "", t->editions[i].word);
        g_string_append_printf(en, "%s%s", i ? ", " : "", t->editions[i].name);
    }
    g_string_append(ja, " のどれかです");
    diag_add(d, DIAG_USAGE, where, PLACE_NONE, ja->str, en->str, NULL);
    g_string_free(en, TRUE);
    g_string_free(ja, TRUE);
}

char *
render_copy_name(const char *schema_dir, const char *of, const char *edition, place where, diag *d)
{
    g_assert(schema_dir && of && edition && d);
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    const audience_table *t = audience_read(a, s, schema_dir, d);
    const audience_edition *e = t ? audience_named(t, edition) : NULL;
    if (t && !e)
        render_tell_editions(t, "edition", where, d);
    char *name = e ? g_strdup_printf("%s@%s", of, e->name) : NULL;
    xml_store_drop(s);
    arena_drop(a);
    return name;
}

const audience_table *
render_editions(render_environment *e, arena *a, xml_store *s, diag *d)
{
    if (e->keep != RENDER_KEEP)
        return audience_read(a, s, e->paths->schema, d);
    if (!e->editions)
        e->editions = audience_read(e->a, e->s, e->paths->schema, d);
    return e->editions;
}

/* ---- for whom a form is ---- */

bool
render_form_is_for(const form *f, const audience_edition *e)
{
    char **names = g_strsplit(f->audience ? f->audience : "", " ", 0);
    const bool found = g_strv_contains((const char *const *)names, e->name);
    g_strfreev(names);
    return found;
}

static void
tell_not_for(const form *f, const audience_table *t, const audience_edition *e, diag *d)
{
    GString *words = g_string_new(NULL);
    for (size_t i = 0; i < t->edition_count; i++)
        if (render_form_is_for(f, &t->editions[i]))
            g_string_append_printf(words, "%s%s", words->len ? "・" : "", t->editions[i].word);
    diag_add(d, DIAG_EDITION_NOT_FOR, f->where, PLACE_NONE, e->mark, words->len ? words->str : "—", NULL);
    g_string_free(words, TRUE);
}

bool
render_copy_is_for(const form *f, const audience_table *t, const audience_edition *e, diag *d)
{
    const bool allowed = e->whole ? !f->any_data : render_form_is_for(f, e);
    if (!allowed)
        tell_not_for(f, t, e, d);
    return allowed;
}
