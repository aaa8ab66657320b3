#!/usr/bin/env python3
"""elements.py: templates/ELEMENTS.md, the table of all elements and attributes of the form language, from its grammar.

    python3 tests/elements.py > templates/ELEMENTS.md       (make elements)
    python3 tests/elements.py --with-defaults FORM.xml      the form with every default written (elements.sh)

What an element or attribute means is said in the grammar (a:documentation) and nowhere else; what is left out has
a:defaultValue there. manual.sh compares the file with what the grammar says now."""
import re
import sys
import xml.etree.ElementTree as ET

RNG = "{http://relaxng.org/ns/structure/1.0}"
A = "{http://relaxng.org/ns/compatibility/annotations/1.0}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SCHEMA = "templates/schema/form.rng"
# Short names of the forms of values; of any other the grammar's own words are told.
SHORT = {
    "length": "長さ",
    "signed-length": "長さ（負でもよい）",
    "lengths": "長さ1～4個",
    "pads": "長さ1～2個",
    "columns": "列の幅",
    "expression": "式",
    "name": "名前",
    "count": "数",
    "count-from-one": "数（1から）",
}

root = ET.parse(SCHEMA).getroot()
defines = {}
for d in root.iter(RNG + "define"):
    defines.setdefault(d.get("name"), []).append(d)


def said(node):
    """Its own documentation in Japanese."""
    for child in node.findall(A + "documentation"):
        if child.get(LANG) == "ja":
            return " ".join((child.text or "").split())
    return ""


def walk(node, visit, seen=()):
    """Every element and attribute that may stand in a pattern, through references but not into elements."""
    for child in node:
        if child.tag in (RNG + "element", RNG + "attribute"):
            visit(child)
        elif child.tag == RNG + "ref":
            name = child.get("name")
            if name not in seen:
                for d in defines.get(name, []):
                    walk(d, visit, seen + (name,))
        else:
            walk(child, visit, seen)


def members(element, kind):
    found = []
    walk(element, lambda n: found.append(n) if n.tag == RNG + kind else None)
    return found


def needed_names(node):
    """Names of attributes that are always there: not below optional, zeroOrMore or choice."""
    names = set()

    def look(n, seen):
        for child in n:
            if child.tag == RNG + "attribute":
                names.add(child.get("name"))
            elif child.tag == RNG + "ref" and child.get("name") not in seen:
                for d in defines.get(child.get("name"), []):
                    look(d, seen | {child.get("name")})
            elif child.tag in (RNG + "group", RNG + "interleave", RNG + "define"):
                look(child, seen)

    look(node, frozenset())
    return names


def safe(text):
    return text.replace("|", "\\|").replace("<", "&lt;")


def value_of(node):
    """What may be written, in a few words."""
    out = []

    def look(n):
        for child in n:
            if child.tag == RNG + "value":
                out.append("`%s`" % child.text)
            elif child.tag == RNG + "ref":
                name = child.get("name")
                target = defines[name][0]
                if name in SHORT:
                    out.append(SHORT[name])
                elif said(target):
                    out.append(said(target))
                else:
                    look(target)
            elif child.tag == RNG + "text":
                out.append("文")
            elif child.tag == RNG + "data":
                out.append(data_of(child))
            elif child.tag == RNG + "list":
                look(child)
                out.append("（空白で区切る）")
            elif not child.tag.startswith(A):
                look(child)

    look(node)
    return "\\|".join(dict.fromkeys(out)).replace("\\|（", "（") or "文"


def data_of(data):
    pattern = next((p.text for p in data.findall(RNG + "param") if p.get("name") == "pattern"), None)
    words = re.fullmatch(r"\(([a-z0-9|-]+)\)( \(\1\))?(\{[0-9,]+\})?", pattern or "")
    words = words or re.fullmatch(r"\(([a-z0-9|-]+)\)\( \(\1\)\)\{[0-9,]+\}", pattern or "")
    if words:
        return "・".join("`%s`" % w for w in words.group(1).split("|")) + "（空白で区切る）"
    return "`%s` の形" % safe(pattern) if pattern else {"string": "文"}.get(data.get("type"), data.get("type"))


# Elements by name, in the order of the file; one name may have several patterns.
elements = {}
for e in root.iter(RNG + "element"):
    if e.get("name"):
        elements.setdefault(e.get("name"), []).append(e)


def content_of(node, seen=()):
    """Names of elements and of groups of them (defines that say what they are) that may stand in it, in order."""
    for child in node:
        if child.tag == RNG + "element":
            yield "<%s>" % child.get("name")
        elif child.tag == RNG + "ref" and child.get("name") not in seen:
            for d in defines[child.get("name")]:
                if said(d) and not d.findall(".//" + RNG + "data") and d.find(RNG + "element") is None:
                    yield said(d)
                else:
                    yield from content_of(d, seen + (child.get("name"),))
        elif child.tag == RNG + "text":
            yield "文"
        elif child.tag != RNG + "attribute":
            yield from content_of(child, seen)


