#!/bin/sh
# tests/bad/run.sh RENKEI_RENDER: each folder here is a mistake: the tool must say so, as `expect` has it, end with
# `status`, write no file and touch none. Where it only warns (status 0) it must write out.pdf and nothing else.
#
#   cmd      one line: the arguments, with paths relative to the folder (--json is added)
#   expect   one line a diagnostic: `code file:line`, form first, then data; files without their folders,
#            line 0 where there is none
#   status   the exit status
#   tool     the program beside RENKEI_RENDER that is to be run instead, if there is such a file
#
# Folders without cmd hold a case (case.xml), or the XML of a form (form.xml), for tests/unit/test_casefile_bad.c:
# what can be run from the command line is run here as well, and must end with 3, 4 or 5. A name of diag.def
# without a folder must be in EXCEPTIONS.
set -u
LC_ALL=C
export LC_ALL
tool=$(realpath "$1") || exit 2
here=$(cd "$(dirname "$0")" && pwd) || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# What a folder holds: names, sizes, times and sums.
state() {
    find . -type f -exec cksum {} + | sort
    find . ! -type d -exec ls -ld --time-style=full-iso {} + | sort
}

# JSON lines to `code file:line [file:line]`. Quotes within JSON strings are escaped, so the keys are unmistakable.
places() {
    sed -n -e 's/^{"v":1,"code":"\([^"]*\)".*/\1/p' -e 't' "$1" >"$work/codes"
    sed -e 's/^.*,"form":{"file":"\([^"]*\)","line":\([0-9]*\).*$/\1:\2/' -e t \
        -e 's/^.*,"form":{"file":"\([^"]*\)".*$/\1:0/' -e t -e 's/.*//' "$1" | sed 's|.*/||' >"$work/forms"
    sed -e 's/^.*,"data":{"file":"\([^"]*\)","line":\([0-9]*\).*$/\1:\2/' -e t \
        -e 's/^.*,"data":{"file":"\([^"]*\)".*$/\1:0/' -e t -e 's/.*//' "$1" | sed 's|.*/||' >"$work/datas"
    paste -d ' ' "$work/codes" "$work/forms" "$work/datas" | sed -e 's/  */ /g' -e 's/ $//'
}

# One language at a time: what is Japanese in English is what is printed, within 「」, a value of the schema, or a
# character that the message is about; no sentence of a library stands in a Japanese one.
own_words=' casefile-grade casefile-school-word text-radical text-ruby-parts xml-value-list '
japanese='\p{Han}|\p{Hiragana}|\p{Katakana}'
languages() { # the program and its arguments
    "$@" --messages en </dev/null 2>"$work/en" >/dev/null
    "$@" </dev/null 2>"$work/ja" >/dev/null
    [ "${own_words#* "$name" }" = "$own_words" ] &&
        sed -e 's/[^ ]*案//' -e 's/「.*」//' "$work/en" | LC_ALL=C.UTF-8 grep -Pe "$japanese" &&
        fail "$name" "Japanese in the English message"
    sed -e 's/ \[[a-z-]*\]$//' -e 's/<[^>]*>//g' "$work/ja" |
        grep -we 'the\|is\|are\|not\|cannot\|failed\|invalid\|expected\|error\|unexpected' &&
        fail "$name" "English in the Japanese message"
    LC_ALL=C.UTF-8 grep -qPe "$japanese" "$work/ja" || fail "$name" "no Japanese message"
}

fail() {
    failed=$((failed + 1))
    echo "$1: $2"
}

