/* unit.h: the one length of the program.
 *
 * A `unit` is 1/1024 pt (1 pt = 1/72 inch), the scale that HarfBuzz and Pango shape in. Everything from
 * bind to painter counts in units, as integers, so that one input gives the same bytes on any machine.
 * Millimetres exist only in forms, read as micrometres and converted here, half away from zero. */
#ifndef RENKEI_BASE_UNIT_H
#define RENKEI_BASE_UNIT_H

#include <stdbool.h>
#include <stdint.h>

typedef int32_t unit;

#define UNIT_PT 1024
#define UNIT_MAX_LENGTH (5000 * UNIT_PT) /* no page, cell or line is longer: 1.7 m */
#define UNIT_FAR (INT32_MAX / 4)         /* what is further is as far: 184 m, and no sum of four such overflows */

/* 1 mm = 72/25.4 pt = 2902.677… units. */
unit unit_from_um(int64_t micrometres);
/* value * num / den in 64 bits, half away from zero; den > 0. What is beyond UNIT_FAR, on either side, is UNIT_FAR: it
 * fits nowhere, and whoever reads it from a form refuses it. */
unit unit_scale(int64_t value, int64_t num, int64_t den);
/* a + b, held within UNIT_FAR in the same way. For whatever adds up as many lengths as a form has: each may be
 * UNIT_MAX_LENGTH, and there may be 200,000. */
unit unit_add(unit a, unit b);

/* Reads "12mm", "9.5pt", "0.35pt", "1cm": a decimal number of at most three places and a unit, nothing
 * else; false when it is anything else or longer than UNIT_MAX_LENGTH. "3em" needs em_size > 0. */
bool unit_parse(const char *text, unit em_size, unit *out);

#endif
