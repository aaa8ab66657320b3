#!/bin/sh
# sheet_map.sh BUILD: the CSV of another program by a mapping: what it says is in the cases, once, and in the documents;
# two children of one name or number are asked back; what is wrong anywhere leaves every file as it was.
set -u
cd "$(dirname "$0")/.." || exit 2
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
sheet=$build/renkei-sheet
export=tests/exports/jisseki
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
bad=0
complain() {
    echo "$1"
    bad=1
}
# What is taken in, exit status in $status, words in $work/echo and $work/told.
take() {
    "$sheet" read --cases "$work/cases" "$@" >"$work/echo" 2>"$work/told"
    status=$?
}
fresh() {
    rm -rf "$work/cases"
    mkdir "$work/cases"
    cp -R samples/masters samples/hodei-futoukou samples/jihatsu-houmon "$work/cases"
}

# ---- one month of days, in CP932 ----
fresh
iconv -f utf-8 -t utf-8 "$export.csv" >"$work/utf8" 2>/dev/null && complain "the export is not in CP932"
take --dry-run --map "$export.xml" "$export.csv"
[ $status = 0 ] || complain "dry run: $(cat "$work/told")"
diff -r samples/hodei-futoukou "$work/cases/hodei-futoukou" >/dev/null || complain "a dry run writes"
grep -q '　　提供日：2025-03-04（令和7年3月4日（火））　［D3］' "$work/echo" || complain "the echo: $(cat "$work/echo")"
grep -q 'map-skipped' "$work/told" || complain "rows that are skipped are not told"
take --map "$export.xml" "$export.csv"
[ $status = 0 ] || complain "reading: $(cat "$work/told")"
diff samples/hodei-futoukou/case.xml "$work/cases/hodei-futoukou/case.xml" >"$work/diff"
grep -q '^<' "$work/diff" && complain "lines went: $(cat "$work/diff")"
[ "$(grep -c '^> *<actual ' "$work/diff")" = 2 ] || complain "what came: $(cat "$work/diff")"
"$build/renkei-check" "$work/cases/hodei-futoukou/case.xml" >"$work/check" 2>&1
grep -q 'xml-\|casefile-' "$work/check" && complain "what came is no case: $(head -n 3 "$work/check")"
"$build/renkei-render" --form service-record --month 2025-03 -o "$work/a.pdf" "$work/cases/hodei-futoukou/case.xml" 2>"$work/told" ||
    complain "no record of the month: $(cat "$work/told")"
pdftotext "$work/a.pdf" - | grep -q '10:30' || complain "the day is not in the document"
cp "$work/cases/hodei-futoukou/case.xml" "$work/was.xml"
take --map "$export.xml" "$export.csv"
[ $status = 0 ] && [ ! -s "$work/echo" ] || complain "once more: $(head -n 3 "$work/echo" "$work/told")"
cmp -s "$work/was.xml" "$work/cases/hodei-futoukou/case.xml" || complain "once more it changes"
# It is in the workbook, and the workbook changes nothing.
"$sheet" new 月 --month 2025-03 --cases "$work/cases" -o "$work/month.xlsx" || complain "new"
take "$work/month.xlsx"
[ $status = 0 ] && [ ! -s "$work/echo" ] || complain "the workbook: $(head -n 3 "$work/echo" "$work/told")"

# ---- encodings and separators ----
iconv -f cp932 -t utf-8 "$export.csv" >"$work/u.csv"
for code in utf-8 utf-16; do
    fresh
    iconv -f utf-8 -t $code "$work/u.csv" >"$work/$code.csv"
    take --map "$export.xml" --encoding $code "$work/$code.csv"
    [ $status = 0 ] && [ "$(wc -l <"$work/echo")" = 12 ] || complain "$code: $(cat "$work/told")"
done
take --map "$export.xml" "$work/u.csv" # UTF-8 that is read as CP932
[ $status = 3 ] || complain "UTF-8 as CP932 is read"
fresh
tr ',' '\t' <"$work/u.csv" >"$work/tabs.csv"
take --map "$export.xml" --encoding utf-8 "$work/tabs.csv"
[ $status = 0 ] || complain "tabs: $(cat "$work/told")"

