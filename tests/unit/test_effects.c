/* test_effects.c: what the grammars of a case and its masters accept, something reads.
 *
 * Every position (effects_grammar.h) is changed to other valid values in the samples and in tests/effects/, and every
 * form and rule is asked again (effects_observe.h): which of them says something else reads it.
 * tests/golden/effects.tsv names them, position by position; UPDATE=1 writes it anew. What nothing reads stands in
 * tests/effects/unread.tsv with the reason, a list that may only shrink: neither may a position come to it unsaid, nor
 * one stay that is read. */
#include "effects_case.h"

#include "rule_edits.h"

#define GOLDEN "tests/golden/effects.tsv"
#define UNREAD "tests/effects/unread.tsv"

/* ---- asking ---- */

static bool
has_reader(const position *p, const char *reader)
{
    for (guint i = 0; i < p->readers->len; i++)
        if (strcmp(g_ptr_array_index(p->readers, i), reader) == 0)
            return true;
    return false;
}

/* `mark` ? : it asks only whether the position is there. */
static void
add_reader(position *p, const char *reader, const char *mark)
{
    char *name = g_strconcat(reader, mark, NULL);
    if (has_reader(p, name))
        g_free(name);
    else
        g_ptr_array_add(p->readers, name);
}

static void
note_missing(position *p, GHashTable *of, GHashTable *in, const char *mark)
{
    GHashTableIter i;
    void *finding, *rule;
    g_hash_table_iter_init(&i, of);
    while (g_hash_table_iter_next(&i, &finding, &rule))
        if (!g_hash_table_contains(in, finding))
            add_reader(p, rule, mark);
}

/* Which of the moments of a case are asked about. */
typedef enum moments { NEWEST = 1, OTHERS = 2, ALL = 3 } moments;

static guint
moments_first(moments when)
{
    return when & NEWEST ? 0 : 1;
}

static guint
moments_end(moments when, guint count)
{
    return when & OTHERS ? count : MIN(1, count);
}

/* The form looked so at an earlier moment. */
static bool
look_repeats(const subject *s, guint form_number, guint m)
{
    const digest *all = &g_array_index(s->seen, digest, form_number * s->moments->len);
    for (guint i = 0; i < m; i++)
        if (digest_equal(&all[i], &all[m]))
            return true;
    return false;
}

/* The case is altered: which forms look otherwise? */
static void
ask_forms(const observer *o, const subject *s, position *p, moments when, const char *mark)
{
    for (guint f = 0; f < o->forms->len; f++) {
        if (has_reader(p, o->form_names[f]) || !words_name(g_ptr_array_index(o->words, f), p))
            continue;
        for (guint m = moments_first(when); m < moments_end(when, s->moments->len); m++) {
            if (look_repeats(s, f, m))
                continue;
            const digest now = form_looks(o, s, f, &g_array_index(s->moments, moment, m));
            if (!digest_equal(&now, &g_array_index(s->seen, digest, f * s->moments->len + m))) {
                add_reader(p, o->form_names[f], mark);
                break;
            }
        }
    }
}

static void
ask_rules(const observer *o, const subject *s, position *p, moments when, const char *mark)
{
    if (!words_name(g_ptr_array_index(o->words, o->forms->len), p))
        return;
    for (guint i = moments_first(when); i < moments_end(when, s->days->len); i++) {
        GHashTable *now = rules_find(o, s, g_ptr_array_index(s->days, i)), *before = g_ptr_array_index(s->findings, i);
        note_missing(p, before, now, mark);
        note_missing(p, now, before, mark);
        g_hash_table_destroy(now);
    }
}

static void
ask_all(const observer *o, const subject *s, position *p, moments when, const char *mark)
{
    casefile_forget_things(s->c);
    s->c->holidays = (holiday_overrides){0};
    casefile_read_holidays(s->c, o->a);
    ask_forms(o, s, p, when, mark);
    ask_rules(o, s, p, when, mark);
}

/* ---- a position ---- */

static GPtrArray *
instances_of(const collecting *k, const position *p)
{
    GPtrArray *found = g_ptr_array_new();
    for (guint n = 0; n < k->instances->len; n++)
        if (g_array_index(k->instances, instance, n).p == p)
            g_ptr_array_add(found, &g_array_index(k->instances, instance, n));
    return found;
}

