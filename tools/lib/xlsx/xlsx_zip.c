#include <string.h>

#include <zip.h>

#include "xlsx/xlsx_int.h"

struct xlsx_archive {
    zip_t *zip;
};

struct xlsx_part {
    zip_file_t *file;
};

xlsx_archive *
xlsx_archive_open(const void *bytes, size_t length)
{
    zip_source_t *source = zip_source_buffer_create(bytes, length, 0, NULL);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, NULL) : NULL;
    if (!zip) {
        zip_source_free(source);
        return NULL;
    }
    xlsx_archive *z = g_new0(xlsx_archive, 1);
    z->zip = zip;
    return z;
}

void
xlsx_archive_close(xlsx_archive *z)
{
    if (!z)
        return;
    zip_discard(z->zip);
    g_free(z);
}

size_t
xlsx_archive_entries(const xlsx_archive *z)
{
    const zip_int64_t n = zip_get_num_entries(z->zip, 0);
    return n > 0 ? (size_t)n : 0;
}

static zip_int64_t
locate_part(const xlsx_archive *z, const char *name)
{
    const zip_int64_t exact = zip_name_locate(z->zip, name, 0);
    return exact >= 0 ? exact : zip_name_locate(z->zip, name, ZIP_FL_NOCASE);
}

bool
xlsx_archive_has(const xlsx_archive *z, const char *name)
{
    return locate_part(z, name) >= 0;
}

bool
xlsx_archive_is_locked(const xlsx_archive *z)
{
    zip_stat_t stat;
    for (zip_uint64_t i = 0; i < xlsx_archive_entries(z); i++)
        if (zip_stat_index(z->zip, i, 0, &stat) == 0 && (stat.valid & ZIP_STAT_ENCRYPTION_METHOD) &&
            stat.encryption_method != ZIP_EM_NONE)
            return true;
    return false;
}

bool
xlsx_archive_is_ambiguous(const xlsx_archive *z)
{
    GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    bool twice = false;
    for (zip_uint64_t i = 0; i < xlsx_archive_entries(z) && !twice; i++) {
        const char *name = zip_get_name(z->zip, i, 0);
        twice = name && !g_hash_table_add(names, g_ascii_strdown(name, -1));
    }
    g_hash_table_destroy(names);
    return twice;
}

xlsx_part *
xlsx_part_open(xlsx_archive *z, const char *name)
{
    const zip_int64_t at = locate_part(z, name);
    zip_file_t *file = at >= 0 ? zip_fopen_index(z->zip, (zip_uint64_t)at, 0) : NULL;
    if (!file)
        return NULL;
    xlsx_part *p = g_new0(xlsx_part, 1);
    p->file = file;
    return p;
}

void
xlsx_part_close(xlsx_part *p)
{
    if (!p)
        return;
    zip_fclose(p->file);
    g_free(p);
}

long
xlsx_part_read(void *part, char *bytes, size_t room)
{
    return (long)zip_fread(((xlsx_part *)part)->file, bytes, room);
}

bool
xlsx_archive_is_whole(const void *bytes, size_t length)
{
    xlsx_archive *z = xlsx_archive_open(bytes, length);
    bool whole = z && xlsx_archive_entries(z) > 0;
    for (zip_uint64_t i = 0; whole && i < xlsx_archive_entries(z); i++) {
        zip_file_t *file = zip_fopen_index(z->zip, i, 0);
        char piece[4096];
        zip_int64_t n = -1;
        while (file && (n = zip_fread(file, piece, sizeof piece)) > 0)
            ;
        whole = file && zip_fclose(file) == 0 && n == 0;
    }
    xlsx_archive_close(z);
    return whole;
}

/* ---- what libxlsxwriter cannot ---- */

#define WORKBOOK "xl/workbook.xml"

static bool
is_any_very_hidden(const book *b)
{
    for (size_t i = 0; i < b->sheet_count; i++)
        if (b->sheets[i]->visibility == BOOK_VERY_HIDDEN)
            return true;
    return false;
}

static GString *
read_workbook(zip_t *zip)
{
    zip_file_t *file = zip_fopen(zip, WORKBOOK, 0);
    if (!file)
        return NULL;
    GString *text = g_string_new(NULL);
    char piece[4096];
    zip_int64_t n;
    while ((n = zip_fread(file, piece, sizeof piece)) > 0)
        g_string_append_len(text, piece, (gssize)n);
    if (zip_fclose(file) == 0 && n == 0)
        return text;
    g_string_free(text, TRUE);
    return NULL;
}

/* libxlsxwriter numbers the sheets in their order. */
static void
hide_well(const book *b, GString *text)
{
    for (size_t i = 0; i < b->sheet_count; i++) {
        if (b->sheets[i]->visibility != BOOK_VERY_HIDDEN)
            continue;
        char *id = g_strdup_printf(" sheetId=\"%zu\" state=\"", i + 1);
        char *at = strstr(text->str, id);
        if (at && g_str_has_prefix(at + strlen(id), "hidden\"")) {
            const gssize state = at + strlen(id) - text->str;
            g_string_erase(text, state, 1);
            g_string_insert(text, state, "veryH");
        }
        g_free(id);
    }
}

/* The same bytes on any day: the part has the date that libxlsxwriter gives all of them. */
static bool
replace_workbook(const book *b, zip_t *zip)
{
    enum { FIRST_OF_1980 = 1 << 5 | 1 };
    GString *text = read_workbook(zip);
    if (!text)
        return false;
    hide_well(b, text);
    const size_t length = text->len;
    zip_source_t *source = zip_source_buffer(zip, g_string_free(text, FALSE), length, 1);
    const zip_int64_t at = source ? zip_file_add(zip, WORKBOOK, source, ZIP_FL_OVERWRITE) : -1;
    if (source && at < 0)
        zip_source_free(source);
    return at >= 0 && zip_file_set_dostime(zip, (zip_uint64_t)at, 0, FIRST_OF_1980, 0) == 0;
}

static bool
read_source(zip_source_t *source, char **bytes, size_t *length)
{
    zip_stat_t stat;
    if (zip_source_stat(source, &stat) < 0 || !(stat.valid & ZIP_STAT_SIZE) || zip_source_open(source) < 0)
        return false;
    char *all = g_malloc(stat.size);
    const bool whole = zip_source_read(source, all, stat.size) == (zip_int64_t)stat.size;
    zip_source_close(source);
    g_free(*bytes);
    *bytes = all;
    *length = stat.size;
    return whole;
}

bool
xlsx_hide(const book *b, char **bytes, size_t *length)
{
    if (!is_any_very_hidden(b))
        return true;
    /* Of a copy, which it frees: it holds parts of what it was made of even after the archive was written into it. */
    void *copy = g_memdup2(*bytes, *length);
    zip_source_t *source = zip_source_buffer_create(copy, *length, 1, NULL);
    if (!source)
        g_free(copy);
    zip_t *zip = source ? zip_open_from_source(source, 0, NULL) : NULL;
    if (!zip) {
        zip_source_free(source);
        return false;
    }
    zip_source_keep(source); /* closing the archive would take it away */
    bool changed = replace_workbook(b, zip);
    if (!changed)
        zip_discard(zip);
    else if (zip_close(zip) < 0) {
        zip_discard(zip);
        changed = false;
    }
    changed = changed && read_source(source, bytes, length);
    zip_source_free(source);
    return changed;
}
