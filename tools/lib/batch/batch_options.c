#include "batch/batch_options.h"

#include <string.h>

enum { DEFAULT_SECONDS = 60, DEFAULT_MIB = 512 };

static const char summary[] = CLI_BOTH("多くの事例の書類をまとめて作り、何ができたかを台帳に残します。",
                                       "Makes the documents of many cases, and keeps account of them.");

#define EXAMPLES                                                                                                       \
    "  renkei-batch plan --cases samples --form plan -o out\n"                                                         \
    "  renkei-batch run --cases samples --form plan --form schedule -o out\n"                                          \
    "  renkei-batch run kongetsu.xml\n"                                                                                \
    "  renkei-batch verify -o out\n"                                                                                   \
    "  renkei-batch release --dry-run -o out\n"                                                                        \
    "  renkei-batch release --reason 定例 -o out\n"                                                                  \
    "  renkei-batch reprint K-0001 --form plan --reason 汚損 -o out\n"                                               \
    "  renkei-batch impact --from OLD --to templates --cases samples -o impact"

static const char details[] =
    CLI_BOTH("動詞\n"
             "  plan [RUN.xml]            何を作るか、作れないのはどれか（何も書かない）\n"
             "  run [RUN.xml]             作る。変わっていないものは作り直さない\n"
             "  verify [RUN.xml]          件数、入力と出力のファイルを台帳と照らす\n"
             "  report [RUN.xml]          最後の実行の結果（--json、--pdf FILE）\n"
             "  release [RUN.xml] [KEY…]  作ったものを発行する（先に見る：--dry-run）\n"
             "  print [RUN.xml] [KEY…]    発行したものを印刷（lp）に渡す（--dry-run）\n"
             "  reprint KEY               発行したものを「再発行」の印を付けて、もう一度\n"
             "  index KEY                 発行の索引：版、差替え、同意日（--json、--pdf）\n"
             "  withdraw KEY              発行を取り下げる\n"
             "  hold・unhold KEY          年限を過ぎても廃棄しない（それを終える）\n"
             "  expire                    年限の過ぎたものを廃棄する（先に見る：--dry-run）\n"
             "                            索引と print のほかは --reason TEXT（理由）が要る\n"
             "  merge [RUN.xml]           分担（--shard）の台帳を一つにする\n"
             "  backup FILE.sqlite        台帳の控えを取る（実行の途中でもよい）\n"
             "  impact                    様式の変更（--from・--to）で、どの書類がどう変わるか\n\n"
             "終了コード\n"
             "  0 すべてできたか対象外・1 失敗した書類がある・2 使い方・3 データ・4 様式・\n"
             "  5 環境・6 禁止の書類がある（失敗はない）・7 名簿から欠けたものがある・\n"
             "  8 照合：台帳と合わない（impact：変わるものがある）・\n"
             "  9 照合：台帳が信じられない・75 もう一度実行する\n\n"
             "例\n" EXAMPLES,
             "Verbs\n"
             "  plan [RUN.xml]            what would be made, and what not (writes nothing)\n"
             "  run [RUN.xml]             makes it; what has not changed is not made again\n"
             "  verify [RUN.xml]          compares counts, inputs and outputs with the ledger\n"
             "  report [RUN.xml]          what came of the last run (--json, --pdf FILE)\n"
             "  release [RUN.xml] [KEY…]  issues what was made (--dry-run tells before)\n"
             "  print [RUN.xml] [KEY…]    hands over to lp what was issued (--dry-run)\n"
             "  reprint KEY               issues again what was issued, marked 再発行\n"
             "  index KEY                 what was issued, by version (--json, --pdf FILE)\n"
             "  withdraw KEY              what was issued does not stand any more\n"
             "  hold, unhold KEY          keeps it beyond its retention (and ends that)\n"
             "  expire                    destroys what need not be kept any more\n"
             "                            (all but print and index need --reason TEXT)\n"
             "  merge [RUN.xml]           makes one ledger of those of the shards\n"
             "  backup FILE.sqlite        copies the ledger, also while a run writes it\n"
             "  impact                    how documents differ by two folders of forms\n\n"
             "Exit status\n"
             "  0 all made or not applicable, 1 some failed, 2 usage, 3 data, 4 form,\n"
             "  5 environment, 6 some are forbidden (none failed), 7 some of the roster are\n"
             "  missing, 8 verify: not as the ledger says (impact: something changes),\n"
             "  9 verify: the ledger cannot be trusted, 75 run again\n\n"
             "Examples\n" EXAMPLES);

