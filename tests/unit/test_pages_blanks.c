/* test_pages_blanks.c: in every form, blank and prefilled for each sample, what a hand is to fill has room: no brackets
 * with nothing in them, no particle with nothing before it (「の窓口」, 「日にで決定」), no foot that begins with
 * the white before what is not there. */
#include "geometry_support.h"

/* ---- what a line says, and where there is room ---- */

#define ROOM "＿"

/* A line with ROOM for each blank, box and mark in it, in the order they stand. g_string_free it. */
static GString *
line_with_room(const text_line *line)
{
    GString *s = g_string_new(NULL);
    size_t object = 0;
    for (size_t i = 0; i < line->run_count; i++) {
        const text_run *run = &line->runs[i];
        while (object < line->object_count && line->objects[object].x <= run->x) {
            g_string_append(s, ROOM);
            object++;
        }
        if (!run->is_ruby)
            g_string_append(s, run->utf8);
    }
    for (; object < line->object_count; object++)
        g_string_append(s, ROOM);
    return s;
}

/* A case is prefilled: a sentence of its own may have them, and begins as it likes. */
static const char *
fault_of_line(const char *text, bool begins)
{
    static const char *const hollow[] = {"（）", "()", "［］", "にで", "をで", "のの"}, *const particles = "のにをがへ";
    for (size_t i = 0; i < G_N_ELEMENTS(hollow); i++)
        if (strstr(text, hollow[i]))
            return "nothing to write in";
    if (begins && *text && g_utf8_strchr(particles, -1, g_utf8_get_char(text)))
        return "a particle with nothing before it";
    return NULL;
}

static void
check_hollow_line(paper *p, const line_spot *at, const atom *a)
{
    GString *text = line_with_room(&a->para->lines->lines[a->line]);
    const char *fault = fault_of_line(text->str, a->line == 0 && !at->is_label);
    if (fault)
        add_fault(p, at->page, "%s: %s", fault, text->str);
    g_string_free(text, TRUE);
}

static void
check_foot_line(paper *p, const line_spot *at, const atom *a)
{
    GString *text = line_with_room(&a->para->lines->lines[a->line]);
    if (g_str_has_prefix(text->str, "　") && text->len > strlen("　"))
        add_fault(p, at->page, "foot begins with white: %s", text->str);
    g_string_free(text, TRUE);
}

static void
check_blanks(paper *p)
{
    each_line(p, check_hollow_line);
    for (size_t i = 0; i < p->m.pages->page_count; i++)
        see_atoms(p, (line_spot){.page = i}, &p->m.pages->pages[i].foot, check_foot_line);
}

/* ---- papers ---- */

static bool
check_blank(fixture *f, const paper_world *w, paper *p)
{
    made *m = &p->m;
    *m = open_made();
    const char *path = arena_printf(m->a, "templates/%s/form.xml", p->form);
    const form *read = form_read_with(m->a, m->s, path, w->forms, m->d);
    if (p->sample)
        m->c = casefile_read_with(m->a, m->s, arena_printf(m->a, "samples/%s/case.xml", p->sample), w->cases, m->d);
    const bind_options o = {.blank = true, .values = shipped_values()};
    m->b = read ? bind_case(m->a, m->s, read, m->c, &o, m->d) : NULL;
    m->pages = m->b ? compose_document(m->a, f->engine, f->fonts, m->b, m->d) : NULL;
    const bool done = m->pages != NULL;
    if (done)
        check_blanks(p);
    else
        diag_print(m->d, stderr, DIAG_JA);
    drop(m);
    return done;
}

static void
all_blanks_have_room(void **state)
{
    fixture *f = *state;
    GPtrArray *faults = g_ptr_array_new_with_free_func(g_free);
    paper_world w = open_papers();
    for (char **name = f->forms; *name; name++)
        for (char **sample = f->samples;; sample++) {
            paper p = {.form = *name, .sample = *sample, .variant = "to be written into", .faults = faults};
            if (!check_blank(f, &w, &p))
                fail_msg("no blank %s of %s", p.form, p.sample ? p.sample : "nothing");
            if (!*sample || IS_SANITIZED)
                break;
        }
    close_papers(&w);
    tell_faults(faults);
    g_ptr_array_free(faults, TRUE);
}

/* ---- the check itself ---- */

static void
what_has_no_room_is_found(void **state)
{
    fixture *f = *state;
    expect_faults(f, check_blanks, "", "<p>短期目標（）</p>", "nothing to write in");
    expect_faults(f, check_blanks, "", "<p>短期目標（<blank width='9mm'/>）</p>", NULL);
    expect_faults(f, check_blanks, "", "<p>短期目標（　　）</p>", NULL);
    expect_faults(f, check_blanks, "", "<p>の窓口</p>", "a particle with nothing before it");
    expect_faults(f, check_blanks, "", "<p><blank width='20mm'/>の窓口</p>", NULL);
    expect_faults(f, check_blanks, "", "<p>　　の窓口</p>", NULL);
    expect_faults(f, check_blanks, "", "<p>令和　　年　　月　　日にで決定</p>", "nothing to write in");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_has_no_room_is_found),
        cmocka_unit_test(all_blanks_have_room),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