# check NAME FOLDER EXPECT STATUS: runs the arguments of $work/cmd in the folder. STATUS any: 3, 4 or 5.
check() {
    cd "$2" || exit 2
    state >"$work/before"
    eval "set -- \"\$@\" $(cat "$work/cmd")"
    name=$1 expect=$3 status=$4 folder=$2
    shift 4
    program=$tool
    [ ! -f "$folder/tool" ] || program=${tool%/*}/$(cat "$folder/tool")
    "$program" --json "$@" >"$work/out" 2>"$work/err" </dev/null
    got=$?
    made=no
    if [ "$status" = 0 ] && [ -s out.pdf ]; then
        made=yes
        rm out.pdf
    fi
    state >"$work/after"
    places "$work/err" >"$work/got"
    if ! cmp -s "$work/before" "$work/after"; then
        fail "$name" "files changed"
        diff "$work/before" "$work/after"
    elif [ -s "$work/out" ]; then
        fail "$name" "something was written to stdout"
    elif [ "$status" = 0 ] && [ "$made" = no ]; then
        fail "$name" "no out.pdf was written"
    elif ! cmp -s "$expect" "$work/got"; then
        fail "$name" "other messages (< expected, > got)"
        diff "$expect" "$work/got"
    elif [ "$status" = any ] && [ "$got" -ge 3 ] && [ "$got" -le 5 ] || [ "$status" = "$got" ]; then
        passed=$((passed + 1))
    else
        fail "$name" "exit status $got, not $status"
    fi
    languages "$program" "$@"
    rm -f "$folder/out.pdf" "$folder/out.png"
}

for folder in "$here"/*/; do
    folder=${folder%/}
    name=${folder##*/}
    [ -f "$folder/expect" ] || continue
    if [ -f "$folder/cmd" ]; then
        cp "$folder/cmd" "$work/cmd"
        check "$name" "$folder" "$folder/expect" "$(cat "$folder/status")"
    elif [ -d "$folder/schema" ] || [ -f "$folder/generate.sh" ]; then
        : # a schema or a file of its own: only the unit test can
    elif [ -e "$folder/case.xml" ]; then
        echo '--form plan -o out.pdf case.xml' >"$work/cmd"
        check "$name" "$folder" "$folder/expect" any
    elif [ -e "$folder/form.xml" ]; then
        echo '--blank --form form.xml -o out.pdf' >"$work/cmd"
        check "$name" "$folder" "$folder/expect" any
    fi
done

# Every diagnostic has its folder, and every exception is one.
table=$here/../../tools/lib/base/diag.def
sed -n 's/^DIAG(\([A-Z0-9_]*\), "\([^"]*\)".*/\2 \1/p' "$table" >"$work/codes"
cut -d ' ' -f 1 "$work/codes" >"$work/names"
[ "$(wc -l <"$work/names")" = "$(grep -c '^DIAG(' "$table")" ] || fail diag.def 'a row that this script does not read'
sed -n 's/^\([a-z][a-z0-9-]*\) .*/\1/p' "$here/EXCEPTIONS" >"$work/exceptions"
while read -r name; do
    if grep -qx -e "$name" "$work/exceptions"; then
        [ ! -d "$here/$name" ] || fail "$name" "has a folder and is in EXCEPTIONS"
    elif [ ! -f "$here/$name/expect" ]; then
        fail "$name" "has no folder"
    elif ! grep -q "^$name\( \|\$\)" "$here/$name/expect"; then
        fail "$name" "does not expect what it is named for"
    fi
done <"$work/names"
while read -r name; do
    grep -qx -e "$name" "$work/names" || fail "$name" "is in EXCEPTIONS but not in diag.def"
done <"$work/exceptions"
# The test that an exception names says what it raises, by its name or its code.
sed -n 's/^\([a-z][a-z0-9-]*\) *\([^:]*\): .*/\1 \2/p' "$here/EXCEPTIONS" | tr -d , >"$work/where"
[ "$(wc -l <"$work/where")" = "$(wc -l <"$work/exceptions")" ] || fail EXCEPTIONS 'a line without a test'
while read -r name files; do
    code=$(sed -n "s/^$name //p" "$work/codes")
    # Several tests are several words.
    # shellcheck disable=SC2086
    (cd "$here/../.." && grep -Eq "(^|\\\\n|[^a-z-])$name([^a-z-]|\$)|${code:-$name}\>" $files) || fail "$name" "EXCEPTIONS: not in $files"
done <"$work/where"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