/* NULL: none was typed. */
static char **
forms_of(const batch_options *o)
{
    GPtrArray *all = g_ptr_array_new();
    for (char **form = o->forms; form && *form; form++)
        g_ptr_array_add(all, g_strdup(*form));
    for (char **form = o->blanks; form && *form; form++)
        g_ptr_array_add(all, render_copy_name_blank(*form));
    const bool some = all->len > 0;
    g_ptr_array_add(all, NULL);
    char **list = (char **)g_ptr_array_free(all, FALSE);
    if (some)
        return list;
    g_free(list);
    return NULL;
}

bool
batch_options_read(batch_options *o, int *argc, char ***argv, diag *d)
{
    g_assert(o && argc && argv && d);
    *o = (batch_options){.time_limit = DEFAULT_SECONDS,
                         .memory_limit = DEFAULT_MIB,
                         .version = BATCH_NO_VERSION,
                         .speech = cli_speech_asked(*argc, *argv)};
    const GOptionEntry entries[] = {
        {"cases", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->cases,
         CLI_BOTH("事例のフォルダー（その下のすべての case.xml）か CASE.xml（いくつでも）",
                  "folder (every case.xml below it) or a case; any number"),
         "DIR|CASE.xml"},
        {"form", 'f', 0, G_OPTION_ARG_FILENAME_ARRAY, &o->forms, CLI_BOTH("様式（いくつでも）", "forms; any number"),
         "FORM|FORM.xml"},
        {"blank", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->blanks,
         CLI_BOTH("手書き用の、その児童の用紙にする様式（いくつでも）",
                  "forms to be blank, for the hand, for each case; any number"),
         "FORM|FORM.xml"},
        {"bundle", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->bundles,
         CLI_BOTH("束にする宛先。+ を付けると家庭ごとに分けない",
                  "bundles for these recipients; +: households together"),
         "household|partner|municipality|office"},
        {"month", 0, 0, G_OPTION_ARG_FILENAME, &o->month, CLI_BOTH("対象月", "month"), "YYYY-MM|previous"},
        {"as-of", 0, 0, G_OPTION_ARG_FILENAME, &o->as_of, CLI_BOTH("この日の時点で", "as of this day"),
         "YYYY-MM-DD|today"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &o->output, CLI_BOTH("出力フォルダー", "output folder"), "DIR"},
        {"name", 0, 0, G_OPTION_ARG_FILENAME, &o->name,
         CLI_BOTH("出力の名前（初めは {key}/{form}.pdf）", "names of outputs ({key}/{form}.pdf)"), "PATTERN"},
        {"jobs", 'j', 0, G_OPTION_ARG_INT, &o->jobs,
         CLI_BOTH("同時に動かす数（初めは CPU の数）", "worker processes (as many as CPUs)"), "N"},
        {"time-limit", 0, 0, G_OPTION_ARG_DOUBLE, &o->time_limit,
         CLI_BOTH("一つの書類の時間（初めは60秒）", "time for a document (60)"), "SECONDS"},
        {"memory-limit", 0, 0, G_OPTION_ARG_INT, &o->memory_limit,
         CLI_BOTH("一つの書類のメモリー（初めは512、0 は限りなし）", "memory for a document (512; 0: no limit)"),
         "MIB"},
        {"force", 0, 0, G_OPTION_ARG_NONE, &o->force, CLI_BOTH("変わっていないものも作る", "make unchanged ones, too"),
         NULL},
        {"shard", 0, 0, G_OPTION_ARG_FILENAME, &o->shard, CLI_BOTH("分担 N のうち K", "this part of the keys"), "K/N"},
        {"shards", 0, 0, G_OPTION_ARG_INT, &o->shards,
         CLI_BOTH("分担の数（JOB_COMPLETION_INDEX のとき）", "number of shards (with JOB_COMPLETION_INDEX)"), "N"},
        {"roster", 0, 0, G_OPTION_ARG_FILENAME, &o->roster,
         CLI_BOTH("名簿の名前（初めは実行ファイルかオプションから）",
                  "name of the roster (of the run file or the options)"),
         "NAME"},
        {"accept-missing", 0, 0, G_OPTION_ARG_NONE, &o->accept_missing,
         CLI_BOTH("名簿から欠けたものを取り下げる（--reason が要る）",
                  "withdraw what is missing of the roster (--reason)"),
         NULL},
        {"bundles", 0, 0, G_OPTION_ARG_NONE, &o->all_bundles,
         CLI_BOTH("release：すべての束とその中の書類、print：すべての束",
                  "release all bundles and their documents; print all"),
         NULL},
        {"again", 0, 0, G_OPTION_ARG_NONE, &o->again,
         CLI_BOTH("print：前に渡したものも、release：取り下げたものも",
                  "print: what was handed over before, too; release: what was withdrawn"),
         NULL},
        {"reason", 0, 0, G_OPTION_ARG_FILENAME, &o->reason,
         CLI_BOTH("発行、再発行、取下げ、保全、廃棄の理由", "why it is issued, withdrawn, kept, destroyed"), "TEXT"},
        {"who", 0, 0, G_OPTION_ARG_FILENAME, &o->who,
         CLI_BOTH("それをする人（初めは RENKEI_WHO かログイン名）", "who does it (RENKEI_WHO, login name)"), "NAME"},
        {"dry-run", 0, 0, G_OPTION_ARG_NONE, &o->dry_run,
         CLI_BOTH("何が起こるかだけを言い、何も書かない（run には plan）", "only tell, write nothing (of run: plan)"),
         NULL},
        {"issue-version", 0, 0, G_OPTION_ARG_INT, &o->version,
         CLI_BOTH("reprint で、第 N 版（初めは今の版）", "of reprint: this version (the one that stands)"), "N"},
        {"before", 0, 0, G_OPTION_ARG_FILENAME, &o->before,
         CLI_BOTH("expire で、年限がこの日より前に終わるもの（初めは今日）",
                  "of expire: retention ended before (today)"),
         "YYYY-MM-DD"},
        {"pdf", 0, 0, G_OPTION_ARG_FILENAME, &o->pdf,
         CLI_BOTH("report を実行報告書、index を発行の索引（PDF）にも", "report, index: as a PDF, too"), "FILE.pdf"},
        {"from", 0, 0, G_OPTION_ARG_FILENAME, &o->from,
         CLI_BOTH("impact：前の様式のフォルダー", "impact: folder of the old forms"), "DIR"},
        {"to", 0, 0, G_OPTION_ARG_FILENAME, &o->to,
         CLI_BOTH("impact：新しい様式のフォルダー", "impact: folder of the new forms"), "DIR"},
        {"head", 0, 0, G_OPTION_ARG_FILENAME, &o->head,
         CLI_BOTH("verify：発行簿にあるはずのハッシュ", "verify: a hash that the journal must have"), "HASH"},
        {"status", 0, 0, G_OPTION_ARG_FILENAME, &o->status,
         CLI_BOTH("どう終わったかを JSON でも", "how it ended, as JSON"), "FILE.json"},
        {"metrics", 0, 0, G_OPTION_ARG_FILENAME, &o->metrics,
         CLI_BOTH("同じことを Prometheus の形でも", "the same, for Prometheus"), "FILE.prom"},
        {"forms", 0, 0, G_OPTION_ARG_FILENAME, &o->forms_folder, CLI_BOTH("様式のフォルダー", "folder of forms"),
         "DIR"},
        {"local-rules", 0, 0, G_OPTION_ARG_FILENAME, &o->local_rules,
         CLI_BOTH("手元の要件のフォルダー（初めは RENKEI_LOCAL_RULES）", "folder of local rules (RENKEI_LOCAL_RULES)"),
         "DIR"},
        CLI_SPEECH_OPTIONS(&o->json, &o->messages),
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->files, NULL,
         "plan|run|verify|report|release|print|reprint|index|withdraw|hold|unhold|expire|merge|backup|impact|RUN.xml|"
         "KEY"},
        {NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL}};
    const bool good = cli_parse(entries, summary, details, argc, argv, d);
    o->all_forms = forms_of(o);
    return good;
}

