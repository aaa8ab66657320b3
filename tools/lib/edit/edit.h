/* edit.h: a file of XML is changed as a careful person would change it: only the lines that say something else become
 * others. Comments, order, indentation, quotes, entities, line ends and encoding (UTF-8 with a byte order mark or
 * without, UTF-16) stay as they are.
 *
 * The document is the file as it is written, not as casefile_read takes it: blanks at the ends of values and parts that
 * say nothing are still there. What is to be written is judged by whoever writes it, from memory (xml_store_supply),
 * before edit_commit.
 *
 * Ownership: nodes, and strings returned, belong to the edit. */
#ifndef RENKEI_EDIT_EDIT_H
#define RENKEI_EDIT_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/diag.h"
#include "schema/schema.h"

typedef struct edit edit;
typedef struct edit_node edit_node; /* an element: one of the file, or one that was put in */

/* Of the very bytes of a file; `name` stands for it in messages. NULL after reporting why they are no XML that we read
 * (xml_read_memory). They are copied. A new file is one that begins with what is common to all of its kind: an XML
 * declaration and an empty root. */
edit *edit_open(const char *name, const void *bytes, size_t length, diag *d);
/* The same of a file that somebody named (`file-asked` where it cannot be had). */
edit *edit_open_file(const char *path, diag *d);
void edit_close(edit *e); /* takes NULL */
const char *edit_name(const edit *e);

/* ---- what is there, with what was changed ---- */
edit_node *edit_root(const edit *e);
edit_node *edit_parent(const edit_node *n); /* NULL of the root */
edit_node *edit_first(const edit_node *n);  /* the first element in it that was not removed; NULL */
edit_node *edit_next(const edit_node *n);   /* the next sibling */
edit_node *edit_first_named(const edit_node *n, const char *name);
edit_node *edit_next_named(const edit_node *n, const char *name);
const char *edit_tag(const edit_node *n); /* as it is written */
int edit_line(const edit_node *n);        /* in the file; 0: it was put in */
/* Values without escapes, as XML has them; NULL: there is no such attribute. */
const char *edit_attribute(const edit_node *n, const char *name);
/* What a prefix stands for at an element of the file; NULL: nothing. */
const char *edit_namespace(const edit_node *n, const char *prefix);
/* The name and the value of its i-th attribute; NULL behind the last. */
const char *edit_attribute_at(const edit_node *n, size_t i, const char **value);
/* All text that stands in the element itself; "" for none. */
const char *edit_text(const edit_node *n);
/* Where it will be in the new file: /case/plan[2] as messages about data have it. */
const char *edit_path(const edit_node *n);
/* The element at such a path; a step to an attribute at its end is left out. NULL: there is none. */
edit_node *edit_find(const edit *e, const char *path);
/* Where in the file an element or an attribute (/case/plan[2]/@from) stands, for an editor that jumps there: lines and
 * characters from 1. False: it is not in it. */
bool edit_locate(const edit *e, const char *path, int *line, int *column);
/* The element whose attribute `id` is that; NULL. */
edit_node *edit_find_id(const edit *e, const char *id);

/* ---- changes; to say the same again is none ---- */
/* NULL as value: the attribute goes. A new one stands behind the others. */
void edit_set_attribute(edit_node *n, const char *name, const char *value);
/* In the place of all text of an element; only of one that has no elements. \n is a line end. CDATA stays CDATA where
 * it can. */
void edit_set_text(edit_node *n, const char *text);
/* A new element in the place that the grammar gives it among those that are there (schema_order_place): behind the last
 * of its name where there is one; on a line of its own, indented like its siblings. NULL: it may not stand there, which
 * is left to the caller to tell: nothing was changed. */
edit_node *edit_insert(edit_node *parent, const schema_grammar *g, const char *name);
/* The same in a place that the caller knows: behind `after`, a child of the parent; NULL: before all others. */
edit_node *edit_insert_after(edit_node *parent, edit_node *after, const char *name);
/* The same of one element as XML, well-formed, which is taken as it is: lines behind its first bring their indentation.
 * Another edit's root may be one: a part of this file, changed by itself. */
