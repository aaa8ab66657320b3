/* paint_pdf_structure.c: the structure tree, and which content on a page is whose (ISO 32000-1, 14.6 and 14.7). */
#include "paint/paint_pdf_int.h"

#include <string.h>

/* One piece of an element's content: the marked content `mcid` of a page, or another element. */
typedef struct kid {
    guint next;       /* of the same parent: its place + 1; 0: none */
    guint node;       /* 0: marked content */
    guint page, mcid; /* of marked content */
    unsigned object;  /* of an annotation on that page, in place of it; 0: it is none */
} kid;

/* A stretch of a page in the order of its ops: where it begins, and whose it is. */
typedef struct stretch {
    guint page, op, mcid, node;
} stretch;

void
pdf_open_structure(pdf_painter *p)
{
    p->stretches = g_array_sized_new(FALSE, FALSE, sizeof(stretch), 256);
}

/* ---- on a page ---- */

static void
end_stretch(pdf_painter *p)
{
    if (p->is_marked)
        pdf_append(p->content, "EMC\n");
    p->is_marked = false;
}

void
pdf_begin_structure(pdf_painter *p)
{
    p->mcids = 0;
    p->is_marked = false;
}

void
pdf_end_structure(pdf_painter *p)
{
    end_stretch(p);
}

void
pdf_node(painter *base, guint node)
{
    pdf_painter *p = (pdf_painter *)base;
    if (p->is_marked && p->marked == node)
        return;
    end_stretch(p);
    p->is_marked = true;
    p->marked = node;
    if (node == 0) {
        pdf_append(p->content, "/Artifact BMC\n");
        return;
    }
    const stretch s = {p->page_objects->len, base->at, p->mcids++, node};
    g_array_append_val(p->stretches, s);
    pdf_append(p->content, "/");
    pdf_append(p->content, display_role_name(display_node_at(base->list, node)->role));
    pdf_append(p->content, "<</MCID ");
    pdf_append_whole(p->content, s.mcid);
    p->content->len--; /* the space */
    pdf_append(p->content, ">>BDC\n");
}

/* ---- the tree ---- */

/* The tree in the making. Arrays are by number of the element. */
typedef struct tree {
    pdf_painter *p;
    unsigned first;   /* object of element 1; the others follow */
    GArray *kids;     /* of kid */
    guint *from, *to; /* first and last kid, place + 1; 0: none */
} tree;

static unsigned
object_of(const tree *t, guint node)
{
    return t->first + node - 1;
}

static void
add_kid(tree *t, guint parent, kid k)
{
    g_array_append_val(t->kids, k);
    if (t->to[parent])
        g_array_index(t->kids, kid, t->to[parent] - 1).next = t->kids->len;
    else
        t->from[parent] = t->kids->len;
    t->to[parent] = t->kids->len;
}

/* Elements and content as they came into the list: each parent's in that order. */
static void
collect_kids(tree *t)
{
    const display *l = t->p->base.list;
    const GArray *stretches = t->p->stretches;
    guint node = 2, i = 0;
    while (node <= l->nodes->len || i < stretches->len) {
        const display_node *n = node <= l->nodes->len ? display_node_at(l, node) : NULL;
        const stretch *s = i < stretches->len ? &g_array_index(stretches, stretch, i) : NULL;
        const bool node_first = n && (!s || n->page < s->page || (n->page == s->page && n->op <= s->op));
        if (node_first) {
            add_kid(t, n->parent, (kid){.node = node});
            node++;
        } else {
            add_kid(t, s->node, (kid){.page = s->page, .mcid = s->mcid});
            i++;
        }
    }
    for (guint k = 0; k < t->p->links->len; k++) { /* what leads there comes after what is read */
        const pdf_link *one = &g_array_index(t->p->links, pdf_link, k);
        add_kid(t, one->link->node, (kid){.page = one->page, .object = one->object});
    }
}

static void
append_reference(pdf_buffer *out, unsigned object)
{
    pdf_append_whole(out, object);
    pdf_append(out, "0 R");
}

