/* aids_read.c: reads the tables of words. */
#include "aids/aids_int.h"

#include <string.h>

#include "base/fault.h"
#include "base/folder.h"
#include "calendar/calendar.h"
#include "schema/schema.h"

typedef struct table_reader {
    aids *t;
    xml_store *s;
    const schema_grammar *schema;
    GString *languages; /* that there are, in Japanese … */
    GString *tags;      /* … and by their tags */
    diag *d;
} table_reader;

bool
aids_is_wished(const aids_wish *w)
{
    g_assert(w);
    return w->furigana != AIDS_NO_FURIGANA || w->plain || w->gloss;
}

static aids_after
after_named(const char *word)
{
    static const char *const names[] = {
        [AFTER_ALONE] = "alone", [AFTER_NUMBER] = "number", [AFTER_MONTH] = "month", [AFTER_DATE] = "date"};
    for (aids_after after = AFTER_ALONE; word && after <= AFTER_DATE; after++)
        if (strcmp(names[after], word) == 0)
            return after;
    return AFTER_ANY;
}

static void
add_reading(table_reader *r, const xml_node *n, const char *of)
{
    const char *is = xml_attribute(r->t->a, n, "is");
    aids_word w;
    if (!aids_word_make(r->t->a, of, is, &w)) {
        diag_add(r->d, DIAG_WORDS_TABLE, xml_place(r->t->a, n, false), PLACE_NONE, of, is, NULL);
        return;
    }
    w.after = after_named(xml_attribute(r->t->a, n, "after"));
    w.ending = xml_attribute(r->t->a, n, "ending");
    w.sure = xml_has_attribute(n, "sure") || (w.sure && !xml_has_attribute(n, "only"));
    aids_word_add(r->t, &w, false);
}

/* 2日 is ２日 as well. */
static void
read_reading(table_reader *r, const xml_node *n)
{
    const char *of = xml_attribute(r->t->a, n, "of"), *wide = aids_wide_figures(r->t->a, of);
    const size_t errors = diag_count(r->d, DIAG_ERROR);
    add_reading(r, n, of);
    if (strcmp(of, wide) != 0 && diag_count(r->d, DIAG_ERROR) == errors)
        add_reading(r, n, wide);
}

static void
read_plain(table_reader *r, const xml_node *n)
{
    aids_plain_add(r->t, xml_attribute(r->t->a, n, "of"), xml_attribute(r->t->a, n, "is"),
                   xml_has_attribute(n, "within"));
}

/* en (and EN), zh for zh-Hans, 中文, 中国語. */
static bool
is_language(const aids_language *l, const char *asked)
{
    const size_t first = strcspn(l->tag, "-");
    return g_ascii_strcasecmp(l->tag, asked) == 0 || g_strcmp0(l->name, asked) == 0 ||
           g_strcmp0(l->name_ja, asked) == 0 ||
           (strlen(asked) == first && g_ascii_strncasecmp(l->tag, asked, first) == 0);
}

static void
read_glosses(table_reader *r, const xml_node *n)
{
    aids *t = r->t;
    const aids_language l = {.tag = xml_attribute(t->a, n, "language"),
                             .name = xml_attribute(t->a, n, "name"),
                             .name_ja = xml_attribute(t->a, n, "name-ja"),
                             .notice = xml_attribute(t->a, n, "notice"),
                             .family = xml_attribute(t->a, n, "family")};
    if (l.name && !strstr(r->tags->str, l.tag)) {
        g_string_append_printf(r->tags, "%s%s", r->tags->len ? ", " : "", l.tag);
        g_string_append_printf(r->languages, "%s%s（%s）", r->languages->len ? "・" : "", l.tag, l.name_ja);
    }
    if (!t->wish.gloss || !is_language(&l, t->wish.gloss))
        return;
    if (!t->language.tag && l.name)
        t->language = l;
    for (const xml_node *e = xml_first_element(n); e; e = xml_next_element(e))
        aids_gloss_add(t, xml_attribute(t->a, e, "of"), xml_text(t->a, e));
}

