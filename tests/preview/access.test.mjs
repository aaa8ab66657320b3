// For everybody: nothing that axe finds, a narrow window, a page that is loaded again, and several who look at once.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { accessFaults, build, nextState, openBrowser, openPage, save, startPreview, stateNumber, workshop, write } from './lib.mjs';

let w, browser, preview, page, form, good, args;

before(async () => {
  w = workshop();
  form = w.path('templates/plan/form.xml');
  good = readFileSync(form, 'utf8');
  browser = await openBrowser();
  args = ['--forms', w.path('templates'), '--case', w.path('samples/hodei-futoukou/case.xml'), '--editor', 'true %f %l'];
  preview = await startPreview(...args, form);
  page = await openPage(browser, preview.url);
});

after(async () => {
  await browser?.close();
  await preview?.stop();
  w.remove();
  assert.deepEqual(page.faults, []);
});

const at = address => new URL(address, preview.url).href;
async function saved(on, text) {
  const n = await stateNumber(on);
  write(form, text);
  await nextState(on, n);
}
const broken = () => good.replace('</body>', '');
const refusing = () => good.replace(/<cell span="2" style="text" field="総合的な支援の方針"/, '$& height="6mm" fit="refuse"')
  .replace(/<style /, '<style name="zebra" size="9pt" pitch="12pt"/><style name="lion" size="9pt" pitch="12pt"/>$&');
const narrow = { viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true };
const wider = on => on.evaluate(() => document.documentElement.scrollWidth - innerWidth);

// Everything that may be open, one after the other, with `look` at each.
async function throughStates(on, look) {
  await look('as it is');
  for (const key of '1234567') await on.keyboard.press(key);
  await look('with all overlays');
  for (const key of '1234567') await on.keyboard.press(key);
  await on.keyboard.press('?');
  await look('with the list of keys');
  await on.keyboard.press('Escape');
  await on.locator('#pages').focus();
  await on.keyboard.press('n');
  await on.fill('#find-what', '/case/child');
  await look('with a mark and what was found');
  await on.keyboard.press('Escape');
  await on.selectOption('#as', 'names');
  await on.waitForFunction(() => document.documentElement.dataset.view === '0.names');
  await look('altered');
  await on.selectOption('#as', '');
  await on.waitForFunction(() => document.documentElement.dataset.view === '0');
  await saved(on, refusing());
  await on.locator('#review [data-code="review-style-unused"] summary').click();
  await look('with an error and findings');
  await saved(on, broken());
  await look('broken');
  await saved(on, good);
}

for (const theme of ['light', 'dark'])
  test(`axe finds nothing on the page (${theme})`, async () => {
    await page.emulateMedia({ colorScheme: theme });
    await throughStates(page, async when => assert.deepEqual(await accessFaults(page), [], when));
    await page.emulateMedia({ colorScheme: 'light' });
  });

test('axe finds nothing in the gallery, live and written, nor on a narrow window', async () => {
  save(w.path('templates/envelope/form.xml'), text => text.replace('</form>', '<nothing/></form>'));
  execFileSync(join(build, 'renkei-preview'), [...args, '--once', w.path('site')]);
  for (const [address, options] of [[at('gallery.html')], [at('gallery.html'), { colorScheme: 'dark' }], [at('gallery.html'), narrow], [pathToFileURL(w.path('site/index.html')).href],
    [`${pathToFileURL(w.path('site/index.html')).href}#plan.hodei-futoukou`, narrow]]) {
    const other = await openPage(browser, address, options);
    assert.deepEqual(await accessFaults(other), [], address);
    assert.ok(await wider(other) <= 0, `${address} is ${await wider(other)} px too wide`);
    await other.context().close();
  }
});

test('a window of 375 px has everything, and nothing beside it', async () => {
  const small = await openPage(browser, preview.url, narrow);
  await throughStates(small, async when => {
    assert.ok(await wider(small) <= 0, `${when}: ${await wider(small)} px too wide`);
    assert.deepEqual(await accessFaults(small), [], when);
  });
  await small.click('#language');
  assert.ok(await wider(small) <= 0, 'English');
  await small.click('#language');
  const outside = await small.evaluate(() => [...document.querySelectorAll('button, select, input, a, summary')].filter(e => e.checkVisibility())
    .filter(e => { const r = e.getBoundingClientRect(); return r.left < -1 || r.right > innerWidth + 1; }).map(e => e.outerHTML));
  assert.deepEqual(outside, []);
  await small.context().close();
});

