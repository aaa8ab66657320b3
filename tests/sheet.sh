#!/bin/sh
# sheet.sh BUILD: workbooks and back. What a workbook has is what the cases have: read again it changes nothing, and read
# into an empty folder it makes cases and masters from which every document is the same, byte for byte.
set -u
cd "$(dirname "$0")/.." || exit 2
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
sheet=$build/renkei-sheet
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
bad=0
complain() {
    echo "$1"
    bad=1
}
workbooks=$("$sheet" new -T layout | sed -n 's/^workbook //p')
[ "$(echo "$workbooks" | wc -l)" -ge 9 ] || complain "workbooks: $workbooks"

# ---- what was not changed changes nothing ----
cp -R samples "$work/same"
for name in $workbooks; do
    "$sheet" new "$name" --cases samples -o "$work/$name.xlsx" || complain "new $name"
    "$sheet" new "$name" --cases samples -o "$work/again.xlsx" && cmp "$work/$name.xlsx" "$work/again.xlsx" ||
        complain "$name is not the same bytes again"
    "$sheet" read "$work/$name.xlsx" --cases "$work/same" >"$work/echo" 2>"$work/told" || complain "read $name: $(cat "$work/told")"
    [ ! -s "$work/echo" ] || complain "$name unchanged, but: $(head -n 3 "$work/echo")"
    [ ! -s "$work/told" ] || complain "$name unchanged, but: $(head -n 3 "$work/told")"
done
diff -r samples "$work/same" >"$work/diff" || complain "what was not changed is another: $(head -n 5 "$work/diff")"

# ---- into an empty folder ----
mkdir "$work/made"
(
    cd "$work" || exit 1
    # shellcheck disable=SC2046
    "$sheet" read $(for name in $workbooks; do [ "$name" = はじめ ] || echo "$name.xlsx"; done) --cases made >echo 2>told
) || complain "into an empty folder: $(head -n 5 "$work/told")"
for case in samples/*/case.xml; do
    id=$(sed -n 's/.*<case .*id="\([^"]*\)".*/\1/p' "$case" | head -n 1)
    [ -f "$work/made/$id/case.xml" ] || {
        complain "no case $id was made"
        continue
    }
    "$build/renkei-render" --list "$case" | grep "	可$" | cut -f 1 >"$work/forms"
    while read -r form; do
        "$build/renkei-render" --form "$form" -o "$work/a.pdf" "$case" 2>"$work/a.told"
        "$build/renkei-render" --form "$form" -o "$work/b.pdf" "$work/made/$id/case.xml" 2>"$work/b.told"
        cmp -s "$work/a.pdf" "$work/b.pdf" || complain "$id: $form differs: $(head -n 2 "$work/b.told")"
    done <"$work/forms"
    [ "$(wc -l <"$work/forms")" -gt 3 ] || complain "$id: next to no forms"
done
# Once more from what was made: nothing changes.
for name in $workbooks; do
    "$sheet" new "$name" --cases "$work/made" -o "$work/again.xlsx" &&
        "$sheet" read "$work/again.xlsx" --cases "$work/made" >"$work/echo" 2>&1
    [ ! -s "$work/echo" ] || complain "$name of what was made: $(head -n 3 "$work/echo")"
done
# ---- cases that are made by the dozen, from and into ----
"${BUILD:-build}/release/tests/make_cases" "$work/many" 6 >/dev/null || complain "make_cases"
cp -R "$work/many" "$work/were"
for name in $workbooks; do
    "$sheet" new "$name" --cases "$work/many" -o "$work/again.xlsx" &&
        "$sheet" read "$work/again.xlsx" --cases "$work/many" >"$work/echo" 2>&1 || complain "made cases: $name"
    [ ! -s "$work/echo" ] || complain "made cases, $name: $(head -n 3 "$work/echo")"
done
diff -r "$work/many" "$work/were" >"$work/diff" || complain "made cases are others: $(head -n 5 "$work/diff")"
# Into an empty folder, in whatever order a shell names the files: what is made says the same, to the byte of its workbooks.
"${BUILD:-build}/release/tests/make_cases" "$work/twenty" 20 >/dev/null || complain "make_cases"
mkdir "$work/books" "$work/empty"
for name in $workbooks; do
    [ "$name" = はじめ ] || "$sheet" new "$name" --cases "$work/twenty" -o "$work/books/$name.xlsx" || complain "twenty: $name"
done
"$sheet" read "$work"/books/*.xlsx --cases "$work/empty" >"$work/echo" 2>"$work/told" || complain "twenty: $(head -n 3 "$work/told")"
[ ! -s "$work/told" ] || complain "twenty: $(head -n 3 "$work/told")"
for name in $workbooks; do
    [ "$name" = はじめ ] || "$sheet" new "$name" --cases "$work/empty" -o "$work/again.xlsx"
    [ "$name" = はじめ ] || cmp "$work/books/$name.xlsx" "$work/again.xlsx" || complain "twenty: $name of what was made is another"
done

# ---- the first plan: はじめ alone is enough ----
mkdir "$work/first"
"$sheet" read "$work/はじめ.xlsx" --cases "$work/first" >"$work/echo" 2>"$work/told" || complain "はじめ: $(head -n 3 "$work/told")"
for case in "$work"/first/*/case.xml; do
    "$build/renkei-render" --form plan -o "$work/a.pdf" "$case" 2>"$work/told" || complain "はじめ makes no plan: $(head -n 2 "$work/told")"
done

# ---- for statistics: with --no-names nothing that names anybody ----
"$sheet" export 台帳 保護者 --cases samples >"$work/all.csv" && grep -q 相原 "$work/all.csv" || complain "no names in all"
"$sheet" export 台帳 保護者 --cases samples --no-names >"$work/few.csv" || complain "export"
[ "$(wc -l <"$work/all.csv")" = "$(wc -l <"$work/few.csv")" ] || complain "records are missing"
grep -q 'guardian-1,はい' "$work/few.csv" || complain "next to nothing is left"
grep -E '相原|あいはら|東海県|0000-00|母' "$work/few.csv" && complain "--no-names tells names"
"$sheet" export 台帳 保護 --cases samples >"$work/none" 2>&1 && complain "a sheet that is none"
[ $bad = 0 ] && echo "sheet: good"
exit $bad