/* These instances at once, to one other value after the other: some, more where something in another case answered,
 * and still more as long as nothing answers. */
static void
alter_instances(const observer *o, const subject *s, const collecting *k, position *p, instance *const *at, guint count,
                moments when)
{
    enum { ROUNDS = 9, KNOWN = 4, ANSWERED = 3 };
    arena *a = arena_new();
    GPtrArray *was = g_ptr_array_new(), *others = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    const guint readers = p->readers->len;
    guint rounds = 0;
    for (guint i = 0; i < count; i++) {
        GPtrArray *values = other_values(a, k, at[i]);
        g_ptr_array_add(was, (char *)casefile_own_text(a, at[i]->n));
        g_ptr_array_add(others, values);
        rounds = MAX(rounds, values->len);
    }
    const guint most = readers ? KNOWN : ROUNDS;
    for (guint r = 0; r < MIN(rounds, p->readers->len > readers ? ANSWERED : most); r++) {
        for (guint i = 0; i < count; i++) {
            const GPtrArray *values = g_ptr_array_index(others, i);
            if (values->len)
                set_own_text(a, at[i]->n, g_ptr_array_index(values, r % values->len));
        }
        ask_all(o, s, p, when, "");
        for (guint i = 0; i < count; i++)
            if (((GPtrArray *)g_ptr_array_index(others, i))->len)
                set_own_text(a, at[i]->n, g_ptr_array_index(was, i));
    }
    g_ptr_array_unref(others);
    g_ptr_array_unref(was);
    arena_drop(a);
}

/* All at once; when nothing answers, the last alone, since values that change places may come to the same. */
static void
alter_values(const observer *o, const subject *s, const collecting *k, position *p, const GPtrArray *instances,
             moments when)
{
    instance **at = (instance **)instances->pdata;
    alter_instances(o, s, k, p, at, instances->len, when);
    if (p->readers->len == 0 && instances->len > 1 && !p->known)
        alter_instances(o, s, k, p, at + instances->len - 1, 1, when);
}

static void
take_away(arena *a, const instance *i)
{
    const bool alone = xml_is_attribute(i->n) || (!xml_first_element(i->n) && !xml_first_attribute(i->n));
    if (alone)
        xml_remove(i->n);
    else if (*casefile_own_text(a, i->n) && schema_accepts(i->schema, i->pattern, ""))
        set_own_text(a, i->n, "");
}

static bool
is_valid(const casefile *c)
{
    diag *d = diag_new();
    bool valid = true;
    for (size_t i = 0; i < c->source_count; i++)
        valid = valid && schema_validate(c->sources[i].schema, c->sources[i].doc, d);
    diag_drop(d);
    return valid;
}

/* In a copy of the case without the position; where it must be there, there is none. */
static void
take_position_away(observer *o, const grammar_walk *w, const subject *s, position *p, moments when)
{
    arena *a = arena_new();
    xml_store *store = xml_store_new();
    subject without = *s;
    collecting k = collecting_open(w, a);
    without.c = casefile_read_with(a, store, s->path, o->schemas, o->d);
    assert_non_null(without.c);
    collect_case(without.c, &k);
    GPtrArray *instances = instances_of(&k, p);
    for (guint i = 0; i < instances->len; i++)
        take_away(a, g_ptr_array_index(instances, i));
    if (is_valid(without.c))
        ask_all(o, &without, p, when, "?");
    g_ptr_array_unref(instances);
    collecting_close(&k);
    xml_store_drop(store);
    arena_drop(a);
}

static void
alter_case(observer *o, const grammar_walk *w, const subject *s, const collecting *k, moments when)
{
    for (guint i = 0; i < w->positions->len; i++) {
        position *p = g_ptr_array_index(w->positions, i);
        GPtrArray *instances = instances_of(k, p);
        if (instances->len && (when == NEWEST || (p->readers->len == 0 && !p->known))) {
            alter_values(o, s, k, p, instances, when);
            if (p->readers->len == 0)
                take_position_away(o, w, s, p, when);
        }
        p->met += instances->len;
        g_ptr_array_unref(instances);
    }
}

