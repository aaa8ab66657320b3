/* Masters: the byte before the document says which of them it is of a case that is otherwise good (A office, B
 * partners, C municipality, D calendar), or that it is the items of a questionnaire (E) or a table of words (F);
 * without one, the name of its outermost element does. */
#include "mutate.h"

#include <string.h>

#include "aids/aids.h"
#include "form/form.h"

#include "world.h"

FUZZ_SEEDS("samples/masters/*.xml", "templates/items/*.xml", "templates/words/*.xml", "templates/*/words.xml")
FUZZ_XML("templates/schema/office.rng", "templates/schema/partners.rng", "templates/schema/municipality.rng",
         "templates/schema/calendar.rng", "templates/schema/items.rng", "templates/schema/words.rng")

static const char *const roots[] = {"<office-master",   "<partners-master", "<municipality-master",
                                    "<calendar-master", "<questionnaire",   "<words"};
enum { ITEMS = 4, WORDS };
static const char *const files[] = {"samples/masters/office.xml",       "samples/masters/partners.xml",
                                    "samples/masters/municipality.xml", "samples/masters/calendar.xml",
                                    "templates/items/fuzz.xml",         "templates/plan/words.xml"};

static size_t
kind_of(uint8_t chosen, const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < G_N_ELEMENTS(roots); i++)
        if (chosen ? (size_t)(chosen - 'A') % G_N_ELEMENTS(roots) == i
                   : memmem(bytes, length, roots[i], strlen(roots[i])) != NULL)
            return i;
    return 0;
}

/* A case whose masters are read with it. */
static void
read_master(arena *a, xml_store *s, diag *d)
{
    static casefile_schemas *schemas;
    if (!schemas)
        schemas = casefile_schemas_open(WORLD_SCHEMA, false);
    casefile *c = casefile_read_with(a, s, "samples/koukou-jiritsu/case.xml", schemas, d);
    world_check_told(c != NULL, d);
    GString *out = g_string_new(NULL);
    if (c) {
        casefile_print(c, out);
        g_assert(g_utf8_validate(out->str, (gssize)out->len, NULL));
    }
    g_string_free(out, TRUE);
}

/* As a form with data="any" has them beside its data. */
static void
read_items(arena *a, xml_store *s, diag *d)
{
    static casefile_schemas *schemas;
    if (!schemas)
        schemas = casefile_schemas_open(WORLD_SCHEMA, false);
    const casefile_beside beside = {.name = "items", .file = files[ITEMS], .kind = "items", .where = PLACE_NONE};
    const casefile *c = casefile_read_any_beside(a, s, "samples/koukou-jiritsu/case.xml", NULL, &beside, 1, schemas, d);
    world_check_told(c != NULL, d);
}

/* The paper of a sample, read with the table that stands beside its form. */
static void
read_words(arena *a, xml_store *s, const uint8_t *bytes, size_t length, diag *d)
{
    const char *own = world_scratch();
    world_write("words.xml", bytes, length);
    const aids_wish wish = {.furigana = AIDS_ALL, .plain = true, .gloss = "en", .own = own};
    const form *f = form_read_roomy(a, s, "templates/school-sharing/form.xml", world_form_schema(), d);
    const bind_options options = {.as_of = WORLD_DAY, .draft = true, .month = f && f->takes_month ? WORLD_MONTH : NULL};
    const bound *b = f ? bind_case(a, s, f, world_case(0), &options, d) : NULL;
    aids *t = aids_read(a, s, &wish, "templates/words", WORLD_SCHEMA, WORLD_FORM, d);
    world_check_told(t != NULL, d);
    if (t && b)
        world_check_told(aids_dress(t, b, d) != NULL, d);
    aids_drop(t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const uint8_t chosen = mutate_options(&bytes, &length);
    const size_t kind = kind_of(chosen, bytes, length);
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    diag *d = diag_new();
    if (kind != WORDS)
        xml_store_supply(s, files[kind], bytes, length);
    if (kind == WORDS)
        read_words(a, s, bytes, length, d);
    else if (kind == ITEMS)
        read_items(a, s, d);
    else
        read_master(a, s, d);
    diag_drop(d);
    xml_store_drop(s);
    arena_drop(a);
    return 0;
}
