#!/bin/sh
# twin.sh BUILD: renkei-case anonymize: the twins of all samples, of made cases and of cases with a fault have the shape
# of what they are twins of, and nothing else of it.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=$(realpath "${1:-build}/renkei-case")
render=$(realpath "${1:-build}/renkei-render")
check=$(realpath "${1:-build}/renkei-check")
. tests/command.sh
judge() {
    python3 tests/twin.py "$@" >"$work/judged" || complain "$(head -n 5 "$work/judged")"
}
twin_of() { # folder
    find "$1" -name case.xml
}

# All samples at once: one set of masters, of which each name has one twin.
run 0 anonymize samples/*/case.xml -o "$work/every/"
says err 'twin-kept'
! grep -q 'twin-differs' "$work/err" || complain "$(cat "$work/err")"
[ "$(find "$work/every" -type f | wc -l)" = 15 ] || complain 'not eleven cases and four masters'
for kind in office partners municipality calendar; do
    judge shape "samples/masters/$kind.xml" "$work/every/masters/$kind.xml"
done
judge left samples/*/case.xml samples/masters/*.xml -- $(find "$work/every" -name '*.xml')
families=$(sed -n 's|.*<family>\(.*\)</family>.*|\1|p' samples/kyoudai-ani/case.xml samples/kyoudai-imouto/case.xml | sort -u | wc -l)

forms=$(ls templates/*/form.xml | sed -e 's|templates/||' -e 's|/form.xml||' -e '/^batch/d')
for case in samples/*/case.xml; do
    name=$(basename "$(dirname "$case")")
    run 0 anonymize "$case" -o "$work/$name/"
    ! grep -q 'twin-differs' "$work/err" || complain "$(cat "$work/err")"
    is=$(twin_of "$work/$name")
    judge shape "$case" "$is"
    judge left "$case" samples/masters/*.xml -- "$is" "$work/$name"/masters/*.xml
    judge found "$check" "$case" "$is"
    # Every form with the longest sample; of the others what they are for.
    case $name in
    hodei-futoukou)
        judge papers "$render" "$case" "$is" $forms
        judge exact "$render" "$case" "$is" plan schedule consent
        ;;
    *) judge papers "$render" "$case" "$is" plan visit-letter envelope service-result ;;
    esac
done

# Brothers keep their name.
run 0 anonymize samples/kyoudai-ani/case.xml samples/kyoudai-imouto/case.xml -o "$work/both/"
count=$(sed -n 's|.*<family>\(.*\)</family>.*|\1|p' "$work"/both/*/case.xml | sort -u | wc -l)
[ "$count" = "$families" ] || complain "brothers have $count family names, not $families"

# The same files, the same twin; another seed, another one; a twin has a twin.
run 0 anonymize samples/kyotaku-houmon/case.xml -o "$work/again/"
diff -r "$work/kyotaku-houmon" "$work/again" >/dev/null || complain 'the same files have another twin'
run 0 anonymize --seed other samples/kyotaku-houmon/case.xml -o "$work/seed/"
[ "$(basename "$(dirname "$(twin_of "$work/seed")")")" != "$(basename "$(dirname "$(twin_of "$work/again")")")" ] ||
    complain 'another seed has the same twin'
run 0 anonymize "$(twin_of "$work/again")" -o "$work/second/"
! grep -q 'twin-differs' "$work/err" || complain "$(cat "$work/err")"
judge shape samples/kyotaku-houmon/case.xml "$(twin_of "$work/second")"

# One file beside its masters. Nothing is written over, and nothing written where something would be.
mkdir "$work/one"
run 0 anonymize samples/kyotaku-houmon/case.xml -o "$work/one/t.xml"
[ "$(ls "$work/one" | tr '\n' ' ')" = 't-calendar.xml t-municipality.xml t-office.xml t-partners.xml t.xml ' ] ||
    complain "files: $(ls "$work/one")"
grep -q '<masters office="t-office.xml" partners="t-partners.xml"' "$work/one/t.xml" || complain 'masters of elsewhere'
judge found "$check" samples/kyotaku-houmon/case.xml "$work/one/t.xml"
rm "$work/one/t.xml"
cp "$work/one/t-office.xml" "$work/office"
run 2 anonymize samples/kyotaku-houmon/case.xml -o "$work/one/t.xml"
says err 'draft-there'
cmp -s "$work/office" "$work/one/t-office.xml" || complain 'a file is written over'
[ ! -e "$work/one/t.xml" ] || complain 'some of the files are written'
run 2 anonymize samples/kyotaku-houmon/case.xml
run 2 anonymize -o "$work/none/"
run 2 anonymize - -o "$work/none/"
run 2 anonymize samples/kyotaku-houmon/case.xml samples/kyoudai-ani/case.xml -o "$work/t.xml"
for name in '' t "$work/none" "$work/none.pdf"; do
    run 2 anonymize samples/kyotaku-houmon/case.xml -o "$name"
    says err '\[usage\]'
