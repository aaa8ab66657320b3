/* emit_field.c: what is left for a hand as fields that a reader of the PDF fills in. Nothing is drawn for them. */
#include "emit/emit_int.h"

#include <string.h>

/* What a field is called where nothing names it. */
static const char *
word_for(display_field_kind kind)
{
    static const char *const words[] = {
        [FIELD_TEXT] = "記入欄", [FIELD_CHOICE] = "選択欄", [FIELD_CHECK] = "チェック欄", [FIELD_SIGN] = "署名欄"};
    return words[kind];
}

/* No dot, which parts names within names; the second of a name is NAME (2). */
static const char *
name_of(emitter *e, const char *name)
{
    char *plain = g_strdup(name);
    g_strdelimit(plain, ".\n\t", ' ');
    const char *own = arena_strdup(e->a, g_strstrip(plain));
    g_free(plain);
    /* How many there were of a name is kept, so that a thousand of one cost no more than of a thousand. */
    const char *tried = own;
    while (g_hash_table_contains(e->names, tried)) {
        const guint before = GPOINTER_TO_UINT(g_hash_table_lookup(e->names, own)) + 1;
        g_hash_table_insert(e->names, (gpointer)own, GUINT_TO_POINTER(before));
        tried = arena_printf(e->a, "%s (%u)", own, before);
    }
    g_hash_table_insert(e->names, (gpointer)tried, GUINT_TO_POINTER(1));
    return tried;
}

static const char *
tip_of(emitter *e, const form_entry *entry, const display_field *f, const char *name)
{
    const char *hint = entry->kind == ENTRY_DATE ? "（日付。例：2026/4/1）" : "";
    const char *kind = f->kind == FIELD_SIGN && !strstr(name, "署名") ? "（署名欄）" : "";
    const char *most = f->most ? arena_printf(e->a, "（%d字まで）", f->most) : "";
    return arena_printf(e->a, "%s%s%s%s", name, kind, hint, most);
}

/* The documents' first face: the same for all fields, so that it is embedded once. */
static const font_face *
face_of(const emitter *e)
{
    return e->composed->field_face;
}

bool
emit_field(emitter *e, guint parent, const form_entry *entry, display_field f, const char *name)
{
    if (e->shown_again || !parent || f.box.w <= 0 || f.box.h <= 0)
        return false;
    const char *called = name && *name ? name : word_for(f.kind);
    if (f.kind == FIELD_TEXT && entry->kind == ENTRY_CHOICE) {
        char **choices = g_strsplit(entry->choices, "|", 0);
        const guint count = g_strv_length(choices);
        const char **own = ARENA_ARRAY(e->a, const char *, count + 1);
        for (guint i = 0; i < count; i++)
            own[i] = arena_strdup(e->a, g_strstrip(choices[i]));
        g_strfreev(choices);
        f.kind = FIELD_CHOICE;
        f.choices = own;
        f.many_lines = false;
    }
    if (f.kind == FIELD_TEXT) {
        f.most = entry->most;
        f.comb = entry->comb;
        f.many_lines = f.many_lines && !f.comb && entry->kind == ENTRY_TEXT;
    }
    f.required = entry->required;
    f.face = face_of(e);
    f.page = (guint)e->page_index;
    f.name = name_of(e, called);
    f.tip = tip_of(e, entry, &f, called);
    f.node = display_add_node(e->l, (display_node){.role = DISPLAY_FORM, .parent = parent, .alt = f.tip, .box = f.box});
    g_array_append_val(e->l->fields, f);
    return true;
}
