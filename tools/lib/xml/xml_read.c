/* xml_read.c: from bytes that nobody vouches for to a tree that can be trusted. Most are read by xml_plain.c; here
 * libxml2 judges what is not, and tells what is wrong. */
#include "xml/xml_int.h"

#include <string.h>

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "base/fault.h"
#include "proven/proven.h"

const xml_limits xml_limits_case = {16u << 20, 400000, 64, 256u << 10, false, false};
const xml_limits xml_limits_form = {4u << 20, 100000, 64, 64u << 10, false, false};
const xml_limits xml_limits_schema = {4u << 20, 100000, 64, 64u << 10, true, false};

/* After so many mistakes in one file the parser only stumbles over the first ones. */
enum { MOST_ERRORS = 20 };

typedef struct reading {
    arena *memory;
    xml_doc *doc;
    const xml_limits *limits;
    diag *d;
    xmlParserCtxt *parser;
    int depth;
    unsigned *namespaces; /* of the elements that are open, in their order */
    unsigned declared;    /* all these together */
    size_t nodes, text;
    size_t errors;
    int error_line; /* of the last that was told */
    bool stopped, unbalanced;
} reading;

static void
report_reading(reading *r, diag_code code, int line, const char *first, const char *second)
{
    xml_report(r->d, r->doc->role, code, (place){r->doc->file, line, NULL}, (const char *[4]){first, second});
    r->errors++;
}

static void
stop_reading(reading *r, diag_code code, int line, size_t limit)
{
    if (r->stopped)
        return;
    report_reading(r, code, line, arena_printf(r->memory, "%zu", limit), NULL);
    r->stopped = true;
    xmlStopParser(r->parser);
}

/* One forgotten end tag makes all that enclose it look wrong, up to the root. */
static bool
follows_from_imbalance(reading *r, int code)
{
    static const int tags[] = {XML_ERR_TAG_NAME_MISMATCH, XML_ERR_TAG_NOT_FINISHED, XML_ERR_LTSLASH_REQUIRED,
                               XML_ERR_GT_REQUIRED,       XML_ERR_EXTRA_CONTENT,    XML_ERR_DOCUMENT_END};
    for (size_t i = 0; i < G_N_ELEMENTS(tags); i++) {
        if (tags[i] == code) {
            const bool follows = r->unbalanced;
            r->unbalanced = true;
            return follows;
        }
    }
    return false;
}

static void
take_error(void *data, xmlError *e)
{
    reading *r = ((xmlParserCtxt *)data)->_private;
    if (e->level < XML_ERR_ERROR || r->stopped || r->errors >= MOST_ERRORS || follows_from_imbalance(r, e->code))
        return;
    /* What the parser still says of a line is most often the same mistake, seen from further on. */
    if (r->errors && e->line == r->error_line)
        return;
    r->error_line = e->line;
    const char *ja, *en;
    const bool goes_on = xml_reason(e, r->memory, &ja, &en);
    report_reading(r, DIAG_XML_MALFORMED, e->line, ja, en);
    r->stopped = !goes_on;
}

/* ---- the parser's events, on their way into the tree ---- */

static int
count_lines(const char *from, const char *to)
{
    int lines = 0;
    while (from < to && (from = memchr(from, '\n', (size_t)(to - from)))) {
        lines++;
        from++;
    }
    return lines;
}

static bool
is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static xml_info *
new_info(reading *r, int line)
{
    xml_info *info = ARENA_NEW(r->memory, xml_info);
    info->doc = r->doc;
    info->line = line;
    return info;
}

static bool
is_spelled(const xmlAttr *attr, const char *name, size_t length)
{
    const char *prefix = attr->ns && attr->ns->prefix ? (const char *)attr->ns->prefix : NULL;
    const size_t skip = prefix ? strlen(prefix) + 1 : 0;
    return strlen((const char *)attr->name) + skip == length &&
           (!prefix || (strncmp(name, prefix, skip - 1) == 0 && name[skip - 1] == ':')) &&
           strncmp(name + skip, (const char *)attr->name, length - skip) == 0;
}

/* Walks over a start tag's source to tell on which line each attribute begins. The tree has them in their order;
 * namespaces are none of its attributes. */
static void
place_attributes(reading *r, const xmlNode *n, const char *tag, const char *end, int line)
{
    const char *p = tag + 1;
    xmlAttr *attr = n->properties;
    while (p < end && !is_space(*p) && *p != '/' && *p != '>')
        p++;
    while (p < end) {
        for (; p < end && is_space(*p); p++)
            line += *p == '\n';
        const char *name = p;
        while (p < end && !is_space(*p) && *p != '=')
            p++;
        if (attr && is_spelled(attr, name, (size_t)(p - name))) {
            attr->_private = new_info(r, line);
            attr = attr->next;
        }
        while (p < end && *p != '"' && *p != '\'')
            line += *p++ == '\n';
        if (p == end)
            return;
        const char *value = p + 1, *close = memchr(value, *p, (size_t)(end - value));
        if (!close)
            return;
        line += count_lines(value, close);
        p = close + 1;
    }
}

