#!/bin/sh
# manual_pages.sh BIN: the manual pages (build/man, made of tools/man) say all there is, in Japanese and in English alike:
# every option, exit status, variable of the environment and message, and nothing else. Both programs that show them
# (man-db with groff, mandoc) find nothing wrong with them and keep within 80 columns.
set -u
cd "$(dirname "$0")/.." || exit 2
bin=${1:-build}
pages=${BUILD:-build}/man
notes=tools/man/diagnostics
bad=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
complain() {
    echo "$1"
    bad=1
}
# The same lines, or what one has and the other has not.
same() { # what, file, file
    diff "$2" "$3" >"$work/diff" || complain "$1: $(grep '^[<>]' "$work/diff" | head -n 5 | tr '\n' ' ')"
}
# A page without the marks of roff.
plain() {
    sed 's/\\-/-/g; s/\\f[BIR]//g; s/\\~/ /g; s/\\&//g' "$1"
}
# A section by its English name, whatever the language of the page.
section() { # page, heading
    heading=$2
    case $1 in
    */ja/*)
        case $2 in
        OPTIONS) heading=オプション ;;
        ENVIRONMENT) heading=環境変数 ;;
        'EXIT STATUS') heading=終了コード ;;
        esac
        ;;
    esac
    plain "$1" | awk -v heading=".SH $heading" '/^\.SH /{ inside = $0 == heading } inside'
}
tags() { # of a section
    awk '/^\.T[PQ]/{ getline; print }'
}

# Each message has its place in the notes, once, and in the language of one who reads them.
sed -n 's/^DIAG([A-Z_0-9]*, "\([a-z0-9-]*\)".*/\1/p' tools/lib/base/diag.def | sort >"$work/rows"
sed -n '/^page /d; /^[a-z][a-z] /d; /^[a-z]/s/ :.*//p; t; /^[a-z]/p' $notes | tr ' ' '\n' | sort >"$work/noted"
same "diag.def and $notes" "$work/rows" "$work/noted"
awk '/^ja /{ja++} /^en /{en++} NF == 0 || /^page /{ if (ja != en) print NR ": a note in one language only"; ja = en = 0 }' \
    $notes >"$work/uneven"
[ ! -s "$work/uneven" ] || complain "$notes: $(cat "$work/uneven")"

too_wide() {
    while IFS= read -r line; do
        [ "$(echo "$line" | LC_ALL=C.UTF-8 wc -L)" -le 80 ] || echo "$line"
    done <"$1"
}
# What is to be seen on a terminal: no mark of roff, no line too wide, nothing that a program complains of.
shown() { # page, name
    mandoc -T lint -W style "$1" >"$work/lint" 2>&1 || complain "$2: $(head -n 3 "$work/lint")"
    grep -n '^ *$' "$1" >"$work/empty" && complain "$2: an empty line is a gap: $(head -n 1 "$work/empty")"
    lexgrog "$1" >/dev/null || complain "$2: whatis finds no name in it"
    LC_ALL=C.UTF-8 MANWIDTH=80 man -E UTF-8 -l "$1" >"$work/groff" 2>"$work/said" || complain "$2: man cannot show it"
    [ ! -s "$work/said" ] || complain "$2: $(head -n 3 "$work/said")"
    mandoc -T utf8 -O width=80 "$1" | LC_ALL=C.UTF-8 sed "s/.$(printf '\b')//g" >"$work/mandoc"
    for how in groff mandoc; do
        [ "$(wc -l <"$work/$how")" -gt 80 ] || complain "$2: $how shows next to nothing"
        wide=$(LC_ALL=C.UTF-8 wc -L <"$work/$how")
        [ "$wide" -le 80 ] || complain "$2: a line of $wide columns by $how: $(too_wide "$work/$how" | head -n 1)"
        grep -n '\\[a-zA-Z&~-]' "$work/$how" | grep -v '\\n\|\\$' && complain "$2: marks of roff are left by $how"
    done
}
# One language at a time: what is no example has no sentence of the other one. Hiragana are in every Japanese sentence.
one_language() { # page, name
    awk '/^\.EX/{e = 1} /^\.EE/{e = 0} !e' "$1" | grep -v '^\.' >"$work/prose"
    case $1 in
    */ja/*) tr '\n' ' ' <"$work/prose" | sed 's/\\-\\-[a-z-]*\|renkei\\-[a-z]*//g' | grep -o ' the \| is \| of \| are \| and ' ;;
    *) sed 's/はじめ//' "$work/prose" | grep -n 'の\|は\|を\|に\|が\|で' ;; # a workbook is called that
    esac >"$work/other"
    [ ! -s "$work/other" ] || complain "$2: two languages: $(head -n 2 "$work/other")"
}

