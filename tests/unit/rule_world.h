/* rule_world.h: the rules that come with the tools, read once for all tests of a program: for cmocka's group setup. */
#ifndef RENKEI_TEST_RULE_WORLD_H
#define RENKEI_TEST_RULE_WORLD_H

#include "rule_edits.h"

static rule_world world;

/* RULES_DIR: other rules than these. */
static inline int
open_world(void **state)
{
    (void)state;
    rule_world_open(&world, g_getenv("RULES_DIR") ? g_getenv("RULES_DIR") : "templates/rules");
    return 0;
}

static inline int
close_world(void **state)
{
    (void)state;
    rule_world_close(&world);
    return 0;
}

static inline date
day_of(const char *text)
{
    date d = {0};
    if (!date_parse(text, &d))
        fail_msg("not a day: %s", text);
    return d;
}

#endif
