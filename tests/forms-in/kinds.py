#!/usr/bin/env python3
"""kinds.py BUILD FOLDER: ten neighbours of each thing a sheet may have: numbers as they are shown, rules, places of texts,
values and their names, rows that are alike, pages, heads and feet, and what is too much."""
import os
import re
import struct
import subprocess
import sys
import zlib

sys.dont_write_bytecode = True

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from sheets import Book, Sheet  # noqa: E402

build, folder = sys.argv[1:3]
bad = 0


def complain(text):
    global bad
    bad = 1
    print(text)


def sheet(**more):
    s = Sheet('様式', font='ＭＳ ゴシック')
    s.columns = [(1, 12, 10.75, False)]
    for key, value in more.items():
        setattr(s, key, value)
    return s


def call(*words):
    done = subprocess.run([f'{build}/renkei-form', 'import', *words], capture_output=True)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def grid(s, *words, status=0):
    """The grid of a sheet, and what was told."""
    path = f'{folder}/kind.xlsx'
    Book(*(s if isinstance(s, list) else [s])).write(path)
    code, out, err = call(path, '-T', 'grid', *words)
    if code != status:
        complain(f'exit {code}, not {status}: {err[:300]}')
    return out, err


def form(s, *words):
    """The form of a sheet, which composes, too; and what was told."""
    path = f'{folder}/kind.xlsx'
    subprocess.run(['rm', '-rf', f'{folder}/kind'])
    Book(*(s if isinstance(s, list) else [s])).write(path)
    code, _, err = call(path, '-o', f'{folder}/kind', *words)
    if code:
        complain(f'exit {code}: {err[:300]}')
        return '', err
    done = subprocess.run([f'{build}/renkei-render', '--form', f'{folder}/kind/form.xml', '--blank', '-o', f'{folder}/kind.pdf'],
                          capture_output=True)
    text = open(f'{folder}/kind/form.xml', encoding='utf-8').read()
    if done.returncode:
        complain(f'does not compose: {done.stderr.decode()[:400]}\n{text[-1500:]}')
    return text, err


def wants(what, text, *patterns):
    for p in patterns:
        if not re.search(p, text):
            complain(f'{what}: no {p} in:\n{text[:1500]}')


# ---- numbers as their cells show them ----
SHOWN = [(1234.5, '#,##0', '1,235'), (1234.5, '0.00', '1234.50'), (0.125, '0.0%', '12.5%'), (-3, '0;△0', '△3'), (0, '0;-0;"－"', '－'),
         (5, '"第"0"号"', '第5号'), (7, '000', '007'), (1234567, '#,##0,"千円"', '1,235千円'), (3, '0_ ', '3 '), (-1500, '#,##0', '-1,500'),
         (2.5, 'General', '2.5'), (0.1 + 0.2, 'General', '0.3'), (12, '[$¥-411]#,##0', '¥12'), (4, '#.##', '4'),
         (45748, 'yyyy/m/d', '2025/4/1'), (45748, '[$-411]ggge"年"m"月"d"日"', '令和7年4月1日'), (45748, '[$-411]ge.m.d', 'R7.4.1'),
         (45748, 'yyyy"年"mm"月"dd"日"(aaa)', '2025年04月01日(火)'), (45748, 'aaaa', '火曜日'), (43586, '[$-411]ggge"年"', '令和1年'),
         (32516, '[$-411]gge', '平1'), (45748.5625, 'm/d h:mm', '4/1 13:30'), (0.5625, 'h"時"mm"分"', '13時30分'),
         (1.25, '[h]:mm', '30:00'), (0.5625, 'h:mm AM/PM', '1:30 PM'), (45748, 'mmm d', 'Apr 1')]
s = sheet()
for i, (value, code, _) in enumerate(SHOWN):
    s.put(i + 1, 1, value, format=code, shrink=True)
s.put(40, 1, '枠', format='"（"@"）"', shrink=True)
out, err = grid(s)
for i, (_, code, shown) in enumerate(SHOWN):
    wants(code, out, f'  A{i + 1} at .*text “{re.escape(shown)}”')
wants('text', out, '  A40 at .*“（枠）”')
if 'formin-left' in err:
    complain(f'a format is told: {err}')
s = sheet()
s.put(1, 1, 5, format='[>3]"多"0;0')
s.put(2, 1, 0.5, format='# ?/?')
s.put(3, 1, 1e5, format='0.00E+00')
s.put(4, 1, ('1/0', '#DIV/0!'))
s.put(5, 1, ('A1+1', 6))
wants('told', grid(s)[1], '様式!A1:A3：写せません：読めない表示形式', '様式!A4:A5：写せません：数式')

