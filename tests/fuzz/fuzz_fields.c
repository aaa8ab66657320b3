/* Grammars of own fields (<masters fields="…"/>): RELAX NG that an office wrote, read with ours and a case judged by
 * it. */
#include "mutate.h"

#include <string.h>

#include "world.h"

FUZZ_SEEDS("tests/bad/*/*.rng", "tests/*/*.rng", "samples/*/*.rng")
FUZZ_XML(NULL)

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const char text[] =
        "<case version='1' id='K-1' xmlns:o='urn:example:office'><masters fields='fields.rng'/><child "
        "birth-date='2013-04-01'><name><family>A</family><given>B</given></name><o:club>x</o:club></child><guardian "
        "id='g' relation='母' decision-holder='yes'><name><family>A</family><given>C</given></name></guardian></case>";
    mutate_options(&bytes, &length);
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    diag *d = diag_new();
    xml_store_supply(s, WORLD_CASE, text, strlen(text));
    xml_store_supply(s, "samples/fuzz/fields.rng", bytes, length);
    casefile_schemas *schemas = casefile_schemas_open(WORLD_SCHEMA, false);
    world_check_told(casefile_read_with(a, s, WORLD_CASE, schemas, d) != NULL, d);
    casefile_schemas_close(schemas);
    diag_drop(d);
    xml_store_drop(s);
    arena_drop(a);
    return 0;
}
