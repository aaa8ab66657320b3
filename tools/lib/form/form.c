#include "form/form_int.h"

#include <assert.h>
#include <string.h>

#include "base/asked.h"
#include "proven/proven.h"

unit
form_rule_width(form_rule rule)
{
    switch (rule) {
    case RULE_HEAVY:
        return UNIT_PT * 12 / 10;
    case RULE_THIN:
        return UNIT_PT / 2;
    case RULE_DOTTED:
        return UNIT_PT * 35 / 100;
    case RULE_DOUBLE:
    case RULE_WAVY:
        return 2 * UNIT_PT;
    default:
        return 0;
    }
}

/* Collects styles and parts of a file and, first, of what it includes. */
static void collect_definitions(form_reader *r, xml_node *root);

static void
read_include(form_reader *r, xml_node *e)
{
    const place where = xml_place(r->a, e, false);
    const char *href = attr_text(r, e, "href");
    if (g_path_is_absolute(href) || strstr(href, "://")) {
        diag_add(r->d, DIAG_FORM_INCLUDE_PATH, where, PLACE_NONE, NULL);
        return;
    }
    char *folder = g_path_get_dirname(where.file);
    char *joined = g_build_filename(folder, href, NULL);
    char *path = g_canonicalize_filename(joined, NULL);
    g_free(folder);
    if (g_hash_table_add(r->files, path)) { /* owns path now */
        int error;
        xml_doc *doc = xml_read_asked(r->s, arena_strdup(r->a, joined), XML_FORM, &xml_limits_form, &error, r->d);
        if (error)
            asked_report(r->d, DIAG_FORM_INCLUDE_READ, where, joined, error);
        if (doc)
            g_ptr_array_add(r->file_list, (void *)xml_doc_file(doc));
        r->names_known = r->names_known && doc && (xml_doc_verdicts(doc) & PROVEN_FORM);
        if (doc && schema_validate(r->schema, doc, r->d)) {
            if (xml_named(xml_root(doc), "parts"))
                collect_definitions(r, xml_root(doc));
            else
                diag_add(r->d, DIAG_FORM_INCLUDE_KIND, where, PLACE_NONE, NULL);
        }
    }
    g_free(joined);
}

static void
collect_definitions(form_reader *r, xml_node *root)
{
    for (xml_node *e = xml_first_element(root); e; e = xml_next_element(e)) {
        if (xml_named(e, "include")) {
            read_include(r, e);
        } else if (xml_named(e, "data") && xml_has_attribute(e, "href")) {
            form_own_read(r, e);
        } else if (xml_named(e, "style")) {
            form_style_read(r, e);
        } else if (xml_named(e, "part")) {
            part_entry *part = ARENA_NEW(r->a, part_entry);
            part->name = attr_text(r, e, "name");
            part->element = e;
            form_unused_name(r, NAMED_PART, part->name, e);
            if (g_hash_table_contains(r->parts, part->name))
                diag_add(r->d, DIAG_FORM_TWICE, xml_place(r->a, e, false), PLACE_NONE, "part", part->name, NULL);
            else
                g_hash_table_insert(r->parts, (gpointer)part->name, part);
        }
    }
}

static void
add_recipient(form_reader *r, xml_node *e, GArray *recipients)
{
    const char *copies = attr_text(r, e, "copies");
    const form_recipient one = {.to = attr_text(r, e, "to"),
                                .select = attr_expr(r, e, "select"),
                                .copies = copies && strcmp(copies, "yes") == 0,
                                .where = xml_place(r->a, e, false)};
    g_array_append_val(recipients, one);
}

