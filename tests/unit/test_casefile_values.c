/* A value is what it says, however it is padded: every value of every sample and its masters, with every character that
 * looks like nothing. What is equal as a tree is equal as a document: nothing later sees the file. */
#include "test_xml_check.h"

#include "base/blank.h"
#include "casefile/casefile.h"
#include "folder_support.h"
#include "schema/schema.h"

/* ---- a file with other values ---- */

/* What is put around every value; or (only >= 0) instead of the value of that number. */
typedef struct padding {
    const char *before, *after;
    int only;
    const char *instead;
    const char *zone; /* instead of another value: behind this one, if it is a day or a month */
    const char *year; /* in the place of its own */
    bool zoned;
    int met;           /* values so far */
    GHashTable *names; /* of the values that were met: name: number of the first */
} padding;

static bool
is_day_or_month(const char *value, gsize length)
{
    for (gsize i = 0; i < length; i++)
        if (i == 4 || i == 7 ? value[i] != '-' : !g_ascii_isdigit(value[i]))
            return false;
    return length == 7 || length == 10;
}

static void
append_other(padding *p, const char *value, gsize length, GString *out)
{
    p->zoned = p->zone && is_day_or_month(value, length);
    if (p->zoned && p->year)
        g_string_append_printf(out, "%s%.*s", p->year, (int)length - 4, value + 4);
    else if (p->zone)
        g_string_append_len(out, value, (gssize)length);
    g_string_append(out, !p->zone ? p->instead : p->zoned ? p->zone : "");
}

static void
append_value(padding *p, const char *name, const char *value, gsize length, GString *out)
{
    if (p->names && !g_hash_table_contains(p->names, name))
        g_hash_table_insert(p->names, g_strdup(name), GINT_TO_POINTER(p->met));
    const int number = p->met++;
    const bool is_of_lines = memchr(value, '\n', length) != NULL; /* the first may begin with U+3000 */
    if (p->only < 0 && !is_of_lines)
        g_string_append(out, p->before);
    if (p->only == number)
        append_other(p, value, length, out);
    else
        g_string_append_len(out, value, (gssize)length);
    if (p->only < 0)
        g_string_append(out, p->after);
}

/* From the name of a start tag to its '>'. */
static const char *
append_attributes(padding *p, const char *tag, const char *at, GString *out)
{
    while (*at != '>') {
        const gsize plain = strcspn(at, ">=");
        g_string_append_len(out, at, (gssize)plain);
        const char *name = at + plain;
        at += plain;
        if (*at != '=')
            continue;
        while (g_ascii_isalnum(name[-1]) || strchr("-:", name[-1]))
            name--;
        const char quote = at[1], *value = at + 2;
        const gsize length = (gsize)(strchr(value, quote) - value);
        char *key = g_strdup_printf("%s/@%.*s", tag, (int)(at - name), name);
        g_string_append_len(out, at, 2);
        if (strstr(key, "@xml"))
            g_string_append_len(out, value, (gssize)length);
        else
            append_value(p, key, value, length, out);
        g_free(key);
        at = value + length;
        g_string_append_c(out, *at++);
    }
    return at;
}

/* The document with its values padded: attributes, and texts of elements without elements. */
static char *
pad_document(padding *p, const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *at = text; *at;) {
        const char *end = g_str_has_prefix(at, "<!--") ? strstr(at, "-->") : g_str_has_prefix(at, "<?") ? at + 1 : NULL;
        if (end || *at != '<' || at[1] == '/') {
            const char *next = end ? end + 1 : at + 1 + strcspn(at + 1, "<");
            g_string_append_len(out, at, (gssize)(next - at));
            at = next;
            continue;
        }
        const gsize name = 1 + strcspn(at + 1, " \n/>");
        char *tag = g_strndup(at + 1, name - 1);
        g_string_append_len(out, at, (gssize)name);
        at = append_attributes(p, tag, at + name, out);
        const gsize length = strcspn(at + 1, "<");
        const bool leaf = at[-1] != '/' && at[1 + length + 1] == '/';
        g_string_append_c(out, *at++);
        if (leaf && length > 0) {
            append_value(p, tag, at, length, out);
            at += length;
        }
        g_free(tag);
    }
    return g_string_free(out, FALSE);
}

static void
write_padded(padding *p, const char *folder, const char *name)
{
    char *from = g_build_filename("samples", name, NULL), *to = g_build_filename(folder, name, NULL), *text;
    char *parent = g_path_get_dirname(to);
    assert_int_equal(g_mkdir_with_parents(parent, 0700), 0);
    assert_true(g_file_get_contents(from, &text, NULL, NULL));
    char *padded = pad_document(p, text);
    assert_true(write_file_anew(to, padded, -1));
    g_free(padded);
    g_free(text);
    g_free(parent);
    g_free(to);
    g_free(from);
}

