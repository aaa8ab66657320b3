#!/bin/sh
# slurm-shard.sh FOLDER RENKEI-BATCH ARGUMENT…: one task of the array that slurm.sh submits. (sbatch copies this file, so it
# is told where its neighbours are.)
set -u
here=$1
shift
stopped=
trap 'stopped=yes' TERM # by scancel, or the time is up: not to be queued again
sh "$here/shard.sh" "$@" --jobs "${SLURM_CPUS_PER_TASK:-1}"
status=$?
if [ "$status" = 75 ] && [ -z "$stopped" ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 5 ]; then
    scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID" && sleep 60 # Slurm ends us here
fi
exit "$status"
