/* test_aids_glosses.c: which gloss of the tables is of what a form says, in every language that comes with renkei. */
#include "aids/aids.h"
#include "samples_support.h"

static const char *const languages[] = {"en", "zh", "vi", "pt", "tl", NULL};

static const text_origin none = {.form = PLACE_NONE};
static const form_style style = {.name = "base", .size = 9 * UNIT_PT, .tracking = UNIT_PT};

/* What is printed of a text of a form: glosses in [ ], what stands below behind a stroke. */
static char *
glossed(const made *m, const aids *t, const char *text)
{
    const bound_inline own = {.kind = INLINE_TEXT, .text = text, .style = &style, .origin = &none};
    const bound_node p = {.kind = FORM_PARA, .style = &style, .inlines = &own, .inline_count = 1, .origin = &none};
    const form f = {.base = &style};
    const bound b = {.form = &f, .title = "t", .again = "", .body = &p};
    const bound *out = aids_dress(t, &b, m->d);
    assert_non_null(out);
    GString *s = g_string_new(NULL);
    for (const bound_node *n = out->body; n; n = n->next) {
        if (n != out->body)
            g_string_append(s, "/");
        for (size_t i = 0; i < n->inline_count; i++)
            g_string_append_printf(s, n->inlines[i].language ? "[%s]" : "%s", n->inlines[i].text);
    }
    return g_string_free(s, FALSE);
}

static aids *
read_glosses(const made *m, const char *language, const char *form_name, const char *own)
{
    const aids_wish w = {.gloss = language, .own = own};
    aids *t = aids_read(m->a, m->s, &w, "templates/words", "templates/schema",
                        arena_printf(m->a, "templates/%s/form.xml", form_name), m->d);
    assert_non_null(t);
    return t;
}

static void
every_day_of_the_week_has_a_gloss(void **state)
{
    static const char *const days[] = {"月", "火", "水", "木", "金", "土"}, *const forms[] = {"pickup", "schedule"};
    (void)state;
    for (const char *const *language = languages; *language; language++)
        for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
            made m = open_made();
            aids *t = read_glosses(&m, *language, forms[i], NULL);
            GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
            for (size_t k = 0; k < G_N_ELEMENTS(days); k++) {
                char *text = glossed(&m, t, days[k]);
                assert_non_null(strchr(text, '['));
                assert_true(g_hash_table_add(seen, g_strdup(strchr(text, '['))));
                g_free(text);
            }
            char *blank_day = glossed(&m, t, "　　月　　日（　　）");
            assert_null(strchr(blank_day, '['));
            g_free(blank_day);
            g_hash_table_destroy(seen);
            aids_drop(t);
            drop(&m);
        }
}

/* Whatever the letter's greeting, whoever it is for, and whichever service asks. */
static void
every_visit_letter_has_glosses(void **state)
{
    static const char *const greetings[] = {"拝啓　{1}、%sにおかれましては、ますますご清栄のこととお慶び申し上げます。",
                                            "謹啓　{1}、%sにおかれましては、ますますご清栄のこととお慶び申し上げます。",
                                            "前略　", ""},
                             *const places[] = {"貴校", "貴園", "貴院", "貴社", "貴事業所", "貴施設", "貴校・貴園"},
                             *const ways[] = {"に在籍する", "をご利用の"},
                             *const by[] = {"保育所等訪問支援", "放課後等デイサービスの職員", "本事業所の職員"};
    (void)state;
    for (const char *const *language = languages; *language; language++) {
        made m = open_made();
        aids *t = read_glosses(&m, *language, "visit-letter", NULL);
        for (size_t p = 0; p < G_N_ELEMENTS(places); p++) {
            for (size_t g = 0; g < G_N_ELEMENTS(greetings); g++) {
                char **parts = g_strsplit(greetings[g], "%s", 2);
                const char *text =
                    arena_printf(m.a, "%s%s%s日頃より本事業所の支援にご理解とご協力を賜り、厚く御礼申し上げます。",
                                 parts[0] ? parts[0] : "", parts[0] && parts[1] ? places[p] : "",
                                 parts[0] && parts[1] ? parts[1] : "");
                assert_true(aids_has_gloss(t, text));
                g_strfreev(parts);
            }
            for (size_t w = 0; w < G_N_ELEMENTS(ways) * G_N_ELEMENTS(by); w++)
                assert_true(aids_has_gloss(
                    t,
                    arena_printf(
                        m.a,
                        "さて、%s%s下記の児童について、保護者様の同意とご希望のもと、%sによる訪問を計画しております。"
                        "ご多用のところ恐れ入りますが、下記日程をご検討いただき、返信票にてご都合をお知らせくださいます"
                        "よう"
                        "お願い申し上げます。",
                        places[p], ways[w % 2], by[w / 2])));
        }
        aids_drop(t);
        drop(&m);
    }
}

