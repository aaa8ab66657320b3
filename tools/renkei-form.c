/* renkei-form: forms from official sheets of Excel. */
#include <string.h>

#include "base/outfile.h"
#include "cli/cli.h"
#include "confine/confine.h"
#include "edit/edit.h"
#include "formin/formin.h"
#include "xlsx/xlsx.h"

/* What a sheet gave, beside the form that was made of it; what has no place in the form any more. */
static const char form_file[] = "form.xml", import_file[] = "import.xml", gone_file[] = "gone.xml";

typedef struct options {
    cli_speech speech;
    gboolean json, again, fields, dry_run;
    char *output, *sheet, *title, *width, *height, *stage, *messages;
    char **files;
} options;

typedef struct session {
    const options *o;
    arena *a;
    diag *d;
    const char *folder; /* of -o, without slashes at its end */
    formin_order order;
} session;

static const char summary[] = CLI_BOTH(
    "Excel の様式（方眼紙）から、同じに印刷される様式（form.xml）を作ります。\n\n"
    "  renkei-form import 様式.xlsx -o NAME/           NAME/form.xml を作る\n"
    "  renkei-form import 様式.xlsx -o NAME/ --again   直したシートから、書いた値を残して作り直す",
    "Makes a form (form.xml) that prints like a sheet of Excel.\n\n"
    "  renkei-form import SHEET.xlsx -o NAME/           makes NAME/form.xml\n"
    "  renkei-form import SHEET.xlsx -o NAME/ --again   again of a revised sheet; what was written in it stays");
static const char details[] = CLI_BOTH("写せないものは、シートとセルで伝えます。例：\n"
                                       "  renkei-form import 様式1.xlsx -o youshiki/kiroku/ --width 190mm\n"
                                       "  renkei-render --form youshiki/kiroku/form.xml --blank -o 空欄.pdf",
                                       "What cannot be carried over is told by sheet and cell. Examples:\n"
                                       "  renkei-form import sheet.xlsx -o forms/record/ --width 190mm\n"
                                       "  renkei-render --form forms/record/form.xml --blank -o blank.pdf");

static bool
read_options(options *o, int *argc, char ***argv, diag *d)
{
    GOptionEntry entries[] = {
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &o->output,
         CLI_BOTH("作る様式のフォルダー（名前が様式の名前になる）", "folder of the form; its name is the form's"),
         "DIR"},
        {"sheet", 0, 0, G_OPTION_ARG_FILENAME, &o->sheet,
         CLI_BOTH("シートの名前（初めはただ一つのシート）", "name of the sheet (the only one)"), "SHEET"},
        {"title", 0, 0, G_OPTION_ARG_FILENAME, &o->title,
         CLI_BOTH("様式の題名（初めはシートの名前）", "title of the form (the sheet's name)"), "TITLE"},
        {"width", 0, 0, G_OPTION_ARG_FILENAME, &o->width,
         CLI_BOTH("紙の上で測った、表の幅（190mm）", "width on paper, as a ruler says (190mm)"), "LENGTH"},
        {"height", 0, 0, G_OPTION_ARG_FILENAME, &o->height,
         CLI_BOTH("紙の上で測った、1ページ目の表の高さ", "height on paper of the first page's cells"), "LENGTH"},
        {"fields", 0, 0, G_OPTION_ARG_NONE, &o->fields,
         CLI_BOTH("見出しのある、囲まれた空のセルも値にする", "empty framed cells with a label are values, too"), NULL},
        {"again", 0, 0, G_OPTION_ARG_NONE, &o->again,
         CLI_BOTH("前に作った様式に書いたものを残して、作り直す", "make it again; what was written in it stays"), NULL},
        {"dry-run", 0, 0, G_OPTION_ARG_NONE, &o->dry_run,
         CLI_BOTH("書かずに、変わる行を見せる", "write nothing; show the lines that change"), NULL},
        {"stage", 'T', 0, G_OPTION_ARG_FILENAME, &o->stage, CLI_BOTH("途中の段階を文字で見る", "print a stage as text"),
         "paper|grid"},
        CLI_SPEECH_OPTIONS(&o->json, &o->messages),
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->files, NULL, "import|BOOK.xlsx"},
        {NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL}};
    return cli_parse(entries, summary, details, argc, argv, d);
}

/* ---- what was asked for ---- */

/* 190mm or 19cm, up to the side of an A0; 0 when it is not given. */
static double
read_length(session *n, const char *option, const char *word)
{
    if (!word)
        return 0;
    char *end = NULL;
    const double number = g_ascii_strtod(word, &end);
    const double mm = !strcmp(end, "mm") ? number : !strcmp(end, "cm") ? number * 10 : 0;
    if (end != word && (size_t)(end - word) == strspn(word, "0123456789.") && mm >= 10 && mm <= 1189)
        return mm;
    char *ja = g_strdup_printf("%s は 190mm か 19cm のような、10mm から 1189mm までの長さです", option);
    char *en = g_strdup_printf("%s takes a length from 10mm to 1189mm, as 190mm or 19cm", option);
    cli_usage(n->d, ja, en);
    g_free(ja);
    g_free(en);
    return 0;
}

