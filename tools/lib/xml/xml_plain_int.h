/* xml_plain_int.h: what the two files of xml_plain share. */
#ifndef RENKEI_XML_XML_PLAIN_INT_H
#define RENKEI_XML_XML_PLAIN_INT_H

#include "xml/xml_int.h"

enum { PLAIN_ATTRIBUTES = 24 }; /* of one element; one of more is left to libxml2 */

typedef struct plain_name {
    const char *whole, *local; /* within the document; the prefix, if there is one, and its colon are before `local` */
    size_t length;             /* of the whole */
} plain_name;

typedef struct plain_attribute {
    plain_name name; /* a string, once its value is known */
    char *value;
    int line;
} plain_attribute;

typedef struct plain_open {
    xmlNode *node;
    plain_name name;
    size_t declared; /* namespaces before it */
} plain_open;

/* A document that is being read: a copy of its bytes, which ends with a zero and becomes the strings of the tree. */
typedef struct plain {
    xml_doc *doc;
    xmlDoc *tree;
    arena *memory;
    const xml_limits *limits;
    const xml_lean *lean; /* NULL: nothing is left out */
    char *p, *end;
    int line;
    unsigned order;
    size_t nodes;
    xml_cut cut; /* of the element that comes next: where its words end, if they are left out */
    plain_open *open;
    int depth;
    xmlNs *spaces[XML_MOST_NAMESPACES];
    size_t declared;
    plain_attribute attributes[PLAIN_ATTRIBUTES + 1];
    size_t count;
} plain;

/* A text between two tags, as it is put together. */
typedef struct plain_run {
    char *from, *to;
    int line; /* of its first letter; of its beginning, as long as it has none */
    bool has_words;
} plain_run;

/* An element or a text. */
typedef struct plain_node {
    xmlNode node;
    xml_info info;
} plain_node;

static inline bool
plain_is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

/* At a byte 0xef: U+FFFE and U+FFFF, which XML does not have. The bytes are valid UTF-8. */
static inline bool
plain_is_no_letter(const char *p)
{
    return (unsigned char)p[1] == 0xbf && (unsigned char)p[2] >= 0xbe;
}

void plain_skip_blanks(plain *k);
/* One of the five entities that every XML has, at an &: its letter and the length of its name. '\0': it is another. */
char plain_entity(const char *p, size_t *length);
/* Puts the bytes where what is kept ends, which is at `from` or before it; returns its new end. */
char *plain_keep(char *to, const char *from, const char *end);
void plain_set_text(xmlNode *text, xmlDoc *tree, xmlNode *parent, char *words);
/* As the last child of the innermost element that is open. */
void plain_hang(plain *k, xmlNode *n);

/* From the start tag of the outermost element, at whose < it stands, to behind its end. False, here as in what follows:
 * the document is not plain. */
bool plain_take_content(plain *k);
/* All between two tags; k->p is then at the < of the second, which may be gone. */
bool plain_take_text(plain *k);
/* Comments, instructions and blanks outside the outermost element. */
bool plain_take_outside(plain *k);
/* Letters that every XML may have, up to `end`, which is behind k->p. */
bool plain_pass_letters(plain *k, const char *end);
/* Behind a comment at k->p. */
bool plain_skip_comment(plain *k);

#endif
