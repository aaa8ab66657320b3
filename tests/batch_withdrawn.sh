#!/bin/sh
# batch_withdrawn.sh BUILD: where files wait that a run or a decision withdrew (.renkei/withdrawn): verify tells each that is
# missing, changed, closed to too few, a link, or nobody's, and whatever else lies there; no other verb takes away or gives
# out what is not theirs.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=$(realpath "${1:-build}")/renkei-batch
. tests/command.sh
by_clock
cases=$work/town good=$work/good
mkdir "$cases"
cp -R samples/masters "$cases/masters"
for child in 1 2 3; do
    mkdir "$cases/child-$child"
    sed "s/ id=\"K-0001\"/ id=\"T-$child\"/; s|<policy>[^<]*|<policy>その$child。|; s/\(<service-use [^>]*start=\"[0-9-]*\"\)/\1 end=\"2025-01-31\"/" \
        samples/hodei-futoukou/case.xml >"$cases/child-$child/case.xml"
done
make() { # exit status, output folder, options
    want=$1 out=$2
    shift 2
    run "$want" run --cases "$cases" --form plan --as-of 2024-08-01 -o "$out" "$@"
}
spoil() { # children whose case cannot be read
    for child in "$@"; do sed -i '/ odd="x"/!s|<case |<case odd="x" |' "$cases/child-$child/case.xml"; done
}
mend() {
    sed -i 's| odd="x"||' "$cases"/child-*/case.xml
}
told() { # verify tells exactly these faults there: what for, then "code name" from standard input
    sort >"$work/expected"
    "$tool" verify -o "$out" --messages en >"$work/out" 2>"$work/err"
    status=$?
    [ $status = 8 ] || complain "$1: verify ends with $status"
    sed -n 's/^error: \(.*\) \[\([a-z-]*\)\]$/\2 \1/p' "$work/err" |
        sed 's/^\([a-z-]* \)[^/]*\(\.renkei\/[^ ;,:]*\).*/\1\2/; /\.renkei\/withdrawn/!d' | sort >"$work/faults"
    cmp -s "$work/faults" "$work/expected" || {
        complain "$1: verify tells otherwise:"
        diff "$work/expected" "$work/faults"
    }
}

# What was made is issued of one child; then all are withdrawn, as their cases cannot be read.
make 0 "$good"
run 0 release T-1 --reason 定例 -o "$good"
spoil 1 2 3
make 1 "$good"
run 0 verify -o "$good"
own=.renkei/withdrawn
[ "$(find "$good/$own" -type f | wc -l)" = 3 ] || complain "not all are withdrawn"
of() { # child: its file
    printf '%s/%s.pdf\n' "$own" "$(sqlite3 "$good/.renkei/ledger.sqlite" \
        "SELECT lower(hex(output)) FROM journal WHERE act = 'withdraw' AND key = '$1'")"
}
one=$(of T-1) two=$(of T-2)
[ -f "$good/$one" ] || complain "the file of T-1 is not there: $one"
foreign=$own/$(echo theirs | sha256sum | cut -c 1-64).pdf # of anybody, with its sum for a name
spoil_file() { # how; what verify is to say
    case $1 in
    missing) rm "$out/$one" && echo "batch-withdrawn-missing $one" ;;
    all-missing)
        rm -r "${out:?}/$own"
        for child in T-1 T-2 T-3; do echo "batch-withdrawn-missing $(of $child)"; done
        ;;
    changed) echo x >>"$out/$one" && echo "batch-withdrawn-damaged $one" ;;
    emptied) : >"$out/$one" && echo "batch-withdrawn-damaged $one" ;;
    swapped)
        mv "$out/$one" "$work/aside" && mv "$out/$two" "$out/$one" && mv "$work/aside" "$out/$two"
        echo "batch-withdrawn-damaged $one"
        echo "batch-withdrawn-damaged $two"
        ;;
    open) chmod 644 "$out/$one" && echo "batch-file-mode $one" ;;
    named) ln "$out/$one" "$work/name" && echo "batch-file-names $one" ;;
    link) mv "$out/$one" "$work/aside" && ln -s "$work/aside" "$out/$one" && echo "batch-file-link $one" ;;
    pipe) rm "$out/$one" && mkfifo -m 600 "$out/$one" && echo "batch-file-foreign $one" ;;
    folder-named) rm "$out/$one" && mkdir -m 700 "$out/$one" && : >"$out/$one/x" && echo "batch-folder-foreign $one" ;;
    folder) mkdir -m 700 "$out/$own/old" && cp "$out/$one" "$out/$own/old/a.pdf" && echo "batch-folder-foreign $own/old" ;;
    folder-link) mv "$out/$own" "$work/elsewhere" && ln -s "$work/elsewhere" "$out/$own" && echo "batch-file-link $own" ;;
    text) echo x >"$out/$own/list.txt" && echo "batch-file-foreign $own/list.txt" ;;
    foreign) echo theirs >"$out/$foreign" && chmod 600 "$out/$foreign" && echo "batch-file-foreign $foreign" ;;
    foreign-link) ln -s /etc/passwd "$out/$own/x.pdf" && echo "batch-file-link $own/x.pdf" ;;
    esac
}
all='missing all-missing changed emptied swapped open named link pipe folder-named folder folder-link text foreign foreign-link'
copy() { # into $out, as it was
    rm -rf "$work/copy" "$work/aside" "$work/name" "$work/elsewhere"
    cp -a "$good" "$work/copy"
    out=$work/copy
}
for how in $all; do
    copy
    spoil_file "$how" >"$work/faulty"
    told "$how" <"$work/faulty"
