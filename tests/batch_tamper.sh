#!/bin/sh
# batch_tamper.sh BUILD [PAIRS]: renkei-batch verify against whatever may be done to a finished output folder: each
# tampering by itself and many two at once (60). verify tells each, by its own diagnostic and name, and nothing else; a
# folder that nobody touched gives 0 after whatever renkei-batch itself did.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=$(realpath "${1:-build}")/renkei-batch
pairs=${2:-60}
. tests/command.sh

# ---- a finished output: three children, two forms, a month, envelopes, a report beside them ----
copy() { # id, folder, folder of masters, what makes it another's
    mkdir -p "$2"
    sed -e "s/ id=\"K-0001\"/ id=\"$1\"/" -e "s|\.\./masters/|../$3/|g" -e "s|<policy>|<policy>$4|" -e "s/三丁目14番地2/$1番地/" samples/hodei-futoukou/case.xml >"$2/case.xml"
}
cases=$work/cases
copy K-0101 "$cases/one" masters 一
copy K-0102 "$cases/two" masters 二
copy K-0103 "$cases/three" equal 三 # another folder with the same masters
cp -R samples/masters "$cases/masters"
cp -R samples/masters "$cases/equal"
make_all() { # folder, options
    "$tool" run --cases "$cases" --form plan --form schedule --month 2024-06 --name '{key}/{form}.pdf' --bundle household -o "$@"
}
clean=$work/clean
make_all "$clean" >"$work/said" 2>&1 || complain "the output: exit $?: $(tail -n 1 "$work/said")"
"$tool" release -o "$clean" --reason 送付 >"$work/said" 2>&1 || complain "the release: $(tail -n 1 "$work/said")"
"$tool" report -o "$clean" --pdf "$clean/report.pdf" >"$work/said" 2>&1 || complain "the report: $(tail -n 1 "$work/said")"
run 0 verify -o "$clean"
silent err

# ---- what verify says, as "CODE NAME", sorted ----
faults() { # folder
    "$tool" verify --json -o "$1" 2>"$work/err" >"$work/out"
    status=$?
    sed -n 's/^{"v":1,"code":"\([^"]*\)".*"args":\["\([^"]*\)".*/\1 \2/p' "$work/err" | sort >"$work/faults"
}

