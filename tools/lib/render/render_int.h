/* render_int.h: shared by the sources of the render room only. */
#ifndef RENKEI_RENDER_RENDER_INT_H
#define RENKEI_RENDER_RENDER_INT_H

#include "bind/bind.h"
#include "casefile/casefile.h"
#include "check/check.h"
#include "render/render.h"

/* The rules below the templates folder; NULL after a diagnostic. */
const check_rules *render_rules_read(arena *a, xml_store *s, const render_paths *paths, diag *d);

/* Why a bound document must not leave the office: the first rule it breaks; NULL when it may, or when nothing can be
 * judged (a draft, a blank form, data that is no case, a form without a date). Judged as of r->as_of, else of the
 * document's own date, so that the same case gives the same answer on any day. A rule that cannot be evaluated is
 * reported in `d`. */
const check_finding *render_forbidden(arena *a, xml_store *s, const check_rules *rules, const render_request *r,
                                      const casefile *c, const bound *b, diag *d);

#endif
