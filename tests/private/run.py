"""run.py BUILD [STEP…]: nothing of a person is in what is not a paper. Every value of a person in the samples and in what the
other tests feed the programs is replaced by a mark (marks.py), right values and broken ones; the programs are run; and no
mark may be in anything that they print, name or keep: messages as text and JSON in both languages, file names, the ledger
with its columns, the status file and the metrics.

Exempt, as they are the papers or what their user asked to be listed, and stay with who asked: documents (PDF, PNG, SVG,
text), workbooks and exports, the stages of -T, what renkei-sheet read and renkei-case --dry-run change (old and new value),
the list of renkei-check --due as PDF, and the pages of the gallery that show a paper."""

import glob
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unicodedata
import xml.etree.ElementTree as ET
import zipfile

import marks

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
BUILD = os.path.realpath(sys.argv[1] if len(sys.argv) > 1 else "build")
PAPERS = (".pdf", ".png", ".svg", ".xlsx", ".csv")
# No letters by chance, which may be a mark.
work = os.path.join(os.path.realpath(tempfile.gettempdir()), "renkei-%d" % os.getpid())
os.mkdir(work, 0o700)
marker = marks.Marker()
bad = looked = 0


def complain(text):
    global bad
    bad += 1
    if bad <= 60:
        print(text, flush=True)


def look(what, text):
    """No mark in a text."""
    global looked
    looked += 1
    for hit in marker.found(text)[:2]:
        complain("%s: …%s…" % (what, hit))


def call(tool, *words, at=None, exempt=False, **more):
    """Runs a program; its words are looked at, but those on stdout that are what was asked for."""
    shown = "%s %s" % (tool, " ".join(words).replace(work, ""))
    got = subprocess.run([BUILD + "/" + tool, *words], cwd=at, capture_output=True, stdin=subprocess.DEVNULL, timeout=300, **more)
    look(shown, got.stderr.decode(errors="backslashreplace"))
    if not exempt:
        look(shown + " (stdout)", got.stdout.decode(errors="backslashreplace"))
    if got.returncode < 0:
        complain("%s: ended by signal %d" % (shown, -got.returncode))
    return got


def said(tool, *words, **more):
    """In both languages, as text and as JSON."""
    for language in ("ja", "en"):
        call(tool, *words, "--messages", language, **more)
    return call(tool, *words, "--json", **more)


def mark_tree(folder):
    for path in filter(os.path.isfile, glob.glob(folder + "/**/*.xml", recursive=True)):
        with open(path, "rb") as f:
            raw = f.read()
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            continue
        marked = marker.mark(text)
        if marked != text:
            with open(path, "w", encoding="utf-8", newline="") as f:
                f.write(marked)


def look_at_folder(what, folder):
    """Names and whatever is no paper, the ledger by its rows."""
    for base, folders, files in os.walk(folder):
        for name in folders + files:
            look(what + ": name", name)
        for name in files:
            path = os.path.join(base, name)
            if name.endswith(".sqlite"):
                with sqlite3.connect(path) as db:
                    for line in db.iterdump():
                        look(what + ": " + name, line)
            elif "/.renkei/issued" not in path and not name.endswith(PAPERS):
                with open(path, "rb") as f:
                    look(what + ": " + name, f.read().decode(errors="backslashreplace"))


# ---- right values ----


def samples(name, which="*"):
    folder = "%s/%s" % (work, name)
    os.mkdir(folder)
    for path in glob.glob("samples/%s/case.xml" % which):
        shutil.copytree(os.path.dirname(path), folder + "/" + path.split("/")[1])
    shutil.copytree("samples/masters", folder + "/masters")
    mark_tree(folder)
    return folder


def all_forms():
    return sorted(os.path.basename(os.path.dirname(p)) for p in glob.glob("templates/*/form.xml"))


