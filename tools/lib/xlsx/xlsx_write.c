/* xlsx_write.c: a book as the bytes of a workbook.
 *
 * libxlsxwriter writes each part into a file of its own, and does not look whether that could be written: on a disk
 * that is full the parts would lose some of their text without a word. So those files are memory (lxw_tmpfile takes the
 * place of the library's), and the archive that is made of them is read once more by its sums. */
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <xlsxwriter.h>
#include <xlsxwriter/utility.h>

#include "base/outfile.h"
#include "xlsx/xlsx_int.h"
#include "xlsx/xlsx_style.h"

typedef struct writing {
    const book *book;
    lxw_workbook *workbook;
    xlsx_styles styles;
    diag *d;
    bool failed;
} writing;

#define ROW(r) ((lxw_row_t)((r)-1))
#define COLUMN(c) ((lxw_col_t)((c)-1))

static void
take_error(writing *w, lxw_error error)
{
    if (error == LXW_NO_ERROR || w->failed)
        return;
    w->failed = true;
    char number[16];
    g_snprintf(number, sizeof number, "%d", (int)error);
    diag_add(w->d, DIAG_XLSX_WRITE, PLACE_NONE, PLACE_NONE, number, NULL);
}

/* ---- texts ---- */

/* _x0041_ in a text is an A to whoever reads it, unless its first character is written so, too. */
static char *
escape_text(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *p = text; *p; p++) {
        if (p[0] == '_' && p[1] == 'x' && g_ascii_isxdigit(p[2]) && g_ascii_isxdigit(p[3]) && g_ascii_isxdigit(p[4]) &&
            g_ascii_isxdigit(p[5]) && p[6] == '_')
            g_string_append(out, "_x005F_");
        else
            g_string_append_c(out, *p);
    }
    return g_string_free(out, FALSE);
}

static long
utf16_length(const char *text)
{
    long n = 0;
    for (; *text; text = g_utf8_next_char(text))
        n += g_utf8_get_char(text) > 0xffff ? 2 : 1;
    return n;
}

static void
write_text(writing *w, lxw_worksheet *sheet, const book_sheet *s, const book_cell *c, lxw_format *format)
{
    char address[BOOK_ADDRESS];
    if (utf16_length(c->text) > BOOK_CELL_TEXT) {
        diag_add(w->d, DIAG_XLSX_LONG, PLACE_NONE, PLACE_NONE, s->name, book_address(c->row, c->column, address), NULL);
        w->failed = true;
        return;
    }
    char *escaped = escape_text(c->text);
    take_error(w, worksheet_write_string(sheet, ROW(c->row), COLUMN(c->column), escaped, format));
    g_free(escaped);
}

static void
write_cell(writing *w, lxw_worksheet *sheet, const book_sheet *s, const book_cell *c)
{
    double serial;
    if (!c->text || !*c->text)
        take_error(
            w, worksheet_write_blank(sheet, ROW(c->row), COLUMN(c->column), xlsx_style(&w->styles, c->style, c->kind)));
    else if (c->kind != BOOK_TEXT && xlsx_serial(c->kind, c->text, &serial))
        take_error(w, worksheet_write_number(sheet, ROW(c->row), COLUMN(c->column), serial,
                                             xlsx_style(&w->styles, c->style, c->kind)));
    else
        write_text(w, sheet, s, c, xlsx_style(&w->styles, c->style, BOOK_TEXT));
}

/* ---- rules ---- */

/* What a spreadsheet shows has a longest length; a longer text ends in …. g_free it. */
static char *
cut_text(const char *text, long most)
{
    if (!text || g_utf8_strlen(text, -1) <= most)
        return g_strdup(text);
    char *head = g_utf8_substring(text, 0, most - 1);
    char *cut = g_strconcat(head, "…", NULL);
    g_free(head);
    return cut;
}

static void
set_bounds(lxw_data_validation *v, const book_rule *r, book_kind kind, double lowest, double highest)
{
    v->minimum_number = lowest;
    v->maximum_number = highest;
    if (r->from)
        xlsx_serial(kind, r->from, &v->minimum_number);
    if (r->to)
        xlsx_serial(kind, r->to, &v->maximum_number);
    v->criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
}

