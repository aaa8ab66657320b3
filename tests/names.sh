#!/bin/sh
# names.sh: what can be searched for. A static function has a name of two words at least (`show_page`, not `show`), so
# that a search for it finds it and little else. Prints every other one: file:line: name.
set -u
cd "$(dirname "$0")/.." || exit 2
# By the sources' layout (.clang-format): what is returned stands on a line that begins with `static`, the name at the
# beginning of the next.
found=$(awk '
    FNR == 1 { static = 0 }
    static && /^[a-z][a-z0-9]*\(/ { sub(/\(.*/, ""); print FILENAME ":" FNR ": " $0 }
    { static = /^static / && !/[;={(]/ }
    /^static [^=;]*[ *][a-z][a-z0-9]*\([^;]*$/ && !/=/ { line = $0; sub(/\(.*/, "", line); sub(/.*[ *]/, "", line); print FILENAME ":" FNR ": " line }
' tools/*.c tools/lib/*/*.[ch])
[ -z "$found" ] || {
    printf '%s\n' "$found"
    echo "names: $(printf '%s\n' "$found" | wc -l) static functions of one word"
    exit 1
}
echo "names: good"
