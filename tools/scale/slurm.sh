#!/bin/sh
# slurm.sh SHARDS ARGUMENT…: the run as a Slurm array of SHARDS tasks, and a job after it that makes one ledger of all.
#   slurm.sh 64 RUN.xml -o OUT          RUN.xml and OUT on a file system that all nodes see
# Prints the ids of both jobs, "ARRAY MERGE". Options for sbatch (partition, account, time …) in SBATCH_ARGUMENTS or in
# Slurm's own SBATCH_* variables. RENKEI_BATCH: the program (renkei-batch).
#
# A task takes its part from SLURM_ARRAY_TASK_ID by itself. What ends with 75 is put back into the queue, up to five times
# (slurm-shard.sh); on a node that dies Slurm does the same (--requeue). The merge waits for all tasks, however they ended.
set -eu
shards=${1:?usage: slurm.sh SHARDS ARGUMENT...}
shift
here=$(cd "$(dirname "$0")" && pwd)
batch=${RENKEI_BATCH:-renkei-batch}
# shellcheck disable=SC2086 # several arguments in one variable
submit() { sbatch --parsable --job-name=renkei --ntasks=1 --cpus-per-task="${RENKEI_CPUS:-1}" ${SBATCH_ARGUMENTS:-} "$@"; }
array=$(submit --requeue --open-mode=append --array="1-$shards" "$here/slurm-shard.sh" "$here" "$batch" "$@")
merge=$(submit --dependency="afterany:${array%%;*}" "$here/slurm-merge.sh" "$here" "$batch" "$@")
echo "${array%%;*} ${merge%%;*}"
