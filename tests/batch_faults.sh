#!/bin/sh
# batch_faults.sh BUILD [KILLS]: renkei-batch when things go wrong: killed with -9 at random moments (50 times), a disk
# that is full, a form without end, a text of 200 MB, an output folder that goes away, SIGTERM. Whatever happens, no
# file is torn or another's, the account is exact, and running again gives what an unbroken run gives.
set -u
cd "$(dirname "$0")/.." || exit 2
build=$(realpath "${1:-build}")
tool=$build/renkei-batch
kills=${2:-50}
work=$(mktemp -d)
mounted=
trap '[ -z "$mounted" ] || umount "$work/small"; rm -rf "$work"' EXIT
bad=0
complain() {
    echo "$1"
    bad=1
}

# A batch that takes about a second: 12 children, three forms.
cases=12
mkdir "$work/cases"
cp -R samples/masters "$work/cases/masters"
n=0
while [ $n -lt $cases ]; do
    n=$((n + 1))
    mkdir "$work/cases/c$n"
    sample=hodei-futoukou
    [ $((n % 4)) = 0 ] && sample=ihan-mihon # blocked for some forms
    sed "s/ id=\"K-000[13]\"/ id=\"K-$((1000 + n))\"/; s/丁目[0-9]*番地/丁目$n番地/" samples/$sample/case.xml >"$work/cases/c$n/case.xml"
done
run_file=$work/cases/run.xml
echo '<run version="1" month="2024-06" name="{key}/{form}.pdf"><cases folder="."/><form name="plan"/><form name="schedule"/>
<form name="school-sharing"/><bundle to="office"/></run>' >"$run_file"
make_all() { # folder, options
    "$tool" run "$run_file" -o "$@"
}
# Whatever a test waits for has one bound, which a busy machine does not reach; what went wrong is told by the check
# that follows.
wait_until() { # command
    bound=$(($(date +%s) + 120))
    until eval "$1"; do
        [ "$(date +%s)" -lt $bound ] || return 1
        sleep 0.01
    done
}
workers_of() { # process
    grep -l "^PPid:[[:space:]]*$1\$" /proc/[0-9]*/status 2>/dev/null | sed 's|/proc/\([0-9]*\)/.*|\1|'
}
sums() { # what is there, whole
    (cd "$1" && find . -name '*.pdf' ! -path './.renkei/*' -exec sha256sum {} + | sort -k 2)
}
# What the ledger says, but for when, how long and in which run.
account() {
    sqlite3 "$1/.renkei/ledger.sqlite" 'SELECT key, form, month, as_of, case_path, case_sum, masters, kit, inputs,
        status, file, output, bytes, pages FROM document ORDER BY 1, 2, 3;
        SELECT d.key, d.form, m.number, m.code, m.data_file, m.data_line, m.data_path, m.a1, m.a2, m.a3
        FROM message m JOIN document d ON d.id = m.document ORDER BY 1, 2, 3; SELECT set_sum, path, sum FROM input ORDER BY 1, 2;
        SELECT d.key, d.form, r.number, r.kind, r.key FROM recipient r JOIN document d ON d.id = r.document
        ORDER BY 1, 2, 3; SELECT series, name, documents, inputs, file, output, bytes, pages FROM bundle ORDER BY 1, 2'
}
same_as_unbroken() { # folder, what was done
    sums "$1" | cmp -s - "$work/files" || complain "$2: other files than of an unbroken run"
    account "$1" | cmp -s - "$work/account" || complain "$2: another account than of an unbroken run"
    "$tool" verify -o "$1" >"$work/said" 2>&1 || complain "$2: $(tail -n 1 "$work/said")"
}
# Every file there is one of an unbroken run, byte for byte.
none_torn() {
    sums "$1" >"$work/now"
    [ -z "$(sort "$work/now" | comm -23 - "$work/files.sorted")" ] || complain "$2: a torn or foreign file"
}
is_run_again() { # folder
    make_all "$1" >"$work/said" 2>&1
    [ $? != 75 ]
}
again() { # run until it is not refused: the locks of a killed run's workers go with them
    wait_until "is_run_again '$1'"
}

make_all "$work/unbroken" >"$work/said" 2>&1
[ $? = 6 ] || complain "the unbroken run: $(tail -n 1 "$work/said")"
sums "$work/unbroken" >"$work/files"
sort "$work/files" >"$work/files.sorted"
account "$work/unbroken" >"$work/account"
[ "$(wc -l <"$work/files")" -gt 24 ] || complain "the unbroken run made only $(wc -l <"$work/files") files"
began=$(date +%s%N)
make_all "$work/timed" >/dev/null 2>&1
length=$(($(date +%s%N) - began))

# ---- kill -9 ----
# Every second time one of the workers dies, else the supervisor. Each folder is killed in five times before it is
# looked at; the moments are spread over a run's length.
seed=$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')
awk -v seed="$seed" -v n="$kills" -v length_ns="$length" \
    'BEGIN { srand(seed); for (i = 0; i < n; i++) printf "%.3f %d\n", rand() * length_ns / 1.2e9, rand() * 1000 }' >"$work/moments"
