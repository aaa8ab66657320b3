#!/bin/sh
# batch_roster.sh BUILD: what a run covers is compared with the last run of its name. What is missing is told, and nothing
# is withdrawn but by a decision with a reason: one case, half a mount, other forms, children who left, forms taken off,
# another month, shards of which one never started.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=$(realpath "${1:-build}")/renkei-batch
. tests/command.sh
files() { # folder: the documents and envelopes, with their sums
    (cd "$1" && find . -name '*.pdf' ! -path './.renkei/*' -exec sha256sum {} + | sort -k 2)
}
journal() { # folder: what was decided
    sqlite3 -separator ' ' "$1/.renkei/ledger.sqlite" \
        "SELECT act, who, host, reason, bundle, key, month FROM journal WHERE act IN ('withdraw', 'accept') ORDER BY number"
}
RENKEI_WHO=clerk RENKEI_HOST=desk SOURCE_DATE_EPOCH=1720000000
export RENKEI_WHO RENKEI_HOST SOURCE_DATE_EPOCH
unset RENKEI_NIGHT SLURM_ARRAY_JOB_ID
# A town: town FOLDER COUNT; its children are T-1, T-2, …
town() {
    mkdir -p "$1"
    cp -R samples/masters "$1/masters"
    for child in $(seq "$2"); do
        mkdir "$1/child-$child"
        sed "s/ id=\"K-0001\"/ id=\"T-$child\"/; s/三丁目14番地2</三丁目14番地$child</" samples/hodei-futoukou/case.xml >"$1/child-$child/case.xml"
    done
}
# A run file: order FILE ATTRIBUTES FORMS BUNDLES
order() {
    {
        echo "<run version=\"1\" output=\"$out\" $2><cases folder=\"$cases\"/>"
        for form in $3; do echo "<form name=\"$form\"/>"; done
        for kind in $4; do echo "<bundle to=\"$kind\"/>"; done
        echo "</run>"
    } >"$1"
}
out=$work/nights cases=$work/town
town "$cases" 4
order "$work/nightly.xml" 'as-of="2024-08-01"' 'plan consent' ''
run 0 run "$work/nightly.xml"
files "$out" >"$work/whole"
silent err

# Half a mount, and children who left: each is told, before and afterwards, and everything stays.
mkdir "$work/away"
mv "$cases/child-3" "$cases/child-4" "$work/away"
run 7 plan "$work/nightly.xml"
says err '名簿にある T-3 の書類（consent plan）が、.*\[batch-roster-missing\]$'
run 7 run "$work/nightly.xml"
says err '名簿にある T-3 の書類（consent plan）が、.*\[batch-roster-missing\]$'
says err 'T-4 .*\[batch-roster-missing\]$'
says out '名簿からの欠け4件'
files "$out" | cmp -s - "$work/whole" || complain "a run over half a town changed the other half"
run 7 run "$work/nightly.xml" # and on every night, until somebody decides
run 7 report "$work/nightly.xml"
says out '^T-4	plan	-	名簿からの欠け$'
run 7 report "$work/nightly.xml" --json
says out '"missing":\[{"key":"T-3","form":"consent","kind":""},{"key":"T-3","form":"plan","kind":""},{"key":"T-4"'
run 7 report "$work/nightly.xml" --pdf "$work/report.pdf"
pdftotext -raw "$work/report.pdf" - | grep -q '名簿からの欠け' || complain "the printed report does not tell what is missing"
[ -z "$(journal "$out")" ] || complain "something was decided by itself: $(journal "$out")"
mv "$work/away/child-3" "$cases/renamed-folder" # the key is the same
run 7 run "$work/nightly.xml"
says out '名簿からの欠け2件'
! grep -q 'T-3' "$work/err" || complain "a child of a renamed folder is missing"