# ---- tamperings: what is done in the copy $o; "= CODE NAME" is what verify is to say, nothing else ----
# The first word is the region: two of one region would hide each other.
outside=$work/outside
env=bundles/2024-06/household
tamper() {
    case $1 in
    changed) echo x >>"$o/K-0101/plan.pdf" && says_so batch-file-differs K-0101/plan.pdf ;;
    one-bit) # in the middle, of the same length and time
        touch -r "$o/K-0101/plan.pdf" "$work/time"
        printf '\001' | dd of="$o/K-0101/plan.pdf" bs=1 seek=900 conv=notrunc 2>/dev/null
        touch -r "$work/time" "$o/K-0101/plan.pdf"
        says_so batch-file-differs K-0101/plan.pdf
        ;;
    emptied) : >"$o/K-0101/plan.pdf" && says_so batch-file-differs K-0101/plan.pdf ;;
    missing) rm "$o/K-0101/plan.pdf" && says_so batch-file-missing K-0101/plan.pdf ;;
    missing-folder)
        rm -r "$o/K-0101"
        says_so batch-file-missing K-0101/plan.pdf
        says_so batch-file-missing K-0101/schedule.pdf
        ;;
    renamed)
        mv "$o/K-0101/plan.pdf" "$o/K-0101/plan.PDF"
        says_so batch-file-missing K-0101/plan.pdf
        says_so batch-file-foreign K-0101/plan.PDF
        ;;
    swapped)
        mv "$o/K-0101/plan.pdf" "$work/aside" && mv "$o/K-0102/plan.pdf" "$o/K-0101/plan.pdf" &&
            mv "$work/aside" "$o/K-0102/plan.pdf"
        says_so batch-file-swapped K-0101/plan.pdf
        says_so batch-file-swapped K-0102/plan.pdf
        ;;
    anothers) cp "$o/K-0102/schedule.pdf" "$o/K-0101/plan.pdf" && says_so batch-file-swapped K-0101/plan.pdf ;;
    mode-all) chmod 0666 "$o/K-0102/schedule.pdf" && says_so batch-file-mode K-0102/schedule.pdf ;;
    mode-group) chmod 0640 "$o/K-0102/schedule.pdf" && says_so batch-file-mode K-0102/schedule.pdf ;;
    mode-setuid) chmod 04600 "$o/K-0102/schedule.pdf" && says_so batch-file-mode K-0102/schedule.pdf ;;
    mode-read-only) chmod 0400 "$o/K-0102/schedule.pdf" && says_so batch-file-mode K-0102/schedule.pdf ;;
    mode-folder) chmod 0755 "$o/K-0102" && says_so batch-file-mode K-0102 ;;
    mode-bundles) chmod 0770 "$o/$env" && says_so batch-file-mode "$env" ;;
    mode-own) chmod 0755 "$o/.renkei" && says_so batch-file-mode .renkei ;;
    mode-ledger) chmod 0644 "$o/.renkei/ledger.sqlite" && says_so batch-file-mode .renkei/ledger.sqlite ;;
    mode-output) chmod 0777 "$o" && says_so batch-file-mode . ;;
    mode-output-read) chmod 0755 "$o" && says_so batch-file-mode . ;;
    mode-output-list) chmod 0710 "$o" && says_so batch-file-mode . ;;
    file-names) ln "$o/K-0103/plan.pdf" "$outside-hard1" && says_so batch-file-names K-0103/plan.pdf ;;
    file-names-here)
        ln "$o/K-0103/plan.pdf" "$o/K-0103/again.pdf"
        says_so batch-file-names K-0103/plan.pdf
        says_so batch-file-foreign K-0103/again.pdf
        ;;
    bundle-names) ln "$o/$env/K-0101.pdf" "$outside-hard2" && says_so batch-file-names "$env/K-0101.pdf" ;;
    own-names) ln "$o/.renkei/ledger.sqlite" "$outside-hard3" && says_so batch-file-names .renkei/ledger.sqlite ;;
    file-link) # to a copy that is the same, today
        mkdir -p "$outside" && cp "$o/K-0103/plan.pdf" "$outside/plan.pdf" && ln -sf "$outside/plan.pdf" "$o/K-0103/plan.pdf"
        says_so batch-file-link K-0103/plan.pdf
        ;;
    folder-link) mv "$o/K-0103" "$outside-K" && ln -s "$outside-K" "$o/K-0103" && says_so batch-file-link K-0103 ;;
    bundles-link) mv "$o/bundles" "$outside-B" && ln -s "$outside-B" "$o/bundles" && says_so batch-file-link bundles ;;
    own-name-folder)
        rm "$o/K-0103/plan.pdf" && mkdir -m 700 "$o/K-0103/plan.pdf" && says_so batch-file-kind K-0103/plan.pdf ;;
    own-name-socket) rm "$o/K-0103/plan.pdf" && socket "$o/K-0103/plan.pdf" && says_so batch-file-kind K-0103/plan.pdf ;;
    own-name-device) rm "$o/K-0103/plan.pdf" && device "$o/K-0103/plan.pdf" && says_so batch-file-kind K-0103/plan.pdf ;;
    own-name-pipe) rm "$o/K-0103/plan.pdf" && mkfifo -m 600 "$o/K-0103/plan.pdf" && says_so batch-file-kind K-0103/plan.pdf ;;
    folder-is-file)
        rm -r "$o/K-0103" && echo x >"$o/K-0103"
        says_so batch-file-foreign K-0103
        says_so batch-file-missing K-0103/plan.pdf
        says_so batch-file-missing K-0103/schedule.pdf
        ;;
    foreign-pdf) cp "$o/K-0101/schedule.pdf" "$o/K-0102/copy.pdf" && says_so batch-file-foreign K-0102/copy.pdf ;;
    foreign-PDF) echo x >"$o/K-0102/schedule.PDF" && says_so batch-file-foreign K-0102/schedule.PDF ;;
    foreign-text) echo x >"$o/list.txt" && says_so batch-file-foreign list.txt ;;
    foreign-dot) echo x >"$o/K-0102/.hidden" && says_so batch-file-foreign K-0102/.hidden ;;
    foreign-pipe) mkfifo "$o/pipe" && says_so batch-file-foreign pipe ;;
    foreign-link) ln -s /etc/passwd "$o/K-0102/passwd" && says_so batch-file-link K-0102/passwd ;;
    foreign-lost-link) ln -s nowhere "$o/lost.pdf" && says_so batch-file-link lost.pdf ;;
    foreign-folder) mkdir -p "$o/old/K-0001" && cp "$clean/report.pdf" "$o/old/K-0001/a.pdf" && says_so batch-folder-foreign old ;;
    foreign-below) mkdir "$o/K-0102/old" && : >"$o/K-0102/old/a" && says_so batch-folder-foreign K-0102/old ;;
    foreign-bundle) echo x >"$o/$env/K-0109.pdf" && says_so batch-file-foreign "$env/K-0109.pdf" ;;
    foreign-socket) socket "$o/K-0102/socket" && says_so batch-file-foreign K-0102/socket ;;
    foreign-device) device "$o/null" && says_so batch-file-foreign null ;;
    empty-folder) mkdir "$o/empty" && says_so batch-folder-foreign empty ;;
    empty-folders) mkdir -p "$o/K-0102/empty/below" && says_so batch-folder-foreign K-0102/empty ;;
    empty-case) mkdir "$o/K-0104" && says_so batch-folder-foreign K-0104 ;;
    report-changed) echo x >>"$o/report.pdf" && says_so batch-file-differs report.pdf ;;
    report-missing) rm "$o/report.pdf" && says_so batch-file-missing report.pdf ;;
    report-foreign) rm "$o/report.pdf" && cp "$o/K-0102/plan.pdf" "$o/report.pdf" && says_so batch-file-swapped report.pdf ;;
    other-report) cp "$o/report.pdf" "$o/report-2.pdf" && says_so batch-file-foreign report-2.pdf ;;
    bundle-changed) echo x >>"$o/$env/K-0101.pdf" && says_so batch-file-differs "$env/K-0101.pdf" ;;
    bundle-missing) rm "$o/$env/K-0101.pdf" && says_so batch-file-missing "$env/K-0101.pdf" ;;
    bundle-swapped)
        mv "$o/$env/K-0101.pdf" "$work/aside" && mv "$o/$env/K-0102.pdf" "$o/$env/K-0101.pdf" &&
            mv "$work/aside" "$o/$env/K-0102.pdf"
        says_so batch-file-swapped "$env/K-0101.pdf"
        says_so batch-file-swapped "$env/K-0102.pdf"
        ;;
    own-foreign) echo x >"$o/.renkei/note.txt" && says_so batch-file-foreign .renkei/note.txt ;;
    own-lock-pdf) echo x >"$o/.renkei/lock-3-of-2" && says_so batch-file-foreign .renkei/lock-3-of-2 ;;
    own-sum-pipe) # nobody waits for it
        rm "$o/.renkei/ledger.sqlite.sum" && mkfifo -m 600 "$o/.renkei/ledger.sqlite.sum"
        says_so batch-file-foreign .renkei/ledger.sqlite.sum
        ;;
    own-beside-pipe) # what it said of is known by nobody then
        rm "$o/.renkei/beside" && mkfifo -m 600 "$o/.renkei/beside"
        says_so batch-file-foreign .renkei/beside
        says_so batch-file-foreign report.pdf
        ;;
    own-tmp) echo x >"$o/.renkei/tmp/a.pdf" && says_so batch-file-foreign .renkei/tmp/a.pdf ;;
    own-tmp-left) echo x >"$o/.renkei/tmp/7.pdf" && chmod 600 "$o/.renkei/tmp/7.pdf" ;; # a kill leaves one, the next run removes it
    withdrawn)
        mkdir -pm 700 "$o/.renkei/withdrawn"
        name=.renkei/withdrawn/$(echo true | sha256sum | cut -c 1-64).pdf
        echo true >"$o/$name" && chmod 600 "$o/$name" && says_so batch-file-foreign "$name" # by no run
        ;;
    issued-missing) issued=$(one_issued) && rm -f "$o/$issued" && says_so batch-issued-missing "$issued" ;;
    issued-changed)
        issued=$(one_issued) && chmod 600 "$o/$issued" && echo x >>"$o/$issued" && chmod 400 "$o/$issued"
        says_so batch-issued-damaged "$issued"
        ;;
    issued-names) issued=$(one_issued) && ln "$o/$issued" "$outside-hard4" && says_so batch-file-names "$issued" ;;
    issued-not-settled) # an order that was broken off before it was settled: its own two names
        issued=$(one_issued)
        mkdir -pm 700 "$o/.renkei/issued/new" && ln "$o/$issued" "$o/.renkei/issued/new/${issued##*/}"
        ;;
    issued-not-settled-names)
        issued=$(one_issued)
        mkdir -pm 700 "$o/.renkei/issued/new" && ln "$o/$issued" "$o/.renkei/issued/new/${issued##*/}"
        ln "$o/$issued" "$outside-hard5"
        says_so batch-file-names "$issued"
        says_so batch-file-names ".renkei/issued/new/${issued##*/}"
        ;;
    issued-mode) issued=$(one_issued) && chmod 600 "$o/$issued" && says_so batch-file-mode "$issued" ;;
    issued-foreign)
        issued=$(one_issued)
        : >"$o/${issued%/*}/x.pdf" && says_so batch-file-foreign "${issued%/*}/x.pdf"
        ;;
    issued-shelf) mkdir -m 700 "$o/.renkei/issued/odd" && : >"$o/.renkei/issued/odd/x" && says_so batch-folder-foreign .renkei/issued/odd ;;
    input-case) sed -i '$a<!-- -->' "$cases/two/case.xml" && says_so batch-input-differs "$cases/two/case.xml" ;;
    input-master) sed -i '$a<!-- -->' "$cases/masters/office.xml" && says_so batch-input-differs "$cases/masters/office.xml" ;;
    input-equal-master) sed -i '$a<!-- -->' "$cases/equal/office.xml" && says_so batch-input-differs "$cases/equal/office.xml" ;;
    input-gone) mv "$cases/three/case.xml" "$cases/three/gone" && says_so batch-input-differs "$cases/three/case.xml" ;;
    esac
}
socket() { perl -MIO::Socket::UNIX -MFile::Basename -e 'chdir dirname($ARGV[0]); IO::Socket::UNIX->new(Local => basename($ARGV[0]), Listen => 1) or exit 1; chmod 0600, basename($ARGV[0])' "$1"; }
device() { mknod -m 600 "$1" c 1 3 2>/dev/null || mkfifo -m 600 "$1"; } # who is not root makes no device
one_issued() { (cd "$o" && find .renkei/issued -name '*.pdf' | sort | head -n 1); }
says_so() { echo "$1 $2" >>"$work/expected"; }
list='plan-1 changed
plan-1 one-bit
plan-1 emptied
plan-1 missing
plan-1 missing-folder
plan-1 renamed
plan-1 swapped
plan-1 anothers
schedule-2 mode-all
schedule-2 mode-group
schedule-2 mode-setuid
schedule-2 mode-read-only
folder-2 mode-folder
bundle mode-bundles
own mode-own
own mode-ledger
output mode-output
output mode-output-read
output mode-output-list
three file-names
three file-names-here
bundle bundle-names
own own-names
three file-link
three folder-link
bundle bundles-link
three own-name-folder
three own-name-pipe
three own-name-socket
three own-name-device
three folder-is-file
f1 foreign-pdf
f2 foreign-PDF
f3 foreign-text
f4 foreign-dot
f5 foreign-pipe
f6 foreign-link
f7 foreign-lost-link
f8 foreign-folder
f9 foreign-below
bundle foreign-bundle
f11 foreign-socket
f12 foreign-device
f13 empty-folder
f14 empty-folders
f15 empty-case
report report-changed
report report-missing
report report-foreign
report other-report
bundle bundle-changed
bundle bundle-missing
bundle bundle-swapped
own own-foreign
own own-lock-pdf
own own-tmp
own own-tmp-left
own own-sum-pipe
report own-beside-pipe
withdrawn withdrawn
issued issued-missing
issued issued-changed
issued issued-mode
issued issued-names
issued issued-not-settled
issued issued-not-settled-names
issued issued-foreign
f10 issued-shelf
input input-case
input input-master
input input-equal-master
input input-gone'
echo "$list" | sort | uniq -d | grep . && complain "a tampering is listed twice"
cp -a "$cases" "$work/cases.kept"
try() { # tamperings
    rm -rf "$outside" "$outside-K" "$outside-B" "$outside-hard"* "$work/copy"
    cp -a "$clean" "$work/copy"
    o=$work/copy
    : >"$work/expected"
    for t in "$@"; do tamper "$t"; done
    faults "$o"
    sort "$work/expected" | cmp -s - "$work/faults" || {
        complain "$*: verify says otherwise than:"
        sort "$work/expected" | diff - "$work/faults"
    }
    [ -s "$work/expected" ] && want=8 || want=0
    [ $status = $want ] || complain "$*: exit $status instead of $want"
    case "$*" in *input*) rm -rf "$cases" && cp -a "$work/cases.kept" "$cases" ;; esac
}
tried=0
for t in $(echo "$list" | sed 's/.* //'); do
    try "$t"
    tried=$((tried + 1))