i=0
hit=0
while read -r moment which; do
    folder=$work/killed-$((i / 5))
    # The first time documents are made, the other times they are made again over what is there.
    force=
    [ $((i % 5)) = 0 ] || force=--force
    "$tool" run "$run_file" -o "$folder" --jobs 3 $force >/dev/null 2>&1 &
    pid=$!
    sleep "$moment"
    victim=$pid
    [ $((i % 2)) = 0 ] || victim=$(workers_of $pid | sed -n "$((which % 3 + 1))p")
    kill -9 "${victim:-$pid}" 2>/dev/null && hit=$((hit + 1))
    wait $pid 2>/dev/null
    [ ! -d "$folder" ] || none_torn "$folder" "kill $i (seed $seed)"
    i=$((i + 1))
    if [ $((i % 5)) = 0 ]; then
        again "$folder"
        same_as_unbroken "$folder" "kill $i (seed $seed)"
        [ -z "$(ls "$folder/.renkei/tmp")" ] || complain "kill $i: something half-made is left"
        rm -rf "$folder"
    fi
done <"$work/moments"
echo "killed: $hit of $kills"

# ---- no room ----
# Files may not grow: every document is larger than this.
(ulimit -f 60 && make_all "$work/nogrow") >"$work/said" 2>&1
[ $? = 75 ] || complain "files that cannot grow: exit $?: $(tail -n 1 "$work/said")"
grep -q 'batch-write\|ledger-failed' "$work/said" || complain "files that cannot grow: $(tail -n 1 "$work/said")"
none_torn "$work/nogrow" "files that cannot grow"
again "$work/nogrow"
same_as_unbroken "$work/nogrow" "files that could not grow"
# A disk that is full after some documents.
mkdir "$work/small"
if mount -t tmpfs -o size=1500k renkei-small "$work/small" 2>/dev/null; then
    mounted=yes
    make_all "$work/small/out" >"$work/said" 2>&1
    [ $? = 75 ] || complain "full disk: exit $?: $(tail -n 1 "$work/said")"
    grep -q '残り[1-9][0-9]*件' "$work/said" || complain "full disk: what is left is not told"
    none_torn "$work/small/out" "full disk"
    mount -o remount,size=100m "$work/small"
    again "$work/small/out"
    same_as_unbroken "$work/small/out" "full disk"
else
    echo "full disk: skipped, tmpfs cannot be mounted here"
fi

# ---- a form without end, a text without end ----
cat >"$work/slow.xml" <<'EOF'
<form name="slow" title="終わらない">
  <page size="A5"/>
  <body><for-each select="//*"><for-each select="//*"><if test="count(//*[count(//*) = 1]) = 1"><p>本文</p></if></for-each></for-each></body>
</form>
EOF
cat >"$work/large.xml" <<'EOF'
<form name="large" title="大きすぎる">
  <page size="A5"/>
  <body><for-each select="//*"><for-each select="//*"><p>本文の文字がここにもそこにもたくさんある</p></for-each></for-each></body>
</form>
EOF
# Nearly as much as the bounds of work allow, many times the tenth of a second it is given: no paragraph is one that was composed before.
cat >"$work/long.xml" <<'EOF'
<form name="long" title="長くかかる">
  <page size="A5"/>
  <body><for-each select="300"><let name="n" select="position()"/><for-each select="100"><p><value select="1000 * $n + position()"/>本文の文字がここにもそこにもたくさんあり、行を組むのに手間がかかる。本文の文字がここにもそこにもたくさんある。それを何度も何度も、紙が尽きるまで、行から行へ、段から段へ、ページからページへと並べていく。</p></for-each></for-each></body>
</form>
EOF
mkdir -p "$work/three/masters" "$work/three/long"
cp -R samples/masters "$work/three"
cp -R "$work/cases/c1" "$work/cases/c2" "$work/three"
{
    printf '<case version="1" id="K-9999"><masters office="../masters/office.xml"/><child>'
    head -c 200000000 /dev/zero | tr '\0' a
    printf '</child></case>'
} >"$work/three/long/case.xml"
# The time is short only where nothing but what has no end is made: a busy machine turns nothing else over it.
"$tool" run --cases "$work/three/c1" --form "$work/slow.xml" --time-limit 1 -o "$work/slow" >"$work/said" 2>&1
[ $? = 1 ] || complain "a form without end: exit $?"
grep -q '^対象1件＝作成0件＋対象外0件＋禁止0件＋失敗1件、' "$work/said" || complain "a form without end: $(tail -n 1 "$work/said")"
# By the bound of its work, or by the clock on a slow machine.
grep -q '\[batch-time\]\|\[form-xpath-eval\]\|\[bind-too-large\]' "$work/said" || complain "a form without end: nothing stops it"
"$tool" run --cases "$work/three/c1" --form "$work/long.xml" --time-limit 0.1 --memory-limit 4096 -o "$work/longer" >"$work/said" 2>&1
[ $? = 1 ] || complain "a form that takes long: exit $?"
grep -q '\[batch-time\]' "$work/said" || complain "a form that takes long: $(tail -n 3 "$work/said")"
"$tool" run --cases "$work/three" --form plan --form "$work/large.xml" --time-limit 300 --memory-limit 100 \
    -o "$work/ends" >"$work/said" 2>&1
