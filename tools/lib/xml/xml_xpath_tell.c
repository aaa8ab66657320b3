/* xml_xpath_tell.c: what is wrong with an expression that cannot be evaluated, and whose word it is: its author's or
 * the data's. */
#include "xml/xml_xpath.h"

#include <string.h>

#include <libxml/xpathInternals.h>

/* ---- reasons ---- */

static const xpath_reason reasons[] = {
    {XPATH_NUMBER_ERROR, "数の書き方が違います", "malformed number"},
    {XPATH_UNFINISHED_LITERAL_ERROR, "引用符が閉じていません", "a quotation mark is not closed"},
    {XPATH_START_LITERAL_ERROR, "引用符で始まっていません", "a quotation mark is missing"},
    {XPATH_VARIABLE_REF_ERROR, "$ の後に変数の名前がありません", "no variable name after $"},
    {XPATH_INVALID_PREDICATE_ERROR, "[…] の中が違います", "wrong predicate […]"},
    {XPATH_EXPR_ERROR, "式の書き方が違います", "malformed expression"},
    {XPATH_UNCLOSED_ERROR, "括弧が閉じていません", "a bracket is not closed"},
    {XPATH_INVALID_OPERAND, "計算できない種類の値です", "a value of a type that cannot be used here"},
    {XPATH_INVALID_TYPE, "値の種類が違います", "a value of the wrong type"},
    {XPATH_INVALID_ARITY, "関数の引数の数が違います", "wrong number of arguments"},
    {XPATH_INVALID_CTXT_SIZE, "last() を使える所ではありません", "last() has no meaning here"},
    {XPATH_INVALID_CTXT_POSITION, "position() を使える所ではありません", "position() has no meaning here"},
    {XPATH_UNDEF_PREFIX_ERROR, "名前空間の接頭辞が宣言されていません", "a namespace prefix is not declared"},
    {XPATH_INVALID_CHAR_ERROR, "使えない文字があります", "a character that is not allowed"},
    {XPATH_STACK_ERROR, "式が壊れています", "the expression is broken"},
    {XPATH_OP_LIMIT_EXCEEDED, "計算が長くかかりすぎるか、作る文が長すぎます",
     "the evaluation takes too many steps, or makes too long a text"},
    {XPATH_RECURSION_LIMIT_EXCEEDED, "括弧の入れ子が深すぎます", "brackets are nested too deeply"},
};

/* libxml2 counts its XPath errors from XML_XPATH_EXPRESSION_OK in an xmlError. */
const xpath_reason *
xpath_reason_of(int code)
{
    static const xpath_reason none = {0, "式を処理できません", "the expression cannot be processed"};
    for (size_t i = 0; i < G_N_ELEMENTS(reasons); i++)
        if (reasons[i].code == code - XML_XPATH_EXPRESSION_OK)
            return &reasons[i];
    return &none;
}

/* ---- refusals ---- */

bool
xpath_is_of_value(const char *refusal)
{
    return *refusal == '\v' || *refusal == '\f';
}

void
xml_refusal_words(arena *a, const char *refusal, const char **ja, const char **en)
{
    refusal += xpath_is_of_value(refusal);
    const char *part = strchr(refusal, '\n');
    g_assert(part);
    *ja = arena_strndup(a, refusal, (size_t)(part - refusal));
    *en = part + 1;
}

/* The node that a refused value is of: itself, where it should be, or one with that text that the expression selects.
 * NULL: it was computed, or (false in *is_data) is of words of the expression alone. */
static const xml_node *
find_refused(xml_xpath *x, const xml_expr *e, walk_spot at, bool *is_data)
{
    const xml_value v = x->refused;
    xml_absence lack;
    *is_data = true;
    if (v.type == XML_NODES && v.count > 0)
        return v.nodes[0];
    if (v.type == XML_NODES)
        return xml_find_absences(x, x->a, e, at.node, at.position, at.size, &lack, 1) ? lack.at : NULL;
    const char *text = xml_value_string(x->a, &v);
    if (!xml_expr_says(e, text))
        return xml_find_text(x, x->a, e, at.node, at.position, at.size, text, is_data);
    *is_data = false;
    return NULL;
}

/* Of two that contradict one another the datum is to be mended, though the function calls the other one wrong. */
static const xml_node *
find_contradicted(xml_xpath *x, const xml_expr *e, walk_spot at, bool *is_data)
{
    const xml_node *n = find_refused(x, e, at, is_data);
    for (size_t i = 0; !*is_data && i < x->given_count; i++) {
        x->refused = x->given[i];
        n = find_refused(x, e, at, is_data);
    }
    return n;
}

/* What the data says is refused, not how the expression is written; false when it is that. */
static bool
report_value(xml_xpath *x, const xml_expr *e, place where, walk_spot at, diag *d)
{
    arena *a = x->a;
    const char *called = arena_strdup(a, x->called), *refusal = x->refusal, *ja, *en, *label_ja, *label_en;
    xml_refusal_words(a, refusal, &ja, &en);
    bool is_data;
    x->telling = true;
    const xml_node *n = find_contradicted(x, e, at, &is_data);
    x->telling = false;
    bool is_vouched_for = !x->label;
    label_ja = label_en = n ? arena_printf(a, xml_is_attribute(n) ? "@%s" : "<%s>", xml_name(n)) : e->text;
    if (x->label)
        is_vouched_for = x->label(x->label_data, n, xml_value_string(a, &x->refused), &label_ja, &label_en);
    if (!is_data || (*refusal == '\v' && is_vouched_for))
        return false;
    diag_add(d, DIAG_FORM_XPATH_VALUE, where, xml_place(a, n ? n : at.node, true), label_ja, label_en,
             arena_printf(a, "%s()：%s", called, ja), arena_printf(a, "%s(): %s", called, en), NULL);
    return true;
}

void
xpath_tell(xml_xpath *x, const xml_expr *e, place where, walk_spot at, diag *d)
{
    arena *a = x->a;
    const char *ja, *en, *called = x->called ? arena_strdup(a, x->called) : NULL, *refusal = x->refusal;
    if (x->telling)
        return;
    if (x->called && xpath_is_of_value(x->refusal) && at.node && report_value(x, e, where, at, d))
        return;
    if (called) {
        xml_refusal_words(a, refusal, &ja, &en);
        ja = arena_printf(a, "%s() の引数：%s", called, ja);
        en = arena_printf(a, "arguments of %s(): %s", called, en);
    } else if (x->unknown) {
        ja = arena_printf(a, "%s は定義されていません", x->unknown);
        en = arena_printf(a, "%s is not defined", x->unknown);
    } else if (x->namespace_node) {
        ja = "名前空間の節点は扱えません";
        en = "namespace nodes cannot be used";
    } else {
        const xpath_reason *r = xpath_reason_of(x->error.code);
        ja = r->ja;
        en = r->en;
    }
    diag_add(d, DIAG_FORM_XPATH_EVAL, where, xml_place(a, at.node, true), e->text, ja, en, NULL);
}
