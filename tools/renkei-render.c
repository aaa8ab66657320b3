/* renkei-render: one case and one form make one document. The manual is tools/man/renkei-render.1. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <glib.h>

#include "base/diag.h"
#include "base/outfile.h"
#include "cli/cli.h"
#include "render/render.h"

typedef struct options {
    char *form, *output, *as_of, *month, *painter, *format, *forms, *messages, *stage, **files;
    gboolean blank, draft, list, json, timings;
    int dpi;
    cli_speech speech;
} options;

enum { NOT_GIVEN = -1 };

static const char summary[] = "事例の XML と様式から、書類の PDF を作ります。\n"
                              "Makes a PDF document from a case (XML) and a form.";

static const char details[] = "終了コード  0 できた・2 使い方・3 データ・4 様式・5 環境（いちばん重いもの）\n"
                              "エラーがあれば、ファイルは一つも書きません。\n\n"
                              "例\n"
                              "  renkei-render samples/hodei-futoukou/case.xml\n"
                              "  renkei-render --form schedule -o 別表.pdf samples/hodei-futoukou/case.xml\n"
                              "  renkei-render --blank --form plan -o blank.pdf\n"
                              "  renkei-render -T bind --form plan samples/hodei-futoukou/case.xml";

static bool
read_options(options *o, int *argc, char ***argv, diag *d)
{
    const GOptionEntry entries[] = {
        {"form", 'f', 0, G_OPTION_ARG_FILENAME, &o->form, "様式の名前かファイル（初めは plan）/ form name or file",
         "NAME|FILE"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &o->output,
         "出力先、- は標準出力（初めは 様式名.形式）/ output, - is stdout", "FILE|-"},
        {"as-of", 0, 0, G_OPTION_ARG_FILENAME, &o->as_of,
         "この日の時点で（初めは最も新しいもの）/ state as of this day", "YYYY-MM-DD"},
        {"month", 0, 0, G_OPTION_ARG_FILENAME, &o->month, "対象月 / month", "YYYY-MM"},
        {"painter", 0, 0, G_OPTION_ARG_FILENAME, &o->painter, "PDF を書く部品 renkei（初め）・cairo・haru / PDF writer",
         "NAME"},
        {"format", 0, 0, G_OPTION_ARG_FILENAME, &o->format, "pdf（初め）・png・svg・text", "FORMAT"},
        {"dpi", 0, 0, G_OPTION_ARG_INT, &o->dpi, "png の細かさ（初めは 110）/ resolution of png", "N"},
        {"forms", 0, 0, G_OPTION_ARG_FILENAME, &o->forms, "様式のフォルダー / folder of forms", "DIR"},
        {"blank", 0, 0, G_OPTION_ARG_NONE, &o->blank, "手書き用の空欄の様式 / blank form for handwriting", NULL},
        {"draft", 0, 0, G_OPTION_ARG_NONE, &o->draft,
         "「案」の透かしを入れ、要件に反していても作る / watermark 案; made although rules are broken", NULL},
        {"list", 0, 0, G_OPTION_ARG_NONE, &o->list,
         "様式の一覧。CASE.xml があれば、それで作れるかも / list the forms, and which a case can fill", NULL},
        {"stage", 'T', 0, G_OPTION_ARG_FILENAME, &o->stage, "途中の段階を文字で見る / print a stage",
         "case|bind|compose|display|notes|document"},
        CLI_SPEECH_OPTIONS(&o->json, &o->messages),
        {"timings", 0, 0, G_OPTION_ARG_NONE, &o->timings, "各段階の CPU 時間（ミリ秒）/ CPU ms per stage", NULL},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->files, NULL, "CASE.xml"},
        {NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL}};
    return cli_parse(entries, summary, details, argc, argv, d);
}

static void
request_choices(const options *o, render_request *r, diag *d)
{
    static const char *const painters[] = {"renkei", "cairo", "haru", NULL};
    static const char *const formats[] = {"pdf", "png", "svg", "text", NULL};
    static const char *const stages[] = {"none", "case", "bind", "compose", "display", "notes", "document", NULL};
    const int painter = cli_choice(o->painter, painters), format = cli_choice(o->format, formats);
    const int stage = cli_choice(o->stage, stages);
    if (painter < 0)
        cli_usage(d, "--painter renkei|cairo|haru");
    if (format < 0)
        cli_usage(d, "--format pdf|png|svg|text");
    if (stage < 0 || (o->stage && stage == 0))
        cli_usage(d, "-T case|bind|compose|display|notes");
    r->backend = painter < 0 ? PAINT_RENKEI : (paint_backend)painter;
    r->format = format < 0 ? PAINT_PDF : (paint_format)format;
    r->print = stage < 0 ? STAGE_NONE : (render_stage)stage;
}

/* The case is never written over, by whatever name the output comes to it. */
static bool
is_same_file(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static bool
request_from(const options *o, render_request *r, diag *d)
{
    *r = (render_request){.form = o->form ? o->form : "plan",
                          .as_of = o->as_of,
                          .month = o->month,
                          .draft = o->draft,
                          .blank = o->blank,
                          .language = o->speech.language,
                          .dpi = o->dpi == NOT_GIVEN ? 0 : o->dpi,
                          .case_path = o->files ? o->files[0] : NULL};
    request_choices(o, r, d);
    if (o->files && o->files[0] && o->files[1])
        cli_usage(d, "CASE.xml は一つだけ / one CASE.xml only");
    if (!r->case_path && !o->blank)
        cli_usage(d, "CASE.xml がありません / no CASE.xml (--help)");
    if (o->output && r->case_path && is_same_file(o->output, r->case_path))
        cli_usage(d, "-o は CASE.xml と別のファイルに / -o must not be CASE.xml itself");
    cli_check_dates(o->as_of, o->month, d);
    if (o->dpi != NOT_GIVEN && (o->dpi < 1 || o->dpi > 1200))
        cli_usage(d, "--dpi 1–1200");
    return diag_count(d, DIAG_ERROR) == 0;
}

static char *
default_output(const render_request *r)
{
    static const char *const endings[] = {"pdf", "png", "svg", "txt"};
    char *base = g_path_get_basename(r->form);
    if (g_str_has_suffix(base, ".xml"))
        base[strlen(base) - 4] = '\0';
    char *path = g_strdup_printf("%s.%s", base, endings[r->format]);
    g_free(base);
    return path;
}

/* plan.png of several pages is plan-1.png, plan-2.png …: none is written unless all can be. */
static void
write_outputs(const GPtrArray *outputs, const char *path, diag *d)
{
    if (outputs->len > 1 && strcmp(path, "-") == 0) {
        cli_usage(d, "複数ページの png・svg は標準出力に書けません / several pages cannot go to stdout");
        return;
    }
    const char *dot = strrchr(path, '.');
    const size_t stem = dot && !strchr(dot, '/') ? (size_t)(dot - path) : strlen(path);
    outfile_part *parts = g_new0(outfile_part, outputs->len);
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < outputs->len; i++) {
        const GByteArray *bytes = g_ptr_array_index(outputs, i);
        char *name =
            outputs->len == 1 ? g_strdup(path) : g_strdup_printf("%.*s-%u%s", (int)stem, path, i + 1, path + stem);
        g_ptr_array_add(names, name);
        parts[i] = (outfile_part){name, bytes->data, bytes->len};
    }
    outfile_write_all(parts, outputs->len, d);
    g_ptr_array_free(names, TRUE);
    g_free(parts);
}

