/* intake_map_read.c: a mapping file, with each of its fields as a column of the layout; what is wrong is told by line.
 */
#include "intake/intake_map_int.h"

#include <stdlib.h>
#include <string.h>

#include "base/asked.h"
#include "intake/intake_value.h"
#include "schema/schema.h"

typedef struct reading {
    map_reader r;
    GArray *sources;    /* of map_source */
    GPtrArray *sheets;  /* of const layout_sheet, as the mapping has them */
    GPtrArray *of;      /* of GArray of map_to, for each sheet */
    GArray *attributes; /* of map_sheet: without their columns */
    bool headless;      /* the CSV has no headings */
} reading;

static int
line_of(const reading *k, const xml_node *n)
{
    return xml_place(k->r.a, n, false).line;
}

static bool
says_yes(const reading *k, const xml_node *n, const char *name)
{
    return g_strcmp0(xml_attribute(k->r.a, n, name), "yes") == 0;
}

static void
tell_use(const reading *k, const xml_node *n, const layout_column *c, const char *ja, const char *en)
{
    map_tell(&k->r, line_of(k, n), DIAG_MAP_USE, c->field, ja, en);
}

/* ---- what values mean ---- */

/* What the field would say: judged once, here. */
static const char *
read_meaning(const reading *k, const xml_node *n, const layout_column *c, const char *text)
{
    const book_entry e = {.sheet = "CSV", .kind = BOOK_ENTRY_TEXT, .text = text, .raw = text, .format = ""};
    const char *value;
    intake_value(k->r.a, k->r.l->grammars[c->record->grammar], c, &e, (place){k->r.file, line_of(k, n), NULL}, &value,
                 k->r.d);
    return text;
}

/* The children of that name; c NULL: what they mean is not asked. */
static map_words
read_words(const reading *k, const xml_node *parent, const char *name, const layout_column *c)
{
    arena *a = k->r.a;
    GArray *out = g_array_new(FALSE, FALSE, sizeof(map_word));
    for (const xml_node *n = xml_first_element(parent); n; n = xml_next_element(n)) {
        if (!xml_named(n, name))
            continue;
        const char *says = xml_attribute(a, n, "says"), *means = xml_attribute(a, n, "means");
        map_word w = {map_fold(a, says ? says : ""), means, line_of(k, n)};
        for (guint i = 0; i < out->len; i++)
            if (strcmp(g_array_index(out, map_word, i).says, w.says) == 0)
                map_tell(&k->r, w.line, DIAG_MAP_TWICE, says ? says : "",
                         arena_printf(a, "%d", g_array_index(out, map_word, i).line), NULL);
        if (c && means)
            read_meaning(k, n, c, means);
        g_array_append_val(out, w);
    }
    const map_words words = {arena_copy(a, out->data, out->len * sizeof(map_word)), out->len};
    g_array_free(out, TRUE);
    return words;
}

/* ---- a target ---- */

/* The column of a sheet, with its number. NULL after a report. */
static const layout_column *
numbered_column(const reading *k, const xml_node *n, const layout_column *c)
{
    const char *number = xml_attribute(k->r.a, n, "number");
    if (c->role != LAYOUT_NUMBERED && !number)
        return c;
    if (c->role != LAYOUT_NUMBERED || !number) {
        tell_use(k, n, c, number ? "番号（number）の付く欄ではありません" : "何番目かを number で書いてください",
                 number ? "it has no number" : "say which one by number");
        return NULL;
    }
    layout_column *one = arena_copy(k->r.a, c, sizeof *c);
    one->number = (size_t)strtoul(number, NULL, 10);
    one->field = arena_printf(k->r.a, "%s %zu", c->field, one->number);
    return one;
}

