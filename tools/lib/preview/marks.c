#include "preview/preview_int.h"

#include <assert.h>

#include "base/json.h"
#include "render/document.h"

/* "form":[file,line],"data":[file,line,path] */
static void
append_place(GString *out, const char *name, const place *p, preview_files *files)
{
    if (!p->file)
        return;
    g_string_append_printf(out, ",\"%s\":[%u,%d", name, files_number(files, p->file), p->line);
    if (p->path) {
        g_string_append_c(out, ',');
        json_append(out, p->path);
    }
    g_string_append_c(out, ']');
}

static void
append_origin(GString *out, const text_origin *o, preview_files *files)
{
    if (!o)
        return;
    append_place(out, "form", &o->form, files);
    append_place(out, "data", &o->data, files);
}

static void
append_op(GString *out, const display_op *op, preview_files *files)
{
    static const char *const kinds[] = {"text", "mark", "line", "rect", "ellipse", "path"};
    g_string_append_printf(out, "{\"kind\":\"%s\"", kinds[op->kind]);
    if (op->kind == DISPLAY_TEXT) {
        g_string_append_printf(out, ",\"size\":%d,\"face\":", op->text.size);
        json_append(out, font_face_name(op->text.face));
        if (op->text.is_ruby)
            g_string_append(out, ",\"ruby\":true");
    }
    append_origin(out, op->origin, files);
    g_string_append_c(out, '}');
}

static void
append_fit(GString *out, const emit_note *n)
{
    static const char *const outcomes[] = {"natural", "squeezed", "continued", "refused"};
    g_string_append_printf(out, ",\"pad\":[%d,%d],\"fit\":\"%s\",\"natural\":%d", n->pad_x, n->pad_y,
                           outcomes[n->outcome], n->natural);
    if (n->shrunk_to)
        g_string_append_printf(out, ",\"size\":%d", n->shrunk_to);
    if (n->condensed_to)
        g_string_append_printf(out, ",\"condensed\":%d", n->condensed_to);
    if (n->outcome == FITS_CONTINUED)
        g_string_append_printf(out, ",\"sheet\":%zu", n->attachment);
    g_string_append(out, ",\"field\":");
    json_append(out, n->field);
}

static void
append_note(GString *out, const emit_note *n, preview_files *files)
{
    static const char *const kinds[] = {"table", "row", "cell", "line", "text", "keep"};
    g_string_append_printf(out, "{\"kind\":\"%s\",\"depth\":%d,\"ops\":[%zu,%zu],\"box\":[%d,%d,%d,%d]", kinds[n->kind],
                           n->depth, n->first, n->end, n->x, n->y, n->w, n->h);
    if (n->style) {
        g_string_append(out, ",\"style\":");
        json_append(out, n->style->name);
    }
    if (n->kind == NOTE_CELL)
        append_fit(out, n);
    if (n->kind == NOTE_LINE)
        g_string_append_printf(out, ",\"vertical\":%s,\"baseline\":%d", n->vertical ? "true" : "false", n->baseline);
    if (n->kind == NOTE_KEEP)
        g_string_append_printf(out, ",\"firm\":%s", n->firm ? "true" : "false");
    append_origin(out, n->origin, files);
    g_string_append_c(out, '}');
}

GBytes *
marks_of_page(const render_document *v, size_t page, preview_files *files)
{
    assert(v && page < v->list->pages->len && files);
    const display_page *p = g_ptr_array_index(v->list->pages, page);
    GString *out = g_string_new("{\"ops\":[\n");
    for (guint i = 0; i < p->ops->len; i++) {
        g_string_append(out, i ? ",\n" : "");
        append_op(out, &g_array_index(p->ops, display_op, i), files);
    }
    g_string_append(out, "\n],\"notes\":[\n");
    bool first = true;
    for (guint i = 0; i < v->notes->len; i++) {
        const emit_note *n = &g_array_index(v->notes, emit_note, i);
        if (n->page != page)
            continue;
        g_string_append(out, first ? "" : ",\n");
        append_note(out, n, files);
        first = false;
    }
    g_string_append(out, "\n]}\n");
    return g_string_free_to_bytes(out);
}
