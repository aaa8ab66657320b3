#!/bin/sh
# check.sh BUILD: renkei-check from the command line: what it writes where, and how it ends.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=${1:-build}/renkei-check
. tests/command.sh
good=samples/hodei-futoukou/case.xml
broken=samples/ihan-mihon/case.xml

# The samples, as the domain guide has them.
run 1 --as-of 2024-08-01 "$good"
says out "^$good:[0-9]*: K6.1 A \[K-0001\] 令和6年7月11日（木）："
says out "^$good:[0-9]*: \[K-0001\] 確かめられなかったこと：令和4年6月1日～令和6年1月31日の個別支援計画がない（放デイ） — 書く欄：plan/@from・@to（計画期間）$"
says out "^$good: \[K-0001\] 令和6年8月1日の時点（令和4年6月1日からの利用 1件）：E 0件（確かめられた範囲で）、W 0件、A 1件、判定できなかったこと 3件$"
silent err
run 3 --as-of 2024-07-10 "$broken"
says out "^$broken:[0-9]*: N5.1d E \[K-0003\] 令和6年6月："
run 3 --as-of 2024-07-10 "$good" "$broken"
run 3 --as-of 2024-07-10 --messages en "$broken"
says out ': N5.1d E \[K-0003\] 2024-06: '
for name in 古川 蓮 由美 相原 湊 美咲; do
    ! grep -q "$name" "$work/out" "$work/err" || complain "a name is told: $name"
done

# Only a chain that is complete from the first day of use is clean, and ends with 0.
cp -R samples/masters "$work/masters"
mkdir "$work/case"
sed -e 's/start="2022-06-01"/start="2024-02-01"/' -e 's/onset="[^"]*"/onset="2024-03"/' "$good" >"$work/case/case.xml"
run 0 --as-of 2024-08-01 "$work/case/case.xml"
says out '令和6年8月1日の時点（令和6年2月1日からの利用 1件）：E 0件、W 0件、A [0-9]*件$'
run 0 --as-of 2024-08-01 "$work"
says out '^児童	E	W	A	判定不能'
says out '^K-0001	0	0	[0-9]*	0	'
run 1 --as-of 2024-08-01 --json "$good"
says out '^{"v":1,"gap":"plan","child":"K-0001","when":"2022-06-01","until":"2024-01-31",'
sed -i -e '/<enrolment /,/<\/enrolment>/d' -e '/<actual .*[^\/]>$/,/<\/actual>/d' -e '/<actual /d' \
    "$work/case/case.xml"
run 1 --as-of 2024-08-01 "$work/case/case.xml"
says out '確かめられなかったこと：令和6年2月1日～令和6年8月1日の学校への在籍がない（放デイ）'
run 1 --as-of 2024-08-01 --summary "$work/case/case.xml"
says out '^令和6年6月	20日	.*	不明	.*	在籍$'

# A warning alone ends with 1.
sed 's/<\/municipality>/<rule-option rule="K6.1" level="W">-<\/rule-option>&/' samples/masters/municipality.xml \
    >"$work/masters/municipality.xml"
cp "$good" "$work/case/case.xml"
run 1 --as-of 2024-08-01 "$work/case/case.xml"