# ---- all or nothing, and all that is wrong in one go ----
fresh
sed '3s/13:30/13:75/; 2s/0000010001/10001/; 2s,2025/3/3,3/3,' "$work/u.csv" >"$work/wrong.csv"
take --map "$export.xml" --encoding utf-8 "$work/wrong.csv"
[ $status = 3 ] && [ ! -s "$work/echo" ] || complain "wrong values are taken"
[ "$(grep -o 'wrong.csv:[A-Z][0-9]*' "$work/told" | sort -u | tr '\n' ' ')" = "wrong.csv:A2 wrong.csv:D2 wrong.csv:F3 " ] ||
    complain "not all is told: $(cat "$work/told")"
grep -q '10001\|13:75\|相原' "$work/told" && complain "a message tells a value"
diff -r samples/hodei-futoukou "$work/cases/hodei-futoukou" >/dev/null || complain "something was written"

# ---- two children of one number, or of one name ----
rm -rf "$work/cases"
cp -R samples "$work/cases"
sed 's/0000010001/0000030003/' "$work/u.csv" >"$work/twins.csv"
take --map "$export.xml" --encoding utf-8 "$work/twins.csv"
[ $status = 3 ] && grep -q 'twins.csv:A2.*K-0003、K-0004.*map-several' "$work/told" || complain "twins: $(cat "$work/told")"
sed '/<column name="受給者証番号">/,/<\/column>/d
    s,<ignore name="児童名"/>,<ignore name="受給者証番号"/><column name="児童名"><to field="ケース" by="name"/></column>,' "$export.xml" >"$work/names.xml"
take --dry-run --map "$work/names.xml" --encoding utf-8 "$work/u.csv"
[ $status = 0 ] || complain "by name: $(cat "$work/told")"
sed 's/相原 湊/古川　蓮/' "$work/u.csv" >"$work/twins.csv"
take --map "$work/names.xml" --encoding utf-8 "$work/twins.csv"
[ $status = 3 ] && grep -q 'twins.csv:B2.*K-0003、K-0004.*map-several' "$work/told" || complain "one name: $(cat "$work/told")"
diff -r samples "$work/cases" >/dev/null || complain "twins: something was written"

# ---- every cell of the export as something else: never half taken, never a crash ----
rows=$(wc -l <"$work/u.csv")
row=1
while [ $row -le "$rows" ]; do
    for field in 1 2 3 4 5 6 7 8; do
        for value in '' '6/4/1' '"a'; do
            awk -F, -v OFS=, -v r=$row -v f=$field -v v="$value" '{ sub(/\r$/, "") } NR == r { $f = v } { print }' \
                "$work/u.csv" >"$work/mutant.csv"
            take --dry-run --map "$export.xml" --encoding utf-8 "$work/mutant.csv"
            case $status in
            0) ;;
            3) [ -s "$work/told" ] && [ ! -s "$work/echo" ] || complain "$row $field '$value': refused without a word" ;;
            *) complain "$row $field '$value': ends with $status" ;;
            esac
        done
    done
    row=$((row + 1))
done

# ---- a mapping begins as a skeleton of the headings ----
"$sheet" read --map-skeleton --encoding cp932 "$export.csv" >"$work/new.xml" || complain "skeleton"
[ "$(grep -c '<column name=' "$work/new.xml")" = 8 ] || complain "skeleton: $(cat "$work/new.xml")"
xmllint --noout "$work/new.xml" 2>"$work/told" || complain "the skeleton is no XML: $(cat "$work/told")"
take --map "$work/new.xml" "$export.csv"
[ $status = 3 ] && grep -q 'new.xml:' "$work/told" || complain "a skeleton that is not filled in is taken"
for options in "new 月 --map $export.xml" "read --encoding cp932 x.xlsx" "read --map $export.xml --encoding euc-jp x.csv" \
    "read --map-skeleton --cases samples $export.csv" "read --map nowhere.xml --cases samples $export.csv"; do
    # shellcheck disable=SC2086
    "$sheet" $options >"$work/echo" 2>"$work/told"
    [ $? = 2 ] || complain "$options: $(cat "$work/told")"
done
[ $bad = 0 ] && echo "sheet_map: good"
exit $bad
