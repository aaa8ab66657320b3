#!/bin/sh
# batch_poison.sh BUILD: a night with one hostile case of every kind, and names in the output folder that cannot be had:
# every other document is made, every hostile one is accounted for in the ledger, the report and the status, the run ends
# with 1, nothing waits for ever, and the next night makes what was mended.
set -u
cd "$(dirname "$0")/.." || exit 2
build=$(realpath "${1:-build}")
tool=$build/renkei-batch
. tests/command.sh
by_clock
ulimit -c 0
town=$work/town
mkdir "$town"
cp -R samples/masters "$town/masters"
made() { # folder: how many documents are there
    find "$1" -name '*.pdf' ! -path '*/.renkei/*' -type f | wc -l
}
sample=samples/hodei-futoukou/case.xml
copy() { # id, folder
    mkdir -p "$town/$2"
    sed "s| id=\"K-0001\"| id=\"$1\"|" $sample >"$town/$2/case.xml"
}
poison() { # folder: the case file of it is what stdin says
    mkdir -p "$town/$1"
    cat >"$town/$1/case.xml"
}
edit() { # folder, id, sed script: the sample, altered
    sed "s| id=\"K-0001\"| id=\"$2\"|; $3" $sample | poison "$1"
}
placed() { # folder: what the caller puts in the place of a case file
    mkdir -p "$town/$1"
    echo "$town/$1/case.xml"
}
filled() { head -c "$1" /dev/zero | tr '\0' a; } # so many letters

# ---- the good ones, around the others in every order ----
for id in 0 1 2 3 4 5; do copy "K-$id" "$id-good"; done
for id in 6 7 8 9; do copy "K-$id" "z$id-good"; done

# ---- bytes and characters ----
head -c 3000 $sample | poison cut
: | poison empty
head -c 4096 /dev/urandom | poison random
head -c 4096 /dev/zero | poison zeroes
{ printf '\357\273\277\357\273\277' && cat $sample; } | poison bom-twice
iconv -f UTF-8 -t SHIFT_JIS -c $sample | poison shift-jis
sed '1s/UTF-8/UTF-16/' $sample | poison said-utf-16
sed '1s/UTF-8/x-none/' $sample | poison no-encoding
edit surrogate K-101 's/相原/\&#xD800;/'
edit nul K-102 's/相原/\&#0;/'
edit private K-103 's/相原/\&#xE000;/g'
edit no-glyph K-104 's/相原/\&#x1F4A3;/g'
{ sed 's/<policy>.*//;s/ id="K-0001"/ id="K-105"/' $sample && printf '\377\376</policy></case>'; } | poison not-utf-8

# ---- structure ----
{ echo '<!DOCTYPE case [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>' && sed 1d $sample; } | poison doctype
{ echo '<!DOCTYPE case SYSTEM "file:///etc/passwd">' && sed 1d $sample; } | poison doctype-file
{ printf '<case version="1" id="K-110">' && yes '<a>' | head -n 100000 && printf '</case>'; } | poison deep
{ printf '<case version="1" id="K-111"' && seq 3000 | sed 's/.*/ a&="x"/' && printf '/>'; } | poison attributes
{ printf '<case version="1" id="K-112"><child>' && filled 30000000 && printf '</child></case>'; } | poison huge-text
{ printf '<case version="1" id="K-113">' && seq 200000 | sed 's/.*/<a\/>/' && printf '</case>'; } | poison wide
{ printf '<case version="1" id="K-114" ' && filled 3000000 && printf '="x"/>'; } | poison long-name
echo '<case version="999" id="K-115"/>' | poison version
echo '<plan/>' | poison other-root
edit comment K-116 's|</case>|<!-- -- --></case>|'
edit instruction K-117 's|</case>|<?php system("x") ?></case><case/>|'
edit include K-118 's|<child |<include xmlns="http://www.w3.org/2001/XInclude" href="/etc/passwd"/><child |'

