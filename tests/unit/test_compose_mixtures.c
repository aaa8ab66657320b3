/* test_compose_mixtures.c: tables with feet and sums, footnotes, columns of text, blocks at the foot of the page, white
 * and breaks in any mixture: nothing is lost or doubled or stands on anything else, and every page adds up. */
#include "test_pipeline.h"

#include "compose/composed.h"

#define STYLE                                                                                                          \
    "<style name='base' size='9pt' pitch='5mm' pad='0.5mm'/><style name='label' like='base'/><style name='chuu' "      \
    "like='base' size='7pt' pitch='4mm'/>"

#define MERGED "束"

enum { TABLES = 8, ROUNDS = 400 };

typedef struct mixture {
    GRand *rand;
    GString *body;
    int words, beside, notes, tables; /* beside: words of merged cells, which go on beside others */
    bool has[TABLES][4];              /* of the table: a subtotal, what was carried over, what is, the total */
    int all[TABLES];
} mixture;

static bool
chance(mixture *m, int of)
{
    return g_rand_int_range(m->rand, 0, of) == 0;
}

static int
upto(mixture *m, int most)
{
    return g_rand_int_range(m->rand, 1, most + 1);
}

/* A word that is printed once. */
static void
add_word(mixture *m)
{
    g_string_append_printf(m->body, "語%d。", m->words++);
}

static void
add_note(mixture *m, int of)
{
    if (!chance(m, of))
        return;
    g_string_append_printf(m->body, "印%d。<footnote style='chuu'>注%d。", m->notes, m->notes);
    for (int k = upto(m, chance(m, 6) ? 120 : 20); k > 0; k--)
        g_string_append(m->body, "文");
    g_string_append(m->body, "</footnote>");
    m->notes++;
}

static const char *
any_keep(mixture *m)
{
    static const char *const keeps[] = {
        "", " keep='next'", " keep='together'", " keep='together-next'", "", " never-alone='yes'", "", ""};
    return keeps[g_rand_int_range(m->rand, 0, G_N_ELEMENTS(keeps))];
}

static void
add_lines(mixture *m, int most, int notes)
{
    for (int k = upto(m, most); k > 0; k--) {
        g_string_append(m->body, "<p>");
        add_word(m);
        add_note(m, notes);
        g_string_append(m->body, "</p>");
    }
}

static void
add_block(mixture *m, bool at_foot)
{
    g_string_append_printf(m->body, "<block%s%s>", at_foot ? " at='page-foot'" : "", any_keep(m));
    add_lines(m, at_foot ? 5 : 8, 4);
    g_string_append(m->body, "</block>");
}

static void
add_columns(mixture *m)
{
    g_string_append_printf(m->body, "<columns count='%d' rule='thin'>", upto(m, 2) + 1);
    add_lines(m, 40, 1 << 20);
    g_string_append(m->body, "</columns>");
}

/* ---- tables ---- */

static void
add_amount(mixture *m)
{
    const int n = g_rand_int_range(m->rand, -20, 100);
    m->all[m->tables] += n;
    g_string_append_printf(m->body, "行%d=<value select='%d' sum='t%d'/>;", m->tables, n, m->tables);
}

/* Over so many rows; more than a page of lines, now and then. */
static void
add_merged(mixture *m, int rows)
{
    g_string_append_printf(m->body, "<cell rows='%d'>" MERGED, rows);
    for (int k = chance(m, 2) ? upto(m, chance(m, 3) ? 60 : 12) : 0; k > 0; k--) {
        g_string_append_printf(m->body, "<p>字%d。</p>", m->beside++);
        if (chance(m, 30)) {
            g_string_append(m->body, "<p>");
            add_note(m, 1);
            g_string_append(m->body, "</p>");
        }
    }
    g_string_append(m->body, "</cell>");
}

/* merged: over how many rows its first cell stands; 0: that is `first`. */
static void
add_row(mixture *m, const char *first, int merged)
{
    g_string_append_printf(m->body, "<row%s>%s", chance(m, 8) ? " keep='next'" : "", first);
    if (merged)
        add_merged(m, merged);
    g_string_append(m->body, "<cell><p>");
    add_word(m);
    add_amount(m);
    g_string_append(m->body, "</p>");
    if (chance(m, 4))
        add_lines(m, chance(m, 3) ? 30 : 6, 6);
    g_string_append(m->body, "</cell><cell>隣");
    add_note(m, 5);
    g_string_append(m->body, "</cell></row>");
}

