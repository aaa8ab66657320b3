#!/bin/sh
# pictures.sh BIN: makes the pictures that the READMEs show, from the samples, by the program itself: a page for
# README.md, and for samples/README.md the first page of every form (the contact sheet).
set -eu
cd "$(dirname "$0")/.."
tool=${1:-build}/renkei-render
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p samples/pictures
rm -f samples/pictures/*.png

"$tool" --form plan -o "$work/plan.pdf" samples/hodei-futoukou/case.xml
pdftoppm -r 80 -f 1 -l 1 -png -gray -singlefile "$work/plan.pdf" samples/pictures/page

# The first sample that fills a form shows it.
"$tool" --list >"$work/forms"
{
    echo '<!-- contact-sheet: make pictures -->'
    printf '| | | |\n|---|---|---|\n'
    column=0
    while IFS="$(printf '\t')" read -r form title; do
        for case in samples/*/case.xml; do
            "$tool" --form "$form" -o "$work/form.pdf" "$case" 2>/dev/null && break
        done
        [ -f "$work/form.pdf" ] || continue
        pdftoppm -r 42 -f 1 -l 1 -png -gray -singlefile "$work/form.pdf" "samples/pictures/form-$form"
        rm -f "$work/form.pdf"
        [ $column = 0 ] && printf '|'
        printf ' ![%s](pictures/form-%s.png)<br>`%s` %s（%s） |' "$title" "$form" "$form" "$title" \
            "$(basename "$(dirname "$case")")"
        column=$(((column + 1) % 3))
        [ $column = 0 ] && printf '\n'
    done <"$work/forms"
    [ $column = 0 ] || printf '\n'
    echo '<!-- /contact-sheet -->'
} >"$work/sheet"

readme=samples/README.md
if grep -q '<!-- contact-sheet' $readme; then
    awk -v sheet="$work/sheet" '
        /<!-- contact-sheet/ { while ((getline line < sheet) > 0) print line; skip = 1 }
        !skip { print }
        /<!-- \/contact-sheet/ { skip = 0 }' $readme >"$work/readme"
else
    { cat $readme; printf '\n## 様式の一覧\n\n'; cat "$work/sheet"; } >"$work/readme"
fi
cat "$work/readme" >$readme
ls -l samples/pictures
