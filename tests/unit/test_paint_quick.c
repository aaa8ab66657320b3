/* test_paint_quick.c: what is found at a glance while a text is painted is what a longer look finds: numbers, and the
 * clusters of a text. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "paint/paint_pdf_int.h"

/* ---- numbers ---- */

static char *
printed_number(int64_t thousandths)
{
    const uint64_t v = thousandths < 0 ? -(uint64_t)thousandths : (uint64_t)thousandths;
    char *text = g_strdup_printf("%s%" PRIu64 ".%03u", thousandths < 0 ? "-" : "", v / 1000, (unsigned)(v % 1000));
    size_t length = strlen(text);
    while (text[length - 1] == '0')
        length--;
    text[text[length - 1] == '.' ? length - 1 : length] = '\0';
    return text;
}

static void
check_number(pdf_buffer *b, int64_t n)
{
    char *text = printed_number(n), *wanted = g_strdup_printf("%s %" PRIu64 " ", text, (uint64_t)n);
    b->len = 0;
    pdf_append_number(b, n);
    pdf_append_whole(b, (uint64_t)n);
    assert_int_equal(b->len, strlen(wanted));
    assert_memory_equal(b->data, wanted, b->len);
    g_free(text);
    g_free(wanted);
}

static void
numbers_are_written_as_printf_would(void **state)
{
    (void)state;
    pdf_buffer *b = pdf_buffer_new();
    GRand *r = g_rand_new_with_seed(20);
    for (int64_t n = -1100; n <= 20000; n++)
        check_number(b, n);
    for (int i = 0; i < 50000; i++) {
        const uint64_t any = (uint64_t)g_rand_int(r) << 32 | g_rand_int(r);
        check_number(b, (int64_t)(any >> g_rand_int_range(r, 0, 64)));
        check_number(b, -(int64_t)(any >> g_rand_int_range(r, 1, 64)));
    }
    check_number(b, INT64_MIN);
    check_number(b, INT64_MAX);
    g_rand_free(r);
    pdf_buffer_drop(b);
}

/* ---- clusters ---- */

/* As display.h has it: to where the next begins, without the blanks at either end of the text that have no glyph. */
static display_cluster
looked_at(const display_text *t, size_t first)
{
    size_t end = first + 1;
    while (end < t->glyph_count && t->glyphs[end].cluster == t->glyphs[first].cluster)
        end++;
    const char *from = first == 0 ? t->utf8 : t->utf8 + t->glyphs[first].cluster,
               *own = t->utf8 + t->glyphs[first].cluster;
    const char *to = end < t->glyph_count ? t->utf8 + t->glyphs[end].cluster : t->utf8 + strlen(t->utf8);
    if (display_is_blank(from, (size_t)(own - from)))
        from = own;
    for (const char *last; g_utf8_next_char(from) < to; to = last) {
        last = g_utf8_prev_char(to);
        if (!display_is_blank(last, (size_t)(to - last)))
            break;
    }
    return (display_cluster){from, (size_t)(to - from), first, end - first};
}

static void
check_clusters(const display_text *t)
{
    size_t glyph = 0, first = 0;
    for (display_cluster k; display_next_cluster(t, &glyph, &k); first = glyph) {
        const display_cluster wanted = looked_at(t, first);
        assert_ptr_equal(k.utf8, wanted.utf8);
        assert_int_equal(k.length, wanted.length);
        assert_int_equal(k.first, wanted.first);
        assert_int_equal(k.count, wanted.count);
        assert_int_equal(glyph, first + wanted.count);
    }
    assert_int_equal(glyph, t->glyph_count);
}

/* Characters of all lengths; some have several glyphs, some none, and blanks may have none. */
static void
clusters_are_what_a_longer_look_finds(void **state)
{
    (void)state;
    enum { ROUNDS = 20000, MOST = 12 };
    static const char *const characters[] = {"a", " ", "漢", "\u3000", "é", "か\u3099", "𠮷", "辻\U000E0100"};
    GRand *r = g_rand_new_with_seed(21);
    for (int round = 0; round < ROUNDS; round++) {
        GString *text = g_string_new(NULL);
        text_glyph glyphs[2 * MOST] = {{0}};
        size_t count = 0;
        for (int i = g_rand_int_range(r, 1, MOST + 1); i > 0; i--) {
            const int often = g_rand_int_range(r, 0, 6) % 4, own = i == 1 && count == 0 ? MAX(often, 1) : often;
            for (int n = 0; n < MIN(own, 2); n++)
                glyphs[count++].cluster = (uint32_t)text->len;
            g_string_append(text, characters[g_rand_int_range(r, 0, G_N_ELEMENTS(characters))]);
        }
        check_clusters(&(display_text){.utf8 = text->str, .glyphs = glyphs, .glyph_count = count});
        g_string_free(text, TRUE);
    }
    g_rand_free(r);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_written_as_printf_would),
        cmocka_unit_test(clusters_are_what_a_longer_look_finds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