static void
add_rows(mixture *m)
{
    const int kind = g_rand_int_range(m->rand, 0, 8), rows = upto(m, 4);
    if (kind == 0) {
        g_string_append(m->body, "<group><cell>");
        add_amount(m);
        g_string_append(m->body, "</cell>");
        for (int i = 0; i < rows; i++)
            add_row(m, "", 0);
        g_string_append(m->body, "</group>");
    } else if (kind == 1) {
        for (int i = 0; i < rows; i++)
            add_row(m, "", i == 0 ? rows : 0);
    } else {
        add_row(m, "<label>名</label>", 0);
    }
}

/* Each with what it adds up, in words that name the table. */
static void
add_part(mixture *m, int part, const char *tag, const char *name, const char *over)
{
    m->has[m->tables][part] = chance(m, 2);
    if (!m->has[m->tables][part])
        return;
    g_string_append_printf(m->body, "<%s><row><cell span='3'>%s%d=<page-sum of='t%d' over='%s'/>;", tag, name,
                           m->tables, m->tables, over);
    if (chance(m, 4))
        g_string_append(m->body, "<footnote style='chuu'>表の注。</footnote>");
    g_string_append_printf(m->body, "</cell></row></table-%s>", g_str_has_prefix(tag, "table-head") ? "head" : "foot");
}

static void
add_table(mixture *m)
{
    m->all[m->tables] = 0;
    g_string_append_printf(m->body, "<table columns='20mm * *' frame='thin' row-rules='thin'%s>",
                           chance(m, 8) ? " keep='together'" : "");
    if (chance(m, 2))
        g_string_append(m->body, "<table-head><row><cell span='3'>頭</cell></row></table-head>");
    add_part(m, 1, "table-head on='later'", "前", "before");
    for (int k = upto(m, chance(m, 3) ? 40 : 8); k > 0; k--)
        add_rows(m);
    add_part(m, 0, "table-foot on='every'", "小", "page");
    add_part(m, 2, "table-foot on='continued'", "次", "so-far");
    add_part(m, 3, "table-foot", "計", "all");
    g_string_append(m->body, "</table>");
    m->tables++;
}

static void
add_any(mixture *m)
{
    switch (g_rand_int_range(m->rand, 0, 12)) {
    case 0:
    case 1:
    case 2:
    case 3:
        if (m->tables < TABLES)
            add_table(m);
        return;
    case 4:
        add_columns(m);
        return;
    case 5:
        add_block(m, true);
        return;
    case 6:
    case 7:
        g_string_append_printf(m->body, "<space height='%dmm'/>", upto(m, chance(m, 4) ? 120 : 10));
        return;
    case 8:
        g_string_append(m->body, chance(m, 2) ? "<page-break/>" : "<rule weight='thin'/>");
        return;
    default:
        add_block(m, false);
    }
}

/* ---- what must hold of the pages ---- */

/* Of what stands on a page nothing stands on anything else, nor under where its body ends. */
static const char *
fault_of_places(world *w, const page *p, unit bottom)
{
    for (size_t i = 0; i < p->count; i++) {
        const placed *a = &p->items[i];
        if (a->atom->kind == ATOM_SPACE || a->atom->kind == ATOM_FLAW || a->atom->kind == ATOM_GUTTER)
            continue;
        if (a->y < 0 || a->y + a->atom->height > bottom + UNIT_PT / 16)
            return arena_printf(w->a, "page %zu: item %zu is not in the body", p->number, i);
        for (size_t k = 0; k < i; k++) {
            const placed *b = &p->items[k];
            if (b->atom->kind == ATOM_SPACE || b->atom->kind == ATOM_FLAW || b->atom->kind == ATOM_GUTTER)
                continue;
            if (a->y + UNIT_PT / 16 < b->y + b->atom->height && b->y + UNIT_PT / 16 < a->y + a->atom->height &&
                a->atom->x < b->atom->x + b->atom->width && b->atom->x < a->atom->x + a->atom->width)
                return arena_printf(w->a, "page %zu: items %zu and %zu stand on one another", p->number, k, i);
        }
    }
    return NULL;
}

/* Each word once, and in their order. */
static const char *
fault_of_words(world *w, const mixture *m, const char *text)
{
    const char *from = text;
    for (int i = 0; i < m->words; i++) {
        const char *word = arena_printf(w->a, "語%d。", i);
        if (count_of(text, word) != 1)
            return arena_printf(w->a, "%s is there %zu times", word, count_of(text, word));
        const char *at = strstr(text, word);
        if (at < from)
            return arena_printf(w->a, "%s is before the one before", word);
        from = at;
    }
    for (int i = 0; i < m->beside; i++) {
        const char *word = arena_printf(w->a, "字%d。", i);
        if (count_of(text, word) != 1)
            return arena_printf(w->a, "%s is there %zu times", word, count_of(text, word));
    }
    return NULL;
}

/* What stands under a merged cell, which no page parts, may have more notes than its page has room for: the rest of
 * them goes on at the foot of the next. */
