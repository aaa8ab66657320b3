#include "bind/bind_filled_int.h"

static const char *const aligns[] = {"start", "center", "end", "justify", "distribute", "decimal", NULL};
static const char *const valigns[] = {"unset", "top", "middle", "bottom", NULL};
static const char *const levels[] = {"strict", "normal", "loose", NULL};
static const char *const rules[] = {"unset", "none", "dotted", "thin", "heavy", "wavy", "double", NULL};
static const char *const diagonals[] = {"no", "yes", "down", "both", NULL};
static const char *const corners[] = {"upper-left", "upper-right", "lower-left", "lower-right", NULL};
static const char *const overs[] = {"page", "before", "so-far", "all", NULL};
static const char *const figures[] = {"unset", "keep", "half", "full", "kanji", "kanji-ten", NULL};
static const char *const parts_on[] = {"default", "later", "every", "continued", NULL};
static const char *const sides[] = {"start", "center", "end", NULL};
static const char *const rubies[] = {"group", "mono", "jukugo", NULL};
static const char *const emphases[] = {"none", "dot", "sesame", NULL};

const char *const filled_inlines[] = {"text",        "newline",    "tick",     "blank",    "sign", "seal",
                                      "page-number", "page-count", "boxes",    "page-sum", "code", "image",
                                      "page-ref",    "leader",     "footnote", NULL};
const char *const filled_fits[] = {"none", "grow", "shrink", "condense", "continue", "refuse", NULL};
const char *const filled_columns[] = {"length", "share", "rest", NULL};

#define TEXT_ROW(type, name, member)                                                                                   \
    {                                                                                                                  \
        name, FILLED_TEXT, offsetof(type, member), 0, 0, 0, NULL                                                       \
    }
#define FLAG_ROW(type, name, member)                                                                                   \
    {                                                                                                                  \
        name, FILLED_FLAG, offsetof(type, member), 0, 0, 1, NULL                                                       \
    }
#define NUMBER_ROW(type, name, member, otherwise, least, most)                                                         \
    {                                                                                                                  \
        name, FILLED_NUMBER, offsetof(type, member), otherwise, least, most, NULL                                      \
    }
#define LENGTH_ROW(type, name, member) NUMBER_ROW(type, name, member, 0, -FILLED_MOST, FILLED_MOST)
#define ROOM_ROW(type, name, member) NUMBER_ROW(type, name, member, 0, 0, FILLED_MOST)
#define WORD_ROW(type, name, member, words)                                                                            \
    {                                                                                                                  \
        name, FILLED_WORD, offsetof(type, member), 0, 0, 0, words                                                      \
    }
#define WORDS_OF(rows)                                                                                                 \
    {                                                                                                                  \
        rows, G_N_ELEMENTS(rows)                                                                                       \
    }

static const filled_word style_rows[] = {
    TEXT_ROW(form_style, "name", name),
    TEXT_ROW(form_style, "family", family),
    NUMBER_ROW(form_style, "size", size, 0, 1, FILLED_MOST_SIZE),
    NUMBER_ROW(form_style, "pitch", pitch, 0, 1, FILLED_MOST_SIZE),
    WORD_ROW(form_style, "align", align, aligns),
    WORD_ROW(form_style, "valign", valign, valigns),
    WORD_ROW(form_style, "break", level, levels),
    LENGTH_ROW(form_style, "indent", indent_first),
    LENGTH_ROW(form_style, "hang", indent_rest),
    NUMBER_ROW(form_style, "tracking", tracking, 0, -FILLED_MOST_SIZE, FILLED_MOST_SIZE),
    FLAG_ROW(form_style, "hang-punctuation", hangs),
    FLAG_ROW(form_style, "fit-paragraph", total_fit),
    FLAG_ROW(form_style, "last-pair", last_pair),
    FLAG_ROW(form_style, "head-half", head_half),
    NUMBER_ROW(form_style, "combine", combine, 0, 0, 4),
    LENGTH_ROW(form_style, "before", space_before),
    LENGTH_ROW(form_style, "after", space_after),
    ROOM_ROW(form_style, "pad-x", pad_x),
    ROOM_ROW(form_style, "pad-y", pad_y),
    ROOM_ROW(form_style, "shrink-to", shrink_to),
    NUMBER_ROW(form_style, "heading", heading, 0, 0, 3),
    NUMBER_ROW(form_style, "screen-colour", screen, 0, 0, 0xFFFFFF),
};

static const filled_word page_rows[] = {
    ROOM_ROW(form_page, "width", width), ROOM_ROW(form_page, "height", height), ROOM_ROW(form_page, "top", top),
    ROOM_ROW(form_page, "right", right), ROOM_ROW(form_page, "bottom", bottom), ROOM_ROW(form_page, "left", left),
};

