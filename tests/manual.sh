#!/bin/sh
# manual.sh BUILD: the manuals say all there is: every diagnostic has its paragraph in a manual page, every option is in
# its program's, every element, attribute and function of the form language is in templates/README.md, those of the
# rules in templates/rules/README.md, every form in README.md; the schemas of data and of forms name each of their
# elements and attributes in both languages, as messages do.
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
for name in $(sed -n 's/^DIAG([A-Z_0-9]*, "\([a-z0-9-]*\)".*/\1/p' tools/lib/base/diag.def); do
    grep -Eq "^\.It Sy (.* )?$(echo "$name" | sed 's/-/\\\\?-/g')( |$)" tools/man/*.1 ||
        complain "man pages: no paragraph on [$name]"
done
for tool in renkei-render renkei-check renkei-batch renkei-preview; do
    for option in $("$build/$tool" --help | sed -n 's/^  \(-[a-zA-Z], \)\{0,1\}--\([a-z-]*\).*/\2/p'); do
        [ "$option" = help ] || grep -q -- "$option" "tools/man/$tool.1" || complain "$tool.1: no option --$option"
    done
done
for tool in renkei-render renkei-check renkei-batch renkei-preview; do
    "$build/$tool" --help | sed -n 's/^  .*--[a-z-]*=\([^ ]*|[^ ]*\).*/\1/p' | tr '|' '\n' | grep -x '[a-z-]*[a-z]' |
        while read -r word; do
            grep -Eq "(Cm|\\|) $word\>" "tools/man/$tool.1" || echo "$tool.1: no word $word that an option takes"
        done
done >"$work/words"
[ ! -s "$work/words" ] || complain "$(cat "$work/words")"
for word in $(sed -n 's/.*<element name="\([a-z-]*\)".*/\1/p' templates/schema/rules.rng | sort -u) \
    $(sed -n 's/^    {"\([a-z-]*\)", f_.*/\1(/p' tools/lib/check/*.c); do
    grep -q -- "[<\`]$word" templates/rules/README.md || complain "templates/rules/README.md: no $word"
done
for element in $(sed -n 's/.*<element name="\([a-z-]*\)".*/\1/p' templates/schema/run.rng); do
    grep -q "<$element" tools/man/renkei-batch.1 || complain "renkei-batch.1: no element <$element> of the run file"
done
for element in $(sed -n 's/.*<element name="\([a-z-]*\)".*/\1/p' templates/schema/form.rng | sort -u); do
    grep -q "<$element>" templates/README.md || complain "templates/README.md: no element <$element>"
done
for attribute in $(sed -n 's/.*<attribute name="\([a-z-]*\)".*/\1/p' templates/schema/form.rng | sort -u); do
    grep -q -e "[^a-z-]$attribute=" -e "\`$attribute\`" templates/README.md ||
        complain "templates/README.md: no attribute $attribute"
done
for schema in calendar case form municipality office partners types; do
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
