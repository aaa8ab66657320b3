#!/bin/sh
# manual.sh BUILD: the manuals say all there is: the manual pages (manual_pages.sh) what the programs have, every element,
# attribute and function of the form language is in templates/README.md, those of the rules in
# templates/rules/README.md, every form in README.md; the schemas of data and of forms name each of their elements and
# attributes in both languages, as messages do.
set -u
cd "$(dirname "$0")/.." || exit 2
build=${1:-build}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
bad=0
complain() {
    echo "$1"
    bad=1
}
sh tests/manual_pages.sh "$build" || bad=1
for word in $(sed -n 's/.*<element name="\([a-z-]*\)".*/\1/p' templates/schema/rules.rng | sort -u) \
    $(sed -n 's/^    {"\([a-z-]*\)", f_.*/\1(/p' tools/lib/check/*.c); do
    grep -q -- "[<\`]$word" templates/rules/README.md || complain "templates/rules/README.md: no $word"
done
for element in $(sed -n 's/.*<element name="\([a-z-]*\)".*/\1/p' templates/schema/form.rng | sort -u); do
    grep -q "<$element[ />]" templates/README.md || complain "templates/README.md: no element <$element>"
done
for attribute in $(sed -n 's/.*<attribute name="\([a-z-]*\)".*/\1/p' templates/schema/form.rng | sort -u); do
    grep -q -e "[^a-z-]$attribute=" -e "\`$attribute[\`=]" templates/README.md ||
        complain "templates/README.md: no attribute $attribute"
done
for schema in calendar case form mapping municipality office partners types; do
    awk -v file="templates/schema/$schema.rng" '
        function told(in_language) { return index($0, "<a:documentation xml:lang=\"" in_language "\">") }
        within { within = !/<\/a:documentation>/; next }
        lacks == "ja" && told("ja") { lacks = "en"; found = 1 }
        lacks == "en" && told("en") { lacks = ""; found = 1 }
        found { within = !/<\/a:documentation>/; found = 0; next }
        lacks != "" { print file ":" line ": not named in " lacks; lacks = "" }
        /<(element|attribute) name=/ { lacks = "ja"; line = NR }' "templates/schema/$schema.rng"
done >"$work/unnamed"
[ ! -s "$work/unnamed" ] || complain "$(cat "$work/unnamed")"
for function in $(sed -n 's/^    {"\([a-z-]*\)", f_.*/\1/p' tools/lib/functions/functions.c); do
    grep -q "$function" templates/README.md || complain "templates/README.md: no function $function()"
done
for form in templates/*/form.xml; do
    name=$(basename "$(dirname "$form")")
    grep -q "^| \`$name\`" README.md || complain "README.md: no form $name"
done
[ $bad = 0 ] && echo "manuals: good"
exit $bad
