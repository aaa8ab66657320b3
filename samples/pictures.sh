#!/bin/sh
# pictures.sh BIN: makes the pictures that the READMEs show, by the program itself: from the samples a page for
# README.md, and for samples/README.md the first page of every form (the contact sheet) and the table of states; from
# templates/pictures the figures of templates/README.md. tests/pictures.sh tells when those and the table are stale.
set -eu
cd "$(dirname "$0")/.."
tool=${1:-build}/renkei-render
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p samples/pictures
find samples/pictures -name '*.png' ! -name sheet.png -delete

"$tool" --form plan -o "$work/plan.pdf" samples/hodei-futoukou/case.xml
pdftoppm -r 80 -f 1 -l 1 -png -gray -singlefile "$work/plan.pdf" samples/pictures/page

# The chapter on workbooks: the first plan, and (where there is LibreOffice) a sheet. tests/first_sheet.sh tells when
# these are stale.
if command -v soffice >/dev/null; then
    sh tests/first_sheet.sh "${1:-build}" --pictures samples/pictures
    sh tests/first_sheet.sh "${1:-build}" --sums >samples/pictures/SUMS
else
    echo 'LibreOffice が要ります：samples/pictures/sheet.png はそのままです' >&2
fi

# The first sample that fills a form shows it.
"$tool" --list >"$work/forms"
"${1:-build}/renkei-preview" --once "$work/gallery" --cases samples >"$work/gallery-lines"
{
    echo '<!-- contact-sheet: make pictures -->'
    printf '| | | |\n|---|---|---|\n'
    column=0
    while IFS="$(printf '\t')" read -r form title; do
        sample=$(awk -F '\t' -v form="$form" '$1 == "clean" && $2 == form { print $3 }' "$work/gallery-lines" | LC_ALL=C sort | head -n 1)
        [ -n "$sample" ] || continue
        "$tool" --form "$form" -o "$work/form.pdf" "samples/$sample/case.xml"
        pdftoppm -r 42 -f 1 -l 1 -png -gray -singlefile "$work/form.pdf" "samples/pictures/form-$form"
        [ $column = 0 ] && printf '|'
        printf ' ![%s](pictures/form-%s.png)<br>`%s` %s（%s） |' "$title" "$form" "$form" "$title" "$sample"
        column=$(((column + 1) % 3))
        [ $column = 0 ] && printf '\n'
    done <"$work/forms"
    [ $column = 0 ] || printf '\n'
    echo '<!-- /contact-sheet -->'
} >"$work/sheet"

sh samples/states.sh "${1:-build}" --gallery "$work/gallery-lines" >"$work/states"
awk -v sheet="$work/sheet" -v states="$work/states" '
    function put(file) { while ((getline line < file) > 0) print line; skip = 1 }
    /<!-- contact-sheet/ { put(sheet) }
    /<!-- states/ { put(states) }
    !skip { print }
    /<!-- \/(contact-sheet|states)/ { skip = 0 }' samples/README.md >"$work/readme"
cat "$work/readme" >samples/README.md

# A figure is what the right and bottom margins leave of its form's pages.
rm -f templates/pictures/*.png
for form in templates/pictures/*.xml; do
    name=$(basename "$form" .xml)
    [ "$name" = data ] && continue
    "$tool" --form "$form" -o "$work/figure.pdf" templates/pictures/data.xml
    # shellcheck disable=SC2046 # two numbers
    set -- $(sed -n 's/.*margin="0mm \([0-9]*\)mm \([0-9]*\)mm 0mm".*/\1 \2/p' "$form")
    pdftoppm -r 100 -x 0 -y 0 -W $(((210 - $1) * 1000 / 254)) -H $(((148 - $2) * 1000 / 254)) -png -gray \
        "$work/figure.pdf" "templates/pictures/$name"
done
sh tests/pictures.sh "${tool%/*}" --sums >templates/pictures/SUMS

# The chapter of templates/README.md on the first form: its steps as they look in renkei-preview; the finished page; the
# last form. tests/first_form.sh tells when these are stale.
first=templates/pictures/first
mkdir -p $first "$work/steps"
rm -f $first/*.png
sh tests/first_form.sh "${tool%/*}" --steps "$work/steps"
sh tests/preview/run.sh "${tool%/*}" ready
BUILD=${tool%/*} node samples/pictures_preview.mjs "$work/steps"
"$tool" --form "$work/steps/06.xml" -o "$work/first.pdf" "$work/steps/ensoku.xml"
pdftoppm -r 100 -x 0 -y 0 -W 583 -H 500 -png -gray -singlefile "$work/first.pdf" $first/page
"$tool" --form "$work/steps/07.xml" -o "$work/first.pdf" samples/hodei-futoukou/case.xml
pdftoppm -r 80 -x 0 -y 0 -W 661 -H 310 -png -gray -singlefile "$work/first.pdf" $first/renraku
sh tests/first_form.sh "${tool%/*}" --sums >$first/SUMS
ls -l samples/pictures templates/pictures $first
