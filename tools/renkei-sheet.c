/* renkei-sheet: cases and masters in workbooks. Its manual: renkei-sheet.1 in tools/man. */
#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "base/diag.h"
#include "base/outfile.h"
#include "calendar/calendar.h"
#include "cli/cli.h"
#include "edit/edit.h"
#include "intake/intake.h"
#include "intake/intake_csv.h"
#include "intake/intake_map.h"
#include "layout/layout_book.h"
#include "layout/layout_csv.h"
#include "layout/layout_files.h"
#include "render/roots.h"
#include "xlsx/xlsx.h"

typedef struct options {
    char *month, *cases, *output, *stage, *messages, *map, *encoding, **files;
    gboolean json, dry_run, no_names, skeleton, values;
    cli_speech speech;
} options;

typedef struct session {
    const options *o;
    render_paths paths;
    arena *a;
    xml_store *s;
    const layout *l;
    diag *d;
} session;

static const char summary[] = CLI_BOTH("事例とマスターを Excel の表で書きます。", "Cases and masters in workbooks.");

#define EXAMPLES                                                                                                       \
    "  renkei-sheet new はじめ -o hajime.xlsx\n"                                                                    \
    "  renkei-sheet new 計画 --cases samples -o keikaku.xlsx\n"                                                      \
    "  renkei-sheet new 月 --month 2024-09 --cases samples -o 2024-09.xlsx\n"

static const char details[] =
    CLI_BOTH("動詞\n"
             "  new WORKBOOK       表を作る（はじめ・台帳・計画・月・不登校・訪問・\n"
             "                     送迎・照会・事業所）\n"
             "  read FILE.xlsx …   表を事例に取り込む\n"
             "  read --map MAP.xml FILE.csv …  ほかのソフトの CSV を取り込む\n"
             "  export WORKBOOK SHEET  シートを CSV で出す\n\n"
             "終了コード\n"
             "  0 できた・2 使い方・3 データが正しくない・5 環境・8 書きかけを終えられない・\n"
             "  75 もう一度\n\n"
             "例\n" EXAMPLES,
             "Verbs\n"
             "  new WORKBOOK       make a workbook (はじめ 台帳 計画 月 不登校 訪問\n"
             "                     送迎 照会 事業所)\n"
             "  read FILE.xlsx ... take workbooks into the cases\n"
             "  read --map MAP.xml FILE.csv ...  the same of another program's CSV\n"
             "  export WORKBOOK SHEET  print a sheet as CSV\n\n"
             "Exit status\n"
             "  0 done, 2 usage, 3 the data are wrong, 5 environment, 8 a write that cannot be\n"
             "  finished, 75 run again\n\n"
             "Examples\n" EXAMPLES);

static bool
read_options(options *o, int *argc, char ***argv, diag *d)
{
    const GOptionEntry entries[] = {
        {"cases", 0, 0, G_OPTION_ARG_FILENAME, &o->cases,
         CLI_BOTH("事例のフォルダー（下の case.xml すべて）", "folder of cases (every case.xml below it)"), "DIR"},
        {"month", 0, 0, G_OPTION_ARG_FILENAME, &o->month,
         CLI_BOTH("この月の記録だけ（「月」の表）", "records of this month alone (of 月)"), "YYYY-MM"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &o->output, CLI_BOTH("作る表", "the workbook to be made"),
         "FILE.xlsx"},
        {"stage", 'T', 0, G_OPTION_ARG_FILENAME, &o->stage,
         CLI_BOTH("途中の段階を文字で見る（layout・book）", "print a stage (layout, book)"), "STAGE"},
        {"dry-run", 0, 0, G_OPTION_ARG_NONE, &o->dry_run,
         CLI_BOTH("何が変わるかだけを言う", "only tell what would change"), NULL},
        {"map", 0, 0, G_OPTION_ARG_FILENAME, &o->map,
         CLI_BOTH("read で、ほかのソフトの CSV の対応表", "of read: the mapping for another program's CSV"), "MAP.xml"},
        {"encoding", 0, 0, G_OPTION_ARG_FILENAME, &o->encoding, CLI_BOTH("CSV の文字コード", "the encoding of the CSV"),
         "cp932|utf-8|utf-16"},
        {"map-skeleton", 0, 0, G_OPTION_ARG_NONE, &o->skeleton,
         CLI_BOTH("read で、CSV の見出しから対応表の下書きを出す",
                  "of read: print a mapping to be filled in for a CSV"),
         NULL},
        {"no-names", 0, 0, G_OPTION_ARG_NONE, &o->no_names,
         CLI_BOTH("export で、氏名・住所・文章を除く", "of export: no names, addresses and texts"), NULL},
        CLI_VALUES_OPTION(&o->values),
        CLI_SPEECH_OPTIONS(&o->json, &o->messages),
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->files, NULL, "VERB [WORKBOOK]"},
        {NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL}};
    return cli_parse(entries, summary, details, argc, argv, d);
}

