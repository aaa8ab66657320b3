/* form_page.c: the paper: its size, its margins, its heads and feet. */
#include "form/form_int.h"

#include <string.h>

/* ISO 216 and the B series of JIS; postcards and return postcards (unfolded); the envelopes of JIS S 5502, their flap
 * at the top. In mm. */
static const struct {
    const char *name;
    int width, height;
} papers[] = {{"A3", 297, 420},    {"A4", 210, 297},    {"A5", 148, 210},     {"A6", 105, 148},     {"B4", 257, 364},
              {"B5", 182, 257},    {"B6", 128, 182},    {"hagaki", 100, 148}, {"oufuku", 148, 200}, {"naga1", 142, 332},
              {"naga2", 119, 277}, {"naga3", 120, 235}, {"naga4", 90, 205},   {"kaku0", 287, 382},  {"kaku1", 270, 382},
              {"kaku2", 240, 332}, {"kaku3", 216, 277}, {"kaku4", 197, 267},  {"kaku5", 190, 240},  {"kaku6", 162, 229},
              {"kaku7", 142, 205}, {"kaku8", 119, 197}, {"kaku20", 229, 324}, {"you1", 120, 176},   {"you2", 114, 162},
              {"you3", 98, 148},   {"you4", 105, 235},  {"you5", 95, 217},    {"you6", 98, 190},    {"you7", 92, 165}};

/* The width or the height of a size that is none of the names: a label printer's to a poster's. */
static void
refuse_paper(form_reader *r, xml_node *e, const char *size)
{
    diag_add(r->d, DIAG_FORM_PAGE_SIZE, xml_place(r->a, e, false), PLACE_NONE, size,
             arena_printf(r->a, "%dmm", FORM_LEAST_PAPER_MM), arena_printf(r->a, "%dmm", FORM_MOST_PAPER_MM), NULL);
}

static bool
is_paper_length(unit u)
{
    return u >= unit_from_um(FORM_LEAST_PAPER_MM * 1000) && u <= unit_from_um(FORM_MOST_PAPER_MM * 1000);
}

/* 幅 高さ, as in 98mm 190mm: as wide as it says, so that there is no turning it. */
static void
read_own_size(form_reader *r, xml_node *e, const char *size, form_page *page)
{
    char **words = g_strsplit(size, " ", 2);
    if (!words[0] || !words[1] || !unit_parse(words[0], 0, &page->width) || !unit_parse(words[1], 0, &page->height) ||
        !is_paper_length(page->width) || !is_paper_length(page->height)) {
        refuse_paper(r, e, size);
        page->width = unit_from_um(210000);
        page->height = unit_from_um(297000);
    }
    g_strfreev(words);
    if (attr_text(r, e, "orientation"))
        diag_add(r->d, DIAG_FORM_PAGE_TURNED, xml_place(r->a, e, false), PLACE_NONE, size, NULL);
}

static void
turn_paper(form_page *page)
{
    const unit w = page->width;
    page->width = page->height;
    page->height = w;
}

static void
read_size(form_reader *r, xml_node *e, form_page *page)
{
    const char *size = attr_text(r, e, "size");
    if (size && g_ascii_isdigit(*size)) {
        read_own_size(r, e, size, page);
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(papers); i++)
        if (strcmp(papers[i].name, size ? size : "A4") == 0) {
            page->width = unit_from_um(papers[i].width * 1000);
            page->height = unit_from_um(papers[i].height * 1000);
        }
    if (r->pages->len == 0)
        r->is_envelope = size && g_ascii_islower(*size); /* or a postcard: there is but one of it */
    if (attr_is(r, e, "orientation", "landscape"))
        turn_paper(page);
}

static void
read_margins(form_reader *r, xml_node *e, form_page *page)
{
    unit margin[4] = {unit_from_um(15000), unit_from_um(15000), unit_from_um(15000), unit_from_um(15000)};
    attr_box(r, e, "margin", 0, margin);
    page->top = margin[0];
    page->right = margin[1];
    page->bottom = margin[2];
    page->left = margin[3];
    if (page->left + page->right >= page->width || page->top + page->bottom >= page->height)
        diag_add(r->d, DIAG_FORM_ATTRIBUTE, xml_place(r->a, e, false), PLACE_NONE, "page", "margin", NULL);
}

/* ---- heads and feet ---- */

static const char *const on_names[FORM_ON_COUNT] = {
    [ON_ALL] = "", [ON_FIRST] = "first", [ON_LATER] = "later", [ON_LAST] = "last", [ON_ODD] = "odd", [ON_EVEN] = "even",
};

const char *
form_on_name(form_on on)
{
    g_assert((unsigned)on < FORM_ON_COUNT);
    return on_names[on];
}

form_on
form_running_on(const bool has[FORM_ON_COUNT], bool is_head, form_page_at at)
{
    const form_on one = is_head ? ON_FIRST : ON_LAST, other = is_head ? ON_LAST : ON_FIRST;
    const form_on turn = at.number % 2 ? ON_ODD : ON_EVEN, order[] = {one, other, turn, ON_LATER, ON_ALL};
    for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
        const bool here = order[i] == ON_FIRST   ? at.first
                          : order[i] == ON_LAST  ? at.last
                          : order[i] == ON_LATER ? !at.first
                                                 : true;
        if (here && has[order[i]])
            return order[i];
    }
    return FORM_ON_COUNT;
}

static form_on
on_of(form_reader *r, xml_node *e)
{
    const char *text = attr_text(r, e, "on");
    for (form_on on = ON_FIRST; text && on < FORM_ON_COUNT; on++)
        if (strcmp(on_names[on], text) == 0)
            return on;
    return ON_ALL;
}

static void
read_running(form_reader *r, xml_node *e, form_running *of)
{
    const form_on on = on_of(r, e);
    if (of->has[on])
        diag_add(r->d, DIAG_FORM_TWICE, xml_place(r->a, e, false), PLACE_NONE, xml_name(e),
                 on == ON_ALL ? "on" : on_names[on], NULL);
    of->has[on] = true;
    of->nodes[on] = form_nodes_read(r, e, r->base);
}

/* ---- masters ---- */

void
form_page_read(form_reader *r, xml_node *e)
{
    form_page page = {.name = attr_text(r, e, "name"), .where = xml_place(r->a, e, false)};
    if (page.name && attr_page_number(r, page.name))
        diag_add(r->d, DIAG_FORM_TWICE, page.where, PLACE_NONE, "page", page.name, NULL);
    if (!page.name && r->pages->len > 0)
        diag_add(r->d, DIAG_FORM_PAGE_NAME, page.where, PLACE_NONE, NULL);
    read_size(r, e, &page);
    read_margins(r, e, &page);
    for (xml_node *c = xml_first_element(e); c; c = xml_next_element(c)) {
        if (xml_named(c, "watermark")) {
            if (r->pages->len > 0) /* the first page's is on all */
                diag_add(r->d, DIAG_COMPOSE_PLACE, xml_place(r->a, c, false), PLACE_NONE, "watermark", NULL);
            page.watermark = form_nodes_read(r, c, r->base);
            page.watermark_test = attr_expr(r, c, "test");
            page.watermark_where = xml_place(r->a, c, false);
        } else if (xml_named(c, "background")) {
            form_background_read(r, c, &page);
        } else {
            read_running(r, c, xml_named(c, "head") ? &page.head : &page.foot);
        }
    }
    g_array_append_val(r->pages, page);
}

const form_page *
form_page_of(const form *f, size_t number)
{
    return number == 0 ? &f->page : number <= f->other_count ? &f->others[number - 1] : NULL;
}