# ---- whose it is ----
edit no-id '' 's/ id=""//'
edit long-id "K-$(filled 300)" ''
edit longest-id "K-$(filled 253)" ''
edit wide-id "K-$(yes 字 | head -n 90 | tr -d '\n')" ''
edit up-id '../../K-120' ''
edit slash-id 'K-1\/..\/..\/x' ''
edit line-id 'K-121\&#10;K' ''
edit escape-id "K-122$(printf '\342\200\256')" ''
edit own-id .renkei ''
edit dot-id .. ''
edit twice-1 K-130 ''
edit twice-2 K-130 ''

# ---- what is no file ----
mkfifo "$(placed fifo)"
mkdir "$(placed folder)"
ln -s nowhere "$(placed lost-link)"
ln -s case.xml "$(placed loop)"
ln -s /dev/zero "$(placed device)"
ln -s /proc/self/mem "$(placed memory)"
ln -s /etc/passwd "$(placed passwd)"
ln -s "$town/masters/office.xml" "$(placed a-master)"

# ---- masters ----
edit masters-missing K-140 's|\.\./masters/office|../none/office|'
edit masters-folder K-141 's|\.\./masters/office\.xml|../masters|'
edit masters-itself K-142 's|\.\./masters/office\.xml|case.xml|'
edit masters-loop K-143 's|\.\./masters/office\.xml|loop.xml|' && ln -s loop.xml "$town/masters-loop/loop.xml"
edit masters-fifo K-144 's|\.\./masters/office\.xml|fifo.xml|' && mkfifo "$town/masters-fifo/fifo.xml"
edit masters-zero K-145 's|\.\./masters/office\.xml|zero.xml|' && ln -s /dev/zero "$town/masters-zero/zero.xml"
edit masters-cut K-146 's|\.\./masters/office\.xml|cut.xml|' && head -c 500 samples/masters/office.xml >"$town/masters-cut/cut.xml"

# ---- a form that is harmless for all others ----
edit runs-away K-150 ''
edit grows K-151 ''
edit asks-memory K-152 ''
cat >"$work/letter.xml" <<'EOX'
<form name="letter" title="手紙">
  <page size="A5"/>
  <body>
    <p>本文</p>
    <if test="/case/@id = 'K-150'"><for-each select="//*"><for-each select="//*"><if test="count(//*[count(//*) = 1]) = 1"><p>本文</p></if></for-each></for-each></if>
    <if test="/case/@id = 'K-151'"><for-each select="//*"><for-each select="//*"><p>本文の文字がここにもそこにもたくさんある</p></for-each></for-each></if>
    <if test="string-length(translate(concat(/case[@id = 'K-152'], /case[@id = 'K-152'], /case[@id = 'K-152']), 'あ', 'いい')) &gt; 100000000"><p>本文</p></if>
  </body>
</form>
EOX

poisons=$(($(find "$town" -mindepth 1 -maxdepth 1 -type d ! -name masters | wc -l) - 10))
[ "$poisons" -gt 50 ] || complain "only $poisons poisons"

# ---- names that cannot be had in the output folder: those of ten more good cases ----
out=$work/night
mkdir -p -m 700 "$out" "$work/elsewhere"
echo theirs >"$work/elsewhere/plan.pdf"
in_the_way=0
way() { # id, what is done with its folder $at
    copy "K-$1" "way-$1"
    at=$out/K-$1
    eval "$2"
    in_the_way=$((in_the_way + 1))
}
way 200 'echo x >"$at"'
way 201 'mkdir -p "$at/plan.pdf/x" "$at/letter.pdf/x"'
way 202 'ln -s "$work/elsewhere" "$at"'
way 203 'ln -s nowhere "$at"'
way 204 'ln -s K-204 "$at"'
way 205 'mkfifo "$at"'
way 206 'ln -s /dev/null "$at"'
mended=0 # what is replaced, and is no fault
mend() {
    copy "K-$1" "way-$1"
    at=$out/K-$1
    mkdir -m 700 "$at"
    eval "$2"
    mended=$((mended + 1))
}
mend 210 'ln -s "$work/elsewhere/plan.pdf" "$at/plan.pdf"'
mend 211 'ln -s plan.pdf "$at/plan.pdf"'
mend 212 'mkfifo "$at/plan.pdf"'
mend 213 'ln "$work/elsewhere/plan.pdf" "$at/plan.pdf"'
mend 214 'ln -s /dev/null "$at/letter.pdf"'