done
seed=$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')
echo "$list" | awk -v seed="$seed" -v n="$pairs" '{ region[NR] = $1; name[NR] = $2 }
    END { srand(seed); while (n > 0) { a = int(rand() * NR) + 1; b = int(rand() * NR) + 1
          if (region[a] != region[b]) { print name[a], name[b]; n-- } } }' >"$work/pairs"
while read -r a b; do
    try "$a" "$b"
done <"$work/pairs"
[ $bad = 0 ] || echo "seed $seed"

# ---- the ledger itself: 9, whatever was done to it ----
damage() { # name, command on the copy
    rm -rf "$work/copy"
    cp -a "$clean" "$work/copy"
    o=$work/copy
    eval "$2"
    for also in '' "rm -f '$o/.renkei/ledger.sqlite.sum'"; do # a forger removes the sum as well
        eval "$also"
        faults "$o"
        [ $status = 9 ] || complain "$1${also:+, without the sum}: exit $status instead of 9: $(head -n 1 "$work/faults")"
        grep -q '^ledger-' "$work/faults" || complain "$1: the ledger is not told"
    done
}
sql() { sqlite3 "$o/.renkei/ledger.sqlite" "$1" || complain "no such damage: $1"; }
forge() { # the same of the journal, which its triggers keep: they are taken off and put on again
    on=$(sql "SELECT sql || ';' FROM sqlite_master WHERE type = 'trigger'")
    off=$(sql "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_master WHERE type = 'trigger'")
    sql "$off $1; $on"
}
damage 'a status' "sql \"UPDATE document SET status = 'failed' WHERE key = 'K-0101'\""
damage 'a key' "sql \"UPDATE recipient SET key = 'K-0102' WHERE key = 'K-0101'\""
damage 'a sum' "sql \"UPDATE document SET output = (SELECT output FROM document WHERE key = 'K-0102' LIMIT 1) WHERE key = 'K-0101'\""
damage 'a lost document' "sql \"DELETE FROM document WHERE key = 'K-0103'\""
damage 'a lost envelope' "sql \"DELETE FROM bundle WHERE name LIKE '%K-0101'\""
damage 'a lost run' 'sql "DELETE FROM run"'
damage 'a run that ended well' 'sql "UPDATE run SET exit_status = 0, planned = planned - 1"'
damage 'the last entry cut off' 'forge "DELETE FROM journal WHERE number = (SELECT max(number) FROM journal)"'
damage 'a reason' "forge \"UPDATE journal SET reason = '紛失' WHERE number = 2\""
damage 'two entries exchanged' 'forge "UPDATE journal SET number = -1 WHERE number = 1; UPDATE journal SET number = 1 WHERE number = 2; UPDATE journal SET number = 2 WHERE number = -1"'
damage 'cut off' 'truncate -s 8192 "$o/.renkei/ledger.sqlite"'
damage 'no ledger' 'echo this is no ledger, whatever it is called >"$o/.renkei/ledger.sqlite"'

