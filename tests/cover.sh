#!/bin/sh
# cover.sh BUILD/cover: what gcov counted since the counts were cleared: lines and branches (both ways of each) of the
# sources, by room, the least covered first; the files of each are in BUILD/cover/files.txt.
set -eu
objects=$1
find "$objects/tools" -name '*.gcno' | sort | while read -r notes; do
    gcov -n -b "$notes" 2>/dev/null
done | awk '
    /^File / { file = $2; gsub(/\047/, "", file); wanted = file ~ /^tools\/.*\.c$/ }
    function share(line) { sub(/.*:/, "", line); split(line, word, /% of /); return int(word[1] * word[2] / 100 + 0.5) " " word[2] }
    wanted && /^Lines executed:/ { lines = share($0) }
    wanted && /^Taken at least once:/ { print file, lines, share($0); wanted = 0 }
    wanted && /^No branches/ { print file, lines, 0, 0; wanted = 0 }' >"$objects/files.txt"
awk '
    function percent(part, all) { return all ? sprintf("%5.1f %%", 100 * part / all) : "    –  " }
    { n = split($1, path, "/"); room = n > 3 ? path[3] : "mains"
      seen[room] = 1; lines[room] += $2; all_lines[room] += $3; ways[room] += $4; all_ways[room] += $5
      l += $2; al += $3; w += $4; aw += $5 }
    END {
        for (room in seen)
            printf "%s  lines %s of %5d   branches %s of %5d\n", sprintf("%-10s", room), percent(lines[room], all_lines[room]),
                   all_lines[room], percent(ways[room], all_ways[room]), all_ways[room] | "sort -k 3 -n"
        close("sort -k 3 -n")
        printf "%-10s  lines %s of %5d   branches %s of %5d\n", "all", percent(l, al), al, percent(w, aw), aw
    }' "$objects/files.txt"