# ---- the night, with a worker that is killed in it ----
timeout -k 10 900 "$tool" run --cases "$town" --form plan --form "$work/letter.xml" --name '{key}/{form}.pdf' --jobs 2 --time-limit 20 \
    --memory-limit 200 -o "$out" --status "$work/status.json" >"$work/said" 2>&1 &
night=$!
worker=
until [ -n "$worker" ] || ! kill -0 $night 2>/dev/null; do
    for p in $(pgrep -P $night); do worker=$(pgrep -P "$p" | head -n 1); done
    sleep 0.05
done
[ -z "$worker" ] || kill -9 "$worker" 2>/dev/null
wait $night
got=$?
[ $got = 1 ] || complain "the night ends $got: $(tail -n 1 "$work/said")"
for id in 0 1 2 3 4 5 6 7 8 9 210 211 212 213 214; do
    for form in plan letter; do
        file=$out/K-$id/$form.pdf
        if [ -L "$file" ] || [ "$(head -c 5 "$file" 2>/dev/null)" != '%PDF-' ]; then complain "K-$id/$form.pdf is not made"; fi
    done
done
[ "$(cat "$work/elsewhere/plan.pdf")" = theirs ] || complain "a link or a second name of a file leads elsewhere"
[ "$(find "$work/elsewhere" | wc -l)" = 2 ] || complain "something is made elsewhere"
# All is accounted for: planned is the sum of its parts, and each hostile case fails in each form.
field() { sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" "$work/status.json" | head -n 1; }
for n in planned made absent blocked failed; do eval "$n=$(field $n)"; done
[ "${planned:-0}" = $(((made + absent + blocked + failed))) ] || complain "the account: $(tail -n 1 "$work/said")"
[ "${planned:-0}" = $((2 * (10 + mended + in_the_way + poisons))) ] || complain "planned $planned of $((2 * (10 + mended + in_the_way + poisons))): cases are lost"
[ "${made:-0}" = "$(made "$out")" ] || complain "made $made, and $(made "$out") are there"
[ "${failed:-0}" -ge $((2 * in_the_way)) ] || complain "failed $failed"
[ "$(sqlite3 "$out/.renkei/ledger.sqlite" "SELECT count(*) FROM account")" = "$planned" ] || complain "the ledger has other rows"
[ "$(sqlite3 "$out/.renkei/ledger.sqlite" "SELECT count(*) FROM document WHERE status = 'failed' AND id NOT IN (SELECT document FROM message)")" = 0 ] || complain "a document fails without a word"
for id in 200 201 202 203 204 205 206; do
    grep -q "K-$id/plan.pdf.*\[batch-\(in-the-way\|link\)\]" "$work/said" || complain "K-$id: what is in the way is not told by its name"
done
run 1 report -o "$out"
says out "失敗$failed件"
run 8 verify -o "$out" # what stands in the way is nobody's
! grep -q 'batch-file-\(missing\|differs\|swapped\)\|ledger-' "$work/err" || complain "verify: $(head -n 3 "$work/err")"
LC_ALL=C grep -q "$(printf '\033\|\342\200\256')" "$work/said" && complain "raw names are told"

# ---- the next night, in which all is mended ----
rm -rf "$out"/K-20[0-6]
for folder in "$town"/*; do
    case ${folder##*/} in masters | *good | way-*) ;; *) rm -rf "$folder" ;; esac
done
run 0 run --cases "$town" --form plan --form "$work/letter.xml" --name '{key}/{form}.pdf' -o "$out" --accept-missing --reason 直した
for id in 200 201 202 203 204 205 206; do
    [ -f "$out/K-$id/plan.pdf" ] || complain "K-$id is not made in the next night"
done
run 0 verify -o "$out"

[ $bad = 0 ] && echo "batch poison: good ($poisons poisons, $((in_the_way + mended)) things in the way)"
exit $bad
