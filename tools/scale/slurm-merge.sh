#!/bin/sh
# slurm-merge.sh FOLDER RENKEI-BATCH ARGUMENT…: the job after the array that slurm.sh submits.
here=$1
shift
exec sh "$here/merge.sh" "$@"
