/* What an archive carries of a filled form, as it comes back: read and composed as it is, which trusts nothing. */
#include "mutate.h"

#include "bind/bind_filled.h"
#include "form/form.h"

#include "world.h"

FUZZ_XML(NULL)

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    mutate_options(&bytes, &length);
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    diag *d = diag_new();
    bind_filled_made made;
    const xml_doc *doc =
        xml_read_memory(s, "filled.xml", (const char *)bytes, length, XML_DATA, &bind_filled_limits, d);
    const bound *b = doc ? bind_filled_read(a, doc, &made, d) : NULL;
    world_check_told(b != NULL, d);
    if (b)
        world_check_told(compose_document(a, world_engine(), world_fonts(), b, d) != NULL, d);
    diag_drop(d);
    xml_store_drop(s);
    arena_drop(a);
    return 0;
}
