#!/bin/sh
# batch_blanks.sh BUILD: blank forms for each child in a run (--blank, blank="yes", FORM@blank): each is a paper of its
# own beside the filled document, made, kept, issued, withdrawn and told as others, and never taken for the filled one.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=$(realpath "${1:-build}")/renkei-batch
render=$(realpath "${1:-build}")/renkei-render
. tests/command.sh
says_not() { # file, pattern
    ! grep -q -- "$2" "$work/$1" || complain "$1 says: $2"
}
sums() { # folder
    (cd "$1" && find . -name '*.pdf' ! -path './.renkei/*' -exec sha256sum {} + | sort -k 2)
}
root=$PWD
cd "$work" || exit 2
mkdir c
cp -R "$root/samples/masters" c/masters
for sample in hodei-futoukou koukou-jiritsu ihan-mihon; do
    mkdir c/$sample
    cp "$root/samples/$sample/case.xml" c/$sample
done
key=K-0001 case=c/hodei-futoukou/case.xml

# A run file and options ask for the same; the bytes are those of renkei-render. What a rule forbids (K-0003) is no
# reason not to hand out a blank one.
cat >run.xml <<'XML'
<run version="1" output="town">
  <cases folder="c"/>
  <form name="plan"/>
  <form name="consent"/>
  <form name="consent" blank="yes"/>
  <form name="plan" blank="yes"/>
  <form name="evaluation-guardian" blank="yes"/>
  <form name="pickup" blank="yes"/>
  <bundle to="household" gaps="name"/>
  <bundle to="partner"/>
</run>
XML
run 6 plan run.xml
says out '^K-0001	consent@blank	-	新規	K-0001/consent@blank.pdf	家庭 K-0001$'
says out '^K-0001	pickup@blank	-	新規	K-0001/pickup@blank.pdf$'
says out '^K-0003	plan	-	禁止	-$'
says out '^K-0003	plan@blank	-	新規	'
run 6 run run.xml
run 6 run --cases c --form plan --form consent --form consent@用紙 --blank plan --blank 保護者評価アンケート \
    --blank pickup --bundle household,gaps=name --bundle partner -o typed
sums town >town.sums
sums typed | cmp -s - town.sums || complain "options and a run file make other papers"
for form in consent plan evaluation-guardian pickup; do
    for sample in hodei-futoukou koukou-jiritsu ihan-mihon; do
        id=$(sed -n 's/^<case.* id="\([^"]*\)".*/\1/p; s/^ *<case .* id="\([^"]*\)".*/\1/p' c/$sample/case.xml | head -n 1)
        "$render" --blank --form $form -o one.pdf c/$sample/case.xml || complain "no blank $form of $sample"
        cmp -s one.pdf "town/$id/$form@blank.pdf" || complain "the bytes of $form@blank of $id are others"
    done
done
"$render" --form consent@blank -o one.pdf $case
cmp -s one.pdf town/$key/consent@blank.pdf || complain "renkei-render --form consent@blank is something else"

# In the envelope of the household, called what it is, and in no partner's; what could not be made is still named.
pdftotext -layout town/bundles/household/$key.pdf home.txt
says home.txt '同意に\?書（用紙）\|に関する同意書（用紙）'
says home.txt '保護者評価アンケート（用紙）'
for pdf in $(find town/bundles/partner -name '*.pdf' 2>/dev/null); do
    pdftotext -layout "$pdf" partner.txt
    says_not partner.txt '用紙'
done
pdftotext -layout town/bundles/household/K-0003.pdf gap.txt
says gap.txt '個別支援計画書（用紙）'
says gap.txt '同封できなかった\|お送りできなかった\|ほかに\|後日'

# Nothing changed, nothing is made. What it does not print changed: made again, with the same bytes, and not written.
# What it prints changed: another paper.
before=$(stat -c '%i %Y' town/$key/consent@blank.pdf)
run 6 run run.xml
says out '変更なし17件'
sed -i '0,/<gist>/s|<gist>|<gist>書き足した。|' $case
run 6 run --json run.xml
says out '"key":"K-0001","form":"plan@blank","state":"made".*"same":true\|"form":"plan@blank","state":"same"'
[ "$before" = "$(stat -c '%i %Y' town/$key/consent@blank.pdf)" ] || complain "the same bytes were written again"
run 6 run --force run.xml
cp town/$key/plan.pdf filled.pdf
cp town/$key/consent@blank.pdf first.pdf
run 6 release run.xml --reason 配布
run 0 verify -o town
sed -i '0,/<family>/s|<family>[^<]*|<family>別姓|' $case
run 6 run run.xml
cmp -s first.pdf town/$key/consent@blank.pdf && complain "the blank form has the old name"

# What was issued stays as it was until it is issued anew; index, reprint and withdrawal are of the paper alone.
run 0 index -o town $key
says out '^consent@blank	-	1	有効	[^	]*	[^	]*	-	'
says out '^consent	-	1	有効	[^	]*	[^	]*	2024-04-08	'
run 0 reprint -o town $key --blank consent --reason 紛失
run 0 print $key --blank consent --dry-run -o town
says out '^K-0001	consent@blank	-	第1版	'
run 0 release -o town $key --form consent@blank --reason 改姓
says out '^K-0001	consent@blank	-	差替え（第1版→第2版）$'
run 0 print $key --blank consent --dry-run -o town
says out '^K-0001	consent@blank	-	第2版	'
run 0 withdraw -o town $key --blank plan --reason 様式の改訂
run 0 index -o town $key
says out '^plan@blank	.*取下げ'
grep '^plan	' out >filled.row
says filled.row .
says_not filled.row '取下げ'
[ -f town/$key/plan.pdf ] || complain "the filled plan was withdrawn with the blank one"
run 0 verify -o town

