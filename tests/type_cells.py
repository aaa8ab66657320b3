"""type_cells.py FILE.xlsx README CHAPTER: types into a workbook what a chapter of a manual says, as somebody would who
sits before it: below the heading in the sheet, or beside it where the fields stand downwards. In the chapter a table
has a line for each record: | sheet | field **value**, field **value** |. What looks like a day becomes a day, as
spreadsheets do. Prints how many cells were typed; a heading or sheet that is not there is an error."""
import datetime
import re
import sys
import zipfile
import xml.etree.ElementTree as ET

MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
LINKS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
FIELD_AT, RECORDS_AT, ACROSS_AT = 3, 6, 5  # rows of headings and first records; the first column of records across


def tag(name):
    return '{%s}%s' % (MAIN, name)


def lines_of(readme, chapter):
    inside = False
    for line in open(readme, encoding='utf-8'):
        if line.startswith('## '):
            inside = chapter in line
        cells = [x.strip() for x in line.strip().strip('|').split('|')]
        if inside and line.startswith('|') and len(cells) == 2 and '**' in cells[1]:
            yield cells[0], re.findall(r'([^、*]+?)\s*\*\*(.+?)\*\*', cells[1])


def column_of(letters):
    n = 0
    for c in letters:
        n = n * 26 + ord(c) - 64
    return n


def letters_of(n):
    text = ''
    while n:
        n, rest = divmod(n - 1, 26)
        text = chr(65 + rest) + text
    return text


class Sheet:
    def __init__(self, root, shared):
        self.root, self.count = root, 0
        self.cells = {}
        for c in root.iter(tag('c')):
            letters, row = re.match(r'([A-Z]+)(\d+)', c.get('r')).groups()
            v = c.find(tag('v'))
            text = shared[int(v.text)] if v is not None and c.get('t') == 's' else ''
            self.cells[int(row), column_of(letters)] = text
        self.across = any(self.cells.get((row, 4)) == '例' for row in range(1, 4))

    def find(self, field):
        at = [(r, c) for (r, c), text in self.cells.items() if text == field and (c == 2 if self.across else r == FIELD_AT)]
        if len(at) != 1:
            sys.exit('type_cells: %d headings %s' % (len(at), field))
        return at[0]

    def put(self, row, column, value):
        data = self.root.find(tag('sheetData'))
        line = next((r for r in data if int(r.get('r')) == row), None)
        if line is None:
            line = ET.Element(tag('row'), {'r': str(row)})
            data.insert(sum(int(r.get('r')) < row for r in data), line)
        name = '%s%d' % (letters_of(column), row)
        cell = next((c for c in line if c.get('r') == name), None)
        if cell is None:
            style = next((c.get('style') for c in self.root.iter(tag('col'))
                          if int(c.get('min')) <= column <= int(c.get('max'))), None)
            cell = ET.Element(tag('c'), {'r': name, **({'s': style} if style else {})})
            line.insert(sum(column_of(re.match('[A-Z]+', c.get('r')).group()) < column for c in line), cell)
        for child in list(cell):
            cell.remove(child)
        day = re.fullmatch(r'(\d{4})/(\d{1,2})/(\d{1,2})', value)
        if day:
            cell.attrib.pop('t', None)
            ET.SubElement(cell, tag('v')).text = str((datetime.date(*map(int, day.groups())) - datetime.date(1899, 12, 30)).days)
        else:
            cell.set('t', 'inlineStr')
            ET.SubElement(ET.SubElement(cell, tag('is')), tag('t')).text = value

    def type_record(self, fields):
        for field, value in fields:
            row, column = self.find(field)
            if self.across:
                self.put(row, ACROSS_AT + self.count, value)
            else:
                self.put(RECORDS_AT + self.count, column, value)
        self.count += 1


def main(path, readme, chapter):
    with zipfile.ZipFile(path) as z:
        parts = {i: z.read(i) for i in z.namelist()}
    shared = [''.join(t.text or '' for t in si.iter(tag('t'))) for si in ET.fromstring(parts['xl/sharedStrings.xml'])]
    links = {r.get('Id'): 'xl/' + r.get('Target') for r in ET.fromstring(parts['xl/_rels/workbook.xml.rels'])}
    files = {s.get('name'): links[s.get('{%s}id' % LINKS)] for s in ET.fromstring(parts['xl/workbook.xml']).iter(tag('sheet'))}
    sheets, typed = {}, 0
    for name, fields in lines_of(readme, chapter):
        if name not in files:
            sys.exit('type_cells: no sheet %s' % name)
        if name not in sheets:
            sheets[name] = Sheet(ET.fromstring(parts[files[name]]), shared)
        sheets[name].type_record(fields)
        typed += len(fields)
    ET.register_namespace('', MAIN)
    ET.register_namespace('r', LINKS)
    for name, sheet in sheets.items():
        parts[files[name]] = ET.tostring(sheet.root, encoding='UTF-8', xml_declaration=True)
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z:
        for name, data in parts.items():
            z.writestr(name, data)
    print(typed)


main(*sys.argv[1:])
