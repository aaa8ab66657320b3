/* test_preview_live.c: a preview as those who ask over HTTP meet it. How the
 * page in a browser shows it is tested in tests/preview/. */
#include "preview_support.h"

#include "preview/preview_int.h"

static void
open_preview(shop *s, preview_options *o)
{
    s->p = preview_open(&s->paths, o, s->d);
    assert_non_null(s->p);
    assert_int_equal(diag_length(s->d), 0);
}

/* The form with the case; `o` must live as long as the preview. */
static void
open_with_case(shop *s, preview_options *o)
{
    o->form = s->form;
    o->cases = (const char *const *)s->cases;
    open_preview(s, o);
}

/* With a starter of its command, as the program has one. */
static void
open_with_editor(shop *s, preview_options *o)
{
    s->starter = starter_new(preview_editor_words, o->editor);
    assert_non_null(s->starter);
    o->starter = s->starter;
    open_preview(s, o);
}

static char *
edit_address(const shop *s)
{
    return g_strdup_printf("%sedit", strchr(preview_url(s->p) + strlen("http://"), '/'));
}

/* ---- who may ask for what ---- */

static void
only_this_page_may_ask(void **state)
{
    shop *s = *state;
    preview_options o = {.form = s->form};
    open_preview(s, &o);
    const char *url = preview_url(s->p), *token = strchr(url + strlen("http://"), '/');
    char *long_path = g_strnfill(300, 'a'), *whole = g_strconcat(token, long_path, NULL), *edit = edit_address(s);
    char *own = g_strdup_printf("Origin: %.*s\r\n", (int)(token - url), url), *much = g_strnfill(500, '1');
    char *local = g_strdup_printf("Host: localhost%.*s\r\n", (int)(token - strrchr(url, ':')), strrchr(url, ':'));
    const struct {
        const char *method, *path, *headers, *body;
        int status;
    } asks[] = {
        {"GET", token, "", "", 200},
        {"HEAD", token, "", "", 200},
        {"GET", token, own, "", 200},
        {"GET", token, local, "", 200},
        {"GET", "/", "", "", 404},
        {"GET", "/00000000000000000000000000000000/", "", "", 404},
        {"GET", token, "Host: example.org\r\n", "", 403},
        {"GET", token, "Origin: https://example.org\r\n", "", 403},
        {"GET", whole, "", "", 414},
        {"PUT", token, "", "", 405},
        {"POST", edit, "", "0 1", 403},
        {"POST", token, own, "0 1", 405},
        {"POST", edit, own, much, 413},
        {"POST", edit, own, "0 1", 400}, /* no editor */
    };
    for (size_t i = 0; i < G_N_ELEMENTS(asks); i++) {
        const int status = status_of(client_open(url, asks[i].method, asks[i].path, asks[i].headers, asks[i].body));
        if (status != asks[i].status)
            fail_msg("%s %s %s: %d, not %d", asks[i].method, asks[i].path, asks[i].headers, status, asks[i].status);
    }
    char *strings[] = {long_path, whole, edit, own, much, local};
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
}

static void
what_is_not_there_is_not_found(void **state)
{
    static const char *const none[] = {
        "nothing.css",    "pages/",       "pages/9-9",       "marks/x",        "underlay/0",
        "underlay/x",     "underlay/-1",  "events?view=7",   "session?view=7", "gallery/",
        "gallery/pickup", "gallery/.svg", "gallery/x.y.svg", "../README.md",   "edit"};
    shop *s = *state;
    preview_options o = {0};
    open_with_case(s, &o);
    for (size_t i = 0; i < G_N_ELEMENTS(none); i++)
        assert_int_equal(status_of(ask_for(s, none[i])), 404);
    assert_says(answer_of(ask_for(s, "preview.css")), "text/css");
    assert_says(answer_of(ask_for(s, "icon.svg")), "image/svg+xml");
    assert_says(answer_of(ask_for(s, "")), "default-src 'none'");
}

static void
the_session_tells_its_views(void **state)
{
    shop *s = *state;
    const char *const cases[] = {s->sample, s->sample, NULL};
    preview_options o = {.form = s->form, .cases = cases, .editor = "true %f"};
    open_with_editor(s, &o);
    char *all = answer_of(ask_for(s, "session"));
    assert_non_null(strstr(all, "pickup/form.xml\""));
    assert_non_null(strstr(all, "{\"key\":\"0\",\"name\":"));
    assert_non_null(strstr(all, "{\"key\":\"1\",\"name\":"));
    assert_non_null(strstr(all, "{\"key\":\"blank\",\"name\":\"\"}]"));
    assert_non_null(strstr(all, "\"alterations\":[\"empty\",\"long\",\"names\",\"kanji\",\"ticks\"]"));
    assert_says(all, "\"underlays\":0,\"editor\":true,\"released\":false}");
}

