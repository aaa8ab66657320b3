#include <string.h>

#include "xlsx/xlsx_int.h"

typedef struct shared_place {
    guint32 text, phonetic; /* where in the bytes; phonetic 0: none */
    bool rich, struck;
} shared_place;

struct xlsx_strings {
    GString *bytes; /* each with its zero; at 0 stands an empty one */
    GArray *places; /* of shared_place */
};

typedef struct strings_reading {
    xlsx_reading *reading;
    xlsx_strings *strings;
    xlsx_string one;
    int depth; /* sst 1, si 2 */
    bool in_string;
} strings_reading;

static guint32
keep_text(xlsx_strings *s, const GString *text)
{
    const guint32 at = (guint32)s->bytes->len;
    g_string_append_len(s->bytes, text->str, (gssize)text->len + 1);
    return at;
}

static bool
start_element(void *data, const char *name, const char *const *attributes)
{
    strings_reading *s = data;
    s->depth++;
    if (s->depth == 1 && strcmp(name, "sst") != 0)
        return xlsx_damaged(s->reading, s->reading->strings_part, "共有の文字列の表ではありません",
                            "it is no table of shared strings");
    if (s->depth == 2) {
        s->in_string = !strcmp(name, "si");
        xlsx_string_clear(&s->one);
    } else if (s->depth > 2 && s->in_string)
        xlsx_string_start(&s->one, s->depth - 2, name, attributes);
    return true;
}

static bool
take_text(void *data, const char *bytes, size_t length)
{
    strings_reading *s = data;
    if (!s->in_string || xlsx_string_text(&s->one, bytes, length))
        return true;
    return xlsx_too_large(s->reading, s->reading->strings_part, "一つのセルに入る長さを超えた文字列があります",
                          "it has a text that is longer than a cell can hold");
}

static bool
keep_string(strings_reading *s)
{
    const xlsx_limits *limits = s->reading->limits;
    xlsx_string *one = &s->one;
    xlsx_string_finish(one);
    if (s->strings->places->len >= limits->strings ||
        s->strings->bytes->len + one->text->len + one->phonetic->len + 2 > limits->string_bytes)
        return xlsx_too_large(s->reading, s->reading->strings_part, "文字列が多すぎます", "it has too many texts");
    shared_place p = {.rich = one->rich, .struck = one->struck};
    p.text = one->text->len ? keep_text(s->strings, one->text) : 0;
    p.phonetic = one->has_reading && one->phonetic->len ? keep_text(s->strings, one->phonetic) : 0;
    g_array_append_val(s->strings->places, p);
    return true;
}

static bool
end_element(void *data, const char *name)
{
    strings_reading *s = data;
    bool going = true;
    if (s->depth == 2 && s->in_string) {
        s->in_string = false;
        going = keep_string(s);
    } else if (s->depth > 2 && s->in_string)
        xlsx_string_end(&s->one, s->depth - 2, name);
    s->depth--;
    return going;
}

xlsx_strings *
xlsx_strings_read(xlsx_reading *r)
{
    static const xml_stream_visitor visitor = {start_element, take_text, end_element};
    strings_reading s = {.reading = r, .strings = g_new0(xlsx_strings, 1)};
    s.strings->bytes = g_string_new(NULL);
    g_string_append_c(s.strings->bytes, '\0');
    s.strings->places = g_array_new(FALSE, FALSE, sizeof(shared_place));
    xlsx_string_open(&s.one);
    const bool whole = !r->strings_part || xlsx_part_stream(r, r->strings_part, &visitor, &s);
    xlsx_string_close(&s.one);
    if (whole)
        return s.strings;
    xlsx_strings_drop(s.strings);
    return NULL;
}

void
xlsx_strings_drop(xlsx_strings *s)
{
    if (!s)
        return;
    g_string_free(s->bytes, TRUE);
    g_array_free(s->places, TRUE);
    g_free(s);
}

bool
xlsx_strings_at(const xlsx_strings *s, size_t i, xlsx_shared *out)
{
    if (i >= s->places->len)
        return false;
    const shared_place *p = &g_array_index(s->places, shared_place, i);
    *out = (xlsx_shared){s->bytes->str + p->text, p->phonetic ? s->bytes->str + p->phonetic : NULL, p->rich, p->struck};
    return true;
}
