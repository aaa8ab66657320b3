/* form_columns.c: the widths of a table's columns. */
#include "form/form_int.h"

#include <string.h>

static bool
column_parse(const char *word, unit em, form_column *c)
{
    if (strcmp(word, "*") == 0) {
        *c = (form_column){.kind = COLUMN_REST, .share = 1};
        return true;
    }
    if (g_str_has_suffix(word, "*") || g_str_has_suffix(word, "%")) {
        char *end;
        const double n = g_ascii_strtod(word, &end);
        if (end != word + strlen(word) - 1 || !(n > 0) || n > 1000)
            return false;
        if (*end == '*')
            *c = (form_column){.kind = COLUMN_REST, .share = (int)n};
        else
            *c = (form_column){.kind = COLUMN_SHARE, .share = (int)(n * 10 + 0.5)};
        return c->share > 0;
    }
    c->kind = COLUMN_LENGTH;
    return unit_parse(word, em, &c->length) && c->length > 0;
}

/* Widths parted by spaces, `times` over. */
static bool
add_columns(const char *text, unit em, guint64 times, GArray *out)
{
    char **words = g_strsplit(text, " ", 0);
    bool good = true;
    for (guint64 k = 0; k < times && good; k++)
        for (size_t i = 0; words[i] && good; i++) {
            form_column c;
            if (!*words[i])
                continue;
            good = out->len < FORM_MOST_COLUMNS && column_parse(words[i], em, &c);
            if (good)
                g_array_append_val(out, c);
        }
    g_strfreev(words);
    return good;
}

/* "repeat(31, 5mm)": *text moves on behind it. */
static bool
add_repeated(const char **text, unit em, GArray *out)
{
    const char *begin = *text + strlen("repeat("), *comma = strchr(begin, ','), *close = strchr(begin, ')');
    if (!comma || !close || close < comma)
        return false;
    char *times = g_strstrip(g_strndup(begin, (gsize)(comma - begin))),
         *inside = g_strndup(comma + 1, (gsize)(close - comma - 1));
    guint64 n = 0;
    const bool good =
        g_ascii_string_to_unsigned(times, 10, 0, FORM_MOST_COLUMNS, &n, NULL) && add_columns(inside, em, n, out);
    g_free(times);
    g_free(inside);
    *text = close + 1;
    return good;
}

/* columns="20mm repeat(31, 5mm) 15% * 2*": lengths, shares of the table, shares of the rest. */
bool
form_columns_parse(arena *a, const char *text, unit em, form_node *n)
{
    GArray *all = g_array_new(FALSE, TRUE, sizeof(form_column));
    bool good = true;
    while (*text && good) {
        text += strspn(text, " ");
        if (g_str_has_prefix(text, "repeat(")) {
            good = add_repeated(&text, em, all);
        } else {
            const char *next = strstr(text, " repeat(");
            char *part = g_strndup(text, next ? (gsize)(next - text) : strlen(text));
            good = add_columns(part, em, 1, all);
            text += strlen(part);
            g_free(part);
        }
    }
    n->column_count = good ? all->len : 0;
    n->columns = arena_copy(a, all->data, sizeof(form_column) * all->len);
    g_array_free(all, TRUE);
    return n->column_count > 0;
}
