#include "form/form_int.h"

#include <assert.h>
#include <string.h>

static const char *const kind_names[FORM_KIND_COUNT] = {
    [FORM_PARA] = "p",
    [FORM_SPACE] = "space",
    [FORM_RULE] = "rule",
    [FORM_CUT_LINE] = "cut-line",
    [FORM_BLOCK] = "block",
    [FORM_TABLE] = "table",
    [FORM_TABLE_HEAD] = "table-head",
    [FORM_TABLE_FOOT] = "table-foot",
    [FORM_GROUP] = "group",
    [FORM_ROW] = "row",
    [FORM_CELL] = "cell",
    [FORM_CHART] = "chart",
    [FORM_SERIES] = "series",
    [FORM_POINT] = "point",
    [FORM_AMOUNT] = "amount",
    [FORM_SCALE_MARK] = "scale-mark",
    [FORM_CORNER] = "corner",
    [FORM_CONTENTS] = "contents",
    [FORM_COLUMNS] = "columns",
    [FORM_PAGE_BREAK] = "page-break",
    [FORM_TEXT] = "text",
    [FORM_VALUE] = "value",
    [FORM_BREAK] = "br",
    [FORM_TICK] = "tick",
    [FORM_CIRCLE] = "circle",
    [FORM_RUBY] = "ruby",
    [FORM_BLANK] = "blank",
    [FORM_SIGN] = "sign",
    [FORM_SEAL] = "seal",
    [FORM_BOXES] = "boxes",
    [FORM_PAGE_SUM] = "page-sum",
    [FORM_IMAGE] = "image",
    [FORM_SPAN] = "span",
    [FORM_SUP] = "sup",
    [FORM_SUB] = "sub",
    [FORM_NOTE] = "note",
    [FORM_CODE] = "code",
    [FORM_PAGE_REF] = "page-ref",
    [FORM_TEXT_REF] = "text-ref",
    [FORM_LINK] = "link",
    [FORM_LEADER] = "leader",
    [FORM_FOOTNOTE] = "footnote",
    [FORM_PAGE_NUMBER] = "page-number",
    [FORM_PAGE_COUNT] = "page-count",
    [FORM_IF] = "if",
    [FORM_CHOOSE] = "choose",
    [FORM_WHEN] = "when",
    [FORM_OTHERWISE] = "otherwise",
    [FORM_FOR_EACH] = "for-each",
    [FORM_LET] = "let",
    [FORM_CALL] = "call",
    [FORM_FAIL] = "fail",
    [FORM_NOTICE] = "notice",
};

const char *
form_kind_name(form_kind kind)
{
    assert((unsigned)kind < FORM_KIND_COUNT);
    return kind_names[kind];
}

static bool
kind_of(const char *name, form_kind *out)
{
    for (int k = 0; k < FORM_KIND_COUNT; k++) {
        if (k != FORM_TEXT && strcmp(kind_names[k], name) == 0) {
            *out = (form_kind)k;
            return true;
        }
    }
    if (strcmp(name, "label") == 0) { /* a cell with the style "label" */
        *out = FORM_CELL;
        return true;
    }
    return false;
}

/* Literal text: white space that only lays out the XML (anything around a line break, and at both ends
 * when there is a line break there) is not text; an ideographic space and spaces within a line are. */
const char *
form_literal(arena *a, const char *text)
{
    char *out = arena_alloc(a, strlen(text) + 1), *w = out;
    const char *p = text;
    while (*p) {
        const size_t n = strspn(p, " \t\r\n");
        if (n == 0) {
            *w++ = *p++;
            continue;
        }
        if (!memchr(p, '\n', n)) {
            memset(w, ' ', n);
            w += n;
        }
        p += n;
    }
    *w = '\0';
    return out;
}

static const form_node *
part_called(form_reader *r, xml_node *e)
{
    const char *name = attr_text(r, e, "part");
    part_entry *part = g_hash_table_lookup(r->parts, name);
    if (!part) {
        diag_add(r->d, DIAG_FORM_PART_UNKNOWN, xml_place(r->a, e, false), PLACE_NONE, name, NULL);
        return NULL;
    }
    g_hash_table_add(r->used, (gpointer)part->name);
    form_names_call(r, e);
    if (part->reading) {
        diag_add(r->d, DIAG_FORM_LOOP, xml_place(r->a, e, false), PLACE_NONE, name, NULL);
        return NULL;
    }
    if (!part->first) {
        part->reading = true;
        part->first = form_nodes_read(r, part->element, r->base); /* the same for every caller */
        part->reading = false;
    }
    return part->first;
}

