#include "display/display.h"

/* Frame and circle of a seal are pale on purpose: the ink of the seal goes over them. */
static display_weakness
of_frame(unit width)
{
    return width > 0 && width < DISPLAY_LEAST_RULE ? DISPLAY_THIN : DISPLAY_SOUND;
}

display_weakness
display_weakness_of(const display_op *op)
{
    g_assert(op);
    switch (op->kind) {
    case DISPLAY_TEXT:
        return op->text.is_ruby || op->text.size >= DISPLAY_LEAST_SIZE ? DISPLAY_SOUND : DISPLAY_SMALL;
    case DISPLAY_LINE:
        return op->line.gray != 0 ? DISPLAY_PALE : of_frame(op->line.width);
    case DISPLAY_RECT:
        return op->rect.fill >= 0 && op->rect.fill < DISPLAY_DARKEST_FILL ? DISPLAY_DARK : of_frame(op->rect.width);
    case DISPLAY_MARK:
        return of_frame(op->mark.width);
    case DISPLAY_ELLIPSE:
        return of_frame(op->ellipse.width);
    case DISPLAY_PATH:
        return of_frame(op->path.width);
    case DISPLAY_TILES:
        break;
    case DISPLAY_IMAGE: {
        const int dpi = image_dpi(op->image.picture, op->image.w, op->image.h);
        return dpi > 0 && dpi < DISPLAY_LEAST_DPI ? DISPLAY_COARSE : DISPLAY_SOUND;
    }
    }
    return DISPLAY_SOUND;
}
