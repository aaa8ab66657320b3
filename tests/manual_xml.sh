#!/bin/sh
# manual_xml.sh BUILD: every piece of XML in the chapters 3 to 18 of templates/README.md is a form or a part of one, and
# composes with the data of chapter 2, filled and blank (those that name $case, with a sample). What belongs before
# the body of a form goes there; the rest is its body.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=$(realpath "${1:-build}")/renkei-render
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
mkdir "$work/form"
ln -s "$PWD/templates/shared" "$work/shared"
cp tests/record/pictures/*.svg tests/record/pictures/*.png "$work/form" # that the pieces about pictures name
awk '/<!-- first-form: youshiki\/ensoku.xml -->/ { wait = 1 } wait && /^```$/ { exit } on { print } wait && /^```xml/ { on = 1 }' \
    templates/README.md >"$work/ensoku.xml"

# Each fence as NUMBER-LINE.xml, the line being that of the manual.
awk -v place="$work/form" '
    /^## 3\. / { inside = 1 }
    /^## 19\. / { exit }
    inside && /^```xml/ { file = sprintf("%s/%04d.xml", place, NR); head = body = whole = ""; to = "body"; next }
    /^```/ && file {
        if (whole != "") print whole >file
        else {
            any = body ~ /[$]case\// ? "" : " data=\"any\""
            print "<form name=\"piece\" title=\"抜き書き\"" any ">" >file
            if (head !~ /name="base"/) print "<style name=\"base\" size=\"10pt\" pitch=\"15pt\"/>" >file
            if (head !~ /name="label"/) print "<style name=\"label\" like=\"base\"/>" >file
            print head (head ~ /<page/ ? "" : "<page/>") "\n<body>\n" (body == "" ? "<p>本文</p>" : body) "</body></form>" >file
        }
        close(file)
        file = ""
        next
    }
    !file { next }
    whole != "" || /^<(\?xml|parts)/ { whole = whole $0 "\n"; next }
    /^</ && !/^<\// { to = /^<(style|part|info|subject|recipient|page)[ >\/]/ ? "head" : "body" }
    to == "head" { head = head $0 "\n"; next }
    { body = body $0 "\n" }' templates/README.md

try() { # ARGUMENTS…
    "$tool" -T display "$@" >"$work/out" 2>"$work/said" && return
    sed 's/^/    /' "$work/said"
    bad=1
}
count=0
for form in "$work"/form/*.xml; do
    count=$((count + 1))
    line=$(basename "$form" .xml)
    if grep -q '^<parts>' "$form"; then
        mv "$form" "$work/parts.xml"
        printf '<form name="piece" title="部品" data="any"><include href="../parts.xml"/><page/><body><p>本文</p></body></form>\n' >"$form"
    fi
    data=$work/ensoku.xml
    grep -q 'data="any"' "$form" || data=samples/hodei-futoukou/case.xml
    before=$bad
    bad=0
    try --form "$form" "$data"
    try --form "$form" --blank
    [ $bad = 0 ] || echo "templates/README.md:$line: the XML from here does not compose"
    [ $before = 0 ] || bad=1
done
[ "$count" -ge 15 ] || { echo "only $count pieces: where are they?"; bad=1; }
[ $bad = 0 ] && echo "manual: $count pieces of XML compose"
exit $bad
