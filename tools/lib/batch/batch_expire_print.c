/* batch_expire_print.c: what is destroyed, or would be, and what is kept, as text and as JSON. */
#include "batch/batch_int.h"

#include "base/json.h"
#include "base/shown.h"

static const char *const words[][3] = {[BATCH_EXPIRES] = {"廃棄", "expires", "expires"},
                                       [BATCH_KEPT] = {"保存", "kept", "kept"},
                                       [BATCH_ON_HOLD] = {"保全", "on hold", "hold"},
                                       [BATCH_END_UNKNOWN] = {"終わり不明", "end unknown", "unknown"}};

void
batch_expired_print(const batch_expired *x, bool dry_run, diag_language language, GString *out)
{
    g_assert(x && out);
    size_t versions = 0, keys = 0, drafts = 0;
    for (guint i = 0; i < x->lines->len; i++) {
        const batch_expiry_line *l = &g_array_index(x->lines, batch_expiry_line, i);
        shown_append(out, l->key);
        g_string_append_printf(out, "\t%s\t%s\t%s\t%zu\t%zu\n", words[l->keeping][language], *l->end ? l->end : "-",
                               *l->until ? l->until : "-", l->versions, l->drafts);
        keys += l->keeping == BATCH_EXPIRES;
        versions += l->keeping == BATCH_EXPIRES ? l->versions : 0;
        drafts += l->keeping == BATCH_EXPIRES ? l->drafts : 0;
    }
    if (!dry_run)
        drafts = x->drafts;
    if (language == DIAG_EN)
        g_string_append_printf(out, "%s: documents of %zu keys, %zu versions",
                               dry_run ? "would be destroyed" : "destroyed", keys, dry_run ? versions : x->destroyed);
    else
        g_string_append_printf(out, "%s：%zu人分、%zu版", dry_run ? "廃棄になるもの" : "廃棄した", keys,
                               dry_run ? versions : x->destroyed);
    if (drafts)
        g_string_append_printf(
            out, language == DIAG_EN ? ", %zu files that a run withdrew" : "、run が取り下げたファイル%zu件", drafts);
    g_string_append_c(out, '\n');
}

void
batch_expired_print_json(const batch_expired *x, bool dry_run, GString *out)
{
    g_assert(x && out);
    for (guint i = 0; i < x->lines->len; i++) {
        const batch_expiry_line *l = &g_array_index(x->lines, batch_expiry_line, i);
        g_string_append(out, "{\"v\":1");
        json_append_member(out, "key", l->key);
        json_append_member(out, "state", words[l->keeping][2]);
        if (*l->end) {
            json_append_member(out, "end", l->end);
            json_append_member(out, "until", l->until);
        }
        g_string_append_printf(out, ",\"versions\":%zu,\"drafts\":%zu}\n", l->versions, l->drafts);
    }
    g_string_append_printf(out, "{\"v\":1,\"dry-run\":%s,\"destroyed\":%zu,\"drafts\":%zu}\n",
                           dry_run ? "true" : "false", x->destroyed, x->drafts);
}
