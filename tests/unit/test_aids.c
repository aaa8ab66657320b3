/* test_aids.c: what helps to read a document: tables of words, over every form and every document of the samples. */
#include "aids/aids.h"
#include "samples_support.h"

static aids *
read_tables(const made *m, const aids_wish *w, const char *form_name)
{
    aids *t = aids_read(m->a, m->s, w, "templates/words", "templates/schema",
                        arena_printf(m->a, "templates/%s/form.xml", form_name), m->d);
    if (!t) {
        diag_print(m->d, stderr, DIAG_JA);
        fail_msg("the tables of %s", form_name);
    }
    return t;
}

/* ---- what forms say, as they are written ---- */

typedef struct scan {
    const aids *t;
    const char *file;
    size_t texts, unread;
} scan;

static void
look_at_text(scan *s, const char *text)
{
    const char *unread = aids_unread(s->t, text);
    s->texts++;
    s->unread += unread != NULL;
    if (unread)
        print_error("%s: %s, of %s\n", s->file, unread, text);
}

static void
scan_text(GMarkupParseContext *c, const char *text, gsize length, gpointer data, GError **e)
{
    (void)c, (void)e;
    char *own = g_strndup(text, length);
    look_at_text(data, g_strstrip(own));
    g_free(own);
}

/* Words that an expression prints: not those that it compares. */
static void
scan_literals(scan *s, const char *expression)
{
    for (const char *p = expression; (p = strchr(p, '\''));) {
        const char *end = strchr(p + 1, '\'');
        if (!end)
            return;
        const bool compared = (p >= expression + 2 && (p[-2] == '=' || p[-1] == '=')) || end[1] == ']';
        char *own = g_strndup(p + 1, (gsize)(end - p - 1));
        if (!compared)
            look_at_text(s, own);
        g_free(own);
        p = end + 1;
    }
}

static void
scan_element(GMarkupParseContext *c, const char *name, const char **names, const char **values, gpointer data,
             GError **e)
{
    static const char *const printed[] = {"blank-text", "missing", "join", NULL};
    (void)c, (void)e;
    for (size_t i = 0; strcmp(name, "plain") == 0 && names[i]; i++)
        if (strcmp(names[i], "is") == 0)
            look_at_text(data, values[i]);
    if (strcmp(name, "form") == 0 || strcmp(name, "subject") == 0 || strcmp(name, "info") == 0)
        return;
    for (size_t i = 0; names[i]; i++) {
        if (g_strv_contains(printed, names[i]))
            look_at_text(data, values[i]);
        else if (strcmp(names[i], "select") == 0 && strcmp(name, "value") == 0)
            scan_literals(data, values[i]);
    }
}

static void
scan_file(scan *s, const char *path)
{
    static const GMarkupParser parser = {.start_element = scan_element, .text = scan_text};
    char *text;
    gsize length;
    s->file = path;
    assert_true(g_file_get_contents(path, &text, &length, NULL));
    GMarkupParseContext *c = g_markup_parse_context_new(&parser, 0, s, NULL);
    assert_true(g_markup_parse_context_parse(c, text, (gssize)length, NULL));
    g_markup_parse_context_free(c);
    g_free(text);
}

static void
every_word_of_the_forms_is_read(void **state)
{
    fixture *f = *state;
    const aids_wish w = {.furigana = AIDS_LABELS};
    size_t unread = 0, texts = 0;
    for (char **name = f->forms; *name; name++) {
        made m = open_made();
        diag *d = m.d;
        scan s = {.t = read_tables(&m, &w, *name)};
        form *read = form_read_file(m.a, m.s, arena_printf(m.a, "templates/%s/form.xml", *name), "templates/schema", d);
        assert_non_null(read);
        look_at_text(&s, read->title);
        for (const char *const *file = read->files; *file; file++)
            if (g_str_has_suffix(*file, ".xml"))
                scan_file(&s, *file);
        unread += s.unread;
        texts += s.texts;
        aids_drop((aids *)s.t);
        drop(&m);
    }
    made m = open_made();
    scan s = {.t = read_tables(&m, &w, "plan")};
    scan_file(&s, "templates/words/plain.xml");
    unread += s.unread;
    aids_drop((aids *)s.t);
    drop(&m);
    assert_true(texts > 1000 && s.texts > 100);
    assert_int_equal(unread, 0);
}

