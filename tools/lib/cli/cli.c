#include "cli/cli_int.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/memory.h"
#include "base/near.h"
#include "base/outfile.h"
#include "base/shown.h"
#include "calendar/calendar.h"
#include "confine/confine.h"
#include "render/edition.h"

static bool
is_english(const char *value)
{
    return strcmp(cli_trimmed(value), "en") == 0;
}

cli_speech
cli_speech_asked(int argc, char **argv)
{
    g_assert(argv);
    cli_speech s = {DIAG_JA, false, false};
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--json") == 0)
            s.json = true;
        else if (strcmp(argv[i], "--show-values") == 0)
            s.values = true;
        else if (g_str_has_prefix(argv[i], "--messages=") && is_english(argv[i] + strlen("--messages=")))
            s.language = DIAG_EN;
        else if (strcmp(argv[i], "--messages") == 0 && i + 1 < argc && is_english(argv[i + 1]))
            s.language = DIAG_EN;
    }
    memory_speak(s.language, s.json);
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

/* ---- what is said instead of work ---- */

/* Printed here: GLib would turn it into the locale's character set, where all is UTF-8, and end with 0 though it was
 * not written. */
static void
say_text(GString *text, diag *d)
{
    outfile_write("-", text->str, text->len, d);
    g_string_free(text, TRUE);
}

void
cli_say(const char *text, diag *d)
{
    g_assert(text && d);
    GString *shown = g_string_new(NULL);
    shown_append_lines(shown, text);
    outfile_write("-", shown->str, shown->len, d);
    g_string_free(shown, TRUE);
}

static void
say_completion(const GArray *options, const char *shell, diag_language language, diag *d)
{
    GString *text = g_string_new(NULL);
    if (!cli_print_completion(options, shell, language, text))
        cli_usage(d, "--completion は bash・zsh・fish のどれかです", "--completion takes bash, zsh or fish");
    say_text(text, d);
}

/* ---- options ---- */

/* GLib's messages are English alone; they end in the option, or begin with what is said of it. */
static void
tell_unknown_option(const GArray *options, const char *message, diag *d)
{
    const char *found = strstr(message, "--") ? strstr(message, "--") : strrchr(message, ' ') + 1;
    char *option = g_strndup(found, strcspn(found, "="));
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < options->len; i++)
        if (*g_array_index(options, GOptionEntry, i).long_name)
            g_ptr_array_add(names, g_strconcat("--", g_array_index(options, GOptionEntry, i).long_name, NULL));
    const char *meant = near_find(option, names);
    char *ja = meant ? g_strdup_printf("%s というオプションはありません。%s のことですか", option, meant)
                     : g_strdup_printf("%s というオプションはありません（一覧は --help）", option);
    char *en = meant ? g_strdup_printf("there is no option %s; did you mean %s?", option, meant)
                     : g_strdup_printf("there is no option %s (--help lists them)", option);
    cli_usage(d, ja, en);
    g_free(ja);
    g_free(en);
    g_free(option);
    g_ptr_array_free(names, TRUE);
}

static void
tell_option_error(const GArray *options, const GError *error, diag *d)
{
    const char *found = g_strrstr(error->message, " for ") ? g_strrstr(error->message, " for ") + 5 : NULL;
    if (g_error_matches(error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION) || !found) {
        tell_unknown_option(options, error->message, d);
        return;
    }
    char *option = g_strndup(found, strcspn(found, " "));
    const bool missing = g_str_has_prefix(error->message, "Missing");
    char *ja = g_strdup_printf(missing ? "%s のあとに値がありません" : "%s の値が数ではないか、大きすぎます", option);
    char *en = g_strdup_printf(missing ? "%s needs a value" : "the value of %s is no number or out of range", option);
    cli_usage(d, ja, en);
    g_free(ja);
    g_free(en);
    g_free(option);
}

static GArray *
all_options(const GOptionEntry *entries, const GOptionEntry *common)
{
    GArray *all = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));
    for (size_t i = 0; entries[i].long_name; i++)
        g_array_append_val(all, entries[i]);
    for (size_t i = 0; common[i].long_name; i++)
        g_array_append_val(all, common[i]);
    return all;
}

static bool
parse_options(const GArray *options, int *argc, char ***argv, diag *d)
{
    GError *error = NULL;
    GOptionContext *context = g_option_context_new(NULL);
    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_add_main_entries(context, (const GOptionEntry *)(const void *)options->data, NULL);
    const bool good = g_option_context_parse(context, argc, argv, &error);
    if (!good) {
        tell_option_error(options, error, d);
        g_error_free(error);
    }
    g_option_context_free(context);
    return good;
}