# An entry that somebody noted elsewhere: it is there, or the journal was cut off or written anew.
"$tool" verify -o "$clean" >"$work/out"
head=$(sed -n 's/^発行簿：第[0-9]*号、ハッシュ \([0-9a-f]*\)$/\1/p' "$work/out")
[ ${#head} = 64 ] || complain "verify does not tell the end of the journal"
run 0 verify -o "$clean" --head "$head"
run 9 verify -o "$clean" --head "$(echo another | sha256sum | cut -c 1-64)"
says err 'batch-head-unknown'
run 2 verify -o "$clean" --head 1234

# ---- a run mends what can be mended, and verify is quiet again ----
for t in changed missing swapped anothers file-link own-name-pipe own-name-socket bundle-changed bundle-missing bundle-swapped emptied \
    mode-all mode-read-only mode-own mode-ledger mode-output mode-output-read; do
    rm -rf "$outside" "$work/copy"
    cp -a "$clean" "$work/copy"
    o=$work/copy
    tamper $t
    make_all "$o" >"$work/said" 2>&1 || complain "$t: the run after it: exit $?"
    faults "$o"
    [ $status = 0 ] || complain "$t: after a run verify still says: $(head -n 3 "$work/faults")"
done

# ---- what is closed to others is told; where a document is withdrawn no folder is left, and where one fails none is made
mkdir -m 755 "$work/open"
make_all "$work/open" >"$work/said" 2>&1 || complain "a folder that was there: exit $?"
grep -q 'batch-folder-closed' "$work/said" || complain "a folder that was open is not told: $(cat "$work/said")"
make_all "$work/open" >"$work/said" 2>&1
! grep -q 'batch-folder-closed' "$work/said" || complain "a folder that is closed is told"
mv "$cases/three" "$work/three.away"
make_all "$work/open" --accept-missing --reason 転出 >"$work/said" 2>&1 || complain "who left: exit $?: $(tail -n 1 "$work/said")"
mv "$work/three.away" "$cases/three"
sed -i 's/ id="K-0103"/ id="K-0105"/; s|<policy>|<policy>\&#xE000;|' "$cases/three/case.xml"
"$tool" run --cases "$cases" --form plan -o "$work/open" --run other >"$work/said" 2>&1
[ -z "$(find "$work/open" -type d -empty ! -path '*/.renkei/*')" ] || complain "empty folders: $(find "$work/open" -type d -empty)"
rm -rf "$cases" "$work/open"
cp -a "$work/cases.kept" "$cases"

# ---- a symbolic link leads nothing elsewhere: the next run neither writes nor removes there ----
for link in K-0103 bundles .renkei .renkei/tmp .renkei/lock .renkei/ledger.sqlite; do
    rm -rf "$work/copy" "$work/victim"
    cp -a "$clean" "$work/copy"
    mv "$work/copy/$link" "$work/victim"
    ln -s "$work/victim" "$work/copy/$link"
    if [ -d "$work/victim" ]; then echo theirs >"$work/victim/1.pdf"; fi
    (cd "$work" && find victim -type f -exec sha256sum {} + | sort) >"$work/before"
    make_all "$work/copy" --force >"$work/said" 2>&1
    got=$?
    case $link in
    .renkei*) want=5 ;; # nothing can be done
    bundles) want=5 ;; # no envelope
    *) want=1 ;; # one child's documents
    esac
    [ $got = $want ] || complain "a link for $link: exit $got instead of $want"
    grep -q 'batch-link' "$work/said" || complain "a link for $link is not told: $(tail -n 1 "$work/said")"
    (cd "$work" && find victim -type f -exec sha256sum {} + | sort) | cmp -s - "$work/before" || complain "a link for $link leads elsewhere"
