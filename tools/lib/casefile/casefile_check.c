/* casefile_check.c: what a schema language cannot say, judged by the annotations of the schema (casefile_rules.c).
 * Besides, every value that the schema types as a date must be one of the calendar room's dates. */
#include "casefile/casefile_check_int.h"

#include <string.h>

#include "base/reading.h"

/* The schema is at fault. */
static void
blame_schema(checker *k, const xml_node *at, const char *annotation)
{
    const bool is_own = k->now->schema && (schema_is_own(k->now->schema, at) || *xml_namespace(at));
    casefile_rule_broken(k->scratch, at, is_own && strcmp(xml_namespace(at), SCHEMA_NOTES) != 0, annotation, k->d);
    k->good = false;
}

/* ---- single nodes ---- */

static void
meet_id(checker *k, xml_node *n)
{
    xml_node *element = xml_is_attribute(n) ? xml_parent(n) : n;
    const id_entry entry = {g_strstrip(arena_strdup(k->a, xml_text(k->scratch, n))), element};
    g_array_append_val(k->id_nodes, n);
    const xml_node *first = g_hash_table_lookup(k->first, entry.id);
    if (first) {
        if (first != element)
            casefile_tell(k, DIAG_CASEFILE_ID_DUPLICATE, n, casefile_printable_id(entry.id),
                          casefile_file_and_line(k, first), NULL, NULL);
        return;
    }
    g_hash_table_insert(k->first, (void *)entry.id, element);
    g_array_append_val(k->ids, entry);
}

static void
check_date(checker *k, const xml_node *pattern, const xml_node *n)
{
    if (xml_is_element(n) && xml_first_element(n))
        return;
    const char *borrowed = xml_borrow_value(n), *value = borrowed ? borrowed : xml_text(k->scratch, n);
    if (!strchr(value, '-')) /* as every date of the schema's kind has it */
        return;
    date day;
    year_month month;
    const char *text = g_strstrip(arena_strdup(k->scratch, value));
    if (g_ascii_isalpha(*text)) /* an id */
        return;
    const bool is_day = date_parse(text, &day), is_month = year_month_parse(text, &month);
    if (is_day || is_month) /* the one is never taken for the other */
        return;
    const char *type = schema_datatype(k->scratch, k->now->schema, pattern, value);
    if (g_strcmp0(type, "date") == 0 || g_strcmp0(type, "gYearMonth") == 0)
        casefile_tell(k, DIAG_CASEFILE_DATE, n, casefile_spelled(k, n), NULL, NULL, NULL);
}

/* Below 0 when x comes before y; false when the two cannot be compared. Two times of one minute have no time between
 * them: the first is not before the second. */
static bool
compare_values(const char *x, const char *y, int *order)
{
    date d1, d2;
    year_month m1, m2;
    int t1, t2;
    char *end1, *end2;
    if (date_parse(x, &d1) && date_parse(y, &d2)) {
        *order = date_compare(d1, d2);
    } else if (year_month_parse(x, &m1) && year_month_parse(y, &m2)) {
        *order = (m1.year - m2.year) * 12 + m1.month - m2.month;
    } else if (time_parse(x, &t1) && time_parse(y, &t2)) {
        *order = t1 < t2 ? -1 : 1;
    } else {
        const double n1 = g_ascii_strtod(x, &end1), n2 = g_ascii_strtod(y, &end2);
        if (end1 == x || end2 == y || *end1 || *end2)
            return false;
        *order = n1 < n2 ? -1 : n1 > n2;
    }
    return true;
}

/* What may stand where a date does and is none that can be used has been told at its own place. */
static bool
may_be_date(const char *text)
{
    return g_ascii_isdigit(*text) && strchr(text, '-');
}

/* Two values that cannot be compared are the schema's fault, but not where one is missing or a date that is none. */
static bool
are_comparable_kinds(const char *x, const char *y)
{
    return !xml_is_blank(x) && !xml_is_blank(y) && !may_be_date(x) && !may_be_date(y);
}