/* ---- states ---- */

static void
a_view_has_pages_and_marks(void **state)
{
    shop *s = *state;
    char *plan = in_shop(s, "templates/plan/form.xml");
    preview_options o = {.form = plan, .cases = (const char *const *)s->cases};
    open_preview(s, &o);
    client *c = ask_for(s, "events");
    char *event = client_event(c, "state"), *part = client_event(c, "marks");
    assert_non_null(strstr(event, "\"n\":1,\"view\":\"0\",\"state\":\"good\""));
    char *id = word_after(event, "\"id\":\""), *marks = word_after(part, "\"marks\":\"");
    char *whole = client_event(c, "whole");
    assert_non_null(strstr(whole, "{\"n\":1,\"files\":["));
    char *page = g_strconcat("pages/", id, NULL), *notes = g_strconcat("marks/", marks, NULL);
    assert_says(answer_of(ask_for(s, page)), "<svg");
    char *known = answer_of(ask_for(s, notes));
    static const char *const said[] = {"{\"kind\":\"text\",\"size\":",
                                       "\"ruby\":true",
                                       "\"fit\":\"natural\"",
                                       "\"baseline\":",
                                       "\"kind\":\"keep\"",
                                       "\"box\":[",
                                       "\"field\":",
                                       "/case/child/name/family"};
    for (size_t i = 0; i < G_N_ELEMENTS(said); i++)
        if (!strstr(known, said[i]))
            fail_msg("the marks do not say %s", said[i]);
    client *other = ask_for(s, "events?view=0"); /* is told what there is; nothing is composed for it */
    char *same = client_event(other, "state");
    assert_non_null(strstr(same, "\"n\":1,\"view\":\"0\",\"state\":\"good\",\"whole\":true"));
    assert_non_null(strstr(same, id));
    assert_non_null(strstr(same, marks));
    client *blank = ask_for(s, "events?view=blank");
    char *empty = client_event(blank, "state");
    assert_non_null(strstr(empty, "\"view\":\"blank\",\"state\":\"good\""));
    client_close(blank);
    client_close(other);
    client_close(c);
    char *strings[] = {plan, event, part, whole, id, marks, page, notes, known, same, empty};
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
}

static void
assert_state(client *c, const char *state, const char *says)
{
    char *event = client_event(c, "state"), *wanted = g_strdup_printf("\"state\":\"%s\"", state);
    if (!strstr(event, wanted) || !strstr(event, says))
        fail_msg("no %s and %s in %s", wanted, says, event);
    g_free(wanted);
    g_free(event);
}

/* What was compared, without its head; g_free it. */
static char *
compared(const shop *s, const char *with)
{
    char *path = g_strconcat("compare?view=0&with=", with, NULL), *all = answer_of(ask_for(s, path));
    char *body = g_strdup(strstr(all, "\r\n\r\n"));
    g_free(path);
    g_free(all);
    return body;
}

static void
pages_are_compared_with_the_last_save_and_the_forms_in_use(void **state)
{
    shop *s = *state;
    copy_here(s, "templates", "used");
    char *used = in_shop(s, "used"), *used_form = in_shop(s, "used/pickup/form.xml");
    preview_options o = {.released = used};
    open_with_case(s, &o);
    assert_int_equal(status_of(ask_for(s, "compare")), 404);
    assert_int_equal(status_of(ask_for(s, "compare?view=7&with=saved")), 404);
    assert_int_equal(status_of(ask_for(s, "compare?view=0&with=used")), 404);
    assert_says(compared(s, "saved"), "\"none\":\"no-pages\"");
    client *c = ask_for(s, "events");
    g_free(client_event(c, "whole"));
    assert_says(compared(s, "saved"), "\"none\":\"not-saved\"");
    assert_says(compared(s, "released"), "\"changes\":[]");
    edit_file(s->form, "<body>", "<body><p style=\"base\">ここに一行</p>");
    g_free(client_event(c, "whole"));
    static const char *const withs[] = {"saved", "released"};
    for (size_t i = 0; i < G_N_ELEMENTS(withs); i++) {
        assert_says(compared(s, withs[i]), "{\"kind\":\"added\",\"what\":\"P\"");
        assert_says(compared(s, withs[i]), "\"is\":\"ここに一行\"");
        assert_says(compared(s, withs[i]), "{\"kind\":\"moved\"");
        char *all = compared(s, withs[i]), *id = word_after(all, "\"pages\":[{\"id\":\"");
        char *page = g_strconcat("pages/", id, NULL);
        assert_says(answer_of(ask_for(s, page)), "<svg"); /* the old paper is there */
        g_free(page);
        g_free(id);
        g_free(all);
    }
    edit_file(used_form, "</body>", "");
    assert_says(compared(s, "released"), "\"none\":\"broken\"");
    assert_int_equal(unlink(used_form), 0);
    assert_says(compared(s, "released"), "\"none\":\"not-released\"");
    client_close(c);
    g_free(used_form);
    g_free(used);
}

