/* A document met from its beginning to its end, as it comes in pieces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "xml/xml.h"
#include "xml/xml_stream.h"

typedef struct pieces {
    const char *bytes;
    size_t length, at, most; /* most: of one piece */
    bool breaks;             /* instead of an end */
} pieces;

static long
give_piece(void *data, char *bytes, size_t room)
{
    pieces *p = data;
    const size_t n = MIN(MIN(room, p->most), p->length - p->at);
    if (n == 0)
        return p->breaks ? -1 : 0;
    memcpy(bytes, p->bytes + p->at, n);
    p->at += n;
    return (long)n;
}

static bool
note_start(void *data, const char *name, const char *const *attributes)
{
    g_string_append_printf(data, "<%s", name);
    for (; *attributes; attributes += 2)
        g_string_append_printf(data, " %s=%s", attributes[0], attributes[1]);
    g_string_append(data, ">");
    return strcmp(name, "stop") != 0;
}

static bool
note_text(void *data, const char *bytes, size_t length)
{
    g_string_append_len(data, bytes, (gssize)length);
    return true;
}

static bool
note_end(void *data, const char *name)
{
    g_string_append_printf(data, "</%s>", name);
    return true;
}

static const xml_stream_visitor notes = {note_start, note_text, note_end};
static const xml_stream_limits usual = {1 << 20, 10};

static xml_stream_end
stream_text(const char *text, size_t piece, bool breaks, const xml_stream_limits *limits, GString *out,
            xml_stream_fault *fault)
{
    arena *a = arena_new();
    pieces p = {text, strlen(text), 0, piece, breaks};
    *fault = (xml_stream_fault){0, "", ""};
    const xml_stream_end how = xml_stream(a, give_piece, &p, limits, &notes, out, fault);
    fault->ja = fault->en = NULL; /* they go with the arena */
    arena_drop(a);
    return how;
}

static void
what_is_met(void **state)
{
    (void)state;
    static const struct {
        const char *text, *met;
    } documents[] = {
        {"<a/>", "<a></a>"},
        {"\xef\xbb\xbf<?xml version='1.0'?><!-- c --><a>一<?p?>二</a>", "<a>一二</a>"},
        {"<a b='1' c='&lt;&amp;&#x4E00;'>&gt;&amp;</a>", "<a b=1 c=<&一>>&</a>"},
        {"<x:a xmlns:x='u' x:b='1' b='2'><x:c/></x:a>", "<a :b=1 b=2><c></c></a>"},
        {"<a><![CDATA[<&]]></a>", "<a><&</a>"},
        {"<a b=''/>", "<a b=></a>"},
        {"<a>\r\n一\r二</a>", "<a>\n一\n二</a>"},
    };
    xml_stream_fault fault;
    for (size_t i = 0; i < G_N_ELEMENTS(documents); i++) {
        for (size_t piece = 1; piece < 40; piece += 13) {
            GString *out = g_string_new(NULL);
            assert_int_equal(stream_text(documents[i].text, piece, false, &usual, out, &fault), XML_STREAM_WHOLE);
            assert_string_equal(out->str, documents[i].met);
            g_string_free(out, TRUE);
        }
    }
}

