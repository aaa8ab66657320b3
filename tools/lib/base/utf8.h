/* utf8.h: what is UTF-8. The characters are looked at by several at once, as texts are looked at as wholes, often. */
#ifndef RENKEI_BASE_UTF8_H
#define RENKEI_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* Where valid UTF-8 ends: bytes + length, or the first byte that is none. A zero byte is a character like others. */
const char *utf8_end(const char *bytes, size_t length);
/* Of a text that ends with a zero byte. */
bool utf8_is_valid(const char *text);

#endif
