/* renkei-case: cases as text, for whoever writes XML: what to begin with, and what is wrong while it is written. Its
 * manual: renkei-case.1 in tools/man. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>

#include "base/asked.h"
#include "base/outfile.h"
#include "casefile/casefile.h"
#include "check/check.h"
#include "cli/cli.h"
#include "draft/draft.h"
#include "draft/draft_look.h"
#include "draft/draft_share.h"
#include "edit/edit.h"
#include "render/render.h"
#include "render/roots.h"
#include "twin/twin.h"

typedef struct options {
    char *id, *masters, *output, *plan, *month, *as_of, *local_rules, *seed, *messages;
    char **services, **files; /* files: the verb, then CASE.xml */
    gboolean dry_run, watch, json, values;
    cli_speech speech;
} options;

/* A command line, understood. */
typedef struct session {
    const options *o;
    const char *file; /* after the verb; NULL: none */
    char **all;       /* the same and those after it */
    render_paths paths;
    arena *a;
    xml_store *s;
    const schema_grammar *grammar; /* of a case */
    const schema_spot *root;
    diag *d;
} session;

static const char summary[] = CLI_BOTH("ケースのファイルを書く人のための、下書き、写し、書きながらの確かめ。",
                                       "For whoever writes case files: skeletons, copies, findings as you type.");

#define EXAMPLES                                                                                                       \
    "  renkei-case new --service 放デイ --id K-0002 -o K-0002/case.xml\n"                                           \
    "  renkei-case check --watch K-0002/case.xml\n"                                                                    \
    "  renkei-case copy-plan --dry-run K-0001/case.xml\n"                                                              \
    "  renkei-case copy-month K-0001/case.xml\n"                                                                       \
    "  renkei-case migrate --dry-run K-0001/case.xml\n"                                                                \
    "  renkei-case anonymize K-0001/case.xml -o twin/"

static const char details[] =
    CLI_BOTH("動詞\n"
             "  new                   はじめの計画に要るものだけの下書き（--service、-o）\n"
             "  copy-plan CASE.xml    次の期間の計画を、前の計画から（--plan、--dry-run、-o）\n"
             "  copy-month CASE.xml   次の月の記録の枠（--month、--dry-run、-o）\n"
             "  check CASE.xml        誤りと指摘を FILE:LINE:COLUMN で（--watch で変わるたび）\n"
             "  migrate CASE.xml …    会議と同じことの記録が会議を指すように（--dry-run）\n"
             "  anonymize CASE.xml …  不具合を知らせるための、同じ形の架空の事例（-o、--seed）\n"
             "\n"
             "終了コード\n"
             "  0 できた・1 check：注意か確かめられないこと・2 使い方・3 データの誤り、\n"
             "  指摘の E・4 手元の要件・5 環境・8 書きかけを終えられない・75 もう一度\n\n"
             "例\n" EXAMPLES,
             "Verbs\n"
             "  new                   a skeleton of what a first plan needs (--service, -o)\n"
             "  copy-plan CASE.xml    the plan of the next period from the last (--plan,\n"
             "                        --dry-run, -o)\n"
             "  copy-month CASE.xml   a frame for the next month's records (--month, …)\n"
             "  check CASE.xml        what is wrong, as FILE:LINE:COLUMN (--watch: whenever\n"
             "                        it changes)\n"
             "  migrate CASE.xml …    records that are the same event as a meeting name it\n"
             "                        (--dry-run)\n"
             "  anonymize CASE.xml …  a fictional case of the same shape, to report a fault\n"
             "                        with (-o, --seed)\n"
             "\n"
             "Exit status\n"
             "  0 done, 1 check: some W or something undetermined, 2 usage, 3 data are wrong,\n"
             "  or some E, 4 local rules, 5 environment, 8 a write that cannot be finished,\n"
             "  75 run again\n\n"
             "Examples\n" EXAMPLES);

