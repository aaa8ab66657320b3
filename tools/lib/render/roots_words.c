/* roots_words.c: what in a file may be the name of another, without reading it as XML. */
#include "render/roots_int.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/outfile.h"

/* Names stand at the beginning, mostly; no file that is larger than the most is read. */
enum { PIECE = 16 * 1024, MOST = 16 * 1024 * 1024 };

/* ---- the beginning ---- */

/* Behind a comment or an instruction that begins at `p`, `end` of one that is open; NULL: none begins. */
static const char *
skip_aside(const char *p, const char *end)
{
    static const char *const asides[][2] = {{"<!--", "-->"}, {"<?", "?>"}};
    for (size_t i = 0; i < G_N_ELEMENTS(asides); i++) {
        const size_t opens = strlen(asides[i][0]), closes = strlen(asides[i][1]);
        if ((size_t)(end - p) < opens || memcmp(p, asides[i][0], opens) != 0)
            continue;
        const char *close = memmem(p + opens, (size_t)(end - p) - opens, asides[i][1], closes);
        return close ? close + closes : end;
    }
    return NULL;
}

/* Masters stand first in a case: with their names there is nothing more to be seen. */
static bool
is_case_named(const char *head, size_t length)
{
    static const char masters[] = "<masters";
    const char *end = head + length;
    for (const char *p = head; p < end && (p = memchr(p, '<', (size_t)(end - p)));) {
        const char *behind = skip_aside(p, end);
        if (!behind && (size_t)(end - p) > strlen(masters) && memcmp(p, masters, strlen(masters)) == 0)
            return memchr(p, '>', (size_t)(end - p));
        p = behind ? behind : p + 1;
    }
    return false;
}

/* Nothing but a regular file is opened: whoever writes into a pipe would take us for its reader. */
static int
open_regular(const char *path)
{
    struct stat is;
    if (strcmp(path, "-") == 0)
        return fstat(STDIN_FILENO, &is) == 0 && S_ISREG(is.st_mode) ? STDIN_FILENO : -1;
    const bool regular = stat(path, &is) == 0 && S_ISREG(is.st_mode);
    return regular ? open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1;
}

/* Of standard input without taking it; twice as much at a time, as a case is looked through from its start each time.
 * g_free it; NULL: there is nothing to be seen. */
static char *
read_head(const char *path, bool is_case, size_t *length, int *error)
{
    const bool is_stdin = strcmp(path, "-") == 0;
    errno = 0;
    const int fd = open_regular(path);
    *error = fd < 0 ? errno : 0;
    if (fd < 0)
        return NULL;
    const off_t at = is_stdin ? lseek(fd, 0, SEEK_CUR) : 0;
    char *head = g_malloc(PIECE);
    ssize_t n = 1;
    *length = 0;
    for (size_t room = PIECE; n > 0 && room <= MOST && !(is_case && is_case_named(head, *length)); room *= 2) {
        head = g_realloc(head, room);
        for (n = 1; n > 0 && *length < room; *length += (size_t)MAX(n, 0))
            n = pread(fd, head + *length, room - *length, at + (off_t)*length);
    }
    if (n < 0)
        *error = errno;
    if (!is_stdin)
        close(fd);
    return head;
}

/* UTF-16, with a mark of its order or without, becomes UTF-8. Takes `head`. */
static char *
narrow_head(char *head, size_t *length)
{
    const guint8 *b = (const guint8 *)head;
    const bool big = *length >= 2 && ((b[0] == 0xFE && b[1] == 0xFF) || (b[0] == 0 && b[1] == '<'));
    const bool little = *length >= 2 && ((b[0] == 0xFF && b[1] == 0xFE) || (b[0] == '<' && b[1] == 0));
    if (!big && !little)
        return head;
    const size_t count = *length / 2;
    gunichar2 *units = g_new(gunichar2, count);
    for (size_t i = 0; i < count; i++)
        units[i] = (gunichar2)(big ? b[2 * i] << 8 | b[2 * i + 1] : b[2 * i + 1] << 8 | b[2 * i]);
    glong taken, made = 0;
    char *narrow = g_utf16_to_utf8(units, (glong)count, &taken, &made, NULL);
    g_free(units);
    g_free(head);
    *length = (size_t)made;
    return narrow;
}

