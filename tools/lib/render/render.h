/* render.h: the whole pipeline as calls: case → bind → compose → display list → painter.
 *
 * An environment is opened once (fonts, composer) and serves any number of documents, one at a time. A document is a
 * value (render_document) that one walk makes, in a store and an arena of its own: printing, listing, the review, the
 * preview and the batch all ask the same value, each to the depth it needs (document.h). */
#ifndef RENKEI_RENDER_RENDER_H
#define RENKEI_RENDER_RENDER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <time.h>

#include <glib.h>

#include "aids/aids_wish.h"
#include "base/diag.h"
#include "base/digest.h"
#include "calendar/calendar.h"
#include "paint/paint.h"

/* Where forms, schemas and fonts are: beside the program when it runs from its build folder, under
 * PREFIX/share/renkei when it is installed. */
typedef struct render_paths {
    char *forms, *schema, *fonts;
    char *preview; /* the files of renkei-preview's page; NULL: none there */
    char *local;   /* a folder of rules of the user's own; NULL: none */
} render_paths;

/* Finds them from the running program's own place. `forms` (may be NULL) overrides. False after
 * `install-missing` (exit 5). */
bool render_paths_find(render_paths *p, const char *forms, diag *d);
/* The folder of local rules: `asked` for at a place (PLACE_NONE: by an option), else that of the environment variable
 * RENKEI_LOCAL_RULES, else none. False after `folder-asked` or `check-no-local`. */
bool render_paths_local(render_paths *p, const char *asked, place where, diag *d);
void render_paths_clear(render_paths *p);

/* The values of the rules (parameters.xml, and what the folder of local rules has in their place), for whoever makes no
 * document; NULL after a diagnostic. `paths` must outlive the call alone. */
typedef struct render_rule_values render_rule_values;
render_rule_values *render_rule_values_open(const render_paths *paths, diag *d);
void render_rule_values_close(render_rule_values *v); /* takes NULL */
/* `name` is one of the shipped table. Lives as long as `v`. */
const char *render_rule_value(const render_rule_values *v, const char *name, date day);

/* Fonts, composer, schemas and rules are opened once in any case. RENDER_KEEP, for many documents in one process: forms
 * and masters are read once as well, and must not change meanwhile. RENDER_ONCE, for one document in a process that
 * ends then: nothing is read that it does not ask for, and what the system takes back anyway is not freed. */
typedef enum render_keep { RENDER_FRESH, RENDER_KEEP, RENDER_ONCE } render_keep;

typedef struct render_environment render_environment;
typedef struct render_document render_document; /* document.h */
/* `paths` must outlive it. NULL after a diagnostic. Serves one thread; a fork may go on with its copy. */
render_environment *render_open(const render_paths *paths, render_keep keep, diag *d);
void render_close(render_environment *e); /* takes NULL */

/* A form is named, or its file, and with it may be whose copy of it is meant, behind an @: plan@school, with the name
 * of an edition (audience.h). All that takes a form takes such a name. NULL: nobody's copy in particular; else the name
 * of the edition, in `form`. *name: the form alone, g_free it.
 *
 * Nobody's copy, but a paper of its own all the same, is the blank form for a case (consent@blank, 用紙): as
 * render_request's `blank` makes it, with what stays printed and no rule judged. */
const char *render_copy_split(const char *form, char **name);
bool render_copy_is_blank(const char *edition); /* takes NULL */
char *render_copy_name_blank(const char *form); /* that name of a form; g_free it */
/* That name, of an edition by its name or word. NULL after a diagnostic, at `where`: there is no such edition. */
char *render_copy_name(const char *schema_dir, const char *form, const char *edition, place where, diag *d);

/* Reads rules and a form beforehand (RENDER_KEEP). False after a diagnostic, also when the form is not for the copy. */
bool render_warm(render_environment *e, const char *form, diag *d);
/* What a form is read from, itself first, NULL-ended; belongs to the environment (RENDER_KEEP). NULL after a
 * diagnostic. */
const char *const *render_form_files(render_environment *e, const char *form, diag *d);
/* What a form is called, or its copy (個別支援計画（学校用）, 同意書（用紙）); belongs to the environment
 * (RENDER_KEEP). NULL after a diagnostic. */
const char *render_form_title(render_environment *e, const char *form, diag *d);
/* The item of a consent that its copies need, "" none; the same of RENDER_KEEP and NULL. */
const char *render_form_scope(render_environment *e, const char *form, diag *d);
/* The kinds of recipients that a form names, each once, at most `room`; how many. Of a copy, the kind of its reader;
 * of a blank form, those in whose envelopes it may lie (bind_recipients). None when the form cannot be read. */
size_t render_form_recipients(render_environment *e, const char *form, const char **to, size_t room);
/* Appends what every document depends on beside its case and its form: fonts, their list, schemas, who may know
 * what (editions.xml) and rules, the local ones too, sorted. Strings to be g_free'd. */
