#include "batch/batch_deeds.h"

#include <string.h>

#include "base/blank.h"
#include "base/json.h"
#include "batch/batch_handover.h"
#include "cli/cli.h"

/* What the verbs need beside the words: to be cleared. */
typedef struct request {
    batch_order *order; /* of a run file; NULL: none was named */
    char *form;         /* path; NULL: any */
    const char *output;
    const char *const *keys; /* the words without the run file */
    batch_deed deed;
} request;

/* ---- what was asked for ---- */

enum { NEEDS_KEY = 1, NEEDS_REASON = 2, ONE_KEY = 4, TAKES_ORDER = 8, NO_KEYS = 16 };

/* A run file says where the output and the local rules are; of a release also which forms. */
static void
read_order(request *r, const batch_asked *x, int needs, diag *d)
{
    const bool is_file = x->words && x->words[0] && g_str_has_suffix(x->words[0], ".xml");
    r->keys = x->words;
    if (!is_file || !(needs & TAKES_ORDER))
        return;
    r->keys = x->words + 1;
    r->order = batch_order_new();
    if (batch_order_read(r->order, x->words[0], x->paths->schema, d) && !r->output)
        r->output = r->order->output;
    if (r->order->local_rules && !x->local_rules_named)
        render_paths_local(x->paths, r->order->local_rules, r->order->where, d);
}

bool
batch_is_run_there(const char *output, diag *d)
{
    g_assert(output && d);
    if (g_file_test(output, G_FILE_TEST_IS_DIR))
        return true;
    char *ja = g_strdup_printf("出力フォルダー %s がありません", output);
    char *en = g_strdup_printf("there is no output folder %s", output);
    cli_usage(d, ja, en);
    g_free(ja);
    g_free(en);
    return false;
}

bool
batch_reason_is_given(const char *reason)
{
    return reason && g_utf8_validate(reason, -1, NULL) && !blank_is_text(reason);
}

static bool
begin_request(request *r, const batch_asked *x, int needs, diag *d)
{
    *r = (request){.output = x->output && *x->output ? x->output : NULL, .deed = {x->reason, x->who, x->dry_run}};
    read_order(r, x, needs, d);
    const bool has_key = (r->keys && r->keys[0]) || (x->bundles && x->bundles[0]);
    if (needs & NEEDS_KEY && !has_key)
        cli_usage(d, "動詞のあとに番号（KEY）がありません", "the verb needs a KEY");
    if (needs & ONE_KEY && r->keys && r->keys[0] && (r->keys[1] || (x->bundles && x->bundles[0])))
        cli_usage(d, "番号（KEY）か --bundle は一つだけ", "one KEY, or one --bundle, only");
    if (needs & NO_KEYS && r->keys && r->keys[0])
        cli_usage(d, "番号（KEY）は取りません（残すものは hold KEY）", "no KEY is taken (to keep one: hold KEY)");
    if (needs & NEEDS_REASON && !batch_reason_is_given(x->reason) && !x->dry_run)
        cli_usage(d, "--reason TEXT（理由）がありません", "no --reason");
    if (x->forms && x->forms[0] && x->forms[1])
        cli_usage(d, "--form（--blank）は一つだけ", "one --form (or --blank) only");
    if (!r->output && diag_count(d, DIAG_ERROR) == 0)
        cli_usage(d, "出力フォルダー（-o）がありません", "no output folder (-o)");
    if (diag_count(d, DIAG_ERROR) == 0 && x->forms && x->forms[0])
        r->form = cli_form(x->paths, x->forms[0], d);
    return diag_count(d, DIAG_ERROR) == 0 && batch_is_run_there(r->output, d);
}

static void
end_request(request *r)
{
    batch_order_drop(r->order);
    g_free(r->form);
}

static batch_choice
choice_of(const request *r, const batch_asked *x)
{
    const bool bundle = x->bundles && x->bundles[0];
    return (batch_choice){.key = bundle ? x->bundles[0] : r->keys[0],
                          .form = r->form,
                          .month = x->month,
                          .bundle = bundle,
                          .version = x->version};
}

