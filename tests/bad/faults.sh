#!/bin/sh
# tests/bad/faults.sh RENKEI_RENDER: one fault at a time in a copy of a good case, as a slip of the hand or a broken
# disk would make it: one message, the right code, its places, its exit status, and no file written.
set -u
LC_ALL=C
export LC_ALL
tool=$(realpath "$1") || exit 2
root=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
good=$root/samples/hodei-futoukou/case.xml
mkdir "$work/case" "$work/out"
cp -R "$root/samples/masters" "$work/masters"
case=$work/case/case.xml
passed=0
failed=0

# The line of the good case that holds $1 for the first time.
line() {
    grep -n -m 1 -e "$1" "$good" | cut -d : -f 1
}

# How many mistakes were told: one in the data may come out in several places of the form.
mistakes() {
    sed 's/,"form":{[^}]*}//' "$work/stderr" | sort -u | wc -l
}

# run NAME STATUS CODE LINE [ARGUMENT…]: what was made of $case must be refused with just this. LINE of case.xml,
# 0: no line, any: whichever.
run() {
    name=$1 status=$2 code=$3 at=$4
    shift 4
    (cd "$work/out" && "$tool" --json "$@" "$case" >"$work/stdout" 2>"$work/stderr" </dev/null)
    got=$?
    place='"case.xml","line":'$at'[,}]'
    [ "$at" != 0 ] || place='"case.xml"}'
    if [ "$got" != "$status" ]; then
        echo "$name: exit status $got, not $status"
    elif [ "$(mistakes)" -ne 1 ]; then
        echo "$name: not one mistake but $(mistakes)"
    elif ! grep -q "^{\"v\":1,\"code\":\"$code\"," "$work/stderr"; then
        echo "$name: not $code"
    elif [ "$at" != any ] && ! sed 's|"[^"]*/case.xml"|"case.xml"|g' "$work/stderr" | grep -q "$place"; then
        echo "$name: not at line $at"
    elif [ -n "$(ls -A "$work/out")" ] || [ -s "$work/stdout" ]; then
        echo "$name: something was written"
    elif grep -q '相原\|あいはら\|みなと' "$work/stderr"; then
        echo "$name: the message holds a name"
    else
        passed=$((passed + 1))
        return
    fi
    sed 's/^/    /' "$work/stderr" | cut -c 1-300
    failed=$((failed + 1))
    rm -f "$work/out"/* "$work/out"/.[!.]*
}

# edit NAME STATUS CODE LINE SED: one change to the good case.
edit() {
    sed -e "$5" "$good" >"$case"
    if cmp -s "$good" "$case"; then
        echo "$1: the case has nothing to change"
        failed=$((failed + 1))
    else
        run "$1" "$2" "$3" "$4"
    fi
}

cp "$good" "$case"
if ! (cd "$work/out" && "$tool" -o good.pdf "$case" && [ -s good.pdf ]); then
    echo "the case without a fault is refused"
    exit 1
fi
rm -f "$work/out/good.pdf"

child=$(line '<child ')
family=$(line '<family>')
given=$(line '<given>')
cause=$(line '<cause id=')
edit 'required element cut' 3 xml-element-missing "$((family - 1))" "${family},${given}d"
edit 'half of a name cut' 3 casefile-parts "$((family + 3))" "${family}d"
edit 'required attribute cut' 3 xml-attribute-missing "$child" "${child}s/ birth-date=\"[^\"]*\"//"
edit 'element twice' 3 xml-element-repeated any "${family}p"
edit 'element misspelt' 3 xml-element-similar "$family" "${family}s/family/famly/g"
edit 'text where none belongs' 3 xml-text-unexpected any "${child}s/\$/ああ/"
edit 'value emptied' 3 casefile-parts "$((given + 4))" "${given}s/>[^<]*</></"
edit 'date that does not exist' 3 xml-value-date "$child" "${child}s/birth-date=\"[^\"]*\"/birth-date=\"2013-02-30\"/"
edit 'date in words' 3 xml-value-date "$child" "${child}s/birth-date=\"[^\"]*\"/birth-date=\"平成25年4月1日\"/"
edit 'value outside its list' 3 xml-value-list "$child" "${child}s/sex=\"[^\"]*\"/sex=\"x\"/"
edit 'reference to nobody' 3 casefile-ref-missing "$(line 'partner="tanemaki"')" 's/partner="tanemaki"/partner="nobody"/'
edit 'reference to another kind' 3 casefile-ref-kind "$(line 'partner="tanemaki"')" 's/partner="tanemaki"/partner="komorebi"/'
edit 'id twice' 3 casefile-id-duplicate "$((cause + 1))" "${cause}p"
edit 'master by an absolute path' 3 casefile-master-path any 's|\.\./masters/partners\.xml|/etc/partners.xml|'
edit 'glyph that no face has' 3 text-missing-glyph "$given" "${given}s|</given>|𛄟</given>|"
edit 'variation that no face has' 3 text-missing-variation "$given" "${given}s|</given>|あ$(printf '\363\240\207\257')</given>|"
edit 'character that cannot be seen' 3 text-bad-character "$given" "${given}s|</given>|$(printf '\302\206')あ</given>|"
edit 'end tag cut' 3 xml-malformed any "$((given + 1))s|</name>||"
edit 'DOCTYPE' 3 xml-doctype 2 '1a <!DOCTYPE case SYSTEM "file:///etc/passwd">'
edit 'unknown entity' 3 xml-malformed "$given" "${given}s|</given>|\&secret;</given>|"
edit 'byte that is not UTF-8' 3 xml-encoding any "${given}s|</given>|$(printf '\377')</given>|"
edit 'Shift_JIS declared' 3 xml-encoding any '1s/UTF-8/Shift_JIS/'
edit 'other top element' 3 xml-root any "s/<case /<plan /; s|^</case>|</plan>|"

head -n "$(($(wc -l <"$good") / 2))" "$good" >"$case"
run 'file cut in half' 3 xml-malformed any
: >"$case"
run 'empty file' 3 xml-not-xml 0
head -c 4096 /dev/zero >"$case"
run 'zeroes' 3 xml-not-xml 0
rm "$case"
run 'no file' 2 file-asked any
mkdir "$case"
run 'folder' 2 xml-not-a-file any
rmdir "$case"
mkfifo "$case"
run 'pipe' 2 xml-not-a-file any
rm "$case"

cp "$good" "$case"
run 'form that is not there' 2 form-unknown any --form no-such-form
run 'output in a folder that is not there' 2 folder-asked any -o no/plan.pdf
run 'output that is full' 5 file-write any -o /dev/full
run 'day that is none' 2 usage any --as-of 2024-02-30
run 'month that is none' 2 usage any --month 2024-13
run 'day before there is a plan' 3 bind-no-subject any --as-of 2020-01-01
run 'two cases' 2 usage any "$case"
partners=$work/masters/partners.xml
sed -i '/id="wakabadai"/,/<.partner>/s/ postal-code="[^"]*"//' "$partners"
run 'envelope to a school without a postal code' 3 bind-fail any --form envelope
sed -e '/id="wakabadai"/,/<.partner>/s|<address \([^>]*\)>[^<]*<|<address \1><|' "$root/samples/masters/partners.xml" >"$partners"
run 'envelope to a school without an address' 3 bind-fail any --form envelope
cp "$root/samples/masters/partners.xml" "$partners"
run 'resolution past all reason' 2 usage any --dpi 100000
run 'resolution of nothing' 2 usage any --dpi 0 --format png
run 'two pages to standard output' 2 usage any --format png -o -

# The second page cannot be written: then the first is not left either.
mkdir "$work/pages" "$work/pages/plan-2.png"
(cd "$work/pages" && "$tool" --json --format png -o plan.png "$case" >/dev/null 2>"$work/stderr")
if [ $? = 5 ] && [ "$(ls "$work/pages")" = plan-2.png ]; then
    passed=$((passed + 1))
else
    echo "one page of several cannot be written: $(ls "$work/pages" | tr '\n' ' ')is left"
    failed=$((failed + 1))
fi

# A file that was there before stays as it was.
echo old >"$work/out/plan.pdf"
sed "${family}d" "$good" >"$case"
(cd "$work/out" && "$tool" -o plan.pdf "$case" >/dev/null 2>&1)
if [ "$(cat "$work/out/plan.pdf")" = old ] && [ "$(ls -A "$work/out")" = plan.pdf ]; then
    passed=$((passed + 1))
else
    echo "an old file was touched"
    failed=$((failed + 1))
fi

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
