/* Official sheets of Excel that become forms. The first byte says what the others are: S F W T, the sheet, the styles,
 * the list of sheets or the strings of a workbook whose other parts are usual; else a workbook as it is (PK…). What is
 * written is a form: the form's own room reads it. */
#include "mutate.h"

#include <string.h>

#include "xlsx_support.h"

#include "form/form.h"
#include "formin/formin.h"

#include "world.h"

static const xlsx_limits limits = {.file_bytes = 1 << 20,
                                   .part_bytes = 4 << 20,
                                   .string_bytes = 1 << 20,
                                   .strings = 10000,
                                   .cells = 5000,
                                   .sheets = 20,
                                   .formats = 1000,
                                   .merges = 1000,
                                   .depth = 64,
                                   .entries = 100};

FUZZ_SEEDS("tests/forms-in/*.xlsx", "tests/books/*.xlsx")
FUZZ_XML(NULL)

static void
write_form(arena *a, const book_paper *paper, bool fields, diag *d)
{
    const formin_order order = {.name = "fuzz", .fields = fields};
    const formin_grid *g = formin_make(a, paper, &order, d);
    world_check_told(g != NULL, d);
    GString *text = g ? formin_write(g, d) : NULL;
    if (!text)
        return;
    g_assert(g_utf8_validate(text->str, (gssize)text->len, NULL));
    xml_store *s = xml_store_new();
    diag *own = diag_new();
    xml_store_supply(s, WORLD_FORM, text->str, text->len);
    world_check_told(form_read_with(a, s, WORLD_FORM, world_form_schema(), own) != NULL, own);
    diag_drop(own);
    xml_store_drop(s);
    g_string_free(text, TRUE);
}

static void
read_sheets(const char *path, diag *d)
{
    arena *a = arena_new();
    const xlsx_named *sheets;
    size_t count = 0;
    const bool good = xlsx_sheets_read(a, path, &limits, &sheets, &count, d);
    world_check_told(good, d);
    for (size_t i = 0; good && i < MIN(count, 3); i++) {
        const book_paper *paper = xlsx_paper_read(a, path, &sheets[i], &limits, d);
        world_check_told(paper != NULL, d);
        if (paper)
            write_form(a, paper, i % 2 == 0, d);
    }
    arena_drop(a);
}

static const char *
part_of(uint8_t chosen)
{
    switch (chosen) {
    case 'S':
        return "xl/worksheets/sheet1.xml";
    case 'F':
        return "xl/styles.xml";
    case 'W':
        return "xl/workbook.xml";
    case 'T':
        return "xl/sharedStrings.xml";
    default:
        return NULL;
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const char *part = length > 1 && bytes[1] == '<' ? part_of(*bytes) : NULL;
    diag *d = diag_new();
    if (part) {
        char *text = g_strndup((const char *)bytes + 1, length - 1);
        const made_part parts[] = {{part, text}, {NULL, NULL}};
        size_t size;
        char *workbook = make_workbook(parts, &size);
        read_sheets(world_write("sheet.xlsx", workbook, size), d);
        g_free(workbook);
        g_free(text);
    } else
        read_sheets(world_write("sheet.xlsx", bytes, length), d);
    diag_drop(d);
    return 0;
}
