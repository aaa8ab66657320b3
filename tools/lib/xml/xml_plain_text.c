/* xml_plain_text.c: the texts of a plain document, and what stands between its tags and is no part of the tree. See
 * xml_plain.c. */
#include "xml/xml_plain_int.h"

#include <string.h>

#include <libxml/parserInternals.h>

/* ---- letters ---- */

static const bool stops[256] = {
    [0 ... 0x1f] = true, ['&'] = true, ['<'] = true, ['>'] = true, [']'] = true, [0xef] = true,
};

void
plain_skip_blanks(plain *k)
{
    char *p = k->p;
    for (; plain_is_blank(*p); p++)
        k->line += *p == '\n';
    k->p = p;
}

char
plain_entity(const char *p, size_t *length)
{
    static const struct {
        const char *name;
        char letter;
    } entities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
    for (size_t i = 0; i < G_N_ELEMENTS(entities); i++) {
        *length = strlen(entities[i].name);
        if (strncmp(p, entities[i].name, *length) == 0)
            return entities[i].letter;
    }
    return '\0';
}

char *
plain_keep(char *to, const char *from, const char *end)
{
    const size_t n = (size_t)(end - from);
    if (to != from && n)
        memmove(to, from, n);
    return to + n;
}

/* ---- nodes ---- */

void
plain_set_text(xmlNode *text, xmlDoc *tree, xmlNode *parent, char *words)
{
    text->type = XML_TEXT_NODE;
    text->name = xmlStringText;
    text->doc = tree;
    text->parent = parent;
    text->content = (xmlChar *)words;
}

void
plain_hang(plain *k, xmlNode *n)
{
    xmlNode *parent = k->depth ? k->open[k->depth - 1].node : (xmlNode *)k->tree;
    n->doc = k->tree;
    n->parent = parent;
    n->prev = parent->last;
    *(parent->last ? &parent->last->next : &parent->children) = n;
    parent->last = n;
}

/* ---- texts ---- */

bool
plain_pass_letters(plain *k, const char *end)
{
    for (; k->p < end; k->p++) {
        if (((unsigned char)*k->p < 0x20 && !plain_is_blank(*k->p)) ||
            ((unsigned char)*k->p == 0xef && plain_is_no_letter(k->p)))
            return false;
        k->line += *k->p == '\n';
    }
    return true;
}

bool
plain_skip_comment(plain *k)
{
    char *const end = strstr(k->p + 4, "--");
    k->p += 4;
    if (!end || end[2] != '>' || !plain_pass_letters(k, end))
        return false;
    k->p = end + 3;
    return true;
}

/* What is passed over leaves its line ends, in a document that is read lean. */
static int
keep_line_ends(const plain *k, plain_run *run, const char *from)
{
    char *const begin = run->to;
    for (const char *p = from; (p = memchr(p, '\n', (size_t)(k->p - p))); p++)
        *run->to++ = '\n';
    return (int)(run->to - begin);
}

/* Words up to the next <, or to what no text has. */
static bool
pass_words(plain *k, plain_run *run)
{
    char *p = k->p, *from = p;
    for (;; p++) {
        while (!stops[(unsigned char)*p])
            p++;
        if (*p == '<')
            break;
        if (*p == '&') {
            size_t length;
            const char letter = plain_entity(p, &length);
            if (!letter)
                return false;
            run->to = plain_keep(run->to, from, p);
            *run->to++ = letter;
            from = p + length;
            p += length - 1;
        } else if (*p == '\n') {
            k->line++;
        } else if (*p == '>') { /* ]]> is an error, and packing looks at what is behind a > */
            if (k->lean)
                return false;
        } else if (*p == ']') {
            if (p[1] == ']')
                return false;
        } else if (*p != '\t' && ((unsigned char)*p != 0xef || plain_is_no_letter(p))) {
            return false;
        }
    }
    run->to = plain_keep(run->to, from, p);
    k->p = p;
    return true;
}

/* At a < that may begin what is no part of the tree. *passed: it did, and k->p is behind it. */
static bool
pass_gap(plain *k, plain_run *run, bool *passed)
{
    char *const from = k->p;
    *passed = true;
    if (from[1] == '!') {
        if (from[2] != '-' || from[3] != '-' || (k->limits->no_blanks && !k->lean) || !plain_skip_comment(k))
            return false;
    } else if (k->lean && from[1] != '/' && xml_lean_cuts(k->lean, from, k->end, &k->cut) && k->cut.whole) {
        k->p = k->cut.to;
    } else {
        *passed = false;
        return true;
    }
    if (!k->lean)
        return true;
    const bool counted = from[1] == '!';
    const int lines = keep_line_ends(k, run, from);
    k->line += counted ? 0 : lines;
    k->cut.to = NULL;
    return !run->has_words;
}

/* A text without words: of what is packed the line ends remain. */
static void
pack_run(plain_run *run)
{
    char *to = run->from;
    for (const char *p = run->from; p < run->to; p++)
        if (*p == '\n')
            *to++ = '\n';
    run->to = to;
}

static bool
make_text(plain *k, plain_run *run)
{
    xmlNode *parent = k->open[k->depth - 1].node;
    if (!run->has_words && k->lean && k->lean->packed)
        pack_run(run);
    const size_t length = (size_t)(run->to - run->from);
    const bool unwanted = k->limits->no_blanks && !run->has_words && (parent->last || k->p[1] != '/');
    if (length == 0 || (unwanted && length <= k->limits->text_bytes))
        return true;
    plain_node *w = ARENA_NEW(k->memory, plain_node);
    w->info = (xml_info){.doc = k->doc, .line = run->line, .blank = !run->has_words, .order = ++k->order};
    w->node._private = &w->info;
    plain_set_text(&w->node, k->tree, NULL, run->from);
    plain_hang(k, &w->node);
    *run->to = '\0'; /* at the < of the next tag, at the latest: what is behind that is looked at */
    return length <= k->limits->text_bytes && ++k->nodes <= k->limits->nodes;
}

bool
plain_take_text(plain *k)
{
    plain_run run = {.from = k->p, .to = k->p, .line = k->line};
    if (k->cut.to) { /* the words of the element that has just begun */
        k->p = k->cut.to;
        k->cut.to = NULL;
        k->line += keep_line_ends(k, &run, run.from);
        return make_text(k, &run);
    }
    for (bool goes_on = true; goes_on;) {
        char *const from = k->p;
        const int from_line = k->line;
        plain_skip_blanks(k);
        const bool begins = !run.has_words && *k->p != '<';
        if (begins && k->lean && run.to != from)
            return false; /* words behind something that is left out: what is between tags then? */
        if (!run.has_words && run.to == run.from)
            run.line = from_line;
        run.line = begins ? k->line : run.line;
        run.has_words = run.has_words || begins;
        run.to = plain_keep(run.to, from, k->p);
        if (*k->p != '<' && !pass_words(k, &run))
            return false;
        if (!pass_gap(k, &run, &goes_on))
            return false;
    }
    return make_text(k, &run);
}
