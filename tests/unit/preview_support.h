/* preview_support.h: a preview and those who ask it, in one thread: while an
 * answer is awaited, GLib's main loop turns. Folders of its own hold what is
 * saved into. */
#ifndef RENKEI_TEST_PREVIEW_SUPPORT_H
#define RENKEI_TEST_PREVIEW_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "folder_support.h"
#include "preview/preview.h"

enum { BOUND_S = 120 }; /* however busy the machine is */

typedef struct shop {
    char *folder, *form, *sample;
    char *cases[2]; /* the sample alone */
    render_paths paths;
    diag *d;
    preview *p;
    starter *starter;
} shop;

static inline char *
in_shop(const shop *s, const char *name)
{
    return g_build_filename(s->folder, name, NULL);
}

static inline void
copy_here(const shop *s, const char *from, const char *to)
{
    char *target = in_shop(s, to);
    char *words[] = {(char *)"cp", (char *)"-R", (char *)from, target, NULL};
    int status = 0;
    assert_true(g_spawn_sync(NULL, words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, NULL));
    assert_int_equal(status, 0);
    g_free(target);
}

/* Three forms and one case, to be changed as one likes. */
static inline int
open_shop(void **state)
{
    static const char *const folders[] = {"templates", "samples"};
    static const char *const copied[] = {"templates/pickup",       "templates/envelope", "templates/plan",
                                         "templates/shared",       "templates/schema",   "templates/rules",
                                         "samples/hodei-futoukou", "samples/masters"};
    shop *s = g_new0(shop, 1);
    s->folder = g_dir_make_tmp("renkei-preview-XXXXXX", NULL);
    s->d = diag_new();
    for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
        char *made = in_shop(s, folders[i]);
        assert_int_equal(g_mkdir(made, 0700), 0);
        g_free(made);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(copied); i++)
        copy_here(s, copied[i], copied[i]);
    s->form = in_shop(s, "templates/pickup/form.xml");
    s->sample = in_shop(s, "samples/hodei-futoukou/case.xml");
    s->cases[0] = s->sample;
    s->paths = (render_paths){.forms = in_shop(s, "templates"),
                              .schema = in_shop(s, "templates/schema"),
                              .fonts = g_strdup("fonts"),
                              .preview = g_strdup("tools/preview")};
    *state = s;
    return 0;
}

static inline int
close_shop(void **state)
{
    shop *s = *state;
    preview_close(s->p);
    starter_drop(s->starter);
    render_paths_clear(&s->paths);
    diag_drop(s->d);
    remove_tree(s->folder);
    g_free(s->form);
    g_free(s->sample);
    g_free(s->folder);
    g_free(s);
    return 0;
}

/* The first `was` of a file becomes `is`. */
static inline void
edit_file(const char *path, const char *was, const char *is)
{
    char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    const char *at = strstr(text, was);
    assert_non_null(at);
    GString *out = g_string_new_len(text, at - text);
    g_string_append(out, is);
    g_string_append(out, at + strlen(was));
    FILE *file = g_fopen(path, "w");
    assert_int_equal(fwrite(out->str, 1, out->len, file), out->len);
    assert_int_equal(fclose(file), 0);
    g_string_free(out, TRUE);
    g_free(text);
}

/* ---- who asks ---- */

static inline gboolean
note_tick(gpointer data)
{
    (*(guint *)data)++;
    return G_SOURCE_CONTINUE;
}

/* Turns the loop until `done(data)`. */
static inline void
turn_until(bool (*done)(void *data), void *data)
{
    guint ticks = 0;
    const guint tick = g_timeout_add(5, note_tick, &ticks);
    const gint64 end = g_get_monotonic_time() + (gint64)BOUND_S * G_USEC_PER_SEC;
    while (!done(data)) {
        assert_true(g_get_monotonic_time() < end);
        g_main_context_iteration(NULL, TRUE);
    }
    g_source_remove(tick);
}