# A decision needs a reason, and is kept with it; what is withdrawn is told, and not lost.
run 2 run "$work/nightly.xml" --accept-missing
files "$out" | cmp -s - "$work/whole" || complain "something is withdrawn without a reason"
run 0 run "$work/nightly.xml" --accept-missing --reason 退所
says err 'T-4 の書類（consent plan）を取り下げました：退所 \[batch-roster-withdrawn\]$'
journal "$out" >"$work/decided"
cmp - "$work/decided" <<'END' || complain "the journal is another: $(cat "$work/decided")"
accept clerk desk 退所 0 nightly.xml 
withdraw clerk desk 退所 0 T-4 
withdraw clerk desk 退所 0 T-4 
END
grep -v T-4 "$work/whole" >"$work/three"
files "$out" | cmp -s - "$work/three" || complain "withdrawn is not what was accepted"
grep T-4 "$work/whole" | while read -r sum name; do
    [ "$(sha256sum <"$out/.renkei/withdrawn/$sum.pdf")" = "$sum  -" ] || echo "$name is lost"
done >"$work/lost"
[ ! -s "$work/lost" ] || complain "$(cat "$work/lost")"
run 0 run "$work/nightly.xml"
silent err
run 0 verify "$work/nightly.xml"
mv "$work/away/child-4" "$cases/child-4"
run 0 run "$work/nightly.xml"
files "$out" | cmp -s - "$work/whole" || complain "a child who came back has other papers"

# A run over one case, and one over other forms, are of another name: they touch nothing of the others (A, B, A).
run 0 run --cases "$cases/child-1/case.xml" --form plan --as-of 2024-08-01 -o "$out"
run 0 run --cases "$cases" --form schedule --as-of 2024-08-01 -o "$out"
says out '^対象4件'
files "$out" | grep -v schedule | cmp -s - "$work/whole" || complain "a run over one case or other forms changed the others"
run 0 run "$work/nightly.xml"
silent err
! sqlite3 "$out/.renkei/ledger.sqlite" 'SELECT act FROM journal' | sed 1,3d | grep -q . || complain "something was decided by itself"
run 7 run --cases "$cases" --form plan --roster nightly.xml --as-of 2024-08-01 -o "$out" # the name makes it the same run
says out '名簿からの欠け4件'

# A form that is taken off the run, and one that is put on it.
order "$work/nightly.xml" 'as-of="2024-08-01"' 'plan schedule' ''
run 7 run "$work/nightly.xml"
says err 'T-1 の書類（consent）'
says out '名簿からの欠け4件'
files "$out" | grep -v schedule | cmp -s - "$work/whole" || complain "a form taken off the run takes its papers with it"
run 0 run "$work/nightly.xml" --accept-missing --reason 様式の廃止 --who 所長
[ "$(find "$out" -name consent.pdf ! -path '*/.renkei/*' | wc -l)" = 0 ] || complain "the form is still there"
[ "$(find "$out" -name schedule.pdf | wc -l)" = 4 ] || complain "what another roster has was withdrawn, too"
journal "$out" | grep -q '^withdraw 所長 desk 様式の廃止 0 T-1 $' || complain "who decided is not kept"

# What is on another roster, too, stays, and is not said to be withdrawn: a run over one child makes a roster that keeps
# her papers after she has left, until it is decided of that one as well. So with envelopes.
out=$work/else
cp -R "$cases" "$work/else-cases"
children=$(find "$work/else-cases" -name case.xml | sort | head -n 2)
one=$(echo "$children" | head -n 1)
key=$(sed -n 's/.*<case [^>]*id="\([^"]*\)".*/\1/p' "$one")
all() { # exit status, options
    want=$1
    shift
    run "$want" run --cases "$work/else-cases" --form plan --form schedule --as-of 2024-08-01 -o "$out" "$@"
}
all 0 --roster all
run 0 run --cases "$one" --form plan --as-of 2024-08-01 -o "$out" # by the way
rm "$one"
all 7 --roster all
all 0 --roster all --accept-missing --reason 転出
says err "参考: $key の書類（schedule）を取り下げました：転出 \\[batch-roster-withdrawn\\]"
says err "注意: $key の書類（plan）は、名簿「--cases $one --form plan」にもあるので.*\\[batch-roster-elsewhere\\]"
! grep -q "（plan.*取り下げました" "$work/err" || complain "what stays is said to be withdrawn"
[ "$(find "$out/$key" -type f | wc -l)" = 1 ] || complain "another roster's paper went, or what was withdrawn is there"
run 0 verify -o "$out"
all 0 --roster all
silent err
all 7 --roster "--cases $one --form plan"
all 0 --roster "--cases $one --form plan" --accept-missing --reason 転出
says err "参考: $key の書類（plan）を取り下げました：転出"
[ ! -e "$out/$key" ] || complain "who left everywhere is still there"
run 0 verify -o "$out"
all 0 --roster all --bundle household
all 0 --roster other --bundle household
all 0 --roster all --accept-missing --reason 束の廃止
says err '注意: 宛先 household の束は、名簿「other」にもあるので、取り下げていません \[batch-roster-kind-elsewhere\]$'
! grep -q 'batch-roster-kind-withdrawn' "$work/err" || complain "envelopes that stay are said to be withdrawn"
[ -d "$out/bundles" ] || complain "envelopes of another roster went"

