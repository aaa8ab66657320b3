/* renkei-render: one case and one form make one document. Its manual: renkei-render.1 in tools/man. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/asked.h"
#include "base/diag.h"
#include "base/fault.h"
#include "base/outfile.h"
#include "bundle/bundle_copy.h"
#include "cli/cli.h"
#include "cli/cli_copy.h"
#include "cli/cli_secret.h"
#include "render/render.h"
#include "render/roots.h"

typedef struct options {
    char *form, *output, *as_of, *month, *edition, *painter, *format, *forms, *local_rules, *furigana, *gloss, *words,
        *messages, *stage, **files;
    cli_copy copy;
    gboolean blank, draft, list, json, timings, large, fillable, plain, parents, values;
    int dpi;
    cli_speech speech;
} options;

static const char summary[] =
    CLI_BOTH("事例の XML と様式から、書類の PDF を作ります。", "Makes a PDF document from a case (XML) and a form.");

#define EXAMPLES                                                                                                       \
    "  renkei-render samples/hodei-futoukou/case.xml\n"                                                                \
    "  renkei-render --form schedule -o 別表.pdf samples/hodei-futoukou/case.xml\n"                                  \
    "  renkei-render --blank --form plan -o blank.pdf\n"                                                               \
    "  renkei-render -T bind --form plan samples/hodei-futoukou/case.xml\n"                                            \
    "  renkei-render -o - - <case.xml | lp"

static const char details[] =
    CLI_BOTH("CASE.xml が - なら、標準入力から読みます。\n"
             "エラーがあれば、ファイルは一つも書きません。\n\n"
             "終了コード  0 できた・2 使い方・3 データ・4 様式・5 環境（いちばん重いもの）\n\n"
             "例\n" EXAMPLES,
             "CASE.xml may be -, standard input.\n"
             "While there is any error, no file is written.\n\n"
             "Exit status  0 done, 2 usage, 3 data, 4 form, 5 environment (the worst)\n\n"
             "Examples\n" EXAMPLES);

static bool
read_options(options *o, int *argc, char ***argv, diag *d)
{
    char *painters = g_strjoinv("|", (char **)paint_backend_names);
    const GOptionEntry entries[] = {
        {"form", 'f', 0, G_OPTION_ARG_FILENAME, &o->form,
         CLI_BOTH("様式の名前かファイル（初めは plan）", "form name or file"), "FORM|FORM.xml"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &o->output,
         CLI_BOTH("出力先。終わりが形式（初めは 事例の番号-様式.pdf）、- は標準出力",
                  "output; its ending is the format (KEY-FORM.pdf); - is stdout"),
         "DOCUMENT|-"},
        {"as-of", 0, 0, G_OPTION_ARG_FILENAME, &o->as_of,
         CLI_BOTH("この日の時点で（初めは最も新しいもの）", "state as of this day"), "YYYY-MM-DD"},
        {"month", 0, 0, G_OPTION_ARG_FILENAME, &o->month, CLI_BOTH("対象月", "month"), "YYYY-MM"},
        {"edition", 0, 0, G_OPTION_ARG_FILENAME, &o->edition,
         CLI_BOTH("誰の写しか（保護者の一人は guardian:id）。同意の範囲により載せないものを除く",
                  "whose copy (one guardian: guardian:ID), without what the consent does not cover"),
         "guardian|school|consultation|archive"},
        {"painter", 0, 0, G_OPTION_ARG_FILENAME, &o->painter,
         CLI_BOTH("PDF を書く部品（初めは renkei）", "PDF writer (renkei)"), painters},
        {"format", 0, 0, G_OPTION_ARG_FILENAME, &o->format,
         CLI_BOTH("形式（初めは -o の終わりか pdf）", "format (of the ending of -o, or pdf)"), "pdf|png|svg|text"},
        {"dpi", 0, 0, G_OPTION_ARG_INT, &o->dpi, CLI_BOTH("png の細かさ（初めは 110）", "resolution of png"), "N"},
        {"forms", 0, 0, G_OPTION_ARG_FILENAME, &o->forms, CLI_BOTH("様式のフォルダー", "folder of forms"), "DIR"},
        {"blank", 0, 0, G_OPTION_ARG_NONE, &o->blank,
         CLI_BOTH("手書き用の空欄の様式（CASE.xml があれば、その児童の用紙）",
                  "blank form for handwriting (with CASE.xml: for that child)"),
         NULL},
        {"draft", 0, 0, G_OPTION_ARG_NONE, &o->draft,
         CLI_BOTH("「案」の透かしを入れ、要件に反していても作る", "watermark 案; made although rules are broken"),
         NULL},
        {"large-print", 0, 0, G_OPTION_ARG_NONE, &o->large,
         CLI_BOTH("拡大版（文字を1.4倍に）", "large-print edition (type 1.4 times as large)"), NULL},
        {"furigana", 0, 0, G_OPTION_ARG_FILENAME, &o->furigana,
         CLI_BOTH("ふりがな：様式の言葉に（labels）、データの文にも（all）",
                  "furigana over the words of the form (labels), and of the data as well (all)"),
         "labels|all"},
        {"plain-words", 0, 0, G_OPTION_ARG_NONE, &o->plain,
         CLI_BOTH("様式の言葉を、やさしい日本語に", "the words of the form in plain Japanese"), NULL},
        {"gloss", 0, 0, G_OPTION_ARG_FILENAME, &o->gloss,
         CLI_BOTH("様式の言葉に、この言語の参考訳を添える", "glosses in this language to the words of the form"),
         "en|zh|vi|pt|tl"},
        {"for-parents", 0, 0, G_OPTION_ARG_NONE, &o->parents,
         CLI_BOTH("保護者に読みやすく（--furigana labels --plain-words --large-print）",
                  "easy to read for parents (--furigana labels --plain-words --large-print)"),
         NULL},
        {"words", 0, 0, G_OPTION_ARG_FILENAME, &o->words,
         CLI_BOTH("手元の言葉の表（読み・やさしい日本語・訳）のフォルダー",
                  "folder of tables of words of the own (readings, plain words, glosses)"),
         "DIR"},
        {"fillable", 0, 0, G_OPTION_ARG_NONE, &o->fillable,
         CLI_BOTH("空きを、PDF の閲覧ソフトで書き込める欄にする", "what is left for a hand as fields to be filled in"),
         NULL},
        {"archive", 0, 0, G_OPTION_ARG_NONE, &o->copy.archive,
         CLI_BOTH("印刷した値を XML で付けた保存版（PDF/A-3a）",
                  "archive edition with what is printed as XML (PDF/A-3a)"),
         NULL},
        {"from-archive", 0, 0, G_OPTION_ARG_FILENAME, &o->copy.from_archive,
         CLI_BOTH("保存版の PDF から、同じ書類をもう一度", "the same document again, from an archive edition"),
         "FILE.pdf"},
        {"recompose", 0, 0, G_OPTION_ARG_NONE, &o->copy.recompose,
         CLI_BOTH("版か書体が今と違う保存版も、組み直して作る（「組み直し」と印刷）",
                  "set it anew where edition or fonts are others now (marked)"),
         NULL},
        {"encrypt", 0, 0, G_OPTION_ARG_NONE, &o->copy.encrypt,
         CLI_BOTH("暗号化した写し（AES-256、PDF/A ではない）", "encrypted copy (AES-256; no PDF/A)"), NULL},
        {"copy-of", 0, 0, G_OPTION_ARG_FILENAME, &o->copy.copy_of,
         CLI_BOTH("--encrypt の元にする、できている PDF（発行、束）",
                  "PDF made before to encrypt (an issue, a bundle)"),
         "FILE.pdf"},
        {"password-file", 0, 0, G_OPTION_ARG_FILENAME, &o->copy.password_file,
         CLI_BOTH("--encrypt のパスワードのファイル（一行）", "file of the password of --encrypt, one line"), "FILE"},
        {"password-fd", 0, 0, G_OPTION_ARG_INT, &o->copy.password_fd,
         CLI_BOTH("同じものを読むファイル記述子", "descriptor to read it from"), "N"},
        {"list", 0, 0, G_OPTION_ARG_NONE, &o->list,
         CLI_BOTH("様式の一覧。CASE.xml があれば、それで作れるかも", "list the forms, and which a case can fill"),
         NULL},
        {"stage", 'T', 0, G_OPTION_ARG_FILENAME, &o->stage, CLI_BOTH("途中の段階を文字で見る", "print a stage"),
         "case|judged|bind|compose|display|structure|notes|document"},
        {"local-rules", 0, 0, G_OPTION_ARG_FILENAME, &o->local_rules,
         CLI_BOTH("手元の要件のフォルダー（初めは RENKEI_LOCAL_RULES）", "folder of local rules (RENKEI_LOCAL_RULES)"),
         "DIR"},
        CLI_VALUES_OPTION(&o->values),
        CLI_SPEECH_OPTIONS(&o->json, &o->messages),
        {"timings", 0, 0, G_OPTION_ARG_NONE, &o->timings, CLI_BOTH("各段階の CPU 時間（ミリ秒）", "CPU ms per stage"),
         NULL},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->files, NULL, "CASE.xml"},
        {NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL}};
    const bool good = cli_parse(entries, summary, details, argc, argv, d);
    g_free(painters);
    return good;
}

static void
tell_painters(diag *d)
{
    char *list = g_strjoinv("・", (char **)paint_backend_names),
         *words = g_strjoinv(", ", (char **)paint_backend_names);
    char *ja = g_strdup_printf("--painter は %s のどれかです", list);
    char *en = g_strdup_printf("--painter takes one of %s", words);
    cli_usage(d, ja, en);
    g_free(en);
    g_free(ja);
    g_free(words);
    g_free(list);
}

/* By name, or by the ending of the file that is to be written; both must agree. */
static void
choose_format(const options *o, render_request *r, diag *d)
{
    static const char *const formats[] = {"pdf", "png", "svg", "text", NULL};
    static const char *const endings[] = {"pdf", "png", "svg", "txt", NULL}, *const texts[] = {"txt", NULL};
    const int asked = o->format ? cli_choice(o->format, formats) : CLI_NO_ENDING;
    const int named = !o->output ? CLI_NO_ENDING : cli_ending("-o", o->output, r->print ? texts : endings, d);
    if (o->format && asked < 0)
        cli_usage(d, "--format は pdf・png・svg・text のどれかです", "--format takes pdf, png, svg or text");
    else if (!r->print && asked >= 0 && named >= 0 && asked != named)
        cli_usage(d, "--format と -o の終わりが違う形式です", "--format and the ending of -o are different formats");
    r->format = asked >= 0 ? (paint_format)asked : !r->print && named >= 0 ? (paint_format)named : PAINT_PDF;
}