/* ---- every document ---- */

static const schema_grammar *forms_schema;

static made
bind_roomy(const char *sample, const char *form_name, bool large)
{
    made m = open_made();
    const bind_options o = {.blank = sample == NULL};
    form *read = (large ? form_read_large : form_read_roomy)(
        m.a, m.s, arena_printf(m.a, "templates/%s/form.xml", form_name), forms_schema, m.d);
    if (sample)
        m.c = casefile_read(m.a, m.s, arena_printf(m.a, "samples/%s/case.xml", sample), "templates/schema", m.d);
    bind_options with = o;
    with.judged = judged_for(read, &m, &o);
    with.values = shipped_values();
    m.b = read ? bind_case(m.a, m.s, read, m.c, &with, m.d) : NULL;
    assert_non_null(m.b);
    return m;
}

/* A kanji at the end of a word is read as part of it: 終了日 is no しゅうりょうひ. */
static void
assert_no_word_ends_alone(const char *form_name, const bound_node *n)
{
    static const char *const alone[][2] = {{"日", "ひ"},   {"時", "とき"}, {"者", "もの"}, {"中", "なか"},
                                           {"月", "つき"}, {"内", "うち"}, {"人", "ひと"}, {"下", "した"},
                                           {"付", "つ"},   {"分", "ふん"}};
    for (size_t i = 1; i < n->inline_count; i++) {
        const bound_inline *before = &n->inlines[i - 1], *p = &n->inlines[i];
        if (before->kind != INLINE_TEXT || p->kind != INLINE_TEXT || !p->ruby || p->from_data || before->from_data)
            continue;
        const char *end = before->text + strlen(before->text);
        if (end == before->text || g_unichar_get_script(g_utf8_get_char(g_utf8_prev_char(end))) != G_UNICODE_SCRIPT_HAN)
            continue;
        for (size_t k = 0; k < G_N_ELEMENTS(alone); k++)
            if (strcmp(p->text, alone[k][0]) == 0 && strcmp(p->ruby, alone[k][1]) == 0)
                fail_msg("%s: %s%s is read %s", form_name, before->text, p->text, p->ruby);
    }
}

static void
assert_no_kanji_is_bare(const char *form_name, const bound_node *n)
{
    for (; n; n = n->next) {
        if (n->kind == FORM_CHART)
            continue;
        assert_no_word_ends_alone(form_name, n);
        for (size_t i = 0; i < n->inline_count; i++) {
            const bound_inline *p = &n->inlines[i];
            if (p->kind != INLINE_TEXT || p->from_data || p->language || p->ruby || p->note)
                continue;
            for (const char *c = p->text; *c; c = g_utf8_next_char(c))
                if (g_unichar_get_script(g_utf8_get_char(c)) == G_UNICODE_SCRIPT_HAN)
                    fail_msg("%s: %s has no furigana", form_name, p->text);
        }
        assert_no_kanji_is_bare(form_name, n->first);
    }
}

static unit
end_of(const display_text *t)
{
    size_t last = t->glyph_count;
    while (last && g_unichar_isspace(g_utf8_get_char(t->utf8 + t->glyphs[last - 1].cluster)))
        last--;
    const gunichar ch = last ? g_utf8_get_char(t->utf8 + t->glyphs[last - 1].cluster) : 0;
    return t->x + (last ? t->glyphs[last - 1].x + t->size * (ch < 0x2E80 ? 2 : 9) / 10 : 0); /* a comma is narrow */
}

static bool
is_white(const char *text)
{
    while (*text && g_unichar_isspace(g_utf8_get_char(text)))
        text = g_utf8_next_char(text);
    return !*text;
}

