#!/bin/sh
# command_line.sh BUILD: what a person at a shell expects of all commands: names of outputs, endings, standard input, one
# language at a time, what was meant, completions.
set -u
cd "$(dirname "$0")/.." || exit 2
build=$(realpath "${1:-build}")
root=$(pwd)
tool=$build/renkei-render
. tests/command.sh
use() { tool=$build/renkei-$1; }
case=$root/samples/hodei-futoukou/case.xml
key=$(sed -n 's/.*<case [^>]*id="\([^"]*\)".*/\1/p' "$case")
other=$root/samples/koukou/case.xml
[ -e "$other" ] || other=$(ls "$root"/samples/*/case.xml | tail -n 1)
mkdir "$work/here"
cd "$work/here" || exit 2
there() { [ -s "$1" ] || complain "no file $1 but: $(ls)"; }

# Names: of the case's key and the form; of two cases never one.
run 0 "$case"
there "$key-plan.pdf"
run 0 --form schedule --format png "$case"
ls "$key"-schedule*.png >/dev/null || complain "no png"
run 0 --blank
there blank-plan.pdf
run 0 --form school-sharing --month 2024-06 "$case"
there "$key-school-sharing-2024-06.pdf"
run 0 --as-of 2024-06-01 "$case"
there "$key-plan-2024-06-01.pdf"
run 0 --form plan "$other"
there "$(sed -n 's/.*<case [^>]*id="\([^"]*\)".*/\1/p' "$other")-plan.pdf"
there "$key-plan.pdf"
for file in *; do case $file in *相原*) complain "a name in $file" ;; esac; done
rm -f ./*

# Endings decide the format; what is no format, or another, writes nothing.
for ending in pdf PNG svg txt; do
    run 0 --blank --form envelope -o "x.$ending"
    set -- x*
    there "$1"
    case $ending in
    pdf) head -c 5 "$1" | grep -q '%PDF-' || complain "$ending is another" ;;
    PNG) head -c 4 "$1" | grep -q PNG || complain "$ending is another" ;;
    svg) head -c 300 "$1" | grep -q '<svg' || complain "$ending is another" ;;
    esac
    rm -f x*
done
for ending in docx xml jpg pdf.bak; do
    run 2 --blank -o "x.$ending"
    says err "\\[usage\\]"
done
run 2 --blank --format png -o x.pdf
run 2 -T bind -o x.pdf "$case"
run 2 --list -o x.pdf
use batch
run 2 report -o . --pdf x.docx
[ -z "$(ls)" ] || complain "something was written: $(ls)"
use render
run 0 --blank --format png -o x --form envelope
ls x* >/dev/null || complain "a name without an ending"
rm -f x*

# Standard input, whose masters are beside the current folder; messages call it so.
cd "$root/samples/hodei-futoukou" || exit 2
"$tool" -o "$work/file.pdf" case.xml
"$tool" -o - - <case.xml >"$work/stdin.pdf" || complain "no case from standard input"
cmp -s "$work/file.pdf" "$work/stdin.pdf" || complain "standard input makes another document"
printf '<case' | "$tool" -o - - 2>"$work/err" && complain "a broken case"
says err '^<標準入力>:'
printf '<case' | "$tool" --messages en -o - - 2>"$work/err" && complain "a broken case"
says err '^<stdin>:'
# A case in UTF-16, with its mark, is the same case; one in another encoding is refused by the name of that.
for order in LE BE; do
    mark='\377\376'
    [ $order = LE ] || mark='\376\377'
    { printf "$mark" && sed '1s/UTF-8/UTF-16/' case.xml | iconv -f UTF-8 -t UTF-16$order; } >"$work/utf16.xml"
    "$tool" -o - - <"$work/utf16.xml" >"$work/utf16.pdf" || complain "no case in UTF-16$order"
    cmp -s "$work/file.pdf" "$work/utf16.pdf" || complain "UTF-16$order makes another document"
done
for encoding in CP932 EUC-JP; do
    sed "1s/UTF-8/$encoding/" case.xml | iconv -c -f UTF-8 -t $encoding >"$work/other.xml"
    run 3 -o "$work/other.pdf" "$work/other.xml"
    says err "XML宣言の文字コードは $encoding です"
done
"$build/renkei-check" --as-of 2024-08-01 case.xml | sed 's/^case.xml:/<標準入力>:/' >"$work/file"
"$build/renkei-check" --as-of 2024-08-01 - <case.xml >"$work/stdin"
cmp -s "$work/file" "$work/stdin" || diff "$work/file" "$work/stdin" | head -n 3
[ -s "$work/stdin" ] || complain "renkei-check reads no standard input"
cd "$work/here" || exit 2
use batch
run 2 plan --cases - --form plan -o out
use preview
run 2 --case - plan

# What was meant.
use render
run 2 --form palan "$case"
says err 'plan のことですか。あるのは .*schedule'
run 2 --form palan --messages en "$case"
says err 'did you mean plan? there are .*schedule'
run 0 --form 個別支援計画書 -o title.pdf "$case"
run 0 --form plan -o name.pdf "$case"
cmp -s title.pdf name.pdf || complain "the title is another form"
run 2 --month 2026-13 "$case"
says err '2026-13：月は1873-01から2099-12までの、01から12です'
run 2 --as-of 2026-02-30 "$case"
says err 'その日は暦にありません'
run 2 --as-of 1800-01-01 "$case"
says err '1873-01-01から2099-12-31まで'
run 2 --as-of 8/1 "$case"
says err 'YYYY-MM-DD の形'
run 2 --fom plan "$case"
says err '\-\-form のことですか'
use check
for id in N3.6 n3.6 Ｎ３．６ ｎ３．６; do
    run 0 --explain "$id"
    says out 'N3\.6'
done
run 2 --explain N3.66
says err 'のことですか。あるのは '

# What a person typed wrongly is 2, of every value of every command, and nothing is written.
masters=$root/samples/masters
mkdir -p "$work/wrongly" "$work/no-forms"
cp "$case" "$work/wrongly/case.xml"
cd "$work/wrongly" || exit 2
long=$(printf 'a%.0s' $(seq 252)).pdf
wrong() { # the command, then its arguments
    use "$1"
    shift
    run 2 "$@"
    says err '^\(エラー\|error\): '
    [ "$(ls)" = case.xml ] || complain "something was written by $*: $(ls)"
}
for options in '--form palan' '--form plan.xml' '--form no/plan.xml' '--form .' '--form ./' '--form 別表の書' \
    '--forms nope' '--forms case.xml' "--forms $work/no-forms" '--month 2026-13' '--month 2026-1' '--as-of 2026-02-30' \
    '--as-of x' '--dpi x' '--dpi 0' '--dpi 1201' '--painter x' '--format x' '--messages fr' '-T x' '--draft=yes' \
    '--json=1' '--timings=no' '--blank=yes' '--list=x' '--help=x' '--version=x' '--completion=tcsh' '-o .' '-o no/x.pdf' \
    '-o case.xml/x.pdf' '-o case.xml' '-o x.docx' "-o $long" '--form plan --form schedule' '-o a.pdf -ob.pdf' \
    '-fplan --form=plan' '--list --forms nope' '--list --month x' '--list -o no/x.txt'; do
    # shellcheck disable=SC2086
    wrong render $options case.xml
done
wrong render -o '' case.xml
wrong render --form '' case.xml
for file in kase.xml . no/case.xml case.xml/case.xml /dev/null ''; do
    wrong render "$file"
    wrong render --list "$file"
    wrong check --names "$file/none"
done
for options in '--rules nope' '--rules case.xml' "--rules $work/no-forms" '--as-of 2024-02-30' '--summary=yes' \
    '--names=1' '--list-rules' '--explain N5.1d' '--names --summary' '--json=no' '--as-of 2024-06-01 --as-of 2024-06-02'; do
    # shellcheck disable=SC2086
    wrong check $options case.xml
done
wrong check --explain N9.9
wrong check --explain ''
wrong check --explain N5.1d --list-rules
wrong check kase.xml
wrong check "$work/no-forms"
for options in '--form palan' '--form plan --form plan' '--form plan --name x' '--form plan --name {key}{x}.pdf' \
    '--form plan --form schedule --name {key}.pdf' '--form plan --bundle houshold' '--form plan --jobs 0x' \
    '--form plan --jobs 1025' '--form plan --jobs -1' '--form plan --time-limit 0' '--form plan --time-limit x' \
    '--form plan --memory-limit x' '--form plan --shard 3/2' '--form plan --shards x' '--form plan --force=yes' \
    '--form plan --month 2024-06' '--form plan --month x' '--form plan --as-of x' '--form plan --forms nope' \
    '--form plan --cases nope' "--form plan --cases $work/no-forms --cases nope/x"; do
    # shellcheck disable=SC2086
    wrong batch plan --cases case.xml $options -o out
done
wrong batch plan --cases case.xml --form plan -o case.xml
wrong batch plan nope.xml -o out
wrong batch plan . -o out
wrong batch rnu --cases case.xml --form plan -o out
wrong batch report -o . --pdf x.docx
wrong batch reprint K-1 --form palan --reason x -o .
wrong batch reprint K-1 -o .
wrong batch reprint --reason x -o .
wrong batch reprint K-1 K-2 --reason x -o .
wrong batch release -o .
wrong batch release nope.xml --reason x
wrong batch hold K-1 -o .
wrong batch index -o .
wrong batch expire --reason x --before x -o .
# What narrows is never passed over: of all that is issued, of all children, would be done what was asked of one.
for verb in 'release' 'release K-1' 'print K-1' 'reprint K-1' 'index K-1' 'withdraw K-1' 'hold K-1' 'unhold K-1' 'expire'; do
    for option in '--cases .' '--as-of 2024-06-01' '--name x' '--force' '--shard 1/2' '--roster x' '--accept-missing' \
        '--head 0a'; do
        # shellcheck disable=SC2086
        wrong batch $verb $option --reason x -o .
        says err "${verb%% *} には ${option%% *} を使えません"
    done
done
for words in 'expire K-1' 'expire K-1 K-2' 'expire --form plan' 'withdraw K-1 --issue-version 1' 'release --issue-version 1' \
    'print K-1 --issue-version 1' 'index K-1 --form plan' 'hold K-1 --month 2024-06' 'unhold K-1 --form plan' \
    'hold K-1 --bundle a' 'withdraw K-1 --again' 'reprint K-1 --again' 'reprint K-1 --before 2024-06-01' 'release --pdf x.pdf'; do
    # shellcheck disable=SC2086
    wrong batch $words --reason x -o .
done
for words in '--bundles' '--again' '--issue-version 1' '--before 2024-06-01' '--head 0a' '--pdf x.pdf'; do
    for verb in plan run; do
        # shellcheck disable=SC2086
        wrong batch $verb --cases case.xml --form plan $words -o out
    done
done
for options in '--case nope.xml' '--case .' '--cases nope' '--port x' '--port 65536' '--editor vim' '--underlay nope.png' \
    '--month 2024-06' '--as-of x' '--forms nope' '--review=1' '--once case.xml' '--draft=no'; do
    # shellcheck disable=SC2086
    wrong preview $options plan
done
wrong preview --once no/such/folder plan
wrong preview --once '' plan
wrong batch plan --cases case.xml --form plan -o ''
wrong batch plan --cases case.xml --form plan --bundle '' -o out
wrong batch plan --cases '' --form plan -o out
wrong preview palan
wrong preview no/plan.xml
# What a file says wrongly is that file's (3), at its line.
wrote() { # line, code, and the run file
    use batch
    printf '%s\n' "$3" >"$work/run.xml"
    run 3 plan "$work/run.xml" -o "$work/out.run"
    says err "run.xml:$1: .*\\[$2\\]"
}
wrote 2 form-unknown '<run version="1"><case file="wrongly/case.xml"/>
<form name="palan"/></run>'
wrote 2 file-asked '<run version="1"><case file="wrongly/case.xml"/>
<form name="no/plan.xml"/></run>'
wrote 2 file-asked '<run version="1">
<case file="wrongly/kase.xml"/><form name="plan"/></run>'
wrote 2 file-asked '<run version="1">
<cases folder="nope"/><form name="plan"/></run>'
wrote 1 batch-no-cases '<run version="1"><cases folder="no-forms"/><form name="plan"/></run>'
wrote 1 batch-name '<run version="1" name="x.pdf"><case file="wrongly/case.xml"/><form name="plan"/></run>'
wrote 3 batch-form-twice '<run version="1"><case file="wrongly/case.xml"/>
<form name="plan"/>
<form name="plan"/></run>'
wrote 2 usage '<run version="1"><case file="wrongly/case.xml"/>
<form name="plan" month="2024-06"/></run>'
wrote 1 usage '<run version="1" month="2024-06"><case file="wrongly/case.xml"/><form name="plan"/></run>'
cd "$work/here" || exit 2
use render
run 0 --form PLAN -o folded.pdf "$case"
run 0 --form ｐｌａｎ -o wide.pdf "$case"
cmp -s folded.pdf wide.pdf || complain "PLAN and ｐｌａｎ are two forms"
run 2 --form 個別支援計画所 "$case"
says err 'plan のことですか'
name=$(printf 'a%.0s' $(seq 251)).pdf
run 0 -o "$name" "$case"
there "$name"
rm -f ./*

# A swapped or missing master: the case's line first, then the master's own.
cp "$case" "$work/swap.xml"
sed -i "s|\.\./masters|$(realpath --relative-to="$work" "$masters")|g" "$work/swap.xml"
line=$(grep -n '<masters ' "$work/swap.xml" | cut -d : -f 1)
sed 's|masters/office.xml|masters/calendar.xml|' "$work/swap.xml" >"$work/swapped.xml"
run 3 -o x.pdf "$work/swapped.xml"
says err "swapped.xml:$line: エラー: masters の @office のファイル .*calendar.xml .*@calendar に書くもの"
says err 'calendar.xml:[0-9]*: エラー: .*\[xml-wrong-kind\]'
sed 's|masters/office.xml|masters/offise.xml|' "$work/swap.xml" >"$work/missing.xml"
run 3 -o x.pdf "$work/missing.xml"
head -n 1 "$work/err" | grep -q "missing.xml:$line: エラー: .*masters/office.xml のことですか" || complain "the case's line is not first"

# Pages that an earlier, longer document left beside are not passed off as pages of this one.
run 0 --form plan --format png -o p.png "$case"
pages=$(ls p-*.png | wc -l)
[ "$pages" -gt 1 ] || complain "the plan has one page"
run 0 --form plan --format png -o p.png "$case"
: >"p-$((pages + 1)).png"
run 2 --form plan --format png -o p.png "$case"
says err "p-$((pages + 1)).png"
rm -f ./*
: >p.png
run 2 --form plan --format png -o p.png "$case"
rm p.png
: >p-1.png
run 2 --form envelope --format png -o p.png "$case"
[ ! -s p-1.png ] && [ ! -e p.png ] || complain "something was written"
run 0 --form envelope -o p.pdf "$case"
rm -f ./*

# A folder or a ledger that is not there is no reason to try again, and is not made.
use batch
for verb in verify report merge 'reprint K-1 --reason x' 'backup x.sqlite' 'release --reason x' 'index K-1' \
    'withdraw K-1 --reason x' 'hold K-1 --reason x' 'unhold K-1 --reason x' 'expire --reason x'; do
    # shellcheck disable=SC2086
    run 2 $verb -o nodir
    says err '出力フォルダー nodir がありません'
    mkdir -p empty
    [ "$verb" = verify ] || [ "$verb" = report ] || continue
    run 2 "$verb" -o empty
    says err 'ledger-missing'
done
[ ! -e nodir ] || complain "a folder was made"
run 2 plan --messages en --jobs x
says err 'no number'
run 2 plan --jobs
says err 'あとに値がありません'

# One language at a time, whichever comes first: no sentence of English in Japanese help, no Japanese in English help
# but what is printed in Japanese and names of files.
for name in render check batch preview case form; do
    use $name
    run 0 --help
    ja=$work/ja.$name
    cp "$work/out" "$ja"
    grep -n '[a-z]\{2,\} [a-z]\{2,\} [a-z]\{2,\}' "$ja" | grep -v renkei- && complain "$name: English in Japanese help"
    run 0 --help --messages en
    cp "$work/out" "$work/en"
    run 0 --messages=en --help
    cmp -s "$work/out" "$work/en" || complain "$name: help depends on the order"
    sed 's/再発行//; s/案//; s/…//g; /^  renkei-/d' "$work/en" | LC_ALL=C grep -n '[^ -~]' && complain "$name: Japanese in English help"
    for text in "$ja" "$work/en"; do
        wide=$(sed '/^  renkei-/d' "$text" | LC_ALL=C.UTF-8 wc -L)
        [ "$wide" -le 80 ] || complain "$name: help of $wide columns"
    done
done
LC_ALL=C grep -ln 'No such file\|Permission denied\|Is a directory\|Unknown option' "$work/all" && complain "words of the system"

# Every option is completed, in each shell; in bash, also what may follow.
for name in render check batch preview case form; do
    use $name
    options=$(sed -n 's/^  \(-[a-zA-Z], \)\{0,1\}--\([a-z-]*\).*/\2/p' "$work/ja.$name")
    [ "$(echo "$options" | wc -l)" -gt 5 ] || complain "$name: no options in help"
    for shell in bash zsh fish; do
        run 0 --completion $shell
        for option in $options; do
            case $shell in fish) flag="-l $option " ;; zsh) flag="--$option[=[]" ;; *) flag="--$option" ;; esac
            grep -q -e "$flag" "$work/out" || complain "$name: --$option is not completed in $shell"
        done
        cp "$work/out" "$work/$name.$shell"
        $shell -n "$work/$name.$shell" || complain "$name: $shell cannot read its completion"
    done
