#!/bin/sh
# forms_in.sh BUILD: renkei-form: three sheets of graph paper become forms that print as LibreOffice prints the sheets
# (*.measured, made by tests/forms-in/measure.sh), rules within half a millimetre and each text in its box; what was written
# in a form stays when the sheet was revised; what is no sheet is told.
set -u
cd "$(dirname "$0")/.." || exit 2
build=$(realpath "${1:-build}")
tool=$build/renkei-form
render=$build/renkei-render
sheets=$(realpath tests/forms-in)
. tests/command.sh
cd "$work" || exit 2

lays() { # sheet, options by which it is as wide as LibreOffice has it
    name=$1
    shift
    run 0 import "$sheets/$name.xlsx" -o "$name/" "$@"
    cp err "$name.told"
    "$render" --form "$name/form.xml" --blank -o "$name.pdf" || complain "$name: no blank form"
    python3 "$sheets/lay.py" compare "$sheets/$name.measured" "$name.pdf" >laid || complain "$(cat laid)"
    printf '<data/>' >none.xml
    "$render" --form "$name/form.xml" -o full.pdf none.xml || complain "$name: not without data"
}
lays keikaku --width 178.14mm --height 170.15mm
lays kiroku --width 202.53mm
lays seikyuu --width 131.86mm
[ "$(stat -c %a keikaku keikaku/form.xml | tr '\n' ' ')" = '700 600 ' ] || complain 'others may read a new form'

# What cannot be carried over is told by sheet and cell, all of it.
told() { # sheet, pattern
    grep -q -- "$2" "$1.told" || complain "$1 does not tell: $2"
}
told keikaku '個別計画!C19:AT24：写せません：極細線'
told kiroku '実施記録!B4：写せません：隠した行'
told kiroku '実施記録!B38：写せません：文字の色'
told seikyuu '請求!J9:L18：写せません：条件付き書式'
told seikyuu '請求!F9:G18：写せません：入力規則'
told seikyuu '請求!I2：写せません：図形かテキストボックス「印」'
told seikyuu '請求!B7：写せません：フォームコントロール.*「送迎あり」'
told seikyuu '請求!C4：写せません：コメント'
told seikyuu '請求!A21：写せません：回転した文字'
told seikyuu '請求：写せません：ヘッダー・フッターの印刷の日時'

# Values, loops, addresses.
has() { # file, text
    grep -qF -- "$2" "$1" || complain "$1 has no $2"
}
has keikaku/form.xml '<!-- AF5 生年月日 --><value select="生年月日" missing=""/>'
has keikaku/form.xml '<value select="児童/氏名" missing=""/>'
has keikaku/form.xml '<for-each select="目標" fill-to="6" blank-count="6">'
has keikaku/form.xml '<group>'
has keikaku/form.xml 'top="double"'
has seikyuu/form.xml 'diagonal="down"'
has kiroku/form.xml '<for-each select="31">'
has kiroku/form.xml '令和7年4月分'
has seikyuu/form.xml '<for-each select="明細" fill-to="10" blank-count="10">'
has seikyuu/form.xml '<value select="内容" missing=""/>'
cat >data.xml <<'END'
<data><宛名>架空市長</宛名><明細><内容>教材</内容><数量>2</数量></明細><明細><内容>おやつ</内容></明細></data>
END
"$render" --form seikyuu/form.xml -T bind data.xml >bound || complain 'the claim does not bind'
has bound '"教材"'
has bound '"おやつ"'

# It is there: nothing is written over. Taken in again without a change nothing changes.
run 2 import "$sheets/keikaku.xlsx" -o keikaku
says err 'formin-there'
cp keikaku/form.xml before.xml
run 0 import "$sheets/keikaku.xlsx" -o keikaku --again --width 178.14mm --height 170.15mm
cmp -s before.xml keikaku/form.xml || complain 'again changes what did not change'
[ ! -e keikaku/gone.xml ] || complain 'something is gone of nothing'

# What the author wrote stays: a value, words, a row's height, a variable, a paragraph, the title; in the revised sheet, too.
sed -e 's|<!-- AF5 生年月日 --><value select="生年月日" missing=""/>|<!-- AF5 生年月日 --><value select="児童/@生" as="era-date" missing=""/>|' \
    -e 's|<!-- A5 -->ふりがな|<!-- A5 -->フリガナ|' -e 's|title="個別計画"|title="私の計画"|' \
    -e 's|<!-- I12 \([^ ]*\) -->|&<value select="方針" missing=""/>|' \
    -e 's|^  <page |  <let name="who" select="児童"/>\n&|' -e 's|^    <block place|    <p>前書き</p>\n&|' before.xml >keikaku/form.xml