for name in render check batch sheet preview case form; do
    "$bin/renkei-$name" --help --messages en >"$work/help"
    sed -n 's/^  \(-[a-zA-Z]\), --\([a-z-]*\).*/\1\n--\2/p; s/^  --\([a-z-]*\).*/--\1/p' "$work/help" | sort >"$work/options"
    sed -n 's/^  .*--[a-z-]*=\([^ ]*|[^ ]*\).*/\1/p' "$work/help" | tr '|' '\n' | grep -x '[a-z-]*[a-z]' >"$work/words"
    sed -n '/^Exit status/,/^$/p' "$work/help" | grep -o '\b[0-9][0-9]* ' | tr -d ' ' | sort >"$work/statuses"
    grep -ho 'getenv("[A-Z_]*")' "tools/renkei-$name.c" $([ $name != batch ] || ls tools/lib/batch/*.c) | cut -d '"' -f 2 |
        sort -u >"$work/variables"
    for language in en ja; do
        page=$pages/man1/renkei-$name.1
        [ $language = en ] || page=$pages/ja/man1/renkei-$name.1
        called="$language/renkei-$name.1"
        shown "$page" "$called"
        one_language "$page" "$called"
        section "$page" OPTIONS | tags | grep '^-' | grep -o '^-[a-zA-Z]\|--[a-z-]*' | sort -u >"$work/said.options"
        same "$called and --help" "$work/options" "$work/said.options"
        section "$page" OPTIONS >"$work/said.words"
        while read -r word; do
            grep -q -w -- "$word" "$work/said.words" || complain "$called: no word $word that an option takes"
        done <"$work/words"
        section "$page" 'EXIT STATUS' | tags | sort >"$work/said.statuses"
        [ ! -s "$work/statuses" ] || same "$called: exit status" "$work/statuses" "$work/said.statuses"
        section "$page" ENVIRONMENT >"$work/environment"
        while read -r variable; do
            grep -q "$variable" "$work/environment" || complain "$called: nothing of $variable"
        done <"$work/variables"
        # What both languages have in common: the sections and lists, names of options, files, messages and statuses.
        plain "$page" | grep -o '^\.\(SH\|SS\|TP\|TQ\|IP\|EX\|SY\|OP.*\)\|--[a-z][a-z-]*\|^[a-z][a-z-]*, *form-[a-z-]*' >"$work/$language"
    done
    same "renkei-$name.1 in English and Japanese" "$work/en" "$work/ja"
done
for element in $(sed -n 's/.*<element name="\([a-z-]*\)".*/\1/p' templates/schema/run.rng); do
    for page in "$pages"/man1/renkei-batch.1 "$pages"/ja/man1/renkei-batch.1; do
        plain "$page" | grep -q "<$element" || complain "$page: no element <$element> of the run file"
    done
done
for part in $(sed -n 's/.*<\(element\|attribute\) name="\([a-z-]*\)".*/\2/p' templates/schema/mapping.rng | sort -u); do
    for page in "$pages"/man1/renkei-sheet.1 "$pages"/ja/man1/renkei-sheet.1; do
        [ "$part" = version ] || sed 's/\\-/-/g' "$page" | grep -qF -e "<$part>" -e "fI$part\\fR" ||
            complain "$page: nothing of $part, which mappings have"
    done
done

[ $bad = 0 ] && echo "manual pages: good"
exit $bad