/* ---- reading ---- */

typedef struct work {
    char *folder;
    GPtrArray *files, *cases; /* names below samples/ */
    char **wanted;            /* what each case says */
    casefile_schemas *schemas;
    int zoned; /* dates that were tried with a zone */
} work;

/* All that a case says, without where its files are; or the messages. */
static char *
read_tree(const char *folder, const char *name, casefile_schemas *schemas)
{
    world *w = NULL;
    begin((void **)&w);
    char *path = g_build_filename(folder, name, NULL);
    GString *out = g_string_new(NULL);
    const casefile *c = casefile_read_with(w->a, w->s, path, schemas, w->d);
    if (c)
        casefile_print(c, out);
    else
        g_string_assign(out, messages(w));
    for (size_t i = 0; i < diag_length(w->d); i++)
        assert_int_equal(diag_exit_status(w->d), EXIT_DATA);
    g_string_replace(out, folder, "", 0);
    g_free(path);
    end((void **)&w);
    return g_string_free(out, FALSE);
}

static void
list_files(work *k)
{
    GDir *dir = g_dir_open("samples", 0, NULL);
    for (const char *name; (name = g_dir_read_name(dir));) {
        char *file = g_build_filename(name, "case.xml", NULL), *path = g_build_filename("samples", file, NULL);
        if (g_file_test(path, G_FILE_TEST_EXISTS)) {
            g_ptr_array_add(k->files, g_strdup(file));
            g_ptr_array_add(k->cases, g_strdup(file));
        }
        g_free(path);
        g_free(file);
    }
    g_dir_close(dir);
    static const char *const masters[] = {"office", "partners", "municipality", "calendar"};
    for (size_t i = 0; i < G_N_ELEMENTS(masters); i++)
        g_ptr_array_add(k->files, g_strdup_printf("masters/%s.xml", masters[i]));
}

static int
begin_work(void **state)
{
    work *k = g_new0(work, 1);
    k->folder = g_dir_make_tmp("renkei-values-XXXXXX", NULL);
    k->files = g_ptr_array_new_with_free_func(g_free);
    k->cases = g_ptr_array_new_with_free_func(g_free);
    k->schemas = casefile_schemas_open("templates/schema", false);
    list_files(k);
    k->wanted = g_new0(char *, k->cases->len + 1);
    for (guint i = 0; i < k->cases->len; i++)
        k->wanted[i] = read_tree("samples", g_ptr_array_index(k->cases, i), k->schemas);
    *state = k;
    return 0;
}

static int
end_work(void **state)
{
    work *k = *state;
    remove_tree(k->folder);
    casefile_schemas_close(k->schemas);
    g_strfreev(k->wanted);
    g_ptr_array_free(k->cases, TRUE);
    g_ptr_array_free(k->files, TRUE);
    g_free(k->folder);
    g_free(k);
    return 0;
}

static void
fail_at_first_difference(const char *what, const char *x, const char *y)
{
    char **xs = g_strsplit(x, "\n", -1), **ys = g_strsplit(y, "\n", -1);
    size_t i = 0;
    while (xs[i] && ys[i] && strcmp(xs[i], ys[i]) == 0)
        i++;
    fail_msg("%s:\n%s\n%s", what, xs[i] ? xs[i] : "", ys[i] ? ys[i] : "");
}

/* The batch's key and its masters are found before the case is read. */
static void
check_head(const work *k, guint i)
{
    casefile_head heads[2];
    arena *a = arena_new();
    const char *folders[] = {"samples", k->folder};
    for (int n = 0; n < 2; n++) {
        char *path = g_build_filename(folders[n], g_ptr_array_index(k->cases, i), NULL), *text;
        gsize length;
        assert_true(g_file_get_contents(path, &text, &length, NULL));
        assert_true(casefile_head_read(a, "x/case.xml", text, length, &heads[n]));
        g_free(text);
        g_free(path);
    }
    assert_string_equal(heads[0].id, heads[1].id);
    for (int m = 0; m < CASEFILE_MASTERS; m++)
        assert_string_equal(heads[0].masters[m], heads[1].masters[m]);
    arena_drop(a);
}