static void
request_choices(const options *o, render_request *r, diag *d)
{
    static const char *const stages[] = {"none",    "case",      "judged", "bind",     "compose",
                                         "display", "structure", "notes",  "document", NULL};
    const int painter = cli_choice(o->painter, paint_backend_names), stage = cli_choice(o->stage, stages);
    if (painter < 0)
        tell_painters(d);
    if (stage < 0 || (o->stage && stage == 0))
        cli_usage(d, "-T は case・judged・bind・compose・display・structure・notes・document のどれかです",
                  "-T takes case, judged, bind, compose, display, structure, notes or document");
    r->backend = painter < 0 ? PAINT_RENKEI : (paint_backend)painter;
    r->print = stage < 0 ? STAGE_NONE : (render_stage)stage;
    choose_format(o, r, d);
}

static void
request_aids(const options *o, render_request *r, diag *d)
{
    static const char *const kinds[] = {"none", "labels", "all", NULL}, *const words[] = {"なし", "欄名", "すべて",
                                                                                          NULL};
    int kind = o->furigana ? cli_choice(o->furigana, kinds) : 0;
    if (kind < 0)
        kind = cli_choice(o->furigana, words);
    if (o->furigana && kind <= 0)
        cli_usage(d, "--furigana は labels（欄名）・all（すべて）のどちらかです", "--furigana takes labels or all");
    r->aids.furigana = kind > 0 ? (aids_furigana)kind : o->parents ? AIDS_LABELS : AIDS_NO_FURIGANA;
    r->aids.plain = o->plain || o->parents;
    r->aids.gloss = o->gloss;
    r->aids.own = o->words;
    r->large = o->large || o->parents;
    if (o->words && !aids_is_wished(&r->aids))
        cli_usage(d, "--words は、--furigana・--plain-words・--gloss と使います",
                  "--words goes with --furigana, --plain-words or --gloss");
    const int error = o->words ? asked_folder_error(o->words) : 0;
    if (error)
        asked_report(d, DIAG_FOLDER_ASKED, PLACE_NONE, o->words, error);
}

