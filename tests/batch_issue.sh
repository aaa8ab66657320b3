#!/bin/sh
# batch_issue.sh BUILD [NIGHTS]: what renkei-batch issues, from the command line: nights with edits and other days, each
# of which makes its documents over those of the night before; whatever was issued is there after all of them, byte for
# byte, and is repeated with the mark. Kills of a release, retention, withdrawals, envelopes.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=$(realpath "${1:-build}")/renkei-batch
nights=${2:-60}
. tests/command.sh
export RENKEI_WHO=係 RENKEI_HOST=pc1
copy() { # id, folder
    mkdir -p "$2"
    sed "s/ id=\"K-0001\"/ id=\"$1\"/; s|<policy>|<policy>（$1）|" samples/hodei-futoukou/case.xml >"$2/case.xml"
}
mkdir "$work/c"
cp -R samples/masters "$work/c/masters"
copy K-0001 "$work/c/one"
copy K-0002 "$work/c/two"
out=$work/folder
ledger() {
    sqlite3 "$out/.renkei/ledger.sqlite" "$1"
}

# Made is not issued: nothing can be repeated, nothing stands in the journal.
run 0 run --cases "$work/c" --form plan --form schedule -o "$out"
run 2 reprint K-0001 --form plan --reason 汚損 -o "$out"
says err 'batch-not-issued'
run 2 index K-0001 -o "$out"
says err 'batch-not-issued'
run 0 release --dry-run -o "$out"
says out '^発行するもの：新しく出る4件、差替え0件'
[ ! -e "$out/.renkei/issued" ] || complain "a dry run keeps something"
run 2 release -o "$out"
says err '理由'
for reason in '' '  ' '　' "$(printf '\342\200\213')" "$(printf '\377')"; do # nothing is no reason
    run 2 release --reason "$reason" -o "$out"
    run 2 run --cases "$work/c" --form plan --form schedule --accept-missing --reason "$reason" -o "$out"
    says err '理由'
done
for version in 0 -1 1x; do
    run 2 reprint K-0001 --issue-version "$version" --reason 汚損 -o "$out"
    says err 'usage'
done
run 2 release K-9 --reason 定例 -o "$out"
says err 'あるのは K-0001 K-0002。.*batch-unknown'

# Nights: some edit a child's plan, some look at another day, some change a comment only, some go back to what was.
as_of() {
    case $(($1 % 5)) in
    3) echo 2024-05-10 ;;
    *) echo 2024-08-20 ;;
    esac
}
i=0
: >"$work/issued"
while [ $i -lt "$nights" ]; do
    case $((i % 4)) in
    0) sed -i "s|<policy>[^<]*|<policy>第$((i % 7))案。本人の希望を第一に進める。|" "$work/c/one/case.xml" ;;
    1) echo "<!-- $i -->" >>"$work/c/two/case.xml" ;;
    2) sed -i "s|<policy>[^<]*|<policy>第$((i % 3))案。家庭と学校とともに進める。|" "$work/c/two/case.xml" ;;
    esac
    # What plan says before anything is made is what goes out after it.
    "$tool" plan --cases "$work/c" --form plan --form schedule --as-of "$(as_of $i)" -o "$out" >"$work/plan" 2>&1 ||
        complain "night $i was not planned"
    "$tool" run --cases "$work/c" --form plan --form schedule --as-of "$(as_of $i)" -o "$out" >/dev/null 2>&1 ||
        complain "night $i was not made"
    before=$(ledger 'SELECT count(*) FROM journal')
    run 0 release --reason "第${i}夜" -o "$out"
    after=$(ledger 'SELECT count(*) FROM journal')
    told=$(grep -c '新しく出る（\|差替え（' "$work/out")
    [ "$told" = $((after - before)) ] || complain "night $i: told $told, issued $((after - before))"
    [ "$(grep -o '\(新しく出る\|差替え\|同じ内容\)（.*' "$work/plan")" = "$(grep -o '\(新しく出る\|差替え\|同じ内容\)（第.*' "$work/out")" ] ||
        complain "night $i: plan said $(grep -c . "$work/plan") lines that are not what went out"
    (cd "$out" && sha256sum K-0001/plan.pdf K-0001/schedule.pdf K-0002/plan.pdf K-0002/schedule.pdf) >>"$work/issued"
    i=$((i + 1))
