#!/bin/sh
# copies.sh BUILD: copies for other uses, from the command line: an encrypted one, a large-print edition, an
# archive edition.
set -u
cd "$(dirname "$0")/.." || exit 2
root=$PWD
build=$(realpath "${1:-build}")
case=$root/samples/hodei-futoukou/case.xml
tool=$build/renkei-render
. tests/command.sh
cd "$work" || exit 2

# ---- an encrypted copy ----

printf 'あいことば one\n' >password
run 0 -o record.pdf "$case"
silent err
run 0 --encrypt --password-file password "$case"
says err 'bundle-encrypted'
silent out
copy=K-0001-plan-encrypted.pdf
[ -s $copy ] || complain "the copy has another name: $(ls)"
grep -q 'あいことば' err && complain "the password is told"
qpdf --password="$(cat password)" --check $copy >checked 2>&1 || complain "qpdf: $(cat checked)"
qpdf --check $copy >/dev/null 2>&1 && complain "it opens without a password"
pdftotext -upw "$(cat password)" $copy copy.txt
pdftotext record.pdf record.txt
cmp copy.txt record.txt || complain "its text is another"
[ "$(stat -c %a $copy)" = 600 ] || complain "others may read it"

# By a descriptor: a file's, and a pipe's; without a line's end, with one of Windows.
run 0 --encrypt --password-fd 5 -o by-fd.pdf "$case" 5<password
qpdf --password="$(cat password)" --is-encrypted by-fd.pdf || complain "not by a descriptor"
printf 'pw' | "$tool" --encrypt --password-fd 0 -o piped.pdf "$case" 2>err || complain "not from a pipe: $(cat err)"
printf 'pw\r\n' >windows
run 0 --encrypt --password-file windows -o windows.pdf "$case"
for file in piped windows; do
    [ "$(qpdf --password=pw --show-npages $file.pdf)" = "$(qpdf --show-npages record.pdf)" ] || complain "$file.pdf has other pages"
done
run 0 --encrypt --password-file windows --messages en -o - "$case"
says err 'no record to be kept'
qpdf --password=pw --is-encrypted out || complain "not on standard output"

# As long as it may be, and a byte more; what readers would change; what is no password.
longest=$(printf '%0127d' 7)
refused() { # what the message says; the password is on standard input
    cat >bad
    cp record.pdf there.pdf
    run 2 --encrypt --password-file bad --messages en -o there.pdf "$case"
    says err "$1"
    cmp -s record.pdf there.pdf || complain "a file that was there is gone"
    run 2 --encrypt --password-fd 7 --messages en -o new.pdf "$case" 7<bad
    says err "$1"
    [ ! -e new.pdf ] || complain "something was written"
    run 2 --encrypt --password-file bad -o new.pdf "$case"
    says err 'パスワードを使えません'
}
printf '%s\n' "$longest" >bad
run 0 --encrypt --password-file bad -o longest.pdf "$case"
qpdf --password="$longest" --is-encrypted longest.pdf || complain "the longest does not open it"
printf '%s0\n' "$longest" | refused 'too long'
head -c 1000000 /dev/zero | tr '\0' x | refused 'too long'
printf '' | refused 'empty'
printf '\n' | refused 'empty'
printf 'one\ntwo\n' | refused 'more than one line'
printf 'one\n\n' | refused 'more than one line'
printf 'p\0w\n' | refused 'not UTF-8'
printf '\202\240\n' | refused 'not UTF-8'
printf '\357\273\277pw\n' | refused 'byte order mark'
for word in 'ｐａｓｓ' 'ﾊﾟｽ' 'あ　い' "$(printf 'a\342\200\213b')" "$(printf 'a\tb')" "$(printf 'か\343\202\231')" 'א' '①'; do
    printf '%s\n' "$word" | refused 'some readers change'
done
for word in "$(printf '%042d' 1 | sed 's/./あ/g')" 'pass word' '~!@#$%^&*()' '鬱葱' 'ắ'; do
    printf '%s\n' "$word" >bad
    run 0 --encrypt --password-file bad -o good.pdf "$case"
    qpdf --password="$word" --is-encrypted good.pdf || complain "$word does not open it"
done

