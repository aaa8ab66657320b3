#!/bin/sh
# run.sh BUILD [all|quick|cover]: what `make check`, `make check-quick` and `make cover` pass, after the build. Steps do
# not know each other, so as many as there are processors (JOBS) run side by side, the longest first. Each says one line
# when it is done; one that fails shows what it said (all of it is BUILD/logs/NAME.log). At the end the slow ones, and the
# last line counts.
set -u
cd "$(dirname "$0")/.." || exit 2
BUILD=${1:-build}
what=${2:-all}
logs=$BUILD/logs
mkdir -p "$logs"
rm -f "$logs/results"
COMPARE_PGM=$BUILD/release/tests/compare_pgm
BIN=$BUILD # the programs that a test runs
[ "$what" != cover ] || BIN=$BUILD/cover COMPARE_PGM=$BUILD/cover/tests/compare_pgm
export BUILD BIN COMPARE_PGM
# GLib keeps nothing back for itself, so that a leak is seen; the suppressions say why they are there.
export G_SLICE=always-malloc
export LSAN_OPTIONS=suppressions=tests/lsan.supp:print_suppressions=0
export UBSAN_OPTIONS=print_stacktrace=1

# A step: about how many seconds it takes (only the order depends on it), its name, its command.
step() {
    printf '%s\n' "$*"
}

# Every unit of a mode; those that go through all samples in parts.
units() { # mode, prefix of the names, how much slower than in release
    for source in tests/unit/test_*.c; do
        unit=$(basename "$source" .c)
        case $unit in
        test_samples)
            # Under asan every fourth document: the forms meet the same code there.
            parts='1/6 2/6 3/6 4/6 5/6 6/6'
            [ "$1" != asan ] || parts='1/12 5/12 9/12'
            [ "$what" = quick ] || for part in $parts; do
                step $((25 * $3)) "$2$unit-${part%/*}" "$BUILD/$1/tests/$unit" "$part"
            done
            ;;
        # They ask the same of every form or value, thousands of times: what they reach, the samples reach under asan.
        test_aids | test_bind_filled | test_check_absent | test_check_claims | test_check_parameters | \
            test_check_until | test_copy_words | test_effects | test_large_print | test_paper_days | \
            test_render_copy | test_render_copy_guardian | test_render_names | test_samples_copies | \
            test_samples_kept | test_samples_office | test_school_words | test_staff_words | test_true_papers)
            [ "$what" = quick ] || [ "$1" = asan ] || step $((27 * $3)) "$2$unit" "$BUILD/$1/tests/$unit"
            ;;
        # Some thousand readings of whole workbooks. Under asan test_intake and test_xlsx meet the same code.
        test_intake_cells)
            [ "$what" = quick ] || [ "$1" = asan ] || for part in 1/4 3/4; do # every second workbook
                step $((25 * $3)) "$2$unit-${part%/*}" "$BUILD/$1/tests/$unit" "$part"
            done
            ;;
        test_batch_forged | test_batch_kill | test_batch_report) # ten thousands of rows, hundreds of ends
            [ "$1" = asan ] || step $((40 * $3)) "$2$unit" "$BUILD/$1/tests/$unit"
            ;;
        test_casefile_values | test_batch_glimpse) [ "$1" = asan ] || step $((12 * $3)) "$2$unit" "$BUILD/$1/tests/$unit" ;;
        test_pages_*) step $((6 * $3)) "$2$unit" "$BUILD/$1/tests/$unit" ;; # all papers; under asan none that is altered
        test_preview_watch) step 36 "$2$unit" "$BUILD/$1/tests/$unit" ;; # it waits, and computes little
        test_schema_judge) [ "$1" = asan ] || step 20 "$2$unit" "$BUILD/$1/tests/$unit" ;; # thousands of mutations
        test_check_* | test_paint | test_batch_run | test_render_history) step $((3 * $3)) "$2$unit" "$BUILD/$1/tests/$unit" ;;
        *) step "$3" "$2$unit" "$BUILD/$1/tests/$unit" ;;
        esac
    done
}

