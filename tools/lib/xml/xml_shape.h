/* xml_shape.h: patterns of XML Schema that are a row of letters and classes, each so often. Of the xml room alone, and
 * of its test. */
#ifndef RENKEI_XML_XML_SHAPE_H
#define RENKEI_XML_XML_SHAPE_H

#include <stdbool.h>

typedef struct xml_shape xml_shape;

/* NULL: the pattern is of another kind, or none. */
xml_shape *xml_shape_new(const char *pattern);
void xml_shape_drop(xml_shape *s); /* takes NULL */
/* Whether the whole value is of it: what libxml2 says, too. */
bool xml_shape_fits(const xml_shape *s, const char *value);

#endif
