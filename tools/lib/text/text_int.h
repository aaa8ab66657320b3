/* text_int.h: inside the text room.
 *
 *   spans → clusters (cluster.c, vertical.c; faces and glyphs from glyph.c)
 *         → joints between them (joint.c: breaks T2, spacing T1, what may stretch)
 *         → ruby (ruby.c, mono.c; word.c, hang.c), which widens its bases
 *         → lines (phrase.c, line.c) → adjusted positions (adjust.c) → runs (set.c) → one piece (pack.c), kept for the
 * next time (memo.c)
 *
 * line.c and adjust.c see only clusters and joints: no fonts, no text. */
#ifndef RENKEI_TEXT_TEXT_INT_H
#define RENKEI_TEXT_TEXT_INT_H

#include <glib.h>
#include <hb.h>

#include "text/text.h"

/* JLREQ appendix A; MA mathematical symbols and operators, IS U+3000, SP word space, ZW an invisible character that
 * stands alone. */
typedef enum char_class {
    CLASS_OB,
    CLASS_CB,
    CLASS_HY,
    CLASS_DV,
    CLASS_MD,
    CLASS_FS,
    CLASS_CM,
    CLASS_IN,
    CLASS_IT,
    CLASS_PL,
    CLASS_SK,
    CLASS_PF,
    CLASS_PS,
    CLASS_JA,
    CLASS_MA,
    CLASS_IS,
    CLASS_WE,
    CLASS_SP,
    CLASS_ZW,
    CLASS_COUNT
} char_class;

/* From which breaking level on a character may start a line. */
typedef enum line_start { START_STRICT, START_NORMAL, START_LOOSE, START_NEVER } line_start;

/* What one character is by the tables alone. */
typedef struct char_info {
    uint8_t class, start;
} char_info;

/* ---- class.c ---- */

typedef struct class_table class_table;
class_table *class_table_new(void);
void class_table_drop(class_table *t);
char_info class_of(const class_table *t, uint32_t character);
bool class_is_figure(const class_table *t, uint32_t character);
/* It is not parted from the figure after it. */
bool class_is_lead(uint32_t character);
/* The other half of a pair of pairs.def, 0 when it is none; *opening says which half was given. */
uint32_t class_pair_of(uint32_t character, bool *opening);
bool class_is_japanese(uint8_t class); /* not WE, SP, ZW */
/* Characters without ink or width: U+200B and U+2060, which govern breaks, and what comes with pasted text: soft
 * hyphen, joiners, marks and overrides of direction, byte order mark, selectors of emoji. */
bool class_is_hidden(uint32_t character);
/* A space that may be stretched and shrunk; the others of CLASS_SP have a width of their own. */
bool class_is_word_space(uint32_t character);
/* Control, format and default-ignorable characters, save variation selectors and those of class_is_hidden. */
bool class_is_bad(uint32_t character);
bool class_is_selector(uint32_t character);
/* The longest word of the table that the characters start with, in characters; 0: none. */
size_t class_match_counter(const class_table *t, const uint32_t *characters, size_t count);
size_t class_match_unit(const class_table *t, const uint32_t *characters, size_t count);

/* ---- clusters ---- */

enum {
    CLUSTER_FIGURE = 1, /* half-width, full-width or kanji figure */
    CLUSTER_ALNUM = 2,  /* WE and a letter or a figure: takes a quarter em beside Japanese */
    CLUSTER_ASCII_DIGIT = 4,
    CLUSTER_PANGO_BREAK = 8,  /* UAX #14 allows a break before it */
    CLUSTER_BREAK_AFTER = 16, /* U+200B follows (and belongs to it) */
    CLUSTER_GLUE_AFTER = 32,  /* U+2060 follows, or it is a no-break space */
    CLUSTER_GLUE_BEFORE = 64,
    CLUSTER_BAD = 128,
    CLUSTER_RUBY_BASE = 256, /* does not vanish at a line end, whatever it is */
    CLUSTER_UPRIGHT = 512,   /* in a vertical line; its glyphs are in the pool, however many */
    CLUSTER_TURNS = 1024,    /* upright only if its face has a form for it */
    CLUSTER_COMBINED = 2048,
    CLUSTER_COMPOUND = 4096,     /* of a jukugo that is laid out anew where a line parts it */
    CLUSTER_NOTE = 8192,         /* a piece of a note: `glyph` is its index */
    CLUSTER_HIDDEN = 16384,      /* it holds characters of class_is_hidden */
    CLUSTER_RUBY_GOES_ON = 32768 /* the next cluster is under the same group of ruby */
};

