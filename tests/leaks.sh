#!/bin/sh
# leaks.sh BUILD [render|check]: valgrind finds no leak, no bad access and no use of what was never set over whole
# documents, good and bad. (The sanitizers of MODE=asan, which the other tests run with, do not see the last.)
set -eu
cd "$(dirname "$0")/.."
bin=${1:-build}
what=${2:-render check}
export RENKEI_CONFINE=off # of which valgrind knows nothing
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
grind() { # expected exit status, then arguments
    want=$1
    shift
    status=0
    G_SLICE=always-malloc valgrind -q --leak-check=full --show-leak-kinds=definite,indirect \
        --errors-for-leak-kinds=definite,indirect --suppressions=tests/valgrind.supp --error-exitcode=99 \
        "$tool" "$@" >"$work/out" 2>"$work/err" || status=$?
    [ "$status" = "$want" ] || {
        echo "exit $status instead of $want: $*"
        cat "$work/err"
        exit 1
    }
}
render() {
    tool=$bin/renkei-render
    grind 0 --form plan -o "$work/a.pdf" samples/hodei-futoukou/case.xml
    grind 0 --form plan --painter haru -o "$work/a.pdf" samples/jihatsu-houmon/case.xml
    grind 0 --form schedule --blank -o "$work/a.pdf"
    grind 0 --draft --form schedule --format svg -o "$work/a.svg" samples/ihan-mihon/case.xml
    grind 0 --list
    sed 's/made-on="2024-07-24"/made-on="2024-07-32"/; s|\.\./masters|masters|g' samples/hodei-futoukou/case.xml >"$work/case.xml"
    cp -R samples/masters "$work/masters"
    grind 3 --form plan -o "$work/b.pdf" "$work/case.xml"
    grind 2 --form
}
check() {
    tool=$bin/renkei-check
    grind 3 --as-of 2024-07-10 samples/ihan-mihon/case.xml
    grind 1 --as-of 2024-08-01 --summary samples/hodei-futoukou/case.xml
    grind 3 --as-of 2024-08-01 samples
}
for part in $what; do $part; done
echo "leaks: none"