run 0 import "$sheets/keikaku.xlsx" -o keikaku --again --width 178.14mm --height 170.15mm
says err 'AF5：様式に書いたものを残しました.*formin-kept'
run 0 import --dry-run "$sheets/keikaku-2.xlsx" -o keikaku --again --width 178.14mm
says out '^+.*<!-- A5 -->事業所番号'
run 0 import "$sheets/keikaku-2.xlsx" -o keikaku --again --width 178.14mm --height 170.15mm
says err 'A5….* から A6….* に動きました.*formin-moved'
says err 'A5：新しいセルです（事業所番号）.*formin-new'
has keikaku/form.xml '<!-- AF6 生年月日 --><value select="児童/@生" as="era-date" missing=""/>'
has keikaku/form.xml '<!-- A6 -->フリガナ'
has keikaku/form.xml '<!-- A5 -->事業所番号'
has keikaku/form.xml 'title="私の計画"'
has keikaku/form.xml '<let name="who" select="児童"/>'
has keikaku/form.xml '<p>前書き</p>'
[ "$(grep -c 'select="方針"' keikaku/form.xml)" = 1 ] || complain 'a value was lost, or is there twice'
[ ! -e keikaku/gone.xml ] || complain "gone: $(cat keikaku/gone.xml)"
"$render" --form keikaku/form.xml --blank -o again.pdf || complain 'the form made again does not compose'
# Back to the first sheet: what was written in the cell that is there no more is kept.
sed -i 's|\(<!-- I5 [^>]*-->\)<value select="[^"]*"|\1<value select="事業所/@番号"|' keikaku/form.xml
run 0 import "$sheets/keikaku.xlsx" -o keikaku --again --width 178.14mm --height 170.15mm
says err 'I5 はもうありません（事業所番号）.*formin-gone'
has keikaku/gone.xml '<value select="事業所/@番号"'
has keikaku/form.xml '<!-- AF5 生年月日 --><value select="児童/@生"'
# Without what the sheet gave then, what was bound stays all the same.
rm keikaku/import.xml
run 0 import "$sheets/keikaku.xlsx" -o keikaku --again --width 178.14mm --height 170.15mm
has keikaku/form.xml '<!-- AF5 生年月日 --><value select="児童/@生"'

# Changed in the form and in the sheet: what the author wrote stays, and that is told.
run 0 import "$sheets/keikaku.xlsx" -o both --width 178.14mm --height 170.15mm
sed -i 's|\(<!-- A5 -->\)ふりがな|\1フリガナ|' both/form.xml
python3 - "$sheets/keikaku.xlsx" revised.xlsx <<'END'
import sys, zipfile
was, made = zipfile.ZipFile(sys.argv[1]), zipfile.ZipFile(sys.argv[2], 'w')
for name in was.namelist():
    made.writestr(name, was.read(name).replace('ふりがな'.encode(), 'よみがな'.encode()))
made.close()
END
run 0 import revised.xlsx -o both --again --width 178.14mm --height 170.15mm
says err 'A5.*formin-both'
has both/form.xml '<!-- A5 -->フリガナ'

# The chapter of the manual, command by command.
mkdir desk fences
ln -s "$build" desk/build
ln -s "${sheets%/*}" desk/tests
awk -v place="$work/fences" -v chapter='21. Excel' -v mark=none -f "$sheets/../fences.awk" "$sheets/../../templates/README.md"
commands=0
for fence in "$work"/fences/*.sh; do
    while read -r line; do
        commands=$((commands + 1))
        (cd desk && sh -c "$line") >out 2>err || complain "$line: $(head -n 3 err)"
        cat err >>told-in-manual
    done <"$fence"
done
[ $commands -ge 7 ] || complain "the chapter has $commands commands"
for fence in "$work"/fences/*.seen; do
    while read -r line; do
        grep -qxF -- "$line" told-in-manual || complain "the manual says: $line"
    done <"$fence"
done
"$render" --form desk/youshiki/keikaku/form.xml --blank -o again.pdf || complain 'the form of the manual does not compose'
has desk/youshiki/keikaku/form.xml '<!-- AF6 生年月日 --><value select="児童/@生年月日" as="era-date" missing=""/>'

# Wrong uses.
run 2
says err '動詞がありません'
run 2 imprt x.xlsx -o x
says err 'import のことですか'
run 2 import
run 2 import "$sheets/keikaku.xlsx"
says err '-o'
run 2 import "$sheets/keikaku.xlsx" -o 様式
says err '半角の英小文字'
run 2 import "$sheets/keikaku.xlsx" -o nowhere/x
for width in 190 -5mm 5mm 2000mm 1e9mm nan inf 0x20mm mm 19in; do
    run 2 import "$sheets/keikaku.xlsx" -o x "--width=$width"
    says err '--width'
done
run 2 import "$sheets/keikaku.xlsx" -o x --sheet 別
says err '個別計画'
run 2 import "$sheets/keikaku.xlsx" -T nope
run 2 import nowhere.xlsx -o x
[ ! -e x ] || complain 'something was written'

# What is no sheet.
printf 'a,b\n' >table.xlsx
printf '%%PDF-1.7\n' >paper.xlsx
printf 'PK\003\004' >cut.xlsx
: >empty.xlsx
{ printf '\320\317\021\340\241\261\032\341' && head -c 4096 /dev/zero; } >old.xls
{ printf '\320\317\021\340\241\261\032\341' && head -c 600 /dev/zero && printf 'E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0'; } >locked.xlsx
for file in table paper cut empty locked; do
    run 3 import "$file.xlsx" -o x
    says err 'xlsx-'
done
run 3 import old.xls -o x
says err 'xlsx-not'
run 3 import locked.xlsx -o x
says err 'xlsx-encrypted'
[ ! -e x ] || complain 'something was written'
python3 "$sheets/kinds.py" "$build" "$work" || bad=1
[ $bad = 0 ] && echo "forms in: good"
exit $bad
