#!/bin/sh
# circles.sh BUILD: within a room no two sources call each other, directly or round about: one can be read, and tested,
# on the ground of those below it. Asked of the objects, which know every call. Rooms that still have a circle are named
# here (compose: a table is in a cell is in a table).
set -u
cd "$(dirname "$0")/.." || exit 2
objects=${1:-build}/release/tools/lib
known=" compose emit schema text xml "
bad=0

# "USER DEFINER" a line for each pair of objects of a room
pairs() {
    for source in "tools/lib/$1"/*.c; do
        nm -A "$objects/$1/$(basename "$source" .c).o"
    done | awk '
        { file = $1; sub(/:.*/, "", file); sub(/.*\//, "", file); name = $NF; kind = $(NF - 1) }
        kind == "U" { wants[file, name] = 1; next }
        kind ~ /[A-Z]/ { defined[name] = file }
        END { for (want in wants) { split(want, part, SUBSEP)
              if (part[2] in defined && defined[part[2]] != part[1]) print part[1], defined[part[2]] } }'
}

for folder in tools/lib/*; do
    room=$(basename "$folder")
    circle=$(pairs "$room" | tsort 2>&1 >/dev/null | sed -n 's/^tsort: \([a-z_]*\.o\)$/\1/p' | sort -u |
        tr '\n' ' ')
    case "$known" in
    *" $room "*) [ -n "$circle" ] || echo "$room has no circle any more: take it off the list" ;;
    *) [ -z "$circle" ] || { echo "$room: a circle of $circle"; bad=1; } ;;
    esac
done
[ $bad = 0 ] && echo "circles: none but:$known"
exit $bad
