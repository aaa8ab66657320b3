/* test_bundle_copy.c: copies of a real document, opened again by other programs. */
#include "test_bundle.h"

#include "bundle/bundle_copy.h"

#include <fcntl.h>
#include <unistd.h>

/* The bytes of it are nowhere but where it is used: each is kept with its bits turned. */
enum { TURN = 0x55, LONG = 40 };

static GByteArray *
copy_of(world *w, const char *path, const char *password)
{
    size_t length;
    const void *bytes = file_bytes(w, path, &length);
    return bundle_encrypt(&(bundle_original){.path = path, .bytes = bytes, .length = length}, password, w->d);
}

static const char *
plan(world *w)
{
    render_case *c = render_case_new(environment, SAMPLE);
    const char *path = make_document(w, "plan.pdf", "plan", c);
    render_case_drop(c);
    return path;
}

static void
a_copy_opens_by_its_password_alone(void **state)
{
    world *w = *state;
    const char *record = plan(w), *copy = own_file(w, "copy.pdf", NULL), *open = own_file(w, "open.pdf", NULL);
    GByteArray *bytes = copy_of(w, record, "pass word-１");
    assert_non_null(bytes);
    assert_true(g_file_set_contents(copy, (const char *)bytes->data, bytes->len, NULL));
    assert_non_null(
        strstr(say(w, "qpdf '--password=pass word-１' --check %s", copy), "stream encryption method: AESv3"));
    assert_string_equal(say(w, "pdftotext -upw 'pass word-１' %s -", copy), say(w, "pdftotext %s -", record));
    const char *info = say(w, "pdfinfo -upw 'pass word-１' %s", copy);
    assert_non_null(strstr(info, BUNDLE_ENCRYPTED));
    assert_non_null(strstr(info, "Tagged:          yes"));
    const char *xmp = say(w, "pdfinfo -meta -upw 'pass word-１' %s", copy);
    assert_non_null(strstr(xmp, "<pdfuaid:part>1</pdfuaid:part>"));
    assert_null(strstr(xmp, "<pdfaid:part>"));
    assert_non_null(strstr(xmp, BUNDLE_ENCRYPTED));
    assert_non_null(strstr(say(w, "pdfinfo -meta %s", record), "<pdfaid:part>2</pdfaid:part>"));
    int status = 0;
    assert_true(g_spawn_command_line_sync(arena_printf(w->a, "qpdf --password=other --check %s", copy), NULL, NULL,
                                          &status, NULL));
    assert_int_not_equal(status, 0);
    assert_int_equal(atoi(say(w, "qpdf '--password=pass word-１' --show-npages %s", copy)), page_count(w, record));
    /* What is drawn is what was drawn. */
    say(w, "qpdf '--password=pass word-１' --decrypt %s %s", copy, open);
    say(w, "pdftoppm -r 40 -gray %s %s", record, own_file(w, "a", NULL));
    say(w, "pdftoppm -r 40 -gray %s %s", open, own_file(w, "b", NULL));
    for (int i = 1; i <= page_count(w, record); i++) {
        say(w, "cmp %s-%d.pgm %s-%d.pgm", own_file(w, "a", NULL), i, own_file(w, "b", NULL), i);
    }
    g_byte_array_unref(bytes);
}

/* A reissue and a bundle have copies as well as a document has; who has another's PDF has another program. */
static void
bundles_have_copies(void **state)
{
    world *w = *state;
    const char *record = plan(w), *path = own_file(w, "copy.pdf", NULL);
    size_t length;
    const void *bytes = file_bytes(w, record, &length);
    const bundle_part part = {
        .path = record, .sum = digest_of(bytes, length), .pages = page_count(w, record), .bookmark = "K-0001"};
    const bundle_job job = {.title = "封筒　K-0001", .prefix = "K-0001", .parts = &part, .part_count = 1};
    const char *bundle = make_bundle(w, "bundle.pdf", &job);
    assert_non_null(bundle);
    GByteArray *copy = copy_of(w, bundle, "secret");
    assert_non_null(copy);
    assert_true(g_file_set_contents(path, (const char *)copy->data, copy->len, NULL));
    assert_non_null(strstr(say(w, "pdfinfo -upw secret %s", path), "封筒　K-0001" BUNDLE_ENCRYPTED));
    assert_string_equal(say(w, "pdftotext -upw secret %s -", path), say(w, "pdftotext %s -", bundle));
    assert_null(copy_of(w, path, "secret")); /* a copy has none */
    assert_string_equal(codes(w), "bundle-copy-of");
    g_byte_array_unref(copy);
}

