#!/usr/bin/env python3
"""make.py FOLDER [plain]: the three sheets of graph paper that tests/forms_in.sh takes in, and the first of them revised.
All fictional. plain: without what lies on the cells."""
import sys

sys.dont_write_bytecode = True

from sheets import Book, Sheet


def plan(revised=False):
    """A plan: 46 narrow columns, one page of A4, labels, boxes, every kind of rule, braces."""
    s = Sheet('個別計画')
    s.columns = [(1, 46, 2.125, False)]
    s.properties = '<pageSetUpPr fitToPage="1"/>'
    s.page = 'paperSize="9" orientation="portrait" fitToWidth="1" fitToHeight="1"'
    s.options = 'horizontalCentered="1"'
    s.area = '$A$1:$AT$46'
    s.foot = '&L様式第1号&C&P／&N'
    gothic = dict(font='BIZ UDゴシック', valign='center')
    label = dict(font='BIZ UDゴシック', box='thin', align='distributed', valign='center', fill='E6E6E6')
    value = dict(box='thin', valign='center')
    s.put(1, 1, '個別支援計画（見本）', columns=46, rows=2, size=16, bold=True, align='center', **gothic)
    s.put(3, 34, '作成日', columns=4, align='right')
    s.put(3, 38, '{作成日}', columns=9, bottom='thin', align='center')
    r = 5
    if revised:
        s.put(r, 1, '事業所番号', rows=1, columns=8, **label)
        s.put(r, 9, '{}', rows=1, columns=38, **value)
        r += 1
    s.put(r, 1, 'ふりがな', rows=1, columns=8, **dict(label, bottom='dotted'))
    s.put(r, 9, '{児童/ふりがな}', columns=16, size=8, **dict(value, bottom='dotted'))
    s.put(r + 1, 1, '児童氏名', rows=2, columns=8, **dict(label, top='dotted'))
    s.put(r + 1, 9, '{児童/氏名}', rows=2, columns=16, size=14, **dict(value, top='dotted'))
    s.put(r, 25, '生年月日', rows=3, columns=7, **label)
    s.put(r, 32, '{}', rows=3, columns=15, align='center', **value)
    s.put(r + 3, 1, '保護者の\n意向', rows=4, columns=8, wrap=True, **dict(label, align='center'))
    s.put(r + 3, 9, '{保護者の意向}', rows=4, columns=38, wrap=True, **dict(value, valign='top'))
    s.put(r + 7, 1, '総合的な支援の方針', rows=4, columns=8, wrap=True, **dict(label, align='center'))
    s.put(r + 7, 9, '{}', rows=4, columns=38, wrap=True, **dict(value, valign='top'))
    t = r + 12
    s.put(t, 1, '支援の目標と内容', columns=12, bold=True, font='BIZ UDゴシック')
    t += 1
    s.put(t, 1, '領域', rows=7, columns=2, turn=255, **dict(label, align='center', left='medium', top='medium', bottom='double'))
    heads = ((3, 3, '番号'), (6, 14, '支援目標'), (20, 17, '支援内容'), (37, 10, '達成時期'))
    for c, n, text in heads:
        s.put(t, c, text, columns=n, **dict(label, align='center', top='medium', bottom='thin',
                                            right='medium' if c == 37 else 'thin'))
    for i in range(1, 7):
        for c, n, text in heads:
            body = i if c == 3 else {6: '{目標/支援目標}', 20: '{目標/支援内容}', 37: '{目標/@達成時期}'}[c] if i == 1 else None
            s.put(t + i, c, body, columns=n, wrap=c != 3, align='center' if c in (3, 37) else None, valign='center',
                  top='thin' if i == 1 else 'hair', bottom='double' if i == 6 else 'hair', left='thin',
                  right='medium' if c == 37 else 'thin')
        s.rows[t + i] = 27
    n = t + 8
    s.put(n, 1, '同意', columns=8, rows=3, **dict(label, align='center'))
    s.put(n, 9, [('上の計画について説明を受け、', None), ('同意', {'bold': True, 'font': 'BIZ UDゴシック'}),
                  ('しました', None), ('※', {'raised': 'superscript'}), ('。', None)], columns=22, rows=3, valign='center', top='thin', bottom='thin')
    s.put(n, 31, None, columns=6, rows=3, box='thin', up='thin')
    s.put(n, 37, '日付　{同意/年}年{同意/月}月{同意/日}日', columns=10, rows=3, shrink=True, **value)
    s.put(n + 4, 1, '※ 計画は六か月ごとに見直します。この文は、空いている右のセルに続けて印刷されます。', size=9)
    s.put(n + 5, 1, '作成者', columns=8, align='right')
    s.put(n + 5, 9, '児童発達支援管理責任者　{作成者}', columns=24, bottom='medium', indent=1, align='left')
    s.area = f'$A$1:$AT${n + 6}'
    return s