done
run 0 release --reason もう一度 -o "$out"
says out '^発行していない：新しく出る0件、差替え0件（同じ内容4件'
kept() { # each sum that was ever issued is a file of the store with that sum, that nobody can write to
    cut -c 1-64 "$work/issued" | sort -u | while read -r sum; do
        file=$out/.renkei/issued/$(echo "$sum" | cut -c 1-2)/$sum.pdf
        [ "$(sha256sum "$file" 2>/dev/null | cut -c 1-64)" = "$sum" ] || echo "not kept: $sum"
        [ "$(stat -c %a "$file" 2>/dev/null)" = 400 ] || echo "can be written to: $sum"
    done
}
[ -z "$(kept)" ] || complain "$(kept | head -n 3)"
[ "$(ledger "SELECT count(DISTINCT output) FROM journal WHERE act = 'issue'")" = \
    "$(cut -c 1-64 "$work/issued" | sort -u | wc -l)" ] || complain "the journal has other bytes than went out"
versions=$(ledger "SELECT max(version) FROM journal WHERE key = 'K-0001' AND form = 'plan'")
[ "$versions" -ge $((nights / 6)) ] || complain "$nights nights gave only $versions versions of a plan"
run 0 verify -o "$out"

# Each version is repeated as it went out: the same text, and a mark; the first copy is the first.
for version in 1 2 "$versions"; do
    run 0 reprint K-0001 --form plan --issue-version "$version" --reason 控え -o "$out"
    copy=$out/$(cat "$work/out")
    sum=$(ledger "SELECT lower(hex(output)) FROM journal WHERE act = 'issue' AND key = 'K-0001' AND form = 'plan'
        AND version = $version")
    issued=$out/.renkei/issued/$(echo "$sum" | cut -c 1-2)/$sum.pdf
    pdftotext -raw "$issued" - | tr -d ' \n\f' >"$work/issued.txt"
    pdftotext -raw "$copy" - | tr -d ' \n\f' | sed 's/第[0-9]*版[^（]*再発行（[0-9]*回目）//g; s/再発行（[0-9]*回目）//g' >"$work/copy.txt"
    cmp -s "$work/issued.txt" "$work/copy.txt" || complain "version $version is repeated with another text"
    [ "$(pdftotext "$copy" - | tr -d ' \n' | grep -o '再発行（1回目）' | wc -l)" = \
        "$(pdfinfo "$copy" | sed -n 's/^Pages: *//p')" ] || complain "version $version is not marked on every page"
done
run 0 reprint K-0001 --form plan --issue-version 1 --reason 控え -o "$out"
pdftotext -l 1 "$out/$(cat "$work/out")" - | tr -d ' \n' | grep -q '第1版・差替え済み再発行（2回目）' ||
    complain "the second copy of the first version is not marked as that"
run 2 reprint K-0001 --form plan --issue-version 999 --reason 控え -o "$out"
says err 'batch-no-version'
run 0 verify -o "$out"

# An edit of a master that changes no byte issues nothing.
echo '<!-- -->' >>"$work/c/masters/office.xml"
run 0 run --cases "$work/c" --form plan --form schedule --as-of "$(as_of $((nights - 1)))" -o "$out"
run 0 release --reason マスター -o "$out"
says out '^発行していない：新しく出る0件、差替え0件（同じ内容4件'

run 0 plan --cases "$work/c" --form plan --form schedule --as-of 2024-08-20 --json -o "$out"
says out '"issue":"\(same\|replaces\)","version":[0-9]'

# The index tells it all, and prints.
run 0 index K-0001 --pdf "$work/index.pdf" -o "$out"
says out "^plan	-	1	差替え済み（第2版） "
says out "^plan	-	$versions	有効	.*	係	"
says out '^plan	-	1	再発行（2回目）	'
pdftotext "$work/index.pdf" - | tr -d ' \n' >"$work/index"
for words in 発行の索引 個別支援計画書 第2版に差替え 控え "$(ledger 'SELECT lower(hex(hash)) FROM journal ORDER BY number DESC LIMIT 1' | cut -c 1-32)"; do
    grep -q "$words" "$work/index" || complain "the index does not say: $words"
done
run 0 index K-0001 --json -o "$out"
says out '"state":"current",'

# By a run file, only what it makes; what lies in the store and is not what was issued, or is gone, is told by verify.
cat >"$work/run.xml" <<'XML'
<run version="1" output="byfile">
  <cases folder="c"/>
  <form name="plan"/>
</run>
XML
run 0 run --cases "$work/c" --form plan --form schedule -o "$work/byfile"
sed 's|folder="c"|folder="./c/../c/two"|' "$work/run.xml" >"$work/two.xml"
run 0 release "$work/two.xml" --dry-run
says out '^発行するもの：新しく出る1件'
says out 'K-0002'
! grep -q K-0001 "$work/out" || complain "a run file issues what is of none of its cases"
run 0 release "$work/run.xml" --reason 定例
says out '^発行した：新しく出る2件'
run 0 release "$work/run.xml" K-0001 --dry-run
says out '^発行するもの：新しく出る0件、差替え0件（同じ内容1件'
run 0 verify -o "$work/byfile"
says out '出力は6／6件'
# A paper of the same bytes is not issued while those that are kept are damaged. No second try changes that, so it is not
# 75, and nothing stays of what was begun.
cmp -s "$work/byfile/K-0001/schedule.pdf" "$work/byfile/K-0002/schedule.pdf" || complain "the two are not the same bytes"
run 0 release K-0001 --form schedule --reason 定例 -o "$work/byfile"
sum=$(sha256sum "$work/byfile/K-0001/schedule.pdf" | cut -c 1-64)
file=$work/byfile/.renkei/issued/$(echo "$sum" | cut -c 1-2)/$sum.pdf
mv "$file" "$work/kept.pdf"
for odd in bytes empty link folder; do
    case $odd in
    bytes) printf x >"$file" ;;
    empty) : >"$file" ;;
    link) ln -s "$work/kept.pdf" "$file" ;;
    folder) mkdir "$file" ;;
    esac
    find "$work/byfile/.renkei" -path '*issued*' | sort >"$work/before"
    run 8 release K-0002 --form schedule --reason 定例 -o "$work/byfile"
    says err "issued/../$sum.pdf.*batch-issued-damaged"
    says out '^発行していない：新しく出る1件'
    find "$work/byfile/.renkei" -path '*issued*' | sort | cmp -s "$work/before" - || complain "$odd: what was begun stays"
    run 2 reprint K-0002 --form schedule --reason 控え -o "$work/byfile"
    rm -rf "$file"
