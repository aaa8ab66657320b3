#!/bin/sh
# codes.sh BUILD: what a scanner (zbarimg) reads of the QR and bar codes on pages is what went into them: of each kind,
# in several sizes, from the PNG of cairo and from the PDF of every writer, of each page its number, after an archive,
# in a large-print edition and through a watermark. What stays empty has nothing to be read.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=${1:-build}/renkei-render
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
bad=0
complain() {
    echo "codes: $1" >&2
    bad=1
}
command -v zbarimg >/dev/null || { echo 'codes: zbarimg is not there (apt-get install zbar-tools)' >&2; exit 2; }

# What is read of pictures, sorted: a scanner goes by its own order.
scan() {
    zbarimg -q --raw "$@" 2>/dev/null | sort
}

form() { # body, page
    cat >"$work/form.xml" <<END
<?xml version="1.0" encoding="UTF-8"?>
<form name="codes" title="符号" data="any">
  <style name="base" size="10pt" pitch="16pt"/>
  <page size="A4" margin="15mm">${2:-}</page>
  <body>$1</body>
</form>
END
}

# Each picture of the document must tell exactly what is in $work/want, sorted.
reads() { # name, options…
    name=$1
    shift
    if ! "$tool" --form "$work/form.xml" "$@" >"$work/said" 2>&1; then
        complain "$name: $(cat "$work/said")"
        return
    fi
    case $name in
    *.png) scan "$work"/page*.png >"$work/got" ;;
    *)
        pdftoppm -r 150 -png -gray "$work/page.pdf" "$work/shot"
        scan "$work"/shot*.png >"$work/got"
        ;;
    esac
    cmp -s "$work/want" "$work/got" || complain "$name: $(diff "$work/want" "$work/got")"
    rm -f "$work"/page*.png "$work"/shot*.png
}

# By every way to a picture.
reads_all() { # name
    sort "$work/all" >"$work/want"
    reads "$1 cairo.png" --format=png --dpi=150 -o "$work/page.png" "$work/data.xml"
    for writer in renkei cairo haru; do
        reads "$1 $writer" --painter=$writer -o "$work/page.pdf" "$work/data.xml"
    done
}

# ---- kinds and what they hold, one a line: attributes of a code, a tab, its text, a tab, what is read ----
cat >"$work/rows" <<'END'
kind="qr" width="12mm"	0123456789	0123456789
kind="qr" width="20mm"	https://example.jp/a?b=1	https://example.jp/a?b=1
kind="qr" width="25mm" level="L"	連携テスト　様式	連携テスト　様式
kind="qr" width="25mm" level="H"	K-0001 青木	K-0001 青木
kind="qr" width="30mm" level="Q"	𠮷田 é 〜 ｶﾅ ➀	𠮷田 é 〜 ｶﾅ ➀
kind="qr" width="40mm"	表示 ソ 能 予 — 髙	表示 ソ 能 予 — 髙
kind="nw-7" width="50mm" height="10mm"	0123456789	A0123456789A
kind="nw-7" width="60mm" height="8mm" ends="BD"	12-$:/.+	B12-$:/.+D
kind="nw-7" width="45mm" height="10mm" check="mod-16" ends="AB"	123456	A123456-B
kind="nw-7" width="45mm" height="10mm" check="7dr" text="below"	1234567	A12345675A
kind="nw-7" width="45mm" height="10mm" check="luhn"	7992739871	A79927398713A
kind="code-128" width="50mm" height="10mm" text="below"	K-0001/12	K-0001/12
kind="code-128" width="50mm" height="5mm"	20260508	20260508
kind="code-128" width="90mm" height="10mm"	Ab1234567 x98~	Ab1234567 x98~
END
body=
: >"$work/all"
echo '<d>' >"$work/data.xml"
while IFS='	' read -r attributes text read; do
    echo "<t>$text</t>" >>"$work/data.xml"
    printf '%s\n' "$read" >>"$work/all"
    body="$body<p><code $attributes select=\"t[$(wc -l <"$work/all")]\"/></p><space height=\"4mm\"/>"
done <"$work/rows"
echo '</d>' >>"$work/data.xml"
form "$body"
reads_all kinds
"$tool" --form "$work/form.xml" --archive -o "$work/kept.pdf" "$work/data.xml" || complain 'no archive'
sort "$work/all" >"$work/want"
rm "$work/page.pdf"
"$tool" --from-archive "$work/kept.pdf" -o "$work/page.pdf" || complain 'not from the archive'
pdftoppm -r 150 -png -gray "$work/page.pdf" "$work/shot"
scan "$work"/shot*.png | cmp -s - "$work/want" || complain 'from the archive another code'
rm -f "$work"/shot*
reads 'large print' --large-print -o "$work/page.pdf" "$work/data.xml"
: >"$work/want"
reads 'blank' --blank -o "$work/page.pdf"