static bool
read_options(options *o, int *argc, char ***argv, diag *d)
{
    const GOptionEntry entries[] = {
        {"service", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->services,
         CLI_BOTH("new：使うサービス（いくつでも。初めは放デイ）", "new: services of the child (any number)"),
         "SERVICE"},
        {"id", 0, 0, G_OPTION_ARG_FILENAME, &o->id, CLI_BOTH("new：ケースの id（初めは K-0001）", "new: id (K-0001)"),
         "KEY"},
        {"masters", 0, 0, G_OPTION_ARG_FILENAME, &o->masters,
         CLI_BOTH("new：マスターのフォルダー（初めは ../masters）", "new: folder of the masters (../masters)"), "DIR"},
        {"plan", 0, 0, G_OPTION_ARG_FILENAME, &o->plan,
         CLI_BOTH("copy-plan：写す計画の id（初めは最後のもの）", "copy-plan: id of the plan (the last)"), "KEY"},
        {"month", 0, 0, G_OPTION_ARG_FILENAME, &o->month,
         CLI_BOTH("copy-month：作る月（初めは次の月）", "copy-month: the month to make (the next)"), "YYYY-MM"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &o->output,
         CLI_BOTH("書くファイル（new のほかは、初めは元のファイル）", "file to write (but for new: the file itself)"),
         "CASE.xml"},
        {"dry-run", 0, 0, G_OPTION_ARG_NONE, &o->dry_run,
         CLI_BOTH("書かずに、変わる行を見せる", "write nothing; show the lines that change"), NULL},
        {"watch", 'w', 0, G_OPTION_ARG_NONE, &o->watch,
         CLI_BOTH("check：ファイルが変わるたびに確かめる", "check: again whenever a file changes"), NULL},
        {"as-of", 0, 0, G_OPTION_ARG_FILENAME, &o->as_of,
         CLI_BOTH("check：この日の時点で（初めは今日）", "check: as of this day (today)"), "YYYY-MM-DD"},
        {"local-rules", 0, 0, G_OPTION_ARG_FILENAME, &o->local_rules,
         CLI_BOTH("check：手元の要件のフォルダー", "check: folder of local rules"), "DIR"},
        {"seed", 0, 0, G_OPTION_ARG_FILENAME, &o->seed,
         CLI_BOTH("anonymize：別の双子を作る言葉", "anonymize: a word for another twin"), "WORD"},
        CLI_VALUES_OPTION(&o->values),
        CLI_SPEECH_OPTIONS(&o->json, &o->messages),
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->files, NULL,
         "new|copy-plan|copy-month|check|migrate|anonymize|CASE.xml"},
        {NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL}};
    return cli_parse(entries, summary, details, argc, argv, d);
}

static bool
read_grammar(session *n)
{
    char *path = g_build_filename(n->paths.schema, "case.rng", NULL);
    n->grammar = schema_read(n->s, path, n->d);
    n->root = n->grammar ? schema_outline(n->a, n->grammar) : NULL;
    g_free(path);
    return n->root != NULL;
}

/* ---- new ---- */

static bool
are_services(session *n, const char *const *services)
{
    GPtrArray *known = draft_services(n->root);
    for (size_t i = 0; services[i]; i++)
        if (!g_ptr_array_find_with_equal_func(known, services[i], g_str_equal, NULL))
            cli_unknown(n->d, "--service", services[i], services[i], known);
    g_ptr_array_free(known, TRUE);
    return diag_count(n->d, DIAG_ERROR) == 0;
}

/* Where the masters are, seen from here: the case names them as seen from its own folder. */
static void
open_masters(session *n, draft_order *order)
{
    const char *named = n->o->masters ? n->o->masters : "../masters";
    char *folder = n->o->output && strcmp(n->o->output, "-") != 0 ? g_path_get_dirname(n->o->output) : g_strdup(".");
    for (size_t i = 0; i < G_N_ELEMENTS(order->masters); i++) {
        char *file = g_strconcat(draft_master_kinds[i], ".xml", NULL);
        char *joined = g_build_filename(folder, named, file, NULL);
        char *path = g_canonicalize_filename(joined, NULL); /* the folder may not be there yet */
        const bool there = g_file_test(path, G_FILE_TEST_IS_REGULAR);
        diag *unheard = diag_new(); /* what is wrong in a master is for check to tell */
        order->documents[i] = there ? edit_open_file(path, unheard) : NULL;
        diag_drop(unheard);
        if (there || i < 2) /* without office and partners there is no case */
            order->masters[i] = arena_printf(n->a, "%s/%s", named, file);
        g_free(path);
        g_free(joined);
        g_free(file);
    }
    char *joined = g_build_filename(folder, named, "fields.rng", NULL);
    char *fields = g_canonicalize_filename(joined, NULL);
    if (g_file_test(fields, G_FILE_TEST_IS_REGULAR))
        order->fields = arena_printf(n->a, "%s/fields.rng", named);
    g_free(fields);
    g_free(joined);
    g_free(folder);
}