/* No reading touches other words: their em boxes. */
static void
assert_readings_are_free(const char *form_name, const display *l)
{
    for (guint k = 0; k < l->pages->len; k++) {
        const display_page *page = g_ptr_array_index(l->pages, k);
        for (guint i = 0; i < page->ops->len; i++) {
            const display_op *r = &g_array_index(page->ops, display_op, i);
            if (r->kind != DISPLAY_TEXT || !r->text.is_ruby)
                continue;
            for (guint j = 0; j < page->ops->len; j++) {
                const display_op *o = &g_array_index(page->ops, display_op, j);
                if (o == r || o->kind != DISPLAY_TEXT || o->text.ink != DISPLAY_FILL || is_white(o->text.utf8))
                    continue;
                const unit top = r->text.y - r->text.size * 88 / 100, below = r->text.y + r->text.size * 12 / 100;
                const unit other_top = o->text.y - o->text.size * 88 / 100,
                           other_below = o->text.y + o->text.size * 12 / 100;
                const bool beside =
                    end_of(&r->text) <= o->text.x + UNIT_PT / 2 || end_of(&o->text) <= r->text.x + UNIT_PT / 2;
                if (!beside && below > other_top + UNIT_PT / 2 && other_below > top + UNIT_PT / 2)
                    fail_msg("%s, page %u: a reading touches other words (%s, %s)", form_name, k + 1, r->text.utf8,
                             o->text.utf8);
            }
        }
    }
}

/* What a clerk hands to parents of other languages: all its own words have glosses. */
static const char *const complete[] = {
    "consent",        "evaluation-guardian", "plan",         "schedule",     "pickup", "supplement",
    "family-support", "independence-plan",   "cover-letter", "visit-letter", NULL};
static const char *const languages[] = {"en", "zh", "vi", "pt", "tl", NULL};

/* Nowhere a word has no room on its line. */
static void
assert_no_gloss_is_torn(const char *form_name, const char *language, const composed *pages)
{
    GString *out = g_string_new(NULL);
    GMatchInfo *found = NULL;
    composed_print(pages, out);
    GRegex *torn = g_regex_new("\\p{Latin}+\" emergency", 0, 0, NULL);
    if (g_regex_match(torn, out->str, 0, &found))
        fail_msg("%s, %s: a word is torn: %s", form_name, language, g_match_info_fetch(found, 0));
    g_match_info_free(found);
    g_regex_unref(torn);
    g_string_free(out, TRUE);
}

static void
dress_document(fixture *f, const char *sample, const char *form_name, const aids_wish *w, bool large)
{
    made m = bind_roomy(sample, form_name, large);
    aids *t = read_tables(&m, w, form_name);
    if (m.c)
        aids_add_names(t, m.c);
    const bound *b = aids_dress(t, m.b, m.d);
    m.pages = b ? compose_document(m.a, f->engine, f->fonts, b, m.d) : NULL;
    m.l = m.pages ? emit_document(m.a, m.pages, NULL) : NULL;
    if (!m.l || display_check(m.l, m.a) || diag_count(m.d, DIAG_ERROR)) {
        diag_print(m.d, stderr, DIAG_JA);
        fail_msg("%s of %s is not dressed", form_name, sample ? sample : "nothing");
    }
    if (w->furigana != AIDS_NO_FURIGANA) {
        for (size_t i = 0; i < bound_part_count(b); i++)
            assert_no_kanji_is_bare(form_name, bound_part(b, i));
        assert_readings_are_free(form_name, m.l);
    }
    if (w->gloss && !large && g_strv_contains(complete, form_name))
        assert_no_gloss_is_torn(form_name, w->gloss, m.pages);
    for (size_t i = 0; i < diag_length(m.d); i++)
        if (w->gloss && diag_at(m.d, i)->code == DIAG_WORDS_GLOSS && g_strv_contains(complete, form_name))
            fail_msg("%s, %s: no gloss of %s", form_name, w->gloss, diag_at(m.d, i)->args[0]);
    aids_drop(t);
    drop(&m);
}

