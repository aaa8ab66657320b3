/* fuzz_NAME FILE|FOLDER…: what is there is given to the target, without libFuzzer; how much it was is printed. What was
 * stored once is asked for again so, and AFL++ asks so: fuzz_NAME @@. Without arguments, or of -, what comes on
 * standard input is one input; built by afl-clang-fast, a thousand inputs a process. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { MOST_BYTES = 16 << 20 };

static void
give_bytes(const void *bytes, size_t length)
{
    uint8_t *exact = g_memdup2(bytes, length); /* of its very length, for the sanitizer */
    LLVMFuzzerTestOneInput(exact, length);
    g_free(exact);
}

static size_t
give_file(const char *path)
{
    char *bytes;
    gsize length;
    if (!g_file_get_contents(path, &bytes, &length, NULL))
        return 0;
    give_bytes(bytes, length);
    g_free(bytes);
    return 1;
}

static size_t
give_folder(const char *folder)
{
    size_t count = 0;
    GDir *dir = g_dir_open(folder, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(folder, name, NULL);
        count += give_file(path);
        g_free(path);
    }
    if (dir)
        g_dir_close(dir);
    return count;
}

static void
give_standard_input(void)
{
    GByteArray *all = g_byte_array_new();
    uint8_t some[65536];
    for (ssize_t n; all->len < MOST_BYTES && (n = read(STDIN_FILENO, some, sizeof some)) > 0;)
        g_byte_array_append(all, some, (guint)n);
    give_bytes(all->data, all->len);
    g_byte_array_unref(all);
}

int
main(int argc, char **argv)
{
    if (argc < 2 || !strcmp(argv[1], "-")) {
#ifdef __AFL_LOOP
        while (__AFL_LOOP(1000))
#endif
            give_standard_input();
        return 0;
    }
    for (int i = 1; i < argc; i++) {
        const size_t count = g_file_test(argv[i], G_FILE_TEST_IS_DIR) ? give_folder(argv[i]) : give_file(argv[i]);
        printf("%s: %zu\n", argv[i], count);
        if (count == 0)
            return 1;
    }
    return 0;
}
