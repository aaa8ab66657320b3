/* cli_names.c: names given on the command line, however a person writes them. */
#include <string.h>

#include "base/asked.h"
#include "base/near.h"
#include "cli/cli_int.h"

enum { FULL_WIDTH_FIRST = 0xff01, FULL_WIDTH_LAST = 0xff5e, FULL_WIDTH_AWAY = 0xfee0 };

char *
cli_fold_id(const char *word)
{
    g_assert(word);
    GString *folded = g_string_new(NULL);
    char *valid = g_utf8_make_valid(word, -1);
    for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        g_string_append_unichar(folded, c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST ? c - FULL_WIDTH_AWAY : c);
    }
    folded->str[0] = g_ascii_toupper(folded->str[0]); /* N5.1d: the rest are small letters */
    for (gsize i = 1; i < folded->len; i++)
        folded->str[i] = g_ascii_tolower(folded->str[i]);
    g_free(valid);
    return g_string_free(folded, FALSE);
}

void
cli_unknown(diag *d, const char *option, const char *word, const char *folded, const GPtrArray *names)
{
    g_assert(d && option && word && folded && names);
    char *advice[] = {near_advice(folded, names, DIAG_JA), near_advice(folded, names, DIAG_EN)};
    char *ja = g_strdup_printf("%s %s はありません。%s", option, word, advice[DIAG_JA]);
    char *en = g_strdup_printf("there is no %s %s; %s", option, word, advice[DIAG_EN]);
    cli_usage(d, ja, en);
    g_free(ja);
    g_free(en);
    g_free(advice[DIAG_JA]);
    g_free(advice[DIAG_EN]);
}

/* The form whose name or title is this word, however it is written (PLAN, ｐｌａｎ); NULL: none, or several of one
 * title, which are reported. */
static char *
form_called(const GPtrArray *forms, const char *word, diag *d)
{
    GPtrArray *titled = g_ptr_array_new();
    char *wanted = near_fold(word), *found = NULL;
    for (guint i = 0; i < forms->len; i++) {
        const render_form_entry *entry = g_ptr_array_index(forms, i);
        char *name = near_fold(entry->name), *title = near_fold(entry->title ? entry->title : "");
        if (!found && strcmp(name, wanted) == 0)
            found = g_strdup(entry->name);
        if (*wanted && strcmp(title, wanted) == 0)
            g_ptr_array_add(titled, entry->name);
        g_free(name);
        g_free(title);
    }
    if (!found && titled->len == 1)
        found = g_strdup(g_ptr_array_index(titled, 0));
    else if (!found && titled->len > 1)
        cli_unknown(d, "--form", word, word, titled);
    g_free(wanted);
    g_ptr_array_free(titled, TRUE);
    return found;
}

/* plan.xml, which is a file, of somebody who meant plan. */
static void
tell_name_of_form(const char *path, const char *name, diag *d)
{
    char *ja = g_strdup_printf("%s というファイルはありません。様式の名前なら .xml を付けずに %s", path, name);
    char *en = g_strdup_printf("there is no file %s; the name of the form is %s, without .xml", path, name);
    cli_usage(d, ja, en);
    g_free(ja);
    g_free(en);
}

/* A word that is the path of a file. */
static char *
form_file(const render_paths *paths, const char *word, diag *d)
{
    const int error = asked_file_error(word);
    char *meant = error && !strchr(word, '/') ? render_near_form(paths, word) : NULL;
    if (meant)
        tell_name_of_form(word, meant, d);
    else if (error)
        asked_report(d, DIAG_FILE_ASKED, PLACE_NONE, word, error);
    g_free(meant);
    return error ? NULL : g_strdup(word);
}

static char *
form_named(const render_paths *paths, const char *word, diag *d)
{
    if (strchr(word, '/') || g_str_has_suffix(word, ".xml"))
        return form_file(paths, word, d);
    char *path = render_form_path(paths, word);
    const bool known = g_file_test(path, G_FILE_TEST_EXISTS);
    g_free(path);
    if (known && *word)
        return g_strdup(word);
    if (strchr(word, '.') && g_file_test(word, G_FILE_TEST_IS_REGULAR)) /* a file of another kind is told as such */
        return g_build_filename(".", word, NULL);
    const size_t errors = diag_count(d, DIAG_ERROR);
    diag *own = diag_new(); /* a form that cannot be read is told when it is wanted */
    GPtrArray *forms = render_find_forms(paths, own);
    char *found = forms ? form_called(forms, word, d) : NULL;
    if (forms)
        g_ptr_array_free(forms, TRUE);
    if (!found && diag_count(d, DIAG_ERROR) == errors)
        render_tell_unknown_form(paths, word, d);
    diag_drop(own);
    return found;
}

char *
cli_form(const render_paths *paths, const char *word, diag *d)
{
    g_assert(paths && word && d);
    char *of;
    const char *edition = render_copy_split(word, &of);
    char *form = form_named(paths, of, d);
    char *named = !form || !edition               ? g_strdup(form)
                  : render_copy_is_blank(edition) ? render_copy_name_blank(form)
                                                  : render_copy_name(paths->schema, form, edition, PLACE_NONE, d);
    g_free(form);
    g_free(of);
    return named;
}

/* The names of the forms that take a month. */
static GPtrArray *
forms_of_months(const render_paths *paths)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    diag *own = diag_new();
    GPtrArray *forms = render_find_forms(paths, own);
    for (guint i = 0; forms && i < forms->len; i++) {
        const render_form_entry *entry = g_ptr_array_index(forms, i);
        if (entry->title && render_takes_month(paths, entry->name))
            g_ptr_array_add(names, g_strdup(entry->name));
    }
    if (forms)
        g_ptr_array_free(forms, TRUE);
    diag_drop(own);
    return names;
}

bool
cli_check_month(const render_paths *paths, const char *const *forms, size_t count, diag *d)
{
    for (size_t i = 0; i < count; i++)
        if (render_takes_month(paths, forms[i]))
            return true;
    if (count == 0)
        return true;
    GPtrArray *names = forms_of_months(paths);
    g_ptr_array_add(names, NULL);
    char *list = g_strjoinv(" ", (char **)names->pdata);
    char *ja = g_strdup_printf("様式 %s は月ごとのものではないので、月（--month）は使えません。月ごとの様式は %s",
                               forms[0], list);
    char *en =
        g_strdup_printf("the form %s is of no month, so --month has no use; forms of a month: %s", forms[0], list);
    cli_usage(d, ja, en);
    g_free(ja);
    g_free(en);
    g_free(list);
    g_ptr_array_free(names, TRUE);
    return false;
}
