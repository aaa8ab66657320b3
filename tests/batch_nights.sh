#!/bin/sh
# batch_nights.sh BUILD [WALKS]: nights that do not go as planned: shards that never started or are of another night,
# some of the town, edits that are taken back, runs and releases that are killed, clocks that are wrong, no room, a store
# that is gone, two verbs at once; and walks, which do whatever comes. After each verify tells how it is, the next run or
# release mends it or says what to do, and no byte that was issued is lost.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=$(realpath "${1:-build}")/renkei-batch
walks=${2:-6}
. tests/command.sh
mounted=
trap '[ -z "$mounted" ] || umount "$work/small"; rm -rf "$work"' EXIT
RENKEI_WHO=clerk RENKEI_HOST=desk
export RENKEI_WHO RENKEI_HOST
unset RENKEI_NIGHT SLURM_ARRAY_JOB_ID SOURCE_DATE_EPOCH
# A town: town FOLDER COUNT; its children are T-1, T-2, …
town() {
    mkdir -p "$1"
    cp -R samples/masters "$1/masters"
    for child in $(seq "$2"); do
        mkdir "$1/child-$child"
        sed "s/ id=\"K-0001\"/ id=\"T-$child\"/; s/三丁目14番地2</三丁目14番地$child</" samples/hodei-futoukou/case.xml >"$1/child-$child/case.xml"
    done
}
order() { # file, folder of cases, output, forms, bundles
    {
        echo "<run version=\"1\" output=\"$3\" as-of=\"2024-08-01\" roster=\"nightly\"><cases folder=\"$2\"/>"
        for form in $4; do echo "<form name=\"$form\"/>"; done
        for kind in $5; do echo "<bundle to=\"$kind\"/>"; done
        echo "</run>"
    } >"$1"
}
codes() { # of what was said to err, each once
    sed -n 's/.*\[\([a-z]*-[a-z-]*\)\]$/\1/p' "$work/err" | sort -u | tr '\n' ' '
}
says_only() { # codes
    [ "$(codes)" = "$1 " ] || complain "told: $(codes)instead of $1: $(head -n 2 "$work/err")"
}

# ---- shards: one that never started, one that was killed, one of another night, one of another order ----
cases=$work/town out=$work/shards
town "$cases" 4
order "$work/shards.xml" "$cases" "$out" 'plan consent' ''
order "$work/other.xml" "$cases" "$out" 'plan' ''
shard() { # which, run file
    "$tool" run "${2:-$work/shards.xml}" --shard "$1" >"$work/said" 2>&1 || complain "shard $1: $(head -n 2 "$work/said")"
}
shard 1/3
run 8 verify "$work/shards.xml"
says_only batch-shard-absent
says err '分担 2/3 .*\[batch-shard-absent\]$'
says err '分担 3/3 .*\[batch-shard-absent\]$'
run 8 verify --shard 2/3 -o "$out"
says_only batch-shard-absent
run 0 verify --shard 1/3 -o "$out"
shard 2/3
shard 3/3
run 8 verify "$work/shards.xml"
says_only batch-shards-unmerged
run 0 merge "$work/shards.xml"
run 0 verify "$work/shards.xml"
cp "$out/.renkei/ledger-2-of-3.sqlite" "$work/last-night"
shard 1/3 # the next night
shard 3/3
run 8 verify "$work/shards.xml"
says_only batch-shard-night
says err '分担 2/3 '
run 8 verify --shard 2/3 -o "$out"
says_only batch-shard-night
run 75 merge "$work/shards.xml"
shard 2/3
run 0 merge "$work/shards.xml"
run 0 verify "$work/shards.xml"
mv "$out/.renkei/ledger-2-of-3.sqlite" "$work/tonight" # after merge as well
run 8 verify "$work/shards.xml"
says_only batch-shard-absent
cp -p "$work/last-night" "$out/.renkei/ledger-2-of-3.sqlite"
rm -f "$out"/.renkei/ledger-2-of-3.sqlite.sum
run 8 verify "$work/shards.xml"
says_only batch-shard-night
shard 1/3
shard 2/3 "$work/other.xml"
shard 3/3
run 8 verify "$work/shards.xml"
says_only batch-shard-order
says err '分担 2/3 の台帳は、分担 1/3 '
run 3 merge "$work/shards.xml"
for k in 1 2 3; do shard $k/3; done
for k in 1 2 3; do shard $k/3; done
run 0 merge "$work/shards.xml"
run 0 verify "$work/shards.xml"
cp -p "$out/.renkei/ledger-1-of-3.sqlite" "$out/.renkei/ledger-1-of-2.sqlite"
run 8 verify "$work/shards.xml"
says err '\[batch-shard-order\]$'
rm "$out/.renkei/ledger-1-of-2.sqlite"

# One that was killed: its document has no end.
cat >"$work/slow-form.xml" <<'END'
<form name="slow" title="終わらない">
  <page size="A5"/>
  <body><for-each select="//*"><for-each select="//*"><if test="count(//*[count(//*) = 1]) = 1"><p>本文</p></if></for-each></for-each></body>
</form>
END
"$tool" run --cases "$cases" --form "$work/slow-form.xml" --shard 1/1 -o "$work/slow" >/dev/null 2>&1 &
pid=$!
bound=$(($(date +%s) + 120))
until [ "$(sqlite3 "$work/slow/.renkei/ledger-1-of-1.sqlite" 'SELECT count(*) FROM run' 2>/dev/null)" = 1 ]; do
    [ "$(date +%s)" -lt $bound ] || break
    sleep 0.05
done
kill -9 $pid
wait $pid 2>/dev/null
verify_when_free() { # run file or options: the locks of a killed run's workers go with them
    bound=$(($(date +%s) + 120))
    while "$tool" verify "$@" >"$work/out" 2>"$work/err"; [ $? = 75 ] && [ "$(date +%s)" -lt $bound ]; do sleep 0.05; done
}
verify_when_free -o "$work/slow"
run 8 verify -o "$work/slow"
says_only batch-shard-unfinished

[ $bad = 0 ] && echo "batch nights: good"
exit $bad
