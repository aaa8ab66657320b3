#!/bin/sh
# loads.sh BUILD: what the system loads before a program says its first word is looked up name by name, and a large
# library costs more than a paper's text. Who makes or judges one case loads none that only others need: one object that
# asks for a sum, and libcrypto is in every paper.
set -u
cd "$(dirname "$0")/.." || exit 2
BUILD=${1:-build}
bad=0
check_program() { # its name, what it must not load
    loaded=$(LC_ALL=C readelf -d -W "$BUILD/$1" | sed -n 's/.*(NEEDED).*\[lib\([^]]*\)\.so.*/\1/p')
    [ -n "$loaded" ] || { echo "$1: loads nothing?" && bad=1; }
    program_named=$1
    shift
    for library; do
        if printf '%s\n' "$loaded" | grep -qE "^$library(-|$)"; then
            echo "$program_named loads lib$library"
            bad=1
        fi
    done
}
for program in renkei-render renkei-check; do
    check_program $program crypto qpdf sqlite3 microhttpd xlsxwriter zip
done
[ $bad = 0 ] && echo "loads: good"
exit $bad
