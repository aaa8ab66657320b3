// Where the system tells nothing of a save: it is seen all the same, and the page says how. What is written through
// another hard link is such a save.
import assert from 'node:assert/strict';
import { linkSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { nextState, openBrowser, openPage, startPreview, stateNumber, workshop } from './lib.mjs';

let w, browser, preview, page, form, elsewhere, good;

before(async () => {
  w = workshop();
  renameSync(w.path('templates/pickup'), w.path('templates/real'));
  symlinkSync(w.path('templates/real'), w.path('templates/pickup'));
  form = w.path('templates/pickup/form.xml');
  mkdirSync(w.path('other'));
  elsewhere = w.path('other/same.xml');
  linkSync(form, elsewhere);
  good = readFileSync(form, 'utf8');
  browser = await openBrowser();
  preview = await startPreview('--forms', w.path('templates'), '--case', w.path('samples/hodei-futoukou/case.xml'), form);
  page = await openPage(browser, preview.url);
});

after(async () => {
  await browser?.close();
  await preview?.stop();
  w.remove();
  assert.deepEqual(page.faults, []);
});

const titled = title => good.replace(/<form ([^>]*)>/, '<form $1>').replace(/(<body>)/, `$1<p>${title}</p>`);
const shows = title => page.waitForFunction(text => document.querySelector('#pages').textContent.includes(text), title);

test('nothing is said of it while the system tells', async () => {
  writeFileSync(form, titled('聞こえた'));
  await shows('聞こえた');
  assert.equal(await page.isVisible('#watch'), false);
});

test('a save that is not told of is seen, and the page says that files are looked at; English, too', async () => {
  writeFileSync(elsewhere, titled('聞こえない'));
  await shows('聞こえない');
  assert.match(await page.textContent('#watch'), /ファイルの通知がないため、毎秒見ています/);
  assert.ok(await page.isVisible('#watch'));
  await page.click('#language');
  assert.match(await page.textContent('#watch'), /looked at every second/);
  await page.click('#language');
  const gallery = await openPage(browser, new URL('gallery.html', preview.url).href);
  assert.match(await gallery.textContent('#watch'), /毎秒見ています/);
  await gallery.context().close();
});

test('a link of a folder that leads elsewhere is followed', async () => {
  mkdirSync(w.path('templates/next'));
  writeFileSync(w.path('templates/next/form.xml'), titled('次のフォルダー'));
  symlinkSync(w.path('templates/next'), w.path('templates/link'));
  renameSync(w.path('templates/link'), w.path('templates/pickup'));
  await shows('次のフォルダー');
  writeFileSync(w.path('templates/next/form.xml'), titled('そこでの保存'));
  await shows('そこでの保存');
});

test('a reload composes anew', async () => {
  const n = await stateNumber(page);
  await page.reload();
  await nextState(page, n); // one or two: the save before was seen, and may be heard of only now
});
