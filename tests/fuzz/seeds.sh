#!/bin/sh
# seeds.sh BUILD TARGET: what a target begins with, into BUILD/fuzz/seeds/TARGET: the files that its source names
# (FUZZ_SEEDS), and what is made here; and its dictionary, BUILD/fuzz/TARGET.dict: the words of the grammars
# that its source names (FUZZ_XML), and the functions of expressions.
set -eu
cd "$(dirname "$0")/../.."
build=$1
target=$2
source=tests/fuzz/fuzz_$target.c
seeds=$build/fuzz/seeds/$target
rm -rf "$seeds"
mkdir -p "$seeds"
functions() {
    sed -n 's/^    {"\([a-z-]*\)", f_.*/\1/p' tools/lib/functions/functions.c
}

number=0
for file in $(sed -n '/^FUZZ_SEEDS(/,/)$/p' "$source" | grep -o '"[^"]*"' | tr -d '"'); do
    [ ! -f "$file" ] || { number=$((number + 1)) && cp "$file" "$seeds/$number"; }
done

case $target in
archive) # of papers of all kinds
    for form in plan monitoring schedule consent templates/pictures/*.xml; do
        "$build/renkei-render" --archive --draft --form "$form" -o "$seeds/paper.pdf" samples/hodei-futoukou/case.xml 2>/dev/null ||
            continue
        number=$((number + 1))
        pdfdetach -save 1 -o "$seeds/$number" "$seeds/paper.pdf" 2>/dev/null || true
    done
    rm -f "$seeds/paper.pdf"
    ;;
xpath)
    cat templates/*/form.xml templates/rules/*.xml | sed -n 's/.*\(select\|test\|each\)="\([^"]*\)".*/\2/p' |
        sed 's/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g' | sort -u | awk -v to="$seeds" '{ printf "%s", $0 >(to "/" NR); close(to "/" NR) }'
    ;;
esac

# Words of XML Schema's own patterns are no tokens; what is not ASCII is written by its bytes.
{
    for grammar in $(sed -n '/^FUZZ_XML(/,/)$/p' "$source" | grep -o 'templates/schema/[a-z]*\.rng'); do
        cat "$grammar" templates/schema/types.rng | tr '>' '\n' | sed -n 's/.*<\(element\|attribute\) name="\([^"]*\)".*/\2/p; s/^\([^<]*\)<\/value$/\1/p'
    done
    case $target in form | rules | xpath) functions ;; esac
} | grep . | sort -u | LC_ALL=C awk '
    BEGIN { for (i = 1; i < 256; i++) number[sprintf("%c", i)] = i }
    { line = ""
      for (i = 1; i <= length($0); i++) { c = substr($0, i, 1); line = line (number[c] > 126 || c == "\\" || c == "\"" ? sprintf("\\x%02x", number[c]) : c) }
      printf "\"%s\"\n", line }' >"$build/fuzz/$target.dict"
