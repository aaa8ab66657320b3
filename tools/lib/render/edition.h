/* edition.h: what a document was made by, for accounts of documents (ledger). */
#ifndef RENKEI_RENDER_EDITION_H
#define RENKEI_RENDER_EDITION_H

/* Raised whenever the same case and form give other bytes than before, be it by composition, painting or a library's
 * new version: a batch makes every document again then, and would otherwise keep old ones as unchanged. Fonts, forms,
 * rules and schemas count by their own sums. */
#define RENKEI_LAYOUT_EDITION 16

/* Of the programs; for reading only. */
#define RENKEI_VERSION "1.0"

#endif
