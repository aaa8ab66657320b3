#!/bin/sh
# review.sh BUILD: who does what renkei-preview --review says breaks nothing: a style, a part or a variable that it calls
# unused is taken out of the form, and the document is the same; and the worst is told first.
set -u
cd "$(dirname "$0")/.." || exit 2
build=$(realpath "${1:-build}")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
bad=0
complain() {
    echo "$1"
    bad=1
}
pages() { # form, data
    "$build/renkei-render" -T display --form "$1" "$2" 2>"$work/err" | sed 's/ form=.*//'
}
mkdir -p "$work/tests"
cp -R templates samples "$work"
cp -R tests/forms "$work/tests"
tried=0
for form in templates/*/form.xml tests/forms/*/form.xml; do
    folder=$(dirname "$form")
    data=$folder/data.xml
    [ -f "$data" ] || data=samples/hodei-futoukou/case.xml
    "$build/renkei-preview" --review --json --case "$data" "$form" >"$work/out" 2>"$work/told"
    cat "$work/out" >>"$work/told"
    sed -n 's/.*"severity":"\([a-z]*\)".*/\1/p' "$work/told" | sed 's/error/1/; s/warning/2/; s/note/3/' >"$work/order"
    sort -c "$work/order" 2>/dev/null || complain "$form: the worst is not first"
    python3 - "$form" "$work/told" <<'PY' >"$work/form" || continue
import json, sys
import xml.dom.minidom as dom
unused = {}
for line in open(sys.argv[2]):
    said = json.loads(line) if line.startswith("{") else {}
    kind = {"review-style-unused": "style", "review-part-unused": "part", "review-let-unused": "let"}.get(said.get("code"))
    if kind:
        unused.setdefault((kind, said["args"][0]), 0)
if not unused:
    sys.exit(1)
tree = dom.parse(sys.argv[1])
for (kind, name) in unused:
    found = [n for n in tree.getElementsByTagName(kind) if n.getAttribute("name") == name]
    assert found, (kind, name)
    for node in found:
        node.parentNode.removeChild(node)
print(tree.documentElement.toxml())
PY
    before=$(pages "$form" "$data")
    cp "$work/form" "$work/$form" # what it includes is where it was
    after=$(pages "$work/$form" "$data")
    [ -n "$before" ] || before=$after # it cannot be made of this case, before or after
    [ "$before" = "$after" ] || complain "$form: taking out what is called unused changes it: $(head -n 1 "$work/err")"
    tried=$((tried + 1))
done
[ "$tried" -gt 0 ] || complain "no form has anything that is unused"
[ $bad = 0 ] && echo "review: good ($tried forms)"
exit $bad
