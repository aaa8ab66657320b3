/* test_samples_copies.c: a document of the samples that stands for a signed one says so: what has 署名は原本の
 * とおり in place of a signature bears the mark 写, and no other does. */
#include "samples_support.h"

#define INSTEAD "署名は原本のとおり"
#define MARK "写"

typedef struct counted {
    bool stands_instead;
    size_t marks;
} counted;

static counted
count_marks(const made *m)
{
    counted c = {0};
    for (guint p = 0; p < m->l->pages->len; p++) {
        const display_page *page = g_ptr_array_index(m->l->pages, p);
        GString *text = page_text(page);
        c.stands_instead = c.stands_instead || strstr(text->str, INSTEAD);
        g_string_free(text, TRUE);
        for (guint i = 0; i < page->ops->len; i++) {
            const display_op *op = &g_array_index(page->ops, display_op, i);
            c.marks += op->kind == DISPLAY_TEXT && strcmp(op->text.utf8, MARK) == 0;
        }
    }
    return c;
}

static void
what_stands_for_a_signed_paper_is_marked(void **state)
{
    fixture *f = *state;
    size_t copies = 0;
    for (char **name = f->forms; *name; name++)
        for (char **sample = f->samples; *sample; sample++) {
            made m;
            if (!try_document(f, *sample, *name, &m))
                continue;
            const counted c = count_marks(&m);
            if (c.stands_instead != (c.marks > 0))
                fail_msg("%s of %s: %zu marks of a copy", *name, *sample, c.marks);
            copies += c.stands_instead;
            drop(&m);
        }
    assert_true(copies > 5);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_stands_for_a_signed_paper_is_marked)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
