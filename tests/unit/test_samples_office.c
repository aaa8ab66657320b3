/* test_samples_office.c: pages fit for an office: sizes that survive a fax, columns, signatures, promised pages. */
#include "samples_support.h"

static void
look_at_ink(fixture *f, const char *sample, const char *form_name, const made *m)
{
    (void)f;
    (void)sample;
    (void)form_name;
    for (guint p = 0; p < m->l->pages->len; p++) {
        const display_page *page = g_ptr_array_index(m->l->pages, p);
        for (guint o = 0; o < page->ops->len; o++)
            assert_int_equal(display_weakness_of(&g_array_index(page->ops, display_op, o)), DISPLAY_SOUND);
    }
}

static void
test_pages_survive_fax(void **state)
{
    for_each_document(*state, true, look_at_ink);
}

static void
test_signature_is_never_alone(void **state)
{
    fixture *f = *state;
    for (char **sample = f->samples; *sample; sample++) {
        made m = make_document(f, *sample, "plan");
        size_t found = 0;
        for (guint p = 0; p < m.l->pages->len; p++) {
            GString *s = page_text(g_ptr_array_index(m.l->pages, p));
            const char *foot = strstr(s->str, "提供する支援内容について");
            if (foot) {
                found++;
                /* at least one row of the plan stands above it: of the support, or of what is done with the school */
                static const char *const labels[] = {"項目", "学校等との連携", "方法・頻度", "検討方法", "との連動"};
                bool row = false;
                for (size_t i = 0; i < G_N_ELEMENTS(labels); i++)
                    row = row || g_strstr_len(s->str, foot - s->str, labels[i]);
                assert_true(row);
                assert_non_null(strstr(foot, "内容に同意しました")); /* and it is whole */
            }
            g_string_free(s, TRUE);
        }
        assert_int_equal(found, 1);
        drop(&m);
    }
}

/* 4.1: column widths of the support table in percent of its own width; 達成時期 is wide enough for 令和8年3月 on a
 * line. */
static void
test_column_widths(void **state)
{
    static const int percent[] = {7, 14, 39, 8, 11, 16, 5};
    fixture *f = *state;
    made m = make_document(f, "hodei-futoukou", "plan");
    const display_page *page = g_ptr_array_index(m.l->pages, 1); /* the table at its top, below its head */
    unit left = INT32_MAX, right = 0;
    for (guint i = 0; i < page->ops->len; i++) {
        const display_op *op = &g_array_index(page->ops, display_op, i);
        if (op->kind == DISPLAY_LINE && op->line.x1 == op->line.x2) {
            left = MIN(left, op->line.x1);
            right = MAX(right, op->line.x1);
        }
    }
    unit x = left;
    for (size_t c = 0; c < G_N_ELEMENTS(percent); c++) {
        x += unit_scale(right - left, percent[c], 100);
        bool there = false;
        for (guint i = 0; i < page->ops->len && !there; i++) {
            const display_op *op = &g_array_index(page->ops, display_op, i);
            there = op->kind == DISPLAY_LINE && op->line.x1 == op->line.x2 && ABS(op->line.x1 - x) < UNIT_PT / 10;
        }
        assert_true(there);
    }
    drop(&m);
}

/* B: one page a schedule. */
static void
test_schedule_pages(void **state)
{
    fixture *f = *state;
    made one = make_document(f, "hodei-futoukou", "schedule"), two = make_document(f, "ihan-mihon", "schedule");
    assert_int_equal(composed_page_count(one.pages), 2);
    assert_int_equal(composed_page_count(two.pages), 1);
    drop(&one);
    drop(&two);
}

/* One page where one page is promised (4.3, 4.6: two copies, 4.10; a sheet for each office that fetches). The overview
 * of a case with faults goes on with a list of them. */
static void
test_promised_pages(void **state)
{
    static const struct {
        const char *form;
        size_t pages, faulty; /* of ihan-mihon, which breaks every rule it can */
    } promises[] = {
        {"supplement", 1, 1}, {"consent", 2, 2}, {"evaluation", 1, 1}, {"pickup", 1, 1}, {"year-overview", 1, 3}};
    fixture *f = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(promises); i++)
        for (char **sample = f->samples; *sample; sample++) {
            made m;
            if (!try_document(f, *sample, promises[i].form, &m))
                continue;
            const bool faulty = strcmp(*sample, "ihan-mihon") == 0;
            const bool by_two = strcmp(*sample, "futatsu-jigyousho") == 0 && strcmp(promises[i].form, "pickup") == 0;
            const size_t want = faulty ? promises[i].faulty : promises[i].pages;
            assert_int_equal(composed_page_count(m.pages), by_two ? 2 * want : want);
            drop(&m);
        }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pages_survive_fax), cmocka_unit_test(test_signature_is_never_alone),
        cmocka_unit_test(test_column_widths),     cmocka_unit_test(test_schedule_pages),
        cmocka_unit_test(test_promised_pages),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