# What may be missing by the run file; but never what goes to a household in its envelope.
out=$work/share
order "$work/share.xml" 'missing="50%" as-of="2024-08-01"' 'plan' ''
run 0 run "$work/share.xml"
mv "$cases/child-4" "$cases/child-1" "$cases/child-2" "$work/away"
run 7 run "$work/share.xml" # three of four
mv "$work/away/child-1" "$cases"
run 0 run "$work/share.xml"
says err 'T-2 の書類（plan）を取り下げました：missing="50%"'
journal "$out" | grep -q '^withdraw clerk desk missing="50%" 0 T-4 $' || complain "the run file's decision is not kept"
mv "$work/away/child-2" "$work/away/child-4" "$cases"
out=$work/envelopes
order "$work/share.xml" 'roster="envelopes" missing="50%" as-of="2024-08-01"' 'plan' 'household'
run 0 run "$work/share.xml"
mv "$cases/child-4" "$work/away"
run 7 run "$work/share.xml"
says err 'T-4 .*\[batch-roster-missing\]$'
[ -e "$out/T-4/plan.pdf" ] || complain "a household's paper was withdrawn by a share"
order "$work/share.xml" 'roster="envelopes" missing="50%" as-of="2024-08-01"' 'plan' ''
run 7 run "$work/share.xml"
says err 'household .*\[batch-roster-kind\]$'
mv "$work/away/child-4" "$cases"
run 0 run "$work/share.xml" --accept-missing --reason 手渡し
says err '宛先 household の束を取り下げました：手渡し \[batch-roster-kind-withdrawn\]$'
run 0 run "$work/share.xml"
silent err

# An envelope is of the papers of its home, whatever a run was over: one child, half a mount, other forms. It goes when all
# of its papers go, by a decision, and is told.
out=$work/mail
order "$work/mail.xml" 'as-of="2024-08-01"' 'plan consent' 'household'
run 0 run "$work/mail.xml"
files "$out" >"$work/mail-whole"
[ "$(grep -c /bundles/ "$work/mail-whole")" = 4 ] || complain "not an envelope for each home"
mv "$cases/child-4" "$cases/renamed-folder" "$work/away"
run 7 run "$work/mail.xml"
files "$out" | cmp -s - "$work/mail-whole" || complain "half a mount changed envelopes"
mv "$work/away/renamed-folder" "$cases"
run 0 run "$work/mail.xml" --accept-missing --reason 退所
says err '束 household/.*T-4.* を取り下げました：退所 \[batch-envelope-withdrawn\]$'
grep -v T-4 "$work/mail-whole" >"$work/three"
files "$out" | cmp -s - "$work/three" || complain "the envelope of a child who left is not withdrawn, or others are"
journal "$out" | grep -q '^withdraw clerk desk 退所 1 household/.*T-4' || complain "an envelope goes without a decision"
run 0 verify "$work/mail.xml"
run 0 run --cases "$cases/child-1/case.xml" --form plan --as-of 2024-08-01 --bundle household -o "$out"
files "$out" | cmp -s - "$work/three" || complain "a run over one child changed envelopes"
run 0 run --cases "$cases" --form plan --as-of 2024-08-01 --bundle household -o "$out"
files "$out" | cmp -s - "$work/three" || complain "a run over one form shrinks envelopes"
mv "$work/away/child-4" "$cases"