static void
check_ordered(checker *k, const casefile_rule *r, const xml_node *n)
{
    for (char **both = r->ordered; *both; both += 2) {
        const xml_node *x = casefile_part(n, both[0]), *y = x ? casefile_part(n, both[1]) : NULL;
        int order = 0;
        const char *from = x ? xml_text(k->scratch, x) : "", *to = y ? xml_text(k->scratch, y) : "";
        if (x && y && !compare_values(from, to, &order) && k->now->valid && are_comparable_kinds(from, to))
            blame_schema(k, n, "ordered");
        if (order > 0)
            casefile_tell(k, DIAG_CASEFILE_ORDER, y, casefile_spelled(k, x), casefile_spelled(k, y), NULL, NULL);
    }
}

static void
check_exactly_one(checker *k, const xml_node *pattern, const casefile_rule *r, xml_node *n)
{
    xml_value v;
    if (!xml_eval(k->xpath, k->scratch, r->exactly_one, n, 1, 1, xml_place(k->scratch, pattern, false), k->d, &v)) {
        k->good = false;
    } else if (v.type != XML_NODES) {
        blame_schema(k, pattern, "exactly-one");
    } else if (v.count != 1) {
        casefile_tell(k, DIAG_CASEFILE_EXACTLY_ONE, n, xml_expr_text(r->exactly_one),
                      arena_printf(k->scratch, "%zu", v.count), xml_name(n), NULL);
    }
}

/* What to do about it, in the words of the message. */
static void
check_reading(checker *k, const xml_node *pattern, const xml_node *n)
{
    static const struct {
        const char *ja, *en;
    } faults[] = {
        [READING_HALF_WIDTH] = {"半角カタカナです。全角に直してください", "half-width katakana; make it full-width"},
        [READING_LATIN] = {"英字です。読みをカタカナで書いてください",
                           "a Latin letter; write how it is read in katakana"},
        [READING_FIGURE] = {"数字です。読みをかなで書いてください", "a figure; write how it is read"},
        [READING_KANJI] = {"漢字です。読みをかなで書いてください", "a kanji; write how it is read"},
        [READING_DASH] = {"ハイフンか横線です。のばす音は「ー」で書いてください",
                          "a hyphen or a dash; a long vowel has the mark U+30FC"},
        [READING_NO_SOUND] = {"読みのはじめに来ない字です。かなから書いてください",
                              "nothing that a reading begins with; begin with a kana"},
        [READING_OTHER] = {"かなではありません。取り除いてください", "no kana; remove it"},
    };
    size_t at;
    uint32_t point;
    const reading_fault fault = reading_judge(casefile_own_text(k->scratch, n), &at, &point);
    if (fault == READING_GOOD)
        return;
    const char *ja, *en;
    schema_label(k->scratch, pattern, &ja, &en);
    casefile_tell(k, DIAG_CASEFILE_READING, n, ja, en,
                  arena_printf(k->scratch, "%zu文字目（U+%04X）は%s", at, point, faults[fault].ja),
                  arena_printf(k->scratch, "character %zu (U+%04X) is %s", at, point, faults[fault].en));
}

/* Told and left as it is: what looks like one may be a part of the name. */
static void
check_honorific(checker *k, const xml_node *pattern, words_kind kind, const xml_node *n)
{
    const honorific *found = casefile_honorific(kind, casefile_own_text(k->scratch, n));
    if (!found)
        return;
    const char *ja, *en;
    schema_label(k->scratch, pattern, &ja, &en);
    casefile_tell(k, DIAG_CASEFILE_HONORIFIC, n, ja, en, found->written, found->latin);
}

/* The first child of `n` that `other` has none of. */
static const xml_node *
lonely_part(const xml_node *n, const xml_node *other)
{
    const xml_node *c = xml_first_element(n);
    while (c && casefile_part(other, xml_name(c)))
        c = xml_next_element(c);
    return c;
}