done
mv "$work/kept.pdf" "$file"
run 0 release K-0002 --form schedule --reason 定例 -o "$work/byfile"
run 0 verify -o "$work/byfile"

# What somebody wants to see is written over nothing that is kept: 5, and all is as it was.
cp "$work/c/one/case.xml" "$work/one.xml"
for verb in "report $work/run.xml --pdf" 'index K-0001 --pdf' 'verify --status' 'verify --metrics'; do
    for target in K-0001/plan.pdf ".renkei/issued/$(echo "$sum" | cut -c 1-2)/$sum.pdf" .renkei/new.pdf; do
        sum_of_all() { find "$work/byfile" -type f -exec sha256sum {} + | sort; }
        sum_of_all >"$work/before"
        # shellcheck disable=SC2086
        run 5 $verb "$work/byfile/$target" -o "$work/byfile"
        says err "$target.*file-write"
        sum_of_all | cmp -s "$work/before" - || complain "$verb $target: something was written over"
    done
    for target in .renkei/ledger.sqlite .renkei/lock ../c/one/case.xml ../run.xml; do
        case $verb in *--pdf) continue ;; esac
        # shellcheck disable=SC2086
        run 5 $verb "$work/byfile/$target" -o "$work/byfile"
        says err "$target.*file-write"
    done
done
cmp -s "$work/one.xml" "$work/c/one/case.xml" || complain "a case was written over"
run 5 run "$work/run.xml" --status "$work/c/one/case.xml"
cmp -s "$work/one.xml" "$work/c/one/case.xml" || complain "a case was written over"
"$tool" verify -o "$work/byfile" --status /dev/stdout >"$work/both" 2>"$work/err" || complain "verify does not write to standard output"
grep -q '^{"v":1,"verb":"verify"' "$work/both" || complain "the status is not on standard output"
[ -L /dev/stdout ] || complain "/dev/stdout was replaced"

