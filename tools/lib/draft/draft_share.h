/* draft_share.h: a case in which one event is typed several times becomes one in which it is typed once: records that
 * are certainly the same event as a meeting of a plan name it (@meeting, r:shares in templates/schema/types.rng), and
 * no longer say what it says. */
#ifndef RENKEI_DRAFT_DRAFT_SHARE_H
#define RENKEI_DRAFT_DRAFT_SHARE_H

#include "casefile/casefile.h"
#include "edit/edit.h"
#include "schema/schema_outline.h"

/* Of the bytes of a case. Whatever is left out, the case that is read (casefile_read_with, with its masters) is the
 * very one that it was: each step is tried, and taken back where it is not. A record is certainly the same event when
 * the days are the same, and the means where it says any, all whom it names as present are among those of the meeting,
 * one at least, and there is no other such meeting (of its own plan, if it is in one). What is of the same day, but not
 * so, stays and is told (draft-meeting-left, a note). `root` and the schemas: of case.rng, no masters kept elsewhere
 * than in the schemas. NULL after a report: it is no valid case. */
edit *draft_share_meetings(const char *path, const void *bytes, size_t length, const schema_spot *root,
                           casefile_schemas *schemas, diag *d);

#endif
