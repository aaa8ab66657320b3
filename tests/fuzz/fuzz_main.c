/* fuzz_sheet FOLDER…: what was stored there is given to the target once more, without libFuzzer. */
#include <stdint.h>
#include <stdio.h>

#include <glib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static size_t
replay(const char *folder)
{
    size_t count = 0;
    GDir *dir = g_dir_open(folder, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(folder, name, NULL), *bytes;
        gsize length;
        if (g_file_get_contents(path, &bytes, &length, NULL)) {
            char *exact = g_memdup2(bytes, length); /* of its very length, for the sanitizer */
            LLVMFuzzerTestOneInput((const uint8_t *)exact, length);
            g_free(exact);
            g_free(bytes);
            count++;
        }
        g_free(path);
    }
    if (dir)
        g_dir_close(dir);
    return count;
}

int
main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        const size_t count = replay(argv[i]);
        printf("%s: %zu\n", argv[i], count);
        if (count == 0)
            return 1;
    }
    return argc < 2;
}
