#!/bin/sh
# merge.sh RENKEI-BATCH ARGUMENT…: after the last shard: one ledger of all of theirs, then the proof that every document
# is accounted for and is the one the ledger knows, then the report. ARGUMENT… are those of the shards: RUN.xml, -o OUT.
# The exit status: 0 all made, 1 some were blocked or failed (the report says which), else of what went wrong.
set -eu
batch=${1:?usage: merge.sh RENKEI-BATCH ARGUMENT...}
shift
status=0
"$batch" merge "$@" || status=$?
[ "$status" -le 1 ] || exit "$status"
"$batch" verify "$@"
exec "$batch" report "$@"
