#!/bin/sh
# measure.sh: the sheets and what LibreOffice prints of them (soffice, poppler-utils), made anew: tests/forms-in/*.xlsx and
# *.measured. Not a part of `make check`: the machine that runs it has no LibreOffice.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 make.py .
python3 make.py "$work" plain
for name in keikaku kiroku seikyuu; do
    soffice --headless "-env:UserInstallation=file://$work/home" --convert-to pdf --outdir "$work" "$work/$name.xlsx" >/dev/null
    python3 lay.py measure "$work/$name.pdf" >$name.measured
done