static void
a_save_is_told_by_what_changed(void **state)
{
    shop *s = *state;
    preview_options o = {0};
    open_with_case(s, &o);
    client *c = ask_for(s, "events");
    assert_state(c, "good", "\"pages\":[{");
    edit_file(s->form, "<body>", "<body><p style=\"base\">ここに一行</p>");
    assert_state(c, "good", "\"since\":\"0-1.1\",\"delta\":\"");
    edit_file(s->sample, "<family>", "<family>渡瀬");
    assert_state(c, "good", "\"delta\":\"");
    edit_file(s->form, "</body>", "");
    assert_state(c, "broken", "form-xml-malformed");
    edit_file(s->form, "</form>", "</body></form>");
    assert_state(c, "good", "\"ja\":[]");
    client_close(c);
}

/* A reader who comes while a failure is in doubt hears of it; what mends it in
 * time is all that is told. */
static void
a_view_that_cannot_be_made_is_told_at_once(void **state)
{
    shop *s = *state;
    preview_options o = {0};
    edit_file(s->form, "</body>", "");
    open_with_case(s, &o);
    client *c = ask_for(s, "events");
    assert_state(c, "broken", "\"pages\":[]");
    edit_file(s->form, "</form>", "</body></form>");
    assert_state(c, "good", "\"pages\":[{");
    client_close(c);
}

static void
an_altered_case_is_a_view_of_its_own(void **state)
{
    shop *s = *state;
    preview_options o = {0};
    edit_file(s->form, "<if test=\"emergency\">", "<if test=\"true()\" blank=\"no\">"); /* whatever is in it */
    open_with_case(s, &o);
    client *c = ask_for(s, "events?view=0.names");
    assert_state(c, "good", "\"view\":\"0.names\"");
    client_close(c);
    c = ask_for(s, "events?view=0.empty");
    assert_state(c, "trial", "bind-missing");
    client_close(c);
}

static void
what_is_found_on_the_form_follows(void **state)
{
    shop *s = *state;
    preview_options o = {.gallery_cases = (const char *const *)s->cases};
    open_with_case(s, &o);
    client *c = ask_for(s, "events");
    char *found = client_event(c, "review");
    assert_null(strstr(found, "review-style-unused"));
    g_free(found);
    edit_file(s->form, "<style name=\"who\"", "<style name=\"zebra\" size=\"7pt\" pitch=\"9pt\"/><style name=\"who\"");
    found = client_event(c, "review");
    assert_non_null(strstr(found, "review-style-unused"));
    assert_non_null(strstr(found, "zebra"));
    client *other = ask_for(s, "events?view=0"); /* what was found is told to whoever comes */
    char *again = client_event(other, "review");
    assert_string_equal(again, found);
    client_close(other);
    client_close(c);
    g_free(again);
    g_free(found);
}

/* ---- the gallery ---- */

