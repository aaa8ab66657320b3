#!/bin/sh
# batch_impact.sh BUILD: what renkei-batch impact tells of a change of forms: documents that change, cannot be made any
# more or can be from now on, whose consent was to another text, and pages that show it; and what it never touches.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=$(realpath "${1:-build}")/renkei-batch
. tests/command.sh
by_clock
new=$work/new
mkdir "$new" "$work/c"
cp -R templates/shared templates/consent templates/face-sheet templates/office-guide templates/partner-sheet \
    templates/pickup templates/envelope "$new"
mkdir "$work/old"
cp -R "$new/." "$work/old"
cp -R samples/masters samples/hodei-futoukou samples/koukou-jiritsu "$work/c"
impact() { # expected exit status, more arguments
    want=$1
    shift
    run "$want" impact --from "$work/old" --to "$new" --cases "$work/c" "$@"
}

# Nothing changes; nobody's consent is to be asked for again.
impact 0
says out '事例 2、書類 12：変わらない [0-9]*\(、どちらでも作れない [0-9]*\)*$'
impact 0 --json --form consent
says out '"form":"consent","title":".*","is":"both","counts":{"lost":0,.*"same":2,'

# Each kind of change, of a form each.
sed -i 's/連携して支援を行うこと/連携して支援を行い、その記録を残すこと/' "$new/consent/form.xml"
sed -i 's/<page size="A4" margin="[0-9]*mm/<page size="A4" margin="17mm/' "$new/face-sheet/form.xml"
sed -i "s/<info title=\"/<info keywords=\"'x'\" title=\"/" "$new/office-guide/form.xml"
grep -q "keywords=\"'x'\"" "$new/office-guide/form.xml" || complain "office-guide has no info to change"
sed -i 's/<page /<pge /' "$new/partner-sheet/form.xml"
rm -r "$new/pickup"
cp -R "$new/envelope" "$new/cover-sheet"
impact 4 -o "$work/pages"
says err 'partner-sheet/form.xml:[0-9]*: エラー'
says out '^consent　'
says out '^  同意を取り直す事例 2$'
says out '^  K-0001  言葉が変わる  2ページ  1〜2  同意（2024-04-08）を取り直す$'
says out '^  K-0001  見た目が変わる'
says out '^  K-0001  バイトだけ変わる'
says out '^pickup　.*［なくなる様式］'
says out '^partner-sheet　.*［新しい様式が読めない］'
says out '^cover-sheet　.*［新しい様式］'
says out '^  K-0001  作れるようになる'
head -n 1 "$work/out" | grep -q '^consent' || complain "the worst form is not the first"

# The pages: whole, for their owner, without a person's name, nothing from elsewhere; the same bytes by any number of jobs.
pages=$work/pages
[ "$(stat -c %a "$pages" "$pages/pictures" "$pages/index.html" | tr '\n' ' ')" = '700 700 600 ' ] || complain "the modes of the pages: $(stat -c %a "$pages" "$pages/pictures" "$pages/index.html" | tr '\n' ' ')"
find "$pages" | LC_ALL=C grep -q '[^ -~]' && complain "a name of a file is not of ASCII"
grep -l '<script\|src="[^p]\|http:\|https:\|@import' "$pages"/*.html && complain "a page asks for something from elsewhere"
for picture in $(sed -n 's/.*<img src="\([^"]*\)".*/\1/p' "$pages"/*.html); do
    [ -s "$pages/$picture" ] || complain "no picture $picture"
done
for link in $(sed -n 's/.*<a href="\([^"#]*\)".*/\1/p' "$pages"/*.html | sort -u); do
    [ -s "$pages/$link" ] || complain "no page $link"
done
ls "$pages"/pictures/consent__K-0001__4.png >"$work/seen" 2>&1 || complain "no picture of the consent"
sum() {
    (cd "$1" && find . -type f -exec cksum {} + | sort -k 3 | cksum)
}
before=$(sum "$pages")
impact 4 -o "$pages" --jobs 1
[ "$before" = "$(sum "$pages")" ] || complain "other pages by another number of jobs"
"$tool" impact --from "$work/old" --to "$new" --cases "$work/c" --json 2>"$work/err" | cmp -s - "$pages/impact.json" || complain "impact.json is not what --json says"
ls "$work" | grep 'pages\.' && complain "something is left beside the pages"

# A case that cannot be read is told, and the others are compared; one of two of a key is nobody's.
mkdir "$work/c/broken" "$work/c/twin"
echo '<case id="K-0009" version="1">' >"$work/c/broken/case.xml"
impact 3 --form face-sheet
says err 'broken/case.xml:[0-9]*: エラー'
says out '比べられない 1'
says out '^  K-0001 .*見た目が変わる'
rm -r "$work/c/broken"
cp "$work/c/hodei-futoukou/case.xml" "$work/c/twin/case.xml"
impact 3 --form face-sheet
says out '比べられない 2'
rm -r "$work/c/twin"

# What is wrong with the call; and folders that are not its to write into.
run 2 impact --from "$work/old" --cases "$work/c"
says err 'usage'
impact 2 --form nope
says err 'form-unknown'
impact 2 --form consent --month 2024-06
run 2 impact --from "$work/nowhere" --to "$new" --cases "$work/c"
says err 'folder-asked'
run 2 impact --from "$work/old" --to "$new" --cases "$work/nowhere"
run 2 plan --from "$work/old" --cases "$work/c" --form consent -o "$work/x"
impact 2 --dry-run
mkdir "$work/mine"
echo notes >"$work/mine/notes"
impact 2 -o "$work/mine"
says err 'impact-folder'
"$tool" run --cases "$work/c" --form envelope -o "$work/run" >"$work/said" 2>&1 || complain "$(cat "$work/said")"
ledger=$(cksum <"$work/run/.renkei/ledger.sqlite")
for folder in "$work/run" "$work/run/K-0001" "$work/run/new" "$work/run/.renkei/new"; do
    impact 2 -o "$folder"
    says err 'impact-folder'
done
ln -s "$work/run" "$work/link"
impact 2 -o "$work/link/new"
says err 'impact-folder'
[ "$ledger" = "$(cksum <"$work/run/.renkei/ledger.sqlite")" ] || complain "the ledger of a run was written to"
run 0 verify -o "$work/run"

# Copies for a reader: the scope of the consent that they need.
cp -R templates/monitoring "$work/old/s"
cp -R templates/monitoring "$new/s"
sed -i 's/ scope="[^"]*"/ scope="学校との情報共有"/' "$new/s/form.xml"
scope=$(sed -n 's/.* scope="\([^"]*\)".*/\1/p' templates/monitoring/form.xml)
impact 8 --form s
says out "^  写しに要る同意の範囲 $scope→学校との情報共有"
exit $bad
