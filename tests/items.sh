#!/bin/sh
# items.sh BUILD: the official sheets of the yearly evaluation (templates/items). Each item of a set stands on its blank
# questionnaire once, with a case and without, and on the result sheets; what an office writes in its master goes before
# a set, another set takes its place, and documents are made anew when one is changed.
set -u
cd "$(dirname "$0")/.." || exit 2
build=$(realpath "${1:-build}")
tool=$build/renkei-batch
. tests/command.sh
root=$PWD
forms=$work/forms
mkdir "$forms" "$work/c"
cp -R templates/items templates/schema templates/shared templates/evaluation templates/evaluation-guardian \
    templates/evaluation-self templates/evaluation-result "$forms"
cp -R samples/masters samples/hodei-futoukou samples/jihatsu-houmon "$work/c"
case=$work/c/hodei-futoukou/case.xml
words_of() { # FORM, more arguments: the words of the paper, one text a line
    form=$1
    shift
    "$build/renkei-render" --form "$forms/$form/form.xml" -T bind "$@" 2>"$work/err" |
        sed -n 's/^ *text "\(.*\)" form=.*$/\1/p'
}
items_of() { sed -n 's/^  <item [^>]*>\(.*\)<\/item>$/\1/p' "$1"; }
is_told() { # what it is: whoever prints hears that the items are to be held against the original, once
    [ "$(grep -c 'bind-notice' "$work/err")" = 1 ] || complain "$1: it is not told once that items are to be held against the original"
}
has_set() { # what it is, SET, words of a paper
    items_of "$2" >"$work/want"
    grep -Fx -f "$work/want" "$3" >"$work/have"
    cmp -s "$work/want" "$work/have" || complain "$1: not each item of $(basename "$2") once, in order"
    seq 1 "$(grep -c . "$work/want")" >"$work/numbers"
    grep -B1 -Fx -f "$work/want" "$3" | grep -x '[0-9]*' | cmp -s - "$work/numbers" || complain "$1: numbers are wrong"
    grep -qFx "$(sed -n 's/^<questionnaire.* edition="\([^"]*\)".*$/\1/p' "$2")" "$3" ||
        complain "$1: which sheet it is, is not said"
}
houdei=$forms/items/houdei-guardian-2024-07.xml
jihatsu=$forms/items/jihatsu-guardian-2024-07.xml
self=$forms/items/houdei-self-2024-07.xml

# ---- the sets ----

for set in templates/items/*.xml; do
    sed -n 's/^<questionnaire kind="\([^"]*\)" service-kind="\([^"]*\)".*/\1 \2/p' "$set"
    sed -n 's/^  <item id="\([^"]*\)".*/\1/p' "$set" >>"$work/ids"
    sed -n 's/^  <item .* category="\([^"]*\)".*/\1/p' "$set" | uniq | sort | uniq -d | grep . && complain "$set: a category stands twice"
    # What has not been held against the original as a whole says so, to whoever prints it.
    grep -q '確かめられなかった\|まだない' "$set" && { grep -q ' unconfirmed="[1-9]' "$set" || complain "$set: it does not say what is to be held against the original"; }
    grep -q 'edition="[^"]*※' "$set" && complain "$set: a paper for parents has words for the office"
    grep -q '照合：' "$set" || complain "$set: it does not say what it was held against"
    grep -q "href=\"../items/$(basename "$set")\"" templates/shared/evaluation.xml || complain "$set: no form has it"
done >"$work/kinds"
[ -z "$(sort "$work/kinds" | uniq -d)" ] || complain "two sets of one kind and service"
[ -z "$(sort "$work/ids" | uniq -d)" ] || complain "an id stands twice"

# ---- blank ----

words_of evaluation-guardian --blank >"$work/words"
has_set 'blank without a case' "$houdei" "$work/words"
is_told 'blank without a case'
grep -qx '放課後等デイサービス' "$work/words" || complain "a blank sheet does not say of which service it is"
words_of evaluation-guardian --blank "$case" >"$work/words"
has_set 'blank with a case' "$houdei" "$work/words"
words_of evaluation-result --blank "$case" >"$work/words"
has_set 'blank result' "$houdei" "$work/words"
sed '/保育所等訪問/,/<\/service-use>/d; /<evaluation /,/<\/evaluation>/d' samples/hodei-futoukou/case.xml |
    sed 's/kind="放デイ" office="komorebi"/kind="児発" office="komorebi"/' >"$work/c/hodei-futoukou/young.xml"
words_of evaluation-guardian --blank "$work/c/hodei-futoukou/young.xml" >"$work/words"
has_set 'blank with a younger case' "$jihatsu" "$work/words"
words_of evaluation-guardian --blank "$work/c/jihatsu-houmon/case.xml" >"$work/words"
grep -q 'チェック項目：' "$work/words" && complain "a sheet of another service has the items of a set"
words_of evaluation-self --blank >"$work/words"
has_set 'blank self-evaluation' "$self" "$work/words"
words_of evaluation --blank >"$work/words"
grep -qx '放課後等デイサービス' "$work/words" && complain "a sheet without items is called one of a service"

# ---- with a case ----

sed -i 's|^</case>$|  <evaluation id="e-1" service="su-komorebi" kind="保護者評価" from="2024-07-01" to="2024-07-31" asked="10" answered="9"><item-result number="5" yes="7" neutral="1" no="1" unknown="0"/><item-result number="29" yes="9" neutral="0" no="0" unknown="0"/></evaluation>\n&|' "$case"
words_of evaluation-guardian --draft --as-of 2024-08-01 "$case" >"$work/words"
has_set 'with a case' "$houdei" "$work/words"
is_told 'with a case'
words_of evaluation-result --draft --as-of 2024-08-01 "$case" >"$work/words"
has_set 'result' "$houdei" "$work/words"
grep -A4 -Fx "$(items_of "$houdei" | sed -n 5p)" "$work/words" | tr '\n' ' ' | grep -q ' 7 1 1 0 $' || complain "the counts of an item are not beside it"
sed 's/number="29"/number="30"/' "$case" >"$work/c/hodei-futoukou/off.xml"
words_of evaluation-result --draft --as-of 2024-08-01 "$work/c/hodei-futoukou/off.xml" >"$work/words"
grep -q bind-fail "$work/err" || complain "a result of no item is printed"
sed 's/number="29"/number="5"/' "$case" >"$work/c/hodei-futoukou/off.xml"
words_of evaluation-result --draft --as-of 2024-08-01 "$work/c/hodei-futoukou/off.xml" >"$work/words"
grep -q casefile- "$work/err" || complain "two results of one item are let pass"

# ---- a changed set, and an office's own ----

make_all() { run 0 run --cases "$work/c" --form "$forms/evaluation-guardian/form.xml" --as-of 2024-08-01 -o "$work/town"; }
rm "$work/c/hodei-futoukou/off.xml" "$work/c/hodei-futoukou/young.xml"
rm -r "$work/c/jihatsu-houmon"
make_all
says out '作成1件'
make_all
says out '変更なし1件'
sed -i 's/>職員の配置数は適切であると思いますか。</>職員の人数は足りていると思いますか。</' "$houdei"
words_of evaluation-guardian --blank >"$work/words"
has_set 'another set' "$houdei" "$work/words"
sed 's/ unconfirmed="[^"]*"//' "$houdei" >"$work/held"
mv "$work/held" "$houdei"
words_of evaluation-guardian --blank >"$work/words"
has_set 'a set that was held against the original' "$houdei" "$work/words"
grep bind-notice "$work/err" && complain "a set that was held against the original is told not to be"
make_all
says out '作成1件＋'
sed -i 's|<questionnaire id="q-guardian"|<questionnaire id="q-own" kind="保護者評価" service-kind="放デイ"><item id="qo-1" category="満足度">また来たいですか。</item></questionnaire>&|' "$work/c/masters/office.xml"
for way in --blank '--draft --as-of 2024-08-01'; do
    # shellcheck disable=SC2086
    words_of evaluation-guardian $way "$case" >"$work/words"
    grep bind-notice "$work/err" && complain "$way: the office's own questionnaire is told not to be the original's"
    grep -qx 'また来たいですか。' "$work/words" || complain "$way: the office's own questionnaire is not printed"
    grep -q '職員の人数は' "$work/words" && complain "$way: the set is printed beside the office's own questionnaire"
done
cd "$root" || exit 2
exit $bad
