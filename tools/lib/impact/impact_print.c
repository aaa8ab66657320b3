/* impact_print.c: the account for a terminal, and as JSON. */
#include "impact/impact_int.h"

#include <string.h>

#include "base/json.h"

/* ---- columns ---- */

static size_t
columns_of(const char *text)
{
    size_t n = 0;
    for (; *text; text = g_utf8_next_char(text)) {
        const gunichar c = g_utf8_get_char(text);
        /* Arrows and the like are wide where Japanese is written, and nobody can ask the terminal. */
        n += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
    }
    return n;
}

enum { COLUMNS = 5 };
typedef struct table {
    GPtrArray *cells; /* char *, COLUMNS a row */
} table;

static void
add_row(table *t, const char *const cells[COLUMNS])
{
    for (int i = 0; i < COLUMNS; i++)
        g_ptr_array_add(t->cells, g_strdup(cells[i]));
}

/* The last column is as long as it is. */
static void
print_table(const table *t, GString *out)
{
    size_t width[COLUMNS] = {0};
    for (guint i = 0; i < t->cells->len; i++)
        width[i % COLUMNS] = MAX(width[i % COLUMNS], columns_of(g_ptr_array_index(t->cells, i)));
    for (guint i = 0; i < t->cells->len; i++) {
        const char *cell = g_ptr_array_index(t->cells, i);
        const guint column = i % COLUMNS;
        bool rest = false; /* something still stands in the row */
        for (guint k = i + 1; k % COLUMNS != 0; k++)
            rest = rest || *(const char *)g_ptr_array_index(t->cells, k);
        g_string_append_printf(out, "%s%s", column ? "" : "  ", cell);
        if (rest)
            g_string_append_printf(out, "%*s", (int)(width[column] - columns_of(cell) + 2), "");
        if (column == COLUMNS - 1)
            g_string_append_c(out, '\n');
    }
}

/* ---- the table ---- */

static char *
first_message(const impact_record *r, diag_language language)
{
    for (size_t i = 0; r->messages && i < diag_length(r->messages); i++)
        if (diag_severity_of(diag_at(r->messages, i)->code) == DIAG_ERROR)
            return diag_text(diag_at(r->messages, i), language);
    return NULL;
}

static void
append_pages(GString *out, const impact_record *r, diag_language language)
{
    const char *word = language == DIAG_EN ? " p." : "ページ";
    if (r->before && r->after && r->before != r->after)
        g_string_append_printf(out, "%d→%d%s", r->before, r->after, word);
    else if (r->before || r->after)
        g_string_append_printf(out, "%d%s", MAX(r->before, r->after), word);
}

static void
append_note(GString *out, const impact_record *r, diag_language language)
{
    char *why = first_message(r, language);
    if (r->consent && *r->consented)
        g_string_append_printf(out, language == DIAG_EN ? "consent of %s: ask again" : "同意（%s）を取り直す",
                               r->consented);
    else if (r->consent)
        g_string_append(out, language == DIAG_EN ? "text of consent (no consent yet)" : "同意の文（同意はまだない）");
    if (why)
        g_string_append_printf(out, "%s%s", out->len ? " " : "", why);
    g_free(why);
}

static void
add_record(table *t, const impact_record *r, diag_language language)
{
    GString *pages = g_string_new(NULL), *where = g_string_new(NULL), *note = g_string_new(NULL);
    append_pages(pages, r, language);
    impact_append_where(where, r->pages, language);
    append_note(note, r, language);
    add_row(t, (const char *const[]){r->key, impact_state_word(r->state, language), pages->str, where->str, note->str});
    g_string_free(pages, TRUE);
    g_string_free(where, TRUE);
    g_string_free(note, TRUE);
}

static void
print_form_head(const impact_form *f, diag_language language, GString *out)
{
    const bool en = language == DIAG_EN;
    const char *state = impact_form_words(f->state, language);
    g_string_append_printf(out, en ? "%s %s" : "%s　%s", f->name, f->title);
    if (state)
        g_string_append_printf(out, en ? " [%s]" : "［%s］", state);
    g_string_append_c(out, '\n');
    const char *between = "  ";
    for (int s = 0; s < IMPACT_STATES; s++) {
        if (!f->count[s])
            continue;
        g_string_append_printf(out, "%s%s %zu", between, impact_state_word(s, language), f->count[s]);
        between = en ? ", " : "、";
    }
    if (f->pages_before || f->pages_after)
        g_string_append_printf(out, en ? "%spages %zu→%zu" : "%sページ %zu→%zu", between, f->pages_before,
                               f->pages_after);
    g_string_append_c(out, '\n');
    if (f->ask_again)
        g_string_append_printf(out, en ? "  to ask again for consent: %zu\n" : "  同意を取り直す事例 %zu\n",
                               f->ask_again);
    if (strcmp(f->scope_before, f->scope_after) != 0)
        g_string_append_printf(out,
                               en ? "  scope of consent that copies need: %s→%s\n" : "  写しに要る同意の範囲 %s→%s\n",
                               *f->scope_before ? f->scope_before : "—", *f->scope_after ? f->scope_after : "—");
}

static bool
is_worth_a_line(const impact_record *r)
{
    return impact_state_is_change(r->state);
}