def run_batch(what, cases, forms):
    out, forms = work + "/out-" + what, [w for f in forms for w in ("--form", f)]
    at = ["--cases", cases, *forms, "--bundle", "household", "-o", out]
    call("renkei-batch", "plan", *at)
    call("renkei-batch", "run", *at, "--month", "2024-09", "--status", work + "/status.json", "--metrics", work + "/metrics.prom")
    said("renkei-batch", "verify", "-o", out)
    said("renkei-batch", "report", "-o", out)
    return out


def check_samples():
    cases = samples("cases")
    each = sorted(glob.glob(cases + "/*/case.xml"))
    said("renkei-check", "--as-of", "2024-07-10", cases)
    said("renkei-check", "--as-of", "2026-02-27", cases)
    said("renkei-check", "--due", "--as-of", "2024-07-10", "--days", "400", cases)
    for path in each:
        said("renkei-check", "--summary", "--as-of", "2026-02-27", path)
        said("renkei-case", "check", "--as-of", "2024-07-10", path)
        said("renkei-render", "--list", path)
        said("renkei-check", "--names", path)
    for form in ("plan", "school-sharing", "partner-sheet"):
        for words in (["--edition", "school"], ["--edition", "consultation"], ["--edition", "guardian"], ["--furigana", "all"], ["--gloss", "en"]):
            for of in ("hodei-futoukou", "satooya-houmon"):
                call("renkei-render", "--form", form, *words, "-o", work + "/a.pdf", "%s/%s/case.xml" % (cases, of))
    out = run_batch("right", cases, all_forms())
    reason = ("--reason", "確認")
    said("renkei-batch", "release", "--dry-run", *reason, "-o", out)
    call("renkei-batch", "release", "--bundles", *reason, "-o", out)
    for verb in ("index", "withdraw", "hold"):
        said("renkei-batch", verb, "K-0001", "--form", "plan", *(() if verb == "index" else reason), "-o", out)
    said("renkei-batch", "expire", "--dry-run", *reason, "--before", "2090-01-01", "-o", out)
    said("renkei-batch", "impact", "--from", "templates", "--to", "templates", "--cases", cases, "--form", "plan", "-o", work + "/impact")
    for path in ("status.json", "metrics.prom"):
        look(path, open(work + "/" + path, encoding="utf-8").read())
    look_at_folder("ledger", out)
    os.makedirs(work + "/once", exist_ok=True)
    call("renkei-preview", "--once", work + "/gallery", "--cases", cases)
    look_at_folder("gallery", work + "/gallery")
    call("renkei-sheet", "new", "台帳", "--cases", cases, "-o", work + "/ledger.xlsx")
    for verb in ("copy-plan", "copy-month", "migrate"):
        for path in each:
            call("renkei-case", verb, path, *(() if verb == "migrate" else ("-o", path + ".next")), exempt=True)


# ---- broken values ----


def broken(name, change):
    """The samples, each personal or other value changed."""
    folder = samples(name, "[hi]*")  # of each kind of service, and the one that breaks rules
    for path in glob.glob(folder + "/**/*.xml", recursive=True):
        text = open(path, encoding="utf-8").read()
        with open(path, "w", encoding="utf-8") as f:
            f.write(change(text))
    return folder


def run_broken(name, change):
    cases = broken(name, change)
    said("renkei-check", "--as-of", "2024-07-10", cases)
    path = cases + "/hodei-futoukou/case.xml"
    said("renkei-case", "check", path)
    said("renkei-render", "--form", "plan", "-o", work + "/a.pdf", path)
    for words in (["--form", "face-sheet", "-o", work + "/a.pdf"], ["--list"], ["--form", "cover-letter", "--draft", "-o", work + "/a.pdf"]):
        call("renkei-render", *words, path)
    call("renkei-case", "copy-plan", path, "-o", path + ".next")
    look_at_folder("ledger of " + name, run_batch(name, cases, ("plan", "consent", "service-record")))
    call("renkei-sheet", "new", "台帳", "--cases", cases, "-o", work + "/broken.xlsx")


def each_attribute(by, unless="masters|case"):
    def change(text):
        def tag(m):
            if re.fullmatch(unless, m.group(1)):
                return m.group()
            return re.sub(r'(\s[\w-]+)="([^"]*)"', lambda a: '%s="%s"' % (a.group(1), by(a.group(1).strip(), a.group(2))), m.group())
        return re.sub(r"<([a-z][\w-]*)\s[^<>]*>", tag, text)
    return change


