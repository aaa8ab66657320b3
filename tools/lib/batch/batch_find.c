/* batch_find.c: where cases are: by the names of their files, below folders. */
#include "batch/batch_int.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/asked.h"
#include "base/folder.h"
#include "base/order.h"
#include "base/shown.h"
#include "cli/cli.h"
#include "xml/xml.h"

typedef struct finding {
    batch_order *order;
    GPatternSpec *files;
    bool several;     /* the pattern fits more than one name */
    bool links;       /* are followed */
    GHashTable *been; /* char *: folders, by device and number */
    GPtrArray *found; /* char * */
    GPtrArray *aside; /* char *: links to folders, whose turn comes when all that lies here itself was seen */
} finding;

/* ---- what a file is ---- */

typedef enum root_kind { ROOT_CASE, ROOT_OTHER, ROOT_UNKNOWN } root_kind;

static bool
visit_root(void *data, const char *name, int depth, const char *const *attributes)
{
    (void)depth;
    (void)attributes;
    *(root_kind *)data = strcmp(name, "case") == 0 ? ROOT_CASE : ROOT_OTHER;
    return false;
}

/* By its first bytes. What is no file is not waited for. */
static root_kind
root_of(const char *path)
{
    enum { HEAD = 16 * 1024 };
    root_kind kind = ROOT_UNKNOWN;
    struct stat is;
    const int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return kind;
    char *bytes = g_malloc(HEAD);
    const ssize_t n = fstat(fd, &is) == 0 && S_ISREG(is.st_mode) ? read(fd, bytes, HEAD) : -1;
    if (n > 0)
        xml_peek(bytes, (size_t)n, visit_root, &kind);
    g_free(bytes);
    close(fd);
    return kind;
}

static bool
is_named(const finding *f, const char *name)
{
    return (*name != '.' || !f->several) && g_pattern_spec_match_string(f->files, name);
}

static bool
has_xml_ending(const char *name)
{
    const size_t length = strlen(name), ending = strlen(".xml");
    return length > ending && g_ascii_strcasecmp(name + length - ending, ".xml") == 0;
}

/* ---- folders ---- */

/* Whether a folder that is not gone into has a case in it. */
static bool
has_case(const finding *f, const char *folder)
{
    bool has = false;
    GDir *dir = g_dir_open(folder, 0, NULL);
    for (const char *name; dir && !has && (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(folder, name, NULL);
        has = (is_named(f, name) || has_xml_ending(name)) && root_of(path) == ROOT_CASE;
        g_free(path);
    }
    if (dir)
        g_dir_close(dir);
    return has;
}

static void
look_at_file(finding *f, const char *path, const char *name)
{
    const bool named = is_named(f, name);
    if (named && (!f->several || root_of(path) != ROOT_OTHER))
        g_ptr_array_add(f->found, g_strdup(path));
    else if (!named && has_xml_ending(name) && root_of(path) == ROOT_CASE)
        g_ptr_array_add(f->order->skipped, g_strdup(path));
}

static void go_through(finding *f, const char *folder);

static bool
enter_once(finding *f, const struct stat *is)
{
    return g_hash_table_add(f->been, g_strdup_printf("%ju:%ju", (uintmax_t)is->st_dev, (uintmax_t)is->st_ino));
}

/* Links may lead in a circle, or twice to one folder. */
static void
look_at_folder(finding *f, const char *path, const char *name, const struct stat *is, bool linked)
{
    if (is_named(f, name) && has_xml_ending(name)) /* somebody meant a case by it: that it is none is told of it */
        g_ptr_array_add(f->found, g_strdup(path));
    if (linked)
        g_ptr_array_add(f->aside, g_strdup(path));
    else if (enter_once(f, is))
        go_through(f, path);
}

static void
note_unread(finding *f, const char *folder, int error)
{
    const batch_unread u = {g_strdup(folder), error};
    g_array_append_val(f->order->unread, u);
}

static void
go_through(finding *f, const char *folder)
{
    int error;
    GPtrArray *names = folder_names(folder, &error);
    if (!names) {
        note_unread(f, folder, error);
        return;
    }
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        struct stat is, target;
        char *path = g_build_filename(folder, name, NULL);
        if (lstat(path, &is) != 0)
            note_unread(f, path, errno);
        else if (S_ISLNK(is.st_mode) && stat(path, &target) == 0 && S_ISDIR(target.st_mode))
            look_at_folder(f, path, name, &target, true);
        else if (S_ISDIR(is.st_mode))
            look_at_folder(f, path, name, &is, false);
        else
            look_at_file(f, path, name);
        g_free(path);
    }
    g_ptr_array_unref(names);
}

