/* order.h: the one order in which names of files and forms stand, on every machine: by bytes, whatever the locale. */
#ifndef RENKEI_BASE_ORDER_H
#define RENKEI_BASE_ORDER_H

/* For qsort and g_ptr_array_sort over char *. */
int order_strings(const void *a, const void *b);

#endif
