/* xml_stream.h: a document met from its beginning to its end, without a tree: for parts of workbooks, which may be
 * larger than what memory has room for. As safe as xml.h: no network, no DTD, no entities but the five of XML.
 *
 * The bytes come from the caller, piece by piece; what is held is one piece and the longest tag. */
#ifndef RENKEI_XML_XML_STREAM_H
#define RENKEI_XML_XML_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* Puts up to `room` bytes into `bytes`: how many; 0: there are no more; -1: they cannot be had. */
typedef long (*xml_stream_source)(void *data, char *bytes, size_t room);

/* What is called, with names without their prefix. Each returns false to end the reading; members may be NULL. The
 * strings live until the call returns. */
typedef struct xml_stream_visitor {
    /* Attributes: names and values in turn, NULL-ended. One with a prefix has : before its name (r:id is ":id"). */
    bool (*start)(void *data, const char *name, const char *const *attributes);
    /* A piece of text or CDATA, not ended by a zero; more may follow. */
    bool (*text)(void *data, const char *bytes, size_t length);
    bool (*end)(void *data, const char *name);
} xml_stream_visitor;

typedef struct xml_stream_limits {
    size_t bytes; /* of the document */
    int depth;    /* of its elements */
} xml_stream_limits;

typedef enum xml_stream_end {
    XML_STREAM_WHOLE,   /* read to its end */
    XML_STREAM_LEFT,    /* the visitor ended it */
    XML_STREAM_UNREAD,  /* the source gave -1 */
    XML_STREAM_LARGE,   /* more bytes than the limit */
    XML_STREAM_DEEP,    /* more elements within one another than the limit */
    XML_STREAM_CROWDED, /* more attributes of an element than XML_MOST_ATTRIBUTES */
    XML_STREAM_DOCTYPE, /* there is one */
    XML_STREAM_MALFORMED
} xml_stream_end;

/* Why one is malformed, in words of the arena that repeat nothing of its text, and in which line. */
typedef struct xml_stream_fault {
    int line;
    const char *ja, *en;
} xml_stream_fault;

/* *fault is filled when it is malformed. */
xml_stream_end xml_stream(arena *a, xml_stream_source source, void *source_data, const xml_stream_limits *limits,
                          const xml_stream_visitor *visitor, void *data, xml_stream_fault *fault);

/* The value of an attribute of that name, or NULL. */
const char *xml_stream_attribute(const char *const *attributes, const char *name);

#endif
