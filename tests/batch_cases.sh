#!/bin/sh
# batch_cases.sh BUILD: how renkei-batch finds cases and whose they are: under any name that the run file says, through
# links or not; what looks like a case and is left out; and whatever is wrong with one of them, all others are made and
# nothing older stands for it.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=$(realpath "${1:-build}")/renkei-batch
. tests/command.sh
# One more case, from a sample: copy ID FILE
copy() {
    mkdir -p "$(dirname "$2")"
    sed "s| id=\"K-0001\"| id=\"$1\"|" samples/hodei-futoukou/case.xml >"$2"
}
made() { # folder: how many documents are there
    find "$1" -name '*.pdf' ! -path '*/.renkei/*' | wc -l
}
town=$work/town
mkdir "$town"
cp -R samples/masters "$town/masters"
go() { # exit status, options
    want=$1
    shift
    run "$want" run --cases "$town" --form plan -o "$work/out-folder" "$@"
}
for i in 1 2 3 4 5 6 7 8; do copy "K-000$i" "$town/c$i/case.xml"; done
go 0
[ "$(made "$work/out-folder")" = 8 ] || complain "not all are made"

# Two copies of a key fail, each naming the other; neither last night's document nor another child's suffers.
copy K-0001 "$town/old copy/case.xml"
printf x >>"$town/c2/case.xml" # no key can be read any more, but its file is known
sed -i '1,2s/<case/<kase/' "$town/c2/case.xml"
copy 'K-3\&#10;K' "$town/c3/case.xml"
copy "K-4$(printf '\342\200\256')/../x" "$town/c4/case.xml"
rm "$town/c5/case.xml"
mkdir "$town/c5/case.xml"
long=K-$(head -c 254 /dev/zero | tr '\0' a)
copy "$long" "$town/long/case.xml"
mkfifo "$town/fifo.xml"
mkdir "$town/fifo"
mkfifo "$town/fifo/case.xml"
odd="$town/odd$(printf '\033')[2Jname"
mkdir "$odd"
: >"$odd/case.xml"
go 1
says err '^K-0001	plan	-	失敗	-$'
says err 'old copy/case.xml: エラー: .*K-0001.*: *.*c1/case.xml\|old copy/case.xml: .*K-0001.*c1/case.xml'
says err 'c1/case.xml: .*K-0001.*old copy/case.xml.*\[batch-key-twice\]$'
says err '^K-0002	plan	-	失敗	-$'
says err '^K-0003	plan	-	失敗	-$'
says err '^K-0004	plan	-	失敗	-$'
says err '^K-0005	plan	-	失敗	-$'
says err '\[batch-key-long\]$'
for key in 0001 0002 0003 0004 0005; do
    [ ! -e "$work/out-folder/K-$key/plan.pdf" ] || complain "the document of an earlier night stands for K-$key"
done
[ "$(made "$work/out-folder")" = 3 ] || complain "other children have not all of theirs: $(made "$work/out-folder")"
LC_ALL=C grep -q "$(printf '\033\|\342\200\256')" "$work/err" && complain "raw names are told"
run 0 verify -o "$work/out-folder"

# A folder that cannot be read: whose cases were in it is known.
rm -r "$town/old copy" "$town/c2" "$town/c3" "$town/c4" "$town/c5" "$town/long" "$town/fifo.xml" "$town/fifo" "$odd"
for i in 2 3 4 5; do copy "K-000$i" "$town/c$i/case.xml"; done
copy K-0009 "$town/c6/inner/case.xml"
cp -R samples/masters "$town/c6/masters"
go 0
chmod 000 "$town/c6"
if [ -r "$town/c6" ]; then # the superuser reads everything
    echo "a folder that cannot be read: skipped, everything can be read here"
    chmod 755 "$town/c6"
else
    go 1
    says err '^K-0006	plan	-	失敗	-$'
    says err '^K-0009	plan	-	失敗	-$'
    says err 'c6.*\[batch-folder-unread\]$'
    [ "$(made "$work/out-folder")" = 7 ] || complain "a folder that cannot be read is not its own matter alone"
    chmod 755 "$town/c6"
    chmod 000 "$town/c6/case.xml"
    go 1
    says err '^K-0006	plan	-	失敗	-$'
    chmod 644 "$town/c6/case.xml"
fi
# Two documents with one name: both, and no other.
go 0
copy K-1 "$town/n1/case.xml"
copy K-1-plan "$town/n2/case.xml"
printf '<form name="plan-plan" title="x"><page size="A5"/><body><p>x</p></body></form>' >"$work/plan-plan.xml"
run 1 run --cases "$town" --form plan --form "$work/plan-plan.xml" --name '{key}-{form}.pdf' -o "$work/names"
says err '^K-1	.*plan-plan.xml	-	失敗	-$'
says err '^K-1-plan	plan	-	失敗	-$'
says err 'batch-name-twice'
[ "$(made "$work/names")" = 20 ] || complain "a name that two documents have is not their own matter alone: $(made "$work/names")"

