// The same case with altered data: another picture and back, told on the page and in its address, nothing in the file.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
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
  await page.waitForFunction(key => document.documentElement.dataset.view === key, as ? `0.${as}` : '0'); // every page of it
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

// Data of a form's own has no grammar: texts and names are told by length and signs.
const own = `<m day="2026-04-01" yen="1,200" sex="男"><child name="相原 湊" kana="あいはら みなと"/><place>放課後等デイサービスこもれび</place>
  <note>朝は、玄関で靴をそろえるところまで一人でできた。</note><era>令和6年4月1日</era></m>\n`;
const form_of = body => `<form name="own" title="試し" data="any"><style name="base" size="9pt" pitch="12pt"/><page size="A5" margin="15mm"/>
<body>${body}</body></form>\n`;
const everything = ['child/@name', 'child/@kana', 'place', 'note', 'era', '@day', '@yen', '@sex'].map(path => `<p><value select="${path}" missing="—"/></p>`).join('')
  + '<p><tick test="@sex = \'女\'">女</tick></p>';

async function lookAt(body, data) {
  const [formPath, dataPath] = [w.path('own.xml'), w.path('data.xml')];
  writeFileSync(formPath, form_of(body));
  writeFileSync(dataPath, data);
  const other = await startPreview('--case', dataPath, formPath);
  const its = await openPage(browser, other.url);
  const look = async as => {
    await its.selectOption('#as', as);
    await its.waitForFunction(key => document.documentElement.dataset.view === key, as ? `0.${as}` : '0');
    return { text: await its.evaluate(() => [...document.querySelectorAll('.paper text')].map(e => e.textContent).join('')), told: await its.isVisible('#altered') && await its.textContent('#altered'),
      dashed: await its.evaluate(() => document.documentElement.hasAttribute('data-altered')) };
  };
  return { look, done: async () => { await its.context().close(); await other.stop(); } };
}

test('data="any" is altered by length and signs, and the page says so; dates, numbers and choices stay', async () => {
  const { look, done } = await lookAt(everything, own);
  const asIs = await look('');
  assert.match(asIs.text, /相原 湊.*あいはら みなと.*こもれび.*靴をそろえる.*令和6年4月1日.*2026-04-01.*1,200.*男/);
  const wanted = { long: /靴をそろえる.*靴をそろえる.*靴をそろえる/, names: /勘解由小路.*さえもんさぶろう.*社会福祉法人/, kanji: /葛\u{E0100}城.*わたなべ/u };
  for (const as of ['empty', 'long', 'names', 'kanji', 'ticks']) {
    const seen = await look(as);
    if (as in wanted) assert.match(seen.text, wanted[as], as);
    if (as === 'empty') assert.doesNotMatch(seen.text, /相原|みなと|こもれび|靴/);
    if (as === 'ticks') assert.equal(seen.text.replace('☑', '☐'), asIs.text);
    assert.match(seen.text, /令和6年4月1日.*2026-04-01.*1,200.*男/, as);
    assert.match(seen.told, /加工したデータ：.*（\d+ か所）/, as);
    assert.ok(seen.dashed);
    assert.equal(/文法がない/.test(seen.told), as !== 'ticks', as);
  }
  await done();
});

test('where nothing is to be altered the page says that it is the case as it is', async () => {
  const { look, done } = await lookAt('<p><value select="@yen"/></p>', '<m yen="1,200"/>\n');
  for (const as of ['empty', 'long', 'names', 'kanji', 'ticks']) {
    const seen = await look(as);
    assert.equal(seen.text, '1,200');
    assert.match(seen.told, /変わるところがありません.*そのままの事例/, as);
    assert.equal(seen.dashed, false, as);
  }
  await done();
});