file=$(find "$work/byfile/.renkei/issued" -name '*.pdf' | head -n 1)
chmod 600 "$file"
run 8 verify -o "$work/byfile"
says err 'batch-file-mode'
printf x >>"$file"
chmod 400 "$file"
run 8 verify -o "$work/byfile"
says err 'batch-issued-damaged'
rm -f "$file"
run 8 verify -o "$work/byfile"
says err 'batch-issued-missing'
printf x >"$work/byfile/.renkei/issued/odd.pdf"
run 8 verify -o "$work/byfile"
says err 'issued/odd.pdf.*batch-file-foreign'

# A journal that somebody has written in is told, and nothing is issued, repeated, kept or destroyed by it.
sqlite3 "$work/byfile/.renkei/ledger.sqlite" "DROP TRIGGER journal_fixed; UPDATE journal SET who = 'x' WHERE number = 1"
entries=$(sqlite3 "$work/byfile/.renkei/ledger.sqlite" 'SELECT count(*) FROM journal')
for verb in 'release --reason x' 'reprint K-0001 --reason x' 'withdraw K-0001 --reason x' 'hold K-0001 --reason x' \
    'expire --reason x' 'index K-0001'; do
    # shellcheck disable=SC2086
    "$tool" $verb -o "$work/byfile" >"$work/out" 2>"$work/err" && complain "$verb: goes on with a damaged ledger"
    says err 'ledger-'
done
[ "$(sqlite3 "$work/byfile/.renkei/ledger.sqlite" 'SELECT count(*) FROM journal')" = "$entries" ] ||
    complain "a damaged ledger was written to"

# Shards are issued when they are merged, and the journal outlives the next merge.
shards() {
    for k in 1 2; do
        "$tool" run --shard $k/2 --cases "$work/c" --form plan --as-of 2024-08-20 -o "$work/shards" >/dev/null 2>&1
    done
    "$tool" merge -o "$work/shards" >/dev/null 2>&1
}
shards
run 0 release --reason 定例 -o "$work/shards"
says out '^発行した：新しく出る2件'
shards
run 0 release --reason 定例 -o "$work/shards"
says out '^発行していない：新しく出る0件、差替え0件（同じ内容2件'

# What is not what was made does not go, and keeps all back.
printf x >>"$out/K-0002/plan.pdf"
sed -i 's|<policy>[^<]*|<policy>あらためた。|' "$work/c/one/case.xml"
before=$(ledger 'SELECT count(*) FROM journal')
"$tool" run --cases "$work/c/one" --form plan --as-of 2024-08-20 -o "$out" >/dev/null 2>&1
run 0 release --dry-run -o "$out" # what was issued with the ledger's bytes is not looked at again
run 0 release K-0001 --reason 見直し -o "$out"
[ "$(ledger 'SELECT count(*) FROM journal')" = $((before + 1)) ] || complain "the new plan was not issued"

# Kills: whenever it is killed, the journal has all or nothing, and the next one issues all.
mkdir "$work/k"
cp -R samples/masters "$work/k/masters"
for n in 1 2 3 4 5 6 7 8; do copy "K-010$n" "$work/k/$n"; done
"$tool" run --cases "$work/k" --form plan --form schedule --form consent -o "$work/killed" >/dev/null 2>&1
for wait in 0.001 0.01 0.02 0.03 0.05 0.08; do
    "$tool" release --reason 定例 -o "$work/killed" >/dev/null 2>&1 &
    pid=$!
    sleep $wait
    kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null
    entries=$(sqlite3 "$work/killed/.renkei/ledger.sqlite" 'SELECT count(*) FROM journal')
    [ "$entries" = 0 ] || [ "$entries" = 24 ] || complain "killed after $wait s: $entries entries of 24"
done
run 0 release --reason 定例 -o "$work/killed"
[ "$(sqlite3 "$work/killed/.renkei/ledger.sqlite" 'SELECT count(*) FROM journal')" = 24 ] || complain "not all was issued"
[ "$(find "$work/killed/.renkei/issued" -name '*.pdf' | wc -l)" = \
    "$(sqlite3 "$work/killed/.renkei/ledger.sqlite" 'SELECT count(DISTINCT output) FROM journal')" ] || complain "the store has more or less than was issued"
run 0 verify -o "$work/killed"

