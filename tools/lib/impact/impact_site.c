/* impact_site.c: the account as pages of HTML: no script, nothing from elsewhere, readable on a telephone. */
#include "impact/impact_int.h"

#include <string.h>

#include "base/shown.h"

/* What only who may see the papers may see. */
static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"ja\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta name=\"robots\" content=\"noindex\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self'; "
    "style-src 'unsafe-inline'\">\n"
    "<style>\n"
    "body{font-family:sans-serif;line-height:1.6;margin:0 "
    "auto;max-width:72rem;padding:1rem;color:#1a1a1a;background:#fff}\n"
    "h1{font-size:1.4rem}h2{font-size:1.15rem;margin-top:2rem;border-bottom:1px solid #767676}h3{font-size:1rem}\n"
    "a{color:#0645ad}.scroll{overflow-x:auto}table{border-collapse:collapse}\n"
    "th,td{border:1px solid #767676;padding:.2rem "
    ".5rem;text-align:left;vertical-align:top}td.n,td.c{white-space:nowrap}td.n{text-align:right}th "
    "a{white-space:nowrap}caption{text-align:left}\n"
    ".pair{display:flex;flex-wrap:wrap;gap:1rem}.pair figure{flex:1 1 20rem;min-width:0;margin:0 0 1rem}\n"
    "figcaption{font-size:.9rem}img{max-width:100%;height:auto;border:1px solid #767676;box-sizing:border-box}\n"
    "del{background:#fbe9e7}ins{background:#e3f1e3;text-decoration:none;border-bottom:2px solid #2e7d32}\n"
    "ul{padding-left:1.2rem}li,td,del,ins{overflow-wrap:anywhere}.warn{border-left:.4rem solid "
    "#b00020;padding-left:.6rem}\n"
    "</style>\n";

static void
append_escaped(GString *html, const char *text)
{
    GString *shown = g_string_new(NULL);
    shown_append_lines(shown, text);
    char *safe = g_markup_escape_text(shown->str, -1);
    g_string_append(html, safe);
    g_string_free(shown, TRUE);
    g_free(safe);
}

static void
begin_page(GString *html, const char *title)
{
    g_string_append(html, head);
    g_string_append(html, "<title>");
    append_escaped(html, title);
    g_string_append(html, "</title>\n</head>\n<body>\n<main>\n<h1>");
    append_escaped(html, title);
    g_string_append(html, "</h1>\n");
}

static void
end_page(GString *html)
{
    g_string_append(html, "</main>\n</body>\n</html>\n");
}

/* A name of a file from what may be any text. */
static void
append_file_part(GString *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (g_ascii_isalnum(*p) || *p == '-' || (*p == '.' && p > text))
            g_string_append_c(out, *p);
        else
            g_string_append_printf(out, "_%02X", (unsigned char)*p);
    }
}

char *
impact_form_file(const char *form)
{
    GString *s = g_string_new("form-");
    append_file_part(s, form);
    g_string_append(s, ".html");
    return g_string_free(s, FALSE);
}

char *
impact_file_stem(const char *form, const char *key)
{
    GString *s = g_string_new(NULL);
    append_file_part(s, form);
    g_string_append(s, "__");
    append_file_part(s, key);
    return g_string_free(s, FALSE);
}

/* ---- the first page ---- */

static void
append_counts(const impact_form *f, GString *html)
{
    const char *between = "";
    for (int s = 0; s < IMPACT_STATES; s++) {
        if (!f->count[s])
            continue;
        g_string_append_printf(html, "%s%s&nbsp;%zu", between, impact_state_word(s, DIAG_JA), f->count[s]);
        between = "<br>";
    }
}

static void
append_form_row(const impact_form *f, GString *html)
{
    char *file = impact_form_file(f->name);
    const char *state = impact_form_words(f->state, DIAG_JA);
    g_string_append_printf(html, "<tr><th scope=\"row\"><a href=\"%s\">", file);
    append_escaped(html, f->name);
    g_string_append(html, "</a><br>");
    append_escaped(html, f->title);
    if (state)
        g_string_append_printf(html, "<br><strong>%s</strong>", state);
    g_string_append(html, "</th><td class=\"c\">");
    append_counts(f, html);
    g_string_append_printf(html, "</td><td class=\"n\">%zu→%zu</td><td class=\"n\">%zu</td></tr>\n", f->pages_before,
                           f->pages_after, f->ask_again);
    g_free(file);
}

