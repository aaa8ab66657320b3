/* Run files of renkei-batch, beside a folder with two cases. */
#include "mutate.h"

#include <string.h>

#include "batch/batch.h"

#include "world.h"

FUZZ_XML("templates/schema/run.rng")

/* What looks for cases all over the disk is no fault, but takes its time. */
static bool
leaves_the_folder(const char *bytes, size_t length)
{
    for (size_t i = 0; i + 1 < length; i++)
        if (bytes[i] == '/' && i > 0 && (bytes[i - 1] == '"' || bytes[i - 1] == '\'') && bytes[i + 1] != '>')
            return true;
    return memmem(bytes, length, "..", 2) || memmem(bytes, length, "&#", 2);
}

static void
put_cases(void)
{
    static bool put;
    char *bytes;
    gsize length;
    if (put || !g_file_get_contents("samples/koukou-jiritsu/case.xml", &bytes, &length, NULL))
        return;
    put = true;
    world_write("K-0004.xml", bytes, length);
    world_write("roster.csv", "K-0004,plan\n", 12);
    g_free(bytes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    mutate_options(&bytes, &length);
    if (leaves_the_folder((const char *)bytes, length))
        return 0;
    put_cases();
    diag *d = diag_new();
    batch_order *o = batch_order_new();
    world_check_told(batch_order_read(o, world_write("run.xml", bytes, length), WORLD_SCHEMA, d), d);
    batch_order_drop(o);
    diag_drop(d);
    return 0;
}
