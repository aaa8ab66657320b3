/* draft_words.c: what drafts of every kind ask of the grammar. See draft_int.h. */
#include "draft/draft_int.h"

#include <stdlib.h>
#include <string.h>

bool
draft_is_id(arena *a, const schema_spot *s)
{
    return s->is_attribute && g_strcmp0(schema_spot_note(a, s, "id"), "yes") == 0;
}

const char *
draft_refers(arena *a, const schema_spot *s)
{
    return s->is_attribute ? schema_spot_note(a, s, "refers") : NULL;
}

bool
draft_is_meeting(arena *a, const schema_spot *s)
{
    return s->parent && schema_spot_note(a, s->parent, "shares") && g_strcmp0(draft_refers(a, s), "meeting") == 0;
}

bool
draft_is_date(const schema_spot *s)
{
    return s->is_attribute && s->value == SCHEMA_DATA && strcmp(s->datatype, "date") == 0;
}

const char *
draft_new_id(arena *a, const edit *e, const char *old)
{
    size_t end = strlen(old), begin = end;
    while (begin > 0 && g_ascii_isdigit(old[begin - 1]))
        begin--;
    const char *stem = begin < end ? arena_strndup(a, old, begin) : arena_printf(a, "%s-", old);
    unsigned long number = begin < end ? strtoul(old + begin, NULL, 10) : 1;
    const char *id;
    do
        id = arena_printf(a, "%s%lu", stem, ++number);
    while (edit_find_id(e, id));
    return id;
}

const schema_spot *
draft_spot_of(const schema_spot *root, const edit_node *n)
{
    const edit_node *above = edit_parent(n);
    const schema_spot *s = above ? draft_spot_of(root, above) : NULL;
    if (!above)
        return strcmp(root->name, edit_tag(n)) == 0 ? root : NULL;
    return s ? schema_spot_part(s, edit_tag(n), false) : NULL;
}

const char *
draft_remark(arena *a, const char *text)
{
    char *plain = arena_strdup(a, text);
    for (char *p; (p = strstr(plain, "--"));)
        memcpy(p, "- ", 2);
    return plain;
}

const char *
draft_form_of(arena *a, const schema_spot *s)
{
    if (s->value == SCHEMA_WORDS) {
        GString *words = g_string_new(NULL);
        for (size_t i = 0; i < s->word_count; i++)
            g_string_append_printf(words, "%s%s", i ? "・" : "", s->words[i]);
        const char *copy = arena_strdup(a, words->str);
        g_string_free(words, TRUE);
        return copy;
    }
    if (s->value != SCHEMA_DATA)
        return "";
    if (strcmp(s->datatype, "date") == 0)
        return "2024-04-22 の形";
    if (g_str_has_suffix(s->datatype, "nteger"))
        return s->highest ? arena_printf(a, "%s から %s までの数", s->lowest ? s->lowest : "0", s->highest) : "数";
    return s->form && !strchr(s->form, '{') ? s->form : "";
}
