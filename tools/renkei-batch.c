/* renkei-batch: thousands of documents in one go, and the account of them. Its manual: renkei-batch.1 in tools/man. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include <glib.h>

#include "base/asked.h"
#include "base/blank.h"
#include "base/diag.h"
#include "base/fault.h"
#include "base/outfile.h"
#include "base/shown.h"
#include "batch/batch.h"
#include "batch/batch_deeds.h"
#include "batch/batch_impact.h"
#include "batch/batch_options.h"
#include "batch/batch_spool.h"
#include "cli/cli.h"
#include "confine/confine.h"
#include "confine/starter.h"
#include "render/render.h"

/* A command line, understood. */
typedef struct session {
    const batch_options *o;
    const char *argument; /* after the verb; NULL: none */
    render_paths paths;
    batch_order *order;
    batch_settings settings;
    starter *by; /* of lp, for print */
    GString *out;
    diag *d;
} session;

/* ---- what the options say ---- */

static void
check_options(session *n)
{
    const batch_options *o = n->o;
    static const char *const pdf_only[] = {"pdf", NULL};
    cli_check_messages(o->messages, n->d);
    cli_check_folder(o->forms_folder, n->d);
    for (size_t i = 0; o->cases && o->cases[i]; i++)
        if (strcmp(o->cases[i], "-") == 0)
            cli_usage(n->d, "--cases は - にできません（何度も読むため）",
                      "--cases cannot be -, as it is read many times");
    cli_check_output("--status", o->status, n->d);
    cli_check_output("--metrics", o->metrics, n->d);
    if (o->pdf && cli_check_output("--pdf", o->pdf, n->d))
        cli_ending("--pdf", o->pdf, pdf_only, n->d);
    if (o->jobs < 0 || o->jobs > BATCH_MOST_JOBS)
        cli_usage(n->d, "--jobs は1から1024までです", "--jobs takes 1 to 1024");
    if (!(o->time_limit > 0 && o->time_limit <= 86400))
        cli_usage(n->d, "--time-limit は0.1から86400（秒）までです", "--time-limit takes 0.1 to 86400 seconds");
    if (o->memory_limit < 0 || o->memory_limit > 1 << 20)
        cli_usage(n->d, "--memory-limit は0から1048576（MiB）までです", "--memory-limit takes 0 to 1048576 MiB");
    if (o->accept_missing && !batch_reason_is_given(o->reason))
        cli_usage(n->d, "--accept-missing には --reason TEXT（取り下げる理由）が要ります",
                  "--accept-missing needs --reason TEXT");
    if (o->version != BATCH_NO_VERSION && o->version < 1)
        cli_usage(n->d, "--issue-version は1以上の数です", "--issue-version takes a number from 1");
    if (o->roster && blank_is_text(o->roster)) /* it would be a run that compares itself with none */
        cli_usage(n->d, "--roster（名簿の名前）が空です", "--roster: the name of the roster is empty");
    if (o->who && (!g_utf8_validate(o->who, -1, NULL) || blank_is_text(o->who)))
        cli_usage(n->d, "--who（行った人の名前）が空です", "--who: the name of who does it is empty");
    if (o->shards < 0)
        cli_usage(n->d, "--shards は1以上の数です", "--shards takes a number from 1");
}

static void
read_shard(session *n)
{
    const batch_options *o = n->o;
    if (!o->shard)
        batch_shard_of_scheduler(&n->settings.shard, (unsigned)MAX(o->shards, 0), n->d);
    else if (!batch_shard_parse(o->shard, &n->settings.shard))
        cli_usage(n->d, "--shard は K/N（K は1から N まで）です", "--shard takes K/N, K from 1 to N");
}

static void
read_settings(session *n)
{
    const batch_options *o = n->o;
    const bool terminal = isatty(STDERR_FILENO);
    const char *no_colour = getenv("NO_COLOR");
    n->settings = (batch_settings){.jobs = o->jobs ? o->jobs : (int)g_get_num_processors(),
                                   .time_limit = o->time_limit,
                                   .memory_limit = (int64_t)o->memory_limit << 20,
                                   .force = o->force,
                                   .accept_missing = o->accept_missing,
                                   .reason = o->reason,
                                   .who = o->who,
                                   .progress = terminal && !o->speech.json,
                                   .colour = terminal && !(no_colour && *no_colour),
                                   .language = o->speech.language};
    read_shard(n);
}

