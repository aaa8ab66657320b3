# command.sh: what tests of a command line share. Sourced with $tool set; the test ends with `exit $bad`.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
: >"$work/all" # what every call said
complain() {
    echo "$1"
    bad=1
}
run() { # expected exit status, then arguments
    want=$1
    shift
    "$tool" "$@" >"$work/out" 2>"$work/err"
    got=$?
    cat "$work/out" "$work/err" >>"$work/all"
    [ "$got" = "$want" ] || complain "exit $got instead of $want: $*: $(head -n 1 "$work/err")"
}
says() { # file, pattern
    grep -q -- "$2" "$work/$1" || complain "$1 does not say: $2 but: $(head -n 3 "$work/$1")"
}
silent() { # file
    [ ! -s "$work/$1" ] || complain "$1 is not empty: $(head -n 1 "$work/$1")"
}
by_clock() { # somebody's batch at a desk, no night of a scheduler, and the clock is the machine's
    RENKEI_WHO=clerk RENKEI_HOST=desk
    export RENKEI_WHO RENKEI_HOST
    unset RENKEI_NIGHT SLURM_ARRAY_JOB_ID SOURCE_DATE_EPOCH
}
