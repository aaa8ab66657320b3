/* bench_text.c: characters composed in a second of CPU, beside plain PangoLayout on the same text in the same run.
 *
 * The text is that of samples/.../case.xml, every run of words of ten characters or more a paragraph. Cold: a new
 * process, from opening the fonts to the last line of all paragraphs, once. Warm: the same again and again in one
 * process, fonts and caches filled. Both see the faces of fonts/fonts.conf alone. Then what choosing breaks for
 * whole paragraphs gives: how far justified lines are from their natural width. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <pango/pangocairo.h>

#include "clock.h"
#include "text/text.h"

enum { SIZE = 10 * UNIT_PT, COLD_RUNS = 9, WARM_ROUNDS = 5 };

typedef struct bench {
    GPtrArray *texts;
    size_t characters;
    unit measure;
    bool total_fit;
} bench;

/* Words between tags; layout of the XML is not text. */
static void
read_texts(bench *b, const char *path)
{
    char *xml = NULL;
    if (!g_file_get_contents(path, &xml, NULL, NULL))
        return;
    for (char *p = strchr(xml, '>'); p; p = strchr(p, '>')) {
        char *end = strchr(++p, '<');
        char *text = g_strndup(p, end ? (size_t)(end - p) : strlen(p));
        char **lines = g_strsplit_set(text, "\r\n\t", -1);
        for (char **l = lines; *l; l++)
            g_strstrip(*l);
        char *joined = g_strjoinv("", lines);
        const glong length = g_utf8_strlen(joined, -1);
        if (length >= 10 && !strchr(joined, '&')) {
            g_ptr_array_add(b->texts, g_strdup(joined));
            b->characters += (size_t)length;
        }
        g_free(joined);
        g_strfreev(lines);
        g_free(text);
    }
    g_free(xml);
}

typedef struct ours {
    diag *diag;
    font_set *fonts;
    text_engine *engine;
} ours;

static ours
open_ours(void)
{
    ours o = {.diag = diag_new()};
    o.fonts = font_set_open("fonts", o.diag);
    if (!o.fonts) {
        diag_print(o.diag, stderr, DIAG_JA);
        exit(1);
    }
    o.engine = text_engine_new(o.fonts);
    text_engine_keep_nothing(o.engine); /* composing is what is measured */
    return o;
}

static void
close_ours(const ours *o)
{
    text_engine_drop(o->engine);
    font_set_close(o->fonts);
    diag_drop(o->diag);
}

static const text_lines *
compose_one(const bench *b, const ours *o, arena *a, const char *text)
{
    const text_span span = {.kind = TEXT_CHARS, .utf8 = text};
    const text_paragraph p = {.style = {.family = font_find_family(o->fonts, "mincho"),
                                        .size = SIZE,
                                        .pitch = 2 * SIZE,
                                        .align = TEXT_JUSTIFY,
                                        .total_fit = b->total_fit},
                              .spans = &span,
                              .span_count = 1};
    return text_compose(o->engine, a, &p, b->measure, o->diag);
}

static void
compose_all(const bench *b, const ours *o)
{
    arena *a = arena_new();
    for (guint i = 0; i < b->texts->len; i++)
        compose_one(b, o, a, g_ptr_array_index(b->texts, i));
    arena_drop(a);
}

static PangoContext *
open_pango(void)
{
    PangoFontMap *map = pango_cairo_font_map_new();
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72);
    PangoContext *context = pango_font_map_create_context(map);
    pango_context_set_language(context, pango_language_from_string("ja"));
    pango_context_set_round_glyph_positions(context, FALSE);
    g_object_unref(map);
    return context;
}

static void
layout_all(const bench *b, PangoContext *context)
{
    PangoFontDescription *font = pango_font_description_from_string("BIZ UDMincho 10");
    for (guint i = 0; i < b->texts->len; i++) {
        PangoLayout *layout = pango_layout_new(context);
        pango_layout_set_font_description(layout, font);
        pango_layout_set_width(layout, b->measure); /* units of both are 1/1024 pt */
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
        pango_layout_set_justify(layout, TRUE);
        pango_layout_set_text(layout, g_ptr_array_index(b->texts, i), -1);
        PangoRectangle extents;
        pango_layout_get_extents(layout, NULL, &extents);
        g_object_unref(layout);
    }
    pango_font_description_free(font);
}

static void
cold_ours(const bench *b)
{
    const ours o = open_ours();
    compose_all(b, &o);
}

static void
cold_pango(const bench *b)
{
    layout_all(b, open_pango());
}

