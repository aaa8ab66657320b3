"""fillable.py PDF...: a fillable document keeps what a record promises (PDF/A-2: 6.4.1; PDF/UA-1: 7.18) and what its
fields need: a name each, a tip, an appearance, a font with what is typed; nothing acts, nothing is left to the reader.
fillable.py --fill PDF OUT: fills every field by its kind, as a program without fonts does it."""
import os
import sys

import pikepdf

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'record'))
import clauses  # noqa: E402

TYPED = '青木　空 﨑髙邊 ABC 123'


def fields_of(pdf):
    return list(pdf.Root.AcroForm.Fields)


def elements(node, found):
    for kid in ([node.K] if '/K' in node and not isinstance(node.K, pikepdf.Array) else node.get('/K', [])):
        if isinstance(kid, pikepdf.Dictionary):
            if kid.get('/S') is not None:
                found[kid.objgen] = kid
                elements(kid, found)
    return found


def faults(path):
    pdf = pikepdf.open(path)
    # A record has nothing but pages; this one has fields, too. Headings are the form's.
    for clause, wrong in clauses.broken(path).items():
        wrong = [w for w in wrong if w != '/AcroForm' and not w.endswith('annotations or actions')]
        if wrong and 'headings' not in clause:
            yield f'{clause}: {wrong[0]}'
    form = pdf.Root.AcroForm
    if form.get('/NeedAppearances') or '/XFA' in form:
        yield 'the form leaves its look to the reader, or is XFA'
    widgets = {w.objgen: page for page in pdf.pages for w in page.obj.get('/Annots', []) if w.Subtype != '/Link'}
    parents = dict(zip(map(int, list(pdf.Root.StructTreeRoot.ParentTree.Nums)[::2]),
                       list(pdf.Root.StructTreeRoot.ParentTree.Nums)[1::2]))
    structure = elements(pdf.Root.StructTreeRoot, {})
    names = [str(f.T) for f in fields_of(pdf)]
    if not names or len(set(names)) != len(names) or any('.' in n or not n for n in names):
        yield 'names of fields'
    if {f.objgen for f in fields_of(pdf)} != set(widgets):
        yield 'a field is on no page'
    keys = set()
    for f in fields_of(pdf):
        name = str(f.T)
        if f.Subtype != '/Widget' or f.F != 4 or '/A' in f or '/AA' in f or not str(f.get('/TU', '')):
            yield f'{name}: no plain widget with a tip'
        look = f.AP.N
        if '/D' in f.AP or '/R' in f.AP or (f.FT == '/Btn') != (not isinstance(look, pikepdf.Stream)):
            yield f'{name}: appearance'
        if f.FT == '/Btn' and (set(look.keys()) != {'/Yes', '/Off'} or f.AS != '/Off' or f.V != '/Off'):
            yield f'{name}: states'
        if f.FT in ('/Tx', '/Ch'):
            font = str(f.DA).split()[0]
            if font not in form.DR.Font or '/V' in f:
                yield f'{name}: what it is typed in'
        element = parents.get(int(f.StructParent))
        keys.add(int(f.StructParent))
        if element is None or element.objgen not in structure or element.S != '/Form' or \
                element.K.get('/Type') != '/OBJR' or element.K.Obj.objgen != f.objgen:
            yield f'{name}: no element of the structure'
        if widgets[f.objgen].obj.get('/Tabs') != '/S':
            yield f'{name}: not in the order of the structure'
        box, page = [float(x) for x in f.Rect], [float(x) for x in widgets[f.objgen].mediabox]
        if not (page[0] <= box[0] < box[2] <= page[2] and page[1] <= box[1] < box[3] <= page[3]):
            yield f'{name}: outside its page'
    if len(keys) != len(names):
        yield 'two fields of one element'
    for font in (form.DR.Font[key] for key in form.DR.Font.keys()):
        below = font.DescendantFonts[0]
        if '+' in str(below.BaseFont) or '/FontFile2' not in below.FontDescriptor or '/ToUnicode' not in font:
            yield 'the font is not whole'


def fill(path, out):
    pdf = pikepdf.open(path)
    for f in fields_of(pdf):
        if f.FT == '/Btn':
            f.V = f.AS = pikepdf.Name('/Yes')
        elif f.FT == '/Ch':
            f.V = f.Opt[-1]
            del f['/AP']
        elif f.FT == '/Tx':
            f.V = pikepdf.String('0' * int(f.MaxLen) if '/MaxLen' in f else TYPED)
            del f['/AP']
    pdf.save(out)


if sys.argv[1] == '--fill':
    fill(*sys.argv[2:])
else:
    bad = False
    for pdf_path in sys.argv[1:]:
        for fault in faults(pdf_path):
            bad = True
            print(f'{os.path.basename(pdf_path)}: {fault}')
    sys.exit(bad)