static void
read_expressions(form_reader *r, xml_node *e, form_node *n)
{
    n->select = attr_expr(r, e, n->kind == FORM_RUBY ? "base" : "select");
    n->test = attr_expr(r, e, "test");
    if (n->kind == FORM_FOR_EACH || n->kind == FORM_RUBY) /* elsewhere `text` is a word, of a cut line or a seal */
        n->extra = attr_expr(r, e, n->kind == FORM_RUBY ? "text" : "order-by");
    if (n->kind == FORM_FOR_EACH) {
        n->group_by = attr_expr(r, e, "group-by");
        n->text = attr_text(r, e, "group");
        n->descending = attr_is(r, e, "order", "descending");
        n->fill_to = attr_int(r, e, "fill-to", 0);
    }
    n->as = attr_text(r, e, "as");
    n->missing = attr_text(r, e, "missing");
    n->join = attr_text(r, e, "join");
    n->blank = attr_text(r, e, "blank-text");
    n->blank_as = attr_text(r, e, "blank-as");
    n->blank_count = attr_int(r, e, "blank-count", 1);
    n->blank_asks = attr_is(r, e, "blank", "case");
    n->blank_skip = n->blank_asks || attr_is(r, e, "blank", "no");
    n->forbids = attr_is(r, e, "kind", "forbidden");
}

static void
read_measures(form_reader *r, xml_node *e, form_node *n, unit em)
{
    n->width = attr_length(r, e, "width", em, 0);
    n->height = (n->kind == FORM_BLOCK || n->kind == FORM_CODE ? attr_length : attr_height)(r, e, "height", em, 0);
    n->min_height = attr_height(r, e, "min-height", em, 0);
    n->blank_height = attr_height(r, e, "blank-height", em, 0);
    n->blank_width = attr_length(r, e, "blank-width", em, 0);
    n->inset_start = attr_length(r, e, "inset-start", em, 0);
    n->inset_end = attr_length(r, e, "inset-end", em, 0);
    n->span = attr_int(r, e, "span", 1);
    n->rows = attr_int(r, e, "rows", 1);
    n->max_lines = attr_int(r, e, "max-lines", 0);
    n->fill = attr_int(r, e, "fill", -1);
    if (n->fill > 255)
        diag_add(r->d, DIAG_FORM_ATTRIBUTE, n->where, PLACE_NONE, xml_name(e), "fill", NULL);
    unit pad[4] = {-1, -1, -1, -1};
    attr_box(r, e, "pad", em, pad);
    n->pad_y = pad[0];
    n->pad_x = pad[1];
    attr_fit(r, e, n, em);
}

/* In a large-print edition: a box with a height grows; what is too wide for it, and a word that would be torn in it (a
 * telephone number), becomes as small as it is elsewhere; a table that was to stand on one page goes on to the next row
 * by row, where it would leave most of one empty. A vertical block is as high as the paper leaves it. In a roomy
 * edition the same at the size that the form says. */
static void
let_grow(form_node *n, unit em, bool large)
{
    const unit ordinary = large ? unit_scale(em, 1000, FORM_LARGE_PRINT) : em;
    size_t i = 0;
    if (n->kind == FORM_TABLE)
        n->keep_together = false;
    if (n->kind == FORM_CHART)
        n->ordinary = ordinary;
    if (n->kind != FORM_CELL)
        return;
    n->min_height = MAX(n->min_height, n->height);
    n->height = 0;
    n->max_lines = 0;
    n->ordinary = ordinary;
    for (; i < FORM_MAX_FITS && n->fits[i].how != FIT_NONE; i++)
        n->fits[i].floor = large ? unit_scale(n->fits[i].floor, FORM_LARGE_PRINT, 1000) : n->fits[i].floor;
    n->fits[MIN(i, FORM_MAX_FITS - 1)] = (form_policy){.how = FIT_SHRINK, .floor = ordinary};
}

/* A cell that says what others are, with or without being a <label>: of a table's head, or merged beside a group. What
 * chooses or repeats the cell (<for-each>, <if>, <choose>) is between it and its row. */
static bool
cell_is_heading(xml_node *e)
{
    if (xml_named(e, "label"))
        return true;
    xml_node *in = xml_parent(e);
    while (in && !xml_named(in, "row") && !xml_named(in, "group") && !xml_named(in, "table"))
        in = xml_parent(in);
    if (!in || !xml_named(in, "row"))
        return in && xml_named(in, "group");
    for (in = xml_parent(in); in && !xml_named(in, "table"); in = xml_parent(in))
        if (xml_named(in, "table-head"))
            return true;
    return false;
}

/* Something is left for a hand to fill. */
static bool
kind_is_room(form_kind kind)
{
    return kind == FORM_SIGN || kind == FORM_SEAL || kind == FORM_BLANK;
}