def each_text(by):
    return lambda text: re.sub(r">([^<>]*[^<>\s][^<>]*)</", lambda m: ">" + by(m.group(1)) + "</", text)


def check_broken():
    name = lambda of, was: was if of == "id" else "龠鼇麌 驫"
    run_broken("words-for-all", each_attribute(name))
    run_broken("names-as-ids", each_attribute(lambda of, was: "龠鼇-" + was if of in ("id", "partner", "service", "explainer") else was))
    for what, tail in (("private", "\ue000"), ("control", "\u202e"), ("emoji", "\U0001f9d1"), ("script", "\u0e2a"), ("long", "龠" * 400)):
        run_broken(what, each_text(lambda t, tail=tail: t + tail))
    run_broken("names-as-days", lambda t: re.sub(r'="\d{4}-\d\d-\d\d"', '="龠鼇の日"', t))


# A < or a & that was typed into a text: what follows it is no name, whatever it is called.
TYPED = ("< 龠鼇", "<龠鼇", "<龠鼇>", "<龠鼇/ >", "</龠鼇>", "<Lqzxjq>", "</Lqzxjq>", '<龠鼇 龠="鼇">', "<龠:鼇>", "&龠鼇;", "&龠鼇", "<!龠鼇>", "<?龠鼇", "<![龠鼇[", "<!--龠--鼇-->", "]]>龠鼇")


def check_typed():
    place = work + "/typed"
    os.makedirs(place + "/c")
    shutil.copytree("samples/masters", place + "/masters")
    text = open("samples/hodei-futoukou/case.xml", encoding="utf-8").read()
    case = place + "/c/case.xml"
    for typed in TYPED:
        with open(case, "w", encoding="utf-8") as f:
            f.write(text.replace("<state>", "<state>" + typed, 1))
        said("renkei-check", "--as-of", "2024-07-10", case)
        call("renkei-render", "--form", "plan", "-o", work + "/a.pdf", case)
        call("renkei-case", "anonymize", case, "-o", place + "/twin%d/" % TYPED.index(typed))
        call("renkei-case", "check", case)


# ---- what other tests feed the programs ----


def check_bad():
    copy = work + "/tests"
    shutil.copytree("tests/bad", copy + "/bad")
    os.symlink(os.path.realpath("samples"), work + "/samples")
    os.symlink(os.path.realpath("templates"), work + "/templates")
    mark_tree(copy + "/bad")
    for folder in sorted(glob.glob(copy + "/bad/*/")):
        tool = "renkei-render"
        if os.path.exists(folder + "tool"):
            tool = open(folder + "tool").read().strip()
        if os.path.exists(folder + "cmd"):
            words = subprocess.run(["sh", "-c", "for i in %s; do printf '%%s\\n' \"$i\"; done" % open(folder + "cmd").read().strip()],
                                   capture_output=True, text=True, cwd=folder).stdout.split("\n")[:-1]
            said(tool, *words, at=folder)
        elif os.path.exists(folder + "case.xml"):
            said("renkei-check", folder + "case.xml")
            call("renkei-render", "-o", work + "/b.pdf", folder + "case.xml")


# ---- sheets and exports ----

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def retyped(path, to, rows):
    """A workbook, every cell of these rows typed over with a mark."""
    with zipfile.ZipFile(path) as z:
        parts = {i: z.read(i) for i in z.namelist()}
    for name in parts:
        if not re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
            continue
        root = ET.fromstring(parts[name])
        for c in root.iter(MAIN + "c"):
            if int(re.sub(r"\D", "", c.get("r"))) in rows and len(c):
                for child in list(c):
                    c.remove(child)
                c.set("t", "inlineStr")
                ET.SubElement(ET.SubElement(c, MAIN + "is"), MAIN + "t").text = "龠鼇" + c.get("r")
        parts[name] = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in parts.items():
            z.writestr(name, data)