/* A link to a folder that was gone through anyway brings nothing, and hides nothing. */
static void
look_aside(finding *f)
{
    struct stat is;
    for (guint i = 0; i < f->aside->len; i++) {
        const char *path = g_ptr_array_index(f->aside, i);
        if (stat(path, &is) != 0 || !enter_once(f, &is))
            continue;
        if (f->links)
            go_through(f, path);
        else if (has_case(f, path))
            g_ptr_array_add(f->order->skipped, g_strdup(path));
    }
}

static void
find_below(batch_order *o, const char *folder, const batch_search *how)
{
    const char *files = how && how->files ? how->files : "case.xml";
    finding f = {.order = o,
                 .files = g_pattern_spec_new(files),
                 .several = strpbrk(files, "*?") != NULL,
                 .links = how && how->links,
                 .been = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                 .found = g_ptr_array_new(),
                 .aside = g_ptr_array_new_with_free_func(g_free)};
    struct stat is;
    if (stat(folder, &is) == 0)
        enter_once(&f, &is);
    go_through(&f, folder);
    look_aside(&f);
    g_ptr_array_sort(f.found, order_strings);
    for (guint i = 0; i < f.found->len; i++)
        g_ptr_array_add(o->cases, g_ptr_array_index(f.found, i));
    g_ptr_array_free(f.found, TRUE);
    g_ptr_array_free(f.aside, TRUE);
    g_hash_table_destroy(f.been);
    g_pattern_spec_free(f.files);
}

bool
batch_order_add_cases(batch_order *o, const char *path, const batch_search *how, place where, diag *d)
{
    g_assert(o && path && d);
    const size_t errors = diag_count(d, DIAG_ERROR);
    diag *own = diag_new();
    if (g_file_test(path, G_FILE_TEST_IS_DIR))
        find_below(o, path, how);
    else if (cli_check_file(path, own))
        g_ptr_array_add(o->cases, g_strdup(path));
    diag_append_all_at(d, own, where);
    diag_drop(own);
    return diag_count(d, DIAG_ERROR) == errors;
}

/* ---- what was left out ---- */

void
batch_order_tell_skipped(const batch_order *o, diag *d)
{
    enum { NAMED = 3 };
    g_assert(o && d);
    GHashTable *taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < o->cases->len; i++)
        g_hash_table_add(taken, g_canonicalize_filename(g_ptr_array_index(o->cases, i), NULL));
    GString *named = g_string_new(NULL);
    size_t count = 0;
    for (guint i = 0; i < o->skipped->len; i++) {
        char *whole = g_canonicalize_filename(g_ptr_array_index(o->skipped, i), NULL);
        if (g_hash_table_add(taken, whole) && count++ < NAMED) {
            g_string_append(named, count > 1 ? ", " : "");
            shown_append(named, g_ptr_array_index(o->skipped, i));
        }
    }
    if (count > NAMED)
        g_string_append(named, " …");
    char *number = g_strdup_printf("%zu", count);
    if (count)
        diag_add(d, DIAG_BATCH_CASES_SKIPPED, o->where, PLACE_NONE, number, named->str, NULL);
    g_free(number);
    g_string_free(named, TRUE);
    g_hash_table_destroy(taken);
}
