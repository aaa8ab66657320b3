#include "world.h"

#include <stdio.h>
#include <stdlib.h>

#include <glib/gstdio.h>

static const char *const sample_names[WORLD_SAMPLES] = {"hodei-futoukou", "koukou-jiritsu", "jihatsu-houmon"};

/* Never dropped: reachable as long as the process, so that they are no leak. */
static struct {
    arena *a;
    xml_store *s;
    diag *d;
    casefile_schemas *schemas;
    schema_grammar *form_schema;
    const casefile *cases[WORLD_SAMPLES], *any[WORLD_SAMPLES];
    const check_result *judged[WORLD_SAMPLES];
    font_set *fonts;
    text_engine *engine;
    check_rules *rules;
    char *scratch;
    GHashTable *files, *forms;
} w;

static void
open_world(void)
{
    if (w.a)
        return;
    w.a = arena_new();
    w.s = xml_store_new();
    w.d = diag_new();
}

/* What is of the project itself is read without a word. */
static void
check_opened(const void *thing)
{
    if (thing)
        return;
    for (size_t i = 0; i < diag_length(w.d); i++)
        fprintf(stderr, "%s\n", diag_name(diag_at(w.d, i)->code));
    g_error("the fuzzers run at the root of the project");
}

casefile_schemas *
world_schemas(void)
{
    open_world();
    if (!w.schemas)
        check_opened(w.schemas = casefile_schemas_open(WORLD_SCHEMA, true));
    return w.schemas;
}

const schema_grammar *
world_form_schema(void)
{
    open_world();
    if (!w.form_schema)
        check_opened(w.form_schema = form_schema_read(w.s, WORLD_SCHEMA, w.d));
    return w.form_schema;
}

static const char *
sample_path(unsigned which)
{
    char *path = g_strdup_printf("samples/%s/case.xml", sample_names[which]);
    const char *kept = arena_strdup(w.a, path);
    g_free(path);
    return kept;
}

const casefile *
world_case(unsigned which)
{
    which %= WORLD_SAMPLES;
    casefile_schemas *schemas = world_schemas();
    if (!w.cases[which])
        check_opened(w.cases[which] = casefile_read_with(w.a, w.s, sample_path(which), schemas, w.d));
    return w.cases[which];
}

const casefile *
world_any(unsigned which)
{
    which %= WORLD_SAMPLES;
    open_world();
    if (!w.any[which])
        check_opened(w.any[which] = casefile_read_any(w.a, w.s, sample_path(which), w.d));
    return w.any[which];
}

const form *
world_form(const char *name)
{
    const schema_grammar *schema = world_form_schema();
    if (!w.forms)
        w.forms = g_hash_table_new(g_str_hash, g_str_equal);
    const form *f = g_hash_table_lookup(w.forms, name);
    if (!f) {
        char *path = g_build_filename("templates", name, "form.xml", NULL);
        check_opened(f = form_read_with(w.a, w.s, path, schema, w.d));
        g_hash_table_insert(w.forms, arena_strdup(w.a, name), (gpointer)f);
        g_free(path);
    }
    return f;
}

const font_set *
world_fonts(void)
{
    open_world();
    if (!w.fonts)
        check_opened(w.fonts = font_set_open("fonts", w.d));
    return w.fonts;
}

text_engine *
world_engine(void)
{
    if (!w.engine)
        check_opened(w.engine = text_engine_new(world_fonts()));
    return w.engine;
}

const check_rules *
world_rules(void)
{
    open_world();
    if (!w.rules)
        check_opened(w.rules = check_rules_read(w.a, w.s, "templates/rules", WORLD_SCHEMA, w.d));
    return w.rules;
}

const check_result *
world_judged(unsigned which)
{
    which %= WORLD_SAMPLES;
    date day;
    if (!w.judged[which] && date_parse(WORLD_DAY, &day))
        check_opened(w.judged[which] = check_case(w.a, w.s, world_rules(), world_case(which), day, DIAG_JA, w.d));
    return w.judged[which];
}

/* ---- files ---- */

/* With what was put beside its files (by SQLite). */
static void
remove_scratch(void)
{
    GDir *dir = g_dir_open(w.scratch, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(w.scratch, name, NULL);
        g_unlink(path);
        g_free(path);
    }
    if (dir)
        g_dir_close(dir);
    g_rmdir(w.scratch);
}

const char *
world_scratch(void)
{
    if (w.scratch)
        return w.scratch;
    const char *memory = "/dev/shm", *asked = g_getenv("FUZZ_SCRATCH");
    const char *in = asked ? asked : g_access(memory, 7) == 0 ? memory : g_get_tmp_dir();
    w.scratch = g_build_filename(in, "renkei-fuzz-XXXXXX", NULL);
    check_opened(g_mkdtemp(w.scratch));
    w.files = g_hash_table_new(g_str_hash, g_str_equal);
    atexit(remove_scratch);
    return w.scratch;
}

const char *
world_write(const char *name, const void *bytes, size_t length)
{
    const char *folder = world_scratch();
    char *path = g_hash_table_lookup(w.files, name);
    if (!path)
        g_hash_table_insert(w.files, g_strdup(name), path = g_build_filename(folder, name, NULL));
    FILE *f = fopen(path, "wb");
    g_assert(f && fwrite(bytes, 1, length, f) == length && fclose(f) == 0);
    return path;
}

void
world_check_told(bool good, const diag *d)
{
    g_assert(good || diag_count(d, DIAG_ERROR) > 0);
}
