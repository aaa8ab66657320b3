/* text_codes.c DOCUMENT.pdf…: prints tools/lib/paint/text_codes.def: how long the code of each symbol is under which
 * the content, the objects and the maps of characters of these documents, which renkei wrote, take the least room.
 * `make text-codes` runs it over every form with every sample. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libdeflate.h>

#include "code_lengths.h"

static guint64 counts[CODE_SYMBOLS];

/* A stream of which nothing but its filter, or that it is of objects, is said. */
static void
count_stream(struct libdeflate_decompressor *d, const char *said, const guint8 *packed, size_t size)
{
    enum { MOST = 1 << 24 };
    static guint8 bytes[MOST];
    size_t length;
    if (!g_str_has_prefix(said, "<</Filter/FlateDecode/Length") && !g_str_has_prefix(said, "<</Type/ObjStm"))
        return;
    if (libdeflate_zlib_decompress(d, packed, size, bytes, sizeof bytes, &length) != LIBDEFLATE_SUCCESS) {
        fprintf(stderr, "text_codes: a stream does not unpack\n");
        exit(1);
    }
    pack_cut(PACK_TEXT, bytes, length, code_count, counts);
}

static void
count_file(struct libdeflate_decompressor *d, const char *path)
{
    static const char begin[] = ">>\nstream\n";
    char *file;
    gsize length;
    if (!g_file_get_contents(path, &file, &length, NULL)) {
        fprintf(stderr, "text_codes: %s: cannot be read\n", path);
        exit(1);
    }
    const char *end = file + length, *at = file;
    for (const char *said; (said = memmem(at, (size_t)(end - at), " obj\n<<", 7)) != NULL;) {
        const char *head = memmem(said, (size_t)(end - said), begin, strlen(begin));
        const char *size = g_strrstr_len(said, head ? head - said : 0, "/Length ");
        at = said + 1;
        if (!size)
            continue;
        const size_t packed = strtoul(size + strlen("/Length "), NULL, 10);
        const char *bytes = head + strlen(begin);
        count_stream(d, said + strlen(" obj\n"), (const guint8 *)bytes, packed);
        at = bytes + packed;
    }
    g_free(file);
}

int
main(int argc, char **argv)
{
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    for (int i = 1; i < argc; i++)
        count_file(d, argv[i]);
    libdeflate_free_decompressor(d);
    printf(
        "/* Made by `make text-codes`: the lengths of the codes under which the content, the objects and the maps of\n"
        " * characters of our documents take the least room (tests/bench/text_codes.c). Another table changes every "
        "PDF. "
        "*/\n");
    code_print(counts);
    return 0;
}