# What looks like a case and is left out is told, once.
copy K-0010 "$town/c10/Case.xml"
copy K-0011 "$town/c11/case (1).xml"
copy K-0012 "$work/away/case.xml"
cp -R samples/masters "$work/masters"
ln -s "$work/away" "$town/linked"
ln -s .. "$town/c1/up"
go 0
says err '3件.*case (1).xml.*\[batch-cases-skipped\]$'
[ "$(grep -c batch-cases-skipped "$work/err")" = 1 ] || complain "told more than once"
order() { # attributes of <cases>
    printf '<run version="1" output="%s"><cases folder="town" %s/><form name="plan"/></run>' "$work/ordered" "$1" >"$work/run.xml"
}
order 'links="follow"'
run 0 run "$work/run.xml"
says err '2件'
[ -e "$work/ordered/K-0012/plan.pdf" ] || complain "a link is not followed"
rm -r "$work/ordered"
order 'files="*.xml" links="follow"'
run 0 run "$work/run.xml"
silent err
[ "$(made "$work/ordered")" = 14 ] || complain "cases under any name: $(made "$work/ordered")"
rm -r "$work/ordered"
order 'files="case (1).xml"'
run 0 run "$work/run.xml"
[ "$(made "$work/ordered")" = 1 ] || complain "cases under one name: $(made "$work/ordered")"

# Equal masters in two folders: each child's are its own.
mkdir "$work/two"
for i in 1 2; do
    copy "K-200$i" "$work/two/t$i/c/case.xml"
    cp -R samples/masters "$work/two/t$i/masters"
done
two() {
    run "$1" run --cases "$work/two" --form plan -o "$work/two-out"
}
two 0
echo '<!-- -->' >>"$work/two/t2/masters/office.xml"
run 8 verify -o "$work/two-out"
says err 't2/masters/office.xml.*batch-input-differs'
two 0
says out 'うち変更なし1件'
run 0 verify -o "$work/two-out"
mv "$work/two/t2" "$work/two/t3" # what is elsewhere now is accounted for there
two 0
run 0 verify -o "$work/two-out"
rm -r "$work/two/t3"

# Months and days that are said from today, which is that of Japan: 2026-12-31 20:00 UTC is 2027-01-01 there.
SOURCE_DATE_EPOCH=1798747200
export SOURCE_DATE_EPOCH
monthly() { # exit status, month, as-of, expected name
    printf '<run version="1" month="%s" as-of="%s" output="%s" name="{month}_{as-of}_{key}.pdf">
        <case file="town/c1/case.xml"/><form name="school-sharing"/></run>' "$2" "$3" "$work/monthly" >"$work/run.xml"
    run "$1" run "$work/run.xml"
    [ -z "$4" ] || sqlite3 "$work/monthly/.renkei/ledger.sqlite" 'SELECT month, as_of FROM run ORDER BY id DESC LIMIT 1' >"$work/said" 2>&1
    [ -z "$4" ] || [ "$(cat "$work/said")" = "$4" ] || complain "$2, $3: $(cat "$work/said") instead of $4"
}
monthly 0 previous 'previous-month-end -3 days' '2026-12|2026-12-28'
says err 'run.xml:1: 参考: 「previous」は 2026-12 です（今日は 2027-01-01、日本時間） \[batch-when\]$'
monthly 0 current today '2027-01|2027-01-01'
monthly 0 next 'month-begin+1' '2027-02|2027-01-02'
monthly 0 2024-06 2024-07-10 '2024-06|2024-07-10'
silent err
monthly 3 last today ''
monthly 3 previous tomorrow ''
monthly 3 previous 'today +999999 days' ''
run 0 run --cases "$town/c1" --form school-sharing --month previous --as-of month-end -o "$work/typed"
[ "$(sqlite3 "$work/typed/.renkei/ledger.sqlite" 'SELECT month, as_of FROM run')" = '2026-12|2027-01-31' ] || complain "typed months"
run 2 run --cases "$town/c1" --form school-sharing --month last -o "$work/typed"
run 2 run --cases "$town/c1" --form school-sharing --as-of 'today 3' -o "$work/typed"
unset SOURCE_DATE_EPOCH

[ $bad = 0 ] && echo "batch cases: good"
# A rule that withholds a paper for want of consent forbids it; that a value is missing is a failure.
# Withdrawn after it was signed, and before what rests on it: 訪問 is of 2025, 移行支援 of 2026.
withdrawn='/<consent .* signed-on="2025/s/ valid-to=/ withdrawn-on="2025-06-01"&/
    /<consent .* signed-on="2026/s/ valid-to=/ withdrawn-on="2026-01-20"&/'
for edit in '/<consent /s/ signed-on="[^"]*"//' "$withdrawn"; do
    rm -rf "$work/withheld" "$work/withheld.out"
    mkdir -p "$work/withheld/k"
    cp -R samples/masters "$work/withheld/masters"
    sed "$edit" samples/jihatsu-houmon/case.xml >"$work/withheld/k/case.xml"
    run 6 run --cases "$work/withheld" --form transition --as-of 2026-03-01 --form visit-letter -o "$work/withheld.out"
    says out '＝作成0件＋対象外0件＋禁止2件＋失敗0件'
    says err 'render-forbidden'
done
sed -i 's/<transition \([^>]*\) made-on="[^"]*"/<transition \1/' "$work/withheld/k/case.xml"
run 1 run --cases "$work/withheld" --form transition -o "$work/withheld.out"
says out '＋失敗1件'
exit $bad