static void
place_element(reading *r, xmlNode *n)
{
    const xmlParserInput *input = r->parser->input;
    const char *end = (const char *)input->cur, *tag;
    const char *open = memrchr(input->base, '<', (size_t)(end - (const char *)input->base));
    tag = open ? open : (const char *)input->base;
    const int line = input->line - count_lines(tag, end);
    n->_private = new_info(r, line);
    place_attributes(r, n, tag, end, line);
    for (xmlAttr *attr = n->properties; attr; attr = attr->next)
        if (!attr->_private)
            attr->_private = new_info(r, line);
}

static size_t
longest_name(const xmlChar *name, const xmlChar *prefix, int n_namespaces, const xmlChar **namespaces, int n_attributes,
             const xmlChar **attributes)
{
    size_t longest = MAX(strlen((const char *)name), prefix ? strlen((const char *)prefix) : 0);
    for (int i = 0; i < n_namespaces; i++) /* prefix and name of each */
        longest = MAX(longest, namespaces[2 * i] ? strlen((const char *)namespaces[2 * i]) : 0);
    for (int i = 0; i < n_attributes; i++)
        longest = MAX(longest, strlen((const char *)attributes[5 * i]));
    return longest;
}

/* Of what is one within another. */
static bool
enter_element(reading *r, int n_namespaces)
{
    const int line = r->parser->input->line;
    if (++r->depth > r->limits->depth) {
        stop_reading(r, DIAG_XML_TOO_DEEP, line, (size_t)r->limits->depth);
        return false;
    }
    r->namespaces[r->depth] = (unsigned)n_namespaces;
    r->declared += (unsigned)n_namespaces;
    if (r->declared > XML_MOST_NAMESPACES)
        stop_reading(r, DIAG_XML_MANY_NAMESPACES, line, XML_MOST_NAMESPACES);
    return !r->stopped;
}

static void
start_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
              const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **attributes)
{
    xmlParserCtxt *parser = context;
    reading *r = parser->_private;
    r->text = 0;
    r->nodes += 1 + (size_t)n_attributes;
    if (!enter_element(r, n_namespaces))
        return;
    if (longest_name(name, prefix, n_namespaces, namespaces, n_attributes, attributes) > XML_MOST_NAME) {
        stop_reading(r, DIAG_XML_NAME_TOO_LONG, parser->input->line, XML_MOST_NAME);
        return;
    }
    if (r->nodes > r->limits->nodes) {
        stop_reading(r, DIAG_XML_TOO_MANY_NODES, parser->input->line, r->limits->nodes);
        return;
    }
    for (int i = 0; i < n_attributes; i++) {
        if ((size_t)(attributes[5 * i + 4] - attributes[5 * i + 3]) > r->limits->text_bytes) {
            stop_reading(r, DIAG_XML_TEXT_TOO_LONG, parser->input->line, r->limits->text_bytes);
            return;
        }
    }
    xmlSAX2StartElementNs(context, name, prefix, uri, n_namespaces, namespaces, n_attributes, n_defaulted, attributes);
    if (parser->node)
        place_element(r, parser->node);
}

static void
end_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    reading *r = ((xmlParserCtxt *)context)->_private;
    r->text = 0;
    if (r->depth > 0) /* of a text that is not well-formed more may end than began */
        r->declared -= r->namespaces[r->depth--];
    xmlSAX2EndElementNs(context, name, prefix, uri);
}

static const char *
first_letter(const char *from, const char *to)
{
    while (from < to && is_space(*from))
        from++;
    return from;
}

/* Spaces beside an element: before a start tag, or after a child. The parser has the whole document before it, so that
 * what follows the text can be looked at. */
static bool
is_between_elements(const xmlNode *parent, const char *text, int length)
{
    const char *to = text + length;
    return first_letter(text, to) == to && to[0] == '<' &&
           (parent->last ? parent->last->type == XML_ELEMENT_NODE : to[1] != '/' && to[1] != '!');
}

