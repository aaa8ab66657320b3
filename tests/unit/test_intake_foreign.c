/* Workbooks as other programs save them again: every one of ours, spelt otherwise, says what it said; what such a
 * program loses is told. */
#include "intake_support.h"

#include "xlsx_support.h"

typedef enum strings { SHARED, INLINE, IN_RUNS, COMPUTED } strings;

typedef struct spelling {
    const char *name;
    strings strings;
    const char *prefix; /* of the elements; "": none */
    bool strict;        /* the namespaces of ISO/IEC 29500 Strict */
    bool bare;          /* cells and rows without addresses */
    bool iso;           /* days as 2024-04-01 and not as numbers */
    bool exponents;     /* numbers as 4.5E4 */
    bool more;          /* elements, parts and an empty sheet that we know nothing of */
    bool unstyled;      /* no formats: days are numbers like any */
    bool from_1904;
    const char *target; /* before worksheets/sheet1.xml */
    const char *dimension;
    const char *told; /* how the messages begin; "": there is none */
} spelling;

static const spelling spellings[] = {
    {.name = "as it is", .target = "", .dimension = "", .told = ""},
    {.name = "openpyxl", .strings = INLINE, .target = "/xl/", .dimension = "<dimension ref=\"A1\"/>", .told = ""},
    {.name = "prefixed", .prefix = "x:", .target = "./", .dimension = "", .told = ""},
    {.name = "strict", .strict = true, .iso = true, .target = "", .dimension = "", .told = ""},
    {.name = "bare", .bare = true, .strings = INLINE, .target = "../xl/", .dimension = "", .told = ""},
    {.name = "runs", .strings = IN_RUNS, .more = true, .target = "", .dimension = "", .told = ""},
    {.name = "formulas", .strings = COMPUTED, .exponents = true, .target = "", .dimension = "", .told = ""},
    {.name = "strict and prefixed",
     .strict = true,
     .prefix = "s:",
     .bare = true,
     .more = true,
     .strings = IN_RUNS,
     .target = "/xl/",
     .dimension = "",
     .told = ""},
    {.name = "without formats", .unstyled = true, .target = "", .dimension = "", .told = "cell-"},
    {.name = "1904", .from_1904 = true, .target = "", .dimension = "", .told = "sheet-1904"},
};

/* ---- a workbook as it was read ---- */

typedef struct seen_sheet {
    const char *name;
    book_visibility visibility;
    GArray *cells; /* of book_entry */
} seen_sheet;

typedef struct seen {
    arena *a;
    GPtrArray *sheets;  /* of seen_sheet */
    GPtrArray *formats; /* of const char * */
} seen;

static bool
see_sheet(void *data, const book_sheet_entry *s)
{
    seen *k = data;
    seen_sheet *one = ARENA_NEW(k->a, seen_sheet);
    *one = (seen_sheet){arena_strdup(k->a, s->sheet), s->visibility, g_array_new(FALSE, FALSE, sizeof(book_entry))};
    g_ptr_array_add(k->sheets, one);
    return true;
}

static bool
see_cell(void *data, const book_entry *e)
{
    seen *k = data;
    seen_sheet *s = g_ptr_array_index(k->sheets, k->sheets->len - 1);
    book_entry copy = *e;
    copy.text = arena_strdup(k->a, e->text);
    copy.raw = arena_strdup(k->a, e->raw);
    copy.format = arena_strdup(k->a, e->format);
    g_array_append_val(s->cells, copy);
    if (!g_ptr_array_find_with_equal_func(k->formats, e->format, g_str_equal, NULL))
        g_ptr_array_add(k->formats, (void *)copy.format);
    return true;
}

/* ---- and written again ---- */

typedef struct writing {
    const spelling *how;
    const seen *of;
    GString *out, *shared;
    size_t shared_count;
} writing;

#define STRICT "http://purl.oclc.org/ooxml/"

/* An element's begin: <x:row */
static void
open_tag(writing *w, const char *name)
{
    g_string_append_printf(w->out, "<%s%s", w->how->prefix ? w->how->prefix : "", name);
}

static void
close_tag(writing *w, const char *name)
{
    g_string_append_printf(w->out, "</%s%s>", w->how->prefix ? w->how->prefix : "", name);
}

static void
add_root(writing *w, const char *name)
{
    const char *prefix = w->how->prefix;
    char *bound = prefix ? g_strdup_printf(":%.*s", (int)strlen(prefix) - 1, prefix) : g_strdup("");
    g_string_append(w->out, XML_HEAD);
    open_tag(w, name);
    g_string_append_printf(w->out, " xmlns%s=\"%s\" xmlns:q=\"%s\">", bound,
                           w->how->strict ? STRICT "spreadsheetml/main" : OOXML "spreadsheetml/2006/main",
                           w->how->strict ? STRICT "officeDocument/relationships"
                                          : OOXML "officeDocument/2006/relationships");
    g_free(bound);
}

