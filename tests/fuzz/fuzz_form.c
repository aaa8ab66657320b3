/* The whole road of a form that an author could write: it is read, bound to a sample (or left blank), composed, and its
 * pages are drawn. The byte before it says to which sample and how. */
#include "mutate.h"

#include "display/display.h"
#include "emit/emit.h"
#include "form/form.h"

#include "world.h"

FUZZ_SEEDS("templates/*/form.xml", "templates/pictures/*.xml", "tests/forms/*/form.xml", "tests/golden/*/*/form.xml",
           "tests/bad/*/form.xml")
FUZZ_XML("templates/schema/form.rng")

typedef struct road {
    arena *a;
    xml_store *s;
    diag *d;
    const form *f;
    unsigned sample;
    bool blank, fillable, large, trial;
} road;

static const bound *
bind_sample(road *r)
{
    const check_result *judged = r->f->asks_rules && !r->f->any_data ? world_judged(r->sample) : NULL;
    const bind_values values = {(void *)world_rules(), check_parameter, check_lasting_value};
    const casefile *c = r->f->any_data ? world_any(r->sample) : world_case(r->sample);
    const bind_options options = {.as_of = WORLD_DAY,
                                  .month = r->f->takes_month ? WORLD_MONTH : NULL,
                                  .judged = judged ? check_judged(r->s, judged, c) : NULL,
                                  .values = &values,
                                  .blank = r->blank,
                                  .fillable = r->fillable,
                                  .trial = r->trial,
                                  .draft = true};
    return bind_case(r->a, r->s, r->f, r->blank ? NULL : c, &options, r->d);
}

static void
draw_pages(road *r, const composed *pages)
{
    display *list = emit_document(r->a, pages, NULL);
    display_check(list, r->a); /* what reaches outside of the paper is told by whoever draws */
    display_drop(list);
}

static void
go_along(road *r)
{
    const bound *b = r->f ? bind_sample(r) : NULL;
    world_check_told(b != NULL, r->d);
    const composed *pages =
        b ? (r->trial ? compose_trial : compose_document)(r->a, world_engine(), world_fonts(), b, r->d) : NULL;
    world_check_told(pages != NULL, r->d);
    if (pages)
        draw_pages(r, pages);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const uint8_t chosen = mutate_options(&bytes, &length);
    const unsigned how = chosen ? (unsigned)(chosen - 'A') : 0;
    road r = {.a = arena_new(),
              .s = xml_store_new(),
              .d = diag_new(),
              .sample = how % 3,
              .trial = how % 2 == 0, /* as who mends a form sees it: what is missing is left out */
              .blank = how / 3 % 2,
              .fillable = how / 6 % 2,
              .large = how / 12};
    xml_store_supply(r.s, WORLD_FORM, bytes, length);
    r.f = (r.large ? form_read_large : form_read_with)(r.a, r.s, WORLD_FORM, world_form_schema(), r.d);
    go_along(&r);
    diag_drop(r.d);
    xml_store_drop(r.s);
    arena_drop(r.a);
    return 0;
}
