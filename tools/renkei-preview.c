/* renkei-preview: a form beside its pages, live in a browser. Its manual: renkei-preview.1 in tools/man. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/diag.h"
#include "base/fault.h"
#include "base/outfile.h"
#include "cli/cli.h"
#include "confine/confine.h"
#include "confine/starter.h"
#include "preview/preview.h"
#include "render/render.h"
#include "render/roots.h"

typedef struct options {
    char *forms, *released, *local_rules, *editor, *as_of, *month, *messages, *once, **cases, **folders, **underlays,
        **files;
    gboolean draft, review, json;
    int port;
    starter *starter; /* of the editor; NULL: none */
} options;

static const char summary[] =
    CLI_BOTH("様式を書きながら、その紙面をブラウザーで見ます。保存すると、すぐに組み直します。\n"
             "様式を省くと、すべての様式×事例の一覧を見ます。",
             "Shows the pages of a form in a browser while it is written; a save composes it\n"
             "again. Without a form: the gallery of every form with every case.");

#define EXAMPLES                                                                                                       \
    "  renkei-preview --case samples/hodei-futoukou/case.xml plan\n"                                                   \
    "  renkei-preview --editor 'code -g %f:%l' --case case.xml form.xml\n"                                             \
    "  renkei-preview --underlay 参考様式.pdf form.xml\n"                                                          \
    "  renkei-preview --cases samples\n"                                                                               \
    "  renkei-preview --once build/gallery"

static const char details[] =
    CLI_BOTH("表示された URL をブラウザーで開きます。Ctrl-C で終わります。\n\n例\n" EXAMPLES,
             "Open the URL that is printed in a browser. Ctrl-C ends it.\n\nExamples\n" EXAMPLES);

static bool
read_options(options *o, int *argc, char ***argv, diag *d)
{
    const GOptionEntry entries[] = {
        {"case", 'c', 0, G_OPTION_ARG_FILENAME_ARRAY, &o->cases,
         CLI_BOTH("事例（いくつでも。なければ空欄の様式）", "a case; any number, none: the blank form"), "CASE.xml"},
        {"cases", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->folders,
         CLI_BOTH("一覧に出す事例のフォルダー（その下のすべての case.xml。なければ見本）",
                  "folder of cases for the gallery (every case.xml below it); none: the samples"),
         "DIR"},
        {"once", 0, 0, G_OPTION_ARG_FILENAME, &o->once,
         CLI_BOTH("一覧をこのフォルダーに書いて終わる", "writes the gallery into this folder and ends"), "DIR"},
        {"port", 'p', 0, G_OPTION_ARG_INT, &o->port,
         CLI_BOTH("ポート（初めは空いているもの）", "port; any that is free"), "N"},
        {"editor", 0, 0, G_OPTION_ARG_FILENAME, &o->editor,
         CLI_BOTH("印から開くエディター。%f はファイル、%l は行", "editor that a mark opens"), "COMMAND"},
        {"underlay", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->underlays,
         CLI_BOTH("下敷きにする公式様式（PNG・JPEG・PDF）", "official form to trace"), "PICTURE"},
        {"as-of", 0, 0, G_OPTION_ARG_FILENAME, &o->as_of, CLI_BOTH("この日の時点で", "state as of this day"),
         "YYYY-MM-DD"},
        {"month", 0, 0, G_OPTION_ARG_FILENAME, &o->month, CLI_BOTH("対象月", "month"), "YYYY-MM"},
        {"draft", 0, 0, G_OPTION_ARG_NONE, &o->draft, CLI_BOTH("「案」の透かしを入れる", "with the watermark 案"),
         NULL},
        {"review", 0, 0, G_OPTION_ARG_NONE, &o->review,
         CLI_BOTH("様式の気をつけるところを書いて終わる", "print what to look at in the form, and end"), NULL},
        {"forms", 0, 0, G_OPTION_ARG_FILENAME, &o->forms, CLI_BOTH("様式のフォルダー", "folder of forms"), "DIR"},
        {"released", 0, 0, G_OPTION_ARG_FILENAME, &o->released,
         CLI_BOTH("比べる相手：使っている様式のフォルダー", "folder of the forms in use, to compare with"), "DIR"},
        {"local-rules", 0, 0, G_OPTION_ARG_FILENAME, &o->local_rules,
         CLI_BOTH("手元の要件のフォルダー（初めは RENKEI_LOCAL_RULES）", "folder of local rules (RENKEI_LOCAL_RULES)"),
         "DIR"},
        CLI_SPEECH_OPTIONS(&o->json, &o->messages),
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->files, NULL, "FORM|FORM.xml"},
        {NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL}};
    return cli_parse(entries, summary, details, argc, argv, d);
}

