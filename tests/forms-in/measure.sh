#!/bin/sh
# measure.sh BUILD: the sheets and what LibreOffice prints of them (soffice, poppler-utils), made anew: tests/forms-in/*.xlsx
# and *.measured, and the two pictures of templates/README.md. Not a part of `make check`: the machine that runs it has no LibreOffice.
set -eu
build=$(realpath "${1:-build}")
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 make.py .
python3 make.py "$work" plain
for name in keikaku kiroku seikyuu; do
    soffice --headless "-env:UserInstallation=file://$work/home" --convert-to pdf --outdir "$work" "$work/$name.xlsx" >/dev/null
    python3 lay.py measure "$work/$name.pdf" >$name.measured
done
pictures=../../templates/pictures/sheet
mkdir -p "$pictures"
"$build/renkei-form" import keikaku.xlsx -o "$work/keikaku" --width 178.14mm --height 170.15mm 2>/dev/null
"$build/renkei-render" --form "$work/keikaku/form.xml" --blank -o "$work/form.pdf"
pdftoppm -r 60 -H 500 -png -gray -singlefile "$work/keikaku.pdf" "$pictures/sheet"
pdftoppm -r 60 -H 500 -png -gray -singlefile "$work/form.pdf" "$pictures/form"
