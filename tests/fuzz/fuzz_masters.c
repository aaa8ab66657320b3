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

/* The smallest case, of which the master is. */
static void
supply_case(xml_store *s, size_t kind)
{
    static const char *const kinds[] = {"office", "partners", "municipality", "calendar"};
    char *file = g_path_get_basename(files[kind]);
    char *text = g_strdup_printf(
        "<case version=\"1\" id=\"K-1\"><masters %s=\"../masters/%s\"/><child birth-date=\"2013-04-01\"><name>"
        "<family>A</family><given>B</given></name></child><guardian id=\"g\" relation=\"母\" decision-holder=\"yes\">"
        "<name><family>A</family><given>C</given></name></guardian></case>",
        kinds[kind], file);
    xml_store_supply(s, WORLD_CASE, text, strlen(text));
    g_free(text);
    g_free(file);
}

static casefile_schemas *
fresh_masters(void)
{
    static casefile_schemas *schemas;
    if (!schemas)
        schemas = casefile_schemas_open(WORLD_SCHEMA, false);
    return schemas;
}

static void
read_master(arena *a, xml_store *s, size_t kind, diag *d)
{
    supply_case(s, kind);
    casefile *c = casefile_read_with(a, s, WORLD_CASE, fresh_masters(), d);
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
    supply_case(s, 0);
    const casefile_beside beside = {.name = "items", .file = files[ITEMS], .kind = "items", .where = PLACE_NONE};
    const casefile *c = casefile_read_any_beside(a, s, WORLD_CASE, NULL, &beside, 1, fresh_masters(), d);
    world_check_told(c != NULL, d);
}

/* A paper of a sample, bound once; dressed for each input. */
static const bound *
bound_paper(void)
{
    static const bound *b;
    static arena *a;
    static xml_store *s;
    static diag *d;
    if (b)
        return b;
    a = arena_new();
    s = xml_store_new();
    d = diag_new();
    const form *f = form_read_roomy(a, s, "templates/school-sharing/form.xml", world_form_schema(), d);
    g_assert(f);
    const bind_options options = {.as_of = WORLD_DAY, .draft = true, .month = f->takes_month ? WORLD_MONTH : NULL};
    b = bind_case(a, s, f, world_case(0), &options, d);
    g_assert(b);
    return b;
}

/* As the only table, or (by one letter, as it takes its time) beside those that come with renkei, of which there are
 * many. */
static void
read_words(arena *a, xml_store *s, const uint8_t *bytes, size_t length, bool beside, diag *d)
{
    static const char *path;
    if (!path)
        path = world_write("words.xml", "", 0);
    xml_store_supply(s, path, bytes, length);
    const aids_wish wish = {.furigana = AIDS_ALL, .plain = true, .gloss = "en", .own = beside ? world_scratch() : NULL};
    aids *t = aids_read(a, s, &wish, beside ? "templates/words" : world_scratch(), WORLD_SCHEMA, WORLD_FORM, d);
    world_check_told(t != NULL, d);
    if (t)
        world_check_told(aids_dress(t, bound_paper(), d) != NULL, d);
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
        read_words(a, s, bytes, length, chosen == 'X', d);
    else if (kind == ITEMS)
        read_items(a, s, d);
    else
        read_master(a, s, kind, d);
    diag_drop(d);
    xml_store_drop(s);
    arena_drop(a);
    return 0;
}
