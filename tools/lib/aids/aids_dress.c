/* aids_dress.c: goes through a bound document, paragraph by paragraph. */
#include "aids/aids_int.h"

typedef struct dressing {
    const aids *t;
    bool in_body;
    bool down;          /* in a label whose lines run down, in a column of which there is no more */
    unit most;          /* size of a gloss */
    GHashTable *copies; /* bound_node: its copy */
    diag *d;
} dressing;

static void
put_plainly(const aids *t, bound_node *n)
{
    bound_inline *own = arena_copy(t->a, n->inlines, sizeof(bound_inline) * n->inline_count);
    for (size_t i = 0; i < n->inline_count; i++)
        if (aids_is_said(&own[i]))
            own[i].text = aids_plain_of(t, own[i].text);
    n->inlines = own;
}

/* A label that runs down in two lines has, with readings beside them, one that is longer: its row grows, and its column
 * does not. */
static void
join_lines(const aids *t, bound_node *n)
{
    bound_inline *own = arena_copy(t->a, n->inlines, sizeof(bound_inline) * n->inline_count);
    size_t count = 0;
    for (size_t i = 0; i < n->inline_count; i++)
        if (own[i].kind != INLINE_NEWLINE)
            own[count++] = own[i];
    n->inlines = own;
    n->inline_count = count;
}

/* Gives the last of what stands in its place. */
static bound_node *
dress_paragraph(dressing *w, bound_node *n)
{
    const aids_wish *wish = &w->t->wish;
    bound_node *below = NULL;
    if (w->down && (wish->gloss || wish->furigana != AIDS_NO_FURIGANA))
        join_lines(w->t, n);
    if (wish->gloss && w->in_body)
        aids_gloss_paragraph(w->t, n, w->most, w->down ? NULL : &below, w->d);
    if (wish->plain)
        put_plainly(w->t, n);
    if (wish->furigana != AIDS_NO_FURIGANA || wish->plain)
        aids_ruby_paragraph(w->t, n, w->d);
    if (below && wish->furigana != AIDS_NO_FURIGANA) /* its values are words of ours */
        aids_ruby_paragraph(w->t, below, w->d);
    if (below)
        n->next = below;
    return below ? below : n;
}

/* What stands in a chart is drawn at its measures, and stays. */
static bound_node *
dress_nodes(dressing *w, const bound_node *list, bool as_is)
{
    bound_node *first = NULL, **tail = &first;
    for (; list; list = list->next) {
        bound_node *n = arena_copy(w->t->a, list, sizeof *n);
        g_hash_table_insert(w->copies, (gpointer)list, n);
        n->next = NULL;
        const bool down = w->down;
        w->down = down || (list->kind == FORM_BLOCK && list->form && list->form->vertical && list->form->fit_width);
        n->first = dress_nodes(w, list->first, as_is || list->kind == FORM_CHART);
        w->down = down;
        *tail = n;
        if (n->kind == FORM_PARA && !as_is)
            n = dress_paragraph(w, n);
        tail = &n->next;
    }
    return first;
}

static void
mend_entries(const dressing *w, bound_node *n)
{
    for (; n; n = n->next) {
        const bound_node *of = n->entry_of ? g_hash_table_lookup(w->copies, n->entry_of) : NULL;
        n->entry_of = of ? of : n->entry_of;
        mend_entries(w, n->first);
    }
}

static bound_node *
dress_list(dressing *w, const bound_node *list)
{
    bound_node *first = dress_nodes(w, list, false);
    mend_entries(w, first);
    return first;
}

/* ---- what the paper says of itself ---- */

static void
add_inline(GArray *out, const aids *t, const form_style *style, const text_origin *origin, const char *text,
           const char *language)
{
    bound_inline p = {.kind = INLINE_TEXT, .text = text, .style = style, .language = language, .origin = origin};
    if (language)
        p.style = aids_gloss_style(t, style, style->size);
    g_array_append_val(out, p);
}

/* やさしい日本語・参考訳: NULL when there is nothing of which the reader must know, and on an envelope, which alone
 * keeps its promise of pages (form_read_roomy). */
