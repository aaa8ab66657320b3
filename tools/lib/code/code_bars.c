#include "code/code_int.h"

#include <string.h>

void
code_add_element(code_bars *b, int width)
{
    memset(b->dark + b->columns, !b->is_light, (size_t)width);
    b->columns += width;
    b->is_light = !b->is_light;
}
