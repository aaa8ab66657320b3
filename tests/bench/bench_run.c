/* bench_run.c: runs a command and tells what it and all its children cost: one line of numbers,
 *
 *   bench_run FOLDER COUNT COMMAND [WORD…]
 *   WALL-SECONDS CPU-SECONDS LARGEST-KB EARLY-KB MOST-KB
 *
 * the largest resident process, and the memory of the whole tree that is not that of files (fonts and libraries are
 * shared with whatever else runs), pages held by several counted once: when COUNT things are in FOLDER (0: they never
 * were when it was looked at), and at its highest. It looks five times a second. Ends with the command's exit status.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"

static long
share_kb(long pid)
{
    char path[64], line[256];
    long kb = 0;
    snprintf(path, sizeof path, "/proc/%ld/smaps_rollup", pid);
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f))
        if (sscanf(line, "Pss_Anon: %ld kB", &kb) == 1)
            break;
    if (f)
        fclose(f);
    return kb;
}

static long
tree_kb(long pid)
{
    char path[64];
    long sum = share_kb(pid), child;
    snprintf(path, sizeof path, "/proc/%ld/task/%ld/children", pid, pid);
    FILE *f = fopen(path, "r");
    while (f && fscanf(f, "%ld", &child) == 1)
        sum += tree_kb(child);
    if (f)
        fclose(f);
    return sum;
}

/* Whether the folder has as many things as this; it need not be there yet. */
static bool
holds(const char *folder, long count)
{
    DIR *d = opendir(folder);
    for (const struct dirent *e; d && count > 0 && (e = readdir(d));)
        count -= e->d_name[0] != '.';
    if (d)
        closedir(d);
    return d && count == 0;
}

static void
start(char **command)
{
    dup2(STDERR_FILENO, STDOUT_FILENO); /* the numbers stand alone */
    execvp(command[0], command);
    perror(command[0]);
    _exit(127);
}

int
main(int count, char **words)
{
    if (count < 4) {
        fprintf(stderr, "usage: %s FOLDER COUNT COMMAND [WORD…]\n", words[0]);
        return 2;
    }
    const double from = clock_seconds(CLOCK_MONOTONIC);
    const pid_t pid = fork();
    if (pid == 0)
        start(words + 3);
    int status = 0;
    long most = 0, early = 0;
    bool ended = pid < 0;
    while (!ended) {
        const long kb = tree_kb(pid);
        most = kb > most ? kb : most;
        if (!early && holds(words[1], atol(words[2])))
            early = kb;
        for (int i = 0; i < 100 && !ended; i++) { /* a look costs the command time, waiting does not */
            usleep(2000);
            ended = waitpid(pid, &status, WNOHANG) != 0;
        }
    }
    const double wall = clock_seconds(CLOCK_MONOTONIC) - from;
    struct rusage u;
    getrusage(RUSAGE_CHILDREN, &u);
    const double cpu =
        (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
    printf("%.3f %.3f %ld %ld %ld\n", wall, cpu, u.ru_maxrss, early, most);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 126;
}