static bool
request_from(const options *o, render_request *r, diag *d)
{
    *r = (render_request){.form = o->form ? o->form : "plan",
                          .as_of = o->as_of,
                          .month = o->month,
                          .edition = o->edition,
                          .draft = o->draft,
                          .blank = o->blank,
                          .large = o->large,
                          .fillable = o->fillable,
                          .anew = o->copy.recompose,
                          .archive = o->copy.archive,
                          .language = o->speech.language,
                          .dpi = o->dpi == CLI_NOT_GIVEN ? 0 : o->dpi,
                          .case_path = o->files ? o->files[0] : NULL};
    request_choices(o, r, d);
    request_aids(o, r, d);
    if (o->files && o->files[0] && o->files[1])
        cli_usage(d, "CASE.xml は一つだけ", "one CASE.xml only");
    if (!r->case_path && !o->blank && !o->copy.from_archive && !o->copy.copy_of)
        cli_usage(d, "CASE.xml がありません（--help）", "no CASE.xml (--help)");
    if (o->output && r->case_path && strcmp(o->output, "-") != 0 && cli_is_same_file(o->output, r->case_path))
        cli_usage(d, "-o は CASE.xml と別のファイルに", "-o must not be CASE.xml itself");
    const bool chosen = o->files || o->form || o->as_of || o->month || o->edition || o->draft || o->blank || r->large ||
                        o->fillable || aids_is_wished(&r->aids);
    cli_copy_check(&o->copy, r, &(cli_copy_page){o->output, chosen}, d);
    if (o->edition && (o->blank || (r->case_path && strcmp(r->case_path, "-") == 0)))
        cli_usage(d, "--edition は、--blank や標準入力（-）とは使えません",
                  "--edition goes with neither --blank nor stdin (-)");
    cli_check_dates(o->as_of, o->month, d);
    cli_check_output("-o", o->output, d);
    if (o->dpi != CLI_NOT_GIVEN && (o->dpi < 1 || o->dpi > 1200))
        cli_usage(d, "--dpi は1から1200までです", "--dpi takes 1 to 1200");
    return diag_count(d, DIAG_ERROR) == 0;
}