# A household that parts: a run of one of them alone, asked for envelopes or not, leaves no paper between two envelopes.
# What an envelope needs and is not made from the case as it is now, is named.
out=$work/parting
mail() { run "$1" run --cases "$2" --form plan --form consent --as-of 2024-08-01 -o "$out" $3; }
together() { sed -i 's/三丁目14番地[0-9]*</三丁目14番地1</' "$cases/child-2/case.xml"; }
apart() { sed -i 's/三丁目14番地[0-9]*</三丁目14番地2</' "$cases/child-$1/case.xml"; }
for mover in 1 2; do # the envelope has the name of the first
    for asked in '' '--bundle household'; do
        rm -rf "$out"
        together
        mail 0 "$cases" '--bundle household'
        says out '、束3、'
        apart "$mover"
        mail 0 "$cases/child-$mover/case.xml" "$asked"
        run 0 verify -o "$out"
        [ "$(cd "$out/bundles/household" && echo *)" = 'T-1.pdf T-2.pdf T-3.pdf T-4.pdf' ] ||
            complain "child $mover left with '$asked': $(ls "$out/bundles/household")"
        sed -i 's/三丁目14番地[0-9]*</三丁目14番地1</' "$cases/child-1/case.xml"
    done
done
apart 2
sed -i 's|<policy>|<policy>改めた。|' "$cases/child-4/case.xml"
run 1 run --cases "$cases/child-4/case.xml" --form plan --as-of 2024-08-01 -o "$out"
says err '束 household/T-4 を作れませんでした：T-4/consent は、今の事例から作ったものではありません.*（batch-paper-older）'
run 8 verify -o "$out"
mail 0 "$cases" '--bundle household'
run 0 verify -o "$out"
sed -i 's|<policy>改めた。|<policy>|' "$cases/child-4/case.xml"

# A sibling whose case nobody can read: the envelope of both waits, on every night, or names what is missing; it never goes
# out without a word.
out=$work/siblings
together
cp "$cases/child-2/case.xml" "$work/whole-case"
for broken in 'head -c 20000' 'head -n 3' 'head -c 9'; do
    rm -rf "$out"
    mail 0 "$cases" '--bundle household'
    $broken "$work/whole-case" >"$cases/child-2/case.xml"
    for night in 1 2 3; do
        mail 1 "$cases" '--bundle household'
        says err '束 household/T-1 は作りません。入るはずの T-2/plan'
        [ ! -e "$out/bundles/household/T-1.pdf" ] || complain "night $night: an envelope lacks a sibling: $broken"
        mail 1 "$cases" '--bundle household,gaps=name'
        [ "$(sqlite3 "$out/.renkei/ledger.sqlite" "SELECT group_concat(key || form || gap, ' ') FROM (SELECT * FROM member
            WHERE name = 'household/T-1' ORDER BY number)")" = 'T-1plan T-1consent T-2planfailed T-2consentfailed' ] ||
            complain "night $night: the gap of a sibling is not named: $broken"
    done
    cp "$work/whole-case" "$cases/child-2/case.xml"
    mail 0 "$cases" '--bundle household'
    run 0 verify -o "$out"
done
apart 2

# A new month is new work of the same roster: who is missing in it is told, and the month before stays as it was.
out=$work/months
order "$work/monthly.xml" 'month="2024-06"' 'school-sharing pickup' ''
run 0 run "$work/monthly.xml"
files "$out" >"$work/june"
order "$work/monthly.xml" 'month="2024-07"' 'school-sharing pickup' ''
run 0 run "$work/monthly.xml"
silent err
mv "$cases/child-4" "$work/away"
order "$work/monthly.xml" 'month="2024-08"' 'school-sharing pickup' ''
run 7 run "$work/monthly.xml"
run 0 run "$work/monthly.xml" --accept-missing --reason 退所
files "$out" | grep 2024-06 | cmp -s - "$work/june" || complain "a month that is over was withdrawn"
mv "$work/away/child-4" "$cases"