void render_common_files(const render_environment *e, GPtrArray *paths, diag *d);
/* A file of faces among those, as it was mapped: documents are made of these bytes, also by whoever forks from here. */
typedef struct render_font {
    const char *path;
    const void *bytes; /* NULL: it cannot be read */
    size_t length;
    struct stat is;         /* of the file then … */
    struct timespec looked; /* … and when that was looked at */
} render_font;
size_t render_font_count(const render_environment *e); /* of the faces: a file of several comes several times */
render_font render_font_at(const render_environment *e, size_t i);
void render_font_rest(const render_environment *e, size_t i); /* font_face_rest */
/* From now on every file is summed as it is parsed (xml_store_sum_files). */
void render_sum_files(render_environment *e, digest (*sum)(const void *bytes, size_t length));
/* The sum of a form's, a rule's or a schema's file; NULL of what was not parsed since then. */
const digest *render_parsed_sum(const render_environment *e, const char *path);

/* A case, read when its first document is made and kept for the others, which are all of the same bytes (also the
 * copies for its readers, of which each is altered for itself). It belongs to one environment and must be dropped
 * before that.
 */
typedef struct render_case render_case;
render_case *render_case_new(render_environment *e, const char *path);
/* The same case altered, to see what a form does with it: nothing made of it may leave (asserted when it is painted).
 */
typedef enum render_alteration {
    RENDER_AS_IT_IS,
    RENDER_EMPTY, /* texts that may be empty are; what is missing then is told, and the pages shown without it */
    RENDER_LONG,  /* texts three times as long */
    RENDER_NAMES, /* the longest names */
    RENDER_KANJI, /* names with rare kanji */
    RENDER_TICKS  /* all boxes ticked and all circles drawn */
} render_alteration;
/* Needs RENDER_FRESH, as a master that is kept serves others. In data of a form's own (data="any") no schema tells
 * which are texts and names: their length and signs do. */
render_case *render_case_new_altered(render_environment *e, const char *path, render_alteration how);
/* How many values are others than in the file, or (RENDER_TICKS) how much its last document ticked for that alone. 0:
 * what is shown is the case as it is. And whether it was read as data of a form's own. */
size_t render_case_altered(const render_case *c);
bool render_case_is_any(const render_case *c);
/* XML that a program made itself, for forms with data="any"; the bytes are copied. `name` stands for the file. */
render_case *render_case_new_memory(render_environment *e, const char *name, const char *bytes, size_t length);
/* The id of the case that was read, or of the root of data of a form's own; belongs to the case. NULL: none was read,
 * or it has none. */
const char *render_case_key(const render_case *c);
void render_case_drop(render_case *c); /* takes NULL */
/* What it was read from, the case first, then its masters, by the bytes that were parsed (render_sum_files); none of a
 * case that could not be read. Returns their number. */
typedef struct render_file_sum {
    const char *path;
    digest sum;
} render_file_sum;
size_t render_case_sums(const render_case *c, render_file_sum *out, size_t most);
/* Appends the paths of all files that reading it asked for, whether or not it succeeded; to be g_free'd. */
void render_case_asked_files(const render_case *c, GPtrArray *paths);

typedef enum render_stage {
    STAGE_NONE,
    STAGE_CASE,
    STAGE_JUDGED,
    STAGE_BIND,
    STAGE_COMPOSE,
    STAGE_DISPLAY,
    STAGE_STRUCTURE,
    STAGE_NOTES,
    STAGE_DOCUMENT /* what the walk made, in a few lines */
} render_stage;

typedef struct render_request {
    const char *case_path; /* NULL only with blank, and where a render_case is given */
    const char *form;      /* a form's name, or the path of a form file; it may say whose copy (render_copy_split) */
    const char *as_of, *month;
    const char *edition; /* whose copy: name or word of an edition (audience.h); NULL: nobody's in particular */
    bool draft, blank;   /* a draft (案) may break rules; any other document must not */
    bool fillable;       /* PDF of RENKEI: what is left for a hand is filled in by a reader of PDFs */
    bool large;          /* 拡大版 (form_read_large) */
    aids_wish aids;      /* furigana, plain words, glosses */
    bool anew;           /* render_again: also where it cannot be shown that it is the same page */
    bool archive;        /* PDF of RENKEI: what is printed is attached as XML (bind_filled.h), PDF/A-3a */
    paint_backend backend;
    paint_format format;
    int dpi;                 /* PNG; 0: 110 */
    diag_language language;  /* of a rule's message */
    const GString *enclosed; /* XML that a program made: $enclosed beside the case; NULL: there is none */
    render_stage print;      /* not STAGE_NONE: `text` gets this stage as text, nothing is painted */
} render_request;

/* Seconds of CPU spent in each stage, for the bench. */
typedef struct render_times {
    double form, data, bind, check, compose, display, paint;
} render_times;