static const filled_word node_rows[] = {
    TEXT_ROW(form_node, "word", text),
    ROOM_ROW(form_node, "width", width),
    ROOM_ROW(form_node, "height", height),
    LENGTH_ROW(form_node, "inset-start", inset_start),
    LENGTH_ROW(form_node, "inset-end", inset_end),
    FLAG_ROW(form_node, "fit-width", fit_width),
    WORD_ROW(form_node, "place", side, sides),
    FLAG_ROW(form_node, "vertical", vertical),
    NUMBER_ROW(form_node, "span", span, 1, 0, FILLED_MOST_COUNT),
    NUMBER_ROW(form_node, "rows", rows, 1, 0, FILLED_MOST_COUNT),
    WORD_ROW(form_node, "diagonal", diagonal, diagonals),
    FLAG_ROW(form_node, "repeat", repeat),
    FLAG_ROW(form_node, "header", header),
    FLAG_ROW(form_node, "layout", layout),
    NUMBER_ROW(form_node, "fill", fill, -1, -1, 255),
    WORD_ROW(form_node, "top", top, rules),
    WORD_ROW(form_node, "right", right, rules),
    WORD_ROW(form_node, "bottom", bottom, rules),
    WORD_ROW(form_node, "left", left, rules),
    WORD_ROW(form_node, "frame", frame, rules),
    WORD_ROW(form_node, "row-rules", inner_rows, rules),
    WORD_ROW(form_node, "column-rules", inner_columns, rules),
    NUMBER_ROW(form_node, "pad-x", pad_x, -1, -1, FILLED_MOST),
    NUMBER_ROW(form_node, "pad-y", pad_y, -1, -1, FILLED_MOST),
    FLAG_ROW(form_node, "keep-together", keep_together),
    FLAG_ROW(form_node, "keep-next", keep_next),
    FLAG_ROW(form_node, "never-alone", never_alone),
    NUMBER_ROW(form_node, "max-lines", max_lines, 0, 0, FILLED_MOST_COUNT),
    ROOM_ROW(form_node, "ordinary", ordinary),
    FLAG_ROW(form_node, "holds-lines", holds_lines),
    TEXT_ROW(form_node, "field", field),
    TEXT_ROW(form_node, "bookmark", bookmark),
    FLAG_ROW(form_node, "of-lines", of_lines),
    FLAG_ROW(form_node, "hides-amounts", hides_amounts),
    NUMBER_ROW(form_node, "master", master, 0, 0, FILLED_MOST_COUNT),
    NUMBER_ROW(form_node, "number", number, 0, 0, FILLED_MOST_COUNT),
    WORD_ROW(form_node, "on", on, parts_on),
    WORD_ROW(form_node, "corner", corner, corners),
    FLAG_ROW(form_node, "page-foot", page_foot),
    NUMBER_ROW(form_node, "count", count, 0, 0, 9),
    ROOM_ROW(form_node, "gap", gap),
    FLAG_ROW(form_node, "fill-height", fills),
};

static const filled_word bound_rows[] = {
    WORD_ROW(bound_node, "align", align, aligns),
    WORD_ROW(bound_node, "valign", valign, valigns),
    ROOM_ROW(bound_node, "min-height", min_height),
    NUMBER_ROW(bound_node, "share", share, 0, -1, BOUND_WHOLE),
    TEXT_ROW(bound_node, "says", says),
    TEXT_ROW(bound_node, "anchor", anchor),
};

static const filled_word inline_rows[] = {
    TEXT_ROW(bound_inline, "ruby", ruby),
    TEXT_ROW(bound_inline, "language", language),
    WORD_ROW(bound_inline, "ruby-kind", ruby_kind, rubies),
    WORD_ROW(bound_inline, "emphasis", emphasis, emphases),
    NUMBER_ROW(bound_inline, "raised", raised, 0, -1, 1),
    FLAG_ROW(bound_inline, "checked", checked),
    FLAG_ROW(bound_inline, "underline", underline),
    FLAG_ROW(bound_inline, "unbreakable", unbreakable),
    FLAG_ROW(bound_inline, "glued", glued),
    FLAG_ROW(bound_inline, "joined", joined),
    FLAG_ROW(bound_inline, "value", from_data),
    ROOM_ROW(bound_inline, "width", width),
    ROOM_ROW(bound_inline, "height", height),
    TEXT_ROW(bound_inline, "name", name),
    TEXT_ROW(bound_inline, "sum", sum),
    TEXT_ROW(bound_inline, "amount", amount),
    WORD_ROW(bound_inline, "over", over, overs),
    TEXT_ROW(bound_inline, "sum-as", sum_as),
    WORD_ROW(bound_inline, "sum-figures", sum_figures, figures),
    NUMBER_ROW(bound_inline, "box-count", box_count, 0, 0, FORM_MOST_BOXES),
    NUMBER_ROW(bound_inline, "box-first", box_first, 0, 0, FORM_MOST_BOXES),
    ROOM_ROW(bound_inline, "box-width", box_width),
    ROOM_ROW(bound_inline, "box-gap", box_gap),
    TEXT_ROW(bound_inline, "box-groups", box_groups),
    TEXT_ROW(bound_inline, "box-mark", box_mark),
    FLAG_ROW(bound_inline, "box-split", box_split),
    WORD_ROW(bound_inline, "box-rule", box_rule, rules),
    WORD_ROW(bound_inline, "box-inner", box_inner, rules),
    TEXT_ROW(bound_inline, "to", to),
    TEXT_ROW(bound_inline, "uri", uri),
};

static const char *const code_kinds[] = {"qr", "nw-7", "code-128", NULL};
static const char *const code_levels[] = {"M", "L", "Q", "H", NULL};
static const char *const code_checks[] = {"none", "mod-16", "7dr", "luhn", NULL};

static const filled_word code_rows[] = {
    WORD_ROW(bound_code, "kind", wish.kind, code_kinds),
    WORD_ROW(bound_code, "level", wish.level, code_levels),
    WORD_ROW(bound_code, "check", wish.check, code_checks),
    TEXT_ROW(bound_code, "ends", wish.ends),
    ROOM_ROW(bound_code, "bars", height),
    FLAG_ROW(bound_code, "shown", shown),
    TEXT_ROW(bound_code, "alt", alt),
};

const filled_words filled_style = WORDS_OF(style_rows), filled_page = WORDS_OF(page_rows),
                   filled_node = WORDS_OF(node_rows), filled_bound = WORDS_OF(bound_rows),
                   filled_inline = WORDS_OF(inline_rows), filled_code = WORDS_OF(code_rows);
