#include "mutate.h"

#include <string.h>

#include <libxml/parser.h>

#include "grammar.h"

/* libFuzzer's own; not there without it. */
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t length, size_t most) __attribute__((weak));

enum { MOST_GRAMMARS = 20, DONORS = 64, MOST_CHANGES = 4 };

typedef struct scene {
    grammar *g;
    chance *c;
    xmlDoc *doc;
    GPtrArray *elements; /* of the document */
} scene;

/* Documents that were met, to take parts from. */
static struct {
    char *bytes;
    size_t length;
} donors[DONORS];

uint8_t
mutate_options(const uint8_t **bytes, size_t *length)
{
    if (*length == 0 || **bytes < 'A' || **bytes > 'Z')
        return 0;
    (*length)--;
    return *(*bytes)++;
}

static xmlDoc *
parse_document(const char *bytes, size_t length)
{
    const int quiet = XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET | XML_PARSE_NOCDATA;
    return length > 0 && length < 1 << 24 ? xmlReadMemory(bytes, (int)length, NULL, NULL, quiet) : NULL;
}

static void
list_elements(GPtrArray *out, xmlNode *n)
{
    for (; n; n = n->next)
        if (n->type == XML_ELEMENT_NODE) {
            g_ptr_array_add(out, n);
            list_elements(out, n->children);
        }
}

/* NULL: nothing is known of it. */
static xmlNode *
pattern_of(const scene *s, const xmlNode *n)
{
    return s->g ? grammar_pattern_of(s->g, n) : NULL;
}

static xmlNode *
any_element(const scene *s)
{
    return s->elements->pdata[chance_below(s->c, s->elements->len)];
}

/* ---- values ---- */

/* Well-formed XML again, whatever the bytes are. */
static char *
clean_text(const char *bytes, size_t length)
{
    char *text = g_utf8_make_valid(bytes, (gssize)length);
    for (char *p = text; *p; p++)
        if ((uint8_t)*p < ' ' && *p != '\n' && *p != '\t')
            *p = ' ';
    for (char *bad; (bad = strstr(text, "\xef\xbf\xbe")) || (bad = strstr(text, "\xef\xbf\xbf"));)
        memcpy(bad, "   ", 3);
    return text;
}

/* The bytes of a value changed by libFuzzer, which knows what the program compares values with. */
static char *
mutate_value(const char *value)
{
    uint8_t bytes[600];
    const size_t length = MIN(strlen(value), sizeof bytes / 2);
    memcpy(bytes, value, length);
    const size_t now = LLVMFuzzerMutate ? LLVMFuzzerMutate(bytes, length, sizeof bytes) : length;
    return clean_text((const char *)bytes, now);
}

/* The same attribute of another element: ids and references become one another's. */
static char *
borrow_value(const scene *s, const char *name)
{
    for (int tries = 0; tries < 20; tries++) {
        xmlNode *other = any_element(s);
        const bool has = xmlHasProp(other, (const xmlChar *)name);
        xmlChar *value = xmlGetProp(other, (const xmlChar *)(has || tries < 10 ? name : "id"));
        char *copy = value ? g_strdup((char *)value) : NULL;
        xmlFree(value);
        if (copy)
            return copy;
    }
    return NULL;
}

static void
set_attribute(const scene *s, xmlNode *n, xmlNode *pattern, const char *name)
{
    xmlChar *was = xmlGetProp(n, (const xmlChar *)name);
    const uint32_t how = chance_below(s->c, pattern ? 8 : 2);
    char *value = how == 0 && was ? mutate_value((const char *)was) : how % 3 == 1 ? borrow_value(s, name) : NULL;
    if (!value && pattern)
        value = grammar_value(s->g, s->c, pattern, s->doc);
    if (value)
        xmlSetProp(n, (const xmlChar *)name, (const xmlChar *)value);
    g_free(value);
    xmlFree(was);
}

