#!/bin/sh
# cover.sh BUILD TARGET…: which functions, and which edges between their parts, what is stored and was found reaches, by
# room, as the fuzzers themselves count them; the least covered first. Of a function that several targets reach the one
# counts that reaches most of it. All functions are in BUILD/fuzz/cover.txt.
set -eu
cd "$(dirname "$0")/../.."
build=$1
shift
export G_SLICE=always-malloc LSAN_OPTIONS=suppressions=tests/lsan.supp:print_suppressions=0
for target in "$@"; do
    found=
    for folder in "tests/fuzz/$target" "$build/fuzz/seeds/$target" "$build/fuzz/found/$target"; do
        [ ! -d "$folder" ] || found="$found $folder"
    done
    # shellcheck disable=SC2086 # folders without blanks
    "$build/fuzz/fuzz_$target" -runs=0 -max_len=131072 -print_coverage=1 $found 2>&1 | grep 'COVERED_FUNC: ' || true
done | awk '
    # COVERED_FUNC: hits: 424 edges: 21/43 image_read /where/the/sources/are/tools/lib/image/image_read.c:122
    { split($5, edges, "/"); where = $NF }
    where !~ /\/tools\/lib\// { next }
    { sub(/.*\/tools\//, "tools/", where)
      function_at[where] = $6; all[where] = edges[2]
      if (edges[1] + 0 > most[where] + 0) most[where] = edges[1] }
    END { for (where in all) printf "%s %s %d %d\n", where, function_at[where], most[where], all[where] }' |
    sort >"$build/fuzz/cover.txt"
awk '
    function percent(part, all) { return sprintf("%5.1f %%", all ? 100 * part / all : 0) }
    { split($1, path, "/"); room = path[3]
      functions[room]++; reached[room] += $3 > 0; edges[room] += $3; all_edges[room] += $4
      f++; r += $3 > 0; e += $3; a += $4 }
    END {
        for (room in functions)
            printf "%-10s  functions %s of %5d   edges %s of %6d\n", room, percent(reached[room], functions[room]),
                   functions[room], percent(edges[room], all_edges[room]), all_edges[room] | "sort -k 8 -n"
        close("sort -k 8 -n")
        printf "%-10s  functions %s of %5d   edges %s of %6d\n", "all", percent(r, f), f, percent(e, a), a
    }' "$build/fuzz/cover.txt"
