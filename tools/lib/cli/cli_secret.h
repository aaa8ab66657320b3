/* cli_secret.h: a password, from a file or from a descriptor that the caller opened; never from the command line or the
 * environment, where others on the machine may read it. */
#ifndef RENKEI_CLI_CLI_SECRET_H
#define RENKEI_CLI_CLI_SECRET_H

#include <stdbool.h>

#include "base/diag.h"

/* As many bytes of UTF-8 as a PDF takes (ISO 32000-2, 7.6.4.3.3): a longer one would be cut, and with it whoever knows
 * it all could not open the file by every reader. */
enum { CLI_SECRET_MOST = 127 };

typedef struct cli_secret {
    char text[CLI_SECRET_MOST + 1];
} cli_secret;

/* From the file, or (path NULL) from the descriptor, which is closed. A line break at the end is no part of it. False
 * after `usage` or `file-asked`: it cannot be read, is empty, too long, more than a line, not UTF-8, or has characters
 * of which readers make others before they try it (SASLprep, RFC 4013), so that it would open the file in some only:
 * full-width letters, invisible ones, such as are read from right to left. What it is, is never told; from then on the
 * process leaves no core behind. */
bool cli_secret_read(const char *path, int fd, cli_secret *out, diag *d);
void cli_secret_wipe(cli_secret *s);

#endif