static void
take_characters(void *context, const xmlChar *text, int length)
{
    xmlParserCtxt *parser = context;
    reading *r = parser->_private;
    r->text += (size_t)length;
    if (r->text > r->limits->text_bytes) {
        stop_reading(r, DIAG_XML_TEXT_TOO_LONG, parser->input->line, r->limits->text_bytes);
        return;
    }
    if (r->limits->no_blanks && parser->node && is_between_elements(parser->node, (const char *)text, length))
        return;
    xmlSAX2Characters(context, text, length);
    xmlNode *n = parser->node ? parser->node->last : NULL;
    if (!n || n->type != XML_TEXT_NODE)
        return;
    /* The text begins where its first letter stands, not its indentation. */
    const char *from = (const char *)text, *to = from + length, *letter = first_letter(from, to);
    const int line = parser->input->line - count_lines(letter < to ? letter : from, to);
    xml_info *info = n->_private;
    if (!info) {
        n->_private = info = new_info(r, line);
        info->blank = letter == to;
        if (++r->nodes > r->limits->nodes)
            stop_reading(r, DIAG_XML_TOO_MANY_NODES, parser->input->line, r->limits->nodes);
    } else if (info->blank && letter < to) {
        info->line = line;
        info->blank = false;
    }
}

static void
meet_doctype(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    (void)name;
    (void)external;
    (void)system;
    xmlParserCtxt *parser = context;
    stop_reading(parser->_private, DIAG_XML_DOCTYPE, parser->input->line, 0);
}

static void
set_events(xmlParserCtxt *parser)
{
    xmlSAXHandler *sax = parser->sax;
    sax->initialized = XML_SAX2_MAGIC;
    sax->serror = take_error;
    sax->startElementNs = start_element;
    sax->endElementNs = end_element;
    sax->characters = take_characters;
    sax->ignorableWhitespace = take_characters;
    sax->cdataBlock = take_characters;
    sax->internalSubset = meet_doctype;
    sax->externalSubset = meet_doctype;
    sax->comment = NULL;
    sax->processingInstruction = NULL;
}

/* ---- bytes ---- */

static void
parse_bytes(reading *r, const char *bytes, size_t length)
{
    xml_door door = {.line = 1};
    if (!xml_door_takes(&door, bytes, length)) {
        report_reading(r, DIAG_XML_MANY_ATTRIBUTES, door.tag_line, arena_printf(r->memory, "%d", XML_MOST_ATTRIBUTES),
                       NULL);
        return;
    }
    const int options = XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_BIG_LINES | XML_PARSE_IGNORE_ENC |
                        XML_PARSE_NOXINCNODE | XML_PARSE_NOBASEFIX | XML_PARSE_COMPACT;
    xmlParserCtxt *parser = r->parser = xmlNewParserCtxt();
    parser->_private = r;
    set_events(parser);
    xmlDoc *tree = xmlCtxtReadMemory(parser, bytes, (int)length, NULL, NULL, options);
    if (!r->errors && (!tree || !parser->wellFormed || !parser->nsWellFormed || !xmlDocGetRootElement(tree)))
        report_reading(r, DIAG_XML_MALFORMED, parser->lastError.line, "読み取りが途中で止まりました",
                       "reading stopped half-way");
    if (r->errors) {
        xmlFreeDoc(tree);
        tree = NULL;
    }
    r->doc->tree = tree ? xml_tree_settle(r->memory, tree) : NULL;
    xmlFreeParserCtxt(parser);
    if (tree)
        xml_number_nodes(xmlDocGetRootElement(r->doc->tree));
}

/* What another kind of file is, is told as that, whatever else is wrong with it. */
static void
decode_bytes(reading *r, const char *bytes, size_t length)
{
    xml_decoded text;
    xml_misread why;
    const bool is_text = xml_decode(bytes, length, &text, &why);
    if (is_text && !r->limits->any_root && xml_report_foreign(r->doc, text.bytes, text.length, true, r->d))
        r->errors++;
    else if (is_text && xml_check_text(r->memory, &text, &why))
        parse_bytes(r, text.bytes, text.length);
    else
        report_reading(r, why.is_cut ? DIAG_XML_MALFORMED : DIAG_XML_ENCODING,
                       1 + count_lines(text.bytes, text.bytes + why.at), why.ja, why.en);
    g_free(text.made);
}

/* Nothing of them is left out any more. */
static bool
parse_document(xml_doc *doc, const char *bytes, size_t length, const xml_limits *limits, diag *d)
{
    reading r = {.memory = doc->memory, .doc = doc, .limits = limits, .d = d};
    r.namespaces = ARENA_ARRAY(r.memory, unsigned, limits->depth + 2); /* with one that is too deep */
    if (xml_report_foreign(doc, bytes, length, false, d))
        return false;
    if (length <= limits->bytes)
        decode_bytes(&r, bytes, length);
    else
        report_reading(&r, DIAG_XML_TOO_LARGE, 0, arena_printf(r.memory, "%zu", limits->bytes), NULL);
    return doc->tree;
}

