/* paper_support.h: what the tests share that compare papers with the rules: the rules of this repository and an
 * environment that renders, opened once for all tests of a file. */
#ifndef RENKEI_TEST_PAPER_SUPPORT_H
#define RENKEI_TEST_PAPER_SUPPORT_H

#include "rule_world.h"

#include "render/document.h"
#include "render/render.h"

static render_paths paths;
static render_environment *environment;
static rule_world world;

static inline int
open_papers(void **state)
{
    (void)state;
    diag *d = diag_new();
    rule_world_open(&world, "templates/rules");
    assert_true(render_paths_find(&paths, NULL, d));
    environment = render_open(&paths, RENDER_FRESH, d);
    assert_non_null(environment);
    diag_drop(d);
    return 0;
}

static inline int
close_papers(void **state)
{
    (void)state;
    render_close(environment);
    render_paths_clear(&paths);
    rule_world_close(&world);
    return 0;
}

/* The words of the nodes, what stands in them included, in reading order. */
static inline void
paper_append_words(const bound_node *first, GString *out)
{
    for (const bound_node *n = first; n; n = n->next) {
        for (size_t i = 0; i < n->inline_count; i++)
            g_string_append(out, n->inlines[i].text ? n->inlines[i].text : "");
        paper_append_words(n->first, out);
    }
}

/* Those of the form of the case that was written last (rule_write); g_free them. */
static inline char *
paper_words(const char *form_name, const char *as_of, bool draft)
{
    char *path = rule_path(world.folder, "case", 0);
    render_case *c = render_case_new(environment, path);
    const render_request r = {.form = form_name, .as_of = as_of, .draft = draft};
    render_document *x = render_document_new(c, &r, &render_to_leave, RENDER_JUDGED);
    assert_non_null(x->bound);
    GString *words = g_string_new(NULL);
    paper_append_words(x->bound->body, words);
    render_document_drop(x);
    render_case_drop(c);
    g_free(path);
    return g_string_free(words, FALSE);
}

#endif