static void
print_times(const render_times *t)
{
    fprintf(stderr, "form %.2f data %.2f bind %.2f check %.2f compose %.2f display %.2f paint %.2f\n", t->form * 1e3,
            t->data * 1e3, t->bind * 1e3, t->check * 1e3, t->compose * 1e3, t->display * 1e3, t->paint * 1e3);
}

static void
render_file(const options *o, const render_paths *paths, diag *d)
{
    render_request r;
    render_environment *e;
    if (!request_from(o, &r, d) || !(e = render_open(paths, RENDER_ONCE, d)))
        return;
    GPtrArray *outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    GString *text = g_string_new(NULL);
    render_times times = {0};
    if (render_make(e, &r, outputs, text, &times, d)) {
        char *path = o->output ? g_strdup(o->output) : r.print ? g_strdup("-") : default_output(&r);
        if (r.print)
            outfile_write(path, text->str, text->len, d);
        else
            write_outputs(outputs, path, d);
        g_free(path);
    }
    if (o->timings)
        print_times(&times);
    g_string_free(text, TRUE);
    g_ptr_array_free(outputs, TRUE);
    render_close(e);
}

static void
list_forms(const options *o, const render_paths *paths, diag *d)
{
    render_request r = {.as_of = o->as_of, .month = o->month, .draft = o->draft, .language = o->speech.language};
    GString *text = g_string_new(NULL);
    r.case_path = o->files ? o->files[0] : NULL;
    render_environment *e = cli_check_dates(o->as_of, o->month, d) ? render_open(paths, RENDER_FRESH, d) : NULL;
    if (e) {
        render_list_forms(e, &r, text, d);
        outfile_write(o->output ? o->output : "-", text->str, text->len, d);
    }
    render_close(e);
    g_string_free(text, TRUE);
}

int
main(int argc, char **argv)
{
    options o = {.dpi = NOT_GIVEN, .speech = cli_speech_asked(argc, argv)};
    render_paths paths = {0};
    diag *d = diag_new();
    if (read_options(&o, &argc, &argv, d))
        cli_check_messages(o.messages, d);
    if (diag_count(d, DIAG_ERROR) == 0 && render_paths_find(&paths, o.forms, d)) {
        if (o.list)
            list_forms(&o, &paths, d);
        else
            render_file(&o, &paths, d);
    }
    render_paths_clear(&paths);
    g_strfreev(o.files);
    char *strings[] = {o.form, o.output, o.as_of, o.month, o.painter, o.format, o.forms, o.messages, o.stage};
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
    return cli_finish(d, o.speech);
}
