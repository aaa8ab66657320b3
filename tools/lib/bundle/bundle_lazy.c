/* bundle_lazy.c: the library, found by the name that the programs which are linked with it know it by. */
#include "bundle/bundle_lazy.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>

#include <glib.h>

/* The interface of C changes with the major version of the library alone; 11 is called 29. */
#if !defined QPDF_MAJOR_VERSION || QPDF_MAJOR_VERSION != 11
#error "libqpdf.so.29 is of qpdf 11"
#endif

const bundle_calls *
bundle_load(void)
{
    static bundle_calls calls;
    static bool loaded;
    if (loaded)
        return &calls;
    void *library = dlopen("libqpdf.so.29", RTLD_NOW | RTLD_LOCAL);
    if (!library)
        return NULL;
    bool good = true;
    const struct {
        const char *name;
        void *place;
    } rows[] = {
#define CALL(name) {"qpdf_" #name, &calls.name},
        BUNDLE_CALLS(CALL)
#undef CALL
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        void *found = dlsym(library, rows[i].name);
        memcpy(rows[i].place, &found, sizeof found); /* a pointer to a function, as POSIX has it */
        good = good && found;
    }
    loaded = good;
    return good ? &calls : NULL;
}
