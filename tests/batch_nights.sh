#!/bin/sh
# batch_nights.sh BUILD [KILLS]: nights that do not go as planned: shards that never started or are of another night,
# some of the town, edits that are taken back, runs and releases that are killed, clocks that are wrong, no room, a store
# that is gone, two verbs at once. After each verify tells how it is, the next run or
# release mends it or says what to do, and no byte that was issued is lost.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=$(realpath "${1:-build}")/renkei-batch
kills=${2:-12}
. tests/command.sh
mounted=
trap '[ -z "$mounted" ] || umount "$work/small"; rm -rf "$work"' EXIT
by_clock
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
run 9 verify "$work/shards.xml"
says err '\[ledger-damaged\]$'
run 9 merge "$work/shards.xml"
rm "$out/.renkei/ledger-2-of-3.sqlite.sum"
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

# What merge does not take leaves no ledger of all, by which nothing would be asked for any more: whatever became of one.
for k in 1 2 3; do shard $k/3; done
rm -f "$out"/.renkei/ledger.sqlite*
cp -a "$out" "$work/parts"
spoil() { # how: what merge says, with its exit status, and verify
    rm -rf "$out"
    cp -a "$work/parts" "$out"
    two=$out/.renkei/ledger-2-of-3.sqlite
    case $1 in
    gone) rm "$two"* ;;
    lost) rm "$two" ;;
    empty) rm "$two"* && : >"$two" && chmod 600 "$two" ;;
    cut) rm "$two.sum" && truncate -s 8192 "$two" ;;
    forged) rm "$two.sum" && sqlite3 "$two" "DELETE FROM document" ;;
    later) rm "$two.sum" && sqlite3 "$two" "PRAGMA user_version = 99" ;;
    pipe) rm "$two"* && mkfifo -m 600 "$two" ;;
    folder) rm "$two"* && mkdir -m 700 "$two" ;;
    nothing) rm "$two"* && ln -s nowhere "$two" ;;
    link) rm "$two"* && ln -s ledger-1-of-3.sqlite "$two" ;;
    copy) rm "$two"* && cp -p "$out/.renkei/ledger-1-of-3.sqlite" "$two" ;;
    esac
}
while read -r how code status verified; do
    spoil "$how"
    run "$status" merge "$work/shards.xml"
    says err "\[$code\]$"
    [ ! -e "$out/.renkei/ledger.sqlite" ] || complain "$how: merge makes a ledger"
    run "$verified" verify "$work/shards.xml"
done <<END
gone batch-shard-missing 75 8
lost ledger-damaged 9 9
empty ledger-damaged 9 9
cut ledger-damaged 9 9
forged ledger-rows-missing 9 9
later ledger-damaged 9 9
pipe ledger-damaged 9 9
folder ledger-damaged 9 9
nothing ledger-damaged 9 9
link ledger-damaged 9 9
copy batch-shards-disagree 3 8
END
rm -rf "$out"
mv "$work/parts" "$out"
run 0 merge "$work/shards.xml"
run 0 verify "$work/shards.xml"

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

# ---- what is asked after each fault ----
sql() { # folder, query
    sqlite3 "$1/.renkei/ledger.sqlite" "$2"
}
# Every byte that the journal says was issued is in the store.
check_kept() { # folder, what was done
    sql "$1" "SELECT DISTINCT lower(hex(output)) FROM journal WHERE act = 'issue'" | while read -r sum; do
        file=$1/.renkei/issued/$(echo "$sum" | cut -c 1-2)/$sum.pdf
        [ "$(sha256sum "$file" 2>/dev/null | cut -c 1-64)" = "$sum" ] || echo "$2: issued, and lost: $sum"
    done >"$work/lost"
    [ ! -s "$work/lost" ] || complain "$(head -n 2 "$work/lost")"
}
check_sound() { # folder, what was done: verify is quiet, and what was issued is there
    verify_when_free -o "$1"
    "$tool" verify -o "$1" >"$work/out" 2>"$work/err" || complain "$2: verify: $(head -n 3 "$work/err")"
    check_kept "$1" "$2"
}
again() { # arguments: until it is not refused because of the locks of a killed run's workers
    bound=$(($(date +%s) + 120))
    while "$tool" "$@" >"$work/out" 2>"$work/err"; got=$?; [ $got = 75 ] && grep -q batch-locked "$work/err" && [ "$(date +%s)" -lt $bound ]; do sleep 0.05; done
    [ $got = 0 ] || complain "exit $got: $*: $(head -n 2 "$work/err")"
}
files() { # folder: documents and envelopes, with their sums
    (cd "$1" && find . -name '*.pdf' ! -path './.renkei/*' -exec sha256sum {} + | sort -k 2)
}

