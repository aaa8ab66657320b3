/* batch_wish.c: which bundles are asked for, and how each kind of them is to be. */
#include "batch/batch_int.h"

#include <string.h>

static bool
is_kind(const char *to, size_t length)
{
    static const char *const kinds[] = {"household", "partner", "municipality", "office"};
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (strlen(kinds[i]) == length && strncmp(kinds[i], to, length) == 0)
            return true;
    return false;
}

/* Nobody writes a letter to the own files. */
static bool
has_cover(const char *to)
{
    return strcmp(to, "household") == 0;
}

/* ",gaps=name" and so on, as batch_wishes_text writes them. */
static bool
read_manner(batch_wish *w, const char *word)
{
    static const struct {
        const char *word;
        size_t at;
        bool value;
    } words[] = {
        {"gaps=hold", offsetof(batch_wish, names_gaps), false}, {"gaps=name", offsetof(batch_wish, names_gaps), true},
        {"duplex=yes", offsetof(batch_wish, duplex), true},     {"duplex=no", offsetof(batch_wish, duplex), false},
        {"cover=yes", offsetof(batch_wish, cover), true},       {"cover=no", offsetof(batch_wish, cover), false},
        {"envelope=yes", offsetof(batch_wish, envelope), true}, {"envelope=no", offsetof(batch_wish, envelope), false}};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strcmp(words[i].word, word) != 0)
            continue;
        *(bool *)((char *)w + words[i].at) = words[i].value;
        return true;
    }
    return false;
}

bool
batch_wish_parse(const char *text, batch_wish *out)
{
    g_assert(text && out);
    char **words = g_strsplit(text, ",", -1);
    const size_t length = words[0] ? strlen(words[0]) : 0;
    const bool together = length && words[0][length - 1] == '+';
    bool good = is_kind(words[0] ? words[0] : "", length - together);
    *out = (batch_wish){.together = together};
    if (good) {
        g_strlcpy(out->to, words[0], MIN(length - together + 1, sizeof out->to));
        out->cover = has_cover(out->to);
    }
    for (size_t i = 1; good && words[i]; i++)
        good = read_manner(out, words[i]);
    g_strfreev(words);
    return good;
}

char *
batch_wish_text(const batch_wish *w)
{
    g_assert(w);
    return g_strdup_printf("%s%s%s%s%s%s", w->to, w->together ? "+" : "", w->names_gaps ? ",gaps=name" : "",
                           w->duplex ? ",duplex=yes" : "",
                           w->cover == has_cover(w->to) ? ""
                           : w->cover                   ? ",cover=yes"
                                                        : ",cover=no",
                           w->envelope ? ",envelope=yes" : "");
}

const batch_wish *
batch_wish_find(const GArray *wishes, const char *to)
{
    g_assert(wishes && to);
    for (guint i = 0; i < wishes->len; i++)
        if (strcmp(g_array_index(wishes, batch_wish, i).to, to) == 0)
            return &g_array_index(wishes, batch_wish, i);
    return NULL;
}

/* The last that is said of a kind counts. */
void
batch_wish_add(GArray *wishes, const batch_wish *w)
{
    g_assert(wishes && w);
    for (guint i = 0; i < wishes->len; i++)
        if (strcmp(g_array_index(wishes, batch_wish, i).to, w->to) == 0) {
            g_array_index(wishes, batch_wish, i) = *w;
            return;
        }
    g_array_append_vals(wishes, w, 1);
}

bool
batch_order_add_wishes(batch_order *o, const char *text)
{
    g_assert(o && text);
    char **words = g_strsplit(text, " ", -1);
    bool good = true;
    for (size_t i = 0; words[i]; i++) {
        batch_wish w;
        if (!*words[i])
            continue;
        const bool known = batch_wish_parse(words[i], &w);
        if (known)
            batch_wish_add(o->wishes, &w);
        good = known && good;
    }
    g_strfreev(words);
    return good;
}

char *
batch_wishes_text(const GArray *wishes)
{
    g_assert(wishes);
    GString *s = g_string_new(NULL);
    for (guint i = 0; i < wishes->len; i++) {
        char *one = batch_wish_text(&g_array_index(wishes, batch_wish, i));
        g_string_append_printf(s, "%s%s", i ? " " : "", one);
        g_free(one);
    }
    return g_string_free(s, FALSE);
}
