/* check_persons.c: of which side somebody is whom a record names, by the end of what the role says, or by the name. */
#include "check/check_int.h"

#include <string.h>

#include "base/blank.h"

/* Fullwidth letters stand beside the others: roles are written by hand. */
static const char *const family[] = {
    "母",     "父",     "兄",     "姉",     "弟",     "妹",     "姪",     "甥",         "めい", "おい",   "親",
    "母子",   "父子",   "親子",   "親族",   "親類",   "親戚",   "家族",   "夫",         "妻",   "配偶者", "保護者",
    "親権者", "監護者", "養育者", "後見人", "世帯主", "同居人", "同居者", "かあ",       "とう", "ばあ",   "じい",
    "にい",   "ねえ",   "ママ",   "パパ",   "おじ",   "おば",   "いとこ", "きょうだい", NULL};
static const char *const child[] = {"本人", "児童", "生徒", NULL};
/* Whom no school employs. */
static const char *const elsewhere[] = {
    "支援専門員", "計画相談員", "相談支援員",     "生活相談員", "児童相談員", "管理責任者", "児発管",
    "管理者",     "児童指導員", "児童支援員",     "訪問支援員", "福祉司",     "心理司",     "判定員",
    "民生委員",   "児童委員",   "ケースワーカー", "主治医",     "MSW",        "ＭＳＷ",     "ヘルパー",
    "保護司",     "友人",       "知人",           "隣人",       NULL};
/* Who works at a school, or may. */
static const char *const staff[] = {
    "教員",           "教諭",     "教師",         "先生",     "講師",   "担任",   "主任",   "主幹",
    "主事",           "教頭",     "校長",         "園長",     "所長",   "施設長", "学部長", "部長",
    "教務",           "職員",     "担当",         "担当者",   "係",     "係長",   "課長",   "主査",
    "支援員",         "支援者",   "指導員",       "介助員",   "介護員", "補助員", "推進員", "コーディネーター",
    "コーディネータ", "保育士",   "カウンセラー", "ワーカー", "看護師", "栄養士", "校医",   "司書",
    "用務員",         "スタッフ", "事務員",       "事務長",   "事務",   "SC",     "ＳＣ",   "SSW",
    "ＳＳＷ",         "生徒指導", "進路指導",     "教育相談", "顧問",   NULL};
/* Who works here or there. */
static const char *const experts[] = {"保健師", "療法士", "聴覚士", "心理士", "心理師", "相談員",
                                      "専門員", "医師",   "委員",   "通訳",   NULL};
/* Words that end in one of the family's: staff of a home, and of a nursery. */
static const char *const homes[] = {"寮母", "寮父", "寮長", "ホーム長", "世話人", "理事長", NULL};
static const char *const nurses[] = {"保母", "保父", NULL};
static const struct {
    const char *side;
    const char *const *words;
} sides[] = {{"校外", homes},     {"職員", nurses}, {"家庭", family},   {"本人", child},
             {"校外", elsewhere}, {"職員", staff},  {"専門職", experts}};

/* ---- roles ---- */

/* The text without remarks in brackets. */
static char *
text_outside_brackets(const char *text)
{
    GString *s = g_string_new(NULL);
    unsigned depth = 0;
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        const gunichar c = g_utf8_get_char(at);
        const bool opens = c == '(' || c == 0xff08, closes = c == ')' || c == 0xff09; /* （ ） */
        depth += opens;
        if (!depth && !closes)
            g_string_append_unichar(s, c);
        depth -= closes && depth;
    }
    return g_string_free(s, FALSE);
}

/* In Japanese the last word says what one is: 保護者対応の教員 is a teacher. */
static bool
person_is(const char *role, const char *const *words)
{
    for (const char *const *w = words; *w; w++)
        if (**w && g_str_has_suffix(role, *w))
            return true;
    return false;
}

static const char *const titles[] = {"さん", "さま", "様", "ちゃん", NULL};

/* さん, 様 and the like off the end. */
static void
take_title_off(char *role)
{
    g_strstrip(role);
    for (size_t i = 0; titles[i]; i++)
        if (g_str_has_suffix(role, titles[i])) {
            role[strlen(role) - strlen(titles[i])] = '\0';
            return;
        }
}

static const char *const joining[] = {"及び", "および", "並びに", "と", NULL};