static void
override_order(char **at, const char *by)
{
    if (!by)
        return;
    g_free(*at);
    *at = g_strdup(by);
}

static void
add_form(session *n, const char *word)
{
    char *form = cli_form(&n->paths, word, n->d);
    if (form)
        batch_order_add_form(n->order, form, NULL, NULL, PLACE_NONE);
    g_free(form);
}

/* By the options alone a run is the same when it asks for the same. */
static void
name_roster(const session *n)
{
    const batch_options *o = n->o;
    GString *name = g_string_new(NULL);
    char **const lists[] = {o->cases, o->forms, o->blanks, o->bundles};
    static const char *const words[] = {"--cases", "--form", "--blank", "--bundle"};
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
        for (char **word = lists[i]; word && *word; word++)
            g_string_append_printf(name, "%s%s %s", name->len ? " " : "", words[i], *word);
    if (o->roster || (!n->argument && name->len))
        override_order(&n->order->roster, o->roster ? o->roster : name->str);
    g_string_free(name, TRUE);
}

/* From here on the run writes into its output folder, and what it was told to beside. What it reads is in the ledger
 * and in the order: it is the workers who read cases, and they who may read no more than those. */
static bool
confine_run(const session *n, const char *output)
{
    const batch_options *o = n->o;
    const char *const files[] = {o->status, o->metrics, o->pdf, n->order ? n->order->status : NULL,
                                 n->order ? n->order->metrics : NULL};
    confine *c = confine_new();
    confine_write_all(c, output);
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
        confine_write_file(c, files[i]);
    if (!n->order) /* backup: the copy */
        confine_write_file(c, n->argument);
    const bool good = confine_enter(c, CONFINE_WORKERS, n->d);
    confine_drop(c);
    return good;
}

/* Of a run file, or of the options; what both say, the option decides. */
static bool
read_order(session *n, bool needs_cases)
{
    const batch_options *o = n->o;
    batch_order *order = n->order = batch_order_new();
    if (n->argument && (o->cases || o->all_forms))
        cli_usage(n->d, "RUN.xml か、--cases と --form（--blank）か、どちらかに",
                  "either RUN.xml, or --cases and --form (--blank)");
    else if (n->argument)
        batch_order_read(order, n->argument, n->paths.schema, n->d);
    if (order->local_rules && !o->local_rules)
        render_paths_local(&n->paths, order->local_rules, order->where, n->d);
    for (size_t i = 0; !n->argument && o->cases && o->cases[i]; i++)
        batch_order_add_cases(order, o->cases[i], NULL, PLACE_NONE, n->d);
    for (size_t i = 0; !n->argument && o->all_forms && o->all_forms[i]; i++)
        add_form(n, o->all_forms[i]);
    for (size_t i = 0; o->bundles && o->bundles[i]; i++)
        if (!*o->bundles[i] || !batch_order_add_wishes(order, o->bundles[i]))
            cli_usage(n->d,
                      "--bundle は household・partner・municipality・office（後ろに + や ,gaps=name "
                      "などを付けてもよい）のどれかです",
                      "--bundle takes household, partner, municipality or office, with + or ,gaps=name and the like");
    override_order(&order->month, o->month);
    override_order(&order->as_of, o->as_of);
    override_order(&order->name, o->name);
    order->name_typed = o->name != NULL;
    name_roster(n);
    override_order(&order->output, o->output);
    if (needs_cases && !n->argument && (!o->cases || !o->all_forms))
        cli_usage(n->d, "RUN.xml か、--cases と --form（--blank）がありません",
                  "no RUN.xml and no --cases with --form or --blank");
    if ((!order->output || !*order->output) && diag_count(n->d, DIAG_ERROR) == 0)
        cli_usage(n->d, "出力フォルダー（-o）がありません", "no output folder (-o)");
    if (order->output && g_file_test(order->output, G_FILE_TEST_EXISTS) && asked_folder_error(order->output) == ENOTDIR)
        asked_report(n->d, DIAG_FOLDER_ASKED, o->output ? PLACE_NONE : order->where, order->output, ENOTDIR);
    if (needs_cases)
        batch_order_tell_skipped(order, n->d);
    if (diag_count(n->d, DIAG_ERROR) == 0)
        batch_order_check_month(order, &n->paths, n->o->month != NULL, n->d);
    return diag_count(n->d, DIAG_ERROR) == 0 && confine_run(n, order->output);
}

