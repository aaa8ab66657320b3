/* xlsx_runs.c: the shared texts of which parts look different. */
#include <string.h>

#include "xlsx/xlsx_int.h"

typedef struct runs_reading {
    xlsx_reading *r;
    arena *a;
    GHashTable *wanted, *out;
    const book_font *usual;
    int theme[XLSX_THEME_COLORS];
    guint64 at; /* of the text that is open */
    int depth;  /* sst 1, si 2, r 3, rPr and t 4 */
    bool in_wanted, in_run, in_text, in_looks;
    GArray *runs; /* of the text */
    GString *text;
    book_font font;
} runs_reading;

static bool
start_element(void *data, const char *name, const char *const *attributes)
{
    runs_reading *s = data;
    s->depth++;
    if (s->depth == 2) {
        s->in_wanted = g_hash_table_contains(s->wanted, GSIZE_TO_POINTER(s->at + 1));
        s->runs = NULL;
    } else if (s->depth == 3 && s->in_wanted) {
        s->in_run = !strcmp(name, "r");
        s->font = (book_font){.color = BOOK_NO_COLOR};
        g_string_truncate(s->text, 0);
    } else if (s->depth == 4 && s->in_run) {
        s->in_text = !strcmp(name, "t");
        s->in_looks = !strcmp(name, "rPr");
        if (s->in_looks)
            s->font = *s->usual;
    } else if (s->depth == 5 && s->in_looks)
        xlsx_font_meet(s->a, &s->font, name, attributes, s->theme);
    return true;
}

static bool
take_text(void *data, const char *bytes, size_t length)
{
    runs_reading *s = data;
    if (s->in_text && s->text->len + length <= XLSX_TEXT_BYTES)
        g_string_append_len(s->text, bytes, (gssize)length);
    return true;
}

static void
end_run(runs_reading *s)
{
    if (!s->runs) {
        s->runs = g_array_new(FALSE, FALSE, sizeof(book_run));
        g_hash_table_insert(s->out, GSIZE_TO_POINTER(s->at + 1), s->runs);
    }
    xlsx_unescape(s->text);
    const book_run run = {arena_strdup(s->a, s->text->str), s->font};
    if (*run.text)
        g_array_append_val(s->runs, run);
    s->in_run = false;
}

static bool
end_element(void *data, const char *name)
{
    (void)name;
    runs_reading *s = data;
    if (s->depth == 2)
        s->at++;
    else if (s->depth == 3 && s->in_run)
        end_run(s);
    else if (s->depth == 4)
        s->in_text = s->in_looks = false;
    s->depth--;
    return true;
}

GHashTable *
xlsx_runs_read(xlsx_reading *r, arena *a, GHashTable *wanted, const book_font *usual)
{
    static const xml_stream_visitor visitor = {start_element, take_text, end_element};
    runs_reading s = {.r = r, .a = a, .wanted = wanted, .usual = usual, .text = g_string_new(NULL)};
    s.out = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, (GDestroyNotify)g_array_unref);
    xlsx_theme_read(r, NULL, s.theme);
    const bool whole =
        !r->strings_part || !g_hash_table_size(wanted) || xlsx_part_stream(r, r->strings_part, &visitor, &s);
    g_string_free(s.text, TRUE);
    if (whole)
        return s.out;
    g_hash_table_destroy(s.out);
    return NULL;
}
