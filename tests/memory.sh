#!/bin/sh
# memory.sh BUILD [NAME…]: a second proof of memory, beside the sanitizers: every unit and the scripts that call the tools,
# under valgrind's memcheck, which sees what they do not: what was never set and is used, in the libraries, too. Hours:
# meant for once a week (`make memory`). NAME: these alone (test_text_line, check.sh).
set -u
cd "$(dirname "$0")/.." || exit 2
build=${1:-build}
[ $# = 0 ] || shift
asked=" $* "
memory=$build/memory
rm -rf "$memory"
mkdir -p "$memory/logs"
export G_SLICE=always-malloc
# Valgrind knows no Landlock, and a filter of calls would hold it as well.
export RENKEI_CONFINE=off
export BUILD="$build"
grind="valgrind -q --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite --error-exitcode=99 \
    --suppressions=$PWD/tests/valgrind.supp"

# The tools as the scripts call them; what valgrind says goes beside, as scripts read what a tool says.
root=$(cd "$build" && pwd)
for main in tools/renkei-*.c; do
    name=$(basename "$main" .c)
    printf '#!/bin/sh\nexec %s --log-file="%s/memory/logs/%s.%%p" "%s/%s" "$@"\n' "$grind" "$root" "$name" "$root" "$name" \
        >"$memory/$name"
    chmod +x "$memory/$name"
done

# What is left out limits the memory of a process, kills it, or looks at how the kernel confines it: valgrind's own
# memory and calls are met by that.
steps() {
    for unit in tests/unit/test_*.c; do
        name=$(basename "$unit" .c)
        case $name in
        test_confine | test_batch_pool | test_batch_kill | test_batch_kills | test_bundle_apart) ;;
        test_samples) for part in 1/6 2/6 3/6 4/6 5/6 6/6; do echo "$name $part"; done ;;
        *) echo "$name" ;;
        esac
    done
    for script in check.sh case.sh forms_in.sh sheet.sh items.sh copies.sh command_line.sh; do echo "$script"; done
}

run_step() { # name, part
    log=$memory/logs/$1$(echo "${2:-}" | tr / -)
    case $1 in
    *.sh) sh "tests/$1" "$memory" >"$log" 2>&1 ;;
    *) BIN=$build $grind "$build/release/tests/$1" ${2:-} >"$log" 2>&1 ;;
    esac
    status=$?
    [ $status = 0 ] && echo "ok $1 ${2:-}" || echo "FAILED ($status; $log) $1 ${2:-}"
}
steps | while read -r name part; do
    case $asked in "  " | *" $name "*) run_step "$name" "$part" ;; esac
done | tee "$memory/results"
# A tool that a script called, and that the script did not ask for its status:
for log in "$memory"/logs/renkei-*; do
    [ ! -s "$log" ] || { echo "valgrind told of a tool: $log"; echo "FAILED $log" >>"$memory/results"; }
done
failed=$(grep -c '^FAILED' "$memory/results")
printf '%d passed, %d failed\n' "$(grep -c '^ok' "$memory/results")" "$failed"
[ "$failed" = 0 ]
