/* test_bundle.h: what the tests of the bundle room share: documents of the samples and stamps, made by the pipeline,
 * and what other programs read in the PDFs that come out. */
#ifndef RENKEI_TEST_BUNDLE_H
#define RENKEI_TEST_BUNDLE_H

#include "environment_support.h"

#include "bundle/bundle.h"

#define SAMPLE "samples/hodei-futoukou/case.xml"
#define STAMP "templates/batch/stamp.xml"
#define REISSUE "templates/batch/reissue.xml"

/* What a command prints; it must succeed. */
static inline const char *
say(world *w, const char *format, ...)
{
    va_list v;
    va_start(v, format);
    char *command = g_strdup_vprintf(format, v), *out = NULL;
    va_end(v);
    int status = 0;
    assert_true(g_spawn_command_line_sync(command, &out, NULL, &status, NULL));
    if (status != 0)
        fail_msg("%s: %s", command, out);
    const char *copy = arena_strdup(w->a, out);
    g_free(out);
    g_free(command);
    return copy;
}

/* One document of a case, written into the test's folder. */
static inline const char *
make_document(world *w, const char *name, const char *template, render_case *c)
{
    const render_request r = {.form = template, .as_of = strchr(template, '/') ? NULL : "2024-08-01"};
    GPtrArray *outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    if (!render_case_document(c, &r, outputs, w->text, NULL, NULL, w->d))
        fail_msg("%s: %s", template, messages(w));
    const GByteArray *bytes = g_ptr_array_index(outputs, 0);
    const char *path = own_file(w, name, NULL);
    assert_true(g_file_set_contents(path, (const char *)bytes->data, bytes->len, NULL));
    g_ptr_array_free(outputs, TRUE);
    return path;
}

static inline int
page_count(world *w, const char *path)
{
    return atoi(say(w, "qpdf --show-npages %s", path));
}

/* The text of one page, from 1. */
static inline const char *
read_page(world *w, const char *path, int page)
{
    return say(w, "pdftotext -raw -f %d -l %d %s -", page, page, path);
}

/* A file's bytes, which live as long as the test. */
static inline const void *
file_bytes(world *w, const char *path, size_t *length)
{
    char *bytes = NULL;
    assert_true(g_file_get_contents(path, &bytes, length, NULL));
    const void *copy = arena_copy(w->a, bytes, *length);
    g_free(bytes);
    return copy;
}

/* A stamp from its data, which is taken over. */
static inline bundle_stamp
make_stamp(world *w, const char *name, const char *template, GString *xml, bundle_corner corner)
{
    render_case *c = render_case_new_memory(environment, name, xml->str, xml->len);
    bundle_stamp stamp = {.corner = corner};
    stamp.bytes = file_bytes(w, make_document(w, name, template, c), &stamp.length);
    render_case_drop(c);
    g_string_free(xml, TRUE);
    return stamp;
}

/* Merges and writes the bundle into the test's folder; NULL after a diagnostic. */
static inline const char *
make_bundle(world *w, const char *name, const bundle_job *job)
{
    GByteArray *bytes = bundle_merge(job, w->d);
    if (!bytes)
        return NULL;
    const char *path = own_file(w, name, NULL);
    assert_true(g_file_set_contents(path, (const char *)bytes->data, bytes->len, NULL));
    g_byte_array_unref(bytes);
    return path;
}

#endif