static void
print_form(const impact_form *f, size_t most, diag_language language, GString *out)
{
    table t = {g_ptr_array_new_with_free_func(g_free)};
    size_t told = 0, left = 0;
    print_form_head(f, language, out);
    for (guint i = 0; i < f->records->len; i++) {
        const impact_record *r = &g_array_index(f->records, impact_record, i);
        if (!is_worth_a_line(r))
            continue;
        if (told++ < most)
            add_record(&t, r, language);
        else
            left++;
    }
    print_table(&t, out);
    g_ptr_array_free(t.cells, TRUE);
    if (left)
        g_string_append_printf(out,
                               language == DIAG_EN ? "  and %zu more (all of them: --json, or the pages of -o)\n"
                                                   : "  ほか %zu 件（すべては --json か -o のページに）\n",
                               left);
}

typedef struct sums {
    size_t count[IMPACT_STATES], ask_again, documents;
} sums;

static sums
add_up(const impact_account *x)
{
    sums s = {0};
    for (guint i = 0; i < x->forms->len; i++) {
        const impact_form *f = g_ptr_array_index(x->forms, i);
        for (int k = 0; k < IMPACT_STATES; k++)
            s.count[k] += f->count[k];
        s.ask_again += f->ask_again;
        s.documents += f->records->len;
    }
    return s;
}

void
impact_print(const impact_account *x, size_t most, diag_language language, GString *out)
{
    g_assert(x && out);
    const bool en = language == DIAG_EN;
    for (guint i = 0; i < x->forms->len; i++)
        print_form(g_ptr_array_index(x->forms, i), most, language, out);
    const sums s = add_up(x);
    g_string_append_printf(out, en ? "%zu cases, %zu documents:" : "事例 %zu、書類 %zu：", x->cases, s.documents);
    const char *between = en ? " " : "";
    for (int k = 0; k < IMPACT_STATES; k++) {
        if (!s.count[k])
            continue;
        g_string_append_printf(out, "%s%s %zu", between, impact_state_word(k, language), s.count[k]);
        between = en ? ", " : "、";
    }
    if (s.ask_again)
        g_string_append_printf(out, en ? "; consent to ask again %zu" : "。同意を取り直すもの %zu", s.ask_again);
    g_string_append_c(out, '\n');
}

/* ---- JSON ---- */

static const char *const state_names[IMPACT_STATES] = {
    [IMPACT_LOST] = "lost",   [IMPACT_UNKNOWN] = "unknown", [IMPACT_WORDS] = "words", [IMPACT_LOOK] = "look",
    [IMPACT_BYTES] = "bytes", [IMPACT_GAINED] = "gained",   [IMPACT_SAME] = "same",   [IMPACT_NEITHER] = "neither"};
static const char *const form_names[] = {[IMPACT_FORM_BOTH] = "both",
                                         [IMPACT_FORM_NEW] = "new",
                                         [IMPACT_FORM_VANISHED] = "vanished",
                                         [IMPACT_FORM_BROKEN] = "broken",
                                         [IMPACT_FORM_MENDED] = "mended"};

static void
append_counts(GString *out, const size_t count[IMPACT_STATES], size_t ask_again)
{
    g_string_append(out, ",\"counts\":{");
    for (int s = 0; s < IMPACT_STATES; s++)
        g_string_append_printf(out, "%s\"%s\":%zu", s ? "," : "", state_names[s], count[s]);
    g_string_append_printf(out, "},\"ask-again\":%zu", ask_again);
}

static void
append_record(const impact_form *f, const impact_record *r, diag_language language, GString *out)
{
    g_string_append(out, "{\"v\":1");
    json_append_member(out, "form", f->name);
    json_append_member(out, "key", r->key);
    json_append_member(out, "state", state_names[r->state]);
    g_string_append_printf(out, ",\"pages\":{\"from\":%d,\"to\":%d", r->before, r->after);
    json_append_member(out, "each", r->pages);
    g_string_append_c(out, '}');
    if (r->consent)
        json_append_member(out, "consent", impact_asks_again(r) ? "ask-again" : "text");
    if (impact_asks_again(r))
        json_append_member(out, "consented", r->consented);
    g_string_append(out, ",\"messages\":[");
    for (size_t i = 0; r->messages && i < diag_length(r->messages); i++) {
        g_string_append(out, i ? "," : "");
        diag_append_json(out, diag_at(r->messages, i), language);
    }
    g_string_append(out, "]}\n");
}

static void
append_form(const impact_form *f, GString *out)
{
    g_string_append(out, "{\"v\":1");
    json_append_member(out, "form", f->name);
    json_append_member(out, "title", f->title);
    json_append_member(out, "is", form_names[f->state]);
    append_counts(out, f->count, f->ask_again);
    g_string_append_printf(out, ",\"pages\":{\"from\":%zu,\"to\":%zu}", f->pages_before, f->pages_after);
    if (strcmp(f->scope_before, f->scope_after) != 0) {
        g_string_append(out, ",\"scope\":{\"from\":");
        json_append(out, f->scope_before);
        g_string_append(out, ",\"to\":");
        json_append(out, f->scope_after);
        g_string_append_c(out, '}');
    }
    g_string_append(out, "}\n");
}

void
impact_print_json(const impact_account *x, diag_language language, GString *out)
{
    g_assert(x && out);
    for (guint i = 0; i < x->forms->len; i++) {
        const impact_form *f = g_ptr_array_index(x->forms, i);
        for (guint k = 0; k < f->records->len; k++) {
            const impact_record *r = &g_array_index(f->records, impact_record, k);
            if (is_worth_a_line(r))
                append_record(f, r, language, out);
        }
    }
    for (guint i = 0; i < x->forms->len; i++)
        append_form(g_ptr_array_index(x->forms, i), out);
    const sums s = add_up(x);
    g_string_append_printf(out, "{\"v\":1,\"cases\":%zu,\"documents\":%zu", x->cases, s.documents);
    append_counts(out, s.count, s.ask_again);
    g_string_append(out, "}\n");
}
