/* check_idle.c: a rule that says the same of every case, as a local one may that stands in the place of a shipped one.
 */
#include "check/check_int.h"

#include <string.h>

#include "functions/functions.h"

typedef struct looker {
    arena *a;
    const check_rules *rules;
    xml_xpath *x;
    const xml_node *node;
    GPtrArray *known; /* names of variables that hold nothing of the case */
} looker;

/* What gives the same whatever the case is; of any other function it is taken to read the case. */
static bool
is_plain_function(const char *name, bool without_arguments)
{
    static const char *const bare[] = {"true", "false"};
    static const char *const plain[] = {
        "not",         "boolean",   "number",           "string",          "concat",        "contains",
        "starts-with", "substring", "substring-before", "substring-after", "string-length", "normalize-space",
        "translate",   "floor",     "ceiling",          "round",           "parameter",     "month-of",
        "month-start", "month-end", "day-add",          "before",          "within",        "on-or-before"};
    for (size_t i = 0; without_arguments && i < G_N_ELEMENTS(bare); i++)
        if (strcmp(name, bare[i]) == 0)
            return true;
    for (size_t i = 0; !without_arguments && i < G_N_ELEMENTS(plain); i++)
        if (strcmp(name, plain[i]) == 0)
            return true;
    return false;
}

static bool
is_name_char(char c)
{
    return g_ascii_isalnum(c) || c == '_' || c == '-' || c == '.' || c == ':' || (unsigned char)c >= 0x80;
}

static char *
take_name(const char **at)
{
    const char *from = *at;
    while (is_name_char(**at))
        (*at)++;
    return g_strndup(from, (gsize)(*at - from));
}

static bool
is_known(const looker *k, const char *name)
{
    for (guint i = 0; i < k->known->len; i++)
        if (strcmp(g_ptr_array_index(k->known, i), name) == 0)
            return true;
    return false;
}

/* A name at its place: of a plain function, or an operator; else it is an element. */
static bool
name_reads(const char **at, bool after_operand, bool *operand)
{
    char *name = take_name(at);
    const char *next = *at + strspn(*at, " \t\r\n");
    bool reads = false;
    *operand = false;
    if (*next == '(')
        reads = !is_plain_function(name, next[1 + strspn(next + 1, " \t\r\n")] == ')');
    else
        reads = !after_operand || (strcmp(name, "and") != 0 && strcmp(name, "or") != 0 && strcmp(name, "div") != 0 &&
                                   strcmp(name, "mod") != 0);
    g_free(name);
    return reads;
}

static bool
variable_reads(const looker *k, const char **at)
{
    (*at)++;
    char *name = take_name(at);
    const bool reads = !is_known(k, name);
    g_free(name);
    return reads;
}

/* There is a path in it, or a variable or a function that may hold something of the case. */
static bool
reads_case(const looker *k, const char *text)
{
    bool operand = false; /* before the place there is one: * multiplies */
    for (const char *at = text; *at;) {
        if (*at == '\'' || *at == '"') {
            const char *end = strchr(at + 1, *at);
            at = end ? end + 1 : at + strlen(at);
            operand = true;
        } else if (*at == '$') {
            if (variable_reads(k, &at))
                return true;
            operand = true;
        } else if (g_ascii_isdigit(*at) || (*at == '.' && g_ascii_isdigit(at[1]))) {
            at += strspn(at, "0123456789.");
            operand = true;
        } else if (is_name_char(*at) && *at != '.' && *at != '-') {
            if (name_reads(&at, operand, &operand))
                return true;
        } else if (strchr("@/.[|", *at) || (*at == '*' && !operand)) {
            return true;
        } else {
            operand = *at == ')' || (operand && g_ascii_isspace(*at));
            at++;
        }
    }
    return false;
}

