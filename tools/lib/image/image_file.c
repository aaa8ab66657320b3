/* image_file.c: which file a name means, and its bytes. */
#include "image/image_int.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/asked.h"
#include "base/below.h"

static bool
is_url(const char *name)
{
    return strstr(name, "://") || g_ascii_strncasecmp(name, "data:", 5) == 0 ||
           g_ascii_strncasecmp(name, "file:", 5) == 0;
}

static void
tell_path(diag *d, xml_role role, place where, const char *name)
{
    xml_report(d, role, DIAG_IMAGE_PATH, where, (const char *const[4]){name});
}

static void
tell_read(diag *d, xml_role role, place where, const char *path, int error)
{
    char *ja, *en;
    asked_words(path, error, &ja, &en);
    xml_report(d, role, DIAG_IMAGE_READ, where, (const char *const[4]){path, ja, en});
    g_free(ja);
    g_free(en);
}

const char *
image_path_of_form(arena *a, const char *form_file, const char *name, place where, diag *d)
{
    g_assert(a && form_file && name && d);
    if (g_path_is_absolute(name) || is_url(name) || !*name) {
        tell_path(d, XML_FORM, where, name);
        return NULL;
    }
    char *folder = g_path_get_dirname(form_file), *joined = g_build_filename(folder, name, NULL);
    const char *path = arena_strdup(a, joined);
    g_free(joined);
    g_free(folder);
    return path;
}

GByteArray *
image_bytes_of_form(const char *path, place where, diag *d)
{
    g_assert(path && d);
    GByteArray *bytes = g_byte_array_new();
    const int error = xml_file_bytes(path, IMAGE_MOST_BYTES, bytes);
    if (!error)
        return bytes;
    tell_read(d, XML_FORM, where, path, error);
    g_byte_array_unref(bytes);
    return NULL;
}

/* All, or one more than may be. 0, or why not. */
static int
read_all(int fd, GByteArray *into)
{
    guint8 piece[65536];
    struct stat is;
    if (fstat(fd, &is) != 0)
        return errno;
    if (!S_ISREG(is.st_mode))
        return S_ISDIR(is.st_mode) ? EISDIR : ENODEV;
    while (into->len <= IMAGE_MOST_BYTES) {
        const ssize_t n = read(fd, piece, sizeof piece);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno;
        if (n == 0)
            break;
        g_byte_array_append(into, piece, (guint)n);
    }
    return 0;
}

GByteArray *
image_bytes_of_data(arena *a, const char *data_file, const char *name, const char **path, place where, diag *d)
{
    g_assert(a && data_file && name && path && d);
    char *folder = g_path_get_dirname(data_file), *joined = g_build_filename(folder, name, NULL);
    *path = arena_strdup(a, joined);
    GByteArray *bytes = g_byte_array_new();
    const int at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const int fd = at < 0 || is_url(name) ? -1 : below_open(at, name, O_RDONLY, 0);
    const bool strays = is_url(name) || (fd < 0 && at >= 0 && (errno == EINVAL || errno == ELOOP));
    int error = fd < 0 ? errno : read_all(fd, bytes);
    if (strays)
        tell_path(d, XML_DATA, where, name);
    else if (error)
        tell_read(d, XML_DATA, where, *path, error);
    if (fd >= 0)
        close(fd);
    if (at >= 0)
        close(at);
    g_free(joined);
    g_free(folder);
    if (!strays && !error)
        return bytes;
    g_byte_array_unref(bytes);
    return NULL;
}