# ---- rules: what is drawn, what is told ----
for line, word, told in [('thin', 'thin', ''), ('medium', 'heavy', ''), ('thick', 'heavy', '極太線'), ('hair', 'dotted', '極細線'),
                         ('dotted', 'dotted', ''), ('dashed', 'dotted', '破線'), ('double', 'double', ''),
                         ('dashDot', 'dotted', '一点鎖線'), ('dashDotDot', 'dotted', '二点鎖線'), ('mediumDashed', 'heavy', '太い破線'),
                         ('mediumDashDot', 'heavy', '太い一点鎖線'), ('slantDashDot', 'heavy', '斜めの一点鎖線')]:
    s = sheet()
    s.put(2, 2, '枠', box=line)
    text, err = form(s)
    wants(line, text, f'top="{word}" right="{word}" bottom="{word}" left="{word}"')
    if told:
        wants(line, err, f'様式!B2：写せません：{told}')
    elif 'formin-left' in err:
        complain(f'{line} is told: {err}')
# The firmer of two; a rule that one of them has alone; one that changes along a merged cell.
s = sheet()
s.put(1, 1, 'あ', bottom='thin')
s.put(2, 1, 'い', top='medium')
s.put(1, 2, 'う', right='thin')
s.put(1, 3, 'え')
s.put(4, 1, 'お', columns=2)
s.put(5, 1, 'か', top='thin')
s.put(5, 2, 'き')
text, err = form(s)
wants('firmer', text, '<cell[^>]* bottom="heavy"[^>]*><!-- A1 -->', '<cell[^>]* top="heavy"[^>]*><!-- A2',
      '<cell[^>]* left="thin"[^>]*><!-- C1', '<cell[^>]* top="thin"[^>]*><!-- A5')
s.put(5, 1, 'か', columns=3)
s.put(4, 3, 'く', bottom='thin', columns=2)
s.put(5, 4, 'け', columns=2)
wants('along', form(s)[0] + 'x', 'けx|け')
s = sheet()
s.put(1, 1, None, rows=2, columns=2, up='thin', box='thin')
s.put(3, 1, None, down='thin', box='thin')
text, err = form(s)
s.put(4, 1, None, up='thin', down='thin', box='thin')
text, err = form(s)
wants('diagonals', text, 'diagonal="yes"', 'diagonal="down"', 'diagonal="both"')
if 'formin-left' in err:
    complain(f'diagonals are told: {err}')

# ---- where a text stands ----
for look, word in [({'align': 'center'}, 'align="center"'), ({'align': 'right'}, 'align="end"'),
                   ({'align': 'distributed'}, 'align="distribute"'), ({'valign': 'top'}, 'valign="top"'),
                   ({'valign': 'center'}, 'valign="middle"'), ({}, 'valign="bottom"'), ({'align': 'left', 'indent': 2}, '-indent-'),
                   ({'align': 'right', 'indent': 1}, 'pad="0mm 9.9pt"'), ({'shrink': True}, r'fit="shrink\('),
                   ({'wrap': True}, r'height="[0-9.]*mm" fit="condense'), ({'turn': 255}, 'writing="vertical"'),
                   ({'turn': 90}, 'writing="vertical"'), ({'turn': 45}, '>語<'), ({'bold': True}, 'gothic-bold-11'),
                   ({'font': 'ＭＳ 明朝'}, 'mincho-11'), ({'font': '游明朝'}, 'mincho-11'), ({'font': 'メイリオ', 'size': 9}, 'gothic-9'),
                   ({'underline': True}, '<span underline="yes">語</span>'), ({'raised': 'superscript'}, '<sup>語</sup>'),
                   ({'fill': 'E6E6E6'}, 'fill="230"')]:
    s = sheet(rows={1: 40})
    s.put(1, 1, '語', **look)
    text, err = form(s)
    wants(str(look), text, word)
    if (look.get('turn') in (45, 90)) != ('回転した文字' in err):
        complain(f'{look}: {err}')
for look, told in [({'italic': True}, '斜体'), ({'strike': True}, '取り消し線'), ({'color': 'FF0000'}, '文字の色'),
                   ({'fill': 'FFFF00'}, '塗りつぶしの色'), ({'align': 'fill'}, 'くり返して埋める'), ({'valign': 'distributed'}, '均等割付')]:
    s = sheet()
    s.put(1, 1, '語', **look)
    wants(str(look), grid(s)[1], f'様式!A1：写せません：.*{told}')
