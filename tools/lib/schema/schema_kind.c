/* schema_kind.c: the documents that there are, by their outermost elements: for whoever gives one where another is
 * wanted. Every schema of templates/schema is here (tests/unit/test_schema.c). */
#include "schema/schema_explain_int.h"

#include <string.h>

typedef struct document_kind {
    const char *root;
    const char *ja, *en;
    const char *where_ja, *where_en; /* what reads it, or where it is named */
    const char *slot_ja, *slot_en;   /* where it is wanted */
} document_kind;

#define HERE "ここには", "here"

static const document_kind kinds[] = {
    {"case", "事例のデータ", "the data of a case", "命令に CASE.xml として指定するもの",
     "which is named on the command line", HERE},
    {"office-master", "事業所のマスター", "an office master", "事例の <masters office=…> から読まれるもの",
     "which a case names in <masters office=…>", "事例の <masters office=…> には", "in <masters office=…> of the case"},
    {"partner-master", "関係機関のマスター", "a partner master", "事例の <masters partners=…> から読まれるもの",
     "which a case names in <masters partners=…>", "事例の <masters partners=…> には",
     "in <masters partners=…> of the case"},
    {"municipality-master", "市町村のマスター", "a municipality master",
     "事例の <masters municipality=…> から読まれるもの", "which a case names in <masters municipality=…>",
     "事例の <masters municipality=…> には", "in <masters municipality=…> of the case"},
    {"calendar-master", "暦のマスター", "a calendar master", "事例の <masters calendar=…> から読まれるもの",
     "which a case names in <masters calendar=…>", "事例の <masters calendar=…> には",
     "in <masters calendar=…> of the case"},
    {"form", "様式", "a form", "--form に指定するもの", "which is named with --form", HERE},
    {"parts", "様式の部品", "parts of forms", "様式の <include href=…> から読まれるもの",
     "which a form names in <include href=…>", HERE},
    {"run", "一括作成の指定", "a run file", "renkei-batch に RUN.xml として指定するもの",
     "which is named to renkei-batch", HERE},
    {"rules", "判定のルール", "rules", "renkei-check --rules のフォルダーに置くもの",
     "which stand in the folder of renkei-check --rules", HERE},
    {"report", "実行報告書のデータ", "the data of a run's report", "renkei-batch report が作るもの",
     "which renkei-batch report makes", HERE},
    {"deadlines", "期限の一覧のデータ", "the data of a list of deadlines", "renkei-check -T due が出すもの",
     "which renkei-check -T due prints", HERE},
    {"index", "発行の索引のデータ", "the data of an index of issues", "renkei-batch index が作るもの",
     "which renkei-batch index makes", HERE},
    {"mapping", "対応表", "a mapping", "renkei-sheet read --map に指定するもの",
     "which is named to renkei-sheet read --map", HERE},
    {"editions", "写しの版の表", "the table of editions", "templates/schema に置くもの",
     "which stands in templates/schema", HERE},
    {"words", "言葉の表", "a table of words", "templates/words か様式の隣か --words のフォルダーに置くもの",
     "which stands in templates/words, beside a form or in the folder of --words", HERE},
    {"questionnaire", "評価表の項目", "the items of a questionnaire", "様式の <data> の href に書くもの",
     "which <data href> of a form names", HERE},
    {"grammar", "スキーマ", "a schema", "templates/schema に置くもの", "which stands in templates/schema", HERE},
};

static const document_kind *
kind_of(const char *root)
{
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (strcmp(kinds[i].root, root) == 0)
            return &kinds[i];
    return NULL;
}

bool
schema_knows_kind(const char *root)
{
    return kind_of(root) != NULL;
}

bool
walk_say_kind(walk *w, const xml_node *root, const GPtrArray *wanted)
{
    const document_kind *is = kind_of(xml_name(root)), *first = kind_of(g_ptr_array_index(wanted, 0));
    if (!is || !first)
        return false;
    GString *ja = g_string_new(first->slot_ja), *en = g_string_new(first->slot_en);
    for (guint i = 0; i < wanted->len; i++) {
        const document_kind *one = kind_of(g_ptr_array_index(wanted, i));
        if (!one)
            continue;
        g_string_append_printf(ja, "%s%s（<%s>）", i ? "か" : "", one->ja, one->root);
        g_string_append_printf(en, "%s%s (<%s>)", i ? " or " : " give ", one->en, one->root);
    }
    walk_say(w, DIAG_XML_WRONG_KIND, root, arena_printf(w->a, "%s（<%s>）で、%s", is->ja, is->root, is->where_ja),
             arena_printf(w->a, "%s (<%s>), %s", is->en, is->root, is->where_en), ja->str, en->str);
    g_string_free(ja, TRUE);
    g_string_free(en, TRUE);
    return true;
}
