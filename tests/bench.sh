#!/bin/sh
# bench.sh BIN: one document, cold: a process from start to a synced PDF, median of the runs; where the CPU goes,
# stage by stage (median of the same runs); every form with the first sample that fills it; and the whole demo.
# Figures of one run may be compared, not of two machines.
set -eu
cd "$(dirname "$0")/.."
tool=${1:-build}/renkei-render
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
now() { date +%s%N; }
median() { sort -n | awk '{v[NR] = $1} END {printf "%s", v[int((NR + 1) / 2)]}'; }

printf '%-34s %8s %8s   %s\n' 'document (cold)' 'wall ms' 'kB' 'CPU ms: form data bind check compose display paint'
bench() { # runs, label, arguments…
    runs=$1
    label=$2
    shift 2
    : >"$work/wall"
    : >"$work/stages"
    "$tool" "$@" -o "$work/out.pdf" # the files are in the page cache from here on
    i=0
    while [ $i -lt $runs ]; do
        from=$(now)
        "$tool" "$@" --timings -o "$work/out.pdf" 2>>"$work/stages"
        to=$(now)
        echo $(((to - from) / 10000)) >>"$work/wall"
        i=$((i + 1))
    done
    wall=$(median <"$work/wall")
    stages=
    for column in 2 4 6 8 10 12 14; do
        stages="$stages $(awk -v c=$column '{print $c}' "$work/stages" | median)"
    done
    size=$(($(wc -c <"$work/out.pdf") / 1024))
    printf '%-34s %5d.%02d %8d  %s\n' "$label" $((wall / 100)) $((wall % 100)) "$size" "$stages"
}
bench 21 'plan, 3 pages (hodei-futoukou)' --form plan samples/hodei-futoukou/case.xml
bench 21 'plan, 4 pages (jihatsu-houmon)' --form plan samples/jihatsu-houmon/case.xml
bench 21 'schedule, 2 pages' --form schedule samples/hodei-futoukou/case.xml
bench 21 'plan, blank' --form plan --blank
bench 5 'plan, cairo' --form plan --painter cairo samples/hodei-futoukou/case.xml
bench 5 'plan, libharu' --form plan --painter haru samples/hodei-futoukou/case.xml

for form in $("$tool" --list | cut -f 1); do
    for case in samples/*/case.xml; do
        "$tool" --form "$form" -o "$work/out.pdf" "$case" 2>/dev/null && break
    done
    bench 7 "$form ($(basename "$(dirname "$case")"))" --form "$form" "$case"
done

from=$(now)
make --no-print-directory demo-run >"$work/demo"
to=$(now)
printf 'the whole demo: %d documents in %d ms\n' "$(grep -c '\.pdf' "$work/demo")" $(((to - from) / 1000000))

# Instructions do not depend on how busy the machine is: of a process from start to end, and of what is in it, called
# functions included (a part may be within another: the schemas are read within the form's, the case's and the rules').
parts='_dl_start:loading_the_libraries form_schema_read:schema_of_the_forms form_read_with:form \
casefile_read_with:case,_masters,_their_schemas schema_read:all_schemas schema_validate:judging_by_the_schemas \
bind_case:binding check_rules_open:reading_the_rules check_case_for:judging_by_the_rules compose_document:composing \
paint_document_with:painting xml_store_drop:letting_the_documents_go'
if command -v valgrind >/dev/null; then
    valgrind --tool=callgrind --callgrind-out-file="$work/cg" "$tool" --form plan -o "$work/out.pdf" \
        samples/hodei-futoukou/case.xml 2>&1 | awk '/refs:/ {print "instructions, plan of 3 pages, cold:", $NF}'
    callgrind_annotate --inclusive=yes --threshold=100 "$work/cg" 2>/dev/null >"$work/parts"
    for part in $parts; do
        awk -v f=":${part%%:*}" -v label="$(echo "${part#*:}" | tr _ ' ')" '
            $0 ~ f "( |$)" {if ((n = $1) && !done++) printf "  %14s  %s\n", n, label}' "$work/parts"
    done
fi

# Many cases, one process: rules, schemas and masters are read once. 200 copies of each sample, sample by sample.
for sample in samples/*/case.xml; do
    name=$(basename "$(dirname "$sample")")
    i=0
    while [ $i -lt 200 ]; do
        mkdir -p "$work/many/$name/$i"
        cp "$sample" "$work/many/$name/$i/case.xml"
        i=$((i + 1))
    done
    cp -R samples/masters "$work/many/$name/masters"
    from=$(now)
    "${tool%/*}/renkei-check" --as-of 2024-07-10 "$work/many/$name" >"$work/table" ||
        case $? in 1 | 3) ;; *) exit 1 ;; esac # what was found
    to=$(now)
    printf 'checked: %-16s 200 cases in %4d ms, %d a minute (goal 10000)\n' "$name" $(((to - from) / 1000000)) \
        $((200 * 60000 / ((to - from) / 1000000)))
done

# The same without the clock: ten cases less one, so that what is read once does not count. By the size of each case:
# what a rule asks of one day does not grow with the year.
judged() { # folder of cases
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "${tool%/*}/renkei-check" --as-of 2024-07-10 "$1" 2>&1 |
        awk '/refs:/ {gsub(",", ""); print $NF}'
}
if command -v valgrind >/dev/null; then
    for sample in samples/*/case.xml; do
        name=$(basename "$(dirname "$sample")")
        for count in 1 10; do
            mkdir -p "$work/judged/$name-$count"
            cp -R samples/masters "$work/judged/$name-$count/masters"
            for i in $(seq $count); do
                cp -R "$work/many/$name/$i" "$work/judged/$name-$count/$i"
            done
        done
        one=$(judged "$work/judged/$name-1")
        ten=$(judged "$work/judged/$name-10")
        printf 'instructions a case: %-16s %9d of %3d kB, %d a byte\n' "$name" $(((ten - one) / 9)) \
            $(($(wc -c <"$sample") / 1024)) $(((ten - one) / 9 / $(wc -c <"$sample")))
    done
fi