static void
check_options(const options *o, diag *d)
{
    cli_check_messages(o->messages, d);
    cli_check_dates(o->as_of, o->month, d);
    cli_check_folder(o->forms, d);
    cli_check_folder(o->released, d);
    cli_check_new_folder(o->once, d);
    if (o->files && o->files[0] && o->files[1])
        cli_usage(d, "様式は一つだけにしてください（--help）", "one form only (--help)");
    if (o->review && (!o->files || !o->files[0] || o->once))
        cli_usage(d, "--review には様式 FORM.xml を一つ", "--review takes one form, and no --once");
    for (guint i = 0; o->cases && o->cases[i]; i++)
        if (strcmp(o->cases[i], "-") == 0)
            cli_usage(d, "--case は - にできません（何度も読むため）", "--case cannot be -, as it is read many times");
        else
            cli_check_file(o->cases[i], d);
    if (o->port < 0 || o->port > 65535)
        cli_usage(d, "--port は1から65535までです", "--port takes 1 to 65535");
}

/* The cases of the gallery: those of --case and --cases; with neither, the samples beside the forms, if there are any.
 */
static void
find_cases(const options *o, const render_paths *paths, GPtrArray *found, GPtrArray *folders, diag *d)
{
    char *samples = g_build_filename(paths->forms, "..", "samples", NULL);
    for (guint i = 0; o->cases && o->cases[i]; i++)
        g_ptr_array_add(found, g_strdup(o->cases[i]));
    for (guint i = 0; o->folders && o->folders[i]; i++)
        cli_find_cases_within(o->folders[i], found, folders, d);
    if (!o->cases && !o->folders && g_file_test(samples, G_FILE_TEST_IS_DIR))
        cli_find_cases_within(samples, found, folders, d);
    g_free(samples);
}

/* NULL: what cannot be found is told later. */
static char **
gallery_cases(const options *o, const render_paths *paths, diag *d)
{
    GPtrArray *found = g_ptr_array_new();
    diag *untold = diag_new();
    find_cases(o, paths, found, NULL, d ? d : untold);
    diag_drop(untold);
    g_ptr_array_add(found, NULL);
    return (char **)g_ptr_array_free(found, FALSE);
}

typedef struct finder {
    const options *o;
    const render_paths *paths;
} finder;

/* While the preview runs: a folder that has gone has no cases. */
static void
find_cases_anew(void *data, GPtrArray *cases, GPtrArray *folders)
{
    const finder *f = data;
    diag *untold = diag_new();
    find_cases(f->o, f->paths, cases, folders, untold);
    diag_drop(untold);
}

static void
serve_preview(const render_paths *paths, const preview_options *wanted, diag *d)
{
    preview *p = preview_open(paths, wanted, d);
    char *line = p ? g_strconcat(preview_url(p), "\n", NULL) : NULL;
    const bool alone = p && confine_listen_no_more(d);
    if (alone && outfile_write("-", line, strlen(line), d)) /* else nobody knows where to look */
        preview_run(p);
    g_free(line);
    preview_close(p);
}

static void
write_once(const render_paths *paths, const preview_options *wanted, const char *folder, diag *d)
{
    GString *told = g_string_new(NULL);
    if (preview_once(paths, wanted, folder, told, d))
        cli_say(told->str, d);
    g_string_free(told, TRUE);
}

static void
review_form(const render_paths *paths, const preview_options *wanted, diag *d)
{
    const render_request r = {.form = wanted->form, .as_of = wanted->as_of, .month = wanted->month};
    render_environment *e = render_open(paths, RENDER_FRESH, d);
    render_review *v = e ? render_review_new(e, &r, wanted->gallery_cases, d) : NULL;
    while (v && render_review_step(v))
        ;
    if (v)
        render_review_tell(v, d);
    render_review_drop(v);
    render_close(e);
}

/* Pictures of a PDF are made by these, wherever they are; their libraries may lie beside them. */
static void
allow_programs(confine *c)
{
    static const char *const names[] = {"pdfinfo", "pdftocairo"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        char *program = g_find_program_in_path(names[i]), *real = program ? realpath(program, NULL) : NULL;
        confine_read(c, program);
        confine_read_beside(c, real);
        free(real);
        g_free(program);
    }
}