/* ---- plan ---- */

typedef struct table {
    session *n;
    GPtrArray *lines; /* char *, by index: documents are done in no order */
    batch_counts counts;
    const batch_forecast *forecast; /* NULL: nothing can have been issued */
    size_t going[BATCH_GOINGS];
} table;

static void
take_line(void *data, const batch_plan *p, size_t index, const batch_outcome *x)
{
    table *t = data;
    GString *line = g_string_new(NULL);
    (t->n->o->speech.json ? batch_print_json : batch_print)(p, index, x, t->forecast, t->n->settings.language, line);
    int version;
    if (t->forecast)
        t->going[batch_forecast_of(t->forecast, index, x, &version)]++;
    g_ptr_array_index(t->lines, index) = g_string_free(line, FALSE);
    batch_counts_add(&t->counts, x->status, x->unchanged, x->same);
}

static int
print_plan(session *n, batch_plan *p, render_environment *e, ledger *l, const batch_forecast *f)
{
    table t = {.n = n, .forecast = f, .lines = g_ptr_array_new_with_free_func(g_free)};
    t.counts.planned = batch_plan_length(p);
    g_ptr_array_set_size(t.lines, (gint)t.counts.planned);
    batch_roster_told(n->order, p, n->settings.shard, l, &t.counts, n->d);
    const gint64 began = g_get_monotonic_time();
    const bool whole = batch_try(p, e, n->order->output, &n->settings, f, take_line, &t, n->d);
    t.counts.seconds = (double)(g_get_monotonic_time() - began) / 1e6;
    for (guint i = 0; i < t.lines->len; i++)
        if (g_ptr_array_index(t.lines, i))
            g_string_append(n->out, g_ptr_array_index(t.lines, i));
    if (n->o->speech.json)
        batch_print_counts_json(&t.counts, n->out);
    else
        batch_print_counts(&t.counts, n->settings.language, n->out);
    if (f && !n->o->speech.json)
        batch_print_forecast(t.going, n->settings.language, n->out);
    g_ptr_array_free(t.lines, TRUE);
    return whole ? batch_counts_exit(&t.counts) : EXIT_AGAIN;
}

static int
verb_plan(session *n)
{
    if (!read_order(n, true))
        return EXIT_DONE;
    render_environment *e = render_open(&n->paths, RENDER_KEEP, n->d);
    bool none = false;
    ledger *l = e ? batch_ledger_read(n->order->output, n->settings.shard, &none, n->d) : NULL;
    batch_plan *p = l || none ? batch_plan_new(n->order, e, &n->settings, l, n->d) : NULL;
    /* What a shard has made is issued when all are merged. */
    const bool foresees = p && l && !n->settings.shard.count;
    batch_forecast *f = foresees ? batch_forecast_new(p, &n->paths, l) : NULL;
    const int status = p && (f || !foresees) ? print_plan(n, p, e, l, f) : EXIT_DONE;
    batch_forecast_drop(f);
    batch_plan_drop(p);
    ledger_close(l);
    render_close(e);
    return status;
}

/* ---- run ---- */

/* A line, at once, for what somebody must do something about: not for what is made, nor for a form that a case has no
 * subject for, of which a night has tens of thousands. As JSON each document has its line. */