/* -furigana-plain-vi; g_free it. */
static char *
name_of_aids(const aids_wish *w)
{
    static const char *const kinds[] = {"", "-furigana", "-furigana-all"};
    char *gloss = g_strdelimit(g_strdup(w->gloss ? w->gloss : ""), "/", '_');
    char *name = g_strdup_printf("%s%s%s%s", kinds[w->furigana], w->plain ? "-plain" : "", w->gloss ? "-" : "", gloss);
    g_free(gloss);
    return name;
}

/* KEY-FORM.pdf, or KEY-FORM-MONTH.pdf, KEY-FORM-DAY.pdf and …-EDITION.pdf when one was asked for, so that no document
 * writes over another; a copy is named as one; never a person's name. A blank form is blank-FORM.pdf, one for a case
 * KEY-blank-FORM.pdf; data of a form's own may have no key: FORM.pdf. */
static char *
default_output(const options *o, const render_request *r, const char *key)
{
    static const char *const endings[] = {"pdf", "png", "svg", "txt"};
    char *form = g_path_get_basename(r->form);
    if (g_str_has_suffix(form, ".xml"))
        form[strlen(form) - 4] = '\0';
    char *whole = r->blank && key ? g_strdup_printf("%s-blank", key) : g_strdup(r->blank ? "blank" : key ? key : "");
    char *stem = g_strdelimit(whole, "/", '_');
    char *whose = g_strdelimit(g_strdup(r->edition ? r->edition : ""), "/:", '-');
    const char *when = r->month ? r->month : r->as_of ? r->as_of : "";
    char *aids = name_of_aids(&r->aids);
    char *path =
        g_strdup_printf("%s%s%s%s%s%s%s%s%s%s%s%s.%s", stem, *stem ? "-" : "", form, *when ? "-" : "", when,
                        *whose ? "-" : "", whose, r->large ? "-large" : "", aids, o->fillable ? "-fillable" : "",
                        o->copy.archive ? "-archive" : "", o->copy.encrypt ? "-encrypted" : "", endings[r->format]);
    g_free(aids);
    g_free(stem);
    g_free(whose);
    g_free(form);
    return path;
}

