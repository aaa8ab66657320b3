#!/bin/sh
# option_values.sh BUILD: blanks at the ends of a value, narrow or wide, are no part of it, whatever option of whatever
# command it is of; but the path of a file or a folder is taken as it is written. Every option that --help lists is here.
set -u
cd "$(dirname "$0")/.." || exit 2
build=$(realpath "${1:-build}")
case=$(realpath samples/hodei-futoukou/case.xml)
export=$(realpath tests/exports/jisseki.csv)
book=$(realpath tests/forms-in/seikyuu.xlsx)
tool=$build/renkei-render
. tests/command.sh
cd "$work" || exit 2
key=$(sed -n 's/.*<case [^>]*id="\([^"]*\)".*/\1/p' "$case")

# Command, option, a value, and what makes the command answer without writing.
table() {
    cat <<END
render|form|schedule|-T bind $case
render|as-of|2024-06-01|-T bind $case
render|month|2024-06|--form school-sharing -T bind $case
render|edition|school|--form plan -T bind $case
render|furigana|labels|--form plan -T bind $case
render|gloss|vi|--form plan -T bind $case
render|painter|haru|--form envelope --blank -o -
render|format|png|--form envelope --blank -o -
render|dpi|40|--format png --form envelope --blank -o -
render|stage|case|$case
render|password-fd|9|--encrypt -o - $case
render|messages|en|--form nope $case
render|completion|bash|
check|as-of|2024-07-10|$case
check|days|400|--due --as-of 2024-07-10 $case
check|explain|n5.1D|
check|stage|timeline|--as-of 2024-07-10 $case
check|messages|en|--as-of 2024-07-10 $case
check|completion|zsh|
batch|form|schedule|plan --cases $case -o out
batch|blank|consent|plan --cases $case -o out
batch|bundle|nobody|plan --cases $case --form plan -o out
batch|month|2024-06|plan --cases $case --form school-sharing -o out
batch|as-of|2024-13-01|plan --cases $case --form plan -o out
batch|name|{key}/x-{form}.pdf|plan --cases $case --form plan -o out
batch|jobs|2|plan --cases $case --form plan -o out
batch|time-limit|2.5|plan --cases $case --form plan -o out
batch|memory-limit|256|plan --cases $case --form plan -o out
batch|shard|1/2|plan --cases $case --form plan -o out
batch|shards|2|plan --cases $case --form plan -o out
batch|reason|汚損|reprint $key --form plan -o out
batch|who|me|release --reason x -o out
batch|roster|night|plan --cases $case --form plan -o out
batch|issue-version|0|reprint $key --reason x -o out
batch|before|2024-13-01|expire --reason x -o out
batch|head|0a|verify -o out
batch|messages|en|report -o out
batch|completion|fish|
sheet|month|2024-06|new 月 --cases ${case%/*} -T book
sheet|encoding|cp932|read --map-skeleton $export
sheet|stage|layout|new
sheet|messages|en|new nope
sheet|completion|zsh|
preview|port|65536|plan
preview|editor|vim|plan
preview|as-of|2024-06-01|--review --case $case plan
preview|month|2024-06|--review --case $case school-sharing
preview|messages|en|nope
preview|completion|bash|
case|service|児発|new
case|id|K-0009|new
case|plan|plan-1|copy-plan --dry-run $case
case|month|2025-04|copy-month --dry-run $case
case|as-of|2024-07-10|check $case
case|seed|春|check $case
case|messages|en|check nope
case|completion|bash|
form|sheet|別|import -T grid $book
form|title|題|import --dry-run -o x $book
form|width|190mm|import -T grid $book
form|height|190mm|import -T grid $book
form|stage|paper|import $book
form|messages|en|import nope.xlsx -o x
form|completion|bash|
END
}

# Its own words, without what was asked.
answer() { # tool, arguments
    "$@" >"$work/said" 2>&1 </dev/null
    status=$?
    sed -i 's/、[0-9.]*秒、[0-9.]*件／\{0,1\}\/\{0,1\}秒//' "$work/said" # how long it took
    echo "ends $status" >>"$work/said"
    cksum <"$work/said"
}

compare() { # command, option, value, the rest
    tool=$build/renkei-$1
    option=$2
    value=$3
    unset JOB_COMPLETION_INDEX
    if [ "$option" = shards ]; then
        JOB_COMPLETION_INDEX=0
        export JOB_COMPLETION_INDEX
    fi
    # shellcheck disable=SC2086
    set -- $4
    plain=$(answer "$tool" "$@" "--$option" "$value")
    # What only says how, or is kept without being said, and a preview that would wait for a browser, has no other answer.
    case ${tool##*/}/$option in
    */jobs | */*-limit | */reason | */who | */roster | */issue-version | */before | renkei-preview/*) ;;
    *) [ "$plain" != "$(answer "$tool" "$@")" ] || complain "--$option $value of ${tool##*/} says nothing" ;;
    esac
    for blank in " $value" "$value " "　$value　" " $value
"; do
        [ "$(answer "$tool" "$@" "--$option" "$blank")" = "$plain" ] || complain "${tool##*/} --$option '$blank' is another: $(head -n 2 "$work/said")"
        [ "$(answer "$tool" "$@" "--$option=$blank")" = "$plain" ] || complain "${tool##*/} --$option='$blank' is another: $(head -n 2 "$work/said")"
    done
    letter=$("$tool" --help | sed -n "s/^ *-\([A-Za-z]\), --$option=.*/\1/p")
    [ -z "$letter" ] || [ "$(answer "$tool" "$@" "-$letter" "$value　")" = "$plain" ] || complain "${tool##*/} -$letter' $value　' is another"
}

table >"$work/rows"
while IFS='|' read -r command option value rest; do
    compare "$command" "$option" "$value" "$rest"
done <"$work/rows"

# The rows are all there are: what takes a value, and no path.
for command in render check batch sheet preview case form; do
    "$build/renkei-$command" --help | sed -n 's/^ *\(-[A-Za-z], \)\{0,1\}--\([a-z-]*\)=\([^ ]*\).*/\2 \3/p' >"$work/options"
    [ -s "$work/options" ] || complain "no options of $command"
    while read -r option argument; do
        case $argument in
        DIR* | FILE | CASE.xml | MAP.xml | DOCUMENT* | PICTURE | *.pdf | *.xlsx | *.json | *.prom) grep -q "^$command|$option|" "$work/rows" && complain "--$option of $command is a path" ;;
        *) grep -q "^$command|$option|" "$work/rows" || complain "--$option of $command is not tried" ;;
        esac
    done <"$work/options"
done

# A folder whose name ends in a blank is that folder, and no other.
mkdir "rules "
cp "$OLDPWD/templates/rules/parameters.xml" "$OLDPWD/templates/rules/practice.xml" "rules "
tool=$build/renkei-check
run 0 --rules "rules " --explain G1
run 2 --rules rules --explain G1
[ $bad = 0 ] && echo "option values: good"
exit $bad
