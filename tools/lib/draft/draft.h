/* draft.h: what a person begins with: a new case, the plan of a new period, the records of a new month. All of it
 * follows from the grammar; comments say what each place is for.
 *
 * What is to be filled in says CASEFILE_UNWRITTEN (empty, an optional part would be as if it were not there): a case
 * with such a place is no valid one, whoever reads it says which place it is (casefile-unwritten, or that it is no
 * date, no number …), and nothing of it is printed. */
#ifndef RENKEI_DRAFT_DRAFT_H
#define RENKEI_DRAFT_DRAFT_H

#include "edit/edit.h"
#include "schema/schema_outline.h"

typedef struct draft_order {
    const char *id;              /* of the case */
    const char *const *services; /* words of the grammar (放デイ …); at least one */
    size_t service_count;
    const char *file, *schema_dir; /* where it will be, and its grammar is (model_append_head); NULL: not known */
    /* Paths of masters as the case will name them, and their documents where they can be read (NULL), in the order of
     * `kinds`: ids that may be referred to are named in comments. */
    const char *masters[4];
    const char *fields; /* path of the grammar of own fields, as the case will name it; NULL: there is none */
    const edit *documents[4];
} draft_order;
extern const char *const draft_master_kinds[4]; /* office, partners, municipality, calendar */

/* Words for the services that the grammar knows; of const char *, free the array. */
GPtrArray *draft_services(const schema_spot *root);
/* A whole file: what is required and what r:first="yes" adds (types.rng), a part for each service. */
GString *draft_case(arena *a, const schema_spot *root, const draft_order *order);

/* The plan of the next period behind the one with this id (NULL: the one that ends last), from its bytes: texts stay,
 * with comments to look at each anew; the period follows the old one's, other days are emptied, or left out where the
 * grammar lets them; what tells of an event of its day (meeting, delivery, signature, monitoring) is not copied; ids
 * are new. NULL after `draft-no-plan`. The new plan. */
edit_node *draft_copy_plan(arena *a, edit *e, const schema_grammar *g, const schema_spot *root, const char *id,
                           diag *d);

/* The records of the month after the last one that has any (or of `month`): for each record of the last month one with
 * the same references and kinds, and nothing that was written: no day, no text, no number, no attendant. NULL after
 * `draft-no-month` or `draft-month-there`. The new month. */
edit_node *draft_copy_month(arena *a, edit *e, const schema_grammar *g, const schema_spot *root, const char *month,
                            diag *d);

#endif