static void
append_entry(pdf_buffer *out, const char *name, int64_t value)
{
    pdf_append(out, name);
    pdf_append_whole(out, (uint64_t)value);
    out->len--; /* the space; what comes begins with a delimiter */
}

static unsigned
page_object(const tree *t, guint page)
{
    return g_array_index(t->p->page_objects, unsigned, page);
}

/* The page of the first content goes to the element; what is on another says so. */
static void
append_kids(const tree *t, guint node, pdf_buffer *out)
{
    guint at = t->from[node], page = 0;
    bool has_page = false;
    for (guint i = at; i && !has_page; i = g_array_index(t->kids, kid, i - 1).next) {
        const kid *k = &g_array_index(t->kids, kid, i - 1);
        has_page = k->node == 0;
        page = k->page;
    }
    if (has_page) {
        pdf_append(out, "/Pg ");
        append_reference(out, page_object(t, page));
    }
    if (!at)
        return;
    pdf_append(out, "/K[");
    for (const kid *k; at; at = k->next) {
        k = &g_array_index(t->kids, kid, at - 1);
        if (k->node) {
            append_reference(out, object_of(t, k->node));
        } else if (k->object) {
            pdf_append(out, "<</Type/OBJR/Pg ");
            append_reference(out, page_object(t, k->page));
            pdf_append(out, "/Obj ");
            append_reference(out, k->object);
            pdf_append(out, ">>");
        } else if (k->page == page) {
            pdf_append_whole(out, k->mcid);
            continue;
        } else {
            pdf_append(out, "<</Type/MCR/Pg ");
            append_reference(out, page_object(t, k->page));
            append_entry(out, "/MCID ", k->mcid);
            pdf_append(out, ">>");
        }
        pdf_append(out, " ");
    }
    out->data[out->len - 1] = ']'; /* in place of the last space */
}

/* A field is all that its element has. */
static bool
append_field(const tree *t, guint node, pdf_buffer *out)
{
    guint field;
    if (!pdf_field_of(t->p, node, &field))
        return false;
    pdf_append(out, "/K<</Type/OBJR/Obj ");
    append_reference(out, pdf_field_object(t->p, field));
    pdf_append(out, "/Pg ");
    append_reference(out, page_object(t, display_node_at(t->p->base.list, node)->page));
    pdf_append(out, ">>");
    return true;
}

static void
append_box(const tree *t, const display_node *n, pdf_buffer *out)
{
    const display_page *page = g_ptr_array_index(t->p->base.list->pages, n->page);
    pdf_append(out, "/A<</O/Layout/BBox[");
    pdf_append_points(out, n->box.x);
    pdf_append_points(out, (int64_t)page->height - n->box.y - n->box.h);
    pdf_append_points(out, (int64_t)n->box.x + n->box.w);
    pdf_append_points(out, (int64_t)page->height - n->box.y);
    pdf_append(out, "]>>");
}

static void
append_attributes(const tree *t, const display_node *n, pdf_buffer *out)
{
    if ((n->role == DISPLAY_FIGURE || n->role == DISPLAY_FORM) && n->box.w) {
        append_box(t, n, out);
        return;
    }
    if (n->role != DISPLAY_TH && n->rows < 2 && n->columns < 2)
        return;
    pdf_append(out, "/A<</O/Table");
    if (n->role == DISPLAY_TH)
        pdf_append(out, n->heads_column ? "/Scope/Column" : "/Scope/Row");
    if (n->rows > 1)
        append_entry(out, "/RowSpan ", n->rows);
    if (n->columns > 1)
        append_entry(out, "/ColSpan ", n->columns);
    pdf_append(out, ">>");
}

static void
append_name(pdf_buffer *out, guint node)
{
    char name[24];
    g_snprintf(name, sizeof name, "(note-%08u)", node);
    pdf_append(out, name);
}

static void
append_id(pdf_buffer *out, guint node)
{
    pdf_append(out, "/ID");
    append_name(out, node);
}

