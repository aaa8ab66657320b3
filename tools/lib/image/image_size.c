#include "image/image_int.h"

bool
image_size_is_good(arena *a, uint32_t width, uint32_t height, image_fault *fault)
{
    if (width > 0 && height > 0 && (uint64_t)width * height <= IMAGE_MOST_PIXELS && width <= 32767 && height <= 32767)
        return true;
    *fault = IMAGE_FAULT(
        arena_printf(a, "%u×%uピクセルは大きすぎます（%d万ピクセルまで、一辺は32767まで）", width, height,
                     IMAGE_MOST_PIXELS / 10000),
        arena_printf(a, "%u by %u pixels are too many (%d at most, 32767 a side)", width, height, IMAGE_MOST_PIXELS));
    return false;
}