static bound_node *
make_notice(dressing *w, const bound *b)
{
    const aids *t = w->t;
    form_style *style = arena_copy(t->a, b->form->base, sizeof *style);
    text_origin *origin = ARENA_NEW(t->a, text_origin);
    GArray *out = g_array_new(FALSE, TRUE, sizeof(bound_inline));
    *origin = (text_origin){.form = b->form->where};
    style->align = TEXT_START;
    if (t->wish.plain && !b->form->pages)
        add_inline(out, t, style, origin, "やさしい日本語の参考です。正しい言葉は、もとの書類にあります。", NULL);
    if (t->wish.gloss && !b->form->pages) {
        const bound_inline newline = {.kind = INLINE_NEWLINE, .style = style, .origin = origin};
        const char *mark = arena_printf(t->a, "参考訳（%s）　", t->language.name_ja);
        if (out->len)
            g_array_append_val(out, newline);
        add_inline(out, t, style, origin, mark, NULL);
        add_inline(out, t, style, origin, arena_printf(t->a, "%s: %s", t->language.name, t->language.notice),
                   t->language.tag);
    }
    bound_node *n = NULL;
    if (out->len) {
        n = ARENA_NEW(t->a, bound_node);
        *n = (bound_node){.kind = FORM_PARA,
                          .style = style,
                          .align = TEXT_START,
                          .origin = origin,
                          .inline_count = out->len,
                          .inlines = arena_copy(t->a, out->data, sizeof(bound_inline) * out->len)};
        if (t->wish.furigana != AIDS_NO_FURIGANA)
            aids_ruby_paragraph(t, n, w->d);
    }
    g_array_free(out, TRUE);
    return n;
}

/* A page that is full to its end keeps off the foot, whose first line now has readings over it or is the notice. */
static const bound_node *
make_gap(const dressing *w, const bound *b, const bound_node *foot)
{
    form_node *measures = ARENA_NEW(w->t->a, form_node);
    *measures = (form_node){.kind = FORM_SPACE, .where = b->form->where, .height = 2 * UNIT_PT};
    text_origin *origin = ARENA_NEW(w->t->a, text_origin);
    *origin = (text_origin){.form = b->form->where};
    bound_node *n = ARENA_NEW(w->t->a, bound_node);
    *n = (bound_node){
        .kind = FORM_SPACE, .form = measures, .style = b->form->base, .origin = origin, .next = (bound_node *)foot};
    return n;
}

static void
append_notice(bound_running *feet, dressing *w, const bound *b)
{
    for (form_on on = ON_ALL; on < FORM_ON_COUNT; on++) {
        bound_node *notice = on == ON_ALL || feet->has[on] ? make_notice(w, b) : NULL;
        if (!notice)
            continue;
        feet->has[on] = true;
        bound_node *last = (bound_node *)feet->nodes[on];
        while (last && last->next)
            last = last->next;
        if (last)
            last->next = notice;
        else
            feet->nodes[on] = notice;
        feet->nodes[on] = make_gap(w, b, feet->nodes[on]);
    }
}

static bound_running
dress_running(dressing *w, const bound_running *of)
{
    bound_running out = *of;
    for (form_on on = ON_ALL; on < FORM_ON_COUNT; on++)
        out.nodes[on] = of->nodes[on] ? dress_list(w, of->nodes[on]) : NULL;
    return out;
}

static const char *
make_title(const aids *t, const char *title)
{
    if (t->wish.furigana != AIDS_NO_FURIGANA)
        title = arena_printf(t->a, "%s（ふりがな付き）", title);
    if (t->wish.plain)
        title = arena_printf(t->a, "%s（やさしい日本語）", title);
    if (t->wish.gloss)
        title = arena_printf(t->a, "%s（参考訳：%s）", title, t->language.name);
    return title;
}

/* Whoever composes reads the kanji of （続き）, where the label is read; another word is to be in kana. */
static const char *
make_again(dressing *w, const bound *b)
{
    const char *again = w->t->wish.plain ? aids_plain_of(w->t, b->again) : b->again;
    for (const char *p = again; *p && w->t->wish.furigana != AIDS_NO_FURIGANA; p = g_utf8_next_char(p))
        if (g_unichar_get_script(g_utf8_get_char(p)) == G_UNICODE_SCRIPT_HAN && !g_str_has_prefix(p, "続")) {
            diag_add(w->d, DIAG_WORDS_READING, b->form->where, PLACE_NONE, p, NULL);
            break;
        }
    return again;
}

const bound *
aids_dress(const aids *t, const bound *b, diag *d)
{
    g_assert(t && b && d);
    const size_t errors = diag_count(d, DIAG_ERROR);
    dressing w = {.t = t, .d = d, .most = b->form->base->size, .copies = g_hash_table_new(NULL, NULL)};
    bound *out = arena_copy(t->a, b, sizeof *out);
    bound_master *masters = arena_copy(t->a, b->masters, sizeof *masters * b->master_count);
    for (size_t i = 0; i < b->master_count; i++) {
        masters[i].head = dress_running(&w, &b->masters[i].head);
        masters[i].foot = dress_running(&w, &b->masters[i].foot);
        append_notice(&masters[i].foot, &w, b);
    }
    out->masters = masters;
    w.in_body = true;
    out->notes = dress_list(&w, b->notes);
    out->body = dress_list(&w, b->body);
    out->title = make_title(t, b->title);
    out->again = make_again(&w, b);
    g_hash_table_destroy(w.copies);
    diag_gather(d, DIAG_WORDS_GLOSS);
    diag_gather(d, DIAG_WORDS_UNREAD);
    return diag_count(d, DIAG_ERROR) == errors ? out : NULL;
}