def check_sheets():
    cases = samples("sheets", "[hj]*")
    for workbook in ("台帳", "計画", "月", "事業所"):
        book = "%s/%s.xlsx" % (work, workbook)
        month = ["--month", "2024-06"] if workbook == "月" else []
        call("renkei-sheet", "new", workbook, *month, "--cases", cases, "-o", book)
        for rows in (range(6, 4000), [3], range(4, 6), range(2, 4)):
            retyped(book, work + "/typed.xlsx", rows)
            said("renkei-sheet", "read", "--dry-run", "--cases", cases, work + "/typed.xlsx", exempt=True)
    rows = open("tests/exports/jisseki.csv", encoding="cp932").read().splitlines()
    for first in (0, 1):
        with open(work + "/a.csv", "w", encoding="utf-8") as f:
            for i, row in enumerate(rows):
                f.write((row if i < first else re.sub(r"[^,]+", "龠鼇麌", row)) + "\n")
        said("renkei-sheet", "read", "--dry-run", "--map", "tests/exports/jisseki.xml", "--encoding", "utf-8", "--cases", cases,
             work + "/a.csv", exempt=True)


# ---- who reviews a diagnostic ----


def check_arguments():
    kinds = "number measure day path place cell name word id expression code-point reason advice typed hash".split()
    told = {}
    for line in open("tests/private/arguments.tsv", encoding="utf-8"):
        if not line.startswith("#"):
            name, *of = line.rstrip("\n").split("\t")
            told[name] = of
    string = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'
    source = open("tools/lib/base/diag.def", encoding="utf-8").read()
    found = re.findall(r'^DIAG\(\w+, "([\w-]+)", \w+, \w+,\s*%s,\s*%s\)' % (string, string), source, re.M)
    if len(found) != len(re.findall(r"^DIAG\(", source, re.M)):
        complain("diag.def: not every entry is understood")
    for name, ja, en in found:
        highest = max([int(n) for n in re.findall(r"\{(\d)\}", ja + en)] + [0])
        if len(told.get(name, ())) != highest or name not in told:
            complain("tests/private/arguments.tsv: %s has %d arguments: say what each holds (none a value)" % (name, highest))
        for kind in told.pop(name, ()):
            if kind not in kinds:
                complain("tests/private/arguments.tsv: %s: no such kind: %s" % (name, kind))
    for name in told:
        complain("tests/private/arguments.tsv: no such diagnostic: %s" % name)
    global looked
    looked += 1


# ---- --show-values ----


def check_shown():
    """Whoever asks for values gets the line, and nobody else; a batch is not to be asked."""
    case = work + "/shown/case.xml"
    shutil.copytree("samples/hodei-futoukou", work + "/shown")
    shutil.copytree("samples/masters", work + "/masters")
    text = open(case, encoding="utf-8").read()
    with open(case, "w", encoding="utf-8") as f:
        f.write(re.sub(r'birth-date="[^"]*"', 'birth-date="2015-13-41\u202e"', text))
    with open(case + "2", "w", encoding="utf-8") as f:  # no XML in the line of the birth
        f.write(re.sub(r' birth-date="[^"]*"', ' birth-date="2015-13-41\u202e', text))
    for words in (["renkei-check", case], ["renkei-render", "-o", work + "/a.pdf", case], ["renkei-case", "copy-month", "--dry-run", "--month", "2024-10", case + "2"],
                  ["renkei-sheet", "new", "台帳", "--cases", work + "/shown", "-o", work + "/a.xlsx"]):
        for more in ([], ["--json"], ["--messages", "en"]):
            without = call(*words, *more).stderr.decode()
            shown = call(*words, *more, "--show-values").stderr.decode()
            if "case.xml" not in without or "2015-13" in without:
                complain("%s %s: without --show-values: %s" % (words[0], more, without[:300]))
            if "2015-13-41" not in shown or "\u202e" in shown:
                complain("%s %s --show-values: %s" % (words[0], more, shown[:300]))
    if call("renkei-batch", "plan", "--show-values", "--cases", work + "/shown", "--form", "plan", "-o", work + "/o").returncode != 2:
        complain("renkei-batch takes --show-values")


