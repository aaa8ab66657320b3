/* impact_account.c: documents as lines, and what they come to. */
#include "impact/impact_int.h"

#include <string.h>

impact_account *
impact_account_new(const char *from, const char *to)
{
    g_assert(from && to);
    arena *a = arena_new();
    impact_account *x = ARENA_NEW(a, impact_account);
    *x = (impact_account){a, arena_strdup(a, from), arena_strdup(a, to), g_ptr_array_new(), 0};
    return x;
}

void
impact_account_drop(impact_account *x)
{
    if (!x)
        return;
    for (guint i = 0; i < x->forms->len; i++)
        g_array_free(((impact_form *)g_ptr_array_index(x->forms, i))->records, TRUE);
    g_ptr_array_free(x->forms, TRUE);
    arena_drop(x->a);
}

impact_form *
impact_add_form(impact_account *x, const char *name, const char *title, impact_form_state state)
{
    g_assert(x && name);
    impact_form *f = ARENA_NEW(x->a, impact_form);
    *f = (impact_form){.name = arena_strdup(x->a, name),
                       .title = arena_strdup(x->a, title ? title : ""),
                       .state = state,
                       .scope_before = "",
                       .scope_after = "",
                       .records = g_array_new(FALSE, FALSE, sizeof(impact_record))};
    g_ptr_array_add(x->forms, f);
    return f;
}

bool
impact_asks_again(const impact_record *r)
{
    return r->consent && *r->consented;
}

static int
compare_records(const void *a, const void *b)
{
    const impact_record *x = a, *y = b;
    const bool ask_x = impact_asks_again(x), ask_y = impact_asks_again(y);
    if (ask_x != ask_y)
        return ask_x ? -1 : 1;
    if (x->state != y->state)
        return x->state < y->state ? -1 : 1;
    return strcmp(x->key, y->key);
}

static void
count_form(impact_form *f)
{
    memset(f->count, 0, sizeof f->count);
    f->ask_again = f->pages_before = f->pages_after = 0;
    for (guint i = 0; i < f->records->len; i++) {
        const impact_record *r = &g_array_index(f->records, impact_record, i);
        f->count[r->state]++;
        f->ask_again += impact_asks_again(r);
        if (r->before && r->after) {
            f->pages_before += (size_t)r->before;
            f->pages_after += (size_t)r->after;
        }
    }
}

/* By the worst that happens to any of its documents, then by how many that are. */
static int
compare_forms(const void *a, const void *b)
{
    const impact_form *x = *(impact_form *const *)a, *y = *(impact_form *const *)b;
    if (x->ask_again != y->ask_again)
        return x->ask_again > y->ask_again ? -1 : 1;
    for (int s = 0; s < IMPACT_SAME; s++)
        if (x->count[s] != y->count[s])
            return x->count[s] > y->count[s] ? -1 : 1;
    const bool both_x = x->state == IMPACT_FORM_BOTH, both_y = y->state == IMPACT_FORM_BOTH;
    if (both_x != both_y)
        return both_x ? 1 : -1;
    return strcmp(x->name, y->name);
}

void
impact_settle(impact_account *x)
{
    g_assert(x);
    for (guint i = 0; i < x->forms->len; i++) {
        impact_form *f = g_ptr_array_index(x->forms, i);
        g_array_sort(f->records, compare_records);
        count_form(f);
    }
    g_ptr_array_sort(x->forms, compare_forms);
}

bool
impact_state_is_change(impact_state s)
{
    return s < IMPACT_SAME;
}

bool
impact_changes_anything(const impact_account *x)
{
    g_assert(x);
    for (guint i = 0; i < x->forms->len; i++) {
        const impact_form *f = g_ptr_array_index(x->forms, i);
        if (f->state != IMPACT_FORM_BOTH || strcmp(f->scope_before, f->scope_after) != 0)
            return true;
        for (int s = 0; s < IMPACT_SAME; s++)
            if (f->count[s])
                return true;
    }
    return false;
}

