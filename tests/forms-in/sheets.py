"""sheets.py: workbooks as spreadsheets have them, byte for byte the same each time; only what tests of renkei-form want."""
import zipfile
from xml.sax.saxutils import escape, quoteattr

MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
PACK = 'http://schemas.openxmlformats.org/package/2006/relationships'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def letters(column):
    out = ''
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


def at(row, column):
    return f'{letters(column)}{row}'


class Sheet:
    """Columns and rows count from 1. A look is a dict: font, size, bold, italic, underline, color, fill, align, valign,
    wrap, shrink, indent, turn, format, and rules: top, right, bottom, left, up, down."""

    def __init__(self, name, font='BIZ UD明朝', size=11):
        self.name, self.font, self.size = name, font, size
        self.cells, self.merges, self.columns, self.rows = {}, [], [], {}
        self.area = self.titles = self.head = self.foot = None  # titles: $A:$B,$1:$3, on each page
        self.heads = {}  # evenHeader, firstFooter …: a text
        self.page = 'paperSize="9" orientation="portrait"'
        self.margins = (20, 15, 15, 15, 10, 8)  # mm: top right bottom left head foot
        self.options = self.properties = self.extra = self.views = ''
        self.breaks = []
        self.state = None
        self.parts = {}  # name: (type, content type, bytes), of the sheet

    def put(self, row, column, value=None, rows=1, columns=1, **look):
        """A value, over several cells where it is merged; rules go round all of it."""
        edges = {e: look.pop(e) for e in ('top', 'right', 'bottom', 'left') if e in look}
        if look.pop('frame', None):
            raise ValueError('frame')
        box = look.pop('box', None)
        if box:
            for e in ('top', 'right', 'bottom', 'left'):
                edges.setdefault(e, box)
        for r in range(row, row + rows):
            for c in range(column, column + columns):
                own = dict(look)
                if r == row and 'top' in edges:
                    own['top'] = edges['top']
                if r == row + rows - 1 and 'bottom' in edges:
                    own['bottom'] = edges['bottom']
                if c == column and 'left' in edges:
                    own['left'] = edges['left']
                if c == column + columns - 1 and 'right' in edges:
                    own['right'] = edges['right']
                self.cells[r, c] = (value if (r, c) == (row, column) else None, own)
        if rows > 1 or columns > 1:
            self.merges.append((row, column, row + rows - 1, column + columns - 1))


