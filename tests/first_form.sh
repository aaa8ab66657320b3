#!/bin/sh
# first_form.sh BUILD [--steps DIR | --sums]: follows the chapter 「最初の様式を10分で」 of templates/README.md as a newcomer
# would, in a folder of its own: types its XML, runs its commands, and looks for what it says one will see. A comment
# before an XML fence says where it goes:
#   <!-- first-form: FILE [line "START"] [DIAGNOSTIC] -->
# the whole FILE, or only its line that begins with START; the form then composes, or is refused with DIAGNOSTIC.
# --steps also keeps each state of the form in DIR, for its picture; --sums prints what each composes.
set -u
cd "$(dirname "$0")/.." || exit 2
root=$PWD
build=$(realpath "${1:-build}")
mode=${2:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
steps=${3:-$work/steps}
mkdir -p "$work/fences" "$work/desk" "$steps"
steps=$(realpath "$steps")
bad=0
complain() {
    echo "$1" >&2
    bad=1
}

# Each fence of the chapter as NUMBER.KIND, with the comment before it as NUMBER.mark.
awk -v place="$work/fences" -v chapter=最初の様式を10分で -v mark=first-form -f tests/fences.awk templates/README.md

ln -s "$build" "$work/desk/build"
ln -s "$root/samples" "$root/templates" "$work/desk/"
cd "$work/desk" || exit 2
count=0

# The form as it stands is composed, and what it says kept for a fence that shows it.
look() { # FILE DIAGNOSTIC
    count=$((count + 1))
    step=$(printf '%02d' $count)
    cp "$1" "$steps/$step.xml"
    data=youshiki/ensoku.xml
    grep -q 'data="any"' "$1" || data=samples/hodei-futoukou/case.xml
    build/renkei-render -T display --form "$1" "$data" >"$work/display" 2>"$work/said"
    code=$?
    if [ -n "$2" ]; then
        { [ $code != 0 ] && grep -q "\[$2\]" "$work/said"; } || complain "step $step: no [$2]"
        echo "$2  $step" >>"$work/sums"
    else
        [ $code = 0 ] || complain "step $step does not compose: $(cat "$work/said")"
        printf '%s  %s\n' "$(sha256sum <"$work/display" | cut -d ' ' -f 1)" "$step" >>"$work/sums"
    fi
}

type_xml() { # FENCE MARK
    file=${2%% *}
    start=$(printf '%s\n' "$2" | sed -n 's/.* line "\(.*\)".*/\1/p')
    if [ -n "$start" ]; then
        [ "$(grep -c "^ *$start" "$file")" = 1 ] || complain "$file: not one line begins with $start"
        START=$start awk -v fence="$1" '
            { line = $0; sub(/^ */, "", line) }
            index(line, ENVIRON["START"]) == 1 { while ((getline new < fence) > 0) print new; next }
            { print }' "$file" >"$work/edited" && cat "$work/edited" >"$file"
    else
        cat "$1" >"$file" || complain "$file: its folder is not made yet"
    fi
    [ "$file" = youshiki/ensoku.xml ] && return
    look "$file" "$(printf '%s\n' "$2" | sed -n 's/.* \([a-z]*-[a-z-]*\)$/\1/p')"
}

# The preview goes on until it is stopped; its first line is the URL.
run_preview() { # COMMAND
    mkfifo "$work/url"
    $1 >"$work/url" &
    read -r url <"$work/url"
    { kill $! && wait $!; } 2>/dev/null
    rm "$work/url"
    case $url in http://127.0.0.1:*) ;; *) complain "$1: says $url" ;; esac
}

run() { # COMMAND
    case $1 in
    build/renkei-preview*) run_preview "$1" ;;
    build/renkei-check*) # 1: the sample cannot be judged whole
        $1 >"$work/said" 2>&1
        [ $? = 1 ] || complain "$1: $(cat "$work/said")"
        ;;
    mkdir* | build/renkei-*) $1 >"$work/said" 2>&1 || complain "$1: $(cat "$work/said")" ;;
    *) complain "what is this command? $1" ;;
    esac
    output=${1##* -o }
    [ "$output" = "$1" ] || [ -s "${output%% *}" ] || complain "$1: no ${output%% *}"
}

for fence in "$work"/fences/*; do
    case $fence in
    *.xml)
        mark=$(cat "${fence%.xml}.mark") || complain "$fence: no comment says where it goes"
        type_xml "$fence" "$mark"
        ;;
    *.sh) while read -r command; do run "$command"; done <"$fence" ;;
    *.seen) while read -r line; do grep -qF -- "$line" "$work/said" || complain "not seen: $line"; done <"$fence" ;;
    esac
done

cp youshiki/ensoku.xml "$steps/ensoku.xml"
if [ "$mode" = --sums ]; then
    cat "$work/sums"
    exit $bad
fi
[ "$mode" = --steps ] && exit $bad
[ "$count" -ge 5 ] || complain "only $count forms: is the chapter there?"
cd "$root" || exit 2
pictures=templates/pictures/first
diff $pictures/SUMS "$work/sums" || complain 'a picture of the first form is stale: make pictures'
for picture in "$pictures"/*.png; do
    grep -q "(pictures/first/$(basename "$picture"))" templates/README.md || complain "$picture: not in templates/README.md"
    [ "$(wc -c <"$picture")" -lt 100000 ] || complain "$picture: too large"
done
[ $bad = 0 ] && echo "first form: $count forms as the chapter says"
exit $bad
