/* test_pages_begin.c: in every form, each of several records begins a paper of its own: with its title, and not under a
 * head that says （続き）, which is of a paper that goes on. */
#include "samples_support.h"

#define CONTINUED "続き"

static bool
says_continued(const form_node *n)
{
    for (; n; n = n->next)
        if ((n->text && strstr(n->text, CONTINUED)) || says_continued(n->part) || says_continued(n->first))
            return true;
    return false;
}

static bool
has_head_of_continuation(const form *f)
{
    const form_page *page;
    for (size_t i = 0; (page = form_page_of(f, i)); i++)
        if (says_continued(page->head.nodes[ON_LATER]) || says_continued(page->head.nodes[ON_ALL]))
            return true;
    return false;
}

/* Breaks in rounds after which the paper before goes on. */
static size_t
count_breaks(const form_node *n, bool in_rounds)
{
    size_t count = 0;
    for (; n; n = n->next) {
        const bool rounds = in_rounds || n->kind == FORM_FOR_EACH;
        count += in_rounds && n->kind == FORM_PAGE_BREAK && !form_begins_section(n);
        count += count_breaks(n->part, rounds) + count_breaks(n->first, rounds);
    }
    return count;
}

static bool
begins_under_continuation(const form *f)
{
    return has_head_of_continuation(f) && count_breaks(f->body, false) > 0;
}

static void
no_record_begins_as_a_continuation(void **state)
{
    const fixture *f = *state;
    for (char **name = f->forms; *name; name++) {
        made m = open_made();
        const form *read =
            form_read_file(m.a, m.s, arena_printf(m.a, "templates/%s/form.xml", *name), "templates/schema", m.d);
        assert_non_null(read);
        if (begins_under_continuation(read))
            fail_msg("%s: a record after the first begins under the head （続き）", *name);
        drop(&m);
    }
}

static bool
is_found(const fixture *f, const char *page_break, const char *head)
{
    made m = open_made();
    const char *path = arena_printf(m.a, "%s/form.xml", f->folder);
    const char *text = arena_printf(m.a,
                                    "<form name='t' title='t' data='any'><style name='base' size='9pt' pitch='13pt'/>"
                                    "<part name='over'><p>%s</p></part><page name='sheet' margin='15mm'>"
                                    "<head on='first'/><head on='later'><call part='over'/></head></page><body>"
                                    "<for-each select='/d/r'><if test='position() > 1'>%s</if><p>一</p></for-each>"
                                    "<page-break/><p>二</p></body></form>",
                                    head, page_break);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    const form *read = form_read_file(m.a, m.s, path, "templates/schema", m.d);
    assert_non_null(read);
    const bool found = begins_under_continuation(read);
    drop(&m);
    return found;
}

static void
a_record_that_begins_as_a_continuation_is_found(void **state)
{
    assert_true(is_found(*state, "<page-break/>", "記録（続き）"));
    assert_false(is_found(*state, "<page-break/>", "記録"));
    assert_false(is_found(*state, "<page-break page='sheet'/>", "記録（続き）"));
    assert_false(is_found(*state, "<page-break number='1'/>", "記録（続き）"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_that_begins_as_a_continuation_is_found),
        cmocka_unit_test(no_record_begins_as_a_continuation),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
