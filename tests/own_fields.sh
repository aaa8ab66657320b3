#!/bin/sh
# own_fields.sh BUILD: follows the chapter 「自分の項目を足す」 of templates/README.md literally, in a folder of its own:
# writes its files, runs its commands, and looks for what it says one will see; then each tool with what was written.
# Comments before a fence:
#   <!-- own-fields: FILE [line "START"|before "WORDS"] -->   the XML is FILE, or stands for its line that begins with
#                                                            START, or before the first line that has WORDS
set -u
cd "$(dirname "$0")/.." || exit 2
build=$(realpath "${1:-build}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/fences" "$work/desk"
bad=0
complain() {
    echo "$1" >&2
    bad=1
}
unset RENKEI_LOCAL_RULES
awk -v place="$work/fences" -v chapter=自分の項目を足す -v mark=own-fields -f tests/fences.awk templates/README.md
ln -s "$build" "$work/desk/build"
cp -R samples "$work/desk/jirei"
cd "$work/desk" || exit 2
commands=0

type_xml() { # FENCE
    mark=$(cat "${1%.*}.mark") || complain "$1: no comment says where it goes"
    file=${mark%% *}
    start=$(printf '%s\n' "$mark" | sed -n 's/.* line "\(.*\)"$/\1/p')
    words=$(printf '%s\n' "$mark" | sed -n 's/.* before "\(.*\)"$/\1/p')
    if [ -n "$start" ]; then
        sed -e "/^ *$start/{r $1" -e 'd;}' "$file" >"$work/edited" && cat "$work/edited" >"$file"
    elif [ -n "$words" ]; then
        awk -v words="$words" -v part="$1" 'index($0, words) && !done { while ((getline l < part) > 0) print l; done = 1 }
            { print }' "$file" >"$work/edited" && cat "$work/edited" >"$file"
    else
        mkdir -p "$(dirname "$file")" && cat "$1" >"$file"
    fi
}

for fence in "$work"/fences/*; do
    case $fence in
    *.xml) type_xml "$fence" ;;
    *.sh)
        : >"$work/said"
        while read -r command; do
            $command >>"$work/said" 2>&1 || complain "$command: $(cat "$work/said")"
            commands=$((commands + 1))
        done <"$fence"
        ;;
    *.seen) grep -q '^<form' "$fence" || while read -r line; do grep -qF -- "$line" "$work/said" || complain "not seen: $line"; done <"$fence" ;;
    esac
done
[ "$commands" = 3 ] || complain "$commands commands: is the chapter there?"
case=jirei/hodei-futoukou/case.xml
build/renkei-render --form youshiki/clinic/form.xml --edition 学校 --as-of 2024-07-10 -T bind $case | grep -q '青木\|月に一回' &&
    complain 'the school is told'
build/renkei-render --form youshiki/clinic/form.xml -o without.pdf $case 2>"$work/said"
[ $? = 3 ] && grep -q edition-asked "$work/said" || complain 'a form with copies prints it for nobody in particular'

# What a form asks of a text that the grammar leaves free is the datum's fault; of a typed one the form's.
for fault in '<value select="child/k:clinic/k:note" as="era-date"/>:3' '<value select="era-date(child/k:clinic/k:note)"/>:3' \
    '<value select="child/k:clinic/k:note + 1"/>:3' '<value select="era-month(child/k:clinic/@since)"/>:4' \
    '<value select="child/k:clinic/@since" as="circled"/>:4'; do
    sed -e "s|<value.*k:note.*/>|${fault%:*}|" youshiki/clinic/form.xml >youshiki/clinic/fault.xml
    build/renkei-render --form youshiki/clinic/fault.xml --edition 控え -T bind $case >/dev/null 2>"$work/said"
    [ $? = "${fault##*:}" ] || complain "$fault: $(head -3 "$work/said")"
done

# A field of one guardian is not in the copy of another alone, whatever its grammar lets guardians see.
mkdir -p apart/youshiki && cp -R jirei/hodei-futoukou jirei/masters apart/
cat >apart/masters/fields.rng <<'END'
<grammar xmlns="http://relaxng.org/ns/structure/1.0" xmlns:r="urn:renkei:schema:1" ns="urn:example:kaze">
  <define name="own.guardian" combine="interleave">
    <optional><element name="mail" r:audience="保護者"><text/></element></optional>
  </define>
</grammar>
END
sed -i -e '/<k:clinic/,/<\/k:clinic>/d' apart/hodei-futoukou/case.xml
for guardian in guardian-1 guardian-2; do
    sed -i -e "/<guardian id=\"$guardian\"/,/<\/guardian>/s|</guardian>|<m:mail xmlns:m='urn:example:kaze'>mail of $guardian</m:mail></guardian>|" \
        apart/hodei-futoukou/case.xml
done
cat >apart/youshiki/form.xml <<'END'
<form name="mail" title="連絡先" fields="../masters/fields.rng" audience="guardian" xmlns:m="urn:example:kaze">
  <page size="A5"/>
  <body><p><value select="guardian/m:mail" join="、" missing="なし"/></p></body>
</form>
END
told() { # EDITION
    build/renkei-render --form apart/youshiki/form.xml --edition "$1" --as-of 2024-07-10 -T bind apart/hodei-futoukou/case.xml
}
told guardian | grep -q 'mail of guardian-1、mail of guardian-2' || complain 'both guardians: their fields are not told'
told guardian:guardian-2 >"$work/said" 2>&1
grep -q 'mail of guardian-2' "$work/said" || complain "guardian-2: $(head -3 "$work/said")"
grep -q 'mail of guardian-1' "$work/said" && complain 'guardian-2 is told the field of guardian-1'

# Each tool reads it, and none loses it.
clinic() { grep -c '<k:clinic' "$1"; }
build/renkei-check --as-of 2024-07-10 $case >"$work/said" 2>&1
grep -q 'K-0001.*E 0件' "$work/said" || complain "check: $(cat "$work/said")"
build/renkei-check --names jirei/hodei-futoukou >"$work/said" 2>&1 || complain "names: $(cat "$work/said")"
build/renkei-case copy-plan $case && [ "$(clinic $case)" = 1 ] || complain 'copy-plan: lost'
for mistake in 's/k:clinic\>/k:clinc/g:xml-element-similar' 's/k:note/note/g:xml-element-similar' \
    's/urn:example:kaze/urn:example:kase/:casefile-own-namespace' 's/ fields="[^"]*"//:casefile-own-unknown' \
    's/fields.rng/field.rng/:casefile-fields-read' 's/since="2023-05-01"/since="2023-02-30"/:xml-value-date' \
    's/since=/sinse=/:xml-attribute-similar' 's/<kana><family>あおき/<kana><family>青木/:casefile-reading'; do
    sed -e "${mistake%:*}" $case >jirei/hodei-futoukou/wrong.xml
    build/renkei-render -T case jirei/hodei-futoukou/wrong.xml >/dev/null 2>"$work/said"
    [ $? = 3 ] && grep -q "\[${mistake##*:}\]" "$work/said" || complain "$mistake: $(head -3 "$work/said")"
done
rm jirei/hodei-futoukou/wrong.xml
for mistake in 's/own.child/own.chlid/' 's/ref name="date"/ref name="dat"/' 's/r:audience="保護者"/r:audience="保護"/' \
    's/<define name="own.child"/<start><empty\/><\/start>&/' 's/name="k:clinic"/name="clinic"/' 's/<grammar/<gramar/'; do
    sed -e "$mistake" jirei/masters/fields.rng >jirei/masters/wrong.rng
    sed -e 's/fields.rng/wrong.rng/' $case >jirei/hodei-futoukou/wrong.xml
    build/renkei-render -T case jirei/hodei-futoukou/wrong.xml >/dev/null 2>"$work/said"
    [ $? = 4 ] || complain "$mistake ends with another code: $(head -3 "$work/said")"
done
rm jirei/hodei-futoukou/wrong.xml

# A workbook takes the case and leaves the field; a changed grammar makes its documents anew.
mkdir one && cp -R jirei/hodei-futoukou jirei/masters one/
sed -i -e '/<plan id="plan-3"/,/<\/plan>/d' one/hodei-futoukou/case.xml
build/renkei-sheet new 台帳 --cases one -o one.xlsx >"$work/said" 2>&1 || complain "sheet new: $(cat "$work/said")"
cp one/hodei-futoukou/case.xml before.xml
build/renkei-sheet read one.xlsx --cases one >"$work/said" 2>&1 || complain "sheet read: $(cat "$work/said")"
cmp -s before.xml one/hodei-futoukou/case.xml || complain 'the workbook changed the case'
build/renkei-batch run --cases one --form plan -o out >"$work/said" 2>&1 || complain "batch: $(cat "$work/said")"
build/renkei-batch run --cases one --form plan -o out 2>&1 | grep -q '変更なし1件' || complain 'batch: made again for nothing'
sed -i -e 's/かかりつけ医。/かかりつけのお医者。/' one/masters/fields.rng
build/renkei-batch run --cases one --form plan -o out 2>&1 | grep -q '変更なし1件' && complain 'batch: the grammar is no input'
build/renkei-batch verify -o out >"$work/said" 2>&1 || complain "verify: $(cat "$work/said")"

[ $bad = 0 ] && echo "own fields: $commands commands as the chapter says, and every tool"
exit $bad
