/* cli_copy.h: the options of renkei-render that make a copy, and which of them go together: an archive edition, a page
 * made again from one, an encrypted copy and where its password comes from. */
#ifndef RENKEI_CLI_CLI_COPY_H
#define RENKEI_CLI_CLI_COPY_H

#include <stdbool.h>

#include <glib.h>

#include "base/diag.h"
#include "render/render.h"

typedef struct cli_copy {
    char *password_file, *from_archive, *copy_of; /* NULL: not given */
    gboolean encrypt, archive, recompose;
    int password_fd; /* CLI_NOT_GIVEN */
} cli_copy;

enum { CLI_NOT_GIVEN = G_MININT };

/* What else was asked for. */
typedef struct cli_copy_page {
    const char *output; /* NULL: not given */
    bool chosen; /* a case, or something of what its page shows: nothing of that is chosen of a PDF made before */
} cli_copy_page;

/* Reports as `usage` (and cli_check_file) what does not go together. */
void cli_copy_check(const cli_copy *o, const render_request *r, const cli_copy_page *page, diag *d);

#endif