/* From their names to the elements that have one; nothing when none has. */
static void
append_ids(const tree *t, pdf_buffer *out)
{
    bool any = false;
    for (guint i = 1; i <= t->p->base.list->nodes->len; i++) {
        if (display_node_at(t->p->base.list, i)->role != DISPLAY_NOTE)
            continue;
        pdf_append(out, any ? " " : "/IDTree<</Names[");
        append_name(out, i);
        append_reference(out, object_of(t, i));
        any = true;
    }
    pdf_append(out, any ? "]>>" : "");
}

static void
write_node(const tree *t, unsigned root, guint node)
{
    pdf_file *f = &t->p->file;
    const display_node *n = display_node_at(t->p->base.list, node);
    pdf_begin(f, object_of(t, node));
    pdf_buffer *out = f->out;
    pdf_append(out, "<</S/");
    pdf_append(out, display_role_name(n->role));
    pdf_append(out, "/P ");
    append_reference(out, n->parent ? object_of(t, n->parent) : root);
    if (n->role == DISPLAY_NOTE) /* it has a name of its own (ISO 14289-1, 7.9) */
        append_id(out, node);
    if (n->role != DISPLAY_FORM || !append_field(t, node, out))
        append_kids(t, node, out);
    append_attributes(t, n, out);
    if (n->language) {
        pdf_append(out, "/Lang(");
        pdf_append(out, n->language);
        pdf_append(out, ")");
    }
    if (n->alt) {
        pdf_append(out, "/Alt<");
        pdf_append_utf16(out, n->alt, strlen(n->alt), true);
        pdf_append(out, ">");
    }
    pdf_append(out, ">>");
    pdf_end(f);
}

/* From the content of each page to its elements (14.7.4.4). */
static void
write_parents(const tree *t, unsigned number)
{
    pdf_file *f = &t->p->file;
    pdf_begin(f, number);
    pdf_write(f, "<</Nums[");
    guint i = 0;
    for (guint page = 0; page < t->p->page_objects->len; page++) {
        pdf_append_whole(f->out, page);
        pdf_write(f, "[");
        for (; i < t->p->stretches->len && g_array_index(t->p->stretches, stretch, i).page == page; i++) {
            append_reference(f->out, object_of(t, g_array_index(t->p->stretches, stretch, i).node));
            pdf_write(f, " ");
        }
        pdf_write(f, "]");
    }
    for (guint k = 0; k < t->p->base.list->fields->len; k++) {
        pdf_append_number(f->out, (int64_t)(t->p->page_objects->len + k) * 1000);
        append_reference(f->out, object_of(t, g_array_index(t->p->base.list->fields, display_field, k).node));
        pdf_write(f, " ");
    }
    for (guint k = 0; k < t->p->links->len; k++) {
        pdf_append_number(f->out, (int64_t)(t->p->page_objects->len + t->p->base.list->fields->len + k) * 1000);
        append_reference(f->out, object_of(t, g_array_index(t->p->links, pdf_link, k).link->node));
        pdf_write(f, " ");
    }
    pdf_write(f, "]>>");
    pdf_end(f);
}

unsigned
pdf_write_structure(pdf_painter *p)
{
    pdf_file *f = &p->file;
    const guint count = p->base.list->nodes->len;
    const unsigned root = pdf_reserve(f), parents = pdf_reserve(f);
    tree t = {.p = p,
              .first = parents + 1,
              .kids = g_array_sized_new(FALSE, FALSE, sizeof(kid), count + p->stretches->len),
              .from = g_new0(guint, count + 1),
              .to = g_new0(guint, count + 1)};
    for (guint i = 0; i < count; i++)
        pdf_reserve(f);
    collect_kids(&t);
    for (guint i = 1; i <= count; i++)
        write_node(&t, root, i);
    write_parents(&t, parents);
    pdf_begin(f, root);
    pdf_format(f, "<</Type/StructTreeRoot/K %u 0 R/ParentTree %u 0 R/ParentTreeNextKey %u", object_of(&t, 1), parents,
               p->page_objects->len + p->base.list->fields->len + p->links->len);
    append_ids(&t, f->out);
    pdf_write(f, ">>");
    pdf_end(f);
    g_array_free(t.kids, TRUE);
    g_free(t.from);
    g_free(t.to);
    return root;
}
