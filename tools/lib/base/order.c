#include "base/order.h"

#include <string.h>

int
order_strings(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}
