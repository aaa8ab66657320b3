#!/bin/sh
# batch_print.sh BUILD: what renkei-batch print hands over to lp(1), with a stand-in for lp on PATH that keeps the words
# of its call and what it reads: the bytes that were issued and no others, once each, and nothing that it does not take.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=$(realpath "${1:-build}")/renkei-batch
. tests/command.sh
export RENKEI_WHO=係 RENKEI_HOST=pc1
mkdir -p "$work/bin" "$work/tray" "$work/c"
export TRAY="$work/tray"
cat >"$work/bin/lp" <<'SH'
#!/bin/sh
n=$(($(ls "$TRAY" | wc -l) / 2 + 1))
if [ "${LP_FAILS_AT:-0}" = $n ]; then
    echo "lp: Error - The printer or class does not exist." >&2
    exit 3
fi
[ "${LP_DIES:-}" = "" ] || kill -9 $$
[ "${LP_READS:-}" = "" ] || { head -c "$LP_READS" >"$TRAY/part"; rm "$TRAY/part"; exit 0; }
printf '%s\n' "$@" >"$TRAY/$n.words"
cat >"$TRAY/$n.pdf"
echo "request id is x-$n (0 file(s))"
SH
chmod +x "$work/bin/lp"
old=$PATH
PATH=$work/bin:$PATH
cp -R samples/masters "$work/c/masters"
for id in K-0001 K-0002 K-0003; do
    mkdir "$work/c/$id"
    sed "s/ id=\"K-0001\"/ id=\"$id\"/; s|<policy>|<policy>（$id）|; s|14番地2|14番地2の$id|" \
        samples/hodei-futoukou/case.xml >"$work/c/$id/case.xml"
done
cat >"$work/run.xml" <<'XML'
<run version="1" month="2024-06" as-of="2024-06-20" output="town">
  <cases folder="c"/>
  <form name="plan"/>
  <form name="schedule"/>
  <bundle to="household" gaps="name"/>
  <print printer="toukan" options="sides=two-sided-long-edge media=A4,upper $(touch"/>
</run>
XML
run 3 print "$work/run.xml"
says err 'run.xml.*options'
sed -i 's| \$(touch||' "$work/run.xml"
out=$work/town
tray() { # how many papers should lie in it
    [ "$(ls "$TRAY" | grep -c 'pdf$')" = "$1" ] || complain "$(ls "$TRAY" | grep -c 'pdf$') papers instead of $1"
}
journal() {
    sqlite3 "$out/.renkei/ledger.sqlite" "SELECT count(*) FROM journal WHERE act = 'print'"
}

# Nothing is printed that was not issued.
"$tool" run "$work/run.xml" >"$work/ran" 2>&1 || complain "$(cat "$work/ran")"
run 0 print "$work/run.xml"
says out '^印刷に渡した0件'
run 2 print K-0001 -o "$out"
says err 'batch-not-issued'
run 2 print --bundle household/K-0001 -o "$out"
says err 'batch-not-issued'
run 2 print -o "$out"
says err '何を印刷に渡すか'
tray 0

