/* record.h: what a PDF says of itself as a record that is kept, whoever writes it: its metadata (XMP, ISO 16684-1), and
 * which gray its gray is (ISO 19005-2, 6.2.3 and 6.6). Bytes that follow from what is given alone. */
#ifndef RENKEI_RECORD_RECORD_H
#define RENKEI_RECORD_RECORD_H

#include <glib.h>

#define RECORD_PRODUCER "renkei"
/* Name of the output condition. */
#define RECORD_GRAY "Gray gamma 2.2"
#define RECORD_COLOUR "sRGB primaries, gamma 2.2"

/* What the file says that it is. */
typedef enum record_claim {
    RECORD_NOTHING,
    RECORD_HEARD,  /* PDF/UA-1: a copy that is no record, but is read aloud as one */
    RECORD_KEPT,   /* PDF/A-2a and PDF/UA-1 */
    RECORD_ARCHIVE /* PDF/A-3a, which carries its data, and PDF/UA-1 */
} record_claim;

/* The same as the document information has (ISO 32000-1, 14.3.3). */
typedef struct record {
    const char *title;
    const char *author, *subject, *keywords; /* NULL: none */
    const char *language;                    /* "ja" */
    const char *when;                        /* 2024-04-22T00:00:00+09:00 */
    record_claim claims;
} record;

/* D:20240422000000+09'00 of the information as `when`; g_free it. NULL: it is not written as ours are. */
char *record_when(const char *information);
/* The XMP packet; g_string_free it. */
GString *record_metadata(const record *r);
/* An ICC profile of gray; g_byte_array_unref it. */
GByteArray *record_gray_profile(void);
/* The same of colours of a screen (the primaries of sRGB), whose grays are the grays of that. */
GByteArray *record_colour_profile(void);

#endif
