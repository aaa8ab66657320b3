/* formin_head.c: the head and the foot of pages, from &L…&C…&R… */
#include <string.h>

#include "formin/formin_int.h"

#define PT_PER_MM (72 / 25.4)

void
formin_append_escaped(GString *out, const char *text, bool attribute)
{
    for (const char *p = text; *p; p++) {
        if (*p == '&')
            g_string_append(out, "&amp;");
        else if (*p == '<')
            g_string_append(out, "&lt;");
        else if (*p == '>')
            g_string_append(out, "&gt;");
        else if (*p == '"' && attribute)
            g_string_append(out, "&quot;");
        else if ((unsigned char)*p >= ' ' && *p != 0x7f)
            g_string_append_c(out, *p);
        else
            g_string_append_c(out, ' ');
    }
}

typedef struct head_writing {
    const formin_grid *g;
    formin_told *t;
    GString *parts[3]; /* left, middle, right */
    int at;
} head_writing;

static void
tell_code(head_writing *h, const char *ja, const char *en)
{
    formin_told_cell(h->t, 0, 0, ja, en);
}

/* One letter behind &; past what belongs to it. */
static const char *
take_code(head_writing *h, const char *p)
{
    GString *out = h->parts[h->at];
    switch (*p) {
    case 'L':
        h->at = 0;
        return p + 1;
    case 'C':
        h->at = 1;
        return p + 1;
    case 'R':
        h->at = 2;
        return p + 1;
    case 'P':
        g_string_append(out, "<page-number/>");
        return p + 1;
    case 'N':
        g_string_append(out, "<page-count/>");
        return p + 1;
    case 'A':
        formin_append_escaped(out, h->g->paper->sheet, false);
        return p + 1;
    case '&':
        g_string_append(out, "&amp;");
        return p + 1;
    case 'D':
    case 'T':
        tell_code(h, "ヘッダー・フッターの印刷の日時（&D・&T。空けた）",
                  "the day or time of printing in a head or foot (left out)");
        return p + 1;
    case 'F':
    case 'Z':
        tell_code(h, "ヘッダー・フッターのファイル名（&F・&Z。空けた）",
                  "the name of the file in a head or foot (left out)");
        return p + 1;
    case 'G':
        tell_code(h, "ヘッダー・フッターの画像", "a picture in a head or foot");
        return p + 1;
    case '"': { /* a font */
        const char *end = strchr(p + 1, '"');
        tell_code(h, "ヘッダー・フッターの書体（標準の書体にした）", "a font in a head or foot (made the usual one)");
        return end ? end + 1 : p + strlen(p);
    }
    case 'K': /* a colour */
        tell_code(h, "ヘッダー・フッターの文字の色（黒にした）", "a colour in a head or foot (made black)");
        return p + MIN(strlen(p), 7);
    case 'B':
    case 'I':
    case 'U':
    case 'E':
    case 'S':
    case 'X':
    case 'Y':
    case 'O':
    case 'H':
        tell_code(h, "ヘッダー・フッターの太字・斜体・下線など", "bold, italics, lines and the like in a head or foot");
        return p + 1;
    default:
        break;
    }
    if (g_ascii_isdigit(*p)) { /* a size */
        tell_code(h, "ヘッダー・フッターの文字の大きさ（10ptにした）", "a size in a head or foot (made 10 pt)");
        while (g_ascii_isdigit(*p))
            p++;
    }
    return p;
}

static void
cut_head(head_writing *h, const char *text)
{
    for (const char *p = text; *p;) {
        if (*p == '&') {
            p = take_code(h, p + 1);
            continue;
        }
        const char *next = g_utf8_next_char(p);
        char *one = g_strndup(p, (gsize)(next - p));
        if (*p == '\n')
            g_string_append(h->parts[h->at], "<br/>");
        else
            formin_append_escaped(h->parts[h->at], one, false);
        g_free(one);
        p = next;
    }
}

/* It fills what is between its own margin and the cells. */
static void
write_head(const formin_grid *g, const char *text, const char *element, const char *on, GString *out, formin_told *t)
{
    static const char *const aligns[] = {"start", "center", "end"};
    head_writing h = {g, t, {g_string_new(NULL), g_string_new(NULL), g_string_new(NULL)}, 1};
    const bool head = !strcmp(element, "head");
    const double height = head ? g->margins[BOOK_TOP] - g->margins[4] : g->margins[BOOK_BOTTOM] - g->margins[5];
    char mm[32];
    cut_head(&h, text);
    g_string_append_printf(out, "    <%s%s%s%s>\n", element, on ? " on=\"" : "", on ? on : "", on ? "\"" : "");
    g_string_append_printf(
        out, "      <table style=\"head\" columns=\"* * *\" layout=\"yes\">\n        <row min-height=\"%smm\">",
        g_ascii_formatd(mm, sizeof mm, "%.2f", MAX(height, 0)));
    for (int i = 0; i < 3; i++) {
        g_string_append_printf(out, "<cell align=\"%s\" valign=\"%s\">%s</cell>", aligns[i], head ? "top" : "bottom",
                               h.parts[i]->str);
        g_string_free(h.parts[i], TRUE);
    }
    g_string_append_printf(out, "</row>\n      </table>\n    </%s>\n", element);
}

/* Pages without a text have an empty one: the cells begin where they begin on all others. */
static void
write_kind(const formin_grid *g, const char *const *texts, const char *element, GString *out, formin_told *t)
{
    const book_paper *p = g->paper;
    if (!formin_has_head(p, texts))
        return;
    if (p->first_differs)
        write_head(g, texts[1] ? texts[1] : "", element, "first", out, t);
    const char *odd = texts[0] ? texts[0] : "";
    write_head(g, odd, element, p->even_differs ? "odd" : p->first_differs ? "later" : NULL, out, t);
    if (p->even_differs)
        write_head(g, texts[2] ? texts[2] : "", element, "even", out, t);
}

bool
formin_has_head(const book_paper *p, const char *const *texts)
{
    return texts[0] || (p->first_differs && texts[1]) || (p->even_differs && texts[2]);
}

void
formin_write_heads(const formin_grid *g, GString *out, formin_told *t)
{
    write_kind(g, g->paper->head, "head", out, t);
    write_kind(g, g->paper->foot, "foot", out, t);
}