static int
by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Median CPU seconds of a new process that does it once. */
static double
cold(const bench *b, void (*once)(const bench *))
{
    double seconds[COLD_RUNS];
    for (int i = 0; i < COLD_RUNS; i++) {
        int ends[2];
        if (pipe(ends) != 0)
            return NAN;
        fflush(stdout);
        const pid_t child = fork();
        if (child == 0) {
            const double from = clock_seconds(CLOCK_PROCESS_CPUTIME_ID);
            once(b);
            const double used = clock_seconds(CLOCK_PROCESS_CPUTIME_ID) - from;
            _exit(write(ends[1], &used, sizeof used) == sizeof used ? 0 : 1);
        }
        close(ends[1]);
        if (child < 0 || read(ends[0], &seconds[i], sizeof seconds[i]) != sizeof seconds[i])
            seconds[i] = NAN;
        close(ends[0]);
        waitpid(child, NULL, 0);
    }
    qsort(seconds, COLD_RUNS, sizeof *seconds, by_value);
    return seconds[COLD_RUNS / 2];
}

static double
warm_ours(const bench *b)
{
    const ours o = open_ours();
    compose_all(b, &o);
    const double from = clock_seconds(CLOCK_PROCESS_CPUTIME_ID);
    for (int i = 0; i < WARM_ROUNDS; i++)
        compose_all(b, &o);
    const double used = clock_seconds(CLOCK_PROCESS_CPUTIME_ID) - from;
    close_ours(&o);
    return used / WARM_ROUNDS;
}

static double
warm_pango(const bench *b)
{
    PangoContext *context = open_pango();
    layout_all(b, context);
    const double from = clock_seconds(CLOCK_PROCESS_CPUTIME_ID);
    for (int i = 0; i < WARM_ROUNDS; i++)
        layout_all(b, context);
    const double used = clock_seconds(CLOCK_PROCESS_CPUTIME_ID) - from;
    g_object_unref(context);
    return used / WARM_ROUNDS;
}

static void
print_speed(const bench *b, const char *name, double cold_seconds, double warm_seconds)
{
    printf("  %-28s %12.0f %12.0f\n", name, (double)b->characters / cold_seconds, (double)b->characters / warm_seconds);
}

/* Of justified lines that are not the last of their paragraph. */
static void
print_quality(const bench *b, const char *name)
{
    const ours o = open_ours();
    arena *a = arena_new();
    size_t count = 0, all = 0;
    double squares = 0, worst = 0;
    for (guint i = 0; i < b->texts->len; i++) {
        const text_lines *l = compose_one(b, &o, a, g_ptr_array_index(b->texts, i));
        all += l->count;
        for (size_t k = 0; k < l->count; k++) {
            if (l->lines[k].forced)
                continue;
            const double off = (double)(l->lines[k].width - l->lines[k].natural) / SIZE;
            count++;
            squares += off * off;
            worst = fmax(worst, fabs(off));
        }
    }
    printf("  %-28s %6zu %12.3f %9.2f\n", name, all, sqrt(squares / (double)MAX(count, 1)), worst);
    arena_drop(a);
    close_ours(&o);
}

static void
compare(bench *b, const char *em)
{
    b->measure = (unit)(g_ascii_strtod(em, NULL) * SIZE);
    printf("measure %s em                        cold         warm   (characters a CPU second)\n", em);
    b->total_fit = false;
    print_speed(b, "lines one by one", cold(b, cold_ours), warm_ours(b));
    b->total_fit = true;
    print_speed(b, "lines for the paragraph", cold(b, cold_ours), warm_ours(b));
    print_speed(b, "PangoLayout", cold(b, cold_pango), warm_pango(b));
    printf("                                lines   em off, RMS     worst   (justified lines)\n");
    b->total_fit = false;
    print_quality(b, "lines one by one");
    b->total_fit = true;
    print_quality(b, "lines for the paragraph");
}

int
main(int count, char **files)
{
    char *faces = g_canonicalize_filename("fonts/fonts.conf", NULL);
    g_setenv("FONTCONFIG_FILE", faces, TRUE);
    g_free(faces);
    bench b = {.texts = g_ptr_array_new_with_free_func(g_free)};
    for (int i = 1; i < count; i++)
        read_texts(&b, files[i]);
    if (b.characters == 0) {
        fputs("no text: bench_text FILE.xml…\n", stderr);
        return 1;
    }
    printf("%zu characters in %u paragraphs\n", b.characters, b.texts->len);
    compare(&b, "12");
    compare(&b, "25");
    compare(&b, "40");
    g_ptr_array_free(b.texts, TRUE);
    return 0;
}