# What the sources must be, without running anything.
source_steps() {
    step 2 rooms sh tests/rooms.sh
    step 1 edition sh tests/edition.sh
    step 3 circles sh tests/circles.sh "$BUILD"
    step 4 format sh tests/format.sh
    step 5 lint sh tests/lint.sh
}

# Where the tests of the programs in a folder are.
objects() {
    [ "$1" = "$BUILD" ] && echo "$1/release" || echo "$1"
}

# The programs in a folder, from the command line.
command_steps() { # suffix of the names, folder, how much slower than in release, kills
    step $((10 * $3)) "bad-samples$1" sh tests/bad/run.sh "$2/renkei-render"
    for source in tests/fuzz/fuzz_*.c; do # what is stored for each target
        target=$(basename "$source" .c)
        [ "$target" = fuzz_main ] || step $((2 * $3)) "$target$1" "$(objects "$2")/tests/$target" "tests/fuzz/${target#fuzz_}"
    done
    step $((5 * $3)) "faults$1" sh tests/bad/faults.sh "$2/renkei-render"
    step $((5 * $3)) "check$1" sh tests/check.sh "$2"
    step $((4 * $3)) "items$1" sh tests/items.sh "$2"
    step $((2 * $3)) "copies$1" sh tests/copies.sh "$2"
    step $((4 * $3)) "codes$1" sh tests/codes.sh "$2"
    step $((12 * $3)) "fillable$1" sh tests/fillable.sh "$2"
    step $((3 * $3)) "case$1" sh tests/case.sh "$2"
    [ "$1" ] || step 40 twin sh tests/twin.sh "$2"
    step $((10 * $3)) "forms-in$1" sh tests/forms_in.sh "$2"
    step $((30 * $3)) "sheet$1" sh tests/sheet.sh "$2"
    step $((15 * $3)) "sheet-map$1" sh tests/sheet_map.sh "$2"
    step $((15 * $3)) "batch$1" sh tests/batch.sh "$2"
    step $((3 * $3)) "batch-copies$1" sh tests/batch_copies.sh "$2"
    step $((3 * $3)) "batch-blanks$1" sh tests/batch_blanks.sh "$2"
    step $((2 * $3)) "batch-images$1" sh tests/batch_images.sh "$2"
    step $((20 * $3)) "batch-tamper$1" sh tests/batch_tamper.sh "$2" "$4"
    step $((10 * $3)) "batch-cases$1" sh tests/batch_cases.sh "$2"
    step $((10 * $3)) "batch-poison$1" sh tests/batch_poison.sh "$2"
    step $((30 * $3)) "batch-issue$1" sh tests/batch_issue.sh "$2" $((60 / $3))
    step $((30 * $3)) "batch-verbs$1" sh tests/batch_verbs.sh "$2"
    step $((10 * $3)) "batch-print$1" sh tests/batch_print.sh "$2"
    step $((5 * $3)) "batch-impact$1" sh tests/batch_impact.sh "$2"
    step $((25 * $3)) "batch-walk$1" sh tests/batch_walk.sh "$2" $((40 / $3))
    step $((15 * $3)) "batch-shards$1" sh tests/batch_shards.sh "$2"
    [ "$1" ] || step 35 batch-tellings python3 tests/batch_tellings.py "$2" # its programs are those of batch-nights
    step $((10 * $3)) "batch-withdrawn$1" sh tests/batch_withdrawn.sh "$2"
    [ "$1" ] || step 50 batch_roster sh tests/batch_roster.sh "$2"
    step $((40 * $3)) "batch-nights$1" sh tests/batch_nights.sh "$2" $((9 / $3))
    step 80 "batch-faults$1" sh tests/batch_faults.sh "$2" "$4"
}

editor_steps() {
    step 8 editors sh tests/editors.sh
    step 20 elements sh tests/elements.sh "$BIN"
    step 20 review sh tests/review.sh "$BIN"
}

manual_steps() {
    step 2 version sh tests/version.sh "$BIN"
    step 5 command-line sh tests/command_line.sh "$BIN"
    step 5 option-values sh tests/option_values.sh "$BIN"
    step 2 manuals sh tests/manual.sh "$BIN"
}

