/* image_svg_path.c: numbers, outlines and matrices as SVG 1.1 writes them (chapters 4, 7, 8 and 9). */
#include "image/image_int.h"

#include <math.h>
#include <string.h>

/* ---- numbers ---- */

static const char *
skip_space(const char *p)
{
    return p + strspn(p, " \t\r\n");
}

static const char *
skip_comma(const char *p)
{
    p = skip_space(p);
    return *p == ',' ? skip_space(p + 1) : p;
}

static size_t
digits_at(const char *p)
{
    return strspn(p, "0123456789");
}

/* How many bytes a number takes; 0: it is none. */
static size_t
number_length(const char *p)
{
    const char *q = p + (*p == '-' || *p == '+');
    const size_t whole = digits_at(q);
    q += whole;
    size_t part = 0;
    if (*q == '.') {
        part = digits_at(q + 1);
        q += part || whole ? part + 1 : 0;
    }
    if (!whole && !part)
        return 0;
    if (*q == 'e' || *q == 'E') {
        const char *e = q + 1 + (q[1] == '-' || q[1] == '+');
        q = digits_at(e) ? e + digits_at(e) : q;
    }
    return (size_t)(q - p);
}

static bool
plain_number(const char **text, double *out)
{
    enum { MOST = 64 };
    const size_t length = number_length(*text);
    char word[MOST];
    if (!length || length >= MOST)
        return false;
    memcpy(word, *text, length);
    word[length] = '\0';
    *out = g_ascii_strtod(word, NULL);
    *text += length;
    return isfinite(*out) && fabs(*out) < 1e9;
}

bool
svg_number(const char **text, double *out)
{
    const char *p = skip_comma(*text);
    if (!plain_number(&p, out))
        return false;
    *text = p;
    return true;
}

bool
svg_length(const char *text, double *out)
{
    static const struct {
        const char *name;
        double pixels;
    } lengths[] = {{"", 1}, {"px", 1}, {"pt", 96 / 72.0}, {"pc", 16}, {"mm", 96 / 25.4}, {"cm", 96 / 2.54}, {"in", 96}};
    const char *p = skip_space(text);
    if (!plain_number(&p, out))
        return false;
    const size_t length = strcspn(p, " \t\r\n");
    if (*skip_space(p + length))
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++)
        if (strlen(lengths[i].name) == length && strncmp(p, lengths[i].name, length) == 0) {
            *out *= lengths[i].pixels;
            return true;
        }
    return false;
}

/* ---- matrices ---- */

svg_matrix
svg_multiply(const svg_matrix *o, const svg_matrix *i)
{
    return (svg_matrix){o->a * i->a + o->c * i->b, o->b * i->a + o->d * i->b,        o->a * i->c + o->c * i->d,
                        o->b * i->c + o->d * i->d, o->a * i->e + o->c * i->f + o->e, o->b * i->e + o->d * i->f + o->f};
}

static bool
matrix_of(const char *name, size_t length, const double *v, size_t count, svg_matrix *out)
{
    const double angle = v[0] * G_PI / 180;
    if (length == 6 && memcmp(name, "matrix", 6) == 0 && count == 6)
        *out = (svg_matrix){v[0], v[1], v[2], v[3], v[4], v[5]};
    else if (length == 9 && memcmp(name, "translate", 9) == 0 && (count == 1 || count == 2))
        *out = (svg_matrix){1, 0, 0, 1, v[0], count == 2 ? v[1] : 0};
    else if (length == 5 && memcmp(name, "scale", 5) == 0 && (count == 1 || count == 2))
        *out = (svg_matrix){v[0], 0, 0, count == 2 ? v[1] : v[0], 0, 0};
    else if (length == 6 && memcmp(name, "rotate", 6) == 0 && count == 1)
        *out = (svg_matrix){cos(angle), sin(angle), -sin(angle), cos(angle), 0, 0};
    else if (length == 6 && memcmp(name, "rotate", 6) == 0 && count == 3)
        *out = (svg_matrix){cos(angle),
                            sin(angle),
                            -sin(angle),
                            cos(angle),
                            v[1] - v[1] * cos(angle) + v[2] * sin(angle),
                            v[2] - v[1] * sin(angle) - v[2] * cos(angle)};
    else if (length == 5 && memcmp(name, "skewX", 5) == 0 && count == 1)
        *out = (svg_matrix){1, 0, tan(angle), 1, 0, 0};
    else if (length == 5 && memcmp(name, "skewY", 5) == 0 && count == 1)
        *out = (svg_matrix){1, tan(angle), 0, 1, 0, 0};
    else
        return false;
    return true;
}

