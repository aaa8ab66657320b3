#!/bin/sh
# parallel.sh SHARDS ARGUMENT…: the run in SHARDS parts with GNU parallel, then one ledger of all.
#   parallel.sh 8 RUN.xml -o OUT
#   PARALLEL='--sshloginfile hosts' parallel.sh 32 RUN.xml -o OUT      (hosts that see the same folders)
# One part a CPU (parallel's --jobs decides), each with one worker. A part that must be repaired stops the others.
# RENKEI_BATCH: the program (renkei-batch). The exit status is that of merge.sh, or of the part that failed.
set -eu
shards=${1:?usage: parallel.sh SHARDS ARGUMENT...}
shift
here=$(cd "$(dirname "$0")" && pwd)
batch=${RENKEI_BATCH:-renkei-batch}
export RENKEI_TRIES="${RENKEI_TRIES:-3}" RENKEI_PAUSE="${RENKEI_PAUSE:-60}"
seq "$shards" | parallel --will-cite --quote --halt soon,fail=1 --env RENKEI_TRIES --env RENKEI_PAUSE \
    sh "$here/shard.sh" "$batch" "$@" --shard "{}/$shards" --jobs 1
sh "$here/merge.sh" "$batch" "$@"
