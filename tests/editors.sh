#!/bin/sh
# editors.sh: every shipped form, case and master says where its grammar is (<?xml-model?>), and is valid by it in the
# engines of editors: jing (VS Code's Red Hat XML, oXygen), libxml2 (xmllint) and Emacs (nxml-mode), which also completes
# what the grammar allows and finds what it does not (tests/editors/asks). The grammars that Emacs reads are made of
# ours (make emacs).
set -u
cd "$(dirname "$0")/.." || exit 2
build=${BUILD:-build}
make -s BUILD="$build" emacs-run || exit 2
bad=0
complain() {
    echo "$1"
    bad=1
}
files=$(ls templates/*/form.xml templates/shared/*.xml samples/*/case.xml samples/masters/*.xml templates/items/*.xml
    grep -l '^<form ' templates/batch/*.xml)
for file in $files; do
    href=$(sed -n '1s/^<?xml version="1.0" encoding="UTF-8"?><?xml-model href="\([^"]*\)" schematypens="http:\/\/relaxng.org\/ns\/structure\/1.0"?>$/\1/p' "$file")
    grammar=$(dirname "$file")/$href
    if [ -z "$href" ] || [ ! -f "$grammar" ]; then
        complain "$file: no <?xml-model?> on its first line that leads to a grammar"
        continue
    fi
    xmllint --noout --relaxng "$grammar" "$file" 2>/dev/null || complain "$file: xmllint finds an error by $grammar"
    echo "$file" >>"$build/editors.$(basename "$grammar" .rng)"
done
for list in "$build"/editors.*; do
    grammar=templates/schema/${list##*.}.rng
    # shellcheck disable=SC2046
    said=$(jing "$grammar" $(cat "$list")) || complain "jing, by $grammar: $said"
    rm "$list"
done
# shellcheck disable=SC2086
emacs -Q --batch -l tests/editors/nxml.el -f renkei-check-all "$build/emacs/schemas.xml" tests/editors/asks $files 2>/dev/null || complain "Emacs does not do as it should"
[ $bad = 0 ] && echo "editors: good"
exit $bad