# A disk that is full: nothing is issued, nothing is left of it, and later all is.
"$tool" run --cases "$work/k" --form plan --form schedule -o "$work/full" >/dev/null 2>&1
(ulimit -f 128 && "$tool" release --reason 定例 -o "$work/full") >"$work/out" 2>"$work/err"
[ $? = 75 ] || complain "a full disk is not told: $(tail -n 1 "$work/err")"
[ "$(sqlite3 "$work/full/.renkei/ledger.sqlite" 'SELECT count(*) FROM journal')" = 0 ] || complain "a full disk issues some"
run 0 release --reason 定例 -o "$work/full"
says out '^発行した：新しく出る16件'
run 0 verify -o "$work/full"

# Retention: five years from the end of the service, or more; held and unknown ones stay.
expiry=$work/expiry
mkdir "$work/r"
cp -R samples/masters "$work/r/masters"
for id in K-0201 K-0202 K-0203; do copy $id "$work/r/$id"; done
ended() { # case, last day: all its services end then
    sed -i "s/\(<service-use [^>]*start=\"[0-9-]*\"\)/\1 end=\"$2\"/" "$work/r/$1/case.xml"
}
ended K-0201 2025-01-31
ended K-0202 2025-01-31
run 0 run --cases "$work/r" --form plan -o "$expiry"
run 0 release --reason 定例 -o "$expiry"
run 0 reprint K-0201 --reason 控え -o "$expiry"
run 0 hold K-0202 --reason 苦情の調査 -o "$expiry"
says out '保全した：K-0202'
export SOURCE_DATE_EPOCH=1893456000 # 2030-01-01
run 2 expire --dry-run -o "$expiry"
says err 'batch-clock-ahead'
run 2 expire --reason 保存年限 -o "$expiry"
run 0 expire --dry-run --before 2030-01-01 -o "$expiry"
says out '^K-0201	保存	2025-01-31	2030-01-31	1	0$'
SOURCE_DATE_EPOCH=1896134400 # 2030-02-01
run 0 expire --dry-run --before 2030-02-01 -o "$expiry"
says out '^K-0201	廃棄	2025-01-31	2030-01-31	1	0$'
says out '^K-0202	保全	'
says out '^K-0203	終わり不明	'
says err 'batch-end-unknown'
says out '^廃棄になるもの：1人分、1版$'
run 2 expire --before 2031-01-01 --reason 年限 -o "$expiry"
run 2 expire -o "$expiry"
sed -i 's/<municipality id="aobano"/& record-years="7"/' "$work/r/masters/municipality.xml"
run 0 expire --dry-run --before 2030-02-01 -o "$expiry"
says out '^K-0201	保存	2025-01-31	2032-01-31	1	0$'
sed -i 's/ record-years="7"//' "$work/r/masters/municipality.xml"
# The years of a folder of local rules count, named by option, run file or environment; one that is wrong ends it.
mkdir "$work/kimari"
printf '<rules version="1" title="市の決め"><parameter name="record-years" replaces="yes" value="9" source="市"><title>年数</title><title-en>years</title-en></parameter></rules>' \
    >"$work/kimari/shi.xml"
run 0 expire --dry-run --before 2030-02-01 --local-rules "$work/kimari" -o "$expiry"
says out '^K-0201	保存	2025-01-31	2034-01-31	1	0$'
RENKEI_LOCAL_RULES=$work/kimari run 0 expire --dry-run --before 2030-02-01 -o "$expiry"
says out '^K-0201	保存	2025-01-31	2034-01-31	1	0$'
printf '<run version="1" output="%s" local-rules="kimari"><cases folder="r"/><form name="plan"/></run>' "$expiry" \
    >"$work/nenji.xml"