# ---- envelopes are issued, and verify knows them ----
out=$work/mail
order "$work/mail.xml" "$cases" "$out" 'plan consent' household
run 0 run "$work/mail.xml"
run 0 release "$work/mail.xml" --bundles --reason 定例
check_sound "$out" 'envelopes are issued'
[ "$(sql "$out" "SELECT count(*) FROM journal WHERE act = 'issue' AND bundle")" = 4 ] || complain "not an envelope for each home is issued"
run 0 release "$work/mail.xml" --bundles --reason 定例
says out '新しく出る0件、差替え0件'
envelope=$(sql "$out" "SELECT lower(hex(output)) FROM journal WHERE act = 'issue' AND bundle LIMIT 1")
envelope=.renkei/issued/$(echo "$envelope" | cut -c 1-2)/$envelope.pdf
spoil() { # diagnostic, command on $o
    rm -rf "$work/copy"
    cp -a "$out" "$work/copy"
    o=$work/copy
    eval "$2"
    run 8 verify -o "$o"
    says_only "$1"
}
spoil batch-issued-missing 'rm -f "$o/$envelope"'
spoil batch-issued-damaged 'chmod 600 "$o/$envelope"; echo x >>"$o/$envelope"; chmod 400 "$o/$envelope"'
spoil batch-issued-damaged 'chmod 600 "$o/$envelope"; : >"$o/$envelope"; chmod 400 "$o/$envelope"'
spoil batch-file-mode 'chmod 644 "$o/$envelope"'
# The store as a whole: verify tells each; what is the same is kept anew by the next release, or it says what is not.
spoil batch-issued-missing 'rm -rf "$o/.renkei/issued"'
[ "$(grep -c 'batch-issued-missing' "$work/err")" = "$(sql "$o" "SELECT count(DISTINCT output) FROM journal WHERE act = 'issue'")" ] || complain "not each that was issued is told"
run 0 release "$work/mail.xml" -o "$o" --bundles --reason 定例 # what is the same is there still, and is put back
check_sound "$o" 'a store that was gone'

# ---- A, B, A: an edit that is taken back around a run and a release ----
run 0 run "$work/mail.xml"
files "$out" >"$work/a"
for edited in "$cases/child-1/case.xml" "$cases/masters/office.xml"; do
    cp -p "$edited" "$work/kept"
    case $edited in
    */case.xml) sed -i 's|<policy>|<policy>改|' "$edited" ;;
    *) sed -i '0,/<name>/s|<name>|<name>新|' "$edited" ;;
    esac
    run 0 run "$work/mail.xml"
    ! files "$out" | cmp -s - "$work/a" || complain "${edited##*/}: an edit changes nothing"
    run 0 release "$work/mail.xml" --bundles --reason 差替え
    says out '差替え[1-9]'
    check_sound "$out" "${edited##*/}: B"
    cp -p "$work/kept" "$edited" # its old time as well
    run 8 verify -o "$out"
    says err 'batch-input-differs'
    run 0 run "$work/mail.xml"
    files "$out" | cmp -s - "$work/a" || complain "${edited##*/}: taken back, and other papers than before"
    run 0 release "$work/mail.xml" --bundles --reason 差替え
    check_sound "$out" "${edited##*/}: A again"
done

# ---- some of the town, half a mount: nothing of the others changes ----
files "$out" >"$work/whole"
run 0 run --cases "$cases/child-2/case.xml" --form plan --as-of 2024-08-01 -o "$out"
check_sound "$out" 'a run over one child'
mkdir "$work/away"
mv "$cases/child-3" "$cases/child-4" "$work/away"
run 7 run "$work/mail.xml"
files "$out" | cmp -s - "$work/whole" || complain "half a mount changed papers of the other half"
run 8 verify -o "$out"
says err '\[batch-not-covered\]$'
check_kept "$out" 'half a mount'
mv "$work/away/child-3" "$work/away/child-4" "$cases"
run 0 run "$work/mail.xml"
check_sound "$out" 'a mount that is back'

# ---- clocks that are wrong ----
out=$work/clocks
order "$work/clocks.xml" "$cases" "$out" 'plan consent' household
night() { # clock of the run, clock of the release
    sed -i 's|<policy>|<policy>時|' "$cases/child-1/case.xml"
    SOURCE_DATE_EPOCH=$1 "$tool" run "$work/clocks.xml" >"$work/out" 2>"$work/err" || complain "run at $1: $(head -n 2 "$work/err")"
    SOURCE_DATE_EPOCH=$2 "$tool" release "$work/clocks.xml" --bundles --reason 時計 >"$work/out" 2>"$work/err" ||
        complain "release at $2 after a run at $1: $(head -n 2 "$work/err")"
    check_sound "$out" "clocks $1 and $2"
}
night 1720000000 1720000060
night 2208988800 1720000000 # 2040, and back before the release
night 1 1                   # 1970
night 1720000000 1
[ "$(sql "$out" "SELECT max(version) FROM journal WHERE key = 'T-1' AND form = 'plan'")" = 4 ] || complain "wrong clocks lose versions"
SOURCE_DATE_EPOCH=-31536000 "$tool" release "$work/clocks.xml" --bundles --reason 時計 >"$work/out" 2>"$work/err"
[ $? -le 75 ] || complain "a clock of 1969 kills a release"
check_sound "$out" "a clock of 1969"

