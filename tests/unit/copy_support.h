/* copy_support.h: what the tests of copies share: the copy of one reader as bytes and as text, two of cases that differ
 * in what is withheld, and what is said of a case with edits. */
#ifndef RENKEI_TEST_COPY_SUPPORT_H
#define RENKEI_TEST_COPY_SUPPORT_H

#include "environment_support.h"

#include "render/document.h"
#include "rule_edits.h"

/* Of one word, and long enough to move lines. */
static const char *const secrets[] = {
    "漏洩壱", "漏洩弐番目の言葉はずっと長く、三行にも四行にもなって、欄の高さも変わるほどであるが、"
              "読む人には何も伝わらない。漏洩弐。漏洩弐。漏洩弐。漏洩弐。漏洩弐。"};
#define WORD "漏洩"

/* Of these copies may be made (audience); those of which none may have a row of their own below. */
static const char *const forms_of_copies[] = {
    "plan",         "schedule",   "supplement",   "school-sharing", "family-support",    "meeting-record", "monitoring",
    "visit-record", "transition", "visit-letter", "pickup",         "independence-plan", "consent",        NULL};

/* ---- what a copy is ---- */

typedef struct made_copy {
    GByteArray *pdf; /* NULL: there is none */
    GString *text;   /* all that is drawn, with the document's properties and bookmarks */
} made_copy;

static inline made_copy
make_copy(const char *path, const char *name, const char *edition)
{
    const render_request r = {.form = name, .edition = edition, .draft = true, .case_path = path};
    render_case *c = render_case_new(environment, path);
    render_document *x = render_document_new(c, &r, &render_to_leave, RENDER_DRAWN);
    made_copy made = {NULL, g_string_new(NULL)};
    GPtrArray *outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    if (render_document_is_good(x) && render_document_paint(x, outputs)) {
        made.pdf = g_byte_array_ref(g_ptr_array_index(outputs, 0));
        display_print(x->list, false, made.text);
        display_print_structure(x->list, made.text);
    }
    g_ptr_array_free(outputs, TRUE);
    render_document_drop(x);
    render_case_drop(c);
    return made;
}

static inline void
drop_copy(made_copy *m)
{
    if (m->pdf)
        g_byte_array_unref(m->pdf);
    g_string_free(m->text, TRUE);
}

typedef struct counted {
    size_t copies, told, left;
} counted;

static inline void
compare_copies(const char *name, const char *edition, char *const *files, counted *n)
{
    made_copy a = make_copy(files[0], name, edition), b = make_copy(files[1], name, edition);
    if (strstr(a.text->str, WORD) || strstr(b.text->str, WORD))
        fail_msg("%s for %s tells what it may not", name, edition);
    if (!a.pdf != !b.pdf || (a.pdf && (a.pdf->len != b.pdf->len || memcmp(a.pdf->data, b.pdf->data, a.pdf->len) != 0)))
        fail_msg("%s for %s depends on what it may not tell", name, edition);
    n->copies += a.pdf != NULL;
    n->left += strstr(a.text->str, "この写しに記載していない") != NULL;
    drop_copy(&b);
    drop_copy(&a);
}

/* ---- what is said ---- */

static inline void
check_told(const char *edits, render_request r, const char *expected)
{
    rule_world files = {.folder = g_dir_make_tmp("renkei-copy-XXXXXX", NULL)};
    rule_case edited;
    rule_case_open(&edited, "hodei-futoukou");
    if (!rule_edits(&edited, edits))
        fail_msg("%s", edited.why);
    rule_write(&files, &edited);
    rule_case_close(&edited);
    char *path = rule_path(files.folder, "case", 0);
    render_case *c = render_case_new(environment, path);
    render_document *x = render_document_new(c, &r, &render_to_leave, RENDER_DRAWN);
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < diag_length(x->messages); i++)
        g_string_append_printf(text, "%s ", diag_name(diag_at(x->messages, i)->code));
    if (x->list)
        display_print(x->list, false, text);
    const bool is_there = *expected != '!';
    if ((strstr(text->str, expected + !is_there) != NULL) != is_there)
        fail_msg("%s, %s: %s", edits, expected, text->str);
    g_string_free(text, TRUE);
    render_document_drop(x);
    render_case_drop(c);
    remove_tree(files.folder);
    g_free(files.folder);
    g_free(path);
}

#endif