static void
change_attribute(const scene *s, xmlNode *n, xmlNode *pattern)
{
    const GPtrArray *known = pattern ? grammar_parts_of(s->g, pattern)->attributes : NULL;
    uint32_t count = 0;
    for (const xmlAttr *a = n->properties; a; a = a->next)
        count++;
    if (known && known->len && (count == 0 || chance_one_in(s->c, 3))) {
        xmlNode *of = known->pdata[chance_below(s->c, known->len)];
        xmlChar *name = xmlGetProp(of, (const xmlChar *)"name");
        set_attribute(s, n, of, (const char *)name);
        xmlFree(name);
        return;
    }
    xmlAttr *a = n->properties;
    for (uint32_t at = chance_below(s->c, count); a && at > 0; at--)
        a = a->next;
    if (a && chance_one_in(s->c, 5))
        xmlRemoveProp(a);
    else if (a)
        set_attribute(s, n, known ? grammar_part_named(known, (const char *)a->name, NULL) : NULL,
                      (const char *)a->name);
}

static void
change_text(const scene *s, xmlNode *n, xmlNode *pattern)
{
    xmlNode *text = n->children;
    while (text && text->type != XML_TEXT_NODE)
        text = text->next;
    char *value = NULL;
    if (text && text->content && (!pattern || chance_one_in(s->c, 4)))
        value = mutate_value((const char *)text->content);
    else if (pattern && grammar_parts_of(s->g, pattern)->has_text)
        value = grammar_value(s->g, s->c, pattern, s->doc);
    if (value && text) {
        xmlChar *escaped = xmlEncodeSpecialChars(s->doc, (const xmlChar *)value);
        xmlNodeSetContent(text, escaped);
        xmlFree(escaped);
    } else if (value)
        xmlAddChild(n, xmlNewText((const xmlChar *)value));
    g_free(value);
}

/* ---- elements ---- */

/* Where the grammar has it: behind the last child that is not after it; now and then anywhere. */
static void
put_child(const scene *s, xmlNode *n, xmlNode *pattern, xmlNode *made)
{
    const GPtrArray *order = pattern ? grammar_parts_of(s->g, pattern)->elements : NULL;
    guint own = order ? order->len : 0, other;
    if (order)
        grammar_part_named(order, (const char *)made->name, &own);
    xmlNode *before = xmlFirstElementChild(n);
    if (!order || chance_one_in(s->c, 6))
        for (uint32_t along = chance_below(s->c, 10); before && along > 0; along--)
            before = xmlNextElementSibling(before);
    else
        while (before && grammar_part_named(order, (const char *)before->name, &other) && other <= own)
            before = xmlNextElementSibling(before);
    if (before)
        xmlAddPrevSibling(before, made);
    else
        xmlAddChild(n, made);
}

static void
insert_element(const scene *s, xmlNode *n, xmlNode *pattern)
{
    const GPtrArray *known = pattern ? grammar_parts_of(s->g, pattern)->elements : NULL;
    if (!known || !known->len)
        return;
    xmlNode *made = grammar_make(s->g, s->c, known->pdata[chance_below(s->c, known->len)], s->doc);
    xmlSetTreeDoc(made, s->doc);
    put_child(s, n, pattern, made);
}

static void
remove_element(const scene *s, xmlNode *n)
{
    if (n == xmlDocGetRootElement(s->doc))
        return;
    xmlUnlinkNode(n);
    xmlFreeNode(n);
}

/* What is named once stays so, mostly. */
static void
name_anew(const scene *s, xmlNode *n)
{
    static const char *const names[] = {"id", "name"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        xmlChar *was = xmlGetProp(n, (const xmlChar *)names[i]);
        if (was && !chance_one_in(s->c, 6)) {
            char *is = g_strdup_printf("%s-%u", (const char *)was, chance_below(s->c, 1000));
            xmlSetProp(n, (const xmlChar *)names[i], (const xmlChar *)is);
            g_free(is);
        }
        xmlFree(was);
    }
    for (xmlNode *child = xmlFirstElementChild(n); child; child = xmlNextElementSibling(child))
        name_anew(s, child);
}

