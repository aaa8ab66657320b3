/* underlay.c: pictures of the official form. A PDF becomes pictures through poppler's programs: what an
 * office downloads is not read inside this process. */
#include "preview/preview_int.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gstdio.h>

enum { MOST_BYTES = 64 * 1024 * 1024, MOST_PAGES = 99 };

/* A page: a picture, or a page of a PDF that becomes one when it is first looked at. */
typedef struct underlay {
    char *pdf; /* NULL: it is a picture */
    guint number;
    GBytes *picture; /* NULL: not made yet, or … */
    bool failed;     /* … it cannot be */
} underlay;

struct underlays {
    GPtrArray *pages; /* of underlay */
};

static void
underlay_free(gpointer data)
{
    underlay *p = data;
    g_free(p->pdf);
    if (p->picture)
        g_bytes_unref(p->picture);
    g_free(p);
}

static void
add_underlay(underlays *u, const char *pdf, guint number, GBytes *picture)
{
    underlay *p = g_new0(underlay, 1);
    *p = (underlay){.pdf = g_strdup(pdf), .number = number, .picture = picture};
    g_ptr_array_add(u->pages, p);
}

static bool
begins_with(GBytes *b, const char *head)
{
    gsize n = 0;
    const void *bytes = g_bytes_get_data(b, &n);
    return n >= strlen(head) && memcmp(bytes, head, strlen(head)) == 0;
}

static bool
is_jpeg(GBytes *b)
{
    return begins_with(b, "\xff\xd8\xff");
}

static bool
is_picture(GBytes *b)
{
    return g_bytes_get_size(b) <= MOST_BYTES && (begins_with(b, "\x89PNG\r\n\x1a\n") || is_jpeg(b));
}

static guint
pages_of_pdf(const char *path)
{
    GBytes *info = bounded_output((const char *const[]){"pdfinfo", path, NULL});
    gsize n = 0;
    const char *bytes = info ? g_bytes_get_data(info, &n) : NULL;
    char *text = g_strndup(bytes ? bytes : "", n);
    const char *line = strstr(text, "\nPages:");
    const guint pages = line ? (guint)strtoul(line + strlen("\nPages:"), NULL, 10) : 0;
    g_free(text);
    if (info)
        g_bytes_unref(info);
    return MIN(pages, MOST_PAGES);
}

static GBytes *
picture_of_pdf(const underlay *p)
{
    char number[16];
    g_snprintf(number, sizeof number, "%u", p->number);
    return bounded_output((const char *const[]){"pdftocairo", "-png", "-singlefile", "-r", "144", "-f", number, "-l",
                                                number, p->pdf, "-", NULL});
}

static bool
read_one(underlays *u, const char *path)
{
    char *whole = g_canonicalize_filename(path, NULL), *bytes = NULL;
    gsize n = 0;
    GStatBuf is;
    bool good = g_stat(whole, &is) == 0 && S_ISREG(is.st_mode) && is.st_size <= MOST_BYTES &&
                g_file_get_contents(whole, &bytes, &n, NULL);
    GBytes *file = g_bytes_new_take(bytes, n);
    const guint pages = good && begins_with(file, "%PDF-") ? pages_of_pdf(whole) : 0;
    for (guint i = 1; i <= pages; i++)
        add_underlay(u, whole, i, NULL);
    if (good && is_picture(file))
        add_underlay(u, NULL, 0, g_bytes_ref(file));
    else
        good = pages > 0;
    g_bytes_unref(file);
    g_free(whole);
    return good;
}

underlays *
underlays_read(const char *const *paths, diag *d)
{
    underlays *u = g_new0(underlays, 1);
    u->pages = g_ptr_array_new_with_free_func(underlay_free);
    for (guint i = 0; paths && paths[i]; i++) {
        if (read_one(u, paths[i]))
            continue;
        diag_add(d, DIAG_PREVIEW_UNDERLAY, PLACE_NONE, PLACE_NONE, paths[i], NULL);
        underlays_drop(u);
        return NULL;
    }
    return u;
}

void
underlays_drop(underlays *u)
{
    if (!u)
        return;
    g_ptr_array_free(u->pages, TRUE);
    g_free(u);
}

guint
underlays_count(const underlays *u)
{
    return u->pages->len;
}

GBytes *
underlays_picture(const underlays *u, guint page)
{
    underlay *p = page < u->pages->len ? g_ptr_array_index(u->pages, page) : NULL;
    if (p && !p->picture && !p->failed) {
        p->picture = picture_of_pdf(p);
        p->failed = !p->picture; /* nor is it tried again for each who asks */
    }
    return p ? p->picture : NULL;
}

const char *
underlays_type(GBytes *picture)
{
    return is_jpeg(picture) ? "image/jpeg" : "image/png";
}