static void
tell_failure(void *data, const batch_plan *p, size_t index, const batch_outcome *x)
{
    const session *n = data;
    if (!batch_status_is_bad(x->status) && !n->o->speech.json)
        return;
    GString *line = g_string_new(NULL);
    if (n->o->speech.json)
        batch_print_json(p, index, x, NULL, n->settings.language, line);
    else
        batch_print(p, index, x, NULL, n->settings.language, line);
    FILE *to = n->o->speech.json ? stdout : stderr;
    GString *shown = g_string_new(NULL);
    shown_append_lines(shown, line->str);
    fputs(shown->str, to);
    g_string_free(shown, TRUE);
    fflush(to); /* what cannot be written is told once, at the end */
    g_string_free(line, TRUE);
}

static int
verb_run(session *n)
{
    batch_counts counts;
    if (!read_order(n, true))
        return EXIT_DONE;
    const int status = batch_run(n->order, &n->paths, &n->settings, tell_failure, n, &counts, n->d);
    if (counts.planned && n->o->speech.json)
        batch_print_counts_json(&counts, n->out);
    else if (counts.planned)
        batch_print_counts(&counts, n->settings.language, n->out);
    return status;
}

/* ---- verify, report, merge ---- */

static bool
read_past_order(session *n)
{
    return read_order(n, false) && batch_is_run_there(n->order->output, n->d);
}

static int
verb_verify(session *n)
{
    batch_verified v;
    digest anchor;
    if (n->o->head && !digest_parse(n->o->head, &anchor))
        cli_usage(n->d, "--head は、16進数64桁のハッシュです", "--head takes a hash of 64 hexadecimal digits");
    if (!read_past_order(n))
        return EXIT_DONE;
    const digest *head = n->o->head ? &anchor : NULL;
    if (!batch_verify(n->order->output, n->settings.shard, head, &v, n->d) && !v.counts.planned)
        return EXIT_DONE;
    if (n->o->speech.json)
        batch_verified_print_json(&v, n->out);
    else
        batch_verified_print(&v, n->settings.language, n->out);
    return EXIT_DONE;
}

static int
verb_report(session *n)
{
    if (!read_past_order(n))
        return EXIT_DONE;
    batch_report *r = batch_report_new(n->order->output, n->settings.shard, n->d);
    if (!r)
        return EXIT_DONE;
    (n->o->speech.json ? batch_report_print_json : batch_report_print)(r, n->settings.language, n->out);
    GByteArray *pdf = n->o->pdf ? batch_report_pdf(r, &n->paths, n->d) : NULL;
    if (pdf) {
        const batch_beside b = {n->o->pdf, BATCH_BESIDE_PDF, pdf->data, pdf->len, .everybody = false};
        batch_beside_write(n->order->output, &b, n->d);
        g_byte_array_unref(pdf);
    }
    const int status = r->ended ? r->exit_status : EXIT_AGAIN;
    batch_report_drop(r);
    return status;
}

static int
verb_merge(session *n)
{
    batch_counts counts;
    if (!read_past_order(n) || !batch_merge(n->order, &n->paths, &n->settings, &counts, n->d))
        return EXIT_DONE;
    if (n->o->speech.json) {
        batch_print_counts_json(&counts, n->out);
    } else {
        batch_print_totals(&counts, n->settings.language, n->out);
        g_string_append_c(n->out, '\n');
    }
    return batch_counts_exit(&counts);
}

/* A copy that is whole, or none: it is to be there when the disk is not. */
static int
verb_backup(session *n)
{
    const batch_options *o = n->o;
    if (!n->argument)
        cli_usage(n->d, "backup のあとに控えのファイル名がありません", "backup needs the name of a file");
    if (!o->output || !*o->output)
        cli_usage(n->d, "出力フォルダー（-o）がありません", "no output folder (-o)");
    if (diag_count(n->d, DIAG_ERROR) || !batch_is_run_there(o->output, n->d))
        return EXIT_DONE;
    if (batch_keeps_off(o->output, n->argument)) {
        cli_usage(n->d, "backup の控えは、出力フォルダーの外に置いてください（中では、元といっしょに失われます）",
                  "backup: the copy is to lie outside the output folder, where it would be lost with the original");
        return EXIT_DONE;
    }
    if (!confine_run(n, o->output))
        return EXIT_DONE;
    batch_backup(o->output, n->settings.shard, n->argument, o->speech.json, n->out, n->d);
    return EXIT_DONE;
}