/* ---- its words ---- */

/* 0: none that is known without a declaration. */
static gunichar
referred_character(const char *name)
{
    static const struct {
        const char *name;
        char is;
    } known[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
        if (strcmp(name, known[i].name) == 0)
            return (gunichar)known[i].is;
    guint64 code;
    const bool hex = g_str_has_prefix(name, "#x"), decimal = !hex && name[0] == '#';
    const bool numbered =
        (hex || decimal) && g_ascii_string_to_unsigned(name + (hex ? 2 : 1), hex ? 16 : 10, 1, 0x10FFFF, &code, NULL);
    return numbered && g_unichar_validate((gunichar)code) ? (gunichar)code : 0;
}

/* As an attribute has it. g_free it. */
static char *
read_word(const char *p, const char *end)
{
    if (!memchr(p, '&', (size_t)(end - p))) { /* nearly always */
        char *plain = g_strndup(p, (gsize)(end - p));
        for (char *c = plain; *c; c++)
            *c = g_ascii_isspace(*c) ? ' ' : *c;
        return g_strstrip(plain);
    }
    GString *word = g_string_new(NULL);
    while (p < end) {
        const char *close = *p == '&' ? memchr(p, ';', (size_t)(end - p)) : NULL;
        char *name = close ? g_strndup(p + 1, (gsize)(close - p - 1)) : NULL;
        const gunichar is = name ? referred_character(name) : 0;
        g_free(name);
        if (is)
            g_string_append_unichar(word, is);
        else
            g_string_append_c(word, g_ascii_isspace(*p) ? ' ' : *p);
        p = is ? close + 1 : p + 1;
    }
    return g_strstrip(g_string_free(word, FALSE));
}

/* The next of either; `of_each` is where they were last found, and is asked again only behind that. `end`: none. */
static const char *
next_quote(const char *p, const char *end, const char *of_each[2])
{
    static const char quotes[] = {'"', '\''};
    for (size_t i = 0; i < 2; i++)
        if (of_each[i] < p) {
            const char *found = memchr(p, quotes[i], (size_t)(end - p));
            of_each[i] = found ? found : end;
        }
    return MIN(of_each[0], of_each[1]);
}

/* A quotation mark that stands in no tag has its other one before the next tag, or none. */
int
roots_words_find(const char *path, bool is_case, roots_word *each, void *of)
{
    g_assert(path && each);
    size_t length;
    int error;
    char *head = read_head(path, is_case, &length, &error);
    if (head)
        head = narrow_head(head, &length);
    if (!head)
        return error;
    const char *end = head + length, *of_each[2] = {NULL, NULL};
    for (const char *p = next_quote(head, end, of_each), *close; p < end; p = next_quote(p + 1, end, of_each)) {
        close = memchr(p + 1, *p, (size_t)(end - p - 1));
        if (!close || memchr(p + 1, '<', (size_t)(close - p - 1)))
            continue;
        char *word = read_word(p + 1, close);
        each(word, of);
        g_free(word);
        p = close;
    }
    g_free(head);
    return error;
}

/* ---- a pipe ---- */

/* Until the end, or more than is ever read; 0, or why not. */
static int
copy_input(int to, size_t most)
{
    char piece[PIECE];
    for (size_t taken = 0; taken <= most;) {
        const ssize_t n = read(STDIN_FILENO, piece, sizeof piece);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n < 0 ? errno : 0;
        if (!outfile_write_open(to, piece, (size_t)n))
            return errno;
        taken += (size_t)n;
    }
    return 0;
}

void
roots_words_keep(size_t most)
{
    struct stat is;
    if (fstat(STDIN_FILENO, &is) != 0 || !(S_ISFIFO(is.st_mode) || S_ISSOCK(is.st_mode)))
        return;
    const int kept = memfd_create("input", MFD_CLOEXEC);
    if (kept < 0)
        return;
    const bool whole = copy_input(kept, most) == 0 && lseek(kept, 0, SEEK_SET) == 0;
    if (!whole || dup2(kept, STDIN_FILENO) < 0)
        close(STDIN_FILENO); /* what was taken is lost: whoever reads is told so */
    close(kept);
}