static void
with_glosses(fixture *f, const char *sample, const char *form_name, const made *m)
{
    (void)m;
    /* Of the others one language: a gloss there stands beside few words. */
    const char *const one[] = {languages[g_str_hash(form_name) % (G_N_ELEMENTS(languages) - 1)], NULL};
    for (const char *const *language = g_strv_contains(complete, form_name) ? languages : one; *language; language++)
        dress_document(f, sample, form_name, &(aids_wish){.furigana = AIDS_LABELS, .gloss = *language}, false);
}

static void
with_furigana(fixture *f, const char *sample, const char *form_name, const made *m)
{
    (void)m;
    dress_document(f, sample, form_name, &(aids_wish){.furigana = AIDS_LABELS}, false);
    dress_document(f, sample, form_name, &(aids_wish){.furigana = AIDS_ALL, .plain = true}, false);
    dress_document(f, sample, form_name, &(aids_wish){.furigana = AIDS_LABELS, .plain = true, .gloss = "vi"}, true);
}

static void
look_at_all(void *state, void (*look)(fixture *f, const char *sample, const char *form_name, const made *m))
{
    xml_store *s = xml_store_new();
    diag *d = diag_new();
    forms_schema = form_schema_read(s, "templates/schema", d);
    assert_non_null(forms_schema);
    for_each_document(state, true, look);
    diag_drop(d);
    xml_store_drop(s);
}

/* ---- what stands over the words of data ---- */

static const char *
readings_of(made *m, const aids *t, const char *text)
{
    const text_origin none = {.form = PLACE_NONE};
    const form_style style = {.name = "base", .size = 9 * UNIT_PT};
    const bound_inline data = {.kind = INLINE_TEXT, .text = text, .from_data = true, .style = &style, .origin = &none};
    const bound_node p = {.kind = FORM_PARA, .style = &style, .inlines = &data, .inline_count = 1, .origin = &none};
    const form f = {.base = &style};
    const bound b = {.form = &f, .title = "t", .again = "", .body = &p};
    const bound *out = aids_dress(t, &b, m->d);
    GString *s = g_string_new(NULL);
    for (size_t i = 0; i < out->body->inline_count; i++) {
        const bound_inline *piece = &out->body->inlines[i];
        g_string_append(s, piece->text);
        if (piece->ruby)
            g_string_append_printf(s, "[%s]", piece->ruby);
    }
    const char *read = arena_strdup(m->a, s->str);
    g_string_free(s, TRUE);
    return read;
}

/* Only what is sure; a word of which half is known has no reading at all. */
static void
data_is_read_where_it_is_sure(void **state)
{
    (void)state;
    static const struct {
        const char *text, *read;
    } tried[] = {
        {"学校で理科を学ぶ。", "学校[がっ・こう]で理科[りか]を学ぶ。"},
        {"令和6年4月1日から", "令和[れい・わ]6年[ねん]4月[がつ]1日[ついたち]から"},
        {"4月15日、20日、24日", "4月[がつ]15日[にち]、20日[はつか]、24日[にじゅうよっか]"},
        {"8月20日", "8月[がつ]20日[はつか]"},
        {"1日に2回", "1日に2回[かい]"},
        {"　月・水・金", "　月・水・金"},
        {"40分から分からない", "40分から分[わ]からない"},
        {"学校長が来た", "学校長が来た"},
        {"病院に行った", "病院[びょう・いん]に行った"},
        {"取り組みを続ける", "取り組みを続[つづ]ける"},
        {"作り直し", "作[つく]り直[なお]し"},
    };
    const aids_wish w = {.furigana = AIDS_ALL};
    for (size_t i = 0; i < G_N_ELEMENTS(tried); i++) {
        made m = open_made();
        aids *t = read_tables(&m, &w, "plan");
        assert_string_equal(readings_of(&m, t, tried[i].text), tried[i].read);
        aids_drop(t);
        drop(&m);
    }
}

/* The names of a case are read as it says, where they are names: not in words of the form (that is known there), not
 * where two people read one name otherwise, and in a sentence not where it is a word as well. */
