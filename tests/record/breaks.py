"""breaks.py FOLDER OUT: of each clause (clauses.py) a file that breaks it, made from ours in FOLDER: the clause must find
it. The files stay in OUT, those that Preflight must find too as preflight-NAME.pdf."""
import os
import re
import subprocess
import sys

import pikepdf
from pikepdf import Array, Dictionary, Name, String

import clauses

# Where an alteration finds something to alter.
SOURCES = ['filled-hodei-futoukou-consent', 'filled-jihatsu-houmon-visit-letter', 'filled-hodei-futoukou-face-sheet',
           'bundle-household-K-0001', 'pictures-filled']
BREAKS = []


def breaks(clause, preflight=False):
    def add(function):
        BREAKS.append((clause, function.__name__, preflight, function))
        return function
    return add


def elements(pdf, role):
    def walk(e):
        for k in clauses.Look.kids(e):
            if isinstance(k, Dictionary) and '/S' in k:
                if k.S == role:
                    yield k
                yield from walk(k)
    return list(walk(pdf.Root.StructTreeRoot))


def fonts(pdf, subtype='/Type0'):
    return [o for o in pdf.objects if isinstance(o, Dictionary) and o.get('/Type') == '/Font' and o.get('/Subtype') == subtype]


def content(pdf, change):
    """The first page's content as changed text."""
    page = pdf.pages[0]
    data = page.Contents.read_bytes() if not isinstance(page.Contents, Array) else b''.join(c.read_bytes() for c in page.Contents)
    altered = change(data)
    assert altered != data
    page.Contents = pdf.make_stream(altered)


def xmp(pdf, change):
    data = pdf.Root.Metadata.read_bytes()
    altered = change(data)
    assert altered != data
    pdf.Root.Metadata = pdf.make_stream(altered, Type=Name.Metadata, Subtype=Name.XML)


# ---- what it says of itself ----

@breaks('A 6.6.2.1 XMP', preflight=True)
def no_xmp(pdf):
    del pdf.Root['/Metadata']


@breaks('A 6.6.2.3 information', preflight=True)
def another_title(pdf):
    pdf.docinfo['/Title'] = 'another'


@breaks('A 6.6.2.3 information')
def another_day(pdf):
    pdf.docinfo['/CreationDate'] = "D:19990101000000+09'00"


@breaks('A 6.6.4 part and level')
def another_level(pdf):
    xmp(pdf, lambda d: d.replace(b'conformance>A<', b'conformance>B<'))


@breaks('UA 5 claim')
def no_claim(pdf):
    xmp(pdf, lambda d: re.sub(rb'<pdfuaid:part>1</pdfuaid:part>\n', b'', d))


@breaks('UA 5 claim')
def untold_schema(pdf):
    xmp(pdf, lambda d: re.sub(rb'<rdf:Description rdf:about="" xmlns:pdfaExtension.*?</rdf:Description>\n', b'', d, flags=re.S))


@breaks('UA 7.1-9 title')
def no_title(pdf):
    xmp(pdf, lambda d: re.sub(rb'<dc:title>.*?</dc:title>\n', b'', d))


@breaks('UA 7.1-9 title')
def name_of_the_file(pdf):
    del pdf.Root.ViewerPreferences['/DisplayDocTitle']


@breaks('UA 7.1-9 title')
def number_for_a_title(pdf):
    xmp(pdf, lambda d: re.sub(rb'(<dc:title>.*?x-default">)[^<]*', rb'\1K-0005', d))


@breaks('UA 7.2 language')
def no_language(pdf):
    del pdf.Root['/Lang']


@breaks('UA 7.2 language')
def no_such_language(pdf):
    elements(pdf, '/P')[0]['/Lang'] = String('Japanese!')


# ---- colour, fonts, what must not be there ----

@breaks('A 6.2.4.3 output intent', preflight=True)
def no_intent(pdf):
    del pdf.Root['/OutputIntents']


@breaks('A 6.2.4.3 output intent')
def damaged_profile(pdf):
    i = pdf.Root.OutputIntents[0]
    i.DestOutputProfile = pdf.make_stream(i.DestOutputProfile.read_bytes()[:100], N=1)


