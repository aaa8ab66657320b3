/* values_support.h: the values of the rules that come with the tools, for what binds shipped forms without an
 * environment that renders. Read once for all tests of a program. */
#ifndef RENKEI_TEST_VALUES_SUPPORT_H
#define RENKEI_TEST_VALUES_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bind/bind.h"
#include "check/check.h"

static inline const bind_values *
shipped_values(void)
{
    static bind_values values;
    static arena *a;
    static xml_store *s;
    if (values.rules)
        return &values;
    diag *d = diag_new();
    a = arena_new();
    s = xml_store_new();
    const check_source from = {
        .rules = "templates/rules", .schema = "templates/schema", .form = "none", .values = true};
    values = (bind_values){check_rules_load(a, s, &from, d), check_parameter, check_lasting_value};
    assert_non_null(values.rules);
    diag_drop(d);
    return &values;
}

#endif
