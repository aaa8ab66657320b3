#!/bin/sh
# stdout.sh BUILD: what a command says on standard output and cannot write (a full disk, a closed stream) is an error
# with its message, never a success; and it comes in the order in which it was said.
set -u
cd "$(dirname "$0")/.." || exit 2
build=${1:-build}
tool=$build/renkei-render
. tests/command.sh
sample=samples/hodei-futoukou/case.xml
count=0

lost() { # how, then the command: ends with 5 and file-write, told once
    how=$1
    shift
    case $how in
    full) timeout 300 "$@" >/dev/full 2>"$work/err" ;;
    closed) timeout 300 "$@" >&- 2>"$work/err" ;;
    esac
    got=$?
    count=$((count + 1))
    [ $got = 5 ] || complain "exit $got instead of 5, stdout $how: $*: $(head -n 1 "$work/err")"
    [ "$(grep -c 'file-write' "$work/err")" = 1 ] || complain "not one file-write, stdout $how: $*: $(head -n 3 "$work/err")"
}

"$build/renkei-batch" run --cases samples --form pickup -o "$work/run" >/dev/null 2>&1
while read -r name arguments; do
    for how in full closed; do
        rm -rf "$work/made"
        # shellcheck disable=SC2086 # words
        lost $how "$build/renkei-$name" $arguments
    done
done <<COMMANDS
render --help
render --version
render -h
render --help-all
render --list
render --list $sample
render -T bind $sample
render -T display $sample
render -o - $sample
render --form plan --blank -o -
check --help
check --version
check --list-rules
check --explain N5.1d
check --as-of 2024-07-10 $sample
check --as-of 2024-07-10 --json samples/ihan-mihon/case.xml
check --as-of 2024-07-10 --summary $sample
check --as-of 2024-08-01 samples
check --names $sample
batch --help
batch --version
batch plan --cases samples --form pickup -o $work/none
batch plan --json --cases samples --form pickup -o $work/none
batch run --cases samples --form pickup -o $work/made
batch run --json --cases samples --form pickup -o $work/made
batch verify -o $work/run
batch verify --json -o $work/run
batch report -o $work/run
batch report --json -o $work/run
preview --help
preview --version
preview --once $work/made --case $sample
preview --case $sample pickup
COMMANDS

# A file that must not grow (ulimit -f): told, and nothing of it is left.
"$build/renkei-batch" release --reason x -o "$work/run" >/dev/null 2>&1
while read -r file name arguments; do
    rm -rf "$work/grown"
    mkdir "$work/grown"
    # shellcheck disable=SC2086 # words
    (ulimit -f 1 && "$build/renkei-$name" $arguments >"$work/out" 2>"$work/err")
    got=$?
    case $got in 5 | 75) ;; *) complain "exit $got instead of 5 or 75, a file that must not grow: $name $arguments" ;; esac
    [ "$(grep -c 'file-write\|ledger-unreadable\|xlsx-write' "$work/err")" = 1 ] || complain "$name $arguments: $(head -n 3 "$work/err")"
    [ ! -e "$file" ] || complain "$name $arguments leaves a part of $file"
    count=$((count + 1))
done <<COMMANDS
$work/grown/a.pdf render -o $work/grown/a.pdf --form plan $sample
$work/grown/a.png render -o $work/grown/a.png --form plan $sample
$work/grown/a.txt render -T bind -o $work/grown/a.txt --form plan $sample
$work/grown/a.pdf batch report --pdf $work/grown/a.pdf -o $work/run
$work/grown/a.pdf batch index K-0001 --pdf $work/grown/a.pdf -o $work/run
$work/grown/a.sqlite batch backup $work/grown/a.sqlite -o $work/run
$work/grown/a.xlsx sheet new 計画 -o $work/grown/a.xlsx
$work/grown/pickup.html preview --once $work/grown --case $sample pickup
COMMANDS
[ $count -ge 64 ] || complain "only $count calls"

# In a stream that is not a terminal, the totals of a run stand behind its documents.
"$build/renkei-batch" run --json --cases samples --form pickup -o "$work/order" >"$work/out" 2>"$work/err"
[ "$(grep -n '"planned":' "$work/out" | cut -d : -f 1)" = "$(wc -l <"$work/out")" ] || complain "the totals of a run are not its last line"
[ "$(wc -l <"$work/out")" -gt 1 ] || complain "a run says nothing of its documents"
[ $bad = 0 ] && echo "stdout: $count calls that could not be written ended as errors"
exit $bad
