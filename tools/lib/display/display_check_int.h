/* display_check_int.h: what the self-check of a list (display_check) is made of. */
#ifndef RENKEI_DISPLAY_DISPLAY_CHECK_INT_H
#define RENKEI_DISPLAY_DISPLAY_CHECK_INT_H

#include "base/utf8.h"
#include "display/display.h"

/* The first fault is told and ends the check. */
typedef struct check {
    arena *a;
    const display_page *page;
    const char *fault;
    const char *in;    /* "document", "page" or "bookmark" */
    size_t number, op; /* from 1; 0: none */
} check;

static inline void
tell_fault(check *c, const char *what)
{
    if (c->fault)
        return;
    const char *at = c->number ? arena_printf(c->a, "%s %zu", c->in, c->number) : c->in;
    c->fault = c->op ? arena_printf(c->a, "%s op %zu: %s", at, c->op, what) : arena_printf(c->a, "%s: %s", at, what);
}

static inline void
need_that(check *c, bool holds, const char *what)
{
    if (!holds)
        tell_fault(c, what);
}

static inline bool
is_inside(const check *c, int64_t x, int64_t y)
{
    return x >= 0 && y >= 0 && x <= c->page->width && y <= c->page->height;
}

static inline void
need_inside(check *c, int64_t x, int64_t y)
{
    need_that(c, is_inside(c, x, y), "outside its page");
}

/* No longer than any page is, so that what painters make of it is a number in every unit they count in. */
static inline void
need_bounded(check *c, int64_t length)
{
    need_that(c, length >= -UNIT_MAX_LENGTH && length <= UNIT_MAX_LENGTH, "longer than any page");
}

/* The width of a line that is drawn. */
static inline void
need_line(check *c, int64_t width)
{
    need_that(c, width > 0, "line of no width");
    need_bounded(c, width);
}

static inline void
need_gray(check *c, int gray)
{
    need_that(c, gray >= 0 && gray <= 255, "gray is not 0 to 255");
}

static inline void
need_utf8(check *c, const char *text, const char *what)
{
    need_that(c, !text || utf8_is_valid(text), what);
}

/* ---- display_check_document.c: what belongs to the document, after its pages ---- */
bool display_is_language_tag(const char *s);
void display_check_links(check *c, const display *l);
void display_check_document(check *c, const display *l);

#endif
