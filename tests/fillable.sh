#!/bin/sh
# fillable.sh BUILD: fillable documents (--fillable) look as the others do, their fields are sound (fillable.py), and what
# others fill in (PDFBox; pikepdf with poppler's own setting) is seen and read.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=${1:-build}/renkei-render
python=/usr/bin/python3 # Debian's: the modules of its packages are not another's
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
bad=0
complain() {
    echo "fillable: $1" >&2
    bad=1
}

# ---- every form: the same ink, sound fields ----
for form in $("$tool" --list | cut -f 1); do
    "$tool" --blank --form "$form" -T display >"$work/plain"
    "$tool" --blank --fillable --form "$form" -T display | grep -v '^  field ' | cmp -s - "$work/plain" ||
        complain "$form: not the ink of the form"
    "$tool" --blank --fillable --form "$form" -o "$work/$form.pdf" || complain "$form: not made"
done
"$tool" --fillable --form plan -o "$work/with-data.pdf" samples/hodei-futoukou/case.xml || complain 'with data: not made'
"$tool" --fillable --draft --large-print --blank --form consent -o "$work/large.pdf" || complain 'large: not made'
set -- --blank --form tests/fillable/form.xml
"$tool" --fillable "$@" -o "$work/reply.pdf" || complain 'reply: not made'
$python tests/fillable.py "$work"/*.pdf >"$work/said" || complain "$(cat "$work/said")"
# The same bytes each time.
"$tool" --fillable "$@" -o "$work/again.pdf"
cmp -s "$work/reply.pdf" "$work/again.pdf" || complain 'other bytes'
rm "$work/again.pdf"
"$tool" "$@" -o "$work/paper.pdf"
for pdf in reply paper; do pdftoppm -r 100 -png "$work/$pdf.pdf" "$work/$pdf"; done
cmp -s "$work/reply-1.png" "$work/paper-1.png" || complain 'empty fields are seen'

# ---- names, kinds and limits ----
"$tool" --fillable "$@" -T display | sed -n 's/^  field \([a-z]*\) [^"]*"\([^"]*\)" tip "[^"]*"/\1 \2/p' >"$work/got"
cat >"$work/want" <<'END'
text 児童の氏名 required
text 希望日
choice 時間帯 "午前" "午後" "どちらでも"
text 連絡事項 lines
check 送迎：希望する
check 送迎：希望しない
ring 付き添い：有
ring 付き添い：無
text 続柄
text 電話番号 most 13
text 受給者証番号 most 10 comb
text 郵便番号・1 most 3 comb required
text 郵便番号・2 most 4 comb required
text 口座 most 7 comb
text 電話番号 (2)
text 記入日・年
text 記入日・月
text 記入日・日
sign 保護者
END
diff "$work/want" "$work/got" || complain 'the fields are others'

# ---- filled in by others ----
jars=/usr/share/java
classes=$jars/pdfbox2.jar:$jars/fontbox2.jar:$jars/commons-logging.jar
java -cp "$classes" tests/fillable/Fill.java "$work/reply.pdf" "$work/box.pdf" 児童の氏名 '青木 空 﨑髙邊' 希望日 2026/5/8 \
    時間帯 どちらでも 連絡事項 '一行目のことば' 送迎：希望する Yes 付き添い：有 Yes 電話番号 03-0000-0000 受給者証番号 0000000101 \
    記入日・年 8 >"$work/said" 2>&1 || complain "PDFBox: $(tail -3 "$work/said")"
$python tests/fillable.py --fill "$work/reply.pdf" "$work/poppler.pdf" || complain 'pikepdf'
pdftotext -layout "$work/box.pdf" - | tr -d ' ' >"$work/box.txt"
for words in 青木空﨑髙邊 2026/5/8 どちらでも 一行目のことば 03-0000-0000 0000000101; do
    grep -q "$words" "$work/box.txt" || complain "PDFBox: $words is not seen"
done
pdftotext -layout "$work/poppler.pdf" - | tr -d ' 　' >"$work/poppler.txt"
[ "$(grep -c '青木空﨑髙邊ABC123' "$work/poppler.txt")" -ge 3 ] || complain 'poppler: what is typed is not seen'
for pdf in box poppler; do
    pdftoppm -r 100 -png "$work/$pdf.pdf" "$work/$pdf" 2>"$work/said"
    [ ! -s "$work/said" ] || complain "poppler: $(cat "$work/said")"
    cmp -s "$work/$pdf-1.png" "$work/paper-1.png" && complain "$pdf: nothing is seen"
done

# ---- what it does not go with ----
refused() {
    "$tool" "$@" -o "$work/none.pdf" >"$work/said" 2>&1
    [ $? = 2 ] && grep -q -- '--fillable' "$work/said" && [ ! -f "$work/none.pdf" ] || complain "not refused: $*"
}
refused --fillable --archive --form plan samples/hodei-futoukou/case.xml
echo himitsu-no-kotoba-2026 >"$work/pw"
refused --fillable --encrypt --password-file "$work/pw" --form plan samples/hodei-futoukou/case.xml
refused --fillable --painter=cairo --form plan samples/hodei-futoukou/case.xml
"$tool" --encrypt --password-file "$work/pw" --copy-of "$work/reply.pdf" -o "$work/none.pdf" >"$work/said" 2>&1 &&
    complain 'a fillable document is copied as a record'
grep -q 書き込み "$work/said" || complain "a copy is refused for another reason: $(cat "$work/said")"
[ $bad = 0 ] && echo 'fillable: good'
exit $bad