@breaks('A 6.2.4.3 gray, or of a profile')
def red(pdf):
    content(pdf, lambda d: b'/Artifact BMC 1 0 0 rg 1 1 9 9 re f EMC\n' + d)


def images(pdf):
    return [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get('/Subtype') == '/Image']


@breaks('A 6.2.4.3 gray, or of a profile')
def red_of_no_profile(pdf):
    [i for i in images(pdf) if i.ColorSpace != '/DeviceGray'][0]['/ColorSpace'] = Name('/DeviceRGB')


@breaks('A 6.2.4.3 gray, or of a profile')
def profile_of_another(pdf):
    [i for i in images(pdf) if i.ColorSpace != '/DeviceGray'][0].ColorSpace[1] = pdf.make_stream(b'no profile', N=3)


@breaks('A 6.2.4.3 gray, or of a profile')
def ink_of_no_profile(pdf):
    [p.Resources.ColorSpace for p in pdf.pages if '/ColorSpace' in p.Resources][0].N0[2] = Name('/DeviceRGB')


@breaks('A 6.2.8 pictures as they are')
def smoothed(pdf):
    images(pdf)[0]['/Interpolate'] = True


@breaks('A 6.2.10 what shines through')
def mixed_in_gray(pdf):
    del [p for p in pdf.pages if '/Group' in p][0]['/Group']


@breaks('A 6.2.10 what shines through', preflight=True)
def half_seen(pdf):
    pdf.pages[0].Resources['/ExtGState'] = Dictionary(G=pdf.make_indirect(Dictionary(ca=0.5)))
    content(pdf, lambda d: b'/G gs\n' + d)


@breaks('A 6.2.11.4 embedded', preflight=True)
def not_embedded(pdf):
    del fonts(pdf)[0].DescendantFonts[0].FontDescriptor['/FontFile2']


@breaks('A 6.2.11.4 embedded')
def signs_without_descriptor(pdf):
    del fonts(pdf, '/Type3')[0]['/FontDescriptor']


@breaks('A 6.2.11.5 widths')
def other_widths(pdf):
    fonts(pdf)[0].DescendantFonts[0]['/W'] = Array([1, 5000, 333])


@breaks('A 6.2.11.5 widths')
def other_width_of_a_sign(pdf):
    fonts(pdf, '/Type3')[0].Widths[0] = 123


@breaks('A 6.2.11.8 no notdef')
def no_glyph(pdf):
    d = fonts(pdf)[0].DescendantFonts[0]
    d['/CIDToGIDMap'] = pdf.make_stream(bytes(2 * 65536))


@breaks('UA 7.21.3.2 CIDToGIDMap')
def no_glyph_map(pdf):
    del fonts(pdf)[0].DescendantFonts[0]['/CIDToGIDMap']


@breaks('UA 7.21.7 ToUnicode')
def no_characters(pdf):
    del fonts(pdf)[0]['/ToUnicode']


@breaks('UA 7.21.7 ToUnicode')
def one_character_less(pdf):
    f = fonts(pdf)[0]
    f['/ToUnicode'] = pdf.make_stream(re.sub(rb'\[<[0-9A-F]+>', b'[<>', f.ToUnicode.read_bytes(), count=1))


@breaks('UA 7.21.7 ToUnicode')
def a_range_that_is_too_long(pdf):
    f = fonts(pdf)[0]
    f['/ToUnicode'] = pdf.make_stream(re.sub(rb'\[<[0-9A-F]+>', b'[', f.ToUnicode.read_bytes(), count=1))


@breaks('UA 7.21.7 ToUnicode')
def signs_without_characters(pdf):
    del fonts(pdf, '/Type3')[0]['/ToUnicode']


@breaks('descriptors')
def mincho_without_serifs(pdf):
    d = [f.DescendantFonts[0].FontDescriptor for f in fonts(pdf) if 'Mincho' in str(f.BaseFont)][0]
    d['/Flags'] = 4


@breaks('A 6.1 nothing but pages', preflight=True)
def script(pdf):
    pdf.Root['/OpenAction'] = Dictionary(S=Name.JavaScript, JS=String('app.alert(1)'))


@breaks('A 6.1 nothing but pages')
def note(pdf):
    pdf.pages[0]['/Annots'] = Array([pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=String('x')))])


