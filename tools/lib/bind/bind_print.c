#include "bind/bind.h"

#include <assert.h>
#include <string.h>

static void
print_place(const char *label, place p, GString *out)
{
    if (!p.file)
        return;
    char *base = g_path_get_basename(p.file);
    g_string_append_printf(out, " %s=%s:%d", label, base, p.line);
    if (p.path)
        g_string_append_printf(out, "%s", p.path);
    g_free(base);
}

static void
print_inline(const bound_inline *p, int indent, GString *out)
{
    static const char *const names[] = {"text", "newline",     "tick",       "blank",  "sign",
                                        "seal", "page-number", "page-count", "boxes",  "page-sum",
                                        "code", "image",       "page-ref",   "leader", "footnote"};
    g_string_append_printf(out, "%*s%s", indent, "", names[p->kind]);
    if (p->text)
        g_string_append_printf(out, " \"%s\"", p->text);
    if (p->ruby)
        g_string_append_printf(out, " ruby=\"%s\"", p->ruby);
    if (p->ruby_kind != TEXT_RUBY_GROUP)
        g_string_append(out, p->ruby_kind == TEXT_RUBY_MONO ? " mono" : " jukugo");
    if (p->emphasis != TEXT_NO_EMPHASIS)
        g_string_append(out, p->emphasis == TEXT_DOT ? " dot" : " sesame");
    if (p->raised)
        g_string_append(out, p->raised > 0 ? " sup" : " sub");
    if (p->kind == INLINE_TICK)
        g_string_append(out, p->checked ? " checked" : " open");
    if (p->note)
        g_string_append(out, " note");
    if (p->joined)
        g_string_append(out, " joined");
    if (p->combined)
        g_string_append(out, " combined");
    if (p->ring)
        g_string_append(out, " circled");
    if (p->picture)
        g_string_append_printf(out, " file=%s", p->picture->file);
    if (p->to)
        g_string_append_printf(out, " to=%s", p->to);
    if (p->uri)
        g_string_append_printf(out, " uri=%s", p->uri);
    if (p->width)
        g_string_append_printf(out, " width=%d", p->width);
    if (p->height)
        g_string_append_printf(out, " height=%d", p->height);
    if (p->kind != INLINE_NEWLINE) {
        print_place("form", p->origin->form, out);
        if (p->from_data)
            print_place("data", p->origin->data, out);
    }
    g_string_append_c(out, '\n');
}

static void
print_nodes(const bound_node *n, int indent, GString *out)
{
    for (; n; n = n->next) {
        g_string_append_printf(out, "%*s%s style=%s", indent, "", form_kind_name(n->kind), n->style->name);
        if (n->form && n->form->field)
            g_string_append_printf(out, " field=\"%s\"", n->form->field);
        if (n->kind == FORM_AMOUNT || n->kind == FORM_SCALE_MARK)
            g_string_append_printf(out, " share=%d", n->share);
        if (n->says)
            g_string_append_printf(out, " says=\"%s\"", n->says);
        print_place("form", n->origin->form, out);
        g_string_append_c(out, '\n');
        for (size_t i = 0; i < n->inline_count; i++)
            print_inline(&n->inlines[i], indent + 2, out);
        print_nodes(n->first, indent + 2, out);
    }
}

static void
print_section(const char *name, const bound_node *n, GString *out)
{
    g_string_append_printf(out, "%s\n", name);
    print_nodes(n, 2, out);
}

/* What stands on the first page has no word of its own when nothing stands on all. */
static void
print_running(const char *name, const bound_running *of, GString *out)
{
    if (!of->has[ON_ALL] && !of->has[ON_FIRST])
        print_section(name, NULL, out);
    for (form_on on = ON_ALL; on < FORM_ON_COUNT; on++) {
        const bool plain = on == ON_ALL || (on == ON_FIRST && !of->has[ON_ALL]);
        char *title = plain ? g_strdup(name) : g_strdup_printf("%s %s", name, form_on_name(on));
        if (of->has[on])
            print_section(title, of->nodes[on], out);
        g_free(title);
    }
}

void
bound_print(const bound *b, GString *out)
{
    assert(b && b->form && out);
    g_string_append_printf(out, "form %s\n", b->form->name);
    g_string_append_printf(out, "title \"%s\"\n", b->title);
    if (b->form->edition)
        g_string_append_printf(out, "edition \"%s\"\n", b->form->edition);
    if (b->author)
        g_string_append_printf(out, "author \"%s\"\n", b->author);
    if (b->has_date)
        g_string_append_printf(out, "made %04d-%02d-%02d\n", b->made.year, b->made.month, b->made.day);
    if (b->has_consented)
        g_string_append_printf(out, "consented %04d-%02d-%02d\n", b->consented.year, b->consented.month,
                               b->consented.day);
    for (size_t i = 0; i < b->recipient_count; i++) {
        const bound_recipient *r = &b->recipients[i];
        g_string_append_printf(out, "recipient %s %s", r->to, r->key);
        if (*r->home.place)
            g_string_append_printf(out, " home \"%s\" \"%s\"", r->home.place, r->home.name);
        g_string_append_c(out, '\n');
    }
    if (b->watermark)
        g_string_append_printf(out, "watermark \"%s\"\n", b->watermark);
    for (size_t i = 0; i < b->master_count; i++) {
        if (i > 0)
            g_string_append_printf(out, "page %s\n", b->masters[i].page->name ? b->masters[i].page->name : "");
        print_running("head", &b->masters[i].head, out);
        print_running("foot", &b->masters[i].foot, out);
    }
    if (b->notes)
        print_section("notes", b->notes, out);
    print_section("body", b->body, out);
}
