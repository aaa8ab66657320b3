#!/bin/sh
# record.sh TESTS: what it costs that every PDF says what its text is (headings, tables, choices, rooms for a hand): size and
# instructions beside the same documents without elements. TESTS holds the helpers of the bench.
set -eu
cd "$(dirname "$0")/../.."
tests=${1:-build/release/tests}
forms='--form plan --form schedule --form consent --form school-sharing --form office-guide --form face-sheet'
record() { # options
    "$tests/bench_record" "$@" $forms samples/*/case.xml
}
set -- $(record) $(record --plain)
awk -v documents="$1" -v told="$2" -v plain="$4" 'BEGIN {
    printf "== the record: %d documents, %.1f kB each, %.1f kB without elements: %+.1f %% (goal +5)\n",
        documents, told / documents / 1000, plain / documents / 1000, 100 * (told - plain) / plain }'
command -v valgrind >/dev/null || exit 0
# Twice less once, so that neither the start nor what is made once counts.
instructions() { # options
    for rounds in 1 2; do
        valgrind --tool=callgrind --callgrind-out-file=/dev/null "$tests/bench_record" "$@" --rounds $rounds $forms \
            samples/*/case.xml 2>&1 | awk '/refs:/ {gsub(",", ""); print $NF}'
    done | awk 'NR == 1 {once = $1} END {print $1 - once}'
}
told=$(instructions)
plain=$(instructions --plain)
awk -v documents="$1" -v told="$told" -v plain="$plain" 'BEGIN {
    printf "   instructions a document: %.2f million, %.2f without elements: %+.1f %% (goal +8)\n",
        told / documents / 1e6, plain / documents / 1e6, 100 * (told - plain) / plain }'