static void
add_escaped(GString *out, const char *text, size_t length)
{
    char *escaped = g_markup_escape_text(text, (gssize)length);
    g_string_append(out, escaped);
    g_free(escaped);
}

static void
add_run(writing *w, const char *text, size_t length)
{
    open_tag(w, "r");
    g_string_append(w->out, ">");
    open_tag(w, "rPr");
    g_string_append(w->out, "/>");
    open_tag(w, "t");
    g_string_append(w->out, " xml:space=\"preserve\">");
    add_escaped(w->out, text, length);
    close_tag(w, "t");
    close_tag(w, "r");
}

/* What is in <si> or <is>: in two runs with a reading behind them, or as it is. */
static void
add_string(writing *w, const char *text)
{
    if (w->how->strings == IN_RUNS && *text) {
        const size_t first = (size_t)(g_utf8_next_char(text) - text);
        add_run(w, text, first);
        add_run(w, text + first, strlen(text) - first);
        open_tag(w, "rPh");
        g_string_append(w->out, " sb=\"0\" eb=\"1\">");
        open_tag(w, "t");
        g_string_append(w->out, ">ヨミ");
        close_tag(w, "t");
        close_tag(w, "rPh");
        return;
    }
    open_tag(w, "t");
    g_string_append(w->out, " xml:space=\"preserve\">");
    add_escaped(w->out, text, strlen(text));
    close_tag(w, "t");
}

static void
add_value(writing *w, const char *text)
{
    open_tag(w, "v");
    g_string_append(w->out, ">");
    add_escaped(w->out, text, strlen(text));
    close_tag(w, "v");
}

static void
add_shared(writing *w, const char *text)
{
    char number[32];
    g_snprintf(number, sizeof number, "%zu", w->shared_count++);
    add_value(w, number);
    GString *out = w->out;
    w->out = w->shared;
    open_tag(w, "si");
    g_string_append(w->out, ">");
    add_string(w, text);
    close_tag(w, "si");
    w->out = out;
}

static const char *
type_of(const writing *w, const book_entry *e)
{
    static const char *const types[] = {
        [SHARED] = " t=\"s\"", [IN_RUNS] = " t=\"s\"", [INLINE] = " t=\"inlineStr\"", [COMPUTED] = " t=\"str\""};
    if (e->kind == BOOK_ENTRY_TEXT)
        return types[w->how->strings];
    return w->how->iso && e->kind == BOOK_ENTRY_DATE ? " t=\"d\"" : "";
}

static void
add_text(writing *w, const char *text)
{
    if (w->how->strings == INLINE) {
        open_tag(w, "is");
        g_string_append(w->out, ">");
        add_string(w, text);
        close_tag(w, "is");
    } else if (w->how->strings == COMPUTED) {
        open_tag(w, "f");
        g_string_append(w->out, ">A1&amp;\"\"");
        close_tag(w, "f");
        add_value(w, text);
    } else
        add_shared(w, text);
}

static void
add_number(writing *w, const book_entry *e)
{
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    if (w->how->iso && e->kind == BOOK_ENTRY_DATE)
        add_value(w, e->text);
    else if (w->how->exponents)
        add_value(w, g_ascii_formatd(number, sizeof number, "%.16E", e->number));
    else
        add_value(w, e->raw);
}

static void
add_cell(writing *w, const book_entry *e)
{
    guint style = 0;
    char address[BOOK_ADDRESS];
    g_ptr_array_find_with_equal_func(w->of->formats, e->format, g_str_equal, &style);
    open_tag(w, "c");
    if (!w->how->bare)
        g_string_append_printf(w->out, " r=\"%s\"", book_address(e->row, e->column, address));
    if (!w->how->unstyled)
        g_string_append_printf(w->out, " s=\"%u\"", style);
    g_string_append_printf(w->out, "%s>", type_of(w, e));
    if (e->kind == BOOK_ENTRY_TEXT)
        add_text(w, e->text);
    else
        add_number(w, e);
    close_tag(w, "c");
}

/* Where cells have no addresses, those between them are there and blank. */
static void
fill_row(writing *w, int from, int to)
{
    for (int i = from; w->how->bare && i < to; i++) {
        open_tag(w, "c");
        g_string_append(w->out, "/>");
    }
}