/* Of no run: no ledger is looked at, and -o is a folder of pages. */
static int
verb_impact(session *n)
{
    const batch_options *o = n->o;
    if (n->argument)
        cli_usage(n->d, "impact のあとに RUN.xml や KEY は書けません", "impact takes no RUN.xml and no KEY");
    if (diag_count(n->d, DIAG_ERROR))
        return EXIT_DONE;
    const batch_impact_asked asked = {.from = o->from,
                                      .to = o->to,
                                      .cases = (const char *const *)o->cases,
                                      .forms = (const char *const *)o->all_forms,
                                      .month = o->month,
                                      .as_of = o->as_of,
                                      .output = o->output,
                                      .settings = &n->settings,
                                      .paths = &n->paths,
                                      .json = o->speech.json};
    char *above = o->output ? g_path_get_dirname(o->output) : NULL; /* it is filled beside its place */
    const bool good = confine_run(n, above);
    g_free(above);
    if (!good)
        return EXIT_DONE;
    return batch_impact(&asked, n->out, n->d);
}

/* ---- main ---- */

typedef struct batch_verb {
    const char *name;
    int (*act)(session *n);   /* the exit status, beside that of what was reported; NULL: it is … */
    batch_deed_verb *of_deed; /* … about what is issued */
} batch_verb;

static const batch_verb verbs[] = {{"plan", verb_plan, NULL},
                                   {"run", verb_run, NULL},
                                   {"verify", verb_verify, NULL},
                                   {"report", verb_report, NULL},
                                   {"release", NULL, batch_do_release},
                                   {"print", NULL, batch_do_print},
                                   {"reprint", NULL, batch_do_reprint},
                                   {"index", NULL, batch_do_index},
                                   {"withdraw", NULL, batch_do_withdraw},
                                   {"hold", NULL, batch_do_hold},
                                   {"unhold", NULL, batch_do_unhold},
                                   {"expire", NULL, batch_do_expire},
                                   {"merge", verb_merge, NULL},
                                   {"backup", verb_backup, NULL},
                                   {"impact", verb_impact, NULL}};

static int
do_deed(session *n, batch_deed_verb *act)
{
    const batch_options *o = n->o;
    const batch_asked asked = {.words = (const char *const *)o->files + 1,
                               .forms = (const char *const *)o->all_forms,
                               .bundles = (const char *const *)o->bundles,
                               .month = o->month,
                               .reason = o->reason,
                               .who = o->who,
                               .before = o->before,
                               .pdf = o->pdf,
                               .output = o->output,
                               .version = o->version == BATCH_NO_VERSION ? 0 : o->version,
                               .all_bundles = o->all_bundles,
                               .again = o->again,
                               .dry_run = o->dry_run,
                               .json = o->speech.json,
                               .paths = &n->paths,
                               .by = n->by,
                               .local_rules_named = o->local_rules != NULL,
                               .language = o->speech.language};
    return act(&asked, n->out, n->d);
}

/* Without one, or with a word that is none. */
static void
tell_verbs(session *n, const char *word)
{
    GPtrArray *names = g_ptr_array_new();
    for (size_t i = 0; i < G_N_ELEMENTS(verbs); i++)
        g_ptr_array_add(names, (void *)verbs[i].name);
    if (word)
        cli_unknown(n->d, n->o->speech.language == DIAG_EN ? "verb" : "動詞", word, word, names);
    else
        cli_usage(
            n->d,
            "動詞は "
            "plan・run・verify・report・release・print・reprint・index・withdraw・hold・unhold・expire・merge・backup・"
            "impact のどれかです（--help）",
            "the verb is plan, run, verify, report, release, print, reprint, index, withdraw, hold, unhold, expire, "
            "merge, backup or impact (--help)");
    g_ptr_array_free(names, TRUE);
}