/* Makes one document of a case file. True: `outputs` holds GByteArrays, or `text` holds the stage asked for. False:
 * diagnostics, and no outputs at all. times may be NULL. */
bool render_make(render_environment *e, const render_request *r, GPtrArray *outputs, GString *text, render_times *times,
                 diag *d);
/* The same of a case that serves several documents (r->case_path is not looked at). `pages` (may be NULL) gets their
 * number; `times` (may be NULL) is added to. */
bool render_case_document(render_case *c, const render_request *r, GPtrArray *outputs, GString *text, size_t *pages,
                          render_times *times, diag *d);
/* What an envelope says of whom it is for; the strings live as long as the case. A withheld address is here, and on no
 * document of the case. */
typedef struct render_home {
    const char *guardian, *child;      /* names, family and given parted by a space */
    const char *address, *postal_code; /* "": not known */
} render_home;
/* Of a household's key as recipients have it (K-0001, K-0001+guardian-2). False after diagnostics; also when the case
 * has no such guardian. */
bool render_case_home(render_case *c, const char *key, render_home *out, diag *d);
/* What a case says of where people live: an address, or the name of a guardian whose address it says, as text that is
 * equal however it is written. Never shown; whoever keeps it keeps a sum of it. */
typedef struct render_place {
    const char *what;
    bool guardian; /* what: is a name */
    bool withheld; /* the address is, or the guardian's */
} render_place;
/* How many, at most `room`; 0 when the case cannot be used. The strings live as long as the case. */
size_t render_case_places(render_case *c, render_place *out, size_t room);
/* The PDF of a form of cases with what a program says beside the case ($enclosed), and how many pages it has. NULL
 * after diagnostics. */
GByteArray *render_enclosing(render_case *c, const char *path, const char *as_of, const GString *enclosed,
                             size_t *pages, diag *d);
/* The PDF of the form of a file (data="any") whose data a program made itself; `name` stands for its file. NULL after
 * diagnostics.
 */
GByteArray *render_made(render_environment *e, const char *path, const char *name, const GString *data, diag *d);

/* The document of a filled form again, as a PDF (r: archive, anew, language), from what was attached to it; `name`
 * stands for its file. By the same edition of the layout and with the same fonts it is the same page to the last point
 * (`is_same`), and one that is another was altered. Otherwise nothing can show that it is: that is refused
 * (`bind-archive-past`), or (anew) told, and the document says of itself, by its watermark, that it was set anew. NULL
 * after diagnostics. */
GByteArray *render_again(render_environment *e, const render_request *r, const char *name, const void *xml,
                         size_t length, bool *is_same, diag *d);

/* What the author of a form would do well to look at, as diagnostics review-…, none of them an error: names that
 * nothing uses; expressions of the form's own file that found nothing in any of some cases (conditions that did not
 * hold and boxes that stayed empty are none); text, lines and tints that no fax keeps, on the pages of these cases and
 * of the blank form. Made a document at a time, for whoever has other things to do meanwhile; what is an error in these
 * documents is told when they are made, not here. */
typedef struct render_review render_review;
/* r: form, month, as_of. The strings and `cases` (NULL-ended, may be NULL) must live on. NULL after diagnostics. */
render_review *render_review_new(render_environment *e, const render_request *r, const char *const *cases, diag *d);
bool render_review_step(render_review *v); /* false: it was the last */
/* The worst first, those of a kind together, by their lines. */
void render_review_tell(const render_review *v, diag *d);
void render_review_drop(render_review *v); /* takes NULL */

/* Every form under the forms folder, sorted by name; the array owns its entries. NULL after `file-read`. A form that
 * cannot be read is reported, and has no title. */
typedef struct render_form_entry {
    char *name, *path, *title;
    bool takes_any; /* its data is no case but XML of its own */
} render_form_entry;
GPtrArray *render_find_forms(const render_paths *paths, diag *d);

/* Whether --month can mean anything to a form (a name or a path). True of one that cannot be read: that is told when
 * the form is wanted. */
bool render_takes_month(const render_paths *paths, const char *form);

/* The name of the form that was meant by a word, by its name or its title, with .xml or without; NULL: none is near.
 * g_free it. */
char *render_near_form(const render_paths *paths, const char *word);

/* Reports `form-unknown`: there is no such form, but which there are and which was meant. */
void render_tell_unknown_form(const render_paths *paths, const char *name, diag *d);

/* The same as text: "name<TAB>title" a line. With a case (r->case_path) each line goes
 * on with "<TAB>可" or "<TAB>不可：why" (in English "yes", "no: why"): what this case can fill and
 * may let out, as of r->as_of, r->month. The case's own mistakes are reported in `d`. */
bool render_list_forms(render_environment *e, const render_request *r, GString *out, diag *d);

/* "plan" → FORMS/plan/form.xml; anything with a slash or ending in .xml is a path already. g_free it. */
char *render_form_path(const render_paths *paths, const char *form);

#endif
