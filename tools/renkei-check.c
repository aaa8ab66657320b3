/* renkei-check: what an auditor would say about a case, months earlier. Its manual: renkei-check.1 in tools/man. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/asked.h"
#include "base/diag.h"
#include "base/folder.h"
#include "base/outfile.h"
#include "check/check.h"
#include "cli/cli.h"
#include "render/names.h"
#include "render/roots.h"
#include "timeline/timeline.h"

/* Beside the exit status of diagnostics: what was found. An E ends as wrong data does. */
enum { EXIT_WARNING = 1 };

typedef struct options {
    char *as_of, *messages, *explain, *rules, *local_rules, *stage, *days, *output, **files;
    gboolean json, list_rules, summary, names, due, values;
    cli_speech speech;
} options;

/* What serves all cases of a run, and what came of them. */
typedef struct session {
    const options *o;
    render_paths paths;
    arena *a;
    xml_store *s;
    const check_rules *rules;
    casefile_schemas *schemas;
    date as_of;
    GString *out;
    check_severity worst;
    bool unknown; /* something could not be judged */
    names_verdict names;
    check_dues *dues;     /* NULL: not asked for */
    int days;             /* of them */
    check_table *table;   /* of the cases that folders hold */
    size_t found, unread; /* in folders */
    diag *d;
} session;

static const char summary[] =
    CLI_BOTH("事例の XML を、通知・心得・実務の要件に照らして判定します。",
             "Checks cases (XML) against the rules of the notice, the handbook and practice.");

#define EXAMPLES                                                                                                       \
    "  renkei-check samples/ihan-mihon/case.xml\n"                                                                     \
    "  renkei-check --as-of 2024-07-10 --summary samples/ihan-mihon/case.xml\n"                                        \
    "  renkei-check samples\n"                                                                                         \
    "  renkei-check - <case.xml\n"                                                                                     \
    "  renkei-check --due --as-of 2024-07-10 samples\n"                                                                \
    "  renkei-check --due --days 60 -o deadlines.pdf samples\n"                                                        \
    "  renkei-check --names samples\n"                                                                                 \
    "  renkei-check --explain N5.1d"

static const char details[] = CLI_BOTH("CASE.xml が - なら、標準入力から読みます。フォルダーなら、その下のすべての\n"
                                       "case.xml を判定します。\n\n"
                                       "終了コード\n"
                                       "  0 注意もエラーもない（助言 A だけ）か、期限がない・\n"
                                       "  1 注意 W か、確かめられなかったことか、期限がある・\n"
                                       "  3 エラー E があるか、データが正しくない・2 使い方・\n"
                                       "  4 手元の（--rules・--local-rules の）要件のファイル・5 環境\n\n"
                                       "例\n" EXAMPLES,
                                       "CASE.xml may be -, standard input; of a folder, every\n"
                                       "case.xml below it is checked.\n\n"
                                       "Exit status\n"
                                       "  0 neither W nor E (only A), or nothing is due, 1 some W, or something\n"
                                       "  is due or could not be judged, 3 some E, or the data are wrong,\n"
                                       "  2 usage, 4 a rule file of yours, 5 environment\n\n"
                                       "Examples\n" EXAMPLES);

