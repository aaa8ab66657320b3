#!/bin/sh
# elements.sh BIN: templates/ELEMENTS.md is what the grammar of forms says, and what it says of what is left out is true:
# every shipped form prints the same when all of that is written.
set -u
cd "$(dirname "$0")/.." || exit 2
bin=$(realpath "${1:-build}")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
bad=0
python3 tests/elements.py >"$work/elements.md" || bad=1
cmp -s "$work/elements.md" templates/ELEMENTS.md || {
    echo "templates/ELEMENTS.md is not what templates/schema/form.rng says: make elements"
    bad=1
}
for form in templates/*/form.xml templates/shared/*.xml; do
    mkdir -p "$work/$(dirname "$form")"
    python3 tests/elements.py --with-defaults "$form" >"$work/$form" || bad=1
done
cp -R templates/items templates/schema "$work/templates"
cmp -s templates/plan/form.xml "$work/templates/plan/form.xml" && echo "nothing was written into plan" && bad=1
"$bin/renkei-batch" impact --from templates --to "$work/templates" --cases samples >"$work/told" 2>&1 || {
    grep -v '変わらない' "$work/told" | grep -B 1 '^  ' | head -n 6
    bad=1
}
[ $bad = 0 ] && echo "elements: good"
exit $bad