/* A connection, and what came over it so far. HTTP/1.0: an answer ends with its
 * connection and has no chunks. */
typedef struct client {
    int fd;
    GString *got;
    bool ended;
    const char *awaited;
} client;

/* A connection over which only so much is said. */
static inline client *
client_idle(const char *url, const char *said)
{
    const int port = atoi(strchr(url + strlen("http:"), ':') + 1);
    const struct sockaddr_in at = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    client *c = g_new0(client, 1);
    c->got = g_string_new(NULL);
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(c->fd, (const struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(write(c->fd, said, strlen(said)), strlen(said));
    assert_int_equal(fcntl(c->fd, F_SETFL, O_NONBLOCK), 0);
    return c;
}

static inline client *
client_open(const char *url, const char *method, const char *path, const char *headers, const char *body)
{
    const int port = atoi(strchr(url + strlen("http:"), ':') + 1);
    char *host = strstr(headers, "Host:") ? g_strdup("") : g_strdup_printf("Host: 127.0.0.1:%d\r\n", port);
    char *asked = g_strdup_printf("%s %s HTTP/1.0\r\n%s%sContent-Length: %zu\r\n\r\n%s", method, path, host, headers,
                                  strlen(body), body);
    client *c = client_idle(url, asked);
    g_free(asked);
    g_free(host);
    return c;
}

static inline void
client_close(client *c)
{
    close(c->fd);
    g_string_free(c->got, TRUE);
    g_free(c);
}

static inline bool
has_come(void *data)
{
    client *c = data;
    char block[65536];
    ssize_t n = 0;
    while (!c->ended && (n = read(c->fd, block, sizeof block)) > 0)
        g_string_append_len(c->got, block, n);
    c->ended = c->ended || n == 0 || errno != EAGAIN;
    return c->awaited ? strstr(c->got->str, c->awaited) != NULL : c->ended;
}

/* Until this text has come; what came before it is forgotten with it. */
static inline void
client_await(client *c, const char *text)
{
    c->awaited = text;
    turn_until(has_come, c);
    g_string_erase(c->got, 0, strstr(c->got->str, text) + strlen(text) - c->got->str);
}

/* The data of the next event of this name; g_free it. */
static inline char *
client_event(client *c, const char *name)
{
    char *head = g_strdup_printf("event: %s\ndata: ", name);
    client_await(c, head);
    c->awaited = "\n\n";
    turn_until(has_come, c);
    char *data = g_strndup(c->got->str, (gsize)(strstr(c->got->str, "\n\n") - c->got->str));
    g_free(head);
    return data;
}

/* `path` stands behind the token. */
static inline client *
ask_for(const shop *s, const char *path)
{
    const char *url = preview_url(s->p);
    const char *token = strchr(url + strlen("http://"), '/');
    char *whole = g_strdup_printf("%.*s/%s", (int)(strrchr(token, '/') - token), token, path);
    client *c = client_open(url, "GET", whole, "", "");
    g_free(whole);
    return c;
}

/* The whole answer, its head too; g_free it. */
static inline char *
answer_of(client *c)
{
    c->awaited = NULL;
    turn_until(has_come, c);
    char *all = g_strdup(c->got->str);
    client_close(c);
    return all;
}

static inline int
status_of(client *c)
{
    char *all = answer_of(c);
    const int status = atoi(all + strlen("HTTP/1.1 "));
    g_free(all);
    return status;
}

/* What stands between `before` and the next quotation mark; g_free it. */
static inline char *
word_after(const char *text, const char *before)
{
    const char *at = strstr(text, before);
    assert_non_null(at);
    at += strlen(before);
    return g_strndup(at, strcspn(at, "\""));
}

static inline void
assert_says(char *all, const char *text)
{
    if (!strstr(all, text))
        fail_msg("no %s in %s", text, all);
    g_free(all);
}

#endif
