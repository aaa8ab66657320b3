/* Cases: any bytes are a case or refused with a message; what is a case is judged by every rule, and (by the byte
 * before it) bound to a form and composed, as a paper is made of it. */
#include "mutate.h"

#include "world.h"

FUZZ_SEEDS("samples/*/case.xml", "tests/bad/*/case.xml")
FUZZ_XML("templates/schema/case.rng")

static const char *const forms[] = {"plan",       "monitoring",   "schedule",      "school-sharing",
                                    "pickup",     "assessment",   "consent",       "face-sheet",
                                    "evaluation", "cover-letter", "year-overview", "transition"};

static void
compose_case(arena *a, xml_store *s, const casefile *c, const char *name, diag *d)
{
    const form *f = world_form(name);
    const bind_options options = {.as_of = WORLD_DAY, .draft = true};
    const bound *b = !f->any_data && !f->asks_rules && !f->asks_values ? bind_case(a, s, f, c, &options, d) : NULL;
    if (b)
        world_check_told(compose_document(a, world_engine(), world_fonts(), b, d) != NULL, d);
}

static void
use_case(arena *a, xml_store *s, const casefile *c, uint8_t chosen, diag *d)
{
    GString *out = g_string_new(NULL);
    date day = {0};
    casefile_print(c, out);
    g_assert(g_utf8_validate(out->str, (gssize)out->len, NULL));
    g_ptr_array_free(casefile_months(a, c), TRUE);
    if (chosen && date_parse(WORLD_DAY, &day)) {
        const check_result *r = check_case(a, s, world_rules(), c, day, DIAG_JA, d);
        world_check_told(r != NULL, d);
        if (r)
            check_print(r, DIAG_JA, out);
        compose_case(a, s, c, forms[(size_t)(chosen - 'A') % G_N_ELEMENTS(forms)], d);
    }
    g_string_free(out, TRUE);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const uint8_t chosen = mutate_options(&bytes, &length);
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    diag *d = diag_new();
    xml_store_supply(s, WORLD_CASE, bytes, length);
    const casefile *c = casefile_read_with(a, s, WORLD_CASE, world_schemas(), d);
    world_check_told(c != NULL, d);
    if (c)
        use_case(a, s, c, chosen, d);
    diag_drop(d);
    xml_store_drop(s);
    arena_drop(a);
    return 0;
}
