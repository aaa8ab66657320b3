#!/bin/sh
# pictures.sh BUILD [--sums]: the table of samples/README.md tells how the samples come out today; the figures of
# templates/README.md are made of forms that compose, they show what these compose today, and the manual shows them all. templates/pictures/SUMS has what each form composed when its
# figure was made, so that no picture need be drawn; --sums prints that of today.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=${1:-build}/renkei-render
figures=templates/pictures
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
complain() {
    echo "$1" >&2
    bad=1
}

for form in "$figures"/*.xml; do
    name=$(basename "$form" .xml)
    [ "$name" = data ] && continue
    "$tool" -T display --form "$form" "$figures/data.xml" >"$work/display" || complain "$form does not compose"
    printf '%s  %s\n' "$(sha256sum <"$work/display" | cut -d ' ' -f 1)" "$name"
done >"$work/sums"
if [ "${2:-}" = --sums ]; then
    cat "$work/sums"
    exit $bad
fi
diff "$figures/SUMS" "$work/sums" || complain 'a figure is stale: make pictures'
sed -n '/<!-- states/,/<!-- \/states/p' samples/README.md >"$work/told"
sh samples/states.sh "${1:-build}" >"$work/states"
diff "$work/told" "$work/states" || complain 'samples/README.md: the table is stale: make pictures'
for picture in "$figures"/*.png; do
    name=$(basename "$picture" .png)
    [ -f "$figures/${name%-[0-9]}.xml" ] || complain "$picture: no form"
    grep -q "(pictures/$name.png)" templates/README.md || complain "$picture: not in templates/README.md"
    [ "$(wc -c <"$picture")" -lt 60000 ] || complain "$picture: too large"
done
exit $bad
