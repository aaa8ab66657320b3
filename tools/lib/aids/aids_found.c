/* aids_found.c: which gloss of the tables is of a text: that of all of it, of what fits a key with *, or of each of its
 * sentences. */
#include "aids/aids_int.h"

#include <string.h>

#include "calendar/calendar.h"

/* ---- what a gloss is found by ---- */

static const char *
skip_signs(const char *p)
{
    while (*p && !g_unichar_isalpha(g_utf8_get_char(p)))
        p = g_utf8_next_char(p);
    return p;
}

/* Behind the era that stands at `p`, or all that are offered there (平成・令和); NULL: none does. */
static const char *
behind_eras(const char *p)
{
    const era *e;
    for (size_t i = 0; (e = era_at(i)) && !g_str_has_prefix(p, e->name);)
        i++;
    if (!e)
        return NULL;
    p += strlen(e->name);
    const char *next = g_str_has_prefix(p, "・") ? behind_eras(p + strlen("・")) : NULL;
    return next ? next : p;
}

char *
aids_gloss_key(const char *text)
{
    GString *s = g_string_new(NULL);
    for (const char *p = skip_signs(text), *next; *p; p = next) {
        next = behind_eras(p);
        if (next) {
            g_string_append(s, "元号"); /* so that a new one needs no gloss of its own */
            continue;
        }
        next = g_utf8_next_char(p);
        if (!g_unichar_isspace(g_utf8_get_char(p)))
            g_string_append_unichar(s, g_utf8_get_char(p));
    }
    const char *end = s->str + s->len;
    while (end > s->str && !g_unichar_isalpha(g_utf8_get_char(g_utf8_prev_char(end))))
        end = g_utf8_prev_char(end);
    g_string_truncate(s, (gsize)(end - s->str));
    return g_string_free(s, FALSE);
}

bool
aids_gloss_is_asked(const char *text)
{
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        const GUnicodeScript script = g_unichar_get_script(g_utf8_get_char(p));
        if (script == G_UNICODE_SCRIPT_HAN || script == G_UNICODE_SCRIPT_HIRAGANA ||
            script == G_UNICODE_SCRIPT_KATAKANA)
            return true;
    }
    return false;
}

void
aids_gloss_add(aids *t, const char *of, const char *gloss)
{
    char *key = aids_gloss_key(of);
    if (strchr(of, '*')) {
        char *mask = g_strdup_printf("%s%s%s", *of == '*' ? "*" : "", key, g_str_has_suffix(of, "*") ? "*" : "");
        aids_mask *m = ARENA_NEW(t->a, aids_mask);
        *m = (aids_mask){.of = g_pattern_spec_new(mask), .gloss = gloss};
        g_ptr_array_add(t->masks, m);
        g_free(mask);
    } else if (!g_hash_table_contains(t->glosses, key)) {
        g_hash_table_insert(t->glosses, (gpointer)arena_strdup(t->a, key), (gpointer)gloss);
    }
    g_free(key);
}

void
aids_gloss_drop(aids *t)
{
    for (guint i = 0; i < t->masks->len; i++)
        g_pattern_spec_free(((aids_mask *)g_ptr_array_index(t->masks, i))->of);
    g_ptr_array_free(t->masks, TRUE);
    g_hash_table_destroy(t->glosses);
}

static const char *
find_one(const aids *t, const char *text)
{
    char *key = aids_gloss_key(text);
    const char *found = aids_gloss_is_asked(key) ? g_hash_table_lookup(t->glosses, key) : "";
    for (guint i = 0; !found && i < t->masks->len; i++) {
        const aids_mask *m = g_ptr_array_index(t->masks, i);
        found = g_pattern_spec_match_string(m->of, key) ? m->gloss : NULL;
    }
    g_free(key);
    return found;
}

/* The number of a value's mark ({1}) that stands at `p`; 0: none does. */
static int
mark_number(const char *p)
{
    return p[0] == '{' && g_ascii_isdigit(p[1]) && p[2] == '}' ? p[1] - '0' : 0;
}

/* `text`, its values counted on from `by`. */
static void
append_counted(GString *out, const char *text, int by)
{
    for (const char *p = text; *p; p++) {
        const int number = mark_number(p) ? mark_number(p) + by : 0;
        if (number > 0 && number < 10) {
            g_string_append_printf(out, "{%d}", number);
            p += 2;
        } else {
            g_string_append_c(out, *p);
        }
    }
}

static int
count_marks(const char *text)
{
    int count = 0;
    for (const char *p = text; *p; p++)
        count += mark_number(p) > 0;
    return count;
}

/* One gloss after another, when every sentence has one. */
static const char *
find_sentences(const aids *t, const char *text)
{
    static const char stop[] = "。";
    const char *end = strstr(text, stop);
    if (!end || !end[strlen(stop)])
        return NULL;
    char **sentences = g_strsplit(text, stop, 0);
    GString *out = g_string_new(NULL), *own = g_string_new(NULL);
    bool all = true;
    int before = 0;
    for (char **one = sentences; *one && all; before += count_marks(*one), one++) {
        g_string_truncate(own, 0);
        append_counted(own, *one, -before);
        const char *gloss = find_one(t, own->str);
        all = gloss != NULL;
        if (gloss && *gloss && out->len && !g_str_has_prefix(t->language.tag, "zh"))
            g_string_append_c(out, ' ');
        append_counted(out, gloss ? gloss : "", before);
    }
    const char *found = all ? arena_strdup(t->a, out->str) : NULL;
    g_string_free(out, TRUE);
    g_string_free(own, TRUE);
    g_strfreev(sentences);
    return found;
}

const char *
aids_gloss_find(const aids *t, const char *text)
{
    const char *found = find_one(t, text);
    return found ? found : find_sentences(t, text);
}

bool
aids_has_gloss(const aids *t, const char *text)
{
    return aids_gloss_find(t, text) != NULL;
}