/* ---- what all verbs need ---- */

/* The cases below a folder and their masters; NULL after a report. Free the array. */
static GArray *
read_files(session *n)
{
    GPtrArray *cases = g_ptr_array_new_with_free_func(g_free);
    if (n->o->cases)
        cli_find_cases(n->o->cases, cases, n->d);
    GArray *files = diag_count(n->d, DIAG_ERROR) ? NULL : layout_files_read(n->a, n->s, n->l, cases, n->o->cases, n->d);
    g_ptr_array_free(cases, TRUE);
    return files;
}

/* The workbook that a word means; NULL after `usage`. */
static const char *
workbook_named(session *n, const char *word)
{
    const char *found = word ? layout_workbook_named(n->l, word) : NULL;
    if (found)
        return found;
    GPtrArray *names = layout_workbooks(n->l);
    if (!word)
        cli_usage(n->d, "表の名前がありません（はじめ・台帳・計画・月 …）",
                  "no name of a workbook (はじめ, 台帳, 計画, 月 …)");
    else
        cli_unknown(n->d, n->o->speech.language == DIAG_EN ? "workbook" : "表", word, word, names);
    g_ptr_array_free(names, TRUE);
    return NULL;
}

/* Whether a month says anything about a workbook. */
static bool
has_months(const session *n, const char *workbook)
{
    for (size_t i = 0; i < n->l->sheet_count; i++)
        if (strcmp(n->l->sheets[i].workbook, workbook) == 0 && n->l->sheets[i].record->key == LAYOUT_KEY_VALUE &&
            n->l->sheets[i].record->grammar == 0)
            return true;
    return false;
}

static bool
is_stage(const session *n, const char *stage)
{
    return g_strcmp0(n->o->stage, stage) == 0;
}

static void
print_text(session *n, void (*print)(const book *b, GString *out), const book *b)
{
    GString *out = g_string_new(NULL);
    print(b, out);
    cli_say(out->str, n->d);
    g_string_free(out, TRUE);
}

/* In the arena. */
static layout_document *
documents_of(session *n, const GArray *files)
{
    layout_document *documents = ARENA_ARRAY(n->a, layout_document, files->len);
    for (guint i = 0; i < files->len; i++) {
        const layout_file *file = &g_array_index(files, layout_file, i);
        documents[i] = (layout_document){file->grammar, file->doc};
    }
    return documents;
}

/* ---- new ---- */

static void
write_book(session *n, const char *workbook)
{
    GArray *files = read_files(n);
    if (!files)
        return;
    const layout_content content = {n->l, workbook, documents_of(n, files), files->len, n->o->month};
    const book *b = layout_book(n->a, &content);
    if (is_stage(n, "book"))
        print_text(n, book_print, b);
    else
        xlsx_write(b, n->o->output, n->d);
    g_array_free(files, TRUE);
}

static void
verb_new(session *n, const char *word)
{
    const char *workbook = word || !is_stage(n, "layout") ? workbook_named(n, word) : NULL;
    if (diag_count(n->d, DIAG_ERROR))
        return;
    if (is_stage(n, "layout")) {
        GString *out = g_string_new(NULL);
        layout_print(n->l, workbook, out);
        cli_say(out->str, n->d);
        g_string_free(out, TRUE);
        return;
    }
    if (n->o->month && !has_months(n, workbook))
        cli_usage(n->d, "--month は「月」の表だけのものです", "--month is of the workbook 月 alone");
    if (!n->o->output && !n->o->stage)
        cli_usage(n->d, "作る表（-o FILE.xlsx）がありません", "no workbook to be made (-o FILE.xlsx)");
    if (!diag_count(n->d, DIAG_ERROR))
        write_book(n, workbook);
}