@breaks('A 6.1 nothing but pages')
def attachment(pdf):
    pdf.Root['/Names'] = Dictionary(EmbeddedFiles=Dictionary(Names=Array([])))


# ---- structure ----

@breaks('A 6.7.2.2 MarkInfo')
def not_marked(pdf):
    del pdf.Root['/MarkInfo']


@breaks('A 6.7.3.3 structure tree')
def no_tree(pdf):
    del pdf.Root['/StructTreeRoot']


@breaks('A 6.7.3.3 structure tree')
def no_way_up(pdf):
    del elements(pdf, '/P')[0]['/P']


@breaks('UA 7.1-5 roles')
def no_such_role(pdf):
    elements(pdf, '/P')[0]['/S'] = Name('/Paragraph')


@breaks('UA 7.1-3 all content is told')
def untold_text(pdf):
    content(pdf, lambda d: re.sub(rb'/[A-Z0-9]+ ?<< ?/MCID 0 ?>> ?BDC(.*?)\nEMC', rb'\1', d, count=1, flags=re.S))


@breaks('UA 7.1-3 all content is told')
def untold_line(pdf):
    content(pdf, lambda d: d + b'\n1 1 m 9 9 l S\n')


@breaks('UA 7.1-3 all content is told')
def endless_content(pdf):
    content(pdf, lambda d: b'/Artifact BMC\n' + d)


@breaks('UA 7.1-3 all content is told')
def artifact_in_an_element(pdf):
    content(pdf, lambda d: re.sub(rb'(/[A-Z0-9]+ ?<< ?/MCID 0 ?>> ?BDC)(.*?)(\nEMC)', rb'\1 /Artifact BMC\2 EMC\3', d, count=1, flags=re.S))


@breaks('A 6.7 StructParents')
def dangling_page(pdf):
    pdf.pages[0]['/StructParents'] = 4711


@breaks('A 6.7 StructParents')
def untold_page(pdf):
    del pdf.pages[0]['/StructParents']


@breaks('A 6.7 StructParents')
def other_owner(pdf):
    nums = pdf.Root.StructTreeRoot.ParentTree.Nums
    owners = nums[1]
    owners[0], owners[1] = owners[1], owners[0]


@breaks('A 6.7 StructParents')
def page_that_is_gone(pdf):
    elements(pdf, '/P')[0]['/Pg'] = pdf.make_indirect(Dictionary(Type=Name.Page))


@breaks('UA 7.1 nothing is told that is empty')
def paragraph_of_nothing(pdf):
    del elements(pdf, '/P')[0]['/K']


@breaks('UA 7.4 headings')
def no_heading(pdf):
    for level in '123':
        for e in elements(pdf, '/H' + level):
            e['/S'] = Name.P


@breaks('UA 7.4 headings')
def skipped_heading(pdf):
    elements(pdf, '/H1')[0]['/S'] = Name.H3


@breaks('UA 7.5 tables')
def table_without_heads(pdf):
    table = [t for t in elements(pdf, '/Table') if len(list(clauses.rows_of(t))) > 1][0]
    for row in clauses.rows_of(table):
        for cell in clauses.Look.kids(row):
            cell['/S'] = Name.TD


@breaks('UA 7.5 tables')
def row_that_is_short(pdf):
    row = [r for r in elements(pdf, '/TR') if len(clauses.Look.kids(r)) > 1][-1]
    row['/K'] = Array(list(row.K)[:-1])


@breaks('UA 7.5 tables')
def cell_that_goes_on_below(pdf):
    rows = [r for r in elements(pdf, '/TR') if len(clauses.Look.kids(r)) > 1]
    for cell in clauses.Look.kids(rows[-1]):
        cell['/A'] = Dictionary(O=Name.Table, Scope=Name.Row, RowSpan=99)


@breaks('UA 7.5 tables')
def cell_without_row(pdf):
    elements(pdf, '/TR')[0]['/S'] = Name.Div


@breaks('UA 7.5 scope')
def head_without_scope(pdf):
    del elements(pdf, '/TH')[0]['/A']


@breaks('UA 7.3 alternate texts')
def room_without_name(pdf):
    del elements(pdf, '/Figure')[0]['/Alt']


@breaks('UA 7.3 alternate texts')
def room_with_an_empty_name(pdf):
    elements(pdf, '/Figure')[0]['/Alt'] = String(' ')