/* A copy of it, of this document. */
static xmlNode *
copy_element(const scene *s, xmlNode *n)
{
    xmlNode *copy = xmlDocCopyNode(n, s->doc, 1);
    if (copy)
        name_anew(s, copy);
    return copy;
}

static void
repeat_element(const scene *s, xmlNode *n)
{
    if (n == xmlDocGetRootElement(s->doc))
        return;
    uint32_t times = chance_one_in(s->c, 30) ? 40 : 1 + chance_below(s->c, 2);
    if (xmlChildElementCount(n) > 20)
        times = 1;
    for (; times > 0; times--) {
        xmlNode *copy = copy_element(s, n);
        if (copy)
            xmlAddNextSibling(n, copy);
    }
}

static bool
is_within(const xmlNode *n, const xmlNode *above)
{
    for (; n; n = n->parent)
        if (n == above)
            return true;
    return false;
}

/* By the grammar; where there is none, what has one of that name already. */
static bool
may_hold(const scene *s, xmlNode *n, xmlNode *pattern, const xmlChar *name)
{
    if (pattern)
        return grammar_part_named(grammar_parts_of(s->g, pattern)->elements, (const char *)name, NULL);
    for (const xmlNode *child = xmlFirstElementChild(n); child; child = child->next)
        if (child->type == XML_ELEMENT_NODE && xmlStrEqual(child->name, name))
            return true;
    return false;
}

/* To another element that may have it, a copy or itself: so elements stand in themselves, too. */
static void
move_element(const scene *s, xmlNode *n)
{
    for (int tries = 0; tries < 8; tries++) {
        xmlNode *to = any_element(s), *pattern = pattern_of(s, to);
        if (!may_hold(s, to, pattern, n->name))
            continue;
        const bool copied = is_within(to, n) || n == xmlDocGetRootElement(s->doc) || chance_one_in(s->c, 2);
        if (!copied)
            xmlUnlinkNode(n);
        xmlNode *put = copied ? copy_element(s, n) : n;
        if (put)
            put_child(s, to, pattern, put);
        return;
    }
}

/* From another document what may stand here. */
static void
splice_element(const scene *s, xmlNode *n, xmlNode *pattern)
{
    const uint32_t which = chance_below(s->c, DONORS);
    xmlDoc *donor = parse_document(donors[which].bytes, donors[which].length);
    if (!donor)
        return;
    GPtrArray *offered = g_ptr_array_new();
    list_elements(offered, xmlDocGetRootElement(donor));
    for (int tries = 0; tries < 20; tries++) {
        xmlNode *part = offered->pdata[chance_below(s->c, offered->len)];
        if (!may_hold(s, n, pattern, part->name))
            continue;
        xmlNode *copy = copy_element(s, part);
        if (copy)
            put_child(s, n, pattern, copy);
        break;
    }
    g_ptr_array_free(offered, TRUE);
    xmlFreeDoc(donor);
}

static void
change_document(scene *s)
{
    g_ptr_array_set_size(s->elements, 0);
    list_elements(s->elements, xmlDocGetRootElement(s->doc));
    xmlNode *n = any_element(s), *pattern = pattern_of(s, n);
    switch (chance_below(s->c, 14)) {
    case 0:
        remove_element(s, n);
        break;
    case 1:
        repeat_element(s, n);
        break;
    case 2:
        move_element(s, n);
        break;
    case 3:
    case 4:
        splice_element(s, n, pattern);
        break;
    case 5:
    case 6:
    case 7:
        insert_element(s, n, pattern);
        break;
    case 8:
    case 9:
        change_text(s, n, pattern);
        break;
    default:
        change_attribute(s, n, pattern);
        break;
    }
}

