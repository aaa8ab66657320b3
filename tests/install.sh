#!/bin/sh
# install.sh BUILD: `make install` under a DESTDIR; the installed program finds its forms, schemas and fonts and
# makes the same bytes as the one in the build folder, also when the whole tree is moved. Folders with blanks are folders.
set -eu
cd "$(dirname "$0")/.."
BUILD=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
make --no-print-directory BUILD="$BUILD" MODE=release PREFIX="/opt/an office" DESTDIR="$work/the root" install >"$work/log" 2>&1 || {
    cat "$work/log"
    exit 1
}
here=$(pwd)
case=$here/samples/hodei-futoukou/case.xml
"$BUILD/renkei-render" -o "$work/built.pdf" "$case"
cd /
"$work/the root/opt/an office/bin/renkei-render" -o "$work/installed.pdf" "$case"
cmp "$work/built.pdf" "$work/installed.pdf"
"$work/the root/opt/an office/bin/renkei-render" --list | grep -q '^plan	個別支援計画書$'
status=0
"$work/the root/opt/an office/bin/renkei-check" --as-of 2024-08-01 "$case" >"$work/checked" || status=$?
[ "$status" = 1 ] && grep -q ' K6.1 A ' "$work/checked"
mv "$work/the root/opt/an office" "$work/moved there"
"$work/moved there/bin/renkei-render" -o "$work/moved.pdf" "$case"
cmp "$work/built.pdf" "$work/moved.pdf"
for name in render check batch preview case form; do
    grep -q '^\.SH NAME' "$work/moved there/share/man/man1/renkei-$name.1"
    grep -q '^\.SH 名前' "$work/moved there/share/man/ja/man1/renkei-$name.1"
done
for unit in batch verify; do
    grep -q '^ExecStart=/opt/an\\x20office/bin/renkei-batch ' "$work/moved there/lib/systemd/system/renkei-$unit@.service"
    ! grep -q '/usr/local' "$work/moved there/lib/systemd/system/renkei-$unit@.service"
done
[ -e "$work/moved there/lib/systemd/system/renkei-alert@.service" ]
grep -q -- --form "$work/moved there/share/bash-completion/completions/renkei-render"
grep -q '^#compdef renkei-check' "$work/moved there/share/zsh/site-functions/_renkei-check"
grep -q 'renkei-batch' "$work/moved there/share/fish/vendor_completions.d/renkei-batch.fish"
# The preview finds the files of its page.
"$work/moved there/bin/renkei-preview" --case "$case" plan >"$work/address" &
preview=$!
while ! grep -q '^http' "$work/address" && kill -0 $preview; do sleep 0.1; done
kill $preview && wait $preview
# A program that finds nothing says so, and exits with 5.
cp "$work/moved there/bin/renkei-render" "$work/alone"
status=0
"$work/alone" -o "$work/none.pdf" "$case" 2>"$work/said" || status=$?
[ "$status" = 5 ] && grep -q 'install-missing' "$work/said" && [ ! -e "$work/none.pdf" ]
cd "$here"
make --no-print-directory BUILD="$BUILD" PREFIX="$work/moved there" uninstall >/dev/null
[ ! -e "$work/moved there/bin/renkei-render" ] && [ ! -e "$work/moved there/share/renkei" ]
[ -z "$(find "$work/moved there" -name 'renkei*' -type f)" ]
echo "install: good"