/* A grapheme cluster, or an object. */
typedef struct cluster {
    const font_face *face; /* NULL: object */
    uint32_t character;    /* the first */
    uint32_t start, end;   /* bytes of the span */
    uint32_t span;
    uint32_t glyph; /* id; with more than one, index of the first in the glyph pool */
    uint16_t glyph_count;
    uint8_t class, start_level;
    uint16_t flags, condensed;
    unit size;
    unit advance;    /* of the body */
    unit shift;      /* from the body's left edge to the glyph's origin */
    unit head, tail; /* what its ruby needs besides when it begins or ends a line, where there is nothing to
                        overhang */
} cluster;

/* Several glyphs of one cluster, or one that stands upright, relative to its origin. */
typedef struct pool_glyph {
    uint32_t id;
    unit x, y;
    uint32_t byte; /* of its characters, from the cluster's start */
} pool_glyph;

/* T6, in the order of its steps. */
typedef enum stretch_kind { STRETCH_NONE, STRETCH_WORD, STRETCH_WESTERN, STRETCH_IDEOGRAPH } stretch_kind;

/* In an emergency a line is broken where the reserve is lowest. RESERVE_PARTS, RESERVE_HELD: where it could be broken
 * as anywhere, were it not in a span that is not to be parted: after an ideographic space (the parts of a name),
 * elsewhere. RESERVE_RUBY, RESERVE_RUBY_KINSOKU: within group ruby, but not between the words of its base. */
typedef enum break_reserve {
    RESERVE_PARTS,
    RESERVE_HELD,
    RESERVE_FREE,
    RESERVE_KINSOKU,
    RESERVE_RUBY,
    RESERVE_RUBY_KINSOKU,
    RESERVE_NEVER
} break_reserve;

/* What a line that ends there would part (phrase.c): parts of a date, a day and its brackets; a word, a part of a name,
 * a number and what it is of. */
typedef enum line_parting { PARTS_NOTHING, PARTS_PHRASE, PARTS_WORD } line_parting;

/* Between a cluster and the next. The natural space is the sum of the parts, which differ in how they
 * shrink: fixed never, half (around brackets and commas) and middle (around middle dots) to nothing,
 * western to half of it. */
typedef struct joint {
    unit fixed, half, middle, western;
    unit word;       /* size of the word space before this joint: its own width may change */
    uint8_t stretch; /* stretch_kind */
    uint8_t reserve; /* break_reserve */
    uint8_t parts;   /* line_parting, where it breaks */
    bool breaks;
    bool spreads; /* a gap of 均等割付 */
    bool held;    /* its word space is not closed up: a reading needs it */
} joint;

static inline unit
joint_natural(const joint *j)
{
    return j->fixed + j->half + j->middle + j->western;
}

/* Ruby over the base clusters first … first + count - 1 of a span; its own clusters lie in another array.
 * Solid ruby (mono, jukugo) stands at `offset` from the start of its one base; the other is spread. */
typedef struct ruby_group {
    size_t first, count;
    size_t ruby_first, ruby_count;
    unit ruby_width;
    bool solid;
    unit offset;
    unit left, right;   /* solid: by which its base has been widened */
    unit before, after; /* how far it hangs over what stands beside */
    size_t place, word; /* CLUSTER_COMPOUND: its place among the characters of the compound, and their number */
} ruby_group;