static void
check_padding(work *k, const char *before, const char *after)
{
    padding p = {.before = before, .after = after, .only = -1};
    for (guint i = 0; i < k->files->len; i++)
        write_padded(&p, k->folder, g_ptr_array_index(k->files, i));
    assert_true(p.met > 3000);
    for (guint i = 0; i < k->cases->len; i++) {
        char *got = read_tree(k->folder, g_ptr_array_index(k->cases, i), k->schemas);
        char *what = g_strdup_printf("%s with %s before and %s after each value",
                                     (const char *)g_ptr_array_index(k->cases, i), before, after);
        if (strcmp(k->wanted[i], got) != 0)
            fail_at_first_difference(what, k->wanted[i], got);
        check_head(k, i);
        g_free(what);
        g_free(got);
    }
}

static void
a_padded_value_is_the_value(void **state)
{
    char one[16];
    for (uint32_t c = 9; c <= 0xFFFF; c++) {
        if (!blank_is_char(c) || c == 0x0B || c == 0x0C) /* these XML cannot hold */
            continue;
        g_snprintf(one, sizeof one, "&#x%X;", c);
        check_padding(*state, one, one);
        if (IS_SANITIZED)
            continue;
        check_padding(*state, one, "");
        check_padding(*state, "", one);
    }
    check_padding(*state, "&#xFEFF;&#x3000; ", "&#xA0;&#9;&#x200B;");
}

/* As it would be if nobody had written it; NULL when something beside it speaks, or when it cannot be left out. */
static char *
read_without(work *k, guint file, int number)
{
    padding p = {.only = number, .instead = "&#x301;"};
    char *path = g_build_filename(k->folder, g_ptr_array_index(k->files, file), NULL), *text, *got = NULL;
    write_padded(&p, k->folder, g_ptr_array_index(k->files, file));
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    GRegex *part = g_regex_new(" [-a-z:]+=\"[^\"]*&#x301;\"|<[-a-z]+>[^<]*&#x301;</[-a-z]+>", 0, 0, NULL);
    char *without = g_regex_replace_literal(part, text, -1, 0, "", 0, NULL);
    if (strcmp(without, text) != 0) {
        assert_true(write_file_anew(path, without, -1));
        got = read_tree(k->folder, g_ptr_array_index(k->cases, MIN(file, k->cases->len - 1)), k->schemas);
        if (got[0] != '/') /* messages, no tree */
            g_clear_pointer(&got, g_free);
    }
    g_regex_unref(part);
    g_free(without);
    g_free(text);
    g_free(path);
    return got;
}

/* One value of each name, blank in every way: it is as if nothing stood there, and nothing is told but the data. */
static void
check_blank(work *k, guint file, int number)
{
    static const char *const blanks[] = {
        "",        " ",        "&#x3000;",          "&#x200B;&#xFEFF;", "&#xA0;&#10;&#x3164;",
        "&#x301;", "&#xFE00;", "&#xE0101;&#x3000;", "&#x1D159;",        "&#xE0020;"};
    char *first = read_without(k, file, number);
    for (size_t i = 0; i < G_N_ELEMENTS(blanks); i++) {
        padding p = {.only = number, .instead = blanks[i]};
        write_padded(&p, k->folder, g_ptr_array_index(k->files, file));
        char *got = read_tree(k->folder, g_ptr_array_index(k->cases, MIN(file, k->cases->len - 1)), k->schemas);
        if (!first)
            first = g_strdup(got);
        else if (strcmp(first, got) != 0)
            fail_at_first_difference(blanks[i], first, got);
        g_free(got);
    }
    g_free(first);
}

/* A day of Japan has no time zone, and a year that the calendar has: told as a fault of the data, at its field, though
 * it may be one of an ordered pair.
 */
static void
check_zones(work *k, guint file, int number)
{
    static const struct {
        const char *year, *zone, *told;
    } rows[] = {{NULL, "Z", "xml-value-"},         {NULL, "+09:00", "xml-value-"}, {NULL, "-05:00", "xml-value-"},
                {NULL, "T00:00:00", "xml-value-"}, {"-2024", "", "xml-value-"},    {"12024", "", "xml-value-"},
                {"1872", "", "casefile-date"},     {"9999", "", "casefile-date"}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        padding p = {.only = number, .zone = rows[i].zone, .year = rows[i].year};
        write_padded(&p, k->folder, g_ptr_array_index(k->files, file));
        if (!p.zoned)
            return;
        char *got = read_tree(k->folder, g_ptr_array_index(k->cases, MIN(file, k->cases->len - 1)), k->schemas);
        if (!strstr(got, rows[i].told) || strstr(got, "schema-"))
            fail_msg("%s %s: %s", rows[i].year, rows[i].zone, got);
        k->zoned++;
        g_free(got);
    }
}