# It is kept nowhere: not over its own file, nor in what a process leaves that ends in a fault.
cp password secret
ln secret other-name
for path in secret ./secret other-name; do
    run 2 --encrypt --password-file secret --messages en -o $path "$case"
    says err 'file of the password'
done
cmp -s password secret || complain "the password was written over"
mkfifo pipe
(ulimit -c unlimited && exec "$tool" --encrypt --password-fd 7 -o cored.pdf - 7<password <pipe) 2>err &
process=$!
exec 8>pipe
sleep 0.3
tr '\0' ' ' <"/proc/$process/cmdline" | grep -q 'あいことば' && complain "the command line tells the password"
kill -SEGV $process
exec 8>&-
wait $process 2>/dev/null
[ -z "$(find . -name '*core*')" ] || complain "a core was left: $(ls)"
[ ! -e cored.pdf ] || complain "something was written"

# Where there is none to read.
run 2 --encrypt -o new.pdf "$case"
run 2 --password-file password -o new.pdf "$case"
run 2 --password-fd 5 -o new.pdf "$case" 5<password
run 2 --encrypt --password-file password --password-fd 5 -o new.pdf "$case" 5<password
run 2 --encrypt --password-file nowhere -o new.pdf "$case"
says err 'nowhere'
run 2 --encrypt --password-file . -o new.pdf "$case"
run 2 --encrypt --password-fd 9 -o new.pdf "$case" 9<&-
says err 'password-fd 9'
run 2 --encrypt --password-fd 9 -o new.pdf "$case" 9>written
for fd in -1 1 2 x 99999999999; do
    run 2 --encrypt --password-fd=$fd -o new.pdf "$case"
done
run 2 --encrypt --password-fd 0 -o new.pdf - <"$case"
script -qec "'$tool' --encrypt --password-file /dev/tty -o new.pdf '$case'" /dev/null </dev/null >err 2>&1
says err '端末'
for format in --format=png --format=svg --format=text '-T bind' --painter=cairo --painter=haru; do
    # shellcheck disable=SC2086
    run 2 --encrypt --password-file password $format "$case"
    says err '--encrypt'
done
[ ! -e new.pdf ] || complain "something was written"

# A blank form, and a draft, are copied as well; a paper that a rule keeps back is not.
run 0 --encrypt --password-file password --blank -o blank.pdf
run 0 --encrypt --password-file password --draft -o draft.pdf "$case"
pdfinfo -upw "$(cat password)" draft.pdf | grep -q '^Title:.*案.*暗号化した写し' || complain "a draft's copy has the title $(pdfinfo -upw "$(cat password)" draft.pdf | head -n 1)"

# ---- an encrypted copy of what was made before: an issue, a reissue, a bundle ----

run 0 --encrypt --password-file password --copy-of record.pdf -o copy-of.pdf
says err 'bundle-encrypted'
pdftotext -upw "$(cat password)" copy-of.pdf copy-of.txt
cmp copy-of.txt record.txt || complain "the text of the copy of a PDF is another"
out=$work/batch
"$build/renkei-batch" run --cases "$root/samples/jihatsu-houmon/case.xml" --form plan --bundle household -o "$out" >/dev/null 2>&1
"$build/renkei-batch" release --reason x -o "$out" >/dev/null 2>&1
"$build/renkei-batch" reprint K-0002 --form plan --reason y -o "$out" >said 2>&1 || complain "no reissue: $(cat said)"
find "$out" -name '*.pdf' >made
[ "$(wc -l <made)" -ge 3 ] || complain "the batch made: $(cat made)"
while read -r pdf; do
    run 0 --encrypt --password-file password --copy-of "$pdf" -o of-batch.pdf
    qpdf --password="$(cat password)" --check of-batch.pdf >checked 2>&1 || complain "$pdf: $(cat checked)"
    pdftotext -upw "$(cat password)" of-batch.pdf a.txt
    pdftotext "$pdf" b.txt
    cmp a.txt b.txt || complain "the text of the copy of $pdf is another"
done <made
"$build/renkei-batch" verify -o "$out" >said 2>&1 || complain "the batch differs afterwards: $(cat said)"
head -c 5000 record.pdf >damaged.pdf
qpdf --empty --pages record.pdf 1 -- foreign.pdf
for pdf in copy-of.pdf damaged.pdf foreign.pdf "$case" password; do
    run 3 --encrypt --password-file password --copy-of "$pdf" -o new.pdf
    says err bundle-copy-of
