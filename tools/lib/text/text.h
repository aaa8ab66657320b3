/* text.h: from characters to lines: Japanese line composition.
 *
 * In: spans of UTF-8 with a family and a size, and a paragraph style. Out: lines of positioned glyphs,
 * nothing left to decide. Pango finds grapheme clusters and UAX #14 opportunities, HarfBuzz shapes; the
 * classes, breaks, spacing and adjustment are ours, after JLREQ (section numbers of its English text)
 * and JIS X 4051. The tables are data in .def files, a row a line.
 *
 * Never silent: a character without a glyph is `text-missing-glyph` with its code point and place; an
 * ideographic variation pair that no face has is `text-missing-variation` (the selector is never dropped).
 * A paragraph so long, or so large, that its length could not be counted is `text-too-long`, and has no lines but one
 * that is empty. Text is never normalised. Lengths in units (1/1024 pt); sizes, pitches, indents, raises, widths and
 * measures are at most UNIT_MAX_LENGTH, either way. */
#ifndef RENKEI_TEXT_TEXT_H
#define RENKEI_TEXT_TEXT_H

#include <glib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/unit.h"
#include "font/font.h"

typedef enum text_align {
    TEXT_START,
    TEXT_CENTER,
    TEXT_END,
    TEXT_JUSTIFY,    /* every line but the last is brought to the measure (JLREQ 3.8) */
    TEXT_DISTRIBUTE, /* 均等割付: every line is spread over the measure (JLREQ 3.7.3) */
    TEXT_DECIMAL     /* as TEXT_END, and each line tells its `tail`, by which a column of numbers is aligned */
} text_align;

/* Line breaking level (JLREQ appendix C; CSS line-break). */
typedef enum text_level { TEXT_STRICT, TEXT_NORMAL, TEXT_LOOSE } text_level;

typedef struct text_style {
    const font_family *family;
    unit size;
    unit pitch; /* baseline to baseline, fixed: nothing on a line changes it */
    text_align align;
    text_level level;
    unit indent_first; /* of the first line, from the start edge */
    unit indent_rest;  /* of the other lines (hanging indent when larger) */
    unit tracking;     /* added after every cluster but the last of a line (titles) */
    bool hangs; /* ぶら下げ: 、。，． that fit in no other way stand outside the measure (JLREQ 3.8.2 note) */
    bool total_fit; /* TEXT_JUSTIFY: breaks are chosen for the whole paragraph, not line by line */
    bool head_half; /* an opening bracket at a line head keeps the half em before it: 行頭二分アキ (JLREQ 3.1.5, pattern
                       2) */
    bool last_pair;     /* the last line of a paragraph is not one character alone (JLREQ 3.5.4) */
    bool keeps_phrases; /* a line ends before a katakana word, a date, a part of a name … that the next one holds whole,
                           where that leaves none half empty nor loose */
    bool vertical;      /* 縦書き: lines run down (JLREQ 2.3); what stands upright is said by UAX #50 */
    int combine;        /* 縦中横: a number of so many figures or fewer stands upright in one em (JLREQ 3.2.5) */
    int condensed;      /* 長体: horizontal lines are so many thousandths as wide, type, spaces and indents alike, but
                           not objects; 0: as they are. Vertical lines never are. */
} text_style;

/* Where a span came from: the form's element and the data's node. Carried, never read, except to place
 * diagnostics. */
typedef struct text_origin {
    place form, data;
} text_origin;

typedef enum text_span_kind {
    TEXT_CHARS,  /* utf8 */
    TEXT_OBJECT, /* a box of `width` (tick, blank …): behaves as an ideograph, but Latin beside it takes no quarter
                    em; `utf8` is its text layer */
    TEXT_NEWLINE /* forced line break */
} text_span_kind;

/* How a reading stands over its base: as a whole over the whole (JLREQ 3.3.6), each over its own character
 * (3.3.5), or each with its own but leaning on those of the same word where it is long (3.3.7, appendix F); such a
 * word may be parted at a line end, and its readings are then placed anew. All of them may hang over kana
 * and white space beside their base, by one em of ruby (3.3.8). */