bool
svg_read_transform(const char *text, svg_matrix *out)
{
    svg_matrix all = {1, 0, 0, 1, 0, 0}, one;
    for (const char *p = skip_comma(text); *p; p = skip_comma(p)) {
        const char *name = p;
        const size_t length = strspn(p, "abcdefghijklmnopqrstuvwxyzXY");
        double values[6] = {0};
        size_t count = 0;
        p = skip_space(p + length);
        if (*p++ != '(')
            return false;
        while (count < G_N_ELEMENTS(values) && svg_number(&p, &values[count]))
            count++;
        p = skip_space(p);
        if (*p++ != ')' || !matrix_of(name, length, values, count, &one))
            return false;
        all = svg_multiply(&all, &one);
    }
    *out = all;
    return true;
}

/* ---- outlines ---- */

void
svg_step(svg_outline *o, image_step step, const double *points)
{
    const guint8 byte = (guint8)step;
    g_byte_array_append(o->steps, &byte, 1);
    g_array_append_vals(o->points, points, 2 * (guint)image_step_points(byte));
}

static void
add_curve(svg_outline *o, double x1, double y1, double x2, double y2, double x, double y)
{
    svg_step(o, IMAGE_CURVE, (const double[]){x1, y1, x2, y2, x, y});
}

/* An outline as its commands are read. */
typedef struct path_reader {
    svg_outline *o;
    double x, y;                 /* where it is */
    double begin_x, begin_y;     /* of the subpath */
    double control_x, control_y; /* of the last curve, for S and T */
    char last;                   /* the last command, in capitals */
} path_reader;

static void
go_to(path_reader *r, image_step step, double x, double y)
{
    svg_step(r->o, step, (const double[]){x, y});
    r->x = x;
    r->y = y;
}

static void
curve_to(path_reader *r, double x1, double y1, double x2, double y2, double x, double y)
{
    add_curve(r->o, x1, y1, x2, y2, x, y);
    r->control_x = x2;
    r->control_y = y2;
    r->x = x;
    r->y = y;
}

static void
quadratic_to(path_reader *r, double cx, double cy, double x, double y)
{
    curve_to(r, r->x + 2.0 / 3 * (cx - r->x), r->y + 2.0 / 3 * (cy - r->y), x + 2.0 / 3 * (cx - x),
             y + 2.0 / 3 * (cy - y), x, y);
    r->control_x = cx;
    r->control_y = cy;
}