# What was made and is not applicable any more is told.
out=$work/absent
order "$work/absent.xml" 'as-of="2024-08-01"' 'plan' ''
run 0 run "$work/absent.xml"
order "$work/absent.xml" 'as-of="2020-08-01"' 'plan' ''
run 0 run "$work/absent.xml"
says err 'T-1 の plan は対象外になったので、.*\[batch-document-withdrawn\]$'

# A family whose envelope goes with all that was in it is a night that somebody must look at: a day that was mistyped or a
# clock that stands wrong takes those of a whole town. It is so in the ledger, too; and made again when it is right.
out=$work/no-envelope
whole() { # exit status, day, options
    want=$1 day=$2
    shift 2
    run "$want" run --cases "$cases" --form plan --form consent --bundle household --as-of "$day" -o "$out" "$@"
}
whole 0 2024-08-01
find "$out/bundles" -type f | sort >"$work/were-sent"
whole 7 2020-08-01
[ "$(grep -c '^エラー: 束 household/.*\[batch-envelope-gone\]$' "$work/err")" = "$(wc -l <"$work/were-sent")" ] ||
    complain "not every envelope that is gone is told"
run 7 report -o "$out"
run 0 verify -o "$out"
whole 0 2020-08-01 # it was told
whole 0 2024-08-01
find "$out/bundles" -type f | sort | cmp -s - "$work/were-sent" || complain "envelopes do not come back"
whole 0 2020-08-01 --accept-missing --reason 終了
says err '参考: 束 household/.* を取り下げました：終了 \[batch-envelope-withdrawn\]$'
! grep -q 'batch-envelope-gone' "$work/err" || complain "what was accepted is told"

# Many are told by twenty lines and a number.
town "$work/many" 24
cases=$work/many out=$work/many-out
order "$work/many.xml" '' 'plan' ''
run 0 run "$work/many.xml"
mv "$cases"/child-2* "$cases"/child-1* "$cases/child-3" "$cases/child-4" "$cases/child-5" "$cases/child-6" \
    "$cases/child-7" "$cases/child-8" "$work/away"
run 7 run "$work/many.xml"
[ "$(grep -c 'batch-roster-missing' "$work/err")" = 20 ] || complain "not twenty lines"
says err 'ほかに3件.*\[batch-roster-more\]$'
run 0 run "$work/many.xml" --accept-missing --reason 閉所
[ "$(grep -c 'batch-roster-withdrawn\]$' "$work/err")" = 20 ] || complain "not twenty lines of what is withdrawn"
says err 'ほかに3件.*\[batch-roster-withdrawn-more\]$'
[ "$(files "$out" | wc -l)" = 1 ] || complain "what was accepted is not all withdrawn"

# And what stays for another roster likewise.
town "$work/twice" 24
cases=$work/twice out=$work/twice-out
order "$work/twice.xml" '' 'plan' ''
run 0 run "$work/twice.xml"
run 0 run "$work/twice.xml" --roster other
mkdir "$work/gone"
mv "$cases"/child-2* "$cases"/child-1* "$cases/child-3" "$cases/child-4" "$cases/child-5" "$cases/child-6" \
    "$cases/child-7" "$cases/child-8" "$work/gone"
run 0 run "$work/twice.xml" --accept-missing --reason 閉所
[ "$(grep -c 'batch-roster-elsewhere\]$' "$work/err")" = 20 ] || complain "not twenty lines of what stays"
says err 'ほかに3件.*\[batch-roster-elsewhere-more\]$'

