#!/bin/sh
# edition.sh: a batch makes a document again when the layout's edition has changed. Whoever changes what the same input
# looks like must raise it: the goldens of composition and of what is drawn are summed here, and the sum stands beside
# the edition's number in tests/golden/EDITION.
set -u
cd "$(dirname "$0")/.." || exit 2
edition=$(sed -n 's/^#define RENKEI_LAYOUT_EDITION \([0-9]*\)$/\1/p' tools/lib/render/edition.h)
sum=$(cat tests/golden/compose/*/expect tests/golden/display/*/expect | sha256sum | cut -c 1-64)
if [ "$edition $sum" = "$(cat tests/golden/EDITION)" ]; then
    echo "edition: good"
    exit 0
fi
echo "The goldens of composition and drawing, or the edition, are not those of tests/golden/EDITION."
echo "Has an old golden changed? Raise RENKEI_LAYOUT_EDITION in tools/lib/render/edition.h. Then write:"
echo "$edition $sum"
exit 1
