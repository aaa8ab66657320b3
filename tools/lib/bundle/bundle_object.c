/* bundle_object.c: objects of the bundle, and what stands in them. */
#include "bundle/bundle_int.h"

qpdf_oh
bundle_new_object(qpdf_data q)
{
    return qpdf_make_indirect_object(q, qpdf_oh_new_dictionary(q));
}

qpdf_oh
bundle_new_stream(qpdf_data q, const void *bytes, size_t length)
{
    const qpdf_oh stream = qpdf_oh_new_stream(q), none = qpdf_oh_new_null(q);
    qpdf_oh_replace_stream_data(q, stream, bytes, length, none, none);
    return stream;
}

void
bundle_set_text(qpdf_data q, qpdf_oh d, const char *key, const char *text)
{
    qpdf_oh_replace_key(q, d, key, qpdf_oh_new_unicode_string(q, text));
}

void
bundle_set_name(qpdf_data q, qpdf_oh d, const char *key, const char *name)
{
    qpdf_oh_replace_key(q, d, key, qpdf_oh_new_name(q, name));
}
