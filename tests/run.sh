#!/bin/sh
# run.sh BUILD: everything `make check` passes, after the build. Each step says one line; a step that fails
# shows what it said. The last line counts.
set -u
cd "$(dirname "$0")/.." || exit 2
BUILD=${1:-build}
export BUILD
logs=$BUILD/logs
mkdir -p "$logs"
passed=0
failed=0

step() { # name command…
    name=$1
    shift
    if "$@" >"$logs/$name.log" 2>&1; then
        passed=$((passed + 1))
        printf 'ok    %s\n' "$name"
    else
        failed=$((failed + 1))
        printf 'FAIL  %s\n' "$name"
        tail -n 40 "$logs/$name.log" | sed 's/^/      /'
    fi
}

COMPARE_PGM=$BUILD/release/tests/compare_pgm
export COMPARE_PGM
# GLib keeps nothing back for itself, so that a leak is seen; the suppressions say why they are there.
export G_SLICE=always-malloc
export LSAN_OPTIONS=suppressions=tests/lsan.supp:print_suppressions=0
export UBSAN_OPTIONS=print_stacktrace=1

step rooms sh tests/rooms.sh
step hardening sh tests/hardening.sh "$BUILD"
step circles sh tests/circles.sh "$BUILD"
for test in "$BUILD"/release/tests/test_*; do
    case $test in *.d | *.o) continue ;; esac
    step "$(basename "$test")" "$test"
done
for test in "$BUILD"/asan/tests/test_*; do
    case $test in *.d | *.o) continue ;; esac
    step "asan-$(basename "$test")" "$test"
done
step bad-samples sh tests/bad/run.sh "$BUILD/renkei-render"
step bad-samples-asan sh tests/bad/run.sh "$BUILD/asan/renkei-render"
step faults sh tests/bad/faults.sh "$BUILD/renkei-render"
step faults-asan sh tests/bad/faults.sh "$BUILD/asan/renkei-render"
step check sh tests/check.sh "$BUILD"
step check-asan sh tests/check.sh "$BUILD/asan"
step batch sh tests/batch.sh "$BUILD"
step batch-asan sh tests/batch.sh "$BUILD/asan"
step batch-faults sh tests/batch_faults.sh "$BUILD" 50
step batch-faults-asan sh tests/batch_faults.sh "$BUILD/asan" 5
step stdout sh tests/stdout.sh "$BUILD"
step edition sh tests/edition.sh
step version sh tests/version.sh "$BUILD"
step manuals sh tests/manual.sh "$BUILD"
step pictures sh tests/pictures.sh "$BUILD"
step manual-xml sh tests/manual_xml.sh "$BUILD"
step first-form sh tests/first_form.sh "$BUILD"
step install sh tests/install.sh "$BUILD"
step scale sh tests/scale.sh "$BUILD"
step systemd sh tests/systemd.sh "$BUILD"
step leaks sh tests/leaks.sh "$BUILD"
step preview sh tests/preview/run.sh "$BUILD"
step preview-asan env BIN="$BUILD/asan" sh tests/preview/run.sh "$BUILD" live

# Cases of Japanese composition, by feature.
sed -n '/^feature /,/^all /p' "$logs/test_text_cases.log"
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