# So are envelopes that are gone; the report has each.
cases=$work/houses out=$work/houses-out
town "$cases" 23
whole 0 2024-08-01
sent=$(find "$out/bundles" -type f | wc -l)
[ "$sent" -gt 20 ] || complain "not so many envelopes"
whole 7 2020-08-01
[ "$(grep -c 'batch-envelope-gone\]$' "$work/err")" = 20 ] || complain "not twenty lines of envelopes"
says err "ほかに$((sent - 20))件.*\[batch-envelope-gone-more\]\$"
run 7 report -o "$out"
[ "$(grep -c '^household/.*取下げ（中の書類がすべてなくなった）$' "$work/out")" = "$sent" ] || complain "the report has not all"
run 7 report --pdf "$work/gone.pdf" -o "$out"
pdftotext -raw "$work/gone.pdf" "$work/gone.txt"
grep -q '^なくなった束：取下げ（中の書類がすべてなくなった）$' "$work/gone.txt" || complain "the PDF does not say what is gone"
[ "$(grep -c '^[0-9]* household/' "$work/gone.txt")" = "$sent" ] || complain "the PDF has not all"
run 7 report --json -o "$out"
[ "$(grep -o '"bundles-gone":.*' "$work/out" | grep -o '"name":' | wc -l)" = "$sent" ] || complain "the JSON has not all"
whole 0 2024-08-01
run 0 report -o "$out"
! grep -q '取下げ' "$work/out" || complain "the report of another night has them"
whole 0 2020-08-01 --accept-missing --reason 終了
[ "$(grep -c 'batch-envelope-withdrawn\]$' "$work/err")" = 20 ] || complain "not twenty lines of what is accepted"
says err "ほかに$((sent - 20))件.*\[batch-envelope-withdrawn-more\]\$"

# Shards: one that never started on this night, one of another order; the roster is compared when they are merged.
cases=$work/town out=$work/shards
order "$work/shards.xml" '' 'plan consent' ''
shard() { "$tool" run "$work/shards.xml" --shard "$1" >"$work/out" 2>"$work/err"; } # the share of a small town may be none
shard 1/2
shard 2/2
run 0 merge "$work/shards.xml"
run 0 merge "$work/shards.xml" # again: nothing has changed
shard 1/2
files "$out" >"$work/before"
run 75 merge "$work/shards.xml"
says err '分担 2/2 の今回の実行がまだ.*\[batch-shard-missing\]$'
files "$out" | cmp -s - "$work/before" || complain "a merge that was refused changed something"
shard 2/2
run 0 merge "$work/shards.xml"
shard 1/2
order "$work/shards.xml" '' 'plan' ''
shard 2/2
run 3 merge "$work/shards.xml"
says err '1/2 と 2/2.*\|2/2.*\[batch-shards-disagree\]$'
order "$work/shards.xml" '' 'plan consent' ''
shard 1/2
mv "$cases/child-4" "$work/away/child-left"
shard 2/2
run 3 merge "$work/shards.xml"
says err 'batch-shards-disagree'
shard 1/2
shard 2/2
shard 1/2 # by itself: another night begins
run 75 merge "$work/shards.xml"
shard 2/2
run 7 merge "$work/shards.xml"
says err 'T-4 の書類（consent plan）.*\[batch-roster-missing\]$'
[ -e "$out/T-4/plan.pdf" ] || complain "merging withdrew what is missing"
run 0 merge "$work/shards.xml" --accept-missing --reason 退所
[ ! -e "$out/T-4/plan.pdf" ] || complain "merging does not withdraw what was accepted"
for k in 1 2 1; do RENKEI_NIGHT=a shard $k/2; done # tried again in the same night
run 0 merge "$work/shards.xml"
shard 1/2
RENKEI_NIGHT=b shard 2/2
run 75 merge "$work/shards.xml"
# An envelope that was held, or failed, is made as soon as it can be, by a run that asks for no bundles, and as it was
# asked for then; while it cannot be, such a run does not tell it again. By every way that it can be kept back.
held=$work/held cases=$work/families out=$work/held
town "$cases" 3
without="run --cases $cases --form plan --form consent --as-of 2024-08-01 -o $out"
order "$work/families.xml" 'as-of="2024-08-01"' 'plan consent' ''
sed -i 's|</run>|<bundle to="household" duplex="yes" cover="no"/><bundle to="partner"/></run>|' "$work/families.xml"
run 0 run "$work/families.xml"
envelopes() {
    (cd "$held/bundles" && find . -name '*.pdf' -exec sha256sum {} + | sort -k 2)
}
envelopes >"$work/asked-for"
unmade() {
    sqlite3 "$held/.renkei/ledger.sqlite" 'SELECT name FROM unmade'
}
keep_back() { # which way
    case $1 in
    unreadable) sed -i.good 's|</case>||' "$cases/child-1/case.xml" ;;
    wanting) sed -i.good 's|<policy>[^<]*</policy>||' "$cases/child-1/case.xml" ;;
    in-the-way)
        rm -f "$held/bundles/household/T-1.pdf"
        mkdir -p "$held/bundles/household/T-1.pdf/x"
        ;;
    gone)
        rm -f "$held/T-1/plan.pdf"
        mkdir -p "$held/T-1/plan.pdf/x"
        ;;
    esac
}
mend() {
    [ ! -e "$cases/child-1/case.xml.good" ] || mv "$cases/child-1/case.xml.good" "$cases/child-1/case.xml"
    for name in bundles/household/T-1.pdf T-1/plan.pdf; do
        [ ! -d "$held/$name" ] || rm -r "${held:?}/$name"
    done
}
for way in unreadable wanting in-the-way gone; do
    keep_back $way
    "$tool" run "$work/families.xml" >"$work/out" 2>"$work/err" && complain "$way: nothing is kept back"
    [ ! -f "$held/bundles/household/T-1.pdf" ] || complain "$way: an envelope that lacks a paper is there"
    unmade | grep -q 'household/T-1' || complain "$way: it is not told that the envelope is wanting"
    for again in 1 2; do # nights that ask for no bundles, before and after it is mended
        # shellcheck disable=SC2086
        "$tool" $without >"$work/out" 2>"$work/err"
        [ $way = in-the-way ] || [ "$(grep -c 'batch-bundle' "$work/err")" = 0 ] || complain "$way: told again ($again)"
        unmade | grep -q 'household/T-1' || complain "$way: it is forgotten that the envelope is wanting"
    done
    mend
    # shellcheck disable=SC2086
    run 0 $without
    [ -z "$(unmade)" ] || complain "$way: mended, and wanting still: $(unmade)"
    envelopes | cmp -s - "$work/asked-for" || complain "$way: what came back is not what was asked for: $(envelopes | diff - "$work/asked-for" | head -n 3)"
    run 0 verify -o "$held"