/* The arc of an ellipse in pieces of at most a quarter turn (SVG 1.1, F.6). */
static void
arc_to(path_reader *r, double rx, double ry, double turn, bool large, bool sweep, double x, double y)
{
    rx = fabs(rx);
    ry = fabs(ry);
    if (r->x == x && r->y == y)
        return;
    if (rx == 0 || ry == 0) {
        go_to(r, IMAGE_LINE, x, y);
        return;
    }
    const double phi = turn * G_PI / 180, cosine = cos(phi), sine = sin(phi);
    const double dx = (r->x - x) / 2, dy = (r->y - y) / 2;
    const double x1 = cosine * dx + sine * dy, y1 = -sine * dx + cosine * dy;
    const double over = x1 * x1 / (rx * rx) + y1 * y1 / (ry * ry);
    if (over > 1) {
        rx *= sqrt(over);
        ry *= sqrt(over);
    }
    const double below = rx * rx * y1 * y1 + ry * ry * x1 * x1;
    const double under = MAX(0, (rx * rx * ry * ry - below) / below), root = (large == sweep ? -1 : 1) * sqrt(under);
    const double cx1 = root * rx * y1 / ry, cy1 = -root * ry * x1 / rx;
    const double cx = cosine * cx1 - sine * cy1 + (r->x + x) / 2, cy = sine * cx1 + cosine * cy1 + (r->y + y) / 2;
    const double from = atan2((y1 - cy1) / ry, (x1 - cx1) / rx);
    double whole = atan2((-y1 - cy1) / ry, (-x1 - cx1) / rx) - from;
    if (sweep && whole < 0)
        whole += 2 * G_PI;
    else if (!sweep && whole > 0)
        whole -= 2 * G_PI;
    const int pieces = MAX(1, (int)ceil(fabs(whole) / (G_PI / 2) - 1e-9));
    const double each = whole / pieces, reach = 4.0 / 3 * tan(each / 4);
    for (int i = 0; i < pieces; i++) {
        const double a = from + i * each, b = a + each;
        const double points[] = {cos(a) - reach * sin(a),
                                 sin(a) + reach * cos(a),
                                 cos(b) + reach * sin(b),
                                 sin(b) - reach * cos(b),
                                 cos(b),
                                 sin(b)};
        double at[6];
        for (size_t k = 0; k < 6; k += 2) {
            at[k] = cx + cosine * rx * points[k] - sine * ry * points[k + 1];
            at[k + 1] = cy + sine * rx * points[k] + cosine * ry * points[k + 1];
        }
        const bool last = i + 1 == pieces;
        curve_to(r, at[0], at[1], at[2], at[3], last ? x : at[4], last ? y : at[5]);
    }
}

/* A flag is one figure, which the next number may follow at once. */
static bool
read_flag(const char **text, double *out)
{
    const char *p = skip_comma(*text);
    if (*p != '0' && *p != '1')
        return false;
    *out = *p - '0';
    *text = p + 1;
    return true;
}

static size_t
count_of(char command)
{
    switch (command) {
    case 'H':
    case 'V':
        return 1;
    case 'S':
    case 'Q':
        return 4;
    case 'C':
        return 6;
    case 'A':
        return 7;
    default:
        return 2;
    }
}

static bool
read_values(const char **text, char command, double *v)
{
    const size_t count = count_of(command);
    for (size_t i = 0; i < count; i++)
        if (!(command == 'A' && (i == 3 || i == 4) ? read_flag : svg_number)(text, &v[i]))
            return false;
    return true;
}

/* Relative coordinates become those of the user. */
static void
make_absolute(const path_reader *r, char command, double *v)
{
    const size_t count = count_of(command);
    if (command == 'H' || command == 'V') {
        v[0] += command == 'H' ? r->x : r->y;
        return;
    }
    for (size_t i = command == 'A' ? 5 : 0; i < count; i++)
        v[i] += (i % 2) ^ (command == 'A') ? r->y : r->x;
}

static void
take_command(path_reader *r, char command, const double *v)
{
    const bool after_cubic = r->last == 'C' || r->last == 'S', after_quadratic = r->last == 'Q' || r->last == 'T';
    switch (command) {
    case 'M':
        go_to(r, IMAGE_MOVE, v[0], v[1]);
        r->begin_x = v[0];
        r->begin_y = v[1];
        break;
    case 'L':
        go_to(r, IMAGE_LINE, v[0], v[1]);
        break;
    case 'H':
        go_to(r, IMAGE_LINE, v[0], r->y);
        break;
    case 'V':
        go_to(r, IMAGE_LINE, r->x, v[0]);
        break;
    case 'C':
        curve_to(r, v[0], v[1], v[2], v[3], v[4], v[5]);
        break;
    case 'S':
        curve_to(r, after_cubic ? 2 * r->x - r->control_x : r->x, after_cubic ? 2 * r->y - r->control_y : r->y, v[0],
                 v[1], v[2], v[3]);
        break;
    case 'Q':
        quadratic_to(r, v[0], v[1], v[2], v[3]);
        break;
    case 'T':
        quadratic_to(r, after_quadratic ? 2 * r->x - r->control_x : r->x,
                     after_quadratic ? 2 * r->y - r->control_y : r->y, v[0], v[1]);
        break;
    case 'A':
        arc_to(r, v[0], v[1], v[2], v[3] != 0, v[4] != 0, v[5], v[6]);
        break;
    }
    r->last = command;
}

