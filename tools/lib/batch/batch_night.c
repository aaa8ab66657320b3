/* batch_night.c: that shards belong together. Whoever merges must not take last night's ledger for a shard that never
 * started, nor shards of other cases, forms or names: each run of a shard knows by one text of what set it is.
 *
 * The text has two words: a sum over the order (its forms with what they include, months, days, names, bundles, and the
 * keys of all cases), and the token of the night. The token lies in OUT/.renkei/night while shards run: the first shard
 * of a night writes it, the others take it, merge removes it. One that has ended with the very token that it finds
 * begins another night: what is run again is a new set, unless the scheduler says that it is the same (RENKEI_NIGHT,
 * or the job of Slurm's array). */
#include "batch/batch_int.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define NIGHT BATCH_OWN "/night"
enum { TOKEN = DIGEST_TEXT - 1 };

static digest
sum_of_order(const batch_plan *p, const batch_order *o)
{
    digest_sum *s = digest_sum_new();
    const digest cases = batch_plan_cases_sum(p);
    char *wishes = batch_wishes_text(o->wishes);
    digest_sum_add_text(s, batch_edition());
    digest_sum_add_text(s, batch_order_roster(o));
    digest_sum_add_text(s, o->name);
    digest_sum_add_text(s, wishes);
    digest_sum_add_text(s, o->month);
    digest_sum_add_text(s, o->as_of);
    digest_sum_add_digest(s, &cases);
    batch_plan_add_forms(p, s);
    g_free(wishes);
    return digest_sum_close(s);
}

/* ---- the token ---- */

/* "" when there is none. */
static void
read_token(int fd, char token[TOKEN + 1])
{
    const ssize_t n = pread(fd, token, TOKEN, 0);
    token[n == TOKEN ? TOKEN : 0] = '\0';
}

static int
write_token(int fd, const char *token)
{
    if (ftruncate(fd, 0) != 0 || pwrite(fd, token, TOKEN, 0) != TOKEN || fsync(fd) != 0)
        return errno ? errno : EIO;
    return 0;
}

static void
make_token(const char *from, char token[TOKEN + 1])
{
    const digest sum = digest_of(from, strlen(from));
    digest_text(&sum, token);
}

/* What the scheduler calls the night. NULL: nothing. */
static const char *
name_of_night(void)
{
    const char *said = g_getenv("RENKEI_NIGHT"), *job = g_getenv("SLURM_ARRAY_JOB_ID");
    return said && *said ? said : job && *job ? job : NULL;
}

/* Whether the token that lies there is not that of this night; then the new one is put in its place. */
static bool
renew_token(const char *own, char token[TOKEN + 1])
{
    const char *night = name_of_night();
    char new[TOKEN + 1], *fresh = g_uuid_string_random();
    make_token(night ? night : fresh, new);
    g_free(fresh);
    const bool stale = night ? strcmp(token, new) != 0 : !*token || strcmp(token, own) == 0;
    if (stale)
        memcpy(token, new, sizeof new);
    return stale;
}

/* Takes the token that lies there, or writes a new one where there is none or it is used up, as `own` is. 0, or
 * errno. */
static int
take_token(const batch_place *where, const char *own, char token[TOKEN + 1])
{
    const int fd = openat(where->folder, NIGHT, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    int error = fd < 0 ? errno : 0;
    while (!error && flock(fd, LOCK_EX) != 0)
        error = errno == EINTR ? 0 : errno;
    if (!error) {
        read_token(fd, token);
        error = renew_token(own, token) ? write_token(fd, token) : 0;
    }
    if (fd >= 0)
        close(fd);
    return error;
}

static const char *
token_of(const char *identity)
{
    const char *space = strchr(identity, ' ');
    return space ? space + 1 : "";
}

char *
batch_night_join(const batch_place *where, const batch_plan *p, const batch_order *o, ledger *l, diag *d)
{
    g_assert(where && p && o && l && d);
    ledger_run last;
    char token[TOKEN + 1], text[DIGEST_TEXT];
    const bool ended = ledger_last_run(l, &last) && last.ended;
    const int error = take_token(where, ended ? token_of(last.identity) : "", token);
    if (error) {
        batch_place_report(NIGHT, error, d);
        return NULL;
    }
    const digest sum = sum_of_order(p, o);
    return g_strdup_printf("%s %s", digest_text(&sum, text), token);
}

/* ---- whoever merges or verifies ---- */

static void
look_at_token(int folder, char token[TOKEN + 1])
{
    const int fd = openat(folder, NIGHT, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    token[0] = '\0';
    if (fd >= 0) {
        read_token(fd, token);
        close(fd);
    }
}

bool
batch_night_goes_on(int folder)
{
    char token[TOKEN + 1];
    look_at_token(folder, token);
    return *token;
}

bool
batch_night_is_now(int folder, const char *identity)
{
    g_assert(identity);
    char token[TOKEN + 1];
    look_at_token(folder, token);
    return !*token || strcmp(token, token_of(identity)) == 0;
}

bool
batch_night_same(const char *a, const char *b)
{
    g_assert(a && b);
    return strcmp(token_of(a), token_of(b)) == 0;
}

int
batch_night_end(const batch_place *where)
{
    g_assert(where);
    return unlinkat(where->folder, NIGHT, 0) == 0 || errno == ENOENT ? 0 : errno;
}
