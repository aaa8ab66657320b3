#include "base/diag.h"

#include <stdint.h>
#include <string.h>

#include <glib.h>

#include "base/json.h"
#include "base/shown.h"

/* FEW: of each kind, though there are very many of another. */
enum { MOST_MESSAGES = 1000, FEW = 10 };

typedef struct diag_row {
    const char *name, *ja, *en;
    diag_severity severity;
    int exit_class;
} diag_row;

static const diag_row rows[] = {
#define DIAG(code, name, severity, exit_class, ja, en) {name, ja, en, severity, exit_class},
#include "base/diag.def"
#undef DIAG
};

struct diag {
    GPtrArray *messages; /* of diag_message */
    GHashTable *seen;    /* keys of messages already there */
    GStringChunk *strings;
    size_t left_out, errors, warnings;
    size_t *left_of; /* by code, what was left out; NULL: nothing was */
    int exit_status;
};

diag *
diag_new(void)
{
    diag *d = g_new0(diag, 1);
    d->messages = g_ptr_array_new_with_free_func(g_free);
    d->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    d->strings = g_string_chunk_new(1024);
    return d;
}

void
diag_drop(diag *d)
{
    if (!d)
        return;
    g_ptr_array_free(d->messages, TRUE);
    g_hash_table_destroy(d->seen);
    g_string_chunk_free(d->strings);
    g_free(d->left_of);
    g_free(d);
}

static place
copy_place(diag *d, place p)
{
    if (p.file)
        p.file = g_string_chunk_insert_const(d->strings, p.file);
    if (p.path)
        p.path = g_string_chunk_insert_const(d->strings, p.path);
    return p;
}

/* What tells one message from another; g_free it. */
static char *
message_key(const diag_message *m)
{
    GString *key = g_string_new(NULL);
    g_string_printf(key, "%d|%s:%d|%s:%d:%s", (int)m->code, m->form.file ? m->form.file : "", m->form.line,
                    m->data.file ? m->data.file : "", m->data.line, m->data.path ? m->data.path : "");
    for (size_t i = 0; i < G_N_ELEMENTS(m->args) && m->args[i]; i++)
        g_string_append_printf(key, "|%s", m->args[i]);
    return g_string_free(key, FALSE);
}

static diag_message *
copy_message(diag *d, const diag_message *from)
{
    diag_message *m = g_new0(diag_message, 1);
    m->code = from->code;
    m->form = copy_place(d, from->form);
    m->data = copy_place(d, from->data);
    for (size_t i = 0; i < G_N_ELEMENTS(m->args) && from->args[i]; i++)
        m->args[i] = g_string_chunk_insert_const(d->strings, from->args[i]);
    return m;
}

static void
leave_out(diag *d, diag_code code, size_t count)
{
    if (!d->left_of)
        d->left_of = g_new0(size_t, DIAG_CODE_COUNT);
    d->left_of[code] += count;
    d->left_out += count;
}

static size_t
count_kept(const diag *d, diag_code code, size_t most)
{
    size_t n = 0;
    for (guint i = 0; i < d->messages->len && n < most; i++)
        n += diag_at(d, i)->code == code;
    return n;
}

static void
count_severity(diag *d, diag_code code, size_t count)
{
    if (rows[code].severity == DIAG_ERROR)
        d->errors += count;
    else if (rows[code].severity == DIAG_WARNING)
        d->warnings += count;
}

void
diag_append(diag *d, const diag_message *m)
{
    g_assert(m->code >= 0 && m->code < DIAG_CODE_COUNT);
    /* The exit status counts what is left out of the list as well. */
    const diag_row *row = &rows[m->code];
    if (row->severity == DIAG_ERROR)
        d->exit_status = diag_worse_exit(d->exit_status, diag_exit_class(m));
    if (!g_hash_table_add(d->seen, message_key(m)))
        return;
    count_severity(d, m->code, 1);
    if (d->messages->len < MOST_MESSAGES || count_kept(d, m->code, FEW) < FEW)
        g_ptr_array_add(d->messages, copy_message(d, m));
    else
        leave_out(d, m->code, 1);
}

/* What nobody can see there counts here as well, and decides the exit status. */
static void
append_left_out(diag *d, const diag *from)
{
    if (!from || !from->left_of)
        return;
    for (int code = 0; code < DIAG_CODE_COUNT; code++)
        if (from->left_of[code]) {
            leave_out(d, (diag_code)code, from->left_of[code]);
            count_severity(d, (diag_code)code, from->left_of[code]);
        }
    d->exit_status = diag_worse_exit(d->exit_status, from->exit_status);
}

void
diag_append_all(diag *d, const diag *from)
{
    g_assert(d);
    for (size_t i = 0; from && i < diag_length(from); i++)
        diag_append(d, diag_at(from, i));
    append_left_out(d, from);
}

void
diag_append_all_at(diag *d, const diag *from, place where)
{
    g_assert(d && from);
    for (size_t i = 0; i < diag_length(from); i++) {
        diag_message m = *diag_at(from, i);
        if (rows[m.code].exit_class == EXIT_USAGE && !m.form.file && !m.data.file)
            m.data = where;
        diag_append(d, &m);
    }
    append_left_out(d, from);
}

