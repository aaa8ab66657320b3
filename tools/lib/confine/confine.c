#include "confine/confine_int.h"

#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/outfile.h"

static bool
is_wished(void)
{
    const char *said = getenv("RENKEI_CONFINE");
#ifdef RENKEI_UNCONFINED
    return g_strcmp0(said, "on") == 0;
#else
    return g_strcmp0(said, "off") != 0;
#endif
}

/* ---- what is needed ---- */

static void
clear_path(gpointer data)
{
    g_free(((confine_path *)data)->path);
}

confine *
confine_new(void)
{
    confine *c = g_new(confine, 1);
    c->paths = g_array_new(FALSE, FALSE, sizeof(confine_path));
    g_array_set_clear_func(c->paths, clear_path);
    c->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return c;
}

void
confine_drop(confine *c)
{
    if (!c)
        return;
    g_array_free(c->paths, TRUE);
    g_hash_table_destroy(c->known);
    g_free(c);
}

static void
add_path(confine *c, const char *path, confine_use use)
{
    g_assert(c);
    if (!path)
        return;
    const confine_path p = {g_strdup(path), use};
    if (g_hash_table_add(c->known, g_strdup_printf("%d %s", (int)use, path)))
        g_array_append_val(c->paths, p);
    else
        g_free(p.path);
}

static void
add_beside(confine *c, const char *file, confine_use use)
{
    char *folder = g_path_get_dirname(file);
    add_path(c, folder, use);
    g_free(folder);
}

void
confine_read(confine *c, const char *path)
{
    add_path(c, path, USE_READ);
}

void
confine_read_named(confine *c, const char *path)
{
    add_path(c, path, USE_READ_NAMED);
}

void
confine_read_made(confine *c, const char *folder)
{
    add_path(c, folder, USE_READ_MADE);
}

void
confine_list(confine *c, const char *folder)
{
    add_path(c, folder, USE_LIST);
}

void
confine_read_beside(confine *c, const char *file)
{
    if (file)
        add_beside(c, file, USE_READ);
}

void
confine_read_system(confine *c)
{
    static const char *const paths[] = {"/usr",
                                        "/lib",
                                        "/lib64",
                                        "/nix/store",
                                        "/etc/ld.so.cache",
                                        "/etc/localtime",
                                        "/etc/timezone",
                                        "/etc/locale.alias",
                                        "/etc/ssl/openssl.cnf",
                                        "/etc/fonts",
                                        "/var/cache/fontconfig",
                                        "/dev/null",
                                        "/dev/zero",
                                        "/dev/urandom",
                                        "/proc/self",
                                        "/proc/sys/vm/overcommit_memory",
                                        "/sys/devices/system/cpu"};
    /* Where the same things are looked for when somebody says so. */
    static const char *const said[] = {"LD_LIBRARY_PATH", "GCONV_PATH", "LOCPATH", "TZDIR", "OPENSSL_CONF"};
    for (size_t i = 0; i < G_N_ELEMENTS(paths); i++)
        add_path(c, paths[i], USE_READ_SYSTEM);
    add_path(c, "/dev/null", USE_STREAM); /* where a program is started that is to say nothing */
    for (size_t i = 0; i < G_N_ELEMENTS(said); i++) {
        char **parts = g_strsplit(getenv(said[i]) ? getenv(said[i]) : "", ":", -1);
        for (char **part = parts; *part; part++)
            add_path(c, **part ? *part : NULL, USE_READ_SYSTEM);
        g_strfreev(parts);
    }
}

void
confine_write_files(confine *c, const char *folder)
{
    add_path(c, folder, USE_WRITE_FILES);
}

void
confine_write_all(confine *c, const char *folder)
{
    add_path(c, folder, USE_WRITE_ALL);
}

/* The folder itself is opened to be synced. */
void
confine_write_file(confine *c, const char *path)
{
    struct stat is;
    if (!path || strcmp(path, "-") == 0)
        return;
    if (outfile_is_stream(path) && stat(path, &is) == 0 && !S_ISDIR(is.st_mode)) {
        add_path(c, path, USE_STREAM);
        return;
    }
    add_beside(c, path, USE_WRITE_FILES);
    add_beside(c, path, USE_READ);
}

/* ---- entering ---- */

static bool
judge_entry(int error, diag *d)
{
    if (!error)
        return true;
    diag_add(d, DIAG_CONFINE_FAILED, PLACE_NONE, PLACE_NONE, fault_words(error, DIAG_JA), fault_words(error, DIAG_EN),
             NULL);
    return false;
}

static void
keep_limit(int which, rlim_t most)
{
    struct rlimit now;
    if (getrlimit(which, &now) != 0)
        return;
    now.rlim_cur = MIN(now.rlim_cur, most);
    now.rlim_max = now.rlim_cur;
    setrlimit(which, &now);
}

bool
confine_enter_calls(unsigned may, diag *d)
{
    g_assert(d);
    if (!is_wished() || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return true;
    keep_limit(RLIMIT_CORE, 0);
    keep_limit(RLIMIT_NOFILE, RLIM_INFINITY);
    return judge_entry(confine_calls(may), d);
}

bool
confine_enter(const confine *c, unsigned may, diag *d)
{
    g_assert(c && d);
    if (!is_wished() || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return true;
    return judge_entry(confine_files_write(c, may), d) && confine_enter_calls(may, d);
}

bool
confine_enter_reading(const confine *c, diag *d)
{
    g_assert(c && d);
    return !is_wished() || judge_entry(confine_files_read(c), d);
}

bool
confine_listen_no_more(diag *d)
{
    g_assert(d);
    return !is_wished() || judge_entry(confine_calls_listening(), d);
}

void
confine_begin(void)
{
    struct rlimit core;
    if (!is_wished())
        return;
    if (getrlimit(RLIMIT_CORE, &core) == 0) {
        core.rlim_cur = 0;
        setrlimit(RLIMIT_CORE, &core);
    }
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/* ---- told ---- */

void
confine_print(diag_language language, GString *out)
{
    const bool english = language == DIAG_EN;
    const int abi = confine_landlock();
    if (!is_wished()) {
        g_string_append(out, english ? "confinement by the kernel: off" : "カーネルの守り：使わない");
        return;
    }
    g_string_append(out, english ? "confinement by the kernel: Landlock " : "カーネルの守り：Landlock ");
    if (abi)
        g_string_append_printf(out, "ABI %d", abi);
    else
        g_string_append(out, english ? "none" : "なし");
    g_string_append(out, english ? ", seccomp " : "、seccomp ");
    g_string_append(out, confine_filters() ? (english ? "yes" : "あり") : english ? "none" : "なし");
}