/* The whole text of a role, then each that it names, without brackets and さん; g_strfreev it. */
static char **
role_people(const char *text)
{
    char *plain = text_outside_brackets(text);
    char *words = g_strjoinv("|", (char **)joining), *between = g_strconcat("[・、，,／/\\s　]+|", words, NULL);
    char **people = g_regex_split_simple(between, plain, 0, 0);
    g_free(between);
    g_free(words);
    GPtrArray *all = g_ptr_array_new();
    g_ptr_array_add(all, plain); /* いとこ is one word */
    for (char **p = people; *p; p++)
        g_ptr_array_add(all, *p);
    for (guint i = 0; i < all->len; i++)
        take_title_off(g_ptr_array_index(all, i));
    g_ptr_array_add(all, NULL);
    g_free(people);
    return (char **)g_ptr_array_free(all, FALSE);
}

static bool
text_ends_in(const char *text, char **words)
{
    char **people = role_people(text);
    bool found = false;
    for (char **p = people; *p && !found; p++)
        found = person_is(*p, (const char *const *)words);
    g_strfreev(people);
    return found;
}

/* role-is(nodes or text, 'one|another'): one of the texts names somebody who is one of these. */
static const char *
f_role_is(call *k)
{
    const xml_value *v = &k->args[0];
    const size_t count = v->type == XML_NODES ? v->count : 1;
    char **words = g_strsplit(xml_value_string(k->a, &k->args[1]), "|", -1);
    bool found = false;
    for (size_t i = 0; i < count && !found; i++)
        found = text_ends_in(v->type == XML_NODES ? xml_text(k->a, v->nodes[i]) : xml_value_string(k->a, v), words);
    g_strfreev(words);
    *k->result = xml_value_of_boolean(found);
    return NULL;
}

/* ---- sides ---- */

static const char *
text_of_child(arena *a, const xml_node *n, const char *name)
{
    const xml_node *c = xml_element_named(n, name);
    return c ? xml_text(a, c) : "";
}

/* The name of the child or of a guardian. */
static bool
is_named_so(arena *a, const xml_node *of, const char *name)
{
    const xml_node *full = xml_element_named(of, "name");
    const char *both = arena_printf(a, "%s%s", text_of_child(a, full, "family"), text_of_child(a, full, "given"));
    return *name && strcmp(blank_left_out(a, both), name) == 0;
}

static bool
is_of_case(call *k, const char *element, const char *name, const char *role)
{
    for (const xml_node *n = xml_first_element(casefile_root(k->c)); n; n = xml_next_element(n)) {
        if (!xml_named(n, element))
            continue;
        const char *relation = xml_attribute(k->a, n, "relation");
        if (is_named_so(k->a, n, name) || (*role && relation && strcmp(relation, role) == 0))
            return true;
    }
    return false;
}

/* The first side, so that an 相談支援専門員 is none of the 専門員 of a school; NULL. */
static const char *
side_of_one(const char *role)
{
    for (size_t i = 0; i < G_N_ELEMENTS(sides); i++)
        if (person_is(role, sides[i].words))
            return sides[i].side;
    return NULL;
}

static bool
is_by_role(const char *side, const char *role)
{
    char **people = role_people(role);
    bool found = false;
    for (char **p = people; *p && !found; p++) {
        const char *of = side_of_one(*p);
        found = of && strcmp(of, side) == 0;
    }
    g_strfreev(people);
    return found;
}

/* A role that says it is of a school, in words that end in none of ours. */
static const char *const school_words_said[] = {"学校", "スクール", "教育委員会", "学年", "学級", NULL};

static bool
is_said_of_school(const char *role)
{
    for (size_t i = 0; school_words_said[i]; i++)
        if (strstr(role, school_words_said[i]))
            return true;
    return false;
}

static bool
is_of_side(call *k, const xml_node *n, const char *side)
{
    const char *attribute = xml_attribute(k->a, n, "role"), *role = attribute ? attribute : "";
    const char *name = blank_left_out(k->a, xml_text(k->a, n));
    if (is_by_role(side, role))
        return true;
    if (strcmp(side, "家庭") == 0)
        return xml_named(n, "guardian-ref") || is_of_case(k, "guardian", name, role);
    if (strcmp(side, "本人") == 0)
        return is_of_case(k, "child", name, "");
    if (strcmp(side, "職員") == 0)
        return is_said_of_school(role) && !is_by_role("家庭", role) && !is_by_role("本人", role) &&
               !is_by_role("校外", role);
    return false;
}

