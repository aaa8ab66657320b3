#!/bin/sh
# compare_pdfs.sh A.pdf B.pdf [LIMIT]: do two PDFs show the same ink on every page? See compare_pgm.c.
# COMPARE_PGM names the compiled program; without it, it is compiled for the occasion.
set -eu
[ $# -ge 2 ] || { echo "usage: compare_pdfs.sh A.pdf B.pdf [LIMIT]" >&2; exit 2; }
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
compare=${COMPARE_PGM:-$work/compare_pgm}
[ -x "$compare" ] || ${CC:-cc} -std=c17 -O2 -o "$compare" "$here/compare_pgm.c"
pdftoppm -r 72 -gray "$1" "$work/a"
pdftoppm -r 72 -gray "$2" "$work/b"
[ "$(ls "$work"/a-*.pgm | wc -l)" = "$(ls "$work"/b-*.pgm | wc -l)" ] || { echo "page counts differ"; exit 1; }
status=0
for a in "$work"/a-*.pgm; do
    page=${a##*-}
    printf '%s: ' "${page%.pgm}"
    "$compare" "$a" "$work/b-$page" "${3:-0.1}" || status=1
done
exit $status
