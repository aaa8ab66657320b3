/* intake_map_skeleton.c: a mapping to be filled in, of a CSV's headings. */
#include "intake/intake_map_int.h"

#include <string.h>

#include "intake/intake_csv.h"

typedef struct headings {
    arena *a;
    GPtrArray *texts; /* of const char *, in their order */
    GArray *columns;  /* of int: where they stand */
    int row;
    diag *d;
} headings;

/* What stands above the headings is a title or a date, in one cell. */
static bool
take_heading(void *data, const book_entry *e)
{
    headings *h = data;
    if (e->row != h->row && h->texts->len > 1)
        return false;
    if (e->row != h->row) {
        g_ptr_array_set_size(h->texts, 0);
        g_array_set_size(h->columns, 0);
    }
    h->row = e->row;
    const char *text = in_plain_heading(h->a, e->text);
    if (*text) {
        g_ptr_array_add(h->texts, (void *)text);
        g_array_append_val(h->columns, e->column);
    }
    return true;
}

static bool
judge_headings(const headings *h, const char *path)
{
    if (h->texts->len > 1)
        return true;
    diag_add(h->d, DIAG_MAP_NO_HEADING, PLACE_NONE, (place){path, 0, NULL}, "見出しが二つ以上ある行がない",
             "no row has two headings", NULL);
    return false;
}

/* Whether the first row is one of values: columns then go by their letters. */
static bool
is_headless(const headings *h)
{
    for (guint i = 0; i < h->texts->len; i++)
        if (map_is_no_heading(g_ptr_array_index(h->texts, i)))
            return true;
    return false;
}

static bool
is_there_twice(const headings *h, const char *heading)
{
    guint count = 0;
    for (guint i = 0; i < h->texts->len; i++)
        count += strcmp(map_fold(h->a, g_ptr_array_index(h->texts, i)), map_fold(h->a, heading)) == 0;
    return count > 1;
}

static void
append_attribute(GString *out, const char *name, const char *value)
{
    char *escaped = g_markup_escape_text(value, -1);
    g_string_append_printf(out, " %s=\"%s\"", name, escaped);
    g_free(escaped);
}

/* The fields of the same heading, wherever there is one: sheets have them by the dozen, so the first few. */
static void
append_like(arena *a, const layout *l, const char *heading, GString *out)
{
    enum { MOST = 6 };
    const char *folded = map_fold(a, heading);
    int count = 0;
    for (size_t i = 0; i < l->sheet_count && count < MOST; i++) {
        const layout_sheet *s = &l->sheets[i];
        for (size_t j = 0; j < s->count && count < MOST && strcmp(s->workbook, LAYOUT_FIRST) != 0; j++) {
            const layout_column *c = &s->columns[j];
            if (strcmp(map_fold(a, c->field), folded) != 0)
                continue;
            g_string_append_printf(out, "    <!-- 同じ見出しの欄 the same heading: %s／%s　%s　%s -->\n", s->workbook,
                                   s->name, c->group, c->field);
            count++;
        }
    }
}

static const char head[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<!-- ほかのソフトの CSV の対応表の下書き（renkei-sheet read の map に渡す。書き方は renkei-sheet の手引き）。\n"
    "     A mapping to be filled in; how: the manual page renkei-sheet.\n"
    "     1. <sheet> に、CSV の一行が何の記録になるかを書く（表とシートの名前の一覧：renkei-sheet new -T layout）。\n"
    "        workbook and name: what a row of the CSV becomes a record of.\n"
    "     2. どの列も、<to field=\"欄の見出し\"/> で欄に入れるか、<ignore name=\"…\"/> に変える。\n"
    "        Every column gets a <to>, or becomes an <ignore>.\n"
    "     3. 児童の列には field=\"ケース\"。受給者証番号で探すなら：\n"
    "        The child: <to field=\"ケース\"><find sheet=\"受給者証\" field=\"受給者証番号\"/></to>\n"
    "        氏名で探すなら by name: <to field=\"ケース\" by=\"name\"/>\n"
    "     4. 値が違う言葉なら、<to> の中に <value says=\"CSVの値\" means=\"表の値\"/>。読まない行は <skip "
    "says=\"…\"/>。\n"
    "        Other words: <value>; rows that are not to be read: <skip>.\n"
    "     5. 記録を見分ける欄（日付など）の <to> には key=\"yes\"、月の記録の年月は part=\"month\"。\n"
    "        Fields that tell records apart: key; the month of a date: part.\n"
    "     6. 姓と名、年と月と日のように列が分かれていれば：\n"
    "        Columns that are one value: <joined as=\"date\"><part name=\"年\"/><part name=\"月\"/><part "
    "name=\"日\"/>\n"
    "        <to field=\"…\"/></joined>（as は name, date, text） -->\n";

/* heading NULL: it has none; column 0: that is enough. */
static void
append_column(const headings *h, const layout *l, const char *heading, int column, GString *out)
{
    char address[BOOK_ADDRESS];
    g_string_append(out, "  <column");
    if (heading)
        append_attribute(out, "name", heading);
    if (column) {
        const char *cell = book_address(1, column, address);
        append_attribute(out, "letter", arena_strndup(h->a, cell, strlen(cell) - 1));
    }
    g_string_append(out, ">\n");
    if (heading)
        append_like(h->a, l, heading, out);
    g_string_append(out, "    <to field=\"\"/>\n  </column>\n");
}

static void
append_mapping(const headings *h, const layout *l, const char *encoding, GString *out)
{
    const bool headless = is_headless(h);
    const int last = g_array_index(h->columns, int, h->columns->len - 1);
    g_string_append(out, head);
    g_string_append(out, "<mapping version=\"1\"");
    if (encoding)
        append_attribute(out, "encoding", intake_csv_encoding(encoding));
    if (headless)
        append_attribute(out, "heading-row", "no");
    else if (h->row > 1)
        g_string_append_printf(out, " heading-row=\"%d\"", h->row);
    g_string_append(out, ">\n  <sheet workbook=\"\" name=\"\" new=\"yes\"/>\n");
    for (int column = 1; headless && column <= last; column++)
        append_column(h, l, NULL, column, out);
    for (guint i = 0; !headless && i < h->texts->len; i++) {
        const char *heading = g_ptr_array_index(h->texts, i);
        append_column(h, l, heading, is_there_twice(h, heading) ? g_array_index(h->columns, int, i) : 0, out);
    }
    g_string_append(out, "</mapping>\n");
}

bool
intake_map_skeleton(arena *a, const layout *l, const char *path, const char *encoding, GString *out, diag *d)
{
    static const book_visitor visitor = {NULL, take_heading, NULL};
    headings h = {.a = a, .texts = g_ptr_array_new(), .columns = g_array_new(FALSE, FALSE, sizeof(int)), .d = d};
    const bool good = intake_csv_read(path, encoding, '\0', &visitor, &h, d) && judge_headings(&h, path);
    if (good)
        append_mapping(&h, l, encoding, out);
    g_ptr_array_free(h.texts, TRUE);
    g_array_free(h.columns, TRUE);
    return good;
}