/* For one value of each name. */
static void
try_each_name(work *k, void (*try)(work *k, guint file, int number))
{
    padding as_it_is = {.only = INT_MAX};
    for (guint i = 0; i < k->files->len; i++)
        write_padded(&as_it_is, k->folder, g_ptr_array_index(k->files, i));
    GHashTable *known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < k->files->len; i++) {
        padding names = {.only = INT_MAX, .names = known};
        GHashTableIter each;
        gpointer name, number;
        GArray *numbers = g_array_new(FALSE, FALSE, sizeof(int));
        names.names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        write_padded(&names, k->folder, g_ptr_array_index(k->files, i));
        g_hash_table_iter_init(&each, names.names);
        while (g_hash_table_iter_next(&each, &name, &number))
            if (g_hash_table_add(known, g_strdup(name)))
                g_array_append_val(numbers, (int){GPOINTER_TO_INT(number)});
        for (guint n = 0; n < numbers->len; n++)
            try(k, i, g_array_index(numbers, int, n));
        write_padded(&as_it_is, k->folder, g_ptr_array_index(k->files, i));
        g_array_free(numbers, TRUE);
        g_hash_table_destroy(names.names);
    }
    assert_true(g_hash_table_size(known) > 250);
    g_hash_table_destroy(known);
}

static void
a_blank_value_is_empty(void **state)
{
    try_each_name(*state, check_blank);
}

static void
a_date_that_is_none_is_told_at_its_field(void **state)
{
    work *k = *state;
    try_each_name(k, check_zones);
    assert_true(k->zoned > 100);
}

/* ---- one way to write a value ---- */

static void
a_value_is_written_in_one_way(void **state)
{
    static const struct {
        const char *attributes, *expected; /* NULL: refused */
    } rows[] = {
        {"n='+10'", "@n=\"10\""},
        {"n='0010'", "@n=\"10\""},
        {"n='-0'", "@n=\"0\""},
        {"n='+0'", "@n=\"0\""},
        {"n='000'", "@n=\"0\""},
        {"n='1 0'", NULL},
        {"n='１０'", NULL},
        {"d='+01.50'", "@d=\"1.5\""},
        {"d='-.5'", "@d=\"-0.5\""},
        {"d='-0.0'", "@d=\"0\""},
        {"d='10.'", "@d=\"10\""},
        {"d='100'", "@d=\"100\""},
        {"l='　b\xC2\xA0 a '", "@l=\"b a\""},
        {"l='b,a'", NULL},
        {"w='long \n word　'", "@w=\"long word\""},
        {"w='long\xE3\x80\x80word'", NULL},
        {"c='０１２'", NULL},
        {"c='\xEF\xBB\xBF"
         "012\xE2\x80\x8B'",
         "@c=\"012\""},
        {"c='0 12'", NULL},
        {"t='　one\xE3\x80\x80"
         "two　'",
         "@t=\"one\xE3\x80\x80"
         "two\""},
        {"t='&#10; \xE3\x80\x80one&#10;\xE3\x80\x80two&#10;'", "@t=\"\xE3\x80\x80one\\n\xE3\x80\x80two\""},
    };
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        world *w = NULL;
        begin((void **)&w);
        const schema_grammar *g = schema_read(w->s, "tests/cases/values.rng", w->d);
        assert_non_null(g);
        xml_doc *doc = read_text(w, arena_printf(w->a, "<x %s/>", rows[i].attributes));
        const bool valid = schema_take(g, doc, w->d);
        if (valid != (rows[i].expected != NULL))
            fail_msg("%s: %s", rows[i].attributes, valid ? "taken" : "refused");
        const xml_node *attr = xml_first_attribute(xml_root(doc));
        GString *got = g_string_new(NULL);
        g_string_printf(got, "@%s=\"%s\"", xml_name(attr), xml_text(w->a, attr));
        g_string_replace(got, "\n", "\\n", 0);
        if (valid)
            assert_string_equal(got->str, rows[i].expected);
        g_string_free(got, TRUE);
        end((void **)&w);
    }
}

static void
spell(arena *a, const xml_node *n, GString *out)
{
    g_string_append_printf(out, "%s", xml_name(n));
    for (const xml_node *attr = xml_first_attribute(n); attr; attr = xml_next(attr))
        g_string_append_printf(out, " %s=%s", xml_name(attr), xml_text(a, attr));
    if (!xml_first_element(n) && *xml_text(a, n))
        g_string_append_printf(out, "=%s", xml_text(a, n));
    for (const xml_node *c = xml_first_element(n); c; c = xml_next_element(c)) {
        g_string_append(out, c == xml_first_element(n) ? "(" : ",");
        spell(a, c, out);
    }
    if (xml_first_element(n))
        g_string_append(out, ")");
}

