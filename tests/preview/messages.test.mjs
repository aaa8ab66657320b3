// What is wrong, and what is worth a look: where in form and data it is, to be opened, copied and seen on the page; and
// what the page says of itself while nothing can be made.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { copied, nextState, openBrowser, openPage, startPreview, stateNumber, workshop, write } from './lib.mjs';

let w, browser, preview, page, form, sample, good;

before(async () => {
  w = workshop();
  form = w.path('templates/pickup/form.xml');
  sample = w.path('samples/hodei-futoukou/case.xml');
  good = readFileSync(form, 'utf8');
  browser = await openBrowser();
  writeFileSync(form, good.replace('</form>', ''));
  preview = await startPreview('--editor', 'true %f %l', '--case', sample, '--case', w.path('samples/jihatsu-houmon/case.xml'), form);
  page = await openPage(browser, preview.url);
});

after(async () => {
  await browser?.close();
  await preview?.stop();
  w.remove();
  assert.deepEqual(page.faults, []);
});

const says = () => page.textContent('#state');
const message = code => page.locator(`#messages [data-code="${code}"]`);
const lineOf = (text, part) => text.slice(0, text.indexOf(part)).split('\n').length;
async function saved(path, text) {
  const n = await stateNumber(page);
  write(path, text);
  await nextState(page, n);
}

test('while nothing was ever made the page does not speak of a last one', async () => {
  assert.match(await says(), /まだ一度も作れていません/);
  assert.doesNotMatch(await says(), /最後に/);
  assert.equal(await page.locator('.sheet').count(), 0);
  await page.click('#language');
  assert.match(await says(), /none have been yet/);
  await page.click('#language');
});

test('once there was one, it stays and is called the last; another view has none of it', async () => {
  await saved(form, good);
  assert.equal(await says(), '1 ページ');
  await saved(form, good.replace('</form>', ''));
  assert.match(await says(), /最後に作れたもの/);
  assert.ok(await page.locator('.sheet').count() > 0);
  await page.selectOption('#view', '1');
  await page.waitForFunction(() => document.getElementById('state').textContent.includes('まだ一度も'));
  assert.equal(await page.locator('.sheet').count(), 0);
  await page.selectOption('#view', '0');
  await page.waitForFunction(() => document.querySelector('.sheet'));
  assert.match(await says(), /最後に作れたもの/);
});

test('an error opens and copies its place in the form', async () => {
  const line = lineOf(`${good.replace('</form>', '')}\n`, '</body>') + 1, li = message('form-xml-malformed');
  const [asked] = await Promise.all([page.waitForRequest(request => request.method() === 'POST'), li.getByText('開く').click()]);
  assert.match(asked.postData(), /^\d+ \d+$/);
  assert.equal((await asked.response()).status(), 204);
  await li.getByText('写す').click();
  const place = await copied(page);
  assert.match(place, /templates\/pickup\/form\.xml:\d+$/);
  assert.ok(Math.abs(Number(place.split(':').at(-1)) - line) <= 2, place);
  await saved(form, good);
});

test('an error of the data has both places, and is seen on the page', async () => {
  const bytes = readFileSync(sample, 'utf8');
  await saved(form, good.replace('<body>', '<body><p><value select="era-date($case/child/name)"/></p>'));
  const li = page.locator('#messages li', { hasText: 'case.xml:' }).first();
  assert.ok(await li.count(), await page.textContent('#messages'));
  const ends = await li.locator('dd').evaluateAll(list => list.map(e => e.dataset.end));
  assert.ok(ends.includes('data') && ends.includes('form'), ends.join());
  const [asked] = await Promise.all([page.waitForRequest(request => request.method() === 'POST'), li.locator('[data-end="data"]').getByText('開く').click()]);
  assert.equal((await asked.response()).status(), 204);
  assert.equal(readFileSync(sample, 'utf8'), bytes);
  await saved(form, good);
});

test('findings of a kind are together, the worst first, each with its place; what is open stays open', async () => {
  const head = '<style name="zebra" size="9pt" pitch="12pt"/><style name="lion" size="9pt" pitch="12pt"/><style name="tiny" size="6pt" pitch="9pt"/>';
  write(form, good.replace(/<style /, `${head}$&`).replace('<body>', '<body><p style="tiny">小さい</p><p><sign width="60mm"/></p>'));
  await page.locator('#review > ul > li[data-code="review-small-text"]').waitFor(); // of this save; that before it may still be told
  const codes = await page.locator('#review > ul > li').evaluateAll(list => list.map(e => e.dataset.code));
  assert.deepEqual(codes.filter(code => ['review-unnamed', 'review-small-text', 'review-style-unused'].includes(code)),
    ['review-unnamed', 'review-small-text', 'review-style-unused']);
  assert.equal(new Set(codes).size, codes.length, 'one entry a kind');
  const styles = page.locator('#review [data-code="review-style-unused"]');
  assert.match(await styles.locator('summary').textContent(), /注意.*zebra.*2 か所/);
  await styles.locator('summary').click();
  assert.ok(await styles.locator('details').evaluate(e => e.open), 'it opens');
  assert.deepEqual(await styles.locator('dd code').evaluateAll(list => list.map(e => e.textContent.split('/').at(-1).replace(/:\d+/, ''))), ['form.xml', 'form.xml']);
  await page.click('#language');
  assert.match(await page.locator('#review [data-code="review-style-unused"] summary').textContent(), /2 places/);
  assert.ok(await page.locator('#review [data-code="review-style-unused"] details').evaluate(e => e.open));
  await page.click('#language');
  await page.locator('#review [data-code="review-small-text"]').getByText('紙面で見る').click();
  assert.ok(await page.locator('.marked .hit').count() > 0);
});