done
run 2 --encrypt --password-file password --copy-of nowhere.pdf -o new.pdf
run 2 --encrypt --password-file password --copy-of record.pdf
run 2 --encrypt --password-file password --copy-of record.pdf -o record.pdf
run 2 --encrypt --password-file password --copy-of record.pdf -o new.pdf "$case"
run 2 --encrypt --password-file password --copy-of record.pdf --archive -o new.pdf
run 2 --copy-of record.pdf -o new.pdf
[ ! -e new.pdf ] || complain "something was written"

# ---- a large-print edition ----

run 0 --large-print "$case"
silent err
qpdf --check K-0001-plan-large.pdf >checked 2>&1 || complain "qpdf: $(cat checked)"
pdfinfo K-0001-plan-large.pdf >info
grep -q '^Title:.*（拡大版）$' info || complain "its title is $(head -n 1 info)"
[ "$(sed -n 's/^Page size: *//p' info)" = "$(pdfinfo record.pdf | sed -n 's/^Page size: *//p')" ] || complain "its paper is another"
run 0 --large-print --blank --form consent
[ -s blank-consent-large.pdf ] || complain "the blank large-print form has another name"
run 0 --large-print --format png --dpi 30 -o large.png "$case"
run 0 --large-print --archive -o large-archive.pdf "$case"
run 0 --from-archive large-archive.pdf -o large-again.pdf
cmp K-0001-plan-large.pdf large-again.pdf || complain "the large-print page made again is another"
run 2 --large-print --from-archive large-archive.pdf -o new.pdf

# ---- an archive edition, and the same page again from it ----

run 0 --archive "$case"
silent err
archive=K-0001-plan-archive.pdf
qpdf --check $archive >checked 2>&1 || complain "qpdf: $(cat checked)"
[ "$(pdfdetach -list $archive | tail -n 1)" = '1: filled.xml' ] || complain "it has attached: $(pdfdetach -list $archive)"
pdfinfo -meta $archive >meta
grep -q '<pdfaid:part>3</pdfaid:part>' meta && grep -q '<pdfaid:conformance>A<' meta && grep -q '<pdfuaid:part>1<' meta || complain "it claims: $(grep aid: meta)"
qpdf --json --json-key=qpdf --json-stream-data=none $archive | tr -d ' \n' >json
for word in '"/AFRelationship":"/Data"' '"/Subtype":"/application/xml"' '"/AF":[' '"/EmbeddedFiles":' '"/MarkInfo":'; do
    grep -qF "$word" json || complain "it has no $word"
done
run 0 --from-archive $archive -o again.pdf
silent err
cmp record.pdf again.pdf || complain "the page made again is another"
run 0 --from-archive $archive --archive -o again-archive.pdf
cmp $archive again-archive.pdf || complain "the archive edition made again is another"
# Wherever it lies, without the case, by whatever program it was written again.
mkdir elsewhere
qpdf --object-streams=disable --stream-data=uncompress $archive "elsewhere/書き直し.pdf"
(cd elsewhere && "$tool" --from-archive 書き直し.pdf -o out.pdf) || complain "not from what qpdf wrote again"
cmp record.pdf elsewhere/out.pdf || complain "the page from what qpdf wrote again is another"
run 0 --from-archive $archive --encrypt --password-file password -o both.pdf
qpdf --password="$(cat password)" --is-encrypted both.pdf || complain "no encrypted copy from an archive edition"
# By mail and back: what was encrypted has its data with it, and is the same page when it is opened.
run 0 --encrypt --password-file password --archive -o mailed.pdf "$case"
qpdf --password="$(cat password)" --decrypt mailed.pdf opened.pdf
run 0 --from-archive opened.pdf -o again.pdf
cmp record.pdf again.pdf || complain "the page from an encrypted archive edition is another"
run 0 --archive --blank --form consent -o blank-archive.pdf
run 0 --blank --form consent -o blank.pdf
run 0 --from-archive blank-archive.pdf -o again.pdf
cmp blank.pdf again.pdf || complain "the blank form made again is another"

