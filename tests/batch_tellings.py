"""batch_tellings.py BUILD: how many documents and bundles there are of each kind, and how a run ended, is one and the same
wherever it is told: the last line of the run, the report as text, JSON and PDF, the status file, the file for Prometheus
and the ledger. Mixtures of what is made, unchanged, made with the same bytes, not applicable, forbidden, failed, missing
and left; envelopes; shards and their merge; workers that are ended; a run that is broken off."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

os.chdir(os.path.join(os.path.dirname(__file__), ".."))
TOOL = os.path.realpath(sys.argv[1] if len(sys.argv) > 1 else "build") + "/renkei-batch"
work = tempfile.mkdtemp()
OUT = work + "/out"
KINDS = ("planned", "made", "absent", "blocked", "failed", "left")
LINE = re.compile(r"対象(\d+)件＝作成(\d+)件(（[^）]*）)?＋対象外(\d+)件＋禁止(\d+)件＋失敗(\d+)件(?:＋残り(\d+)件)?(.*)")
SUMS = re.compile(r"([\d,]+)\s*＝" + r"\s*([\d,]+)\s*＋" * 4 + r"\s*([\d,]+)\s+([\d,]+)")
bad = 0


def call(*words):
    return subprocess.run([TOOL, *words], capture_output=True, text=True)


def number(pattern, text):
    found = re.search(pattern, text or "")
    return int(found.group(1)) if found else 0


def of_line(text):
    """The counts of the last line that has some."""
    found = LINE.findall(text)[-1]
    rest = found[7]
    told = dict(zip(KINDS, (int(found[i] or 0) for i in (0, 1, 3, 4, 5, 6))))
    told.update(unchanged=number(r"うち変更なし(\d+)件", found[2]), same=number(r"作り直して同じ内容(\d+)件", found[2]))
    told.update(pages=number(r"(\d+)ページ", rest), missing=number(r"名簿からの欠け(\d+)件", rest))
    return {**told, "bundles": number(r"、束(\d+)", rest), "bundles-not-made": number(r"作らない束(\d+)", rest)}


def of_json(x):
    names = (*KINDS, "unchanged", "same", "pages", "bundles")
    told = {n: x[n] for n in names}
    if "missing" in x:
        told.update({"missing": len(x["missing"]), "bundles-not-made": len(x["bundles-not-made"])})
    else:
        told["bundles-not-made"] = x["bundles-held"] + x["bundles-failed"]
    return {**told, "exit": x["exit"]}


def of_metrics(text):
    told = {}
    for name, labels, value in re.findall(r"^renkei_batch_(\w+)\{(.*)\} (\S+)$", text, re.M):
        status = re.search(r'status="(\w+)"', labels)
        told[name, status.group(1) if status else ""] = int(float(value))
    counts = {k: told["documents", k] for k in KINDS if k != "planned"}
    counts["bundles-not-made"] = told["bundles", "held"] + told["bundles", "failed"]
    counts.update({n: told[n, ""] for n in ("planned", "unchanged", "same", "pages")})
    return {**counts, "bundles": told["bundles", "made"]}


def of_ledger(shard):
    name = "ledger" + ("-" + shard.replace("/", "-of-") if shard else "") + ".sqlite"
    db = sqlite3.connect("file:%s/.renkei/%s?mode=ro" % (OUT, name), uri=True)
    run, planned, ended, status = db.execute("SELECT id, planned, ended, exit_status FROM run ORDER BY id DESC").fetchone()
    told = dict.fromkeys(KINDS, 0)
    rows = "SELECT d.status, count(*) FROM document d JOIN account a ON a.document = d.id WHERE a.run = ? GROUP BY 1"
    told.update(db.execute(rows, (run,)).fetchall())
    told.update(planned=planned, left=planned - sum(told.values()))
    return {**told, "exit": status if ended else 75}


def compare(what, said, shard):
    """said: the last line of whoever told first, and how it ended."""
    global bad
    of = ["--shard", shard] if shard else []
    text, jso = call("report", "-o", OUT, *of), call("report", "--json", "-o", OUT, *of)
    pdf = call("report", "--pdf", work + "/report.pdf", "-o", OUT, *of)
    pages = subprocess.run(["pdftotext", "-layout", work + "/report.pdf", "-"], capture_output=True, text=True).stdout
    sums = [int(n.replace(",", "")) for n in SUMS.search(pages).groups()]
    status = json.load(open(work + "/status.json"))["run"]
    tellings = {
        "run": said,
        "text": {**of_line(text.stdout), "exit": text.returncode},
        "JSON": of_json(json.loads(jso.stdout)),
        "JSON's exit": {"exit": jso.returncode},
        "PDF": {**dict(zip((*KINDS, "pages"), sums)), "exit": pdf.returncode},
        "status": of_json({**status, "exit": 75 if status["exit"] is None else status["exit"]}),
        "metrics": of_metrics(open(work + "/metrics.prom").read()),
        "ledger": of_ledger(shard),
    }
    for name in sorted(set().union(*tellings.values())):
        values = {who: told[name] for who, told in tellings.items() if name in told}
        if len(set(values.values())) > 1:
            print("%s: %s is not one number: %s" % (what, name, values))
            bad = 1
    return tellings["ledger"]


WATCH = ["--status", work + "/status.json", "--metrics", work + "/metrics.prom", "-o", OUT]


def mixture(what, exit_status, *words, shard=None):
    global bad
    p = call(*words, *(["--shard", shard] if shard else []), *WATCH)
    if p.returncode != exit_status:
        print("%s: exit %d instead of %d: %s" % (what, p.returncode, exit_status, p.stderr[:300]))
        bad = 1
    compare(what, {**of_line(p.stdout), "exit": p.returncode}, shard)


def town(count):
    folder = work + "/cases"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(OUT, ignore_errors=True)
    shutil.copytree("samples/masters", folder + "/masters")
    text = open("samples/hodei-futoukou/case.xml").read()
    for child in range(1, count + 1):
        os.mkdir("%s/%d" % (folder, child))
        own = text.replace(' id="K-0001"', ' id="T-%d"' % child).replace("三丁目14番地2<", "三丁目14番地%d<" % child)
        open("%s/%d/case.xml" % (folder, child), "w").write(own)
    return folder


def edit(child, pattern, by):
    path = "%s/cases/%d/case.xml" % (work, child)
    text = open(path).read()
    open(path, "w").write(re.sub(pattern, by, text, count=1))


def run(day, *forms):
    words = ["run", "--cases", work + "/cases", "--as-of", day, "--bundle", "household", "--roster", "n"]
    return words + [word for form in forms for word in ("--form", form)]


def shards(what, exits, *words):
    for k, status in zip(("1/2", "2/2"), exits):
        mixture("%s, shard %s" % (what, k), status, *words, shard=k)


NIGHT = run("2024-08-01", "plan", "consent")
town(4)
mixture("all made", 0, *NIGHT)
mixture("nothing changed", 0, *NIGHT)
mixture("all the same", 0, *NIGHT, "--force")
edit(1, "<case ", '<case odd="x" ')
edit(2, "<policy>[^<]*</policy>", "")
mixture("one unreadable, one wanting", 1, *NIGHT)
mixture("the same again", 1, *NIGHT)
mixture("no bundles asked for", 7, *(w for w in NIGHT if w not in ("--bundle", "household")))
town(4)
mixture("made", 0, *NIGHT)
mixture("all envelopes gone", 7, *run("2020-08-01", "plan", "consent"))
mixture("made again", 0, *NIGHT)
shutil.rmtree(work + "/cases/4")
mixture("one child gone", 7, *NIGHT)
mixture("and accepted", 0, *NIGHT, "--accept-missing", "--reason", "退所")
shutil.rmtree(OUT)
SAMPLES = ["run", "--cases", "samples", "--form", "plan", "--form", "schedule", "--bundle", "household"]
mixture("some forbidden", 1, *SAMPLES)
mixture("one case of them", 0, "run", "--cases", "samples/hodei-futoukou/case.xml", "--form", "plan")
mixture("its envelope", 0, "run", "--cases", "samples/hodei-futoukou/case.xml", "--form", "plan", "--bundle", "household")
mixture("forbidden, without envelopes", 6, *SAMPLES[:-2])
shutil.rmtree(OUT)
for month in ("2024-06", "2024-07", "2024-06"):
    words = ["run", "--cases", "samples", "--form", "school-sharing", "--form", "plan", "--bundle", "household"]
    mixture("month " + month, 1, *words, "--month", month)

# Shards: a night that was never merged, one that is made by force, one with children who left.
town(4)
shards("first", (0, 0), *NIGHT)
mixture("merged", 0, "merge")
mixture("merged again", 0, "merge")
edit(3, "<policy>[^<]*", "<policy>あらためた。")
shards("changed", (0, 0), *NIGHT)
shards("not merged", (0, 0), *NIGHT)
mixture("merged later", 0, "merge")
shards("by force", (0, 0), *NIGHT, "--force")
mixture("merged by force", 0, "merge")
edit(1, "<case ", '<case odd="x" ')
edit(2, "<policy>[^<]*</policy>", "")
subprocess.run([TOOL, *NIGHT, "-o", OUT], capture_output=True)
for k in ("1/2", "2/2"):
    subprocess.run([TOOL, *NIGHT, "--shard", k, "-o", OUT], capture_output=True)
mixture("merged with failures", 1, "merge")

# Workers that are ended for their time, and a run that is broken off.
slow = work + "/slow.xml"
# Nearly as much as the bounds of work allow: it is whole in the end, and takes many times the tenth of a second it is given.
loop = ('<for-each select="300"><let name="n" select="position()"/><for-each select="100">'
        '<p><value select="1000 * $n + position()"/>%s</p></for-each></for-each>') % ("本文の文字がここにもそこにもたくさんあり、行を組むのに手間がかかる。" * 3)
open(slow, "w").write('<form name="slow" title="長くかかる"><page size="A5"/><body>%s</body></form>' % loop)
# A machine under load is slow, and a long document is large: it is to end for its time, and not for its memory.
ROOMY = ["--memory-limit", "4096"]
town(4)
mixture("workers that are ended", 1, *run("2024-08-01", "plan", slow), "--time-limit", "0.1", *ROOMY)
# One at a time, and twelve of them: when the first paper is there, all but one or two of the long ones are to come.
town(12)
p = subprocess.Popen([TOOL, *run("2024-08-01", "plan", slow), *ROOMY, *WATCH, "--jobs", "1"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
bound = time.time() + 60
while time.time() < bound and not os.path.exists(OUT + "/T-1/plan.pdf"):
    time.sleep(0.05)
p.send_signal(signal.SIGTERM)
said = p.communicate()[0]
ledger = compare("broken off", {**of_line(said), "exit": p.returncode}, None)
if p.returncode != 75 or not ledger["left"]:
    print("the run was not broken off: %d, %s" % (p.returncode, ledger))
    bad = 1
shutil.rmtree(work)
print("batch tellings: %s" % ("bad" if bad else "good"))
sys.exit(bad)
