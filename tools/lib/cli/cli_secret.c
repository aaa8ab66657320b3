#include "cli/cli_secret.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <glib.h>

#include "base/fault.h"
#include "cli/cli.h"

/* The bytes as they are read, with room for the end of the line and for one more, which is too many. */
typedef struct secret_bytes {
    char at[CLI_SECRET_MOST + 4];
    size_t length;
} secret_bytes;

/* 0, or errno. */
static int
read_bytes(int fd, secret_bytes *b)
{
    while (b->length < sizeof b->at) {
        const ssize_t n = read(fd, b->at + b->length, sizeof b->at - b->length);
        if (n == 0)
            break;
        if (n > 0)
            b->length += (size_t)n;
        else if (errno != EINTR)
            return errno;
    }
    return 0;
}

static void
drop_line_end(secret_bytes *b)
{
    static const char ends[] = "\n\r";
    for (size_t i = 0; i < strlen(ends); i++)
        if (b->length && b->at[b->length - 1] == ends[i])
            b->at[--b->length] = '\0';
}

/* RFC 4013: what is mapped to nothing or to a space (2.1), what is prohibited (2.3), and whatever is read from right to
 * left, of which there must be all or nothing (2.4). */
static bool
is_plain(gunichar c)
{
    static const struct {
        gunichar from, to;
    } others[] = {{0x34F, 0x34F},     {0x590, 0x8FF},     {0x1806, 0x1806},   {0x180B, 0x180F}, {0x2FF0, 0x2FFB},
                  {0xFB1D, 0xFDFF},   {0xFE00, 0xFE0F},   {0xFE70, 0xFEFF},   {0xFFF9, 0xFFFD}, {0x10800, 0x10FFF},
                  {0x1E800, 0x1EFFF}, {0xE0000, 0xE0FFF}, {0xF0000, 0x10FFFF}};
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        if (c >= others[i].from && c <= others[i].to)
            return false;
    switch (g_unichar_type(c)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
        return false;
    case G_UNICODE_SPACE_SEPARATOR:
        return c == ' ';
    default:
        return true;
    }
}

/* Every reader tries it as it is written. */
static bool
is_prepared(const char *text)
{
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        if (!is_plain(g_utf8_get_char(p)))
            return false;
    char *normal = g_utf8_normalize(text, -1, G_NORMALIZE_ALL_COMPOSE);
    const bool same = strcmp(normal, text) == 0;
    explicit_bzero(normal, strlen(normal));
    g_free(normal);
    return same;
}

/* What is wrong with it, in both languages; false: nothing. */
static bool
is_refused(const secret_bytes *b, const char **ja, const char **en)
{
    static const char mark[] = "\xEF\xBB\xBF";
    *ja = *en = NULL;
    if (b->length == 0) {
        *ja = "空です";
        *en = "it is empty";
    } else if (memchr(b->at, '\n', b->length) || memchr(b->at, '\r', b->length)) {
        *ja = "一行ではありません。パスワードだけを書いてください";
        *en = "it is more than one line; write the password alone";
    } else if (b->length > CLI_SECRET_MOST) {
        *ja = "長すぎます（UTF-8 で127バイトまで）";
        *en = "it is too long (127 bytes of UTF-8 at most)";
    } else if (memchr(b->at, '\0', b->length) || !g_utf8_validate(b->at, (gssize)b->length, NULL)) {
        *ja = "文字コードが UTF-8 ではありません";
        *en = "it is not UTF-8";
    } else if (b->length >= strlen(mark) && memcmp(b->at, mark, strlen(mark)) == 0) {
        *ja = "はじめに印（BOM）があります。BOM のない UTF-8 で保存してください";
        *en = "it begins with a byte order mark; save it as UTF-8 without one";
    } else if (!is_prepared(b->at)) {
        *ja = "読むソフトによって別の字として扱われる字があります（全角の英数字、半角のカナ、全角の空白、見えない文字な"
              "ど）。"
              "半角の英数字と記号、ふつうのかなと漢字で書いてください";
        *en =
            "it has characters that some readers change before they try it (full-width letters, half-width kana, wide "
            "spaces, invisible ones and the like); use ASCII, common kana and kanji";
    }
    return *ja;
}

static void
tell_refused(diag *d, const char *ja, const char *en)
{
    char *whole_ja = g_strdup_printf("パスワードを使えません：%s", ja);
    char *whole_en = g_strdup_printf("the password cannot be used: %s", en);
    cli_usage(d, whole_ja, whole_en);
    g_free(whole_en);
    g_free(whole_ja);
}

static void
tell_descriptor(diag *d, int fd, int error)
{
    char *ja = g_strdup_printf("--password-fd %d から読めません（%s）", fd, fault_words(error, DIAG_JA));
    char *en = g_strdup_printf("cannot read from --password-fd %d (%s)", fd, fault_words(error, DIAG_EN));
    cli_usage(d, ja, en);
    g_free(en);
    g_free(ja);
}

static bool
is_kept(const secret_bytes *b, cli_secret *out, diag *d)
{
    const char *ja, *en;
    if (is_refused(b, &ja, &en)) {
        tell_refused(d, ja, en);
        return false;
    }
    mlock(out, sizeof *out); /* never on a disk, where that is allowed */
    memcpy(out->text, b->at, b->length);
    out->text[b->length] = '\0';
    return true;
}

/* A process that ends in a fault leaves what it holds in a file, or with a program that keeps such. Not this one from
 * now on, nor what it forks. */
static void
leave_no_core(void)
{
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/* Where the kernel lets nobody ask a device what it is (confine.h), its number says so: of consoles, of the terminal of
 * a process and of pseudo-terminals. */
static bool
is_terminal(int fd)
{
    struct stat is;
    if (isatty(fd))
        return true;
    if (errno != EACCES || fstat(fd, &is) != 0 || !S_ISCHR(is.st_mode))
        return false;
    const unsigned kind = major(is.st_rdev);
    return kind == 4 || kind == 5 || (kind >= 136 && kind <= 143);
}

bool
cli_secret_read(const char *path, int fd, cli_secret *out, diag *d)
{
    g_assert(out && d);
    secret_bytes b = {.length = 0};
    bool good = false;
    leave_no_core();
    const int from = path ? open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY) : fd;
    int error = from < 0 ? errno : 0;
    if (!error && is_terminal(from)) {
        tell_refused(d, "端末からは読みません。ファイルか、つないだパイプから渡してください",
                     "it is not read from a terminal; give a file or a pipe");
    } else {
        error = error ? error : read_bytes(from, &b);
        drop_line_end(&b);
        if (error && path)
            fault_report(d, DIAG_FILE_ASKED, PLACE_NONE, path, error);
        else if (error)
            tell_descriptor(d, fd, error);
        else
            good = is_kept(&b, out, d);
    }
    if (from >= 0)
        close(from);
    explicit_bzero(&b, sizeof b);
    return good;
}

void
cli_secret_wipe(cli_secret *s)
{
    g_assert(s);
    explicit_bzero(s, sizeof *s);
    munlock(s, sizeof *s);
}
