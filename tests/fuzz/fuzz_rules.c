/* Rules as an office writes them in a folder of its own: read, and evaluated over a sample. */
#include "mutate.h"

#include "world.h"

FUZZ_SEEDS("templates/rules/*.xml", "tests/bad/*/rules/*.xml")
FUZZ_XML("templates/schema/rules.rng")

/* The only file of the folder, of which the store knows other bytes. */
static const char *
rules_file(void)
{
    static const char *path;
    if (!path)
        path = world_write("rules.xml", "", 0);
    return path;
}

/* The grammar is read once for some inputs. */
static arena *a;
static xml_store *s;

static void
renew_store(void)
{
    static int left;
    if (left-- > 0)
        return;
    xml_store_drop(s);
    arena_drop(a);
    a = arena_new();
    s = xml_store_new();
    left = 32;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const uint8_t chosen = mutate_options(&bytes, &length);
    diag *d = diag_new();
    renew_store();
    date day = {0};
    g_assert(date_parse(WORLD_DAY, &day));
    xml_store_supply(s, rules_file(), bytes, length);
    const check_source from = {.rules = world_scratch(), .named = true, .schema = WORLD_SCHEMA, .compile = true};
    const check_rules *rules = check_rules_load(a, s, &from, d);
    world_check_told(rules != NULL, d);
    const check_result *r = rules ? check_case(a, s, rules, world_case(chosen), day, DIAG_EN, d) : NULL;
    world_check_told(r != NULL, d);
    if (r) {
        GString *out = g_string_new(NULL);
        check_print(r, DIAG_JA, out);
        check_print_json(r, DIAG_EN, out);
        g_assert(g_utf8_validate(out->str, (gssize)out->len, NULL));
        g_string_free(out, TRUE);
    }
    diag_drop(d);
    return 0;
}