static void
read_switches(form_reader *r, xml_node *e, form_node *n)
{
    n->has_align = attr_align(r, e, &n->align);
    n->valign = attr_valign(r, e);
    n->fit_width = n->kind == FORM_BLOCK && attr_is(r, e, "size", "fit");
    n->side = attr_is(r, e, "place", "end") ? SIDE_END : attr_is(r, e, "place", "center") ? SIDE_CENTER : SIDE_START;
    n->vertical = attr_is(r, e, "writing", "vertical");
    n->page_foot = attr_is(r, e, "at", "page-foot");
    n->combined = n->kind == FORM_SPAN && attr_yes(r, e, "combine");
    n->diagonal = attr_diagonal(r, e);
    n->corner = attr_corner(r, e);
    n->fills = attr_yes(r, e, "fill-height");
    n->repeat = attr_yes(r, e, "repeat") || (xml_named(e, "label") && !attr_is(r, e, "repeat", "no"));
    n->header = xml_named(e, "label");
    n->layout = attr_yes(r, e, "layout");
    n->top = attr_rule(r, e, "top");
    n->right = attr_rule(r, e, "right");
    n->bottom = attr_rule(r, e, "bottom");
    n->left = attr_rule(r, e, "left");
    n->frame = attr_rule(r, e, "frame");
    n->inner_rows = attr_rule(r, e, "row-rules");
    n->inner_columns = attr_rule(r, e, "column-rules");
    n->keep_together = attr_is(r, e, "keep", "together") || attr_is(r, e, "keep", "together-next");
    n->keep_next = attr_is(r, e, "keep", "next") || attr_is(r, e, "keep", "together-next");
    n->never_alone = attr_yes(r, e, "never-alone");
    n->joined = attr_is(r, e, "break", "joined");
    n->unbreakable = n->joined || attr_is(r, e, "break", "no");
    n->underline = attr_yes(r, e, "underline");
    n->line = attr_yes(r, e, "line");
    n->ruby_kind = attr_is(r, e, "kind", "mono")     ? TEXT_RUBY_MONO
                   : attr_is(r, e, "kind", "jukugo") ? TEXT_RUBY_JUKUGO
                                                     : TEXT_RUBY_GROUP;
    n->emphasis = attr_is(r, e, "emphasis", "dot")      ? TEXT_DOT
                  : attr_is(r, e, "emphasis", "sesame") ? TEXT_SESAME
                                                        : TEXT_NO_EMPHASIS;
    n->figures = attr_figures(r, e, FIGURES_UNSET);
    n->field = attr_text(r, e, kind_is_room(n->kind) ? "name" : "field");
    n->bookmark = attr_text(r, e, "bookmark");
    n->entry = form_entry_read(r, e);
    n->anchor = attr_text(r, e, "anchor");
    if (attr_is_computed(n->anchor))
        n->anchor = NULL; /* until it is bound */
}

static void
read_chart(form_reader *r, xml_node *e, form_node *n)
{
    n->field = attr_text(r, e, "alt");
    n->text = attr_text(r, e, "unit");
    n->of_lines = attr_is(r, e, "kind", "lines");
    n->hides_amounts = attr_is(r, e, "values", "no");
    n->most = attr_int(r, e, "most", 0);
}

