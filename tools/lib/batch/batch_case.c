/* batch_case.c: whose cases they are. A key is one case's: what several claim is nobody's, and what cannot say its key
 * has that under which the ledger knows its file. */
#include "batch/batch_int.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/asked.h"
#include "base/fault.h"
#include "base/shown.h"
#include "casefile/casefile.h"

/* What is read of a case before it is its turn: enough for its root and its masters. */
enum { HEAD = 256 * 1024, PIECE = 8 * 1024 };
/* A key is the name of a folder or a file, with something behind it. */
enum { LONGEST_KEY = 200 };

typedef struct reading {
    arena *a;
    batch_files *files;
    batch_inputs *inputs;
    GPtrArray *reasons; /* diag * */
    ledger *ledger;     /* NULL: none */
    GArray *cases;      /* batch_case */
    bool has_runs;      /* the ledger: a document may be as it was, and only its sum can tell */
} reading;

static diag *
new_reason(reading *r)
{
    diag *d = diag_new();
    g_ptr_array_add(r->reasons, d);
    return d;
}

/* As it may stand in a message, a ledger and a log. */
static const char *
shown_path(reading *r, const char *path)
{
    GString *s = g_string_new(NULL);
    shown_append(s, path);
    const char *shown = arena_strdup(r->a, s->str);
    g_string_free(s, TRUE);
    return shown;
}

/* ---- heads ---- */

/* Letters, digits and what stands between them (templates/schema/types.rng): any other id may be anything, a person's
 * name or what moves a terminal's cursor. */
static bool
is_plain(const char *id)
{
    for (const char *p = id; *p; p++)
        if (!g_ascii_isalnum(*p) && !strchr("._-", *p))
            return false;
    return g_ascii_isalnum(*id);
}

static const char *
stat_of(arena *a, const struct stat *is)
{
    char *text = batch_stat_text(is);
    const char *copy = arena_strdup(a, text);
    g_free(text);
    return copy;
}

/* A file that is none is not waited for. */
static bool
read_beginning(const char *path, char *buffer, size_t *length)
{
    struct stat is;
    const int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    ssize_t n = fd >= 0 && fstat(fd, &is) == 0 && S_ISREG(is.st_mode) ? 1 : -1;
    for (*length = 0; n > 0 && *length < HEAD; *length += (size_t)MAX(n, 0))
        n = read(fd, buffer + *length, MIN((size_t)PIECE, HEAD - *length));
    if (fd >= 0)
        close(fd);
    return n >= 0;
}

/* The id and the masters, a line each, an empty one for a kind that it names none of; "" when they have line ends. */
static char *
head_text(const casefile_head *head)
{
    GString *s = g_string_new(head->id);
    bool plain = !strchr(head->id, '\n');
    for (size_t i = 0; i < CASEFILE_NAMED; i++) {
        const char *path = head->masters[i] ? head->masters[i] : "";
        plain = plain && !strchr(path, '\n');
        g_string_append_printf(s, "\n%s", path);
    }
    if (!plain)
        g_string_truncate(s, 0);
    return g_string_free(s, FALSE);
}

static bool
head_of_text(reading *r, const char *text, casefile_head *head)
{
    char **lines = g_strsplit(text, "\n", -1);
    const bool whole = g_strv_length(lines) == 1 + CASEFILE_NAMED;
    *head = (casefile_head){.id = whole ? arena_strdup(r->a, lines[0]) : NULL};
    for (size_t i = 0; whole && i < CASEFILE_NAMED; i++)
        head->masters[i] = *lines[i + 1] ? arena_strdup(r->a, lines[i + 1]) : NULL;
    g_strfreev(lines);
    return whole;
}

/* Of a file that nobody has touched what it said is known; of one that no run has had, its beginning is enough: who
 * parses it sums it. */
