#!/bin/sh
# batch_copies.sh BUILD: copies in a run (edition of form): each is a document of its own, in the envelope of its reader
# alone; what a reader may not know is in none that they get, and what the consents do not cover is not made.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=$(realpath "${1:-build}")/renkei-batch
. tests/command.sh
says_not() { # file, pattern
    ! grep -q -- "$2" "$work/$1" || complain "$1 says: $2"
}
root=$PWD
cd "$work" || exit 2
mkdir -p c/K-0001 c/K-0002
cp -R "$root/samples/masters" c/masters
hodei=$root/samples/hodei-futoukou/case.xml
# What is marked as not for the school; and a child whose consents name nobody.
sed '0,/<gist>/s|<gist>|<gist audience="保護者">ひみつの言葉。|' "$hodei" >c/K-0001/case.xml
sed 's/ id="K-0001"/ id="K-0002"/; s|<consent id|<consent renewed-on="2024-04-01" id|' "$hodei" |
    sed '/<partner-ref/d; s/ renewed-on="2024-04-01"//' >c/K-0002/case.xml
cat >run.xml <<'XML'
<run version="1" as-of="2024-06-20" output="town">
  <cases folder="c"/>
  <form name="plan" edition="保護者"/>
  <form name="plan" edition="school"/>
  <form name="plan" edition="控え"/>
  <bundle to="household"/>
  <bundle to="partner"/>
</run>
XML
run 6 run run.xml
says out '禁止1件'
says err 'K-0002.plan@school.-.禁止'
for copy in guardian school archive; do
    [ -f "town/K-0001/plan@$copy.pdf" ] || complain "no copy for $copy"
done
[ ! -e town/K-0002/plan@school.pdf ] || complain "a copy that no consent covers was made"

# In the envelopes: theirs, and nobody else's.
pdftotext -layout town/bundles/household/K-0001.pdf home.txt
says home.txt '個別支援計画書（保護者用）'
says_not home.txt '学校用'
says_not home.txt '控え'
set -- town/bundles/partner/*/K-0001.pdf
[ $# = 1 ] && [ -f "$1" ] || complain "not one envelope for the school: $*"
pdftotext -layout "$1" school.txt
says school.txt '個別支援計画書（学校用）'
says_not school.txt '保護者用'
[ -z "$(find town/bundles/partner -name 'K-0002.pdf')" ] || complain "an envelope without its copy was made"
run 0 verify -o town

# Nothing changed, nothing is made; the copies are issued, told, and given again by the same name.
run 6 run run.xml
says out '変更なし5件'
run 0 release -o town K-0001 --reason 交付
run 0 index -o town K-0001
says out '^plan@school'
run 0 reprint -o town K-0001 --form plan@school --reason 再送
run 6 report -o town
says out '^plan@guardian'

# By an option it is the same run; a plain form beside its copy is another document.
run 0 run -o typed --cases c/K-0001/case.xml --as-of 2024-06-20 --form plan@学校 --form schedule
cmp -s town/K-0001/plan@school.pdf typed/K-0001/plan@school.pdf || complain "another copy by an option"

# Consents that were withdrawn after the issue: neither the copy for the school nor an envelope with it leaves the house
# once more, in the month of the issue or seen from a later one; what is for others does. Given anew, it goes.
cat >months.xml <<'XML'
<run version="1" as-of="2024-06-20" month="2024-06" output="months">
  <cases folder="m"/>
  <form name="plan"/>
  <form name="plan" edition="school"/>
  <form name="plan" edition="guardian"/>
  <form name="school-sharing"/>
  <bundle to="household"/>
  <bundle to="partner"/>
</run>
XML
sed 's/2024-06"/2024-07"/; s/as-of="2024-06-20"/as-of="2024-07-20"/' months.xml >july.xml
mkdir -p m/K-0001
cp -R c/masters m/masters
cp "$hodei" m/K-0001/case.xml
run 0 run months.xml
run 0 release months.xml --bundles --reason 定例
run 0 release months.xml --reason 定例
held_back() { # what is kept back of a print of all, in order
    run "$1" print K-0001 --bundle partner/wakabadai/K-0001 --month 2024-06 --again --dry-run -o months
    awk -F '\t' '/写しを渡す同意がない/ { printf "%s ", $1 "/" $2 }' out >held
    [ "$(cat held)" = "$2" ] || complain "held back: $(cat held) instead of $2"
}
held_back 0 ''
sed -i 's/<consent id/<consent withdrawn-on="2024-06-10" id/' m/K-0001/case.xml
run 6 run july.xml # the papers of June stay as they are
held_back 1 'K-0001/plan@school partner/wakabadai/K-0001/partner '
says err 'K-0001/plan@school.*batch-issued-no-consent'
run 1 reprint K-0001 --form plan@school --reason 紛失 -o months
says err 'batch-issued-no-consent'
run 1 reprint --bundle partner/wakabadai/K-0001 --month 2024-06 --reason 紛失 -o months
run 0 reprint K-0001 --form plan@guardian --reason 紛失 -o months
run 0 reprint K-0001 --form plan --reason 紛失 -o months
run 6 run july.xml # the same verdict, not judged again
held_back 1 'K-0001/plan@school partner/wakabadai/K-0001/partner '
run 1 print K-0001 --form plan@school --json --again --dry-run -o months
says out '"print":"no-consent"'
says out '"no-consent":1}$'
sed -i 's/ withdrawn-on="2024-06-10"//' m/K-0001/case.xml
run 0 run july.xml
held_back 0 ''
run 0 reprint K-0001 --form plan@school --reason 紛失 -o months
run 0 verify -o months

# Of shards the same copies in the same envelopes, which merge makes.
for k in 1 2; do
    "$tool" run months.xml --shard $k/2 -o shards >ran 2>&1 || complain "shard $k: $(cat ran)"
done
run 0 merge months.xml -o shards
run 0 run months.xml -o whole
for folder in shards whole; do
    (cd $folder && find . -name '*.pdf' ! -path './.renkei/*' -exec sha256sum {} + | sort -k 2) >$folder.sums
done
[ "$(grep -c bundles/ whole.sums)" = 2 ] || complain "not two envelopes: $(cat whole.sums)"
cmp -s shards.sums whole.sums || complain "shards make other copies or envelopes: $(diff shards.sums whole.sums | head -n 4)"
run 0 verify -o shards

# Whose copy it is must be known, and the form must be for them; the line is told.
sed 's/edition="school"/edition="父"/' run.xml >bad.xml
run 2 run bad.xml -o none
says err 'bad.xml:4.*保護者・学校・相談支援事業所・控え'
sed 's/edition="school"/edition=""/' run.xml >bad.xml
run 3 run bad.xml -o none
says err 'bad.xml:4'
[ ! -e none ] || complain "a folder was made for an order that cannot be read"
sed 's/edition="school"/edition="保護者"/' run.xml >bad.xml
run 3 run bad.xml -o none
says err 'batch-form-twice'
sed 's/name="plan" edition="school"/name="year-overview" edition="school"/' run.xml >bad.xml
run 4 run bad.xml -o none
says err 'edition-not-for'
exit $bad
