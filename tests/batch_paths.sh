#!/bin/sh
# batch_paths.sh BUILD: every name below an output folder with something else in its place: a link to what it was, to a
# folder, to nothing, to itself; a pipe, a folder for a file and a file for a folder; a second name elsewhere. Whatever
# verb is called then, nothing outside of the output folder is written, removed, renamed or given another mode, no call
# hangs or crashes, and none that could not do its work says that it did.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=$(realpath "${1:-build}")/renkei-batch
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm # hundreds of runs, and no disk that each would wait for
. tests/command.sh
by_clock
copy() { # id, folder
    mkdir -p "$2"
    sed -e "s/ id=\"K-0001\"/ id=\"$1\"/" -e "s/三丁目14番地2/$1番地/" samples/hodei-futoukou/case.xml >"$2/case.xml"
}
cases=$work/cases
copy K-0101 "$cases/one"
copy K-0102 "$cases/two"
cp -R samples/masters "$cases/masters"

# ---- an output folder in which everything has been done once ----
clean=$work/clean
options="--cases $cases --form plan --form schedule --month 2024-06 --bundle household --name {key}/{form}.pdf"
# shellcheck disable=SC2086
run 0 run $options -o "$clean"
run 0 release -o "$clean" --reason 送付
run 0 reprint K-0101 --form plan --reason 汚損 -o "$clean"
run 0 report -o "$clean" --pdf "$clean/report.pdf" --status "$clean/status.json" --metrics "$clean/batch.prom"
sed -i 's/番地/番/' "$cases/two/case.xml"
# shellcheck disable=SC2086
run 0 run $options -o "$clean"
own=.renkei
{
    (cd "$clean" && find . -mindepth 1 \( -path './K-0102*' -o -name 'schedule.pdf' -o -path './bundles/*.pdf' -o -path "./$own/issued/*" \) -prune -o -print | sed 's|^\./||')
    (cd "$clean" && find bundles -name K-0101.pdf && find $own/issued -name '*.pdf' | sort | head -n 1 | sed 'p; s|/[^/]*$||')
    echo $own/ledger.sqlite-wal
    echo $own/ledger.sqlite-shm
    echo $own/tmp/0.pdf
} | sort -u >"$work/names"
[ "$(wc -l <"$work/names")" -gt 18 ] || complain "too few names: $(cat "$work/names")"

state() { # folder: what is there, to the byte and the mode
    (cd "$1" && find . -printf '%p %y %m %l\n' | sort && find . -type f -exec sha256sum {} + | sort -k 2)
}
# What stands in the place of a name below the output folder, kind first; `victim` is what nobody may touch.
stand() {
    there=$o/$2
    [ "$1" = linked ] || [ "$1" = twice ] || rm -rf "$there"
    case $1 in
    linked) # to what it was, elsewhere
        [ ! -e "$there" ] || mv "$there" "$work/victim/theirs"
        ln -s "$work/victim/theirs" "$there"
        ;;
    folder | file | none) ln -s "$work/victim/$1" "$there" ;;
    loop) ln -s "${2##*/}" "$there" ;;
    pipe) mkfifo -m 600 "$there" ;;
    other) # a folder for a file, a file for a folder
        if [ -d "$clean/$2" ]; then echo x >"$there"; else mkdir -m 700 "$there" && echo x >"$there/x"; fi
        ;;
    twice) [ -f "$there" ] && ln "$there" "$work/victim/theirs" ;;
    esac
}
try() { # kind, name, status of the call, arguments …
    kind=$1 name=$2
    shift 2
    timeout -k 5 120 "$tool" "$@" >"$work/out" 2>"$work/err"
    got=$?
    case $got in
    124 | 137) complain "$kind for $name: $1 hangs" ;;
    [012356789] | 75) ;;
    *) complain "$kind for $name: $1 ends $got: $(tail -n 1 "$work/err")" ;;
    esac
    echo "$kind $name $1 $got" >>"$work/told"
    state "$work/victim" >"$work/now"
    cmp -s "$work/now" "$work/before" || {
        complain "$kind for $name: $1 touches what is elsewhere:"
        diff "$work/before" "$work/now"
        state "$work/victim" >"$work/before"
    }
}
# One more verb for each, in turn: seven names times eight kinds have met them all.
next_verb() {
    case $((count % 10)) in
    0) set -- verify ;;
    1) set -- release --reason 送付 ;;
    2) set -- reprint K-0101 --form plan --reason 汚損 ;;
    3) set -- index K-0101 ;;
    # shellcheck disable=SC2086
    4) set -- plan $options ;;
    5) set -- expire --cases "$cases" --before 2060-01-01 --reason 年限 ;;
    6) set -- backup "$work/kept-$count.sqlite" ;;
    7) set -- withdraw K-0102 --form plan --reason 誤り ;;
    8) set -- hold K-0101 --reason 照会 ;;
    9) set -- merge ;;
    esac
    try "$kind" "$name" "$@" -o "$o"
}
# What a run says it made is there, as a file of its own.
check_made() {
    [ $got = 0 ] || return 0
    [ "$(find "$o/K-0101" "$o/K-0102" "$o/bundles" -name '*.pdf' -type f | wc -l)" -ge 6 ] || complain "$kind for $name: run says that all is made"
}
count=0
for kind in linked folder file none loop pipe other twice; do
    while read -r name; do
        case "$kind $name" in # a pipe that is named on the command line is written to, as was wanted
        'pipe report.pdf' | 'pipe status.json' | 'pipe batch.prom') continue ;;
        esac
        rm -rf "$work/copy" "$work/victim"
        cp -a "$clean" "$work/copy"
        o=$work/copy
        for f in file folder/1.pdf folder/plan.pdf folder/tmp/1.pdf folder/issued/new/x.pdf folder/K-0101/plan.pdf folder/ledger.sqlite; do
            mkdir -p "$work/victim/$(dirname "$f")"
            echo theirs >"$work/victim/$f"
            chmod 640 "$work/victim/$f"
        done
        stand $kind "$name" || continue
        state "$work/victim" >"$work/before"
        count=$((count + 1))
        next_verb
        try $kind "$name" report -o "$o" --pdf "$o/report.pdf" --status "$o/status.json" --metrics "$o/batch.prom"
        # shellcheck disable=SC2086
        try $kind "$name" run $options --force -o "$o"
        check_made
    done <"$work/names"
done
[ "$count" -gt 130 ] || complain "only $count things stood in the way"
[ $bad = 0 ] && echo "batch paths: good ($count things in the way)"
exit $bad