done

# Envelopes of one month that were asked for in several manners: whoever remakes one, without being asked for any, makes it
# as it was; so does whoever makes the one of a child that left another's.
out=$work/manners cases=$work/manners-town
town "$cases" 4
sed -i 's/三丁目14番地2</三丁目14番地1</' "$cases/child-2/case.xml"
manner() { sqlite3 "$out/.renkei/ledger.sqlite" "SELECT wish || ' ' || pages FROM bundle WHERE name = 'household/$1'"; }
one() { "$tool" run --cases "$1" --form plan --as-of 2024-08-01 ${2:+--bundle "$2"} -o "$out" >"$work/out" 2>"$work/err"; }
mkdir "$cases/pair"
mv "$cases/child-1" "$cases/child-2" "$cases/pair"
cp -R "$cases/masters" "$cases/pair/masters"
one "$cases/pair" household,duplex=yes,cover=no || complain "manners: $(cat "$work/err")"
one "$cases/child-3/case.xml" household,gaps=name
one "$cases/child-4/case.xml" household,envelope=yes
for k in 1 3 4; do manner T-$k; done >"$work/manners-before"
grep -c . "$work/manners-before" | grep -qx 3 || complain "manners: $(cat "$work/manners-before")"
edit() { sed -i "s|<policy>|<policy>$1|" "$cases"/child-*/case.xml "$cases"/pair/child-*/case.xml; }
edit 改めた。
one "$cases" || complain "manners: $(cat "$work/err")"
for k in 1 3 4; do manner T-$k; done | diff "$work/manners-before" - >"$work/changed" ||
    complain "an envelope is remade in another's manner: $(cat "$work/changed")"
# Held for a while, and whatever else is asked for meanwhile.
sed -i.good 's|</case>||' "$cases/child-4/case.xml"
one "$cases"
one "$cases/child-3/case.xml" household
mv "$cases/child-4/case.xml.good" "$cases/child-4/case.xml"
edit もう一度。
one "$cases" || complain "manners, held: $(cat "$work/err")"
[ "$(manner T-3) / $(manner T-4)" = "household 4 / $(sed -n 3p "$work/manners-before")" ] ||
    complain "an envelope that waited is made in another's manner: $(manner T-4)"