# ---- two verbs at once ----
run 0 run "$work/clocks.xml"
for verb in "release --reason 二つ" "run --cases $cases --form plan" "withdraw T-1 --form plan --reason 二つ"; do
    # shellcheck disable=SC2086
    flock "$out/.renkei/lock" "$tool" $verb -o "$out" >"$work/out" 2>"$work/err"
    got=$?
    [ $got = 75 ] || complain "$verb during a run: exit $got"
    says_only batch-locked
done
"$tool" run "$work/clocks.xml" --force >"$work/said" 2>&1 &
pid=$!
rm -f "$work/backup.sqlite"
run 0 backup "$work/backup.sqlite" -o "$out"
wait $pid || complain "a run that is copied meanwhile: $(tail -n 1 "$work/said")"
[ "$(sqlite3 "$work/backup.sqlite" 'PRAGMA integrity_check; SELECT count(*) > 0 FROM journal')" = "ok
1" ] || complain "a backup during a run is not whole"
check_sound "$out" 'a backup during a run'

# ---- kills: runs with envelopes and releases ----
out=$work/kills
order "$work/kills.xml" "$cases" "$out" 'plan consent' household
run 0 run "$work/kills.xml"
seed=$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')
awk -v seed="$seed" -v n="$kills" 'BEGIN { srand(seed); for (; n > 0; n--) printf "%.3f %.3f\n", rand() * 0.6, rand() * 0.15 }' >"$work/moments"
while read -r in_run in_release; do
    sed -i 's|<policy>|<policy>殺|' "$cases/child-2/case.xml"
    timeout -s KILL "$in_run" "$tool" run "$work/kills.xml" --force >/dev/null 2>&1
    again run "$work/kills.xml"
    check_sound "$out" "a run killed after $in_run s (seed $seed)"
    timeout -s KILL "$in_release" "$tool" release "$work/kills.xml" --bundles --reason 殺 >/dev/null 2>&1
    check_kept "$out" "a release killed after $in_release s (seed $seed)"
    again release "$work/kills.xml" --bundles --reason 殺
    check_sound "$out" "a release again (seed $seed)"
    # A worker with an envelope in hand: another takes it over.
    # Killed with the workers, the thread by which a sanitizer looks for leaks would never answer.
    ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0 "$tool" run "$work/kills.xml" --force --jobs 2 \
        >"$work/said" 2>&1 &
    pid=$!
    sleep "$in_run"
    victim=$(grep -l "^PPid:[[:space:]]*$pid\$" /proc/[0-9]*/status 2>/dev/null | sed -n '1s|/proc/\([0-9]*\)/.*|\1|p')
    [ -z "$victim" ] || kill -9 "$victim" 2>/dev/null
    wait $pid || complain "a worker that was killed: $(tail -n 1 "$work/said") (seed $seed)"
    check_sound "$out" "a worker killed after $in_run s (seed $seed)"
done <"$work/moments"

# ---- no room, and a folder that cannot be written to ----
mkdir "$work/small"
if mount -t tmpfs -o size=100m renkei-nights "$work/small" 2>/dev/null; then
    mounted=yes
    out=$work/small/out
    order "$work/small.xml" "$cases" "$out" 'plan consent' household
    run 0 run "$work/small.xml"
    head -c "$(($(df -B1 --output=avail "$work/small" | tail -n 1) - 400000))" /dev/zero >"$work/small/fill"
    "$tool" release "$work/small.xml" --bundles --reason 満杯 >"$work/out" 2>"$work/err"
    got=$?
    [ $got != 0 ] || complain "a release on a full disk is content"
    says err '\[batch-write\]$\|\[ledger-failed\]$'
    check_kept "$out" 'a full disk'
    rm "$work/small/fill"
    run 0 release "$work/small.xml" --bundles --reason 満杯
    check_sound "$out" 'a disk that was full'
    mount -o remount,ro "$work/small"
    for verb in "run $work/small.xml" "release $work/small.xml --bundles --reason 読取専用"; do
        # shellcheck disable=SC2086
        "$tool" $verb >"$work/out" 2>"$work/err"
        got=$?
        [ $got = 5 ] || [ $got = 75 ] || complain "$verb, read-only: exit $got: $(head -n 1 "$work/err")"
        [ -s "$work/err" ] || complain "$verb, read-only: nothing is said"
    done
    run 0 verify -o "$out"
    mount -o remount,rw "$work/small"
    run 0 run "$work/small.xml"
    check_sound "$out" 'can be written to again'
else
    echo "no room: skipped, tmpfs cannot be mounted here"
fi

[ $bad = 0 ] && echo "batch nights: good"
exit $bad
