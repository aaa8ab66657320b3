#include "xml/xml_stream.h"

#include <string.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "xml/xml_int.h"

typedef struct streaming {
    arena *memory;
    xml_stream_source source;
    void *source_data;
    const xml_stream_limits *limits;
    const xml_stream_visitor *visitor;
    void *data;
    xmlParserCtxt *parser;
    size_t bytes;
    int depth;
    xml_door door;
    int wide;    /* the byte of each two of UTF-16 that has ASCII; 2: it is not UTF-16 */
    bool half;   /* between the two bytes of one … */
    char former; /* … of which this is the first */
    bool over;   /* nothing is told any more */
    xml_stream_end how;
    xml_stream_fault *fault;
    GString *values;       /* of the attributes of one element, each with a zero */
    GPtrArray *attributes; /* names and values in turn, NULL-ended */
} streaming;

static void
end_stream(streaming *s, xml_stream_end how)
{
    if (s->over)
        return;
    s->over = true;
    s->how = how;
}

/* What is called of the content may stop the parser; what is called while it takes bytes or complains may not. */
static void
stop_stream(streaming *s, xml_stream_end how)
{
    end_stream(s, how);
    xmlStopParser(s->parser);
}

/* What is left out of a name with a prefix is the prefix. */
static void
take_attributes(streaming *s, int count, const xmlChar **given)
{
    size_t room = 0;
    for (int i = 0; i < count; i++) { /* name, prefix, namespace, begin and end of the value */
        const xmlChar **a = &given[5 * i];
        room += strlen((const char *)a[0]) + (size_t)(a[4] - a[3]) + 3;
    }
    g_string_set_size(s->values, room); /* so that it does not move below */
    g_ptr_array_set_size(s->attributes, 0);
    char *at = s->values->str;
    for (int i = 0; i < count; i++) {
        const xmlChar **a = &given[5 * i];
        g_ptr_array_add(s->attributes, at);
        if (a[1])
            *at++ = ':';
        at = stpcpy(at, (const char *)a[0]) + 1;
        g_ptr_array_add(s->attributes, at);
        at = (char *)memcpy(at, a[3], (size_t)(a[4] - a[3])) + (a[4] - a[3]);
        *at++ = '\0';
    }
    g_ptr_array_add(s->attributes, NULL);
}

static void
meet_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
           const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **attributes)
{
    (void)prefix;
    (void)uri;
    (void)n_namespaces;
    (void)namespaces;
    (void)n_defaulted;
    streaming *s = context;
    if (s->over)
        return;
    if (++s->depth > s->limits->depth) {
        stop_stream(s, XML_STREAM_DEEP);
        return;
    }
    take_attributes(s, n_attributes, attributes);
    if (s->visitor->start && !s->visitor->start(s->data, (const char *)name, (const char *const *)s->attributes->pdata))
        stop_stream(s, XML_STREAM_LEFT);
}

static void
meet_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)prefix;
    (void)uri;
    streaming *s = context;
    if (s->over)
        return;
    s->depth--;
    if (s->visitor->end && !s->visitor->end(s->data, (const char *)name))
        stop_stream(s, XML_STREAM_LEFT);
}

static void
meet_text(void *context, const xmlChar *bytes, int length)
{
    streaming *s = context;
    if (!s->over && s->visitor->text && !s->visitor->text(s->data, (const char *)bytes, (size_t)length))
        stop_stream(s, XML_STREAM_LEFT);
}

static void
meet_subset(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    (void)name;
    (void)external;
    (void)system;
    stop_stream(context, XML_STREAM_DOCTYPE);
}

static void
meet_error(void *context, xmlError *e)
{
    streaming *s = context;
    if (s->over || e->level < XML_ERR_ERROR)
        return;
    s->fault->line = e->line;
    if (!xml_reason(e, s->memory, &s->fault->ja, &s->fault->en)) {
        s->fault->ja = "途中で終わっています";
        s->fault->en = "it ends too early";
    }
    end_stream(s, XML_STREAM_MALFORMED);
}

