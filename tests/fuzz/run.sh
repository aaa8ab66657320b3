#!/bin/sh
# run.sh BUILD SECONDS TARGET…: each target of `make fuzz` for so long, one after the other, from what was found before
# (BUILD/fuzz/found/TARGET), what is stored (tests/fuzz/TARGET) and its seeds. A fault, a leak, more than 5 s or more than
# 1 GiB ends a target, and is kept as BUILD/fuzz/fault-TARGET-…; the others go on. How often each was executed, this time
# and in all, is printed at the end, with what of each room was reached (cover.sh), and stands in BUILD/fuzz/executions. FUZZ_TIMEOUT: other seconds than 5, where the
# machine has other things to do, too.
set -u
cd "$(dirname "$0")/../.." || exit 2
build=$1
seconds=$2
shift 2
out=$build/fuzz
failed=
export G_SLICE=always-malloc
export LSAN_OPTIONS=suppressions=tests/lsan.supp:print_suppressions=0
export UBSAN_OPTIONS=print_stacktrace=1
export ASAN_OPTIONS=quarantine_size_mb=32:malloc_context_size=8
# In memory; what a process left that was ended goes with it.
memory=/dev/shm
[ -w "$memory" ] || memory=${TMPDIR:-/tmp}
FUZZ_SCRATCH=$(mktemp -d "$memory/renkei-fuzz-XXXXXX")
export FUZZ_SCRATCH
trap 'rm -rf "$FUZZ_SCRATCH"' EXIT
trap 'exit 130' INT TERM
for target in "$@"; do
    mkdir -p "$out/found/$target" "$out/seeds/$target"
    sh tests/fuzz/seeds.sh "$build" "$target" || exit 2
    dictionary=
    [ ! -s "$out/$target.dict" ] || dictionary=-dict=$out/$target.dict
    stored=
    [ ! -d "tests/fuzz/$target" ] || stored=tests/fuzz/$target
    printf '%-12s' "$target"
    "$out/fuzz_$target" -max_total_time="$seconds" -timeout="${FUZZ_TIMEOUT:-5}" -rss_limit_mb=1024 -max_len=131072 -print_final_stats=1 \
        -verbosity=1 $dictionary -artifact_prefix="$out/fault-$target-" \
        "$out/found/$target" $stored "$out/seeds/$target" >"$out/$target.log" 2>&1 || failed="$failed $target"
    executed=$(sed -n 's/^stat::number_of_executed_units: *//p' "$out/$target.log")
    [ -n "$executed" ] || executed=$(sed -n 's/^#\([0-9]*\)[: ].*/\1/p' "$out/$target.log" | tail -n 1)
    printf '%s\t%s\n' "$target" "${executed:-0}" >>"$out/executions"
    case " $failed " in
    *" $target "*) printf '%9s executions, then: %s\n' "${executed:-0}" "$(grep -m 1 -E 'ERROR|runtime error|SUMMARY|assertion' "$out/$target.log")" ;;
    *) printf '%9s executions\n' "${executed:-0}" ;;
    esac
done
awk -F '\t' '{ count[$1] += $2; all += $2 }
    END { for (t in count) printf "%-12s%12d in all\n", t, count[t] | "sort"; close("sort"); printf "%-12s%12d in all\n", "", all }' \
    "$out/executions"
sh tests/fuzz/cover.sh "$build" "$@"
[ -z "$failed" ] || {
    echo "failed:$failed (BUILD/fuzz/fault-TARGET-…; what it said: BUILD/fuzz/TARGET.log)"
    exit 1
}