# What the form does not print is not in it, packed or not; telephones and certificates are not the plan's.
pdfdetach -save 1 -o filled.xml $archive
qpdf --stream-data=uncompress --object-streams=disable $archive flat.pdf
for tag in phone postal-code number certificate-number; do
    sed -n "s/.*<$tag>\([^<]*\)<.*/\1/p; s/.* $tag=\"\([^\"]*\)\".*/\1/p" "$case" | sort -u >values
    while read -r value; do
        grep -qF "$value" record.txt && continue
        grep -qaF "$value" filled.xml flat.pdf && complain "$tag is in the archive edition, and not on the page"
    done <values
done

# By another edition, or with other fonts: nothing shows that it is the same page. Refused; and where it is asked for all
# the same, it says so itself, in whatever is made of it.
qpdf --qdf --normalize-content=n --object-streams=disable $archive qdf.pdf
altered() { # what sed does to it
    LC_ALL=C sed "$1" qdf.pdf | fix-qdf >altered.pdf
}
anew() { # what the message says
    run 5 --from-archive altered.pdf --messages en -o new.pdf
    says err "$1.*bind-archive-past"
    [ ! -e new.pdf ] || complain "something was written that is not shown to be the same page"
    run 0 --from-archive altered.pdf --recompose --messages en -o older.pdf
    says err "warning.*$1.*bind-archive-other"
    pdfinfo older.pdf | grep -q '^Title:.*【組み直し】' || complain "its title does not say that it was set anew"
    pdftotext -nopgbrk older.pdf - | grep -v '^\(組み直し\)\{0,1\}$' | sort >older.txt
    pdftotext -nopgbrk record.pdf - | grep -v '^$' | sort >words.txt
    cmp words.txt older.txt || complain "words of another edition are others"
    for page in $(seq "$(qpdf --show-npages older.pdf)"); do
        pdftotext -f "$page" -l "$page" older.pdf - | grep -q 組み直し || complain "page $page does not say that it was set anew"
    done
}
altered 's/layout-edition="[0-9]*"/layout-edition="9999"/'
anew 'layout edition 9999'
run 0 --from-archive altered.pdf --recompose --archive -o older.pdf
run 0 --from-archive older.pdf -o older-again.pdf
silent err
pdfinfo older-again.pdf | grep -q '^Title:.*【組み直し】' || complain "what was set anew is not marked any more"
LC_ALL=C sed 's/layout-edition="[0-9]*"/layout-edition="9998"/' altered.pdf >twice.pdf
run 0 --from-archive twice.pdf --recompose --archive -o older.pdf
pdfinfo older.pdf | grep -q '組み直し.*組み直し' && complain "it is marked twice"
altered 's/sha256="[0-9a-f]*"/sha256="00"/'
anew 'other fonts (BIZ UD'
altered '/<font /d'
anew 'other fonts (BIZ UD'
altered 's/<font name="BIZ[^"]*"/<font name="Other"/'
anew 'other fonts (BIZ UD'
run 0 --draft --archive -o draft-archive.pdf "$case"
qpdf --qdf --normalize-content=n --object-streams=disable draft-archive.pdf draft-qdf.pdf
LC_ALL=C sed 's/layout-edition="[0-9]*"/layout-edition="9999"/' draft-qdf.pdf | fix-qdf >altered.pdf
run 0 --from-archive altered.pdf --recompose -o older.pdf
pdfinfo older.pdf | grep -q '^Title:.*【案・組み直し】' || complain "a draft set anew is not both"
run 0 --from-archive $archive --recompose -o older.pdf
silent err
cmp record.pdf older.pdf || complain "what is the same page is marked"
run 2 --recompose -o new.pdf "$case"
run 2 --recompose --copy-of record.pdf --encrypt --password-file password -o new.pdf
altered 's/layout-edition/layout-edition/'
run 0 --from-archive altered.pdf -o older.pdf
silent err

