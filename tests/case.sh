#!/bin/sh
# case.sh BUILD: renkei-case from the command line: what it writes where, how it ends, and that what it does not have to
# change stays as it is.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=${1:-build}/renkei-case
tool=$(realpath "$tool")
render=$(realpath "${1:-build}/renkei-render")
check=$(realpath "${1:-build}/renkei-check")
root=$(pwd)
samples=$(realpath samples)
. tests/command.sh
cp -r "$samples/masters" "$work/masters"
cd "$work" || exit 2

run 0 new -o K-0009/case.xml --id K-0009
[ "$(stat -c %a K-0009 K-0009/case.xml | tr '\n' ' ')" = '700 600 ' ] || complain 'others may read a new case'
run 3 check K-0009/case.xml
says out '^K-0009/case.xml:[0-9]*:[0-9]*: error: .*\[casefile-unwritten\]$'
says out '^-- '
run 2 new -o K-0009/case.xml
says err 'draft-there'
run 0 new
says out '<case version="1" id="K-0001">'
run 2 new --service nope
run 2 new --plan plan-1
run 2 check
run 2 copy-plan nowhere.xml

mkdir K
cp "$samples/hodei-futoukou/case.xml" K/case.xml
run 0 copy-plan --dry-run K/case.xml
says out '^+  <plan id="plan-3"'
! grep -q '^-[^-]' out || complain 'to copy takes lines away'
cmp -s K/case.xml "$samples/hodei-futoukou/case.xml" || complain '--dry-run writes'
run 0 copy-plan -o K/other.xml K/case.xml
cmp -s K/case.xml "$samples/hodei-futoukou/case.xml" || complain '-o writes the file itself'
run 0 copy-month K/case.xml
silent out
diff "$samples/hodei-futoukou/case.xml" K/case.xml | grep '^<' && complain 'a new month changes other lines'
run 3 copy-month --month 2024-08 K/case.xml
says err 'draft-month-there'
run 3 copy-plan --plan nope K/case.xml
says err 'draft-no-plan'
# What is no case gets nothing put in; a name that no file can have is no fault of somebody else.
sed 's/<case /<chart /; s|</case>|</chart>|' K/other.xml >K/chart.xml
for verb in copy-plan copy-month; do
    run 3 $verb --dry-run K/chart.xml
    says err '^K/chart.xml:4: .*xml-root'
    silent out
done
run 5 new -o K/case.xml/x.xml
says err 'file-write'
[ -z "$(find . -name '.renkei-edit*')" ] || complain 'something is left beside the files'

# One event is typed once: every paper and every finding stays what it was.
for sample in hodei-futoukou ihan-mihon jihatsu-houmon koukou-jiritsu kyotaku-houmon; do
    mkdir -p "was/$sample" "is/$sample"
    cp "$samples/$sample/case.xml" "was/$sample/case.xml"
    cp "$samples/$sample/case.xml" "is/$sample/case.xml"
done
cp -r masters was/masters
cp -r masters is/masters
run 0 migrate --dry-run is/*/case.xml
says out '^+    <school-participation .* meeting="meeting-2">$'
says err 'draft-meeting-left'
diff -r was is >/dev/null || complain '--dry-run writes'
cp out shown
sed 's/how="会議"/how="会"/' was/koukou-jiritsu/case.xml >is/koukou-jiritsu/case.xml
run 3 migrate is/*/case.xml
silent out
cp was/koukou-jiritsu/case.xml is/koukou-jiritsu/case.xml
diff -r was is >/dev/null || complain 'one that is wrong, and others are rewritten'
run 2 migrate
run 2 migrate -
run 2 migrate -o K/other.xml is/ihan-mihon/case.xml
run 2 migrate is/ihan-mihon/case.xml nowhere.xml
run 0 migrate is/*/case.xml
cmp -s out shown || complain 'what is written is not what was shown'
cmp -s was/ihan-mihon/case.xml is/ihan-mihon/case.xml || complain 'what is not certain is rewritten'
run 0 migrate is/*/case.xml
silent out
# papers FOLDER: of each sample every form that it has, as a draft where it may not leave the office
papers() {
    for path in "$1"/*/case.xml; do
        sample=$(basename "$(dirname "$path")")
        for form in "$root"/templates/*/form.xml; do
            form=$(basename "$(dirname "$form")")
            paper=$1/$sample.$form.pdf
            "$render" --form "$form" -o "$paper" "$path" 2>/dev/null </dev/null ||
                "$render" --draft --form "$form" -o "$paper" "$path" 2>/dev/null </dev/null || true
        done
        "$check" --as-of 2025-10-01 "$path" 2>&1 | sed -e "s,^$1/,," -e 's/case.xml:[0-9]*/case.xml/' >"$1/$sample.check"
    done
}
papers was
papers is
[ "$(find was -name '*.pdf' | wc -l)" -gt 60 ] || complain 'there are hardly any papers'
for paper in was/*.pdf was/*.check; do
    cmp -s "$paper" "is/${paper#was/}" || complain "$paper is another one after migrate"
done
[ "$(find is -name '*.pdf' | wc -l)" = "$(find was -name '*.pdf' | wc -l)" ] || complain 'migrate makes other papers'

cp "$samples/hodei-futoukou/case.xml" K/case.xml
run 1 check --as-of 2024-08-01 K/case.xml
run 1 check --json --messages en --as-of 2024-08-01 K/case.xml
run 2 check --as-of 2024-13-01 K/case.xml
# A text that is that of another place: both places are told.
pasted='4月8日（月）は2回登校し、別室で過ごした。事業所では小さい集まりの活動に自分から加わり、片付けまでやりきった。'
awk -v t="$pasted" '/<school-sharing /{n++} n<3 && /<progress>/{sub(/<progress>.*<\/progress>/, "<progress>" t "</progress>")} {print}' \
    "$samples/hodei-futoukou/case.xml" >K/case.xml
run 1 check --as-of 2024-08-01 K/case.xml
says out 'case.xml:[0-9]*:[0-9]*: warning: G26 .*（比べた所：.*case.xml:[0-9]*）'
run 1 check --messages en --as-of 2024-08-01 K/case.xml
says out 'G26 .*(compared with: .*case.xml:[0-9]*)'
run 3 check --as-of 2024-07-10 "$samples/ihan-mihon/case.xml"
says out 'case.xml:[0-9]*:[0-9]*: error: [KNG][0-9]'
# No name of a person is said, but in what --dry-run shows of the file.
grep -n '相原' "$work/all" | grep -v '^[0-9]*:[-+ ]' && complain 'a name is said'
[ $bad = 0 ] && echo "case: good"
exit $bad