# A text runs on over empty cells, and only over them.
s = sheet(columns=[(1, 12, 4.75, False)])
s.put(1, 1, 'となりの空いたセルに続く文')
s.put(2, 1, 'となりの空いたセルに続く文')
s.put(2, 2, '字')
s.put(3, 1, 'となりの空いたセルに続く文', right='thin')
s.put(4, 5, 'まんなかの長い文が左右へ', align='center')
s.put(5, 5, '右の長い文が左へ続く', align='right')
s.put(6, 12, None, box='thin')
out = grid(s)[0]
wants('runs on', out, r'  A1 at 1,1 over 1x[4-9]', r'  A2 at 2,1 rules', r'  A3 at 3,1 rules', r'  E4 at 4,[2-4] over', r'  E5 at 5,[1-4] over')
# Runs of one text.
s = sheet()
s.put(1, 1, [('ふつう', None), ('太い', {'bold': True}), ('明朝', {'font': 'ＭＳ 明朝'}), ('線', {'underline': True}), ('2', {'raised': 'subscript'})])
wants('runs', form(s)[0], 'ふつう<span style="gothic-bold-11">太い</span><span style="mincho-11">明朝</span><span style="gothic-11" underline="yes">線</span><sub>2</sub>')
s = sheet()
s.put(1, 1, '一\n二 & <三> "四"')
wants('escapes', form(s)[0], '一<br/>二 &amp; &lt;三&gt; "四"')

# ---- values and their names ----
VALUES = [('{氏名}', '氏名'), ('{ 氏名 }', '氏名'), ('{child/@name}', 'child/@name'), ('{氏名（漢字）}', '氏名-漢字'), ('{2回目}', '欄2回目'),
          ('{氏名 と 印}', '氏名と印'), ('{sum(明細/金額)}', r'sum\(明細/金額\)'), ('{a &lt; b}', 'a-lt-b'), ('{①}', '欄1'), ('{$case/x}', r'\$case/x'),
          ('{}', '欄A1'), ('{！？}', '欄A1')]
for typed, name in VALUES:
    s = sheet()
    s.put(1, 1, typed.replace('&lt;', '<'))
    text = grid(s)[0]
    if '&lt;' in typed:
        wants(typed, text, 'value “a < b”')
    else:
        wants(typed, text, f'value “{name}”')
for typed in ['{', '}', '{開いたまま', '閉じるだけ}', '}逆{']:
    s = sheet()
    s.put(1, 1, typed)
    wants(typed, grid(s)[0], f'text “{re.escape(typed)}”')
s = sheet()  # labels beside, above, both; the same twice
s.put(1, 1, '氏　名', box='thin')
s.put(1, 2, '{}', box='thin')
s.put(1, 3, '連絡先', box='thin')
s.put(1, 4, '{}', box='thin')
s.put(3, 2, '父', box='thin')
s.put(3, 3, '母', box='thin')
for r, label in ((4, '氏名'), (5, '電話')):
    s.put(r, 1, label, box='thin')
    s.put(r, 2, '{}', box='thin')
    s.put(r, 3, '{}', box='thin')
s.put(7, 1, '氏名', box='thin')
s.put(7, 2, '{}年{}月', box='thin')
out = grid(s)[0]
for name in ['氏名', '連絡先', '氏名-父', '氏名-母', '電話-父', '電話-母', '氏名-2', '氏名-3']:
    wants('labels', out, f'value “{name}”')
s = sheet()
s.put(1, 1, '氏名', box='thin')
s.put(1, 2, None, box='thin')
s.put(2, 2, None, box='thin', up='thin')
s.put(3, 2, None, box='thin')
wants('fields', grid(s, '--fields')[0], '  B1 .*value “氏名”')
if 'value' in grid(s)[0]:
    complain('an empty cell is a value unasked')

# ---- rows that are alike ----


def rows(count, *bodies, **look):
    t = sheet()
    for c in range(1, len(bodies) + 1):
        t.put(1, c, f'{"甲乙丙丁"[c - 1]}', box='thin')
    for i in range(count):
        for c, body in enumerate(bodies, 1):
            t.put(2 + i, c, body(i) if callable(body) else body, box='thin', **look)
    return t


for what, t, wanted in [('first', rows(5, lambda i: '{明細/日}' if not i else None, lambda i: '{明細/時}' if not i else None), 'loop row 2, 5 of them: 明細'),
                        ('each', rows(4, '{明細/日}', '{明細/時}'), 'loop row 2, 4 of them: 明細'),
                        ('three', rows(3, '{a/b}'), 'loop row 2, 3 of them: a'), ('names', rows(3, '{}', '{}'), 'loop row 2, 3 of them: 行'),
                        ('numbers', rows(31, lambda i: i + 1, None), 'loop row 2, 31 of them: counted'),
                        ('from four', rows(9, lambda i: i + 4, None), 'loop row 2, 9 of them: counted'),
                        ('empty', rows(6, None, None), 'loop row 2, 6 of them: counted'),
                        ('numbers and values', rows(6, lambda i: i + 1, '{品/名}'), 'loop row 2, 6 of them: 品')]:
    wants(what, grid(t)[0], wanted)
    text = form(t)[0]
    wants(what, text, '<for-each select=')
