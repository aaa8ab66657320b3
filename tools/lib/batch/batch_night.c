/* batch_night.c: that shards belong together, and that nothing newer stands in the account of all. Whoever merges must
 * not take last night's ledger for a shard that never started, nor shards of other cases, forms or names, nor put what
 * they say over what a later run said. No clock tells: each run of a shard knows by one text of what set it is, and a
 * run over all and shards exclude each other.
 *
 * The text has two words: a sum over the order (its forms with what they include, months, days, names, bundles, and the
 * keys of all cases), and the token of the night. The token lies in OUT/.renkei/night with the name that the scheduler
 * has for the night (RENKEI_NIGHT, or the job of Slurm's array) and what became of it:
 *
 *   open       shards run, or have run and wait for merge
 *   merged     they were merged, and may be again: that changes nothing
 *   overtaken  before they were merged, something else changed the account of all: what they say is older
 *   over       they were merged, and it was changed since
 *
 * The first shard of a night writes the token, the others take it. One that has ended with the very token that it finds
 * begins another night: what is run again is a new set, unless the scheduler says that it is the same. What is
 * overtaken or over nobody joins any more. */
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

typedef enum night_state { NIGHT_OPEN, NIGHT_MERGED, NIGHT_OVERTAKEN, NIGHT_OVER, NIGHT_NONE } night_state;
static const char *const state_words[] = {"open", "merged", "overtaken", "over", NULL};

typedef struct night {
    char token[TOKEN + 1]; /* "" when there is none */
    char name[TOKEN + 1];  /* a sum of what the scheduler calls it; "" nothing */
    night_state state;
} night;

static void
take_sum(const char *word, char into[TOKEN + 1])
{
    digest sum;
    if (word && strlen(word) == TOKEN && digest_parse(word, &sum))
        memcpy(into, word, TOKEN + 1);
}

/* A token alone, as programs before this wrote it, is of an open night. */
static night
read_night(int fd)
{
    char text[512];
    night n = {.state = NIGHT_NONE};
    const ssize_t length = fd < 0 ? -1 : pread(fd, text, sizeof text - 1, 0);
    text[length > 0 ? length : 0] = '\0';
    text[strcspn(text, "\n")] = '\0';
    char **words = g_strsplit(text, " ", 4);
    const guint count = g_strv_length(words);
    take_sum(count ? words[0] : NULL, n.token);
    take_sum(count > 1 ? words[1] : NULL, n.name);
    n.state = count == 1 ? NIGHT_OPEN : NIGHT_OVER;
    for (unsigned i = 0; count == 3 && i < NIGHT_NONE; i++)
        if (strcmp(words[2], state_words[i]) == 0)
            n.state = i;
    g_strfreev(words);
    if (!*n.token)
        n.state = NIGHT_NONE;
    return n;
}

/* What is left of a longer text stands after the end of the line: whoever is killed here has written it or not. */
static int
write_night(int fd, const night *n)
{
    char *text = g_strdup_printf("%s %s %s\n", n->token, *n->name ? n->name : "-", state_words[n->state]);
    const ssize_t length = (ssize_t)strlen(text);
    const bool good = pwrite(fd, text, (size_t)length, 0) == length && ftruncate(fd, length) == 0 && fsync(fd) == 0;
    g_free(text);
    return good ? 0 : errno ? errno : EIO;
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

/* The night that a shard is of whose last run has ended with the token `own`; whether that is to be written. */
static bool
join_night(const char *own, night *n)
{
    night new = {.state = NIGHT_OPEN};
    const char *name = name_of_night();
    if (name)
        make_token(name, new.name);
    const bool joins = name ? strcmp(n->name, new.name) == 0 && n->state <= NIGHT_MERGED
                            : n->state == NIGHT_OPEN && strcmp(n->token, own) != 0;
    if (joins && n->state == NIGHT_OPEN)
        return false;
    char *fresh = g_uuid_string_random();
    make_token(fresh, new.token);
    g_free(fresh);
    if (joins)
        n->state = NIGHT_OPEN;
    else
        *n = new;
    return true;
}

/* Opens the file of the night for whoever alone writes it; -1 with errno. */
static int
open_night(const batch_place *where, int flags)
{
    const int fd = openat(where->folder, NIGHT, O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
    while (fd >= 0 && flock(fd, LOCK_EX) != 0) {
        if (errno == EINTR)
            continue;
        const int error = errno;
        close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

/* The token that lies there, or a new one where there is none or it is used up, as `own` is. 0, or errno. */
static int
take_token(const batch_place *where, const char *own, night *n)
{
    const int fd = open_night(where, O_CREAT);
    if (fd < 0)
        return errno;
    *n = read_night(fd);
    const int error = join_night(own, n) ? write_night(fd, n) : 0;
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
    night n;
    char text[DIGEST_TEXT];
    if (!ledger_last_run(l, &last))
        return NULL;
    const bool ended = last.id && last.ended;
    const int error = take_token(where, ended ? token_of(last.identity) : "", &n);
    if (error) {
        batch_place_report(NIGHT, error, d);
        return NULL;
    }
    const digest sum = sum_of_order(p, o);
    return g_strdup_printf("%s %s", digest_text(&sum, text), n.token);
}

/* ---- whoever merges, overtakes or verifies ---- */

static night
look_at_night(int folder)
{
    const int fd = openat(folder, NIGHT, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    const night n = read_night(fd);
    if (fd >= 0)
        close(fd);
    return n;
}

bool
batch_night_waits(int folder)
{
    const night n = look_at_night(folder);
    return n.state == NIGHT_OPEN || n.state == NIGHT_OVERTAKEN;
}

bool
batch_night_is_newest(int folder)
{
    return look_at_night(folder).state <= NIGHT_MERGED;
}

bool
batch_night_is_now(int folder, const char *identity)
{
    g_assert(identity);
    const night n = look_at_night(folder);
    return n.state == NIGHT_NONE || strcmp(n.token, token_of(identity)) == 0;
}

bool
batch_night_same(const char *a, const char *b)
{
    g_assert(a && b);
    return strcmp(token_of(a), token_of(b)) == 0;
}

static bool
change_night(const batch_place *where, night_state open, night_state merged, diag *d)
{
    const int fd = open_night(where, 0);
    int error = fd < 0 && errno != ENOENT ? errno : 0;
    night n = read_night(fd);
    if (fd >= 0 && n.state <= NIGHT_MERGED) {
        n.state = n.state == NIGHT_OPEN ? open : merged;
        error = write_night(fd, &n);
    }
    if (fd >= 0)
        close(fd);
    if (error)
        batch_place_report(NIGHT, error, d);
    return !error;
}

bool
batch_night_end(const batch_place *where, diag *d)
{
    g_assert(where && d);
    return change_night(where, NIGHT_MERGED, NIGHT_MERGED, d);
}

bool
batch_night_overtake(const batch_place *where, diag *d)
{
    g_assert(where && d);
    return change_night(where, NIGHT_OVERTAKEN, NIGHT_OVER, d);
}
