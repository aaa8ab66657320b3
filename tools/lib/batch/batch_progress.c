/* batch_progress.c: one line on a terminal, drawn over itself: how many, how fast, how long still. */
#include "batch/batch_int.h"

#include <stdio.h>

enum { BAR = 24, BETWEEN = 200000 /* µs */ };

static void
draw_line(const batch_progress *p, double seconds)
{
    const size_t filled = p->total ? p->done * BAR / p->total : 0;
    const double rate = seconds > 0 ? (double)p->done / seconds : 0;
    const bool en = p->language == DIAG_EN;
    char bar[BAR + 1];
    for (size_t i = 0; i < BAR; i++)
        bar[i] = i < filled ? '#' : '.';
    bar[BAR] = '\0';
    fprintf(stderr, "\r%s[%s]%s %zu/%zu  %.0f%s", p->colour ? "\033[32m" : "", bar, p->colour ? "\033[0m" : "", p->done,
            p->total, rate, en ? "/s" : "件/秒");
    if (rate > 0) {
        const long left = (long)((double)(p->total - p->done) / rate + 0.5);
        fprintf(stderr, en ? "  %ld:%02ld left" : "  残り %ld:%02ld", left / 60, left % 60);
    }
    if (p->bad)
        fprintf(stderr, "  %s%s%zu%s", p->colour ? "\033[31m" : "", en ? "not made " : "できない ", p->bad,
                p->colour ? "\033[0m" : "");
    fputs("\033[K", stderr);
    fflush(stderr);
}

void
batch_progress_draw(batch_progress *p, bool now)
{
    const gint64 time = g_get_monotonic_time();
    if (!now && time - p->drawn < BETWEEN)
        return;
    p->drawn = time;
    p->shown = true;
    draw_line(p, (double)(time - p->started) / 1e6);
}

void
batch_progress_clear(batch_progress *p)
{
    if (p->shown)
        fputs("\r\033[K", stderr);
    p->shown = false;
}
