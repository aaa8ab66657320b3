/* What people hand to renkei-sheet: workbooks, CSVs, mappings. Any bytes are read or refused with a message, without a
 * fault, and without more memory than the limits allow. `make fuzz` builds it with libFuzzer; `make check` replays what
 * is stored in tests/fuzz/sheet (fuzz_main.c).
 *
 * The first byte says what the others are, as libFuzzer finds no way through the sums and the compression of an
 * archive. S, T, F, W: the sheet, the shared strings, the formats or the list of sheets of a workbook whose other parts
 * are usual. U, C, J: a CSV in UTF-8, one without a word on its encoding, one in CP932. M: a mapping. Else it is a
 * workbook as it is (PK…). */
#include <stdint.h>

#include "mutate.h"
#include "xlsx_support.h"

#include "intake/intake_csv.h"
#include "intake/intake_map.h"

FUZZ_SEEDS("tests/books/*", "tests/bad/*/*.csv")

size_t LLVMFuzzerMutate(uint8_t *bytes, size_t length, size_t most) __attribute__((weak));

/* A mapping by its grammar, a part of a workbook by what is in it and in others. */
size_t
LLVMFuzzerCustomMutator(uint8_t *bytes, size_t length, size_t most, unsigned int seed)
{
    static const char *const grammars[] = {"templates/schema/mapping.rng", NULL};
    if (length > 1 && bytes[1] == '<' && memchr("MSTFW", *bytes, 5))
        return mutate_document(grammars, bytes, length, most, seed);
    return LLVMFuzzerMutate ? LLVMFuzzerMutate(bytes, length, most) : length;
}

/* Small, so that what passes them is seen in a second. */
static const xlsx_limits limits = {.file_bytes = 1 << 20,
                                   .part_bytes = 4 << 20,
                                   .string_bytes = 1 << 20,
                                   .strings = 10000,
                                   .cells = 10000,
                                   .sheets = 50,
                                   .formats = 1000,
                                   .merges = 1000,
                                   .depth = 64,
                                   .entries = 100};

/* Each byte of a cell is looked at, for the sanitizer. */
static bool
look_at_cell(void *data, const book_entry *e)
{
    size_t *sum = data;
    const char *const texts[] = {e->text, e->raw, e->format, e->phonetic};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        *sum += texts[i] ? strlen(texts[i]) : 0;
    g_assert(e->row >= 1 && e->column >= 1);
    g_assert(!e->text || g_utf8_validate(e->text, -1, NULL));
    return true;
}

static const book_visitor visitor = {.cell = look_at_cell};

static bool
read_workbook(const char *bytes, size_t length, diag *d)
{
    size_t sum = 0;
    return xlsx_read_memory("x.xlsx", bytes, length, &limits, &visitor, &sum, d);
}

static bool
read_part(const char *name, const uint8_t *bytes, size_t length, diag *d)
{
    char *text = g_strndup((const char *)bytes, length);
    const made_part parts[] = {{name, text}, {NULL, NULL}};
    size_t size;
    char *workbook = make_workbook(parts, &size);
    const bool good = read_workbook(workbook, size, d);
    g_free(workbook);
    g_free(text);
    return good;
}

static bool
read_csv(const char *encoding, const uint8_t *bytes, size_t length, diag *d)
{
    size_t sum = 0;
    return intake_csv_read_memory("x.csv", (const char *)bytes, length, encoding, 0, &visitor, &sum, d);
}

static bool
read_mapping(const uint8_t *bytes, size_t length, diag *d)
{
    static const char schemas[] = "templates/schema";
    /* As long as the program; held here, so that it is no leak. */
    static arena *kept;
    static xml_store *schema_files;
    static const layout *l;
    if (!l) {
        kept = arena_new();
        schema_files = xml_store_new();
        l = layout_read(kept, schema_files, schemas, d);
    }
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    xml_store_supply(s, "x.xml", bytes, length);
    const bool good = intake_map_read(a, s, l, schemas, "x.xml", d) != NULL;
    xml_store_drop(s);
    arena_drop(a);
    return good;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    if (length == 0)
        return 0;
    diag *d = diag_new();
    const uint8_t *rest = bytes + 1;
    const size_t left = length - 1;
    bool good;
    switch (*bytes) {
    case 'S':
        good = read_part("xl/worksheets/sheet1.xml", rest, left, d);
        break;
    case 'T':
        good = read_part("xl/sharedStrings.xml", rest, left, d);
        break;
    case 'F':
        good = read_part("xl/styles.xml", rest, left, d);
        break;
    case 'W':
        good = read_part("xl/workbook.xml", rest, left, d);
        break;
    case 'U':
        good = read_csv("utf-8", rest, left, d);
        break;
    case 'C':
        good = read_csv(NULL, rest, left, d);
        break;
    case 'J':
        good = read_csv("cp932", rest, left, d);
        break;
    case 'M':
        good = read_mapping(rest, left, d);
        break;
    default:
        good = read_workbook((const char *)bytes, length, d);
        break;
    }
    /* What is not read is told. */
    g_assert(good || diag_count(d, DIAG_ERROR) > 0);
    diag_drop(d);
    return 0;
}