static char *
list_formula(const book_rule *r)
{
    char from[BOOK_ADDRESS], to[BOOK_ADDRESS];
    char **quoted = g_strsplit(r->list_sheet, "'", -1);
    char *name = g_strjoinv("''", quoted);
    char *formula = g_strdup_printf("='%s'!$%s$%d:$%s$%d", name, book_column_letters(r->list.column, from), r->list.row,
                                    book_column_letters(r->list.last_column, to), r->list.last_row);
    g_free(name);
    g_strfreev(quoted);
    return formula;
}

static void
fill_validation(lxw_data_validation *v, const book_rule *r, char **formula)
{
    enum { LAST_DAY = 2958465 }; /* 9999-12-31 */
    switch (r->kind) {
    case BOOK_RULE_RANGE:
        v->validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
        v->value_formula = *formula = list_formula(r);
        break;
    case BOOK_RULE_WORDS:
        v->validate = LXW_VALIDATION_TYPE_LIST;
        v->value_list = (char **)r->words;
        break;
    case BOOK_RULE_DATE:
        v->validate = LXW_VALIDATION_TYPE_DATE_NUMBER;
        set_bounds(v, r, BOOK_DATE, 1, LAST_DAY);
        break;
    case BOOK_RULE_TIME:
        v->validate = LXW_VALIDATION_TYPE_DECIMAL; /* 24:00 is none of a spreadsheet's times */
        set_bounds(v, r, BOOK_TIME, 0, 1);
        break;
    case BOOK_RULE_INTEGER:
        v->validate = LXW_VALIDATION_TYPE_INTEGER;
        set_bounds(v, r, BOOK_NUMBER, -999999999, 999999999);
        break;
    case BOOK_RULE_DECIMAL:
        v->validate = LXW_VALIDATION_TYPE_DECIMAL;
        set_bounds(v, r, BOOK_NUMBER, -999999999, 999999999);
        break;
    case BOOK_RULE_LENGTH:
        v->validate = LXW_VALIDATION_TYPE_LENGTH;
        set_bounds(v, r, BOOK_NUMBER, 0, BOOK_CELL_TEXT);
        break;
    }
}

static void
write_rule(writing *w, lxw_worksheet *sheet, const book_rule *r)
{
    char *title = cut_text(r->title, 32), *message = cut_text(r->message, 255), *formula = NULL;
    lxw_data_validation v = {.ignore_blank = LXW_VALIDATION_ON,
                             .show_input = message ? LXW_VALIDATION_ON : LXW_VALIDATION_OFF,
                             .show_error = LXW_VALIDATION_ON,
                             .error_type =
                                 r->warns ? LXW_VALIDATION_ERROR_TYPE_WARNING : LXW_VALIDATION_ERROR_TYPE_STOP,
                             .dropdown = LXW_VALIDATION_ON,
                             .input_title = title,
                             .input_message = message,
                             .error_title = title,
                             .error_message = message};
    fill_validation(&v, r, &formula);
    take_error(w, worksheet_data_validation_range(sheet, ROW(r->range.row), COLUMN(r->range.column),
                                                  ROW(r->range.last_row), COLUMN(r->range.last_column), &v));
    g_free(title);
    g_free(message);
    g_free(formula);
}

/* ---- sheets ---- */

static void
set_shape(writing *w, lxw_worksheet *sheet, const book_sheet *s)
{
    for (size_t i = 0; i < s->column_count; i++) {
        const book_column *c = &s->columns[i];
        lxw_row_col_options options = {.hidden = c->hidden};
        take_error(w, worksheet_set_column_opt(sheet, COLUMN(c->column), COLUMN(c->column),
                                               c->width > 0 ? c->width : LXW_DEF_COL_WIDTH,
                                               xlsx_style(&w->styles, c->style, c->kind), &options));
    }
    for (size_t i = 0; i < s->row_count; i++) {
        lxw_row_col_options options = {.hidden = s->rows[i].hidden};
        take_error(w, worksheet_set_row_opt(sheet, ROW(s->rows[i].row),
                                            s->rows[i].height > 0 ? s->rows[i].height : LXW_DEF_ROW_HEIGHT, NULL,
                                            &options));
    }
    for (size_t i = 0; i < s->merge_count; i++) {
        const book_range *m = &s->merges[i];
        const book_cell *c = book_find_cell(s, m->row, m->column);
        take_error(
            w, worksheet_merge_range(sheet, ROW(m->row), COLUMN(m->column), ROW(m->last_row), COLUMN(m->last_column),
                                     "", xlsx_style(&w->styles, c ? c->style : BOOK_PLAIN, c ? c->kind : BOOK_TEXT)));
    }
}

