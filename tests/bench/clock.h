/* clock.h: seconds, for the programs that measure. */
#ifndef RENKEI_BENCH_CLOCK_H
#define RENKEI_BENCH_CLOCK_H

#include <time.h>

static inline double
clock_seconds(clockid_t which) /* CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID */
{
    struct timespec t;
    clock_gettime(which, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

#endif
