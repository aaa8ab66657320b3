/* json.h: a string as JSON has it; the rest of JSON is plain text at the place that writes it. */
#ifndef RENKEI_BASE_JSON_H
#define RENKEI_BASE_JSON_H

#include <glib.h>

/* With its quotes. What is not UTF-8 (a file name need not be) is replaced, as JSON must be. */
void json_append(GString *out, const char *text);
/* ,"name":"text" */
void json_append_member(GString *out, const char *name, const char *text);

#endif
