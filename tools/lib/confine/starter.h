/* starter.h: starts programs for who may start none any more (confine.h): an editor, lp. They are nobody's work on a
 * file from outside, and need what the user needs, so they cannot be confined alike; who reads files must.
 *
 * A process of its own, begun before its maker gives anything up, starts them. It reads nothing but what it is asked,
 * and what program that is says a function that was there before: whoever takes the maker over can have an editor
 * opened, and nothing else. It ends when its maker does, however that ends; what it started goes on. */
#ifndef RENKEI_CONFINE_STARTER_H
#define RENKEI_CONFINE_STARTER_H

#include <stdbool.h>

typedef struct starter starter;

/* In the starter's process: the words of the call, NULL-ended, for g_strfreev; the program is looked for on PATH. NULL:
 * no such thing is started. `asked` is NULL-ended, its texts are as they were given, and may be any. */
typedef char **starter_words(const void *data, const char *const *asked);

/* `words` and what `data` points to are as they are now, the environment too. Before the first thread and before
 * confine_enter. NULL and errno when no process can be had. starter_drop it. */
starter *starter_new(starter_words *words, const void *data);
/* Takes NULL. */
void starter_drop(starter *s);

typedef enum starter_answer {
    STARTER_DONE,
    STARTER_NOT_FOUND, /* there is no such program on PATH */
    STARTER_FAILED,    /* it cannot be started, or nobody is there to start it */
} starter_answer;

/* Starts a program that nobody waits for; it reads nothing, and what it says is not heard. */
starter_answer starter_begin(const starter *s, const char *const *asked);
/* Starts one with `fds` as its standard input, output and errors, and waits for its end: *status as of waitpid. */
starter_answer starter_call(const starter *s, const char *const *asked, const int fds[3], int *status);

#endif