run 0 expire "$work/nenji.xml" --dry-run --before 2030-02-01
says out '^K-0201	保存	2025-01-31	2034-01-31	1	0$'
printf '<rules version="1" title="市の決め">' >"$work/kimari/shi.xml"
run 4 expire --before 2030-02-01 --reason 保存年限 --local-rules "$work/kimari" -o "$expiry"
[ -e "$expiry/K-0201/plan.pdf" ] || complain "something is destroyed by rules that cannot be read"
# Tonight's run is over the other two: nothing is left of the child below the folder but the tombstone.
"$tool" run --cases "$work/r/K-0202" --cases "$work/r/K-0203" --form plan -o "$expiry" --name '{key}/{form}.pdf' >/dev/null 2>&1
run 0 expire --before 2030-02-01 --reason 保存年限 -o "$expiry"
says out '^廃棄した：1人分、1版$'
[ ! -e "$expiry/K-0201/plan.pdf" ] || complain "what was made of a child that is gone stays"
[ -z "$(find "$expiry" -path '*/再発行/*' -name '*.pdf')" ] || complain "a copy of what was destroyed stays"
[ "$(find "$expiry/.renkei/issued" -name '*.pdf' | wc -l)" = 2 ] || complain "not what had ended was destroyed, but other bytes"
run 2 reprint K-0201 --reason 控え -o "$expiry"
says err 'batch-destroyed'
run 0 index K-0201 -o "$expiry"
says out '^plan	-	1	廃棄 2030-02-01'
run 0 unhold K-0202 --reason 調査の終わり -o "$expiry"
run 0 expire --before 2030-02-01 --reason 保存年限 -o "$expiry"
says out '^廃棄した：1人分、1版$'
run 0 verify -o "$expiry"
unset SOURCE_DATE_EPOCH
# The clock is right again: what was written under the other is of a day to come.
run 0 verify -o "$expiry"
says err 'batch-clock-back'
run 0 hold K-0203 --reason 調査 -o "$expiry"
says err 'batch-clock-back'
run 0 unhold K-0203 --reason 調査の終わり -o "$expiry"
silent err

# Withdrawn: it does not stand, and is repeated only when its version is asked for, with a mark that says so.
run 0 withdraw K-0101 --form consent --reason 書き誤り -o "$work/killed"
run 2 reprint K-0101 --form consent --reason 控え -o "$work/killed"
says err 'batch-withdrawn'
run 0 reprint K-0101 --form consent --issue-version 1 --reason 控え -o "$work/killed"
pdftotext -l 1 "$work/killed/$(cat "$work/out")" - | tr -d ' \n' | grep -q '第1版・取下げ済み再発行（1回目）' ||
    complain "the mark does not say that it was withdrawn"

# A child whose key is what a reprint was once called keeps its documents.
copy K-0101-reissue-2 "$work/k/9"
"$tool" run --cases "$work/k" --form plan --name '{form}/{key}.pdf' -o "$work/names" >/dev/null 2>&1
run 0 release --reason 定例 -o "$work/names"
sum=$(sha256sum "$work/names/plan/K-0101-reissue-2.pdf")
run 0 reprint K-0101 --reason 控え -o "$work/names"
run 0 reprint K-0101 --reason 控え -o "$work/names"
[ "$(sha256sum "$work/names/plan/K-0101-reissue-2.pdf")" = "$sum" ] || complain "a reprint wrote over another child's document"
run 2 run --cases "$work/k" --form plan --name '再発行/{key}.pdf' -o "$work/names"
says err 'batch-name'

# Of a night that was stopped half way nothing goes but what is named: what is wanting is not known, and no roster tells it.
mkdir "$work/half" "$work/half/c"
cp -R samples/masters "$work/half/c/masters"
for n in 1 2 3; do
    copy "K-02$n" "$work/half/c/$n"
done
cat >"$work/half/run.xml" <<'XML'
<run version="1" month="2024-06" as-of="2024-06-20" output="out">
  <cases folder="c"/>
  <form name="plan"/>
  <bundle to="household"/>
</run>
XML
half=$work/half/out
run 0 run "$work/half/run.xml"
# Its documents have no end.
cat >"$work/half/slow.xml" <<'XML'
<form name="slow" title="終わらない">
  <page size="A5"/>
  <body><for-each select="//*"><for-each select="//*"><if test="count(//*[count(//*) = 1]) = 1"><p>本文</p></if></for-each></for-each></body>
</form>
XML
sed -i.whole 's|  <form name="plan"/>|&<form name="slow.xml"/>|' "$work/half/run.xml"
"$tool" run "$work/half/run.xml" -j 1 >"$work/ran" 2>&1 &
pid=$!
bound=$(($(date +%s) + 120))
until [ "$(sqlite3 "$half/.renkei/ledger.sqlite" 'SELECT count(*) FROM run WHERE ended IS NULL' 2>"$work/ignored")" = 1 ]; do
    [ "$(date +%s)" -lt $bound ] || break
    sleep 0.05
done
kill -9 $pid
wait $pid 2>"$work/ignored"
mv "$work/half/run.xml.whole" "$work/half/run.xml"
run 75 report "$work/half/run.xml"
! grep -q 名簿からの欠け "$work/out" || complain "what a stopped run had still to do is missing from the roster"
for words in "$work/half/run.xml" "$work/half/run.xml --bundles" '--bundles' '--bundle household' '--form plan'; do
    for how in '--dry-run' '--reason 定例'; do
        # shellcheck disable=SC2086
        run 8 release $words $how -o "$half"
        says err 'batch-unfinished'
    done
