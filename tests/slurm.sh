#!/bin/sh
# slurm.sh FOLDER ARGUMENT…: a Slurm of one node in FOLDER, for the time of one run of tools/scale/slurm.sh ARGUMENT…;
# the exit status is that of its merge job. Munge, controller and node have keys, sockets and ports of their own and run
# as whoever calls this.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$1/state" "$1/spool"
chmod 700 "$1"
work=$(cd "$1" && pwd)
shift
pids=
stop() {
    # The node's jobs first; then what was started here, in the order of leaving.
    scancel --user="$(id -un)" >/dev/null 2>&1 || :
    for pid in $pids; do kill "$pid" 2>/dev/null || :; done
    for pid in $pids; do wait "$pid" 2>/dev/null || :; done
}
trap stop EXIT
trap 'exit 1' TERM INT

give_up() {
    echo "slurm.sh: $1"
    tail -n 20 "$work"/*.log "$work"/*.out 2>/dev/null
    exit 99
}

# until_good WHAT COMMAND…: waits, but not for ever: a busy machine does not reach five minutes.
until_good() {
    what=$1
    shift
    tries=1500
    until "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || give_up "$what does not come"
        sleep 0.2
    done
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

head -c 128 /dev/urandom >"$work/munge.key"
chmod 400 "$work/munge.key"
munged --foreground --force --key-file="$work/munge.key" --socket="$work/munge.socket" --pid-file="$work/munge.pid" \
    --log-file="$work/munge.log" --seed-file="$work/munge.seed" 2>>"$work/munge.log" &
pids=$!
until_good munge munge --socket="$work/munge.socket" --no-input

node=$(hostname -s)
cpus=$(nproc)
cat >"$work/slurm.conf" <<END
ClusterName=renkei
SlurmctldHost=$node(127.0.0.1)
SlurmctldPort=$(free_port)
SlurmdPort=$(free_port)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket,cred_expire=5
CryptoType=crypto/munge
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=2,batch_sched_delay=0
MinJobAge=300
ReturnToService=2
KillWait=5
NodeName=$node NodeAddr=127.0.0.1 CPUs=$cpus State=UNKNOWN
PartitionName=batch Nodes=ALL Default=YES MaxTime=5 State=UP
END
SLURM_CONF=$work/slurm.conf
export SLURM_CONF
slurmctld -D -c 2>>"$work/slurmctld.log" &
pids="$! $pids"
until_good slurmctld scontrol ping
slurmd -D -c -N "$node" 2>>"$work/slurmd.log" &
pids="$! $pids"
until_good slurmd sh -c 'sinfo --noheader --format=%T | grep -qx idle'

cd "$work"
SBATCH_ARGUMENTS="--output=$work/%A-%a.out --time=4" 
export SBATCH_ARGUMENTS
jobs=$(sh "$here/tools/scale/slurm.sh" "$@") || give_up "sbatch refuses"
array=${jobs% *}
merge=${jobs#* }
tries=1200
until scontrol show job "$merge" --oneliner | grep -Eq 'JobState=(COMPLETED|FAILED|CANCELLED|TIMEOUT|NODE_FAIL|OUT_OF_MEMORY)'; do
    tries=$((tries - 1))
    [ $tries -gt 0 ] || give_up "the jobs do not end"
    sleep 0.5
done
# Every task of the array was done by itself.
states=$(scontrol show job "$array" --oneliner | grep -o 'JobState=[A-Z_]*' | sort | uniq -c | tr -s ' ')
echo "array:$states"
cat "$work"/*.out
case $states in
" "*" JobState=COMPLETED") ;;
*) give_up "tasks of the array did not complete" ;;
esac
exit "$(scontrol show job "$merge" --oneliner | sed -n 's/.* ExitCode=\([0-9]*\):.*/\1/p')"
