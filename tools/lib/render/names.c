/* names.c: the name report. */
#include "render/names.h"

#include <string.h>

#include "base/json.h"
#include "base/shown.h"
#include "render/render_int.h"

/* One name, and what came of it. */
typedef struct survey {
    names_verdict verdict;
    GPtrArray *characters; /* char *: code points, each once */
    GPtrArray *faces;      /* names of the fallbacks, each once; borrowed */
    GArray *reasons;       /* diag_code: why it is refused, each once */
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
            add_once(v->faces, font_face_name(run->face));
            if (v->verdict == NAMES_HIDDEN) /* its characters are those that are to go */
                continue;
            v->verdict = NAMES_FALLBACK;
            add_characters(v, a, family, run->utf8);
        }
}

static void
add_reason(GArray *reasons, diag_code code)
{
    for (guint i = 0; i < reasons->len; i++)
        if (g_array_index(reasons, diag_code, i) == code)
            return;
    g_array_append_val(reasons, code);
}

static void
survey_message(survey *v, const names_report *r, const diag_message *m)
{
    const bool refuses = diag_severity_of(m->code) == DIAG_ERROR;
    const names_verdict verdict = refuses ? NAMES_REFUSED : NAMES_HIDDEN;
    if ((!refuses && m->code != DIAG_TEXT_HIDDEN) || verdict < v->verdict)
        return;
    if (verdict > v->verdict)
        g_ptr_array_set_size(v->characters, 0);
    v->verdict = verdict;
    if (refuses)
        add_reason(v->reasons, m->code);
    add_once(v->characters, arena_strdup(r->a, m->args[0]));
}

static void
survey_name(survey *v, const names_report *r, const char *text, const place *at)
{
    const font_family *family = font_find_family(r->e->fonts, "mincho");
    const text_origin origin = {PLACE_NONE, *at};
    const text_span span = {.kind = TEXT_CHARS, .utf8 = text, .origin = &origin};
    const text_style style = {.family = family, .size = 10 * UNIT_PT, .pitch = 15 * UNIT_PT};
    const text_paragraph p = {style, &span, 1};
    diag *told = diag_new();
    const text_lines *lines = text_compose(r->e->engine, r->a, &p, 500 * UNIT_PT, told);
    for (size_t i = 0; i < diag_length(told); i++)
        survey_message(v, r, diag_at(told, i));
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
    static const char *const words[] = {"exact", "fallback", "hidden", "refused"};
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

/* What to do about a character that is not printed. */
static const char *
advice_of(diag_code code, bool en)
{
    static const struct {
        diag_code code;
        const char *words[2];
    } all[] = {
        {DIAG_TEXT_RADICAL,
         {"漢字に見える部首の文字を、漢字に直す", "write the kanji, not the radical that looks like it"}},
        {DIAG_TEXT_EMOJI, {"絵文字を取り除く", "remove the emoji"}},
        {DIAG_TEXT_PRIVATE,
         {"外字を、在留カードや住民票の字か、読みにする",
          "write a kanji as on the residence card, or the reading, not a character for private use"}},
        {DIAG_TEXT_LOST,
         {"失われた文字を、元の記録を見て書き直す", "look up in the record what was lost, and write it again"}},
        {DIAG_TEXT_BAD_CHARACTER, {"制御文字を取り除く", "remove the control character"}},
        {DIAG_TEXT_MISSING_VARIATION,
         {"書体にない異体字の指定（異体字セレクタ）を取り除く",
          "remove the variation selector, whose form no face has"}},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
        if (all[i].code == code)
            return all[i].words[en];
    return en ? "write it as on the residence card, or its reading" : "在留カードの氏名か、その読みにする";
}

static void
append_verdict(const names_report *r, const survey *v, bool en)
{
    static const char *const words[][2] = {
        {"そのまま印刷できる", "printed as it is"},
        {"予備の書体で印刷できる", "printed in a fallback face"},
        {"見えない文字がある。印刷には出ないが、取り除く",
         "has invisible characters, which are not printed; remove them"},
        {"印刷できない", "cannot be printed"},
    };
    g_string_append(r->out, words[v->verdict][en]);
    for (guint i = 0; i < v->reasons->len; i++)
        g_string_append_printf(r->out, "%s%s", en ? "; " : "。",
                               advice_of(g_array_index(v->reasons, diag_code, i), en));
}

static void
print_line(const names_report *r, const survey *v, const place *at)
{
    const bool en = r->language == DIAG_EN;
    shown_append(r->out, diag_file_name(at->file, r->language));
    g_string_append_printf(r->out, ":%d: %s%s", at->line, at->path, en ? ": " : "：");
    append_verdict(r, v, en);
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
    survey v = {.characters = g_ptr_array_new(),
                .faces = g_ptr_array_new(),
                .reasons = g_array_new(FALSE, FALSE, sizeof(diag_code))};
    const place at = xml_place(r->a, n, true);
    survey_name(&v, r, text, &at);
    if (r->json)
        print_json(r, &v, &at);
    else
        print_line(r, &v, &at);
    r->counts[v.verdict]++;
    g_ptr_array_free(v.characters, TRUE);
    g_ptr_array_free(v.faces, TRUE);
    g_array_free(v.reasons, TRUE);
}

static void
print_counts(const names_report *r, const char *path)
{
    char *shown = shown_text(diag_file_name(path, r->language));
    g_string_append_printf(
        r->out,
        r->language == DIAG_EN
            ? "%s: %zu as they are, %zu in a fallback face, %zu with invisible characters, %zu cannot be "
              "printed\n"
            : "%s：そのまま %zu件、予備の書体 %zu件、見えない文字 %zu件、印刷できない %zu件\n",
        shown, r->counts[NAMES_EXACT], r->counts[NAMES_FALLBACK], r->counts[NAMES_HIDDEN], r->counts[NAMES_REFUSED]);
    g_free(shown);
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
