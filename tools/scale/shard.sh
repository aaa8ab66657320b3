#!/bin/sh
# shard.sh RENKEI-BATCH ARGUMENT…: one shard, as a scheduler's task. Runs `RENKEI-BATCH run ARGUMENT…` and turns its exit
# status into what schedulers understand: 0 done, 75 try this task again, 2-5 stop, somebody must repair something.
#
# 1 and 6 (some documents failed, or are forbidden) are 0 here: the shard is done, and trying it again would change
# nothing. Which documents they are is in the shard's ledger; merge.sh reports them and exits with 1 or 6.
#
# RENKEI_TRIES (1): how often 75 is tried here, for schedulers that do not do it themselves; RENKEI_PAUSE (60): seconds
# between two tries.
set -u
batch=${1:?usage: shard.sh RENKEI-BATCH ARGUMENT...}
shift
tries=${RENKEI_TRIES:-1}
stopped='' child=''
# As the first process of a container it is told to stop in place of the program.
trap 'stopped=yes interrupted=yes; [ -z "$child" ] || kill -TERM "$child"' TERM INT

run() {
    "$batch" run "$@" &
    child=$!
    [ -z "$stopped" ] || kill -TERM "$child"
    interrupted=yes
    while [ -n "$interrupted" ]; do # a signal ends the wait before the program ends
        interrupted=
        wait "$child"
        ended=$?
        [ "$ended" = 127 ] || status=$ended # 127: waited for already
    done
}

while :; do
    status=127
    run "$@"
    tries=$((tries - 1))
    if [ "$status" != 75 ] || [ "$tries" -le 0 ] || [ -n "$stopped" ]; then break; fi
    sleep "${RENKEI_PAUSE:-60}"
done
case $status in 1 | 6) status=0 ;; esac
exit "$status"
