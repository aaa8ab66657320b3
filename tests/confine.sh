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
"$build/renkei-preview" --editor 'true %f' --case samples/hodei-futoukou/case.xml plan >"$work/url" 2>&1 &
look_at 'renkei-preview --editor' $!
kill $!
wait $! 2>/dev/null
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
# What is printed goes to an lp that is held to nothing, from who is: it looks at its own state and at whoever waits for it.
mkdir "$work/bin"
cat >"$work/bin/lp" <<'END'
#!/bin/sh
cat >"$LP_SEEN.pdf"
grep '^Seccomp:' /proc/self/status >"$LP_SEEN"
grep '^Seccomp:' "/proc/$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$PPID/status")/status" >>"$LP_SEEN"
END
chmod +x "$work/bin/lp"
"$build/renkei-batch" release --reason 定例 -o "$work/night" >"$work/out" 2>"$work/err" || complain "release: $(cat "$work/err")"
PATH="$work/bin:$PATH" LP_SEEN="$work/seen" "$build/renkei-batch" print K-0001 -o "$work/night" >"$work/out" 2>"$work/err" ||
    complain "print: $(cat "$work/err")"
[ -s "$work/seen.pdf" ] || complain "nothing was printed"
[ -z "$filters" ] || printf 'Seccomp:\t0\nSeccomp:\t2\n' | cmp -s - "$work/seen" || complain "lp, or who prints: $(cat "$work/seen")"
# What works without it works with it: the same made, the same said, the same end.
try() { # off or on, commands
    rm -rf "$work/desk"
    mkdir -p "$work/desk/out" "$work/desk/form"
    cp -R samples/masters samples/hodei-futoukou samples/kyoudai-ani "$work/desk/"
    (cd "$work/desk" && RENKEI_CONFINE=$1 sh -c "$2") >"$work/$1" 2>&1 </dev/null
    echo "ends with $?" >>"$work/$1"
    (cd "$work/desk" && find . -type f -exec cksum {} + | sort -k3) >>"$work/$1"
}
alike() { # name, commands
    try off "$2"
    grep -q '^ends with 0$' "$work/off" || complain "$1 does not work at all: $(head "$work/off")"
    try on "$2"
    cmp -s "$work/off" "$work/on" || complain "$1 is another thing: $(diff "$work/off" "$work/on" | head)"
}
bin=$build
root=$PWD
export bin root
form() { # what follows the form's start tag, what is in its body
    printf '<?xml version="1.0" encoding="UTF-8"?>\n<form name="own" title="様式">%s<page size="A5"/><body><p>本文</p>%s</body></form>\n' "$1" "$2"
}
form '<include href="../../parts/a.xml"/>' '<call part="a"/>' >"$work/far.xml"
form '<include href="../../parts/A.XML"/>' '<call part="a"/>' >"$work/large.xml"
form '<include href="../shared/own.xml"/>' '<call part="a"/>' >"$work/chain.xml"
form '' '<p><image src="../../pictures/a.png" alt="図" width="20mm"/></p>' >"$work/picture.xml"
form '' '<p><image src="a.png" alt="図" width="20mm"/></p>' >"$work/beside.xml"
printf '<parts><part name="a"><p>部品</p></part></parts>\n' >"$work/part.xml"
printf '<words><reading of="本文" is="ほんぶん"/></words>\n' >"$work/words.xml"
mkdir "$work/forms"
cp -R templates/plan templates/shared templates/rules templates/words templates/schema "$work/forms/"
export work