@breaks('UA 7.3 alternate texts')
def room_without_box(pdf):
    del elements(pdf, '/Figure')[0]['/A']


@breaks('UA 7.2 ruby')
def reading_alone(pdf):
    elements(pdf, '/Ruby')[0]['/S'] = Name.Span


@breaks('UA 7.2 ruby')
def ruby_without_reading(pdf):
    ruby = elements(pdf, '/Ruby')[0]
    ruby['/K'] = Array(list(ruby.K)[:1])


@breaks('UA 7.6 lists')
def item_without_list(pdf):
    elements(pdf, '/P')[0]['/S'] = Name.LI


@breaks('7.3 no meaning by ink alone')
def ring_that_is_ink(pdf):
    content(pdf, lambda d: re.sub(rb'(/(?:P|TD|H1) ?<< ?/MCID \d+ ?>> ?BDC)', rb'\1 9 9 m 9 9 20 20 30 30 c S', d, count=1))


# ---- bytes ----

def bytes_of(clause, preflight=False):
    def add(function):
        function.bytes = True
        return breaks(clause, preflight)(function)
    return add


@bytes_of('A 6.1.2 header')
def older_version(data):
    return data.replace(b'%PDF-1.7', b'%PDF-1.5', 1)


@bytes_of('A 6.1.2 header')
def header_of_letters(data):
    return re.sub(rb'\A(%PDF-1\.7\n%)....', rb'\1abcd', data, flags=re.S)


@bytes_of('A 6.1.3 ID', preflight=True)
def no_id(data):
    return re.sub(rb'/ID( ?\[)', rb'/JD\1', data)


@bytes_of('A 6.6.2.1 XMP')
def damaged_xmp(data):
    return data.replace(b'</rdf:RDF>', b'</rdf:RDX>')


@bytes_of('A 6.1.7.1 streams')
def no_end_of_line(data):
    return data.replace(b'\nendstream', b' endstream', 1)


@bytes_of('A 6.1 whole')
def twice_ended(data):
    return data + b'%%EOF\n'


def save(pdf, path):
    plain = path + '.plain'
    pdf.save(plain, min_version='1.7', object_stream_mode=pikepdf.ObjectStreamMode.disable)
    subprocess.run(['qpdf', '--newline-before-endstream', '--object-streams=disable', plain, path], check=False)
    os.remove(plain)


def make(folder, name, function, path):
    """True if one of the sources has what is altered."""
    for source in SOURCES:
        file = f'{folder}/{source}.pdf'
        if getattr(function, 'bytes', False):
            plain = path + '.pdf7'
            subprocess.run(['qpdf', '--newline-before-endstream', '--object-streams=disable', file, plain], check=True)
            with open(plain, 'rb') as f:
                data = f.read()
            os.remove(plain)
            altered = function(data)
            if altered != data:
                with open(path, 'wb') as f:
                    f.write(altered)
                return True
            continue
        pdf = pikepdf.open(file)
        try:
            function(pdf)
        except (IndexError, KeyError, AssertionError, AttributeError, ValueError):
            continue
        save(pdf, path)
        return True
    return False


def main(folder, out):
    bad = 0
    os.makedirs(out, exist_ok=True)
    for source in SOURCES:  # what is written again unaltered keeps all
        again = f'{out}/unaltered-{source}.pdf'
        save(pikepdf.open(f'{folder}/{source}.pdf'), again)
        for clause, wrong in clauses.broken(again).items():
            print(f'{source}, unaltered: {clause}: {wrong[:3]}')
            bad += 1
    for clause, name, preflight, function in BREAKS:
        path = f'{out}/{"preflight-" if preflight else ""}{name.replace("_", "-")}.pdf'
        if not make(folder, name, function, path):
            print(f'{name}: nothing to alter in {SOURCES}')
            bad += 1
        elif clause not in clauses.broken(path):
            print(f'{name}: not found by {clause}, but by {list(clauses.broken(path))}')
            bad += 1
    for clause in sorted(set(clauses.CLAUSES) - {b[0] for b in BREAKS}):
        print(f'{clause}: nothing breaks it')
        bad += 1
    print(f'{len(BREAKS)} alterations of {len(clauses.CLAUSES)} clauses, {bad} not found')
    return bad > 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
