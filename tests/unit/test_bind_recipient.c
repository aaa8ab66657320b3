/* test_bind_recipient.c: whom a document is for and when it was consented to, as its form says; what is not an id is
 * nobody, what is no day is told. */
#include "test_pipeline.h"

#define LETTERS "<d id='K-1'><to id='a'/><to id='b'/><to id='a'/><name>架空 花子</name><e id=''/></d>"

/* The recipients of a form with these lines before its page, as "kind:key kind:key". */
static const char *
recipients(world *w, const char *lines)
{
    const bound *b = bind_form(w, lines, "<p>あ</p>", LETTERS);
    if (!b)
        return messages(w);
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < b->recipient_count; i++)
        g_string_append_printf(out, "%s%s:%s", i ? " " : "", b->recipients[i].to, b->recipients[i].key);
    const char *copy = arena_strdup(w->a, out->str);
    g_string_free(out, TRUE);
    return copy;
}

static void
each_id_is_a_recipient_once(void **state)
{
    world *w = *state;
    assert_string_equal(recipients(w, ""), "");
    assert_string_equal(recipients(w, "<recipient to='household' select='@id'/>"), "household:K-1");
    assert_string_equal(recipients(w, "<recipient to='partner' select='to/@id'/>"), "partner:a partner:b");
    assert_string_equal(
        recipients(w, "<recipient to='partner' select='to[1]/@id'/><recipient to='office' select='to/@id'/>"),
        "partner:a office:a office:b");
    assert_string_equal(recipients(w, "<recipient to='partner' select='gone/@id'/>"), "");
    assert_string_equal(recipients(w, "<recipient to='partner' select='string(gone)'/>"), "");
    assert_string_equal(recipients(w, "<recipient to='partner' select='e/@id'/>"), ""); /* blank in the file: absent */
}

static void
the_subject_and_variables_are_known(void **state)
{
    world *w = *state;
    assert_string_equal(recipients(w, "<subject select='to[2]'/><let name='x' select='concat(@id, 9)'/>"
                                      "<recipient to='municipality' select='$x'/>"
                                      "<recipient to='household' select='$case/@id'/>"),
                        "municipality:b9 household:K-1");
}

/* It would be printed and name a file: a name never passes, nor does an empty id. */
static void
what_is_no_id_is_refused(void **state)
{
    world *w = *state;
    static const char *const wrong[] = {"name",           "&quot; &quot;",  "count(to)", "&quot;../a&quot;",
                                        "&quot;-a&quot;", "&quot;a/b&quot;"};
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        const char *line = arena_printf(w->a, "<recipient to='partner' select='%s'/>", wrong[i]);
        assert_string_equal(recipients(w, line), "bind-recipient form.xml:2 data.xml:1");
        assert_null(strstr(diag_at(w->d, 0)->args[0], "花子"));
        forget(w);
    }
}

static void
a_blank_form_is_for_nobody(void **state)
{
    world *w = *state;
    w->options.blank = true;
    const bound *b = bind_form(w, "<recipient to='household' select='@id'/>", "<p>あ</p>", LETTERS);
    assert_non_null(b);
    assert_int_equal(b->recipient_count, 0);
}

/* The day of a form's info/@consented as text, "" none, or what was reported. */
static const char *
consented(world *w, const char *expression, const char *data)
{
    const char *info = arena_printf(w->a, "<info consented='%s'/>", expression);
    const bound *b = bind_form(w, info, "<p>あ</p>", data);
    if (!b)
        return messages(w);
    GString *out = g_string_new(NULL);
    bound_print(b, out);
    const char *line = strstr(out->str, "\nconsented ");
    const char *copy = line ? arena_printf(w->a, "%.10s", line + strlen("\nconsented ")) : "";
    assert_int_equal(b->has_consented, *copy != 0);
    g_string_free(out, TRUE);
    return copy;
}

/* A paper is signed after it was issued: that there is no day is no fault. */
static void
the_day_of_consent_is_known_or_not_yet(void **state)
{
    world *w = *state;
    assert_string_equal(consented(w, "@signed", "<d signed='2024-04-12'/>"), "2024-04-12");
    assert_string_equal(consented(w, "@signed", "<d/>"), "");
    assert_string_equal(consented(w, "@signed", "<d signed=' '/>"), "");
    assert_string_equal(consented(w, "@signed", "<d signed='12 April'/>"), "bind-as form.xml:2 data.xml:1");
    w->options.blank = true;
    assert_string_equal(consented(w, "@signed", "<d signed='2024-04-12'/>"), "");
}

#define MOTHER(address) "<guardian id='g1' decision-holder='yes'><name>架空 花子</name>" address "</guardian>"
#define FATHER(copies, address) "<guardian id='g2' copies='" copies "'><name>架空 太郎</name>" address "</guardian>"
#define CHILD "<child><address>西町1-9</address></child>"
#define TO_BOTH "<recipient to='household' select='$case/@id' copies='yes'/>"