/* How a record is looked for. */
static void
read_find(const reading *k, const xml_node *n, map_to *to)
{
    arena *a = k->r.a;
    const xml_node *find = xml_element_named(n, "find");
    const bool by_name = g_strcmp0(xml_attribute(a, n, "by"), "name") == 0;
    to->finds = find || by_name;
    if (!to->finds)
        return;
    const bool key = to->column->role == LAYOUT_KEY_OF && to->column->record->key == LAYOUT_KEY_ID;
    if (!key && to->column->kind != LAYOUT_REFERENCE) {
        tell_use(k, n, to->column, "記録を指す欄ではないので、探せません", "it is of no record that could be found");
        return;
    }
    if (!find)
        return;
    const char *workbook = xml_attribute(a, find, "workbook"), *field = xml_attribute(a, find, "field");
    const layout_sheet *s = map_sheet_named(&k->r, find, workbook ? workbook : "台帳", xml_attribute(a, find, "sheet"));
    if (!s)
        return;
    GPtrArray *found = map_columns_named(s, xml_attribute(a, find, "group"), field), *sheets = g_ptr_array_new();
    g_ptr_array_add(sheets, (void *)s);
    if (found->len == 0)
        map_tell_field(&k->r, find, sheets, field);
    else if (found->len > 1)
        map_tell(&k->r, line_of(k, find), DIAG_MAP_FIELD_SEVERAL, field, s->name, NULL);
    else
        to->by = g_ptr_array_index(found, 0);
    to->within = s->record;
    to->by_words = read_words(k, find, "value", to->by);
    g_ptr_array_free(found, TRUE);
    g_ptr_array_free(sheets, TRUE);
    if (to->by && (to->by->role == LAYOUT_NUMBERED || to->by->role == LAYOUT_TICKED))
        tell_use(k, find, to->by, "一つの値の欄で探してください", "look for it by a field of one value");
}

static void
read_part(const reading *k, const xml_node *n, map_to *to)
{
    static const char *const parts[] = {[MAP_FIRST] = "first", [MAP_SECOND] = "second", [MAP_MONTH] = "month"};
    const char *part = xml_attribute(k->r.a, n, "part");
    for (size_t i = MAP_FIRST; part && i < G_N_ELEMENTS(parts); i++)
        if (strcmp(parts[i], part) == 0)
            to->part = (map_part)i;
    const bool month = to->column->kind == LAYOUT_MONTH ||
                       (to->column->role == LAYOUT_KEY_OF && to->column->record->key == LAYOUT_KEY_VALUE);
    if (to->part == MAP_MONTH && !month)
        tell_use(k, n, to->column, "年月の欄ではありません（part=\"month\"）", "it is no field of a month (part)");
}

/* A sheet's column may be said once. */
static void
keep_target(reading *k, const xml_node *n, guint sheet, const map_to *to)
{
    GArray *of = g_ptr_array_index(k->of, sheet);
    for (guint i = 0; i < of->len; i++) {
        const map_to *other = &g_array_index(of, map_to, i);
        const layout_column *c = other->column;
        if (strcmp(c->group, to->column->group) == 0 && strcmp(c->field, to->column->field) == 0) {
            map_tell(&k->r, line_of(k, n), DIAG_MAP_TWICE, c->field, arena_printf(k->r.a, "%d", other->line), NULL);
            return;
        }
    }
    g_array_append_val(of, *to);
}

static void
add_target(reading *k, const xml_node *n, guint sheet, const layout_column *found, size_t source)
{
    map_to to = {.source = source, .line = line_of(k, n)};
    to.column = numbered_column(k, n, found);
    if (!to.column)
        return;
    to.key = says_yes(k, n, "key");
    to.replaces = says_yes(k, n, "replaces");
    read_part(k, n, &to);
    read_find(k, n, &to);
    to.words = read_words(k, n, "value", to.column);
    const map_source *from = &g_array_index(k->sources, map_source, source);
    const char *means;
    if (from->kind == MAP_CONSTANT && !to.finds && to.part == MAP_WHOLE &&
        !map_word_find(k->r.a, &to.words, from->says, &means))
        read_meaning(k, n, to.column, from->says);
    keep_target(k, n, sheet, &to);
}

