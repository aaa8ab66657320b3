#!/bin/sh
# step.sh LOGS 'NAME COMMAND…': one step of tests/run.sh. What it says is LOGS/NAME.log, shown when it fails; one line is
# said here and one is added to LOGS/results: `ok|FAIL SECONDS CPU-SECONDS NAME`.
set -u
logs=$1
name=${2%% *}
command=${2#* }
began=$(date +%s%N)
verdict=ok
sh -c "$command" >"$logs/$name.log" 2>&1 </dev/null || verdict=FAIL
took=$((($(date +%s%N) - began) / 1000000))
# The second line of `times` is that of the children: 1m2.34s 0m0.56s.
times >"$logs/$name.times"
cpu=$(awk 'NR == 2 { gsub(/[ms]/, " "); print int(($1 * 60 + $2 + $3 * 60 + $4) * 10 + 0.5) / 10 }' "$logs/$name.times")
rm -f "$logs/$name.times"
line=$(printf '%-5s%7d.%d s  %s' $verdict $((took / 1000)) $((took % 1000 / 100)) "$name")
echo "$verdict $((took / 1000)).$((took % 1000 / 100)) $cpu $name" >>"$logs/results"
[ $verdict = ok ] || line="$line
$(tail -n 40 "$logs/$name.log" | sed 's/^/      /')"
printf '%s\n' "$line" # in one piece, beside other steps
