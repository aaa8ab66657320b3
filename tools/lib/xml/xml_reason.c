/* xml_reason.c: what libxml2's parser errors mean, in words that repeat nothing of the document but the
 * names of elements and attributes: libxml2's own messages quote text, and text may be personal. */
#include "xml/xml_int.h"

#include <string.h>

#include <libxml/parser.h>
#include <libxml/xmlerror.h>

typedef struct reason {
    int code;
    const char *ja, *en;
} reason;

#define AFTER_THE_END                                                                                                  \
    "いちばん外の要素が終わった後に続きがあります。続きを消すか、その要素の中に移してください",                        \
        "there is content after the end of the outermost element: remove it or move it into the element"

static const reason reasons[] = {
    {XML_ERR_DOCUMENT_EMPTY, "要素の始まり <…> があるはずの所に、ほかの文字があります。その文字を消してください",
     "other characters stand where the first element <…> should begin; remove them"},
    /* So libxml2 calls what comes after the end. */
    {XML_ERR_DOCUMENT_END, AFTER_THE_END},
    {XML_ERR_INVALID_HEX_CHARREF, "文字参照（&#x…;）の書き方が違います", "malformed character reference &#x…;"},
    {XML_ERR_INVALID_DEC_CHARREF, "文字参照（&#…;）の書き方が違います", "malformed character reference &#…;"},
    {XML_ERR_INVALID_CHARREF, "文字参照がXMLで使えない文字を指しています",
     "a character reference names a character that XML forbids"},
    {XML_ERR_INVALID_CHAR, "XMLで使えない文字（制御文字など）があります",
     "a character that XML forbids (a control character?)"},
    {XML_ERR_ENTITYREF_NO_NAME, "& は &amp; と書いてください", "write & as &amp;"},
    {XML_ERR_ENTITYREF_SEMICOL_MISSING, "& で始まる参照に ; がありません。文字の & は &amp; と書いてください",
     "a reference begun with & has no ; (write a plain & as &amp;)"},
    {XML_ERR_UNDECLARED_ENTITY, "知らない参照（&…;）です。使えるのは &amp; &lt; &gt; &quot; &apos; だけです",
     "unknown reference &…;; only &amp; &lt; &gt; &quot; &apos; may be used"},
    {XML_ERR_LT_IN_ATTRIBUTE, "属性の値の中の < は &lt; と書いてください（引用符の閉じ忘れかもしれません）",
     "write < in an attribute value as &lt; (or a quotation mark is not closed)"},
    {XML_ERR_ATTRIBUTE_NOT_STARTED, "属性の値が引用符で始まっていません",
     "an attribute value does not begin with a quotation mark"},
    {XML_ERR_ATTRIBUTE_NOT_FINISHED, "属性の値の引用符が閉じていません",
     "the quotation mark of an attribute value is not closed"},
    {XML_ERR_ATTRIBUTE_WITHOUT_VALUE, "値のない属性があります", "an attribute has no value"},
    {XML_ERR_ATTRIBUTE_REDEFINED, "同じ属性が二度書かれています", "an attribute is given twice"},
    {XML_ERR_LITERAL_NOT_FINISHED, "引用符が閉じていません", "a quotation mark is not closed"},
    {XML_ERR_COMMENT_NOT_FINISHED, "コメント <!-- が --> で閉じていません", "a comment <!-- is not closed by -->"},
    {XML_ERR_HYPHEN_IN_COMMENT, "コメントの中に -- は書けません", "-- may not stand in a comment"},
    {XML_ERR_PI_NOT_FINISHED, "処理命令 <? が ?> で閉じていません", "a processing instruction <? is not closed by ?>"},
    {XML_ERR_CDATA_NOT_FINISHED, "<![CDATA[ が ]]> で閉じていません", "<![CDATA[ is not closed by ]]>"},
    {XML_ERR_MISPLACED_CDATA_END, "文字としての ]]> は ]]&gt; と書いてください", "write ]]> in text as ]]&gt;"},
    {XML_ERR_RESERVED_XML_NAME, "<?xml …?> はファイルの先頭にだけ書けます",
     "<?xml …?> may only stand at the very beginning"},
    {XML_ERR_XMLDECL_NOT_FINISHED, "XML宣言 <?xml …?> が閉じていません", "the XML declaration <?xml …?> is not closed"},
    {XML_ERR_SPACE_REQUIRED, "空白が足りません（属性と属性の間など）", "a space is missing (between attributes?)"},
    {XML_ERR_NAME_REQUIRED, "< の後に要素の名前がありません。文字の < は &lt; と書いてください",
     "no element name after < (write a plain < as &lt;)"},
    {XML_ERR_GT_REQUIRED, "タグが > で閉じていません", "a tag is not closed by >"},
    {XML_ERR_LT_REQUIRED, "< があるはずの所にありません", "< is missing"},
    {XML_ERR_LTSLASH_REQUIRED, "終わりのタグ </…> がありません", "an end tag </…> is missing"},
    {XML_ERR_EQUAL_REQUIRED, "属性に = がありません", "an attribute has no ="},
    {XML_ERR_TAG_NOT_FINISHED, "途中で終わっています", "the file ends too early"},
    {XML_ERR_EXTRA_CONTENT, AFTER_THE_END},
    {XML_ERR_NOT_WELL_BALANCED, "始まりと終わりのタグの数が合いません", "start and end tags are not balanced"},
    {XML_ERR_ENCODING_NAME, "XML宣言の encoding の書き方が違います", "malformed encoding in the XML declaration"},
    {XML_ERR_INVALID_ENCODING, "文字コードが宣言と違います", "the bytes are not in the declared encoding"},
    {XML_ERR_VERSION_MISSING, "XML宣言に version がありません", "the XML declaration has no version"},
    {XML_ERR_UNKNOWN_VERSION, "XML宣言の version は 1.0 にしてください",
     "the version in the XML declaration must be 1.0"},
    {XML_ERR_STANDALONE_VALUE, "XML宣言の standalone の書き方が違います",
     "malformed standalone in the XML declaration"},
    {XML_ERR_NAME_TOO_LONG, "名前が長すぎます", "a name is too long"},
    {XML_ERR_INTERNAL_ERROR, "構造が大きすぎるか壊れています", "the structure is broken or too large"},
    {XML_NS_ERR_UNDEFINED_NAMESPACE, "宣言のない名前空間の接頭辞があります", "a namespace prefix is not declared"},
    {XML_NS_ERR_QNAME, "名前のコロンの使い方が違います", "a colon is misused in a name"},
    {XML_NS_ERR_ATTRIBUTE_REDEFINED, "同じ属性が二度書かれています", "an attribute is given twice"},
    {XML_NS_ERR_XML_NAMESPACE, "名前空間の宣言が違います", "a namespace is declared wrongly"},
    {XML_NS_ERR_EMPTY, "名前空間の宣言が空です", "a namespace declaration is empty"},
    {XML_NS_ERR_COLON, "名前のコロンの使い方が違います", "a colon is misused in a name"},
};