/* A field without its sheet is of all sheets that have it, which are several of keys alone. */
static void
read_target(reading *k, const xml_node *n, size_t source)
{
    arena *a = k->r.a;
    const char *sheet = xml_attribute(a, n, "sheet"), *field = xml_attribute(a, n, "field");
    const char *group = xml_attribute(a, n, "group");
    GPtrArray *names = g_ptr_array_new();
    const layout_column *first = NULL;
    bool known = !sheet;
    for (guint i = 0; i < k->sheets->len; i++) {
        const layout_sheet *s = g_ptr_array_index(k->sheets, i);
        known = known || strcmp(s->name, sheet) == 0;
        GPtrArray *found = map_columns_named(s, group, field);
        if (sheet && strcmp(s->name, sheet) != 0)
            g_ptr_array_set_size(found, 0);
        const layout_column *c = found->len ? g_ptr_array_index(found, 0) : NULL;
        for (guint j = 0; j < found->len; j++) {
            const layout_column *one = g_ptr_array_index(found, j);
            g_ptr_array_add(names, arena_printf(a, "%s／%s　%s", s->name, one->group, one->field));
        }
        const bool again = first && (first->role != LAYOUT_KEY_OF || (c && c->role != LAYOUT_KEY_OF));
        if (found->len > 1 || (c && again)) {
            g_ptr_array_add(names, NULL);
            char *all = g_strjoinv("、", (char **)names->pdata);
            map_tell(&k->r, line_of(k, n), DIAG_MAP_FIELD_SEVERAL, field, all, NULL);
            g_free(all);
            g_ptr_array_free(found, TRUE);
            break;
        }
        if (c)
            add_target(k, n, i, c, source);
        first = first ? first : c;
        g_ptr_array_free(found, TRUE);
    }
    if (!known)
        map_tell(&k->r, line_of(k, n), DIAG_MAP_SHEET, sheet, "対応表の <sheet> にあるものを書いてください",
                 "name one that the mapping has a <sheet> of");
    else if (names->len == 0)
        map_tell_field(&k->r, n, k->sheets, field);
    g_ptr_array_free(names, TRUE);
}

/* ---- sheets and sources ---- */

static void
read_sheet(reading *k, const xml_node *n)
{
    const char *workbook = xml_attribute(k->r.a, n, "workbook"), *name = xml_attribute(k->r.a, n, "name");
    const layout_sheet *s = map_sheet_named(&k->r, n, workbook, name);
    if (!s)
        return;
    for (guint i = 0; i < k->attributes->len; i++) {
        const map_sheet *other = &g_array_index(k->attributes, map_sheet, i);
        if (other->sheet->record == s->record || strcmp(other->sheet->name, s->name) == 0)
            map_tell(&k->r, line_of(k, n), DIAG_MAP_TWICE, name, arena_printf(k->r.a, "%d", other->line), NULL);
    }
    const map_sheet m = {
        .sheet = s, .makes_new = says_yes(k, n, "new"), .repeats = says_yes(k, n, "repeats"), .line = line_of(k, n)};
    g_array_append_val(k->attributes, m);
    g_ptr_array_add(k->sheets, (void *)s);
    g_ptr_array_add(k->of, g_array_new(FALSE, FALSE, sizeof(map_to)));
}

static bool
read_targets(reading *k, const xml_node *n, size_t source)
{
    bool any = false;
    for (const xml_node *to = xml_first_element(n); to; to = xml_next_element(to))
        if (xml_named(to, "to")) {
            read_target(k, to, source);
            any = true;
        }
    return any;
}

static void
read_source(reading *k, const xml_node *n)
{
    const size_t at = k->sources->len;
    map_source s = map_source_read(&k->r, n, k->headless), *other = map_source_find(k->sources, &s);
    s.skips = read_words(k, n, "skip", NULL);
    if (other)
        map_tell(&k->r, s.line, DIAG_MAP_TWICE, s.name, arena_printf(k->r.a, "%d", other->line), NULL);
    g_array_append_val(k->sources, s);
    if (!read_targets(k, n, at) && !s.ignored && s.skips.count == 0) {
        map_source *kept = &g_array_index(k->sources, map_source, at);
        kept->only_joined = true; /* or nowhere: map_check_sources */
    }
}

