/* cli_values.c: messages with the line of the data that each is of (--show-values). Messages themselves say where a
 * value stands and of what kind it is, never what it says; whoever asks for it has the file. */
#include "cli/cli_int.h"

#include <stdio.h>
#include <string.h>

#include <glib/gstdio.h>

#include "base/json.h"
#include "base/shown.h"

enum { MOST_BYTES = 64 << 20, MOST_SHOWN = 400 };

/* The file that the last message was of. */
typedef struct source {
    char *file, *text; /* text NULL: it cannot be shown (stdin, a folder) */
} source;

static const char *
text_of(source *s, const char *file)
{
    if (g_strcmp0(s->file, file) == 0)
        return s->text;
    g_free(s->file);
    g_clear_pointer(&s->text, g_free);
    s->file = g_strdup(file);
    GStatBuf is;
    if (g_stat(file, &is) == 0 && S_ISREG(is.st_mode) && is.st_size <= MOST_BYTES)
        g_file_get_contents(file, &s->text, NULL, NULL);
    return s->text;
}

/* The line without its blanks at the ends, not too long; NULL: there is none. g_free it. */
static char *
line_of(source *s, place p)
{
    const char *text = p.file && p.line > 0 ? text_of(s, p.file) : NULL;
    for (int line = 1; text && line < p.line; line++) {
        text = strchr(text, '\n');
        text += text != NULL;
    }
    if (!text)
        return NULL;
    char *line = g_strstrip(g_strndup(text, strcspn(text, "\n"))), *end = line;
    for (int i = 0; i < MOST_SHOWN && *end; i++)
        end = g_utf8_find_next_char(end, NULL);
    *end = '\0';
    return line;
}

static void
print_one(const diag *one, const char *line, cli_speech speech)
{
    if (!speech.json)
        diag_print(one, stderr, speech.language);
    if (!speech.json && line) {
        char *shown = shown_text(line);
        fprintf(stderr, "    %s %s\n", speech.language == DIAG_EN ? "the line:" : "その行：", shown);
        g_free(shown);
    }
    if (!speech.json)
        return;
    GString *out = g_string_new(NULL);
    diag_append_json(out, diag_at(one, 0), speech.language);
    if (line) {
        g_string_truncate(out, out->len - 1);
        json_append_member(out, "source", line);
        g_string_append_c(out, '}');
    }
    fprintf(stderr, "%s\n", out->str);
    g_string_free(out, TRUE);
}

static void
print_message(const diag_message *m, source *s, cli_speech speech)
{
    diag *one = diag_new();
    diag_append(one, m);
    char *line = s ? line_of(s, m->data) : NULL;
    print_one(one, line, speech);
    g_free(line);
    diag_drop(one);
}

void
cli_print_values(const diag *d, cli_speech speech)
{
    g_assert(d);
    source s = {NULL, NULL};
    for (size_t i = 0; i < diag_length(d); i++)
        print_message(diag_at(d, i), &s, speech);
    const size_t left = diag_count(d, DIAG_NOTE) - diag_length(d);
    if (left) {
        char count[24];
        g_snprintf(count, sizeof count, "%zu", left);
        const diag_message m = {.code = DIAG_TOO_MANY, .args = {count}};
        print_message(&m, NULL, speech);
    }
    g_free(s.text);
    g_free(s.file);
}