# ---- names from outside ----

HOSTILE = ("\x1b[31mA", "\u202eB", "\u009b31mC", "D\rE", "F\nINJECTED G", "\u200bH", "I\u2028J", "K\ue000", b"L\xff\xfeM")


def shows(what, raw, lists=True):
    """Whatever a program prints is text of lines of its own, in one direction."""
    global looked
    looked += 1
    try:
        text = raw.decode()
    except UnicodeDecodeError as e:
        return complain("%s: no UTF-8: %r" % (what, raw[max(0, e.start - 40):e.start + 20]))
    for m in re.finditer(r".", text, re.S):
        c = m.group()
        if c not in "\n\t" and unicodedata.category(c) in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp", "Cs"):
            return complain("%s: U+%04X: …%r…" % (what, ord(c), text[max(0, m.start() - 40):m.start() + 20]))
    if re.search(r"^INJECTED", text, re.M):
        complain("%s: a line that a name made" % what)


def check_names():
    for hostile in HOSTILE:
        raw = hostile if isinstance(hostile, bytes) else hostile.encode()
        place = os.path.join(work.encode(), b"names-%d" % HOSTILE.index(hostile))
        folder = os.path.join(place, raw)
        os.makedirs(place)
        shutil.copytree(b"samples/hodei-futoukou", folder)
        shutil.copytree(b"samples/masters", os.path.join(place, b"masters"))
        broken = os.path.join(place, raw + b"2")
        shutil.copytree(b"samples/ihan-mihon", broken)
        with open(os.path.join(broken, b"case.xml"), "ab") as f:
            f.write(b"<")
        forms = os.path.join(place, b"forms")
        shutil.copytree(b"templates", forms)
        for form in glob.glob(os.fsdecode(forms) + "/*/form.xml"):
            if os.path.basename(os.path.dirname(form)) not in ("plan", "batch"):
                shutil.rmtree(os.path.dirname(form))
        shutil.copytree(os.path.join(forms, b"plan"), os.path.join(forms, raw))
        case, out, gallery = os.path.join(folder, b"case.xml"), os.path.join(place, b"out"), os.path.join(place, b"g" + raw)
        outside = [b"--who", raw, b"--reason", raw] if isinstance(hostile, str) else []
        for tool, *words in (
                ("check", place), ("check", case), ("check", case + b"x"), ("check", "--summary", case), ("check", "--names", case), ("check", "--due", place),
                ("check", "--explain", raw), ("check", "--local-rules", folder, case), ("render", "--list", "--forms", forms, case),
                ("render", "--forms", forms, "--form", raw, "-o", os.path.join(place, raw, b"none", b"a.pdf"), case),
                ("render", "--form", b"x" + raw, case), ("render", "--edition", raw, case), ("render", raw), ("render", "--copy-of", case, "--encrypt", "-o", "a.pdf"),
                ("case", "check", case), ("case", "copy-plan", "--dry-run", case), ("case", "copy-plan", "--plan", raw, case), ("case", "new", "--id", raw),
                ("sheet", "new", raw, "--cases", place, "-o", place + b"/a.xlsx"), ("sheet", "read", "--cases", place, case), ("form", "import", "tests/forms-in/keikaku.xlsx", "--sheet", raw, "-o", place + b"/f"),
                ("batch", "plan", "--cases", place, "--form", "plan", "-o", out), ("batch", "run", "--cases", place, "--form", "plan", "--roster", raw, "-o", out),
                ("batch", "run", "--cases", place, "--form", "plan", "-o", out), ("batch", "report", "-o", out),
                ("batch", "release", "-o", out, *(outside or ["--reason", "a"])), ("batch", "index", "K-0001", "-o", out), ("batch", "index", raw, "-o", out),
                ("batch", "print", "K-0001", "--form", "plan", "-o", out), ("batch", "hold", "K-0001", "--form", "plan", "-o", out, *(outside or ["--reason", "a"])),
                ("batch", "verify", "-o", out), ("batch", "verify", "-o", out + raw), ("batch", raw),
                ("preview", "--once", gallery, "--cases", place, "--forms", forms, "plan"), ("preview", "--once", gallery, "--cases", place, "--forms", forms)):
            if tool == "batch" and words[0] == "verify" and os.path.isdir(out):
                shutil.copyfile(case, os.path.join(out, b"strange" + raw))
            for more in ([], ["--json"]) if tool != "preview" else ([],):
                got = subprocess.run([BUILD + "/renkei-" + tool, *words, *more], capture_output=True, stdin=subprocess.DEVNULL, timeout=300)
                shown = "renkei-%s %r" % (tool, [w.decode(errors="backslashreplace").replace(work, "") if isinstance(w, bytes) else w for w in words])
                shows(shown + " (stdout)", got.stdout)
                shows(shown, got.stderr)
                if got.returncode < 0:
                    complain("%s: ended by signal %d" % (shown, -got.returncode))
        for path in glob.glob(os.fsdecode(gallery) + "/*.html") + glob.glob(os.fsdecode(gallery) + "/*.js*"):
            shows("gallery " + os.path.basename(path), open(path, "rb").read())