# A folder: children by rules, those with errors first; a case that cannot be read is not lost.
run 3 --as-of 2024-07-10 samples
says out '^児童	E	W	A	判定不能	K3.1b	K3.3	'
[ "$(sed -n 2p "$work/out" | cut -f 1)" = K-0003 ] || complain "the child with errors is not first"
cases=$(ls samples/*/case.xml | wc -l)
[ "$(wc -l <"$work/out")" = $((cases + 2)) ] || complain "the table has $(wc -l <"$work/out") lines"
echo '<case/>' >"$work/case/case.xml"
run 3 "$work"
says out '^判定できなかった事例：1件$'
says err '^.*case.xml:1: '
run 2 templates/shared

# What is due: by day, without names but on paper; 0 nothing, 1 something, 3 wrong data.
run 1 --due --as-of 2024-07-10 samples
says out '^令和6年6月14日（金）	26日過ぎ	K-0003	市町村の照会に回答していません	inquiry/@answered（回答日）	samples/ihan-mihon/case.xml:[0-9]*	D9$'
says out "^令和6年7月10日の時点：過ぎたもの 5件、30日以内 5件、日の分からないもの 0件（事例 ${cases}件、うち読めなかったもの 0件）\$"
silent err
[ "$(cut -f 1 "$work/out" | sed -n 2p)" = '令和6年4月30日（火）' ] || complain "the oldest is not first"
run 1 --due --as-of 2024-07-10 --days 0 --messages en "$broken"
says out '^2024-06-14	-26	K-0003	an inquiry of the municipality is not answered	inquiry/@answered	samples/ihan-mihon/case.xml:[0-9]*	D9$'
run 1 --due --as-of 2024-07-10 --json samples
[ "$(grep -cv '^{"v":1,"deadline":"D[0-9]*","due":"2024-[0-9-]*","left":-*[0-9]*,"child":"K-00[0-9]*",.*}$' "$work/out")" = 0 ] ||
    complain "not JSON lines"
run 0 --due --as-of 2024-08-20 --days 5 samples/kyotaku-houmon/case.xml
says out '過ぎたもの 0件、5日以内 0件'
run 1 --due --as-of 2024-07-10 -o "$work/list.pdf" samples
silent out
pdftotext -raw "$work/list.pdf" "$work/list.txt"
grep -q '古川 *蓮' "$work/list.txt" && grep -q 'K-0003' "$work/list.txt" || complain "the printed list names nobody"
run 1 -T due --as-of 2024-07-10 samples
says out '^<item state="overdue" day="2024-06-14" left="-26" deadline="D9" key="K-0003" name="古川　蓮" '
run 3 --due --as-of 2024-07-10 "$good" "$work/case/case.xml"
says out '（事例 2件、うち読めなかったもの 1件）$'
run 2 --due --days -1 "$good"
run 2 --due --days 3661 "$good"
run 2 --due --days x "$good"
run 2 --days 3 "$good"
run 2 -o "$work/list.pdf" "$good"
run 2 --due -o "$work/list.png" "$good"
run 2 --due -o "$work/none/list.pdf" "$good"
run 2 --due --summary "$good"
run 2 --due --json -o "$work/list.pdf" "$good"
run 2 --due
run 2 --due templates/shared
run 0 --explain D9
says out '^D9 - 市町村の照会への回答$'

# The year of one child.
run 3 --as-of 2024-07-10 --summary "$broken"
says out '^令和6年6月	20日	×	○	×	.*N5.1d '
[ "$(wc -l <"$work/out")" = 14 ] || complain "the year has $(wc -l <"$work/out") lines"

# The name report: places and code points, never the name; what a record takes from a meeting is told there alone.
run 0 --names samples
! grep -q '/@' "$work/out" || complain "a reference is told as a name"
run 0 --names samples/hodei-futoukou/case.xml
says out '^samples/hodei-futoukou/case.xml：そのまま [1-9][0-9]*件、予備の書体 2件、見えない文字 0件、印刷できない 0件$'
rm -rf "$work/names"
cp -R samples "$work/names"
given=$work/names/hodei-futoukou/case.xml
sed -i '0,/<given>[^<]*</s//<given>Nguyễn Thị</' "$given"
run 0 --names "$work/names"
says out '/name.*/given.*：予備の書体で印刷できる：U+1EC5 U+1ECB（FreeSerif Regular）$'
[ "$(grep -c '印刷できない 0件$' "$work/out")" = "$(find "$work/names" -name case.xml | wc -l)" ] || complain "not every case is counted"
! grep -q 'Nguy' "$work/out" || complain "the report tells a name"
sed -i '0,/<given>[^<]*</s//<given>م⾮</' "$given"
run 3 --names --json "$given"
says out '^{"v":1,"verdict":"refused","characters":\["U+0645","U+2FAE → 非 U+975E"\],"faces":\[\],"data":{"file":.*"path":".*/given.*"}}$'
says out '^{"v":1,"verdict":"exact","characters":\[\],"faces":\[\],'
run 3 --names "$given"
says out '：印刷できない。在留カードの氏名か、その読みにする。漢字に見える部首の文字を、漢字に直す：U+0645 U+2FAE → 非 U+975E$'
names_say() { # what is written as the name, what is said of it; status
    sed -i "0,/<given>[^<]*</s||<given>$(printf '%s' "$1" | sed 's/&/\\&/g')<|" "$given"
    run "$3" --names "$given"
    says out "$2"
}
names_say '湊&#x200D;斗' '：見えない文字がある。印刷には出ないが、取り除く：U+200D$' 0
says out '見えない文字 1件、印刷できない 0件$'
names_say '湊&#x200F;&#x200B;斗' '取り除く：U+200F U+200B$' 0
names_say 'ễ&#x2060;湊' '取り除く：U+2060（FreeSerif Regular）$' 0
names_say '湊&#x1F46A;' '：印刷できない。絵文字を取り除く：U+1F46A$' 3
names_say '湊&#xE000;' '：印刷できない。外字を、在留カードや住民票の字か、読みにする：U+E000$' 3
names_say '湊&#xFFFD;' '：印刷できない。失われた文字を、元の記録を見て書き直す：U+FFFD$' 3
names_say '湊&#x81;斗' '：印刷できない。制御文字を取り除く：U+0081$' 3
names_say '⾮' '：印刷できない。漢字に見える部首の文字を、漢字に直す：U+2FAE → 非 U+975E$' 3
names_say 'م⾮' 'U+0645 U+2FAE → 非 U+975E$' 3
run 3 --names --messages en "$given"
says out ' 1 cannot be printed$'
run 2 --names --summary "$given"
run 2 --names templates/shared

# JSON: findings on one side, messages on the other, an object a line.
run 3 --as-of 2024-07-10 --json "$broken"
[ "$(grep -cv '^{"v":1,"rule":"[KNG][0-9.]*[a-z]*","severity":"[EWA]",.*}$' "$work/out")" = 0 ] || complain "not JSON lines"
silent err
run 3 --as-of 2024-07-10 --json --summary "$broken"
says out '^{"v":1,"child":"K-0003","month":"2024-06","claims":20,"school-sharing":"×",'
run 2 --json "$work/none.xml"
says err '^{"v":1,"code":"file-asked",'
silent out

# The rules.
run 0 --list-rules
[ "$(cut -f 1 "$work/out" | sort -u | wc -l)" = "$(wc -l <"$work/out")" ] || complain "an id is listed twice"
says out '^N5.1d	E,W	'
says out '^N0.2	-	.*自動では判定しません：'
run 0 --explain N5.1d
says out '^N5.1d E,W '
run 2 --explain N99
run 2
run 2 --as-of 2024-02-30 "$good"
run 2 --messages fr "$good"
run 2 --no-such-option
run 2 --rules "$work/none" "$good"
[ $bad = 0 ] && echo "check: good"
exit $bad
