#!/bin/sh
# batch.sh BUILD: renkei-batch from the command line: every verb, what it writes where, how it ends; every diagnostic
# that only it raises. What happens when it is killed, or the disk is full, is in tests/batch_faults.sh.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=$(realpath "${1:-build}")/renkei-batch
. tests/command.sh
sums() { # folder: the PDFs and their sums
    (cd "$1" && find . -name '*.pdf' ! -path './.renkei/*' -exec sha256sum {} + | sort -k 2)
}
# One more case, from a sample: copy ID FOLDER
copy() {
    mkdir -p "$2"
    sed "s/ id=\"K-0001\"/ id=\"$1\"/; s/三丁目14番地2/$1番地/" samples/hodei-futoukou/case.xml >"$2/case.xml"
}

cp -R samples/masters "$work/masters"
out=$work/out-folder

# plan writes nothing and tells of every document.
# Every sample makes a plan and a schedule, but the one that breaks the rules.
cases=$(ls samples/*/case.xml | wc -l) all=$((2 * cases)) made=$((2 * cases - 2))
run 6 plan --cases samples --form plan --form schedule -o "$out"
says out '^K-0001	plan	-	新規	K-0001/plan.pdf	家庭 K-0001$'
says out '^K-0003	plan	-	禁止	-$'
says out '^samples/ihan-mihon/case.xml:[0-9]*: エラー: 要件 N3.6 .*\[render-forbidden\]$'
says out "^対象${all}件＝作成${made}件＋対象外0件＋禁止2件＋失敗0件、"
silent err
[ ! -e "$out" ] || complain "plan made a folder"
run 6 plan --json --cases samples --form plan -o "$out"
says out '^{"v":1,"key":"K-0003","form":"plan","state":"blocked","messages":\[{"v":1,"code":"render-forbidden"'
says out "^{\"v\":1,\"planned\":$cases,\"made\":$((cases - 1)),\"unchanged\":0,\"same\":0,\"absent\":0,\"blocked\":1,\"failed\":0,\"left\":0,"

# run makes them, verify agrees, and a second run changes nothing.
run 6 run --cases samples --form plan --form schedule -o "$out"
says out "^対象${all}件＝作成${made}件＋対象外0件＋禁止2件＋失敗0件、"
says err '^K-0003	plan	-	禁止	-$'
[ "$(grep -c '	' "$work/err")" = 2 ] || complain "what was made is told on stderr"
cp "$work/err" "$work/forbidden"
"${tool%-batch}-render" -o "$work/one.pdf" samples/hodei-futoukou/case.xml
cmp "$work/one.pdf" "$out/K-0001/plan.pdf" || complain "the batch's bytes are not those of renkei-render"
[ "$(stat -c %a "$out/K-0001/plan.pdf")" = 600 ] || complain "others can read a document"
run 0 verify -o "$out"
says out "^対象${all}件＝作成${made}件＋対象外0件＋禁止2件＋失敗0件、出力は${made}／${made}件、"
silent err
sums "$out" >"$work/first"
run 6 run --cases samples --form plan --form schedule -o "$out"
says out "作成${made}件（うち変更なし${made}件）"
cmp -s "$work/err" "$work/forbidden" || complain "what was forbidden before is not told as it was"
run 6 run --force --jobs 1 --cases samples --form plan --form schedule -o "$out"
says out "作成${made}件（うち作り直して同じ内容${made}件）＋"
sums "$out" | cmp -s - "$work/first" || complain "the same inputs gave other files"

# The same bytes for any number of jobs; shards together are the whole.
for jobs in 1 2 4; do
    run 6 run --jobs $jobs --cases samples --form plan --form schedule -o "$work/jobs-$jobs"
    sums "$work/jobs-$jobs" | cmp -s - "$work/first" || complain "--jobs $jobs gives other files"
done
for k in 1 2 3; do
    "$tool" run --shard $k/3 --cases samples --form plan --form schedule -o "$work/shards" >"$work/out" 2>&1
    [ $k = 2 ] && { run 75 merge -o "$work/shards"; says err 'batch-shard-missing'; }
done
sums "$work/shards" | cmp -s - "$work/first" || complain "shards give other files"
run 6 merge -o "$work/shards"
says out "^対象${all}件＝作成${made}件＋対象外0件＋禁止2件＋失敗0件、"
run 0 verify -o "$work/shards"
run 6 run --cases samples --form plan --form schedule -o "$work/shards"
says out "作成${made}件（うち変更なし${made}件）"
SLURM_ARRAY_TASK_ID=12 SLURM_ARRAY_TASK_MIN=11 SLURM_ARRAY_TASK_COUNT=3 "$tool" plan --json --cases samples \
    --form plan -o "$work/new" >"$work/slurm" 2>&1
"$tool" plan --json --shard 2/3 --cases samples --form plan -o "$work/new" >"$work/shard" 2>&1
JOB_COMPLETION_INDEX=1 "$tool" plan --json --shards 3 --cases samples --form plan -o "$work/new" >"$work/k8s" 2>&1
for scheduler in slurm k8s; do
    [ "$(sed '$d' "$work/$scheduler")" = "$(sed '$d' "$work/shard")" ] || complain "$scheduler takes another share"
done
"$tool" run --shard 1/2 --cases samples --form plan -o "$work/shards" >/dev/null 2>&1
run 3 merge -o "$work/shards"
says err 'batch-shards-disagree'

# What a shard withdrew of itself is told by the joined journal, once however often they are merged.
mkdir "$work/sharded"
sed 's/ id="K-0001"/ id="K-0102"/' samples/hodei-futoukou/case.xml >"$work/sharded/case.xml"
cp -R samples/masters "$work/masters"
for odd in '' 'odd="x" '; do
    sed -i "s/<case /<case $odd/" "$work/sharded/case.xml"
    for shard in 1/2 2/2; do
        "$tool" run --shard $shard --cases "$work/sharded" --form plan -o "$work/withdrawn" >/dev/null 2>&1
    done
    "$tool" merge -o "$work/withdrawn" >/dev/null 2>&1
done
run 1 merge -o "$work/withdrawn"
told=$(sqlite3 "$work/withdrawn/.renkei/ledger.sqlite" "SELECT act, key, form, name, reason FROM journal")
[ "$told" = 'withdraw|K-0102|plan|K-0102/plan.pdf|failed: xml-attribute-unknown' ] ||
    complain "a shard withdraws, and the journal says: $told"
run 0 verify -o "$work/withdrawn"

# What changed is made again, and only that; what became impossible is withdrawn.
copy K-0101 "$work/a/case-1"
copy K-0102 "$work/a/case-2"
cp -R samples/masters "$work/a/masters"
run 0 run --cases "$work/a" --form plan -o "$work/change"
echo '<!-- -->' >>"$work/a/case-2/case.xml"
run 0 plan --cases "$work/a" --form plan -o "$work/change"
says out '^K-0101	plan	-	変更なし'
says out '^K-0102	plan	-	同じ内容'
run 8 verify -o "$work/change"
says err 'batch-input-differs'
run 0 run --cases "$work/a" --form plan -o "$work/change"
says out '作成2件（うち変更なし1件、作り直して同じ内容1件）'
sed -i 's|お守りメモ|お守りの紙|' "$work/a/case-2/case.xml"
run 0 plan --cases "$work/a" --form plan -o "$work/change"
says out '^K-0102	plan	-	変更あり'
run 0 run --cases "$work/a" --form plan -o "$work/change"
says out '作成2件（うち変更なし1件）'

# An edit that changes no byte of a document, here in what all share: it is made again, found to be the same, and not
# written; all tellings say so, and nothing is issued for it.
run 0 release --reason 月次 -o "$work/change"
stat -c '%i %Y %Z' "$work/change"/K-*/plan.pdf >"$work/before"
echo '<!-- nothing -->' >>"$work/a/masters/office.xml"
run 0 plan --cases "$work/a" --form plan -o "$work/change"
says out '^K-0101	plan	-	同じ内容	K-0101/plan.pdf	家庭 K-0101	同じ内容'
says out '作成2件（うち作り直して同じ内容2件）'
run 0 run --json --cases "$work/a" --form plan -o "$work/change"
says out '"key":"K-0101".*"state":"same"'
says out '"made":2,"unchanged":0,"same":2,'
stat -c '%i %Y %Z' "$work/change"/K-*/plan.pdf | cmp -s - "$work/before" || complain "what is the same was written"
run 0 report --messages=en -o "$work/change"
says out 'made 2 (made again, same bytes 2)'
run 0 report --json --pdf "$work/same.pdf" -o "$work/change"
says out '"made":2,"unchanged":0,"same":2,'
pdftotext -layout "$work/same.pdf" - | grep -q '作り直して、前と同じ内容になったもの：2' || complain "the report does not say what is the same"
run 0 release --json --reason 月次 -o "$work/change"
says out '"issued":false,"new":0,"replaces":0,"same":2,'
run 0 verify -o "$work/change"
run 0 run --messages=en --cases "$work/a" --form plan -o "$work/change"
says out 'made 2 (unchanged 2)'
sed -i 's/<case /<case odd="x" /' "$work/a/case-2/case.xml"
run 1 run --cases "$work/a" --form plan -o "$work/change"
says err 'xml-attribute-unknown'
[ ! -e "$work/change/K-0102/plan.pdf" ] || complain "an old document stands for one that failed"
[ -n "$(ls "$work/change/.renkei/withdrawn")" ] || complain "an old document is lost"
sed -i 's/<case odd="x" /<case /' "$work/a/case-2/case.xml"
run 0 plan --cases "$work/a" --form plan -o "$work/change"
says out '^K-0102	plan	-	やり直し'
run 0 run --cases "$work/a" --form plan -o "$work/change"
rm "$work/change/K-0101/plan.pdf"
run 8 verify -o "$work/change"
says err 'batch-file-missing'
run 0 run --cases "$work/a" --form plan -o "$work/change"
says out '変更なし1件'
run 0 verify -o "$work/change"

# A folder that is not as the ledger says.
echo x >>"$out/K-0001/plan.pdf"
cp "$out/K-0002/plan.pdf" "$out/K-0002/other.pdf"
run 8 verify -o "$out"
says err 'K-0001/plan.pdf.*\[batch-file-differs\]'
says err 'K-0002/other.pdf.*\[batch-file-foreign\]'
run 1 release --reason 定例 -o "$out"
says err 'K-0001 plan は発行できません：ファイルが、作ったときのものと違います'
says err 'batch-none-released'
rm "$out/K-0002/other.pdf"
run 6 run --cases samples --form plan --form schedule -o "$out"
sums "$out" | cmp -s - "$work/first" || complain "a damaged file is not made again"

# Issued, and issued again: the same pages, a mark on each. More of this is in tests/batch_issue.sh.
run 2 reprint K-0001 --form plan --reason 汚損 -o "$out"
says err 'batch-not-issued'
run 6 release --reason 定例 -o "$out"
says out "^発行した：新しく出る${made}件、差替え0件"
run 0 reprint K-0001 --form plan --reason 汚損 -o "$out"
says out "^再発行/$(printf %06d $((made + 1)))-K-0001-plan-v1-1.pdf$"
run 0 reprint K-0001 --form plan --reason 紛失 -o "$out"
says out "^再発行/$(printf %06d $((made + 2)))-K-0001-plan-v1-2.pdf$"
run 0 verify -o "$out"
says out "出力は$((2 * made + 4))／$((2 * made + 4))件"
for page in 1 2 3; do
    pdftotext -f $page -l $page "$out/再発行/$(printf %06d $((made + 2)))-K-0001-plan-v1-2.pdf" - | tr -d ' \n' | grep -q '再発行（2回目）' ||
        complain "page $page is not marked"
done
run 2 reprint K-0001 --reason 汚損 -o "$out"
says err 'batch-several'
says err 'で一つに決めてください。あるのは .*plan'
run 2 reprint K-001 --form plan --reason 汚損 -o "$out"
says err 'K-0001 のことですか。あるのは .*K-0001'
run 2 reprint K-0001 --form transition --reason 汚損 -o "$out"
says err '発行してください。あるのは .*plan'
run 2 reprint K-0003 --form plan --reason 汚損 -o "$out"
says err 'batch-not-issued'
run 2 reprint K-0001 --form plan -o "$out"
[ "$(sqlite3 "$out/.renkei/ledger.sqlite" "SELECT group_concat(r.copy || r.reason || (r.of = i.output)) FROM journal r
    JOIN journal i USING (key, form, month, version) WHERE r.act = 'reissue' AND i.act = 'issue'")" = 1汚損1,2紛失1 ] ||
    complain "the journal does not link them"

# The report ends as the run did.
run 6 report -o "$out"
says out "^plan	-	$((cases - 1))	0	1	0	[0-9]*$"
says out '\[render-forbidden\]$'
run 6 report --pdf "$out/report.pdf" -o "$out"
pdftotext "$out/report.pdf" - | tr -d ' \n' >"$work/report"
for words in 一括作成実行報告書 個別支援計画別表 対象の判断に学校が加わっていません render-forbidden 紛失; do
    grep -q "$words" "$work/report" || complain "the report does not say: $words"
done
run 0 verify -o "$out"
silent err
run 6 report --json -o "$out"
says out "\"forms\":\[{\"form\":\"plan\",\"month\":\"\",\"made\":$((cases - 1)),\"absent\":0,\"blocked\":1,\"failed\":0,\"pages\":[0-9]*},"

# Not applicable is neither forbidden nor failed: nobody need do anything, and it is no bad end.
mkdir "$work/apart"
cp -R samples/masters "$work/apart/masters"
cp -R samples/hodei-futoukou samples/jihatsu-houmon "$work/apart"
run 0 run --cases "$work/apart" --form plan --form supplement -o "$work/apart-out"
says out '^対象4件＝作成3件＋対象外1件＋禁止0件＋失敗0件、'
silent err
run 0 plan --cases "$work/apart" --form plan --form supplement -o "$work/apart-out"
says out '	supplement	-	対象外	-$'
run 0 report -o "$work/apart-out"
says out '	supplement	-	対象外$'
run 0 report --json -o "$work/apart-out"
says out '"state":"absent","messages":\[{"v":1,"code":"bind-no-subject"'
run 0 verify -o "$work/apart-out"
says out '^対象4件＝作成3件＋対象外1件＋禁止0件＋失敗0件、'
cp -R samples/ihan-mihon "$work/apart/forbidden"
run 6 run --cases "$work/apart" --form plan --form supplement -o "$work/apart-out"
copy K-0290 "$work/apart/failed"
sed -i 's/<child /<child odd="x" /' "$work/apart/failed/case.xml"
run 1 run --cases "$work/apart" --form plan --form supplement -o "$work/apart-out"

# An id is what somebody wrote: a line of the log stays one line, in one direction.
mkdir "$work/odd-ids"
cp -R samples/masters "$work/odd-ids/masters"
copy K-0001 "$work/odd-ids/$(printf 'b\nK-9\tplan')"
sed -i 's/<child /<child odd="x" /; s/ id="K-0001"//' "$work/odd-ids"/b*/case.xml
run 1 run --cases "$work/odd-ids" --form plan -o "$work/odd-out"
[ "$(grep -c '	plan	-	失敗	-$' "$work/err")" = 1 ] || complain "a line of the log is broken by a name: $(cat "$work/err")"
! grep -q '^K-9' "$work/err" || complain "a name makes a line of its own in the log"

# Nobody listens any more: what is to be made is made, and it is told at the end.
for how in '' --json; do
    rm -rf "$work/deaf"
    { "$tool" run $how --jobs 2 --cases samples --form plan --form schedule -o "$work/deaf" 2>"$work/err"
    echo $? >"$work/status"; } | true
    [ "$(cat "$work/status")" = 5 ] || complain "exit $(cat "$work/status") with a reader that went $how"
    says err 'file-write'
    sums "$work/deaf" | cmp -s - "$work/first" || complain "a reader that went stops the run $how"
done

# A run file, from another folder; options come before it.
mkdir "$work/orders"
cat >"$work/orders/run.xml" <<'EOF'
<run version="1" month="2024-06" output="../ordered" name="{month}-{form}-{key}.pdf">
  <cases folder="../a"/>
  <form name="school-sharing"/>
</run>
EOF
run 0 run "$work/orders/run.xml"
[ -s "$work/ordered/2024-06-school-sharing-K-0101.pdf" ] || complain "a run file's name pattern is not followed"
run 0 run "$work/orders/run.xml" --month 2024-07 -o "$work/july"
[ -s "$work/july/2024-07-school-sharing-K-0102.pdf" ] || complain "--month does not come before the run file"
run 0 verify "$work/orders/run.xml"

# Bundles: one household's in one PDF, stamped on every page; none of another; held when something may be missing.
bundle() { # expected exit status, folder, options
    want=$1
    shift
    run "$want" run --month 2024-06 --cases "$work/c" --form plan --form schedule --form consent --bundle household -o "$@"
}
mkdir "$work/c"
cp -R samples/masters "$work/c/masters"
copy K-0301 "$work/c/one"
copy K-0302 "$work/c/two"
bundle 0 "$work/bundled"
says out '、束2、'
one=$work/bundled/bundles/2024-06/household/K-0301.pdf
pages=$(pdfinfo "$one" | sed -n 's/^Pages: *//p')
[ "$pages" -ge 6 ] || complain "the bundle has $pages pages"
for page in $(seq "$pages"); do
    pdftotext -f "$page" -l "$page" "$one" - | tr -d ' \n' | grep -q "K-0301通し$page／$pages" || complain "page $page is not stamped"
done
run 0 verify -o "$work/bundled"
says out '出力は8／8件'
sums "$work/bundled" >"$work/bundles"
bundle 0 "$work/bundled" --jobs 1
sums "$work/bundled" | cmp -s - "$work/bundles" || complain "unchanged documents gave other bundles"
for k in 1 2; do
    "$tool" run --shard $k/2 --month 2024-06 --cases "$work/c" --form plan --form schedule --form consent \
        --bundle household -o "$work/bundled-shards" >/dev/null 2>&1
done
[ ! -e "$work/bundled-shards/bundles" ] || complain "a shard makes bundles"
run 0 merge -o "$work/bundled-shards"
sums "$work/bundled-shards" | cmp -s - "$work/bundles" || complain "shards give other bundles"
sed -i 's/<consent /<consent odd="x" /' "$work/c/two/case.xml"
bundle 1 "$work/bundled"
says err 'xml-attribute-unknown'
[ ! -e "$work/bundled/bundles/2024-06/household/K-0302.pdf" ] || complain "the bundle of a household that failed stays"
[ -e "$one" ] || complain "the bundle of another household is gone"
run 8 verify -o "$work/bundled"
says err 'household/K-0302 .*batch-bundle-missing'
# One document of three fails: what the others would make may be too little.
sed -i 's/<consent odd="x" /<consent /; s|<policy>|<policy>\&#xE000;|' "$work/c/two/case.xml"
bundle 1 "$work/bundled"
says err 'batch-bundle-held'
[ ! -e "$work/bundled/bundles/2024-06/household/K-0302.pdf" ] || complain "a bundle is made though a document failed"
run 8 verify -o "$work/bundled"
says err 'batch-bundle-missing'
run 1 report -o "$work/bundled"
says out 'K-0302'
says out 'batch-bundle-held'

# People at an address: siblings in one envelope, in every spelling of it; a guardian living apart has an own one with
# what goes to both; who must not be found is joined with nobody, and the address is on that envelope alone.
home=$work/home
household() { # expected exit status, options
    want=$1
    shift
    run "$want" run --month 2024-06 --form plan --form consent --form school-sharing -o "$home/out" "$@"
}
words() { pdftotext "$home/out/bundles/2024-06/household/$1.pdf" - | sed 's/　//g' | tr -d ' \n\f'; }
mkdir "$home" "$home/c"
cp -R samples/masters "$home/c/masters"
for child in 1 2 3; do copy "K-040$child" "$home/c/$child"; done
sed -i 's/K-0401番地/三丁目14番地2/; s/若葉台三丁目三丁目/若葉台三丁目/' "$home/c/1/case.xml"
sed -i 's/K-0402番地/３－１４－２/; s/<given>湊</<given>岬</' "$home/c/2/case.xml"
household 0 --cases "$home/c" --bundle household
says out '、束2、'
[ ! -e "$home/out/bundles/2024-06/household/K-0402.pdf" ] || complain "siblings have two envelopes"
words K-0401 | grep -q '湊.*岬.*K-0401・K-0402通し1／' || complain "the cover of siblings does not name both"
[ "$(sqlite3 "$home/out/.renkei/ledger.sqlite" "SELECT group_concat(key || form, ' ') FROM (SELECT * FROM member
    WHERE name = 'household/K-0401' ORDER BY number)")" = 'K-0401plan K-0401consent K-0402plan K-0402consent' ] ||
    complain "the ledger does not know what is in the envelope"
run 0 verify -o "$home/out"
sed -i 's|<guardian id="guardian-2" relation="父" decision-holder="no">|<guardian id="guardian-2" relation="父" decision-holder="no" copies="yes">|' \
    "$home/c/1/case.xml"
awk '{ print } /けんた/ { g = 1 } g && /<\/kana>/ { print "<address postal-code=\"000-0009\">東海県東町二丁目7番地</address>"; g = 0 }' \
    "$home/c/1/case.xml" >"$home/one" && mv "$home/one" "$home/c/1/case.xml"
household 0 --cases "$home/c" --bundle household
says out '、束3'
for word in 東町二丁目7番地 健太 個別支援計画書 'K-0401+guardian-2通し1／'; do
    words 'K-0401+guardian-2' | grep -q "$word" || complain "the father's envelope does not say: $word"
done
! words 'K-0401+guardian-2' | grep -q '同意書' || complain "the consent goes to who does not sign it"
! words 'K-0401+guardian-2' | grep -q '若葉台三丁目14' || complain "the father's envelope tells where the mother lives"
sha256sum "$home/out/bundles/2024-06/household/K-0403.pdf" >"$home/sum"
sed -i 's|<address postal-code="000-0000">東海県青葉野市若葉台３|<address withheld="yes" postal-code="000-0000">東海県青葉野市若葉台３|' "$home/c/2/case.xml"
# Its sibling's case tells that address to the father: nothing of it is sent before it is withheld there, too.
household 1 --cases "$home/c/2" --bundle household
says err '「\?K-0401」\? の住所は、「\?K-0402」\? .*batch-withheld-elsewhere'
says err 'household/K-0401 .*K-0401.*batch-bundle-withheld'
says err 'household/K-0401+guardian-2 .*K-0401.*batch-bundle-withheld'
for one in K-0401 K-0401+guardian-2; do
    [ ! -e "$home/out/bundles/2024-06/household/$one.pdf" ] || complain "a withheld address is on its way: $one"
done
run 8 verify -o "$home/out"
says err 'household/K-0401+guardian-2 .*batch-bundle-missing'
household 1 --cases "$home/c" --bundle household
says err 'batch-bundle-withheld'
[ "$(grep -c batch-withheld-elsewhere "$work/err")" = 1 ] || complain "what another case withholds is told of others, too"
run 0 run --cases "$home/c/1" --form plan -o "$home/alone"
! grep -q 'batch-withheld' "$work/err" || complain "what nobody withholds is told"
run 0 run --cases "$home/c" --form plan -o "$home/alone"
says err 'batch-withheld-elsewhere'
run 1 release K-0401 --form plan --reason 発行 -o "$home/alone"
grep -q '非公開' "$work/out" "$work/err" || complain "a paper that tells a withheld address is issued"
run 0 release K-0402 --form plan --reason 発行 -o "$home/alone"
# A paper that was made before tells it still.
sed -i 's|<address postal-code="000-0000">東海県青葉野市若葉台三|<address withheld="yes" postal-code="000-0000">東海県青葉野市若葉台三|' "$home/c/1/case.xml"
run 1 run --month 2024-06 --form plan --bundle household -o "$home/out" --cases "$home/c/1"
says err 'batch-bundle-withheld'
! grep -q 'batch-withheld-elsewhere' "$work/err" || complain "a case that withholds is said not to"
# The same guardian at another address, in a case of which nobody said so: a namesake, or not.
sed -i 's|<address postal-code="000-0000">東海県青葉野市若葉台三|<address postal-code="000-0000">東海県青葉野市白樺台三|' "$home/c/3/case.xml"
household 0 --cases "$home/c" --bundle household
says err 'K-0403.*K-040[12].*batch-withheld-guardian'
words 'K-0401+guardian-2' | grep -q 健太 || complain "the father gets nothing any more"
! words 'K-0401+guardian-2' | grep -q '若葉台三丁目14' || complain "the father's envelope tells where the mother lives"
sha256sum "$home/out/bundles/2024-06/household/K-0403.pdf" >"$home/sum"
words K-0402 | grep -q '若葉台３－１４－２' || complain "the withheld address is not on its own envelope"
# A run of one child leaves the envelopes of others as they are, byte for byte; one without --bundle makes its own anew.
sha256sum -c --quiet "$home/sum" || complain "a run of one child changed another's envelope"
sed -i 's|<policy>|<policy>改めた。|' "$home/c/1/case.xml"
household 0 --cases "$home/c/1"
words K-0401 | grep -q '改めた' || complain "an envelope keeps the old page"
words 'K-0401+guardian-2' | grep -q '改めた' || complain "the other envelope keeps the old page"
sha256sum -c --quiet "$home/sum" || complain "a run of one child changed another's envelope"
run 0 verify -o "$home/out"
# After an edit one form alone leaves the others of the envelope as they were: that is what is said.
sed -i 's|<policy>|<policy>直した。|' "$home/c/3/case.xml"
run 1 run --month 2024-06 --form plan --form school-sharing -o "$home/out" --cases "$home/c/3"
says err 'batch-paper-older'
says err 'consent'
! grep -q 'batch-case-changed' "$work/err" || complain "a case that nobody touched during the run is said to have changed"
household 0 --cases "$home/c/3" --bundle household
run 0 verify -o "$home/out"
# A paper that is missing: held, or named; printed on both sides every paper begins on a front.
sed -i 's|<policy>|<policy>\&#xE000;|' "$home/c/3/case.xml"
household 1 --cases "$home/c/3" --bundle household
says err 'household/K-0403 .*K-0403/plan.*batch-bundle-held'
[ ! -e "$home/out/bundles/2024-06/household/K-0403.pdf" ] || complain "a short envelope"
household 1 --cases "$home/c/3" --bundle household,gaps=name,duplex=yes
words K-0403 | grep -q '今回お送りできなかった書類.*個別支援計画書.*整いしだい' || complain "the cover does not name the gap"
words K-0403 | grep -q 'この面は白紙.*通し2／' || complain "a paper begins on a back"
# The envelope itself comes first on paper of its own, neither numbered nor counted; issued again it is as plain.
before=$(words K-0403 | sed 's|.*通し1／\([0-9]*\).*|\1|')
household 1 --cases "$home/c/3" --bundle household,gaps=name,duplex=yes,envelope=yes
pdf=$home/out/bundles/2024-06/household/K-0403.pdf
pdfinfo -f 1 -l 3 "$pdf" | grep 'size:' | tr '\n' ' ' | grep -q '340.157 x 666.142.*340.157 x 666.142.*(A4)' || complain "no envelope and its back"
pdftotext -f 1 -l 2 "$pdf" - | tr -d ' \n\f' >"$work/outside"
grep -q '様' "$work/outside" || complain "no address on the envelope"
! grep -q '通し\|白紙\|けんた\|健太' "$work/outside" || complain "an envelope is numbered, or tells the child"
words K-0403 | grep -q "通し1／$before" || complain "an envelope is counted"
run 0 release --bundle household/K-0403 --reason 発行 -o "$home/out"
run 0 reprint --bundle household/K-0403 --reason 紛失 -o "$home/out"
pdf=$(ls "$home/out/再発行"/*K-0403*.pdf)
! pdftotext -f 1 -l 2 "$pdf" - | grep -q '再発行' || complain "a mark of a reissue is on an envelope"
pdftotext -f 3 -l 3 "$pdf" - | grep -q '再発行' || complain "a reissue is not marked"
sed -i 's|<address postal-code="[0-9-]*">|<address>|' "$home/c/3/case.xml"
household 1 --cases "$home/c/3" --bundle household,gaps=name,duplex=yes,envelope=yes
says err '郵便番号'
says err 'household/K-0403.*batch-bundle-failed'
sed -i 's|<address>|<address postal-code="000-0000">|' "$home/c/3/case.xml"
household 1 --cases "$home/c/3" --bundle household,gaps=name,duplex=yes,envelope=no
[ "$(sqlite3 "$home/out/.renkei/ledger.sqlite" "SELECT form || gap FROM member WHERE name = 'household/K-0403'
    ORDER BY number")" = "$(printf 'planfailed\nconsent')" ] || complain "the ledger does not know the gap"
# Where nothing could be made there is nothing to be sent, and nobody is told to name the gaps, which was asked for.
run 1 run --month 2024-06 --form plan -o "$home/nothing" --cases "$home/c/3" --bundle household,gaps=name
says err 'household/K-0403 .*K-0403/plan.*batch-bundle-empty'
! grep -q 'batch-bundle-held\|gaps=name' "$work/err" || complain "gaps=name is advised to who has asked for it"
run 8 verify -o "$home/nothing"
says err 'household/K-0403.*batch-bundle-empty'
run 2 run --cases "$home/c" --form plan -o "$home/out" --bundle household,gaps=perhaps

# A bundle that fails: gone is the one of an earlier night, and process, ledger, report and verify say the same of it.
sed -i 's|<policy>&#xE000;|<policy>|' "$work/c/two/case.xml"
bundle 0 "$work/failing"
gone=$work/failing/bundles/2024-06/household/K-0301.pdf
sum=$(sha256sum "$gone" | cut -c 1-64)
cp -R templates "$work/forms"
sed -i 's|<value select="/stamps/@mark"/>|<value select="/stamps/@none"/>|' "$work/forms/batch/stamp.xml"
bundle 1 "$work/failing" --forms "$work/forms"
says err 'household/K-0301 .*bind-missing.*batch-bundle-failed'
says out '作らない束2'
[ ! -e "$gone" ] || complain "the bundle of an earlier night stays where one failed"
ls "$work/failing/.renkei/withdrawn" | grep -q "$sum" || complain "what was withdrawn is not known by its own sum"
run 1 report -o "$work/failing" --json
says out '"exit":1,'
says out '"bundles-not-made":\[{"name":"household/K-0301","state":"failed","why":"bind-missing"}'
run 8 verify -o "$work/failing"
says err 'batch-bundle-missing'
run 1 report -o "$work/failing" --pdf "$work/failing/report.pdf"
pdftotext "$work/failing/report.pdf" - | grep -q '作れなかった束' || complain "the printed report does not tell the bundles that failed"
bundle 0 "$work/failing"
run 0 verify -o "$work/failing"
run 0 report -o "$work/failing"

# Before anything is made.
run 2 run
run 2 frob -o "$out"
run 2 run "$work/orders/run.xml" --form plan
for empty in --roster= --roster=　 --who= --who=　; do run 2 run --cases samples --form plan "$empty" -o "$work/none"; done
run 2 run --cases samples --form plan
run 2 run --cases samples --form plan -o "$out" --shard 3/2
run 2 run --cases samples --form plan -o "$out" --as-of yesterday
run 2 run --cases samples --form plan -o "$out" --bundle school
mkdir "$work/empty"
run 2 run --cases "$work/empty" --form plan -o "$work/e"
says err 'batch-no-cases'
run 2 run --cases samples --form plan --form plan -o "$work/e"
says err 'batch-form-twice'
for name in '{key}' '{form}.pdf' '{key}/{name}.pdf' '../{key}.pdf' '{month}/{key}.pdf' '/{key}.pdf' '.renkei/{key}.pdf'; do
    run 2 run --cases samples --form plan --name "$name" -o "$work/e"
    says err '\[batch-name\]'
done
run 2 run --cases samples --form plan --form schedule --name '{key}.pdf' -o "$work/e"
says err 'batch-name-twice'
run 2 run --cases samples --form no-such-form -o "$work/e"
sed -i 's/<run /<run odd="x" /' "$work/orders/run.xml"
run 3 run "$work/orders/run.xml"
says err 'run.xml:1: .*xml-attribute-unknown'
! find "$work/e" -name '*.pdf' | grep -q . || complain "something was made before the plan was good"

# Bad cases among good ones: each fails alone, with its reasons.
mkdir "$work/mixed"
cp -R samples/masters "$work/mixed/masters"
copy K-0201 "$work/mixed/good"
copy K-0202 "$work/mixed/invalid"
sed -i 's/<child /<child odd="x" /' "$work/mixed/invalid/case.xml"
copy K-0203 "$work/mixed/malformed"
sed -i 's/<\/given>//' "$work/mixed/malformed/case.xml"
mkdir "$work/mixed/nothing" "$work/mixed/late"
: >"$work/mixed/nothing/case.xml"
sed 's/.*<masters .*//; s/K-0001/K-0204/' samples/hodei-futoukou/case.xml >"$work/mixed/late/case.xml"
cp -R samples/ihan-mihon "$work/mixed/forbidden"
cp -R samples/jihatsu-houmon "$work/mixed/no-subject"
run 1 run --cases "$work/mixed" --form plan --form supplement -o "$work/mixed-out"
says out '^対象14件＝作成3件＋対象外1件＋禁止2件＋失敗8件、'
for code in xml-attribute-unknown xml-malformed render-forbidden xml-element-missing; do
    says err "\\[$code\\]"
done
! grep -q bind-no-subject "$work/err" || complain "a case without a subject for the form is told as if somebody had to do something"
run 0 verify -o "$work/mixed-out"

# A second run on one folder is refused, a ledger that is none is not touched.
mkdir -p "$work/busy/.renkei"
flock -x "$work/busy/.renkei/lock" "$tool" run --cases samples --form plan -o "$work/busy" >"$work/out" 2>"$work/err"
[ $? = 75 ] || complain "a second run is not refused"
says err 'batch-locked'
cat "$work/err" >>"$work/all"
mkdir -p "$work/odd/.renkei"
echo 'this is no ledger, whatever it is called' >"$work/odd/.renkei/ledger.sqlite"
run 9 run --cases samples --form plan -o "$work/odd"
says err 'ledger-damaged'

# A copy of the ledger takes its place; nothing is written over, and a damaged ledger is not copied.
ledger=$work/mixed-out/.renkei/ledger.sqlite
run 0 backup "$work/copy.sqlite" -o "$work/mixed-out"
says out 'copy.sqlite	0	-$'
[ "$(stat -c %a "$work/copy.sqlite")" = 600 ] || complain "others may read the copy"
sum=$(sha256sum "$work/copy.sqlite")
run 5 backup "$work/copy.sqlite" -o "$work/mixed-out"
says err 'file-write.*\|同じ名前のものがもうあります'
[ "$(sha256sum "$work/copy.sqlite")" = "$sum" ] || complain "a copy is written over"
# A copy that lies with the original is lost with it; verify would take it for somebody's.
mkdir "$work/link" "$work/mixed-out/deep"
ln -s "$work/mixed-out/deep" "$work/link/here"
for name in mixed-out/copy.sqlite mixed-out/deep/copy.sqlite mixed-out/.renkei/copy.sqlite link/here/copy.sqlite \
    odd/.renkei/copy.sqlite; do
    run 2 backup "$work/$name" -o "$work/mixed-out"
    says err 'backup の控えは、出力フォルダーの外'
    [ ! -e "$work/$name" ] || complain "a copy of the ledger lies in $name"
done
rm -r "$work/link" "$work/mixed-out/deep"
sqlite3 "$ledger" "UPDATE document SET pages = pages + 1 WHERE status = 'made'"
run 9 backup "$work/other.sqlite" -o "$work/mixed-out"
says err 'ledger-row-damaged'
[ ! -e "$work/other.sqlite" ] || complain "a damaged ledger is copied"
for verb in verify report "run --cases $work/mixed --form plan"; do
    # shellcheck disable=SC2086
    run 9 $verb -o "$work/mixed-out"
    says err 'ledger-row-damaged'
done
rm "$ledger".sum && cp "$work/copy.sqlite" "$ledger"
run 0 verify -o "$work/mixed-out"

# What earlier programs made (tests/ledgers) is known: who reads leaves it as it is, a run goes on from it.
for version in 1 2; do
    old=$work/old-$version ledger=$work/old-$version/.renkei/ledger.sqlite
    cp -R "tests/ledgers/version-$version" "$old"
    find "$old" -type d -exec chmod 700 {} + -o -type f -exec chmod 600 {} +
    sum=$(sha256sum "$ledger")
    run 8 verify -o "$old" # its forms and masters were elsewhere
    says out '出力は3／3件'
    says err 'batch-input-differs'
    run 0 report -o "$old"
    says out '^schedule	2024-06	1	0'
    [ "$(sha256sum "$ledger")" = "$sum" ] || complain "a ledger of version $version is changed by who reads it"
    run 0 run --cases samples/kyotaku-houmon --month 2024-06 --form schedule --bundle household -o "$old"
    [ "$(sqlite3 "$ledger" 'PRAGMA user_version; SELECT count(*) FROM run; SELECT group_concat(key || number) FROM reissue' |
        tr '\n' ' ')" = "4 2 K-00052 " ] || complain "a run does not go on from version $version"
    # So do all the others: what was issued again before there was a journal counts.
    run 0 release --reason 定例 -o "$old"
    run 0 release --bundles --reason 定例 -o "$old"
    run 0 reprint K-0005 --form schedule --reason 紛失 -o "$old"
    says out '^再発行/.*-K-0005-schedule-v1-2.pdf$'
    run 0 hold K-0005 --reason 監査 -o "$old"
    run 0 withdraw K-0005 --form schedule --reason 誤り -o "$old"
    run 0 index K-0005 -o "$old"
    says out '再発行（2回目）'
    run 0 backup "$work/of-$version.sqlite" -o "$old"
    run 0 run --cases samples/kyotaku-houmon --month 2024-06 --form schedule --bundle household -o "$old"
    run 0 verify -o "$old"
done

# English.
run 6 run --messages en --cases samples --form plan -o "$work/english"
says out "^in $cases = made $((cases - 1)) + not applicable 0 + forbidden 1 + failed 0; [0-9]* pages; "
says err '^K-0003	plan	-	forbidden	-$'

# No names in what is told.
for name in 古川 蓮 由美 相原 湊 美咲; do
    ! grep -q "$name" "$work/all" || complain "a name is told: $name"
done
[ $bad = 0 ] && echo "batch: good"
exit $bad
