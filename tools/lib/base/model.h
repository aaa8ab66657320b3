/* model.h: the beginning of a file of XML that an editor can help with: the declaration and, on the same line, so that
 * no line has another number, <?xml-model …?> (https://www.w3.org/TR/xml-model/), which says where its grammar is.
 *
 * The grammar is named by the path from the file to it. What reads the file for us pays no heed to that. */
#ifndef RENKEI_BASE_MODEL_H
#define RENKEI_BASE_MODEL_H

#include <glib.h>

/* How one gets from a file to another; g_free it. */
char *path_between(const char *from, const char *to);
/* The line, with its end. file NULL or "-": it is not known where the file will be, and no grammar is named. */
void model_append_head(GString *out, const char *file, const char *schema_dir, const char *grammar);

#endif