/* Of what was named, nothing has been read yet. Pictures of a PDF are made by programs, which are confined as well. */
static bool
confine_self(const options *o, const render_paths *paths, diag *d)
{
    confine *c = render_roots_new(paths);
    char **cases = gallery_cases(o, paths, NULL);
    render_roots_forms(c, paths, ROOTS_WATCHED);
    if (o->files && o->files[0])
        render_roots_form(c, paths, o->files[0], cases[0], ROOTS_WATCHED);
    for (char **data = o->cases; o->files && o->files[0] && data && *data; data++)
        render_roots_form(c, paths, o->files[0], *data, ROOTS_WATCHED);
    if (!o->cases && !o->folders) { /* there new ones may come */
        char *samples = g_build_filename(paths->forms, "..", "samples", NULL);
        confine_read(c, samples);
        g_free(samples);
    }
    if (o->released) {
        const render_paths in_use = {.forms = o->released};
        render_roots_folder(c, o->released);
        render_roots_forms(c, &in_use, ROOTS_WATCHED);
    }
    for (char **folder = o->folders; folder && *folder; folder++)
        confine_read(c, *folder);
    for (char **file = cases; *file; file++)
        render_roots_case(c, *file, ROOTS_WATCHED);
    for (char **file = o->underlays; file && *file; file++)
        confine_read(c, *file);
    if (o->underlays)
        allow_programs(c);
    if (o->once) {
        char *above = g_path_get_dirname(o->once); /* it is filled beside its place */
        confine_write_all(c, above);
        confine_read(c, o->once);
        confine_read(c, above);
        g_free(above);
    }
    const unsigned serves = o->once || o->review ? 0 : CONFINE_LISTEN | CONFINE_WORKERS;
    const bool good =
        confine_enter(c, serves | (o->underlays ? CONFINE_PROGRAMS : 0), d) && confine_enter_reading(c, d);
    g_strfreev(cases);
    confine_drop(c);
    return good;
}

static void
look_at(const options *o, const render_paths *paths, diag *d)
{
    char *name = o->files && o->files[0] ? cli_form(paths, o->files[0], d) : NULL;
    char *form = name ? render_form_path(paths, name) : NULL;
    char **cases = gallery_cases(o, paths, d);
    finder anew = {o, paths};
    const preview_options wanted = {.form = form,
                                    .cases = (const char *const *)o->cases,
                                    .gallery_cases = (const char *const *)cases,
                                    .find_cases = o->once ? NULL : find_cases_anew,
                                    .find_data = &anew,
                                    .underlays = (const char *const *)o->underlays,
                                    .released = o->released,
                                    .editor = o->editor,
                                    .starter = o->starter,
                                    .as_of = o->as_of,
                                    .month = o->month,
                                    .draft = o->draft,
                                    .port = o->port};
    if (name && o->month)
        cli_check_month(paths, (const char *const *)&name, 1, d);
    const bool good = diag_count(d, DIAG_ERROR) == 0; /* folders of cases were read */
    if (good && o->review)
        review_form(paths, &wanted, d);
    else if (good && o->once)
        write_once(paths, &wanted, o->once, d);
    else if (good)
        serve_preview(paths, &wanted, d);
    g_strfreev(cases);
    g_free(form);
    g_free(name);
}

/* While there is nothing yet that it could be given up with. */
static bool
start_starter(options *o, diag *d)
{
    if (!o->editor || o->once || o->review)
        return true;
    o->starter = starter_new(preview_editor_words, o->editor);
    if (!o->starter)
        diag_add(d, DIAG_CONFINE_FAILED, PLACE_NONE, PLACE_NONE, fault_words(errno, DIAG_JA),
                 fault_words(errno, DIAG_EN), NULL);
    return o->starter != NULL;
}

int
main(int argc, char **argv)
{
    options o = {0};
    render_paths paths = {0};
    const cli_speech speech = cli_speech_asked(argc, argv);
    diag *d = diag_new();
    if (read_options(&o, &argc, &argv, d))
        check_options(&o, d);
    if (diag_count(d, DIAG_ERROR) == 0 && start_starter(&o, d) && render_paths_find(&paths, o.forms, d) &&
        render_paths_local(&paths, o.local_rules, PLACE_NONE, d) && confine_self(&o, &paths, d))
        look_at(&o, &paths, d);
    render_paths_clear(&paths);
    starter_drop(o.starter);
    char **lists[] = {o.cases, o.folders, o.underlays, o.files};
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
        g_strfreev(lists[i]);
    char *strings[] = {o.forms, o.released, o.local_rules, o.editor, o.as_of, o.month, o.messages, o.once};
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
    return cli_finish(d, speech);
}
