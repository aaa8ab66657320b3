/* digest.h: SHA-256, by which a batch knows that a file is the one it was.
 *
 * A digest of several things is made of their digests and of lengths, never of bytes run together, so that two
 * different lists cannot give one sum. */
#ifndef RENKEI_BASE_DIGEST_H
#define RENKEI_BASE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct digest {
    uint8_t bytes[32];
} digest;

enum { DIGEST_TEXT = 65 }; /* 64 hexadecimal digits and a zero */

digest digest_of(const void *bytes, size_t length);
/* Reads the file in pieces, so that its size does not matter; `head` (may be NULL) gets its first bytes, at most
 * `room`, and *head_length how many. False, with errno as it was, when the file cannot be read or is none. */
bool digest_file(const char *path, digest *out, char *head, size_t room, size_t *head_length);

/* What is made of parts: each is taken in with its length. */
typedef struct digest_sum digest_sum;
digest_sum *digest_sum_new(void);
void digest_sum_add(digest_sum *s, const void *bytes, size_t length);
void digest_sum_add_text(digest_sum *s, const char *text); /* NULL differs from "" */
void digest_sum_add_digest(digest_sum *s, const digest *d);
digest digest_sum_close(digest_sum *s); /* frees s */

bool digest_equal(const digest *a, const digest *b);
bool digest_is_none(const digest *a);                       /* all zero: no file has that sum */
char *digest_text(const digest *d, char text[DIGEST_TEXT]); /* returns text */
bool digest_parse(const char *text, digest *out);           /* 64 lower-case hexadecimal digits and nothing else */

#endif