# Of cases: names of masters, however they are written and whatever leads to them.
# shellcheck disable=SC2016 # read in the folder that is laid
render='"$bin/renkei-render" -o out/a.pdf'
named='hodei-futoukou/case.xml'
alike 'a folder that is a link' "mkdir -p a/b && ln -s ../../hodei-futoukou a/b/k && $render a/b/k/case.xml"
alike 'a master behind a link' "mkdir -p x/y/z q && mv masters x/y/m && ln -s ../x/y/z q/l && sed -i 's|\.\./masters|../q/l/../m|g' $named && $render $named"
alike 'a reference in a name' "mv masters 'm&n' && sed -i 's|\.\./masters|..\&#x2f;m\&amp;n|g' $named && $render $named"
alike 'large letters' "for f in masters/*; do mv \$f \${f%.xml}.XML; done; sed -i '/<masters/s|\.xml|.XML|g' $named && $render $named"
alike 'a name on a line of its own' "sed -i 's|office=\"\([^\"]*\)\"|office=\"\n\1\n\"|' $named && $render $named"
alike 'UTF-16' "mv masters 親元 && sed 's|\.\./masters|../親元|g; 1s|UTF-8|UTF-16|' $named | iconv -t UTF-16 >hodei-futoukou/c.xml && $render hodei-futoukou/c.xml"
alike 'masters in a comment' "{ sed 1q $named; echo '<!-- <masters office=\"x\">'; head -c 300000 /dev/zero | tr '\\0' x; echo ' -->'; sed 1d $named; } >hodei-futoukou/c.xml && $render hodei-futoukou/c.xml"
alike 'masters far from a pipe' "mkdir -p d/e/f && mv masters d/ && cd d/e/f && sed 's|\.\./masters|../../masters|g' ../../../$named | \"\$bin/renkei-render\" -o ../../../out/a.pdf -"
alike 'a check of a pipe' "mkdir -p d/e/f && mv masters d/ && cd d/e/f && sed 's|\.\./masters|../../masters|g' ../../../$named | \"\$bin/renkei-check\" --as-of 2024-08-01 - >../../../out/a; [ \$? = 1 ]"
# Of forms: parts and pictures anywhere, links in their folders.
own="mkdir -p form/own parts pictures && cp \"\$root/samples/pictures/page.png\" pictures/a.png && cp \"\$work/part.xml\" parts/a.xml && cp \"\$work/part.xml\" parts/A.XML"
for kind in far large picture; do
    alike "a form ($kind)" "$own && cp \"\$work/$kind.xml\" form/own/form.xml && $render --form form/own/form.xml $named"
done
alike 'a picture that is a link' "$own && mkdir form/deep && cp \"\$work/beside.xml\" form/own/form.xml && ln -s ../../pictures/a.png form/own/a.png && $render --form form/own/form.xml $named"
alike 'a part of a part' "$own && mkdir -p x && cp -R \"\$work/forms\" x/t && mkdir x/t/own && cp \"\$work/chain.xml\" x/t/own/form.xml && echo '<parts><include href=\"../../../parts/a.xml\"/></parts>' >x/t/shared/own.xml && $render --forms x/t --form own $named"
alike 'forms that are links' "mkdir -p x/t y && cp -R \"\$work/forms\" y/t && for f in y/t/*; do ln -s ../../\$f x/t/; done && $render --forms x/t $named"
alike 'words that are links' "mkdir -p w v && cp \"\$work/words.xml\" w/ && ln -s ../w/words.xml v/ && $render --words v --furigana labels $named"
alike 'rules that are links' "mkdir r && ln -s \"\$work/forms/rules/\"*.xml r/ && \"\$bin/renkei-check\" --rules r --as-of 2024-08-01 $named; [ \$? = 1 ]"
# What is made is read again, or is where something was found before.
alike 'a new case' "\"\$bin/renkei-case\" new -o K-0002/case.xml && grep -q komorebi K-0002/case.xml"
alike 'a case that is there' "\"\$bin/renkei-case\" new -o K-0002/case.xml && \"\$bin/renkei-case\" new -o K-0002/case.xml; [ \$? = 2 ]"
alike 'a case that is a link' "mkdir a && ln -s ../kyoudai-ani/case.xml a/c.xml && cd a && \"\$bin/renkei-case\" copy-plan c.xml"
alike 'a twin in a new folder' "\"\$bin/renkei-case\" anonymize $named -o new/twin/"
# shellcheck disable=SC2016
book='"$root/tests/forms-in/keikaku'
alike 'a form again' "mkdir d && cd d && \"\$bin/renkei-form\" import $book.xlsx\" -o ../ke && \"\$bin/renkei-form\" import $book-2.xlsx\" -o ../ke --again"
# Of an installation: faces where its fonts.conf says, and be it a link.
faces=/usr/share/fonts/truetype/bizud-mincho
alike 'faces elsewhere' "mkdir -p t/build t/tools f l && cp \"\$bin/renkei-render\" t/build/ && cp -R \"\$root/fonts\" t/ && cp -R \"\$root/tools/preview\" t/tools/ && cp -R \"\$work/forms\" t/templates && cp -R $faces f/ && ln -s ../f/bizud-mincho l/ && sed -i \"s|$faces|\$PWD/l|\" t/fonts/fonts.conf && t/build/renkei-render -o out/a.pdf $named"
[ $bad = 0 ] && echo "confine: good ($has)"
exit $bad
