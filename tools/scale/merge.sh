#!/bin/sh
# merge.sh RENKEI-BATCH ARGUMENT…: after the last shard: one ledger of all of theirs, then the proof that every document
# is accounted for and is the one the ledger knows, then the report. ARGUMENT… are those of the shards: RUN.xml, -o OUT.
# The exit status: 0 all made or not applicable, 1 some failed, 6 some are forbidden (the report says which), 7 expected
# work is missing, else of what went wrong.
set -eu
batch=${1:?usage: merge.sh RENKEI-BATCH ARGUMENT...}
shift
status=0
"$batch" merge "$@" || status=$?
case $status in 0 | 1 | 6 | 7) ;; *) exit "$status" ;; esac
"$batch" verify "$@"
exec "$batch" report "$@"
