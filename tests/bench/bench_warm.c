/* bench_warm.c: documents made one after another in one warm process, as a worker of a nightly run makes them.
 *
 *   bench_warm [--form FORM]… [--as-of DAY] [--month MONTH] [--rounds N] [--output FOLDER] DATA.xml…
 *
 * Every file with every form, N rounds, after one document of each form that does not count. Prints documents a
 * second of CPU, milliseconds of CPU by stage, pages and bytes of a document, and the memory after the 100th and the
 * last. Writing the documents counts for no stage. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "clock.h"
#include "render/render.h"

typedef struct bench {
    char **forms, **files, *as_of, *month, *folder;
    int rounds;
    render_environment *environment;
    render_times times;
    size_t documents, pages;
    double spent, most, bytes; /* seconds of CPU in all, of the slowest document; bytes in all */
    long early, late;          /* kB resident after document 100 and at the end */
} bench;

static long
resident_kb(void)
{
    long all = 0, resident = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (f) {
        if (fscanf(f, "%ld %ld", &all, &resident) != 2)
            resident = 0;
        fclose(f);
    }
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

static void
keep_output(bench *b, const GByteArray *output)
{
    b->bytes += output->len;
    if (!b->folder)
        return;
    char *path = g_strdup_printf("%s/%zu.pdf", b->folder, b->documents);
    FILE *f = fopen(path, "w");
    const bool written = f && fwrite(output->data, 1, output->len, f) == output->len;
    if (!f || fclose(f) != 0 || !written)
        g_printerr("bench_warm: %s: cannot be written\n", path);
    g_free(path);
}

static bool
make_one(bench *b, render_case *c, const char *form)
{
    const render_request r = {.form = form, .as_of = b->as_of, .month = b->month};
    GPtrArray *outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    diag *d = diag_new();
    size_t pages = 0;
    const double from = clock_seconds(CLOCK_PROCESS_CPUTIME_ID);
    const bool done = render_case_document(c, &r, outputs, NULL, &pages, &b->times, d);
    const double spent = clock_seconds(CLOCK_PROCESS_CPUTIME_ID) - from;
    b->spent += spent;
    b->most = MAX(b->most, spent);
    b->pages += pages;
    b->late = resident_kb();
    if (++b->documents == 100)
        b->early = b->late;
    if (done)
        keep_output(b, g_ptr_array_index(outputs, 0));
    else
        diag_print(d, stderr, DIAG_JA);
    g_ptr_array_free(outputs, TRUE);
    diag_drop(d);
    return done;
}

/* False: one could not be made. */
static bool
make_all(bench *b, char **files, int rounds)
{
    bool good = true;
    for (int k = 0; k < rounds; k++)
        for (char **file = files; good && *file; file++) {
            render_case *c = render_case_new(b->environment, *file);
            for (char **form = b->forms; good && *form; form++)
                good = make_one(b, c, *form);
            render_case_drop(c);
        }
    return good;
}

static void
print_result(const bench *b)
{
    const render_times *t = &b->times;
    const double count = (double)b->documents, each = 1000 / count;
    printf("%zu documents: %.1f a CPU second, %.2f ms each (slowest %.2f), %.2f pages and %.0f kB each\n", b->documents,
           count / b->spent, b->spent * each, b->most * 1000, (double)b->pages / count, b->bytes / count / 1000);
    if (b->early)
        printf("  resident: %ld kB after document 100, %ld kB after document %zu\n", b->early, b->late, b->documents);
    printf("  CPU ms: form %.2f data %.2f bind %.2f check %.2f compose %.2f display %.2f paint %.2f\n", t->form * each,
           t->data * each, t->bind * each, t->check * each, t->compose * each, t->display * each, t->paint * each);
}

static bool
measure(bench *b)
{
    char *first[] = {b->files[0], NULL};
    if (!make_all(b, first, 1))
        return false;
    b->times = (render_times){0};
    b->documents = b->pages = 0;
    b->spent = b->most = b->bytes = 0;
    const bool good = make_all(b, b->files, b->rounds);
    if (good)
        print_result(b);
    return good;
}

static bool
read_options(bench *b, int *count, char ***words)
{
    const GOptionEntry entries[] = {
        {"form", 'f', 0, G_OPTION_ARG_FILENAME_ARRAY, &b->forms, "form (plan); may be repeated", "NAME|FILE"},
        {"as-of", 0, 0, G_OPTION_ARG_STRING, &b->as_of, "state as of this day", "YYYY-MM-DD"},
        {"month", 0, 0, G_OPTION_ARG_STRING, &b->month, "month", "YYYY-MM"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &b->folder, "write the documents there", "FOLDER"},
        {"rounds", 0, 0, G_OPTION_ARG_INT, &b->rounds, "how often every document is made (1)", "N"},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &b->files, NULL, "DATA.xml…"},
        {NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL}};
    GOptionContext *context = g_option_context_new(NULL);
    GError *error = NULL;
    g_option_context_add_main_entries(context, entries, NULL);
    const bool good = g_option_context_parse(context, count, words, &error) && b->files;
    if (!good)
        fprintf(stderr, "bench_warm: %s\n", error ? error->message : "no data");
    g_clear_error(&error);
    g_option_context_free(context);
    return good;
}

int
main(int count, char **words)
{
    memory_keep();
    setlocale(LC_ALL, "C.UTF-8");
    bench b = {.rounds = 1};
    render_paths paths = {0};
    diag *d = diag_new();
    bool good = false;
    if (read_options(&b, &count, &words) && render_paths_find(&paths, NULL, d)) {
        if (!b.forms)
            b.forms = g_strsplit("plan", ",", -1);
        b.environment = render_open(&paths, RENDER_KEEP, d);
        good = b.environment && measure(&b);
    }
    diag_print(d, stderr, DIAG_JA);
    render_close(b.environment);
    render_paths_clear(&paths);
    diag_drop(d);
    g_strfreev(b.forms);
    g_strfreev(b.files);
    g_free(b.as_of);
    g_free(b.month);
    g_free(b.folder);
    return good ? 0 : 1;
}