void
diag_add(diag *d, diag_code code, place form, place data, ...)
{
    diag_message m = {.code = code, .form = form, .data = data};
    va_list args;
    va_start(args, data);
    for (size_t i = 0; i < G_N_ELEMENTS(m.args); i++) {
        m.args[i] = va_arg(args, const char *);
        if (!m.args[i])
            break;
    }
    va_end(args);
    diag_append(d, &m);
}

static void
add_words(GString *all, const char *words)
{
    char **each = g_strsplit(words, " ", -1), **known = g_strsplit(all->str, " ", -1);
    for (char **w = each; *w; w++)
        if (**w && !g_strv_contains((const char *const *)known, *w))
            g_string_append_printf(all, "%s%s", all->len ? " " : "", *w);
    g_strfreev(known);
    g_strfreev(each);
}

void
diag_gather(diag *d, diag_code code)
{
    diag_message *first = NULL;
    GString *words = g_string_new(NULL);
    size_t count = 0, places = 0;
    for (guint i = 0; i < d->messages->len;) {
        diag_message *m = g_ptr_array_index(d->messages, i);
        if (m->code != code) {
            i++;
            continue;
        }
        add_words(words, m->args[0] ? m->args[0] : "");
        places += m->args[1] ? (size_t)g_ascii_strtoull(m->args[1], NULL, 10) : 1;
        count++;
        if (!first) {
            first = m;
            i++;
        } else {
            g_ptr_array_remove_index(d->messages, i);
        }
    }
    if (first) {
        char number[24];
        g_snprintf(number, sizeof number, "%zu", places);
        first->args[0] = g_string_chunk_insert_const(d->strings, words->str);
        first->args[1] = g_string_chunk_insert_const(d->strings, number);
        *(rows[code].severity == DIAG_WARNING ? &d->warnings : &d->errors) -=
            rows[code].severity == DIAG_NOTE ? 0 : count - 1;
    }
    g_string_free(words, TRUE);
}

size_t
diag_count(const diag *d, diag_severity at_least)
{
    g_assert(d);
    if (at_least == DIAG_ERROR)
        return d->errors;
    if (at_least == DIAG_WARNING)
        return d->errors + d->warnings;
    return d->messages->len + d->left_out;
}

size_t
diag_count_of(const diag *d, diag_code code)
{
    g_assert(d && code >= 0 && code < DIAG_CODE_COUNT);
    return count_kept(d, code, SIZE_MAX) + (d->left_of ? d->left_of[code] : 0);
}

int
diag_exit_status(const diag *d)
{
    g_assert(d);
    return d->exit_status;
}

int
diag_worse_exit(int a, int b)
{
    static const int order[] = {EXIT_DONE,  EXIT_FORBIDDEN, EXIT_SOME, EXIT_MISSING,     EXIT_DIFFERS, EXIT_DAMAGED,
                                EXIT_USAGE, EXIT_DATA,      EXIT_FORM, EXIT_ENVIRONMENT, EXIT_AGAIN};
    int worst = EXIT_DONE;
    for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
        if (order[i] == a || order[i] == b)
            worst = order[i];
    return worst;
}

size_t
diag_length(const diag *d)
{
    g_assert(d);
    return d->messages->len;
}

const diag_message *
diag_at(const diag *d, size_t i)
{
    g_assert(i < d->messages->len);
    return g_ptr_array_index(d->messages, i);
}

const char *
diag_name(diag_code code)
{
    g_assert(code < DIAG_CODE_COUNT);
    return rows[code].name;
}

const char *
diag_wording(diag_code code, diag_language language)
{
    g_assert(code < DIAG_CODE_COUNT);
    return language == DIAG_EN ? rows[code].en : rows[code].ja;
}

diag_severity
diag_severity_of(diag_code code)
{
    g_assert(code < DIAG_CODE_COUNT);
    return rows[code].severity;
}

int
diag_exit_class_of(diag_code code)
{
    g_assert(code < DIAG_CODE_COUNT);
    return rows[code].exit_class;
}

bool
diag_is_of_data(const diag_message *m)
{
    const int exit_class = rows[m->code].exit_class;
    return m->data.file && (!m->form.file || exit_class == EXIT_DATA || exit_class == EXIT_DONE);
}

int
diag_exit_class(const diag_message *m)
{
    const int exit_class = rows[m->code].exit_class;
    if (exit_class == EXIT_USAGE && m->data.file)
        return EXIT_DATA;
    return exit_class == EXIT_DATA && m->form.file && !m->data.file ? EXIT_FORM : exit_class;
}

diag_code
diag_find(const char *name)
{
    g_assert(name);
    for (size_t i = 0; i < DIAG_CODE_COUNT; i++)
        if (strcmp(rows[i].name, name) == 0)
            return (diag_code)i;
    return DIAG_CODE_COUNT;
}

