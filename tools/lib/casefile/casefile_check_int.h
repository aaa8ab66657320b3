/* casefile_check_int.h: what casefile_check.c and casefile_keys.c share; nobody else includes it. */
#ifndef RENKEI_CASEFILE_CASEFILE_CHECK_INT_H
#define RENKEI_CASEFILE_CASEFILE_CHECK_INT_H

#include "casefile/casefile_int.h"

typedef struct reference {
    const casefile_rule *rule;
    const xml_node *at;
} reference;

typedef struct checker {
    arena *a;       /* of the case: its ids */
    arena *scratch; /* of the check */
    xml_store *s;
    diag *d;
    xml_xpath *xpath;
    casefile_schemas *schemas;
    const source *now;
    GArray *id_nodes;  /* of xml_node *: what held the ids */
    GArray *ids;       /* of id_entry */
    GHashTable *first; /* id: the element that has it */
    GArray *references;
    GArray *schoolings; /* of xml_node *: the enrolments */
    GArray *owns;       /* of own_element */
    GPtrArray *homes;   /* of xml_node *: where somebody lives */
    GHashTable *keys;   /* parent, name and unique key: the first element with them */
    GString *key;       /* the one that is being made */
    GHashTable *values; /* what attributes say that name no id; NULL: nobody has asked */
    size_t said;
    bool filled;       /* what is made is passed over */
    bool whole, valid; /* all documents could be read; all are as their schemas want them */
    bool good;
} checker;

/* Reports at a node, with up to four arguments; NULL: there is none. */
void casefile_tell(checker *k, diag_code code, const xml_node *at, const char *a1, const char *a2, const char *a3,
                   const char *a4);
const char *casefile_file_and_line(checker *k, const xml_node *n);
/* An attribute's or a child element's node by name; NULL when the element has none. */
const xml_node *casefile_part(const xml_node *n, const char *name);
const char *casefile_spelled(checker *k, const xml_node *n);
/* No two siblings have the key that r:unique says. */
void casefile_check_key(checker *k, const casefile_rule *r, xml_node *n);
/* Every reference that was met, once all ids are known. */
void casefile_check_references(checker *k, const casefile *c);
/* What an enrolment says of its school, once all ids are known (casefile_school.c). */
void casefile_check_schooling(checker *k, const xml_node *n);

#endif