/* An object of what one paper, or one key, has had done to it; open, to be closed. */
static void
begin_json(GString *out, const batch_asked *x, const batch_choice *c)
{
    g_string_append_printf(out, "{\"v\":1,\"dry-run\":%s", x->dry_run ? "true" : "false");
    json_append_member(out, "kind", c->bundle ? "bundle" : "document");
    json_append_member(out, "key", c->key);
    if (c->form)
        json_append_member(out, "form", c->form);
    if (c->month)
        json_append_member(out, "month", c->month);
}

/* ---- the verbs ---- */

int
batch_do_release(const batch_asked *x, GString *out, diag *d)
{
    request r;
    int status = EXIT_DONE;
    const bool begun = begin_request(&r, x, NEEDS_REASON | TAKES_ORDER, d);
    /* A decision is taken back of what is named, never of all there is. */
    const bool named = (r.keys && r.keys[0]) || (x->bundles && x->bundles[0]);
    if (begun && x->again && !named)
        cli_usage(d, "--again には、取り下げたものの番号（KEY）か --bundle NAME が要ります",
                  "--again needs the KEY, or the --bundle NAME, of what was withdrawn");
    if (begun && x->all_bundles && x->forms && x->forms[0])
        cli_usage(d, "--bundles と --form は一緒に使えません（束は全部を一つで発行します）",
                  "--bundles and --form do not go together, as an envelope goes whole");
    if (begun && diag_count(d, DIAG_ERROR) == 0) {
        batch_released released;
        const batch_release_order o = {.keys = r.keys,
                                       .form = r.form,
                                       .month = x->month,
                                       .order = r.order,
                                       .bundles = x->bundles,
                                       .all_bundles = x->all_bundles,
                                       .again = x->again,
                                       .deed = r.deed};
        if (batch_release(&o, x->paths, r.output, &released, d) || released.lines->len)
            (x->json ? batch_released_print_json : batch_released_print)(&released, x->dry_run, x->language, out);
        const size_t refused = released.count[BATCH_REFUSED];
        status = refused > released.forbidden ? EXIT_SOME : refused ? EXIT_FORBIDDEN : EXIT_DONE;
        batch_released_clear(&released);
    }
    end_request(&r);
    return status;
}

/* A run file's month is that of its envelopes; it says how they are printed, too. */
static batch_handover_order
handover_of(const request *r, const batch_asked *x)
{
    const bool named = (r->keys && r->keys[0]) || (x->bundles && x->bundles[0]) || x->all_bundles;
    const batch_order *o = r->order;
    return (batch_handover_order){.keys = r->keys,
                                  .form = r->form,
                                  .month = x->month ? x->month
                                           : o      ? o->month
                                                    : NULL,
                                  .bundles = x->bundles,
                                  .wished = named ? NULL : o,
                                  .all_bundles = x->all_bundles,
                                  .again = x->again,
                                  .spooler = {x->by, o ? o->printer : NULL, o ? o->print_options : NULL},
                                  .deed = r->deed};
}

int
batch_do_print(const batch_asked *x, GString *out, diag *d)
{
    request r;
    if (begin_request(&r, x, TAKES_ORDER, d)) {
        batch_handed handed;
        const batch_handover_order o = handover_of(&r, x);
        const bool any = r.keys && r.keys[0] ? true : o.bundles && o.bundles[0] ? true : o.all_bundles;
        if (!any && (!o.wished || !o.wished->wishes->len)) {
            cli_usage(d, "何を印刷に渡すか（<bundle> のある RUN.xml、KEY、--bundle NAME、--bundles）がありません",
                      "say what to print: a RUN.xml with <bundle>, a KEY, --bundle NAME or --bundles");
        } else {
            if (batch_hand_over(&o, r.output, &handed, d) || handed.lines->len) {
                if (x->json)
                    batch_handed_print_json(&handed, x->dry_run, out);
                else
                    batch_handed_print(&handed, x->language, out);
            }
            batch_handed_clear(&handed);
        }
    }
    end_request(&r);
    return EXIT_DONE;
}

