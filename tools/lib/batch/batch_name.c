/* batch_name.c: what a document's file is called: by keys, never by a person's name. */
#include "batch/batch_int.h"

#include <string.h>

typedef enum token { TOKEN_KEY, TOKEN_FORM, TOKEN_MONTH, TOKEN_AS_OF, TOKEN_COUNT } token;
static const char *const tokens[TOKEN_COUNT] = {"{key}", "{form}", "{month}", "{as-of}"};

static token
token_at(const char *p)
{
    size_t i = 0;
    while (i < TOKEN_COUNT && !g_str_has_prefix(p, tokens[i]))
        i++;
    return (token)i;
}

static bool
refuse_pattern(const char *pattern, const char *ja, const char *en, diag *d)
{
    diag_add(d, DIAG_BATCH_NAME, PLACE_NONE, PLACE_NONE, pattern, ja, en, NULL);
    return false;
}

/* Every step of the path is a name of its own: not empty, and not one that begins with a dot (.., .renkei). */
static bool
has_good_steps(const char *pattern)
{
    char **steps = g_strsplit(pattern, "/", -1);
    bool good = true;
    for (size_t i = 0; steps[i]; i++)
        good = good && *steps[i] && *steps[i] != '.';
    g_strfreev(steps);
    return good;
}

bool
batch_name_check(const char *pattern, bool has_month, bool has_as_of, diag *d)
{
    g_assert(pattern && d);
    bool has[TOKEN_COUNT] = {false};
    for (const char *p = pattern; *p; p++) {
        const token t = token_at(p);
        if (*p == '{' && t == TOKEN_COUNT)
            return refuse_pattern(pattern, "知らない { } があります", "there is an unknown { }", d);
        if ((unsigned char)*p < 0x20 || *p == 0x7f || *p == '\\')
            return refuse_pattern(pattern, "使えない文字があります", "there is a character that cannot be used", d);
        if (t != TOKEN_COUNT)
            has[t] = true;
    }
    if (!has_good_steps(pattern))
        return refuse_pattern(pattern, "フォルダーの名前が空か、点で始まっています",
                              "a folder's name is empty or begins with a dot", d);
    if (g_str_has_prefix(pattern, BATCH_REISSUED "/"))
        return refuse_pattern(pattern, BATCH_REISSUED " は再発行した書類のフォルダーです",
                              "the folder " BATCH_REISSUED " is that of what is issued again", d);
    if (!g_str_has_suffix(pattern, ".pdf"))
        return refuse_pattern(pattern, ".pdf で終わっていません", "it does not end in .pdf", d);
    if (!has[TOKEN_KEY])
        return refuse_pattern(pattern, "{key} がありません", "there is no {key}", d);
    if (has[TOKEN_MONTH] && !has_month)
        return refuse_pattern(pattern, "{month} がありますが、月（month）のない様式があります",
                              "there is {month}, but a form without a month", d);
    if (has[TOKEN_AS_OF] && !has_as_of)
        return refuse_pattern(pattern, "{as-of} がありますが、日（as-of）のない様式があります",
                              "there is {as-of}, but a form without a day", d);
    return true;
}

void
batch_name_append_safely(GString *s, const char *text, size_t most)
{
    g_assert(s && text);
    const gsize began = s->len;
    for (const char *p = text; *p && s->len - began < most; p++) {
        const bool first = p == text && *p == '.';
        if (!first && (g_ascii_isalnum(*p) || strchr("._-@", *p)))
            g_string_append_c(s, *p);
        else
            g_string_append_printf(s, "%%%02X", (unsigned char)*p);
    }
}

const char *
batch_name_make(arena *a, const char *pattern, const char *key, const batch_form *f)
{
    g_assert(a && pattern && key && f);
    char *form = batch_form_name(f->form);
    const char *const values[TOKEN_COUNT] = {key, form, f->month, f->as_of};
    GString *s = g_string_new(NULL);
    for (const char *p = pattern; *p;) {
        const token t = token_at(p);
        if (t == TOKEN_COUNT) {
            g_string_append_c(s, *p++);
            continue;
        }
        batch_name_append_safely(s, values[t] ? values[t] : "", SIZE_MAX);
        p += strlen(tokens[t]);
    }
    const char *name = arena_strdup(a, s->str);
    g_string_free(s, TRUE);
    g_free(form);
    return name;
}

char *
batch_form_name(const char *form)
{
    char *of;
    const char *edition = render_copy_split(form, &of);
    char *base = g_path_get_basename(of);
    if (strcmp(base, "form.xml") == 0) {
        char *folder = g_path_get_dirname(of);
        g_free(base);
        base = g_path_get_basename(folder);
        g_free(folder);
    } else if (g_str_has_suffix(base, ".xml")) {
        base[strlen(base) - strlen(".xml")] = '\0';
    }
    char *name = edition ? g_strconcat(base, "@", edition, NULL) : g_strdup(base);
    g_free(base);
    g_free(of);
    return name;
}