static void
read_top(form_reader *r, xml_node *root, form *f)
{
    GArray *recipients = g_array_new(FALSE, FALSE, sizeof(form_recipient));
    form_node **let_tail = (form_node **)&f->lets;
    for (xml_node *e = xml_first_element(root); e; e = xml_next_element(e)) {
        if (xml_named(e, "info")) {
            f->info = (form_info){.title = attr_expr(r, e, "title"),
                                  .author = attr_expr(r, e, "author"),
                                  .subject = attr_expr(r, e, "subject"),
                                  .keywords = attr_expr(r, e, "keywords"),
                                  .date = attr_expr(r, e, "date"),
                                  .consented = attr_expr(r, e, "consented"),
                                  .where = xml_place(r->a, e, false)};
        } else if (xml_named(e, "subject")) {
            f->subject = attr_expr(r, e, "select");
            f->subject_order = attr_expr(r, e, "newest-by");
            f->subject_missing = attr_text(r, e, "missing");
            f->subject_missing_en = attr_text(r, e, "missing-en");
            f->subject_where = xml_place(r->a, e, false);
        } else if (xml_named(e, "let")) {
            form_node *n = ARENA_NEW(r->a, form_node);
            n->kind = FORM_LET;
            n->where = xml_place(r->a, e, false);
            n->text = attr_text(r, e, "name");
            n->select = attr_expr(r, e, "select");
            n->blank_select = attr_expr(r, e, "blank-select");
            form_unused_name(r, NAMED_LET, n->text, e);
            *let_tail = n;
            let_tail = &n->next;
        } else if (xml_named(e, "recipient")) {
            add_recipient(r, e, recipients);
        } else if (xml_named(e, "page")) {
            form_page_read(r, e);
        } else if (xml_named(e, "body")) {
            f->body = form_nodes_read(r, e, r->base);
            f->pages = attr_int(r, e, "pages", 0);
            f->at_most = attr_int(r, e, "at-most", 0);
            f->body_where = xml_place(r->a, e, false);
        }
    }
    f->page = g_array_index(r->pages, form_page, 0); /* the grammar wants one */
    f->other_count = r->pages->len - 1;
    f->others = arena_copy(r->a, &g_array_index(r->pages, form_page, 1), sizeof(form_page) * f->other_count);
    f->recipient_count = recipients->len;
    f->recipients = arena_copy(r->a, recipients->data, sizeof(form_recipient) * recipients->len);
    g_array_free(recipients, TRUE);
}

static void
check_stamp_room(form_reader *r, const form *f)
{
    const form_page *p;
    for (size_t i = 0; f->recipient_count && (p = form_page_of(f, i)); i++)
        if (p->top < unit_from_um(FORM_STAMP_TOP_MM * 1000) || p->bottom < unit_from_um(FORM_STAMP_BOTTOM_MM * 1000)) {
            diag_add(r->d, DIAG_FORM_RECIPIENT_MARGIN, i ? p->where : f->recipients[0].where, PLACE_NONE, NULL);
            return;
        }
}

static form *
read_root(form_reader *r, xml_doc *doc)
{
    xml_node *root = xml_root(doc);
    if (!xml_named(root, "form")) {
        diag_add(r->d, DIAG_FORM_NOT_A_FORM, xml_place(r->a, root, false), PLACE_NONE, NULL);
        return NULL;
    }
    form *f = ARENA_NEW(r->a, form);
    f->file = xml_doc_file(doc);
    f->name = attr_text(r, root, "name");
    f->title = attr_text(r, root, "title");
    f->edition = attr_text(r, root, "edition");
    f->again = attr_text(r, root, "again");
    f->again = f->again ? f->again : FORM_AGAIN;
    f->audience = attr_text(r, root, "audience");
    f->scope = attr_text(r, root, "scope");
    f->where = xml_place(r->a, root, false);
    f->any_data = r->any_data = attr_is(r, root, "data", "any");
    form_grammars_read(r, root);
    form_data_read(r, root, f);
    r->form = f;
    f->grammar = r->grammar;
    f->subject_where = f->info.where = xml_place(r->a, root, false);
    collect_definitions(r, root);
    f->own_count = r->own->len;
    f->own = arena_copy(r->a, r->own->data, sizeof(form_own) * r->own->len);
    if (!r->base)
        r->base = form_style_start(r);
    read_top(r, root, f);
    check_stamp_room(r, f);
    f->large = r->large;
    if ((r->large || r->roomy) && !r->is_envelope)
        f->pages = 0; /* its text goes on to as many as it needs */
    f->base = r->base;
    f->style_count = r->style_list->len;
    f->styles = arena_copy(r->a, r->style_list->pdata, sizeof(void *) * r->style_list->len);
    return f;
}

