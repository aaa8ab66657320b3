/* paper_support.h: what the tests share that compare papers with the rules: the rules of this repository and an
 * environment that renders, opened once for all tests of a file. */
#ifndef RENKEI_TEST_PAPER_SUPPORT_H
#define RENKEI_TEST_PAPER_SUPPORT_H

#include "rule_world.h"

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

#endif