static bool
is_form_name(const char *name)
{
    if (!g_ascii_islower(*name))
        return false;
    for (const char *p = name; *p; p++)
        if (!g_ascii_islower(*p) && !g_ascii_isdigit(*p) && *p != '-')
            return false;
    return true;
}

static void
read_output(session *n)
{
    const char *path = n->o->output;
    if (!path) {
        if (!n->o->stage)
            cli_usage(n->d, "作る様式のフォルダーを -o で書いてください", "give the folder of the form by -o");
        n->order.name = "form";
        return;
    }
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    n->folder = arena_strndup(n->a, path, length);
    char *name = g_path_get_basename(n->folder);
    n->order.name = arena_strdup(n->a, name);
    g_free(name);
    if (!is_form_name(n->order.name))
        cli_usage(
            n->d,
            "-o のフォルダーの名前は様式の名前になります。半角の英小文字で始まる英小文字・数字・ハイフンにしてください",
            "the name of the folder (-o) is that of the form: a small letter, then small letters, digits, hyphens");
    cli_check_new_folder(n->folder, n->d);
}

static const char *const stages[] = {"", "paper", "grid", NULL};

static bool
check_use(session *n, const char *verb)
{
    const options *o = n->o;
    if (!verb)
        cli_usage(n->d, "動詞がありません：import（--help）", "no verb: import (--help)");
    else if (strcmp(verb, "import") != 0) {
        GPtrArray *names = g_ptr_array_new();
        g_ptr_array_add(names, (void *)"import");
        cli_unknown(n->d, o->speech.language == DIAG_EN ? "verb" : "動詞", verb, verb, names);
        g_ptr_array_free(names, TRUE);
    } else if (!o->files[1])
        cli_usage(n->d, "取り込むブック（.xlsx）がありません", "no workbook (.xlsx) to take in");
    else if (o->files[2])
        cli_usage(n->d, "ブックは一つだけ", "one workbook at a time");
    if (o->stage && cli_choice(o->stage, stages) < 1)
        cli_usage(n->d, "-T は paper か grid です", "-T takes paper or grid");
    if (o->stage && (o->output || o->again || o->dry_run))
        cli_usage(n->d, "-T は何も書きません（-o・--again・--dry-run）", "-T writes nothing (-o, --again, --dry-run)");
    cli_check_messages(o->messages, n->d);
    n->order.width = read_length(n, "--width", o->width);
    n->order.height = read_length(n, "--height", o->height);
    n->order.title = o->title;
    n->order.fields = o->fields;
    if (!diag_count(n->d, DIAG_ERROR))
        read_output(n);
    return diag_count(n->d, DIAG_ERROR) == 0;
}

/* ---- the sheet ---- */

static const xlsx_named *
choose_sheet(session *n, const char *path)
{
    const xlsx_named *all, *chosen = NULL;
    size_t count, fitting = 0;
    if (!xlsx_sheets_read(n->a, path, &xlsx_limits_usual, &all, &count, n->d))
        return NULL;
    GString *names = g_string_new(NULL);
    for (size_t i = 0; i < count; i++) {
        const bool fits = n->o->sheet ? !strcmp(n->o->sheet, all[i].name) : all[i].shown;
        if (fits)
            chosen = &all[i];
        fitting += fits;
        g_string_append_printf(names, "%s%s", i ? "、" : "", all[i].name);
    }
    if (fitting != 1) {
        diag_add(n->d, DIAG_FORMIN_SHEET, PLACE_NONE, PLACE_NONE, names->str, NULL);
        chosen = NULL;
    }
    g_string_free(names, TRUE);
    return chosen;
}

static const book_paper *
read_sheet(session *n, const char *path)
{
    const xlsx_named *sheet = cli_check_file(path, n->d) ? choose_sheet(n, path) : NULL;
    return sheet ? xlsx_paper_read(n->a, path, sheet, &xlsx_limits_usual, n->d) : NULL;
}

/* ---- the files ---- */

typedef struct file {
    char *path, *was; /* was NULL: it is not there */
    gsize was_length;
    GString *is; /* NULL: it stays as it is */
} file;

static file
open_file(session *n, const char *name)
{
    file f = {.path = g_build_filename(n->folder, name, NULL)};
    if (g_file_test(f.path, G_FILE_TEST_EXISTS) && cli_check_file(f.path, n->d) &&
        !g_file_get_contents(f.path, &f.was, &f.was_length, NULL))
        f.was = NULL;
    return f;
}

static void
close_file(file *f)
{
    g_free(f->path);
    g_free(f->was);
    if (f->is)
        g_string_free(f->is, TRUE);
}

