/* render_int.h: shared by the sources of the render room only. */
#ifndef RENKEI_RENDER_RENDER_INT_H
#define RENKEI_RENDER_RENDER_INT_H

#include "audience/audience.h"
#include "render/document.h"

struct render_environment {
    const render_paths *paths;
    render_keep keep;
    xml_summer sum; /* NULL: nobody asks */
    font_set *fonts;
    text_engine *engine;
    paint_kit *kit;
    casefile_schemas *schemas;
    /* What is kept of files, made when first needed. */
    arena *a;
    xml_store *s;
    schema_grammar *form_schema;
    const audience_table *editions; /* RENDER_KEEP; render_editions */
    const check_rules *rules;
    const char *rules_for; /* RENDER_ONCE: the one form that they are for; NULL: all */
    GHashTable *forms;     /* RENDER_KEEP: name as asked for: form */
};

/* The rules below the templates folder, for whoever asks about this form, or (NULL) about all that they find; NULL
 * after a diagnostic. */
const check_rules *render_rules(render_environment *e, const form *f, diag *d);
/* Their values, for a form that asks for them (form.asks_values). */
bind_values render_values(const check_rules *rules);
/* RENDER_ONCE: leaves to the end of the process what need not be freed before; true then. It stays known, so that a
 * tool that looks for leaks finds those that are some. */
bool render_leave(const render_environment *e, void *thing);
char *render_rules_folder(const render_paths *paths); /* g_free it */
/* A form by name or path: kept, or in `a` and `s`. NULL after a diagnostic. Its large-print and its roomy edition are
 * never kept. */
const form *render_roomy_form(render_environment *e, arena *a, xml_store *s, const char *name, diag *d);
const form *render_large_form(render_environment *e, arena *a, xml_store *s, const char *name, diag *d);
const form *render_form(render_environment *e, arena *a, xml_store *s, const char *name, diag *d);

/* What is printed, to be attached to the list. */
const char *render_filled(arena *a, const font_set *fonts, const bound *b, const display *l);

render_environment *render_case_environment(const render_case *c);
/* The case as our schema has it, or as any XML; NULL after a diagnostic, or when there is no file (a blank form). */
const casefile *render_case_data(render_case *c, bool any, diag *d);
/* As any XML, by the grammar of the form that asks and with the files that it reads beside. */
const casefile *render_case_any(render_case *c, const form *f, diag *d);
render_alteration render_case_alteration(const render_case *c);
size_t *render_case_ticks(render_case *c); /* to count those that an alteration set, anew */
/* The case once more, from the same bytes, in a memory of the caller's, to be altered there. NULL after a diagnostic.
 */
casefile *render_case_again(const render_case *c, arena *a, xml_store *s, diag *d);
/* How often a form was bound to it. */
void render_case_count_bound(render_case *c);
size_t render_case_bound_count(const render_case *c);
/* It was read, and as a case of our schema. */
bool render_case_is_case(const render_case *c);

/* All that the rules find in the case: as of r->as_of, else of the day that the form's document will bear, so that the
 * same case gives the same answer on any day. NULL when nothing can be judged (a blank form, data that is no case, a
 * form without a date), or after a diagnostic: a rule that cannot be evaluated. */
const check_result *render_judge(arena *a, xml_store *s, render_case *c, const render_request *r, const form *f,
                                 diag *d);
/* Why a bound document must not leave the office: the first rule it breaks, as of the same day; NULL when it may, when
 * nothing can be judged, or a draft. `judged`: what render_judge gave; NULL: the rules that can forbid this form are
 * asked now. */
const check_finding *render_forbidden(arena *a, xml_store *s, render_case *c, const render_request *r, const bound *b,
                                      const check_result *judged, diag *d);

/* The document as the copy that the request asks for, or NULL after diagnostics; x->whole is then what it was made of.
 * `whole` are the options of the document itself. */
const bound *render_copy(render_document *x, const bind_options *whole);
/* False after `edition-asked`: the document is nobody's copy in particular, and prints what the data keeps off one of
 * the readers that its form is for. Nobody is to be handed it by mistake. */
bool render_asks_no_edition(render_document *x);

/* ---- withheld.c ---- */

/* False after `render-withheld`: what is bound says an address of the case that is withheld from papers. */
bool render_tells_no_withheld(render_document *x);

/* ---- copy_name.c ---- */

/* Which there are: kept, or in `a` and `s`. NULL after a diagnostic. */
const audience_table *render_editions(render_environment *e, arena *a, xml_store *s, diag *d);
/* The form's author names the edition; and the same of one that may also be the office's own copy, else
 * `edition-not-for`. */
bool render_form_is_for(const form *f, const audience_edition *e);
bool render_copy_is_for(const form *f, const audience_table *t, const audience_edition *e, diag *d);
/* `usage`: which editions there are. `option`: what was to name one. */
void render_tell_editions(const audience_table *t, const char *option, place where, diag *d);

#endif
