#!/bin/sh
# pictures.sh BIN: makes the pictures that README shows, from the samples, by the program itself.
set -eu
cd "$(dirname "$0")/.."
tool=${1:-build}/renkei-render
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p samples/pictures
"$tool" --form plan -o "$work/plan.pdf" samples/hodei-futoukou/case.xml
pdftoppm -r 80 -f 1 -l 1 -png -gray -singlefile "$work/plan.pdf" samples/pictures/plan
"$tool" --form schedule -o "$work/schedule.pdf" --as-of 2024-06-01 samples/hodei-futoukou/case.xml
pdftoppm -r 80 -f 1 -l 1 -png -gray -singlefile "$work/schedule.pdf" samples/pictures/schedule
ls -l samples/pictures
