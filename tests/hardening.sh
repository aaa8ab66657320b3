#!/bin/sh
# hardening.sh BUILD: the programs are hardened as Debian's packages are, and whoever builds with flags of their own
# (CPPFLAGS, CFLAGS, LDFLAGS of the environment, as dpkg-buildflags names them) has them in every command.
set -u
cd "$(dirname "$0")/.." || exit 2
BUILD=${1:-build}
unset MAKEFLAGS MFLAGS MAKELEVEL
bad=0
complain() {
    printf '%s\n' "$1"
    bad=1
}

# The file of the program, what of it readelf is asked for, and what must be in the answer.
check_program() {
    LC_ALL=C readelf "$2" -W "$1" | grep -qE "$3" || complain "$1: no $3 in readelf $2"
}
for main in tools/*.c; do
    program=$BUILD/$(basename "$main" .c)
    check_program "$program" -h 'Type: +DYN'
    check_program "$program" -l 'GNU_RELRO'
    check_program "$program" -d '\(BIND_NOW\)|FLAGS.* NOW'
    check_program "$program" -l 'GNU_STACK .* RW +0x'
    check_program "$program" --dyn-syms '__stack_chk_fail'
    check_program "$program" --dyn-syms '__[a-z]+_chk(@|$)'
done
# What leaves no such trace is asked of what the compiler was told to do: it writes that beside the lines of the sources.
recorded() {
    LC_ALL=C readelf --debug-dump=info --dwarf-depth=1 -W "$1" 2>/dev/null | sed -n 's/.*DW_AT_producer.*: \(GNU C17 .*\)/\1/p'
}
case $(uname -m) in x86_64) branches=-fcf-protection ;; aarch64) branches=-mbranch-protection=standard ;; *) branches=-fPIE ;; esac
for object in "$BUILD"/release/tools/renkei-*.o "$BUILD"/release/tools/lib/*/*.o; do
    told=$(recorded "$object")
    for flag in -fstack-protector-strong -fstack-clash-protection $branches; do
        case $told in *" $flag"*) ;; *) complain "$object: not compiled with $flag" ;; esac
    done
done
# The level of _FORTIFY_SOURCE stands in no program: a source asks the compiler, with the very flags.
flags=$(make -n -B MODE=release BUILD="$BUILD/none" "$BUILD/none/release/tools/renkei-render.o" | sed -n 's/^.* -std=c17 \(.*\) -Wall.*/\1/p')
level=$(printf '#include <features.h>\nlevel=__USE_FORTIFY_LEVEL\n' | ${CC:-gcc} -std=c17 $flags -E -P -x c - | sed -n 's/^level=//p')
[ "$level" = 3 ] || complain "_FORTIFY_SOURCE is ${level:-not asked for}, not 3"

# What make would run, with marks for flags.
for mode in release asan cover; do
    commands=$(CPPFLAGS=-DOF_CPPFLAGS CFLAGS=-DOF_CFLAGS LDFLAGS=-Wl,--of-ldflags \
        make -n -B MODE=$mode BUILD="$BUILD/none" all units | grep -E -- ' -(c|o) ')
    compiled=$(printf '%s\n' "$commands" | grep -c -- ' -c ')
    linked=$(printf '%s\n' "$commands" | grep -vc -- ' -c ')
    [ "$compiled" -gt 100 ] && [ "$linked" -gt 10 ] || complain "$mode: $compiled compiled, $linked linked"
    printf '%s\n' "$commands" | grep -v -- '-DOF_CPPFLAGS -DOF_CFLAGS' | sed "s/^/$mode: no CPPFLAGS, CFLAGS: /" | grep . && bad=1
    printf '%s\n' "$commands" | grep -v -- ' -c ' | grep -v -- '-Wl,--of-ldflags' | sed "s/^/$mode: no LDFLAGS: /" | grep . && bad=1
    case $mode in asan) mark=-fsanitize=address ;; cover) mark=--coverage ;; *) mark=-std=c17 ;; esac
    printf '%s\n' "$commands" | grep -v -- "$mark" | sed "s/^/$mode: no $mark: /" | grep . && bad=1
done
[ $bad = 0 ] && echo "hardening: good"
exit $bad