void
impact_append_index(const impact_account *x, GString *html)
{
    g_assert(x && html);
    begin_page(html, "様式の変更で、何が変わるか");
    g_string_append(html, "<p>前の様式 <code>");
    append_escaped(html, x->from);
    g_string_append(html, "</code> と、新しい様式 <code>");
    append_escaped(html, x->to);
    g_string_append_printf(html, "</code> で、同じ事例（%zu）の書類を作って比べました。</p>\n", x->cases);
    g_string_append(html, "<p class=\"warn\">様式ごとのページには、書類の絵と言葉があります。個人情報として扱い、"
                          "用が済んだらフォルダーごと消してください。</p>\n");
    if (!impact_changes_anything(x))
        g_string_append(html, "<p><strong>変わる書類はありません。</strong></p>\n");
    g_string_append(html, "<div class=\"scroll\"><table>\n<caption>様式ごとの書類の数（悪いものから）</caption>\n"
                          "<tr><th scope=\"col\">様式</th><th scope=\"col\">書類の数</th><th "
                          "scope=\"col\">ページ</th><th scope=\"col\">同意を取り直す</th></tr>\n");
    for (guint i = 0; i < x->forms->len; i++)
        append_form_row(g_ptr_array_index(x->forms, i), html);
    g_string_append(html, "</table></div>\n");
    end_page(html);
}

/* ---- a form ---- */

static void
append_form_state(const impact_form *f, GString *html)
{
    const char *state = impact_form_words(f->state, DIAG_JA);
    if (state)
        g_string_append_printf(html, "<p class=\"warn\">%s</p>\n", state);
    if (strcmp(f->scope_before, f->scope_after) == 0)
        return;
    g_string_append(html, "<p class=\"warn\">写しに要る同意の範囲が変わります：");
    append_escaped(html, *f->scope_before ? f->scope_before : "—");
    g_string_append(html, " → ");
    append_escaped(html, *f->scope_after ? f->scope_after : "—");
    g_string_append(html, "</p>\n");
}

static void
append_asked_again(const impact_form *f, GString *html)
{
    if (!f->ask_again)
        return;
    g_string_append_printf(html,
                           "<h2>同意を取り直す事例（%zu）</h2>\n<p>同意したときの紙と、言葉が変わります。</p>\n<ul>\n",
                           f->ask_again);
    for (guint i = 0; i < f->records->len; i++) {
        const impact_record *r = &g_array_index(f->records, impact_record, i);
        if (!impact_asks_again(r))
            continue;
        g_string_append(html, "<li>");
        append_escaped(html, r->key);
        g_string_append_printf(html, "（同意日 %s）</li>\n", r->consented);
    }
    g_string_append(html, "</ul>\n");
}

static void
append_messages(const impact_record *r, GString *html)
{
    for (size_t i = 0; r->messages && i < diag_length(r->messages); i++) {
        const diag_message *m = diag_at(r->messages, i);
        const place at = diag_is_of_data(m) ? m->data : m->form;
        if (diag_severity_of(m->code) != DIAG_ERROR)
            continue;
        char *text = diag_text(m, DIAG_JA);
        append_escaped(html, text);
        if (at.file) {
            g_string_append(html, "（");
            append_escaped(html, at.file);
            g_string_append_printf(html, ":%d）", at.line);
        }
        g_string_append(html, "<br>");
        g_free(text);
    }
}

static void
append_record_row(const impact_record *r, GString *html)
{
    GString *where = g_string_new(NULL);
    impact_append_where(where, r->pages, DIAG_JA);
    g_string_append(html, "<tr><th scope=\"row\">");
    if (r->pictured)
        g_string_append(html, "<a href=\"#"), append_escaped(html, r->key), g_string_append(html, "\">");
    append_escaped(html, r->key);
    g_string_append(html, r->pictured ? "</a></th><td>" : "</th><td>");
    g_string_append(html, impact_state_word(r->state, DIAG_JA));
    if (r->consent)
        g_string_append(html, impact_asks_again(r) ? "<br>同意を取り直す" : "<br>同意の文");
    g_string_append_printf(html, "</td><td class=\"n\">%d→%d</td><td>%s</td><td>", r->before, r->after, where->str);
    append_messages(r, html);
    g_string_append(html, "</td></tr>\n");
    g_string_free(where, TRUE);
}

