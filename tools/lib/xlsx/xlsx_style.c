#include "xlsx/xlsx_style.h"

#include "xlsx/xlsx_int.h"

enum { NONE = -1 };

typedef struct look {
    double size;
    bool bold, italic, bordered, wrapped, typed; /* typed: may be changed where the sheet is protected */
    int color, fill;                             /* 0xRRGGBB; NONE: none */
    uint8_t across, up;
} look;

/* Looks that differ by their colours alone. */
#define HEADING(ink, ground)                                                                                           \
    {                                                                                                                  \
        .size = 10, .bold = true, .bordered = true, .wrapped = true, .color = (ink), .fill = (ground),                 \
        .up = LXW_ALIGN_VERTICAL_CENTER                                                                                \
    }
#define NOTED(ink, ground)                                                                                             \
    {                                                                                                                  \
        .size = 9, .bordered = true, .wrapped = true, .color = (ink), .fill = (ground), .up = LXW_ALIGN_VERTICAL_TOP   \
    }
#define TYPED(ground)                                                                                                  \
    {                                                                                                                  \
        .size = 11, .bordered = true, .wrapped = true, .typed = true, .color = NONE, .fill = (ground),                 \
        .up = LXW_ALIGN_VERTICAL_TOP                                                                                   \
    }

static const look looks[BOOK_STYLE_COUNT] = {
    [BOOK_PLAIN] = {.size = 11, .color = NONE, .fill = NONE},
    [BOOK_TITLE] = {.size = 14, .bold = true, .color = 0x1f3a5f, .fill = NONE, .up = LXW_ALIGN_VERTICAL_CENTER},
    [BOOK_HOW_TO] = {.size = 10, .color = 0x404040, .fill = NONE, .up = LXW_ALIGN_VERTICAL_CENTER},
    [BOOK_GROUP] = HEADING(0xffffff, 0x3b5b7e),
    [BOOK_FIELD] = HEADING(NONE, 0xdde6f0),
    [BOOK_FIELD_REQUIRED] = HEADING(NONE, 0xfbe3c0),
    [BOOK_NOTE] = NOTED(0x505050, 0xf4f6f9),
    [BOOK_NOTE_REQUIRED] = NOTED(0x8a4b00, 0xfdf4e6),
    [BOOK_EXAMPLE] = {.size = 10,
                      .italic = true,
                      .bordered = true,
                      .wrapped = true,
                      .color = 0x808080,
                      .fill = 0xf0f0f0,
                      .up = LXW_ALIGN_VERTICAL_TOP},
    [BOOK_KEY] = TYPED(0xfffbe8),
    [BOOK_VALUE] = TYPED(NONE),
    [BOOK_LONG] = TYPED(NONE),
    [BOOK_TICK] = {.size = 11,
                   .bordered = true,
                   .typed = true,
                   .color = NONE,
                   .fill = NONE,
                   .across = LXW_ALIGN_CENTER,
                   .up = LXW_ALIGN_VERTICAL_TOP},
    [BOOK_LOCKED] = {.size = 11, .bordered = true, .color = 0x404040, .fill = 0xeeeeee, .up = LXW_ALIGN_VERTICAL_TOP},
};

static const char *const number_formats[BOOK_KIND_COUNT] = {
    [BOOK_TEXT] = "@",          [BOOK_NUMBER] = "General", [BOOK_DATE] = "yyyy\\-mm\\-dd",
    [BOOK_MONTH] = "yyyy\\-mm", [BOOK_TIME] = "[hh]:mm",
};

static lxw_format *
make_format(lxw_workbook *workbook, const look *l, book_kind kind)
{
    lxw_format *f = workbook_add_format(workbook);
    format_set_font_name(f, "BIZ UDゴシック");
    format_set_font_size(f, l->size);
    format_set_num_format(f, number_formats[kind]);
    if (l->bold)
        format_set_bold(f);
    if (l->italic)
        format_set_italic(f);
    if (l->bordered) {
        format_set_border(f, LXW_BORDER_THIN);
        format_set_border_color(f, 0xb0b8c0);
    }
    if (l->wrapped && kind == BOOK_TEXT)
        format_set_text_wrap(f);
    if (l->typed)
        format_set_unlocked(f);
    if (l->color != NONE)
        format_set_font_color(f, (lxw_color_t)l->color);
    if (l->fill != NONE) {
        format_set_pattern(f, LXW_PATTERN_SOLID);
        format_set_bg_color(f, (lxw_color_t)l->fill);
    }
    if (l->across)
        format_set_align(f, l->across);
    if (l->up)
        format_set_align(f, l->up);
    return f;
}

lxw_format *
xlsx_style(xlsx_styles *s, book_style style, book_kind kind)
{
    lxw_format **f = &s->made[style][kind];
    if (!*f)
        *f = make_format(s->workbook, &looks[style], kind);
    return *f;
}
