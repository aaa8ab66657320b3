/* twin_conclude.c: what a conclusion says of a child. See twin_tell_int.h. */
#include <string.h>

#include "timeline/timeline.h"
#include "twin/twin_tell_int.h"

/* With these letters at its end, before its full stop; NULL: it is too short. */
static char *
with_end(const char *said, const char *end)
{
    const bool stop = g_str_has_suffix(said, "。");
    const glong count = g_utf8_strlen(said, -1) - (stop ? 1 : 0), room = g_utf8_strlen(end, -1);
    if (count < room)
        return NULL;
    char *head = g_strndup(said, (gsize)(g_utf8_offset_to_pointer(said, count - room) - said));
    char *whole = g_strconcat(head, end, stop ? "。" : "", NULL);
    g_free(head);
    return whole;
}

bool
line_conclude(const char *text, char **said)
{
    static const char *const ends[] = {"対象とする", "対象としない", "。対象とする", "。対象としない"};
    for (size_t i = 0; i < G_N_ELEMENTS(ends) && !timeline_same_conclusion(text, *said); i++) {
        char *other = with_end(*said, ends[i]);
        if (other && timeline_same_conclusion(text, other)) {
            g_free(*said);
            *said = other;
            return true;
        }
        g_free(other);
    }
    return timeline_same_conclusion(text, *said);
}