typedef enum text_ruby { TEXT_RUBY_GROUP, TEXT_RUBY_MONO, TEXT_RUBY_JUKUGO } text_ruby;

/* 圏点 (JLREQ 3.3.9): a mark over each character but brackets, stops, commas and spaces. */
typedef enum text_emphasis { TEXT_NO_EMPHASIS, TEXT_DOT, TEXT_SESAME } text_emphasis;

typedef struct text_span {
    text_span_kind kind;
    const char *utf8;          /* valid UTF-8; TEXT_CHARS: no control characters, no newline */
    const font_family *family; /* NULL: the style's */
    unit size;                 /* 0: the style's */
    bool unbreakable;          /* no break inside this span, but where the measure does not hold it: between words */
    bool glued;                /* no break before this span */
    bool joined;               /* no break before it nor inside, but in an emergency as where kinsoku forbids one */
    bool is_note;              /* 割注: set in two lines of half the size (JLREQ 3.4); its brackets are the caller's.
                                  A paragraph with notes is filled line by line. */
    bool combined;             /* 縦中横: in a vertical line the whole span stands upright in one em. What would be
                                  closer than half its width is `text-combined-long`. */
    const char *ruby;          /* furigana over the span, half size; NULL. Under group ruby no line ends; but a base
                                  and a reading of as many words (parted by spaces, ・, ＝ or hyphens) are a group
                                  for each word, and a group wider than the measure is cut with its reading. MONO, JUKUGO: a
                                  reading for each character of the base, ・ or a space between;          it may be empty.
                                  Another number          of them is `text-ruby-parts`. */
    text_ruby ruby_kind;
    text_emphasis emphasis;
    unit raise;                /* of the baseline, up: superscript; negative: subscript. Set solid with what
                                  stands before it, and never parted from it (JLREQ 3.7.1) */
    unit width;                /* TEXT_OBJECT */
    void *object;              /* TEXT_OBJECT: the caller's */
    const text_origin *origin; /* may be NULL */
} text_span;

typedef struct text_paragraph {
    text_style style;
    const text_span *spans;
    size_t span_count;
} text_paragraph;

/* One glyph: position of its origin relative to the run's (x right, y down). `cluster` is the byte in
 * run->utf8 where its characters begin; clusters do not decrease. */
typedef struct text_glyph {
    uint32_t id;
    uint32_t cluster;
    unit x, y;
} text_glyph;

/* How the glyphs of a run stand. A vertical line is measured as a horizontal one that is turned a quarter
 * clockwise: x runs down, y from the baseline to the left. Its column is as wide as the em box of the style's
 * size, .88 em of it to the right of the baseline; other sizes are centred in it. */
typedef enum text_stance {
    TEXT_ALONG,   /* as the line runs: in a vertical line turned a quarter clockwise */
    TEXT_UPRIGHT, /* vertical lines only: glyph origins are those of a horizontal line, in x and y as above */
    TEXT_COMBINED /* upright too, side by side in a body of one em */
} text_stance;

/* Glyphs of one face and size from one span on one line. Every byte of the source text is in exactly one
 * run of one line (spaces dropped at a line end stay in the run's text, with no glyph or a blank one). */
typedef struct text_run {
    const font_face *face;
    unit size;
    unit x; /* of the run's origin from the line's start edge (measure 0) */
    unit y; /* down from the baseline: negative for ruby, whose em box touches its base's */
    unit advance;
    const char *utf8; /* NUL-terminated */
    const text_glyph *glyphs;
    size_t glyph_count;
    const text_span *span;
    bool is_ruby;
    text_stance stance;
    int condensed; /* glyphs are drawn so many thousandths as wide: 長体 and TEXT_COMBINED; 0: as they are */
    int note;      /* 割注: on its first or second line, 1 or 2; 0: no note */
} text_run;

