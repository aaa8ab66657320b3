/* The workbooks as they follow from the grammars. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "layout/layout_book_int.h"

#define SCHEMA "templates/schema"
#define GOLDEN "tests/golden/layout.txt"

typedef struct world {
    arena *a;
    xml_store *s;
    diag *d;
    const layout *l;
} world;

static int
open_world(void **state)
{
    world *w = g_new0(world, 1);
    *w = (world){.a = arena_new(), .s = xml_store_new(), .d = diag_new()};
    w->l = layout_read(w->a, w->s, SCHEMA, w->d);
    diag_print(w->d, stderr, DIAG_EN);
    assert_non_null(w->l);
    *state = w;
    return 0;
}

static int
close_world(void **state)
{
    world *w = *state;
    xml_store_drop(w->s);
    arena_drop(w->a);
    diag_drop(w->d);
    g_free(w);
    return 0;
}

static void
sheets_and_columns_are_as_written_down(void **state)
{
    const world *w = *state;
    GString *out = g_string_new(NULL);
    char *golden = NULL;
    layout_print(w->l, NULL, out);
    if (g_getenv("UPDATE"))
        assert_true(g_file_set_contents(GOLDEN, out->str, -1, NULL));
    assert_true(g_file_get_contents(GOLDEN, &golden, NULL, NULL));
    if (strcmp(golden, out->str) != 0)
        fail_msg("%s: the workbooks are others; UPDATE=1 writes it", GOLDEN);
    g_free(golden);
    g_string_free(out, TRUE);
}

/* A position of a grammar that says something: an attribute, a text. */
static void
count_positions(const world *w, const schema_spot *s, GHashTable *open)
{
    const bool fixed = s->required && s->value == SCHEMA_WORDS && s->word_count == 1;
    if (s->value != SCHEMA_NO_VALUE && !fixed)
        g_hash_table_add(open, (void *)s);
    for (size_t i = 0; i < s->part_count; i++)
        count_positions(w, s->parts[i], open);
}

/* All that a grammar allows stands in one workbook (besides はじめ), and there once; ids are keys and stand there, too.
 */
static void
every_position_is_in_one_workbook(void **state)
{
    const world *w = *state;
    GHashTable *open = g_hash_table_new(NULL, NULL), *met = g_hash_table_new(NULL, NULL);
    for (size_t i = 0; i < w->l->record_count; i++)
        if (!w->l->records[i]->parent)
            count_positions(w, w->l->records[i]->spot, open);
    const guint all = g_hash_table_size(open);
    for (size_t i = 0; i < w->l->sheet_count; i++) {
        const layout_sheet *s = &w->l->sheets[i];
        for (size_t j = 0; j < s->count && strcmp(s->workbook, LAYOUT_FIRST) != 0; j++) {
            const layout_column *c = &s->columns[j];
            const bool counts = c->role == LAYOUT_KEY_OF && (c->record != s->record || !c->record->key_spot);
            if (counts || c->spot->value == SCHEMA_NO_VALUE)
                continue;
            if (c->role != LAYOUT_TICKED && !g_hash_table_add(met, (void *)c->spot))
                fail_msg("%s of %s stands twice", c->spot->name, s->name);
            g_hash_table_remove(open, c->spot);
        }
    }
    GHashTableIter each;
    g_hash_table_iter_init(&each, open);
    for (gpointer spot; g_hash_table_iter_next(&each, &spot, NULL);)
        fail_msg("%s of %s has no column", ((const schema_spot *)spot)->name,
                 ((const schema_spot *)spot)->parent->name);
    assert_true(all > 500);
    g_hash_table_destroy(open);
    g_hash_table_destroy(met);
}

/* A reader finds a column by its two headings, a sheet by its name. */
static void
headings_and_names_are_there_once(void **state)
{
    const world *w = *state;
    for (size_t i = 0; i < w->l->sheet_count; i++) {
        const layout_sheet *s = &w->l->sheets[i];
        assert_ptr_equal(layout_sheet_named(w->l, s->workbook, s->name), s);
        assert_true(g_utf8_strlen(s->name, -1) <= 31);
        for (size_t j = 0; j < s->count; j++)
            for (size_t k = j + 1; k < s->count; k++)
                if (strcmp(s->columns[j].field, s->columns[k].field) == 0 &&
                    strcmp(s->columns[j].group, s->columns[k].group) == 0)
                    fail_msg("%s: two columns %s %s", s->name, s->columns[j].group, s->columns[j].field);
    }
}

/* Of two fields of which one must be there both say so, in one group; a sheet has them both. */
static void
either_of_two_is_said_of_both(void **state)
{
    const world *w = *state;
    size_t count = 0;
    for (size_t i = 0; i < w->l->sheet_count; i++) {
        const layout_sheet *s = &w->l->sheets[i];
        for (size_t j = 0; j < s->count; j++) {
            const layout_column *c = &s->columns[j], *other = NULL;
            for (size_t k = 0; c->either && k < s->count && !other; k++)
                if (strcmp(s->columns[k].group, c->group) == 0 && strcmp(s->columns[k].field, c->either) == 0)
                    other = &s->columns[k];
            if (!c->either)
                continue;
            if (!other || !other->either || c->required)
                fail_msg("%s: %s or %s", s->name, c->field, c->either);
            assert_non_null(strstr(layout_note(w->a, c, true), c->spot->usual ? "がなければ必須" : "とどちらか必須"));
            count++;
        }
    }
    assert_true(count >= 2 * 10); /* names and readings alone */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sheets_and_columns_are_as_written_down),
        cmocka_unit_test(every_position_is_in_one_workbook),
        cmocka_unit_test(headings_and_names_are_there_once),
        cmocka_unit_test(either_of_two_is_said_of_both),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