class Book:
    def __init__(self, *sheets):
        self.sheets = sheets
        self.fonts, self.fills, self.borders, self.formats, self.looks, self.strings = [], [], [], [], [], []
        first = sheets[0]
        self.font_of({'font': first.font, 'size': first.size})
        self.fills += ['<fill><patternFill patternType="none"/></fill>', '<fill><patternFill patternType="gray125"/></fill>']
        self.borders.append('<border><left/><right/><top/><bottom/><diagonal/></border>')
        self.looks.append('<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>')

    @staticmethod
    def once(where, what):
        if what not in where:
            where.append(what)
        return where.index(what)

    def font_xml(self, look, tag='font', name='name'):
        out = ''.join(f'<{t}/>' for k, t in (('bold', 'b'), ('italic', 'i'), ('strike', 'strike'), ('underline', 'u'))
                      if look.get(k))
        if look.get('raised'):
            out += f'<vertAlign val="{look["raised"]}"/>'
        out += f'<sz val="{look.get("size", self.sheets[0].size)}"/>'
        if look.get('color'):
            out += f'<color rgb="FF{look["color"]}"/>'
        font = look.get('font', self.sheets[0].font)
        return f'<{tag}>{out}<{name} val={quoteattr(font)}/><family val="1"/><charset val="128"/></{tag}>'

    def font_of(self, look):
        return self.once(self.fonts, self.font_xml(look))

    def look_of(self, look):
        fill = 0
        if look.get('fill'):
            fill = self.once(self.fills, '<fill><patternFill patternType="solid"><fgColor rgb="FF' + look['fill'] +
                             '"/><bgColor indexed="64"/></patternFill></fill>')
        up, down = look.get('up'), look.get('down')
        border = '<border' + (' diagonalUp="1"' if up else '') + (' diagonalDown="1"' if down else '') + '>'
        for edge in ('left', 'right', 'top', 'bottom'):
            border += f'<{edge} style="{look[edge]}"><color auto="1"/></{edge}>' if look.get(edge) else f'<{edge}/>'
        border += f'<diagonal style="{up or down}"><color auto="1"/></diagonal>' if up or down else '<diagonal/>'
        border = self.once(self.borders, border + '</border>')
        number = 0
        if look.get('format'):
            number = 164 + self.once(self.formats, look['format'])
        place = ''
        for key, name in (('align', 'horizontal'), ('valign', 'vertical'), ('indent', 'indent'), ('turn', 'textRotation')):
            if look.get(key) is not None:
                place += f' {name}="{look[key]}"'
        for key, name in (('wrap', 'wrapText'), ('shrink', 'shrinkToFit')):
            if look.get(key):
                place += f' {name}="1"'
        inside = f'<alignment{place}/>' if place else ''
        return self.once(self.looks, f'<xf numFmtId="{number}" fontId="{self.font_of(look)}" fillId="{fill}" borderId="{border}" '
                         f'xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1" applyNumberFormat="1">{inside}</xf>')

    def string_of(self, value):
        """A text, or a list of (text, look) that are its parts."""
        if isinstance(value, str):
            return self.once(self.strings, f'<si><t xml:space="preserve">{escape(value)}</t></si>')
        runs = ''.join('<r>' + (self.font_xml(look, 'rPr', 'rFont') if look else '') +
                       f'<t xml:space="preserve">{escape(text)}</t></r>' for text, look in value)
        return self.once(self.strings, f'<si>{runs}</si>')

    def cell_xml(self, place, value, look):
        style = f' s="{self.look_of(look)}"' if look else ''
        if value is None:
            return f'<c r="{place}"{style}/>'
        if isinstance(value, tuple):  # formula, its value
            kind = ' t="str"' if isinstance(value[1], str) else ''
            return f'<c r="{place}"{style}{kind}><f>{escape(value[0])}</f><v>{escape(str(value[1]))}</v></c>'
        if isinstance(value, (int, float)):
            return f'<c r="{place}"{style}><v>{value}</v></c>'
        return f'<c r="{place}"{style} t="s"><v>{self.string_of(value)}</v></c>'

    def sheet_xml(self, s):
        out = HEAD + f'<worksheet xmlns="{MAIN}" xmlns:r="{REL}">'
        out += s.properties and f'<sheetPr>{s.properties}</sheetPr>'
        out += '<sheetFormatPr defaultRowHeight="13.5"/>'
        if s.columns:
            out += '<cols>' + ''.join(f'<col min="{a}" max="{b}" width="{w}" customWidth="1"{" hidden=" + chr(34) + "1" + chr(34) if h else ""}/>'
                                      for a, b, w, h in s.columns) + '</cols>'
        out += '<sheetData>'
        for row in sorted({r for r, _ in s.cells} | set(s.rows)):
            height = s.rows.get(row, 13.5)
            size = ' hidden="1"' if height == 0 else f' ht="{height}" customHeight="1"'
            out += f'<row r="{row}"{size}>' + ''.join(self.cell_xml(at(row, c), *s.cells[row, c])
                                                        for c in sorted(c for r, c in s.cells if r == row)) + '</row>'
        out += '</sheetData>'
        if s.merges:
            out += f'<mergeCells count="{len(s.merges)}">' + ''.join(
                f'<mergeCell ref="{at(a, b)}:{at(c, d)}"/>' for a, b, c, d in s.merges) + '</mergeCells>'
        top, right, bottom, left, head, foot = (f'{mm / 25.4:.6f}' for mm in s.margins)
        out += s.extra
        out += s.options and f'<printOptions {s.options}/>'
        out += f'<pageMargins left="{left}" right="{right}" top="{top}" bottom="{bottom}" header="{head}" footer="{foot}"/>'
        out += f'<pageSetup {s.page}/>'
        heads = {'oddHeader': s.head, 'oddFooter': s.foot, **s.heads}
        if any(v is not None for v in heads.values()):
            out += '<headerFooter' + ''.join(f' {a}="1"' for a, k in (('differentOddEven', 'even'), ('differentFirst', 'first'))
                                             if any(name.startswith(k) for name in heads)) + '>'
            out += ''.join(f'<{k}{w}er>{escape(heads[k + w + "er"])}</{k}{w}er>' for k in ('odd', 'even', 'first')
                           for w in ('Head', 'Foot') if heads.get(k + w + 'er') is not None) + '</headerFooter>'
        if s.breaks:
            out += f'<rowBreaks count="{len(s.breaks)}" manualBreakCount="{len(s.breaks)}">' + ''.join(
                f'<brk id="{b}" max="16383" man="1"/>' for b in s.breaks) + '</rowBreaks>'
        for i, kind in enumerate(t for t, _, _ in s.parts.values()):
            tag = {'drawing': 'drawing', 'vmlDrawing': 'legacyDrawing'}.get(kind)
            out += f'<{tag} r:id="rId{i + 1}"/>' if tag else ''
        return out + '</worksheet>'

    def write(self, path):
        types = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' \
            '<Default Extension="xml" ContentType="application/xml"/>' \
            '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>' \
            '<Default Extension="png" ContentType="image/png"/>'
        kinds = 'application/vnd.openxmlformats-officedocument.spreadsheetml.'
        files, sheets, rels, names = {}, '', '', ''
        for i, s in enumerate(self.sheets, 1):
            files[f'xl/worksheets/sheet{i}.xml'] = self.sheet_xml(s)
            types += f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{kinds}worksheet+xml"/>'
            state = f' state="{s.state}"' if s.state else ''
            sheets += f'<sheet name={quoteattr(s.name)} sheetId="{i}"{state} r:id="rId{i}"/>'
            rels += f'<Relationship Id="rId{i}" Type="{REL}/worksheet" Target="worksheets/sheet{i}.xml"/>'
            if s.area:
                ranges = ','.join("'" + s.name.replace("'", "''") + "'!" + a for a in s.area.split(','))
                names += f'<definedName name="_xlnm.Print_Area" localSheetId="{i - 1}">{escape(ranges)}</definedName>'
            if s.titles:
                ranges = ','.join("'" + s.name + "'!" + a for a in s.titles.split(','))
                names += f'<definedName name="_xlnm.Print_Titles" localSheetId="{i - 1}">{escape(ranges)}</definedName>'
            own = ''
            for k, (name, (kind, content, body)) in enumerate(s.parts.items(), 1):
                files['xl/' + name] = body
                if content:
                    types += f'<Override PartName="/xl/{name}" ContentType="{content}"/>'
                if kind:
                    own += f'<Relationship Id="rId{k}" Type="{REL}/{kind}" Target="../{name}"/>'
            if own:
                files[f'xl/worksheets/_rels/sheet{i}.xml.rels'] = HEAD + f'<Relationships xmlns="{PACK}">{own}</Relationships>'
        n = len(self.sheets)
        rels += f'<Relationship Id="rId{n + 1}" Type="{REL}/styles" Target="styles.xml"/>' \
            f'<Relationship Id="rId{n + 2}" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
        files['xl/sharedStrings.xml'] = HEAD + f'<sst xmlns="{MAIN}">' + ''.join(self.strings) + '</sst>'
        numbers = ''.join(f'<numFmt numFmtId="{164 + i}" formatCode={quoteattr(f)}/>' for i, f in enumerate(self.formats))
        files['xl/styles.xml'] = HEAD + f'<styleSheet xmlns="{MAIN}">' + (
            numbers and f'<numFmts count="{len(self.formats)}">{numbers}</numFmts>') + \
            f'<fonts count="{len(self.fonts)}">' + ''.join(self.fonts) + '</fonts>' \
            f'<fills count="{len(self.fills)}">' + ''.join(self.fills) + '</fills>' \
            f'<borders count="{len(self.borders)}">' + ''.join(self.borders) + '</borders>' \
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' \
            f'<cellXfs count="{len(self.looks)}">' + ''.join(self.looks) + '</cellXfs>' \
            '<cellStyles count="1"><cellStyle name="標準" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        files['xl/workbook.xml'] = HEAD + f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{sheets}</sheets>' + (
            names and f'<definedNames>{names}</definedNames>') + '</workbook>'
        files['xl/_rels/workbook.xml.rels'] = HEAD + f'<Relationships xmlns="{PACK}">{rels}</Relationships>'
        files['_rels/.rels'] = HEAD + f'<Relationships xmlns="{PACK}"><Relationship Id="rId1" Type="{REL}/officeDocument" ' \
            'Target="xl/workbook.xml"/></Relationships>'
        types += f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}sheet.main+xml"/>' \
            f'<Override PartName="/xl/styles.xml" ContentType="{kinds}styles+xml"/>' \
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kinds}sharedStrings+xml"/>'
        content = HEAD + f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{types}</Types>'
        with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z:
            for name, body in [('[Content_Types].xml', content)] + sorted(files.items()):
                info = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                z.writestr(info, body)
