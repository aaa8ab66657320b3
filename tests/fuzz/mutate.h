/* mutate.h: what a target of XML gives libFuzzer as its mutator: documents that are changed where the grammars let
 * them be changed, so that they get past the schema and into what comes behind it.
 *
 *   FUZZ_XML("templates/schema/form.rng")      in a target: all that its inputs are documents of
 *
 * The input may have one byte before the document, for the target to choose by ('A' to 'Z'; mutate_options). Without
 * libFuzzer (gcc, AFL++) nothing calls it. */
#ifndef RENKEI_TESTS_FUZZ_MUTATE_H
#define RENKEI_TESTS_FUZZ_MUTATE_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t length, size_t most, unsigned int seed);

/* Changes a document in place; its new length. `grammars`: files, NULL-ended. Where none of them is the document's, its
 * elements and values are changed by what is in it and in others that were met. */
size_t mutate_document(const char *const *grammars, uint8_t *bytes, size_t length, size_t most, unsigned int seed);

/* The byte before the document, 0 where there is none; the document is what is left. */
uint8_t mutate_options(const uint8_t **bytes, size_t *length);

/* What the target begins with: files of the project, for tests/fuzz/seeds.sh, which reads them here. */
#define FUZZ_SEEDS(...)

#define FUZZ_XML(...)                                                                                                  \
    size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t length, size_t most, unsigned int seed)                      \
    {                                                                                                                  \
        static const char *const grammars[] = {__VA_ARGS__, NULL};                                                     \
        return mutate_document(grammars, bytes, length, most, seed);                                                   \
    }

#endif