static bool
read_options(options *o, int *argc, char ***argv, diag *d)
{
    const GOptionEntry entries[] = {
        {"as-of", 0, 0, G_OPTION_ARG_FILENAME, &o->as_of,
         CLI_BOTH("この日の時点で（初めは今日）", "as of this day (today)"), "YYYY-MM-DD"},
        {"summary", 0, 0, G_OPTION_ARG_NONE, &o->summary,
         CLI_BOTH("一人の一年を月ごとの表で", "a year of months for each child"), NULL},
        {"due", 0, 0, G_OPTION_ARG_NONE, &o->due,
         CLI_BOTH("期限の一覧（過ぎたもの、近いもの）", "list what is due, and overdue"), NULL},
        {"days", 0, 0, G_OPTION_ARG_FILENAME, &o->days,
         CLI_BOTH("--due で何日先まで（初めは 30）", "days ahead of --due (30)"), "N"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &o->output,
         CLI_BOTH("--due の一覧を PDF に（氏名あり）", "the list of --due as a PDF (with names)"), "LIST.pdf"},
        {"names", 0, 0, G_OPTION_ARG_NONE, &o->names,
         CLI_BOTH("氏名と名称が印刷できるか", "whether names can be printed"), NULL},
        {"list-rules", 0, 0, G_OPTION_ARG_NONE, &o->list_rules, CLI_BOTH("要件の一覧", "list the rules"), NULL},
        {"explain", 0, 0, G_OPTION_ARG_FILENAME, &o->explain, CLI_BOTH("要件の意味", "the meaning of a rule"), "ID"},
        {"stage", 'T', 0, G_OPTION_ARG_FILENAME, &o->stage,
         CLI_BOTH("途中の段階を文字で見る（timeline）", "print a stage (timeline)"), "STAGE"},
        {"rules", 0, 0, G_OPTION_ARG_FILENAME, &o->rules, CLI_BOTH("要件のフォルダー", "folder of rules"), "DIR"},
        {"local-rules", 0, 0, G_OPTION_ARG_FILENAME, &o->local_rules,
         CLI_BOTH("手元の要件のフォルダー（初めは RENKEI_LOCAL_RULES）", "folder of local rules (RENKEI_LOCAL_RULES)"),
         "DIR"},
        CLI_VALUES_OPTION(&o->values),
        CLI_SPEECH_OPTIONS(&o->json, &o->messages),
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->files, NULL, "CASE.xml|DIR"},
        {NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL}};
    return cli_parse(entries, summary, details, argc, argv, d);
}

static date
date_of_today(void)
{
    GDateTime *now = g_date_time_new_now_local();
    const date d = {g_date_time_get_year(now), g_date_time_get_month(now), g_date_time_get_day_of_month(now)};
    g_date_time_unref(now);
    return d;
}

static bool
is_stage(const options *o, const char *stage)
{
    return g_strcmp0(o->stage, stage) == 0;
}

static void
print_timeline(session *n, const casefile *c)
{
    g_string_append_printf(n->out, "[%s]\n",
                           casefile_printable_id(xml_attribute(casefile_arena(c), casefile_root(c), "id")));
    timeline_print(timeline_of(c), n->as_of, n->out);
}

/* in_table: the case was found in a folder, and is a line of the table instead of findings. */
static void
print_result(session *n, const check_result *r, const casefile *c, bool in_table)
{
    const diag_language language = n->o->speech.language;
    if (n->o->summary && n->o->speech.json)
        check_print_months_json(r, c, language, n->out);
    else if (n->o->summary)
        check_print_months(r, c, language, n->out);
    else if (n->o->speech.json)
        check_print_json(r, language, n->out);
    else if (in_table)
        check_table_add(n->table, r);
    else
        check_print(r, language, n->out);
}

static void
check_file(session *n, const char *path, bool in_table)
{
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    const casefile *c = casefile_read_with(a, s, path, n->schemas, n->d);
    const check_result *r =
        c && !n->o->stage && !n->dues ? check_case(a, s, n->rules, c, n->as_of, n->o->speech.language, n->d) : NULL;
    if (n->dues) {
        c ? (void)check_dues_add(n->dues, s, n->rules, c, n->d) : check_dues_miss(n->dues);
    } else if (c && n->o->stage) {
        print_timeline(n, c);
    } else if (r) {
        print_result(n, r, c, in_table);
        n->worst = MAX(n->worst, r->worst);
        n->unknown |= check_undetermined(r) > 0;
    } else if (in_table) {
        n->unread++;
    }
    xml_store_drop(s);
    arena_drop(a);
}