groups = {said(d): d for ds in defines.values() for d in ds
          if said(d) and not d.findall(".//" + RNG + "data") and d.find(RNG + "element") is None
          and (d.find(".//" + RNG + "ref") is not None)}
holds = {name: list(dict.fromkeys(c for p in patterns for c in content_of(p))) for name, patterns in elements.items()}
group_holds = {name: list(dict.fromkeys(content_of(d))) for name, d in groups.items()}
stands = {name: [] for name in elements}
for name in elements:
    for holder, what in holds.items():
        if "<%s>" % name in what:
            stands[name].append("`<%s>`" % holder)
    for group, what in group_holds.items():
        if "<%s>" % name in what:
            stands[name].append(group)


def listed(words):
    return "・".join("`%s`" % w if w.startswith("<") else w for w in words)


def attributes_of(name):
    """Name: (patterns, whether it must be there)."""
    rows = {}
    for p in elements[name]:
        needed = needed_names(p)
        for a in members(p, "attribute"):
            rows.setdefault(a.get("name"), []).append((a, a.get("name") in needed))
    return {n: ([a for a, _ in found], len(found) >= len(elements[name]) and all(must for _, must in found))
            for n, found in rows.items()}


def default_of(patterns):
    return next((a.get(A + "defaultValue") for a in patterns if a.get(A + "defaultValue") is not None), None)


def print_element(name):
    where = "・".join(stands[name]) or "ファイルのいちばん外"
    print("| <a id=\"%s\"></a>**`<%s>`** | | | %s<br>置ける所：%s<br>中に：%s |"
          % (name, name, safe(said(elements[name][0])), where, listed(holds[name]) or "何も置けない"))
    for attribute, (patterns, must) in attributes_of(name).items():
        value = "\\|".join(dict.fromkeys(value_of(a) for a in patterns))
        default = default_of(patterns)
        meaning = "／".join(dict.fromkeys(said(a) for a in patterns if said(a)))
        print("| `%s`%s | %s | %s | %s |"
              % (attribute, " !" if must else "", value, "`%s`" % default if default else "", safe(meaning)))


def print_table():
    print("""# 様式の要素と属性

様式の言葉のすべてです。文法（[schema/form.rng](schema/form.rng)）から `make elements` が書きます。手で直さず、文法の説明（`a:documentation`）と、
省いたときの値（`a:defaultValue`）を直してください。使い方と例は [README.md](README.md) に、エディターに補わせながら書く方法は
[README.md の19章](README.md#エディターで書く)にあります。

「!」は必ず書くもの、「|」は選ぶものです。「省くと」が空いているものは、省けば何もないか、囲むものか書式（`like`、なければ `base`）に従います。

| 値の形 | 書き方 |
|---|---|""")
    for name, short in SHORT.items():
        if name in defines:
            print("| %s | %s |" % (short, safe(said(defines[name][0]))))
    print("""
文法は、部品と繰り返しがどこからでも呼べるように、本文のものをどこにでも置かせます。`<row>` を表の外に置くなどは、様式を読むか組むときの誤りになります。

| まとまり | 中身 |
|---|---|""")
    for group, what in group_holds.items():
        print("| %s | %s |" % (group, listed(what)))
    print("\n| 要素・属性 | 値 | 省くと | 意味 |\n|---|---|---|---|")
    for name in elements:
        print_element(name)


parent_of = {child: node for node in root.iter() for child in node}


def stands_freely(attribute):
    """No other attribute is needed or forbidden beside it."""
    node = parent_of[attribute]
    while node.tag not in (RNG + "element", RNG + "define"):
        several = len(node.findall(".//" + RNG + "attribute")) > 1
        if node.tag in (RNG + "group", RNG + "choice") or (node.tag == RNG + "optional" and several):
            return False
        node = parent_of[node]
    return True


def with_defaults(path):
    """The form with every attribute written that may be left out and has a default: it must print the same."""
    tree = ET.parse(path)
    for node in tree.getroot().iter():
        if node.tag not in elements:
            continue
        for attribute, (patterns, _) in attributes_of(node.tag).items():
            default = default_of(patterns)
            if default and attribute not in node.attrib and all(stands_freely(a) for a in patterns):
                node.set(attribute, default)
    return ET.tostring(tree.getroot(), encoding="unicode")


if len(sys.argv) > 2 and sys.argv[1] == "--with-defaults":
    print(with_defaults(sys.argv[2]))
    sys.exit()
print_table()
unsaid = [n for n in elements if not said(elements[n][0])]
if unsaid:
    sys.exit("no a:documentation in Japanese: " + " ".join(unsaid))
