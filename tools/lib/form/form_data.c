/* form_data.c: the files that a form names by <data>: of its own (href), or, of data="any", beside the data (file). */
#include "form/form_int.h"

#include <string.h>

static void
tell_data(form_reader *r, const xml_node *e, const char *ja, const char *en)
{
    diag_add(r->d, DIAG_FORM_GRAMMAR, xml_place(r->a, e, false), PLACE_NONE, "<data>", ja, en, NULL);
}

static void
tell_taken(form_reader *r, const xml_node *e, const char *name)
{
    tell_data(r, e, arena_printf(r->a, "名前 %s は、もうあります", name),
              arena_printf(r->a, "the name %s is taken", name));
}

static bool
is_taken(const form_reader *r, const form *f, const char *name)
{
    static const char *const ours[] = {"case",  "subject", "judged", "enclosed",  "as-of",      "month",
                                       "draft", "given",   "so-far", "form-name", "form-title", NULL};
    bool taken = g_strv_contains(ours, name);
    for (size_t i = 0; i < f->beside_count; i++)
        taken = taken || strcmp(f->beside[i].name, name) == 0;
    for (guint i = 0; i < r->own->len; i++)
        taken = taken || strcmp(g_array_index(r->own, form_own, i).name, name) == 0;
    return taken;
}

void
form_data_read(form_reader *r, xml_node *root, form *f)
{
    form_data *all = ARENA_ARRAY(r->a, form_data, FORM_MOST_DATA);
    f->beside = all;
    for (xml_node *e = xml_first_element(root); e; e = xml_next_element(e)) {
        if (!xml_named(e, "data") || xml_has_attribute(e, "href"))
            continue;
        const form_data one = {xml_attribute(r->a, e, "name"), xml_attribute(r->a, e, "file"),
                               xml_attribute(r->a, e, "master"), xml_place(r->a, e, false)};
        if (!f->any_data)
            tell_data(r, e, "事例の様式は、マスターを事例から読みます",
                      "a form of cases reads its masters by the case");
        else if (f->beside_count == FORM_MOST_DATA)
            tell_data(r, e, "四つまでです", "there may be four");
        else if (is_taken(r, f, one.name))
            tell_taken(r, e, one.name);
        else if (g_path_is_absolute(one.file) || strstr(one.file, "://"))
            tell_data(r, e, "file は、データのファイルから見た相対パスで書いてください",
                      "write a path relative to the data's file");
        else
            all[f->beside_count++] = one;
    }
}

/* Sets of one kind have one grammar: it is read once. */
static const schema_grammar *
grammar_at(form_reader *r, const char *path)
{
    for (guint i = 0; i < r->own->len; i++)
        if (strcmp(g_array_index(r->own, form_own, i).grammar_path, path) == 0)
            return g_array_index(r->own, form_own, i).grammar;
    return form_grammar_read(r, path);
}

/* False: it cannot be, which has been told. */
static bool
take_own(form_reader *r, xml_node *e)
{
    form_own one = {.name = xml_attribute(r->a, e, "name"), .grammar_path = form_file_named(r, e, "grammar")};
    const char *path = form_file_named(r, e, "href");
    if (!one.grammar_path || !path)
        return false;
    if (r->own->len == FORM_MOST_OWN) {
        tell_data(r, e, "様式自身のデータは十六までです", "there may be sixteen of the form's own");
        return false;
    }
    if (is_taken(r, r->form, one.name)) {
        tell_taken(r, e, one.name);
        return false;
    }
    one.grammar = grammar_at(r, one.grammar_path);
    xml_doc *doc = xml_read_file(r->s, path, XML_FORM, &xml_limits_form, r->d);
    if (!one.grammar || !doc || !schema_take(one.grammar, doc, r->d))
        return false;
    one.root = xml_root(doc);
    g_array_append_val(r->own, one);
    return true;
}

void
form_own_read(form_reader *r, xml_node *e)
{
    if (!take_own(r, e))
        r->own_lost = true;
}