static bool
is_one_home(const bound_home *x, const bound_home *y)
{
    return strcmp(x->place, y->place) == 0 && strcmp(x->name, y->name) == 0;
}

/* The form's recipients in a case with these people; each home as a letter, in the order in which they are met. */
static const char *
households(world *w, const char *line, const char *people)
{
    const bound *b = bind_form(w, line, "<p>あ</p>", arena_printf(w->a, "<case id='K-1'>%s</case>", people));
    assert_non_null(b);
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < b->recipient_count; i++) {
        const bound_recipient *r = &b->recipients[i];
        size_t same = 0;
        while (!is_one_home(&b->recipients[same].home, &r->home))
            same++;
        const bool known = *r->home.place != '\0';
        assert_true(known == (*r->home.name != '\0'));
        g_string_append_printf(out, "%s%s%s%c", i ? " " : "", r->key, known ? "@" : "",
                               known ? (char)('a' + same) : '-');
    }
    const char *copy = arena_strdup(w->a, out->str);
    g_string_free(out, TRUE);
    return copy;
}

static void
a_guardian_living_apart_gets_what_goes_to_both(void **state)
{
    world *w = *state;
    static const char to_one[] = "<recipient to='household' select='$case/@id'/>";
    static const char office[] = "<recipient to='office' select='$case/@id' copies='yes'/>";
    static const char apart[] = CHILD MOTHER("") FATHER("yes", "<address>東町2</address>");
    assert_string_equal(households(w, TO_BOTH, apart), "K-1@a K-1+g2@b");
    assert_string_equal(households(w, to_one, apart), "K-1@a");
    assert_string_equal(households(w, office, apart), "K-1-");
    assert_string_equal(households(w, TO_BOTH, CHILD MOTHER("") FATHER("no", "<address>東町2</address>")), "K-1@a");
    assert_string_equal(households(w, TO_BOTH, CHILD MOTHER("") FATHER("yes", "<address>西町一丁目9番地</address>")),
                        "K-1@a");
    assert_string_equal(households(w, TO_BOTH, CHILD MOTHER("") FATHER("yes", "")), "K-1@a");
    assert_string_equal(households(w, TO_BOTH, MOTHER("") FATHER("yes", "<address>東町2</address>")), "K-1- K-1+g2@b");
    assert_string_equal(households(w, TO_BOTH, "<child/>" MOTHER("")), "K-1-");
}

/* Of two children: one home, if one guardian at one place is addressed. */
static void
a_home_is_a_place_and_whom_the_envelope_names(void **state)
{
    world *w = *state;
    static const char line[] = "<recipient to='household' select='$case/@id'/>";
    const char *people[] = {CHILD MOTHER(""), MOTHER("<address>西町一丁目９番地</address>"),
                            CHILD MOTHER("<address>東町2</address>"),
                            CHILD "<guardian id='g' decision-holder='yes'><name>架空 次郎</name></guardian>"};
    bound_home homes[G_N_ELEMENTS(people)];
    for (size_t i = 0; i < G_N_ELEMENTS(people); i++) {
        const char *data = arena_printf(w->a, "<case id='K-%zu'>%s</case>", i, people[i]);
        homes[i] = bind_form(w, line, "<p>あ</p>", data)->recipients[0].home;
        assert_true(*homes[i].place);
    }
    assert_true(is_one_home(&homes[0], &homes[1]));
    assert_false(is_one_home(&homes[0], &homes[2]));
    assert_false(is_one_home(&homes[0], &homes[3]));
}

static void
the_printed_value_has_the_home(void **state)
{
    world *w = *state;
    static const char one[] =
        "<recipient to='household' select='$case/@id'/><recipient to='office' select='$case/@id'/>";
    const bound *b = bind_form(w, one, "<p>あ</p>", "<case id='K-1'>" CHILD MOTHER("") "</case>");
    GString *out = g_string_new(NULL);
    bound_print(b, out);
    assert_non_null(
        strstr(out->str, "\nrecipient household K-1 home \"西町1-9\" \"架空花子\"\nrecipient office K-1\n"));
    g_string_free(out, TRUE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {TEST(the_day_of_consent_is_known_or_not_yet),
                                       TEST(each_id_is_a_recipient_once),
                                       TEST(the_subject_and_variables_are_known),
                                       TEST(what_is_no_id_is_refused),
                                       TEST(a_blank_form_is_for_nobody),
                                       TEST(a_guardian_living_apart_gets_what_goes_to_both),
                                       TEST(a_home_is_a_place_and_whom_the_envelope_names),
                                       TEST(the_printed_value_has_the_home)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
