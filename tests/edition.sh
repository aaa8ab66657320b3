#!/bin/sh
# edition.sh [BUILD]: a batch makes a document again when the layout's edition has changed. Whoever changes what the same
# input looks like, or the bytes it is written as, must raise it: the goldens of composition, of what is drawn and of
# what is painted and bundled are summed here, and the sum stands beside the edition's number in tests/golden/EDITION.
# First the goldens must be what is made now.
set -u
cd "$(dirname "$0")/.." || exit 2
BUILD=${1:-${BUILD:-build}}
for test in test_stage_golden test_paint_golden; do
    said=$("$BUILD/release/tests/$test" 2>&1) || {
        printf '%s\n' "$said" | tail -n 40
        echo "edition: the goldens are not what is made now ($test)"
        exit 1
    }
done
edition=$(sed -n 's/^#define RENKEI_LAYOUT_EDITION \([0-9]*\)$/\1/p' tools/lib/render/edition.h)
sum=$(cat tests/golden/compose/*/expect tests/golden/display/*/expect tests/golden/paint/*/expect tests/golden/paint/bytes |
    sha256sum | cut -c 1-64)
if [ "$edition $sum" = "$(cat tests/golden/EDITION)" ]; then
    echo "edition: good"
    exit 0
fi
echo "The goldens of composition, drawing and painting, or the edition, are not those of tests/golden/EDITION."
echo "Has an old golden changed? Raise RENKEI_LAYOUT_EDITION in tools/lib/render/edition.h. Then write:"
echo "$edition $sum"
exit 1
