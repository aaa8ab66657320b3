/* xml_door.c: what is counted before libxml2 sees it, as it compares every attribute of an element with every other. */
#include "xml/xml_int.h"

#include <string.h>

typedef enum door_state {
    IN_TEXT,
    AT_OPEN,  /* behind a < */
    IN_TAG,   /* a start tag, or an end tag: that has no = */
    IN_QUOTE, /* of a value; `quote` ends it */
    AT_BANG,  /* behind <!, until it is known what begins */
    IN_OTHER  /* until `ending` */
} door_state;

static void
enter_other(xml_door *door, const char *ending)
{
    door->state = IN_OTHER;
    door->ending = ending;
    door->last[0] = door->last[1] = '\0';
}

/* Comments begin with <!-- and CDATA with <![; what else begins with <! ends reading before anything of it counts. */
static void
pass_bang(xml_door *door, char c)
{
    enter_other(door, c == '-' ? "-->" : c == '[' ? "]]>" : ">");
    door->passed = 0;
}

static void
pass_other(xml_door *door, char c)
{
    const size_t n = strlen(door->ending);
    const char behind[] = {door->last[0], door->last[1], c, '\0'};
    door->last[0] = door->last[1];
    door->last[1] = c;
    door->passed++;
    /* <!--> is no comment, and <?> no instruction: what opens one does not close it. */
    if (door->passed > n - 1 && strcmp(behind + 3 - n, door->ending) == 0)
        door->state = IN_TEXT;
}

static void
pass_open(xml_door *door, char c)
{
    door->attributes = 0;
    door->passed = 0;
    if (c == '!')
        door->state = AT_BANG;
    else if (c == '?')
        enter_other(door, "?>");
    else
        door->state = c == '>' ? IN_TEXT : IN_TAG;
}

static bool
pass_tag(xml_door *door, char c)
{
    if (c == '"' || c == '\'') {
        door->state = IN_QUOTE;
        door->quote = c;
    } else if (c == '>') {
        door->state = IN_TEXT;
    } else if (c == '<') {
        pass_open(door, 'x'); /* not well-formed: libxml2 begins anew, too */
    }
    return c != '=' || ++door->attributes <= XML_MOST_ATTRIBUTES;
}

static bool
pass_byte(xml_door *door, char c)
{
    door->line += c == '\n';
    switch ((door_state)door->state) {
    case IN_TEXT:
        door->state = c == '<' ? AT_OPEN : IN_TEXT;
        door->tag_line = door->line;
        return true;
    case AT_OPEN:
        pass_open(door, c);
        return true;
    case IN_TAG:
        return pass_tag(door, c);
    case IN_QUOTE:
        if (c == door->quote)
            door->state = IN_TAG;
        return true;
    case AT_BANG:
        pass_bang(door, c);
        return true;
    case IN_OTHER:
        pass_other(door, c);
        return true;
    }
    return true;
}

bool
xml_door_takes(xml_door *door, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!pass_byte(door, bytes[i]))
            return false;
    return true;
}
