/* xml_peek.c: the first start tags of a document, without a tree. */
#include "xml/xml_int.h"

#include <string.h>

#include <libxml/parser.h>

typedef struct peeking {
    xml_peek_visit visit;
    void *data;
    xmlParserCtxt *parser;
    GPtrArray *attributes; /* names and values in turn, NULL-ended */
    int depth;
    bool stopped, refused;
} peeking;

static void
stop_peeking(peeking *p)
{
    p->stopped = true;
    xmlStopParser(p->parser);
}

static void
start_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
              const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **attributes)
{
    (void)prefix;
    (void)uri;
    (void)n_namespaces;
    (void)namespaces;
    (void)n_defaulted;
    peeking *p = context;
    if (p->stopped)
        return;
    g_ptr_array_set_size(p->attributes, 0);
    for (int i = 0; i < n_attributes; i++) {
        const xmlChar **a = &attributes[5 * i]; /* name, prefix, namespace, begin and end of the value */
        if (a[1])
            continue;
        g_ptr_array_add(p->attributes, g_strdup((const char *)a[0]));
        g_ptr_array_add(p->attributes, g_strndup((const char *)a[3], (gsize)(a[4] - a[3])));
    }
    g_ptr_array_add(p->attributes, NULL);
    if (!p->visit(p->data, (const char *)name, p->depth++, (const char *const *)p->attributes->pdata))
        stop_peeking(p);
}

static void
end_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)name;
    (void)prefix;
    (void)uri;
    ((peeking *)context)->depth--;
}

static void
meet_doctype(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    (void)name;
    (void)external;
    (void)system;
    peeking *p = context;
    p->refused = true;
    stop_peeking(p);
}

static void
take_error(void *context, xmlError *e)
{
    peeking *p = context;
    if (e->level >= XML_ERR_ERROR && !p->stopped)
        p->refused = true;
}

bool
xml_peek(const char *bytes, size_t length, xml_peek_visit visit, void *data)
{
    /* Little is parsed beyond what was looked for. For every piece libxml2 looks back over the tag that it is in. */
    enum { PIECE = 1024, MOST_PEEKED = 256 * 1024 };
    xml_keep_quiet();
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .startElementNs = start_element,
                         .endElementNs = end_element,
                         .internalSubset = meet_doctype,
                         .serror = take_error};
    peeking p = {.visit = visit, .data = data, .attributes = g_ptr_array_new_with_free_func(g_free)};
    xml_door door = {.line = 1};
    const size_t first = MIN(length, 4); /* by these libxml2 tells UTF-16 from UTF-8 */
    const size_t last = MIN(length, MOST_PEEKED);
    p.parser = xmlCreatePushParserCtxt(&sax, &p, bytes, (int)first, NULL);
    xmlCtxtUseOptions(p.parser, XML_PARSE_NONET);
    p.refused = !xml_door_takes(&door, bytes, first);
    for (size_t at = first; at < last && !p.stopped && !p.refused; at += PIECE) {
        const size_t n = MIN(PIECE, last - at);
        p.refused = !xml_door_takes(&door, bytes + at, n);
        if (!p.refused)
            xmlParseChunk(p.parser, bytes + at, (int)n, 0);
    }
    xmlFreeDoc(p.parser->myDoc);
    xmlFreeParserCtxt(p.parser);
    g_ptr_array_free(p.attributes, TRUE);
    return p.stopped && !p.refused;
}