static void
append_records(const impact_form *f, GString *html)
{
    g_string_append(html, "<h2>変わる書類</h2>\n<div class=\"scroll\"><table>\n<tr><th scope=\"col\">事例</th>"
                          "<th scope=\"col\">何が</th><th scope=\"col\">ページ数</th>"
                          "<th scope=\"col\">どのページ（+ 加わる、− なくなる、→ 移る）</th>"
                          "<th scope=\"col\">わけ</th></tr>\n");
    for (guint i = 0; i < f->records->len; i++) {
        const impact_record *r = &g_array_index(f->records, impact_record, i);
        if (impact_state_is_change(r->state))
            append_record_row(r, html);
    }
    g_string_append(html, "</table></div>\n");
}

void
impact_append_form(const impact_account *x, const impact_form *f, impact_section section, void *data, GString *html)
{
    g_assert(x && f && html);
    (void)x;
    char *title = g_strdup_printf("%s　%s", f->name, f->title);
    begin_page(html, title);
    g_free(title);
    g_string_append(html, "<p><a href=\"" IMPACT_INDEX "\">様式の一覧へ</a></p>\n");
    append_form_state(f, html);
    append_asked_again(f, html);
    append_records(f, html);
    for (guint i = 0; section && i < f->records->len; i++) {
        const impact_record *r = &g_array_index(f->records, impact_record, i);
        char *shown = r->pictured ? section(data, f, r) : NULL;
        if (shown) {
            g_string_append(html, "<h2 id=\"");
            append_escaped(html, r->key);
            g_string_append(html, "\">");
            append_escaped(html, r->key);
            g_string_append_printf(html, "：%s</h2>\n%s", impact_state_word(r->state, DIAG_JA), shown);
        }
        g_free(shown);
    }
    end_page(html);
}

/* ---- what is shown of a document ---- */

static void
append_figure(GString *html, const char *picture, const char *of, int page)
{
    if (!picture)
        return;
    g_string_append_printf(html,
                           "<figure><figcaption>%sの %d ページ</figcaption>"
                           "<img src=\"%s\" alt=\"%sの様式で作った %d ページの、変わるところ\"></figure>\n",
                           of, page, picture, of, page);
}

void
impact_append_shown(const impact_shown *s, GString *html)
{
    g_assert(s && html);
    g_string_append(html, "<h3>");
    if (s->kind == IMPACT_PAGE_ADDED)
        g_string_append_printf(html, "%d ページ（加わる）", s->after);
    else if (s->kind == IMPACT_PAGE_REMOVED)
        g_string_append_printf(html, "%d ページ（なくなる）", s->before);
    else if (s->before == s->after)
        g_string_append_printf(html, "%d ページ", s->after);
    else
        g_string_append_printf(html, "%d → %d ページ", s->before, s->after);
    g_string_append(html, "</h3>\n");
    if (s->shifted) {
        char mm[G_ASCII_DTOSTR_BUF_SIZE];
        g_ascii_formatd(mm, sizeof mm, "%.1f", s->shifted * 25.4 / 72 / UNIT_PT);
        g_string_append_printf(html, "<p>同じものが、最も多いところで %s mm ずれます。</p>\n", mm);
    }
    g_string_append(html, "<div class=\"pair\">\n");
    append_figure(html, s->before_picture, "前", s->before);
    append_figure(html, s->after_picture, "新", s->after);
    g_string_append(html, "</div>\n");
}

static void
append_list(GString *html, const char *const *words, size_t count, const char *tag)
{
    for (size_t i = 0; i < count; i++) {
        g_string_append_printf(html, "<li><%s>", tag);
        append_escaped(html, words[i]);
        g_string_append_printf(html, "</%s></li>\n", tag);
    }
}

void
impact_append_words(const impact_comparison *c, GString *html)
{
    g_assert(c && html);
    if (!c->gone_count && !c->come_count)
        return;
    g_string_append(html, "<h3>言葉</h3>\n<ul>\n");
    append_list(html, c->gone, c->gone_count, "del");
    append_list(html, c->come, c->come_count, "ins");
    g_string_append(html, "</ul>\n");
    if (c->words_left)
        g_string_append_printf(html, "<p>ほか %zu</p>\n", c->words_left);
}
