#!/bin/sh
# confine.sh BUILD: the tools give up what they do not need before they read what comes from outside: a tool that waits for
# its input is looked at from without, and files that somebody else's case names stay closed. What this kernel has not
# is told as skipped. (What a process can still do then, tests/unit/test_confine.c tries.)
set -u
cd "$(dirname "$0")/.." || exit 2
build=$(cd "${1:-build}" && pwd)
export RENKEI_CONFINE=on
bad=0
complain() {
    echo "$1"
    bad=1
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
has=$("$build/renkei-render" --version --messages en | sed -n 2p)
case $has in *'seccomp yes'*) filters=yes ;; *) filters= && echo "confine: skipped, no seccomp here: $has" ;; esac
case $has in *'Landlock ABI'*) landlock=yes ;; *) landlock= && echo "confine: skipped, no Landlock here: $has" ;; esac

# Whoever waits has given up what it could; the bound is for a tool that never does.
look_at() { # name, process
    tries=0
    while [ -n "$filters" ] && ! grep -q '^Seccomp:.*2' "/proc/$2/status" 2>/dev/null && [ $tries -lt 600 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
    [ -z "$filters" ] || grep -q '^Seccomp:.*2' "/proc/$2/status" || complain "$1 filters no calls"
    [ -z "$filters" ] || grep -q '^NoNewPrivs:.*1' "/proc/$2/status" || complain "$1 could have other privileges"
    grep -q '^Max core file size  *0 ' "/proc/$2/limits" || complain "$1 would leave a core"
}
mkfifo "$work/fifo"
exec 3<>"$work/fifo"
for words in 'renkei-render -o /dev/null -' 'renkei-check -'; do
    # shellcheck disable=SC2086 # words
    "$build"/$words <&3 >"$work/out" 2>&1 &
    look_at "$words" $!
    kill $!
    wait $! 2>/dev/null
done
"$build/renkei-preview" --case samples/hodei-futoukou/case.xml plan >"$work/url" 2>&1 &
look_at renkei-preview $!
tries=0
while ! grep -q '^http' "$work/url" && [ $tries -lt 600 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
grep -q '^http://127.0.0.1:' "$work/url" || complain "renkei-preview serves nothing: $(cat "$work/url")"
kill $!
wait $! 2>/dev/null

# A case names what it likes: a master may be anywhere, what is none of one by its name stays closed.
mkdir -p "$work/a/b/c" "$work/far"
cp samples/masters/*.xml "$work/far/"
name_office() {
    sed "s|\.\./masters/office.xml|$1|; s|\.\./masters/|../../../far/|g" samples/hodei-futoukou/case.xml >"$work/a/b/c/case.xml"
}
make_it() {
    "$build/renkei-render" -o "$work/a/out.pdf" "$work/a/b/c/case.xml" 2>"$work/err"
}
name_office ../../../far/office.xml
make_it || complain "masters elsewhere: $(cat "$work/err")"
cp "$work/far/office.xml" "$work/far/office"
name_office ../../../far/office
[ -z "$landlock" ] || ! make_it || complain "what a case names is read, whatever it is"
[ -z "$landlock" ] || grep -q '権限がありません' "$work/err" || complain "it is not told why: $(cat "$work/err")"
RENKEI_CONFINE=off make_it || complain "off does not leave it out: $(cat "$work/err")"
"$build/renkei-render" --version --messages en >"$work/out"
RENKEI_CONFINE=off "$build/renkei-render" --version --messages en | grep -q '^confinement by the kernel: off$' || complain "off is not told"
# In a worker of a night, too.
name_office ../../../far/office
"$build/renkei-batch" run --cases "$work/a" --form plan -o "$work/night" >"$work/out" 2>"$work/err"
[ -z "$landlock" ] || grep -q '権限がありません' "$work/err" || complain "a worker reads what a case names: $(cat "$work/err")"
name_office ../../../far/office.xml
"$build/renkei-batch" run --cases "$work/a" --form plan -o "$work/night" >"$work/out" 2>"$work/err" ||
    complain "masters elsewhere in a night: $(cat "$work/err")"
[ $bad = 0 ] && echo "confine: good ($has)"
exit $bad