wants('from four', form(rows(9, lambda i: i + 4, None))[0], r'position\(\) \+ 3')
for what, t in [('two', rows(2, '{a/b}')), ('few empty', rows(4, None)), ('other words', rows(4, lambda i: '一二三四'[i])),
                ('the same words', rows(6, '同じ語')), ('other values', rows(4, lambda i: f'{{v{i}}}')), ('holes', rows(4, lambda i: '{a}' if i != 1 else '字'))]:
    if 'loop' in grid(t)[0]:
        complain(f'{what} are a loop')
t = rows(6, '{a/b}')
t.rows[5] = 30
wants('a higher row', grid(t)[0], 'loop row 2, 3 of them')
t = rows(6, '{a/b}')
t.put(7, 1, '{a/b}', box='thin', bottom='medium')  # at the end of the table
wants('end', form(t)[0], r'</for-each>\s*<row min-height="0mm"><cell top="heavy"/></row>')

# Under a first cell that goes through them they are a group; where another cell crosses its end they are none.
def grouped():
    t = sheet()
    t.put(1, 1, '区分', rows=6, box='thin', turn=255)
    t.put(1, 2, '日', box='thin')
    t.put(1, 3, '時', box='thin')
    for i in range(5):
        t.put(2 + i, 2, '{行/日}' if not i else None, box='thin')
        t.put(2 + i, 3, '{行/時}' if not i else None, box='thin')
    t.put(7, 1, '計', columns=3, box='medium')
    return t


text = form(grouped())[0]
wants('group', text, r'<group>\s*<cell[^>]*><!-- A1 -->.*\s*<row', r'<for-each select="行" fill-to="5"', r'</for-each>\s*</group>')
t = grouped()
t.merges += [(6, 3, 7, 3)]
del t.cells[7, 1], t.cells[7, 2], t.cells[7, 3]
t.merges.remove((7, 1, 7, 3))
if '<group>' in form(t)[0]:
    complain('a cell that crosses the end of a group')
t = grouped()
for c in (1, 2, 3):
    del t.cells[7, c]
t.merges.remove((7, 1, 7, 3))
t.put(6, 2, None, box='thin', bottom='thick')
t.put(6, 3, None, box='thin', bottom='thick')
wants('group at the end', form(t)[0], r'</for-each>\s*<row min-height="0mm"><cell top="heavy"/><cell top="heavy"/></row>\s*</group>')
t = grouped()  # two of them, one under the other
for i in range(6):
    for c in (2, 3):
        t.put(8 + i, c, '{列/日}' if c == 2 and not i else None, box='thin')
t.put(8, 1, '区分二', rows=6, box='thin')
if form(t)[0].count('<group>') != 2:
    complain('not two groups')

# ---- pages ----
for setup, size in [('paperSize="9"', 'size="A4"'), ('paperSize="8"', 'size="A3"'), ('paperSize="11"', 'size="A5"'),
                    ('paperSize="12"', 'size="B4"'), ('paperSize="13"', 'size="B5"'), ('paperSize="43"', 'size="hagaki"'),
                    ('paperSize="9" orientation="landscape"', 'size="A4" orientation="landscape"'), ('', 'size="A4"')]:
    s = sheet(page=setup, margins=(10, 10, 10, 10, 5, 5))
    s.put(1, 1, '字')
    wants(setup, form(s)[0], size)
for number, lying, name in [(70, 83, 'A6'), (88, 89, 'B6'), (82, 69, 'oufuku'), (71, 84, 'kaku2'), (72, 85, 'kaku3'), (73, 86, 'naga3'),
                            (74, 87, 'naga4'), (91, 92, 'you4'), (8, 76, 'A3'), (9, 77, 'A4'), (11, 78, 'A5'), (12, 79, 'B4'),
                            (13, 80, 'B5'), (43, 81, 'hagaki')]:
    for setup, turned in [(f'paperSize="{number}"', ''), (f'paperSize="{lying}"', ' orientation="landscape"'),
                          (f'paperSize="{number}" orientation="landscape"', ' orientation="landscape"')]:
        s = sheet(page=setup, margins=(10, 10, 10, 10, 5, 5))
        s.put(1, 1, '字')
        wants(setup, form(s)[0], f'size="{name}"{turned} margin')
for setup, size in [('paperSize="1"', '215.9mm 279.4mm'), ('paperSize="1" orientation="landscape"', '279.4mm 215.9mm'),
                    ('paperWidth="98mm" paperHeight="190mm"', '98mm 190mm'), ('paperWidth="9.8cm" paperHeight="19cm" orientation="landscape"', '190mm 98mm'),
                    ('paperWidth="3.3333in" paperHeight="8in"', '84.666mm 203.2mm')]:
    s = sheet(page=setup, margins=(10, 10, 10, 10, 5, 5))
    s.put(1, 1, '字')
    text, err = form(s)
    wants(setup, text, f'size="{size}" margin')
    if '知らない用紙' in err:
        complain(f'{setup} is told')
