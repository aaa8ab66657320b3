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
# A template is judged by one of its instances.
cp "$units/renkei-batch@.service" "$units/renkei-batch@nightly.service"
cp "$units/renkei-batch@.timer" "$units/renkei-batch@nightly.timer"
systemd-analyze verify --man=no "$units/renkei-batch@nightly.service" "$units/renkei-batch@nightly.timer" 2>"$work/said" || {
    cat "$work/said"
    exit 1
}
if [ -s "$work/said" ]; then # what it only warns of, a misspelt line say, is no unit of ours either
    cat "$work/said"
    exit 1
fi
# Of 100; 10 is "1.0 OK", an unprotected service has 96.
systemd-analyze security --offline=yes --threshold=10 --no-pager "$units/renkei-batch@nightly.service" >"$work/said" || {
    cat "$work/said"
    exit 1
}
systemd-analyze calendar --iterations=1 "$(sed -n 's/^OnCalendar=//p' "$units/renkei-batch@.timer")" >"$work/said"
systemd-sysusers --dry-run "$work/office/lib/sysusers.d/renkei.conf" 2>&1 | grep -q "renkei"
# 75 is tried again, 1 and 6 are runs that are done, the others wait for somebody.
grep -qx 'SuccessExitStatus=1 6' "$units/renkei-batch@.service"
grep -qx 'Restart=on-failure' "$units/renkei-batch@.service"
grep -qx 'RestartPreventExitStatus=2 3 4 5 7 8 9' "$units/renkei-batch@.service"
# What the unit does, done by hand for two nights: the second finds everything as it was, and nothing it does not know.
cat >"$work/nightly.xml" <<END
<run version="1">
  <cases folder="$PWD/samples"/>
  <form name="plan"/>
  <bundle to="household" gaps="name"/>
</run>
END
sed -n 's/^ExecStart=//p' "$units/renkei-batch@.service" |
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
echo "systemd: good"
