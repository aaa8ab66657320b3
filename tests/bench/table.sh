#!/bin/sh
# table.sh BIN TESTS: one table of what a plan of two pages costs us and the programs that somebody would take instead, in
# one run: a process from start to one file, and 200 different files by one process (CPU of all its children included). BIN
# holds the programs, TESTS the helpers of the bench.
#
#   PEERS  a folder with gen.py, which writes the data of the same plan, and with typst/run.sh and chromium/run.sh, which
#          draw it; without it the data is invented, and only we are measured
#   WORK   the folder that the peers were set up in; what of them is not there has no row
#   N      how many files (200)
set -eu
cd "$(dirname "$0")/../.."
bin=${1:-build}
tests=${2:-build/release/tests}
N=${N:-200}
PEERS=${PEERS:-}
WORK=${WORK:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
form=tests/bench/form.xml

data=invented
plans=$work/plans
"$tests/make_plans" "$plans" "$N" >/dev/null
if [ -f "$PEERS/gen.py" ] && command -v python3 >/dev/null && python3 "$PEERS/gen.py" "$work/data/xml" "$N" >/dev/null; then
    plans=$work/data/xml
    data="of the peers"
fi
export CASES="$plans"
one=$(ls "$plans"/*.xml | head -1)

# Files and their bytes each, in kB.
size_of() { # folder
    find "$1" -name '*.pdf' -printf '%s\n' | awk '{n++; bytes += $1} END {printf "%.0f", n ? bytes / n / 1000 : 0}'
}
# A number of files made by a command, and what it cost: wall ms, CPU ms each, MiB of the largest process.
cost_of() { # files, folder, command…
    files=$1
    folder=$2
    shift 2
    "$tests/bench_run" "$folder" 0 "$@" 2>/dev/null |
        awk -v n="$files" 'END {printf "%.2f %.2f %.0f", $1 * 1000, $2 * 1000 / n, $3 / 1024}'
}
# The median of so many times, by its CPU: a machine that others work on, too, is half as quick the next second.
median_of() { # times, files, folder, command…
    times=$1
    shift
    for _ in $(seq "$times"); do
        cost_of "$@"
        echo
    done | sort -n -k 2 | sed -n "$(((times + 1) / 2))p"
}
instructions() { # files…
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$tests/bench_warm" --form $form "$@" 2>&1 |
        awk '/refs:/ {gsub(",", ""); print $NF}'
}
# name, what one file cost, what many did, the folder of these, instructions
row() {
    echo "$1 $2 $3 $(size_of "$4") $5" >>"$work/rows"
}

mkdir "$work/ours" "$work/typst" "$work/chromium"
counted=-
if command -v valgrind >/dev/null; then
    few=$(instructions $(ls "$plans"/*.xml | head -5))
    more=$(instructions $(ls "$plans"/*.xml | head -20))
    counted=$(((more - few) / 15))
fi
# bench_warm makes the first file twice.
many=$(median_of 5 $((N + 1)) "$work/ours" "$tests/bench_warm" --form $form --output "$work/ours" "$plans"/*.xml)
row renkei "$(median_of 5 1 "$work" "$bin/renkei-render" --form $form -o "$work/one.pdf" "$one")" "$many" "$work/ours" "$counted"
if [ -n "$WORK" ] && [ -d "$WORK/npm/node_modules/@myriaddreamin" ]; then
    row Typst "$(median_of 5 1 "$work" "$PEERS/typst/run.sh" one "$one" "$work/one.pdf")" \
        "$(median_of 3 "$N" "$work/typst" "$PEERS/typst/run.sh" batch 1 "$work/typst")" "$work/typst" -
fi
if [ -n "$WORK" ] && [ -d "$WORK/npm/node_modules/playwright-core" ] && command -v chromium >/dev/null; then
    row Chromium "$(median_of 5 1 "$work" "$PEERS/chromium/run.sh" one "$one" "$work/one.pdf")" \
        "$(median_of 3 "$N" "$work/chromium" "$PEERS/chromium/run.sh" batch 1 1 "$work/chromium")" "$work/chromium" -
fi

printf '== a plan of two pages, data %s, %s, %s\n' "$data" "$(date +%Y-%m-%d)" \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(nproc) processors"
awk -v n="$N" '
    BEGIN {printf "%-10s | %29s | %36s | %5s | %12s\n", "", "one file, from start", n " files, one process", "kB", "instructions"
           printf "%-10s | %8s %8s %11s | %8s %8s %7s %10s | %5s | %12s\n", "", "wall ms", "CPU ms", "times ours",
                  "wall s", "CPU ms", "MiB", "times ours", "each", "each, warm"}
    NR == 1 {one = $3; many = $6}
    {printf "%-10s | %8.1f %8.1f %11.1f | %8.2f %8.2f %7d %10.1f | %5d | %12s\n", $1, $2, $3, $3 / one, $5 / 1000, $6, $7,
            $6 / many, $8, $9}' "$work/rows"
