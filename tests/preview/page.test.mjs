// The page itself: what is laid over the paper, what is found, how it speaks, what it keeps to itself.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { build, copied, openBrowser, openPage, root, startPreview } from './lib.mjs';

const sample = 'samples/hodei-futoukou/case.xml';
let browser, preview, page, folder;
const asked = [];

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'renkei-official-'));
  const official = join(folder, 'official.pdf');
  execFileSync(join(build, 'renkei-render'), ['--form', 'plan', '--blank', '-o', official], { cwd: root });
  browser = await openBrowser();
  preview = await startPreview('--underlay', official, '--editor', 'true %f %l', '--case', sample, 'plan');
  page = await openPage(browser, preview.url);
  page.on('request', request => asked.push(request.url()));
  await page.reload();
  await page.waitForFunction(() => document.documentElement.dataset.done);
});

after(async () => {
  await browser?.close();
  await preview?.stop();
  rmSync(folder, { recursive: true });
  assert.deepEqual(page.faults, []);
});

const notes = kind => execFileSync(join(build, 'renkei-render'), ['--form', 'plan', '-T', 'notes', sample], { cwd: root, encoding: 'utf8' })
  .split(/^page \d+$/m)[1].split('\n').filter(line => line.trim().startsWith(`${kind} `));
const count = selector => page.locator(`.sheet:first-of-type ${selector}`).count();

test('overlays show the notes of the composer, and go again', async () => {
  const wanted = { 1: ['.boxes .box', 'cell'], 2: ['.baselines .baseline', 'line'], 3: ['.fits rect', 'cell'], 4: ['.keeps path', 'keep'] };
  for (const [key, [selector, kind]] of Object.entries(wanted)) {
    await page.keyboard.press(key);
    assert.equal(await count(selector), notes(kind).length, kind);
    await page.keyboard.press(key);
    assert.equal(await count(selector), 0, kind);
  }
  await page.keyboard.press('5');
  const stops = await page.locator('.sheet:first-of-type .order text').allTextContents();
  assert.deepEqual(stops, stops.map((_, i) => String(i + 1)));
  assert.ok(stops.length > 30);
  await page.keyboard.press('5');
});

test('the official form lies under the page, as dark as one likes', async () => {
  await page.keyboard.press('6');
  const picture = page.locator('.sheet:first-of-type img');
  await picture.evaluate(img => img.decode());
  assert.ok(await picture.evaluate(img => img.naturalWidth > 1000 && img.naturalWidth > img.naturalHeight));
  await page.locator('#opacity').fill('80');
  assert.equal(await picture.evaluate(img => getComputedStyle(img).opacity), '0.8');
  await page.keyboard.press('6');
  assert.equal(await picture.count(), 0);
});

test('a line of the form, of another file, or a path of the data marks what it drew', async () => {
  const find = async text => {
    await page.fill('#find-what', text);
    await page.press('#find-what', 'Enter');
    return { hits: await page.locator('.marked .hit').count(), says: await page.textContent('#found') };
  };
  const marks = await page.evaluate(async () => {
    const { sheets } = await import('./pages.js');
    return sheets.flatMap(sheet => sheet.marks.ops);
  });
  const child = await find('/case/child/name/family');
  assert.equal(child.hits, marks.filter(mark => mark.data?.[2] === '/case/child/name/family').length);
  assert.ok(child.hits >= 3); // in the head of every page, under its line and ruby
  assert.ok((await find('/case/plan')).hits > 20, 'a path without [n] is all of them');
  const line = marks.find(mark => mark.form[0] === 0).form[1];
  assert.ok((await find(String(line))).hits >= marks.filter(mark => mark.form[0] === 0 && mark.form[1] === line).length);
  const parts = readFileSync('templates/shared/base.xml', 'utf8').split('\n');
  const named = 1 + parts.findIndex(text => text.includes('<ruby base="$case/child/name/family"'));
  assert.ok((await find(`base.xml:${named}`)).hits >= 3);
  const none = await find('1');
  assert.equal(none.hits, 0);
  assert.match(none.says, /何も描いていません/);
  const drawing = new Set(marks.filter(mark => mark.form[0] === 0).map(mark => mark.form[1]));
  let still = Math.min(...drawing);
  while (drawing.has(still)) still++;
  assert.match((await find(String(still))).says, /いちばん近いのは \d+ 行目/);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.marked').count(), 0);
});

test('a hint tells of the mark under the pointer', async () => {
  const name = page.locator('.paper text', { hasText: '相原' }).first();
  await name.scrollIntoViewIfNeeded();
  const box = await name.boundingBox();
  await page.mouse.move(box.x + box.width / 4, box.y + box.height / 3);
  assert.match(await page.textContent('#hint'), /\/case\/child\/name\/family.*name.*そのまま.*BIZ UDMincho Regular/);
  await page.mouse.move(5, 5);
});

test('the keyboard reaches every mark, and copies where it comes from', async () => {
  await page.locator('#pages').focus();
  await page.keyboard.press('n');
  assert.equal(await page.getAttribute('#mark', 'data-op'), '0');
  await page.keyboard.press('n');
  await page.keyboard.press('n');
  await page.keyboard.press('p');
  assert.equal(await page.getAttribute('#mark', 'data-op'), '1');
  await page.keyboard.press('c');
  assert.match(await copied(page), /^templates\/.*\.xml:\d+$/);
  await page.keyboard.press('d');
  assert.match(await copied(page), /^\/case\//);
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'find-what');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  assert.ok(await page.locator('#keys').evaluate(dialog => dialog.open));
  await page.keyboard.press('Escape');
});

test('text can be selected and is the source text', async () => {
  const text = await page.evaluate(() => {
    const line = [...document.querySelectorAll('.paper text')].find(e => e.textContent.startsWith('相談室だったら'));
    getSelection().selectAllChildren(line);
    const selected = getSelection().toString();
    getSelection().removeAllRanges();
    return selected;
  });
  assert.match(text, /^相談室だったら、友だちが一人来てくれても/);
});

test('it speaks Japanese and English, by day and by night', async () => {
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'ja');
  await page.click('#language');
  assert.equal(await page.textContent('#over-boxes'), 'Boxes');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  const missing = await page.evaluate(async () => (await import('./words.js')).untranslated());
  assert.deepEqual(missing, []);
  const paint = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const day = await paint();
  await page.click('#theme');
  assert.notEqual(await paint(), day);
  await page.click('#theme');
  await page.click('#language');
});

test('everything on the page has a name, and nothing is asked for elsewhere', async () => {
  const nameless = await page.evaluate(() => [...document.querySelectorAll('button, select, input, main, aside')]
    .filter(e => !(e.textContent.trim() || e.title || e.getAttribute('aria-label') || e.labels?.length)).map(e => e.outerHTML));
  assert.deepEqual(nameless, []);
  assert.ok(asked.length > 5);
  assert.deepEqual(asked.filter(url => !url.startsWith(preview.url)), []);
});