static bool
read_file(reading *r, batch_case *c, char *buffer, casefile_head *head)
{
    const char *text;
    struct stat is;
    size_t length = 0;
    if (batch_files_find(r->files, c->path, &c->sum, &text) && head_of_text(r, text, head))
        return true;
    c->stat = stat(c->path, &is) == 0 ? stat_of(r->a, &is) : NULL;
    if (r->has_runs ? !digest_file(c->path, &c->sum, buffer, HEAD, &length) : !read_beginning(c->path, buffer, &length))
        c->sum = (digest){{0}};
    const bool read = casefile_head_read(r->a, c->path, buffer, length, head);
    char *line = read ? head_text(head) : NULL;
    if (line && *line)
        c->head = arena_strdup(r->a, line);
    if (c->head && c->stat && !digest_is_none(&c->sum))
        batch_files_note(r->files, c->path, c->stat, &c->sum, c->head);
    g_free(line);
    return read;
}

static batch_case
read_head(reading *r, const char *path, char *buffer)
{
    casefile_head head;
    size_t count = 0;
    const char *masters[CASEFILE_NAMED];
    batch_case c = {.path = arena_strdup(r->a, path)};
    c.read = read_file(r, &c, buffer, &head);
    for (size_t i = 0; c.read && i < CASEFILE_NAMED; i++)
        if (head.masters[i])
            masters[count++] = head.masters[i];
    c.masters_content = batch_inputs_placed(r->inputs, masters, count, &c.masters);
    c.known = c.read && is_plain(head.id) && strlen(head.id) <= LONGEST_KEY;
    c.key = c.known ? head.id : shown_path(r, path);
    if (c.read && is_plain(head.id) && !c.known) {
        diag *why = new_reason(r);
        diag_add(why, DIAG_BATCH_KEY_LONG, PLACE_NONE, (place){c.path, 0, NULL}, G_STRINGIFY(200), NULL);
        c.refused = why;
    }
    return c;
}

static gint
compare_cases(gconstpointer a, gconstpointer b)
{
    const batch_case *x = a, *y = b;
    const int keys = strcmp(x->key, y->key);
    return keys ? keys : strcmp(x->path, y->path);
}

/* ---- one key, several cases ---- */

/* The first of them has the key, so that nothing older stands for any of them; the others are known by their paths. */
static void
refuse_all(reading *r, guint first, guint end)
{
    batch_case *all = &g_array_index(r->cases, batch_case, first);
    const char *key = all->key;
    for (guint i = 0; i < end - first; i++) {
        diag *why = new_reason(r);
        diag_add(why, DIAG_BATCH_KEY_TWICE, PLACE_NONE, (place){all[i].path, 0, NULL}, key,
                 shown_path(r, all[i ? 0 : 1].path), NULL);
        all[i].refused = why;
        if (i) {
            all[i].known = false;
            all[i].key = shown_path(r, all[i].path);
        }
    }
}

static void
find_twins(reading *r)
{
    g_array_sort(r->cases, compare_cases);
    for (guint i = 0, end; i < r->cases->len; i = end) {
        const batch_case *all = (const batch_case *)r->cases->data;
        for (end = i + 1;
             end < r->cases->len && all[i].known && all[end].known && strcmp(all[i].key, all[end].key) == 0;)
            end++;
        if (end > i + 1)
            refuse_all(r, i, end);
    }
}

/* ---- what the ledger knows of a file ---- */

/* Files are the same by whatever way they are named. */
static void
take_path(void *data, const ledger_document *x)
{
    if (is_plain(x->key))
        g_hash_table_insert(data, g_canonicalize_filename(x->case_path, NULL), g_strdup(x->key));
}

/* Whole paths of cases and their keys; the newest run's come first. */
static GHashTable *
known_paths(reading *r)
{
    GHashTable *paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    ledger_run last;
    if (r->ledger && ledger_each(r->ledger, 0, false, take_path, paths) && ledger_last_run(r->ledger, &last) && last.id)
        ledger_each(r->ledger, last.id, false, take_path, paths);
    return paths;
}

/* A key that no case of now has: one that has moved is where it is read. */
static void
give_key(reading *r, GHashTable *taken, batch_case *c, const char *key)
{
    if (!key || !g_hash_table_add(taken, arena_strdup(r->a, key)))
        return;
    c->key = arena_strdup(r->a, key);
    c->known = true;
}

