/* batch_withdraw.c: what a run takes out of the working state of itself (a document that a rule forbids by now, one
 * that failed, an envelope that is held or is none any more) goes to OUT/.renkei/withdrawn with an entry of the
 * journal, like what somebody decided about: else nobody would know whose bytes lie there, nor when they are to be
 * destroyed. Until the journal has that entry for good, the file waits in OUT/.renkei/tmp under its sum: a run that is
 * killed has either withdrawn it or not. */
#include "batch/batch_int.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/below.h"

static const char *
first_set(const char *said, const char *variable, const char *otherwise)
{
    const char *set = g_getenv(variable);
    return said && *said ? said : set && *set ? set : otherwise;
}

char *
batch_name_of_doer(const char *said)
{
    return g_utf8_make_valid(first_set(said, "RENKEI_WHO", g_get_user_name()), -1);
}

char *
batch_name_of_host(void)
{
    return g_utf8_make_valid(first_set(NULL, "RENKEI_HOST", g_get_host_name()), -1);
}

bool
batch_withdraw_file(const batch_place *p, ledger *l, const ledger_entry *what, const char *who, diag *d)
{
    return batch_withdraw_from(p, l, what, who, d, d);
}

bool
batch_withdraw_from(const batch_place *p, ledger *l, const ledger_entry *what, const char *who, diag *alone, diag *d)
{
    g_assert(p && l && what && what->name && alone && d);
    ledger_entry e = *what;
    const int error = batch_place_withdraw(p, e.name, &e.output, &e.bytes);
    const bool stays = error && batch_place_is_alone(p, error);
    if (error)
        batch_place_report(e.name, error, stays ? alone : d);
    if (error && !stays)
        return false;
    if (stays)
        e.bytes = 0;
    char *now = batch_now_utc(), *doer = batch_name_of_doer(who), *host = batch_name_of_host();
    e.act = LEDGER_WITHDRAW;
    e.on = now;
    e.who = doer;
    e.host = host;
    const bool good = ledger_append(l, &e, NULL);
    g_free(now);
    g_free(doer);
    g_free(host);
    return good;
}

/* ---- what waits for the journal ---- */

/* Their sums, and none of a process that is at work: the lock is ours. 0, or errno. */
static int
list_waiting(const batch_place *p, GArray *sums)
{
    const int folder = below_folder(p->folder, p->tmp, 0);
    DIR *dir = folder < 0 ? NULL : fdopendir(folder);
    if (!dir)
        return errno;
    digest sum;
    for (const struct dirent *e; (e = readdir(dir));)
        if (batch_own_sum_of(e->d_name, &sum))
            g_array_append_val(sums, sum);
    closedir(dir);
    return 0;
}

static char *
name_waiting(const batch_place *p, const digest *sum)
{
    char text[DIGEST_TEXT];
    return g_strdup_printf("%s/%s.pdf", p->tmp, digest_text(sum, text));
}

static int
keep_withdrawn(const batch_place *p, const digest *sum)
{
    char *from = name_waiting(p, sum), *to = batch_withdrawn_name(sum);
    const int error = below_rename(p->folder, from, to, BATCH_FOLDER_MODE);
    g_free(from);
    g_free(to);
    return error;
}

static bool
report_kept(int error, diag *d)
{
    if (error)
        batch_place_report(BATCH_OWN "/withdrawn", error, d);
    return !error;
}

bool
batch_withdraw_settle(const batch_place *p, diag *d)
{
    g_assert(p && d);
    GArray *sums = g_array_new(FALSE, FALSE, sizeof(digest));
    int error = list_waiting(p, sums);
    for (guint i = 0; !error && i < sums->len; i++)
        error = keep_withdrawn(p, &g_array_index(sums, digest, i));
    g_array_free(sums, TRUE);
    return report_kept(error, d);
}

typedef struct recovering {
    const batch_place *place;
    GHashTable *entered; /* sums, as texts: of what the journal says that it was withdrawn, and not destroyed since */
    const digest *sum;   /* of one that is none of these */
    bool back;
    int error;
} recovering;

static void
take_entered(void *data, const ledger_entry *x)
{
    const recovering *r = data;
    char text[DIGEST_TEXT];
    if (x->act == LEDGER_WITHDRAW)
        g_hash_table_add(r->entered, g_strdup(digest_text(&x->output, text)));
    else if (x->act == LEDGER_EXPIRE && x->version == 0)
        g_hash_table_remove(r->entered, digest_text(&x->of, text));
}

static void
put_back(recovering *r, const char *file, const digest *output)
{
    struct stat is;
    if (r->back || r->error || !*file || !digest_equal(output, r->sum) ||
        below_look(r->place->folder, file, &is) != ENOENT)
        return;
    char *from = name_waiting(r->place, r->sum);
    r->error = below_rename(r->place->folder, from, file, BATCH_FOLDER_MODE);
    r->back = !r->error;
    g_free(from);
}

static void
put_back_document(void *data, const ledger_document *x)
{
    put_back(data, x->file, &x->output);
}

static void
put_back_bundle(void *data, const ledger_bundle *x)
{
    put_back(data, x->file, &x->output);
}

/* What nobody knows any more, as its place is taken or it was not what was made, goes like all that is half-made. */
static bool
recover_one(recovering *r, ledger *l)
{
    char text[DIGEST_TEXT];
    if (g_hash_table_contains(r->entered, digest_text(r->sum, text))) {
        r->error = keep_withdrawn(r->place, r->sum);
        return true;
    }
    r->back = false;
    if (!ledger_each(l, 0, false, put_back_document, r) || !ledger_each_bundle(l, 0, put_back_bundle, r))
        return false;
    char *name = name_waiting(r->place, r->sum);
    if (!r->back && !r->error)
        r->error = below_unlink(r->place->folder, name, 0);
    g_free(name);
    return true;
}

bool
batch_withdraw_recover(const batch_place *p, ledger *l, diag *d)
{
    g_assert(p && l && d);
    GArray *sums = g_array_new(FALSE, FALSE, sizeof(digest));
    recovering r = {.place = p, .entered = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    r.error = list_waiting(p, sums);
    bool good = !sums->len || ledger_each_entry(l, NULL, take_entered, &r);
    for (guint i = 0; good && !r.error && i < sums->len; i++) {
        r.sum = &g_array_index(sums, digest, i);
        good = recover_one(&r, l);
    }
    g_hash_table_destroy(r.entered);
    g_array_free(sums, TRUE);
    return report_kept(r.error, d) && good;
}