/* What narrows or widens what a verb is about; what says how it is made or told (--jobs, --json, --who, --status …)
 * every one takes. */
#define OF_ORDER "cases", "form", "blank", "bundle", "month", "as-of", "name", "shard", "shards", "roster"
static const struct {
    const char *verb;
    const char *takes[14];
} verbs[] = {
    {"plan", {OF_ORDER, "force", "accept-missing"}},
    {"run", {OF_ORDER, "force", "accept-missing"}},
    {"verify", {OF_ORDER, "head"}},
    {"report", {OF_ORDER, "pdf"}},
    {"merge", {OF_ORDER, "accept-missing"}},
    {"backup", {"shard", "shards"}},
    {"release", {"form", "blank", "month", "bundle", "bundles", "again"}},
    {"print", {"form", "blank", "month", "bundle", "bundles", "again"}},
    {"reprint", {"form", "blank", "month", "bundle", "issue-version"}},
    {"index", {"bundle", "pdf"}},
    {"withdraw", {"form", "blank", "month", "bundle"}},
    {"hold", {NULL}},
    {"unhold", {NULL}},
    {"expire", {"before"}},
    {"impact", {"cases", "form", "blank", "month", "as-of", "from", "to"}},
};

static void
tell_not_taken(const char *verb, const char *option, diag *d)
{
    char *ja = g_strdup_printf("%s には --%s を使えません", verb, option);
    char *en = g_strdup_printf("%s takes no --%s", verb, option);
    cli_usage(d, ja, en);
    g_free(ja);
    g_free(en);
}