done
[ "$(sqlite3 "$half/.renkei/ledger.sqlite" 'SELECT count(*) FROM journal')" = 0 ] || complain "half a night was issued"
run 0 release K-021 --reason 急ぎ -o "$half"
run 0 release --bundle household/K-021 --reason 急ぎ -o "$half"
run 0 run --cases "$work/half/c/1/case.xml" --form schedule -o "$half"
run 0 release "$work/half/run.xml" --dry-run
run 0 run "$work/half/run.xml" --accept-missing --reason 様式を外した
run 0 release "$work/half/run.xml" --bundles --reason 定例
run 0 verify "$work/half/run.xml"

# A ledger that is gone with its sum while what was issued is there: nobody begins a new one over it, whose first version
# would be another.
gone=$work/gone
run 0 run --cases "$work/half/c/1/case.xml" --form schedule -o "$gone"
rm "$gone"/.renkei/ledger.sqlite*
run 0 run --cases "$work/half/c/1/case.xml" --form schedule -o "$gone" # nothing was issued
run 0 release --reason 定例 -o "$gone"
run 0 backup "$work/gone.sqlite" -o "$gone"
rm "$gone"/.renkei/ledger.sqlite*
for words in run 'run --shard 1/2'; do
    # shellcheck disable=SC2086
    run 9 $words --cases "$work/half/c/1/case.xml" --form schedule -o "$gone"
    says err 'ledger-damaged'
done
# However it went, every verb says so: nobody is told that all is new, to run first, or to come again, and none waits for
# ever.
ledger=$gone/.renkei/ledger.sqlite
lose() {
    rm -rf "$ledger"*
    case $1 in
    gone) ;;
    empty) : >"$ledger" ;;
    folder) mkdir "$ledger" ;;
    pipe) mkfifo "$ledger" ;;
    link) ln -s nowhere "$ledger" ;;
    sum) echo "$(echo x | sha256sum | cut -c 1-64)  ledger.sqlite" >"$ledger.sum" ;;
    log) echo x >"$ledger-wal" ;;
    esac
}
for way in gone empty folder pipe link sum log; do
    while read -r words; do
        lose $way
        # shellcheck disable=SC2086
        timeout 30 "$tool" $words -o "$gone" >"$work/out" 2>"$work/err"
        got=$?
        cat "$work/err" >>"$work/all"
        case "$got $way" in
        "9 "*) says err 'ledger-damaged' ;;
        "5 folder" | "5 pipe" | "5 link") says err 'batch-in-the-way\|batch-link' ;; # whoever would write
        *) complain "ledger $way: exit $got: $words" ;;
        esac
        [ ! -s "$work/out" ] || complain "ledger $way: $words says: $(head -n 1 "$work/out")"
    done <<END
plan --cases $work/half/c/1/case.xml --form schedule
plan --shard 1/2 --cases $work/half/c/1/case.xml --form schedule
run --cases $work/half/c/1/case.xml --form schedule
verify
report
release --dry-run
release --reason x
print K-021
print K-021 --dry-run
reprint K-021 --form schedule --reason x
index K-021
withdraw K-021 --form schedule --reason x
hold K-021 --reason x
unhold K-021 --dry-run
expire --dry-run
expire --reason x
backup $work/gone-2.sqlite
END
done
lose gone
# An old sum or log tells of a ledger where nothing was issued, too.
mkdir -p -m 700 "$work/left/.renkei"
echo x >"$work/left/.renkei/ledger.sqlite-wal"
run 9 run --cases "$work/half/c/1/case.xml" --form schedule -o "$work/left"
run 9 plan --cases "$work/half/c/1/case.xml" --form schedule -o "$work/left"
cp "$work/gone.sqlite" "$gone/.renkei/ledger.sqlite"
run 0 run --cases "$work/half/c/1/case.xml" --form schedule -o "$gone"
run 0 verify -o "$gone"

# No names in what is told.
for name in 古川 蓮 由美 相原 湊 美咲; do
    ! grep -q "$name" "$work/all" || complain "a name is told: $name"
done
[ $bad = 0 ] && echo "batch issue: good"
exit $bad
