#!/bin/sh
# batch_images.sh BUILD: pictures are inputs of a document: with another logo of the form, or another photograph of the
# case, it is made anew; one that is as it was gives the same document.
set -u
cd "$(dirname "$0")/.." || exit 2
tool=$(realpath "${1:-build}")/renkei-batch
. tests/command.sh
root=$PWD
cd "$work" || exit 2
mkdir -p c/K-0001 card
cp -R "$root/samples/masters" c/masters
cp "$root/samples/hodei-futoukou/case.xml" c/K-0001/case.xml
pictures=$root/tests/record/pictures
cp "$pictures/photo.jpg" c/K-0001/photo.jpg
cp "$pictures/logo.svg" card/logo.svg
cat >card/form.xml <<'XML'
<form name="card" title="写真のあるカード">
  <style name="base" family="mincho" size="10.5pt"/>
  <info date="'2024-06-01'"/>
  <page size="A5" margin="15mm"/>
  <body>
    <p><image src="logo.svg" alt="ロゴ" height="8mm"/></p>
    <p><image select="'photo.jpg'" alt="本人の写真" width="30mm"/></p>
  </body>
</form>
XML
sum() { cksum <town/K-0001/card.pdf; }
make_all() { run 0 run --cases c --form card/form.xml -o town; }

make_all
says out '作成1件'
first=$(sum)
make_all
says out '作り直して同じ内容1件'
[ "$(sum)" = "$first" ] || complain "the same pictures give another document"

sed -i 's/#0a7/#a07/' card/logo.svg
make_all
second=$(sum)
[ "$second" != "$first" ] || complain "a changed logo leaves the document as it was"

cp "$pictures/gray.png" c/K-0001/photo.jpg # a picture is what its bytes are
make_all
[ "$(sum)" != "$second" ] || complain "a changed photograph leaves the document as it was"
run 0 verify -o town

# Without it there is no document, and no other takes its place.
rm c/K-0001/photo.jpg
run 1 run --cases c --form card/form.xml -o town
says err 'image-read'
exit $bad
