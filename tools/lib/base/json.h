/* json.h: a string as JSON has it; the rest of JSON is plain text at the place that writes it. */
#ifndef RENKEI_BASE_JSON_H
#define RENKEI_BASE_JSON_H

#include <glib.h>

/* With its quotes. What is not UTF-8 (a file name need not be) is replaced, as JSON must be. */
void json_append(GString *out, const char *text);
/* {"name":"text", with a comma before it unless it is the first of its list: an object of a list, open. */
void json_begin_item(GString *out, const char *name, const char *text);
/* ,"name":"text" */
void json_append_member(GString *out, const char *name, const char *text);

#endif
