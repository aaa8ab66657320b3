// The gallery: as renkei-preview serves it, and as --once writes it for a browser without a server.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build, openBrowser, openPage, save, startPreview, workshop } from './lib.mjs';

const order = ['errors', 'forbidden', 'warnings', 'unfilled', 'clean'];
let w, browser, preview, page, args, lines;

before(async () => {
  w = workshop();
  // Two samples are enough, and a form that refuses, so that every kind of state but one is there.
  args = ['--forms', w.path('templates'), '--case', w.path('samples/hodei-futoukou/case.xml'), '--case', w.path('samples/ihan-mihon/case.xml')];
  save(w.path('templates/envelope/form.xml'), text => text.replace('</form>', '<nothing/></form>'));
  lines = execFileSync(join(build, 'renkei-preview'), [...args, '--once', w.path('site')], { encoding: 'utf8' }).trimEnd().split('\n')
    .map(line => line.split('\t')).map(([state, form, sample, pages, , why]) => ({ key: `${form}.${sample}`, state, pages: Number(pages), why }));
  browser = await openBrowser();
  preview = await startPreview(...args);
  page = await openPage(browser, preview.url);
});

after(async () => {
  await browser?.close();
  const status = await preview?.stop();
  w.remove();
  assert.equal(status, 0);
  assert.deepEqual(page.faults, []);
});

const tiles = on => on.evaluate(() => [...document.querySelectorAll('.tile')].map(e => ({ key: e.dataset.key, state: e.dataset.state })));
const said = () => lines.map(({ key, state }) => ({ key, state }));

test('every pair is there, the worst first, with its state in words', async () => {
  assert.match(preview.url, /\/gallery\.html$/);
  const shown = await tiles(page);
  assert.deepEqual(shown, said());
  const ranks = shown.map(({ state }) => order.indexOf(state));
  assert.deepEqual(ranks, [...ranks].sort((a, b) => a - b));
  assert.deepEqual([...new Set(shown.map(({ state }) => state))], ['errors', 'forbidden', 'unfilled', 'clean']);
  const forbidden = await page.textContent('[data-key="plan.ihan-mihon"]');
  assert.match(forbidden, /⊘ 要件に反する N3\.6/);
  assert.match(forbidden, /学校が加わっていません/);
  assert.match(await page.textContent('[data-key="envelope.ihan-mihon"]'), /✕ エラー/);
});

test('a pair shows its first page', async () => {
  const image = page.locator('[data-key="plan.hodei-futoukou"] img');
  await image.scrollIntoViewIfNeeded();
  assert.ok(await image.evaluate(img => img.decode().then(() => img.naturalWidth > img.naturalHeight)));
});

test('forms and cases can be chosen', async () => {
  await page.selectOption('#case', 'ihan-mihon');
  assert.deepEqual(await tiles(page), said().filter(({ key }) => key.endsWith('.ihan-mihon')));
  await page.selectOption('#form', 'plan');
  assert.deepEqual(await tiles(page), [{ key: 'plan.ihan-mihon', state: 'forbidden' }]);
  await page.selectOption('#form', '');
  await page.selectOption('#case', '');
});

test('a save composes the pairs that were made of that file, and no other', async () => {
  const done = await page.evaluate(() => Number(document.documentElement.dataset.done));
  const envelopes = ['envelope.hodei-futoukou', 'envelope.ihan-mihon'];
  save(w.path('templates/envelope/form.xml'), text => text.replace('<nothing/>', ''));
  await page.waitForFunction(n => Number(document.documentElement.dataset.done) > n, done);
  assert.equal(await page.evaluate(() => Number(document.documentElement.dataset.done)), done + envelopes.length);
  const now = await tiles(page);
  for (const key of envelopes) assert.equal(now.find(tile => tile.key === key).state, 'clean');
});

test('the keyboard reaches a pair and opens its live view', async () => {
  await page.focus('[data-key="schedule.hodei-futoukou"]');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\?view=schedule\.hodei-futoukou$/);
  await page.waitForFunction(() => document.documentElement.dataset.done);
  assert.equal(await page.textContent('#form-name'), 'schedule/form.xml');
  assert.equal(await page.inputValue('#view'), 'schedule.hodei-futoukou');
  assert.match(await page.textContent('.paper'), /別表/);
  save(w.path('templates/schedule/form.xml'), text => `${text}<!-- again -->\n`);
  await page.waitForFunction(() => Number(document.documentElement.dataset.done) > 1);
  await page.click('#gallery');
  await page.waitForFunction(() => document.querySelectorAll('.clean .tile').length > 5);
});

test('it speaks both languages, by day and by night', async () => {
  await page.click('#language');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  assert.match(await page.textContent('[data-key="plan.ihan-mihon"]'), /Forbidden by a rule N3\.6.*missing in the judgement/s);
  const paint = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const day = await paint();
  await page.click('#theme');
  assert.notEqual(await paint(), day);
  await page.click('#theme');
  await page.click('#language');
});

test('the folder of --once shows the same without a server, and asks for nothing elsewhere', async () => {
  const site = await openPage(browser, pathToFileURL(w.path('site/index.html')).href);
  const asked = [];
  site.on('request', request => asked.push(request.url()));
  assert.deepEqual(await tiles(site), said());
  await site.click('[data-key="plan.ihan-mihon"]');
  const pages = lines.find(({ key }) => key === 'plan.ihan-mihon').pages;
  // The address changes first, and then the page hears of it.
  await site.waitForFunction(n => document.querySelectorAll('#detail img').length === n, pages);
  for (const image of await site.locator('#detail img').all()) await image.evaluate(img => img.decode());
  assert.match(await site.textContent('#detail'), /render-forbidden/);
  await site.keyboard.press('Escape');
  await site.waitForFunction(() => !document.getElementById('sheet').hidden);
  assert.ok(asked.length > 0);
  assert.deepEqual(asked.filter(url => !url.startsWith(pathToFileURL(w.path('site/')).href)), []);
  assert.deepEqual(site.faults, []);
  const json = JSON.parse(readFileSync(w.path('site/gallery.json'), 'utf8'));
  assert.deepEqual(json.pairs.map(({ key, state }) => ({ key, state })), said());
  assert.equal(statSync(w.path('site')).mode & 0o077, 0);
});

test('--once refuses a folder that holds anything else', () => {
  writeFileSync(w.path('site/notes.txt'), 'kept');
  assert.throws(() => execFileSync(join(build, 'renkei-preview'), [...args, '--once', w.path('site')], { stdio: 'pipe' }),
    error => error.status === 2 && /preview-folder/.test(error.stderr));
  assert.equal(readFileSync(w.path('site/notes.txt'), 'utf8'), 'kept');
});
