/* form_entry.c: how what is left for a hand is filled in on a screen. */
#include "form/form_int.h"

/* The grammar has seen to the rest: comb comes with max. */
form_entry
form_entry_read(form_reader *r, xml_node *e)
{
    const char *choices = attr_text(r, e, "choices");
    return (form_entry){.kind = choices                          ? ENTRY_CHOICE
                                : attr_is(r, e, "entry", "no")   ? ENTRY_NONE
                                : attr_is(r, e, "entry", "date") ? ENTRY_DATE
                                                                 : ENTRY_TEXT,
                        .choices = choices,
                        .most = attr_int(r, e, "max", 0),
                        .comb = attr_yes(r, e, "comb"),
                        .required = attr_yes(r, e, "required")};
}