void
batch_options_check_verb(const batch_options *o, const char *verb, diag *d)
{
    g_assert(o && verb && d);
    const struct {
        const char *name;
        bool typed;
    } options[] = {{"cases", o->cases},
                   {"form", o->forms},
                   {"blank", o->blanks},
                   {"bundle", o->bundles},
                   {"bundles", o->all_bundles},
                   {"month", o->month},
                   {"as-of", o->as_of},
                   {"name", o->name},
                   {"force", o->force},
                   {"shard", o->shard},
                   {"shards", o->shards},
                   {"roster", o->roster},
                   {"accept-missing", o->accept_missing},
                   {"again", o->again},
                   {"issue-version", o->version != BATCH_NO_VERSION},
                   {"before", o->before},
                   {"head", o->head},
                   {"pdf", o->pdf},
                   {"from", o->from},
                   {"to", o->to}};
    size_t i = 0;
    while (i < G_N_ELEMENTS(verbs) && strcmp(verbs[i].verb, verb) != 0)
        i++;
    g_assert(i < G_N_ELEMENTS(verbs));
    for (size_t n = 0; n < G_N_ELEMENTS(options); n++)
        if (options[n].typed && !g_strv_contains(verbs[i].takes, options[n].name))
            tell_not_taken(verb, options[n].name, d);
}

void
batch_options_clear(batch_options *o)
{
    g_assert(o);
    char **const lists[] = {o->cases, o->forms, o->blanks, o->all_forms, o->bundles, o->files};
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
        g_strfreev(lists[i]);
    char *strings[] = {o->month,    o->as_of,  o->name,   o->output,  o->reason,       o->who,
                       o->before,   o->roster, o->shard,  o->pdf,     o->forms_folder, o->local_rules,
                       o->messages, o->head,   o->status, o->metrics, o->from,         o->to};
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
}
