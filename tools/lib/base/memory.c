#include "base/memory.h"

#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include <glib.h>

#include "base/outfile.h"

static diag_language spoken = DIAG_JA;
static bool spoken_json;
static void (*end_by)(size_t wanted);

void
memory_speak(diag_language language, bool json)
{
    spoken = language;
    spoken_json = json;
}

void
memory_end_by(void (*end)(size_t wanted))
{
    g_assert(end);
    end_by = end;
}

void
memory_keep(void)
{
    mallopt(M_TRIM_THRESHOLD, MEMORY_KEPT);
    mallopt(M_MMAP_THRESHOLD, MEMORY_BLOCK);
    mallopt(M_TOP_PAD, 1 << 20);
}

/* ---- the allocator ---- */

#ifdef __has_feature
#define HAS_FEATURE(name) __has_feature(name)
#else
#define HAS_FEATURE(name) 0
#endif
#if !defined(__SANITIZE_ADDRESS__) && !HAS_FEATURE(address_sanitizer)

/* As diag_print and diag_print_json have it; nothing in the words is to be escaped (test_base_memory). */
static void
say_end(void)
{
    const char *words = diag_wording(DIAG_MEMORY_SHORT, spoken), *name = diag_name(DIAG_MEMORY_SHORT);
    const char *text[] = {spoken == DIAG_EN ? "error: " : "エラー: ", words, " [", name, "]\n"};
    const char *json[] = {"{\"v\":1,\"code\":\"", name, "\",\"severity\":\"error\",\"message\":\"", words,
                          "\",\"args\":[]}\n"};
    const char *const *pieces = spoken_json ? json : text;
    struct iovec line[G_N_ELEMENTS(text)];
    G_STATIC_ASSERT(G_N_ELEMENTS(text) == G_N_ELEMENTS(json));
    for (size_t i = 0; i < G_N_ELEMENTS(line); i++)
        line[i] = (struct iovec){.iov_base = (void *)pieces[i], .iov_len = strlen(pieces[i])};
    while (writev(STDERR_FILENO, line, G_N_ELEMENTS(line)) < 0 && errno == EINTR)
        ;
}

static _Noreturn void
end_short(void)
{
    outfile_drop_waiting();
    say_end();
    _exit(EXIT_ENVIRONMENT);
}

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *p, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
void *memalign(size_t alignment, size_t size);

/* The C library says so itself where the request was a wrong one. */
static void *
insist_on(void *p, size_t wanted)
{
    if (p || errno != ENOMEM)
        return p;
    if (end_by)
        end_by(wanted);
    end_short();
}

void *
malloc(size_t size)
{
    void *p = __libc_malloc(size);
    return p ? p : insist_on(p, size);
}

void *
calloc(size_t count, size_t size)
{
    void *p = __libc_calloc(count, size);
    return p ? p : insist_on(p, count > SIZE_MAX / MAX(size, 1) ? SIZE_MAX : count * size);
}

/* Of no bytes it is free(). */
void *
realloc(void *old, size_t size)
{
    void *p = __libc_realloc(old, size);
    return p || (old && size == 0) ? p : insist_on(p, size);
}

void *
memalign(size_t alignment, size_t size)
{
    void *p = __libc_memalign(alignment, size);
    return p ? p : insist_on(p, size);
}

void *
aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

int
posix_memalign(void **out, size_t alignment, size_t size)
{
    if (alignment % sizeof(void *) != 0 || alignment == 0 || (alignment & (alignment - 1)) != 0)
        return EINVAL;
    *out = memalign(alignment, size);
    return *out ? 0 : ENOMEM;
}

#endif