done

# One that waits for the journal's commit to be settled is not missing; the next run puts it in its place.
copy
mv "$out/$one" "$out/.renkei/tmp"
run 0 verify -o "$out"
make 1 "$out"
[ -f "$out/$one" ] || complain "what waited is not put in its place"
run 0 verify -o "$out"

# What was not there when it was withdrawn, or was no file, is not missed; nor is it kept as if it were.
mend
for way in gone link pipe; do
    out=$work/$way
    make 0 "$out"
    case $way in
    gone) rm -r "$out/T-1" ;;
    link) mv "$out/T-1/plan.pdf" "$work/theirs" && ln -s "$work/theirs" "$out/T-1/plan.pdf" ;;
    pipe) rm "$out/T-1/plan.pdf" && mkfifo "$out/T-1/plan.pdf" ;;
    esac
    spoil 1
    make 1 "$out"
    [ ! -d "$out/$own" ] || complain "$way: something is kept"
    case $way in
    gone) run 0 verify -o "$out" ;;
    *) run 8 verify -o "$out" && rm "$out/T-1/plan.pdf" && rmdir "$out/T-1" && run 0 verify -o "$out" ;;
    esac
    mend
done

# Of shards: what one has withdrawn is known before they are merged, and afterwards.
shards() {
    for k in 1/2 2/2; do
        "$tool" run --cases "$cases" --form plan --as-of 2024-08-01 -o "$out" --shard $k >/dev/null 2>&1
    done
}
out=$work/shards
shards
run 0 merge -o "$out"
spoil 1 2 3
shards
: | told "before the merge"
echo theirs >"$out/$foreign" && chmod 600 "$out/$foreign"
echo "batch-file-foreign $foreign" | told "before the merge, with a foreign file"
rm "$out/$foreign"
run 1 merge -o "$out"
run 0 verify -o "$out"
rm "$out/$(of T-2)"
echo "batch-withdrawn-missing $(of T-2)" | told "after the merge"

# Whatever lies there, the other verbs leave what is not theirs: the file, its bytes, where a link leads. Destroyed are
# the files that are what the journal says; what only has such a name is told.
theirs() { # what lies below .renkei/withdrawn and elsewhere, and is nobody's of ours
    {
        find "$out/$own/" "$work/elsewhere" ! -type d -printf '%y %p %l\n' 2>/dev/null
        find "$out/$own/" "$work/aside" "$work/elsewhere" "$work/name" -type f -exec sha256sum {} + 2>/dev/null
    } | sort
}
mend
for how in $all; do
    copy
    spoil_file "$how" >"$work/faulty"
    theirs >"$work/before"
    for verb in 'withdraw T-1 --form plan' 'release T-1 --again' 'hold T-2' 'unhold T-2' 'reprint T-1'; do
        # shellcheck disable=SC2086
        "$tool" $verb --reason 確認 -o "$out" >"$work/out" 2>"$work/err"
    done
    rm -f "$work/book.sqlite"
    run 0 backup "$work/book.sqlite" -o "$out"
    theirs | cmp -s - "$work/before" || complain "$how: something there is not as it was: $(theirs | diff "$work/before" - | head -n 3)"
    export SOURCE_DATE_EPOCH=1896134400 # 2030-02-01
    "$tool" expire --before 2030-02-01 --reason 年限 -o "$out" >"$work/out" 2>"$work/err"
    status=$?
    unset SOURCE_DATE_EPOCH
    left=8 # what verify says afterwards
    case $how in
    missing | all-missing | open | named) # all that is there is what it should be, whoever may see it
        [ $status = 0 ] || complain "$how: expire ends with $status: $(head -n 2 "$work/err")"
        [ -z "$(find "$out/$own" -type f 2>/dev/null)" ] || complain "$how: something is left"
        left=0
        ;;
    text | foreign | foreign-link | folder) # nothing has the name of what goes
        [ $status = 0 ] || complain "$how: expire ends with $status: $(head -n 2 "$work/err")"
        [ "$(find "$out/$own/" ! -type d | wc -l)" = 1 ] || complain "$how: not what is foreign is left: $(ls "$out/$own")"
        ;;
    swapped) # each has bytes that are to go
        [ $status = 0 ] && [ -z "$(find "$out/$own" -type f)" ] || complain "$how: expire ends with $status"
        left=0
        ;;
    *)
        [ $status = 8 ] || complain "$how: expire ends with $status: $(head -n 2 "$work/err")"
        grep -q "$own.*\[batch-file-\(foreign\|link\)\]$" "$work/err" || complain "$how: what stays is not told"
        ;;
    esac
    for outside in "$work/aside" "$work/elsewhere"; do
        [ "$how" = swapped ] || { [ "$(theirs | grep "  $outside")" = "$(grep "  $outside" "$work/before")" ] || complain "$how: what a link leads to is touched"; }
    done
    run "$left" verify -o "$out"
    [ "$(sqlite3 "$out/.renkei/ledger.sqlite" "SELECT count(*) FROM journal WHERE act = 'expire'")" = 4 ] || complain "$how: not every file has its tombstone"
done
[ $bad != 0 ] || echo "batch withdrawn: good"
exit $bad