static bool
is_carried(const mixture *m, char **of, const char *note)
{
    return strstr(m->body->str, MERGED) && of[1] && count_of(of[1], note) == 1;
}

static const char *
fault_of_notes(world *w, const mixture *m, char **pages)
{
    for (int i = 0; i < m->notes; i++) {
        const char *mark = arena_printf(w->a, "印%d。", i), *note = arena_printf(w->a, "注%d。", i);
        size_t there = 0, notes = 0;
        for (char **p = pages; *p; p++) {
            if (count_of(*p, mark) > count_of(*p, note) && !is_carried(m, p, note))
                return arena_printf(w->a, "%s without its note", mark);
            notes += count_of(*p, note);
            there += count_of(*p, mark);
        }
        if (there != 1 || notes != 1)
            return arena_printf(w->a, "%s is there %zu times", mark, there);
    }
    return NULL;
}

/* The page says it as often, and with that sum. */
static const char *
fault_of_sum(world *w, const char *text, const char *name, int nth, int sum, bool wanted)
{
    const char *any = arena_printf(w->a, "%s%d=", name, nth);
    if (count_of(text, any) != wanted || (wanted && !strstr(text, arena_printf(w->a, "%s%d;", any, sum))))
        return arena_printf(w->a, "%s%d; is wanted %d times in\n%s", any, sum, wanted, text);
    return NULL;
}

static bool
is_on(const page *p, const table *t)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->items[i].atom->kind == ATOM_ROW && p->items[i].atom->table == t)
            return true;
    return false;
}

static const char *
fault_of_table(world *w, const mixture *m, const composed *c, char **pages, int nth, const table *t)
{
    const char *of = arena_printf(w->a, "行%d=", nth), *fault = NULL;
    int before = 0;
    bool came = false;
    for (size_t i = 0; i < c->page_count && !fault; i++) {
        if (!is_on(&c->pages[i], t))
            continue;
        const bool goes = i + 1 < c->page_count && is_on(&c->pages[i + 1], t);
        int sum = 0;
        for (const char *p = pages[i]; (p = strstr(p, of)); p += strlen(of))
            sum += atoi(p + strlen(of));
        fault = fault_of_sum(w, pages[i], "小", nth, sum, m->has[nth][0]);
        fault = fault ? fault : fault_of_sum(w, pages[i], "前", nth, before, m->has[nth][1] && came);
        before += sum;
        fault = fault ? fault : fault_of_sum(w, pages[i], "次", nth, before, m->has[nth][2] && goes);
        fault = fault ? fault : fault_of_sum(w, pages[i], "計", nth, m->all[nth], m->has[nth][3] && !goes);
        came = true;
    }
    return fault;
}

static const char *
fault_of_tables(world *w, const mixture *m, const composed *c, char **pages)
{
    const table *seen = NULL;
    const char *fault = NULL;
    int nth = 0;
    for (size_t i = 0; i < c->page_count; i++)
        for (size_t k = 0; k < c->pages[i].count && !fault; k++) {
            const atom *a = c->pages[i].items[k].atom;
            if (a->kind != ATOM_ROW || a->table == seen)
                continue;
            seen = a->table;
            fault = fault_of_table(w, m, c, pages, nth++, seen);
        }
    return fault ? fault : nth == m->tables ? NULL : "a table is missing";
}

static const char *
fault_of(world *w, const mixture *m, const composed *c, const char *text)
{
    char **pages = g_strsplit(text, "\npage ", 0);
    const char *fault = fault_of_words(w, m, text);
    fault = fault ? fault : fault_of_notes(w, m, pages);
    fault = fault ? fault : fault_of_tables(w, m, c, pages);
    g_strfreev(pages);
    for (size_t i = 0; i < c->page_count && !fault; i++)
        fault = fault_of_places(w, &c->pages[i], unit_from_um(170000));
    return fault;
}

/* NULL: all is well. */
static const char *
fault_of_mixture(world *w, mixture *m)
{
    for (int k = upto(m, 8); k > 0; k--)
        add_any(m);
    const bound *b = bind_form(w, STYLE, m->body->str, "<d/>");
    const composed *c = b ? compose_bound(w, b) : NULL;
    if (c)
        return fault_of(w, m, c, w->text->str);
    return messages(w);
}

static void
any_mixture_is_whole(void **state)
{
    (void)state;
    for (unsigned seed = 0; seed < ROUNDS; seed++) {
        void *own;
        begin(&own);
        mixture m = {.rand = g_rand_new_with_seed(seed), .body = g_string_new(NULL)};
        const char *fault = fault_of_mixture(own, &m);
        if (fault)
            fail_msg("mixture %u: %s\n%s", seed, fault, m.body->str);
        g_rand_free(m.rand);
        g_string_free(m.body, TRUE);
        end(&own);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(any_mixture_is_whole)};
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