static void
how_it_ends(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        xml_stream_end how;
        int line;
    } documents[] = {
        {"", XML_STREAM_MALFORMED, 1},
        {"no XML", XML_STREAM_MALFORMED, 1},
        {"<a>\n<b>\n</a>", XML_STREAM_MALFORMED, 3},
        {"<a>\n", XML_STREAM_MALFORMED, 2},
        {"<a/><b/>", XML_STREAM_MALFORMED, 1},
        {"<a>&nbsp;</a>", XML_STREAM_MALFORMED, 1},
        {"<a>\xff</a>", XML_STREAM_MALFORMED, 1},
        {"<x:a/>", XML_STREAM_MALFORMED, 1},
        {"<!DOCTYPE a><a/>", XML_STREAM_DOCTYPE, 0},
        {"<!DOCTYPE a [<!ENTITY b 'bbb'>]><a>&b;</a>", XML_STREAM_DOCTYPE, 0},
        {"<!DOCTYPE a SYSTEM '/etc/passwd'><a/>", XML_STREAM_DOCTYPE, 0},
        {"<a><stop/><b></a>", XML_STREAM_LEFT, 0},
        {"<a><a><a><a><a><a><a><a><a><a/></a></a></a></a></a></a></a></a></a>", XML_STREAM_WHOLE, 0},
        {"<a><a><a><a><a><a><a><a><a><a><a/></a></a></a></a></a></a></a></a></a></a>", XML_STREAM_DEEP, 0},
    };
    xml_stream_fault fault;
    for (size_t i = 0; i < G_N_ELEMENTS(documents); i++) {
        GString *out = g_string_new(NULL);
        const xml_stream_end how = stream_text(documents[i].text, 7, false, &usual, out, &fault);
        if (how != documents[i].how || fault.line != documents[i].line)
            fail_msg("%s ends as %d, line %d", documents[i].text, how, fault.line);
        g_string_free(out, TRUE);
    }
    GString *out = g_string_new(NULL);
    assert_int_equal(stream_text("<a>1234567", 4, true, &usual, out, &fault), XML_STREAM_UNREAD);
    assert_int_equal(stream_text("<a>1234567</a>", 4, false, &(xml_stream_limits){13, 9}, out, &fault),
                     XML_STREAM_LARGE);
    assert_int_equal(stream_text("<a>1234567</a>", 4, false, &(xml_stream_limits){14, 9}, out, &fault),
                     XML_STREAM_WHOLE);
    g_string_free(out, TRUE);
}

/* In the two codes of a workbook, in whatever pieces it comes. */
static void
crowds_of_attributes_stay_outside(void **state)
{
    (void)state;
    static const char *const codes[] = {"UTF-8", "UTF-16LE", "UTF-16BE"};
    for (size_t i = 0; i < 2 * G_N_ELEMENTS(codes); i++) {
        const bool one_more = i % 2;
        GString *text = g_string_new("\xef\xbb\xbf<?xml version='1.0' encoding='UTF-16'?><a>㰀㴽==<b");
        for (int k = 0; k < XML_MOST_ATTRIBUTES + one_more; k++)
            g_string_append_printf(text, " x%d='㴽='", k);
        g_string_append(text, "/></a>");
        gsize length;
        char *bytes = g_convert(text->str, -1, codes[i / 2], "UTF-8", NULL, &length, NULL);
        arena *a = arena_new();
        pieces p = {bytes, length, 0, 7, false};
        xml_stream_fault fault = {0, "", ""};
        GString *out = g_string_new(NULL);
        const xml_stream_end how = xml_stream(a, give_piece, &p, &usual, &notes, out, &fault);
        if (how != (one_more ? XML_STREAM_CROWDED : XML_STREAM_WHOLE))
            fail_msg("%s ends as %d: %s", codes[i / 2], how, fault.en);
        g_string_free(out, TRUE);
        g_string_free(text, TRUE);
        g_free(bytes);
        arena_drop(a);
    }
}

/* Codes that hide what is counted. */
static void
other_codes_are_refused(void **state)
{
    (void)state;
    static const char *const codes[] = {"UTF-32LE", "UTF-32BE", "IBM037"};
    for (size_t i = 0; i < G_N_ELEMENTS(codes); i++) {
        gsize length;
        char *bytes = g_convert("<?xml version='1.0'?><a/>", -1, codes[i], "UTF-8", NULL, &length, NULL);
        arena *a = arena_new();
        pieces p = {bytes, length, 0, 7, false};
        xml_stream_fault fault = {0, "", ""};
        GString *out = g_string_new(NULL);
        assert_int_equal(xml_stream(a, give_piece, &p, &usual, &notes, out, &fault), XML_STREAM_MALFORMED);
        assert_string_equal(fault.en, "it is neither UTF-8 nor UTF-16");
        g_string_free(out, TRUE);
        g_free(bytes);
        arena_drop(a);
    }
}

static void
attributes_by_name(void **state)
{
    (void)state;
    const char *const some[] = {"r", "A1", "s", "", NULL};
    assert_string_equal(xml_stream_attribute(some, "r"), "A1");
    assert_string_equal(xml_stream_attribute(some, "s"), "");
    assert_null(xml_stream_attribute(some, "A1"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_met),
        cmocka_unit_test(how_it_ends),
        cmocka_unit_test(crowds_of_attributes_stay_outside),
        cmocka_unit_test(other_codes_are_refused),
        cmocka_unit_test(attributes_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
