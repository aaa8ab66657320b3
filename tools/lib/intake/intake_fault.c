#include "intake/intake_value_int.h"

static const struct {
    diag_code code;
    const char *ja, *type_ja, *en, *type_en;
} faults[CELL_FAULT_COUNT] = {
#define FAULT(name, code, ja, type_ja, en, type_en) [FAULT_##name] = {DIAG_##code, ja, type_ja, en, type_en},
#include "intake/intake_fault.def"
#undef FAULT
};

/* %s in it is the detail. */
static char *
fill_in(const char *words, const char *detail)
{
    char **parts = g_strsplit(words, "%s", 2), *filled = g_strjoinv(detail ? detail : "", parts);
    g_strfreev(parts);
    return filled;
}

bool
cell_tell(const cell *c, cell_fault fault, place where, diag *d)
{
    const char *en = c->detail_en ? c->detail_en : c->detail;
    char *args[] = {fill_in(faults[fault].ja, c->detail), fill_in(faults[fault].type_ja, c->detail),
                    fill_in(faults[fault].en, en), fill_in(faults[fault].type_en, en)};
    diag_add(d, faults[fault].code, PLACE_NONE, where, args[0], args[1], args[2], args[3], NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(args); i++)
        g_free(args[i]);
    return false;
}
