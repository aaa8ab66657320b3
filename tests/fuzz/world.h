/* world.h: what targets share: the installation of this repository and samples, opened when first asked for and kept as
 * long as the process; a folder in memory for what can be read by a path alone. Targets run at the root of the project.
 */
#ifndef RENKEI_TESTS_FUZZ_WORLD_H
#define RENKEI_TESTS_FUZZ_WORLD_H

#include "casefile/casefile.h"
#include "check/check.h"
#include "compose/compose.h"
#include "form/form.h"

#define WORLD_SCHEMA "templates/schema"
/* The day and the month of the papers. */
#define WORLD_DAY "2024-07-31"
#define WORLD_MONTH "2024-06"

/* Where an input may say that it stands, so that what it names beside it is found: no such files are there. */
#define WORLD_CASE "samples/fuzz/case.xml"
#define WORLD_FORM "templates/fuzz/form.xml"

/* Masters are read once. */
casefile_schemas *world_schemas(void);
const schema_grammar *world_form_schema(void);
enum { WORLD_SAMPLES = 3 };
const casefile *world_case(unsigned which); /* any number */
/* The same file as XML of any kind. */
const casefile *world_any(unsigned which);
/* One that comes with renkei, by its name. */
const form *world_form(const char *name);
const font_set *world_fonts(void);
text_engine *world_engine(void);
/* All that come with renkei, and what they say of a sample on WORLD_DAY. */
const check_rules *world_rules(void);
const check_result *world_judged(unsigned which);

/* A folder that is empty at first, in memory where the system has that (or in FUZZ_SCRATCH of the environment), and
 * goes with the process. */
const char *world_scratch(void);
/* Writes a file there; its path, which lives as long as the process. */
const char *world_write(const char *name, const void *bytes, size_t length);

/* What is not made is told. */
void world_check_told(bool good, const diag *d);

#endif
