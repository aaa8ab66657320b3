/* roots.h: what a program reads that makes documents, told to the kernel before the first of it is read
 * (confine/confine.h).
 *
 * Cases, forms and rules name other files: masters, parts, grammars. Which those are is known when they are read, and
 * then it is too late. So such a file is looked over beforehand, as mere bytes, for quoted words that end in .xml or
 * .rng (in a form: or as a picture does), in small or large letters; such a file, wherever it is, may be read from then
 * on, and nothing else outside the folders that are named here. A master or a part with another ending is to lie in the
 * folder of what names it, or below it. */
#ifndef RENKEI_RENDER_ROOTS_H
#define RENKEI_RENDER_ROOTS_H

#include "confine/confine.h"
#include "render/render.h"

typedef enum roots_use {
    ROOTS_ONCE,
    ROOTS_WATCHED, /* files may come anew under the same names: it is their folders that may be read */
    ROOTS_CHANGED, /* and written */
    ROOTS_NAMED    /* what it names alone: the file itself may be read already */
} roots_use;

/* What the system and the installation have, templates and the folder of local rules. */
confine *render_roots_new(const render_paths *paths);
/* A folder that somebody named, with what the links in it lead to. NULL: none. */
void render_roots_folder(confine *c, const char *folder);
/* The same of a folder of rules, with the grammars that those name. */
void render_roots_rules(confine *c, const char *folder);
/* A case or other data; "-": standard input, whose masters are looked for from the working directory. A pipe is read to
 * its end for that: what is known of confinement by then is to be entered. NULL: none. */
void render_roots_case(confine *c, const char *path, roots_use use);
/* A form, as render_request takes it, with the data (NULL: none) beside which it may name files; the folder in which
 * its own folder is, too, as there its shared parts are. */
void render_roots_form(confine *c, const render_paths *paths, const char *form, const char *data, roots_use use);
/* Every form of the folder of forms. */
void render_roots_forms(confine *c, const render_paths *paths, roots_use use);

#endif
