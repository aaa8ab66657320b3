#include "fiction.h"

#include <stdio.h>
#include <string.h>

/* splitmix64 (Steele, Lea, Flood 2014): well mixed from any seed, and short. */
static uint64_t
next(fiction *f)
{
    uint64_t z = f->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

fiction
fiction_of(uint64_t seed, uint64_t number)
{
    fiction f = {seed};
    f.state = next(&f) ^ number;
    return f;
}

unsigned
fiction_below(fiction *f, unsigned count)
{
    return (unsigned)(next(f) % count);
}

bool
fiction_chance(fiction *f, unsigned percent)
{
    return fiction_below(f, 100) < percent;
}

static const char *
number(fiction *f, char kind)
{
    static const char *const small[] = {"2", "3", "4", "5"}, *const minutes[] = {"10", "15", "20", "30"},
                             *const times[] = {"5", "8", "10"};
    return kind == 'n' ? FICTION_PICK(f, small) : kind == 'm' ? FICTION_PICK(f, minutes) : FICTION_PICK(f, times);
}

void
fiction_fill(fiction *f, GString *out, const char *text)
{
    for (const char *mark; (mark = strchr(text, '{')); text = mark + 3) {
        g_string_append_len(out, text, mark - text);
        g_string_append(out, number(f, mark[1]));
    }
    g_string_append(out, text);
}

void
fiction_fill_some(fiction *f, GString *out, const char *const *texts, unsigned length, unsigned count)
{
    for (unsigned i = 0; i < length; i++)
        if (fiction_below(f, length - i) < count) {
            fiction_fill(f, out, texts[i]);
            count--;
        }
}

bool
fiction_write(const char *folder, const char *name, const GString *text)
{
    char *path = g_build_filename(folder, name, NULL);
    char *parent = g_path_get_dirname(path);
    GError *error = NULL;
    const bool good =
        g_mkdir_with_parents(parent, 0755) == 0 &&
        g_file_set_contents_full(path, text->str, (gssize)text->len, G_FILE_SET_CONTENTS_NONE, 0644, &error);
    if (!good)
        fprintf(stderr, "%s: %s\n", path, error ? error->message : "cannot make the folder");
    g_clear_error(&error);
    g_free(parent);
    g_free(path);
    return good;
}

bool
fiction_arguments(int count, char **words, char **folder, unsigned *documents, uint64_t *seed)
{
    guint64 many = 0, with = 1;
    const bool good = (count == 3 || count == 4) && g_ascii_string_to_unsigned(words[2], 10, 1, 1000000, &many, NULL) &&
                      (count == 3 || g_ascii_string_to_unsigned(words[3], 10, 0, G_MAXUINT64, &with, NULL));
    if (!good)
        fprintf(stderr, "usage: %s FOLDER COUNT [SEED]\n", words[0]);
    *folder = good ? words[1] : NULL;
    *documents = (unsigned)many;
    *seed = with;
    return good;
}