schema_grammar *
form_schema_read(xml_store *s, const char *schema_dir, diag *d)
{
    assert(s && schema_dir && d);
    char *path = g_build_filename(schema_dir, "form.rng", NULL);
    schema_grammar *schema = schema_read_later(s, path, PROVEN_FORM, d);
    g_free(path);
    return schema;
}

static form *
read_edition(arena *a, xml_store *s, const char *path, const schema_grammar *schema, bool large, bool roomy, diag *d)
{
    assert(a && s && path && schema && d);
    const size_t errors = diag_count(d, DIAG_ERROR);
    form_reader r = {.a = a, .s = s, .schema = schema, .d = d, .large = large, .roomy = roomy};
    xml_doc *doc = xml_read_file(s, path, XML_FORM, &xml_limits_form, d);
    if (!doc || !schema_validate(schema, doc, d))
        return NULL;
    r.names_known = schema_is_proven(schema) && (xml_doc_verdicts(doc) & PROVEN_NAMES);
    r.files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    r.styles = g_hash_table_new(g_str_hash, g_str_equal);
    r.parts = g_hash_table_new(g_str_hash, g_str_equal);
    r.style_list = g_ptr_array_new();
    r.pages = g_array_new(FALSE, TRUE, sizeof(form_page));
    r.own = g_array_new(FALSE, TRUE, sizeof(form_own));
    form_unused_begin(&r);
    form_names_begin(&r);
    r.file_list = g_ptr_array_new();
    g_ptr_array_add(r.file_list, (void *)xml_doc_file(doc));
    form *f = read_root(&r, doc);
    if (f) {
        form_unused_find(&r, f);
        form_names_judge(&r, f);
        f->takes_month = form_reads_variable(&r, "month");
        f->asks_rules = form_reads_variable(&r, "judged");
        f->asks_values = form_calls(&r, "parameter");
        f->asks_so_far = form_reads_variable(&r, "so-far");
        g_ptr_array_add(r.file_list, NULL);
        f->files = arena_copy(a, r.file_list->pdata, sizeof(char *) * r.file_list->len);
    }
    g_hash_table_destroy(r.files);
    g_hash_table_destroy(r.styles);
    g_hash_table_destroy(r.parts);
    form_sums_judge(&r);
    g_clear_pointer(&r.images, g_hash_table_destroy);
    form_names_end(&r);
    form_unused_end(&r);
    g_ptr_array_free(r.style_list, TRUE);
    g_array_free(r.pages, TRUE);
    g_array_free(r.own, TRUE);
    g_ptr_array_free(r.file_list, TRUE);
    return diag_count(d, DIAG_ERROR) == errors ? f : NULL;
}

form *
form_read_with(arena *a, xml_store *s, const char *path, const schema_grammar *schema, diag *d)
{
    return read_edition(a, s, path, schema, false, false, d);
}

form *
form_read_large(arena *a, xml_store *s, const char *path, const schema_grammar *schema, diag *d)
{
    return read_edition(a, s, path, schema, true, false, d);
}

form *
form_read_roomy(arena *a, xml_store *s, const char *path, const schema_grammar *schema, diag *d)
{
    return read_edition(a, s, path, schema, false, true, d);
}

form *
form_read_file(arena *a, xml_store *s, const char *path, const char *schema_dir, diag *d)
{
    g_assert(a && s && path && schema_dir && d);
    const schema_grammar *schema = form_schema_read(s, schema_dir, d);
    return schema ? form_read_with(a, s, path, schema, d) : NULL;
}

bool
form_read_title(arena *a, xml_store *s, const char *path, const char **name, const char **title, bool *any_data,
                diag *d)
{
    assert(a && s && path && name && title && any_data && d);
    xml_doc *doc = xml_read_file(s, path, XML_FORM, &xml_limits_form, d);
    if (!doc)
        return false;
    xml_node *root = xml_root(doc);
    *name = xml_attribute(a, root, "name");
    *title = xml_attribute(a, root, "title");
    const char *data = xml_attribute(a, root, "data");
    *any_data = data && strcmp(data, "any") == 0;
    if (!xml_named(root, "form") || !*name || !*title) {
        diag_add(d, DIAG_FORM_NOT_A_FORM, xml_place(a, root, false), PLACE_NONE, NULL);
        return false;
    }
    return true;
}
