/* xml_span.h: where in the bytes of a file what it says is written: for whoever changes a file and leaves the rest of
 * it as it is. The tree of a document (xml.h) knows what is said, not how: comments, quotes and entities are gone from
 * it.
 *
 * Of a document that was read well (xml_read_memory): what is no XML is not told here. */
#ifndef RENKEI_XML_XML_SPAN_H
#define RENKEI_XML_XML_SPAN_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/* The text of a file: UTF-8 without a byte order mark, and how the file has it. */
typedef struct xml_written {
    const char *text;
    size_t length;
    char *made; /* of UTF-16; NULL: text is a part of the bytes */
    bool mark;  /* a byte order mark is before it */
    enum { XML_WRITTEN_UTF8, XML_WRITTEN_UTF16LE, XML_WRITTEN_UTF16BE } encoding;
} xml_written;
/* False: the bytes are in no encoding that is read. They must live as long as `out`. */
bool xml_written_open(const void *bytes, size_t length, xml_written *out);
void xml_written_close(xml_written *w);
/* Another text as the same file would have it; g_byte_array_unref it. */
GByteArray *xml_written_bytes(const xml_written *w, const char *text, size_t length);

typedef enum xml_span_kind {
    XML_SPAN_ELEMENT,
    XML_SPAN_ATTRIBUTE,
    XML_SPAN_TEXT, /* between two tags, comments … */
    XML_SPAN_CDATA,
    XML_SPAN_COMMENT,
    XML_SPAN_INSTRUCTION /* the XML declaration, too */
} xml_span_kind;

enum { XML_SPAN_NONE = -1 };

/* Offsets in the text; an end is behind the last byte. */
typedef struct xml_span {
    xml_span_kind kind;
    int parent;              /* the element's place in the array; XML_SPAN_NONE: outside the root, and the root */
    size_t begin, end;       /* all of it; of an element from < to the > of its end tag */
    size_t name_end;         /* element, attribute: behind the name, which begins behind the < or at the beginning */
    size_t open_end;         /* element: behind the > of its start tag */
    size_t close;            /* element: where its end tag begins; its end where there is none (<a/>) */
    size_t value, value_end; /* attribute: without quotes; CDATA: what is in it */
} xml_span;

/* All of a text, in its order; attributes follow their element, and before what is in it. Of xml_span;
 * g_array_unref it. */
GArray *xml_spans(const char *text, size_t length);

#endif
