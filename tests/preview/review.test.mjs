// What is found on a form: told after its pages, gone when it is mended, each with its line.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { openBrowser, openPage, startPreview, workshop, write } from './lib.mjs';

let w, browser, preview, page, form, good;

before(async () => {
  w = workshop();
  form = w.path('templates/pickup/form.xml');
  good = readFileSync(form, 'utf8');
  browser = await openBrowser();
  preview = await startPreview('--editor', 'true %f %l', '--case', w.path('samples/hodei-futoukou/case.xml'), form);
  page = await openPage(browser, preview.url);
});

after(async () => {
  await browser?.close();
  await preview?.stop();
  w.remove();
  assert.deepEqual(page.faults, []);
});

const finding = code => page.locator(`#review [data-code="${code}"]`);
// Until these are found and those are not: what is told first may be of the save before.
async function saved(text, { found = [], gone = [] }) {
  write(form, text);
  for (const code of found) await finding(code).waitFor();
  for (const code of gone) await finding(code).waitFor({ state: 'detached' });
}

test('a name that nothing uses is told with its line, and goes when it is used no longer', async () => {
  await page.waitForFunction(() => document.documentElement.dataset.reviewed);
  assert.equal(await finding('review-style-unused').count(), 0);
  const at = good.indexOf('<style name="who"');
  await saved(`${good.slice(0, at)}<style name="zebra" size="7pt" pitch="9pt"/>${good.slice(at)}`, { found: ['review-style-unused'] });
  assert.match(await finding('review-style-unused').textContent(), /zebra/);
  const line = good.slice(0, at).split('\n').length;
  assert.match(await finding('review-style-unused').locator('code').textContent(), new RegExp(`pickup/form\\.xml:${line}$`));
  const [asked] = await Promise.all([page.waitForRequest(request => request.method() === 'POST'),
    finding('review-style-unused').getByText('開く').click()]);
  assert.match(asked.postData(), new RegExp(`^\\d+ ${line}$`));
  await saved(good, { gone: ['review-style-unused'] });
  assert.equal(await finding('review-style-unused').count(), 0);
});

test('an expression that finds nothing and text that no fax keeps are told; English, too', async () => {
  const at = good.indexOf('<body>') + '<body>'.length;
  assert.ok(at > 10);
  await saved(`${good.slice(0, at).replace('<style name="who"', '<style name="tiny" size="6pt" pitch="9pt"/>$&')}`
    + `<p style="tiny"><value select="$case/transition" missing="小さい"/></p>${good.slice(at)}`, { found: ['review-nothing-selected', 'review-small-text'] });
  assert.match(await finding('review-nothing-selected').allTextContents().then(all => all.join()), /transition/);
  assert.match(await finding('review-small-text').textContent(), /6 pt/);
  await page.click('#language');
  assert.match(await finding('review-small-text').textContent(), /the text is 6 pt/);
  await page.click('#language');
});

test('a form that cannot be read has its messages; nothing else is told of it', async () => {
  assert.ok(await page.locator('#review li').count() > 0);
  await saved(good.replace('</form>', ''), {});
  await page.locator('#review li').first().waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.documentElement.dataset.state === 'broken');
  await saved(good, {});
  await page.waitForFunction(() => document.documentElement.dataset.state === 'good');
});