/* Where a reading stands over its character. */
typedef struct placed_ruby {
    unit left, right; /* by which the character is widened */
    unit offset;      /* of the reading from the start of the widened character */
} placed_ruby;

/* Groups of one character each that are laid out together. */
typedef struct word_part {
    ruby_group *groups;
    size_t count;
    placed_ruby *placed; /* one for each */
    unit before, after;  /* how far the readings hang over what stands beside */
} word_part;

/* A paragraph that would be longer than this if it were one line is not set: so every place on a line is a unit, with
 * room for what is added to it (indents, measures, what is hung over). At 10 pt these are 180,000 characters. */
#define TEXT_MOST_EXTENT (INT32_MAX - 64 * UNIT_MAX_LENGTH)
/* Nor is one that would have to be prepared so often, because of notes that are parted and ruby that is cut, that there
 * is no end to it: so many clusters in all. */
enum { TEXT_MOST_EFFORT = 2000000 };

/* Everything known about a paragraph before it is broken into lines. */
typedef struct prepared {
    const text_paragraph *paragraph;
    GArray *clusters; /* cluster */
    GArray *joints;   /* joint, one for each cluster (the last of a segment is unused) */
    GArray *segments; /* size_t: cluster index after the last of each forced line */
    GArray *pool;     /* pool_glyph */
    GArray *ruby;     /* cluster */
    GArray *groups;   /* ruby_group */
    bool has_compounds;
} prepared;

static inline cluster *
cluster_at(const prepared *p, size_t i)
{
    return &g_array_index(p->clusters, cluster, i);
}

static inline joint *
joint_at(const prepared *p, size_t i)
{
    return &g_array_index(p->joints, joint, i);
}