static void
open_row(writing *w, int *row, int to)
{
    while (*row < to) {
        if (*row)
            close_tag(w, "row");
        *row = w->how->bare ? *row + 1 : to;
        open_tag(w, "row");
        if (!w->how->bare)
            g_string_append_printf(w->out, " r=\"%d\"", *row);
        g_string_append(w->out, ">");
    }
}

static char *
sheet_part(writing *w, const seen_sheet *s)
{
    int row = 0, column = 0;
    w->out = g_string_new(NULL);
    add_root(w, "worksheet");
    g_string_append(w->out, w->how->prefix ? "" : w->how->dimension);
    if (w->how->more) {
        open_tag(w, "sheetViews");
        g_string_append(w->out, "><y:view xmlns:y=\"urn:other\"><y:v>1</y:v></y:view>");
        close_tag(w, "sheetViews");
    }
    open_tag(w, "sheetData");
    g_string_append(w->out, ">");
    for (guint i = 0; i < s->cells->len; i++) {
        const book_entry *e = &g_array_index(s->cells, book_entry, i);
        if (e->row != row) {
            open_row(w, &row, e->row);
            column = 0;
        }
        fill_row(w, column + 1, e->column);
        add_cell(w, e);
        column = e->column;
    }
    if (row)
        close_tag(w, "row");
    close_tag(w, "sheetData");
    if (w->how->more) {
        open_tag(w, "extLst");
        g_string_append(w->out, "><y:c xmlns:y=\"urn:other\"><y:v>99</y:v></y:c>");
        close_tag(w, "extLst");
    }
    close_tag(w, "worksheet");
    return g_string_free(w->out, FALSE);
}

static char *
workbook_part(writing *w)
{
    static const char *const states[] = {"", " state=\"hidden\"", " state=\"veryHidden\""};
    w->out = g_string_new(NULL);
    add_root(w, "workbook");
    open_tag(w, "workbookPr");
    g_string_append_printf(w->out, "%s/>", w->how->from_1904 ? " date1904=\"1\"" : "");
    open_tag(w, "sheets");
    g_string_append(w->out, ">");
    for (guint i = 0; i < w->of->sheets->len; i++) {
        const seen_sheet *s = g_ptr_array_index(w->of->sheets, i);
        open_tag(w, "sheet");
        g_string_append_printf(w->out, " name=\"%s\" sheetId=\"%u\" q:id=\"rId%u\"%s/>", s->name, i + 1, i + 1,
                               states[s->visibility]);
    }
    if (w->how->more) {
        open_tag(w, "sheet");
        g_string_append(w->out, " name=\"Sheet1\" sheetId=\"900\" q:id=\"rId900\"/>");
    }
    close_tag(w, "sheets");
    close_tag(w, "workbook");
    return g_string_free(w->out, FALSE);
}

static void
add_link(writing *w, const char *id, const char *type, const char *target)
{
    g_string_append_printf(w->out, "<Relationship Id=\"%s\" Type=\"%s/%s\" Target=\"%s%s\"/>", id,
                           w->how->strict ? STRICT "officeDocument/relationships"
                                          : OOXML "officeDocument/2006/relationships",
                           type, w->how->target, target);
}

static char *
links_part(writing *w)
{
    w->out = g_string_new(XML_HEAD "<Relationships xmlns=\"" OOXML "package/2006/relationships\">");
    for (guint i = 0; i < w->of->sheets->len; i++) {
        char *id = g_strdup_printf("rId%u", i + 1), *part = g_strdup_printf("worksheets/sheet%u.xml", i + 1);
        add_link(w, id, "worksheet", part);
        g_free(id);
        g_free(part);
    }
    if (w->how->more)
        add_link(w, "rId900", "worksheet", "worksheets/more.xml");
    add_link(w, "rId901", "sharedStrings", "sharedStrings.xml");
    if (!w->how->unstyled)
        add_link(w, "rId902", "styles", "styles.xml");
    g_string_append(w->out, "</Relationships>");
    return g_string_free(w->out, FALSE);
}

static char *
styles_part(writing *w)
{
    enum { OWN = 164 };
    w->out = g_string_new(NULL);
    add_root(w, "styleSheet");
    open_tag(w, "numFmts");
    g_string_append(w->out, ">");
    for (guint i = 0; i < w->of->formats->len; i++) {
        open_tag(w, "numFmt");
        g_string_append_printf(w->out, " numFmtId=\"%u\" formatCode=\"", OWN + i);
        const char *code = g_ptr_array_index(w->of->formats, i);
        add_escaped(w->out, code, strlen(code));
        g_string_append(w->out, "\"/>");
    }
    close_tag(w, "numFmts");
    open_tag(w, "cellXfs");
    g_string_append(w->out, ">");
    for (guint i = 0; i < w->of->formats->len; i++) {
        open_tag(w, "xf");
        g_string_append_printf(w->out, " numFmtId=\"%u\"/>", OWN + i);
    }
    close_tag(w, "cellXfs");
    close_tag(w, "styleSheet");
    return g_string_free(w->out, FALSE);
}

