#!/bin/sh
# systemd.sh BUILD: the units as `make install` writes them: systemd finds nothing wrong with them, they are shut off
# from all they do not need, and they take the exit statuses of renkei-batch for what they mean.
set -eu
cd "$(dirname "$0")/.."
BUILD=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Where the program really is: systemd looks for it.
make --no-print-directory BUILD="$BUILD" MODE=release PREFIX="$work/office" install >"$work/log" 2>&1 || {
    cat "$work/log"
    exit 1
}
units=$work/office/lib/systemd/system
grep -q "^ExecStart=$work/office/bin/renkei-batch run " "$units/renkei-batch@.service"
if grep -r '/usr/local' "$units" | grep -v ':#'; then exit 1; fi
# A template is judged by one of its instances, each with the others that it starts beside it.
for unit in batch verify alert; do
    cp "$units/renkei-$unit@.service" "$units/renkei-$unit@nightly.service"
done
cp "$units/renkei-batch@.timer" "$units/renkei-batch@nightly.timer"
if command -v systemd-analyze >/dev/null; then
    systemd-analyze verify --man=no "$units"/renkei-*@nightly.* 2>"$work/said" || {
        cat "$work/said"
        exit 1
    }
    if [ -s "$work/said" ]; then # what it only warns of, a misspelt line say, is no unit of ours either
        cat "$work/said"
        exit 1
    fi
    # Of 100; 10 is "1.0 OK", an unprotected service has 96.
    for unit in batch verify alert; do
        systemd-analyze security --offline=yes --threshold=10 --no-pager "$units/renkei-$unit@nightly.service" >"$work/said" || {
            cat "$work/said"
            exit 1
        }
    done
fi
# With or without systemd here: a unit that is started is there, and what shuts off the run shuts off verify.
for unit in $(sed -n 's/^On[A-Z][a-z]*=//p' "$units"/renkei-*@.service); do
    [ -f "$units/$(echo "$unit" | sed 's/@%i/@/')" ] || { echo "no unit $unit" && exit 1; }
done
for unit in batch verify; do
    sed -n '/^# Whose files/,$p' "$units/renkei-$unit@.service" >"$work/shut-$unit"
done
cmp "$work/shut-batch" "$work/shut-verify"
[ "$(wc -l <"$work/shut-batch")" -gt 30 ]
systemd-analyze calendar --iterations=1 "$(sed -n 's/^OnCalendar=//p' "$units/renkei-batch@.timer")" >"$work/said"
systemd-sysusers --dry-run "$work/office/lib/sysusers.d/renkei.conf" 2>&1 | grep -q "renkei"
# What is a failed unit: all but 0 and 6 of a run, all but 0 of verify (75: a run is at work, which starts it again).
# Only 75 and kills are tried again. Each failed unit starts the alert.
grep -qx 'SuccessExitStatus=6' "$units/renkei-batch@.service"
grep -qx 'SuccessExitStatus=75' "$units/renkei-verify@.service"
grep -qx 'Restart=on-failure' "$units/renkei-batch@.service"
grep -qx 'RestartPreventExitStatus=1 2 3 4 5 7 8 9' "$units/renkei-batch@.service"
grep -q '^OnFailure=renkei-alert@%i.service' "$units/renkei-batch@.service"
grep -q '^OnFailure=renkei-alert@%i.service' "$units/renkei-verify@.service"
grep -qx 'OnSuccess=renkei-verify@%i.service' "$units/renkei-batch@.service"
if grep -q '^ExecStart=-' "$units"/renkei-*.service; then exit 1; fi # that would hide what it ends with
# What the unit does, done by hand for two nights: the second finds everything as it was, and nothing it does not know.
cat >"$work/nightly.xml" <<END
<run version="1" status="nightly.json" metrics="nightly.prom">
  <cases folder="$PWD/samples"/>
  <form name="plan"/>
  <bundle to="household" gaps="name"/>
</run>
END
sed -n -e 's/^ExecStart=//p' -e 's/^ExecStopPost=-//p' "$units/renkei-batch@.service" "$units/renkei-verify@.service" |
    sed -e "s|/etc/renkei/%i.xml|$work/nightly.xml|" -e "s|%S|$work/state|g" -e 's|%i|nightly|g' >"$work/commands"
[ "$(wc -l <"$work/commands")" = 3 ]
mkdir -p "$work/state/renkei"
for night in 1 2; do
    while read -r command; do
        status=0
        sh -c "$command" >"$work/out" 2>"$work/said" || status=$?
        case "$status $command" in
        "6 "*" run "* | "0 "*" verify "* | "6 "*" report "*) ;;
        *)
            echo "night $night: $command ends with $status"
            cat "$work/said"
            exit 1
            ;;
        esac
    done <"$work/commands"
done
[ ! -s "$work/said" ]
pdftotext "$work/state/renkei/nightly-report.pdf" - | grep -q '実行報告書'
[ "$(stat -c %a "$work/nightly.json" "$work/nightly.prom" | sort -u)" = 644 ]
grep -q '^{"v":1,"verb":"verify","on":"20[^"]*Z","exit":0,"order":"nightly.xml","run":{"number":2,.*"exit":6,' "$work/nightly.json"
python3 -c 'import json, sys; json.load(open(sys.argv[1]))' "$work/nightly.json"
grep -qx 'renkei_batch_exit_status{order="nightly.xml",verb="run"} 6' "$work/nightly.prom"
grep -qx 'renkei_batch_exit_status{order="nightly.xml",verb="verify"} 0' "$work/nightly.prom"
made=$(sed -n 's/^renkei_batch_documents{.*status="made"} //p' "$work/nightly.prom")
[ "$made" -gt 0 ] && [ "$(sed -n 's/^renkei_batch_unchanged{.*} //p' "$work/nightly.prom")" = "$made" ]
grep -qx 'renkei_batch_same{order="nightly.xml"} 0' "$work/nightly.prom"
[ "$(grep -c '^# TYPE renkei_batch_documents ' "$work/nightly.prom")" = 1 ]
if grep -v '^# \(HELP\|TYPE\) renkei_batch_[a-z_]* \|^renkei_batch_[a-z_]*{[a-z]*="[^"]*"\(,[a-z]*="[^"]*"\)*} [0-9.]*$' "$work/nightly.prom"; then exit 1; fi
if grep 'K-0' "$work/nightly.json" "$work/nightly.prom"; then exit 1; fi
# What is made again with the bytes that it had is told apart from what was not looked into.
sh -c "$(grep ' run ' "$work/commands") --force" >"$work/out" 2>&1 || [ $? = 6 ]
grep -qx 'renkei_batch_unchanged{order="nightly.xml"} 0' "$work/nightly.prom"
grep -qx "renkei_batch_same{order=\"nightly.xml\"} $made" "$work/nightly.prom"
# A wrong account is a failed unit, and is told in numbers.
touch "$work/state/renkei/nightly/foreign.txt"
status=0
sh -c "$(grep ' verify ' "$work/commands")" >"$work/out" 2>&1 || status=$?
[ $status = 8 ]
grep -qx 'renkei_batch_told{order="nightly.xml",verb="verify",code="batch-file-foreign"} 1' "$work/nightly.prom"
grep -q '"told":{"batch-file-foreign":1}' "$work/nightly.json"
[ "$(grep -c '^renkei_batch_success_time_seconds{.*verb="verify"' "$work/nightly.prom")" = 1 ]
echo "systemd: good"