/* plan-2.png of plan.png; page 0: plan.png itself, as that of a document of one page. g_free it. */
static char *
page_name(const char *path, guint page)
{
    const char *dot = strrchr(path, '.');
    const size_t stem = dot && !strchr(dot, '/') ? (size_t)(dot - path) : strlen(path);
    return page ? g_strdup_printf("%.*s-%u%s", (int)stem, path, page, path + stem) : g_strdup(path);
}

/* A page that an earlier document of more pages, or of one, left beside: taken with these it would be a page of this
 * document. It may be another's, so it is not removed. */
static bool
is_page_left(const render_request *r, const char *path, guint pages, diag *d)
{
    char *left = page_name(path, pages > 1 ? pages + 1 : 1), *single = page_name(path, 0);
    const char *other = g_file_test(left, G_FILE_TEST_EXISTS)                  ? left
                        : pages > 1 && g_file_test(single, G_FILE_TEST_EXISTS) ? single
                                                                               : NULL;
    const bool is_left = (r->format == PAINT_PNG || r->format == PAINT_SVG) && strcmp(path, "-") != 0 && other;
    if (is_left) {
        char *ja = g_strdup_printf("この書類は%uページです。そのページではない %s があるので、書きません。前に作った"
                                   "ページなら消し、そうでなければ -o を別の名前にしてください",
                                   pages, other);
        char *en = g_strdup_printf("this document has %u page(s), and %s, which is none of them, is there: nothing is "
                                   "written; remove it if it is a page made before, else give another -o",
                                   pages, other);
        cli_usage(d, ja, en);
        g_free(ja);
        g_free(en);
    }
    g_free(single);
    g_free(left);
    return is_left;
}

