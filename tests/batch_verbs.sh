#!/bin/sh
# batch_verbs.sh BUILD: what holds of every verb of renkei-batch: with --json whatever it says is JSON; what only looks,
# or is only asked what it would do (--dry-run), changes no byte below the output folder, of a ledger of today or of an
# earlier version.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=$(realpath "${1:-build}")/renkei-batch
. tests/command.sh
export RENKEI_WHO=係 RENKEI_HOST=pc1
copy() { # id, folder
    mkdir -p "$2"
    sed "s/ id=\"K-0001\"/ id=\"$1\"/" samples/hodei-futoukou/case.xml >"$2/case.xml"
}
mkdir "$work/c"
cp -R samples/masters "$work/c/masters"
copy K-0001 "$work/c/one"
copy K-0002 "$work/c/two"
sed -i "s/三丁目14番地2/四丁目1番地1/" "$work/c/two/case.xml" # not a sibling
cat >"$work/run.xml" <<XML
<run version="1" output="out">
  <cases folder="c"/>
  <form name="plan"/>
  <form name="schedule"/>
  <bundle to="household"/>
</run>
XML
out=$work/out_
sed -i "s|output=\"out\"|output=\"out_\"|" "$work/run.xml"
cat >"$work/lp" <<'SH'
#!/bin/sh
cat >/dev/null
SH
chmod 755 "$work/lp"
PATH=$work:$PATH

# Each verb, so that it has something to say. What is missing here is told by the program's own list.
in_turn() {
    cat <<END
plan $work/run.xml
run $work/run.xml
verify $work/run.xml
report $work/run.xml
release $work/run.xml --reason 定例
release $work/run.xml --bundles --reason 定例
print --bundles -o $out
reprint K-0001 --form plan --reason 控え -o $out
reprint --bundle household/K-0001 --reason 控え -o $out
index K-0001 -o $out
withdraw K-0001 --form schedule --reason 誤り -o $out
release K-0001 --form schedule --again --reason 誤りではなかった -o $out
hold K-0001 --reason 調査 -o $out
unhold K-0001 --reason 調査の終わり -o $out
expire --reason 年限 -o $out
backup $work/copy-of-ledger.sqlite -o $out
END
}
is_json() { # every line of a file is an object with its version
    python3 -c 'import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    assert json.loads(line)["v"] == 1' "$1" 2>/dev/null
}
in_turn >"$work/turn"
while read -r words; do
    # shellcheck disable=SC2086
    run 0 $words --json
    [ -s "$work/out" ] || complain "$words --json says nothing"
    is_json "$work/out" || complain "$words --json is no JSON: $(head -n 1 "$work/out")"
done <"$work/turn"
for k in 1 2; do
    run 0 run "$work/run.xml" --shard $k/2 -o "$work/shards" --json
    is_json "$work/out" || complain "a shard's --json is no JSON"
done
run 0 merge -o "$work/shards" --json
is_json "$work/out" || complain "merge --json is no JSON: $(head -n 1 "$work/out")"
"$tool" none 2>&1 | grep -o '[a-z]*・[a-z・]*[a-z]' | tr ・ '\n' >"$work/verbs"
"$tool" --messages en 2>&1 | grep -o 'is plan, .*backup' | sed 's/is //; s/,//g; s/ or / /' | tr ' ' '\n' >>"$work/verbs"
[ "$(sort -u "$work/verbs" | wc -l)" -ge 14 ] || complain "the program does not say its verbs: $(cat "$work/verbs")"
sort -u "$work/verbs" | while read -r verb; do
    [ "$verb" = merge ] || grep -q "^$verb " "$work/turn" || echo "$verb"
done >"$work/untested"
[ ! -s "$work/untested" ] || complain "not asked for JSON: $(cat "$work/untested")"

# What fails says so as JSON, too, on stderr, and nothing that is none on stdout.
for words in 'reprint K-9 --reason x' 'withdraw K-9 --reason x' 'hold K-9 --reason x' 'unhold K-0001 --reason x' \
    'index K-9' 'release K-9 --reason x' 'print K-9' 'backup /nowhere/x'; do
    # shellcheck disable=SC2086
    "$tool" $words -o "$out" --json >"$work/out" 2>"$work/err" && complain "$words succeeds"
    silent out
    is_json "$work/err" || python3 -c 'import json, sys
for line in open(sys.argv[1]): json.loads(line)' "$work/err" 2>/dev/null || complain "$words: $(head -n 1 "$work/err")"
done

