#!/bin/sh
# aids.sh BUILD: what helps to read a document, as a clerk asks for it: names and titles, tables of the own (that of the
# manual), what is refused, and the archive edition, from which the same page comes again.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=$(realpath "${1:-build}")/renkei-render
case=$(realpath samples/hodei-futoukou/case.xml)
manual=$(realpath templates/README.md)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
bad=0
fail() {
    echo "aids: $1"
    bad=1
}
says() { # WHAT PATTERN ARGUMENTS…
    what=$1 pattern=$2
    shift 2
    "$tool" -T bind "$@" "$case" >out 2>&1 || fail "$what: exit $?"
    grep -q -- "$pattern" out || fail "$what: no $pattern"
}
refuses() { # STATUS CODE ARGUMENTS…
    status=$1 code=$2
    shift 2
    "$tool" "$@" "$case" >out 2>&1
    [ $? = "$status" ] || fail "$*: another status than $status"
    grep -qF "[$code]" out || fail "$*: no $code"
}

# ---- what is asked for ----
says furigana 'text "目的" ruby="もく・てき"' --form consent --furigana labels
says 'in Japanese' 'text "目的" ruby="もく・てき"' --form consent --furigana 欄名
says plain 'やさしい日本語の参考です' --form consent --plain-words
says plain 'text "何"' --form consent --plain-words # 何のため, in words that lines break between
says gloss 'text "Purpose"' --form consent --gloss en
says 'in capitals' 'text "Purpose"' --form consent --gloss EN
says 'by its name' 'text "目的"' --form consent --gloss 中国語（簡体字）
says 'every page' '参考訳（ベトナム語）' --form plan --gloss vi
says 'all of it' '^title .*（拡大版）（ふりがな付き）（やさしい日本語）' --form plan --for-parents
says 'a name is read by the case' 'ruby="あいはら"' --form consent --furigana all
"$tool" --for-parents --gloss vi --form schedule "$case" && [ -s K-0001-schedule-large-furigana-plain-vi.pdf ] || fail 'the name'

# ---- a table of the own goes first ----
mkdir own
awk '/<!-- words: machi.xml -->/ { wait = 1 } wait && /^```$/ { exit } on { print } wait && /^```xml/ { on = 1 }' "$manual" >own/machi.xml
says 'own gloss' 'text "Mục tiêu"' --form consent --gloss vi --words own
says 'own plain words' 'text "1　なんのためか"' --form consent --plain-words --words own
says 'those that come with renkei' 'text "Chữ ký' --form consent --gloss vi --words own

# ---- what is refused ----
refuses 2 usage --furigana some
refuses 2 usage --words own
refuses 2 folder-asked --gloss vi --words nowhere
refuses 2 words-language --gloss Klingon
printf '<words><reading of="x"/></words>' >own/bad.xml
refuses 4 form-xml-attribute-missing --furigana labels --words own
printf '<words><reading of="療育" is="therapy"/></words>' >own/bad.xml
refuses 4 words-table --furigana labels --words own
rm own/bad.xml

# ---- a blank form leaves the same fields to be filled in ----
fields() {
    "$tool" --blank --fillable -o blank.pdf "$@" 2>out || fail "fields: $*"
    qpdf --qdf --object-streams=disable blank.pdf - | grep -a -c '/FT /'
}
# A gap that a gloss moves to a line's end is none there, as in any other edition: of glosses two forms without such.
for form in consent pickup visit-letter supplement; do
    usual=$(fields --form $form)
    for how in '--furigana labels' '--plain-words' '--gloss en' '--furigana labels --gloss zh'; do
        case $form$how in visit-letter*gloss* | supplement*gloss*) continue ;; esac
        # shellcheck disable=SC2086
        [ "$(fields --form $form $how)" = "$usual" ] || fail "$form $how: not $usual fields"
    done
done

# ---- again, from the archive edition ----
"$tool" --for-parents --gloss zh --archive -o archive.pdf "$case" && "$tool" --for-parents --gloss zh -o now.pdf "$case" &&
    "$tool" --from-archive archive.pdf -o again.pdf || fail 'the archive edition'
cmp -s now.pdf again.pdf || fail 'from its archive edition comes another page'

[ $bad = 0 ] && echo "aids: good"
exit $bad
