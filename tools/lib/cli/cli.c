#include "cli/cli.h"

#include <string.h>

#include "calendar/calendar.h"

cli_speech
cli_speech_asked(int argc, char **argv)
{
    cli_speech s = {DIAG_JA, false};
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--json") == 0)
            s.json = true;
        else if (strcmp(argv[i], "--messages=en") == 0 ||
                 (strcmp(argv[i], "--messages") == 0 && i + 1 < argc && strcmp(argv[i + 1], "en") == 0))
            s.language = DIAG_EN;
    }
    return s;
}

/* GLib would turn what --help says into the locale's character set: it is UTF-8, as everything here. */
static void
print_as_it_is(const char *text)
{
    fputs(text, stdout);
}

bool
cli_parse(const GOptionEntry *entries, const char *summary, const char *details, int *argc, char ***argv, diag *d)
{
    GError *error = NULL;
    GOptionContext *context = g_option_context_new(NULL);
    g_set_print_handler(print_as_it_is);
    g_option_context_set_summary(context, summary);
    g_option_context_set_description(context, details);
    g_option_context_add_main_entries(context, entries, NULL);
    const bool good = g_option_context_parse(context, argc, argv, &error);
    if (!good) {
        cli_usage(d, error->message);
        g_error_free(error);
    }
    g_option_context_free(context);
    return good;
}

void
cli_usage(diag *d, const char *what)
{
    diag_add(d, DIAG_USAGE, PLACE_NONE, PLACE_NONE, what, NULL);
}

void
cli_check_messages(const char *word, diag *d)
{
    if (word && strcmp(word, "ja") != 0 && strcmp(word, "en") != 0)
        cli_usage(d, "--messages ja|en");
}

bool
cli_check_dates(const char *as_of, const char *month, diag *d)
{
    date day;
    year_month ym;
    const bool day_good = !as_of || date_parse(as_of, &day);
    const bool month_good = !month || year_month_parse(month, &ym);
    if (!day_good)
        cli_usage(d, "--as-of YYYY-MM-DD");
    if (!month_good)
        cli_usage(d, "--month YYYY-MM");
    return day_good && month_good;
}

int
cli_choice(const char *word, const char *const *words)
{
    for (int i = 0; words[i]; i++)
        if (!word || strcmp(word, words[i]) == 0)
            return i;
    return -1;
}

static gint
compare_paths(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
find_below(const char *folder, GPtrArray *paths, diag *d)
{
    GError *error = NULL;
    GDir *dir = g_dir_open(folder, 0, &error);
    if (!dir) {
        diag_add(d, DIAG_FILE_READ, PLACE_NONE, PLACE_NONE, folder, error->message, NULL);
        g_error_free(error);
        return;
    }
    for (const char *name; (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(folder, name, NULL);
        if (strcmp(name, "case.xml") == 0)
            g_ptr_array_add(paths, g_strdup(path));
        else if (g_file_test(path, G_FILE_TEST_IS_DIR) && !g_file_test(path, G_FILE_TEST_IS_SYMLINK))
            find_below(path, paths, d);
        g_free(path);
    }
    g_dir_close(dir);
}

void
cli_find_cases(const char *folder, GPtrArray *paths, diag *d)
{
    GPtrArray *found = g_ptr_array_new();
    find_below(folder, found, d);
    g_ptr_array_sort(found, compare_paths);
    for (guint i = 0; i < found->len; i++)
        g_ptr_array_add(paths, g_ptr_array_index(found, i));
    g_ptr_array_free(found, TRUE);
}

int
cli_finish(diag *d, cli_speech speech)
{
    (speech.json ? diag_print_json : diag_print)(d, stderr, speech.language);
    const int status = diag_exit_status(d);
    diag_drop(d);
    return status;
}