static void
read_table(table_reader *r, const char *path)
{
    xml_doc *doc = xml_read_file(r->s, arena_strdup(r->t->a, path), XML_FORM, &xml_limits_form, r->d);
    if (!doc || !schema_validate(r->schema, doc, r->d))
        return;
    for (const xml_node *n = xml_first_element(xml_root(doc)); n; n = xml_next_element(n)) {
        if (xml_named(n, "reading"))
            read_reading(r, n);
        else if (xml_named(n, "plain"))
            read_plain(r, n);
        else
            read_glosses(r, n);
    }
}

/* Whether nothing in it is asked for: of the tables that are shipped, by their names. */
static bool
is_idle(const aids_wish *w, const char *name)
{
    return (g_str_has_prefix(name, "gloss-") && !w->gloss) || (g_str_has_prefix(name, "plain") && !w->plain) ||
           (g_str_has_prefix(name, "readings") && w->furigana == AIDS_NO_FURIGANA && !w->plain);
}

/* All of a folder, by their names. */
static void
read_folder(table_reader *r, const char *folder)
{
    int error;
    GPtrArray *names = folder_names(folder, &error);
    if (!names && fault_is_of_machine(error))
        fault_report(r->d, DIAG_FILE_READ, PLACE_NONE, folder, error);
    for (guint i = 0; names && i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        if (!g_str_has_suffix(name, ".xml") || *name == '.' || is_idle(&r->t->wish, name))
            continue;
        char *path = g_build_filename(folder, name, NULL);
        read_table(r, path);
        g_free(path);
    }
    if (names)
        g_ptr_array_unref(names);
}

static void
read_beside(table_reader *r, const char *form_file)
{
    char *folder = g_path_get_dirname(form_file), *path = g_build_filename(folder, "words.xml", NULL);
    if (g_file_test(path, G_FILE_TEST_EXISTS))
        read_table(r, path);
    g_free(path);
    g_free(folder);
}

/* The table of eras says how they are read. */
static void
add_eras(aids *t)
{
    const era *e;
    for (size_t i = 0; (e = era_at(i)); i++) {
        aids_word w;
        const bool fits = aids_word_make(t->a, e->name, e->reading, &w);
        g_assert(fits);
        aids_word_add(t, &w, false);
    }
}

aids *
aids_read(arena *a, xml_store *s, const aids_wish *w, const char *words, const char *schema_dir, const char *form_file,
          diag *d)
{
    g_assert(a && s && w && words && schema_dir && form_file && d);
    const size_t errors = diag_count(d, DIAG_ERROR);
    char *grammar = g_build_filename(schema_dir, "words.rng", NULL);
    aids *t = ARENA_NEW(a, aids);
    *t = (aids){.a = a,
                .wish = *w,
                .words = g_hash_table_new(NULL, NULL),
                .plains = g_hash_table_new(NULL, NULL),
                .glosses = g_hash_table_new(g_str_hash, g_str_equal),
                .masks = g_ptr_array_new()};
    table_reader r = {.t = t, .s = s, .d = d, .languages = g_string_new(NULL), .tags = g_string_new(NULL)};
    r.schema = schema_read(s, arena_strdup(a, grammar), d);
    if (r.schema) {
        if (w->own)
            read_folder(&r, w->own);
        read_beside(&r, form_file);
        read_folder(&r, words);
        add_eras(t);
        if (w->gloss && !t->language.tag && diag_count(d, DIAG_ERROR) == errors)
            diag_add(d, DIAG_WORDS_LANGUAGE, PLACE_NONE, PLACE_NONE, w->gloss, r.languages->str, r.tags->str, NULL);
    }
    g_string_free(r.languages, TRUE);
    g_string_free(r.tags, TRUE);
    g_free(grammar);
    if (diag_count(d, DIAG_ERROR) == errors)
        return t;
    aids_drop(t);
    return NULL;
}

static void
drop_lists(GHashTable *table)
{
    GHashTableIter each;
    gpointer list;
    g_hash_table_iter_init(&each, table);
    while (g_hash_table_iter_next(&each, NULL, &list))
        g_ptr_array_free(list, TRUE);
    g_hash_table_destroy(table);
}

void
aids_drop(aids *t)
{
    if (!t)
        return;
    drop_lists(t->words);
    drop_lists(t->plains);
    aids_gloss_drop(t);
}