static bool
write_new(session *n, const GString *text)
{
    const char *path = n->o->output ? n->o->output : "-";
    if (strcmp(path, "-") == 0)
        return outfile_write("-", text->str, text->len, n->d);
    if (!edit_recover_beside(path, n->d))
        return false;
    if (g_file_test(path, G_FILE_TEST_EXISTS)) {
        diag_add(n->d, DIAG_DRAFT_THERE, PLACE_NONE, PLACE_NONE, path, NULL);
        return false;
    }
    char *folder = g_path_get_dirname(path), *above = g_path_get_dirname(folder);
    const bool there = g_file_test(folder, G_FILE_TEST_IS_DIR);
    const edit_change change = {path, NULL, 0, text->str, text->len};
    const bool good = edit_commit(there ? folder : above, &change, 1, n->d);
    g_free(folder);
    g_free(above);
    return good;
}

static int
verb_new(session *n)
{
    static const char *const usual[] = {"放デイ", NULL};
    const char *const *services = n->o->services ? (const char *const *)n->o->services : usual;
    draft_order order = {.id = n->o->id ? n->o->id : "K-0001",
                         .services = services,
                         .file = n->o->output,
                         .schema_dir = n->paths.schema};
    order.service_count = g_strv_length((char **)services);
    if (n->file)
        cli_usage(n->d, "new のあとには何も書きません。書くファイルは -o です", "new takes no file: -o names it");
    if (n->o->id && strcmp(casefile_printable_id(n->o->id), n->o->id) != 0)
        cli_usage(n->d, "--id は半角の英字で始まる英数字・ハイフン・点です",
                  "--id takes a letter, then letters, digits, hyphens and dots");
    if (!read_grammar(n) || !are_services(n, services))
        return EXIT_DONE;
    open_masters(n, &order);
    GString *text = draft_case(n->a, n->root, &order);
    write_new(n, text);
    g_string_free(text, TRUE);
    for (size_t i = 0; i < G_N_ELEMENTS(order.documents); i++)
        edit_close((edit *)order.documents[i]);
    return EXIT_DONE;
}

/* ---- what is changed ---- */

static edit *
open_case(session *n)
{
    if (!n->file || strcmp(n->file, "-") == 0) {
        cli_usage(n->d, "CASE.xml がありません（--help）", "no CASE.xml (--help)");
        return NULL;
    }
    char *folder = g_path_get_dirname(n->file);
    const bool there = cli_check_file(n->file, n->d) && edit_recover(folder, n->d) && read_grammar(n);
    g_free(folder);
    edit *e = there ? edit_open_file(n->file, n->d) : NULL;
    const char *root = e ? edit_tag(edit_root(e)) : NULL;
    if (e && strcmp(root, n->root->name) != 0) { /* nothing could be put in */
        const place where = {n->file, edit_line(edit_root(e)), NULL};
        diag_add(n->d, DIAG_XML_ROOT, PLACE_NONE, where, root, n->root->name, n->root->name, NULL);
        edit_close(e);
        return NULL;
    }
    return e;
}

/* Shows it, writes it elsewhere, or in the place of the file. */
static void
hand_over(session *n, edit *e)
{
    if (n->o->dry_run) {
        GString *diff = edit_diff(e);
        cli_say(diff->str, n->d);
        g_string_free(diff, TRUE);
        return;
    }
    if (n->o->output) {
        GByteArray *bytes = edit_bytes(e);
        outfile_write(n->o->output, bytes->data, bytes->len, n->d);
        g_byte_array_unref(bytes);
    } else {
        char *folder = g_path_get_dirname(n->file);
        const edit_target target = {e, n->file, false};
        edit_commit_all(folder, &target, 1, n->d);
        g_free(folder);
    }
}

static int
verb_copy_plan(session *n)
{
    edit *e = open_case(n);
    if (e && draft_copy_plan(n->a, e, n->grammar, n->root, n->o->plan, n->d))
        hand_over(n, e);
    edit_close(e);
    return EXIT_DONE;
}

static int
verb_copy_month(session *n)
{
    edit *e = open_case(n);
    if (e && draft_copy_month(n->a, e, n->grammar, n->root, n->o->month, n->d))
        hand_over(n, e);
    edit_close(e);
    return EXIT_DONE;
}

/* ---- migrate ---- */