static void
the_gallery_composes_what_it_is_asked_for(void **state)
{
    shop *s = *state;
    preview_options o = {.gallery_cases = (const char *const *)s->cases};
    open_preview(s, &o);
    assert_true(g_str_has_suffix(preview_url(s->p), "/gallery.html"));
    assert_int_equal(status_of(ask_for(s, "events")), 404); /* there is no form */
    assert_says(answer_of(ask_for(s, "gallery-data.js")), "\"key\":\"pickup.hodei-futoukou\"");
    assert_int_equal(status_of(ask_for(s, "gallery/pickup.hodei-futoukou.svg")), 404);
    assert_says(answer_of(ask_for(s, "gallery/pickup.hodei-futoukou")), "\"state\":\"clean\"");
    assert_says(answer_of(ask_for(s, "gallery/pickup.hodei-futoukou.svg")), "<svg");
    client *c = ask_for(s, "gallery/changes");
    client_await(c, "retry:");
    edit_file(s->form, "</body>", "");
    char *keys = client_event(c, "state");
    assert_string_equal(keys, "[\"pickup.hodei-futoukou\"]");
    assert_says(answer_of(ask_for(s, "gallery/pickup.hodei-futoukou")), "\"state\":\"errors\"");
    assert_int_equal(status_of(ask_for(s, "gallery/pickup.hodei-futoukou.svg")), 404);
    client_close(c);
    g_free(keys);
}

static void
the_gallery_opens_a_live_view(void **state)
{
    shop *s = *state;
    preview_options o = {.gallery_cases = (const char *const *)s->cases};
    open_preview(s, &o);
    assert_says(answer_of(ask_for(s, "session?view=envelope.hodei-futoukou")), "\"alterations\":[]");
    client *c = ask_for(s, "events?view=envelope.hodei-futoukou");
    assert_state(c, "good", "\"view\":\"envelope.hodei-futoukou\"");
    client_close(c);
    assert_says(answer_of(ask_for(s, "session?view=envelope.hodei-futoukou")), "envelope/form.xml");
}

/* ---- what lies below, and what opens ---- */

static char *
put_file(const shop *s, const char *name, const char *bytes, gssize length)
{
    char *path = in_shop(s, name);
    assert_true(g_file_set_contents(path, bytes, length, NULL));
    return path;
}

/* Of a few bytes, more than any machine has: it has no picture, and everything else goes on. */
static void
an_underlay_that_takes_too_much_has_no_picture(void **state)
{
    static const char pdf[] = "%PDF-1.6\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
                              "2 0 obj\n<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>\nendobj\n"
                              "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 14400 14400]>>\nendobj\n"
                              "4 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 20 20]>>\nendobj\n"
                              "trailer\n<</Root 1 0 R>>\n";
    shop *s = *state;
    char *paper = put_file(s, "bomb.pdf", pdf, -1);
    const char *const under[] = {paper, NULL};
    preview_options o = {.form = s->form, .underlays = under};
    open_preview(s, &o);
    assert_int_equal(status_of(ask_for(s, "underlay/0")), 404);
    assert_int_equal(status_of(ask_for(s, "underlay/0")), 404);
    assert_int_equal(status_of(ask_for(s, "underlay/1")), 200);
    g_free(paper);
}

/* What other programs are given to read costs no more than is known before. */
static void
other_programs_are_bounded(void **state)
{
    (void)state;
    static const struct {
        const char *script;
        bool good;
    } rows[] = {{"echo there", true},
                {"exit 1", false},
                {"exec /nowhere/at/all", false},
                {"while :; do :; done", false},                                       /* time */
                {"while :; do echo 0123456789012345678901234567890123; done", false}, /* output, or time */
                {"head -c 100000000 /dev/zero", false},                               /* output */
                {"x=01234567; while :; do x=$x$x; done", false}};                     /* memory */
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        GBytes *out = bounded_output((const char *const[]){"sh", "-c", rows[i].script, NULL});
        assert_int_equal(out != NULL, rows[i].good);
        if (out)
            g_bytes_unref(out);
    }
    assert_null(bounded_output((const char *const[]){"no-such-program-at-all", NULL}));
}

static void
underlays_are_pictures_and_pages(void **state)
{
    static const char pdf[] = "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 "
                              "obj\n<</Type/Pages/Kids[3 0 R "
                              "4 0 R]/Count 2>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 "
                              "0 20 20]>>\n"
                              "endobj\n4 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 20 "
                              "20]>>\nendobj\n"
                              "trailer\n<</Root 1 0 R>>\n";
    shop *s = *state;
    char *png = put_file(s, "a.png", "\x89PNG\r\n\x1a\n...", -1), *jpeg = put_file(s, "b.jpg", "\xff\xd8\xff...", -1);
    char *paper = put_file(s, "c.pdf", pdf, -1);
    const char *const under[] = {png, jpeg, paper, NULL};
    preview_options o = {.form = s->form, .underlays = under};
    open_preview(s, &o);
    assert_says(answer_of(ask_for(s, "session")), "\"underlays\":4");
    assert_says(answer_of(ask_for(s, "underlay/0")), "image/png");
    assert_says(answer_of(ask_for(s, "underlay/1")), "image/jpeg");
    assert_says(answer_of(ask_for(s, "underlay/2")), "\r\n\r\n\x89PNG");
    assert_int_equal(status_of(ask_for(s, "underlay/3")), 200);
    assert_int_equal(status_of(ask_for(s, "underlay/4")), 404);
    assert_int_equal(status_of(ask_for(s, "underlay/99999999999999999999")), 404);
    g_free(png);
    g_free(jpeg);
    g_free(paper);
}

