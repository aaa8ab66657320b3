#!/bin/sh
# make.sh BIN FOLDER: every kind of PDF that these programs write: each form with each sample (or as 案, where the case
# breaks a rule), each blank, bundles for each kind of recipient with cover and envelope and as reissues, and lists; as 案
# and as reissues each form of every third sample, by turns (ALL=1: of each). Beside each filled document what it was bound
# to (NAME.bind).
set -eu
bin=$1
out=$2
mkdir -p "$out"
forms=$("$bin/renkei-render" --list | cut -f 1)

# Whether a document, by the numbers of its form and of its sample, has its turn.
turn() {
    [ "${ALL:-}" = 1 ] || [ $((($1 + $2) % 3)) = 0 ]
}
filled() { # sample, form, whether it is also made as 案
    if "$bin/renkei-render" --form "$2" -o "$out/filled-$1-$2.pdf" "samples/$1/case.xml" 2>/dev/null; then
        ! $3 || "$bin/renkei-render" --draft --form "$2" -o "$out/draft-$1-$2.pdf" "samples/$1/case.xml" 2>/dev/null
    else
        "$bin/renkei-render" --draft --form "$2" -o "$out/draft-$1-$2.pdf" "samples/$1/case.xml" 2>/dev/null || return 0
        cp "$out/draft-$1-$2.pdf" "$out/filled-$1-$2.pdf"
    fi
    stages "filled-$1-$2" --draft --form "$2" "samples/$1/case.xml"
}
stages() { # name, arguments
    name=$1
    shift
    for stage in bind display structure; do
        "$bin/renkei-render" "$@" -T "$stage" >"$out/$name.$stage" 2>/dev/null
    done
}
f=0
for form in $forms; do
    f=$((f + 1)) c=0
    "$bin/renkei-render" --blank --form "$form" -o "$out/blank-$form.pdf"
    stages "blank-$form" --blank --form "$form"
    for case in samples/*/case.xml; do
        c=$((c + 1))
        if turn $f $c; then also=true; else also=false; fi
        filled "$(basename "$(dirname "$case")")" "$form" $also
    done
done

# Letters and settings that readers stumble over.
"$bin/renkei-render" --form tests/record/hard/form.xml -o "$out/hard-words.pdf" tests/record/hard/data.xml

# Tables as nobody has them: in one another, with cells over rows and columns, over pages; lines of nothing.
"$bin/renkei-render" --form tests/record/odd/form.xml -o "$out/odd-tables.pdf" tests/record/odd/data.xml
"$bin/renkei-render" --large-print --form tests/record/odd/form.xml -o "$out/odd-tables-large.pdf" tests/record/odd/data.xml

# Pictures of every kind; the same from its archive.
"$bin/renkei-render" --form tests/record/pictures/form.xml -o "$out/pictures-filled.pdf" tests/record/pictures/data.xml
"$bin/renkei-render" --blank --form tests/record/pictures/form.xml -o "$out/pictures-blank.pdf"

# A run with all forms, as an office has it; what breaks a rule is left out (6).
run=$out/run
set -- --cases samples -o "$run" --month 2024-06 --who 係
for form in $forms; do
    set -- "$@" --form "$form"
done
for recipient in household,cover=yes,envelope=yes,duplex=yes,gaps=name partner,gaps=name municipality,gaps=name office+,gaps=name; do
    set -- "$@" --bundle "$recipient"
done
"$bin/renkei-batch" run "$@" >/dev/null 2>"$out/run.log" || [ $? = 6 ] || { cat "$out/run.log" >&2 && exit 1; }
"$bin/renkei-batch" report --pdf "$out/list-report.pdf" -o "$run" >/dev/null || [ $? = 6 ]
"$bin/renkei-batch" release --who 係 --reason 定例 -o "$run" >/dev/null || [ $? = 6 ]
"$bin/renkei-batch" release --bundles --who 係 --reason 定例 -o "$run" >/dev/null
again() {
    "$bin/renkei-batch" reprint "$@" --who 係 --reason 汚損 -o "$run" >/dev/null 2>>"$out/run.log"
}
find "$run/bundles" -name '*.pdf' | sort | while read -r bundle; do
    name=${bundle#"$run"/bundles/2024-06/}
    cp "$bundle" "$out/bundle-$(echo "${name%.pdf}" | tr / -).pdf"
    again --month 2024-06 --bundle "${name%.pdf}"
done
find "$run/2024-06" -name '*.pdf' | sort | while read -r document; do
    d=$((${d:-0} + 1))
    turn $d 0 || continue
    form=$(basename "$document" .pdf) case=$(basename "$(dirname "$document")")
    again "$case" --form "$form" || again "$case" --form "$form" --month 2024-06 ||
        { echo "$case/$form is not issued again" >&2 && exit 1; }
done
find "$run/再発行" -name '*.pdf' | sort | while read -r reissue; do
    cp "$reissue" "$out/reissue-$(echo "${reissue#"$run/再発行/"}" | tr / -)"
done
"$bin/renkei-batch" index K-0001 --pdf "$out/list-index.pdf" -o "$run" >/dev/null
"$bin/renkei-check" --due --as-of 2024-07-10 -o "$out/list-due.pdf" samples >/dev/null 2>&1 || :
rm -rf "$run" "$out/run.log"