/* Those positions alone that no case had before, or that nothing has read yet. */
static void
alter_new(observer *o, const grammar_walk *w, const subject *s, const collecting *k)
{
    for (guint i = 0; i < w->positions->len; i++) {
        position *p = g_ptr_array_index(w->positions, i);
        const bool is_asked = !p->met || (p->readers->len == 0 && !p->known);
        GPtrArray *instances = is_asked ? instances_of(k, p) : g_ptr_array_new();
        if (instances->len) {
            alter_values(o, s, k, p, instances, ALL);
            if (p->readers->len == 0)
                take_position_away(o, w, s, p, ALL);
            p->met += instances->len;
        }
        g_ptr_array_unref(instances);
    }
}

/* ---- what reading itself asks for ---- */

/* A value that alone is allowed, and what a case is refused without: the ids that something refers to, the masters, the
 * meeting that a record takes from. */
static bool
is_read_by_reading(observer *o, const char *sample, const position *p)
{
    rule_world w = {.folder = g_dir_make_tmp("renkei-effects-XXXXXX", NULL)};
    rule_case c;
    rule_case_open(&c, sample);
    size_t document = 0;
    while (!g_str_has_prefix(p->path, (const char *)xmlDocGetRootElement(c.docs[document])->name))
        document++;                                                  /* one of them is that of its grammar */
    const bool may_be_made = g_str_has_suffix(p->path, "/@meeting"); /* no sample has it */
    char *edit = g_strdup_printf(may_be_made ? "set %s:/%s=elsewhere" : "set %s:(/%s)[1]=elsewhere",
                                 rule_documents[document], p->path);
    bool refused = false;
    if (rule_edits(&c, edit)) {
        arena *a = arena_new();
        xml_store *store = xml_store_new();
        diag *d = diag_new();
        rule_write(&w, &c);
        char *path = rule_path(w.folder, "case", 0);
        refused = !casefile_read_with(a, store, path, o->schemas, d);
        g_free(path);
        diag_drop(d);
        xml_store_drop(store);
        arena_drop(a);
    }
    g_free(edit);
    rule_case_close(&c);
    remove_tree(w.folder);
    g_free(w.folder);
    return refused;
}

static void
ask_reading(observer *o, const grammar_walk *w)
{
    for (guint i = 0; i < w->positions->len; i++) {
        position *p = g_ptr_array_index(w->positions, i);
        if (p->readers->len == 0 && p->listed->len == 1)
            add_reader(p, "schema", "");
        /* What is marked is asked of every text and of the records, with every edition and with the copy of each
         * guardian (test_render_copy.c, test_render_copy_guardian.c). */
        if (g_str_has_suffix(p->path, "/@audience") || g_str_has_suffix(p->path, "/@audience-guardian")) {
            p->met = true;
            add_reader(p, "copy", "");
        }
        /* No sample has fields of an author's own: tests/own_fields.sh and test_schema_own.c do. */
        if (strcmp(p->path, "case/masters/@fields") == 0) {
            p->met = true;
            add_reader(p, "case", "");
        }
        /* What a meeting says is put in on reading (test_casefile_meeting.c). */
        const bool may =
            p->is_id || g_str_has_prefix(p->path, "case/masters/") || g_str_has_suffix(p->path, "/@meeting");
        for (guint s = 0; may && p->readers->len == 0 && s < o->samples->len; s++)
            if (is_read_by_reading(o, g_ptr_array_index(o->samples, s), p))
                add_reader(p, "case", "");
    }
}

/* ---- the test ---- */

static void
ask_samples(observer *o, const grammar_walk *w)
{
    for (guint i = 0; i < o->samples->len; i++) {
        subject s;
        collecting k;
        open_subject(o, w, arena_printf(o->a, "samples/%s/case.xml", (char *)g_ptr_array_index(o->samples, i)), &s, &k);
        alter_case(o, w, &s, &k, NEWEST);
        alter_case(o, w, &s, &k, OTHERS);
        close_subject(&s);
        collecting_close(&k);
    }
}

