#!/bin/sh
# copies.sh BUILD: copies for other uses, from the command line: an encrypted one.
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

[ $bad = 0 ] && echo "copies: good"
exit $bad
