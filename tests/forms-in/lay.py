#!/usr/bin/env python3
"""lay.py measure FILE.pdf: its rules and words by page, in mm, as text.
lay.py compare MEASURED FILE.pdf: whether the rules are within 0.5 mm of those, and each word is in the same box.

Made anew of LibreOffice's print by tests/forms-in/measure.sh."""
import collections
import re
import subprocess
import sys
import unicodedata

NEAR = 0.5  # mm
MM = 25.4 / 72


def run(*words):
    return subprocess.run(words, capture_output=True, check=True).stdout.decode()


def pages_of(pdf):
    """Of each page its height in points, and its words: (text, x, y of the middle in points)."""
    pages = []
    for line in run('pdftotext', '-bbox', pdf, '-').splitlines():
        page = re.search(r'<page width="([\d.]+)" height="([\d.]+)"', line)
        word = re.search(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*)</word>', line)
        if page:
            pages.append((float(page[2]), []))
        elif word:
            a, b, c, d = map(float, word.groups()[:4])
            text = word[5].replace('&lt;', '<').replace('&gt;', '>').replace('&quot;', '"').replace('&apos;', "'").replace('&amp;', '&')
            for i, character in enumerate(text):  # as far as they stand apart
                pages[-1][1].append((character, a + (c - a) * (i + .5) / len(text), (b + d) / 2))
    return pages


def strokes_of(pdf, page, height):
    """(is across, where, from, to) of each straight stroke, mm from the top and the left."""
    out = []
    for path in re.findall(r'<path [^>]*>', run('pdftocairo', '-svg', '-f', str(page), '-l', str(page), pdf, '-')):
        if 'fill:rgb(0%,0%,0%)' in path:  # a rule may be a long black box, too
            points = re.findall(r'[ML] ([-\d.]+) ([-\d.]+)', re.search(r' d="([^"]*)"', path)[1])
            xs, ys = sorted(float(x) * MM for x, _ in points), sorted(float(y) * MM for _, y in points)
            if points and xs[-1] - xs[0] < .6 and ys[-1] - ys[0] > 2:
                out.append((False, (xs[0] + xs[-1]) / 2, ys[0], ys[-1]))
            elif points and ys[-1] - ys[0] < .6 and xs[-1] - xs[0] > 2:
                out.append((True, (ys[0] + ys[-1]) / 2, xs[0], xs[-1]))
            continue
        if 'fill:none' not in path or 'transform="matrix(' not in path:
            continue
        points = re.findall(r'([ML]) ([-\d.]+) ([-\d.]+)', re.search(r' d="([^"]*)"', path)[1])
        last = None
        for what, x, y in points:
            x, y = float(x) * MM, (height - float(y)) * MM
            if what == 'L' and last:
                if abs(y - last[1]) < .05 and abs(x - last[0]) > .05:
                    out.append((True, y, min(x, last[0]), max(x, last[0])))
                elif abs(x - last[0]) < .05 and abs(y - last[1]) > .05:
                    out.append((False, x, min(y, last[1]), max(y, last[1])))
            last = x, y
    return out


def joined(strokes):
    """Pieces of one rule are one."""
    out = []
    for across, where, start, end in sorted(strokes, key=lambda s: (s[0], round(s[1], 1), s[2])):
        last = out[-1] if out else None
        if last and last[0] == across and abs(last[1] - where) < .15 and start <= last[3] + 1.2:
            last[3] = max(last[3], end)
        else:
            out.append([across, where, start, end])
    return [tuple(r) for r in out if r[3] - r[2] > 1]


def measure(pdf):
    out = []
    for number, (height, words) in enumerate(pages_of(pdf), 1):
        out.append((joined(strokes_of(pdf, number, height)), [(t, x * MM, y * MM) for t, x, y in words]))
    return out


def write(measured):
    for number, (rules, words) in enumerate(measured, 1):
        print(f'page {number}')
        for across, where, start, end in rules:
            print(f'{"across" if across else "down"} {where:.2f} {start:.2f} {end:.2f}')
        for text, x, y in words:
            print(f'word {x:.2f} {y:.2f} {text}')


def read(path):
    out = []
    for line in open(path, encoding='utf-8'):
        kind, *rest = line.rstrip('\n').split(' ', 3)
        if kind == 'page':
            out.append(([], []))
        elif kind == 'word':
            out[-1][1].append((rest[2], float(rest[0]), float(rest[1])))
        else:
            out[-1][0].append((kind == 'across', *map(float, rest)))
    return out


def uncovered(rules, others):
    """What of the rules is not drawn by the others."""
    out = []
    for across, where, start, end in rules:
        at = start + .6
        while at < end - .6:
            if not any(o[0] == across and abs(o[1] - where) <= NEAR and o[2] - .6 <= at <= o[3] + .6 for o in others):
                out.append(f'{"across" if across else "down"} {where:.2f} at {at:.2f}')
                break
            at += 1
    return out


def box_of(rules, x, y):
    """The rules around a place; a side that is open is the page's."""
    top = max((r[1] for r in rules if r[0] and r[1] < y and r[2] <= x <= r[3]), default=0)
    bottom = min((r[1] for r in rules if r[0] and r[1] > y and r[2] <= x <= r[3]), default=999)
    left = max((r[1] for r in rules if not r[0] and r[1] < x and r[2] <= y <= r[3]), default=0)
    right = min((r[1] for r in rules if not r[0] and r[1] > x and r[2] <= y <= r[3]), default=999)
    return top, bottom, left, right


def texts(rules, words):
    """Box: its letters and digits."""
    out = collections.defaultdict(collections.Counter)
    for text, x, y in words:
        for c in unicodedata.normalize('NFKC', text):
            if c.isalnum() or c in '{}':
                out[box_of(rules, x, y)][c] += 1
    return out


def compare(path, pdf):
    wanted, got = read(path), measure(pdf)
    faults = [] if len(wanted) == len(got) else [f'{len(got)} pages, not {len(wanted)}']
    worst = 0
    for number, ((rules, words), (our_rules, our_words)) in enumerate(zip(wanted, got), 1):
        faults += [f'page {number}: no rule {r}' for r in uncovered(rules, our_rules)]
        faults += [f'page {number}: a rule too much {r}' for r in uncovered(our_rules, rules)]
        for a in rules:
            near = [abs(b[1] - a[1]) for b in our_rules if b[0] == a[0] and b[2] < a[3] and b[3] > a[2]]
            if near and min(near) <= NEAR:
                worst = max(worst, min(near))
        theirs, ours = texts(rules, words), texts(rules, our_words)
        for box in set(theirs) | set(ours):
            a, b = theirs[box], ours[box]
            if a['{']:  # a value: the rest of it must be there, and nothing else
                a, b = a & b, b
            if a != b:
                faults.append(f'page {number}: in the box {box}: {"".join(b.elements())}, not {"".join(a.elements())}')
    for fault in faults[:20]:
        print(fault)
    print(f'{pdf}: rules within {worst:.2f} mm, {len(faults)} faults')
    return 1 if faults else 0


if __name__ == '__main__':
    if sys.argv[1] == 'measure':
        write(measure(sys.argv[2]))
    else:
        sys.exit(compare(sys.argv[2], sys.argv[3]))