for setup in ('paperSize="200"', 'paperWidth="2mm" paperHeight="190mm"', 'paperWidth="20m" paperHeight="2000mm" paperSize="300"'):
    s = sheet(page=setup)
    s.put(1, 1, '字')
    wants(setup, grid(s)[1], '知らない用紙')
s = sheet(options='horizontalCentered="1" verticalCentered="1" gridLines="1" headings="1"')
s.put(1, 1, '字')
out, err = grid(s)
wants('options', err, '枠線の印刷', '行列番号の印刷')
wants('middle', form(s)[0], '<block place="center" width="')
s = sheet()
for r in range(1, 120):
    s.put(r, 1, f'{r}行', box='thin')
if grid(s)[0].count('\npage ') != 3:
    complain('119 rows are not three pages')
s.breaks = [10, 20]
if grid(s)[0].count('\npage ') != 4:
    complain('breaks by hand')
s = sheet(properties='<pageSetUpPr fitToPage="1"/>', page='paperSize="9" fitToHeight="0"')
for r in range(1, 120):
    s.put(r, 1, f'{r}行', columns=1)
s.put(1, 12, '右', box='thin')
wants('fit', form(s)[0], '<page-break/>')
s = sheet(area='$A$1:$B$2,$A$5:$B$6')
s.put(1, 1, '一')
s.put(5, 1, '二')
s.put(3, 1, '外')
out = grid(s)[0]
wants('areas', out, '一', '二')
if '外' in out:
    complain('what is outside of the areas is printed')
for code, wanted in [('&C&P／&N', '<page-number/>／<page-count/>'), ('&L左&R右', 'align="start"[^>]*>左'), ('&C&A', '>様式<'), ('&C&&', '>&amp;<'),
                     ('中', 'align="center"[^>]*>中')]:
    s = sheet(foot=code)
    s.put(1, 1, '字')
    wants(code, form(s)[0], wanted)
for code, told in [('&D', '日時'), ('&T', '日時'), ('&F', 'ファイル名'), ('&G', '画像'), ('&"ＭＳ 明朝"字', '書体'), ('&16字', '大きさ'), ('&B字', '太字'),
                   ('&KFF0000字', '色')]:
    s = sheet(head=code)
    s.put(1, 1, '字')
    wants(code, form(s)[1], told)

# On odd, even and first pages; a kind of page without a text has none.
for heads, wanted in [({'oddHeader': '奇', 'evenHeader': '偶'}, 'odd:奇 even:偶'), ({'evenHeader': '偶'}, 'odd: even:偶'),
                      ({'oddHeader': '奇', 'evenHeader': ''}, 'odd:奇 even:'), ({'oddHeader': '奇', 'firstHeader': '初'}, 'first:初 later:奇'),
                      ({'oddHeader': '奇', 'firstHeader': ''}, 'first: later:奇'), ({'firstHeader': '初'}, 'first:初 later:'),
                      ({'oddHeader': '奇', 'evenHeader': '偶', 'firstHeader': '初'}, 'first:初 odd:奇 even:偶'),
                      ({'oddHeader': '奇', 'evenHeader': '偶', 'firstHeader': ''}, 'first: odd:奇 even:偶'),
                      ({'evenHeader': '偶', 'firstHeader': '初'}, 'first:初 odd: even:偶'), ({'oddHeader': '奇'}, ':奇')]:
    for side in ('Head', 'Foot'):
        s = sheet()
        s.heads = {k.replace('Head', side): v for k, v in heads.items()}
        for r in range(1, 200):
            s.put(r, 1, f'{r}行', box='thin')
        text, err = form(s)
        seen = [f'{on or ""}:{"".join(re.findall("[奇偶初]", rest))}' for on, rest in
                re.findall(f'<{side.lower()}(?: on="([a-z]+)")?(/>|>.*?</{side.lower()}>)', text, re.S)]
        if ' '.join(seen) != wanted:
            complain(f'{s.heads}: {seen}')
        wants('zone', text, 'margin="10mm 14.99mm 14' if side == 'Head' else 'margin="20mm 14.99mm 8mm')
        lows = subprocess.run([f'{build}/renkei-render', '--form', f'{folder}/kind/form.xml', '--blank', '-T', 'display'],
                              capture_output=True).stdout.decode()
        lows = [min(int(y) for y in re.findall(r'text .* at [0-9.-]+,([0-9.-]+) .*"[0-9]+行"', page)) for page in lows.split('\npage ')[1:]]
        if len(set(lows)) != 1:
            complain(f'{s.heads}: cells begin at {lows}')
        pages = subprocess.run(['pdftotext', f'{folder}/kind.pdf', '-'], capture_output=True).stdout.decode().split('\f')
        on = dict(part.split(':') for part in wanted.split())
        for n, page in enumerate(pages[:-1], 1):
            want = on['first'] if n == 1 and 'first' in on else on.get('even' if n % 2 == 0 else 'odd', on.get('later', on.get('', '')))
            if ''.join(re.findall('[奇偶初]', page)) != want:
                complain(f'{s.heads}: page {n} of {len(pages) - 1} has {re.findall("[奇偶初]", page)}')
        if '偶数' in err:
            complain(f'{s.heads}: {err}')

