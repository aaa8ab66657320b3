/* formin_name.c: what cells and their values are called: by what was typed into the braces, else by the labels beside
 * and above. */
#include <string.h>

#include "formin/formin_int.h"
#include "xml/xml.h"

/* Longer ones are no labels but sentences. */
enum { LABEL = 24, NAME = 40 };

bool
formin_is_path(const char *text)
{
    if (!*text || strlen(text) > 1000 || !g_utf8_validate(text, -1, NULL))
        return false;
    xml_store *s = xml_store_new();
    diag *unheard = diag_new();
    const bool good = xml_expr_compile(s, text, PLACE_NONE, unheard) != NULL;
    diag_drop(unheard);
    xml_store_drop(s);
    return good;
}

static bool
is_name_character(gunichar c)
{
    return g_unichar_isalnum(c) || c == 0x3005 || c == 0x30fc || c == '_';
}

/* Letters and digits as they are, one hyphen for whatever stands between: 「氏名（漢字）」 is 氏名-漢字. */
char *
formin_name_of(const char *label)
{
    GString *out = g_string_new(NULL);
    bool between = false;
    char *narrow = g_utf8_normalize(label, -1, G_NORMALIZE_NFKC);
    int count = 0;
    for (const char *p = narrow ? narrow : ""; *p && count < NAME; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        if (!is_name_character(c)) {
            between |= !g_unichar_isspace(c);
            continue;
        }
        if (between && out->len)
            g_string_append_c(out, '-');
        else if (!out->len && (g_unichar_isdigit(c) || c == '_'))
            g_string_append(out, "欄");
        g_string_append_unichar(out, c);
        between = false;
        count++;
    }
    g_free(narrow);
    /* Of what cannot be a name (digits of other scripts …) nothing is left. */
    if (out->len && !formin_is_path(out->str))
        g_string_truncate(out, 0);
    return g_string_free(out, FALSE);
}

const char *
formin_unique(arena *a, GHashTable *taken, const char *name)
{
    const char *one = name;
    for (int i = 2; g_hash_table_contains(taken, one); i++)
        one = arena_printf(a, "%s-%d", name, i);
    one = arena_strdup(a, one);
    g_hash_table_add(taken, (void *)one);
    return one;
}

/* ---- labels ---- */

static bool
is_label(const formin_cell *c)
{
    if (formin_has_value(c) || !formin_has_text(c))
        return false;
    char *plain = formin_plain(c);
    bool words = false;
    for (const char *p = plain; *p; p = g_utf8_next_char(p))
        words |= g_unichar_isalpha(g_utf8_get_char(p));
    words &= g_utf8_strlen(plain, -1) <= LABEL && !strstr(plain, "、") && !strstr(plain, "。");
    g_free(plain);
    return words;
}

static formin_cell *
cell_at(const formin_page *p, formin_cell *const *owners, int row, int column)
{
    return row < 0 || column < 0 ? NULL : owners[row * p->column_count + column];
}

/* Beside it, past cells of the same rows that are no label. */
static const formin_cell *
row_label(const formin_page *p, formin_cell *const *owners, const formin_cell *c)
{
    for (const formin_cell *left = cell_at(p, owners, c->row, c->column - 1); left;
         left = cell_at(p, owners, c->row, left->column - 1)) {
        if (left->row > c->row || left->row + left->rows < c->row + c->rows)
            return NULL;
        if (is_label(left))
            return left;
    }
    return NULL;
}

/* Above it, past cells of the same columns that are no label. */
static const formin_cell *
column_label(const formin_page *p, formin_cell *const *owners, const formin_cell *c)
{
    for (const formin_cell *up = cell_at(p, owners, c->row - 1, c->column); up;
         up = cell_at(p, owners, up->row - 1, c->column)) {
        if (up->column != c->column || up->columns != c->columns)
            return NULL;
        if (is_label(up))
            return up;
    }
    return NULL;
}

static char *
label_name(const formin_cell *c)
{
    if (!c)
        return NULL;
    char *plain = formin_plain(c), *name = formin_name_of(plain);
    g_free(plain);
    if (*name)
        return name;
    g_free(name);
    return NULL;
}

static const char *
name_by_labels(arena *a, const formin_page *p, formin_cell *const *owners, const formin_cell *c)
{
    const formin_cell *left = row_label(p, owners, c), *top = column_label(p, owners, c);
    if (left && top && left->rows > c->rows) /* of all these rows, not of this one */
        left = NULL;
    char *beside = label_name(left), *above = label_name(top);
    const char *name = beside && above ? arena_printf(a, "%s-%s", beside, above)
                       : beside        ? arena_strdup(a, beside)
                       : above         ? arena_strdup(a, above)
                                       : NULL;
    g_free(beside);
    g_free(above);
    return name;
}