/* What no sample has is met in a sample with an addition. */
static void
ask_additions(observer *o, const grammar_walk *w)
{
    char **rows = rows_of("tests/effects/additions.tsv");
    for (char **row = rows; *row; row++) {
        char **field = g_strsplit(*row, "\t", 2);
        rule_world files = {.folder = g_dir_make_tmp("renkei-effects-XXXXXX", NULL)};
        rule_case c;
        subject s;
        collecting k;
        rule_case_open(&c, field[0]);
        if (!rule_edits(&c, field[1]))
            fail_msg("additions.tsv: %s", c.why);
        rule_write(&files, &c);
        rule_case_close(&c);
        char *path = rule_path(files.folder, "case", 0);
        open_subject(o, w, path, &s, &k);
        alter_new(o, w, &s, &k);
        close_subject(&s);
        collecting_close(&k);
        g_free(path);
        remove_tree(files.folder);
        g_free(files.folder);
        g_strfreev(field);
    }
    g_strfreev(rows);
}

static char *
print_readers(const grammar_walk *w)
{
    GString *out =
        g_string_new("# What reads each position that the grammars accept (tests/unit/test_effects.c): form, "
                     "rule, a program; ? asks only whether it is there.\n");
    for (guint i = 0; i < w->positions->len; i++) {
        const position *p = g_ptr_array_index(w->positions, i);
        g_string_append_printf(out, "%s\t", p->path);
        g_ptr_array_sort(p->readers, compare_texts);
        for (guint r = 0; r < p->readers->len; r++)
            g_string_append_printf(out, "%s%s", r ? ", " : "", (char *)g_ptr_array_index(p->readers, r));
        g_string_append(out, p->readers->len ? "\n" : "nothing\n");
    }
    return g_string_free(out, FALSE);
}

/* Each row of the list is of a position, and gives a reason. What is on it is not asked about at every moment. */
static void
read_unread(const grammar_walk *w)
{
    char **rows = rows_of(UNREAD);
    for (char **row = rows; *row; row++) {
        char **field = g_strsplit(*row, "\t", 0);
        position *p = g_hash_table_lookup(w->by_path, field[0]);
        if (!p || g_strv_length(field) != 2 || !*field[1])
            fail_msg("%s: %s is no position, or has no reason", UNREAD, field[0]);
        p->known = true;
        g_strfreev(field);
    }
    g_strfreev(rows);
}

static size_t
count_bad(const grammar_walk *w)
{
    size_t bad = 0;
    for (guint i = 0; i < w->positions->len; i++) {
        const position *p = g_ptr_array_index(w->positions, i);
        const char *what = !p->met                         ? "is in no sample: tests/effects/additions.tsv can add it"
                           : p->readers->len && p->known   ? "is read: take it off " UNREAD
                           : !p->readers->len && !p->known ? "nothing reads it"
                                                           : NULL;
        if (what)
            print_error("%s: %s\n", p->path, what);
        bad += what != NULL;
    }
    return bad;
}

static void
compare_golden(const char *now)
{
    char *before = NULL;
    if (g_getenv("UPDATE"))
        assert_true(g_file_set_contents(GOLDEN, now, -1, NULL));
    assert_true(g_file_get_contents(GOLDEN, &before, NULL, NULL));
    if (strcmp(before, now) != 0) {
        char **old = g_strsplit(before, "\n", 0), **new = g_strsplit(now, "\n", 0);
        for (guint i = 0; old[i] && new[i]; i++)
            if (strcmp(old[i], new[i]) != 0)
                print_error("%s:%u:\n- %s\n+ %s\n", GOLDEN, i + 1, old[i], new[i]);
        g_strfreev(old);
        g_strfreev(new);
        fail_msg("%s: other readers; UPDATE=1 writes them", GOLDEN);
    }
    g_free(before);
}

static void
every_position_has_an_effect(void **state)
{
    (void)state;
    observer o;
    observer_open(&o);
    grammar_walk w = grammar_open(o.a);
    for (size_t i = 0; i < RULE_DOCUMENTS; i++)
        grammar_add_positions(&w,
                              schema_read(o.s, arena_printf(o.a, "templates/schema/%s.rng", rule_documents[i]), o.d));
    assert_true(w.positions->len > 500);
    read_unread(&w);
    ask_samples(&o, &w);
    ask_additions(&o, &w);
    ask_reading(&o, &w);
    char *now = print_readers(&w);
    const size_t bad = count_bad(&w);
    compare_golden(now);
    assert_int_equal(bad, 0);
    g_free(now);
    grammar_close(&w);
    observer_close(&o);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_position_has_an_effect)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