# Rows and columns that stand on each page: as often as the sheet prints them, with the same values, a head where no cell
# leaves it; a page has room for less then.
def titled(titles, rows=120):
    s = sheet(columns=[(1, 30, 10.75, False)], titles=titles)
    s.put(1, 1, '様式一', columns=4)
    s.put(2, 1, '氏名{氏名}', columns=2)
    s.put(3, 1, '番号', box='thin', rows=2)
    s.put(3, 2, '内容', box='thin', columns=3)
    for c, word in ((2, 'あ'), (3, 'い'), (4, 'う')):
        s.put(4, c, word, box='thin')
    for r in range(5, rows):
        for c in range(1, 5):
            s.put(r, c, f'{r}の{c}', box='thin')
    return s


def count_pages(word):
    pages = subprocess.run(['pdftotext', f'{folder}/kind.pdf', '-'], capture_output=True).stdout.decode().split('\f')[:-1]
    return [p.count(word) for p in pages]


for titles, heads, first, number in [('$1:$4', 3, 3, 3), ('$3:$4', 2, 1, 3), ('$2:$3', 2, 1, 3), ('$A:$A', 0, 1, 1), ('$A:$A,$1:$4', 3, 3, 3),
                                     ('$1:$1', 3, 3, 1), (None, 0, 1, 1)]:
    text, err = form(titled(titles))
    if (text.count('<table-head>'), text.count('>様式一<'), text.count('>番号<')) != (heads, first, number):
        complain(f'{titles}: {text.count("<table-head>")} heads, {text.count(">様式一<")}, {text.count(">番号<")}')
    if count_pages('番号') != ([1, 1, 1] if number == 3 else [1, 0, 0]):
        complain(f'{titles}: {count_pages("番号")}')
    if set(re.findall('select="([^"]*)"', text)) != {'氏名'}:
        complain(f'{titles}: {re.findall("select=.*?missing", text)}')
    for r in range(5, 120):
        if text.count(f'>{r}の2<') != 1:
            complain(f'{titles}: row {r} is there {text.count(f">{r}の2<")} times')
    if ('分かれる' in err) != (titles == '$2:$3') or 'くり返して' in err or '隠した' in err:
        complain(f'{titles}: {err}')
s = titled('$1:$4')  # above what is printed, the rows stand there all the same
s.area = '$A$40:$D$110'
form(s)
if count_pages('様式一') != [1, 1]:
    complain(f'above the area: {count_pages("様式一")}')
s = titled('$A:$A')
for c in range(5, 16):
    s.put(6, c, f'右{c}', box='thin')
form(s)
if count_pages('100の1') != [0, 1, 0] * 3:
    complain(f'columns: {count_pages("100の1")}')
s.titles = '$1:$5000'
wants('too many', grid(s, status=3)[1], 'formin-large')
form(titled('$3:$4'))  # again: what the author wrote in each of them stays, wherever the rows go
path = f'{folder}/kind/form.xml'
text = open(path, encoding='utf-8').read()
open(path, 'w', encoding='utf-8').write(text.replace('>番号<', '>No.<'))
s = titled('$4:$5')
s.cells = {(r + 1, c): v for (r, c), v in s.cells.items()}
s.merges = [(a + 1, b, c + 1, d) for a, b, c, d in s.merges]
s.put(1, 1, '新しい題')
Book(s).write(f'{folder}/kind.xlsx')
code, _, err = call(f'{folder}/kind.xlsx', '-o', f'{folder}/kind', '--again')
if code or 'formin-gone' in err or open(path, encoding='utf-8').read().count('>No.<') != 3:
    complain(f'again: exit {code}: {err}')
wants('again', err, 'A4@2：様式に書いたもの')

# A part that cannot be read is told; the sheet is a form all the same.
s = sheet()
s.put(1, 1, [('大きな', {'size': 400}), ('字', None)])
s.parts = {'drawings/drawing1.xml': ('drawing', 'application/vnd.openxmlformats-officedocument.drawing+xml', '<xdr:wsDr><a>')}
wants('unread', form(s)[1], '読めない部分「xl/drawings/drawing1.xml」')
s.parts = {'drawings/drawing1.xml': ('drawing', 'application/vnd.openxmlformats-officedocument.drawing+xml', """<?xml version="1.0"?>
<xdr:wsDr xmlns:xdr="x" xmlns:a="a">""" + ''.join(f'<xdr:oneCellAnchor><xdr:from><xdr:col>{i}</xdr:col><xdr:row>{i}</xdr:row></xdr:from><xdr:{kind}><a:t>文{i}</a:t></xdr:{kind}></xdr:oneCellAnchor>'
                                               for i, kind in enumerate(['pic', 'sp', 'cxnSp', 'graphicFrame'])) + '</xdr:wsDr>')}