static gint
compare_paths(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const diag *
unread_reason(reading *r, const batch_unread *u)
{
    diag *why = new_reason(r);
    diag_add(why, DIAG_BATCH_FOLDER_UNREAD, PLACE_NONE, PLACE_NONE, shown_path(r, u->folder),
             fault_words(u->error, DIAG_JA), fault_words(u->error, DIAG_EN), NULL);
    return why;
}

/* Every case that the ledger knows in the folder; the folder itself, when it knows none. */
static void
add_unread(reading *r, GHashTable *taken, GHashTable *paths, const batch_unread *u)
{
    char *whole = g_canonicalize_filename(u->folder, NULL), *below = g_strconcat(whole, "/", NULL);
    GPtrArray *inside = g_ptr_array_new();
    GHashTableIter each;
    gpointer path;
    g_hash_table_iter_init(&each, paths);
    while (g_hash_table_iter_next(&each, &path, NULL))
        if (g_str_has_prefix(path, below))
            g_ptr_array_add(inside, path);
    g_ptr_array_sort(inside, compare_paths);
    if (!inside->len)
        g_ptr_array_add(inside, u->folder);
    const diag *why = unread_reason(r, u);
    for (guint i = 0; i < inside->len; i++) {
        const char *whose = g_ptr_array_index(inside, i);
        batch_case c = {.path = arena_strdup(r->a, whose), .key = shown_path(r, whose), .refused = why};
        give_key(r, taken, &c, g_hash_table_lookup(paths, whose));
        g_array_append_val(r->cases, c);
    }
    g_ptr_array_free(inside, TRUE);
    g_free(below);
    g_free(whole);
}

static bool
needs_ledger(const reading *r, const batch_order *o)
{
    bool all = true;
    for (guint i = 0; i < r->cases->len; i++)
        all = all && g_array_index(r->cases, batch_case, i).known;
    return !all || o->unread->len;
}

static void
remember_keys(reading *r, const batch_order *o)
{
    GHashTable *paths = known_paths(r), *taken = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < r->cases->len; i++) {
        const batch_case *c = &g_array_index(r->cases, batch_case, i);
        if (c->known)
            g_hash_table_add(taken, (gpointer)c->key);
    }
    for (guint i = 0; i < r->cases->len; i++) {
        batch_case *c = &g_array_index(r->cases, batch_case, i);
        char *whole = g_canonicalize_filename(c->path, NULL);
        if (!c->known)
            give_key(r, taken, c, g_hash_table_lookup(paths, whole));
        g_free(whole);
    }
    for (guint i = 0; i < o->unread->len; i++)
        add_unread(r, taken, paths, &g_array_index(o->unread, batch_unread, i));
    g_hash_table_destroy(taken);
    g_hash_table_destroy(paths);
}

/* ---- all of them ---- */

/* Paths may look the same when they are cleaned; a key is one case's all the same. */
static void
part_keys(reading *r)
{
    unsigned same = 1;
    for (guint i = 1; i < r->cases->len; i++) {
        batch_case *all = (batch_case *)r->cases->data;
        same = !all[i].known && strcmp(all[i].key, all[i - same].key) == 0 ? same + 1 : 1;
        if (same > 1)
            all[i].key = arena_printf(r->a, "%s (%u)", all[i].key, same);
    }
}

void
batch_cases_read(arena *a, GPtrArray *reasons, batch_inputs *inputs, batch_files *files, const batch_order *o,
                 ledger *l, GArray *out)
{
    g_assert(a && reasons && inputs && files && o && out);
    ledger_run last;
    reading r = {a, files, inputs, reasons, l, out, l && ledger_last_run(l, &last) && last.id};
    char *buffer = g_malloc(HEAD);
    GHashTable *once = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < o->cases->len; i++) {
        const char *path = g_ptr_array_index(o->cases, i);
        if (!g_hash_table_add(once, g_canonicalize_filename(path, NULL)))
            continue; /* a file that is named twice is one case */
        const batch_case c = read_head(&r, path, buffer);
        g_array_append_val(out, c);
    }
    g_hash_table_destroy(once);
    g_free(buffer);
    find_twins(&r);
    if (needs_ledger(&r, o))
        remember_keys(&r, o);
    g_array_sort(out, compare_cases);
    part_keys(&r);
}