/* The folder that all files are in. */
static char *
folder_of_all(char **paths)
{
    char *whole = g_canonicalize_filename(paths[0], NULL), *folder = g_path_get_dirname(whole);
    for (size_t i = 1; paths[i]; i++) {
        char *path = g_canonicalize_filename(paths[i], NULL);
        size_t length = strlen(folder);
        while (strcmp(folder, "/") != 0 && !(g_str_has_prefix(path, folder) && path[length] == '/')) {
            char *above = g_path_get_dirname(folder);
            g_free(folder);
            folder = above;
            length = strlen(folder);
        }
        g_free(path);
    }
    g_free(whole);
    return folder;
}

static bool
are_files(session *n)
{
    if (!n->all[0])
        cli_usage(n->d, "CASE.xml がありません（--help）", "no CASE.xml (--help)");
    for (char **path = n->all; *path; path++) {
        if (strcmp(*path, "-") == 0)
            cli_usage(n->d, "標準入力（-）は、ここでは使えません", "standard input (-) is not for this verb");
        else
            cli_check_file(*path, n->d);
    }
    return diag_count(n->d, DIAG_ERROR) == 0;
}

static edit *
migrate_one(session *n, const char *path, casefile_schemas *schemas)
{
    edit *read = edit_open_file(path, n->d);
    if (!read)
        return NULL;
    size_t length;
    const void *bytes = edit_was(read, &length);
    edit *e = draft_share_meetings(path, bytes, length, n->root, schemas, n->d);
    edit_close(read);
    return e;
}

/* All of them, or none. */
static void
write_all(session *n, const char *folder, const GPtrArray *edits)
{
    edit_target *targets = ARENA_ARRAY(n->a, edit_target, edits->len + 1);
    for (guint i = 0; i < edits->len; i++) {
        const edit *e = g_ptr_array_index(edits, i);
        targets[i] = (edit_target){e, edit_name(e), false};
    }
    edit_commit_all(folder, targets, edits->len, n->d);
}

static void
show_all(session *n, const GPtrArray *edits)
{
    GString *all = g_string_new(NULL);
    for (guint i = 0; i < edits->len; i++) {
        GString *diff = edit_diff(g_ptr_array_index(edits, i));
        g_string_append_len(all, diff->str, (gssize)diff->len);
        g_string_free(diff, TRUE);
    }
    cli_say(all->str, n->d);
    g_string_free(all, TRUE);
}

static int
verb_migrate(session *n)
{
    if (!are_files(n) || !read_grammar(n))
        return EXIT_DONE;
    char *folder = folder_of_all(n->all);
    GPtrArray *edits = g_ptr_array_new_with_free_func((GDestroyNotify)edit_close);
    casefile_schemas *schemas = casefile_schemas_open(n->paths.schema, true);
    bool good = edit_recover(folder, n->d);
    for (char **path = n->all; good && *path; path++) {
        edit *e = migrate_one(n, *path, schemas);
        if (e)
            g_ptr_array_add(edits, e);
    }
    good = good && edits->len == g_strv_length(n->all);
    if (good && !n->o->dry_run)
        write_all(n, folder, edits);
    if (good && diag_count(n->d, DIAG_ERROR) == 0)
        show_all(n, edits);
    casefile_schemas_close(schemas);
    g_ptr_array_free(edits, TRUE);
    g_free(folder);
    return EXIT_DONE;
}

/* ---- check ---- */

static int
verb_check(session *n)
{
    date today;
    draft_look look = {.schema = n->paths.schema,
                       .local = n->paths.local,
                       .language = n->o->speech.language,
                       .json = n->o->speech.json};
    look.rules = arena_printf(n->a, "%s/rules", n->paths.forms);
    GDateTime *now = g_date_time_new_now_local();
    today = (date){g_date_time_get_year(now), g_date_time_get_month(now), g_date_time_get_day_of_month(now)};
    g_date_time_unref(now);
    look.as_of = today;
    if (n->o->as_of)
        date_parse(n->o->as_of, &look.as_of);
    if (!n->file || strcmp(n->file, "-") == 0) {
        cli_usage(n->d, "CASE.xml がありません（--help）", "no CASE.xml (--help)");
        return EXIT_DONE;
    }
    if (!cli_check_file(n->file, n->d))
        return EXIT_DONE;
    return n->o->watch ? draft_watch(&look, n->file, stdout, NULL, NULL)
                       : draft_look_once(&look, n->file, stdout, NULL);
}

/* ---- anonymize ---- */