static void
tell_no_case(session *n, const char *folder)
{
    char *ja = g_strdup_printf(
        "フォルダー %s の下に case.xml という名前のファイルがありません（ほかの名前のファイルは探しません）", folder);
    char *en = g_strdup_printf("no file named case.xml below the folder %s (others are not looked for)", folder);
    cli_usage(n->d, ja, en);
    g_free(ja);
    g_free(en);
}

static void
check_folder(session *n, const char *folder)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    cli_find_cases(folder, paths, n->d);
    for (guint i = 0; i < paths->len; i++)
        check_file(n, g_ptr_array_index(paths, i), true);
    if (paths->len == 0)
        tell_no_case(n, folder);
    n->found += paths->len;
    g_ptr_array_free(paths, TRUE);
}

/* On paper for the office with -o, else as text. */
static void
print_dues(session *n)
{
    if (!n->o->output && !is_stage(n->o, "due")) {
        if (n->o->speech.json)
            check_dues_print_json(n->dues, n->o->speech.language, n->out);
        else
            check_dues_print(n->dues, n->o->speech.language, n->out);
        return;
    }
    GString *data = n->o->output ? g_string_new(NULL) : n->out;
    check_dues_print_xml(n->dues, data);
    if (!n->o->output)
        return;
    render_environment *e = render_open(&n->paths, RENDER_FRESH, n->d);
    char *form = g_build_filename(n->paths.forms, "batch", "deadlines.xml", NULL);
    GByteArray *pdf = e ? render_made(e, form, "deadlines", data, n->d) : NULL;
    if (pdf) {
        outfile_write(n->o->output, pdf->data, pdf->len, n->d);
        g_byte_array_unref(pdf);
    }
    g_free(form);
    g_string_free(data, TRUE);
    render_close(e);
}

/* By a number however it is written: n5.1D, Ｎ５．１ｄ. */
static void
explain_rule(session *n)
{
    char *id = cli_fold_id(n->o->explain);
    if (!check_explain(n->rules, n->o->explain, n->as_of, n->o->speech.language, n->out, n->d) &&
        !check_explain(n->rules, id, n->as_of, n->o->speech.language, n->out, n->d)) {
        GPtrArray *ids = check_rule_ids(n->rules);
        cli_unknown(n->d, "--explain", n->o->explain, id, ids);
        g_ptr_array_free(ids, TRUE);
    }
    g_free(id);
}

static void
answer_question(session *n)
{
    const options *o = n->o;
    if (o->list_rules)
        check_list_rules(n->rules, n->as_of, o->speech.language, n->out, n->d);
    else if (o->explain)
        explain_rule(n);
    for (size_t i = 0; o->files && o->files[i]; i++) {
        const bool folder = g_file_test(o->files[i], G_FILE_TEST_IS_DIR);
        if (folder)
            check_folder(n, o->files[i]);
        else
            check_file(n, o->files[i], false);
    }
    if (n->dues)
        print_dues(n);
    else if (n->found && !o->summary && !o->speech.json && !o->stage)
        check_table_print(n->table, n->unread, o->speech.language, n->out);
    if (n->out->len)
        cli_say(n->out->str, n->d);
}

/* Of --rules; the installation's own is another matter. */
static void
check_rules_folder(const char *folder, diag *d)
{
    if (!folder || !cli_check_folder(folder, d))
        return;
    int error;
    GPtrArray *names = folder_names(folder, &error);
    bool has = false;
    for (guint i = 0; names && !has && i < names->len; i++)
        has = g_str_has_suffix(g_ptr_array_index(names, i), ".xml");
    if (!names)
        asked_report(d, DIAG_FOLDER_ASKED, PLACE_NONE, folder, error);
    else if (!has)
        cli_usage(d, "--rules のフォルダーに判定のルールのファイル（.xml）がありません",
                  "there are no rule files (.xml) in the folder of --rules");
    if (names)
        g_ptr_array_unref(names);
}