/* By its first bytes, as libxml2 tells it. False: one of the codes that no workbook has. */
static bool
tell_encoding(streaming *s, const unsigned char *bytes, size_t length)
{
    static const unsigned char ebcdic[] = {0x4c, 0x6f, 0xa7, 0x94};
    s->wide = 2;
    if (length < 4)
        return true;
    const bool odd = !bytes[0], even = !bytes[1];
    if ((odd && even) || (even && bytes[0] == '<' && !bytes[2]) || memcmp(bytes, ebcdic, 4) == 0)
        return false; /* four bytes a character; EBCDIC */
    if (odd || (bytes[0] == 0xfe && bytes[1] == 0xff))
        s->wide = 1;
    else if (even || (bytes[0] == 0xff && bytes[1] == 0xfe))
        s->wide = 0;
    return true;
}

/* Of UTF-16 what is no ASCII is some letter. */
static bool
pass_wide(streaming *s, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        s->half = !s->half;
        if (s->half) {
            s->former = bytes[i];
            continue;
        }
        const char pair[] = {s->former, bytes[i]};
        const char c = pair[1 - s->wide] || (pair[s->wide] & 0x80) ? 'x' : pair[s->wide];
        if (!xml_door_takes(&s->door, &c, 1))
            return false;
    }
    return true;
}

/* What libxml2 takes the square of is counted before it has it. */
static bool
pass_door(streaming *s, const char *bytes, size_t length)
{
    if (s->wide < 2 ? pass_wide(s, bytes, length) : xml_door_takes(&s->door, bytes, length))
        return true;
    end_stream(s, XML_STREAM_CROWDED);
    return false;
}

static int
read_piece(void *context, char *bytes, int room)
{
    streaming *s = context;
    if (s->over)
        return 0;
    /* By its first four bytes libxml2 tells an encoding: a piece is as long as it can be. */
    long n = 0, more;
    while (n < room && (more = s->source(s->source_data, bytes + n, (size_t)(room - n))) != 0) {
        if (more < 0) {
            end_stream(s, XML_STREAM_UNREAD);
            return 0;
        }
        n += more;
    }
    if (!s->bytes && !tell_encoding(s, (const unsigned char *)bytes, (size_t)n)) {
        *s->fault =
            (xml_stream_fault){1, "文字コードがUTF-8でもUTF-16でもありません", "it is neither UTF-8 nor UTF-16"};
        end_stream(s, XML_STREAM_MALFORMED);
        return 0;
    }
    s->bytes += (size_t)n;
    if (s->bytes > s->limits->bytes) {
        end_stream(s, XML_STREAM_LARGE);
        return 0;
    }
    return pass_door(s, bytes, (size_t)n) ? (int)n : 0;
}

xml_stream_end
xml_stream(arena *a, xml_stream_source source, void *source_data, const xml_stream_limits *limits,
           const xml_stream_visitor *visitor, void *data, xml_stream_fault *fault)
{
    xml_keep_quiet();
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .startElementNs = meet_start,
                         .endElementNs = meet_end,
                         .characters = meet_text,
                         .cdataBlock = meet_text,
                         .ignorableWhitespace = meet_text,
                         .internalSubset = meet_subset,
                         .serror = meet_error};
    streaming s = {.memory = a,
                   .source = source,
                   .source_data = source_data,
                   .limits = limits,
                   .visitor = visitor,
                   .data = data,
                   .fault = fault,
                   .door = {.line = 1},
                   .values = g_string_new(NULL),
                   .attributes = g_ptr_array_new()};
    s.parser = xmlCreateIOParserCtxt(&sax, &s, read_piece, NULL, &s, XML_CHAR_ENCODING_NONE);
    if (s.parser) {
        /* Else & of a value is given as &#38;. There are no entities but the five: a DOCTYPE ends the reading. */
        xmlCtxtUseOptions(s.parser, XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_IGNORE_ENC);
        xmlParseDocument(s.parser);
        xmlFreeDoc(s.parser->myDoc);
        xmlFreeParserCtxt(s.parser);
    } else if (!s.over) {
        *fault = (xml_stream_fault){1, "空です", "it is empty"};
        s.how = XML_STREAM_MALFORMED;
    }
    g_string_free(s.values, TRUE);
    g_ptr_array_free(s.attributes, TRUE);
    return s.how;
}

const char *
xml_stream_attribute(const char *const *attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (!strcmp(attributes[0], name))
            return attributes[1];
    return NULL;
}
