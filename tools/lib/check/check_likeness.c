/* check_likeness.c: how much of a text is another's, whatever the order of its sentences.
 *
 * Of a text are kept its letters (check_bare_letters), with an end before the first sentence and behind each, and what
 * it is recognized by: its sentences as numbers, and each three letters in a row, sorted. Whether a text holds another
 * is asked of these alone: as many searches as the smaller one has letters, and no more than are needed to know that it
 * is not so. */
#include "check/check_int.h"

#include <stdlib.h>
#include <string.h>

#include "base/blank.h"

enum { TRIPLE = 3 };

static size_t
count_letters(const char *text)
{
    size_t count = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        count += !blank_is_char(g_utf8_get_char(p));
    return count;
}

static int
compare_numbers(const void *x, const void *y)
{
    const guint64 a = *(const guint64 *)x, b = *(const guint64 *)y;
    return a < b ? -1 : a > b;
}

static int
compare_sentences(const void *x, const void *y)
{
    const rule_sentence *a = x, *b = y;
    return compare_numbers(&a->number, &b->number);
}

/* The letters with their ends, and without them as a text. */
static void
take_letters(arena *a, rule_print *made, const char *bare)
{
    const size_t bytes = strlen(bare);
    char *said = ARENA_ARRAY(a, char, bytes + 1);
    size_t at = 0;
    made->letters = ARENA_ARRAY(a, gunichar, bytes + 2);
    made->letters[made->count++] = 0;
    for (const char *p = bare, *next; *p; p = next) {
        next = g_utf8_next_char(p);
        made->letters[made->count++] = *p == '\n' ? 0 : g_utf8_get_char(p);
        if (*p == '\n')
            continue;
        memcpy(said + at, p, (size_t)(next - p));
        at += (size_t)(next - p);
        made->weight++;
    }
    if (made->letters[made->count - 1])
        made->letters[made->count++] = 0;
    made->said = said;
}

/* FNV-1a over the letters. */
static void
take_sentences(arena *a, rule_print *made)
{
    static const guint64 basis = 14695981039346656037U, prime = 1099511628211U;
    rule_sentence now = {basis, 0};
    made->sentences = ARENA_ARRAY(a, rule_sentence, made->count);
    for (size_t i = 1; i < made->count; i++) {
        if (made->letters[i]) {
            now.number = (now.number ^ made->letters[i]) * prime;
            now.weight++;
            continue;
        }
        if (now.weight > 0)
            made->sentences[made->sentence_count++] = now;
        now = (rule_sentence){basis, 0};
    }
    if (made->sentence_count > 1)
        qsort(made->sentences, made->sentence_count, sizeof(rule_sentence), compare_sentences);
}

void
rule_print_take(arena *a, rule_print *made, const char *text)
{
    *made = (rule_print){.length = count_letters(text)};
    take_letters(a, made, check_bare_letters(a, text, true));
    take_sentences(a, made);
}

static guint64
triple_at(const gunichar *letters)
{
    return (guint64)letters[0] << 42 | (guint64)letters[1] << 21 | letters[2];
}

/* Made when it is first asked for: of most texts no one asks. */
static void
take_triples(arena *a, rule_print *of)
{
    if (of->triples)
        return;
    of->triple_count = of->count < TRIPLE ? 0 : of->count - TRIPLE + 1;
    of->triples = ARENA_ARRAY(a, guint64, of->triple_count + 1);
    for (size_t i = 0; i < of->triple_count; i++)
        of->triples[i] = triple_at(of->letters + i);
    qsort(of->triples, of->triple_count, sizeof(guint64), compare_numbers);
}

static bool
has_triple(const rule_print *of, const gunichar *letters)
{
    const guint64 asked = triple_at(letters);
    size_t from = 0, to = of->triple_count;
    while (from < to) {
        const size_t middle = (from + to) / 2;
        if (of->triples[middle] < asked)
            from = middle + 1;
        else
            to = middle;
    }
    return from < of->triple_count && of->triples[from] == asked;
}

/* Whether all but `most` letters stand in the other as they stand here, with the letters beside them. */
static bool
is_covered(const rule_print *small, const rule_print *large, size_t most, size_t *looks)
{
    size_t covered = 0, lost = 0; /* up to which letter, and how many are not */
    for (size_t i = 0; i < small->count && lost <= most; i++) {
        ++*looks;
        if (i + TRIPLE <= small->count && has_triple(large, small->letters + i))
            covered = i + TRIPLE;
        lost += i >= covered && small->letters[i];
    }
    return lost <= most;
}

/* The letters of sentences that both have, each as often as both do. */
static size_t
weigh_common(const rule_print *small, const rule_print *large, size_t *looks)
{
    size_t weight = 0;
    for (size_t i = 0, n = 0; i < small->sentence_count && n < large->sentence_count; ++*looks) {
        const int order = compare_sentences(&small->sentences[i], &large->sentences[n]);
        weight += order == 0 ? small->sentences[i].weight : 0;
        i += order <= 0;
        n += order >= 0;
    }
    return weight;
}

bool
rule_print_is_like(arena *a, rule_print *x, rule_print *y, const rule_likeness *asked, size_t *looks)
{
    const bool more = x->weight > y->weight;
    const rule_print *small = more ? y : x;
    rule_print *large = more ? x : y;
    if (x->length < asked->least || y->length < asked->least || small->weight * 2 < asked->least)
        return false;
    if (weigh_common(small, large, looks) * 100 >= small->weight * asked->whole)
        return true;
    take_triples(a, large);
    return is_covered(small, large, small->weight * (100 - asked->near) / 100, looks);
}