static void
check_parts(checker *k, const casefile_rule *r, xml_node *n)
{
    const xml_node *like = k->now->valid ? casefile_part(xml_parent(n), r->parts) : NULL;
    if (!like) /* what is missing or misspelt has been told */
        return;
    const xml_node *more = lonely_part(n, like);
    const xml_node *less = more ? NULL : lonely_part(like, n);
    if (more)
        casefile_tell(k, DIAG_CASEFILE_PARTS, more, casefile_spelled(k, n), casefile_spelled(k, more),
                      casefile_spelled(k, like), NULL);
    else if (less)
        casefile_tell(k, DIAG_CASEFILE_PARTS, n, casefile_spelled(k, like), casefile_spelled(k, less),
                      casefile_spelled(k, n), NULL);
}

/* Also where somebody began to write beside it. What the schema does not take has been told. */
static bool
is_written(checker *k, const xml_node *pattern, const xml_node *n)
{
    const char *said = xml_borrow_text(n);
    if (!said || !strstr(said, CASEFILE_UNWRITTEN))
        return true;
    const char *ja, *en;
    schema_label(k->scratch, pattern, &ja, &en);
    if (schema_accepts(k->now->schema, pattern, said))
        casefile_tell(k, DIAG_CASEFILE_UNWRITTEN, n, ja, en, NULL, NULL);
    return false;
}

/* What says nothing of its readers is for those of what it stands in. */
static void
meet_own(checker *k, const casefile_rule *r, xml_node *n)
{
    own_element one = {n, r && r->audience ? arena_strdup(k->schemas->a, r->audience) : NULL};
    for (guint i = k->owns->len; !one.audience && i-- > 0;)
        if (g_array_index(k->owns, own_element, i).element == xml_parent(n)) {
            one.audience = g_array_index(k->owns, own_element, i).audience;
            break;
        }
    g_array_append_val(k->owns, one);
}

static void
meet_node(void *data, const xml_node *pattern, xml_node *n)
{
    checker *k = data;
    if (k->filled && xml_is_made(n)) /* what its meeting says is judged there */
        return;
    const casefile_rule *r = g_hash_table_lookup(k->schemas->annotations, pattern); /* NULL: it has none */
    if (xml_is_element(n) && *xml_namespace(n))
        meet_own(k, r, n);
    check_date(k, pattern, n);
    if (!is_written(k, pattern, n) || !r)
        return;
    if (r->id)
        meet_id(k, n);
    if (casefile_words_are_reading(r->text))
        check_reading(k, pattern, n);
    else if (r->text != WORDS_COUNT)
        check_honorific(k, pattern, r->text, n);
    if (r->refers) {
        const reference ref = {r, n};
        g_array_append_val(k->references, ref);
    }
    if (r->schooling)
        g_array_append_val(k->schoolings, n);
    if (r->home)
        g_ptr_array_add(k->homes, n);
    if (r->ordered && xml_is_element(n))
        check_ordered(k, r, n);
    if (r->unique && xml_is_element(n))
        casefile_check_key(k, r, n);
    if (r->exactly_one && xml_is_element(n))
        check_exactly_one(k, pattern, r, n);
    if (r->parts && xml_is_element(n))
        check_parts(k, r, n);
}

/* ---- documents ---- */

/* Where the ids and references of each source begin. */
typedef struct share {
    guint ids, references, owns;
} share;

/* A kept master is in order by itself; what it says is heard again beside this case. */
static void
meet_source(checker *k)
{
    const kept_master *kept = k->now->kept;
    if (!kept && k->now->schema)
        k->good = casefile_rules_read(k->schemas, k->now->schema, k->scratch, k->d) && k->good;
    if (!kept && k->now->schema && k->now->doc)
        schema_walk(k->now->schema, k->now->doc, meet_node, k);
    for (guint i = 0; kept && i < kept->ids->len; i++)
        meet_id(k, g_array_index(kept->ids, xml_node *, i));
    if (kept && kept->references->len)
        g_array_append_vals(k->references, kept->references->data, kept->references->len);
    if (kept && kept->owns->len)
        g_array_append_vals(k->owns, kept->owns->data, kept->owns->len);
}