/* Its columns may go somewhere by themselves, too. */
static void
read_joined(reading *k, const xml_node *n)
{
    static const char *const joints[] = {[MAP_AS_TEXT] = "text", [MAP_AS_NAME] = "name", [MAP_AS_DATE] = "date"};
    arena *a = k->r.a;
    map_source s = {.kind = MAP_JOINED, .line = line_of(k, n)};
    const char *as = xml_attribute(a, n, "as");
    for (size_t i = 0; i < G_N_ELEMENTS(joints); i++)
        s.joint = strcmp(joints[i], as) == 0 ? (map_joint)i : s.joint;
    GArray *parts = g_array_new(FALSE, FALSE, sizeof(size_t));
    GString *name = g_string_new(NULL);
    for (const xml_node *c = xml_first_element(n); c; c = xml_next_element(c)) {
        if (!xml_named(c, "part"))
            continue;
        const map_source part = map_source_read(&k->r, c, k->headless);
        map_source *known = map_source_find(k->sources, &part);
        if (known && known->ignored)
            map_tell(&k->r, part.line, DIAG_MAP_TWICE, part.name, arena_printf(a, "%d", known->line), NULL);
        if (!known)
            g_array_append_val(k->sources, part);
        const size_t at =
            known ? (size_t)(known - (map_source *)(void *)k->sources->data) : (size_t)k->sources->len - 1;
        g_array_append_val(parts, at);
        g_string_append_printf(name, "%s%s", name->len ? "＋" : "", part.name);
    }
    s.name = arena_strdup(a, name->str);
    s.parts = arena_copy(a, parts->data, parts->len * sizeof(size_t));
    s.part_count = parts->len;
    g_string_free(name, TRUE);
    g_array_free(parts, TRUE);
    g_array_append_val(k->sources, s);
    read_targets(k, n, k->sources->len - 1);
}

/* ---- the whole ---- */

static bool
is_named(const GArray *of, const layout_record *record)
{
    for (guint i = 0; i < of->len; i++) {
        const layout_column *c = g_array_index(of, map_to, i).column;
        if (c->role == LAYOUT_KEY_OF && c->record == record)
            return true;
    }
    return false;
}

/* Which record a row is of must be said: its case, its month, and which of the records there. */
static void
check_keys(const reading *k, map_sheet *m, const GArray *of)
{
    const layout_sheet *s = m->sheet;
    for (guint i = 0; i < of->len; i++)
        m->identifies = m->identifies || g_array_index(of, map_to, i).key;
    for (size_t i = 0; i < s->keys; i++) {
        const layout_record *record = s->columns[i].record;
        const bool own = record == s->record, must = own || !record->parent || record->key == LAYOUT_KEY_VALUE;
        const bool marked = own && m->identifies && record->key != LAYOUT_KEY_VALUE && record->parent;
        if (must && !marked && !is_named(of, record))
            map_tell(&k->r, m->line, DIAG_MAP_KEY, s->name, s->columns[i].field, NULL);
        if (own && m->identifies && is_named(of, record))
            map_tell(&k->r, m->line, DIAG_MAP_USE, s->columns[i].field, "key=\"yes\" の欄と両方では見分けられません",
                     "records are told apart by this or by fields with key, not by both");
    }
}

static bool
is_same_ticks(const layout_column *a, const layout_column *b)
{
    return a->role == LAYOUT_TICKED && b->role == LAYOUT_TICKED && a->depth == b->depth &&
           a->path[a->depth - 1] == b->path[b->depth - 1];
}

/* Ticks are written all together: those that the mapping does not name stay as they are. */
static void
add_other_ticks(const layout_sheet *s, GArray *of)
{
    const guint named = of->len;
    for (size_t i = 0; i < s->count; i++) {
        const layout_column *c = &s->columns[i];
        bool same = false, there = false;
        for (guint j = 0; j < of->len; j++) {
            const layout_column *other = g_array_index(of, map_to, j).column;
            same = same || (j < named && is_same_ticks(c, other));
            there = there || c == other;
        }
        const map_to to = {.column = c};
        if (same && !there)
            g_array_append_val(of, to);
    }
}

static int
by_layout(const void *a, const void *b)
{
    const map_sheet *x = a, *y = b;
    return x->sheet < y->sheet ? -1 : x->sheet > y->sheet;
}

