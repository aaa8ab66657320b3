/* compare_pgm A.pgm B.pgm [LIMIT]: do two pictures of one page show the same ink?
 *
 * A pixel differs when it lies more than THRESHOLD gray levels outside what the other picture has in the 3×3
 * pixels round that place, so ink may move by a pixel and edges may be smoothed otherwise. Asked both ways.
 * One glyph is little of a page, so the page is judged by its worst square of BLOCK × BLOCK pixels (about a
 * character at 72 dpi) too. Prints the share of differing pixels and the worst square; exits 1 when the share
 * is above LIMIT thousandths (0.1 unless given), when a square has more than BLOCK_LIMIT differing pixels or
 * when the sizes differ by more than a pixel; 2 when a file is no PGM. */
#include <stdio.h>
#include <stdlib.h>

enum { THRESHOLD = 64, BLOCK = 12, BLOCK_LIMIT = 14 };

typedef struct picture {
    int width, height;
    unsigned char *gray;
} picture;

typedef struct finding {
    long pixels, differing;
    int columns;
    int *blocks; /* differing pixels of each square, a row of squares after the other */
} finding;

static picture
read_picture(const char *path)
{
    picture p = {0, 0, NULL};
    int depth = 0;
    FILE *f = fopen(path, "rb");
    if (f && fscanf(f, "P5 %d %d %d", &p.width, &p.height, &depth) == 3 && depth == 255 && fgetc(f) != EOF &&
        p.width > 0 && p.height > 0) {
        const size_t size = (size_t)p.width * (size_t)p.height;
        p.gray = malloc(size);
        if (p.gray && fread(p.gray, 1, size, f) != size) {
            free(p.gray);
            p.gray = NULL;
        }
    }
    if (f)
        fclose(f);
    if (!p.gray)
        fprintf(stderr, "compare_pgm: %s: not a readable 8-bit PGM\n", path);
    return p;
}

/* How far `gray` lies outside the range of the 3×3 pixels round (x, y). */
static int
distance(const picture *p, int x, int y, int gray)
{
    int low = 255, high = 0;
    for (int j = y - 1; j <= y + 1; j++)
        for (int i = x - 1; i <= x + 1; i++) {
            if (i < 0 || j < 0 || i >= p->width || j >= p->height)
                continue;
            const int here = p->gray[(size_t)j * (size_t)p->width + (size_t)i];
            low = here < low ? here : low;
            high = here > high ? here : high;
        }
    if (gray < low)
        return low - gray;
    return gray > high ? gray - high : 0;
}

static void
compare(const picture *a, const picture *b, finding *f)
{
    for (int y = 0; y < a->height && y < b->height; y++)
        for (int x = 0; x < a->width && x < b->width; x++) {
            f->pixels++;
            if (distance(b, x, y, a->gray[(size_t)y * (size_t)a->width + (size_t)x]) <= THRESHOLD)
                continue;
            f->differing++;
            f->blocks[y / BLOCK * f->columns + x / BLOCK]++;
        }
}

/* Exit status of two whole pictures. */
static int
judge(const picture *a, const picture *b, double limit)
{
    const int columns = a->width / BLOCK + 1, rows = a->height / BLOCK + 1;
    finding f = {0, 0, columns, calloc((size_t)columns * (size_t)rows, sizeof(int))};
    if (!f.blocks)
        return 2;
    compare(a, b, &f);
    compare(b, a, &f);
    int worst = 0;
    for (int i = 0; i < columns * rows; i++)
        worst = f.blocks[i] > f.blocks[worst] ? i : worst;
    const double share = 1000.0 * (double)f.differing / (double)f.pixels;
    const int same_size = abs(a->width - b->width) <= 1 && abs(a->height - b->height) <= 1;
    printf("%.4f thousandths differ; worst square at %d,%d: %d pixels%s\n", share, worst % columns * BLOCK,
           worst / columns * BLOCK, f.blocks[worst], same_size ? "" : "; sizes differ");
    const int status = share > limit || f.blocks[worst] > BLOCK_LIMIT || !same_size;
    free(f.blocks);
    return status;
}

int
main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: compare_pgm A.pgm B.pgm [LIMIT]\n");
        return 2;
    }
    picture a = read_picture(argv[1]), b = read_picture(argv[2]);
    const int status = a.gray && b.gray ? judge(&a, &b, argc > 3 ? atof(argv[3]) : 0.1) : 2;
    free(a.gray);
    free(b.gray);
    return status;
}
