/* prove.c FILE…: judges the files of the installation with all that the programs judge them by, and writes the table of
 * those of which nothing was told (proven/proven.h) to stdout. Run by make, from the folder of the project. A file that
 * is not good is in no way a fault here: it is told, as ever, by whoever reads it. */
#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "base/diag.h"
#include "check/check.h"
#include "form/form.h"
#include "proven/proven.h"
#include "schema/schema.h"

static const char schema_folder_path[] = "templates/schema", rules_folder[] = "templates/rules";

typedef struct proof {
    arena *a;
    xml_store *s;
    diag *d;
    size_t told;
} proof;

/* Whether nothing was told since last asked. */
static bool
is_silent(proof *p)
{
    const size_t before = p->told;
    p->told = diag_length(p->d);
    return p->told == before;
}

static const schema_grammar *
read_grammar(proof *p, const char *name)
{
    return schema_read(p->s, arena_printf(p->a, "%s/%s.rng", schema_folder_path, name), p->d);
}

static void
add_verdict(GHashTable *verdicts, const char *path, unsigned is)
{
    const unsigned was = GPOINTER_TO_UINT(g_hash_table_lookup(verdicts, path));
    g_hash_table_insert(verdicts, (gpointer)path, GUINT_TO_POINTER(was | is));
}

/* What one is read from is good; of one by itself (types.rng) nothing is known but by those that include it. */
static void
prove_grammars(proof *p, char **files, GHashTable *verdicts)
{
    for (size_t i = 0; files[i]; i++) {
        const schema_grammar *g = g_str_has_suffix(files[i], ".rng") ? schema_read(p->s, files[i], p->d) : NULL;
        if (!is_silent(p) || !g)
            continue;
        add_verdict(verdicts, files[i], PROVEN_START);
        for (size_t k = 0; k < schema_source_count(g); k++)
            add_verdict(verdicts, xml_doc_file(xml_doc_of(schema_source(g, k))), PROVEN_GRAMMAR);
    }
}

static bool
is_valid(proof *p, const char *path, const schema_grammar *g)
{
    const xml_doc *doc = xml_read_file(p->s, path, XML_FORM, &xml_limits_form, p->d);
    const bool valid = doc && schema_begins(g, doc) && schema_validate(g, doc, p->d);
    return is_silent(p) && valid;
}

static bool
is_good_form(proof *p, const char *path, const schema_grammar *g)
{
    const bool read = form_read_with(p->a, p->s, path, g, p->d) && form_read_large(p->a, p->s, path, g, p->d) &&
                      form_read_roomy(p->a, p->s, path, g, p->d);
    return is_silent(p) && read;
}

/* As each form reads them, and all. */
static bool
are_good_rules(proof *p, char **files)
{
    bool good = true;
    for (size_t i = 0; files[i]; i++) {
        char *folder = g_path_get_dirname(files[i]), *name = g_path_get_basename(folder);
        for (int values = 0; values < 2 && g_str_has_suffix(files[i], "/form.xml"); values++) {
            const check_source from = {.rules = rules_folder,
                                       .schema = schema_folder_path,
                                       .form = arena_strdup(p->a, name),
                                       .values = values};
            good = check_rules_load(p->a, p->s, &from, p->d) && good;
        }
        g_free(name);
        g_free(folder);
    }
    return check_rules_read(p->a, p->s, rules_folder, schema_folder_path, p->d) && is_silent(p) && good;
}

static void
prove_documents(proof *p, char **files, GHashTable *verdicts)
{
    const schema_grammar *forms = read_grammar(p, "form"), *rules = read_grammar(p, "rules");
    if (!is_silent(p) || !forms || !rules)
        return;
    const bool good_rules = are_good_rules(p, files);
    (void)is_silent(p);
    for (size_t i = 0; files[i]; i++) {
        unsigned is = 0;
        if (!g_str_has_suffix(files[i], ".xml"))
            continue;
        if (is_valid(p, files[i], forms))
            is = PROVEN_FORM;
        else if (good_rules && is_valid(p, files[i], rules))
            is = PROVEN_RULES;
        if (is == PROVEN_FORM && g_str_has_suffix(files[i], "/form.xml") && is_good_form(p, files[i], forms))
            is |= PROVEN_NAMES;
        if (is)
            add_verdict(verdicts, files[i], is);
    }
}

/* ---- the table ---- */

static gint
compare_rows(gconstpointer a, gconstpointer b)
{
    return strcmp(((const proven_row *)a)->name, ((const proven_row *)b)->name);
}

/* Of a path, then of a row: its bytes are those behind the rows. */
static void
add_row(GArray *rows, GByteArray *bytes, const char *path, unsigned verdicts)
{
    proven_row row = {.offset = bytes->len, .verdicts = verdicts};
    char *text;
    gsize length;
    proven_name(path, row.name);
    if (!*row.name || !g_file_get_contents(path, &text, &length, NULL))
        return;
    row.length = (uint32_t)length;
    g_array_append_val(rows, row);
    g_byte_array_append(bytes, (const guint8 *)text, (guint)length);
    g_free(text);
}

static bool
write_table(GHashTable *verdicts)
{
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(proven_row));
    GByteArray *bytes = g_byte_array_new();
    GList *paths = g_list_sort(g_hash_table_get_keys(verdicts), (GCompareFunc)strcmp);
    for (GList *l = paths; l; l = l->next)
        add_row(rows, bytes, l->data, GPOINTER_TO_UINT(g_hash_table_lookup(verdicts, l->data)));
    g_list_free(paths);
    g_array_sort(rows, compare_rows);
    const size_t before = sizeof(proven_head) + sizeof(proven_row) * rows->len;
    for (guint i = 0; i < rows->len; i++)
        g_array_index(rows, proven_row, i).offset += (uint32_t)before;
    const proven_head head = {rows->len, (uint32_t)before + bytes->len};
    const bool written = fwrite(&head, sizeof head, 1, stdout) == 1 &&
                         fwrite(rows->data, sizeof(proven_row), rows->len, stdout) == rows->len &&
                         fwrite(bytes->data, 1, bytes->len, stdout) == bytes->len && fflush(stdout) == 0;
    g_byte_array_free(bytes, TRUE);
    g_array_free(rows, TRUE);
    return written;
}

int
main(int argc, char **argv)
{
    (void)argc;
    proof p = {arena_new(), xml_store_new(), diag_new(), 0};
    GHashTable *verdicts = g_hash_table_new(g_str_hash, g_str_equal);
    prove_grammars(&p, argv + 1, verdicts);
    prove_documents(&p, argv + 1, verdicts);
    const bool written = write_table(verdicts);
    g_hash_table_destroy(verdicts);
    xml_store_drop(p.s);
    diag_drop(p.d);
    arena_drop(p.a);
    return written ? 0 : 1;
}