/* ---- export ---- */

static void
append_sheets(session *n, const char *workbook, const layout_content *content, GString *out)
{
    const char *word = n->o->files[2] ? n->o->files[2] : "";
    const layout_sheet *found = layout_sheet_named(n->l, workbook, word);
    if (found) {
        layout_append_csv(n->a, content, found, n->o->no_names, out);
        return;
    }
    GPtrArray *names = layout_sheet_names(n->l, workbook);
    cli_unknown(n->d, n->o->speech.language == DIAG_EN ? "sheet" : "シート", word, word, names);
    g_ptr_array_free(names, TRUE);
}

static void
verb_export(session *n, const char *word)
{
    const char *workbook = workbook_named(n, word);
    if (!n->o->cases)
        cli_usage(n->d, "事例のフォルダー（--cases DIR）がありません", "no folder of cases (--cases DIR)");
    GArray *files = diag_count(n->d, DIAG_ERROR) ? NULL : read_files(n);
    if (!files)
        return;
    layout_document *documents = documents_of(n, files);
    const layout_content content = {n->l, workbook, documents, files->len, n->o->month};
    GString *out = g_string_new(NULL);
    append_sheets(n, workbook, &content, out);
    if (!diag_count(n->d, DIAG_ERROR))
        outfile_write("-", out->str, out->len, n->d);
    g_string_free(out, TRUE);
    g_array_free(files, TRUE);
}

/* ---- read ---- */

static bool
take_in(session *n, const GArray *files)
{
    const intake_asked asked = {n->l, n->paths.schema, n->o->cases, files};
    const intake_map *m = n->o->map ? intake_map_read(n->a, n->s, n->l, n->paths.schema, n->o->map, n->d) : NULL;
    if (n->o->map && !m)
        return false;
    const size_t errors = diag_count(n->d, DIAG_ERROR);
    intake *k = intake_open(n->a, n->s, &asked, n->d);
    if (diag_count(n->d, DIAG_ERROR) > errors) {
        intake_close(k);
        return false;
    }
    for (char **file = n->o->files + 1; *file; file++)
        if (m)
            intake_add_csv(k, m, *file, n->o->encoding);
        else
            intake_add_workbook(k, *file);
    intake_merge(k);
    const bool good = intake_judge(k);
    if (good)
        cli_say(intake_echo(k), n->d);
    const bool done = good && (n->o->dry_run || intake_write(k));
    intake_close(k);
    return done;
}

/* Of a CSV alone: the cases are not asked. */
static void
print_skeleton(session *n)
{
    GString *out = g_string_new(NULL);
    if (n->o->cases || n->o->map || n->o->files[2])
        cli_usage(n->d, "--map-skeleton は、一つの CSV だけで使います", "--map-skeleton takes one CSV alone");
    else if (intake_map_skeleton(n->a, n->l, n->o->files[1], n->o->encoding, out, n->d))
        outfile_write("-", out->str, out->len, n->d);
    g_string_free(out, TRUE);
}

static void
verb_read(session *n, const char *word)
{
    if (word && n->o->skeleton) {
        print_skeleton(n);
        return;
    }
    if (!word)
        cli_usage(n->d, "read のあとに表（FILE.xlsx）がありません", "read needs a workbook (FILE.xlsx)");
    if (!n->o->cases)
        cli_usage(n->d, "事例のフォルダー（--cases DIR）がありません", "no folder of cases (--cases DIR)");
    if (diag_count(n->d, DIAG_ERROR) || !edit_recover(n->o->cases, n->d))
        return;
    GArray *files = read_files(n);
    if (files) {
        take_in(n, files);
        g_array_free(files, TRUE);
    }
}

/* ---- main ---- */

static const struct {
    const char *name;
    void (*act)(session *n, const char *word);
} verbs[] = {{"new", verb_new}, {"read", verb_read}, {"export", verb_export}};

static void
tell_verbs(session *n, const char *word)
{
    GPtrArray *names = g_ptr_array_new();
    for (size_t i = 0; i < G_N_ELEMENTS(verbs); i++)
        g_ptr_array_add(names, (void *)verbs[i].name);
    if (word)
        cli_unknown(n->d, n->o->speech.language == DIAG_EN ? "verb" : "動詞", word, word, names);
    else
        cli_usage(n->d, "動詞は new か read か export です（--help）", "the verb is new, read or export (--help)");
    g_ptr_array_free(names, TRUE);
}

