/* font_finder.c: faces by exact name out of a private fontconfig configuration.
 *
 * No matching, substitution or language logic of fontconfig takes part: the list of the folders' faces is
 * compared by name. With the caches named in fonts.conf nothing of the font files is read here. */
#include "font/font_int.h"

#include <fontconfig/fontconfig.h>
#include <string.h>
#include <unistd.h>

#include "base/fault.h"

struct font_finder {
    FcConfig *config;
    const FcFontSet *faces; /* borrowed from config */
};

font_finder *
font_finder_open(const char *conf_file, diag *d)
{
    char *text = NULL;
    GError *error = NULL;
    if (!g_file_get_contents(conf_file, &text, NULL, &error)) {
        fault_report(d, DIAG_FILE_READ, (place){conf_file, 0, NULL}, conf_file, fault_take(error));
        return NULL;
    }
    font_finder *f = g_new0(font_finder, 1);
    f->config = FcConfigCreate();
    FcConfigSetSysRoot(f->config, NULL); /* FONTCONFIG_SYSROOT has been read by then */
    /* From memory: a file name would be searched for along FONTCONFIG_PATH. */
    const bool parsed = FcConfigParseAndLoadFromMemory(f->config, (const FcChar8 *)text, FcTrue);
    g_free(text);
    if (!parsed || !FcConfigBuildFonts(f->config)) {
        diag_add(d, DIAG_FONT_CONFIG, (place){conf_file, 0, NULL}, PLACE_NONE, conf_file, NULL);
        font_finder_close(f);
        return NULL;
    }
    f->faces = FcConfigGetFonts(f->config, FcSetSystem);
    return f;
}

void
font_finder_close(font_finder *f)
{
    if (!f)
        return;
    FcConfigDestroy(f->config);
    g_free(f);
}

/* A face has its names in several languages. */
static bool
has_name(const FcPattern *p, const char *key, const char *wanted, size_t length)
{
    FcChar8 *name;
    for (int i = 0; FcPatternGetString(p, key, i, &name) == FcResultMatch; i++)
        if (strlen((const char *)name) == length && memcmp(name, wanted, length) == 0)
            return true;
    return false;
}

bool
font_finder_find(const font_finder *f, arena *a, const char *name, font_place *out)
{
    const char *space = strrchr(name, ' ');
    if (!space)
        return false;
    for (int i = 0; f->faces && i < f->faces->nfont; i++) {
        const FcPattern *p = f->faces->fonts[i];
        FcChar8 *file;
        int index = 0;
        if (!has_name(p, FC_FAMILY, name, (size_t)(space - name)) ||
            !has_name(p, FC_STYLE, space + 1, strlen(space + 1)) ||
            FcPatternGetString(p, FC_FILE, 0, &file) != FcResultMatch || access((const char *)file, R_OK) != 0)
            continue;
        FcPatternGetInteger(p, FC_INDEX, 0, &index);
        *out = (font_place){arena_strdup(a, (const char *)file), index & 0xffff};
        return true;
    }
    return false;
}
