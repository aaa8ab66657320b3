#!/bin/sh
# case.sh BUILD: renkei-case from the command line: what it writes where, how it ends, and that what it does not have to
# change stays as it is.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=${1:-build}/renkei-case
tool=$(realpath "$tool")
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
[ -z "$(find . -name '.renkei-edit*')" ] || complain 'something is left beside the files'

cp "$samples/hodei-futoukou/case.xml" K/case.xml
run 1 check --as-of 2024-08-01 K/case.xml
run 1 check --json --messages en --as-of 2024-08-01 K/case.xml
run 2 check --as-of 2024-13-01 K/case.xml
run 3 check --as-of 2024-07-10 "$samples/ihan-mihon/case.xml"
says out 'case.xml:[0-9]*:[0-9]*: error: [KNG][0-9]'
# No name of a person is said, but in what --dry-run shows of the file.
grep -n '相原' "$work/all" | grep -v '^[0-9]*:[-+ ]' && complain 'a name is said'
[ $bad = 0 ] && echo "case: good"
exit $bad