static int
verb_anonymize(session *n)
{
    const char *output = n->o->output;
    const size_t count = g_strv_length(n->all);
    const bool folder = output && (g_str_has_suffix(output, "/") || g_file_test(output, G_FILE_TEST_IS_DIR));
    if (!folder && !(output && g_str_has_suffix(output, ".xml")))
        cli_usage(n->d, "双子を書く所を -o に書いてください（TWIN.xml か、フォルダー DIR/）",
                  "-o names where the twin goes (TWIN.xml, or a folder, DIR/)");
    else if (count > 1 && !folder)
        cli_usage(n->d, "いくつもの事例は、フォルダーに書きます（-o DIR/）",
                  "several cases go into a folder (-o DIR/)");
    if (!are_files(n))
        return EXIT_DONE;
    char *rules = g_build_filename(n->paths.forms, "rules", NULL), *where = g_strdup(output);
    while (folder && strlen(where) > 1 && g_str_has_suffix(where, "/"))
        where[strlen(where) - 1] = '\0';
    const twin_order order = {.cases = (const char *const *)n->all,
                              .count = count,
                              .output = where,
                              .folder = folder,
                              .seed = n->o->seed,
                              .schema = n->paths.schema,
                              .rules = rules,
                              .fonts = n->paths.fonts,
                              .local = n->paths.local};
    twin_write(&order, n->d);
    g_free(where);
    g_free(rules);
    return EXIT_DONE;
}

/* ---- main ---- */

static const struct {
    const char *name;
    int (*act)(session *n); /* the exit status, beside that of what was reported */
} verbs[] = {{"new", verb_new},     {"copy-plan", verb_copy_plan}, {"copy-month", verb_copy_month},
             {"check", verb_check}, {"migrate", verb_migrate},     {"anonymize", verb_anonymize}};

static void
tell_verbs(session *n, const char *word)
{
    GPtrArray *names = g_ptr_array_new();
    for (size_t i = 0; i < G_N_ELEMENTS(verbs); i++)
        g_ptr_array_add(names, (void *)verbs[i].name);
    if (word)
        cli_unknown(n->d, n->o->speech.language == DIAG_EN ? "verb" : "動詞", word, word, names);
    else
        cli_usage(n->d, "動詞がありません：new・copy-plan・copy-month・check・migrate・anonymize（--help）",
                  "no verb: new, copy-plan, copy-month, check, migrate, anonymize (--help)");
    g_ptr_array_free(names, TRUE);
}

/* An option of another verb would be passed over in silence. */
static void
check_options(session *n, const char *verb)
{
    const options *o = n->o;
    const struct {
        bool given;
        const char *name, *verb, *also;
    } of[] = {{o->services != NULL, "--service", "new", NULL},
              {o->id != NULL, "--id", "new", NULL},
              {o->masters != NULL, "--masters", "new", NULL},
              {o->plan != NULL, "--plan", "copy-plan", NULL},
              {o->month != NULL, "--month", "copy-month", NULL},
              {o->watch, "--watch", "check", NULL},
              {o->as_of != NULL, "--as-of", "check", NULL},
              {o->local_rules != NULL, "--local-rules", "check", "anonymize"},
              {o->seed != NULL, "--seed", "anonymize", NULL}};
    for (size_t i = 0; i < G_N_ELEMENTS(of); i++) {
        if (!of[i].given || strcmp(verb, of[i].verb) == 0 || g_strcmp0(verb, of[i].also) == 0)
            continue;
        char *ja = g_strdup_printf("%s は %s のものです", of[i].name, of[i].verb);
        char *en = g_strdup_printf("%s is of %s", of[i].name, of[i].verb);
        cli_usage(n->d, ja, en);
        g_free(ja);
        g_free(en);
    }
    const bool writes = strcmp(verb, "check") != 0;
    if (o->output && !writes)
        cli_usage(n->d, "check は何も書きません（-o）", "check writes nothing (-o)");
    else if (o->output && strcmp(verb, "migrate") == 0)
        cli_usage(n->d, "migrate は元のファイルに書きます（-o）", "migrate writes the files themselves (-o)");
    else if (strcmp(verb, "new") != 0 && strcmp(verb, "anonymize") != 0) /* these make the folder, too */
        cli_check_output("-o", o->output, n->d);
    if (o->dry_run && (!writes || strcmp(verb, "new") == 0 || strcmp(verb, "anonymize") == 0))
        cli_usage(n->d, "--dry-run は copy-plan・copy-month・migrate のものです",
                  "--dry-run is of copy-plan, copy-month and migrate");
    cli_check_dates(o->as_of, o->month, n->d);
    cli_check_messages(o->messages, n->d);
}

