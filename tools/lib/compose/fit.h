/* fit.h: how the text of a box came to stand in it. */
#ifndef RENKEI_COMPOSE_FIT_H
#define RENKEI_COMPOSE_FIT_H

/* FITS_SQUEEZED: smaller, condensed or both. FITS_CONTINUED: on a 別紙. FITS_REFUSED: not at all; such pages are never
 * printed (compose_trial). */
typedef enum fit_outcome { FITS_NATURAL, FITS_SQUEEZED, FITS_CONTINUED, FITS_REFUSED } fit_outcome;

#endif