static void
close_path(path_reader *r)
{
    svg_step(r->o, IMAGE_CLOSE, NULL);
    r->x = r->begin_x;
    r->y = r->begin_y;
    r->last = 'Z';
}

/* After z a subpath goes on from where the last one began, unless it moves. */
static void
begin_again(path_reader *r, char command)
{
    if (r->last == 'Z' && command != 'M')
        go_to(r, IMAGE_MOVE, r->x, r->y);
}

bool
svg_read_path(const char *text, svg_outline *o)
{
    path_reader r = {.o = o};
    const char *p = skip_space(text);
    while (*p) {
        const char letter = *p++;
        char command = g_ascii_toupper(letter);
        const bool relative = letter != command;
        double v[7];
        if (command == 'Z' && r.last) {
            close_path(&r);
            p = skip_space(p);
            continue;
        }
        if (!memchr("MLHVCSQTA", command, 9) || (!r.last && command != 'M') || !read_values(&p, command, v))
            return false;
        for (bool more = true; more; more = read_values(&p, command, v)) {
            if (relative)
                make_absolute(&r, command, v);
            begin_again(&r, command);
            take_command(&r, command, v);
            command = command == 'M' ? 'L' : command;
            p = skip_space(p);
            if (!number_length(skip_comma(p)))
                break;
        }
        p = skip_space(p);
    }
    return true;
}

bool
svg_read_points(const char *text, bool closed, svg_outline *o)
{
    double at[2];
    const char *p = text;
    for (bool first = true; svg_number(&p, &at[0]); first = false) {
        if (!svg_number(&p, &at[1]))
            return false;
        svg_step(o, first ? IMAGE_MOVE : IMAGE_LINE, at);
    }
    if (closed && o->steps->len)
        svg_step(o, IMAGE_CLOSE, NULL);
    return !*skip_space(p);
}

/* Of a quarter circle as a Bézier curve: the control points' distance. */
static const double CONTROL = 0.5522847498;

void
svg_add_ellipse(svg_outline *o, double cx, double cy, double rx, double ry)
{
    const double kx = rx * CONTROL, ky = ry * CONTROL;
    svg_step(o, IMAGE_MOVE, (const double[]){cx + rx, cy});
    add_curve(o, cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry);
    add_curve(o, cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy);
    add_curve(o, cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry);
    add_curve(o, cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy);
    svg_step(o, IMAGE_CLOSE, NULL);
}

void
svg_add_rect(svg_outline *o, double x, double y, double w, double h, double rx, double ry)
{
    const double r = x + w, b = y + h, kx = rx * (1 - CONTROL), ky = ry * (1 - CONTROL);
    svg_step(o, IMAGE_MOVE, (const double[]){x + rx, y});
    svg_step(o, IMAGE_LINE, (const double[]){r - rx, y});
    if (rx > 0)
        add_curve(o, r - kx, y, r, y + ky, r, y + ry);
    svg_step(o, IMAGE_LINE, (const double[]){r, b - ry});
    if (rx > 0)
        add_curve(o, r, b - ky, r - kx, b, r - rx, b);
    svg_step(o, IMAGE_LINE, (const double[]){x + rx, b});
    if (rx > 0)
        add_curve(o, x + kx, b, x, b - ky, x, b - ry);
    svg_step(o, IMAGE_LINE, (const double[]){x, y + ry});
    if (rx > 0)
        add_curve(o, x, y + ky, x + kx, y, x + rx, y);
    svg_step(o, IMAGE_CLOSE, NULL);
}