/* Nothing of the page is told without the password, neither its title nor the names of its fonts. No word is so short
 * that random bytes have it. */
static void
nothing_is_readable(void **state)
{
    world *w = *state;
    GByteArray *bytes = copy_of(w, plan(w), "secret");
    assert_non_null(bytes);
    static const char *const words[] = {"xmpmeta", "renkei", "BIZUDGothic", "K-0001"};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        assert_null(memmem(bytes->data, bytes->len, words[i], strlen(words[i])));
    GByteArray *other = copy_of(w, own_file(w, "plan.pdf", NULL), "secret");
    assert_true(other->len != bytes->len || memcmp(other->data, bytes->data, bytes->len) != 0);
    g_byte_array_unref(other);
    g_byte_array_unref(bytes);
}

static void
damaged_input_makes_no_copy(void **state)
{
    world *w = *state;
    static const char *const inputs[] = {"", "%PDF-1.7\n", "no pdf at all",
                                         "%PDF-1.4\ntrailer<</Root 1 0 R/Size 1>>\nstartxref\n9\n%%EOF"};
    for (size_t i = 0; i < G_N_ELEMENTS(inputs); i++) {
        assert_null(bundle_encrypt(&(bundle_original){NULL, inputs[i], strlen(inputs[i])}, "secret", w->d));
        assert_string_equal(codes(w), "bundle-copy");
        forget(w);
    }
}

#ifndef __SANITIZE_ADDRESS__
static void
write_password(char *out, size_t length)
{
    for (size_t i = 0; i < length; i++)
        out[i] = (char)((guchar)('a' + (i * 7 + length) % 26));
    out[length] = '\0';
}

static bool
holds(const char *at, size_t size, const char *turned, size_t length)
{
    for (size_t i = 0; i + length <= size; i++) {
        size_t k = 0;
        while (k < length && at[i + k] == (turned[k] ^ TURN))
            k++;
        if (k == length)
            return true;
    }
    return false;
}

/* Wherever the process may write. */
static bool
memory_holds(const char *turned, size_t length)
{
    char *maps = NULL;
    bool found = false;
    const int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    assert_true(memory >= 0 && g_file_get_contents("/proc/self/maps", &maps, NULL, NULL));
    enum { PIECE = 1 << 16 };
    char *piece = g_malloc(PIECE);
    for (const char *line = maps; line && *line && !found; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
        unsigned long from, to;
        char may[5];
        if (sscanf(line, "%lx-%lx %4s", &from, &to, may) != 3 || may[1] != 'w')
            continue;
        for (unsigned long at = from; at < to && !found; at += PIECE - LONG) {
            const ssize_t n = pread(memory, piece, MIN(PIECE, to - at), (off_t)at);
            found = n > 0 && holds(piece, (size_t)n, turned, length);
        }
    }
    explicit_bzero(piece, PIECE);
    g_free(piece);
    g_free(maps);
    close(memory);
    return found;
}

/* Short ones stand in the strings of the library itself, long ones elsewhere. */
static void
the_password_is_gone(void **state)
{
    world *w = *state;
    const char *record = plan(w);
    static const size_t lengths[] = {12, LONG};
    for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++) {
        char password[LONG + 1], turned[LONG + 1];
        write_password(password, lengths[i]);
        for (size_t k = 0; k < lengths[i]; k++)
            turned[k] = password[k] ^ TURN;
        assert_true(memory_holds(turned, lengths[i]));
        GByteArray *bytes = copy_of(w, record, password);
        assert_non_null(bytes);
        explicit_bzero(password, sizeof password);
        if (memory_holds(turned, lengths[i]))
            fail_msg("a password of %zu letters is still there", lengths[i]);
        g_byte_array_unref(bytes);
    }
}
#endif

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_copy_opens_by_its_password_alone),
        TEST(bundles_have_copies),
        TEST(nothing_is_readable),
        TEST(damaged_input_makes_no_copy),
#ifndef __SANITIZE_ADDRESS__
        TEST(the_password_is_gone),
#endif
    };
    return cmocka_run_group_tests(tests, open_environment, close_environment);
}