[ $? = 1 ] || complain "texts without end: exit $?"
grep -q '^対象6件＝作成2件＋対象外0件＋禁止0件＋失敗4件、' "$work/said" || complain "texts without end: $(tail -n 1 "$work/said")"
grep -q '\[xml-too-large\]' "$work/said" || complain "texts without end: no xml-too-large"
grep -q '\[batch-memory\]\|\[bind-too-large\]' "$work/said" || complain "a form that grows is not stopped"
rm -rf "$work/three/long"
"$tool" run --cases "$work/three" --form plan --memory-limit 4 -o "$work/tight" >"$work/said" 2>&1
case $build in
*/asan) ;; # the sanitizer takes terabytes of addresses: there is no limit then
*) [ "$(grep -c '\[batch-memory\]' "$work/said")" = 2 ] || complain "4 MiB are enough: $(tail -n 1 "$work/said")" ;;
esac

# ---- a worker that dies with a document in hand ----
ticks_of() { # process: what it computed since it was forked, in 1/100 s
    sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | awk '{ print $12 + $13 }'
}
# It computes on, though what it made is there already: it is in a document that does not end.
is_busy() { # made
    [ "$(find "$work/crash" -name '*.pdf' 2>/dev/null | wc -l)" -ge "$1" ] || return 1
    worker=$(workers_of $pid)
    [ -n "$worker" ] || return 1
    : "${since:=$(ticks_of "$worker")}"
    now=$(ticks_of "$worker")
    [ "${now:-0}" -ge $((${since:-0} + 20)) ]
}
"$tool" run --cases "$work/three" --form "$work/slow.xml" --form plan --jobs 1 --time-limit 300 -o "$work/crash" >"$work/said" 2>&1 &
pid=$!
# The slow document of the first case, twice, as it is tried once more; then, when the other is made, that of the second.
for made in 0 0 1 1; do
    since=
    wait_until "is_busy $made || ! kill -0 $pid 2>/dev/null"
    kill -9 $(workers_of $pid)
done
wait $pid
grep -q '^対象4件＝作成2件＋対象外0件＋禁止0件＋失敗2件、' "$work/said" || complain "workers that died: $(tail -n 1 "$work/said")"
[ "$(grep -c '\[batch-crashed\]' "$work/said")" = 2 ] || complain "workers that died: not told"

# ---- a folder that goes away, and a signal ----
# The one worker is held once it has written some documents, until they have their names: the run cannot end before.
stop_in_midst() { # folder, what to do once some documents are there
    "$tool" run "$run_file" -o "$1" --jobs 1 >"$work/said" 2>&1 &
    pid=$!
    wait_until "[ \$(find '$1/.renkei/tmp' -name '*.pdf' 2>/dev/null | wc -l) -ge 5 ] || ! kill -0 $pid 2>/dev/null"
    worker=$(workers_of $pid)
    kill -STOP $worker
    wait_until "[ \$(find '$1' -name '*.pdf' ! -path '*/.renkei/*' 2>/dev/null | wc -l) -ge 5 ] || ! kill -0 $pid 2>/dev/null"
    eval "$2"
    kill -CONT $worker
    wait $pid
}
stop_in_midst "$work/gone" 'mv "$work/gone" "$work/elsewhere"'
[ $? = 75 ] || complain "folder moved away: exit $?"
grep -q 'batch-output-gone\|batch-write' "$work/said" || complain "folder moved away: $(tail -n 1 "$work/said")"
[ ! -e "$work/gone" ] || complain "a folder that went away is made anew"
none_torn "$work/elsewhere" "folder moved away"
stop_in_midst "$work/removed" 'rm -rf "$work/removed" 2>/dev/null || rm -rf "$work/removed"'
[ $? = 75 ] || complain "folder removed: exit $?: $(tail -n 1 "$work/said")"
stop_in_midst "$work/signal" 'kill -TERM $pid'
[ $? = 75 ] || complain "SIGTERM: exit $?"
grep -q 'batch-interrupted' "$work/said" || complain "SIGTERM: $(tail -n 1 "$work/said")"
left=$(sed -n 's/.*batch-interrupted.*//; s/.*＋残り\([0-9]*\)件.*/\1/p' "$work/said")
there=$(account "$work/signal" | grep -c '^K-[0-9]*|[a-z-]*|2024-06|')
[ "$((left + there))" = $((cases * 3)) ] || complain "SIGTERM: $left left and $there done of $((cases * 3))"
"$tool" verify -o "$work/signal" >/dev/null 2>"$work/said"
grep -q 'batch-unfinished' "$work/said" || complain "SIGTERM: verify does not say that it did not end"
again "$work/signal"
same_as_unbroken "$work/signal" "SIGTERM"

[ $bad = 0 ] && echo "batch faults: good"
exit $bad