static bool
is_there(void *path)
{
    return g_file_test(path, G_FILE_TEST_IS_REGULAR);
}

static int
edit_status(const shop *s, const char *body)
{
    const char *url = preview_url(s->p);
    const int site = (int)(strchr(url + strlen("http://"), '/') - url);
    char *origin = g_strdup_printf("Origin: %.*s\r\n", site, url), *path = edit_address(s);
    const int status = status_of(client_open(url, "POST", path, origin, body));
    g_free(path);
    g_free(origin);
    return status;
}

static void
the_editor_opens_what_was_read(void **state)
{
    static const char *const wrong[] = {"",     "0",     "0 0", "0 -1",   "99 1",
                                        "-1 1", "0 1 2", "x 1", "0 1;ls", "/etc/passwd 1"};
    shop *s = *state;
    char *seen = in_shop(s, "100%-12-form.xml"),
         *command = g_strdup_printf("cp '%%f' '%s/100%%%%-%%l-form.xml'", s->folder);
    preview_options o = {.form = s->form, .editor = command};
    open_with_editor(s, &o);
    client *c = ask_for(s, "events");
    assert_state(c, "good", "");
    g_free(client_event(c, "whole")); /* the marks have named the files */
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
        assert_int_equal(edit_status(s, wrong[i]), 400);
    assert_int_equal(edit_status(s, "0 12"), 204);
    turn_until(is_there, seen);
    client_close(c);
    g_free(command);
    g_free(seen);
}

static void
an_editor_that_is_not_there_is_told(void **state)
{
    shop *s = *state;
    preview_options o = {.form = s->form, .editor = "no-such-editor %f"};
    open_with_editor(s, &o);
    client *c = ask_for(s, "events");
    assert_state(c, "good", "");
    g_free(client_event(c, "whole"));
    assert_int_equal(edit_status(s, "0 12"), 500);
    client_close(c);
}

/* ---- opening and ending ---- */

static void
assert_refused(shop *s, const preview_options *o, diag_code code)
{
    diag *d = diag_new();
    assert_null(preview_open(&s->paths, o, d));
    assert_int_equal(diag_length(d), 1);
    assert_int_equal(diag_at(d, 0)->code, code);
    diag_drop(d);
}

static void
what_cannot_be_opened_is_told(void **state)
{
    shop *s = *state;
    char *text = put_file(s, "text.pdf", "%PDF-", -1);
    const char *const none[] = {"no/such.png", NULL}, *const broken[] = {text, NULL};
    assert_refused(s, &(preview_options){.form = s->form, .editor = "vim"}, DIAG_PREVIEW_EDITOR);
    assert_refused(s, &(preview_options){.form = s->form, .underlays = none}, DIAG_PREVIEW_UNDERLAY);
    assert_refused(s, &(preview_options){.form = s->form, .underlays = broken}, DIAG_PREVIEW_UNDERLAY);
    preview_options o = {.form = s->form};
    open_preview(s, &o);
    const int port = atoi(strchr(preview_url(s->p) + strlen("http:"), ':') + 1);
    assert_refused(s, &(preview_options){.form = s->form, .port = port}, DIAG_PREVIEW_PORT);
    render_paths good = s->paths;
    s->paths.preview = s->folder;
    assert_refused(s, &o, DIAG_INSTALL_MISSING);
    s->paths = good;
    s->paths.forms = (char *)"no/such/folder";
    assert_refused(s, &o, DIAG_FILE_READ);
    s->paths = good;
    g_free(text);
}

static gboolean
stop_it(gpointer p)
{
    preview_stop(p);
    return G_SOURCE_REMOVE;
}

static gboolean
signal_it(gpointer unused)
{
    (void)unused;
    kill(getpid(), SIGTERM);
    return G_SOURCE_REMOVE;
}