/* A number of days up to ten years. */
static bool
read_days(const char *word, int *days)
{
    char *end;
    const long n = strtol(word, &end, 10);
    if (!g_ascii_isdigit(*word) || *end || n > 3660)
        return false;
    *days = (int)n;
    return true;
}

static void
check_due_options(session *n)
{
    static const char *const pdf[] = {"pdf", NULL};
    const options *o = n->o;
    const bool due = o->due || is_stage(o, "due");
    n->days = 30;
    if ((o->days || o->output) && !due)
        cli_usage(n->d, "--days と -o は --due と一緒に使います", "--days and -o go with --due");
    if (o->days && !read_days(o->days, &n->days))
        cli_usage(n->d, "--days は 0 から 3660 までの日数です", "--days takes a number of days, 0 to 3660");
    if (due && (o->summary || o->names || o->list_rules || o->explain || is_stage(o, "timeline")))
        cli_usage(n->d, "--due は --summary --names --list-rules --explain -T timeline と合わせられません",
                  "--due stands alone");
    if (o->output && (o->speech.json || o->stage))
        cli_usage(n->d, "-o は --json や -T と合わせられません", "-o does not go with --json or -T");
    if (o->output && cli_check_output("-o", o->output, n->d))
        cli_ending("-o", o->output, pdf, n->d);
    if (due && diag_count(n->d, DIAG_ERROR) == 0)
        n->dues = check_dues_new(n->as_of, n->days);
}

static bool
is_well_used(session *n)
{
    const options *o = n->o;
    n->as_of = date_of_today();
    if (cli_check_dates(o->as_of, NULL, n->d) && o->as_of)
        date_parse(o->as_of, &n->as_of);
    cli_check_messages(o->messages, n->d);
    check_rules_folder(o->rules, n->d);
    if (o->names && (o->summary || o->list_rules || o->explain))
        cli_usage(n->d, "--names は --summary --list-rules --explain と合わせられません", "--names stands alone");
    if (o->explain && o->list_rules)
        cli_usage(n->d, "--explain と --list-rules は、どちらかに", "either --explain or --list-rules");
    if (o->files && (o->list_rules || o->explain))
        cli_usage(n->d, "--explain と --list-rules は判定をしません。CASE.xml は付けないでください",
                  "--explain and --list-rules check nothing: give no CASE.xml");
    if (o->summary && (o->list_rules || o->explain))
        cli_usage(n->d, "--summary は --explain や --list-rules と合わせられません",
                  "--summary does not go with --explain or --list-rules");
    if (o->stage && !is_stage(o, "timeline") && !is_stage(o, "due"))
        cli_usage(n->d, "-T は timeline か due です", "-T takes timeline or due");
    check_due_options(n);
    if (o->stage && (o->summary || o->names || o->list_rules || o->explain || o->speech.json))
        cli_usage(n->d, "-T は --summary --names --list-rules --explain --json と合わせられません", "-T stands alone");
    if (!o->files && !o->list_rules && !o->explain)
        cli_usage(n->d, "CASE.xml がありません（--help）", "no CASE.xml (--help)");
    return diag_count(n->d, DIAG_ERROR) == 0;
}

/* The cases that were named, and those below folders. */
static GPtrArray *
named_cases(session *n)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; n->o->files && n->o->files[i]; i++) {
        const guint before = paths->len;
        if (!g_file_test(n->o->files[i], G_FILE_TEST_IS_DIR))
            g_ptr_array_add(paths, g_strdup(n->o->files[i]));
        else
            cli_find_cases(n->o->files[i], paths, n->d);
        if (paths->len == before)
            tell_no_case(n, n->o->files[i]);
    }
    return paths;
}

