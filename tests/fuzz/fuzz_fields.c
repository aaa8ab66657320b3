/* Grammars of own fields (<masters fields="…"/>): RELAX NG that an office wrote, read with ours and a case judged by
 * it; by a letter before it, the master of a municipality by its own, which is little to read beside it. */
#include "mutate.h"

#include <string.h>

#include "schema/schema.h"

#include "world.h"

FUZZ_SEEDS("tests/bad/*/*.rng", "tests/*/*.rng", "samples/*/*.rng")
FUZZ_XML(NULL)

/* Grammars are kept by their files: each has a name of its own as long as they are kept. */
enum { MOST_KEPT = 32 };
static unsigned number;

static const char *
write_fields(const uint8_t *bytes, size_t length)
{
    char *name = g_strdup_printf("fields-%u.rng", number);
    const char *path = world_write(name, bytes, length);
    g_free(name);
    return path;
}

static casefile_schemas *
next_schemas(void)
{
    static casefile_schemas *schemas;
    number = (number + 1) % MOST_KEPT;
    if (number == 0) {
        casefile_schemas_close(schemas);
        schemas = NULL;
    }
    if (!schemas)
        schemas = casefile_schemas_open(WORLD_SCHEMA, false);
    return schemas;
}

static bool
judge_case(arena *a, xml_store *s, const uint8_t *bytes, size_t length, diag *d)
{
    casefile_schemas *schemas = next_schemas();
    char *fields = g_path_get_basename(write_fields(bytes, length));
    char *text = g_strdup_printf(
        "<case version='1' id='K-1' xmlns:o='urn:example:office'><masters fields='%s'/><child "
        "birth-date='2013-04-01'><name><family>A</family><given>B</given></name><o:club>x</o:club></child><guardian "
        "id='g' relation='母' decision-holder='yes'><name><family>A</family><given>C</given></name></guardian></case>",
        fields);
    char *path = g_build_filename(world_scratch(), "case.xml", NULL);
    xml_store_supply(s, path, text, strlen(text));
    const bool good = casefile_read_with(a, s, path, schemas, d) != NULL;
    g_free(path);
    g_free(text);
    g_free(fields);
    return good;
}

static bool
judge_master(xml_store *s, const uint8_t *bytes, size_t length, diag *d)
{
    static const char text[] =
        "<municipality-master xmlns:o='urn:example:office' version='1'><municipality id='a' handbook='yes'>"
        "<prefecture>A</prefecture><name>B</name><o:club>x</o:club></municipality></municipality-master>";
    int error = 0;
    const schema_grammar *g =
        schema_read_own(s, WORLD_SCHEMA "/municipality.rng", write_fields(bytes, length), &error, d);
    g_assert(!error);
    const xml_doc *doc = xml_read_memory(s, "municipality.xml", text, strlen(text), XML_DATA, &xml_limits_case, d);
    return g && schema_validate(g, doc, d);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const uint8_t chosen = mutate_options(&bytes, &length);
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    diag *d = diag_new();
    world_check_told(chosen ? judge_master(s, bytes, length, d) : judge_case(a, s, bytes, length, d), d);
    diag_drop(d);
    xml_store_drop(s);
    arena_drop(a);
    return 0;
}