static intake_map *
make_map(reading *k, const xml_node *root)
{
    arena *a = k->r.a;
    const char *row = xml_attribute(a, root, "heading-row"), *separator = xml_attribute(a, root, "separator");
    for (guint i = 0; i < k->attributes->len; i++) {
        map_sheet *m = &g_array_index(k->attributes, map_sheet, i);
        GArray *of = g_ptr_array_index(k->of, i);
        check_keys(k, m, of);
        add_other_ticks(m->sheet, of);
        m->to = arena_copy(a, of->data, of->len * sizeof(map_to));
        m->count = of->len;
    }
    g_array_sort(k->attributes, by_layout);
    intake_map *m = ARENA_NEW(a, intake_map);
    *m = (intake_map){.file = k->r.file,
                      .encoding = xml_attribute(a, root, "encoding"),
                      .separator = !separator                      ? '\0'
                                   : strcmp(separator, "tab") == 0 ? '\t'
                                                                   : ',',
                      .heading_row = row ? atoi(row) : 1, /* of "no": 0 */
                      .sources = arena_copy(a, k->sources->data, k->sources->len * sizeof(map_source)),
                      .source_count = k->sources->len,
                      .sheets = arena_copy(a, k->attributes->data, k->attributes->len * sizeof(map_sheet)),
                      .sheet_count = k->attributes->len};
    for (size_t i = 0; i < m->sheet_count; i++)
        for (size_t j = 0; j < m->sheets[i].count; j++) {
            map_to *to = (map_to *)&m->sheets[i].to[j];
            to->from = to->line ? &m->sources[to->source] : NULL;
        }
    return m;
}

static const intake_map *
read_document(arena *a, const layout *l, const char *path, const xml_node *root, diag *d)
{
    reading k = {.r = {a, l, arena_strdup(a, path), d}};
    const size_t errors = diag_count(d, DIAG_ERROR);
    k.sources = g_array_new(FALSE, FALSE, sizeof(map_source));
    k.attributes = g_array_new(FALSE, FALSE, sizeof(map_sheet));
    k.sheets = g_ptr_array_new();
    k.of = g_ptr_array_new();
    k.headless = g_strcmp0(xml_attribute(a, root, "heading-row"), "no") == 0;
    for (const xml_node *n = xml_first_element(root); n; n = xml_next_element(n))
        if (xml_named(n, "sheet"))
            read_sheet(&k, n);
    for (const xml_node *n = xml_first_element(root); k.sheets->len && n; n = xml_next_element(n))
        if (!xml_named(n, "sheet") && !xml_named(n, "joined"))
            read_source(&k, n);
    for (const xml_node *n = xml_first_element(root); k.sheets->len && n; n = xml_next_element(n))
        if (xml_named(n, "joined"))
            read_joined(&k, n);
    map_check_sources(&k.r, k.sources);
    const intake_map *m = make_map(&k, root);
    for (guint i = 0; i < k.of->len; i++)
        g_array_free(g_ptr_array_index(k.of, i), TRUE);
    g_ptr_array_free(k.of, TRUE);
    g_ptr_array_free(k.sheets, TRUE);
    g_array_free(k.attributes, TRUE);
    g_array_free(k.sources, TRUE);
    return diag_count(d, DIAG_ERROR) == errors ? m : NULL;
}

const intake_map *
intake_map_read(arena *a, xml_store *s, const layout *l, const char *schema_dir, const char *path, diag *d)
{
    int error = 0;
    char *schema_path = g_build_filename(schema_dir, "mapping.rng", NULL);
    schema_grammar *schema = schema_read(s, schema_path, d);
    g_free(schema_path);
    xml_doc *doc = schema ? xml_read_asked(s, path, XML_DATA, &xml_limits_case, &error, d) : NULL;
    if (error)
        asked_report(d, DIAG_FILE_ASKED, PLACE_NONE, path, error);
    if (!doc || !schema_take(schema, doc, d))
        return NULL;
    return read_document(a, l, path, xml_root(doc), d);
}
