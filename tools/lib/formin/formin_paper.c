/* formin_paper.c: the paper of a sheet in the words of the form language. */
#include <math.h>

#include "formin/formin_int.h"

/* What the form language takes as a size of its own. */
static bool
is_paper_length(double mm)
{
    return mm >= 25 && mm <= 1200;
}

/* As printers count them (DEVMODE); B is JIS. What has no name in the form language has its own size. */
bool
formin_paper(arena *a, const book_paper *p, formin_size *out)
{
    static const struct {
        int number, turned; /* turned: the same, lying; 0: there is none */
        const char *name;
        double width, height;
    } papers[] = {{9, 77, "A4", 210, 297},     {8, 76, "A3", 297, 420},      {11, 78, "A5", 148, 210},
                  {70, 83, "A6", 105, 148},    {12, 79, "B4", 257, 364},     {13, 80, "B5", 182, 257},
                  {88, 89, "B6", 128, 182},    {43, 81, "hagaki", 100, 148}, {82, 69, "oufuku", 148, 200},
                  {71, 84, "kaku2", 240, 332}, {72, 85, "kaku3", 216, 277},  {73, 86, "naga3", 120, 235},
                  {74, 87, "naga4", 90, 205},  {91, 92, "you4", 105, 235},   {1, 75, NULL, 215.9, 279.4}, /* Letter, */
                  {5, 0, NULL, 215.9, 355.6},                                                             /* Legal, */
                  {3, 0, NULL, 279.4, 431.8},                                                             /* Tabloid, */
                  {4, 0, NULL, 431.8, 279.4},                                                             /* Ledger, */
                  {6, 0, NULL, 139.7, 215.9},  /* Statement, */
                  {7, 0, NULL, 184.15, 266.7}, /* Executive, */
                  {66, 0, NULL, 420, 594},     /* A2, */
                  {27, 0, NULL, 110, 220},     /* DL, */
                  {28, 0, NULL, 162, 229}};    /* C5 */
    bool turned = p->landscape, known = false;
    *out = (formin_size){papers[0].name, false, papers[0].width, papers[0].height};
    for (size_t i = 0; i < G_N_ELEMENTS(papers) && !known && p->own_width <= 0; i++) {
        known = papers[i].number == p->paper || (papers[i].turned && papers[i].turned == p->paper);
        if (known)
            *out = (formin_size){papers[i].name, false, papers[i].width, papers[i].height};
        turned ^= known && papers[i].number != p->paper;
    }
    if (p->own_width > 0) {
        known = is_paper_length(p->own_width) && is_paper_length(p->own_height);
        if (known)
            *out = (formin_size){NULL, false, round(p->own_width * 1000) / 1000, round(p->own_height * 1000) / 1000};
    }
    if (turned) {
        const double width = out->width;
        out->width = out->height;
        out->height = width;
    }
    out->landscape = turned && out->name;
    if (!out->name) {
        char room[2][G_ASCII_DTOSTR_BUF_SIZE];
        out->name = arena_printf(a, "%smm %smm", g_ascii_formatd(room[0], sizeof room[0], "%.8g", out->width),
                                 g_ascii_formatd(room[1], sizeof room[1], "%.8g", out->height));
    }
    return known;
}
