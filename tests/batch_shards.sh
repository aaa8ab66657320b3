#!/bin/sh
# batch_shards.sh BUILD: merge never puts what shards say over what is newer. Whatever changed the account of all since they
# ran, it is refused by its code, whatever the clocks say, and nothing is changed; shards that ran afterwards are merged, and
# the same ones again.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=$(realpath "${1:-build}")/renkei-batch
. tests/command.sh
by_clock
cases=$work/town out=$work/nights
mkdir "$cases"
cp -R samples/masters "$cases/masters"
for child in 1 2 3 4; do
    mkdir "$cases/child-$child"
    sed "s/ id=\"K-0001\"/ id=\"T-$child\"/; s/三丁目14番地2</三丁目14番地$child</" samples/hodei-futoukou/case.xml >"$cases/child-$child/case.xml"
done
cat >"$work/nightly.xml" <<END
<run version="1" output="$out" as-of="2024-08-01"><cases folder="$cases"/><form name="plan"/><form name="consent"/></run>
END
night=$out/.renkei/night
shard() { # K…
    for k in "$@"; do
        "$tool" run "$work/nightly.xml" --shard "$k/2" >"$work/said" 2>&1 || complain "shard $k: $(head -n 2 "$work/said")"
    done
}
state() { # all that is there and all that the ledger says
    sqlite3 "$out/.renkei/ledger.sqlite" .dump
    (cd "$out" && find . -name '*.pdf' -exec sha256sum {} + | sort -k 2)
}
edits=0
edit() { # children: what they are given changes
    edits=$((edits + 1))
    for child in "$@"; do
        sed -i "s|<policy>[^<]*|<policy>その${edits}。|" "$cases/child-$child/case.xml"
    done
}
one() { # a run over one child
    run 0 run --cases "$cases/child-$1/case.xml" --form plan --as-of 2024-08-01 -o "$out"
}
refuses() { # exit status, code: and nothing is changed
    state >"$work/before"
    run "$1" merge "$work/nightly.xml"
    says err "\[$2\]\$"
    state | cmp -s - "$work/before" || complain "a merge that was refused ($2) changed something"
}
merges() { # twice: the second time nothing but the run is new
    run 0 merge "$work/nightly.xml"
    run 0 verify "$work/nightly.xml"
    (cd "$out" && find . -name '*.pdf' -exec sha256sum {} + | sort -k 2) >"$work/before"
    sqlite3 "$out/.renkei/ledger.sqlite" 'SELECT key, form, file, output FROM document ORDER BY key, form' >"$work/rows"
    run 0 merge "$work/nightly.xml"
    run 0 verify "$work/nightly.xml"
    (cd "$out" && find . -name '*.pdf' -exec sha256sum {} + | sort -k 2) | cmp -s - "$work/before" || complain "merging again changes files"
    sqlite3 "$out/.renkei/ledger.sqlite" 'SELECT key, form, file, output FROM document ORDER BY key, form' | cmp -s - "$work/rows" ||
        complain "merging again changes rows"
}

# A run over all came since they were merged.
shard 1 2
merges
edit 1 2 3 4
run 0 run "$work/nightly.xml"
refuses 75 batch-shards-older
says err '^エラー: 2個の分担の記録は、台帳より新しいとは言えません'
run 75 merge "$work/nightly.xml" --messages en
says err '^error: what the 2 shards say cannot be shown to be newer than the ledger.*\[batch-shards-older\]$'
run 0 verify "$work/nightly.xml"
shard 1
refuses 75 batch-shard-missing # one is newer, one older
says err '分担 2/2 '
shard 2
merges

# One over one child alone, before they are merged: verify goes on to tell that nobody merged them.
edit 1 2 3 4
shard 1 2
edit 3
one 3
refuses 75 batch-shards-older
run 8 verify "$work/nightly.xml"
says err '\[batch-shards-unmerged\]$'
shard 2
refuses 75 batch-shard-missing
says err '分担 1/2 '
shard 1
merges

# Between two shards of a night; and before both, which is no harm.
shard 1
one 1
shard 2
refuses 75 batch-shard-missing
shard 1
merges
one 2
shard 1 2
merges

