#!/bin/sh
# growth.sh BUILD: what is twice as large takes about twice the work. Of each kind of thing that a file may have many
# of there are n, 2n and 4n; instructions are counted (valgrind), not time, so that a busy machine tells the same. What
# starting costs is the same in all three and falls out of the differences: from 2n to 4n may be 2.5 times what it is
# from n to 2n. A quadratic loop makes it 4.
set -u
cd "$(dirname "$0")/.." || exit 2
build=$(realpath "${1:-build}")
tool=$build/renkei-render
. tests/command.sh
case=samples/hodei-futoukou/case.xml
masters=$PWD/samples/masters

instructions() { # the program and its arguments; with those that it begins
    RENKEI_CONFINE=off valgrind --tool=callgrind --trace-children=yes --callgrind-out-file=/dev/null "$@" >/dev/null 2>"$work/told"
    awk '/^==[0-9]*== Collected : [0-9]+$/ { all += $4 } END { printf "%.0f\n", all }' "$work/told"
}

# grows KIND N LEAST MAKER PROGRAM…: MAKER makes $work/in of so many. So many instructions at least must n more of them
# take: else the program did not look at them at all.
grows() {
    kind=$1 n=$2 least=$3 maker=$4
    shift 4
    counts=
    for times in 1 2 4; do
        rm -rf "$work/in"
        mkdir "$work/in"
        "$maker" $((n * times)) || complain "$kind: nothing was made"
        counts="$counts $(instructions "$@")"
    done
    echo "$kind $n$counts" | awk -v least="$least" '{
        first = $4 - $3; second = $5 - $4
        printf("%-12s %6d %12d %12d  %.2f\n", $1, $2, first, second, (first > 0) ? second / first : 0)
        exit !(NF == 5 && first > least && second <= 2.5 * first)
    }' || complain "$kind: four times as much takes too much"
}

# ---- forms ----

form() { # a head, a body, data
    echo '<?xml version="1.0" encoding="UTF-8"?><form name="x" title="x" data="any">'
    echo '<style name="base" family="mincho" size="10pt" pitch="14pt"/>'
    echo "$1<page size=\"A4\"/><body>$2</body></form>"
} >"$work/in/form.xml"
many() { # how many, a line with %d
    awk -v n="$1" -v line="$2" 'BEGIN { for (i = 1; i <= n; i++) { s = line; gsub(/%d/, i, s); gsub(/%p/, i - 1, s); print s } }'
}
data() {
    echo "<d>$1</d>" >"$work/in/data.xml"
}

make_lets() {
    form "<let name=\"v0\" select=\"1\"/>$(many "$1" '<let name="v%d" select="$v%p + 1"/>')" "<p><value select=\"\$v$1\"/></p>"
    data ''
}
make_calls() {
    form "$(many "$1" '<part name="p%d"><p>a</p></part>')" "$(many "$1" '<call part="p%d"/>')"
    data ''
}
make_styles() {
    form "$(many "$1" '<style name="s%d" size="9pt"/>')" "$(many "$1" '<p style="s%d">a</p>')"
    data ''
}
make_terms() {
    form '' "<p><value select=\"0$(many "$1" ' + %d' | tr -d '\n')\"/></p>"
    data ''
}
make_selects() { # a path that goes over all data, once
    form '' '<p><value select="count(//n[@v &gt; 5][. = &quot;x&quot;]) + sum(//n/@v)"/></p>'
    data "$(many "$1" '<n v="%d">x</n>')"
}
make_groups() {
    form '' '<for-each select="//n" group-by="@v" order-by="."><let name="q" select="@v"/></for-each>'
    data "$(many "$1" '<n v="%d">x</n>')"
}
make_attributes() { # as many as an element may have; all elements have them
    attributes=$(many "$1" 'a%d="1"' | tr '\n' ' ')
    form '' '<p>a</p>'
    data "$(many 100 "<n $attributes/>")"
}
make_columns() {
    form '' "<table columns=\"repeat($1, 0.9mm)\"><for-each select=\"30\"><row><for-each select=\"$1\"><cell pad=\"0mm 0mm\"/></for-each></row></for-each></table>"
    data ''
}
make_pages() {
    form '' "<for-each select=\"$1\"><p>あ</p><page-break/></for-each>"
    data ''
}
make_text() { # one paragraph
    form '' "<p><for-each select=\"$1\"><span>あいうえお</span></for-each></p>"
    data ''
}
bound() {
    grows "$1" "$2" "$3" "make_$1" "$tool" --form "$work/in/form.xml" -T bind "$work/in/data.xml"
}
made() {
    grows "$1" "$2" "$3" "make_$1" "$tool" --form "$work/in/form.xml" -o "$work/in/out.pdf" "$work/in/data.xml"
}
bound lets 200 100000
bound calls 200 100000
bound styles 200 100000
bound terms 500 100000
bound selects 1000 100000
bound groups 1000 100000
bound attributes 32 100000
made columns 25 1000000
made pages 50 1000000
made text 250 1000000