# Who has not consented gets a paper to do so, and that is no consent: neither of the ledger nor of the rules.
mkdir d && cp -R c/masters d/masters && cp -R c/hodei-futoukou d/one
sed -i '/<consent /,/<\/consent>/d' d/one/case.xml
findings() { "${tool%-batch}-check" --as-of 2024-06-20 d/one/case.xml 2>&1; "${tool%-batch}-check" --due --days 60 --as-of 2024-06-20 d 2>&1; }
findings >findings.before
grep -q '同意' findings.before || complain "the sample without a consent lacks none"
run 0 run --cases d --form consent --blank consent -o due
says out '作成1件＋対象外1件'
[ -f due/K-0001/consent@blank.pdf ] || complain "who has not consented gets no paper to consent on"
[ ! -e due/K-0001/consent.pdf ] || complain "a blank form stands for a consent"
run 0 release -o due --reason 配布
findings | cmp -s - findings.before || complain "what is due is another thing with a blank form issued"

# A run without blank forms withdraws none silently; a decision does, and leaves the filled ones.
sed '/blank="yes"/d' run.xml >less.xml
run 7 run less.xml --roster run.xml
says err 'batch-roster'
[ -f town/$key/consent@blank.pdf ] || complain "what a run does not ask for is gone"
run 6 run less.xml --roster run.xml --accept-missing --reason 配り終えた
[ ! -e town/$key/consent@blank.pdf ] || complain "what was given up is there"
[ -f town/$key/consent.pdf ] || complain "the filled consent went with its blank form"
run 0 verify -o town

# When the years are over, what was issued of it goes with the rest.
mkdir x && cp -R c/masters x/masters && cp -R c/hodei-futoukou x/one
sed -i 's/start="2022-06-01">/start="2018-06-01" end="2020-08-31">/' x/one/case.xml
run 0 run --cases x --form consent --blank consent -o old
run 0 release -o old --reason 配布
run 0 expire -o old --reason 年限
says out '1人分、2版'
run 0 index -o old $key
says out '^consent@blank	-	1	廃棄 '
[ -z "$(find old/.renkei/issued -name '*.pdf')" ] || complain "the bytes of what was destroyed are there"

# In envelopes that are issued: the enclosed blank form is named, and given again with the others.
run 0 run --cases d --blank consent --blank evaluation-guardian --bundle household --month 2024-06 -o sent
run 0 release -o sent --bundles --month 2024-06 --reason 送付
run 0 reprint -o sent --bundle household/$key --month 2024-06 --reason 紛失
pdftotext -layout sent/再発行/*household*.pdf sent.txt
says sent.txt '（用紙）'
says sent.txt '再発行'

# Shards make the same, and merge their ledgers; a report has them in lines of their own.
for k in 1 2 3; do
    "$tool" run run.xml --shard $k/3 -o shards >ran 2>&1
done
run 6 merge run.xml -o shards
run 6 run run.xml -o whole
sums whole >whole.sums
sums shards | cmp -s - whole.sums || complain "shards make other blank forms"
run 6 report -o shards
says out '^consent@blank	-	3	0	0	0	'
run 6 report -o shards --pdf report.pdf
pdftotext -layout report.pdf report.txt
says report.txt '用紙'

# Impact: a change of a label is one of the blank paper, too, and nobody has to consent anew on it.
cp -R "$root/templates" new
sed -i 's/下記の説明者から/次の説明者から/' new/consent/form.xml
run 8 impact --from "$root/templates" --to new --cases c --form consent
says out '取り直'
run 8 impact --from "$root/templates" --to new --cases c --blank consent
cp out impact.blank
says out '^consent@blank'
says_not impact.blank '取り直\|同意の文'

# A withheld address is on no blank form; where a text that stays says it, there is none.
mkdir w && cp -R c/masters w/masters && cp -R c/hodei-futoukou w/one
sed -i 's/<address /<address withheld="yes" /' w/one/case.xml
run 0 run --cases w --blank consent --blank face-sheet --blank plan -o hidden
for pdf in hidden/K-0001/*.pdf; do
    pdftotext -layout "$pdf" hidden.txt
    says_not hidden.txt '14番地2'
done
sed -i 's/若葉台一丁目5番地/若葉台三丁目14番地2/' w/masters/office.xml
run 6 run --cases w --blank inquiry-reply -o hidden
says err 'render-withheld'
says out '禁止1件'

# What cannot be asked for is told, at its line.
sed 's/name="plan" blank="yes"/name="plan" blank="yes" edition="school"/' run.xml >bad.xml
run 3 run bad.xml -o none
says err 'bad.xml:6'
run 2 run --cases c --blank nothing -o none
says err 'form-unknown\|nothing'
run 2 expire --blank plan -o town --reason 整理
says err -- '--blank'
run 2 run --cases c -o none
says err -- '--blank'
[ ! -e none ] || complain "a folder was made for an order that cannot be read"
sed 's/name="plan" blank="yes"/name="consent" blank="yes"/' run.xml >bad.xml
run 3 run bad.xml -o twice
says err 'bad.xml:6.*batch-form-twice'
[ -z "$(find twice -name '*.pdf' 2>/dev/null)" ] || complain "something was made of an order that asks twice"
exit $bad
