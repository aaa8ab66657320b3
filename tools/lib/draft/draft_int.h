/* draft_int.h: what the sources of the draft room share; nobody else includes it. */
#ifndef RENKEI_DRAFT_DRAFT_INT_H
#define RENKEI_DRAFT_DRAFT_INT_H

#include "casefile/casefile.h"
#include "draft/draft.h"

/* Whether the attribute has our annotation with this value ("yes"). */
bool draft_is_id(arena *a, const schema_spot *s);
/* Names of elements that it refers to; NULL. */
const char *draft_refers(arena *a, const schema_spot *s);
bool draft_is_date(const schema_spot *s);
/* Whether the attribute names the meeting that its element is the same event as (r:shares). */
bool draft_is_meeting(arena *a, const schema_spot *s);
/* An id that no element of the file has: as the old one with its number higher, or KIND-N. */
const char *draft_new_id(arena *a, const edit *e, const char *old);
/* The spot of an element of the file; NULL. */
const schema_spot *draft_spot_of(const schema_spot *root, const edit_node *n);
/* What a comment may have: no --. */
const char *draft_remark(arena *a, const char *text);
/* How a value is written: the words, the form, or "". */
const char *draft_form_of(arena *a, const schema_spot *s);

#endif