# ---- a case ----

masters_here() {
    sed "s|\.\./masters|$masters|g"
}
make_guardians() {
    awk -v n="$1" '{ print } /<\/guardian>/ && !done && /^  <\/guardian>/ {
        done = 1
        for (i = 1; i <= n; i++)
            printf "<guardian id=\"g-%d\" relation=\"祖母\" decision-holder=\"no\"><name><family>相原</family><given>花%d</given></name></guardian>\n", i, i
    }' $case | masters_here >"$work/in/case.xml"
}
make_months() {
    awk -v n="$1" '{ if (/^  <month / && !done) {
        done = 1
        for (i = 0; i < n; i++)
            printf "<month ym=\"%04d-%02d\"/>\n", 1950 + i / 12, 1 + i % 12
    } print }' $case | masters_here >"$work/in/case.xml"
}
grows guardians 50 100000 make_guardians "$tool" -T case "$work/in/case.xml"
grows months 100 100000 make_months "$build/renkei-check" --as-of 2024-07-10 "$work/in/case.xml"

# ---- rules ----

make_rules() {
    {
        echo '<?xml version="1.0" encoding="UTF-8"?><rules version="1" title="t">'
        many "$1" '<rule id="L%d" source="s"><title>t</title><title-en>t</title-en><explain>e</explain><explain-en>e</explain-en><check context="plan"><assert test="@id" severity="W" repair="plan"><message>m</message><message-en>m</message-en></assert></check></rule>'
        echo '</rules>'
    } >"$work/in/rules.xml"
}
grows rules 50 100000 make_rules "$build/renkei-check" --as-of 2024-07-10 --local-rules "$work/in" $case

# ---- many cases ----

make_many() {
    "$build/release/tests/make_cases" "$work/in/cases" "$1" >/dev/null
}
make_workbook() {
    make_many "$1" && "$build/renkei-sheet" new 台帳 --cases "$work/in/cases" -o "$work/in/x.xlsx" >/dev/null
}
grows sheet 10 1000000 make_many "$build/renkei-sheet" new 台帳 --cases "$work/in/cases" -o "$work/in/x.xlsx"
grows workbook 10 1000000 make_workbook "$build/renkei-sheet" read "$work/in/x.xlsx" --cases "$work/in/cases"

# ---- many documents ----

# One file for each school, of all its children: what is bound grows as a whole, not in more files.
make_night() {
    make_many "$1" && cat >"$work/in/run.xml" <<END
<run version="1" month="2024-07">
  <cases folder="cases"/>
  <form name="schedule"/>
  <bundle to="partner" together="yes" gaps="name"/>
</run>
END
}
make_made() {
    make_night "$1" && "$build/renkei-batch" run -o "$work/in/out" "$work/in/run.xml" >/dev/null 2>&1
}
grows bundle 6 10000000 make_night "$build/renkei-batch" run --jobs 1 -o "$work/in/out" "$work/in/run.xml"
grows verify 10 100000 make_made "$build/renkei-batch" verify -o "$work/in/out"
grows report 10 100000 make_made "$build/renkei-batch" report -o "$work/in/out"

exit $bad