/* A table of a city's own: words between, sentences one by one, and what speaks of a value that is not there. */
static void
glosses_are_of_what_they_say(void **state)
{
    static const char table[] = "<words><glosses language='en'>"
                                "<gloss of='あ*を送ります'>We send it.</gloss><gloss of='見てください'>Look.</gloss>"
                                "<gloss of='連絡先{1}'>Call {1}</gloss><gloss of='題'>Title</gloss></glosses></words>";
    static const struct {
        const char *text, *print;
    } tried[] = {
        {"あの本を送ります。見てください。", "あの本を送ります。見てください。/[We send it. Look.]"},
        {"あの本を送ります。聞いてください。", "あの本を送ります。聞いてください。"},
        {"この本を送ります。", "この本を送ります。"},
        {"見てください。", "見てください。/[Look.]"},
        {"連絡先", "連絡先"},
        {"題", "題/[Title]"},
    };
    (void)state;
    char *folder = g_dir_make_tmp("renkei-words-XXXXXX", NULL), *file = g_build_filename(folder, "own.xml", NULL);
    assert_true(g_file_set_contents(file, table, -1, NULL));
    made m = open_made();
    aids *t = read_glosses(&m, "en", "plan", folder);
    for (size_t i = 0; i < G_N_ELEMENTS(tried); i++) {
        char *print = glossed(&m, t, tried[i].text);
        assert_string_equal(print, tried[i].print);
        g_free(print);
    }
    aids_drop(t);
    drop(&m);
    unlink(file);
    rmdir(folder);
    g_free(file);
    g_free(folder);
}

/* A heading that is shown again is put as it was; and no gloss takes the room to write. */
static void
headings_and_brackets_keep_their_words(void **state)
{
    static const struct {
        const char *text, *plain;
    } again[] = {{"家族への相談援助記録", "ご家族の相談の記録"},
                 {"家族への相談援助記録（続き）", "ご家族の相談の記録（続き）"}};
    (void)state;
    made m = open_made();
    const aids_wish plain = {.plain = true};
    aids *t =
        aids_read(m.a, m.s, &plain, "templates/words", "templates/schema", "templates/family-support/form.xml", m.d);
    assert_non_null(t);
    for (size_t i = 0; i < G_N_ELEMENTS(again); i++) {
        char *text = glossed(&m, t, again[i].text);
        assert_string_equal(text, again[i].plain);
        g_free(text);
    }
    aids_drop(t);
    t = read_glosses(&m, "en", "consent", NULL);
    char *text = glossed(&m, t, "その他（　　　）　氏名");
    assert_non_null(strstr(text, "その他[ ][Other][ ]（　　　）"));
    g_free(text);
    aids_drop(t);
    drop(&m);
}

/* White is behind a choice on a line of several: with it or without it, the gloss is parted from its words on no line
 * that both have room on, and is not set smaller where they have not. */
static void
a_choice_is_one_with_its_gloss(void **state)
{
    static const struct {
        const char *words, *behind;
        bool held;
    } rows[] = {{"行動観察", NULL, true},
                {"行動観察", "　", true},
                {"計画の作成・見直し", "　", true},
                {"間接支援（先生方との懇談）", "　", false}};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        made m = open_made();
        aids *t = read_glosses(&m, "en", "visit-letter", NULL);
        const bound_inline own[] = {
            {.kind = INLINE_TEXT, .text = rows[i].words, .unbreakable = true, .style = &style, .origin = &none},
            {.kind = INLINE_TEXT, .text = rows[i].behind, .style = &style, .origin = &none}};
        const bound_node p = {.kind = FORM_PARA,
                              .style = &style,
                              .inlines = own,
                              .inline_count = rows[i].behind ? 2 : 1,
                              .origin = &none};
        const form f = {.base = &style};
        const bound b = {.form = &f, .title = "t", .again = "", .body = &p};
        const bound *out = aids_dress(t, &b, m.d);
        size_t glosses = 0;
        for (size_t k = 0; k < out->body->inline_count; k++) {
            const bound_inline *piece = &out->body->inlines[k];
            if (!piece->language || strspn(piece->text, " ") == strlen(piece->text))
                continue;
            glosses++;
            if (piece->unbreakable != rows[i].held || piece->glued != rows[i].held)
                fail_msg("%s: %s is %s", rows[i].words, piece->text, piece->glued ? "held" : "not held");
        }
        if (!out->body->next)
            assert_int_equal(glosses, 1);
        aids_drop(t);
        drop(&m);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_choice_is_one_with_its_gloss),         cmocka_unit_test(every_day_of_the_week_has_a_gloss),
        cmocka_unit_test(every_visit_letter_has_glosses),         cmocka_unit_test(glosses_are_of_what_they_say),
        cmocka_unit_test(headings_and_brackets_keep_their_words),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