char *
diag_text(const diag_message *m, diag_language language)
{
    g_assert(m);
    const char *wording = diag_wording(m->code, language);
    GString *s = g_string_new(NULL);
    for (const char *p = wording; *p; p++) {
        if (p[0] == '{' && p[1] >= '1' && p[1] <= '4' && p[2] == '}') {
            const char *arg = m->args[p[1] - '1'];
            g_string_append(s, arg ? arg : "");
            p += 2;
        } else {
            g_string_append_c(s, *p);
        }
    }
    return g_string_free(s, FALSE);
}

static const char *
severity_word(diag_severity severity, diag_language language)
{
    static const char *const words[][2] = {
        [DIAG_NOTE] = {"参考", "note"}, [DIAG_WARNING] = {"注意", "warning"}, [DIAG_ERROR] = {"エラー", "error"}};
    return words[severity][language == DIAG_EN];
}

/* A file name is what its giver made it. */
static void
print_name(FILE *to, const char *name)
{
    char *shown = shown_text(name);
    fputs(shown, to);
    g_free(shown);
}

const char *
diag_file_name(const char *file, diag_language language)
{
    if (strcmp(file, "-") != 0)
        return file;
    return language == DIAG_EN ? "<stdin>" : "<標準入力>";
}

static void
print_place(FILE *to, place p, diag_language language)
{
    print_name(to, diag_file_name(p.file, language));
    if (p.line > 0)
        fprintf(to, ":%d: ", p.line);
    else
        fputs(": ", to);
}

/* Where in the data, and the end that was not printed first. */
static void
print_second_place(FILE *to, const diag_message *m, diag_language language)
{
    const bool of_data = diag_is_of_data(m);
    const place other = of_data ? m->form : m->form.file ? m->data : PLACE_NONE;
    const char *path = m->data.path ? m->data.path : "";
    const char *data = language == DIAG_EN ? "data" : "データ", *form = language == DIAG_EN ? "form" : "様式";
    if (of_data && *path) {
        fprintf(to, "    %s ", data);
        print_name(to, path);
        fputc('\n', to);
    }
    if (!other.file)
        return;
    fputs("    ", to);
    print_place(to, other, language);
    fprintf(to, "%s%s", of_data ? form : data, of_data || !*path ? "" : " ");
    print_name(to, of_data ? "" : path);
    fputc('\n', to);
}

void
diag_print(const diag *d, FILE *to, diag_language language)
{
    g_assert(d && to);
    for (size_t i = 0; i < d->messages->len; i++) {
        const diag_message *m = diag_at(d, i);
        char *text = diag_text(m, language);
        const place first = diag_is_of_data(m) ? m->data : m->form;
        if (first.file)
            print_place(to, first, language);
        fprintf(to, "%s: ", severity_word(rows[m->code].severity, language));
        print_name(to, text);
        fprintf(to, " [%s]\n", rows[m->code].name);
        print_second_place(to, m, language);
        g_free(text);
    }
    if (d->left_out) {
        char *n = g_strdup_printf("%zu", d->left_out);
        const diag_message m = {.code = DIAG_TOO_MANY, .args = {n}};
        char *text = diag_text(&m, language);
        fprintf(to, "%s: %s [%s]\n", severity_word(DIAG_NOTE, language), text, rows[DIAG_TOO_MANY].name);
        g_free(text);
        g_free(n);
    }
}

static void
json_place(GString *out, const char *name, place p)
{
    if (!p.file)
        return;
    g_string_append_printf(out, ",\"%s\":{\"file\":", name);
    json_append(out, p.file);
    if (p.line > 0)
        g_string_append_printf(out, ",\"line\":%d", p.line);
    if (p.path)
        json_append_member(out, "path", p.path);
    g_string_append_c(out, '}');
}

void
diag_append_json(GString *out, const diag_message *m, diag_language language)
{
    g_assert(out && m);
    const diag_row *row = &rows[m->code];
    char *text = diag_text(m, language);
    g_string_append(out, "{\"v\":1");
    json_append_member(out, "code", row->name);
    json_append_member(out, "severity", severity_word(row->severity, DIAG_EN));
    json_append_member(out, "message", text);
    json_place(out, "form", m->form);
    json_place(out, "data", m->data);
    if (m->form.file || m->data.file)
        json_append_member(out, "of", diag_is_of_data(m) ? "data" : "form");
    g_string_append(out, ",\"args\":[");
    for (size_t i = 0; i < G_N_ELEMENTS(m->args) && m->args[i]; i++) {
        if (i)
            g_string_append_c(out, ',');
        json_append(out, m->args[i]);
    }
    g_string_append(out, "]}");
    g_free(text);
}

void
diag_print_json(const diag *d, FILE *to, diag_language language)
{
    g_assert(d && to);
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < d->messages->len; i++) {
        diag_append_json(out, diag_at(d, i), language);
        g_string_append_c(out, '\n');
    }
    if (d->left_out) {
        char *n = g_strdup_printf("%zu", d->left_out);
        const diag_message m = {.code = DIAG_TOO_MANY, .args = {n}};
        diag_append_json(out, &m, language);
        g_string_append_c(out, '\n');
        g_free(n);
    }
    fputs(out->str, to);
    g_string_free(out, TRUE);
}