done

# ---- one name that cannot be had stops nothing else ----
rm -rf "$work/poison"
mkdir "$work/poison"
echo x >"$work/poison/K-0101"
make_all "$work/poison" >"$work/said" 2>&1
[ $? = 1 ] || complain "names that cannot be had: exit $?"
grep -q '作成4件' "$work/said" || complain "names that cannot be had: $(tail -n 1 "$work/said")"
[ "$(grep -c 'batch-in-the-way' "$work/said")" = 2 ] || complain "names that cannot be had are not told"

# ---- a run that is at work is not judged ----
flock -s "$clean/.renkei/lock" "$tool" verify -o "$clean" >"$work/out" 2>"$work/err"
[ $? = 75 ] || complain "verify judges a run that is at work"
says err 'batch-locked'
run 0 verify -o "$clean"
# Nor is one that came and ended while verify was reading: a long file keeps it.
rm -rf "$work/copy"
cp -a "$clean" "$work/copy"
(umask 077 && truncate -s 300M "$work/copy/long.pdf")
(cd "$work/copy" && sha256sum long.pdf >>.renkei/beside)
run 0 verify -o "$work/copy"
"$tool" verify -o "$work/copy" >"$work/out" 2>"$work/err" &
verifying=$!
sleep 0.2
"$tool" reprint K-0101 --form plan --reason 汚損 -o "$work/copy" >"$work/said" 2>&1 || complain "reprint beside verify: $(cat "$work/said")"
if kill -0 $verifying 2>/dev/null; then # else it was too quick to be asked
    wait $verifying
    [ $? = 75 ] || complain "verify judges what changed while it looked: $(head -n 1 "$work/err")"
    says err 'batch-locked'
else
    wait $verifying
fi
run 0 verify -o "$work/copy"

# A ledger that a run is just making is not taken for a damaged one.
mkdir -p -m 700 "$work/young/.renkei"
: >"$work/young/.renkei/lock"
sqlite3 "$work/young/.renkei/ledger.sqlite" 'PRAGMA journal_mode = WAL; CREATE TABLE t(x); DROP TABLE t' >"$work/said"
for words in report 'backup young.sqlite' 'index K-0101' verify 'hold K-0101 --dry-run' "plan --cases $cases --form plan"; do
    # shellcheck disable=SC2086
    flock -x "$work/young/.renkei/lock" "$tool" $words -o "$work/young" >"$work/out" 2>"$work/err"
    [ $? = 75 ] || complain "a ledger in the making: $words"
    says err 'batch-locked'
    # shellcheck disable=SC2086
    run 9 $words -o "$work/young"
done

[ $bad = 0 ] && echo "batch tamper: good ($tried tamperings, $pairs pairs)"
exit $bad
