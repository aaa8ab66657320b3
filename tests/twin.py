"""twin.py: what a case and its twin have in common, and what they must not. twin.sh runs it.

  twin.py shape WAS IS …          two files: the same tags and marks in the same lines, and letters for letters
  twin.py left WAS … -- IS …      no four letters in a row, and no id, of the first files are in the others
  twin.py papers RENDER WAS IS FORM …   two cases: each form has the same pages, lines and boxes
  twin.py exact RENDER WAS IS FORM …    the same, to a thousandth of a point: where there are no proportional letters
  twin.py found CHECK WAS IS …    two cases: the same messages and findings at the same lines
"""
import glob
import json
import re
import subprocess
import sys
import unicodedata
from xml.dom import minidom

BAD = []


def complain(text):
    BAD.append(text)
    print(text)


def is_letter(c):
    return c.isalpha() and unicodedata.category(c) != 'Lm'


def shape_of(text):
    """Letters by their script, width and case, figures as one; the rest as it is."""
    out = []
    for c in text:
        if c.isdigit() and (c.isascii() or '０' <= c <= '９'):
            out.append('0' if c.isascii() else '０')
        elif is_letter(c):
            out.append(unicodedata.name(c, '?').split(' ')[0] + unicodedata.category(c) +
                       unicodedata.east_asian_width(c))
        else:
            out.append(c)
    return out


def shape(pairs):
    for was, now in zip(pairs[::2], pairs[1::2]):
        one, other = open(was, encoding='utf-8').read().split('\n'), open(now, encoding='utf-8').read().split('\n')
        if len(one) != len(other):
            complain(f'{now}: {len(other)} lines, not {len(one)}')
        for number, (a, b) in enumerate(zip(one, other), 1):
            if '<masters ' in a or '<?xml-model' in a:
                continue
            if '<conclusion>' in a:  # says the same of the child, in other letters
                a, b = ('#' * len(line) for line in (a, b))
            if shape_of(a) != shape_of(b):
                complain(f'{now}:{number}: of another shape')
            if re.findall(r'</?[\w:.-]+|[\w:.-]+="', a) != re.findall(r'</?[\w:.-]+|[\w:.-]+="', b) and '<!--' not in a:
                complain(f'{now}:{number}: other tags')


def values(files):
    """What is said: texts, values and comments."""
    def walk(node):
        if node.nodeType in (node.TEXT_NODE, node.CDATA_SECTION_NODE, node.COMMENT_NODE):
            yield node.data
        told = node.nodeType == node.ELEMENT_NODE and node.tagName != 'masters'  # names of files are ours
        for value in (node.attributes.values() if told else ()):
            yield value.value
        for child in node.childNodes:
            yield from walk(child)
    for name in files:
        yield from walk(minidom.parse(name))


def rows(texts):
    """Four letters in a row."""
    out = {}
    for text in texts:
        for at in range(len(text) - 3):
            if all(is_letter(c) for c in text[at:at + 4]):
                out.setdefault(text[at:at + 4], text)
    return out


def known_words():
    """Words of ours, which stay: of rules, forms, lists and roles, and what a number counts."""
    words = set()
    for name in glob.glob('templates/rules/*.xml') + glob.glob('templates/*/*.xml'):
        for said in re.findall(r"'([^'<>&\"\n]+)'", open(name, encoding='utf-8').read()):
            words.update(re.split('[|=]', said))
    for name in glob.glob('templates/schema/*.rng'):
        words.update(re.findall('<value>([^<]+)</value>', open(name, encoding='utf-8').read()))
    words.update(re.findall('"([^"]+)"', open('tools/lib/check/check_persons.c', encoding='utf-8').read()))
    words.update(re.findall('"([^"]+)"', open('tools/lib/text/figures.def', encoding='utf-8').read()))
    words.update(re.findall(r'ENDS\("([^"]+)"\)', open('tools/lib/text/phrases.def', encoding='utf-8').read()))
    words.update(re.findall('<holiday [^>]*>([^<]+)<', open('samples/masters/calendar.xml', encoding='utf-8').read()))
    return {word for word in words if word}


