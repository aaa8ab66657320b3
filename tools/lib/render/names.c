/* names.c: the name report. */
#include "render/names.h"

#include <string.h>

#include "base/json.h"
#include "render/render_int.h"

/* One name, and what came of it. */
typedef struct survey {
    names_verdict verdict;
    GPtrArray *characters; /* char *: code points, each once */
    GPtrArray *faces;      /* names of the fallbacks, each once; borrowed */
} survey;

typedef struct names_report {
    render_environment *e;
    arena *a;
    bool json;
    diag_language language;
    GString *out;
    size_t counts[NAMES_REFUSED + 1];
} names_report;

static void
add_once(GPtrArray *list, const char *text)
{
    for (guint i = 0; i < list->len; i++)
        if (strcmp(g_ptr_array_index(list, i), text) == 0)
            return;
    g_ptr_array_add(list, (gpointer)text);
}

static bool
is_own_face(const font_family *family, const font_face *face)
{
    return face == family->kanji || face == family->figures || face == family->latin;
}

/* What sent a run to a fallback: the characters that the family's own faces do not have. */
static void
add_characters(survey *v, arena *a, const font_family *family, const char *utf8)
{
    for (const char *p = utf8; *p; p = g_utf8_next_char(p)) {
        const uint32_t c = g_utf8_get_char(p), next = g_utf8_get_char(g_utf8_next_char(p));
        const uint32_t selector = next >= 0xE0100 && next <= 0xE01EF ? next : 0;
        if ((c >= 0xE0100 && c <= 0xE01EF) || font_face_glyph(family->kanji, c, selector) ||
            font_face_glyph(family->latin, c, selector))
            continue;
        add_once(v->characters, selector ? arena_printf(a, "U+%04X U+%04X", (unsigned)c, (unsigned)selector)
                                         : arena_printf(a, "U+%04X", (unsigned)c));
    }
}

static void
survey_runs(survey *v, arena *a, const font_family *family, const text_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        for (size_t k = 0; k < lines->lines[i].run_count; k++) {
            const text_run *run = &lines->lines[i].runs[k];
            if (is_own_face(family, run->face))
                continue;
            v->verdict = MAX(v->verdict, NAMES_FALLBACK);
            add_once(v->faces, font_face_name(run->face));
            add_characters(v, a, family, run->utf8);
        }
}

static void
survey_name(survey *v, const names_report *r, const char *text)
{
    const font_family *family = font_find_family(r->e->fonts, "mincho");
    const text_span span = {.kind = TEXT_CHARS, .utf8 = text};
    const text_style style = {.family = family, .size = 10 * UNIT_PT, .pitch = 15 * UNIT_PT};
    const text_paragraph p = {style, &span, 1};
    diag *told = diag_new();
    const text_lines *lines = text_compose(r->e->engine, r->a, &p, 500 * UNIT_PT, told);
    for (size_t i = 0; i < diag_length(told); i++) {
        const diag_message *m = diag_at(told, i);
        if (diag_severity_of(m->code) != DIAG_ERROR)
            continue;
        if (v->verdict != NAMES_REFUSED)
            g_ptr_array_set_size(v->characters, 0);
        v->verdict = NAMES_REFUSED;
        add_once(v->characters, arena_strdup(r->a, m->args[0]));
    }
    if (v->verdict != NAMES_REFUSED)
        survey_runs(v, r->a, family, lines);
    diag_drop(told);
}

static void
append_list(GString *out, const GPtrArray *list, const char *between, bool json)
{
    for (guint i = 0; i < list->len; i++) {
        g_string_append(out, i ? between : "");
        if (json)
            json_append(out, g_ptr_array_index(list, i));
        else
            g_string_append(out, g_ptr_array_index(list, i));
    }
}

static void
print_json(const names_report *r, const survey *v, const place *at)
{
    static const char *const words[] = {"exact", "fallback", "refused"};
    g_string_append_printf(r->out, "{\"v\":1,\"verdict\":\"%s\",\"characters\":[", words[v->verdict]);
    append_list(r->out, v->characters, ",", true);
    g_string_append(r->out, "],\"faces\":[");
    append_list(r->out, v->faces, ",", true);
    g_string_append(r->out, "],\"data\":{\"file\":");
    json_append(r->out, at->file);
    g_string_append_printf(r->out, ",\"line\":%d", at->line);
    json_append_member(r->out, "path", at->path);
    g_string_append(r->out, "}}\n");
}

static void
print_line(const names_report *r, const survey *v, const place *at)
{
    static const char *const words[][2] = {
        {"そのまま印刷できる", "printed as it is"},
        {"予備の書体で印刷できる", "printed in a fallback face"},
        {"印刷できない。在留カードの氏名か、その読みにする",
         "cannot be printed; write it as on the residence card, or its reading"},
    };
    const bool en = r->language == DIAG_EN;
    g_string_append_printf(r->out, "%s:%d: %s%s%s", at->file, at->line, at->path, en ? ": " : "：",
                           words[v->verdict][en]);
    if (v->characters->len) {
        g_string_append(r->out, en ? ": " : "：");
        append_list(r->out, v->characters, " ", false);
    }
    if (v->faces->len) {
        g_string_append(r->out, en ? " (" : "（");
        append_list(r->out, v->faces, en ? ", " : "、", false);
        g_string_append(r->out, en ? ")" : "）");
    }
    g_string_append_c(r->out, '\n');
}

static void
report_name(void *data, const xml_node *n, const char *text)
{
    names_report *r = data;
    survey v = {.characters = g_ptr_array_new(), .faces = g_ptr_array_new()};
    survey_name(&v, r, text);
    const place at = xml_place(r->a, n, true);
    if (r->json)
        print_json(r, &v, &at);
    else
        print_line(r, &v, &at);
    r->counts[v.verdict]++;
    g_ptr_array_free(v.characters, TRUE);
    g_ptr_array_free(v.faces, TRUE);
}

static void
print_counts(const names_report *r, const char *path)
{
    g_string_append_printf(r->out,
                           r->language == DIAG_EN
                               ? "%s: %zu as they are, %zu in a fallback face, %zu cannot be printed\n"
                               : "%s：そのまま %zu件、予備の書体 %zu件、印刷できない %zu件\n",
                           path, r->counts[NAMES_EXACT], r->counts[NAMES_FALLBACK], r->counts[NAMES_REFUSED]);
}

bool
render_names(render_environment *e, const char *case_path, bool json, diag_language language, GString *out,
             names_verdict *worst, diag *d)
{
    g_assert(e && case_path && out && worst && d);
    render_case *c = render_case_new(e, case_path);
    const casefile *data = render_case_data(c, false, d);
    names_report r = {.e = e, .a = arena_new(), .json = json, .language = language, .out = out};
    if (data) {
        casefile_each_name(r.a, data, report_name, &r);
        if (!json)
            print_counts(&r, case_path);
        for (names_verdict v = NAMES_EXACT; v <= NAMES_REFUSED; v++)
            if (r.counts[v])
                *worst = MAX(*worst, v);
    }
    arena_drop(r.a);
    render_case_drop(c);
    return data != NULL;
}
