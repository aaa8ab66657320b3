#!/bin/sh
# sheet.sh BUILD: workbooks of the samples.
set -u
cd "$(dirname "$0")/.." || exit 2
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
sheet=$build/renkei-sheet
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
bad=0
complain() {
    echo "$1"
    bad=1
}
workbooks=$("$sheet" new -T layout | sed -n 's/^workbook //p')
[ "$(echo "$workbooks" | wc -l)" -ge 9 ] || complain "workbooks: $workbooks"

# ---- the same bytes for the same input ----
for name in $workbooks; do
    "$sheet" new "$name" --cases samples -o "$work/$name.xlsx" || complain "new $name"
    "$sheet" new "$name" --cases samples -o "$work/again.xlsx" && cmp "$work/$name.xlsx" "$work/again.xlsx" ||
        complain "$name is not the same bytes again"
done
[ $bad = 0 ] && echo "sheet: good"
exit $bad