edit_node *edit_insert_source(edit_node *parent, edit_node *after, const char *source, size_t length);
/* The bytes from the < of an element of the file to its last >, as they are in the file; borrowed. */
const char *edit_source(const edit_node *n, size_t *length);
/* A comment on a line of its own before the element; it has no -- in it. */
void edit_comment(edit_node *n, const char *text);
/* With all that is in it, and its line where nothing else stands there. Comments before it stay. Not the root. */
void edit_remove(edit_node *n);

/* ---- what comes of it ---- */
bool edit_is_changed(const edit *e);
/* In the encoding of the file; g_byte_array_unref it. */
GByteArray *edit_bytes(const edit *e);
/* The document as it is written, whatever was changed since. */
const xml_doc *edit_document(const edit *e);
/* One piece of what a file says, comments and instructions included: between two tags, of an attribute. */
typedef enum edit_piece_kind { EDIT_TEXT, EDIT_VALUE, EDIT_COMMENT, EDIT_INSTRUCTION } edit_piece_kind;
typedef struct edit_piece {
    edit_piece_kind kind;
    const xml_node *node; /* of the document: the element whose text it is, the attribute; NULL: of a comment, of an
                             instruction, of a declaration of a namespace */
    const char *name;     /* of an attribute, as it is written; of an instruction its target; else NULL */
    const char *text;     /* without escapes */
} edit_piece;
/* What the piece says instead, g_free; NULL: it stays as it is written. A comment's has no -- in it, an instruction's
 * no ?>. */
typedef char *(*edit_teller)(void *data, const edit_piece *piece);
/* The bytes of a file that says something else in every piece and has the same tags, in the same places: what has as
 * many characters as it had is put in character by character, so that line ends, references and CDATA stay what they
 * are. Of the file as it was read. g_byte_array_unref it. */
GByteArray *edit_retell(const edit *e, edit_teller tell, void *data);
/* What was read. Borrowed. */
const void *edit_was(const edit *e, size_t *length);
/* Lines that go and come as a unified diff of three lines around them, with the name on both sides; "" where there are
 * none. UTF-8, \n. g_string_free it. It shows what the file says: for the eyes of whoever may read the file. */
GString *edit_diff(const edit *e);
GString *edit_diff_text(const char *name, const char *was, size_t was_length, const char *is, size_t is_length);

/* ---- files: all or nothing ---- */
typedef struct edit_change {
    const char *path;
    const void *was; /* what the file was when it was read; NULL: it was not there */
    size_t was_length;
    const void *bytes;
    size_t length;
} edit_change;

/* Writes them all, or none, also when the program is killed or the disk is full: what is written stands beside the
 * targets and is synced; a small journal in `folder` (which is there, and which all paths are below) says what is to be
 * renamed, and whoever comes next finishes it (edit_recover). Folders that a new file needs are made. A file keeps its
 * mode, a new one is its owner's alone (0600); a symbolic link is followed. One that is not what it was when it was
 * read is refused (edit-file-changed), as is a folder in which another program is writing (edit-busy, exit 75). False
 * after a report: nothing was changed. Both begin with edit_recover. */
bool edit_commit(const char *folder, const edit_change *changes, size_t count, diag *d);
/* The same of edits: those that changed, and new files, are written to their paths; where there are none it is true. */
typedef struct edit_target {
    const edit *e;
    const char *path;
    bool is_new; /* there was no such file: what was read is what a new one begins with */
} edit_target;
bool edit_commit_all(const char *folder, const edit_target *targets, size_t count, diag *d);
/* Finishes, or undoes, what was left half-way in the folder; that is told (edit-finished, edit-undone: notes). False
 * after a report: it cannot be, as somebody changed a file meanwhile (edit-torn), or the system refuses. Call it before
 * files of the folder are read. Where nothing was left nothing is touched. */
bool edit_recover(const char *folder, diag *d);
/* The same before it is asked whether a file is there that is to be made: of its folder, where there is one, and of the
 * one above, where the work was begun when there was none. */
bool edit_recover_beside(const char *path, diag *d);
/* Whether something was left half-way in the folder: who recovers has to read and to write there. */
bool edit_is_unfinished(const char *folder);

#endif
