// The gallery follows its folders: forms and cases that come are there without a restart, those that go are not.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { openBrowser, openPage, save, startPreview, workshop } from './lib.mjs';

let w, browser, preview, page;

before(async () => {
  w = workshop();
  for (const name of readdirSync(w.path('templates')))
    if (!['shared', 'schema', 'rules', 'pickup', 'envelope'].includes(name)) rmSync(w.path(`templates/${name}`), { recursive: true });
  for (const name of readdirSync(w.path('samples')))
    if (!['masters', 'hodei-futoukou'].includes(name)) renameSync(w.path(`samples/${name}`), w.path(`away-${name}`));
  browser = await openBrowser();
  preview = await startPreview('--forms', w.path('templates'), '--cases', w.path('samples'));
  page = await openPage(browser, preview.url);
});

after(async () => {
  await browser?.close();
  const status = await preview?.stop();
  w.remove();
  assert.equal(status, 0);
  assert.deepEqual(page.faults, []);
});

const keys = on => on.evaluate(() => [...document.querySelectorAll('.tile')].map(e => e.dataset.key).sort());
// All of them, and each composed.
const shows = (...wanted) => page.waitForFunction(list => JSON.stringify([...document.querySelectorAll('.tile')].map(e => e.dataset.key).sort()) === list
  && !document.querySelector('.tile[data-state="new"]'), JSON.stringify(wanted.sort()));
const choices = name => page.locator(`#${name} option`).evaluateAll(list => list.map(e => e.value).filter(Boolean));

test('a form that comes is there, with its title; one that is half there is not', async () => {
  await shows('envelope.hodei-futoukou', 'pickup.hodei-futoukou');
  mkdirSync(w.path('templates/fresh'));
  await page.waitForTimeout(300);
  assert.equal((await keys(page)).length, 2);
  cpSync(w.path('templates/pickup/form.xml'), w.path('templates/fresh/form.xml'));
  await shows('envelope.hodei-futoukou', 'fresh.hodei-futoukou', 'pickup.hodei-futoukou');
  save(w.path('templates/fresh/form.xml'), text => text.replace(/title="[^"]*"/, 'title="新しい様式"'));
  await page.waitForFunction(() => document.querySelector('[data-key="fresh.hodei-futoukou"]')?.textContent.includes('新しい様式'));
  assert.deepEqual(await choices('form'), ['envelope', 'fresh', 'pickup']);
});

test('a case that comes is there with every form', async () => {
  mkdirSync(w.path('samples/deep'));
  renameSync(w.path('away-ihan-mihon'), w.path('samples/deep/ihan-mihon'));
  const text = readFileSync(w.path('samples/deep/ihan-mihon/case.xml'), 'utf8');
  writeFileSync(w.path('samples/deep/ihan-mihon/case.xml'), text.replaceAll('../masters', '../../masters'));
  await shows(...['envelope', 'fresh', 'pickup'].flatMap(form => [`${form}.hodei-futoukou`, `${form}.ihan-mihon`]));
});

test('what goes is not there any more; a live view of it says that its file is missing', async () => {
  const live = await openPage(browser, new URL('./?view=fresh.hodei-futoukou', preview.url).href);
  assert.deepEqual(await live.locator('#view option').evaluateAll(list => list.map(e => e.value).sort()), ['fresh.hodei-futoukou', 'fresh.ihan-mihon']);
  await page.selectOption('#form', 'fresh');
  rmSync(w.path('templates/fresh'), { recursive: true });
  rmSync(w.path('samples/deep'), { recursive: true });
  await shows('envelope.hodei-futoukou', 'pickup.hodei-futoukou');
  assert.equal(await page.inputValue('#form'), '');
  await live.waitForFunction(() => document.documentElement.dataset.state === 'broken');
  assert.match(await live.textContent('#messages'), /fresh\/form\.xml/);
  await live.context().close();
});

test('what comes again has the address that it had', async () => {
  mkdirSync(w.path('templates/fresh'));
  cpSync(w.path('templates/pickup/form.xml'), w.path('templates/fresh/form.xml'));
  await shows('envelope.hodei-futoukou', 'fresh.hodei-futoukou', 'pickup.hodei-futoukou');
});

test('a folder of forms that is away for a moment takes nothing away', async () => {
  renameSync(w.path('templates'), w.path('elsewhere'));
  await page.waitForTimeout(1500);
  assert.equal((await keys(page)).length, 3);
  renameSync(w.path('elsewhere'), w.path('templates'));
  await shows('envelope.hodei-futoukou', 'fresh.hodei-futoukou', 'pickup.hodei-futoukou');
});
