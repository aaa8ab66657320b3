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

qpdf_oh
bundle_object_copy(qpdf_data out, const bundle_source *s, qpdf_oh object)
{
    const qpdf_data q = s->pdf;
    if (!qpdf_oh_is_dictionary(q, object) && !qpdf_oh_is_array(q, object) && !qpdf_oh_is_stream(q, object))
        return qpdf_oh_new_null(out);
    const qpdf_oh whole = qpdf_oh_is_indirect(q, object) ? object : qpdf_make_indirect_object(q, object);
    const qpdf_oh copy = qpdf_oh_copy_foreign_object(out, q, whole);
    return qpdf_oh_is_initialized(out, copy) ? copy : qpdf_oh_new_null(out);
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
