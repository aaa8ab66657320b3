#!/bin/sh
# scale.sh BUILD: a run in four parts is the run in one, by GNU parallel and by a Slurm of its own (tests/slurm.sh); the
# Kubernetes manifests say what they should (tests/kubernetes.py). Nothing of the machine's own Slurm is touched.
set -eu
cd "$(dirname "$0")/.."
BUILD=${1:-build}
RENKEI_BATCH=$(realpath "$BUILD/renkei-batch")
RENKEI_PAUSE=1
export RENKEI_BATCH RENKEI_PAUSE
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PARALLEL_HOME=$work/parallel
export PARALLEL_HOME
mkdir "$PARALLEL_HOME"

# Every sample, and one of them twice, under keys of their own: the shards get some each.
mkdir "$work/cases"
cp -R samples/masters "$work/cases"
n=1
for sample in samples/*/case.xml samples/hodei-futoukou/case.xml; do
    mkdir "$work/cases/$n"
    sed "s|<case version=\"1\" id=\"K-[0-9]*\"|<case version=\"1\" id=\"S-$n\"|" "$sample" >"$work/cases/$n/case.xml"
    n=$((n + 1))
done
cat >"$work/run.xml" <<END
<run version="1" month="2024-07">
  <cases folder="cases"/>
  <form name="plan"/>
  <form name="pickup"/>
  <bundle to="household" gaps="name"/>
  <bundle to="partner" together="yes" gaps="name"/>
</run>
END

fail() {
    echo "$1"
    exit 1
}

# The documents of a folder: names and bytes.
documents() {
    (cd "$1" && find . -name .renkei -prune -o -type f -name '*.pdf' -exec sha256sum {} + | sort)
}

# Its account: what became of each document, without what differs from run to run (times, numbers of runs, folders).
account() {
    status=0
    "$RENKEI_BATCH" report --json "$work/run.xml" -o "$1" >"$work/report" || status=$?
    [ "$status" = 6 ] || fail "$1: report ends with $status"
    grep -o '"planned":.*"bytes":[0-9]*' "$work/report" | head -n 1
    grep -o '"key":"[^"]*","form":"[^"]*","month":"[^"]*","state":"[a-z]*"' "$work/report" | sort
}

same_as_one() {
    documents "$1" >"$work/documents"
    account "$1" >"$work/account"
    cmp "$work/one.documents" "$work/documents" || fail "$2: other documents than those of one run"
    cmp "$work/one.account" "$work/account" || fail "$2: another account than that of one run"
}

status=0
"$RENKEI_BATCH" run "$work/run.xml" -o "$work/one" 2>"$work/said" >&2 || status=$?
[ "$status" = 6 ] || fail "one run ends with $status"
documents "$work/one" >"$work/one.documents"
account "$work/one" >"$work/one.account"
[ "$(wc -l <"$work/one.documents")" -ge 12 ] || fail "too few documents to tell anything"
grep -q 'bundles/.*/household/S-1.pdf$' "$work/one.documents" || fail "one run has no bundles"
grep -q "\"planned\":$((2 * n - 2))," "$work/one.account" || fail "the account has not $((2 * n - 2)) documents"

# ---- GNU parallel ----
status=0
sh tools/scale/parallel.sh 4 "$work/run.xml" -o "$work/four" >"$work/said" 2>&1 || status=$?
[ "$status" = 6 ] || { cat "$work/said"; fail "parallel.sh ends with $status"; }
same_as_one "$work/four" "GNU parallel"
# What must be repaired stops it, and is not merged.
status=0
sh tools/scale/parallel.sh 4 "$work/gone.xml" -o "$work/none" >"$work/said" 2>&1 || status=$?
case $status in
2 | 3 | 5) ;;
*) fail "parallel.sh without a run file ends with $status" ;;
esac
[ ! -e "$work/none" ] || fail "parallel.sh without a run file writes"

# ---- the wrapper: what exit statuses become, and that a stop is passed on ----
cat >"$work/stub" <<'END'
#!/bin/sh
trap 'kill $!; exit 75' TERM
[ "$STUB_STATUS" != sleep ] || exec sleep 20 &
echo x >>"$STUB_LOG"
wait
exit "$STUB_STATUS"
END
chmod +x "$work/stub"
STUB_LOG=$work/stub.log
export STUB_LOG
for pair in 0:0 1:0 6:0 7:7 8:8 9:9 2:2 3:3 4:4 5:5 75:75; do
    : >"$STUB_LOG"
    status=0
    STUB_STATUS=${pair%:*} RENKEI_TRIES=2 sh tools/scale/shard.sh "$work/stub" || status=$?
    [ "$status" = "${pair#*:}" ] || fail "shard.sh: $pair is $status"
    tries=1
    [ "$pair" != 75:75 ] || tries=2
    [ "$(wc -l <"$STUB_LOG")" = $tries ] || fail "shard.sh: $pair is not tried $tries times"
done
: >"$STUB_LOG"
STUB_STATUS=sleep RENKEI_TRIES=3 sh tools/scale/shard.sh "$work/stub" &
pid=$!
until [ -s "$STUB_LOG" ]; do sleep 0.1; done
kill -TERM $pid
status=0
wait $pid || status=$?
[ "$status:$(wc -l <"$STUB_LOG")" = 75:1 ] || fail "shard.sh: SIGTERM is not passed on ($status)"

# ---- Slurm ----
# A task that must be tried again is put back into the queue: the second shard is, once.
cat >"$work/renkei-batch" <<END
#!/bin/sh
if [ "\$1:\${SLURM_ARRAY_TASK_ID:-}" = run:2 ] && mkdir "$work/tried" 2>/dev/null; then exit 75; fi
exec "$RENKEI_BATCH" "\$@"
END
chmod +x "$work/renkei-batch"
status=0
RENKEI_BATCH=$work/renkei-batch timeout 1200 sh tests/slurm.sh "$work/slurm" 4 "$work/run.xml" -o "$work/queued" >"$work/said" 2>&1 || status=$?
{ [ "$status" = 6 ] && [ -d "$work/queued" ]; } || { cat "$work/said"; fail "Slurm: the merge ends with $status"; }
same_as_one "$work/queued" Slurm
[ -d "$work/tried" ] || fail "Slurm: the shard that was to be tried again is not there"

# ---- Kubernetes ----
python3 tests/kubernetes.py tools/scale/kubernetes.yaml tools/scale/kubernetes-merge.yaml
echo "scale: good"