/* Optional parts that say nothing are left out; what is needed stays, and what says something by its name. */
static void
what_says_nothing_is_not_there(void **state)
{
    static const struct {
        const char *content, *expected;
    } rows[] = {
        {"<x t='\xE2\x80\x8B'/>", "x"},
        {"<x t='' n='1'/>", "x n=1"},
        {"<x><optional>\xE3\x80\x80</optional></x>", "x"},
        {"<x><optional/></x>", "x"},
        {"<x>\xE3\x80\x80<optional>a</optional>\xEF\xBB\xBF</x>", "x(optional=a)"},
        {"<x><many>a</many><many> </many><many>b</many></x>", "x(many=a,many=b)"},
        {"<x><many t='1'> </many><many t=' '>\xC2\xA0</many><many t=' '>c</many></x>", "x(many t=1,many=c)"},
        {"<x><some><one> </one><one>\xE3\x80\x80</one></some></x>", "x(some(one))"},
        {"<x><needed><in>\xE3\x80\x80</in></needed></x>", "x(needed(in))"},
        {"<x><flag>\xE3\x80\x80</flag></x>", "x(flag)"},
        {"<x><flag/></x>", "x(flag)"},
        /* what a blank would not fit */
        {"<x n='' d='\xE3\x80\x80' l='' w=' ' c='\xEF\xB8\x80' t='a'/>", "x t=a"},
        {"<x><flag n=''/></x>", "x(flag)"},
        {"<x><typed/></x>", "x"},
        {"<x><typed n=' '> </typed></x>", "x"},
        {"<x><typed n=''>1</typed></x>", "x(typed=1)"},
        {"<x><typed n='1'> </typed></x>", NULL},
        {"<x><ref to=''/></x>", "x"},
        {"<x><box><typed/></box></x>", "x"},
        {"<x><called><family>a</family><given/></called></x>", "x(called(family=a))"},
        {"<x><called><family>\xE3\x80\x80</family><given>b</given></called></x>", "x(called(given=b))"},
        {"<x><called><family/><given/></called><person>c</person></x>", "x(person=c)"},
        /* of one line, and of several */
        {"<x><called><family>a\n\t  b</family><given>c \xE2\x80\xA8 d\xC2\x85"
         "e\xE3\x80\x80 f</given></called></x>",
         "x(called(family=a b,given=c d e\xE3\x80\x80"
         " f))"},
        {"<x><person>\n  a\n  b\n</person></x>", "x(person=a b)"},
        {"<x><optional>a\xE2\x80\xA8"
         "b\xE2\x80\xA9"
         "c\xC2\x85"
         "d&#13;e&#13;&#10;f\ng</optional></x>",
         "x(optional=a\nb\nc\nd\ne\nf\ng)"},
    };
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        world *w = NULL;
        begin((void **)&w);
        const schema_grammar *g = schema_read(w->s, "tests/cases/values.rng", w->d);
        xml_doc *doc = read_text(w, rows[i].content);
        assert_non_null(doc);
        if (schema_take(g, doc, w->d) != (rows[i].expected != NULL))
            fail_msg("%s: %s", rows[i].content, messages(w));
        if (!rows[i].expected) {
            end((void **)&w);
            continue;
        }
        GString *out = g_string_new(NULL);
        spell(w->a, xml_root(doc), out);
        assert_string_equal(out->str, rows[i].expected);
        g_string_free(out, TRUE);
        end((void **)&w);
    }
}

/* A message names the place in the file, not that among what is left. */
static void
what_is_left_keeps_its_place(void **state)
{
    world *w = *state;
    const schema_grammar *g = schema_read(w->s, "tests/cases/values.rng", w->d);
    xml_doc *doc = read_text(w, "<x><many>a</many><many> </many><many>b</many></x>");
    assert_true(schema_take(g, doc, w->d));
    const xml_node *last = xml_next_element(xml_first_element(xml_root(doc)));
    assert_string_equal(xml_place(w->a, last, true).path, "/x/many[3]");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_padded_value_is_the_value, begin_work, end_work),
        cmocka_unit_test_setup_teardown(a_blank_value_is_empty, begin_work, end_work),
        cmocka_unit_test_setup_teardown(a_date_that_is_none_is_told_at_its_field, begin_work, end_work),
        cmocka_unit_test(a_value_is_written_in_one_way),
        cmocka_unit_test(what_says_nothing_is_not_there),
        cmocka_unit_test_setup_teardown(what_is_left_keeps_its_place, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
