#include "cli/cli_copy.h"

#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

/* Copies are made of the PDF that is a record, which the two other writers do not make. */
static void
check_writer(const cli_copy *o, const render_request *r, diag *d)
{
    const bool is_record = !r->print && r->format == PAINT_PDF && r->backend == PAINT_RENKEI;
    if (o->archive && !is_record)
        cli_usage(d, "--archive は、renkei が書く PDF だけに使えます", "--archive is for the PDF that renkei writes");
    if (o->encrypt && !is_record)
        cli_usage(d, "--encrypt は、renkei が書く PDF だけに使えます", "--encrypt is for the PDF that renkei writes");
    if (r->fillable && !r->print && !is_record)
        cli_usage(d, "--fillable は、renkei が書く PDF だけに使えます", "--fillable is for the PDF that renkei writes");
    if (r->fillable && (o->archive || o->encrypt))
        cli_usage(d,
                  "--fillable は、--archive や --encrypt "
                  "とは使えません（書き込むと、印刷した値の控えとも写しとも違うものになります）",
                  "--fillable goes with neither --archive nor --encrypt: filled in, it is no longer what they keep");
}

static void
check_password(const cli_copy *o, const render_request *r, const cli_copy_page *page, diag *d)
{
    const bool by_file = o->password_file, by_fd = o->password_fd != CLI_NOT_GIVEN;
    if (o->encrypt ? by_file == by_fd : by_file || by_fd)
        cli_usage(d, "--encrypt には、--password-file か --password-fd のどちらか一つが要ります",
                  "--encrypt needs one of --password-file and --password-fd, and they need it");
    if (by_fd && (o->password_fd < 0 || o->password_fd == STDOUT_FILENO || o->password_fd == STDERR_FILENO))
        cli_usage(d, "--password-fd は、読むために開いた記述子の番号です（0 か 3 から）",
                  "--password-fd takes the number of a descriptor opened for reading (0, or 3 and more)");
    if (by_fd && o->password_fd == STDIN_FILENO && r->case_path && strcmp(r->case_path, "-") == 0)
        cli_usage(d, "標準入力は、CASE.xml かパスワードのどちらか一つです",
                  "standard input is CASE.xml or the password, not both");
    if (by_file && page->output && strcmp(page->output, "-") != 0 && cli_is_same_file(page->output, o->password_file))
        cli_usage(d, "-o は、パスワードのファイルと別のファイルに", "-o must not be the file of the password");
}

/* What the page shows is in the PDF: nothing else is chosen. */
static void
check_made_before(const render_request *r, const cli_copy_page *page, const char *option, const char *pdf, diag *d)
{
    char *ja = NULL, *en = NULL;
    if (r->print || r->format != PAINT_PDF || r->backend != PAINT_RENKEI || page->chosen) {
        ja = g_strdup_printf("%s は、その PDF だけから作ります。CASE.xml、様式、日、月、形式、--edition、--draft、"
                             "--blank、--large-print は付けません",
                             option);
        en = g_strdup_printf("%s takes that PDF alone: no CASE.xml, form, day, month, format, --edition, --draft, "
                             "--blank or --large-print",
                             option);
    } else if (!page->output) {
        ja = g_strdup_printf("%s には -o が要ります", option);
        en = g_strdup_printf("%s needs -o", option);
    } else if (strcmp(page->output, "-") != 0 && cli_is_same_file(page->output, pdf)) {
        ja = g_strdup("-o は、もとの PDF と別のファイルに");
        en = g_strdup("-o must not be that PDF itself");
    }
    if (ja)
        cli_usage(d, ja, en);
    g_free(en);
    g_free(ja);
    cli_check_file(pdf, d);
}

static void
check_copy_of(const cli_copy *o, diag *d)
{
    if (!o->encrypt || o->from_archive || o->archive)
        cli_usage(d, "--copy-of は --encrypt だけと使います", "--copy-of goes with --encrypt alone");
}

void
cli_copy_check(const cli_copy *o, const render_request *r, const cli_copy_page *page, diag *d)
{
    g_assert(o && r && page && d);
    check_writer(o, r, d);
    check_password(o, r, page, d);
    if (o->recompose && !o->from_archive)
        cli_usage(d, "--recompose は --from-archive と使います", "--recompose goes with --from-archive");
    if (o->from_archive)
        check_made_before(r, page, "--from-archive", o->from_archive, d);
    if (o->copy_of) {
        check_made_before(r, page, "--copy-of", o->copy_of, d);
        check_copy_of(o, d);
    }
}