/* Whatever it came to, as soon as it is known where that is to be told. */
static void
write_status(const session *n, const char *verb, int status)
{
    const batch_order *o = n->order;
    const char *file = n->o->status ? n->o->status : o ? o->status : NULL;
    const char *metrics = n->o->metrics ? n->o->metrics : o ? o->metrics : NULL;
    const batch_call call = {.verb = verb,
                             .output = o ? o->output
                                       : strcmp(verb ? verb : "", "impact") ? n->o->output
                                                                            : NULL,
                             .order = o ? o->label : NULL,
                             .shard = n->settings.shard,
                             .exit_status = diag_worse_exit(status, diag_exit_status(n->d)),
                             .on = g_get_real_time() / G_USEC_PER_SEC};
    if (file || metrics)
        batch_status_write(&call, file, metrics, n->d);
}

/* Of what writes nothing anyhow it changes nothing. */
static bool
can_be_dry(const batch_verb *v)
{
    return v->act != verb_run && v->act != verb_merge && v->act != verb_backup && v->act != verb_impact;
}

/* lp, which print starts, talks to whoever it likes. */
static bool
start_starter(session *n)
{
    n->by = starter_new(batch_spool_asked, NULL);
    if (!n->by)
        diag_add(n->d, DIAG_CONFINE_FAILED, PLACE_NONE, PLACE_NONE, fault_words(errno, DIAG_JA),
                 fault_words(errno, DIAG_EN), NULL);
    return n->by != NULL;
}

static int
do_verb(session *n)
{
    char **words = n->o->files;
    const char *verb = words ? words[0] : NULL;
    size_t i = 0;
    while (i < G_N_ELEMENTS(verbs) && g_strcmp0(verbs[i].name, verb) != 0)
        i++;
    if (i == G_N_ELEMENTS(verbs))
        tell_verbs(n, verb);
    else if (verbs[i].act && words[1] && words[2])
        cli_usage(n->d, "動詞のあとは一つだけ", "one argument after the verb");
    if (i < G_N_ELEMENTS(verbs) && n->o->dry_run && !can_be_dry(&verbs[i]))
        cli_usage(n->d, "--dry-run は、run・merge・backup・impact にはありません（run が作るものは plan が言います）",
                  "run, merge, backup and impact have no --dry-run: plan tells what run would make");
    if (i < G_N_ELEMENTS(verbs))
        batch_options_check_verb(n->o, verb, n->d);
    check_options(n);
    read_settings(n);
    if (diag_count(n->d, DIAG_ERROR) || !render_paths_find(&n->paths, n->o->forms_folder, n->d) ||
        !render_paths_local(&n->paths, n->o->local_rules, PLACE_NONE, n->d))
        return EXIT_DONE;
    n->argument = words[1];
    (void)g_get_user_name(); /* GLib asks once, and it may be a server that knows */
    if (verbs[i].of_deed == batch_do_print && !start_starter(n))
        return EXIT_DONE;
    if (!confine_enter_calls(CONFINE_WORKERS, n->d))
        return EXIT_DONE;
    n->out = g_string_new(NULL);
    const int status = verbs[i].act ? verbs[i].act(n) : do_deed(n, verbs[i].of_deed);
    if (n->out->len)
        cli_say(n->out->str, n->d);
    write_status(n, verb, status);
    g_string_free(n->out, TRUE);
    batch_order_drop(n->order);
    render_paths_clear(&n->paths);
    return status;
}

int
main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN); /* whoever reads may go: documents are made all the same, and it is told at the end */
    batch_options o;
    session n = {.o = &o, .d = diag_new()};
    const bool good = batch_options_read(&o, &argc, &argv, n.d);
    if (good) {
        batch_resolve_month(&o.month, PLACE_NONE, n.d);
        batch_resolve_day(&o.as_of, PLACE_NONE, n.d);
    }
    const int status = good ? do_verb(&n) : EXIT_DONE;
    const cli_speech speech = o.speech;
    starter_drop(n.by);
    batch_options_clear(&o);
    const int reported = cli_finish(n.d, speech);
    return diag_worse_exit(status, reported);
}