static void
write_spelt(const seen *of, const spelling *how, const char *path)
{
    writing w = {.how = how, .of = of, .shared = g_string_new(NULL)};
    GArray *parts = g_array_new(TRUE, FALSE, sizeof(made_part)); /* ends with a part without a name */
    for (guint i = 0; i < of->sheets->len; i++) {
        const made_part p = {arena_printf(of->a, "xl/worksheets/sheet%u.xml", i + 1),
                             sheet_part(&w, g_ptr_array_index(of->sheets, i))};
        g_array_append_val(parts, p);
    }
    w.out = g_string_new(NULL);
    add_root(&w, "sst");
    g_string_append_len(w.out, w.shared->str, (gssize)w.shared->len);
    close_tag(&w, "sst");
    g_string_free(w.shared, TRUE);
    const made_part others[] = {{"xl/sharedStrings.xml", g_string_free(w.out, FALSE)},
                                {"xl/workbook.xml", workbook_part(&w)},
                                {"xl/_rels/workbook.xml.rels", links_part(&w)},
                                {"xl/styles.xml", how->unstyled ? NULL : styles_part(&w)},
                                {"xl/worksheets/more.xml",
                                 how->more ? g_strdup(XML_HEAD "<worksheet " MAIN "><sheetData/></worksheet>") : NULL}};
    g_array_append_vals(parts, others, G_N_ELEMENTS(others));
    size_t length;
    char *bytes = make_workbook((const made_part *)(const void *)parts->data, &length);
    assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
    for (guint i = 0; i < parts->len; i++)
        g_free((char *)g_array_index(parts, made_part, i).text);
    g_array_free(parts, TRUE);
    g_free(bytes);
}

/* ---- what is read of it ---- */

/* A workbook without a day loses nothing by having no formats. */
static void
check_spelling(world *w, const seen *of, const spelling *how)
{
    const char *path = arena_printf(w->a, "%s/other.xlsx", w->folder);
    write_spelt(of, how, path);
    const bool good = take_file(w, path, false);
    if (!*how->told) {
        if (!good || diag_length(w->d) || *w->echo)
            fail_msg("%s, %s: %s %s", w->b->title, how->name,
                     diag_length(w->d) ? diag_name(diag_at(w->d, 0)->code) : "nothing told", w->echo);
        return;
    }
    bool dates = false;
    for (guint i = 0; i < of->sheets->len; i++) {
        const seen_sheet *s = g_ptr_array_index(of->sheets, i);
        for (guint j = 0; j < s->cells->len; j++)
            dates = dates || g_array_index(s->cells, book_entry, j).kind == BOOK_ENTRY_DATE;
    }
    if (how->unstyled && !dates)
        return;
    if (good || *w->echo || !g_str_has_prefix(diag_name(diag_at(w->d, 0)->code), how->told))
        fail_msg("%s, %s: is read: %s", w->b->title, how->name, w->echo);
}

static void
other_programs_say_the_same(void **state)
{
    static const book_visitor visitor = {see_sheet, see_cell, NULL};
    world *w = *state;
    fresh(w, LAYOUT_FIRST);
    GPtrArray *workbooks = layout_workbooks(w->l);
    const guint count = workbooks->len;
    char **names = g_new0(char *, count + 1);
    for (guint i = 0; i < count; i++)
        names[i] = g_strdup(g_ptr_array_index(workbooks, i));
    for (guint i = 0; i < count; i++) {
        fresh(w, names[i]);
        seen of = {w->a, g_ptr_array_new(), g_ptr_array_new()};
        const char *path = arena_printf(w->a, "%s/x.xlsx", w->folder);
        assert_true(xlsx_write(w->b, path, w->d));
        assert_true(xlsx_read(path, &xlsx_limits_usual, &visitor, &of, w->d));
        for (size_t j = 0; j < G_N_ELEMENTS(spellings); j++)
            check_spelling(w, &of, &spellings[j]);
        for (guint j = 0; j < of.sheets->len; j++)
            g_array_free(((seen_sheet *)g_ptr_array_index(of.sheets, j))->cells, TRUE);
        g_ptr_array_free(of.sheets, TRUE);
        g_ptr_array_free(of.formats, TRUE);
    }
    g_strfreev(names);
    g_ptr_array_free(workbooks, TRUE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_programs_say_the_same),
    };
    return cmocka_run_group_tests_name("intake_foreign", tests, open_world, close_world);
}