def excused(row, text, words):
    """At least three of the four stand in words of ours there."""
    at = text.index(row)
    ours = [False] * len(text)
    for word in words:
        begin = text.find(word)
        while begin >= 0:
            ours[begin:begin + len(word)] = [True] * len(word)
            begin = text.find(word, begin + 1)
    return sum(ours[at:at + 4]) >= 3


def left(args):
    split = args.index('--')
    was, now = args[:split], args[split + 1:]
    before, after, words = rows(values(was)), rows(values(now)), known_words()
    for row in sorted(set(before) & set(after)):
        if not excused(row, after[row], words):
            complain(f'{now[0]}: still says {row}')
    ids = set()
    for name in was:
        ids.update(re.findall(r'\bid="([^"]+)"', open(name, encoding='utf-8').read()))
    for value in ids & set(values(now)):
        complain(f'{now[0]}: still has the id {value}')
    numbers = {n for text in values(was) for n in re.findall('[0-9]{6,}', text)}
    for number in numbers & {n for text in values(now) for n in re.findall('[0-9]{6,}', text)}:
        complain(f'{now[0]}: still has the number {number}')
    print(f'left: {len(before)} rows, {len(ids)} ids')


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=300, check=False)
    return done.returncode, done.stdout, done.stderr


def laid_out(listing):
    """A display list without words, glyphs, files and where Latin letters of another width have moved it."""
    plain = re.sub(r'"[^"]*"', '""', listing)
    plain = re.sub(r'\[[^\]]*=[^\]]*\]', lambda m: ' '.join('@' for _ in m.group(0).split()), plain)
    plain = re.sub(r'data=\S*/(case|office|partners|municipality|calendar)\.xml', 'data=', plain)
    return re.sub(r'-?[0-9]+(,-?[0-9]+)*', '#', plain)


def placed(listing):
    """The same with all places."""
    plain = re.sub(r'"[^"]*"', '""', listing)
    plain = re.sub(r'[^\s\[]+=[0-9]+@', '@', plain)
    return re.sub(r'data=\S*/(case|office|partners|municipality|calendar)\.xml', 'data=', plain)


def papers(args, look=laid_out):
    render, was, now = args[:3]
    made = 0
    for form in args[3:]:
        one, other = (run(render, '-T', 'display', '--draft', '--form', form, case) for case in (was, now))
        names = [sorted(re.findall(r'\[([a-z-]+)\]$', each[2], re.M)) for each in (one, other)]
        if one[0] != other[0] or names[0] != names[1]:
            complain(f'{now} {form}: ends {other[0]} {names[1]}, not {one[0]} {names[0]}')
        elif look(one[1]) != look(other[1]):
            complain(f'{now} {form}: is laid out in another way')
        made += one[0] == 0
    print(f'papers: {made}')
    if made == 0:
        complain(f'{was}: no paper')


def found_by(check, case):
    status, out, err = run(check, '--json', '--as-of', '2026-03-31', case)
    lines = []
    for line in (out + err).split('\n'):
        told = json.loads(line) if line.startswith('{') else {}
        name = told.get('code') or told.get('rule') or told.get('gap') or told.get('off')
        if name:
            lines.append((name, told.get('data', {}).get('line'), told.get('severity'), told.get('when')))
    return status, sorted(lines, key=str)


def found(args):
    for was, now in zip(args[1::2], args[2::2]):
        one, other = found_by(args[0], was), found_by(args[0], now)
        if one != other:
            differing = [line for line in one[1] + other[1] if one[1].count(line) != other[1].count(line)]
            complain(f'{now}: ends {other[0]}, not {one[0]}; {differing[:4]}')


def exact(args):
    papers(args, placed)


{'shape': shape, 'left': left, 'papers': papers, 'exact': exact, 'found': found}[sys.argv[1]](sys.argv[2:])
sys.exit(1 if BAD else 0)