done
run 2 --completion csh
mkdir -p "$work/typed/folder"
cd "$work/typed" || exit 2
touch a.xml 'b c.xml' a.pdf a.docx
offers() { # program, words so far (the last is being typed), expected
    got=$(bash -c '. "$1"; shift; expected=$1; shift
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
        eval "$(complete -p renkei-'"$1"' | sed "s/.*-F \([^ ]*\) .*/\1 \"\$1\"/")"
        printf "%s\n" "${COMPREPLY[@]}" | sort | tr "\n" "|"' - "$work/$1.bash" "$2" "$build/renkei-$1" $3)
    echo "$got" | grep -q -e "$2" || complain "$1 $3: $got"
}
offers render '^plan|$' '--form pla'
offers render '^plan|$' '--form = pla'
offers render '^schedule|$' '-f sche'
offers render '^png|$' '--format pn'
offers render '^--form|--format|--forms|$' '--form'
offers render '^./a.xml|./b c.xml|./folder|$' './'
offers render '^a.pdf|$' '-o a'
offers check '^N3\.6|$' '--explain N3.6'
offers batch '^verify|$' 'ver'
offers batch '^folder|$' '--forms f'
offers batch '^partner|$' '--bundle pa'
offers preview '^schedule|$' 'sche'
# The same in the other two shells, as one sees it there: the rest of the line, more than once in a shell.
touch folder/only.xml
cat >"$work/lines" <<'LINES'
renkei-render --painter=ca	renkei-render --painter=cairo
renkei-render --form pla	renkei-render --form plan
renkei-render -f sche	renkei-render -f schedule
renkei-render --form=inq	renkei-render --form=inquiry-reply
renkei-render folder/on	renkei-render folder/only.xml
renkei-check --explain N3.6	renkei-check --explain N3.6
renkei-check --list-r	renkei-check --list-rules
renkei-check --messages e	renkei-check --messages en
renkei-batch ver	renkei-batch verify
renkei-batch run --bundle pa	renkei-batch run --bundle partner
renkei-batch plan --forms fo	renkei-batch plan --forms folder/
renkei-preview sche	renkei-preview schedule
renkei-case copy-m	renkei-case copy-month
renkei-case check --messages e	renkei-case check --messages en
renkei-case mig	renkei-case migrate
renkei-case ano	renkei-case anonymize
renkei-form im	renkei-form import
renkei-form import --stage gr	renkei-form import --stage grid
LINES
cut -f 1 "$work/lines" >"$work/begun"
cut -f 2 "$work/lines" >"$work/meant"
mkdir -p "$work/fpath" "$work/home"
for name in render check batch preview case form; do cp "$work/$name.zsh" "$work/fpath/_renkei-$name"; done
HOME=$work/home PATH=$build:$PATH zsh -f "$root/tests/complete.zsh" "$work/fpath" "$work/begun" | sed 's/ $//' >"$work/got"
diff "$work/meant" "$work/got" >"$work/diff" || complain "zsh completes: $(cat "$work/diff")"
while IFS='	' read -r begun meant; do
    name=${begun%% *} name=${name#renkei-}
    got=$(HOME=$work/home PATH=$build:$PATH fish --no-config -c 'source $argv[1]; complete -C "$argv[2]"' "$work/$name.fish" "$begun" |
        cut -f 1)
    [ "${begun% *} $got" = "$meant" ] || complain "fish $begun: $got"
done <"$work/lines"
# What is not there: what there is, and what was meant.
mkdir "$work/wrong" "$work/wrong/none" && cd "$work/wrong" || exit 2
printf 'a,b\n1,2\n' >table.csv
use render
run 2 --month 2024-05 "$case"
says err '^エラー: 使い方が違います：様式 plan は月ごとのものではないので、月（--month）は使えません。月ごとの様式は .*family-support .*school-sharing'
run 2 --month 2024-05 --messages en --form schedule "$case"
says err 'the form schedule is of no month'
run 0 --month 2024-05 --form school-sharing -o x.pdf "$case"
run 3 --month 1999-01 --form school-sharing -o y.pdf "$case"
says err '参考: この様式を作れる月：2024-04 2024-05 2024-06 2024-07 \[form-months\]$'
run 3 --month 1999-01 --form visit-letter -o y.pdf "$case"
says err 'この様式を作れる月：—'
run 3 --as-of 1999-01-01 --form school-sharing -o y.pdf "$case"
! grep -q form-months "$work/err" || complain "months, and none was asked for"
run 2 --form plann.xml "$case"
says err 'plann.xml というファイルはありません。様式の名前なら .xml を付けずに plan'
run 4 --form table.csv "$case"
says err '^./table.csv: エラー: .*CSV'
run 2 --forms none "$case"
says err 'フォルダー none に様式（名前/form.xml）が一つもありません'
run 2 --forms nowhere "$case"
says err 'フォルダーを読めません：nowhere（.*\[folder-asked\]$'
run 3 table.csv
says err '^table.csv: エラー: XMLのデータではなく、コンマ区切りの表（CSV）です'
use batch
run 2 plann
says err '動詞 plann はありません。plan のことですか。あるのは plan run verify report release print reprint index withdraw hold unhold expire merge backup'
run 2 --messages en vrify
says err 'there is no verb vrify; did you mean verify'
run 2 run --cases "$case" --form plan --form schedule --month 2024-05 -o out
says err '様式 plan は月ごとのものではない'
run 2 verify -o nowhere
for verb in verify report merge 'reprint K-0001 --reason 汚損' 'backup x.sqlite'; do
    run 2 $verb -o none
    says err 'ledger-missing'
done
run 2 run --cases none --form plan -o "$work/out.d"
says err 'case.xml という名前のファイルだけを探します'
use check
run 2 none
says err 'フォルダー none の下に case.xml という名前のファイルがありません'
silent out
[ "$(ls -A . none | tr '\n' ' ')" = '.: none table.csv x.pdf  none: ' ] || complain "something was written: $(ls -A . none)"
use render
# What a rule keeps in the office is not called possible, whatever form stands before it in the list.
"$build/renkei-render" --list "$root/samples/ihan-mihon/case.xml" >"$work/out"
for form in plan family-support year-overview; do
    "$build/renkei-render" --form $form -o "$work/x.pdf" "$root/samples/ihan-mihon/case.xml" >/dev/null 2>&1 && possible='可$' || possible='不可：'
    says out "^$form	.*	$possible"
done

[ $bad = 0 ] && echo "command line: good"
exit $bad