/* Of valid UTF-8: the character, and on to the next one. */
static inline uint32_t
read_character(const char **at)
{
    const unsigned char *p = (const unsigned char *)*at;
    if (p[0] < 0x80) {
        *at += 1;
        return p[0];
    }
    if (p[0] < 0xE0) {
        *at += 2;
        return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
    }
    if (p[0] < 0xF0) {
        *at += 3;
        return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    }
    *at += 4;
    return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 | (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
}

static inline uint32_t
utf8_length(uint32_t character)
{
    return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
}

/* ---- glyph.c: faces and glyphs of clusters ---- */

typedef struct glyph_store glyph_store;
glyph_store *glyph_store_new(const font_set *fonts);
void glyph_store_drop(glyph_store *g);

/* Chooses face and glyphs of a cluster, by its class and how it stands, of `utf8` (its characters, those that are
 * hidden left out), sets advance; reports what no face has and sets 〓. False: there was something to report. */
bool glyph_choose(glyph_store *g, const font_family *family, const text_origin *origin, const char *utf8, size_t length,
                  bool use_figures, cluster *c, GArray *pool, diag *d);
/* The same of what is one character in its cluster, and is set as it is (TRAIT_PLAIN), in the first of the faces;
 * false, and nothing changed, when that does not have it. */
bool glyph_choose_plain(glyph_store *g, const font_family *family, bool use_figures, cluster *c);
/* The same in one face; false, and nothing changed, when that does not have it. */
bool glyph_choose_in(glyph_store *g, const font_face *face, const char *utf8, size_t length, cluster *c, GArray *pool);
/* A character's glyph and advance as hb_shape gives them; 0 when the face has none. */
uint32_t glyph_lookup(glyph_store *g, const font_face *face, uint32_t character, unit size, unit *advance);

/* ---- refuse.c: what is not set, and what of pasted text is told ---- */

/* Why a character is not set whatever face has it, DIAG_CODE_COUNT when it is: it runs from right to left, takes its
 * form from its neighbours, or is of a script that nothing is provided for (DIAG_TEXT_SCRIPT), it is a radical
 * (DIAG_TEXT_RADICAL), for private use, where faces hold anything (DIAG_TEXT_PRIVATE), or what stands for a character
 * that is gone (DIAG_TEXT_LOST: U+FFFC, U+FFFD). */
diag_code refuse_code(uint32_t character);
/* What is told of a character that no face has: DIAG_TEXT_MISSING_GLYPH, or of an emoji DIAG_TEXT_EMOJI. */
diag_code refuse_missing(uint32_t character);
/* The kanji that a radical or a compatibility character is written with, 0 when there is none. */
uint32_t refuse_substitute(uint32_t character);
/* By code points, never by the characters themselves; of a cluster with bad characters only those. */
void refuse_report(diag *d, diag_code code, const text_origin *origin, const char *utf8, size_t length);
/* text_script.c: `text-script` of such a character: which script it is of, and why that is not set. */
void script_tell(diag *d, const text_origin *origin, uint32_t character, const char *points);
/* The hidden characters of a text, each once. U+200B and U+2060 only in data: forms use them. */
void refuse_tell_hidden(diag *d, const text_origin *origin, const char *utf8);
/* leftover.c: what an export left in data: _x000D_, <br>, \n, &lt; as characters; each kind once of a text. False:
 * nothing. */
bool leftover_tell(diag *d, const text_span *span);

/* From the baseline of a size to the middle of its em box. */
static inline unit
glyph_middle(unit size)
{
    return text_ascent(size) - size / 2;
}

/* The size of ruby and of notes: half of what they stand with; the least is still a size. */
static inline unit
glyph_half(unit size)
{
    return MAX(size / 2, 1);
}

/* ---- the rest, in the order of work ---- */

/* Bytes start … end of a note, in two lines. */
typedef struct note_piece {
    uint32_t span, start, end;
    bool whole; /* not to be parted */
    unit width;
    const text_lines *lines;
} note_piece;

/* Group ruby that no line holds is cut before this byte of its base. */
typedef struct ruby_cut {
    uint32_t span, start;
} ruby_cut;

/* What is known of a character once it was met. */
enum {
    TRAIT_KNOWN = 1,
    TRAIT_PLAIN = 2, /* alone in its cluster it is set as it is, or no face has it */
};
typedef struct char_traits {
    uint16_t flags; /* CLUSTER_…, of a cluster that begins with it */
    uint8_t traits;
} char_traits;

/* The lines of a paragraph so far, with what stands on them one behind the other. Not yet pointed to: runs, objects and
 * marks by their lines; glyphs and chars (each run's ends with NUL) by their runs. */
typedef struct set_lines {
    GArray *lines, *runs, *glyphs, *objects, *marks; /* text_line … text_mark */
    GString *chars;
} set_lines;

struct text_engine {
    const font_set *fonts;
    class_table *classes;
    glyph_store *glyphs;
    prepared work;
    bool is_careful;     /* nothing is taken for plain; for the tests: the same comes of it */
    bool is_plain_text;  /* of e->text every character is a cluster, and lines end after spaces: no attributes */
    char_traits *traits; /* of the characters below U+10000 */
    GArray *attributes;  /* PangoLogAttr */
    GArray *characters;  /* uint32_t: of e->text */
    GArray *open_pairs;  /* size_t */
    GArray *positions;   /* unit: natural body starts */
    GArray *tails;       /* size_t: of ends, line_input.tail and next */
    GArray *shrinks;     /* unit */
    GArray *extra;       /* unit: adjustment of each joint of a line */
    GArray *lines;       /* line_choice */
    set_lines set;
    struct text_memo *memo; /* NULL: nothing is kept */
    bool told;              /* something of the paragraph being composed was told, or had been */
    GString *text;
    GString *visible;   /* a cluster without its hidden characters */
    GArray *pieces;     /* note_piece, in the order of their spans */
    GArray *cuts;       /* ruby_cut, of the paragraph being composed */
    text_engine *notes; /* what sets them; NULL: there was none yet */
    diag *quiet;        /* for what has been told */
    size_t effort;      /* clusters prepared for the paragraph being composed, however often */
    arena *memory;      /* of the paragraph being composed */
};

/* note.c: before cluster_prepare, one piece for each note */
void note_prepare(text_engine *e, arena *a, const text_paragraph *p, diag *d);
/* cluster.c */
void cluster_prepare(text_engine *e, const text_paragraph *p, diag *d);
/* face.c: words, and names of several, are in one face: where a fallback has one of the Latin letters, the others are
 * taken from it as well. After the glyphs are chosen. */
void face_even(text_engine *e, GArray *clusters, bool is_ruby);
/* A cluster's characters without those that are hidden, in e->visible or where they are. */
const char *face_visible(text_engine *e, const cluster *c, const char *utf8, size_t *length);
/* vertical.c: which clusters stand upright, and which are combined */
void vertical_stand(GArray *clusters);
void vertical_combine(text_engine *e);
/* … and numbers in kanji, which are set solid: joints of the clusters first … end - 1. */
void vertical_join(text_engine *e, size_t first, size_t end);
/* joint.c: after cluster_prepare */
void joint_prepare(text_engine *e);
/* spacing.c: T1 */
void spacing_set(joint *j, const cluster *before, const cluster *after);
unit spacing_line_end(const cluster *last);
/* JLREQ 3.1.5, pattern 2: what opening brackets need before them where a line begins with them; after ruby_prepare. */
void spacing_keep_heads(GArray *clusters);
/* reading.c: the groups of ruby over one span's clusters, `whole` being all of both. False, and nothing done, when mono
 * or jukugo ruby has another number of readings than its base of characters. */
bool reading_part(text_engine *e, text_ruby kind, const ruby_group *whole);
/* What stands between the words of a name: a space, a middle dot or what is used for it, a hyphen. */
bool reading_parts_words(const cluster *c);
/* True when one of the lines ends within a group: it is to be cut there, and the paragraph prepared anew. */
bool reading_cut(text_engine *e, const GArray *lines);
/* ruby.c: measures ruby and spreads the base where ruby is longer; after the joints */
void ruby_prepare(text_engine *e);
/* hang.c: how far a group may hang over what stands beside its base; held: counting only white space that is not
 * closed up. And it hangs so far: `first` and `last` are those of a word, or the same. */
unit hang_before(const prepared *w, const ruby_group *g, bool held);
unit hang_after(const prepared *w, const ruby_group *g, bool held);
void hang_set(prepared *w, ruby_group *first, ruby_group *last, unit before, unit after);
/* word.c: fills placed, before and after of a part that may hang over its neighbours by so much. */
void word_lay(const prepared *w, word_part *part, unit before, unit after);
/* mono.c: the same for the groups of one span of mono or jukugo ruby, one a character. */
void mono_prepare(text_engine *e, ruby_group *groups, size_t count);
/* What a line of the clusters first … visible - 1 is wider than they, where a CLUSTER_COMPOUND stands at its edge. */
unit mono_edges(const prepared *w, size_t first, size_t visible);
/* Lays out the compounds that such a line parts, for good; gives the space before its first cluster. */
unit mono_settle(prepared *w, size_t first, size_t visible);
/* Where each cluster of group ruby stands, from the start of a base of this width. */
void ruby_spread(const cluster *ruby, const ruby_group *g, unit width, unit *x);

/* line.c. A line is the clusters first … end - 1; those from `visible` on are spaces that vanish. */
typedef struct line_choice {
    size_t first, end, visible;
    unit indent, available;
    bool forced, emergency, overfull;
    bool ragged; /* it ends between the words of a name or before what is to stay whole, and is left as long as it is */
    bool hangs;  /* the last visible cluster stands outside the measure */
} line_choice;

/* One past the last cluster that must fit the measure. */
static inline size_t
line_inside(const line_choice *line)
{
    return line->visible - line->hangs;
}

/* What line breaking works on: one forced line of a prepared paragraph. */
typedef struct line_input {
    const cluster *clusters;
    const joint *joints;
    const unit *at;     /* natural start of each body; index as clusters */
    const size_t *tail; /* for an end e: one past the last cluster before it that is no space */
    const unit *shrink; /* by how much all joints before a cluster can be closed up */
    const size_t *next; /* for an end e: the first from there on where a line may end */
    size_t first, end;
    const text_style *style;
    unit measure;
    const prepared *words; /* for mono_edges; NULL when no cluster is CLUSTER_COMPOUND */
} line_input;

/* at and tail for clusters first … end; `at` and `tail` have room for end + 1. */
void line_measure(const cluster *clusters, const joint *joints, size_t first, size_t end, unit *at, size_t *tail);
/* shrink and next for the same, so that no line looks at more than it holds. */
void line_sum(const joint *joints, size_t first, size_t end, unit *shrink, size_t *next);
/* Natural width of the bodies of clusters first … visible - 1. */
unit line_width(const line_input *in, size_t first, size_t visible);
/* May a line end here, and where do its visible clusters end? */
bool line_breaks(const line_input *in, size_t end);
size_t line_visible(const line_input *in, size_t first, size_t end);
/* ぶら下げ: the clusters first … visible - 1 end with a mark that may hang, and fit without it. */
bool line_hangs(const line_input *in, size_t first, size_t visible, unit available);
/* First … end - 1 is one character alone, its stops and brackets not counted. */
bool line_is_lonely(const line_input *in, size_t first, size_t end);
/* Appends the lines of the segment; `first_line`: the paragraph begins here. */
void line_break(const line_input *in, bool first_line, GArray *lines);

/* note.c: parts a piece where one of the lines has room for some of it, or joins two that stand on one line; true when
 * there is then another paragraph to be prepared. */
bool note_part(text_engine *e, const line_input *in, const GArray *lines);

/* fit.c: the same for all lines of a segment together, in place of those from `from` on and in no more than they
 * are; false, and nothing changed, when a line would have to be torn. Bounded: the same sooner, as what costs more than
 * the lines that are there is not followed; not bounded, for the tests: all is tried. */
bool fit_break(const line_input *in, bool first_line, GArray *lines, guint from, bool bounded);

/* adjust.c */
/* How much clusters first … visible - 1 can be closed up in all (steps 1, 4, 5, 6). */
unit adjust_shrinkable(const line_input *in, size_t first, size_t visible);
/* How far one joint can be closed up, and opened before all share the rest. */
unit adjust_joint_shrink(const joint *j);
unit adjust_joint_stretch(const cluster *c, const joint *j);
/* Fills extra[0 …] for the joints of the line, relative to line.first; gives the width then. */
unit adjust_line(const line_input *in, const line_choice *line, unit *extra);

/* condense.c: 長体. Lines are made in their own em, as if nothing were condensed; these go between that and the page.
 * How long a length of the page is for the line; … and of the line on the page. */
unit condense_undone(const text_style *style, unit u);
unit condense_length(const text_style *style, unit u);
/* A set line as it stands on the page, in its place. */
void condense_line(const text_style *style, text_line *line);

/* set.c: appends the line to e->set. */
void set_line(text_engine *e, const line_input *in, const line_choice *line);

/* pack.c: what is set, in one piece of memory; *size is how large that is. */
text_lines *pack_lines(arena *a, const text_style *style, const set_lines *set, size_t *size);
/* Such a piece was copied `by` bytes further, and its spans stand `spans_by` bytes further: what points there follows.
 */
void pack_move(text_lines *l, ptrdiff_t by, ptrdiff_t spans_by);

/* memo.c: paragraphs that were composed before, of which nothing had to be told. What is found is the same as what
 * would be composed: the key is all that a paragraph is composed from. Bounded; the oldest go first. */
typedef struct text_memo text_memo;
text_memo *memo_new(void);
void memo_drop(text_memo *m); /* takes NULL */
/* NULL: it is not there, and memo_keep may follow, before anything else is asked. */
text_lines *memo_find(text_memo *m, arena *a, const text_paragraph *p, unit measure);
void memo_keep(text_memo *m, const text_paragraph *p, const text_lines *l, size_t size);
size_t memo_held(const text_memo *m); /* bytes */

#endif