/* ---- the whole ---- */

/* Each is read once. */
static grammar *
read_once(const char *path)
{
    static GHashTable *all;
    if (!all)
        all = g_hash_table_new(g_str_hash, g_str_equal);
    grammar *g = g_hash_table_lookup(all, path);
    if (!g) {
        g = grammar_read(path);
        g_assert(g); /* the fuzzers run at the root of the project */
        g_hash_table_insert(all, (void *)path, g);
    }
    return g;
}

static grammar *
grammar_for(const char *const *grammars, const xmlDoc *doc, chance *c)
{
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    uint32_t count = 0;
    for (; grammars[count]; count++)
        if (root && grammar_root(read_once(grammars[count]), (const char *)root->name))
            return read_once(grammars[count]);
    return count && !root ? read_once(grammars[chance_below(c, count)]) : NULL;
}

static void
keep_donor(chance *c, const uint8_t *bytes, size_t length)
{
    const uint32_t which = chance_below(c, DONORS);
    if (donors[which].bytes && !chance_one_in(c, 8))
        return;
    g_free(donors[which].bytes);
    donors[which].bytes = g_memdup2(bytes, length);
    donors[which].length = length;
}

/* Of nothing, or of bytes that are no XML. */
static xmlDoc *
make_document(grammar *g, chance *c)
{
    xmlDoc *doc = xmlNewDoc((const xmlChar *)"1.0");
    xmlNode *root = grammar_make(g, c, grammar_any_root(g, c), NULL);
    xmlDocSetRootElement(doc, root);
    return doc;
}

static size_t
write_document(const xmlDoc *doc, uint8_t *bytes, size_t most)
{
    xmlChar *text = NULL;
    int length = 0;
    xmlDocDumpMemoryEnc((xmlDoc *)doc, &text, &length, "UTF-8");
    const bool fits = text && length > 0 && (size_t)length <= most;
    if (fits)
        memcpy(bytes, text, (size_t)length);
    xmlFree(text);
    return fits ? (size_t)length : 0;
}

static size_t
mutate_xml(const char *const *grammars, chance *c, uint8_t *bytes, size_t length, size_t most)
{
    xmlDoc *doc = parse_document((const char *)bytes, length);
    scene s = {.g = grammar_for(grammars, doc, c), .c = c, .elements = g_ptr_array_new()};
    if (doc)
        keep_donor(c, bytes, length);
    s.doc = doc ? doc : s.g ? make_document(s.g, c) : NULL;
    for (uint32_t changes = chance_one_in(c, 2) ? 1 : 1 + chance_below(c, MOST_CHANGES); s.doc && changes > 0;
         changes--)
        change_document(&s);
    const size_t now = s.doc ? write_document(s.doc, bytes, most) : 0;
    g_ptr_array_free(s.elements, TRUE);
    xmlFreeDoc(s.doc);
    return now;
}

size_t
mutate_document(const char *const *grammars, uint8_t *bytes, size_t length, size_t most, unsigned int seed)
{
    chance c = {seed};
    const uint8_t *from = bytes;
    size_t left = length;
    size_t head = mutate_options(&from, &left) != 0;
    if (!head && length < most && chance_one_in(&c, 8)) {
        memmove(bytes + 1, bytes, length++);
        head = 1;
        *bytes = 'A';
    }
    if (head && chance_one_in(&c, 4))
        *bytes = (uint8_t)('A' + chance_below(&c, 26));
    if (left > 0 && chance_one_in(&c, 24) && LLVMFuzzerMutate)
        return LLVMFuzzerMutate(bytes, length, most);
    const size_t now = mutate_xml(grammars, &c, bytes + head, left, most - head);
    if (now)
        return head + now;
    return LLVMFuzzerMutate && length > 0 ? LLVMFuzzerMutate(bytes, length, most) : length;
}