# ---- who may read what is written ----


def check_modes():
    """Whatever is made of persons is its owner's alone, however open the umask; what was closed stays closed."""
    place = work + "/modes"
    os.mkdir(place)
    case = "samples/hodei-futoukou/case.xml"
    was = os.umask(0)
    out = place + "/out"
    calls = [("batch", "run", "--cases", case, "--form", "plan", "--bundle", "household", "-o", out), ("batch", "release", "--bundles", "--reason", "a", "-o", out),
             ("batch", "reprint", "K-0001", "--form", "plan", "--reason", "a", "-o", out), ("batch", "backup", place + "/copy.sqlite", "-o", out),
             ("batch", "run", "--cases", case, "--form", "plan", "--shard", "1/1", "-o", place + "/shards"),
             ("batch", "report", "--pdf", place + "/report.pdf", "-o", out),
             ("batch", "impact", "--from", "templates", "--to", "templates", "--form", "plan", "--cases", case, "-o", place + "/impact"),
             ("render", "-o", place + "/a.pdf", case), ("render", "-T", "bind", "-o", place + "/a.txt", case), ("check", "--due", "-o", place + "/due.pdf", "samples"),
             ("case", "new", "-o", place + "/new/case.xml"), ("case", "copy-plan", "-o", place + "/next.xml", case), ("sheet", "new", "台帳", "--cases", "samples", "-o", place + "/a.xlsx"),
             ("preview", "--once", place + "/gallery", "--cases", "samples/hodei-futoukou", "plan")]
    for again in range(2):
        for tool, *words in calls:
            subprocess.run([BUILD + "/renkei-" + tool, *words], capture_output=True, stdin=subprocess.DEVNULL, timeout=300)
        for base, folders, files in os.walk(place):
            for name in folders + files:
                mode = os.stat(os.path.join(base, name)).st_mode & 0o7777
                if mode & 0o077:
                    complain("%s has mode %04o" % (os.path.join(base, name).replace(work, ""), mode))
        if again == 0:
            ledger = out + "/.renkei/ledger.sqlite"
            if not os.path.exists(ledger) or not os.path.exists(place + "/a.pdf"):
                complain("nothing was made")
            os.chmod(ledger, 0o644)  # as an older renkei left it: the next run closes it
    os.umask(was)
    global looked
    looked += 1


STEPS = {"arguments": check_arguments, "shown": check_shown, "names": check_names, "typed": check_typed, "modes": check_modes, "sheets": check_sheets,
         "samples": check_samples, "broken": check_broken, "bad": check_bad}
for step in sys.argv[2:] or STEPS:
    STEPS[step]()
shutil.rmtree(work, ignore_errors=True)
print("%d texts looked at, %d faults" % (looked, bad))
sys.exit(1 if bad or not looked else 0)