bool
cli_parse(const GOptionEntry *entries, const char *summary, const char *details, int *argc, char ***argv, diag *d)
{
    g_assert(entries && summary && details && argc && argv && *argv && d);
    gboolean help = FALSE, version = FALSE;
    char *shell = NULL;
    const GOptionEntry common[] = {
        {"completion", 0, 0, G_OPTION_ARG_FILENAME, &shell,
         CLI_BOTH("シェルの補完を書く（man を見る）", "print completions for a shell (see the manual)"),
         "bash|zsh|fish"},
        {"version", 0, 0, G_OPTION_ARG_NONE, &version, CLI_BOTH("版", "version and layout edition"), NULL},
        {"help", 'h', 0, G_OPTION_ARG_NONE, &help, CLI_BOTH("この説明（英語は --messages en）", "this help"), NULL},
        {NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL}};
    GArray *options = all_options(entries, common);
    cli_trim_values(options, *argc, *argv);
    const cli_speech speech = cli_speech_asked(*argc, *argv);
    char *name = g_path_get_basename((*argv)[0]);
    hold_streams();
    memory_keep();
    confine_begin();
    signal(SIGXFSZ, SIG_IGN); /* a file that must not grow is an error of write, told as one */
    g_set_prgname(name);
    help = is_help_asked(*argc, *argv);
    const bool good = help || (cli_check_words(options, *argc, *argv, d) && parse_options(options, argc, argv, d));
    const bool ends = good && (help || version || shell);
    if (help) {
        GString *text = g_string_new(NULL);
        cli_print_help(options, summary, details, speech.language, text);
        say_text(text, d);
    } else if (good && version) {
        GString *text = g_string_new(NULL);
        g_string_printf(text, "%s %s (layout edition %d)\n", name, RENKEI_VERSION, RENKEI_LAYOUT_EDITION);
        confine_print(speech.language, text);
        g_string_append_c(text, '\n');
        say_text(text, d);
    } else if (good && shell) {
        say_completion(options, shell, speech.language, d);
    }
    g_array_free(options, TRUE);
    g_free(shell);
    g_free(name);
    if (ends)
        exit(cli_finish(d, speech));
    return good;
}

void
cli_check_messages(const char *word, diag *d)
{
    g_assert(d);
    if (word && strcmp(word, "ja") != 0 && strcmp(word, "en") != 0)
        cli_usage(d, "--messages は ja か en です", "--messages takes ja or en");
}

static bool
has_shape(const char *text, const char *shape)
{
    size_t i = 0;
    while (shape[i] && text[i] && (shape[i] == '-' ? text[i] == '-' : g_ascii_isdigit(text[i])))
        i++;
    return !shape[i] && !text[i];
}

static void
tell_date(diag *d, const char *option, const char *word, const char *shape, const char *ja, const char *en)
{
    const bool shaped = has_shape(word, shape);
    char *told_ja = shaped ? g_strdup_printf("%s %s：%s", option, word, ja)
                           : g_strdup_printf("%s %s：%s の形で書いてください", option, word, shape);
    char *told_en = shaped ? g_strdup_printf("%s %s: %s", option, word, en)
                           : g_strdup_printf("%s %s: write it as %s", option, word, shape);
    cli_usage(d, told_ja, told_en);
    g_free(told_ja);
    g_free(told_en);
}

bool
cli_check_dates(const char *as_of, const char *month, diag *d)
{
    g_assert(d);
    date day;
    year_month ym;
    const bool day_good = !as_of || date_parse(as_of, &day);
    const bool month_good = !month || year_month_parse(month, &ym);
    if (!day_good)
        tell_date(d, "--as-of", as_of, "YYYY-MM-DD", "その日は暦にありません（1873-01-01から2099-12-31まで）",
                  "there is no such day (days are 1873-01-01 to 2099-12-31)");
    if (!month_good)
        tell_date(d, "--month", month, "YYYY-MM", "月は1873-01から2099-12までの、01から12です",
                  "months are 01 to 12, from 1873-01 to 2099-12");
    return day_good && month_good;
}

int
cli_choice(const char *word, const char *const *words)
{
    g_assert(words && words[0]);
    for (int i = 0; words[i]; i++)
        if (!word || strcmp(word, words[i]) == 0)
            return i;
    return -1;
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
        fault_report(d, DIAG_FILE_WRITE, PLACE_NONE, "-", errno ? errno : EIO);
}

int
cli_finish(diag *d, cli_speech speech)
{
    g_assert(d);
    close_stdout(d);
    if (speech.values)
        cli_print_values(d, speech);
    else
        (speech.json ? diag_print_json : diag_print)(d, stderr, speech.language);
    const int status = diag_exit_status(d);
    diag_drop(d);
    return status;
}
