#!/bin/sh
# first_sheet.sh BUILD [--sums | --pictures DIR]: follows the chapter 「Excel から始める」 of README.md as an office would that
# has no XML: runs its commands one after the other in a folder of its own, and types into the workbook what its table
# says before it is read. The plan is there then, and the sheet for the month. --sums prints what the pictures of the
# chapter show today; --pictures makes these (LibreOffice draws the sheet).
set -u
cd "$(dirname "$0")/.." || exit 2
root=$PWD
build=$(realpath "${1:-build}")
chapter='Excel から始める'
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
to=$(realpath "${3:-.}")
bad=0
complain() {
    echo "$1" >&2
    bad=1
}
mkdir -p "$work/fences" "$work/desk/build"
awk -v place="$work/fences" -v chapter="$chapter" -v mark=first-sheet -f tests/fences.awk README.md
for tool in "$build"/renkei-*; do ln -s "$tool" "$work/desk/build/"; done
cd "$work/desk" || exit 2
commands=0
typed=
for fence in "$work"/fences/*.sh; do
    while read -r line; do
        commands=$((commands + 1))
        case $line in
        *renkei-sheet\ read*)
            if [ -z "$typed" ]; then
                typed=$(python3 "$root/tests/type_cells.py" build/hajime.xlsx "$root/README.md" "$chapter") || complain "the table cannot be typed"
                [ "${typed:-0}" -gt 60 ] || complain "next to nothing is typed: $typed"
            fi
            ;;
        esac
        sh -c "$line" >"$work/out" 2>"$work/said" || complain "$line: $(head -n 3 "$work/said")"
        [ ! -s "$work/said" ] || complain "$line says: $(head -n 3 "$work/said")"
        case $line in
        *--dry-run*) [ -z "$(ls build/jirei)" ] || complain "--dry-run wrote something" ;;
        *) ;;
        esac
    done <"$fence"
done
[ $commands -ge 5 ] || complain "the chapter has $commands commands"
# What was typed is what is printed.
pdftotext build/plan.pdf - | tr -d ' \n' | sed 's/[　 ]//g' >"$work/text"
for word in 青木空 かぜ 小野 令和8年4月1日 遊びの順番を待つ カードゲームで 待てたら; do
    grep -q "$word" "$work/text" || complain "the plan does not say $word"
done
python3 -c 'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read("xl/sharedStrings.xml"))' build/04.xlsx |
    grep -q 'K-0101　青木 空' || complain "the month's workbook does not know the child"
sums() {
    build/renkei-sheet new はじめ -T book | awk '/^sheet /{ on = $2 == "個別支援計画" } on' | sha256sum | sed 's/-$/sheet/'
    build/renkei-render -T display build/jirei/K-0101/case.xml | sed 's/ form=[^ ]*//' | sha256sum | sed 's/-$/first-plan/'
}
case ${2:-} in
--sums) sums && exit $bad ;;
--pictures)
    pdftoppm -r 50 -f 1 -l 1 -png -gray -singlefile build/plan.pdf "$to/first-plan"
    soffice --headless --convert-to pdf --outdir "$work" build/hajime.xlsx >/dev/null 2>&1
    page=$(seq 1 40 | while read -r n; do
        pdftotext -f "$n" -l "$n" "$work/hajime.pdf" - 2>/dev/null | tr -d '\n' | grep -q '^はじめ *個別支援計画' && echo "$n" && break
    done)
    pdftoppm -r 90 -f "${page:?}" -l "$page" -x 20 -y 25 -W 1020 -H 260 -png -singlefile "$work/hajime.pdf" "$to/sheet"
    ;;
*)
    sums >"$work/sums"
    diff "$root/samples/pictures/SUMS" "$work/sums" || complain 'a picture of README.md is stale: make pictures'
    for picture in sheet first-plan; do
        grep -q "(samples/pictures/$picture.png)" "$root/README.md" || complain "$picture.png is not in README.md"
        [ -s "$root/samples/pictures/$picture.png" ] || complain "there is no $picture.png"
    done
    ;;
esac
[ $bad = 0 ] && echo "first sheet: good ($typed cells)"
exit $bad
