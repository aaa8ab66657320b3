/* environment_support.h: what the tests that render share: the installation of this repository, opened once for all
 * tests of a file. */
#ifndef RENKEI_TEST_ENVIRONMENT_SUPPORT_H
#define RENKEI_TEST_ENVIRONMENT_SUPPORT_H

#include "test_pipeline.h"

#include "render/render.h"

static render_environment *environment;
static render_paths paths;

static inline int
open_environment(void **state)
{
    (void)state;
    diag *d = diag_new();
    paths = (render_paths){
        .forms = g_strdup("templates"), .schema = g_strdup("templates/schema"), .fonts = g_strdup("fonts")};
    environment = render_open(&paths, RENDER_FRESH, d);
    assert_non_null(environment);
    diag_drop(d);
    return 0;
}

static inline int
close_environment(void **state)
{
    (void)state;
    render_close(environment);
    render_paths_clear(&paths);
    return 0;
}

#endif