# What only looks changes nothing: names, modes, sizes, times and bytes are as they were.
# Not told: the time of the folder with -shm and -wal, by which SQLite's readers know of writers while they read.
picture() { # folder
    (cd "$1" && find . \( -type d -printf '%p %y %m %i\n' -o -printf '%p %y %m %s %T@ %i\n' \) | sort &&
        find . -type f -exec sha256sum {} + | sort)
}
looks() { # folder
    cat <<END
plan $work/run.xml
verify
report
index K-0001
release --dry-run
release --dry-run --reason x
release $work/run.xml --bundles --dry-run
release K-0001 --again --dry-run
print K-0001 --dry-run
print --bundles --again --dry-run
expire --dry-run
reprint K-0001 --form plan --reason x --dry-run
reprint K-0001 --form plan --dry-run
reprint --bundle household/K-0001 --dry-run
withdraw K-0001 --dry-run
withdraw K-0001 --reason x --dry-run
withdraw --bundle household/K-0001 --dry-run
hold K-0001 --dry-run
unhold K-0001 --dry-run
plan $work/run.xml --dry-run
verify --dry-run
report --dry-run
index K-0001 --dry-run
END
}
untouched() { # folder, what it is
    picture "$1" >"$work/before"
    looks >"$work/looks"
    while read -r words; do
        # shellcheck disable=SC2086
        "$tool" $words --metrics "$work/m.prom" --status "$work/s.json" -o "$1" >"$work/out" 2>"$work/err"
        picture "$1" >"$work/after"
        cmp -s "$work/before" "$work/after" ||
            complain "$2: $words changes $(diff "$work/before" "$work/after" | head -n 3)"
        picture "$1" >"$work/before"
        cat "$work/out" "$work/err" >>"$work/said"
    done <"$work/looks"
}
: >"$work/said"
untouched "$out" "a ledger of today"
grep -q '^発行するもの' "$work/said" || complain "a dry run does not say what would be issued"
grep -q '^取り下げるもの：2件' "$work/said" || complain "a dry run does not say what would be withdrawn"
grep -q '^保全するもの：K-0001' "$work/said" || complain "a dry run does not say what would be kept"
grep -q '再発行/.*K-0001-plan-v1-2.pdf' "$work/said" || complain "a dry run does not say what would be repeated"
for version in 1 2 3; do
    old=$work/old$version
    mkdir -p "$old/.renkei"
    chmod 700 "$old" "$old/.renkei"
    cp tests/ledgers/version-$version.sqlite "$old/.renkei/ledger.sqlite"
    chmod 600 "$old/.renkei/ledger.sqlite"
    : >"$work/said"
    untouched "$old" "a ledger of version $version"
    # It is read all the same: what was made then is known, and would be issued were its file there.
    grep -q 'ファイルがありません' "$work/said" || complain "version $version is not read by a dry run"
    [ "$(sqlite3 "$old/.renkei/ledger.sqlite" 'PRAGMA user_version')" = $version ] || complain "version $version is no more"
    run 2 withdraw K-0001 --reason x -o "$old" # and who writes brings it forward
    [ "$(sqlite3 "$old/.renkei/ledger.sqlite" 'PRAGMA user_version')" = 4 ] || complain "version $version is not brought forward"
done

# Where nothing was made, looking makes nothing.
mkdir "$work/empty"
untouched "$work/empty" "an empty folder"
# A folder that is only to be read is looked at all the same.
chmod -R a-w "$out"
run 0 release --dry-run -o "$out"
run 0 index K-0001 -o "$out"
chmod -R u+w "$out"

# What does something has no dry run that does it all the same.
for words in "run $work/run.xml" 'merge' "backup $work/none.sqlite"; do
    picture "$out" >"$work/before"
    # shellcheck disable=SC2086
    run 2 $words --dry-run -o "$out"
    picture "$out" >"$work/after"
    cmp -s "$work/before" "$work/after" || complain "$words --dry-run does it"
done
[ ! -e "$work/none.sqlite" ] || complain "backup --dry-run writes"
# While a run is at work nothing is looked at that is on its way.
(
    flock 9
    run 75 release --dry-run -o "$out"
    says err batch-locked
    exit $bad
) 9<>"$out/.renkei/lock" || bad=1

# What was withdrawn goes again only when it is asked for by name.
run 0 withdraw K-0001 --form schedule --reason 誤り -o "$out"
run 0 plan "$work/run.xml"
says out '取下げのまま（第2版）'
says out '^取下げのまま：1件'
run 0 run "$work/run.xml"
run 0 release "$work/run.xml" --reason 定例
says out 'schedule.*取下げのまま（第2版）'
says out '^発行していない'
run 1 release K-0001 --form schedule --reason 定例 -o "$out"
says err 'batch-not-released'
run 2 release --again --reason 定例 -o "$out"
says err 'again'
run 2 release "$work/run.xml" --again --reason 定例
run 0 release K-0001 --form schedule --again --reason 誤りではなかった -o "$out"
says out '新しく出る（第3版）'
run 0 index K-0001 -o "$out"
says out '^schedule	-	2	取下げ '
says out '^schedule	-	3	有効	'
says out '印刷に渡した'

# By a run file, only its envelopes.
sed 's|folder="c"|folder="c/two"|' "$work/run.xml" >"$work/two.xml"
sed -i 's|<policy>|<policy>あらためて。|' "$work/c/one/case.xml" "$work/c/two/case.xml"
run 0 run "$work/run.xml"
run 0 release "$work/two.xml" --bundles --dry-run
says out '^household/K-0002'
! grep -q 'K-0001' "$work/out" || complain "a release by a run file has envelopes of other cases"
run 0 release K-0002 --bundles --dry-run -o "$out"
says out '^household/K-0002'
! grep -q 'K-0001' "$work/out" || complain "a release of a case has envelopes of others"
run 2 release K-9 --bundles --dry-run -o "$out"
says err batch-unknown
run 2 release --bundles --form plan --dry-run -o "$out"
[ $bad = 0 ] && echo "batch verbs: good"
exit $bad
