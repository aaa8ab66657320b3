/* batch_shard.c: which part of the keys a process takes. */
#include "batch/batch_int.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SHARDS = 100000 };

static bool
parse_number(const char *text, guint64 least, guint64 most, unsigned *out)
{
    guint64 n;
    if (!text || !g_ascii_string_to_unsigned(text, 10, least, most, &n, NULL))
        return false;
    *out = (unsigned)n;
    return true;
}

bool
batch_shard_parse(const char *text, batch_shard *out)
{
    g_assert(text && out);
    char **parts = g_strsplit(text, "/", 3);
    batch_shard s = {0, 0};
    const bool good = g_strv_length(parts) == 2 && parse_number(parts[1], 1, MOST_SHARDS, &s.count) &&
                      parse_number(parts[0], 1, s.count, &s.number);
    g_strfreev(parts);
    if (good)
        *out = s;
    return good;
}

static bool
refuse_shard(const char *ja, const char *en, diag *d)
{
    diag_add(d, DIAG_USAGE, PLACE_NONE, PLACE_NONE, ja, en, NULL);
    return false;
}

/* The array's tasks must be numbered without gaps: min, min + 1, … */
static bool
of_slurm(const char *id, batch_shard *out, diag *d)
{
    unsigned task, least = 0, count, step = 1;
    const char *step_text = getenv("SLURM_ARRAY_TASK_STEP");
    if (!parse_number(id, 0, MOST_SHARDS, &task) ||
        !parse_number(getenv("SLURM_ARRAY_TASK_COUNT"), 1, MOST_SHARDS, &count) ||
        !parse_number(getenv("SLURM_ARRAY_TASK_MIN"), 0, MOST_SHARDS, &least) ||
        (step_text && !parse_number(step_text, 1, MOST_SHARDS, &step)) || task < least ||
        (task - least) / step >= count || (task - least) % step)
        return refuse_shard("SLURM_ARRAY_TASK_ID・_MIN・_COUNT・_STEP が合いません",
                            "SLURM_ARRAY_TASK_ID, _MIN, _COUNT and _STEP do not agree", d);
    *out = (batch_shard){(task - least) / step + 1, count};
    return true;
}

static bool
of_kubernetes(const char *index, unsigned shards, batch_shard *out, diag *d)
{
    unsigned number, count = shards;
    if ((!count && !parse_number(getenv("JOB_COMPLETIONS"), 1, MOST_SHARDS, &count)) ||
        !parse_number(index, 0, count - 1, &number))
        return refuse_shard("JOB_COMPLETION_INDEX があります。--shards N で分担の数を渡してください",
                            "JOB_COMPLETION_INDEX needs --shards N", d);
    *out = (batch_shard){number + 1, count};
    return true;
}

bool
batch_shard_of_scheduler(batch_shard *out, unsigned shards, diag *d)
{
    g_assert(out && d);
    const char *slurm = getenv("SLURM_ARRAY_TASK_ID"), *index = getenv("JOB_COMPLETION_INDEX");
    *out = (batch_shard){0, 0};
    if (slurm && *slurm)
        return of_slurm(slurm, out, d);
    if (index && *index)
        return of_kubernetes(index, shards, out, d);
    return !shards ||
           refuse_shard("--shards は JOB_COMPLETION_INDEX と使います", "--shards goes with JOB_COMPLETION_INDEX", d);
}

bool
batch_shard_has(batch_shard s, const char *key)
{
    g_assert(key && (s.count == 0 || (s.number >= 1 && s.number <= s.count)));
    if (!s.count)
        return true;
    const digest sum = digest_of(key, strlen(key));
    guint64 n = 0;
    for (size_t i = 0; i < 8; i++)
        n = n << 8 | sum.bytes[i];
    return n % s.count == s.number - 1;
}

static bool
shard_of_file(const char *name, batch_shard *out)
{
    unsigned number, count;
    int length = 0;
    return sscanf(name, "ledger-%u-of-%u.sqlite%n", &number, &count, &length) == 2 && length > 0 &&
           name[length] == '\0' && number >= 1 && number <= count && count <= MOST_SHARDS &&
           (*out = (batch_shard){number, count}, true);
}

void
batch_shards_found(const char *output, unsigned *least, unsigned *most)
{
    g_assert(output && least && most);
    char *folder = g_build_filename(output, BATCH_OWN, NULL);
    GDir *dir = g_dir_open(folder, 0, NULL);
    *least = *most = 0;
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        batch_shard s;
        if (!shard_of_file(name, &s))
            continue;
        *least = *most ? MIN(*least, s.count) : s.count;
        *most = MAX(*most, s.count);
    }
    if (dir)
        g_dir_close(dir);
    g_free(folder);
}