static void
write_files(session *n, const file *files, size_t count)
{
    edit_change *changes = ARENA_ARRAY(n->a, edit_change, count);
    size_t changed = 0;
    for (size_t i = 0; i < count; i++) {
        const file *f = &files[i];
        if (f->is && !(f->was && f->was_length == f->is->len && !memcmp(f->was, f->is->str, f->is->len)))
            changes[changed++] = (edit_change){f->path, f->was, f->was_length, f->is->str, f->is->len};
    }
    char *above = g_path_get_dirname(n->folder);
    if (changed)
        edit_commit(g_file_test(n->folder, G_FILE_TEST_IS_DIR) ? n->folder : above, changes, changed, n->d);
    g_free(above);
}

static void
show_changes(session *n, const file *f)
{
    GString *diff = edit_diff_text(f->path, f->was ? f->was : "", f->was_length, f->is->str, f->is->len);
    cli_say(diff->str, n->d);
    g_string_free(diff, TRUE);
}

/* Pictures are named by what is in them: one that is there already is the same, or somebody else's. */
static void
add_pictures(session *n, const formin_grid *g, GArray *files)
{
    GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < g->page_count; i++)
        for (size_t k = 0; k < g->pages[i].picture_count; k++) {
            const formin_picture *p = &g->pages[i].pictures[k];
            if (!p->used || !g_hash_table_add(names, (void *)p->file))
                continue;
            const book_picture *bytes = p->thing->picture;
            file f = open_file(n, p->file);
            f.is = g_string_new_len(bytes->bytes, (gssize)bytes->length);
            if (f.was && (f.was_length != f.is->len || memcmp(f.was, f.is->str, f.is->len) != 0))
                diag_add(n->d, DIAG_FORMIN_THERE, PLACE_NONE, PLACE_NONE, f.path, NULL);
            g_array_append_val(files, f);
        }
    g_hash_table_destroy(names);
}

static void
make_files(session *n, const formin_grid *g)
{
    const file usual[] = {open_file(n, form_file), open_file(n, import_file), open_file(n, gone_file)};
    GArray *all = g_array_new(FALSE, FALSE, sizeof(file));
    g_array_append_vals(all, usual, G_N_ELEMENTS(usual));
    add_pictures(n, g, all);
    file *files = &g_array_index(all, file, 0), *form = &files[0];
    if (form->was && !n->o->again)
        diag_add(n->d, DIAG_FORMIN_THERE, PLACE_NONE, PLACE_NONE, form->path, NULL);
    if (!diag_count(n->d, DIAG_ERROR)) {
        files[1].is = formin_write(g, n->d);
        const formin_files former = {form->path, files[1].was, form->was, files[2].was};
        form->is = form->was ? formin_again(n->a, &former, files[1].is, &files[2].is, n->d)
                             : g_string_new_len(files[1].is->str, (gssize)files[1].is->len);
    }
    if (!diag_count(n->d, DIAG_ERROR)) {
        if (n->o->dry_run)
            show_changes(n, form);
        else
            write_files(n, files, all->len);
    }
    for (guint i = 0; i < all->len; i++)
        close_file(&files[i]);
    g_array_free(all, TRUE);
}

/* What an earlier import had begun is there, or is not. */
static bool
finish_earlier(session *n)
{
    char *path = g_build_filename(n->folder, form_file, NULL);
    const bool good = edit_recover_beside(path, n->d);
    g_free(path);
    return good;
}

static void
do_import(session *n)
{
    GString *out = g_string_new(NULL);
    const book_paper *p = read_sheet(n, n->o->files[1]);
    const int stage = cli_choice(n->o->stage ? n->o->stage : "", stages);
    if (p && stage == 1)
        book_paper_print(p, out);
    const formin_grid *g = p && stage != 1 ? formin_make(n->a, p, &n->order, n->d) : NULL;
    if (g && stage == 2)
        formin_print(g, out);
    else if (g && finish_earlier(n))
        make_files(n, g);
    if (out->len)
        cli_say(out->str, n->d);
    g_string_free(out, TRUE);
}

/* The book is read, the folder of the form is made or written into; all else is the program's own. */
static bool
confine_self(session *n)
{
    confine *c = confine_new();
    confine_read_system(c);
    confine_read(c, n->o->files[1]);
    if (n->folder) {
        char *above = g_path_get_dirname(n->folder);
        confine_read(c, n->folder);
        confine_list(c, above); /* whether the folder is in one */
        confine_write_all(c, g_file_test(n->folder, G_FILE_TEST_IS_DIR) ? n->folder : above);
        if (edit_is_unfinished(above)) {
            confine_read(c, above);
            confine_write_all(c, above);
        }
        g_free(above);
    }
    const bool good = confine_enter(c, 0, n->d) && confine_enter_reading(c, n->d);
    confine_drop(c);
    return good;
}

int
main(int argc, char **argv)
{
    options o = {.speech = cli_speech_asked(argc, argv)};
    session n = {.o = &o, .a = arena_new(), .d = diag_new()};
    if (read_options(&o, &argc, &argv, n.d) && check_use(&n, o.files ? o.files[0] : NULL) && confine_self(&n))
        do_import(&n);
    g_strfreev(o.files);
    char *strings[] = {o.output, o.sheet, o.title, o.width, o.height, o.stage, o.messages};
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
    arena_drop(n.a);
    return cli_finish(n.d, o.speech);
}
