/* bench_record.c: what it costs that a PDF says what its text is: the same documents with their elements and without.
 *
 *   bench_record [--plain] [--rounds N] --form FORM… DATA.xml…
 *
 * Every file with every form, painted; --plain: of a list that knows no elements. Prints documents and bytes. The shell
 * counts the instructions (tests/bench/record.sh). */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "paint/paint.h"
#include "render/document.h"

static gboolean plain;
static int rounds = 1;
static char **forms;
static size_t documents, bytes;

/* All ink is nobody's: the writer marks one artifact a page. */
static void
forget_elements(display *l)
{
    g_array_set_size(l->nodes, 1);
    for (guint p = 0; p < l->pages->len; p++) {
        const display_page *page = g_ptr_array_index(l->pages, p);
        for (guint i = 0; i < page->ops->len; i++)
            g_array_index(page->ops, display_op, i).node = 0;
    }
}

static void
paint_one(render_case *c, const char *name)
{
    const render_request r = {.form = name};
    const render_manner m = {.lenient = true};
    render_document *x = render_document_new(c, &r, &m, RENDER_DRAWN);
    GPtrArray *outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    if (x->list && plain)
        forget_elements(x->list);
    if (x->list && paint_document(x->list, x->fonts, PAINT_RENKEI, PAINT_PDF, 0, outputs, x->messages)) {
        documents++;
        bytes += ((const GByteArray *)g_ptr_array_index(outputs, 0))->len;
    }
    g_ptr_array_free(outputs, TRUE);
    render_document_drop(x);
}

int
main(int count, char **words)
{
    const GOptionEntry entries[] = {{"plain", 0, 0, G_OPTION_ARG_NONE, &plain, "without elements", NULL},
                                    {"rounds", 0, 0, G_OPTION_ARG_INT, &rounds, "how often (1)", "N"},
                                    {"form", 'f', 0, G_OPTION_ARG_STRING_ARRAY, &forms, "may be repeated", "NAME"},
                                    {NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL}};
    setlocale(LC_ALL, "");
    GOptionContext *context = g_option_context_new("DATA.xml…");
    g_option_context_add_main_entries(context, entries, NULL);
    diag *d = diag_new();
    render_paths paths;
    if (!g_option_context_parse(context, &count, &words, NULL) || !render_paths_find(&paths, NULL, d))
        return EXIT_FAILURE;
    render_environment *e = render_open(&paths, RENDER_KEEP, d);
    for (int k = 0; k < rounds; k++)
        for (int i = 1; e && i < count; i++) {
            render_case *c = render_case_new(e, words[i]);
            for (char **f = forms; f && *f; f++)
                paint_one(c, *f);
            render_case_drop(c);
        }
    printf("%zu %zu\n", documents, bytes);
    render_close(e);
    render_paths_clear(&paths);
    diag_drop(d);
    g_strfreev(forms);
    g_option_context_free(context);
    return documents ? EXIT_SUCCESS : EXIT_FAILURE;
}
