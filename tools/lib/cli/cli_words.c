/* cli_words.c: how a wrong use is told, and what GLib lets pass of a command line that nobody can have meant. */
#include <string.h>

#include "base/blank.h"
#include "cli/cli_int.h"

void
cli_usage(diag *d, const char *ja, const char *en)
{
    g_assert(d);
    g_assert(d && ja && en);
    diag_add(d, DIAG_USAGE, PLACE_NONE, PLACE_NONE, ja, en, NULL);
}

static const GOptionEntry *
option_named(const GArray *options, const char *name, size_t length)
{
    for (guint i = 0; i < options->len; i++) {
        const GOptionEntry *o = &g_array_index(options, GOptionEntry, i);
        if (*o->long_name && strlen(o->long_name) == length && strncmp(o->long_name, name, length) == 0)
            return o;
    }
    return NULL;
}

static const GOptionEntry *
option_lettered(const GArray *options, char letter)
{
    for (guint i = 0; i < options->len; i++)
        if (g_array_index(options, GOptionEntry, i).short_name == letter)
            return &g_array_index(options, GOptionEntry, i);
    return NULL;
}

static void
tell_option(const GOptionEntry *o, const char *ja, const char *en, diag *d)
{
    char *told_ja = g_strdup_printf("--%s %s", o->long_name, ja),
         *told_en = g_strdup_printf("--%s %s", o->long_name, en);
    cli_usage(d, told_ja, told_en);
    g_free(told_ja);
    g_free(told_en);
}

/* One that takes a value and only one; given again, the first would be dropped in silence. */
static void
count_option(const GOptionEntry *o, GPtrArray *given, diag *d)
{
    if (o->arg == G_OPTION_ARG_NONE || o->arg == G_OPTION_ARG_FILENAME_ARRAY)
        return;
    if (g_ptr_array_find(given, o, NULL))
        tell_option(o, "は一度だけです", "may be given once only", d);
    g_ptr_array_add(given, (gpointer)o);
}

/* --blank=no is no way to say that it is not wanted. How many arguments it took. */
static int
check_long(const GArray *options, const char *word, GPtrArray *given, diag *d)
{
    const size_t length = strcspn(word, "=");
    const GOptionEntry *o = option_named(options, word, length);
    if (!o)
        return 1;
    if (o->arg == G_OPTION_ARG_NONE && word[length])
        tell_option(o, "は値を取りません（= のあとを消してください）", "takes no value; remove what follows the =", d);
    count_option(o, given, d);
    return o->arg != G_OPTION_ARG_NONE && !word[length] ? 2 : 1;
}

static int
check_short(const GArray *options, const char *letters, GPtrArray *given, diag *d)
{
    for (const char *p = letters; *p; p++) {
        const GOptionEntry *o = option_lettered(options, *p);
        if (!o)
            return 1;
        count_option(o, given, d);
        if (o->arg != G_OPTION_ARG_NONE)
            return p[1] ? 1 : 2;
    }
    return 1;
}

/* ---- blanks ---- */

const char *
cli_trimmed(const char *value)
{
    size_t length;
    if (!g_utf8_validate(value, -1, NULL))
        return value;
    const char *begin = blank_trim(value, &length);
    if (length == 0 || length == strlen(value))
        return value;
    char *copy = g_strndup(begin, length);
    const char *kept = g_intern_string(copy);
    g_free(copy);
    return kept;
}

/* What follows the first `head` bytes of a word. */
static void
trim_rest(char **word, size_t head)
{
    const char *value = cli_trimmed(*word + head);
    if (value == *word + head)
        return;
    char *whole = g_strdup_printf("%.*s%s", (int)head, *word, value);
    *word = (char *)g_intern_string(whole);
    g_free(whole);
}

/* The option whose value is in the word from *head on (0: in the next word); NULL: none has one. */
static const GOptionEntry *
option_with_value(const GArray *options, const char *word, size_t *head)
{
    const GOptionEntry *o = NULL;
    if (g_str_has_prefix(word, "--")) {
        const size_t length = strcspn(word + 2, "=");
        o = option_named(options, word + 2, length);
        *head = word[2 + length] ? length + 3 : 0;
        return o && o->arg != G_OPTION_ARG_NONE ? o : NULL;
    }
    for (size_t i = 1; *word == '-' && word[i]; i++) {
        o = option_lettered(options, word[i]);
        *head = word[i + 1] ? i + 1 : 0;
        if (!o || o->arg != G_OPTION_ARG_NONE)
            return o;
    }
    return NULL;
}

void
cli_trim_values(const GArray *options, int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        size_t head = 0;
        const GOptionEntry *o = option_with_value(options, argv[i], &head);
        if (o && head == 0)
            i++;
        if (o && i < argc && !cli_takes_path(o))
            trim_rest(&argv[i], head);
    }
}

bool
cli_check_words(const GArray *options, int argc, char **argv, diag *d)
{
    const size_t errors = diag_count(d, DIAG_ERROR);
    GPtrArray *given = g_ptr_array_new();
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0;) {
        if (g_str_has_prefix(argv[i], "--"))
            i += check_long(options, argv[i] + 2, given, d);
        else if (argv[i][0] == '-' && argv[i][1])
            i += check_short(options, argv[i] + 1, given, d);
        else
            i++;
    }
    g_ptr_array_free(given, TRUE);
    return diag_count(d, DIAG_ERROR) == errors;
}
