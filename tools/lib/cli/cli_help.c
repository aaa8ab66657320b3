/* cli_help.c: --help, from the table of options. */
#include <string.h>

#include "cli/cli_int.h"

enum { OPTION_COLUMN = 30, PAGE_COLUMNS = 80 };

char *
cli_half(const char *both, diag_language language)
{
    const char *between = strchr(both, '\x1f');
    if (!between)
        return g_strdup(both);
    return language == DIAG_EN ? g_strdup(between + 1) : g_strndup(both, (gsize)(between - both));
}

static int
char_columns(gunichar c)
{
    return g_unichar_iswide(c) ? 2 : 1;
}

static int
text_columns(const char *text)
{
    int columns = 0;
    for (; *text; text = g_utf8_next_char(text))
        columns += char_columns(g_utf8_get_char(text));
    return columns;
}

/* Marks that no line begins with. */
static bool
is_closing(gunichar c)
{
    static const char *const marks = "、。）」・／ー";
    return g_utf8_strchr(marks, -1, c) != NULL;
}

/* How much of the text goes on a line: up to a space, before a wide character, or after the bar between two choices. */
static size_t
line_length(const char *text, int columns)
{
    const char *last = NULL, *p = text;
    for (int used = 0; *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        if (p > text && (c == ' ' || p[-1] == '|' || (char_columns(c) == 2 && !is_closing(c))))
            last = p;
        used += char_columns(c);
        if (used > columns)
            return (size_t)((last ? last : p) - text);
    }
    return (size_t)(p - text);
}

static void
append_wrapped(GString *out, const char *text, int column)
{
    for (bool first = true; *text; first = false) {
        const size_t n = line_length(text, PAGE_COLUMNS - column);
        if (!first)
            g_string_append_printf(out, "%*s", column, "");
        g_string_append_len(out, text, (gssize)n);
        g_string_append_c(out, '\n');
        text += n;
        while (*text == ' ')
            text++;
    }
}

static void
append_option(GString *out, const GOptionEntry *o, diag_language language)
{
    GString *left = g_string_new("  ");
    if (o->short_name)
        g_string_append_printf(left, "-%c, ", o->short_name);
    g_string_append_printf(left, "--%s", o->long_name);
    if (o->arg_description)
        g_string_append_printf(left, "=%s", o->arg_description);
    char *words = cli_half(o->description, language);
    g_string_append(out, left->str);
    const int used = text_columns(left->str);
    if (used > OPTION_COLUMN - 2)
        g_string_append_printf(out, "\n%*s", OPTION_COLUMN, "");
    else
        g_string_append_printf(out, "%*s", OPTION_COLUMN - used, "");
    append_wrapped(out, words, OPTION_COLUMN);
    g_free(words);
    g_string_free(left, TRUE);
}

static void
append_half(GString *out, const char *both, diag_language language)
{
    char *half = cli_half(both, language);
    g_string_append_printf(out, "%s\n\n", half);
    g_free(half);
}

void
cli_print_help(const GArray *options, const char *summary, const char *details, diag_language language, GString *out)
{
    const bool en = language == DIAG_EN;
    GString *usage = g_string_new(g_get_prgname());
    g_string_append(usage, en ? " [OPTION…]" : " [オプション…]");
    for (guint i = 0; i < options->len; i++) {
        const GOptionEntry *o = &g_array_index(options, GOptionEntry, i);
        if (!*o->long_name)
            g_string_append_printf(usage, " [%s]", o->arg_description);
    }
    g_string_append(out, en ? "Usage:  " : "使い方：");
    append_wrapped(out, usage->str, text_columns("使い方："));
    g_string_append_c(out, '\n');
    g_string_free(usage, TRUE);
    append_half(out, summary, language);
    g_string_append(out, en ? "Options\n" : "オプション\n");
    for (guint i = 0; i < options->len; i++) {
        const GOptionEntry *o = &g_array_index(options, GOptionEntry, i);
        if (*o->long_name)
            append_option(out, o, language);
    }
    g_string_append_c(out, '\n');
    append_half(out, details, language);
    g_string_truncate(out, out->len - 1);
}
