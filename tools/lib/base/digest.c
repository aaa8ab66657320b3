#include "base/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>
#include <openssl/evp.h>

enum { PIECE = 64 * 1024 };

/* libcrypto fails here only when the machine is out of memory or its configuration forbids SHA-256: then no batch can
 * be kept account of, and GLib ends the process as it does without memory. */
static void
must_hold(int good)
{
    if (good != 1)
        g_error("libcrypto cannot compute SHA-256");
}

static EVP_MD_CTX *
start_sum(void)
{
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    must_hold(c != NULL);
    must_hold(EVP_DigestInit_ex(c, EVP_sha256(), NULL));
    return c;
}

static digest
finish_sum(EVP_MD_CTX *c)
{
    digest d;
    must_hold(EVP_DigestFinal_ex(c, d.bytes, NULL));
    EVP_MD_CTX_free(c);
    return d;
}

digest
digest_of(const void *bytes, size_t length)
{
    g_assert(bytes || length == 0);
    EVP_MD_CTX *c = start_sum();
    must_hold(EVP_DigestUpdate(c, bytes, length));
    return finish_sum(c);
}

static int
open_regular(const char *path)
{
    struct stat is;
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return -1;
    int error = 0;
    if (fstat(fd, &is) != 0)
        error = errno;
    else if (!S_ISREG(is.st_mode))
        error = S_ISDIR(is.st_mode) ? EISDIR : EINVAL;
    if (!error)
        return fd;
    close(fd);
    errno = error;
    return -1;
}

bool
digest_file(const char *path, digest *out, char *head, size_t room, size_t *head_length)
{
    g_assert(path && out && (head || room == 0));
    unsigned char piece[PIECE];
    const int fd = open_regular(path);
    if (fd < 0)
        return false;
    EVP_MD_CTX *c = start_sum();
    size_t kept = 0;
    ssize_t n;
    while ((n = read(fd, piece, sizeof piece)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            break;
        must_hold(EVP_DigestUpdate(c, piece, (size_t)n));
        const size_t more = head ? MIN((size_t)n, room - kept) : 0;
        if (more)
            memcpy(head + kept, piece, more);
        kept += more;
    }
    const int error = errno;
    close(fd);
    *out = finish_sum(c);
    if (head_length)
        *head_length = kept;
    errno = error;
    return n == 0;
}

struct digest_sum {
    EVP_MD_CTX *c;
};

digest_sum *
digest_sum_new(void)
{
    digest_sum *s = g_new(digest_sum, 1);
    s->c = start_sum();
    return s;
}

void
digest_sum_add(digest_sum *s, const void *bytes, size_t length)
{
    g_assert(s && (bytes || length == 0));
    const guint64 size = GUINT64_TO_LE((guint64)length);
    must_hold(EVP_DigestUpdate(s->c, &size, sizeof size));
    must_hold(EVP_DigestUpdate(s->c, bytes, length));
}

void
digest_sum_add_text(digest_sum *s, const char *text)
{
    g_assert(s);
    digest_sum_add(s, text ? "t" : "n", 1);
    digest_sum_add(s, text ? text : "", text ? strlen(text) : 0);
}

void
digest_sum_add_digest(digest_sum *s, const digest *d)
{
    g_assert(s && d);
    digest_sum_add(s, d->bytes, sizeof d->bytes);
}

digest
digest_sum_close(digest_sum *s)
{
    g_assert(s);
    const digest d = finish_sum(s->c);
    g_free(s);
    return d;
}

bool
digest_equal(const digest *a, const digest *b)
{
    g_assert(a && b);
    return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

bool
digest_is_none(const digest *a)
{
    g_assert(a);
    static const digest none = {{0}};
    return digest_equal(a, &none);
}

char *
digest_text(const digest *d, char text[DIGEST_TEXT])
{
    g_assert(d && text);
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < sizeof d->bytes; i++) {
        text[2 * i] = digits[d->bytes[i] >> 4];
        text[2 * i + 1] = digits[d->bytes[i] & 15];
    }
    text[DIGEST_TEXT - 1] = '\0';
    return text;
}

bool
digest_parse(const char *text, digest *out)
{
    g_assert(text && out);
    if (strlen(text) != DIGEST_TEXT - 1 || strspn(text, "0123456789abcdef") != DIGEST_TEXT - 1)
        return false;
    for (size_t i = 0; i < sizeof out->bytes; i++)
        out->bytes[i] = (uint8_t)(g_ascii_xdigit_value(text[2 * i]) << 4 | g_ascii_xdigit_value(text[2 * i + 1]));
    return true;
}
