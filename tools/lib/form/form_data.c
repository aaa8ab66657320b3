/* form_data.c: the files that a form of data="any" reads beside its data (<data>). */
#include "form/form_int.h"

#include <string.h>

static void
tell_data(form_reader *r, const xml_node *e, const char *ja, const char *en)
{
    diag_add(r->d, DIAG_FORM_GRAMMAR, xml_place(r->a, e, false), PLACE_NONE, "<data>", ja, en, NULL);
}

static bool
is_taken(const form *f, const char *name)
{
    static const char *const ours[] = {"case",  "subject", "judged", "enclosed",  "as-of",      "month",
                                       "draft", "given",   "so-far", "form-name", "form-title", NULL};
    bool taken = g_strv_contains(ours, name);
    for (size_t i = 0; i < f->beside_count; i++)
        taken = taken || strcmp(f->beside[i].name, name) == 0;
    return taken;
}

void
form_data_read(form_reader *r, xml_node *root, form *f)
{
    form_data *all = ARENA_ARRAY(r->a, form_data, FORM_MOST_DATA);
    f->beside = all;
    for (xml_node *e = xml_first_element(root); e; e = xml_next_element(e)) {
        if (!xml_named(e, "data"))
            continue;
        const form_data one = {xml_attribute(r->a, e, "name"), xml_attribute(r->a, e, "file"),
                               xml_attribute(r->a, e, "master"), xml_place(r->a, e, false)};
        if (!f->any_data)
            tell_data(r, e, "事例の様式は、マスターを事例から読みます",
                      "a form of cases reads its masters by the case");
        else if (f->beside_count == FORM_MOST_DATA)
            tell_data(r, e, "四つまでです", "there may be four");
        else if (is_taken(f, one.name))
            tell_data(r, e, arena_printf(r->a, "名前 %s は、もうあります", one.name),
                      arena_printf(r->a, "the name %s is taken", one.name));
        else if (g_path_is_absolute(one.file) || strstr(one.file, "://"))
            tell_data(r, e, "file は、データのファイルから見た相対パスで書いてください",
                      "write a path relative to the data's file");
        else
            all[f->beside_count++] = one;
    }
}