/* A mark of 圏点, to be drawn: its centre, and the size of the character under it. */
typedef struct text_mark {
    const text_span *span;
    unit x, y; /* from the line's start edge; from the baseline, down */
    unit size;
} text_mark;

typedef struct text_object {
    const text_span *span;
    unit x, width;
} text_object;

typedef struct text_line {
    const text_run *runs;
    size_t run_count;
    const text_object *objects;
    size_t object_count;
    const text_mark *marks;
    size_t mark_count;
    unit x; /* of the first body (or of the half em kept before it) from the start edge, indent included; ruby may hang
               over that of a first line */
    unit width;     /* of what is set, line-end space taken off */
    unit natural;   /* before adjustment */
    unit tail;      /* TEXT_DECIMAL: from the decimal point of its first number, or where that ends, to the end */
    unit hang;      /* ぶら下げ: the mark that stands behind `width`; 0: none */
    bool has_ruby;  /* or marks: something stands above the em boxes, half an em tall */
    bool forced;    /* ended by TEXT_NEWLINE or the paragraph's end */
    bool emergency; /* no legal break was found: broken between two clusters */
    bool overfull;  /* wider than the measure: not even one cluster fits, or distribute is too long */
} text_line;

typedef struct text_lines {
    const text_line *lines;
    size_t count;
    unit widest;      /* of the lines' widths */
    unit pitch, size; /* of the paragraph style */
    int condensed;    /* of the lines; 0: as they are */
    bool vertical;
    size_t emergencies, overfull;
} text_lines;

/* Holds HarfBuzz buffers and caches; one per thread. */
typedef struct text_engine text_engine;
text_engine *text_engine_new(const font_set *fonts);
void text_engine_drop(text_engine *e);
/* Paragraphs are not kept any longer: the same one is composed each time. For who asks what composing costs, or whether
 * what was kept is what would be composed. */
void text_engine_keep_nothing(text_engine *e);

/* Composes a paragraph to a measure. Lines are filled greedily, or with total_fit so that all of them together
 * are nearest to their natural spacing, in no more lines; a justified line is closed up before it is opened,
 * any other only when that takes in the rest of its text or saves it from being torn.
 * With keeps_phrases there may be more lines, but of justified text
 * with total_fit only in a measure of 20 em or less.
 * TEXT_DISTRIBUTE is broken by TEXT_NEWLINE alone. Never fails: missing glyphs are reported to `d` and set as 〓
 * (U+3013) so that composition can go on; the caller must not paint when `d` has errors. An empty
 * paragraph gives one empty line. */
text_lines *text_compose(text_engine *e, arena *a, const text_paragraph *p, unit measure, diag *d);

/* The width of the longest forced line when nothing is broken, with its indent: the least measure at which
 * text_compose breaks nothing and closes nothing up. */
unit text_natural_width(text_engine *e, arena *a, const text_paragraph *p, diag *d);

/* The em boxes of n lines: from .88 em above the first baseline to .12 em below the last. */
unit text_stack_height(size_t lines, unit size, unit pitch);
unit text_ascent(unit size); /* .88 em */

/* For people: one line of text a line, breaks as "|", and under it the gaps that are not zero in
 * thousandths of an em, aligned. Golden tests use it. */
void text_print(const text_lines *l, GString *out);

/* マス目: what stands in one box: a character with the marks on it. With `split` a voiced kana is two boxes, カ and ゛
 * of ガ, of which the first has all of its source. `out` lives in the arena; how many there are. */
typedef struct text_box {
    const char *shown;  /* what is set in it */
    const char *source; /* of the text: `length` bytes, none of what the box before tells */
    size_t length;
} text_box;
size_t text_boxes(arena *a, const char *utf8, bool split, text_box **out);

/* The language of a text with letters that no other has (ko, th, vi), as BCP 47 writes it; NULL: it has none. */
const char *text_language(const char *utf8);

#endif
