#!/bin/sh
# Each foreign library lives in one room, and arrows between rooms point one way:
# case → bind → compose → emit → display list → painters. Prints every #include that breaks this.
set -u
cd "$(dirname "$0")/.." || exit 2
bad=0
complain() {
    printf '%s\n' "$1"
    bad=1
}

# library header pattern : rooms that may include it
listed=
check_library() {
    pattern=$1
    listed="$listed|$pattern"
    shift
    for file in $(grep -lE "#include <($pattern)" tools/*.c tools/lib/*/*.[ch] 2>/dev/null); do
        room=$(basename "$(dirname "$file")")
        case " $* " in
        *" $room "*) ;;
        *) complain "$file: <$pattern> belongs to: $*" ;;
        esac
    done
}
check_library 'libxml/' xml
check_library 'pango/' text
check_library 'hb' font text paint
check_library 'fontconfig/' font
check_library 'cairo' paint
check_library 'hpdf' paint
check_library 'ft2build' paint
check_library 'libdeflate' paint
check_library 'openssl/' base
check_library 'malloc\.h' base
check_library 'qpdf/' bundle
check_library 'sqlite3' ledger
check_library 'microhttpd' preview
check_library 'xlsxwriter' xlsx
check_library 'zip\.h' xlsx
check_library 'qrencode' code
check_library 'png\.h' image
check_library 'j(peglib|error)\.h' image
check_library 'linux/|sched\.h' confine
# The machine's own and GLib are everybody's; any other header has a row above.
everybody='(assert|dirent|dlfcn|errno|fcntl|inttypes|limits|locale|math|poll|setjmp|signal|stdalign|stdarg|stdbool|stddef|stdint|stdio|stdlib|string|time|unistd)\.h|(sys|arpa|gio)/|glib'
for header in $(sed -n 's/^#include <\([^>]*\)>.*/\1/p' tools/*.c tools/lib/*/*.[ch] | sort -u | grep -vE "^($everybody$listed)"); do
    complain "<$header>: which room does this library live in?"
done

# room : rooms it may include (itself always)
rooms=' '
check_room() {
    room=$1
    rooms="$rooms$1 "
    shift
    for file in tools/lib/"$room"/*.[ch]; do
        for other in $(sed -n 's|^#include "\([a-z]*\)/.*|\1|p' "$file" | sort -u); do
            case " $room $* " in
            *" $other "*) ;;
            *) complain "$file: room $room must not know room $other" ;;
            esac
        done
    done
}
check_room base
check_room calendar base
check_room confine base
check_room cli base calendar confine render
check_room proven
check_room xml base calendar proven
check_room schema base xml proven
check_room casefile base calendar xml schema
check_room layout base xml schema casefile book
check_room font base
check_room text base font
check_room code base
check_room form base image proven xml schema text code
check_room timeline base calendar xml casefile
check_room edit base xml schema
check_room draft base calendar xml schema casefile check edit
check_room twin base calendar xml schema casefile font text timeline check edit
check_room functions base calendar xml casefile timeline
check_room check base calendar proven xml schema casefile functions timeline
check_room audience base xml schema casefile functions
check_room bind base calendar image xml casefile form functions text code
check_room aids base calendar xml schema casefile bind form text
check_room image base xml
check_room display base calendar font image text
check_room compose base bind font image text form code
check_room emit base bind compose display form image text code
check_room record
check_room paint base calendar display font image record text
check_room bundle base record
check_room render aids base calendar confine image xml schema casefile check audience form bind compose emit display font text paint
check_room ledger base
check_room book base
check_room xlsx base calendar xml book
check_room formin base calendar xml schema book edit
check_room intake base calendar xml schema casefile layout book edit xlsx
check_room impact base display
check_room batch base calendar cli confine xml schema casefile render ledger bundle paint impact
check_room preview base confine compose display emit paint render
for room in tools/lib/*/; do
    case $rooms in *" $(basename "$room") "*) ;; *) complain "$room: which rooms may it know?" ;; esac
done

# Another room's private header is private.
for file in tools/*.c tools/lib/*/*.[ch]; do
    room=$(basename "$(dirname "$file")")
    for other in $(sed -n 's|^#include "\([a-z]*\)/[a-z_]*_int.h"|\1|p' "$file"); do
        [ "$other" = "$room" ] || complain "$file: private header of room $other"
    done
done
# A sum loads libcrypto, which costs as much as a tenth of a paper: who makes one paper takes none of his own, but is
# given the function (xml_summer) or hands on what is to be summed. A preview, which runs on, tells files apart by theirs.
for file in $(grep -lE '(^|[^a-z_])digest_[a-z_]+\(' tools/*.c tools/lib/*/*.c); do
    case $file in
    tools/renkei-batch.c | tools/lib/base/* | tools/lib/bundle/* | tools/lib/ledger/* | tools/lib/batch/* | tools/lib/edit/* | tools/lib/preview/* | tools/lib/twin/*) ;;
    *) complain "$file: a sum is taken by base, bundle, ledger, batch, edit, preview and twin alone" ;;
    esac
done
# A name may lead elsewhere between two calls: what is written, renamed or removed is so in a folder that is open, by
# base/below.h, outfile.h and outfolder.h, or by the calls that take a descriptor. Only base goes by name, once; SQLite
# does, by a name that leads to a descriptor (ledger_way.c).
by_name='(unlink|rename|rmdir|mkdir|link|symlink|mkfifo|mknod|truncate|l?chown|chmod|creat|mkstemp|mkdtemp|g_(unlink|remove|rename|rmdir|mkdir|mkdir_with_parents|mkstemp|mkstemp_full|mkdtemp|mkdtemp_full|chmod|creat|file_set_contents|file_set_contents_full))'
by_name="(^|[^a-z_>.])($by_name\\(|open\\([^;]*O_(WRONLY|RDWR|CREAT)|f(re)?open\\([^;]*\"[wa])"
for file in $(grep -lE "$by_name" tools/*.c tools/lib/*/*.c); do
    case $file in
    tools/lib/base/* | tools/lib/ledger/ledger_sum.c | tools/lib/ledger/ledger_backup.c) ;;
    *) complain "$file: writes, renames or removes by name: $(grep -nE "$by_name" "$file" | head -n 1)" ;;
    esac
done
# A painter knows what a painter is, and no other one; what a painter is knows none.
for file in $(grep -l '#include "paint/paint[_.]' tools/lib/paint/painter.[ch]); do
    complain "$file: the ground of the painters knows no painter"
done
for file in tools/lib/paint/paint_*.[ch]; do
    own=$(basename "$file" | sed 's/^paint_\([a-z]*\).*/\1/')
    case $own in patch) own=cairo ;; esac
    for other in $(sed -n 's|^#include "paint/paint_\([a-z]*\)[a-z_]*\.h"|\1|p' "$file"); do
        case $other in "$own" | int) ;; *) complain "$file: a painter must not know the painter $other" ;; esac
    done
done
# What compose makes is read by emit alone: everyone else asks compose.h.
for file in $(grep -l '#include "compose/composed.h"' tools/*.c tools/lib/*/*.[ch]); do
    case $(basename "$(dirname "$file")") in
    compose | emit) ;;
    *) complain "$file: compose/composed.h is for compose and emit" ;;
    esac
done
[ $bad = 0 ] && echo "rooms: good"
exit $bad