# What has none, or one that is not ours.
refuse() { # file, what the message says
    run 3 --from-archive "$1" --messages en -o new.pdf
    says err "$2"
    [ ! -e new.pdf ] || complain "something was written of $1"
}
refuse record.pdf 'there is none.*bundle-no-archive'
refuse both.pdf 'with a password'
refuse "$case" 'cannot be read as a PDF'
: >empty
refuse empty 'cannot be read as a PDF'
head -c 100000 $archive >half
refuse half 'cannot be read as a PDF'
truncate -s 70M large
refuse large 'too large'
altered 's/<filled v="1"/<filled v="2"/'
refuse altered.pdf 'filled.xml:3.*bind-archive'
altered 's/ size="[0-9]*"/ size="-5"/'
refuse altered.pdf 'bind-archive'
altered 's/<body>/<include href="x"\/><body>/'
refuse altered.pdf 'bind-archive'
altered 's/<filled /<!DOCTYPE filled [<!ENTITY x SYSTEM "\/etc\/passwd">]><filled /'
refuse altered.pdf 'xml-doctype'
altered 's/<.filled>//'
refuse altered.pdf 'xml-malformed'
# Well-formed, and another than the page: a name, a word, the title; and the number of pages and their order. Notes,
# another way of packing and of numbering do not matter.
child=$(sed -n 's/.* title="[^"]*　\([^ "]*\) [^"]*".*/\1/p' filled.xml)
for change in "s/$child/柏木/g" 's/別室/教室/' 's/\(<filled .* title="\)/\1x/'; do
    altered "$change"
    cmp -s qdf.pdf altered.pdf && continue
    refuse altered.pdf 'bundle-other-pages'
done
altered "s/$child/柏木/g"
refuse altered.pdf 'page 1 is another'
qpdf --empty --pages $archive 1 -- one.pdf
refuse one.pdf 'bundle-no-archive'
qpdf $archive --pages . 1 -- one.pdf
refuse one.pdf 'another number of pages'
qpdf $archive --pages . z-1 -- turned.pdf
refuse turned.pdf 'page 1 is another'
qpdf --linearize $archive linear.pdf
mutool clean -ggg $archive cleaned.pdf >/dev/null 2>&1 || complain "mutool cannot clean it"
altered 's/^  \/StructParents/  \/Annots [ << \/Type \/Annot \/Subtype \/Text \/Rect [ 0 0 9 9 ] >> ]\n&/'
for pdf in linear cleaned altered; do
    run 0 --from-archive $pdf.pdf -o packed.pdf
    cmp record.pdf packed.pdf || complain "the page from $pdf.pdf is another"
done

# A small file that unpacks to more than there may be.
{
    printf '%%PDF-1.7\n%%QDF-1.0\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R /AF [ 3 0 R ] >>\nendobj\n'
    printf '2 0 obj\n<< /Type /Pages /Kids [ ] /Count 0 >>\nendobj\n'
    printf '3 0 obj\n<< /Type /Filespec /UF (filled.xml) /EF << /F 4 0 R >> >>\nendobj\n'
    printf '4 0 obj\n<< /Type /EmbeddedFile /Filter /FlateDecode /Length 5 0 R >>\nstream\n'
    head -c 40000000 /dev/zero | zlib-flate -compress
    printf '\nendstream\nendobj\n\n%%QDF: ignore_newline\n5 0 obj\n0\nendobj\n\n'
    printf 'xref\n0 6\n0000000000 65535 f \ntrailer <<\n  /Root 1 0 R\n  /Size 6\n>>\nstartxref\n0\n%%%%EOF\n'
} | fix-qdf >bomb.pdf
qpdf --check bomb.pdf >/dev/null 2>&1 || complain "the bomb is no PDF"
refuse bomb.pdf 'too large'
run 2 --from-archive nowhere.pdf -o new.pdf
run 2 --from-archive . -o new.pdf
run 2 --from-archive $archive
run 2 --from-archive $archive -o $archive
run 2 --from-archive $archive -o new.pdf "$case"
for option in '--form plan' --blank --draft '--as-of 2024-06-01' '--month 2024-06' '-T bind' --format=text --painter=cairo; do
    # shellcheck disable=SC2086
    run 2 --from-archive $archive -o new.pdf $option
done
for format in --format=png --format=svg --format=text '-T bind' --painter=cairo --painter=haru; do
    # shellcheck disable=SC2086
    run 2 --archive $format "$case"
    says err '--archive'
done
[ ! -e new.pdf ] || complain "something was written"

[ $bad = 0 ] && echo "copies: good"
exit $bad