static void
it_serves_until_it_is_stopped_or_a_signal_comes(void **state)
{
    shop *s = *state;
    preview_options o = {.form = s->form};
    open_preview(s, &o);
    g_idle_add(stop_it, s->p);
    preview_run(s->p);
    client *c = ask_for(s, "events");
    g_free(client_event(c, "state"));
    g_idle_add(signal_it, NULL);
    preview_run(s->p);
    preview_close(s->p); /* whoever listens is told that this is the end */
    s->p = NULL;
    c->awaited = NULL;
    turn_until(has_come, c);
    client_close(c);
}

/* ---- streams ---- */

static reply
answer_by_stream(void *list, const ask *a)
{
    return stream_open(a, list);
}

static bool
are_all_gone(void *data)
{
    GPtrArray *list = data;
    for (guint i = 0; i < list->len; i++)
        stream_beat(g_ptr_array_index(list, i));
    return list->len == 0;
}

/* A connection that waits notices nothing by itself. */
static void
a_reader_who_has_gone_is_found_out(void **state)
{
    shop *s = *state;
    GPtrArray *list = g_ptr_array_new();
    server *at = server_open(0, answer_by_stream, list, s->d);
    assert_non_null(at);
    const char *token = strchr(server_url(at) + strlen("http://"), '/');
    client *c = client_open(server_url(at), "GET", token, "", "");
    client *gone = client_open(server_url(at), "GET", token, "", "");
    client_await(c, "retry: 300\n\n");
    client_await(gone, "retry: 300\n\n");
    assert_int_equal(list->len, 2);
    stream_beat(g_ptr_array_index(list, 0));
    stream_beat(g_ptr_array_index(list, 1));
    client_await(c, ":\n\n");
    stream_send(g_ptr_array_index(list, 0), "state", 7, "{}");
    stream_send(g_ptr_array_index(list, 1), "state", 7, "{}");
    client_await(c, "id: 7\nevent: state\ndata: {}\n\n");
    client_close(c);
    client_close(gone);
    turn_until(are_all_gone, list);
    server_close(at);
    g_ptr_array_free(list, TRUE);
}

static size_t
count_ended(client *const *all, size_t count)
{
    size_t ended = 0;
    for (size_t i = 0; i < count; i++) {
        all[i]->awaited = NULL;
        ended += has_come(all[i]);
    }
    return ended;
}

/* More connections than there is room for, which ask nothing or never end what they ask: those that have waited longest
 * go, and whoever asks is served. */
static void
who_asks_nothing_keeps_nobody_waiting(void **state)
{
    enum { CROWD = 200, KEPT = 32 };
    shop *s = *state;
    preview_options o = {.form = s->form};
    open_preview(s, &o);
    client *crowd[CROWD];
    for (size_t i = 0; i < CROWD; i++) {
        crowd[i] = client_idle(preview_url(s->p), i % 2 ? "GET / HTTP/1.1\r\nHost:" : "");
        g_main_context_iteration(NULL, FALSE);
    }
    assert_int_equal(status_of(ask_for(s, "session")), 200);
    const size_t ended = count_ended(crowd, CROWD); /* the last ones wait as they like */
    assert_in_range(ended, CROWD - KEPT - 8, CROWD - KEPT + 8);
    assert_false(crowd[CROWD - 1]->ended);
    for (size_t i = 0; i < CROWD; i++)
        client_close(crowd[i]);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_shop, close_shop)
    const struct CMUnitTest tests[] = {
        TEST(only_this_page_may_ask),
        TEST(what_is_not_there_is_not_found),
        TEST(the_session_tells_its_views),
        TEST(a_view_has_pages_and_marks),
        TEST(a_save_is_told_by_what_changed),
        TEST(pages_are_compared_with_the_last_save_and_the_forms_in_use),
        TEST(a_view_that_cannot_be_made_is_told_at_once),
        TEST(an_altered_case_is_a_view_of_its_own),
        TEST(what_is_found_on_the_form_follows),
        TEST(the_gallery_composes_what_it_is_asked_for),
        TEST(the_gallery_opens_a_live_view),
        TEST(underlays_are_pictures_and_pages),
        TEST(an_underlay_that_takes_too_much_has_no_picture),
        TEST(other_programs_are_bounded),
        TEST(who_asks_nothing_keeps_nobody_waiting),
        TEST(the_editor_opens_what_was_read),
        TEST(an_editor_that_is_not_there_is_told),
        TEST(what_cannot_be_opened_is_told),
        TEST(a_reader_who_has_gone_is_found_out),
        TEST(it_serves_until_it_is_stopped_or_a_signal_comes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