wants('things', grid(s)[1], '様式!A1：写せません：画像.*「文0」', '様式!B2：写せません：図形か.*「文1」', '様式!C3：写せません：線', '様式!D4：写せません：グラフ')

# Pictures: in the empty cell that they are in; else below the page; else told. The files are beside the form.
def png(shade):
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    rows = b''.join(b'\0' + bytes([shade]) * 40 for _ in range(40))
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 40, 40, 8, 0, 0, 0, 0)) + chunk(b'IDAT', zlib.compress(rows)) +
            chunk(b'IEND', b''))


def anchored(row, column, size=None, to=None, off=(0, 0), descr='', media='rId1', inside='', link='embed'):
    def place(tag, r, c, x, y):
        return (f'<xdr:{tag}><xdr:col>{c - 1}</xdr:col><xdr:colOff>{int(x * 36000)}</xdr:colOff><xdr:row>{r - 1}</xdr:row>'
                f'<xdr:rowOff>{int(y * 36000)}</xdr:rowOff></xdr:{tag}>')
    kind = 'two' if to else 'one'
    end = place('to', *to, 0, 0) if to else f'<xdr:ext cx="{size[0] * 36000}" cy="{size[1] * 36000}"/>'
    return (f'<xdr:{kind}CellAnchor>{place("from", row, column, *off)}{end}<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="図 1" descr="{descr}"/>'
            f'</xdr:nvPicPr><xdr:blipFill><a:blip r:{link}="{media}"/>{inside}</xdr:blipFill><xdr:spPr><a:xfrm><a:ext cx="1" cy="1"/></a:xfrm></xdr:spPr>'
            f'</xdr:pic><xdr:clientData/></xdr:{kind}CellAnchor>')


PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships'
OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'


def pictured(s, *anchors, media=None):
    s.parts = {'drawings/drawing1.xml': ('drawing', 'application/vnd.openxmlformats-officedocument.drawing+xml',
                                         '<?xml version="1.0"?><xdr:wsDr xmlns:xdr="x" xmlns:a="a" xmlns:r="r">' + ''.join(anchors) + '</xdr:wsDr>'),
               'drawings/_rels/drawing1.xml.rels': (None, None, f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/image" '
                                                    'Target="../media/image1.png"/></Relationships>'),
               'media/image1.png': (None, None, png(90) if media is None else media)}
    return s


def pictures():
    return sorted(name for name in os.listdir(f'{folder}/kind') if name.startswith('picture-'))


def boxed():
    s = sheet(rows={2: 60, 3: 60})
    s.put(1, 1, '題')
    s.put(2, 1, None, rows=2, columns=3, box='thin')
    s.put(4, 1, '終', columns=3, box='thin')
    return s


for anchor, place in [(anchored(2, 1, (20, 20), off=(0.5, 0.5), descr='市章'), ' align="start" valign="top"'),
                      (anchored(2, 1, (20, 20), off=(24, 11), descr='市章'), ' align="center" valign="middle"'),
                      (anchored(2, 3, (20, 20), off=(2, 21), descr='市章'), ' align="end" valign="bottom"'),
                      (anchored(2, 1, to=(4, 4), descr='市章'), ' align="start" valign="top"')]:
    text, err = form(pictured(boxed(), anchor))
    wants('in a cell', text, f'{place}><!-- A2 --><image src="picture-[0-9a-f]{{8}}.png" alt="市章" width="[0-9.]+mm" height="[0-9.]+mm"/></cell>')
    if '画像' in err or '<background' in text or len(pictures()) != 1:
        complain(f'in a cell: {err} {pictures()}')
text, err = form(pictured(boxed(), anchored(2, 1, (20, 20), descr='')))
wants('no description', text, 'alt="画像"')
wants('no description', err, '様式!A2：写せません：画像の説明')
text, err = form(pictured(boxed(), anchored(1, 1, (20, 15), off=(3, 2), descr='角印')))
wants('below', text, '<background src="picture-[0-9a-f]{8}.png" left="18.00mm" top="22.00mm" width="20.00mm" height="15.00mm"/>')
wants('below', err, '様式!A1：写せません：画像の読み上げ.*「角印」')
text, err = form(pictured(boxed(), anchored(1, 8, (200, 15), descr='大')))
wants('beyond the paper', err, '様式!H1：写せません：画像（様式の image で置き直す）「大」|様式!H1')
if '<background' in text:
    complain('beyond the paper')