# In a night that has a name, too; one that is tried again in it is of it as long as nothing else came.
RENKEI_NIGHT=a
export RENKEI_NIGHT
shard 1 2
merges
edit 1
shard 1
shard 2
merges
shard 1
merges
one 1
refuses 75 batch-shards-older
shard 1
refuses 75 batch-shard-missing
says err '分担 2/2 '
shard 2
merges
unset RENKEI_NIGHT

# No clock tells it: set back for the run over all, or for the shards.
SOURCE_DATE_EPOCH=$(date -d '2 years ago' +%s) && export SOURCE_DATE_EPOCH
edit 2
run 0 run "$work/nightly.xml"
unset SOURCE_DATE_EPOCH
refuses 75 batch-shards-older
SOURCE_DATE_EPOCH=$(date -d '2 years ago' +%s) && export SOURCE_DATE_EPOCH
shard 1 2
unset SOURCE_DATE_EPOCH
merges

# Ledgers of shards from a backup: of one shard, of all.
mkdir "$work/backup" "$work/tonight"
cp -p "$out"/.renkei/ledger-*-of-2.sqlite* "$work/backup"
edit 1 2 3 4
shard 1 2
cp -p "$out"/.renkei/ledger-*-of-2.sqlite* "$work/tonight"
merges
cp -p "$work/backup"/ledger-1-of-2.sqlite* "$out/.renkei"
refuses 75 batch-shard-missing
cp -p "$work/backup"/ledger-2-of-2.sqlite* "$out/.renkei"
refuses 75 batch-shard-missing
cp -p "$work/tonight"/ledger-*-of-2.sqlite* "$out/.renkei"
merges
# The ledger of all from a backup: what the shards say is newer.
run 0 backup "$work/all.sqlite" -o "$out"
edit 4
shard 1 2
merges
rm "$out"/.renkei/ledger.sqlite*
cp -p "$work/all.sqlite" "$out/.renkei/ledger.sqlite"
run 8 verify "$work/nightly.xml"
merges

# What only the journal tells leaves what was made as it is.
run 0 release --reason 定例 -o "$out"
merges
run 0 withdraw T-1 --form plan --reason 誤り -o "$out"
run 0 hold T-2 --reason 照会 -o "$out"
run 0 reprint T-3 --form plan --reason 汚損 -o "$out"
merges
today=$(date -u +%F)
run 0 expire --before "$today" --reason 年限 -o "$out" # of nobody yet
merges
# What was destroyed does not come back: of a child who has left, came back in a night that nobody merged, and expired.
sed -i 's/\(<service-use [^>]*start="[0-9-]*"\)/\1 end="2025-01-31"/' "$cases/child-4/case.xml"
shard 1 2
merges
run 0 release --reason 定例 -o "$out"
mv "$cases/child-4" "$work/away"
shard 1 2
run 7 merge "$work/nightly.xml"
mv "$work/away" "$cases/child-4"
shard 1 2
export SOURCE_DATE_EPOCH=1896134400 # 2030-02-01
run 0 expire --before 2030-02-01 --reason 年限 -o "$out"
says out '^廃棄した：1人分'
refuses 75 batch-shards-older
unset SOURCE_DATE_EPOCH
shard 1 2
merges

# The token alone, as it was written before: shards that wait are merged. Without it, or where it is no token, they are not.
shard 1 2
cut -c 1-64 "$night" | tr -d '\n' >"$work/token"
cp "$work/token" "$night"
run 8 verify "$work/nightly.xml"
merges
for what in gone empty odd torn; do
    cp "$night" "$work/token"
    case $what in
    gone) rm "$night" ;;
    empty) : >"$night" ;;
    odd) echo '印がありません' >"$night" ;;
    torn) cut -c 1-70 "$work/token" >"$night" ;;
    esac
    refuses 75 batch-shards-older
    run 0 verify "$work/nightly.xml"
    shard 1 2
    merges
done
[ $bad != 0 ] || echo "batch shards: good"
exit $bad
