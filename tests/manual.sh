#!/bin/sh
# manual.sh BUILD: the manuals say all there is: every diagnostic has its paragraph in a manual page, every option is in
# its program's, every element and function of the form language is in templates/README.md, those of the rules in
# templates/rules/README.md, every form in README.md.
set -u
cd "$(dirname "$0")/.." || exit 2
build=${1:-build}
bad=0
complain() {
    echo "$1"
    bad=1
}
for name in $(sed -n 's/^DIAG([A-Z_0-9]*, "\([a-z0-9-]*\)".*/\1/p' tools/lib/base/diag.def); do
    grep -q -- "$(echo "$name" | sed 's/-/\\\\\\?-/g')" tools/man/*.1 ||
        complain "man pages: no paragraph on [$name]"
done
for tool in renkei-render renkei-check renkei-batch renkei-preview; do
    for option in $("$build/$tool" --help | sed -n 's/^  \(-[a-zA-Z], \)\{0,1\}--\([a-z-]*\).*/\2/p'); do
        [ "$option" = help ] || grep -q -- "$option" "tools/man/$tool.1" || complain "$tool.1: no option --$option"
    done
done
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
for function in $(sed -n 's/^    {"\([a-z-]*\)", f_.*/\1/p' tools/lib/functions/functions.c); do
    grep -q "$function" templates/README.md || complain "templates/README.md: no function $function()"
done
for form in templates/*/form.xml; do
    name=$(basename "$(dirname "$form")")
    grep -q "^| \`$name\`" README.md || complain "README.md: no form $name"
done
[ $bad = 0 ] && echo "manuals: good"
exit $bad