/* `new` makes a case, and looks at the masters that it will name, as seen from its folder. */
static void
allow_new(confine *c, const options *o)
{
    const bool is_file = o->output && strcmp(o->output, "-") != 0;
    char *folder = is_file ? g_path_get_dirname(o->output) : g_strdup(".");
    char *masters = g_build_filename(folder, o->masters ? o->masters : "../masters", NULL);
    char *named = g_canonicalize_filename(masters, NULL); /* of a folder that is not there yet .. leads nowhere */
    render_roots_folder(c, o->masters);
    render_roots_folder(c, masters);
    render_roots_folder(c, named);
    confine_read(c, folder);
    if (is_file) {
        char *above = g_path_get_dirname(folder);
        confine_list(c, above); /* whether the folder can be made */
        confine_write_all(c, folder);
        if (edit_is_unfinished(above)) {
            confine_read(c, above);
            confine_write_all(c, above);
        }
        g_free(above);
    }
    g_free(named);
    g_free(masters);
    g_free(folder);
}

/* The twin has masters beside it, and may have folders of its own; it is read again, in folders that are yet to be
 * made, too. Where there is nothing but / above them, none is. */
static void
allow_twin(confine *c, const char *output)
{
    if (!output)
        return;
    const bool is_folder = g_str_has_suffix(output, "/") || g_file_test(output, G_FILE_TEST_IS_DIR);
    char *folder = is_folder ? g_strdup(output) : g_path_get_dirname(output);
    char *made = g_canonicalize_filename(folder, NULL), *above = g_path_get_dirname(made);
    confine_list(c, above);       /* whether the folder can be made */
    confine_read_made(c, folder); /* it is read again, to be held against the case */
    confine_write_all(c, folder);
    g_free(above);
    g_free(made);
    g_free(folder);
}

/* Of what was named, nothing has been read yet. */
static bool
confine_self(session *n, const char *verb)
{
    const bool checks = strcmp(verb, "check") == 0, twins = strcmp(verb, "anonymize") == 0;
    confine *c = render_roots_new(&n->paths);
    for (char **file = n->all; *file; file++)
        render_roots_case(c, *file, checks ? ROOTS_WATCHED : twins ? ROOTS_ONCE : ROOTS_CHANGED);
    if (strcmp(verb, "migrate") == 0 && n->all[0]) { /* what is written together is noted in the folder of all */
        char *folder = folder_of_all(n->all);
        confine_write_files(c, folder);
        confine_read(c, folder);
        g_free(folder);
    }
    if (strcmp(verb, "new") == 0)
        allow_new(c, n->o);
    else if (twins)
        allow_twin(c, n->o->output);
    else
        confine_write_file(c, n->o->output);
    const bool good = confine_enter(c, 0, n->d) && confine_enter_reading(c, n->d);
    confine_drop(c);
    return good;
}

static int
do_verb(session *n)
{
    char **words = n->o->files;
    const char *verb = words ? words[0] : NULL;
    size_t i = 0;
    while (i < G_N_ELEMENTS(verbs) && g_strcmp0(verbs[i].name, verb) != 0)
        i++;
    if (i == G_N_ELEMENTS(verbs)) {
        tell_verbs(n, verb);
        return EXIT_DONE;
    }
    if (words[1] && words[2] && strcmp(verb, "migrate") != 0 && strcmp(verb, "anonymize") != 0)
        cli_usage(n->d, "動詞のあとは一つだけ", "one argument after the verb");
    n->file = words[1];
    n->all = words + 1;
    check_options(n, verb);
    if (diag_count(n->d, DIAG_ERROR) || !render_paths_find(&n->paths, NULL, n->d))
        return EXIT_DONE;
    int status = EXIT_DONE;
    if (render_paths_local(&n->paths, n->o->local_rules, PLACE_NONE, n->d) && confine_self(n, verb))
        status = verbs[i].act(n);
    render_paths_clear(&n->paths);
    return status;
}

int
main(int argc, char **argv)
{
    options o = {.speech = cli_speech_asked(argc, argv)};
    session n = {.o = &o, .a = arena_new(), .s = xml_store_new(), .d = diag_new()};
    const int status = read_options(&o, &argc, &argv, n.d) ? do_verb(&n) : EXIT_DONE;
    g_strfreev(o.services);
    g_strfreev(o.files);
    char *strings[] = {o.id, o.masters, o.output, o.plan, o.month, o.as_of, o.local_rules, o.seed, o.messages};
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
    xml_store_drop(n.s);
    arena_drop(n.a);
    return diag_worse_exit(status, cli_finish(n.d, o.speech));
}