done
for name in "$work/one/t-office.xml/t.xml" "$work/one/t-office.xml/t/" "$work/$(printf '%0300d' 1).xml"; do
    run 5 anonymize samples/kyotaku-houmon/case.xml -o "$name"
    says err 'file-write'
done
run 2 anonymize nowhere.xml -o "$work/none/"
echo taken >"$work/taken"
run 2 anonymize samples/kyotaku-houmon/case.xml -o "$work/taken/"
says err 'draft-there'
run 2 check --seed x samples/kyotaku-houmon/case.xml
[ ! -e "$work/none" ] || complain 'something is written'

# One file by two names has one twin; a case that names itself has one that does. What belongs to XML says nothing else.
mkdir -p "$work/links" "$work/self"
ln -s "$(realpath samples/kyotaku-houmon/case.xml)" "$work/links/case.xml"
ln -s "$(realpath samples/masters)" "$work/masters"
run 0 anonymize samples/kyotaku-houmon/case.xml "$work/links/case.xml" -o "$work/linked/"
[ "$(find "$work/linked" -type f | wc -l)" = 5 ] || complain "one file has several twins: $(find "$work/linked" -type f)"
sed -e 's|partners="../masters/partners.xml"|partners="case.xml"|' -e '0,/<address /s||<address xml:id="aiharaminato" xml:lang="ja" |' \
    -e 's|<phone>|<phone xml:lang="ja-aihara" xml:space="preserve">|' samples/kyotaku-houmon/case.xml >"$work/self/case.xml"
run 0 anonymize "$work/self/case.xml" -o "$work/selves/"
! grep -q 'twin-differs' "$work/err" || complain "$(cat "$work/err")"
! grep -q 'aihara' "$(twin_of "$work/selves")" || complain 'an attribute of XML keeps a name'
grep -q 'xml:lang="ja" ' "$(twin_of "$work/selves")" || complain 'a language is another'

# A rule of one's own that looks for what no twin keeps is told.
mkdir "$work/local"
cat >"$work/local/rules.xml" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<rules version="1" title="試み">
  <rule id="L1" source="試み" source-en="A trial" from="2020-04-01">
    <title>住所の町</title>
    <title-en>The town of an address</title-en>
    <explain>試みの要件です。</explain>
    <explain-en>A trial.</explain-en>
    <check context="child/address">
      <assert test="contains(., '葉野')" severity="W" repair="child/address（住所）">
        <message>ほかの町です</message>
        <message-en>another town</message-en>
      </assert>
    </check>
  </rule>
</rules>
XML
run 0 anonymize --local-rules "$work/local" samples/kyotaku-houmon/case.xml -o "$work/told/"
says err 'L1.*\[twin-differs\]'

# Made cases.
"${BUILD:-build}/release/tests/make_cases" "$work/made" 24 >/dev/null || complain 'make_cases'
run 0 anonymize "$work"/made/K-*/case.xml -o "$work/made-twins/"
! grep -q 'twin-differs' "$work/err" || complain "$(head -n 3 "$work/err")"
[ "$(twin_of "$work/made-twins" | wc -l)" = 24 ] || complain 'not 24 twins'
judge left "$work"/made/K-*/case.xml "$work"/made/masters/*.xml -- $(find "$work/made-twins" -name '*.xml')
run 0 anonymize "$work/made/K-00003/case.xml" -o "$work/made-one/"
judge papers "$render" "$work/made/K-00003/case.xml" "$(twin_of "$work/made-one")" plan service-record

# What is wrong is wrong in the same place; what is no XML has no twin.
twins=0
for case in tests/bad/*/case.xml; do
    name=$(basename "$(dirname "$case")")
    "$tool" anonymize "$case" -o "$work/bad-$name/" >"$work/out" 2>"$work/err"
    case $? in
    0)
        twins=$((twins + 1))
        judge found "$check" "$case" "$(twin_of "$work/bad-$name")"
        ;;
    2 | 3) [ ! -e "$work/bad-$name" ] || complain "$name: something is written" ;;
    *) complain "$name: ends $?: $(head -n 1 "$work/err")" ;;
    esac
done
[ "$twins" -ge 30 ] || complain "only $twins bad cases have twins"
[ "$bad" = 0 ] && echo "twin: good"
exit $bad