case $what in
quick)
    source_steps
    units release '' 1
    manual_steps
    ;;
cover)
    units cover '' 2
    command_steps '' "$BIN" 2 5
    step 10 stdout sh tests/stdout.sh "$BIN"
    manual_steps
    step 180 preview sh tests/preview/run.sh "$BUILD"
    ;;
*)
    source_steps
    step 3 hardening sh tests/hardening.sh "$BUILD"
    step 1 loads sh tests/loads.sh "$BUILD"
    units release '' 1
    units asan asan- 3
    command_steps '' "$BUILD" 1 50
    command_steps -asan "$BUILD/asan" 3 5
    manual_steps
    step 20 stdout sh tests/stdout.sh "$BUILD"
    step 60 failures-one python3 tests/failures.py "$BUILD" render check
    step 60 failures-edit python3 tests/failures.py "$BUILD" sheet case form
    step 60 failures-batch python3 tests/failures.py "$BUILD" batch-run batch-report
    step 10 confine sh tests/confine.sh "$BUILD"
    step 60 batch-paths sh tests/batch_paths.sh "$BUILD"
    step 5 pictures sh tests/pictures.sh "$BUILD"
    editor_steps
    step 3 manual-xml sh tests/manual_xml.sh "$BUILD"
    step 10 first-form sh tests/first_form.sh "$BUILD"
    step 5 first-sheet sh tests/first_sheet.sh "$BUILD"
    step 3 local-rule sh tests/local_rule.sh "$BUILD"
    step 3 own-fields sh tests/own_fields.sh "$BUILD"
    step 5 aids sh tests/aids.sh "$BUILD"
    step 3 install sh tests/install.sh "$BUILD"
    for part in samples broken bad names; do
        step 60 private-$part python3 tests/private/run.py "$BUILD" $part
    done
    step 40 private python3 tests/private/run.py "$BUILD" arguments shown typed modes sheets
    step 20 scale sh tests/scale.sh "$BUILD"
    step 5 systemd sh tests/systemd.sh "$BUILD"
    step 20 leaks-render sh tests/leaks.sh "$BUILD" render
    step 6 leaks-check sh tests/leaks.sh "$BUILD" check
    step 25 instructions-warm sh tests/instructions.sh "$BUILD" warm
    step 30 instructions sh tests/instructions.sh "$BUILD" cold check batch
    step 100 growth sh tests/growth.sh "$BUILD"
    step 180 preview sh tests/preview/run.sh "$BUILD"
    step 120 record sh tests/record/run.sh "$BUILD"
    step 25 preview-asan env BIN="$BUILD/asan" sh tests/preview/run.sh "$BUILD" live
    ;;
esac >"$logs/steps"

# npm brings what the browser's tests need before two steps ask for it, and the readers of what is written.
[ "$what" = quick ] || for of in preview record; do
    sh tests/$of/run.sh "$BUILD" ready >"$logs/$of-ready.log" 2>&1 || cat "$logs/$of-ready.log"
done
sort -rn "$logs/steps" | cut -d ' ' -f 2- | xargs -d '\n' -n 1 -P "${JOBS:-$(nproc)}" sh tests/step.sh "$logs"

# A step that did not come to its end has no line, and is one that failed.
planned=$(wc -l <"$logs/steps")
passed=$(grep -c '^ok ' "$logs/results")
failed=$((planned - passed))
# Cases of Japanese composition, by feature.
[ ! -e "$logs/test_text_cases.log" ] || sed -n '/^feature /,/^all /p' "$logs/test_text_cases.log"
sort -k 2,2 -rn "$logs/results" | awk '
    { wall += $2; cpu += $3 }
    $2 >= 2 { printf "%7.1f s  CPU %5.1f s  %s%s\n", $2, $3, $4, $1 == "ok" ? "" : "  FAIL"; next }
    { others++; rest += $2 }
    END { printf "%7.1f s               %d others\n%7.1f s  CPU %5.1f s  if one step had run after the other\n", rest, others, wall, cpu }'
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