/* plan.png of several pages is plan-1.png, plan-2.png …: none is written unless all can be. */
static void
write_outputs(const render_request *r, const GPtrArray *outputs, const char *path, diag *d)
{
    if (outputs->len > 1 && strcmp(path, "-") == 0) {
        cli_usage(d, "複数ページの png・svg は標準出力に書けません", "several pages cannot go to stdout");
        return;
    }
    if (is_page_left(r, path, outputs->len, d))
        return;
    outfile_part *parts = g_new0(outfile_part, outputs->len);
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < outputs->len; i++) {
        const GByteArray *bytes = g_ptr_array_index(outputs, i);
        char *name = page_name(path, outputs->len == 1 ? 0 : i + 1);
        g_ptr_array_add(names, name);
        parts[i] = (outfile_part){.path = name, .bytes = bytes->data, .length = bytes->len};
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

/* What leaves in place of a PDF: its encrypted copy; NULL after an error. */
static GByteArray *
encrypt_pdf(const bundle_original *of, const cli_secret *password, diag *d)
{
    GByteArray *copy = bundle_encrypt(of, password->text, d);
    if (copy)
        diag_add(d, DIAG_BUNDLE_ENCRYPTED, PLACE_NONE, PLACE_NONE, NULL);
    return copy;
}

/* The PDF becomes its encrypted copy, where one is asked for; false after an error. */
static bool
encrypt_output(const options *o, GPtrArray *outputs, const cli_secret *password, diag *d)
{
    if (!o->copy.encrypt)
        return true;
    const GByteArray *record = g_ptr_array_index(outputs, 0);
    GByteArray *copy = encrypt_pdf(&(bundle_original){NULL, record->data, record->len}, password, d);
    g_ptr_array_set_size(outputs, 0);
    if (copy)
        g_ptr_array_add(outputs, copy);
    return copy;
}

static void
make_document(const options *o, const render_request *r, const cli_secret *password, render_case *c, diag *d)
{
    GPtrArray *outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    GString *text = g_string_new(NULL);
    render_times times = {0};
    if (render_case_document(c, r, outputs, text, NULL, &times, d) && encrypt_output(o, outputs, password, d)) {
        char *path = o->output  ? g_strdup(o->output)
                     : r->print ? g_strdup("-")
                                : default_output(o, r, render_case_key(c));
        if (r->print)
            outfile_write(path, text->str, text->len, d);
        else
            write_outputs(r, outputs, path, d);
        g_free(path);
    }
    if (o->timings)
        print_times(&times);
    g_string_free(text, TRUE);
    g_ptr_array_free(outputs, TRUE);
}

/* A PDF that was made before; NULL after an error. */
static GMappedFile *
open_made_before(const char *path, diag_code code, diag *d)
{
    GError *error = NULL;
    GMappedFile *file = g_mapped_file_new(path, FALSE, &error);
    if (!file)
        fault_report(d, DIAG_FILE_ASKED, PLACE_NONE, path, fault_take(error));
    if (file && g_mapped_file_get_length(file) > BUNDLE_MOST_READ) {
        diag_add(d, code, PLACE_NONE, PLACE_NONE, path, "ファイルが大きすぎます", "the file is too large", NULL);
        g_clear_pointer(&file, g_mapped_file_unref);
    }
    return file;
}

/* The document of an archive edition again; NULL: it could not be made, or would be another than the page it was of. */
static GByteArray *
read_archive(const options *o, const render_request *r, render_environment *e, diag *d)
{
    const char *path = o->copy.from_archive;
    GMappedFile *file = open_made_before(path, DIAG_BUNDLE_NO_ARCHIVE, d);
    if (!file)
        return NULL;
    const void *bytes = g_mapped_file_get_contents(file);
    const size_t length = g_mapped_file_get_length(file);
    bool is_same = false;
    GByteArray *xml = bundle_attached(path, bytes, length, DISPLAY_ATTACHED, d);
    GByteArray *pdf = xml ? render_again(e, r, DISPLAY_ATTACHED, xml->data, xml->len, &is_same, d) : NULL;
    if (pdf && is_same && !bundle_check_same(path, bytes, length, pdf, d))
        g_clear_pointer(&pdf, g_byte_array_unref);
    if (xml)
        g_byte_array_unref(xml);
    g_mapped_file_unref(file);
    return pdf;
}

static void
copy_made_before(const options *o, const cli_secret *password, diag *d)
{
    GMappedFile *file = open_made_before(o->copy.copy_of, DIAG_BUNDLE_COPY_OF, d);
    if (!file)
        return;
    const bundle_original of = {o->copy.copy_of, g_mapped_file_get_contents(file), g_mapped_file_get_length(file)};
    GByteArray *copy = encrypt_pdf(&of, password, d);
    if (copy) {
        outfile_write(o->output, copy->data, copy->len, d);
        g_byte_array_unref(copy);
    }
    g_mapped_file_unref(file);
}

static void
make_again(const options *o, const render_request *r, const cli_secret *password, render_environment *e, diag *d)
{
    GByteArray *pdf = read_archive(o, r, e, d);
    GPtrArray *outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    if (pdf) {
        g_ptr_array_add(outputs, pdf);
        if (encrypt_output(o, outputs, password, d))
            write_outputs(r, outputs, o->output, d);
    }
    g_ptr_array_free(outputs, TRUE);
}

static void
make_from_case(const options *o, render_request *r, const render_paths *paths, const cli_secret *password, diag *d)
{
    char *form = cli_form(paths, r->form, d);
    const bool good = form && (!r->month || cli_check_month(paths, (const char *const *)&form, 1, d));
    render_environment *e = good ? render_open(paths, RENDER_ONCE, d) : NULL;
    if (e) {
        render_case *c = render_case_new(e, r->case_path);
        r->form = form;
        make_document(o, r, password, c, d);
        render_case_drop(c);
    }
    render_close(e);
    g_free(form);
}

static void
make_from_archive(const options *o, const render_request *r, const render_paths *paths, const cli_secret *password,
                  diag *d)
{
    render_environment *e = render_open(paths, RENDER_ONCE, d);
    if (e)
        make_again(o, r, password, e, d);
    render_close(e);
}

static void
render_file(const options *o, const render_paths *paths, diag *d)
{
    render_request r;
    cli_secret password = {{0}};
    if (!request_from(o, &r, d) ||
        (o->copy.encrypt && !cli_secret_read(o->copy.password_file, o->copy.password_fd, &password, d)))
        return;
    if (o->copy.copy_of)
        copy_made_before(o, &password, d);
    else if (o->copy.from_archive)
        make_from_archive(o, &r, paths, &password, d);
    else
        make_from_case(o, &r, paths, &password, d);
    cli_secret_wipe(&password);
}

static void
list_forms(const options *o, const render_paths *paths, diag *d)
{
    static const char *const endings[] = {"txt", NULL};
    render_request r = {.as_of = o->as_of, .month = o->month, .draft = o->draft, .language = o->speech.language};
    GString *text = g_string_new(NULL);
    r.case_path = o->files ? o->files[0] : NULL;
    const bool good = cli_check_dates(o->as_of, o->month, d) && cli_check_output("-o", o->output, d) &&
                      (!o->output || cli_ending("-o", o->output, endings, d) != CLI_OTHER_ENDING);
    render_environment *e = good ? render_open(paths, RENDER_FRESH, d) : NULL;
    if (e) {
        render_list_forms(e, &r, text, d);
        if (o->output && strcmp(o->output, "-") != 0)
            outfile_write(o->output, text->str, text->len, d);
        else
            cli_say(text->str, d);
    }
    render_close(e);
    g_string_free(text, TRUE);
}

/* Of what was named, nothing has been read yet. */
static bool
confine_self(const options *o, const render_paths *paths, diag *d)
{
    const char *data = o->files ? o->files[0] : NULL;
    const char *made = o->output ? o->output : o->list || o->stage ? NULL : "./document";
    const char *const others[] = {o->copy.password_file, o->copy.from_archive, o->copy.copy_of};
    confine *c = render_roots_new(paths);
    confine_write_file(c, made);
    bool good = confine_enter(c, 0, d);
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        confine_read(c, others[i]);
    render_roots_folder(c, o->words);
    render_roots_case(c, data, ROOTS_ONCE);
    if (o->list)
        render_roots_forms(c, paths, ROOTS_ONCE);
    else
        render_roots_form(c, paths, o->form ? o->form : "plan", data, ROOTS_ONCE);
    good = good && confine_enter_reading(c, d);
    confine_drop(c);
    return good;
}

int
main(int argc, char **argv)
{
    options o = {.dpi = CLI_NOT_GIVEN, .copy.password_fd = CLI_NOT_GIVEN, .speech = cli_speech_asked(argc, argv)};
    render_paths paths = {0};
    diag *d = diag_new();
    if (read_options(&o, &argc, &argv, d))
        cli_check_messages(o.messages, d);
    cli_check_folder(o.forms, d);
    if (diag_count(d, DIAG_ERROR) == 0 && render_paths_find(&paths, o.forms, d) &&
        render_paths_local(&paths, o.local_rules, PLACE_NONE, d) && confine_self(&o, &paths, d)) {
        if (o.list)
            list_forms(&o, &paths, d);
        else
            render_file(&o, &paths, d);
    }
    render_paths_clear(&paths);
    g_strfreev(o.files);
    char *strings[] = {o.form,
                       o.output,
                       o.as_of,
                       o.month,
                       o.painter,
                       o.format,
                       o.forms,
                       o.edition,
                       o.local_rules,
                       o.messages,
                       o.stage,
                       o.copy.password_file,
                       o.copy.from_archive,
                       o.copy.copy_of,
                       o.furigana,
                       o.gloss,
                       o.words};
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
    return cli_finish(d, o.speech);
}
