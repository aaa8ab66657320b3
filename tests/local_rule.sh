#!/bin/sh
# local_rule.sh BUILD: follows the chapter 「手元の要件を10分で」 of templates/rules/README.md literally, in a folder of its
# own: writes its files, runs its commands, and looks for what it says one will see. Comments before a fence:
#   <!-- local-rule: FILE [line "START"] -->        the XML is FILE, or stands for its line that begins with START
#   <!-- local-rule: edit FILE BEFORE AFTER -->     first, BEFORE in FILE becomes AFTER (one place)
#   <!-- local-rule: ends STATUS -->                the commands end so (else 0)
set -u
cd "$(dirname "$0")/.." || exit 2
root=$PWD
build=$(realpath "${1:-build}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/fences" "$work/desk"
bad=0
complain() {
    echo "$1" >&2
    bad=1
}
unset RENKEI_LOCAL_RULES
awk -v place="$work/fences" -v chapter=手元の要件を10分で -v mark=local-rule -f tests/fences.awk templates/rules/README.md
ln -s "$build" "$work/desk/build"
ln -s "$root/templates" "$work/desk/"
cp -R samples "$work/desk/jirei"
cd "$work/desk" || exit 2
commands=0

mark_of() { # FENCE WORD: what follows the word in a comment
    sed -n "s/^$2 //p" "${1%.*}.mark" 2>/dev/null
}

type_xml() { # FENCE
    mark=$(cat "${1%.*}.mark") || complain "$1: no comment says where it goes"
    file=${mark%% *}
    start=$(printf '%s\n' "$mark" | sed -n 's/.* line "\(.*\)"$/\1/p')
    if [ -n "$start" ]; then
        [ "$(grep -c "^ *$start" "$file")" = 1 ] || complain "$file: not one line begins with $start"
        sed -e "/^ *$start/{r $1" -e 'd;}' "$file" >"$work/edited" && cat "$work/edited" >"$file"
    else
        cat "$1" >"$file" || complain "$file: its folder is not made yet"
    fi
}

run() { # COMMAND STATUS
    case $1 in
    mkdir* | build/renkei-*) $1 >>"$work/said" 2>&1 ;;
    *) complain "what is this command? $1" ;;
    esac
    code=$?
    commands=$((commands + 1))
    [ $code = "$2" ] || complain "$1: ends with $code, not $2: $(cat "$work/said")"
}

for fence in "$work"/fences/*; do
    case $fence in
    *.xml) type_xml "$fence" ;;
    *.sh)
        mark_of "$fence" edit | while read -r file before after; do
            [ "$(grep -c "$before" "$file")" = 1 ] || echo "$file: not one line has $before"
            sed "s/$before/$after/" "$file" >"$work/edited" && cat "$work/edited" >"$file"
        done >"$work/faults"
        [ -s "$work/faults" ] && complain "$(cat "$work/faults")"
        status=$(mark_of "$fence" ends)
        : >"$work/said"
        while read -r command; do run "$command" "${status:-0}"; done <"$fence"
        ;;
    *.seen) while read -r line; do grep -qF -- "$line" "$work/said" || complain "not seen: $line"; done <"$fence" ;;
    esac
done
[ "$commands" -ge 6 ] || complain "only $commands commands: is the chapter there?"

# Every tool takes the folder, from the option and from the environment; --list says what it forbids.
sed -e 's/value="1"/value="0"/' youken/shi.xml >"$work/edited" && cat "$work/edited" >youken/shi.xml
late=jirei/hodei-futoukou/case.xml
build/renkei-render --list --local-rules youken --month 2024-04 $late | grep '^school-sharing.*L1' >/dev/null ||
    complain '--list knows nothing of L1'
RENKEI_LOCAL_RULES=youken build/renkei-check --as-of 2024-08-01 $late | grep ' L1 E ' >/dev/null ||
    complain 'RENKEI_LOCAL_RULES is not read'
RENKEI_LOCAL_RULES=nowhere build/renkei-check --local-rules youken --as-of 2024-08-01 $late | grep ' L1 E ' >/dev/null ||
    complain 'the option does not come first'
RENKEI_LOCAL_RULES=nowhere build/renkei-check $late 2>/dev/null
[ $? = 2 ] || complain 'a folder that is not there does not end with 2'

# A changed local rule makes its documents anew, by the run file too.
cat >run.xml <<'RUN'
<run version="1" month="2024-04" as-of="2024-08-01" output="out" local-rules="youken">
  <case file="jirei/hodei-futoukou/case.xml"/>
  <form name="school-sharing"/>
</run>
RUN
[ "$(build/renkei-batch plan run.xml | grep -c L1)" = 1 ] || complain 'the run file knows nothing of L1'
sed -e 's/value="0" unit="日" source="市の通知（改正）"/value="1" unit="日" source="市の通知（改正）"/' youken/shi.xml >"$work/edited" &&
    cat "$work/edited" >youken/shi.xml
build/renkei-batch run run.xml >"$work/said" 2>&1 || complain "run: $(cat "$work/said")"
build/renkei-batch plan run.xml | grep 変更なし >/dev/null || complain 'what has not changed is made again'
echo '<!-- -->' >>youken/shi.xml
build/renkei-batch plan run.xml | grep 同じ内容 >/dev/null || complain 'a changed local rule makes nothing anew'

[ $bad = 0 ] && echo "local rule: $commands commands as the chapter says"
exit $bad
