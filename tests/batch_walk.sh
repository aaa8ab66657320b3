#!/bin/sh
# batch_walk.sh BUILD [STEPS] [SEED…]: whatever order somebody does things in. From a seed a walk of so many steps (40)
# over what an office does to its cases and every verb of renkei-batch does to their account, beside a model of both.
# After each step: the exit status is the model's; verify agrees with the model, with the end of the journal that was
# noted before (the chain is whole); what was issued is there, byte for byte; no entry of the journal is another or gone.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=$(realpath "${1:-build}")/renkei-batch
steps=${2:-40}
[ $# -gt 2 ] && shift 2 || set -- 1 2 3
. tests/command.sh
export RENKEI_WHO=係 RENKEI_HOST=pc1

cat >"$work/letter.xml" <<'EOF'
<form name="letter" title="お便り" data="case">
  <recipient to="household" select="$case/@id"/>
  <page size="A5" margin="15mm"/>
  <body><p><value select="$case/@id"/></p><p><value select="$case/child/name/family"/></p></body>
</form>
EOF
mkdir "$work/bin"
printf '#!/bin/sh\ncat >/dev/null\n' >"$work/bin/lp"
chmod +x "$work/bin/lp"
PATH=$work/bin:$PATH
office=$work/office
out=$work/out
issued=$out/.renkei/issued
ledger=$out/.renkei/ledger.sqlite

# ---- the model: a file a key in each of these folders says that it is so ----
m=$work/model
is() { [ -e "$m/$1/$2" ]; }                  # whether a key is it
any() { [ -n "$(ls "$m/$1")" ]; }            # whether some key is
put() { : >"$m/$1/$2"; }                     # it becomes
lift() { rm -f "$m/$1/$2"; }                 # it is no more
one() { ls "$m/$1" | sed -n "$(($2 % ($(ls "$m/$1" | wc -l) + 1) + 1))p"; } # one of them, by a number; none: nothing
here() { ls "$m/here"; }

begin() {
    rm -rf "$office" "$out" "$m" "$work/journal"
    # here: its case is in the office; broken: cannot be made; changed: since the last run; made, failed: by the last
    # run; listed: on the roster; standing: has a version that stands; withdrawn: had one; kept: is on hold; ended: its
    # service has
    for what in here broken changed made failed listed standing withdrawn kept ended; do mkdir -p "$m/$what"; done
    mkdir -p "$office"
    cp -R samples/masters "$office/masters"
    : >"$work/journal"
    head=
    damaged=
    touched=
    for k in K-1 K-2 K-3; do write_case $k 0; done
}
write_case() { # key, what is said of the family
    mkdir -p "$office/$1"
    sed -e "s/ id=\"K-0001\"/ id=\"$1\"/" -e "s/三丁目14番地2/$1番地/" -e "0,/<family>/s/<family>/<family>$2/" \
        samples/hodei-futoukou/case.xml >"$office/$1/case.xml"
    ! is ended "$1" || sed -i 's/\(<service-use [^>]*start="[0-9-]*"\)/\1 end="2025-03-31"/' "$office/$1/case.xml"
    put here "$1"
    put changed "$1"
}

# ---- what the model knows of the next run and verify ----
missing() { for k in $(ls "$m/listed"); do is here "$k" || echo "$k"; done; }
run_status() {
    if ! any here; then echo 2; elif [ -n "$(missing)" ]; then echo 7; elif any broken; then echo 1; else echo 0; fi
}
verify_status() {
    any listed || { echo 2 && return; }
    [ -z "$damaged" ] || { echo 8 && return; }
    [ -z "$touched" ] || ! any made || { echo 8 && return; }
    for k in $(ls "$m/changed"); do is made "$k" && echo 8 && return; done
    ! any failed && [ ! -e "$m/uncovered" ] && echo 0 || echo 8
}
# All that is here is made, or has failed; what is missing stays as it was, or goes.
after_run() { # accepted
    rm -f "$m/uncovered"
    for k in $(missing); do
        if [ -n "$1" ]; then
            lift listed "$k" && lift made "$k" && lift failed "$k" && lift changed "$k"
        else
            : >"$m/uncovered"
        fi
    done
    for k in $(here); do
        put listed "$k" && lift changed "$k" && lift made "$k" && lift failed "$k"
        if is broken "$k"; then put failed "$k"; else put made "$k"; fi
    done
    damaged=
    touched=
}

# ---- the steps ----
make() { "$tool" run --cases "$office" --form "$work/letter.xml" --bundle household --roster office -o "$out" "$@"; }
try() { # expected exit status, then a command
    want=$1
    shift
    "$@" >"$work/said" 2>&1
    got=$?
    [ $got = "$want" ] || complain "seed $seed, step $step ($what): exit $got instead of $want: $(tail -n 2 "$work/said" | tr '\n' ' ')"
}
verify() {
    want=$(verify_status)
    if [ -n "$head" ]; then try "$want" "$tool" verify -o "$out" --head "$head"; else try "$want" "$tool" verify -o "$out"; fi
    now=$(sed -n 's/^発行簿：第[0-9]*号、ハッシュ \([0-9a-f]*\)$/\1/p' "$work/said")
    head=${now:-$head}
}
journal() { sqlite3 "$ledger" 'SELECT *, hex(hash) FROM journal ORDER BY number' 2>/dev/null; }
invariants() {
    verify
    [ -e "$ledger" ] || return
    journal >"$work/now"
    head -n "$(wc -l <"$work/journal")" "$work/now" | cmp -s - "$work/journal" ||
        complain "seed $seed, step $step ($what): the journal is another than it was"
    cp "$work/now" "$work/journal"
    [ -d "$issued" ] || return
    (cd "$issued" && find . -name '*.pdf' -exec sha256sum {} +) | sed 's|  \./../\(.*\)\.pdf$| \1|' | awk '$1 != $2' | grep . &&
        complain "seed $seed, step $step ($what): what was issued is other than it was"
    sqlite3 "$ledger" "SELECT lower(substr(hex(output), 1, 2)) || '/' || lower(hex(output)) FROM journal AS i
        WHERE act = 'issue' AND NOT EXISTS (SELECT 1 FROM journal WHERE act = 'expire' AND of = i.output AND number > i.number)" |
        while read -r name; do [ -e "$issued/$name.pdf" ] || echo "$name"; done | grep . &&
        complain "seed $seed, step $step ($what): what was issued is gone"
}
reason="--reason 点検"
act() { # what, a number by which it is told of whom
    k=$(one here "$2") l=$(one listed "$2") s=$(one standing "$2")
    case $1 in
    add) write_case "K-$(($2 % 6 + 1))" "$2" && lift broken "K-$(($2 % 6 + 1))" ;;
    edit) [ -z "$k" ] || is broken "$k" || write_case "$k" "$2" ;;
    end) [ -z "$k" ] || is broken "$k" || { put ended "$k" && write_case "$k" "$2"; } ;;
    start) [ -z "$k" ] || is broken "$k" || { lift ended "$k" && write_case "$k" "$2"; } ;;
    remove) [ -z "$k" ] || { rm -r "$office/$k" && lift here "$k" && lift broken "$k" && put changed "$k"; } ;;
    rename) [ -z "$k" ] || [ -e "$office/moved-$k" ] || is broken "$k" || { # the same child in another folder
        mv "$office/$k" "$office/moved-$k"
        write_case "$k" "$2"
        rm -r "$office/moved-$k"
    } ;;
    break) # a character that no face has, or what the schema does not know
        [ -z "$k" ] || { if [ $(($2 % 2)) = 0 ]; then write_case "$k" '\&#xE000;'; else
            write_case "$k" "$2" && sed -i 's/<consent /<consent odd="x" /' "$office/$k/case.xml"
        fi && put broken "$k"; } ;;
    mend) k=$(one broken "$2") && [ -z "$k" ] || { write_case "$k" "$2" && lift broken "$k"; } ;;
    touch) echo '<!-- -->' >>"$office/masters/office.xml" && touched=yes ;;
    run | force | again)
        [ "$1" = force ] && set -- --force || set --
        try "$(run_status)" make "$@"
        ! any here || after_run ''
        ;;
    accept)
        any here || return 0
        want=$(any broken && echo 1 || echo 0)
        # shellcheck disable=SC2086
        try "$want" make --accept-missing $reason
        after_run yes
        ;;
    kill) # at some moment; whoever runs again has what an unbroken run has
        any here || return 0
        make >"$work/said" 2>&1 &
        pid=$!
        sleep "0.0$(($2 % 10))"
        kill -9 $pid 2>/dev/null
        wait $pid 2>/dev/null
        bound=$(($(date +%s) + 60))
        until make >"$work/said" 2>&1 || [ $? != 75 ] || [ "$(date +%s)" -ge $bound ]; do sleep 0.02; done
        try "$(run_status)" make
        after_run ''
        ;;
    plan) # which does not compose what nobody has: it knows of no character
        ! any here || grep -rq 'xE000' "$office" || try "$(run_status)" "$tool" plan --cases "$office" --form "$work/letter.xml" \
        --bundle household --roster office -o "$out" ;;
    damage)
        l=$(one made "$2")
        file=$(find "$out/$l" -name '*.pdf' 2>/dev/null | head -n 1)
        [ -z "$l" ] || [ -z "$file" ] || { damaged=yes && case $(($2 % 4)) in
        0) rm "$file" ;;
        1) echo x >>"$file" ;;
        2) chmod 644 "$file" ;;
        3) ln "$file" "$out/other.pdf" ;;
        esac && verify && rm -f "$out/other.pdf" && {
            [ $(($2 % 4)) != 3 ] || damaged=
        }; } ;;
    damage-ledger)
        [ -e "$ledger" ] || return 0
        cp "$ledger" "$work/kept.sqlite"
        printf x | dd of="$ledger" bs=1 seek=$((4096 + $2 % 4096)) conv=notrunc 2>/dev/null
        cmp -s "$ledger" "$work/kept.sqlite" || try 9 "$tool" verify -o "$out"
        cat "$work/kept.sqlite" >"$ledger"
        ;;
    report) [ ! -e "$ledger" ] || try "$(sqlite3 "$ledger" 'SELECT exit_status FROM run ORDER BY id DESC LIMIT 1')" "$tool" report -o "$out" ;;
    release)
        # shellcheck disable=SC2086
        [ -z "$damaged" ] && any made && [ ! -e "$m/uncovered" ] || return 0
        want=0
        ! any failed || want=1
        try $want "$tool" release -o "$out" $reason
        for k in $(ls "$m/made"); do
            # What was withdrawn stays so, where it has the same bytes, unless somebody says otherwise.
            # shellcheck disable=SC2086
            ! is withdrawn "$k" || try 0 "$tool" release "$k" --again -o "$out" $reason
            lift withdrawn "$k"
            put standing "$k"
        done
        ;;
    reprint) [ -n "$s" ] || return 0
        # shellcheck disable=SC2086
        try 0 "$tool" reprint "$s" --form "$work/letter.xml" -o "$out" $reason ;;
    print) [ -z "$s" ] || try 0 "$tool" print "$s" --again -o "$out" ;;
    shards) # a night in two parts, and their merge
        any here || return 0
        for part in 1/2 2/2; do
            make --shard $part >"$work/said" 2>&1
            [ $? -lt 2 ] || [ "$(run_status)" = 7 ] || complain "seed $seed, step $step ($what): $part: $(tail -n 1 "$work/said")"
        done
        try "$(run_status)" "$tool" merge -o "$out"
        after_run ''
        ;;
    index) [ -z "$s" ] || try 0 "$tool" index "$s" -o "$out" ;;
    withdraw) [ -n "$s" ] || return 0
        # shellcheck disable=SC2086
        try 0 "$tool" withdraw "$s" -o "$out" $reason
        lift standing "$s"
        put withdrawn "$s" ;;
    hold) [ -n "$s" ] || return 0
        want=0
        ! is kept "$s" || want=2
        # shellcheck disable=SC2086
        try $want "$tool" hold "$s" -o "$out" $reason
        put kept "$s" ;;
    unhold) [ -n "$s" ] || return 0
        want=2
        ! is kept "$s" || want=0
        # shellcheck disable=SC2086
        try $want "$tool" unhold "$s" -o "$out" $reason
        lift kept "$s" ;;
    foretell) [ ! -e "$ledger" ] || try 0 "$tool" expire --dry-run -o "$out" ;;
    expire) # many years on; what the last run covers is made, whoever it is of
        [ -e "$ledger" ] || return 0
        # shellcheck disable=SC2086
        SOURCE_DATE_EPOCH=2208988800 try 0 "$tool" expire --before 2040-01-01 -o "$out" $reason
        for s in $(ls "$m/standing" && ls "$m/withdrawn"); do
            left=$(sqlite3 "$ledger" "SELECT count(*) FROM journal AS i WHERE act = 'issue' AND key = '$s' AND NOT bundle AND NOT EXISTS
                (SELECT 1 FROM journal WHERE act = 'expire' AND of = i.output AND number > i.number)")
            want=some
            if is here "$s" && is ended "$s" && ! is broken "$s" && ! is kept "$s"; then
                want=0
                lift standing "$s"
                lift withdrawn "$s"
                destroyed=$((destroyed + 1))
            fi
            [ "$left" = $want ] || { [ $want = some ] && [ "$left" != 0 ]; } ||
                complain "seed $seed, step $step ($what): $left versions of $s are kept"
        done
        ;;
    backup) [ ! -e "$ledger" ] || { rm -f "$work/backup.sqlite" && try 0 "$tool" backup "$work/backup.sqlite" -o "$out"; } ;;
    esac
}
all='add edit remove rename break mend mend touch run run force again accept accept kill plan damage damage-ledger report release
release reprint index withdraw hold unhold end end start foretell expire expire backup print shards'
destroyed=0
for seed in "$@"; do
    begin
    echo "$all" | tr -s ' \n' '\n' | awk -v seed="$seed" -v n="$steps" '{ name[NR] = $1 }
        END { srand(seed); print "run", 0; while (n-- > 1) print name[int(rand() * NR) + 1], int(rand() * 10000) }' >"$work/walk"
    step=0
    while read -r what number; do
        step=$((step + 1))
        [ -z "${WALK_TRACE:-}" ] || echo "$seed $step $what $number: $(ls "$m/here" | tr '\n' ' ')"
        act "$what" "$number"
        invariants
        [ $bad = 0 ] || break 2
    done <"$work/walk"
done
[ $bad = 0 ] && echo "batch walk: good ($steps steps of each of $*; $destroyed times what was issued of a child was destroyed)"
exit $bad