# Who leaves the household of another.
sed -i 's/三丁目14番地1</三丁目14番地2</' "$cases/pair/child-2/case.xml"
one "$cases" || complain "manners, parting: $(cat "$work/err")"
[ "$(manner T-1) / $(manner T-2)" = "household,duplex=yes,cover=no 3 / household,duplex=yes,cover=no 3" ] ||
    complain "who left an envelope gets one of another manner: $(manner T-1) / $(manner T-2)"
run 0 verify -o "$out"
# A kind that was asked for in both ways: no paper is in two of its envelopes.
for first in partner partner+; do
    rm -rf "$out"
    [ $first = partner ] && second=partner+ || second=partner
    both() { "$tool" run --cases "$1" --form plan --form school-sharing --as-of 2024-08-01 ${2:+--bundle "$2"} -o "$out" >"$work/out" 2>"$work/err"; }
    both "$cases/child-3/case.xml" $first
    both "$cases/child-4/case.xml" $second
    edit またもう一度。
    for part in "$cases/child-3/case.xml" "$cases/child-4/case.xml" "$cases"; do
        both "$part" || complain "$first: $(cat "$work/err")"
        twice=$(sqlite3 "$out/.renkei/ledger.sqlite" "SELECT m.key, form FROM member m JOIN bundle USING (series, name) GROUP BY kind, m.key, form HAVING count(*) > 1")
        [ -z "$twice" ] || complain "$first: in two envelopes: $twice"
    done
    run 0 verify -o "$out"
done

# A case that has another id by now, in its folder or in a new one, alone or with a sibling: its old envelope stays, byte
# for byte, until somebody decides.
renamed() { # whether the folder is renamed, the old id, the new id, whether they are siblings, whether a new envelope has the name of the old
    cases=$work/renamed-$1-$2-$3-$4 out=$work/renamed-out-$1-$2-$3-$4
    town "$cases" 3
    [ "$4" = no ] || sed -i 's/三丁目14番地2</三丁目14番地1</' "$cases/child-2/case.xml"
    order "$work/r.xml" 'as-of="2024-08-01"' 'plan consent' 'household partner'
    run 0 run "$work/r.xml"
    (cd "$out" && find bundles -name '*.pdf' -exec sha256sum {} + | sort -k 2) >"$work/all-envelopes"
    child=child-${2#T-}
    sed -i "s/ id=\"$2\"/ id=\"$3\"/" "$cases/$child/case.xml"
    [ "$1" = same ] || mv "$cases/$child" "$cases/moved"
    for night in 1 2; do
        "$tool" run "$work/r.xml" >"$work/out" 2>"$work/err"
        [ $? = 0 ] && complain "renamed $*: night $night says nothing"
        says err 'batch-roster-missing'
        [ -z "${5-}" ] || says err batch-bundle-renamed
        (cd "$out" && sha256sum --quiet -c "$work/all-envelopes") >"$work/changed" 2>&1 ||
            complain "renamed $*: night $night withdraws or changes $(cat "$work/changed")"
        [ -z "$(journal "$out")" ] || complain "renamed $*: something was decided by itself"
    done
    run 0 run "$work/r.xml" --accept-missing --reason 番号の変更
    [ "$(sqlite3 "$out/.renkei/ledger.sqlite" "SELECT count(*) FROM member WHERE key = '$2'")" = 0 ] ||
        complain "renamed $*: papers of the old id are in an envelope after the decision"
    [ "$(sqlite3 "$out/.renkei/ledger.sqlite" "SELECT count(*) FROM member WHERE key = '$3'")" -ge 2 ] ||
        complain "renamed $*: the papers of the new id are in no envelope"
    run 0 run "$work/r.xml"
    silent err
    run 0 verify "$work/r.xml"
}
renamed same T-1 T-9 no
renamed same T-3 T-0 no
renamed same T-1 T-9 yes
renamed same T-2 T-9 yes told # the envelope has the other sibling's name
renamed same T-1 T-0 yes
renamed moved T-1 T-9 no
renamed moved T-2 T-9 yes told

[ $bad = 0 ] && echo "batch_roster: good"
exit $bad
