/* gallery_print.c: a gallery as text and as JSON. */
#include "preview/gallery.h"

#include <string.h>

#include "base/json.h"
#include "base/shown.h"

const char *
gallery_state_name(gallery_state state)
{
    static const char *const names[] = {"new", "clean", "unfilled", "warnings", "forbidden", "errors"};
    return names[state];
}

const char *
gallery_rule(const gallery_pair *p)
{
    g_assert(p);
    const diag *d = p->forbids[DIAG_JA];
    return d && diag_length(d) ? diag_at(d, 0)->args[0] : NULL;
}

/* ---- the worst first ---- */

static guint
squeezed_count(const gallery_fits *fits)
{
    guint n = 0;
    for (guint i = 0; i < fits->squeezed->len; i++)
        n += g_array_index(fits->squeezed, gallery_squeeze, i).count;
    return n;
}

/* Negative when x stands first: it has more of it. */
static int
compare_counts(guint x, guint y)
{
    return (x < y) - (x > y);
}

static int
by_badness(const void *a, const void *b, void *pairs)
{
    const gallery_pair *const x = *(gallery_pair *const *)a, *const y = *(gallery_pair *const *)b;
    const int order[] = {compare_counts(x->state, y->state), compare_counts(x->fits.refused, y->fits.refused),
                         compare_counts(x->fits.continued, y->fits.continued),
                         compare_counts(squeezed_count(&x->fits), squeezed_count(&y->fits))};
    for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
        if (order[i])
            return order[i];
    guint at_x = 0, at_y = 0;
    g_ptr_array_find(pairs, x, &at_x);
    g_ptr_array_find(pairs, y, &at_y);
    return at_x < at_y ? -1 : 1;
}

GPtrArray *
gallery_sorted(const gallery *g)
{
    g_assert(g);
    GPtrArray *out = g_ptr_array_new();
    g_ptr_array_extend(out, g->pairs, NULL, NULL);
    g_ptr_array_sort_with_data(out, by_badness, g->pairs);
    return out;
}

/* ---- text ---- */

/* As short as it can be said. */
static void
append_number(GString *out, double value)
{
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    g_string_append(out, g_ascii_formatd(number, sizeof number, "%.4g", value));
}

static void
print_fits(GString *out, const gallery_fits *fits)
{
    g_string_append_printf(out, "natural %u", fits->natural);
    for (guint i = 0; i < fits->squeezed->len; i++) {
        const gallery_squeeze *s = &g_array_index(fits->squeezed, gallery_squeeze, i);
        g_string_append_printf(out, ", %u at", s->count);
        if (s->size) {
            g_string_append_c(out, ' ');
            append_number(out, (double)s->size / 1024);
            g_string_append(out, " pt");
        }
        if (s->condensed) {
            g_string_append_c(out, ' ');
            append_number(out, s->condensed / 10.0);
            g_string_append_c(out, '%');
        }
    }
    if (fits->continued)
        g_string_append_printf(out, ", continued %u", fits->continued);
    if (fits->refused)
        g_string_append_printf(out, ", refused %u", fits->refused);
}

/* The rule, then every code once. */
static void
print_reasons(GString *out, const gallery_pair *p)
{
    const char *rule = gallery_rule(p), *before = rule ? " " : "";
    GHashTable *said = g_hash_table_new(g_str_hash, g_str_equal);
    g_string_append(out, rule ? rule : "");
    for (size_t i = 0; i < diag_length(p->messages); i++) {
        const char *name = diag_name(diag_at(p->messages, i)->code);
        if (!g_hash_table_add(said, (gpointer)name))
            continue;
        g_string_append_printf(out, "%s%s", before, name);
        before = " ";
    }
    g_hash_table_destroy(said);
}

void
gallery_print(const gallery *g, GString *out)
{
    g_assert(g && out);
    GPtrArray *pairs = gallery_sorted(g);
    for (guint i = 0; i < pairs->len; i++) {
        const gallery_pair *p = g_ptr_array_index(pairs, i);
        g_string_append_printf(out, "%s\t%s\t%s\t%u\t", gallery_state_name(p->state), p->form->key, p->sample->key,
                               p->sheets->len);
        if (p->sheets->len)
            print_fits(out, &p->fits);
        g_string_append_c(out, '\t');
        if (p->messages)
            print_reasons(out, p);
        g_string_append_c(out, '\n');
    }
    g_ptr_array_free(pairs, TRUE);
}