test('the keyboard goes through the page in its order, and every stop is seen', async () => {
  const fresh = await openPage(browser, preview.url);
  const stops = [];
  for (let i = 0; i < 60; i++) {
    await fresh.keyboard.press('Tab');
    const stop = await fresh.evaluate(() => {
      const e = document.activeElement;
      return { at: [...document.querySelectorAll('*')].indexOf(e), body: e === document.body, outline: getComputedStyle(e).outlineStyle };
    });
    if (stop.body) break;
    assert.notEqual(stop.outline, 'none');
    stops.push(stop.at);
  }
  assert.ok(stops.length > 10);
  assert.deepEqual(stops, [...stops].sort((a, b) => a - b));
  await fresh.context().close();
});

test('place, size, what lies over the paper, what is open and what was looked for outlive a reload', async () => {
  await saved(page, refusing());
  const group = page.locator('#review [data-code="review-style-unused"] details');
  if (!await group.evaluate(e => e.open)) await group.locator('summary').click();
  for (const key of ['0', '+', '+', '1', '3']) await page.keyboard.press(key);
  await page.fill('#find-what', '/case/child');
  const look = () => page.evaluate(() => {
    const main = document.getElementById('pages'), r = document.querySelectorAll('.holder')[1].getBoundingClientRect();
    return { top: Math.round(r.top), left: Math.round(r.left), zoom: document.getElementById('zoom').value, width: main.clientWidth,
      over: [...document.querySelectorAll('#overlays [aria-pressed="true"]')].map(e => e.id), find: document.getElementById('find-what').value, found: document.getElementById('found').textContent };
  });
  await page.evaluate(() => document.querySelectorAll('.holder')[1].scrollIntoView());
  await page.evaluate(() => document.getElementById('pages').scrollBy(40, 130));
  await page.waitForFunction(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))));
  const seen = await look();
  assert.deepEqual(seen.over, ['over-boxes', 'over-fits']);
  await page.reload();
  await page.waitForFunction(() => document.documentElement.dataset.done);
  const again = await look();
  assert.ok(Math.abs(again.top - seen.top) <= 2 && Math.abs(again.left - seen.left) <= 2, JSON.stringify([seen, again]));
  assert.deepEqual({ ...again, top: 0, left: 0 }, { ...seen, top: 0, left: 0 });
  assert.ok(await group.evaluate(e => e.open));
  for (const key of ['Escape', '1', '3', '0']) await page.keyboard.press(key);
  await saved(page, good);
});

test('two who look at one form, two forms and two ports do not disturb each other', async () => {
  const [other, pickup] = [await openPage(browser, preview.url), await openPage(browser, at('./?view=pickup.hodei-futoukou'))];
  const second = await startPreview(...args, w.path('templates/pickup/form.xml'));
  const far = await openPage(browser, second.url);
  const shown = on => on.evaluate(() => [...document.querySelectorAll('.paper text')].map(e => e.textContent).join(''));
  const before = await Promise.all([page, pickup, far].map(shown));
  await other.selectOption('#as', 'kanji');
  await other.waitForFunction(() => document.documentElement.dataset.view === '0.kanji');
  await other.keyboard.press('1');
  await other.keyboard.press('+');
  assert.deepEqual(await Promise.all([page, pickup, far].map(shown)), before);
  for (const on of [page, pickup, far]) {
    assert.equal(await on.isVisible('#altered'), false);
    assert.equal(await on.locator('.boxes').count(), 0);
  }
  const numbers = await Promise.all([pickup, far].map(stateNumber));
  await saved(page, good.replace(/<p style="title">[^<]*/, '<p style="title">二人の試験'));
  await other.waitForFunction(() => document.querySelector('#pages').textContent.includes('二人の試験'));
  assert.match(await shown(other), /葛/);
  assert.deepEqual(await Promise.all([pickup, far].map(stateNumber)), numbers, 'another form’s save composes nothing here');
  save(w.path('templates/pickup/form.xml'), text => text.replace('<body>', '<body><p>三人目</p>'));
  for (const on of [pickup, far]) await on.waitForFunction(() => document.querySelector('#pages').textContent.includes('三人目'));
  for (const on of [other, pickup, far]) {
    assert.deepEqual(on.faults, []);
    await on.context().close();
  }
  assert.equal(await second.stop(), 0);
  await saved(page, good);
});
