#!/bin/sh
# version.sh BUILD: every tool tells its version and the layout's edition, both from tools/lib/render/edition.h, whatever
# else is asked of it, and a wrong use stays one.
set -u
cd "$(dirname "$0")/.." || exit 2
build=${1:-build}
header=tools/lib/render/edition.h
version=$(sed -n 's/^#define RENKEI_VERSION "\(.*\)"$/\1/p' $header)
edition=$(sed -n 's/^#define RENKEI_LAYOUT_EDITION \([0-9]*\)$/\1/p' $header)
for name in tools/renkei-*.c; do
    name=$(basename "$name" .c)
    tool=$build/$name
    . tests/command.sh
    for more in '' --json '--messages en' samples/hodei-futoukou/case.xml; do
        # shellcheck disable=SC2086 # words
        run 0 --version $more
        [ "$(sed 1q "$work/out")" = "$name $version (layout edition $edition)" ] || complain "$name --version $more: $(cat "$work/out")"
        silent err
    done
    run 2 --version --no-such
    silent out
    run 0 --help
    says out '--version'
    rm -rf "$work"
    [ $bad = 0 ] || exit 1
done
echo "version: $version, layout edition $edition"