/* ---- JSON ---- */

static void
append_messages(GString *out, const gallery_pair *p, diag_language language)
{
    const diag *const from[] = {p->forbids[language], p->messages};
    const char *between = "";
    g_string_append_c(out, '[');
    for (size_t k = 0; k < G_N_ELEMENTS(from); k++)
        for (size_t i = 0; from[k] && i < diag_length(from[k]); i++) {
            g_string_append(out, between);
            diag_append_json(out, diag_at(from[k], i), language);
            between = ",\n  ";
        }
    g_string_append_c(out, ']');
}

static void
append_fits(GString *out, const gallery_fits *fits)
{
    g_string_append_printf(out, "{\"natural\":%u,\"squeezed\":[", fits->natural);
    for (guint i = 0; i < fits->squeezed->len; i++) {
        const gallery_squeeze *s = &g_array_index(fits->squeezed, gallery_squeeze, i);
        g_string_append_printf(out, "%s{\"count\":%u", i ? "," : "", s->count);
        if (s->size) {
            g_string_append(out, ",\"pt\":");
            append_number(out, (double)s->size / 1024);
        }
        if (s->condensed) {
            g_string_append(out, ",\"percent\":");
            append_number(out, s->condensed / 10.0);
        }
        g_string_append_c(out, '}');
    }
    g_string_append_printf(out, "],\"continued\":%u,\"refused\":%u}", fits->continued, fits->refused);
}

void
gallery_append_pair(GString *out, const gallery_pair *p)
{
    g_assert(out && p);
    if (p->told && p->state != GALLERY_NEW) {
        g_string_append(out, p->told);
        return;
    }
    g_string_append_printf(out, "{\"key\":\"%s\",\"form\":\"%s\",\"case\":\"%s\",\"state\":\"%s\"", p->key,
                           p->form->key, p->sample->key, gallery_state_name(p->state));
    if (p->state != GALLERY_NEW) {
        if (gallery_rule(p))
            json_append_member(out, "rule", gallery_rule(p));
        g_string_append(out, ",\"pages\":[");
        for (guint i = 0; i < p->sheets->len; i++) {
            const gallery_sheet *s = &g_array_index(p->sheets, gallery_sheet, i);
            g_string_append_printf(out, "%s[%d,%d]", i ? "," : "", s->width, s->height);
        }
        g_string_append(out, "],\"fits\":");
        append_fits(out, &p->fits);
        g_string_append(out, ",\n \"messages\":{\"ja\":");
        append_messages(out, p, DIAG_JA);
        g_string_append(out, ",\n \"en\":");
        append_messages(out, p, DIAG_EN);
        g_string_append_c(out, '}');
    }
    g_string_append_c(out, '}');
}

/* A page shows it as text: what turns or ends its line there is no better than in a terminal. */
static void
append_shown(GString *out, const char *member, const char *name)
{
    char *shown = shown_text(name);
    json_append_member(out, member, shown);
    g_free(shown);
}

void
gallery_append(GString *out, const gallery *g, bool live)
{
    g_assert(out && g);
    g_string_append_printf(out, "{\"v\":1,\"live\":%s,\n\"forms\":[", live ? "true" : "false");
    for (guint i = 0; i < g->forms->len; i++) {
        const gallery_form *f = g_ptr_array_index(g->forms, i);
        g_string_append_printf(out, "%s\n{\"key\":\"%s\"", i ? "," : "", f->key);
        append_shown(out, "name", f->name);
        append_shown(out, "title", f->title ? f->title : f->name);
        g_string_append_c(out, '}');
    }
    g_string_append(out, "],\n\"cases\":[");
    for (guint i = 0; i < g->cases->len; i++) {
        const gallery_case *c = g_ptr_array_index(g->cases, i);
        g_string_append_printf(out, "%s\n{\"key\":\"%s\"", i ? "," : "", c->key);
        append_shown(out, "name", c->name);
        g_string_append_c(out, '}');
    }
    g_string_append(out, "],\n\"pairs\":[");
    GPtrArray *pairs = gallery_sorted(g);
    for (guint i = 0; i < pairs->len; i++) {
        g_string_append(out, i ? ",\n" : "\n");
        gallery_append_pair(out, g_ptr_array_index(pairs, i));
    }
    g_ptr_array_free(pairs, TRUE);
    g_string_append(out, "]}");
}
