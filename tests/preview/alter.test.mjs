// The same case with altered data: another picture and back, told on the page and in its address, nothing in the file.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { nextState, openBrowser, openPage, save, startPreview, stateNumber, workshop } from './lib.mjs';

let w, browser, preview, page, form, sample, bytes;

before(async () => {
  w = workshop();
  form = w.path('templates/plan/form.xml');
  sample = w.path('samples/hodei-futoukou/case.xml');
  bytes = readFileSync(sample);
  browser = await openBrowser();
  preview = await startPreview('--case', sample, form);
  page = await openPage(browser, preview.url);
});

after(async () => {
  await browser?.close();
  await preview?.stop();
  assert.deepEqual(readFileSync(sample), bytes, 'the file keeps what it has');
  w.remove();
  assert.deepEqual(page.faults, []);
});

const shown = () => page.evaluate(() => [...document.querySelectorAll('.paper text')].map(e => e.textContent).join(''));
const told = async () => (await page.isVisible('#altered')) && page.textContent('#altered');

async function choose(as, seen) {
  await page.selectOption('#as', as);
  await page.waitForFunction(text => document.querySelector('#pages').textContent.includes(text), seen);
  await page.waitForFunction(() => ['good', 'trial'].includes(document.documentElement.dataset.state));
}

test('names and texts become others, and the picture comes back', async () => {
  const asIs = await shown();
  assert.match(asIs, /相原/);
  assert.equal(await told(), false);
  await choose('names', '勘解由小路');
  assert.doesNotMatch(await shown(), /相原湊/);
  assert.match(await told(), /加工したデータ：最も長い名前/);
  await choose('kanji', '葛\u{E0100}城');
  await choose('', '相原');
  await page.waitForFunction(text => [...document.querySelectorAll('.paper text')].map(e => e.textContent).join('') === text, asIs);
  assert.equal(await told(), false);
});

test('texts three times as long take more pages or do not fit', async () => {
  const pages = await page.locator('.paper').count();
  await page.selectOption('#as', 'long');
  await page.waitForFunction(n => document.querySelectorAll('.paper').length > n
    || document.documentElement.dataset.state === 'trial', pages);
  await choose('', '相原');
});

test('what is missing when texts are empty is told, and the pages are there', async () => {
  await page.selectOption('#as', 'empty');
  await page.waitForFunction(() => document.documentElement.dataset.state === 'trial');
  const messages = await page.locator('#messages li').allTextContents();
  assert.ok(messages.some(message => message.includes('bind-missing')));
  assert.ok(await page.locator('.paper').count() >= 1);
  await choose('', '相原');
});

test('the address holds the view, also over a reload; a save of the form reaches it', async () => {
  await choose('names', '勘解由小路');
  assert.match(page.url(), /\?view=0&as=names$/);
  await page.reload();
  await page.waitForFunction(() => document.documentElement.dataset.done);
  assert.match(await shown(), /勘解由小路/);
  assert.match(await told(), /加工したデータ/);
  const n = await stateNumber(page);
  save(form, text => text.replace(/<p style="title">[^<]*/, '<p style="title">加工の試験'));
  await nextState(page, n);
  assert.match(await shown(), /加工の試験.*勘解由小路/);
  await page.selectOption('#view', 'blank');
  await page.waitForFunction(() => !document.querySelector('#pages').textContent.includes('勘解由小路'));
  assert.equal(await told(), false);
  assert.ok(await page.isDisabled('#as'));
  await page.selectOption('#view', '0');
  await choose('', '相原');
});