static GArray *
copy_slice(const GArray *from, guint begin, guint end, guint size)
{
    GArray *out = g_array_new(FALSE, FALSE, size);
    if (end > begin)
        g_array_append_vals(out, from->data + (gsize)begin * size, end - begin);
    return out;
}

static void
keep_master(checker *k, const casefile *c, const source *src, share from, share to)
{
    kept_master *m = g_new0(kept_master, 1);
    *m = (kept_master){
        .kind = src->kind, .path = arena_strdup(k->schemas->a, src->path), .doc = src->doc, .schema = src->schema};
    m->ids = copy_slice(k->id_nodes, from.ids, to.ids, sizeof(xml_node *));
    m->fields = c->fields ? arena_strdup(k->schemas->a, c->fields) : NULL;
    m->references = copy_slice(k->references, from.references, to.references, sizeof(reference));
    m->owns = copy_slice(k->owns, from.owns, to.owns, sizeof(own_element));
    g_ptr_array_add(k->schemas->masters, m);
}

static void
check_sources(checker *k, const casefile *c)
{
    share shares[SOURCES + 1] = {{0, 0, 0}};
    for (size_t i = 0; i < c->source_count; i++) {
        k->now = &c->sources[i];
        meet_source(k);
        shares[i + 1] = (share){k->id_nodes->len, k->references->len, k->owns->len};
    }
    casefile_check_references(k, c);
    for (guint i = 0; i < k->schoolings->len; i++)
        casefile_check_schooling(k, g_array_index(k->schoolings, xml_node *, i));
    for (size_t i = 1; k->good && k->valid && k->schemas->keep_masters && i < c->source_count; i++)
        if (!c->sources[i].kept && !c->apart)
            keep_master(k, c, &c->sources[i], shares[i], shares[i + 1]);
}

bool
casefile_check(casefile *c, bool whole, bool valid, casefile_schemas *schemas, arena *a, xml_store *s, diag *d)
{
    checker k = {.a = a,
                 .scratch = arena_new(),
                 .s = s,
                 .d = d,
                 .schemas = schemas,
                 .whole = whole,
                 .filled = c->filled,
                 .valid = valid,
                 .good = true};
    k.xpath = xml_xpath_new(s);
    k.ids = g_array_new(FALSE, FALSE, sizeof(id_entry));
    k.id_nodes = g_array_new(FALSE, FALSE, sizeof(xml_node *));
    k.first = g_hash_table_new(g_str_hash, g_str_equal);
    k.references = g_array_new(FALSE, FALSE, sizeof(reference));
    k.schoolings = g_array_new(FALSE, FALSE, sizeof(xml_node *));
    k.keys = g_hash_table_new(g_str_hash, g_str_equal);
    k.key = g_string_new(NULL);
    k.homes = g_ptr_array_new();
    k.owns = g_array_new(FALSE, FALSE, sizeof(own_element));
    check_sources(&k, c);
    casefile_keep_owns(c, a, k.owns);
    if (k.good && valid)
        casefile_withhold(c, a, k.homes);
    casefile_sort_ids(c, a, k.ids);
    xml_xpath_drop(k.xpath);
    g_array_free(k.ids, TRUE);
    g_array_free(k.id_nodes, TRUE);
    g_hash_table_destroy(k.first);
    g_array_free(k.references, TRUE);
    g_array_free(k.schoolings, TRUE);
    g_ptr_array_free(k.homes, TRUE);
    g_array_free(k.owns, TRUE);
    g_hash_table_destroy(k.keys);
    g_string_free(k.key, TRUE);
    arena_drop(k.scratch);
    return k.good;
}
