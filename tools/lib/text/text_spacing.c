/* text_spacing.c: JLREQ T1, spacing.def. */
#include "text/text_int.h"

static const char *const rows[CLASS_COUNT] = {
#define SPACING(row, columns) [CLASS_##row] = columns,
#include "text/spacing.def"
#undef SPACING
};

static const uint8_t column_of[CLASS_COUNT] = {
    [CLASS_OB] = 0, [CLASS_CB] = 1, [CLASS_FS] = 1, [CLASS_CM] = 1, [CLASS_MD] = 2, [CLASS_DV] = 3,
    [CLASS_HY] = 4, [CLASS_IN] = 5, [CLASS_PF] = 6, [CLASS_PS] = 6, [CLASS_JA] = 7, [CLASS_IT] = 7,
    [CLASS_PL] = 7, [CLASS_MA] = 6, [CLASS_SK] = 7, [CLASS_IS] = 8, [CLASS_WE] = 9, [CLASS_SP] = 10,
};

static unit
quarter_western(const cluster *before, const cluster *after)
{
    const cluster *western = before->class == CLASS_WE ? before : after;
    const cluster *japanese = western == before ? after : before;
    return western->flags & CLUSTER_ALNUM ? japanese->size / 4 : 0;
}

void
spacing_set(joint *j, const cluster *before, const cluster *after)
{
    if (before->class == CLASS_ZW || after->class == CLASS_ZW)
        return;
    const unit half = before->size / 2, quarter = before->size / 4, quarter_after = after->size / 4;
    switch (rows[before->class][2 * column_of[after->class]]) {
    case 'o':
        j->half += after->size / 2;
        break;
    case 'c':
        j->half += half;
        break;
    case 'f':
        j->fixed += half;
        break;
    case 'n':
        j->middle += quarter;
        break;
    case 'm':
        j->middle += quarter_after;
        break;
    case 'N':
        j->middle += quarter + quarter_after;
        break;
    case 'C':
        j->half += half;
        j->middle += quarter_after;
        break;
    case 'F':
        j->fixed += half;
        j->middle += quarter_after;
        break;
    case 'w':
        j->western += quarter_western(before, after);
        break;
    case 'd':
        j->fixed += quarter_western(before, after);
        break;
    default:
        break;
    }
}

/* T1, row "line end". */
unit
spacing_line_end(const cluster *last)
{
    switch (last->class) {
    case CLASS_CB:
    case CLASS_FS:
    case CLASS_CM:
        return last->size / 2;
    case CLASS_MD:
        return last->size / 4;
    default:
        return 0;
    }
}

void
spacing_keep_heads(GArray *clusters)
{
    for (guint i = 0; i < clusters->len; i++) {
        cluster *c = &g_array_index(clusters, cluster, i);
        if (c->class == CLASS_OB)
            c->head += c->size / 2;
    }
}