static bool
is_of_no_side(call *k, const xml_node *n)
{
    for (size_t i = 0; i < G_N_ELEMENTS(sides); i++)
        if (is_of_side(k, n, sides[i].side))
            return false;
    return true;
}

/* Somebody outside family and child; of a school, nobody of whom it is known that no school employs them. */
static bool
is_outside(call *k, const xml_node *n, bool of_school)
{
    return is_of_side(k, n, "職員") || is_of_side(k, n, "専門職") || is_of_no_side(k, n) ||
           (!of_school && is_of_side(k, n, "校外"));
}

static bool
is_asked_side(call *k, const xml_node *n, const char *side)
{
    if (strcmp(side, "学校側") == 0 || strcmp(side, "家庭外") == 0)
        return is_outside(k, n, strcmp(side, "学校側") == 0);
    return *side ? is_of_side(k, n, side) : is_of_no_side(k, n);
}

/* persons-of(nodes, side): those of the persons that are of the side: 家庭, 本人, 校外, 職員, 専門職; '': of none that
 * can be told; 学校側: who may be of a school; 家庭外: who is not of family and child alone. Somebody may be of several
 * (担任・母). */
static const char *
f_persons_of(call *k)
{
    const xml_value *from = &k->args[0];
    const char *side = call_text(k, 1);
    if (from->type != XML_NODES)
        return XML_REFUSAL("一つ目の引数は節点にしてください", "the first argument must be nodes");
    *k->result = (xml_value){.type = XML_NODES, .nodes = ARENA_ARRAY(k->a, xml_node *, from->count + 1)};
    for (size_t i = 0; i < from->count; i++)
        if (is_asked_side(k, from->nodes[i], side))
            k->result->nodes[k->result->count++] = from->nodes[i];
    return NULL;
}

/* No person of it is named, or one of the side. */
static bool
has_side(call *k, const xml_node *record, bool of_school)
{
    bool named = false;
    for (const xml_node *n = xml_first_element(record); n; n = xml_next_element(n)) {
        if (!xml_named(n, "who") && !xml_named(n, of_school ? "school-who" : "guardian-ref"))
            continue;
        named = true;
        if (of_school ? is_outside(k, n, true) : is_of_side(k, n, "家庭") || is_of_no_side(k, n))
            return true;
    }
    return !named;
}

/* records-with(records, side): those at which somebody of the side took part, for all that is written: 学校側 (of who,
 * school-who) or 家庭側 (of who, guardian-ref: of the family, or of no side that can be told). */
static const char *
f_records_with(call *k)
{
    const xml_value *from = &k->args[0];
    const char *side = call_text(k, 1);
    const bool of_school = strcmp(side, "学校側") == 0;
    if (from->type != XML_NODES)
        return XML_REFUSAL("一つ目の引数は節点にしてください", "the first argument must be nodes");
    if (!of_school && strcmp(side, "家庭側") != 0)
        return XML_REFUSAL("二つ目の引数は '学校側' か '家庭側' です", "the second argument is '学校側' or '家庭側'");
    *k->result = (xml_value){.type = XML_NODES, .nodes = ARENA_ARRAY(k->a, xml_node *, from->count + 1)};
    for (size_t i = 0; i < from->count; i++)
        if (has_side(k, from->nodes[i], of_school))
            k->result->nodes[k->result->count++] = from->nodes[i];
    return NULL;
}

static void
visit_words(const char *const *words, check_word_visit visit, void *data)
{
    for (; *words; words++)
        visit(data, *words);
}

void
check_each_role_word(check_word_visit visit, void *data)
{
    for (size_t i = 0; i < G_N_ELEMENTS(sides); i++)
        visit_words(sides[i].words, visit, data);
    visit_words(school_words_said, visit, data);
    visit_words(titles, visit, data);
    visit_words(joining, visit, data);
}

const function_row rule_person_functions[] = {
    {"role-is", f_role_is, 2, 2, NULL},
    {"persons-of", f_persons_of, 2, 2, NULL},
    {"records-with", f_records_with, 2, 2, NULL},
    {NULL, NULL, 0, 0, NULL},
};