/* It reads nothing of the case, and gives the answer. */
static bool
always_gives(looker *k, const char *text, place where, bool answer)
{
    if (reads_case(k, text))
        return false;
    diag *own = diag_new();
    xml_value v;
    const xml_expr *e = xml_expr_compile(k->rules->s, text, where, own);
    const bool gives = e && xml_eval(k->x, k->a, e, (xml_node *)(uintptr_t)k->node, 1, 1, where, own, &v) &&
                       xml_value_holds(&v) == answer;
    diag_drop(own);
    return gives;
}

/* The parts of an expression between the words `or`, of which one that holds will do. */
static char **
split_or(const char *text)
{
    GPtrArray *parts = g_ptr_array_new();
    const char *from = text, *at = text;
    int depth = 0;
    while (*at) {
        const char *close = *at == '\'' || *at == '"' ? strchr(at + 1, *at) : NULL;
        depth += (*at == '(' || *at == '[') - (*at == ')' || *at == ']');
        const bool splits = depth == 0 && at > text && strncmp(at, "or", 2) == 0 && !is_name_char(at[-1]) &&
                            at[-1] != '$' && at[-1] != '@' && at[-1] != '/' && !is_name_char(at[2]) && at > from;
        if (splits) {
            g_ptr_array_add(parts, g_strndup(from, (gsize)(at - from)));
            from = at + 2;
        }
        at = close ? close + 1 : at + 1;
    }
    g_ptr_array_add(parts, g_strdup(from));
    g_ptr_array_add(parts, NULL);
    return (char **)g_ptr_array_free(parts, FALSE);
}

static bool
always_holds(looker *k, const rule_expr *test)
{
    if (!test->text)
        return false;
    bool holds = always_gives(k, test->text, test->where, true);
    char **parts = split_or(test->text);
    for (char **p = parts; *p && !holds; p++)
        holds = !xml_is_blank(*p) && always_gives(k, *p, test->where, true);
    g_strfreev(parts);
    return holds;
}

static void
learn_let(looker *k, const rule_step *step)
{
    diag *own = diag_new();
    xml_value v;
    if (!reads_case(k, step->e.text)) {
        const xml_expr *e = xml_expr_compile(k->rules->s, step->e.text, step->e.where, own);
        if (e && xml_eval(k->x, k->a, e, (xml_node *)(uintptr_t)k->node, 1, 1, step->e.where, own, &v)) {
            xml_xpath_set_variable(k->x, step->name, &v);
            g_ptr_array_add(k->known, (gpointer)step->name);
        }
    }
    diag_drop(own);
}

static bool
check_is_idle(looker *k, const rule_check *c)
{
    bool idle = true, never = false;
    const guint before = k->known->len;
    for (size_t i = 0; i < c->step_count; i++) {
        const rule_step *step = &c->steps[i];
        if (step->kind == STEP_LET)
            learn_let(k, step);
        else if (step->kind == STEP_APPLIES)
            never = never || always_gives(k, step->e.text, step->e.where, false);
    }
    for (size_t i = 0; i < c->assert_count && idle && !never; i++)
        idle = always_holds(k, &c->asserts[i].test);
    for (guint i = before; i < k->known->len; i++)
        xml_xpath_unset_variable(k->x, g_ptr_array_index(k->known, i));
    g_ptr_array_set_size(k->known, (gint)before);
    return idle || never;
}

bool
rule_is_idle(arena *a, const check_rules *rules, const rule *of, date as_of)
{
    looker k = {a, rules, xml_xpath_new(rules->s), of->node, g_ptr_array_new()};
    const xml_value day = xml_value_of_string(arena_printf(a, "%04d-%02d-%02d", as_of.year, as_of.month, as_of.day));
    bool idle = true;
    functions_add(k.x, a, NULL);
    check_add_plain_functions(k.x, a);
    rule_add_parameter_function(k.x, rules);
    xml_xpath_set_variable(k.x, "as-of", &day);
    g_ptr_array_add(k.known, (gpointer) "as-of");
    for (size_t i = 0; i < of->check_count && idle; i++)
        idle = check_is_idle(&k, &of->checks[i]);
    xml_xpath_drop(k.x);
    g_ptr_array_free(k.known, TRUE);
    return idle;
}
