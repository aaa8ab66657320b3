#!/bin/sh
# run.sh BUILD [ready]: every PDF that these programs write is a record (PDF/A-2a, PDF/UA-1), and programs of others say so:
# qpdf, poppler, MuPDF, PDFBox with its Preflight, PDFium and pdf.js; each clause is looked at by itself (clauses.py), and
# of each a file that breaks it must be found (breaks.py). PDFium, pdf.js and a newer MuPDF come from npm at the versions of
# package-lock.json into BUILD/record-readers, once (ready: only that).
set -eu
cd "$(dirname "$0")/../.."
BUILD=${1:-build}
export BUILD
place=$BUILD/record-readers
here=tests/record
mkdir -p "$place"
for file in package.json package-lock.json; do
    cmp -s "$here/$file" "$place/$file" || {
        rm -rf "$place/node_modules"
        cp "$here/$file" "$place/$file"
    }
done
[ -d "$place/node_modules" ] || npm ci --prefix "$place" --omit=optional --ignore-scripts --no-audit --no-fund >&2 || {
    echo "record: npm does not bring the readers (package-lock.json); is its registry out of reach?" >&2
    exit 1
}
[ "${2:-}" != ready ] || exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
made=$work/made broken=$work/broken
bin=${BIN:-$BUILD}
sh $here/make.sh "$bin" "$made"
pdfs=$(find "$made" -maxdepth 1 -name '*.pdf' | wc -l)
[ "$pdfs" -ge 200 ] || { echo "record: only $pdfs files were made" && exit 1; }

# Debian's Python: the modules of its packages are not another's.
python=/usr/bin/python3
jars=/usr/share/java
classes=$jars/preflight.jar:$jars/pdfbox2.jar:$jars/fontbox2.jar:$jars/xmpbox.jar:$jars/commons-logging.jar:$jars/javax.activation.jar:$jars/jaxb-api.jar

clauses() {
    find "$made" -maxdepth 1 -name '*.pdf' | sort | xargs -n 32 -P 2 $python $here/check.py &&
        $python $here/breaks.py "$made" "$broken"
}

# What is broken must be found by Preflight too; what is not must be without fault. PDF/A-1 has no object streams.
preflight() {
    mkdir -p "$work/plain"
    find "$made" -maxdepth 1 -name '*.pdf' -exec sh -c 'qpdf --object-streams=disable --newline-before-endstream "$1" \
        "$2/$(basename "$1")"' sh {} "$work/plain" \;
    java -cp "$classes" $here/Preflight.java "$work"/plain/*.pdf >"$work/preflight"
    for text in "$work"/plain/*.txt; do mv "$text" "$made"; done
    # Nor does PDF/A-1 let anything shine through, which PDF/A-2 does (clauses.py looks at how).
    perl -i -pe 's/(\t|; )2\.2\.[12] Invalid graphics transparency.*?(?=; \d+\.\d|$)/$1 eq "\t" ? "\t" : ""/ge if m{/pictures-}' \
        "$work/preflight"
    grep -vP '\t$' "$work/preflight" && return 1
    [ "$(wc -l <"$work/preflight")" = "$pdfs" ]
}
preflight_finds() {
    java -cp "$classes" $here/Preflight.java "$broken"/preflight-*.pdf >"$work/found"
    [ "$(wc -l <"$work/found")" -ge 6 ] && ! grep -P '\t$' "$work/found"
}

# Nobody warns.
readers() {
    for pdf in "$made"/*.pdf; do
        {
            qpdf --check "$pdf" >/dev/null &&
            pdfinfo -struct "$pdf" >"$work/tree" &&
            pdftotext -raw "$pdf" "$pdf.poppler.txt" &&
            mutool draw -q -F txt -o "$pdf.mutool.txt" "$pdf"
        } 2>"$work/all" || { echo "$pdf: $(cat "$work/all")" && return 1; }
        grep -v 'ICC support is not available' "$work/all" >"$work/said" || : # Debian's MuPDF is built without
        grep -q '^Document' "$work/tree" || { echo "$pdf: poppler reads no structure" && return 1; }
        [ ! -s "$work/said" ] || { echo "$pdf: $(cat "$work/said")" && return 1; }
    done
    node $here/read.mjs "$made"
}

(readers && preflight) >"$work/log" 2>&1 &
clauses || { echo "record: a clause is broken" && exit 1; }
wait $! || { cat "$work/log" && echo "record: a reader finds fault" && exit 1; }
preflight_finds || { echo "record: Preflight does not find what is broken" && exit 1; }
$python $here/found.py "$made"
echo "record: good, $pdfs files"
