/* audience.h: whose copy of a document it is (an edition), and what of a case it may not tell. In: a case, an edition,
 * a day. Out: the elements that are withheld, to be taken off the case (casefile_leave_out) before a form sees it: what
 * a form cannot see, no value, count, condition, head or bookmark of it can tell.
 *
 * Who may know what is data (templates/schema/editions.xml), and none of it stands here: which editions there are,
 * which consents hold for one, which item of a consent (consent/scope) what in the case needs. Beside that a text or a
 * record says itself whose copies it is for (@audience, @audience-guardian), and so is withheld from the others. Both
 * must allow: a mark narrows a consent and never widens it. With a record that a mark or another guardian withholds
 * goes what is the same event (@meeting) and what rests on it (@record), which tells it in short.
 */
#ifndef RENKEI_AUDIENCE_AUDIENCE_H
#define RENKEI_AUDIENCE_AUDIENCE_H

#include <stdbool.h>

#include <glib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "casefile/casefile.h"
#include "xml/xml.h"

typedef struct audience_edition {
    const char *name, *word, *mark;    /* school, 学校, 学校用 */
    const char *to;                    /* the kind of its recipients (form's recipient/@to) */
    bool whole;                        /* it tells all */
    const xml_expr *partner, *consent; /* NULL: it needs no consent */
    const char *needs;                 /* the item that any document needs */
    const xml_expr *others; /* what is not told on the copy of one guardian alone; NULL: there is none such */
    const char *guardian;   /* whose it is alone, an id; NULL: all guardians' */
    place where;
} audience_edition;

typedef struct audience_item {
    const char *scope;
    const xml_expr *select;
    place where;
} audience_item;

typedef struct audience_table {
    const audience_edition *editions;
    size_t edition_count;
    const audience_item *items;
    size_t item_count;
    const char *unmarked, *outside, *left_out, *list, *no_copy, *no_record; /* printed */
    const char *const *office_words; /* what forms say to the office alone; NULL-ended */
    const char *blank;               /* what a copy has instead */
} audience_table;

/* editions.xml of the folder of schemas, in `a` and `s`. NULL after a diagnostic. */
const audience_table *audience_read(arena *a, xml_store *s, const char *schema_dir, diag *d);
/* By its name or its word; NULL: none is called that. */
const audience_edition *audience_named(const audience_table *t, const char *word);

/* The copy of one guardian alone, as it is asked for: guardian:guardian-2, 保護者:guardian-2. NULL: it is not asked for
 * so, there is no such edition, or the case has no such guardian. */
const audience_edition *audience_of_guardian(arena *a, const audience_table *t, const casefile *c, const char *asked);
/* What of the others that guardian is not told, of xml_node *; free the array: as the edition says (others), and every
 * text that says where another lives (casefile_plain_address, from the town to the block, or the postal code) or what
 * telephone they have, and the reader has not. NULL after a diagnostic. None of any other edition. */
GPtrArray *audience_of_others(arena *a, xml_store *s, const audience_edition *e, const casefile *c, diag *d);

/* What the data itself keeps off the edition (@audience), outermost first, each once; of xml_node *, free the array. */
GPtrArray *audience_marked(arena *a, const audience_edition *e, const casefile *c);
/* Whether there is a mark at all. */
bool audience_has_marks(const casefile *c);
/* Takes the marks themselves off the case, so that no form can tell them. */
void audience_unmark(casefile *c);

/* A copy that is to be made: on that day, for these partners (none: those that the edition says), of a form that needs
 * this item beside the edition's own. */
typedef struct audience_copy {
    const audience_edition *edition;
    const char *day;   /* YYYY-MM-DD */
    const char *as_of; /* as asked for; NULL: it was not */
    const char *const *partners;
    size_t partner_count;
    const char *scope; /* NULL: none */
    place form;        /* where the form says so */
} audience_copy;
/* For which partners that is, as ids; free the array. Empty: for none, or none is known on that day. */
GPtrArray *audience_partners(arena *a, xml_store *s, const audience_table *t, const casefile *c,
                             const audience_copy *copy, diag *d);
/* What the consents that hold do not cover, of xml_node *; free the array. NULL after `edition-no-consent` or
 * `edition-scope`, at the consent that comes nearest: nothing may be told then. */
GPtrArray *audience_outside(arena *a, xml_store *s, const audience_table *t, const casefile *c,
                            const audience_copy *copy, diag *d);

/* Where the withheld homes of a case (支援措置) lie, as audience_says_place seeks them: from the town to the number of
 * the house. Free the array; what it holds is in `a`. */
GPtrArray *audience_withheld_places(arena *a, const casefile *c);
/* Whether a text says one of them, however it is spelled there. */
bool audience_says_place(const GPtrArray *places, const char *text);

#endif