static bool
can_be_pictured(const impact_record *r)
{
    return r->state == IMPACT_WORDS || r->state == IMPACT_LOOK;
}

size_t
impact_choose_pictures(impact_form *f, size_t most)
{
    g_assert(f);
    GHashTable *ways = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    size_t chosen = 0;
    for (int round = 0; round < 2; round++)
        for (guint i = 0; i < f->records->len && chosen < most; i++) {
            impact_record *r = &g_array_index(f->records, impact_record, i);
            char *way = g_strdup_printf("%d %d %s", r->state, r->consent, r->pages);
            if (can_be_pictured(r) && !r->pictured && (g_hash_table_add(ways, way) || round == 1)) {
                r->pictured = true;
                chosen++;
            } else if (!can_be_pictured(r) || r->pictured) {
                g_free(way);
            }
        }
    g_hash_table_destroy(ways);
    return chosen;
}

/* ---- words that the tellings share ---- */

const char *
impact_state_word(impact_state s, diag_language language)
{
    static const char *const words[IMPACT_STATES][2] = {
        [IMPACT_LOST] = {"作れなくなる", "not made any more"},
        [IMPACT_UNKNOWN] = {"比べられない", "not compared"},
        [IMPACT_WORDS] = {"言葉が変わる", "words change"},
        [IMPACT_LOOK] = {"見た目が変わる", "look changes"},
        [IMPACT_BYTES] = {"バイトだけ変わる", "bytes alone change"},
        [IMPACT_GAINED] = {"作れるようになる", "made from now on"},
        [IMPACT_SAME] = {"変わらない", "same"},
        [IMPACT_NEITHER] = {"どちらでも作れない", "made by neither"},
    };
    return words[s][language == DIAG_EN];
}

const char *
impact_form_words(impact_form_state s, diag_language language)
{
    static const char *const words[][2] = {
        [IMPACT_FORM_BOTH] = {NULL, NULL},
        [IMPACT_FORM_NEW] = {"新しい様式", "a new form"},
        [IMPACT_FORM_VANISHED] = {"なくなる様式", "a form that vanishes"},
        [IMPACT_FORM_BROKEN] = {"新しい様式が読めない", "the new form cannot be read"},
        [IMPACT_FORM_MENDED] = {"前の様式は読めなかった", "the old form could not be read"},
    };
    return words[s][language == DIAG_EN];
}

/* Which pages a letter stands for: the new one's number, or of what is gone the old one's. */
typedef struct walk {
    int before, after;
} walk;

static int
step_letter(walk *w, char letter)
{
    const bool in_before = strchr("=#~-<", letter) != NULL, in_after = strchr("=#~+>", letter) != NULL;
    w->before += in_before;
    w->after += in_after;
    return in_after ? w->after : w->before;
}

static void
append_range(GString *out, char letter, int first, int last)
{
    static const char *const marks[] = {['~' - '+'] = "", ['+' - '+'] = "+", ['-' - '+'] = "−", ['>' - '+'] = "→"};
    g_string_append_printf(out, "%s%s%d", out->len ? "、" : "", marks[letter - '+'], first);
    if (last > first)
        g_string_append_printf(out, "〜%d", last);
}

void
impact_append_where(GString *out, const char *letters, diag_language language)
{
    GString *list = g_string_new(NULL);
    walk w = {0, 0};
    int first = 0, last = 0;
    char open = 0;
    for (const char *p = letters;; p++) {
        const int number = *p ? step_letter(&w, *p) : 0;
        const bool told = *p && strchr("~+->", *p);
        if (open && (*p != open || !told)) {
            append_range(list, open, first, last);
            open = 0;
        }
        if (!*p)
            break;
        if (told && !open)
            open = *p, first = number;
        last = number;
    }
    if (!list->len && strchr(letters, '#'))
        g_string_append(list, language == DIAG_EN ? "page numbers" : "ページ番号だけ");
    g_string_append(out, list->str);
    g_string_free(list, TRUE);
}