static void
set_page(writing *w, lxw_worksheet *sheet, const book_sheet *s)
{
    worksheet_set_paper(sheet, 9); /* A4 */
    worksheet_fit_to_pages(sheet, (uint16_t)MAX(s->pages_across, 1), 0);
    if (s->printed) {
        int last = 1;
        for (size_t i = 0; i < s->cell_count; i++)
            last = MAX(last, s->cells[i].row);
        take_error(w, worksheet_print_area(sheet, 0, 0, ROW(last), COLUMN(s->printed)));
    }
    worksheet_set_margins(sheet, 0.4, 0.4, 0.6, 0.6);
    if (s->landscape)
        worksheet_set_landscape(sheet);
    if (s->repeated_rows)
        worksheet_repeat_rows(sheet, 0, ROW(s->repeated_rows));
    if (s->repeated_columns)
        worksheet_repeat_columns(sheet, 0, COLUMN(s->repeated_columns));
    if (s->header)
        take_error(w, worksheet_set_header(sheet, s->header));
    if (s->footer)
        take_error(w, worksheet_set_footer(sheet, s->footer));
}

static void
write_sheet(writing *w, const book_sheet *s)
{
    lxw_worksheet *sheet = workbook_add_worksheet(w->workbook, s->name);
    if (!sheet) {
        take_error(w, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    set_shape(w, sheet, s);
    set_page(w, sheet, s);
    for (size_t i = 0; i < s->cell_count; i++)
        write_cell(w, sheet, s, &s->cells[i]);
    for (size_t i = 0; i < s->rule_count; i++)
        write_rule(w, sheet, &s->rules[i]);
    for (size_t i = 0; i < s->note_count; i++)
        take_error(w,
                   worksheet_write_comment(sheet, ROW(s->notes[i].row), COLUMN(s->notes[i].column), s->notes[i].text));
    if (s->frozen_rows || s->frozen_columns)
        worksheet_freeze_panes(sheet, (lxw_row_t)s->frozen_rows, (lxw_col_t)s->frozen_columns);
    if (s->filtered.row)
        take_error(w, worksheet_autofilter(sheet, ROW(s->filtered.row), COLUMN(s->filtered.column),
                                           ROW(s->filtered.last_row), COLUMN(s->filtered.last_column)));
    if (s->tab_color >= 0)
        worksheet_set_tab_color(sheet, (lxw_color_t)s->tab_color);
    if (s->protected) {
        lxw_protection allowed = {.format_cells = 1,
                                  .format_columns = 1,
                                  .format_rows = 1,
                                  .insert_rows = 1,
                                  .delete_rows = 1,
                                  .sort = 1,
                                  .autofilter = 1};
        worksheet_protect(sheet, NULL, &allowed);
    }
    if (s->visibility != BOOK_SHOWN)
        worksheet_hide(sheet);
}

static void
show_first(const writing *w)
{
    for (size_t i = 0; i < w->book->sheet_count; i++) {
        if (w->book->sheets[i]->visibility != BOOK_SHOWN)
            continue;
        lxw_worksheet *sheet = workbook_get_worksheet_by_name(w->workbook, w->book->sheets[i]->name);
        worksheet_activate(sheet);
        worksheet_set_first_sheet(sheet);
        return;
    }
    g_error("a workbook without a sheet that is shown cannot be opened");
}

static void
set_properties(const writing *w)
{
    enum { MILLENNIUM = 946684800 };
    const char *epoch = g_getenv("SOURCE_DATE_EPOCH");
    const gint64 created = epoch ? g_ascii_strtoll(epoch, NULL, 10) : 0;
    lxw_doc_properties properties = {.title = (char *)w->book->title,
                                     .created = created > 0 ? (time_t)created : MILLENNIUM};
    workbook_set_properties(w->workbook, &properties);
}

/* ---- the files in between ---- */

typedef struct scratch {
    GByteArray *bytes;
    size_t at;
} scratch;

static ssize_t
read_scratch(void *of, char *into, size_t room)
{
    scratch *s = of;
    const size_t n = s->at < s->bytes->len ? MIN(room, s->bytes->len - s->at) : 0;
    if (n)
        memcpy(into, s->bytes->data + s->at, n);
    s->at += n;
    return (ssize_t)n;
}

static ssize_t
write_scratch(void *of, const char *from, size_t n)
{
    scratch *s = of;
    if (s->at + n > s->bytes->len)
        g_byte_array_set_size(s->bytes, (guint)(s->at + n));
    if (n)
        memcpy(s->bytes->data + s->at, from, n);
    s->at += n;
    return (ssize_t)n;
}

static int
seek_scratch(void *of, off64_t *offset, int whence)
{
    scratch *s = of;
    const off64_t to = *offset + (whence == SEEK_SET ? 0 : whence == SEEK_CUR ? (off64_t)s->at : s->bytes->len);
    if (to < 0 || to > s->bytes->len)
        return -1;
    s->at = (size_t)to;
    *offset = to;
    return 0;
}

static int
close_scratch(void *of)
{
    scratch *s = of;
    g_byte_array_unref(s->bytes);
    g_free(s);
    return 0;
}

/* The library finds this one before its own. */
FILE *
lxw_tmpfile(char *folder)
{
    const cookie_io_functions_t io = {read_scratch, write_scratch, seek_scratch, close_scratch};
    scratch *s = g_new0(scratch, 1);
    (void)folder;
    s->bytes = g_byte_array_new();
    FILE *file = fopencookie(s, "w+", io);
    if (!file)
        close_scratch(s);
    return file;
}

/* ---- the whole ---- */

/* The library wants a path; a file in memory has one, and leaves nothing of what is personal on a disk. */
static bool
write_workbook(const book *b, const char *path, diag *d)
{
    lxw_workbook_options options = {.use_zip64 = LXW_FALSE};
    writing w = {.book = b, .workbook = workbook_new_opt(path, &options), .d = d};
    if (!w.workbook) {
        take_error(&w, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return false;
    }
    w.styles.workbook = w.workbook;
    set_properties(&w);
    for (size_t i = 0; i < b->sheet_count; i++)
        write_sheet(&w, b->sheets[i]);
    show_first(&w);
    take_error(&w, workbook_close(w.workbook)); /* and gives it up, whatever came of it */
    return !w.failed;
}

static char *
take_written(int fd, size_t *length)
{
    char *path = g_strdup_printf("/proc/self/fd/%d", fd), *bytes = NULL;
    gsize n = 0;
    if (!g_file_get_contents(path, &bytes, &n, NULL))
        bytes = NULL;
    *length = n;
    g_free(path);
    return bytes;
}

char *
xlsx_bytes(const book *b, size_t *length, diag *d)
{
    const int fd = memfd_create("workbook", MFD_CLOEXEC);
    char *path = g_strdup_printf("/proc/self/fd/%d", fd), *bytes = NULL;
    /* The library writes numbers as the locale does. */
    const locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0), usual = uselocale(plain);
    if (fd >= 0 && write_workbook(b, path, d))
        bytes = take_written(fd, length);
    uselocale(usual);
    freelocale(plain);
    if (fd >= 0)
        close(fd);
    g_free(path);
    if (bytes && (!xlsx_archive_is_whole(bytes, *length) || !xlsx_hide(b, &bytes, length))) {
        g_free(bytes);
        bytes = NULL;
    }
    if (!bytes && diag_count(d, DIAG_ERROR) == 0)
        diag_add(d, DIAG_XLSX_WRITE, PLACE_NONE, PLACE_NONE, "0", NULL);
    return bytes;
}

bool
xlsx_write(const book *b, const char *path, diag *d)
{
    size_t length;
    char *bytes = xlsx_bytes(b, &length, d);
    const bool written = bytes && outfile_write(path, bytes, length, d);
    g_free(bytes);
    return written;
}