/* Tags of HTML that people know from the web and that are no part of any document here. */
static bool
is_html_tag(const char *name)
{
    static const char *const names[] = {"b",      "i",   "u",      "s",    "a",    "br", "hr", "em",
                                        "strong", "big", "center", "font", "nobr", "ul", "li", "div"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (g_ascii_strcasecmp(names[i], name) == 0)
            return true;
    return false;
}

/* As a tag of ours may be called: what else follows a bare < is words of a text, which no message repeats. */
static bool
is_called_so(const char *name)
{
    return name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-:")] == '\0' || is_html_tag(name);
}

static void
reason_of_tags(const xmlError *e, arena *a, const char **ja, const char **en)
{
    const bool html = is_html_tag(e->str1) || is_html_tag(e->str2);
    const bool words = !is_called_so(e->str1) || !is_called_so(e->str2);
    const char *begin = is_called_so(e->str1) ? e->str1 : "…", *end = is_called_so(e->str2) ? e->str2 : "…";
    *ja = arena_printf(a, "%d行の <%s> が </%s> で閉じられています%s", e->int1, begin, end,
                       html    ? "。HTMLのタグは使えません（文字の < は &lt; と書きます）"
                       : words ? "。文字の < は &lt; と書きます"
                               : "");
    *en = arena_printf(a, "<%s> of line %d is closed by </%s>%s", begin, e->int1, end,
                       html    ? "; HTML is no part of it (write a plain < as &lt;)"
                       : words ? "; write a plain < as &lt;"
                               : "");
}

/* libxml2 calls a bare & and a bare < the same. */
static bool
is_after_ampersand(const xmlError *e)
{
    const xmlParserCtxt *parser = e->ctxt;
    const xmlParserInput *input = parser ? parser->input : NULL;
    return input && input->cur > input->base && input->cur[-1] == '&';
}

/* Whatever is missing where the file ends: it was cut off. What may be open over many lines has reasons of its own. */
static bool
is_cut_off(const xmlError *e)
{
    static const int own[] = {XML_ERR_COMMENT_NOT_FINISHED, XML_ERR_PI_NOT_FINISHED, XML_ERR_CDATA_NOT_FINISHED,
                              XML_ERR_DOCUMENT_END,         XML_ERR_EXTRA_CONTENT,   XML_ERR_TAG_NAME_MISMATCH};
    for (size_t i = 0; i < G_N_ELEMENTS(own); i++)
        if (e->code == own[i])
            return false;
    const xmlParserCtxt *parser = e->ctxt;
    return parser && parser->input && parser->input->end - parser->input->cur <= 1;
}

bool
xml_reason(const xmlError *e, arena *a, const char **ja, const char **en)
{
    if (e->code == XML_ERR_TAG_NAME_MISMATCH && e->str1 && e->str2) {
        reason_of_tags(e, a, ja, en);
        return true;
    }
    const int code = is_cut_off(e)                                               ? XML_ERR_TAG_NOT_FINISHED
                     : e->code == XML_ERR_NAME_REQUIRED && is_after_ampersand(e) ? XML_ERR_ENTITYREF_NO_NAME
                                                                                 : e->code;
    for (size_t i = 0; i < G_N_ELEMENTS(reasons); i++) {
        if (reasons[i].code == code) {
            *ja = reasons[i].ja;
            *en = reasons[i].en;
            return code != XML_ERR_TAG_NOT_FINISHED;
        }
    }
    *ja = "XMLの書き方が違います";
    *en = "it is not written as XML asks";
    return true;
}