static void
check_options(session *n)
{
    static const char *const stages[] = {"layout", "book", NULL};
    static const char *const endings[] = {"xlsx", NULL};
    const options *o = n->o;
    cli_check_messages(o->messages, n->d);
    cli_check_dates(NULL, o->month, n->d);
    if (o->stage && cli_choice(o->stage, stages) < 0)
        cli_usage(n->d, "-T は layout か book です", "-T is layout or book");
    if (o->encoding && !intake_csv_encoding(o->encoding))
        cli_usage(n->d, "--encoding は cp932 か utf-8 か utf-16 です", "--encoding is cp932, utf-8 or utf-16");
    if (o->encoding && !o->map && !o->skeleton)
        cli_usage(n->d, "--encoding は --map か --map-skeleton と使います",
                  "--encoding goes with --map or --map-skeleton");
    if ((o->map || o->skeleton) && (!o->files || g_strcmp0(o->files[0], "read") != 0))
        cli_usage(n->d, "--map と --map-skeleton は read のものです", "--map and --map-skeleton are of read");
    if (o->cases)
        cli_check_folder(o->cases, n->d);
    if (o->output && cli_ending("-o", o->output, endings, n->d) == CLI_NO_ENDING && strcmp(o->output, "-") != 0)
        cli_usage(n->d, "-o のファイル名は .xlsx で終わります", "-o takes a name that ends in .xlsx");
    cli_check_output("-o", o->output, n->d);
}

/* Of what was named, nothing has been read yet. `read` changes the cases and their masters; what cannot be found in a
 * folder is told when it is looked for. */
static bool
confine_self(session *n, bool changes)
{
    confine *c = render_roots_new(&n->paths);
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
    diag *untold = diag_new();
    confine_write_file(c, n->o->output);
    if (!changes) { /* the library of workbooks keeps their sheets in files without names */
        confine_read(c, g_get_tmp_dir());
        confine_write_files(c, g_get_tmp_dir());
    }
    confine_read(c, n->o->cases);
    confine_read(c, n->o->map);
    if (changes && n->o->cases)
        confine_write_all(c, n->o->cases);
    for (char **file = n->o->files; changes && file[0] && file[1]; file++)
        confine_read(c, file[1]);
    if (n->o->cases)
        cli_find_cases(n->o->cases, found, untold);
    for (guint i = 0; i < found->len; i++)
        render_roots_case(c, g_ptr_array_index(found, i), changes ? ROOTS_CHANGED : ROOTS_ONCE);
    const bool good = confine_enter(c, 0, n->d) && confine_enter_reading(c, n->d);
    diag_drop(untold);
    g_ptr_array_free(found, TRUE);
    confine_drop(c);
    return good;
}

static void
do_verb(session *n)
{
    char **words = n->o->files;
    size_t i = 0;
    while (i < G_N_ELEMENTS(verbs) && g_strcmp0(verbs[i].name, words ? words[0] : NULL) != 0)
        i++;
    if (i == G_N_ELEMENTS(verbs))
        tell_verbs(n, words ? words[0] : NULL);
    check_options(n);
    if (diag_count(n->d, DIAG_ERROR) || !render_paths_find(&n->paths, NULL, n->d) ||
        !confine_self(n, verbs[i].act == verb_read))
        return;
    n->a = arena_new();
    n->s = xml_store_new();
    n->l = layout_read(n->a, n->s, n->paths.schema, n->d);
    if (n->l)
        verbs[i].act(n, words[1]);
    xml_store_drop(n->s);
    arena_drop(n->a);
    render_paths_clear(&n->paths);
}

int
main(int argc, char **argv)
{
    options o = {.speech = cli_speech_asked(argc, argv)};
    session n = {.o = &o, .d = diag_new()};
    if (read_options(&o, &argc, &argv, n.d))
        do_verb(&n);
    g_strfreev(o.files);
    char *strings[] = {o.month, o.cases, o.output, o.stage, o.messages, o.map, o.encoding};
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
    return cli_finish(n.d, o.speech);
}