static void
names_are_read_where_they_are_names(void **state)
{
    (void)state;
    static const char people[] =
        "<case><a><name><family>目的</family><given>未来</given></name><kana><family>めあて</family>"
        "<given>みく</given></kana></a><a><name><family>青葉</family><given>円</given></name>"
        "<kana><family>あおば</family><given>まどか</given></kana></a><a><name><family>東野</family><given>幸子"
        "</given></name><kana><family>ひがしの</family><given>さちこ</given></kana></a><a><name><family>東野</family>"
        "<given>幸子</given></name><kana><family>ひがしの</family><given>ゆきこ</given></kana></a></case>";
    static const struct {
        const char *text, *read;
    } tried[] = {
        {"未来", "未来[みく]"},
        {"未来さんの帽子", "未来[みく]さんの帽子"},
        {"未来を考える", "未来を考[かんが]える"},
        {"円", "円[まどか]"},
        {"100円", "100円"},
        {"幸子", "幸子"},
        {"東野", "東野[ひがしの]"},
        {"目的", "目的[めあて]"},
        {"目的に行く", "目的[もく・てき]に行[い]く"},
        {"青葉に行く", "青葉に行[い]く"},
    };
    const aids_wish w = {.furigana = AIDS_ALL};
    made m = open_made();
    aids *t = read_tables(&m, &w, "plan");
    xml_doc *doc = xml_read_memory(m.s, "case.xml", people, strlen(people), XML_DATA, &xml_limits_case, m.d);
    assert_non_null(doc);
    aids_add_names_of(t, xml_root(doc));
    for (size_t i = 0; i < G_N_ELEMENTS(tried); i++)
        assert_string_equal(readings_of(&m, t, tried[i].text), tried[i].read);
    assert_null(aids_unread(t, "目的"));
    assert_non_null(aids_unread(t, "東野"));
    aids_drop(t);
    drop(&m);
}

static size_t
count_of(const diag *d, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < diag_length(d); i++)
        count += strcmp(diag_name(diag_at(d, i)->code), name) == 0;
    return count;
}

/* Beside the document, once each, and without a word of the data. */
static void
what_has_no_reading_or_gloss_is_told(void **state)
{
    (void)state;
    const aids_wish w = {.furigana = AIDS_ALL, .gloss = "English"};
    made m = open_made();
    aids *t = read_tables(&m, &w, "plan");
    readings_of(&m, t, "鬱金香の畑と鬱金香の丘");
    assert_int_equal(count_of(m.d, "words-unread"), 1);
    assert_null(strstr(diag_at(m.d, 0)->args[0], "鬱"));
    assert_true(aids_has_gloss(t, "1　目的") && !aids_has_gloss(t, "鬱金香"));
    const text_origin none = {.form = PLACE_NONE};
    const form_style style = {.name = "base", .size = 9 * UNIT_PT};
    const bound_inline own = {.kind = INLINE_TEXT, .text = "ちゅうりっぷの欄", .style = &style, .origin = &none};
    const bound_node p = {.kind = FORM_PARA, .style = &style, .inlines = &own, .inline_count = 1, .origin = &none};
    const form f = {.base = &style};
    const bound b = {.form = &f, .title = "t", .again = "", .body = &p};
    assert_non_null(aids_dress(t, &b, m.d));
    assert_int_equal(count_of(m.d, "words-gloss"), 1);
    aids_drop(t);
    drop(&m);
}

static void
every_document_has_furigana(void **state)
{
    look_at_all(*state, with_furigana);
}

static void
every_document_has_glosses(void **state)
{
    look_at_all(*state, with_glosses);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_of_the_forms_is_read),      cmocka_unit_test(data_is_read_where_it_is_sure),
        cmocka_unit_test(what_has_no_reading_or_gloss_is_told), cmocka_unit_test(names_are_read_where_they_are_names),
        cmocka_unit_test(every_document_has_furigana),          cmocka_unit_test(every_document_has_glosses),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