/* ---- values ---- */

/* What stands in the braces is a path, or words of which a name is made; nothing: the labels say it. */
static const char *
name_value(arena *a, const formin_cell *c, const char *inside, GHashTable *taken)
{
    if (!g_ascii_isdigit(*inside) && formin_is_path(inside))
        return inside;
    char *name = formin_name_of(inside);
    const char *chosen = *name ? arena_strdup(a, name) : c->label ? c->label : arena_printf(a, "欄%s", c->address);
    g_free(name);
    return formin_unique(a, taken, chosen);
}

void
formin_label_cells(arena *a, formin_page *p)
{
    formin_cell **owners = g_new0(formin_cell *, (gsize)p->row_count * (gsize)p->column_count);
    for (size_t i = 0; i < p->cell_count; i++) {
        formin_cell *c = &p->cells[i];
        for (int r = c->row; r < c->row + c->rows; r++)
            for (int k = c->column; k < c->column + c->columns; k++)
                owners[r * p->column_count + k] = c;
    }
    for (size_t i = 0; i < p->cell_count; i++)
        if (!is_label(&p->cells[i]))
            p->cells[i].label = name_by_labels(a, p, owners, &p->cells[i]);
    g_free(owners);
}

const formin_loop *
formin_loop_at(const formin_page *p, int row)
{
    for (size_t i = 0; i < p->loop_count; i++)
        if (p->loops[i].row <= row && row < p->loops[i].row + p->loops[i].rows)
            return &p->loops[i];
    return NULL;
}

const formin_group *
formin_group_at(const formin_page *p, int row)
{
    for (size_t i = 0; i < p->group_count; i++)
        if (p->groups[i].row <= row && row < p->groups[i].row + p->groups[i].rows)
            return &p->groups[i];
    return NULL;
}

static void
name_cell(arena *a, formin_cell *c, GHashTable *taken)
{
    const bool again = c->first && c->first->piece_count == c->piece_count; /* it has the same names */
    for (size_t k = 0; k < c->piece_count; k++)
        if (c->pieces[k].kind == FORMIN_VALUE)
            c->pieces[k].text = again ? c->first->pieces[k].text : name_value(a, c, c->pieces[k].text, taken);
}

/* ---- in loops ---- */

/* What stands before the last step of a path, and of all of them where it is the same: 明細 of 明細/日付 and 明細/@no.
 */
static char *
common_path(const formin_page *p, int row)
{
    char *common = NULL;
    for (size_t i = 0; i < p->cell_count; i++)
        for (size_t k = 0; p->cells[i].row == row && p->cells[i].rows == 1 && k < p->cells[i].piece_count; k++) {
            if (p->cells[i].pieces[k].kind != FORMIN_VALUE)
                continue;
            const char *path = p->cells[i].pieces[k].text, *slash = strrchr(path, '/');
            char *before = slash && !strpbrk(path, "()[]'\"|") ? g_strndup(path, (gsize)(slash - path)) : g_strdup("");
            if (common && strcmp(common, before) != 0)
                *before = '\0';
            g_free(common);
            common = before;
            if (!*common)
                return common;
        }
    return common ? common : g_strdup("");
}

static void
name_loop(arena *a, formin_page *p, formin_loop *l, GHashTable *taken)
{
    GHashTable *inside = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < p->cell_count; i++)
        if (p->cells[i].row == l->row && p->cells[i].rows == 1)
            name_cell(a, &p->cells[i], inside);
    g_hash_table_destroy(inside);
    char *path = common_path(p, l->row);
    const size_t skip = *path ? strlen(path) + 1 : 0;
    l->select = *path ? arena_strdup(a, path) : formin_unique(a, taken, "行");
    g_free(path);
    for (size_t i = 0; i < p->cell_count; i++)
        for (size_t k = 0; p->cells[i].row == l->row && p->cells[i].rows == 1 && k < p->cells[i].piece_count; k++)
            if (p->cells[i].pieces[k].kind == FORMIN_VALUE)
                p->cells[i].pieces[k].text += skip;
}

void
formin_name_values(arena *a, formin_page *p, GHashTable *taken)
{
    for (size_t i = 0; i < p->cell_count; i++)
        if (!formin_loop_at(p, p->cells[i].row) || p->cells[i].rows > 1)
            name_cell(a, &p->cells[i], taken);
    for (size_t i = 0; i < p->loop_count; i++)
        if (p->loops[i].select)
            name_loop(a, p, &p->loops[i], taken);
}
