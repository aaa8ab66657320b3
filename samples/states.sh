#!/bin/sh
# states.sh BIN: the table of samples/README.md: how each form comes out with each sample, as the gallery of
# renkei-preview tells it. With --gallery FILE of a gallery's lines that was written already.
set -eu
cd "$(dirname "$0")/.."
if [ "${2:-}" = --gallery ]; then
    lines=$3
else
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    lines=$work/lines
    "${1:-build}/renkei-preview" --once "$work/gallery" --cases samples >"$lines"
fi
LC_ALL=C sort -t "$(printf '\t')" -k 2,3 "$lines" | awk -F '\t' '
    !($3 in known) { known[$3] = 1; samples[++count] = $3 }
    $2 != form { form = $2; forms[++rows] = form }
    $1 == "clean" { cell[$2, $3] = $4 " ページ" }
    $1 == "warnings" { cell[$2, $3] = $4 " ページ（注意）" }
    $1 == "forbidden" { split($6, why, " "); cell[$2, $3] = "案：" why[1] }
    $1 == "unfilled" { cell[$2, $3] = "－" }
    $1 == "errors" { cell[$2, $3] = "エラー" }
    END {
        print "<!-- states: make pictures -->"
        printf "| 様式 |"; for (i = 1; i <= count; i++) printf " %s |", samples[i]; print ""
        printf "|---|"; for (i = 1; i <= count; i++) printf "---|"; print ""
        for (r = 1; r <= rows; r++) {
            printf "| `%s` |", forms[r]
            for (i = 1; i <= count; i++) printf " %s |", cell[forms[r], samples[i]]
            print ""
        }
        print "<!-- /states -->"
    }'
