#!/bin/sh
# many.sh BIN TESTS: documents made in quantity, on invented cases. BIN holds the programs, TESTS the helpers of the bench.
# N: how many cases (300).
set -eu
cd "$(dirname "$0")/../.."
bin=${1:-build}
tests=${2:-build/release/tests}
N=${N:-300}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$tests/make_cases" "$work/cases" "$N"

echo "== invented cases, $N, one warm process"
for name in plan schedule pickup; do
    printf '%-9s' $name
    "$tests/bench_warm" --form $name "$work"/cases/K-*/case.xml
done

# As in the night: planned, made by workers, hashed, entered in the ledger, every file synced. What the supervisor and its
# workers hold in memory is looked at when 50 cases (100 documents) are done, and at its highest.
echo "== renkei-batch, plan and schedule of every case"
printf '%9s %5s %9s %9s %8s %12s %12s\n' documents jobs 'a CPU s' 'a wall s' 'kB each' 'MiB at 100' 'MiB at most'
for jobs in 1 2; do
    rm -rf "$work/out"
    "$tests/bench_run" "$work/out" 50 "$bin/renkei-batch" run --jobs $jobs -o "$work/out" \
        --form plan --form schedule --cases "$work/cases" >"$work/cost" 2>"$work/said" || {
        cat "$work/said"
        exit 1
    }
    find "$work/out" -name '*.pdf' -printf '%s\n' | awk -v jobs=$jobs -v cost="$(cat "$work/cost")" '
        {bytes += $1}
        END {split(cost, c, " "); printf "%9d %5d %9.1f %9.1f %8.0f %12.1f %12.1f\n", NR, jobs, NR / c[2], NR / c[1],
             bytes / NR / 1000, c[4] / 1024, c[5] / 1024}'
done

# A night on which nothing changed: what nobody touched is not read, and no worker is needed. And how long after the start
# the first document has its name.
echo "== renkei-batch, six forms of every case: the first document, all of them, and the same again with nothing changed"
night() {
    began=$(date +%s%N)
    "$bin/renkei-batch" run --jobs 2 -o "$work/night" --month 2024-06 --form plan --form schedule --form consent --form pickup \
        --form supplement --form transition --cases "$work/cases" >/dev/null 2>&1 || [ $? = 6 ] || exit 1
    echo $((($(date +%s%N) - began) / 1000000))
}
start=$(date +%s%N)
night >"$work/whole" &
pid=$!
until [ -n "$(find "$work/night" -name '*.pdf' ! -path '*/.renkei/*' -print -quit 2>/dev/null)" ] || ! kill -0 $pid 2>/dev/null; do
    sleep 0.01
done
first=$((($(date +%s%N) - start) / 1000000))
wait $pid
sleep 1 # what has only just changed is read once more
night >/dev/null
again=$(night)
printf '  first document %d ms, all %d ms, nothing changed %d ms: %d cases, one in %d of the time\n' "$first" \
    "$(cat "$work/whole")" "$again" "$N" "$(($(cat "$work/whole") / again))"