static bool
parse_thinned(xml_doc *doc, const char *bytes, size_t length, const xml_limits *limits, const xml_lean *lean, diag *d)
{
    if (!lean || !length)
        return parse_document(doc, bytes, length, limits, d);
    char *thin = g_memdup2(bytes, length);
    const bool good = parse_document(doc, thin, xml_thin(thin, length, lean), limits, d);
    g_free(thin);
    return good;
}

static xml_doc *
new_doc(xml_store *s, const char *name, xml_role role)
{
    xml_doc *doc = ARENA_NEW(s->memory, xml_doc);
    doc->file = arena_strdup(s->memory, name);
    doc->role = role;
    doc->memory = s->memory;
    doc->store = s;
    return doc;
}

static xml_doc *
add_doc(xml_store *s, xml_doc *doc)
{
    doc->index = s->docs->len;
    g_ptr_array_add(s->docs, doc);
    return doc;
}

xml_doc *
xml_read_parsed(xml_store *s, const char *name, const char *bytes, size_t length, xml_role role,
                const xml_limits *limits, const xml_lean *lean, diag *d)
{
    xml_doc *doc = new_doc(s, name, role);
    return parse_thinned(doc, bytes, length, limits, lean, d) ? add_doc(s, doc) : NULL;
}

/* lean: may be NULL. */
static xml_doc *
read_bytes(xml_store *s, const char *name, const char *bytes, size_t length, xml_role role, const xml_limits *limits,
           const xml_lean *lean, diag *d)
{
    xml_doc *doc = new_doc(s, name, role);
    return xml_plain_take(doc, bytes, length, limits, lean)
               ? add_doc(s, doc)
               : xml_read_parsed(s, name, bytes, length, role, limits, lean, d);
}

xml_doc *
xml_read_memory(xml_store *s, const char *name, const char *bytes, size_t length, xml_role role,
                const xml_limits *limits, diag *d)
{
    g_assert(name && (bytes || length == 0) && limits->depth > 0);
    return read_bytes(s, name, bytes, length, role, limits, NULL, d);
}

/* ---- files ---- */

/* `asked` (may be NULL): whoever asks tells it. */
static void
report_file(const char *path, xml_role role, int error, int *asked, diag *d)
{
    if (asked)
        *asked = error;
    else
        xml_report(d, role, DIAG_FILE_READ, (place){path, 0, NULL},
                   (const char *[4]){path, fault_words(error, DIAG_JA), fault_words(error, DIAG_EN)});
}

/* What is left out is remembered, so that it can be found again. */
static xml_doc *
read_thinned(xml_store *s, const char *path, xml_role role, const xml_limits *limits, const xml_lean *lean,
             const GByteArray *bytes, diag *d)
{
    xml_doc *doc = read_bytes(s, path, bytes->data ? (const char *)bytes->data : "", bytes->len, role, limits, lean, d);
    if (doc && s->sum) {
        doc->sum = s->sum(bytes->data, bytes->len);
        doc->summed = true;
    }
    if (doc && s->proven)
        doc->verdicts = proven_verdicts(path, bytes->data ? (const char *)bytes->data : "", bytes->len);
    if (doc && lean) {
        doc->removed = lean->removed;
        doc->limits = limits;
        doc->bytes = lean->removed ? g_bytes_new(bytes->data, bytes->len) : NULL;
    }
    return doc;
}

static xml_doc *
read_path(xml_store *s, const char *path, xml_role role, const xml_limits *limits, const xml_lean *lean, int *asked,
          diag *d)
{
    GByteArray *bytes = g_byte_array_new();
    const int error = xml_store_bytes(s, path, limits, bytes);
    xml_doc *doc = NULL;
    if (error)
        report_file(path, role, error, asked, d);
    else
        doc = read_thinned(s, path, role, limits, lean, bytes, d);
    g_byte_array_free(bytes, TRUE);
    return doc;
}

xml_doc *
xml_read_lean(xml_store *s, const char *path, xml_role role, const xml_limits *limits, const xml_lean *lean, diag *d)
{
    return read_path(s, path, role, limits, lean, NULL, d);
}

xml_doc *
xml_read_file(xml_store *s, const char *path, xml_role role, const xml_limits *limits, diag *d)
{
    return read_path(s, path, role, limits, NULL, NULL, d);
}

xml_doc *
xml_read_asked(xml_store *s, const char *path, xml_role role, const xml_limits *limits, int *error, diag *d)
{
    g_assert(error);
    *error = 0;
    return read_path(s, path, role, limits, NULL, error, d);
}