for head in ('$1:$4', None):  # on each page, on the first, on later ones, on one of many
    for row, rows, on in [(1, 60, '' if head else ' on="first"'), (60, 60, ' on="later"'), (60, 180, None)]:
        s = titled(head, rows + 20)
        text, err = form(pictured(s, anchored(row, 1, (20, 15), descr='印')))
        if on is None:
            wants('told', err, f'様式!A{row}：写せません：画像（様式の image で置き直す）「印」')
        else:
            wants(f'{head} {row}', text, f'<background src="[^"]*"{on} left=')
        if ('<background' in text) != (on is not None) or len(pictures()) != (on is not None):
            complain(f'{head} {row} of {rows}: {pictures()} {err}')
for what, anchor, media in [('cut off', anchored(2, 1, (9, 9), descr='印', inside='<a:srcRect l="2000"/>'), None),
                            ('turned', anchored(2, 1, (9, 9), descr='印', inside='<a:xfrm rot="5400000"/>'), None),
                            ('elsewhere', anchored(2, 1, (9, 9), descr='印', link='link'), None),
                            ('unknown', anchored(2, 1, (9, 9), descr='印', media='rId9'), None),
                            ('EMF', anchored(2, 1, (9, 9), descr='印'), b'\1\0\0\0abc'), ('empty', anchored(2, 1, (9, 9), descr='印'), b'')]:
    text, err = form(pictured(boxed(), anchor, media=media))
    wants(what, err, '様式!A2：写せません：画像（様式の image で置き直す）「印」')
    if 'picture-' in text or pictures():
        complain(f'{what}: {pictures()}')
text, err = form(pictured(boxed(), anchored(2, 1, (20, 20), descr='一'), anchored(2, 3, (9, 9), descr='二'), anchored(1, 2, (9, 9), descr='三')))
if len(pictures()) != 1 or text.count('<image') != 1 or text.count('<background') != 1:
    complain(f'one picture at three places: {pictures()} {text[:900]}')
wants('a page has one background', err, '写せません：画像（様式の image で置き直す）「三」', '画像の読み上げ.*「二」')
code, _, err = call(f'{folder}/kind.xlsx', '-o', f'{folder}/kind', '--again')
if code or len(pictures()) != 1:
    complain(f'again: {err}')
open(f'{folder}/kind/{pictures()[0]}', 'w').write('own')
if call(f'{folder}/kind.xlsx', '-o', f'{folder}/kind', '--again')[0] != 2:
    complain('a picture of somebody is written over')

# ---- which sheet ----
one, two = sheet(), Sheet('裏', font='ＭＳ ゴシック')
one.put(1, 1, '表')
two.put(1, 1, '裏')
wants('two sheets', grid([one, two], status=2)[1], 'formin-sheet.*|様式、裏')
wants('named', grid([one, two], '--sheet', '裏')[0], '“裏”')
two.state = 'hidden'
wants('hidden', grid([one, two])[0], '“表”')
wants('hidden, named', grid([one, two], '--sheet', '裏')[0], '“裏”')
wants('empty', grid(sheet(), status=3)[1], 'formin-empty')
s = sheet()
s.put(3, 3, '字')
wants('no area', grid(s)[1], 'A1:C3.*formin-no-area')

# ---- too much ----
s = sheet(area='$A$1:$ZZ$5')
s.put(1, 1, '字')
wants('wide', grid(s, status=3)[1], 'formin-large')
s = sheet(area='$A$1:$C$50000')
s.put(1, 1, '字')
wants('long', grid(s, status=3)[1], 'formin-large')
s = sheet()
s.put(1, 1, '字')
s.put(1, 16384, '端')
wants('far', grid(s, status=3)[1], 'formin-large')
s = sheet(area='$A:$C')
s.put(4, 2, '字')
wants('columns', grid(s)[0], '“字”')
s = sheet(area='$A$1:$XFD$1048576')
s.put(4, 2, '字')
wants('all', grid(s)[0], '“字”')
s = sheet()
s.put(1, 1, '字')
s.merges += [(1, 1, 1048576, 16384)]
grid(s)
s.merges = [(1, 1, 3, 3), (2, 2, 4, 4), (1, 1, 3, 3)]  # over each other
grid(s)
s = sheet(columns=[(1, 16384, 255, False)])
s.put(1, 1, '字')
grid(s)
for i in range(2, 9):
    s.put(1, i, '字')
grid(s)
s = sheet()
s.put(1, 1, 'と' * 3000, wrap=True)
form(s)
s = sheet(rows={1: 1}, columns=[(1, 3, 0.5, False)])
s.put(1, 1, '細い所の字')
s.put(1, 2, '字', box='thin')
s.put(1, 3, '字', turn=255, box='thin')
form(s)
s = sheet(columns=[(1, 3, 2, False)])
s.put(1, 1, 'とても長い縦書きの見出しの語', turn=255, rows=3, align='center', valign='center', box='thin')
s.put(1, 2, '縦の見出し', turn=255, rows=3, size=20, box='thin')
form(s)
s = sheet(columns=[(1, 3, 5, True)])
s.put(1, 1, '字')
grid(s, status=3)
sys.exit(bad)
