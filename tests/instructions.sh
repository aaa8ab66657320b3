#!/bin/sh
# instructions.sh BUILD [--store] [NAME…]: nothing gets slower than it was. What a piece of work costs in instructions does
# not depend on how busy a machine is; tests/instructions.tsv has what it cost (name, instructions, tolerance in per cent;
# the batch waits for its workers, and more of it is chance). More than that and the tolerance fails; so does less, as what
# was gained is kept only when it is stored: `make instructions` (--store) counts and stores. Without names all that is
# stored there.
#
# The same Debian tells the same on another x86-64 with AVX2: the C library and OpenSSL are told to choose nothing by the
# processor, and the environment is empty. On any other machine, or with other flags of the compiler, nothing can be
# compared, which is said.
set -eu
cd "$(dirname "$0")/.."
bin=${1:-build}
shift
tests=$bin/release/tests
stored=tests/instructions.tsv
store=
[ "${1:-}" != --store ] || { store=1 && shift; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

plain=-AVX512F,-AVX512VL,-AVX512BW,-AVX2,-AVX,-BMI1,-BMI2,-LZCNT,-MOVBE,-RTM,-ERMS,-FSRM,-SSE4_2,-SSE4_1,-SSSE3
plain=glibc.cpu.hwcaps=$plain:glibc.cpu.x86_non_temporal_threshold=0xc0000:glibc.cpu.x86_rep_movsb_threshold=0x800
# Instructions of a program and of those that it begins.
count() {
    rm -rf "$work/counts"
    mkdir "$work/counts"
    env -i PATH="$PATH" HOME="$work" LANG=C.UTF-8 RENKEI_CONFINE=off OPENSSL_ia32cap=0:0 GLIBC_TUNABLES="$plain" \
        valgrind -q --tool=callgrind --trace-children=yes --callgrind-out-file="$work/counts/%p" "$@" >"$work/said" 2>&1 ||
        case $? in 1 | 3) ;; *) # what renkei-check finds
            cat "$work/said" >&2
            exit 1 ;;
        esac
    awk '/^(summary|totals):/ {if (!(FILENAME in met)) {met[FILENAME] = 1; all += $2}} END {printf "%.0f\n", all}' "$work"/counts/*
}

# Twenty plans of two pages less five of them, so that the start does not count: of one.
plans() {
    [ -d "$work/plans" ] || "$tests/make_plans" "$work/plans" 20 >/dev/null
    ls "$work"/plans/*.xml | head -"$1"
}
count_warm() {
    few=$(count "$tests/bench_warm" --form tests/bench/form.xml $(plans 5))
    more=$(count "$tests/bench_warm" --form tests/bench/form.xml $(plans 20))
    echo $(((more - few) / 15))
}
count_cold() {
    count "$bin/renkei-render" --form plan -o "$work/plan.pdf" samples/hodei-futoukou/case.xml
}
count_check() {
    count "$bin/renkei-check" --as-of 2024-08-01 samples/hodei-futoukou/case.xml
}
# Five cases less one, in one process of the batch: of one case, with its two documents, its journal and its ledger.
night() {
    rm -rf "$work/night" "$work/cases"
    "$tests/make_cases" "$work/cases" "$1" >/dev/null
    count "$bin/renkei-batch" run --jobs 1 -o "$work/night" --form plan --form schedule --cases "$work/cases"
}
count_batch() {
    one=$(night 1)
    five=$(night 5)
    echo $(((five - one) / 4))
}

compared() {
    grep -q '^flags.*avx2' /proc/cpuinfo && [ "$(uname -m)" = x86_64 ] && grep -q -- ' -O2 -g ' "$bin/release/flags"
}
if [ -z "$store" ] && ! compared; then
    echo "instructions: not compared: no x86-64 with AVX2, or other flags"
    exit 0
fi
[ $# -gt 0 ] || set -- $(cut -f 1 "$stored")
status=0
for name; do
    is=$("count_$name")
    was=$(awk -F '\t' -v n="$name" '$1 == n {print $2}' "$stored")
    tolerance=$(awk -F '\t' -v n="$name" '$1 == n {print $3}' "$stored")
    awk -v n="$name" -v is="$is" -v was="$was" -v t="$tolerance" -v store="$store" 'BEGIN {
        change = was ? (is / was - 1) * 100 : 0
        printf "%-6s %12d instructions, stored %12d: %+.2f %%\n", n, is, was, change
        if (store) exit 0
        if (change > t) {print n ": more than it was, by more than " t " %"; exit 1}
        if (change < -t) {print n ": less than it was, by more than " t " %: make instructions stores it"; exit 1}
    }' || status=1
    [ -z "$store" ] || {
        awk -F '\t' -v OFS='\t' -v n="$name" -v is="$is" '$1 == n {$2 = is} {print}' "$stored" >"$work/stored"
        cp "$work/stored" "$stored"
    }
done
exit $status