# The envelopes of a run file, in order, as the run file says, with their keys for a title.
run 0 release "$work/run.xml" --bundles --reason 定例
envelopes=$(ls "$out"/bundles/2024-06/household/*.pdf | wc -l)
[ "$envelopes" = 3 ] || complain "$envelopes envelopes were made"
run 0 print "$work/run.xml" --dry-run
says out '^household/K-0001	household	2024-06	第1版	.*まだ渡していない$'
tray 0
run 0 print "$work/run.xml"
says out '^household/K-0002	household	2024-06	第1版	.*	渡した$'
says out '^印刷に渡した3件、前に渡した0件、まだ渡していない0件$'
tray 3
n=0
for envelope in "$out"/bundles/2024-06/household/*.pdf; do
    n=$((n + 1))
    cmp -s "$envelope" "$TRAY/$n.pdf" || complain "paper $n is not $envelope"
    printf '%s\n' -d toukan -o sides=two-sided-long-edge -o media=A4,upper -t "household/$(basename "$envelope" .pdf)" |
        cmp -s - "$TRAY/$n.words" || complain "the words of $n: $(tr '\n' ' ' <"$TRAY/$n.words")"
done
[ "$(journal)" = 3 ] || complain "the journal has $(journal) entries"

# Once each, unless it is asked for.
run 0 print "$work/run.xml"
says out '^印刷に渡した0件、前に渡した3件'
says out '前に渡した（20'
tray 3
run 0 print --bundle household/K-0001 --again --json -o "$out"
says out '"print":"handed","before":"20.*"version":1'
says out '"handed":1,"before":0,"left":0'
tray 4
printf '%s\n' -t household/K-0001 | cmp -s - "$TRAY/4.words" || complain "without a run file there are words"

# It is the issue that is printed: the working state may be another by now, or damaged.
cp "$out/2024-06/K-0002/plan.pdf" "$work/issued.pdf"
chmod 600 "$out/2024-06/K-0002/plan.pdf"
printf x >"$out/2024-06/K-0002/plan.pdf"
run 0 print K-0002 --form plan -o "$out"
tray 5
cmp -s "$work/issued.pdf" "$TRAY/5.pdf" || complain "another plan was printed than was issued"
says out '^K-0002	.*	渡した$'
printf '%s\n' -t 'K-0002 plan' | cmp -s - "$TRAY/5.words" || complain "a document has another title"

# What lp does not take was not handed over, and what it took before was: the next call goes on there.
LP_FAILS_AT=7 run 5 print K-0001 K-0002 K-0003 -o "$out"
says err 'batch-spooler'
says err 'lp が終了コード3で終わりました：lp: Error - The printer'
says out '^印刷に渡した1件、前に渡した1件、まだ渡していない4件$'
tray 6
entries=$(journal)
LP_DIES=1 run 5 --messages en print K-0003 -o "$out"
says err 'lp was stopped by signal 9'
for bytes in 0 1 5000; do
    LP_READS=$bytes run 5 print K-0003 -o "$out"
    says err '終わりまで読みませんでした'
done
[ "$(journal)" = "$entries" ] || complain "what lp did not take is taken down"
run 0 print K-0001 K-0002 K-0003 -o "$out"
says out '^印刷に渡した4件、前に渡した2件、まだ渡していない0件$'
tray 10
[ "$(journal)" = $((entries + 4)) ] || complain "not each is taken down once"

# No lp, and one that cannot be run.
mkdir "$work/none"
ends_by() { # PATH
    env PATH="$1" "$tool" print K-0001 --again -o "$out" >"$work/out" 2>"$work/err"
    got=$?
    [ $got = 5 ] || complain "exit $got instead of 5 with PATH=$1"
}
ends_by "$work/none"
says err 'lp が見つかりません'
chmod -x "$work/bin/lp"
ends_by "$work/bin"
says err 'batch-spooler'
chmod +x "$work/bin/lp"
tray 10

# One name that is wrong keeps all back; so does what was withdrawn; a version that follows is a new paper.
run 2 print K-0001 K-0009 --again -o "$out"
says err 'batch-not-issued'
run 0 withdraw K-0003 --reason 誤り -o "$out"
run 2 print K-0003 --again -o "$out"
says err 'batch-withdrawn'
tray 10

# An envelope with a paper in it that was withdrawn since is not handed over, however it is asked for; the others are. The
# same bytes, issued again, stand: their envelope goes.
for ask in '--bundle household/K-0003' --bundles "$work/run.xml"; do
    # Several words are several arguments.
    # shellcheck disable=SC2086
    case $ask in
    *.xml) run 1 print $ask --again --dry-run ;;
    *) run 1 print $ask --again --dry-run -o "$out" ;;
    esac
    says err 'batch-print-withdrawn'
    says out '^household/K-0003	.*取り下げた書類が入っているので渡さない$'
    says out '^渡さない1件$'
    [ "$ask" = '--bundle household/K-0003' ] || says out '^household/K-0002	.*	まだ渡していない$'
done
run 1 print --bundle household/K-0003 --again -o "$out"
run 1 print --bundle household/K-0003 --json --again -o "$out"
says out '"print":"withdrawn"'
says out '"withdrawn":1,"withheld":0,"no-consent":0}$'
tray 10
run 0 release "$work/run.xml" K-0003 --again --reason 誤りではなかった
run 0 print --bundle household/K-0003 --again --dry-run -o "$out"
run 0 withdraw K-0003 --form schedule --reason 誤り -o "$out"
run 1 print --bundle household/K-0003 --again --dry-run -o "$out"
says err 'K-0003/schedule'

sed -i 's|<policy>[^<]*|<policy>あらためた。|' "$work/c/K-0001/case.xml"
"$tool" run "$work/run.xml" >"$work/ran" 2>&1 || complain "$(cat "$work/ran")"
run 0 release "$work/run.xml" K-0001 --reason 見直し
run 0 print K-0001 -o "$out"
says out '^K-0001	.*第2版	.*	渡した$'
says out '^印刷に渡した1件、前に渡した1件'
tray 11

# Nor is an envelope with a paper in it that a new version has replaced since: the family would have the old one. Of one
# that went before nothing is told; a new envelope goes.
run 1 print --bundle household/K-0001 --again --dry-run -o "$out"
says err 'batch-print-replaced'
says out '^household/K-0001	.*差し替えた書類が入っているので渡さない$'
run 1 print --bundle household/K-0001 --json --again -o "$out"
says out '"print":"replaced"'
tray 11
run 0 release --bundle household/K-0001 --reason 見直し -o "$out"
run 0 print --bundle household/K-0001 --dry-run -o "$out"
says out '^household/K-0001	.*第2版	.*まだ渡していない$'

# Nor is one that is none any more: the other guardian was to have a copy, and is not now. What is withdrawn is at rest.
sed -i '/<guardian id="guardian-2"/s|<guardian|& copies="yes"|
/<guardian .*id="guardian-2"/,/<\/guardian>/s|</kana>|&<address>東海県青葉野市西町9番地</address>|' "$work/c/K-0001/case.xml"
"$tool" run "$work/run.xml" >"$work/ran" 2>&1 || complain "$(cat "$work/ran")"
run 0 release --bundle household/K-0001+guardian-2 --reason 写し -o "$out"
run 0 print --bundle household/K-0001+guardian-2 --dry-run -o "$out"
sed -i 's| copies="yes"||' "$work/c/K-0001/case.xml"
"$tool" run "$work/run.xml" >"$work/ran" 2>&1 || complain "$(cat "$work/ran")"
run 1 print --bundle household/K-0001+guardian-2 -o "$out"
says err 'batch-print-gone'
says out '今はない束なので渡さない$'
tray 11
run 0 withdraw --bundle household/K-0001+guardian-2 --reason 送らない -o "$out"

# The bytes of an issue that are another's are not printed; the chain holds.
run 0 verify -o "$out"
file=$(find "$out/.renkei/issued" -name "$(sha256sum <"$work/issued.pdf" | cut -d ' ' -f 1).pdf")
chmod 600 "$file"
printf x >>"$file"
chmod 400 "$file"
run 8 print K-0002 --form plan --again -o "$out"
says err 'batch-issued-damaged'
tray 11

# An address that is withheld since it was issued: no issue that may tell it leaves the house once more, by itself or in an
# envelope of whomever, of the case that says so or of a sibling; what is known to tell none does, and so do the others.
home=$work/home out=$work/home/out
mkdir -p "$home/c"
cp -R samples/masters "$home/c/masters"
for id in K-1 K-2 K-3; do
    mkdir "$home/c/$id"
    sed "s/ id=\"K-0001\"/ id=\"$id\"/" samples/hodei-futoukou/case.xml >"$home/c/$id/case.xml"
done
sed -i 's/三丁目14番地2/三丁目99番地/' "$home/c/K-3/case.xml"
cat >"$home/run.xml" <<'XML'
<run version="1" month="2024-06" as-of="2024-08-01" output="out">
  <cases folder="c"/>
  <form name="plan"/>
  <form name="face-sheet"/>
  <bundle to="household"/>
</run>
XML
run 0 run "$home/run.xml"
for key in K-1 K-2 K-3; do run 0 release $key --reason 定例 -o "$out"; done
run 0 release "$home/run.xml" --bundles --reason 定例
run 0 print K-1 --again --dry-run -o "$out"
sed -i 's|<address postal-code|<address withheld="yes" postal-code|' "$home/c/K-2/case.xml"
run 1 run "$home/run.xml"
told() { # what is asked for, then what is not handed over: key and form
    words=$1
    shift
    # shellcheck disable=SC2086
    run 1 print $words --again --dry-run -o "$out"
    says err 'batch-issued-withheld'
    [ "$(awk -F '\t' '/非公開の住所が出ているおそれがあるので渡さない/ { print $1 "/" $2 }' "$work/out" | tr '\n' ' ')" = "$* " ] ||
        complain "print $words holds back $(cat "$work/out")"
}
told K-1 K-1/face-sheet K-1/plan # its sibling withholds where it lives, and its case tells
told K-2 K-2/face-sheet          # the plan is the same since
told "$home/run.xml" household/K-1/household
told --bundles household/K-1/household
run 1 print K-2 --form face-sheet --again --json --dry-run -o "$out"
says out '"print":"withheld"'
says out '"withheld":1,"no-consent":0}$'
run 0 print K-3 --again --dry-run -o "$out"
run 0 print K-2 --form plan --again --dry-run -o "$out"
for words in 'K-1 --form face-sheet' 'K-1 --form plan' 'K-2 --form face-sheet' '--bundle household/K-1 --month 2024-06'; do
    # shellcheck disable=SC2086
    run 1 reprint $words --reason 紛失 -o "$out"
    says err 'batch-issued-withheld'
done
run 0 reprint K-2 --form plan --reason 紛失 -o "$out"
run 0 reprint K-3 --form face-sheet --reason 紛失 -o "$out"
# Once all of them say so, what is issued anew goes.
sed -i 's|<address postal-code|<address withheld="yes" postal-code|' "$home/c/K-1/case.xml"
run 0 run "$home/run.xml"
run 1 print K-1 --form face-sheet --again --dry-run -o "$out"
run 0 print K-1 --form plan --again --dry-run -o "$out"
for key in K-1 K-2; do run 0 release $key --reason 非公開 -o "$out"; done
run 0 release "$home/run.xml" --bundles --reason 非公開
run 0 print "$home/run.xml" --again --dry-run
run 0 print K-1 --again --dry-run -o "$out"
run 0 reprint K-2 --form face-sheet --reason 紛失 -o "$out"
run 1 reprint K-2 --form face-sheet --issue-version 1 --reason 紛失 -o "$out"
run 0 verify -o "$out"
for file in $(find "$out" -name '*.pdf' ! -path '*/.renkei/*' ! -path '*/bundles/*'); do
    ! pdftotext "$file" - | tr -d ' \n　' | grep -q '三丁目14番地2' || complain "a withheld address is on $file"
done
# The case that withholds is gone and nothing of it is left but what was issued: its sibling's issues that tell the
# address do not go out for that, nor its own.
sed -i 's|<address withheld="yes" postal-code|<address postal-code|' "$home/c/K-1/case.xml"
rm -r "$home/c/K-2"
"$tool" run "$home/run.xml" --accept-missing --reason 退所 >/dev/null 2>&1
[ -z "$(sqlite3 "$out/.renkei/ledger.sqlite" "SELECT file FROM document WHERE key = 'K-2' AND file <> ''")" ] ||
    complain "what was accepted is not dropped"
for words in 'K-1 --form face-sheet --issue-version 1' 'K-2 --form face-sheet --issue-version 1'; do
    # shellcheck disable=SC2086
    run 1 reprint $words --reason 紛失 -o "$out"
    says err 'batch-issued-withheld'
done
run 0 print K-3 --again --dry-run -o "$out"

# Nothing of a person is in what lp is told.
PATH=$old
names=$(sed -n 's|.*<\(family\)>\(.*\)</.*|\2|p' samples/hodei-futoukou/case.xml | sort -u)
[ "$names" ] || complain "the sample has no names"
for name in $names; do
    cat "$TRAY"/*.words | grep -q -- "$name" && complain "a name is in the words of lp"
done
exit $bad