int
batch_do_reprint(const batch_asked *x, GString *out, diag *d)
{
    request r;
    if (begin_request(&r, x, NEEDS_KEY | ONE_KEY | NEEDS_REASON, d)) {
        const batch_choice c = choice_of(&r, x);
        batch_reprinted made = {.file = g_string_new(NULL)};
        if (batch_reprint(&c, &r.deed, x->paths, r.output, &made, d) && x->json) {
            begin_json(out, x, &c);
            g_string_append_printf(out, ",\"version\":%d,\"copy\":%d,\"pages\":%d", made.version, made.copy,
                                   made.pages);
            json_append_member(out, "file", made.file->str);
            g_string_append(out, "}\n");
        } else if (made.file->len && diag_count(d, DIAG_ERROR) == 0) {
            g_string_append_printf(out, "%s\n", made.file->str);
        }
        g_string_free(made.file, TRUE);
    }
    end_request(&r);
    return EXIT_DONE;
}

static void
write_index(const batch_index *i, const batch_asked *x, const char *output, GString *out, diag *d)
{
    if (x->json)
        batch_index_print_json(i, out);
    else
        batch_index_print(i, x->language, out);
    GByteArray *pdf = x->pdf ? batch_index_pdf(i, x->paths, d) : NULL;
    if (!pdf)
        return;
    const batch_beside b = {x->pdf, BATCH_BESIDE_PDF, pdf->data, pdf->len, .everybody = false};
    batch_beside_write(output, &b, d);
    g_byte_array_unref(pdf);
}

int
batch_do_index(const batch_asked *x, GString *out, diag *d)
{
    request r;
    if (begin_request(&r, x, NEEDS_KEY | ONE_KEY, d)) {
        batch_index *i = batch_index_new(r.output, choice_of(&r, x).key, d);
        if (i)
            write_index(i, x, r.output, out, d);
        batch_index_drop(i);
    }
    end_request(&r);
    return EXIT_DONE;
}

int
batch_do_withdraw(const batch_asked *x, GString *out, diag *d)
{
    static const char *const words[2][2] = {{"取り下げた：%zu件\n", "withdrawn: %zu\n"},
                                            {"取り下げるもの：%zu件\n", "would be withdrawn: %zu\n"}};
    request r;
    if (begin_request(&r, x, NEEDS_KEY | ONE_KEY | NEEDS_REASON, d)) {
        const batch_choice c = choice_of(&r, x);
        const size_t count = batch_withdraw(&c, &r.deed, r.output, d);
        if (count && x->json) {
            begin_json(out, x, &c);
            g_string_append_printf(out, ",\"withdrawn\":%zu}\n", count);
        } else if (count) {
            g_string_append_printf(out, words[x->dry_run][x->language], count);
        }
    }
    end_request(&r);
    return EXIT_DONE;
}

static int
do_hold(const batch_asked *x, bool hold, GString *out, diag *d)
{
    static const char *const words[2][2][2] = {
        {{"保全を終えた：%s\n", "no longer on hold: %s\n"}, {"保全した：%s\n", "on hold: %s\n"}},
        {{"保全を終えるもの：%s\n", "would be no longer on hold: %s\n"},
         {"保全するもの：%s\n", "would be on hold: %s\n"}}};
    request r;
    if (begin_request(&r, x, NEEDS_KEY | ONE_KEY | NEEDS_REASON, d)) {
        const batch_choice c = choice_of(&r, x);
        const bool good = batch_hold_key(c.key, hold, &r.deed, r.output, d);
        if (good && x->json) {
            begin_json(out, x, &c);
            g_string_append_printf(out, ",\"held\":%s}\n", hold ? "true" : "false");
        } else if (good) {
            g_string_append_printf(out, words[x->dry_run][hold][x->language], c.key);
        }
    }
    end_request(&r);
    return EXIT_DONE;
}

int
batch_do_hold(const batch_asked *x, GString *out, diag *d)
{
    return do_hold(x, true, out, d);
}

int
batch_do_unhold(const batch_asked *x, GString *out, diag *d)
{
    return do_hold(x, false, out, d);
}

int
batch_do_expire(const batch_asked *x, GString *out, diag *d)
{
    request r;
    if (begin_request(&r, x, NEEDS_REASON | TAKES_ORDER | NO_KEYS, d)) {
        batch_expired expired;
        const batch_expiry o = {.before = x->before, .order = r.order, .deed = r.deed};
        if (batch_expire(&o, x->paths, r.output, &expired, d)) {
            if (x->json)
                batch_expired_print_json(&expired, x->dry_run, out);
            else
                batch_expired_print(&expired, x->dry_run, x->language, out);
        }
        batch_expired_clear(&expired);
    }
    end_request(&r);
    return EXIT_DONE;
}