/* A <br/> is a break, not a block; "together" needs its children; the rest is by attributes alone. */
static form_node *
node_read(form_reader *r, xml_node *e, const form_style *style)
{
    form_kind kind;
    if (!kind_of(xml_name(e), &kind))
        return NULL; /* the schema let it pass for another reader (style, part): not a node */
    form_node *n = ARENA_NEW(r->a, form_node);
    n->kind = kind;
    n->where = xml_place(r->a, e, false);
    const form_style *own = form_style_of(r, e, NULL);
    if (!own && xml_named(e, "label")) {
        own = g_hash_table_lookup(r->styles, "label");
        g_hash_table_add(r->used, (gpointer) "label");
        if (!own)
            diag_add(r->d, DIAG_FORM_STYLE_UNKNOWN, n->where, PLACE_NONE, "label", NULL);
    }
    n->style = own;
    const form_style *inside = own ? own : style;
    read_expressions(r, e, n);
    read_measures(r, e, n, inside->size);
    read_switches(r, e, n);
    if (r->large || r->roomy) {
        let_grow(n, inside->size, r->large);
        n->holds_lines = cell_is_heading(e);
    }
    if (kind == FORM_LET || kind == FORM_SEAL || kind == FORM_CUT_LINE)
        n->text = attr_text(r, e, kind == FORM_LET ? "name" : "text");
    if (kind == FORM_FAIL || kind == FORM_NOTICE) {
        n->text = attr_text(r, e, "message");
        n->text_en = attr_text(r, e, "message-en");
    }
    if (kind == FORM_LET || (kind == FORM_FOR_EACH && n->text))
        form_unused_name(r, NAMED_LET, n->text, e);
    if (kind == FORM_RULE)
        n->top = attr_rule(r, e, "weight");
    if (kind == FORM_TABLE && !attr_columns(r, e, n, inside->size))
        n->column_count = 0;
    if (kind == FORM_CHART)
        read_chart(r, e, n);
    form_computed_read(r, e, n);
    form_sums_read(r, e, n);
    if (kind == FORM_BOXES)
        form_boxes_read(r, e, n, inside->size);
    if (kind == FORM_LET || kind == FORM_VALUE)
        n->blank_select = attr_expr(r, e, "blank-select");
    if (kind == FORM_PAGE_REF || kind == FORM_TEXT_REF || kind == FORM_LINK || kind == FORM_CONTENTS)
        form_reference_read(r, e, n);
    if (kind == FORM_COLUMNS) {
        n->count = attr_int(r, e, "count", 2);
        n->gap = attr_length(r, e, "gap", inside->size, 2 * inside->size);
        n->top = attr_rule(r, e, "rule");
    }
    if (kind == FORM_CALL)
        n->part = part_called(r, e);
    if (kind == FORM_PAGE_BREAK) {
        n->master = attr_page(r, e, "page");
        n->number = attr_int(r, e, "number", 0);
    }
    if (kind == FORM_IMAGE)
        form_image_read(r, e, n, inside->size);
    n->first = (form_node *)form_nodes_read(r, e, inside);
    if (kind == FORM_CODE)
        form_code_read(r, e, n);
    if (kind == FORM_TABLE && r->large)
        form_choices_widen(r, n);
    return n;
}

/* White space between cells, rows and the like lays out the XML, even on one line. */
static bool
takes_no_text(const xml_node *parent)
{
    static const char *const names[] = {"table",  "table-head", "table-foot", "group", "row",
                                        "choose", "call",       "body",       "chart", NULL};
    for (size_t i = 0; names[i]; i++)
        if (xml_named(parent, names[i]))
            return true;
    return false;
}

static form_node *
literal_read(form_reader *r, xml_node *x, xml_node *parent)
{
    const char *text = form_literal(r->a, xml_text(r->a, x));
    if (!text[takes_no_text(parent) ? strspn(text, " ") : 0])
        return NULL;
    form_node *n = ARENA_NEW(r->a, form_node);
    n->kind = FORM_TEXT;
    n->where = xml_place(r->a, x, false);
    if (n->where.line <= 0)
        n->where = xml_place(r->a, parent, false);
    n->text = text;
    return n;
}

typedef struct node_list {
    form_node *first, *last;
} node_list;

static bool
is_worded_blank(const form_node *n)
{
    return n->kind == FORM_BLANK && n->as;
}

/* n becomes a text, and its first piece what it was. */
static void
turn_into_pieces(form_reader *r, form_node *n)
{
    form_node *piece = arena_copy(r->a, n, sizeof *n);
    *n = (form_node){.kind = FORM_TEXT, .where = n->where, .first = piece};
}

/* A blank in words and the texts on both sides of it are one text, so that no run of glyphs ends between them. */
static bool
joins_the_last(form_reader *r, const node_list *list, form_node *n)
{
    form_node *last = list->last;
    if (!last || last->kind != FORM_TEXT || (n->kind != FORM_TEXT && !is_worded_blank(n)))
        return false;
    if (!last->first)
        turn_into_pieces(r, last);
    form_node **tail = &last->first;
    while (*tail)
        tail = &(*tail)->next;
    *tail = n;
    return true;
}

static void
append_node(form_reader *r, node_list *list, form_node *n)
{
    if (joins_the_last(r, list, n))
        return;
    if (is_worded_blank(n))
        turn_into_pieces(r, n);
    if (list->last)
        list->last->next = n;
    else
        list->first = n;
    list->last = n;
}

const form_node *
form_nodes_read(form_reader *r, xml_node *parent, const form_style *style)
{
    node_list list = {NULL, NULL};
    if (++r->depth > 64) {
        if (!r->too_deep)
            diag_add(r->d, DIAG_FORM_DEEP, xml_place(r->a, parent, false), PLACE_NONE, NULL);
        r->too_deep = true;
        r->depth--;
        return NULL;
    }
    for (xml_node *x = xml_first_child(parent); x; x = xml_next(x)) {
        form_node *n = NULL;
        if (xml_is_text(x))
            n = literal_read(r, x, parent);
        else if (xml_is_element(x))
            n = node_read(r, x, style);
        if (n)
            append_node(r, &list, n);
    }
    r->depth--;
    return list.first;
}
