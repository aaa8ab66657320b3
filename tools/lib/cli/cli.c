#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/order.h"
#include "base/outfile.h"
#include "calendar/calendar.h"
#include "render/edition.h"

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

/* A stream that the caller closed would become the first file that is opened; what is written to it must fail instead,
 * so it is opened for reading. */
static void
hold_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) < 0)
            abort();
}

static bool
is_help_asked(int argc, char **argv)
{
    static const char *const words[] = {"--help", "--help-all", "-h", "-?"};
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        for (size_t k = 0; k < G_N_ELEMENTS(words); k++)
            if (strcmp(argv[i], words[k]) == 0)
                return true;
    return false;
}

/* GLib would turn it into the locale's character set, where all is UTF-8 here, and end with 0 though it was not
 * written. */
static void
say_help(GOptionContext *context, diag *d)
{
    char *text = g_option_context_get_help(context, TRUE, NULL);
    outfile_write("-", text, strlen(text), d);
    g_free(text);
}

static void
say_version(diag *d)
{
    char *text = g_strdup_printf("%s %s (layout edition %d)\n", g_get_prgname(), RENKEI_VERSION, RENKEI_LAYOUT_EDITION);
    outfile_write("-", text, strlen(text), d);
    g_free(text);
}

bool
cli_parse(const GOptionEntry *entries, const char *summary, const char *details, int *argc, char ***argv, diag *d)
{
    gboolean version = FALSE;
    const GOptionEntry common[] = {
        {"version", 0, 0, G_OPTION_ARG_NONE, &version, "版 / version and layout edition", NULL},
        {NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL}};
    GError *error = NULL;
    GOptionContext *context = g_option_context_new(NULL);
    char *name = g_path_get_basename((*argv)[0]);
    hold_streams();
    g_set_prgname(name);
    g_option_context_set_summary(context, summary);
    g_option_context_set_description(context, details);
    g_option_context_add_main_entries(context, entries, NULL);
    g_option_context_add_main_entries(context, common, NULL);
    const bool help = is_help_asked(*argc, *argv);
    const bool good = !help && g_option_context_parse(context, argc, argv, &error);
    if (help)
        say_help(context, d);
    else if (good && version)
        say_version(d);
    if (error) {
        cli_usage(d, error->message);
        g_error_free(error);
    }
    g_option_context_free(context);
    g_free(name);
    if (help || (good && version))
        exit(cli_finish(d, cli_speech_asked(*argc, *argv)));
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
    g_ptr_array_sort(found, order_strings);
    for (guint i = 0; i < found->len; i++)
        g_ptr_array_add(paths, g_ptr_array_index(found, i));
    g_ptr_array_free(found, TRUE);
}

static bool
is_loss_told(const diag *d)
{
    for (size_t i = 0; i < diag_length(d); i++) {
        const diag_message *m = diag_at(d, i);
        if (m->code == DIAG_FILE_WRITE && strcmp(m->args[0], "-") == 0)
            return true;
    }
    return false;
}

/* A device that is full tells when what was kept back is written; a file system across a network when the file is
 * closed. */
static void
close_stdout(diag *d)
{
    errno = 0;
    const bool failed = ferror(stdout) != 0;
    if ((fclose(stdout) != 0 || failed) && !is_loss_told(d))
        diag_add(d, DIAG_FILE_WRITE, PLACE_NONE, PLACE_NONE, "-", g_strerror(errno ? errno : EIO), NULL);
}

int
cli_finish(diag *d, cli_speech speech)
{
    close_stdout(d);
    (speech.json ? diag_print_json : diag_print)(d, stderr, speech.language);
    const int status = diag_exit_status(d);
    diag_drop(d);
    return status;
}
