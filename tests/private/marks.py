"""marks.py: the values of persons in a case or a master, each replaced by one that is met nowhere else, so that a search
finds it wherever it comes out; what is a value of a person is read from the grammars (templates/schema).

A text of a case or a master is personal unless it is of a kind that says nothing of a person: a word of a fixed list, an
id or a reference, a date, month or time (a date of birth is personal), a number (that of a certificate is), a file.
Marks are single characters that no file of the sources has: one of them is enough to be found. Kana become ゐ and ゑ.
Digits of codes (phones, postal codes, certificates) are dealt anew, and what came of them is a mark as a whole.

Works on text, not on trees: what is no XML at all is marked as well, and every line stays where it is."""

import itertools
import random
import re
import xml.etree.ElementTree as ET

SCHEMA = "templates/schema/"
RNG = "{http://relaxng.org/ns/structure/1.0}"
NOTE = "{urn:renkei:schema:1}"
KANJI = "龠鼇麌鸞驫饕餮顰靄蠹虧蘗羂罅禊癲瓊黐鬮黥"
KANA = "ゐゑ"
LETTERS = "qzxj"
# Structure: patterns and words of types.rng that name nobody. What is missing here is personal.
STRUCTURE = {"date", "year-month", "fiscal-year", "time", "id", "reference", "yes-no", "weekday"}
ROOTS = {"case": "case.rng", "office-master": "office.rng", "partner-master": "partners.rng",
         "municipality-master": "municipality.rng", "calendar": "calendar.rng", "calendar-master": "calendar.rng"}


class Grammar:
    """personal[element, attribute or None]: whether it holds a value of a person."""

    def __init__(self):
        self.defines, self.personal, self.structure = {}, set(), set()
        for name in ("types", "case", "office", "partners", "municipality", "calendar"):
            for d in ET.parse(SCHEMA + name + ".rng").getroot().iter(RNG + "define"):
                self.defines.setdefault(d.get("name"), []).append(d)
        for bodies in self.defines.values():
            for body in bodies:
                for e in body.iter(RNG + "element"):
                    self.read_element(e)

    def kinds(self, node, seen=()):
        """What may stand as text right below: structure, value (of a list), number, text."""
        for c in node:
            tag = c.tag.replace(RNG, "")
            if tag in ("element", "attribute"):
                continue
            if tag == "ref":
                name = c.get("name")
                if name in STRUCTURE:
                    yield "structure"
                elif name not in seen:
                    for d in self.defines.get(name, ()):
                        yield from self.kinds(d, (*seen, name))
            elif tag == "value":
                yield "value"
            elif tag == "data":
                yield "text" if c.get("type") in ("string", "token", "NCName") else "structure"
            elif tag == "text":
                yield "text"
            else:
                yield from self.kinds(c, seen)

    def attributes(self, node, seen=()):
        for c in node:
            tag = c.tag.replace(RNG, "")
            if tag == "attribute":
                yield c
            elif tag == "ref" and c.get("name") not in seen:
                for d in self.defines.get(c.get("name"), ()):
                    yield from self.attributes(d, (*seen, c.get("name")))
            elif tag not in ("element", "ref"):
                yield from self.attributes(c, seen)

    def read_element(self, e):
        name = e.get("name")
        if not name:
            return
        kinds = set(self.kinds(e))
        (self.personal if "text" in kinds else self.structure).add((name, None))
        for a in self.attributes(e):
            of = name, a.get("name")
            if name == "masters" or of in (("case", "version"), ("image", "src"), ("rule-option", "rule")):
                continue
            personal = "text" in set(self.kinds(a)) or a.get("name") == "birth-date"
            (self.personal if personal else self.structure).add(of)


