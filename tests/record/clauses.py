"""clauses.py: what PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1) want of a file, clause by clause, as far as the
files that these programs write can break it. Each function is one clause: it yields what is wrong."""
import re
import struct
import xml.etree.ElementTree as ET

import pikepdf
from pikepdf import Array, Dictionary

CLAUSES = {}


def clause(name):
    def add(function):
        CLAUSES[name] = function
        return function
    return add


SPACES = {'dc': 'http://purl.org/dc/elements/1.1/', 'xmp': 'http://ns.adobe.com/xap/1.0/',
          'pdf': 'http://ns.adobe.com/pdf/1.3/', 'pdfaid': 'http://www.aiim.org/pdfa/ns/id/',
          'pdfuaid': 'http://www.aiim.org/pdfua/ns/id/', 'schema': 'http://www.aiim.org/pdfa/ns/schema#'}
PAINTS = {'S', 's', 'f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'sh', 'EI'}


class Look:
    """One file: its bytes, and what is asked of it by more than one clause."""

    def __init__(self, path):
        with open(path, 'rb') as f:
            self.raw = f.read()
        self.pdf = pikepdf.open(path)
        self.root = self.pdf.Root
        self.tree = self.root.get('/StructTreeRoot')
        self.xmp = self.read_xmp()
        self.parents = dict(self.numbers(self.tree.get('/ParentTree'))) if self.tree is not None else {}
        self.elements = list(self.walk(self.tree, [])) if self.tree is not None else []
        self.fonts = {}
        self.shown = {}      # font's object: set of codes that were shown
        self.content = [self.read_page(i, p) for i, p in enumerate(self.pdf.pages)]

    def read_xmp(self):
        data = self.root.get('/Metadata')
        try:
            return ET.fromstring(data.read_bytes()) if data is not None else None
        except ET.ParseError:
            return None

    def xmp_texts(self, name):
        """Of a property of the document, by its usual prefix."""
        prefix, name = name.split(':')
        found = [] if self.xmp is None else self.xmp.iter('{%s}%s' % (SPACES[prefix], name))
        return [''.join(e.itertext()).strip() for e in found]

    def xmp_text(self, name):
        return (self.xmp_texts(name) or [None])[0]

    def numbers(self, node):
        if node is None:
            return
        nums = node.get('/Nums', [])
        for i in range(0, len(nums), 2):
            yield int(nums[i]), nums[i + 1]
        for kid in node.get('/Kids', []):
            yield from self.numbers(kid)

    @staticmethod
    def kids(element):
        k = element.get('/K')
        return [] if k is None else list(k) if isinstance(k, Array) else [k]

    def walk(self, element, above):
        for kid in self.kids(element):
            if isinstance(kid, Dictionary) and '/S' in kid:
                role = str(kid.S)[1:]
                yield kid, role, above
                yield from self.walk(kid, above + [role])

    def font_of(self, resources, name):
        fonts = resources.get('/Font', {})
        font = fonts.get(name)
        if font is not None:
            self.fonts[font.objgen] = font
        return font

    @staticmethod
    def is_calibrated(space):
        """Colours of a profile (8.6.5.5): of a screen, three parts."""
        if not isinstance(space, Array) or len(space) != 2 or space[0] != '/ICCBased' or space[1].get('/N') != 3:
            return False
        data = space[1].read_bytes()
        return data[36:40] == b'acsp' and data[16:20] == b'RGB ' and len(data) == int.from_bytes(data[:4], 'big')

    def is_black_on_paper(self, space):
        """Black of a printer, which is a calibrated colour where there is none (8.6.6.5)."""
        return isinstance(space, Array) and len(space) == 4 and space[0] == '/DeviceN' and list(space[1]) == ['/Black'] \
            and self.is_calibrated(space[2]) and space[3].get('/FunctionType') == 2 and list(space[3].C0) == [1, 1, 1]

    def look_at_picture(self, x, stack, found):
        if x is None:
            return
        gray = x.get('/ColorSpace') == '/DeviceGray'
        if not gray and not self.is_calibrated(x.get('/ColorSpace')):
            found.append((stack, 'colour'))
        if x.get('/Interpolate', False):
            found.append((stack, 'smoothed'))
        if '/SMask' in x and not gray:
            found.append((stack, 'blend'))

    def read_page(self, index, page):
        found = []
        self.read_stream(page, page.get('/Resources', {}), page.get('/StructParents'), [], found, set())
        return found

    def show(self, font, operand):
        """The bytes of a string or an array of them; which codes they are is kept by font."""
        strings = operand if isinstance(operand, Array) else [operand]
        shown = b''.join(bytes(s) for s in strings if isinstance(s, pikepdf.String))
        if font is not None:
            wide = font.get('/Subtype') == '/Type0'
            codes = struct.unpack(f'>{len(shown) // 2}H', shown) if wide else list(shown)
            self.shown.setdefault(font.objgen, set()).update(codes)

    def read_stream(self, stream, resources, parents, stack, found, seen):
        """(marked content that it is in, what) of everything that is painted, and of what clauses ask for: a colour, a
        curve. Marked content is (tag, properties, the elements of its page)."""
        stack, font, depth, spaces = list(stack), None, len(stack), {}
        for operands, operator in pikepdf.parse_content_stream(stream):
            op = str(operator)
            if op in ('BDC', 'BMC'):
                properties = operands[1] if len(operands) > 1 and isinstance(operands[1], Dictionary) else {}
                stack = stack + [(str(operands[0]), properties, parents)]
            elif op == 'EMC' and len(stack) > depth:
                stack = stack[:-1]
            elif op == 'EMC':
                found.append((stack, 'unbalanced'))
            elif op == 'Tf':
                font = self.font_of(resources, str(operands[0]))
            elif op in ('Tj', 'TJ', "'", '"'):
                self.show(font, operands[-1])
                found.append((stack, 'text'))
            elif op in PAINTS:
                found.append((stack, 'ink'))
            elif op in ('c', 'v', 'y'):
                found.append((stack, 'curve'))
            elif op in ('cs', 'CS'):
                space = resources.get('/ColorSpace', {}).get(str(operands[0]))
                spaces[op.lower()] = self.is_calibrated(space) or self.is_black_on_paper(space)
                if not spaces[op.lower()]:
                    found.append((stack, 'colour'))
            elif op in ('sc', 'SC', 'scn', 'SCN') and not spaces.get('cs'):
                found.append((stack, 'colour'))
            elif op in ('rg', 'RG', 'k', 'K'):
                found.append((stack, 'colour'))
            elif op == 'Do':
                x = resources.get('/XObject', {}).get(str(operands[0]))
                if x is None or x.get('/Subtype') != '/Form':
                    found.append((stack, 'ink'))
                    self.look_at_picture(x, stack, found)
                elif x.objgen not in seen:
                    self.read_stream(x, x.get('/Resources', {}), x.get('/StructParents', parents), stack, found, seen)
        if len(stack) != depth:
            found.append((stack, 'unbalanced'))


def attribute(element, name):
    a = element.get('/A')
    for x in [] if a is None else list(a) if isinstance(a, Array) else [a]:
        if isinstance(x, Dictionary) and name in x:
            return x[name]
    return None


# ---- the file (ISO 19005-2, 6.1) ----

@clause('A 6.1.2 header')
def header(l):
    if not re.match(rb'%PDF-1\.7\r?\n%[\x80-\xff]{4}', l.raw):
        yield 'the file does not begin with %PDF-1.7 and four bytes that are no ASCII'


@clause('A 6.1.3 ID')
def file_id(l):
    if len(l.pdf.trailer.get('/ID', [])) != 2:
        yield 'no /ID'
    if '/Encrypt' in l.pdf.trailer:
        yield 'encrypted'


@clause('A 6.1.7.1 streams')
def streams(l):
    for m in re.finditer(rb'endstream', l.raw):
        if l.raw[m.start() - 1:m.start()] not in (b'\n', b'\r'):
            yield 'no newline before endstream'
    for m in re.finditer(rb'\bstream(?!\r?\n)', l.raw):
        if l.raw[m.start() - 3:m.start()] != b'end' and re.match(rb'>>\s*$', l.raw[max(0, m.start() - 3):m.start()]):
            yield 'no newline behind stream'
    for o in l.pdf.objects:
        if isinstance(o, pikepdf.Stream):
            filters = o.get('/Filter', [])
            for f in list(filters) if isinstance(filters, Array) else [filters]:
                if str(f) in ('/LZWDecode', '/Crypt'):
                    yield f'filter {f}'
            if '/F' in o:
                yield 'a stream in another file'


@clause('A 6.1 whole')
def whole(l):
    if not l.raw.rstrip().endswith(b'%%EOF') or l.raw.count(b'%%EOF') != 1:
        yield 'not one file, ended once'


# ---- colour, fonts (6.2) ----

@clause('A 6.2.4.3 output intent')
def intent(l):
    intents = [i for i in l.root.get('/OutputIntents', []) if i.get('/S') == '/GTS_PDFA1']
    if len(intents) != 1:
        yield f'{len(intents)} output intents of PDF/A for DeviceGray'
    for i in intents:
        profile = i.get('/DestOutputProfile')
        data = profile.read_bytes() if profile is not None else b''
        if data[36:40] != b'acsp' or data[16:20] != b'GRAY' or profile.get('/N') != 1 or len(data) != int.from_bytes(data[:4], 'big'):
            yield 'the profile is no profile of gray'
        if '/OutputConditionIdentifier' not in i:
            yield 'no OutputConditionIdentifier'


@clause('A 6.2.4.3 gray, or of a profile')
def gray_only(l):
    if any(what == 'colour' for page in l.content for _, what in page):
        yield 'another colour'


@clause('A 6.2.8 pictures as they are')
def plain_pictures(l):
    if any(what == 'smoothed' for page in l.content for _, what in page):
        yield '/Interpolate'
    for o in l.pdf.objects:
        if isinstance(o, pikepdf.Stream) and o.get('/Subtype') == '/Image':
            for key in ('/Alternates', '/OPI', '/Mask'):
                if key in o:
                    yield key


@clause('A 6.2.10 what shines through')
def opaque(l):
    for o in l.pdf.objects:
        if isinstance(o, (Dictionary, pikepdf.Stream)):
            for key in ('/CA', '/ca'):
                if key in o and o[key] != 1 and '/Subj' not in o:
                    yield f'{key} {o[key]}'
            if '/SMask' in o and o.SMask != '/None' and (o.get('/Subtype') != '/Image' or o.SMask.get('/ColorSpace') != '/DeviceGray'
                                                         or '/Matte' in o.SMask or '/SMask' in o.SMask):
                yield '/SMask that is no picture in gray of a picture'
    for page, content in zip(l.pdf.pages, l.content):
        if any(what == 'blend' for _, what in content) and not l.is_calibrated(page.get('/Group', {}).get('/CS')):
            yield 'a page on which colours are mixed says not in which'


def descendant(font):
    return font.DescendantFonts[0] if font.get('/Subtype') == '/Type0' else font


@clause('A 6.2.11.4 embedded')
def embedded(l):
    for font in l.fonts.values():
        d = descendant(font)
        if font.Subtype != '/Type3' and '/FontFile2' not in d.get('/FontDescriptor', {}):
            yield f'{d.get("/BaseFont")} is not embedded'
        if '/FontDescriptor' not in d:
            yield f'{d.get("/Name", d.get("/BaseFont"))} has no descriptor'


def sfnt(data):
    tables = {}
    for i in range(int.from_bytes(data[4:6], 'big')):
        tag, _, at, size = struct.unpack('>4sLLL', data[12 + i * 16:28 + i * 16])
        tables[tag] = data[at:at + size]
    return tables


def widths(d):
    w, out, i = list(d.get('/W', [])), {}, 0
    while i < len(w):
        if isinstance(w[i + 1], Array):
            out.update({int(w[i]) + k: float(v) for k, v in enumerate(w[i + 1])})
            i += 2
        else:
            out.update({k: float(w[i + 2]) for k in range(int(w[i]), int(w[i + 1]) + 1)})
            i += 3
    return out


def glyphs_of(l):
    """(font, code, glyph, tables) of every code that was shown of a TrueType font."""
    for key, font in l.fonts.items():
        d = descendant(font)
        program = d.get('/FontDescriptor', {}).get('/FontFile2')
        if program is None:
            continue
        tables, glyphs = sfnt(program.read_bytes()), d.get('/CIDToGIDMap')
        data = glyphs.read_bytes() if isinstance(glyphs, pikepdf.Stream) else b''
        for code in l.shown.get(key, ()):
            yield d, code, code if glyphs == '/Identity' else int.from_bytes(data[code * 2:code * 2 + 2], 'big'), tables


@clause('A 6.2.11.5 widths')
def true_widths(l):
    known = {}
    for d, code, glyph, t in glyphs_of(l):
        w = known.setdefault(d.objgen, widths(d))
        metrics, upem = int.from_bytes(t[b'hhea'][34:36], 'big'), int.from_bytes(t[b'head'][18:20], 'big')
        at = min(glyph, metrics - 1) * 4
        true = int.from_bytes(t[b'hmtx'][at:at + 2], 'big') * 1000 / upem
        if abs(w.get(code, float(d.get('/DW', 1000))) - true) > 1:
            yield f'{d.BaseFont} code {code}: {w.get(code)} is {true}'
    for key, font in l.fonts.items():
        if font.Subtype == '/Type3':
            for code in l.shown.get(key, ()):
                name = str(font.Encoding.Differences[code - int(font.FirstChar) + 1])
                first = re.match(rb'([-\d.]+) [-\d.]+ d[01]', font.CharProcs[name].read_bytes().replace(b'0 d0', b' 0 d0').replace(b'  ', b' '))
                if not first or float(first[1]) != float(font.Widths[code - int(font.FirstChar)]):
                    yield f'sign {code}: its width is not what it says'


@clause('A 6.2.11.8 no notdef')
def no_notdef(l):
    for d, code, glyph, t in glyphs_of(l):
        if glyph == 0 or glyph >= int.from_bytes(t[b'maxp'][4:6], 'big'):
            yield f'{d.BaseFont} code {code} has no glyph'


@clause('UA 7.21.3.2 CIDToGIDMap')
def glyph_map(l):
    for font in l.fonts.values():
        if font.Subtype == '/Type0' and '/CIDToGIDMap' not in descendant(font):
            yield f'{font.BaseFont} has none'


def to_unicode(font):
    data = font.ToUnicode.read_bytes().decode('ascii', 'replace') if '/ToUnicode' in font else ''
    out = {}
    for block in re.findall(r'beginbfchar(.*?)endbfchar', data, re.S):
        for code, text in re.findall(r'<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>', block):
            out[int(code, 16)] = bytes.fromhex(text).decode('utf-16-be', 'replace')
    for block in re.findall(r'beginbfrange(.*?)endbfrange', data, re.S):
        for first, last, texts in re.findall(r'<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*\[(.*?)\]', block, re.S):
            texts = re.findall(r'<([0-9A-Fa-f]*)>', texts)
            if first[:-2] != last[:-2] or int(last, 16) - int(first, 16) + 1 != len(texts):
                return {}
            for i, text in enumerate(texts):
                out[int(first, 16) + i] = bytes.fromhex(text).decode('utf-16-be', 'replace')
    return out


@clause('UA 7.21.7 ToUnicode')
def unicode(l):
    for key, font in l.fonts.items():
        text = to_unicode(font)
        for code in l.shown.get(key, ()):
            t = text.get(code)
            if not t or any(ord(c) in (0, 0xFEFF, 0xFFFE, 0xFFFD) or 0xE000 <= ord(c) <= 0xF8FF for c in t):
                yield f'{font.get("/BaseFont", "signs")} code {code}: {t!r}'


@clause('descriptors')
def descriptors(l):
    """What a descriptor says is the face's: a Mincho has serifs, bold stems are wider, capitals are lower than the em."""
    for font in l.fonts.values():
        d = descendant(font).get('/FontDescriptor', {})
        name = str(d.get('/FontName', ''))
        serif = bool(int(d.get('/Flags', 0)) & 2)
        if ('Mincho' in name and not serif) or ('Gothic' in name and serif):
            yield f'{name}: serif {serif}'
        if 'BIZUD' in name and int(d.get('/CapHeight', 0)) >= 880:
            yield f'{name}: CapHeight {d.get("/CapHeight")}'
        if 'Bold' in name and int(d.get('/StemV', 0)) <= 80:
            yield f'{name}: StemV {d.get("/StemV")}'


# ---- what it says of itself (6.6, UA 6.2, 7.1) ----

@clause('A 6.6.2.1 XMP')
def metadata(l):
    data = l.root.get('/Metadata')
    if data is None or data.get('/Type') != '/Metadata' or data.get('/Subtype') != '/XML' or '/Filter' in data:
        yield 'no XMP in the catalog as plain text'
    elif l.xmp is None or not data.read_bytes().startswith(b'<?xpacket begin="\xef\xbb\xbf"'):
        yield 'it is not well formed'


@clause('A 6.6.2.3 information')
def information(l):
    info = l.pdf.trailer.get('/Info', {})
    for key, name in (('/Title', 'dc:title'), ('/Author', 'dc:creator'), ('/Subject', 'dc:description'),
                      ('/Keywords', 'pdf:Keywords'), ('/Creator', 'xmp:CreatorTool'), ('/Producer', 'pdf:Producer')):
        if key in info and str(info[key]) != l.xmp_text(name):
            yield f'{key} {info[key]} is {l.xmp_text(name)} in the XMP'
    for key, name in (('/CreationDate', 'xmp:CreateDate'), ('/ModDate', 'xmp:ModifyDate')):
        told = re.sub(r"\D", '', str(info.get(key, '')))[:14]
        if key in info and told != re.sub(r'\D', '', l.xmp_text(name) or '')[:14]:
            yield f'{key} {info[key]} is {l.xmp_text(name)} in the XMP'


@clause('A 6.6.4 part and level')
def part(l):
    if (l.xmp_texts('pdfaid:part'), l.xmp_texts('pdfaid:conformance')) != (['2'], ['A']):
        yield 'not 2A'


@clause('UA 5 claim')
def claim(l):
    if l.xmp_texts('pdfuaid:part') != ['1']:
        yield 'not PDF/UA-1'
    if SPACES['pdfuaid'] not in l.xmp_texts('schema:namespaceURI'):
        yield 'the schema of pdfuaid is not told (ISO 19005-2, 6.6.2.3.3)'


@clause('UA 7.1-9 title')
def title(l):
    if not l.xmp_text('dc:title'):
        yield 'no dc:title'
    if re.fullmatch(r'[A-Z]+-?[0-9-]*', l.xmp_text('dc:title') or ''):
        yield 'a title that tells nobody anything'
    if not l.root.get('/ViewerPreferences', {}).get('/DisplayDocTitle', False):
        yield 'no DisplayDocTitle'


@clause('UA 7.2 language')
def language(l):
    if not re.fullmatch(r'[a-z]{2}(-[A-Z]{2})?', str(l.root.get('/Lang', ''))):
        yield 'no language'
    for e, role, _ in l.elements:
        if '/Lang' in e and not re.fullmatch(r'[a-z]{2,3}(-[A-Za-z]+)*', str(e.Lang)):
            yield f'{role}: language {e.Lang}'


def plain_link(l, a):
    """A link that is printed with its page, tells where it leads, and has an element of its own (UA 7.18.5)."""
    element = l.parents.get(int(a.get('/StructParent', -1)))
    return a.get('/Subtype') == '/Link' and int(a.get('/F', 0)) == 4 and str(a.get('/Contents', '')) and \
        ('/Dest' in a) != (a.get('/A', {}).get('/S') == '/URI') and isinstance(element, Dictionary) and element.S == '/Link' and \
        [k.Obj.objgen for k in Look.kids(element) if isinstance(k, Dictionary) and '/Obj' in k].count(a.objgen) == 1


@clause('A 6.1 nothing but pages')
def only_pages(l):
    for key in ('/AcroForm', '/OpenAction', '/AA', '/OCProperties', '/Collection'):
        if key in l.root:
            yield key
    for key in ('/EmbeddedFiles', '/JavaScript'):
        if key in l.root.get('/Names', {}):
            yield key
    for i, p in enumerate(l.pdf.pages):
        if any(not plain_link(l, a) for a in p.get('/Annots', [])) or '/AA' in p:
            yield f'page {i + 1}: annotations or actions'


# ---- structure (A 6.7, UA 7) ----

@clause('A 6.7.2.2 MarkInfo')
def mark_info(l):
    if not l.root.get('/MarkInfo', {}).get('/Marked', False):
        yield 'not marked'
    if l.root.get('/MarkInfo', {}).get('/Suspects', False):
        yield 'suspects'


@clause('A 6.7.3.3 structure tree')
def structure(l):
    if l.tree is None or l.tree.get('/Type') != '/StructTreeRoot' or not l.elements:
        yield 'no structure tree'
    elif l.elements[0][1] != 'Document':
        yield 'its top is no Document'
    for e, role, above in l.elements:
        if '/P' not in e:
            yield f'{role} has no parent'


STANDARD = set('Document Part Sect Div H1 H2 H3 H4 H5 H6 P L LI Lbl LBody Table TR TH TD THead TBody Caption Span Figure '
               'Form Ruby RB RT RP Note Link Quote TOC TOCI'.split())


@clause('UA 7.1-5 roles')
def roles(l):
    for e, role, above in l.elements:
        if role not in STANDARD:
            yield role


@clause('UA 7.1-3 all content is told')
def all_told(l):
    for i, page in enumerate(l.content):
        for stack, what in page:
            artifact = any(tag == '/Artifact' for tag, _, _ in stack)
            tagged = any('/MCID' in properties for _, properties, _ in stack)
            if what == 'unbalanced':
                yield f'page {i + 1}: marked content does not end'
            elif what in ('text', 'ink') and artifact == tagged:
                yield f'page {i + 1}: {what} ' + ('in an artifact and an element' if tagged else 'outside of the structure')


@clause('A 6.7 StructParents')
def struct_parents(l):
    pages, told = {p.objgen: i for i, p in enumerate(l.pdf.pages)}, {}
    for e, role, _ in l.elements:
        for k in Look.kids(e):
            if isinstance(k, Dictionary) and '/MCID' in k:
                told.setdefault((k.get('/Pg', e.get('/Pg')).objgen, int(k.MCID)), []).append(e)
            elif not isinstance(k, (Dictionary, Array)):
                told.setdefault((e.Pg.objgen if '/Pg' in e else None, int(k)), []).append(e)
    for (page, mcid), owners in told.items():
        if page not in pages:
            yield 'an element tells of a page that is not there'
    for i, p in enumerate(l.pdf.pages):
        key, used = p.get('/StructParents'), {int(properties.MCID) for stack, _ in l.content[i]
                                              for _, properties, _ in stack if '/MCID' in properties}
        if used and (key is None or int(key) not in l.parents):
            yield f'page {i + 1}: /StructParents leads nowhere'
            continue
        owners = l.parents.get(int(key)) if key is not None else []
        for mcid in used:
            if mcid >= len(owners or []) or not isinstance(owners[mcid], Dictionary):
                yield f'page {i + 1}: content {mcid} is nobody\'s'
            elif [o.objgen for o in told.get((p.objgen, mcid), [])] != [owners[mcid].objgen]:
                yield f'page {i + 1}: content {mcid} is another\'s above than below'


@clause('UA 7.1 nothing is told that is empty')
def empty_elements(l):
    for e, role, above in l.elements:
        if not Look.kids(e) and '/Alt' not in e and role not in ('TH', 'TD', 'Document'):  # an empty cell is a cell
            yield f'{role} in {above[-1] if above else None} is empty'


@clause('UA 7.4 headings')
def headings(l):
    levels = [int(role[1:]) for _, role, _ in l.elements if re.fullmatch('H[1-6]', role)]
    if not levels and l.pdf.Root.get('/Lang') is not None and not any(r == 'H' for _, r, _ in l.elements):
        yield 'no heading'
    for before, after in zip([0] + levels, levels):
        if after > before + 1:
            yield f'H{after} behind H{before}'


def rows_of(table):
    for k in Look.kids(table):
        if isinstance(k, Dictionary) and k.get('/S') == '/TR':
            yield k
        elif isinstance(k, Dictionary) and k.get('/S') in ('/THead', '/TBody', '/TFoot'):
            yield from rows_of(k)


@clause('UA 7.5 tables')
def tables(l):
    for e, role, above in l.elements:
        if role in ('TH', 'TD') and (not above or above[-1] != 'TR'):
            yield f'{role} outside of a row'
        if role == 'TR' and (not above or above[-1] not in ('Table', 'THead', 'TBody', 'TFoot')):
            yield 'TR outside of a table'
        if role != 'Table':
            continue
        rows, held, width, heads = list(rows_of(e)), {}, None, 0
        for r, row in enumerate(rows):
            count = column = sum(1 for c in held if held[c] > r)
            column = 0
            for c in Look.kids(row):
                if not isinstance(c, Dictionary) or c.get('/S') not in ('/TH', '/TD'):
                    yield f'{c.get("/S") if isinstance(c, Dictionary) else c} in a row'
                    continue
                while held.get(column, 0) > r:
                    column += 1
                heads += c.S == '/TH'
                for _ in range(int(attribute(c, '/ColSpan') or 1)):
                    held[column] = r + int(attribute(c, '/RowSpan') or 1)
                    column += 1
                    count += 1
                    if held[column - 1] > len(rows):
                        yield f'row {r + 1} has a cell that goes on below the table'
            width = count if width is None else width
            if count != width:
                yield f'row {r + 1} has {count} columns, not {width}'
        if not heads and len(rows) > 1:
            yield 'a table without heads'


@clause('UA 7.5 scope')
def scope(l):
    for e, role, _ in l.elements:
        if role == 'TH' and str(attribute(e, '/Scope')) not in ('/Row', '/Column', '/Both') and '/Headers' not in e:
            yield 'TH without scope'


@clause('UA 7.3 alternate texts')
def alternates(l):
    for e, role, above in l.elements:
        if role in ('Figure', 'Form') and not str(e.get('/Alt', e.get('/ActualText', ''))).strip():
            yield f'{role} without a text'
        if '/Alt' in e and not str(e.Alt).strip():
            yield f'{role} with an empty text'
        if role == 'Figure' and attribute(e, '/BBox') is None:
            yield 'Figure without its box'


@clause('UA 7.2 ruby')
def ruby(l):
    for e, role, above in l.elements:
        if role in ('RB', 'RT', 'RP') and (not above or above[-1] != 'Ruby'):
            yield f'{role} outside of Ruby'
        if role == 'Ruby' and [str(k.S) for k in Look.kids(e) if isinstance(k, Dictionary) and '/S' in k] not in (
                ['/RB', '/RT'], ['/RB', '/RP', '/RT', '/RP']):
            yield 'Ruby without base or reading'


@clause('UA 7.6 lists')
def lists(l):
    for e, role, above in l.elements:
        if (role == 'LI') != (bool(above) and above[-1] == 'L' and role not in ('L', 'Caption')):
            yield f'{role} in {above[-1] if above else None}'
        if role in ('Lbl', 'LBody') and (not above or above[-1] != 'LI'):
            yield f'{role} outside of LI'


@clause('7.3 no meaning by ink alone')
def signs(l):
    """A curve in real content is a choice or a seal: it is a sign with a character, or somebody's text tells it."""
    for i, page in enumerate(l.content):
        for stack, what in page:
            owners = [l.parents.get(int(parents), [])[int(p.MCID)] for _, p, parents in stack
                      if '/MCID' in p and parents is not None and int(p.MCID) < len(l.parents.get(int(parents), []))]
            if what == 'curve' and not (any(tag == '/Artifact' or '/ActualText' in p or '/Alt' in p for tag, p, _ in stack) or
                                        any(isinstance(o, Dictionary) and '/Alt' in o for o in owners)):
                yield f'page {i + 1}: a curve that no text tells'


def broken(path):
    """{clause: what is wrong} of the clauses that the file breaks."""
    look = Look(path)
    out = {}
    for name, function in CLAUSES.items():
        wrong = sorted(set(function(look)))
        if wrong:
            out[name] = wrong
    return out
