/* bundle_lazy.h: libqpdf for whoever seldom needs it: renkei-render makes a paper in less time than it takes to load it
 * (a fourteenth of a paper's instructions), and asks for it only when a copy is wanted. No function of the library is
 * named elsewhere by who includes this. */
#ifndef RENKEI_BUNDLE_BUNDLE_LAZY_H
#define RENKEI_BUNDLE_BUNDLE_LAZY_H

#include <qpdf/qpdf-c.h>

#define BUNDLE_CALLS(CALL)                                                                                             \
    CALL(init)                                                                                                         \
    CALL(silence_errors)                                                                                               \
    CALL(set_suppress_warnings)                                                                                        \
    CALL(set_attempt_recovery)                                                                                         \
    CALL(has_error)                                                                                                    \
    CALL(more_warnings)                                                                                                \
    CALL(get_error)                                                                                                    \
    CALL(next_warning)                                                                                                 \
    CALL(get_error_message_detail)                                                                                     \
    CALL(read_memory)                                                                                                  \
    CALL(get_num_pages)                                                                                                \
    CALL(get_root)                                                                                                     \
    CALL(get_trailer)                                                                                                  \
    CALL(get_page_n)                                                                                                   \
    CALL(oh_begin_dict_key_iter)                                                                                       \
    CALL(oh_dict_more_keys)                                                                                            \
    CALL(oh_dict_next_key)                                                                                             \
    CALL(oh_get_object_id)                                                                                             \
    CALL(oh_is_number)                                                                                                 \
    CALL(oh_get_numeric_value)                                                                                         \
    CALL(oh_unparse_resolved)                                                                                          \
    CALL(oh_get_key)                                                                                                   \
    CALL(oh_has_key)                                                                                                   \
    CALL(oh_is_dictionary)                                                                                             \
    CALL(oh_is_string)                                                                                                 \
    CALL(oh_is_name_and_equals)                                                                                        \
    CALL(oh_is_name)                                                                                                   \
    CALL(oh_is_stream)                                                                                                 \
    CALL(oh_is_array)                                                                                                  \
    CALL(oh_get_array_item)                                                                                            \
    CALL(oh_get_array_n_items)                                                                                         \
    CALL(oh_get_utf8_value)                                                                                            \
    CALL(oh_new_null)                                                                                                  \
    CALL(oh_new_name)                                                                                                  \
    CALL(oh_new_unicode_string)                                                                                        \
    CALL(oh_new_stream)                                                                                                \
    CALL(oh_get_dict)                                                                                                  \
    CALL(oh_get_stream_data)                                                                                           \
    CALL(oh_replace_key)                                                                                               \
    CALL(oh_replace_stream_data)                                                                                       \
    CALL(init_write_memory)                                                                                            \
    CALL(set_object_stream_mode)                                                                                       \
    CALL(set_newline_before_endstream)                                                                                 \
    CALL(set_r6_encryption_parameters2)                                                                                \
    CALL(write)                                                                                                        \
    CALL(get_buffer_length)                                                                                            \
    CALL(get_buffer)

typedef struct bundle_calls {
#define CALL(name) __typeof__(qpdf_##name) *name;
    BUNDLE_CALLS(CALL)
#undef CALL
} bundle_calls;

/* The functions, loaded when first asked for; NULL: there is no such library here. */
const bundle_calls *bundle_load(void);

#endif