class Marker:
    def __init__(self):
        self.grammar = Grammar()
        self.kanji, self.kana = itertools.cycle(KANJI), itertools.cycle(KANA)
        self.letters, self.dice = itertools.cycle(LETTERS), random.Random(1)
        self.known = {}  # one value is one mark everywhere: households, siblings and who is looked up by name stay so
        self.wholes = set()  # marks that count as a whole
        self.search = None

    def letter(self, m):
        c = m.group()
        if "\u3041" <= c <= "\u3096" or "\u30a1" <= c <= "\u30fa" or "\u4e00" <= c <= "\u9fff":
            return next(self.kanji)
        return c

    def code(self, value):
        """A phone, a postal code, the number of a certificate: digits alone and what parts them."""
        dealt = re.sub(r"\d", lambda m: str(self.dice.randrange(10)), value)
        if len(re.sub(r"\D", "", dealt)) >= 7:
            self.wholes |= {dealt, re.sub(r"\D", "", dealt)}
        return dealt

    def words(self, text):
        text = re.sub(r"&[#\w]+;|[\u3041-\u9fff]", lambda m: m.group() if m.group()[0] == "&" else self.letter(m), text)
        # No words of one or two letters: an abbreviation is not told from one of the program.
        return re.sub(r"&[#\w]+;|(?<![A-Za-z\\])[A-Za-z]{3,}", lambda m: m.group() if m.group()[0] == "&" else
                      "".join(next(self.letters) for _ in m.group()), text)

    def value(self, of, text):
        bare = text.strip()
        if not bare:
            return text
        key = bare, "kana" in of[2:]
        if key not in self.known:
            self.known[key] = self.replace(of, bare)
        return text.replace(bare, self.known[key])

    def replace(self, of, text):
        if of[1] == "birth-date":
            self.birth(text)
            return text
        if "kana" in of[2:]:
            return re.sub(r"[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]", lambda m: next(self.kana), text)
        if re.fullmatch(r"[\d\s+()-]*\d[\d\s+()-]*", text):
            return self.code(text)
        end = re.search(r"(様|殿|さん|ちゃん|くん)\s*$", text) if "name" in of[2:] else None
        return self.words(text[:end.start()]) + end.group() if end else self.words(text)

    def birth(self, text):
        m = re.fullmatch(r"\s*(\d{4})-(\d\d)-(\d\d)\s*", text)
        if not m:
            return
        y, month, day = map(int, m.groups())
        self.wholes |= {text.strip(), "%d年%d月%d日" % (y, month, day), "%d%02d%02d" % (y, month, day),
                        "平成%d年%d月%d日" % (y - 1988, month, day), "令和%d年%d月%d日" % (y - 2018, month, day)}

    def attributes(self, text, element, path):
        def one(m):
            name, quote, value = m.group(2), m.group(4)[0], m.group(4)[1:-1]
            of = (element, name, *path)
            if (element, name) in self.grammar.personal or (":" in element and name != "xmlns" and ":" not in name):
                value = self.value(of, value)
            return m.group(1) + name + m.group("is") + quote + value + quote
        return re.sub(r"(\s+)([\w:.-]+)(?P<is>\s*=\s*)(\"[^\"]*\"|'[^']*')", one, text)

    def mark(self, text):
        """The same with marks, if it is a case or a master; others as they are."""
        root = re.search(r"<([A-Za-z][\w.-]*)", re.sub(r"<!--.*?-->|<\?.*?\?>", "", text, flags=re.S))
        if not root or root.group(1) not in ROOTS:
            return text
        out, path = [], []
        for m in re.finditer(r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<![^>]*>|</[^>]*>|"
                             r"<[A-Za-z][^<>]*>|[^<]+|<", text, re.S):
            t = m.group()
            if t.startswith("<!--"):
                out.append(self.words(t))
            elif t.startswith("<![CDATA["):
                out.append(t[:9] + self.content(t[9:-3], path) + t[-3:])
            elif t.startswith("</"):
                name = t[2:-1].strip()
                while name in path and path.pop() != name:
                    pass
                out.append(t)
            elif t[0] == "<" and len(t) > 1 and t[1] not in "!?":
                name = re.match(r"<([\w:.-]+)", t).group(1)
                out.append("<" + name + self.attributes(t[1 + len(name):], name, path))
                if not t.endswith("/>"):
                    path.append(name)
            elif t[0] == "<":
                out.append(t)
            else:
                out.append(self.content(t, path))
        return "".join(out)

    def content(self, text, path):
        element = path[-1] if path else ""
        if (element, None) in self.grammar.structure and (element, None) not in self.grammar.personal:
            return text
        return self.value((element, None, *path), text)

    def found(self, text):
        """The marks in a text, with what is around them."""
        if not self.search or self.search[0] != len(self.wholes):
            wholes = "|".join(sorted(map(re.escape, self.wholes))) or "(?!)"
            singles = "[%s%s]|[%s]{4,}" % (KANJI, KANA, LETTERS)
            self.search = len(self.wholes), re.compile(r"%s|(?<![0-9a-f])(?:%s)(?![0-9a-f])" % (singles, wholes))
        hits = [m.start() for m in self.search[1].finditer(text)]
        return [text[max(0, at - 60):at + 40].replace("\n", "⏎") for at in hits]
