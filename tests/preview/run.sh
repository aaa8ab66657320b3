#!/bin/sh
# run.sh BUILD [bench|live|ready]: the tests of renkei-preview in a browser; its bench; or only those of saves and safety
# (of the program in $BIN, if that is given); or none, only what they need. playwright-core, which drives Chromium,
# and axe-core, which asks whether everybody can use a page, come from npm at the versions of package-lock.json into BUILD/preview-tests, once.
set -eu
cd "$(dirname "$0")/../.."
BUILD=${1:-build}
export BUILD
place=$BUILD/preview-tests
mkdir -p "$place"
for file in package.json package-lock.json; do
    cmp -s "tests/preview/$file" "$place/$file" || {
        rm -rf "$place/node_modules"
        cp "tests/preview/$file" "$place/$file"
    }
done
[ -d "$place/node_modules" ] || npm ci --prefix "$place" --ignore-scripts --no-audit --no-fund
case ${2:-} in
ready) exit ;;
bench) exec node tests/preview/bench.mjs ;;
live) tests='live safety' ;;
*) tests=$(basename -s .test.mjs tests/preview/*.test.mjs) ;;
esac
# shellcheck disable=SC2086 # words
timeout 900 node tests/preview/run.mjs $tests