static void
check_names(session *n)
{
    render_environment *e = render_open(&n->paths, RENDER_FRESH, n->d);
    GPtrArray *paths = named_cases(n);
    GString *out = g_string_new(NULL);
    for (guint i = 0; e && i < paths->len; i++)
        render_names(e, g_ptr_array_index(paths, i), n->o->speech.json, n->o->speech.language, out, &n->names, n->d);
    if (out->len)
        cli_say(out->str, n->d);
    g_string_free(out, TRUE);
    g_ptr_array_free(paths, TRUE);
    render_close(e);
}

static void
check_rules_of(session *n)
{
    char *folder = n->o->rules ? g_strdup(n->o->rules) : g_build_filename(n->paths.forms, "rules", NULL);
    n->a = arena_new();
    n->s = xml_store_new();
    n->out = g_string_new(NULL);
    n->table = check_table_new();
    n->schemas = casefile_schemas_open(n->paths.schema, true);
    const check_source from = {.rules = folder,
                               .named = n->o->rules != NULL,
                               .local = n->paths.local,
                               .schema = n->paths.schema,
                               .compile = true};
    n->rules = check_rules_load(n->a, n->s, &from, n->d);
    if (n->rules)
        answer_question(n);
    g_string_free(n->out, TRUE);
    check_table_drop(n->table);
    casefile_schemas_close(n->schemas);
    xml_store_drop(n->s);
    arena_drop(n->a);
    g_free(folder);
}

/* Of what was named, nothing has been read yet. What cannot be found in a folder is told when it is looked for. */
static bool
confine_self(session *n)
{
    confine *c = render_roots_new(&n->paths);
    diag *untold = diag_new();
    confine_write_file(c, n->o->output);
    bool good = confine_enter(c, 0, n->d);
    render_roots_rules(c, n->o->rules);
    for (char **file = n->o->files; file && *file; file++) {
        GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
        const bool is_folder = g_file_test(*file, G_FILE_TEST_IS_DIR);
        confine_read(c, *file);
        if (is_folder)
            cli_find_cases(*file, found, untold);
        else
            render_roots_case(c, *file, ROOTS_ONCE);
        for (guint i = 0; i < found->len; i++)
            render_roots_case(c, g_ptr_array_index(found, i), ROOTS_ONCE);
        g_ptr_array_free(found, TRUE);
    }
    good = good && confine_enter_reading(c, n->d);
    diag_drop(untold);
    confine_drop(c);
    return good;
}

static void
check_files(session *n)
{
    if (!is_well_used(n) || !render_paths_find(&n->paths, NULL, n->d))
        return;
    if (render_paths_local(&n->paths, n->o->local_rules, PLACE_NONE, n->d) && confine_self(n))
        n->o->names ? check_names(n) : check_rules_of(n);
    render_paths_clear(&n->paths);
}

/* The worst of diagnostics and findings. */
static int
exit_status(int reported, check_severity worst, bool warned)
{
    return MAX(reported, worst == CHECK_ERROR               ? EXIT_DATA
                         : warned || worst == CHECK_WARNING ? EXIT_WARNING
                                                            : EXIT_DONE);
}

int
main(int argc, char **argv)
{
    options o = {.speech = cli_speech_asked(argc, argv)};
    session n = {.o = &o, .d = diag_new()};
    if (read_options(&o, &argc, &argv, n.d))
        check_files(&n);
    if (n.dues && check_dues_count(n.dues))
        n.worst = CHECK_WARNING; /* something is due */
    check_dues_drop(n.dues);
    const bool warned = diag_count(n.d, DIAG_WARNING) > 0 || n.unknown;
    g_strfreev(o.files);
    char *strings[] = {o.as_of, o.messages, o.explain, o.rules, o.local_rules, o.stage, o.days, o.output};
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
    if (n.names == NAMES_REFUSED)
        n.worst = CHECK_ERROR; /* a document with this name would not be made */
    return exit_status(cli_finish(n.d, o.speech), n.worst, warned);
}
