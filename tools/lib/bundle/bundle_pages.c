#include "bundle/bundle.h"

int
bundle_first_page(const bundle_job *job, size_t part)
{
    g_assert(job && part <= job->part_count);
    int at = 0;
    for (size_t i = 0; i < part; i++) {
        at += job->parts[i].pages;
        at += job->duplex && at % 2 != 0 && i + 1 < job->part_count;
    }
    return at;
}

int
bundle_plain_pages(const bundle_job *job)
{
    g_assert(job && job->part_count > 0 && (!job->parts[0].plain || job->part_count > 1));
    return job->parts[0].plain ? bundle_first_page(job, 1) : 0;
}