def record():
    """A record of a month: 31 like rows, landscape, scaled, hidden rows and columns, days of the era."""
    s = Sheet('実施記録', font='BIZ UDゴシック')
    s.columns = [(1, 30, 4.5, False), (31, 31, 4.5, True)]
    s.page = 'paperSize="9" orientation="landscape" scale="80"'
    s.margins = (15, 15, 12, 15, 8, 8)
    s.foot = '&L見本の事業所&R&P'
    s.area = '$B$2:$AD$38'
    g = dict(box='thin', valign='center')
    head = dict(g, align='center', fill='D9E1F2')
    s.put(2, 2, 'サービス提供の記録', columns=12, rows=2, size=14, bold=True, valign='center')
    s.put(2, 20, 45748, columns=10, format='[$-411]ggge"年"m"月分"', align='right')
    s.put(3, 20, '受給者証番号', columns=4)
    s.put(3, 24, '{受給者証番号}', columns=6, bottom='thin', align='center', font='BIZ UD明朝')
    heads = ((2, 2, '日'), (4, 2, '曜日'), (6, 4, '開始時間'), (10, 4, '終了時間'), (14, 4, '送迎'), (18, 12, '備考'))
    for c, n, text in heads:
        s.put(5, c, text, columns=n, **dict(head, top='medium', bottom='medium', left='medium' if c == 2 else 'thin',
                                            right='medium' if c == 18 else 'thin'))
    for d in range(31):
        for c, n, _ in heads:
            s.put(6 + d, c, d + 1 if c == 2 else None, columns=n, **dict(
                g, align='center', bottom='medium' if d == 30 else 'thin', left='medium' if c == 2 else 'thin',
                right='medium' if c == 18 else 'thin'))
        s.rows[6 + d] = 15
    s.rows[4] = 0
    s.put(4, 2, '隠した行')
    s.put(37, 2, '合計', columns=4, **head)
    s.put(37, 6, ('SUM(F6:F36)', 0), columns=8, format='#,##0"時間";-#,##0;"－"', align='right', box='thin')
    s.put(37, 14, 0.125, columns=4, format='0.0%', box='thin')
    s.put(38, 2, '備考には、変わったことだけを書きます。', size=9, color='FF0000')
    return s


DRAWING = '''<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:from><xdr:col>8</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>10</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>3</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="図形 1"/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr><a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>印</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>'''
COMMENTS = '''<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>係</author></authors><commentList><comment ref="C4" authorId="0"><text><t>ここは係が書く</t></text></comment></commentList></comments>'''
CONTROLS = '''<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape id="c1" type="#_x0000_t201"><v:textbox><div>送迎あり</div></v:textbox><x:ClientData ObjectType="Checkbox"><x:Anchor>1, 0, 6, 0, 3, 0, 7, 0</x:Anchor></x:ClientData></v:shape></xml>'''


def claim():
    """A claim of two pages of B5: lines of values, all that cannot be carried over."""
    s = Sheet('請求', font='BIZ UDゴシック')
    s.columns = [(1, 2, 3.5, False), (3, 3, 12.625, False), (4, 12, 5.375, False)]
    s.page = 'paperSize="13" orientation="portrait"'
    s.margins = (20, 10, 15, 12, 10, 8)
    s.head, s.foot = '&C請求書（控）', '&R&P／&N　&D'
    s.area = '$A$1:$L$40'
    g = dict(box='thin', valign='center')
    s.put(1, 1, '請　求　書', columns=12, rows=2, size=18, align='center', valign='center', font='BIZ UD明朝')
    s.put(4, 1, '{宛名}　様', columns=6, bottom='thin', size=12)
    s.put(4, 9, '印', align='center', box='dashed')
    heads = ((1, 2, '№'), (3, 3, '内容'), (6, 2, '数量'), (8, 2, '単価'), (10, 3, '金額'))
    for c, n, text in heads:
        s.put(8, c, text, columns=n, **dict(g, align='center', bottom='double'))
    for i in range(10):
        for c, n, _ in heads:
            body = i + 1 if c == 1 else {3: '{明細/内容}', 6: '{明細/数量}', 8: '{明細/単価}', 10: '{明細/金額}'}[c]
            s.put(9 + i, c, body, columns=n, **dict(g, top='double' if i == 0 else 'thin', align='right' if c > 3 else None,
                                                    shrink=c == 3))
        s.rows[9 + i] = 18
    s.put(19, 1, '合計', columns=9, **dict(g, align='right', top='thick'))
    s.put(19, 10, '{合計}', columns=3, **dict(g, align='right', top='thick'))
    s.put(21, 1, '振込先', rows=4, turn=90, align='center', **g)
    s.put(21, 2, '見本銀行　海辺支店\n普通　0000000', columns=11, rows=4, wrap=True, **g)
    s.put(26, 1, '＜＞&"\'', columns=4, down='thin')
    s.breaks = [27]
    s.put(28, 1, '裏面', columns=12, align='center', bold=True)
    s.put(29, 1, '下のことを確かめました。', columns=12)
    for i in range(5):
        s.put(30 + i, 1, '□', align='center', **g)
        s.put(30 + i, 2, f'{"一二三四五"[i]}つ目の項目', columns=11, **g)
    s.put(36, 1, None, rows=4, columns=12, box='mediumDashed')
    s.extra = '<conditionalFormatting sqref="J9:L18"><cfRule type="cellIs" priority="1" operator="lessThan"><formula>0</formula></cfRule></conditionalFormatting>' \
        '<dataValidations count="1"><dataValidation type="whole" sqref="F9:G18"><formula1>0</formula1><formula2>9</formula2></dataValidation></dataValidations>'
    s.parts = {'drawings/drawing1.xml': ('drawing', 'application/vnd.openxmlformats-officedocument.drawing+xml', DRAWING),
               'comments1.xml': ('comments', 'application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml', COMMENTS),
               'drawings/vmlDrawing1.vml': ('vmlDrawing', None, CONTROLS)}
    return s


if __name__ == '__main__':
    folder = sys.argv[1]
    Book(plan()).write(f'{folder}/keikaku.xlsx')
    Book(plan(revised=True)).write(f'{folder}/keikaku-2.xlsx')
    Book(record()).write(f'{folder}/kiroku.xlsx')
    last = claim()
    if sys.argv[2:] == ['plain']:
        last.parts, last.foot = {}, '&R&P／&N'
    Book(last).write(f'{folder}/seikyuu.xlsx')