# ---- page n of N on twelve pages: head, foot and body; the first nine as large as the last three ----
numbers='<page-number/>/<page-count/>'
form "<for-each select=\"r\"><p><value select=\".\"/></p><p><code kind=\"nw-7\" width=\"45mm\" height=\"10mm\">7-$numbers</code></p><if test=\". &lt; 12\"><page-break/></if></for-each>" \
    "<head><p><code kind=\"qr\" width=\"15mm\"><value select=\"/d/@id\"/>-$numbers</code></p></head><foot><p><code kind=\"code-128\" width=\"60mm\" height=\"8mm\" text=\"below\">F<value select=\"/d/@id\"/>-$numbers</code></p></foot>"
{
    echo '<d id="K-0001">'
    seq -f '<r>%g</r>' 1 12
    echo '</d>'
} >"$work/data.xml"
for n in $(seq 12); do
    printf '%s\n' "K-0001-$n/12" "FK-0001-$n/12" "A7-$n/12A"
done >"$work/all"
reads_all 'twelve pages'
reads 'draft' --draft -o "$work/page.pdf" "$work/data.xml"
"$tool" --form "$work/form.xml" -T display "$work/data.xml" | grep tiles >"$work/tiles"
[ "$(wc -l <"$work/tiles")" = 36 ] || complain 'a code is not one op a page'
# A code of its own words and page numbers stands in a blank form as well.
form "<p><code kind=\"qr\" width=\"15mm\">PLAN $numbers</code></p>"
echo 'PLAN 1/1' >"$work/want"
reads 'blank, of its own words' --blank -o "$work/page.pdf"
# Where pages are counted anew, of as many as the words beside it tell.
form "<p><code kind=\"qr\" width=\"20mm\">A-$numbers</code></p><page-break/><p>二</p><page-break page=\"wide\" number=\"98\"/><p>三</p><page-break/><p><code kind=\"code-128\" width=\"60mm\" height=\"8mm\">B-$numbers</code></p><page-break/><p>五</p><page-break page=\"wide\"/><p>六</p><page-break page=\"wide\" number=\"1\"/><p>七</p>" \
    "<foot><p><code kind=\"qr\" width=\"16mm\">F-$numbers</code></p></foot>"
sed -i "s|  <body>|  <page name=\"wide\" size=\"A5\" margin=\"12mm\"><foot><p><code kind=\"qr\" width=\"24mm\">W-$numbers</code></p></foot></page>\n  <body>|" "$work/form.xml"
printf '%s\n' F-1/2 A-1/2 F-2/2 W-98/101 W-99/101 B-99/101 W-100/101 W-101/101 W-1/1 >"$work/all"
reads_all 'counted anew'

# ---- nothing but what is dark moves when what it holds does ----
form '<p>前<code kind="qr" width="30mm" select="t"/>後</p><p><value select="u"/></p>'
for text in 1 '長いことばを入れても紙面は動かない。' ; do
    echo "<d><t>$text</t><u>次</u></d>" >"$work/data.xml"
    "$tool" --form "$work/form.xml" -T display "$work/data.xml" | grep -v tiles >"$work/layout"
    [ ! -f "$work/before" ] || cmp -s "$work/before" "$work/layout" || complain 'the layout goes by what a code holds'
    mv "$work/layout" "$work/before"
done
# What is missing leaves its room and no element.
form '<p>前<code kind="qr" width="30mm" select="none" missing=""/>後</p>'
"$tool" --form "$work/form.xml" -T structure "$work/data.xml" | grep -q Figure && complain 'a figure of nothing'
# Figures of full width are for people, not for a scanner; a withheld home is in no code either.
form '<p><value select="n"/><code kind="nw-7" width="40mm" height="8mm" select="n"/></p>'
echo '<d><options digits="全角"/><n>12</n></d>' >"$work/data.xml"
echo A12A >"$work/want"
reads 'full width' -o "$work/page.pdf" "$work/data.xml"
mkdir "$work/one"
sed -e '0,/<address /s//<address withheld="yes" /' samples/hodei-futoukou/case.xml >"$work/one/case.xml"
cp -r samples/masters "$work/masters"
sed -i 's/ data="any"//' "$work/form.xml"
for spelled in '若葉台3-14-2' '青葉野市若葉台三丁目14番地2'; do
    sed "s|<p>.*</p>|<p><code kind=\"qr\" width=\"40mm\">住所 $spelled</code></p>|" "$work/form.xml" >"$work/home.xml"
    "$tool" --form "$work/home.xml" -o "$work/home.pdf" "$work/one/case.xml" 2>&1 | grep -q render-withheld ||
        complain "a withheld home in a code: $spelled"
done
[ $bad = 0 ] && echo 'codes: good'
exit $bad
