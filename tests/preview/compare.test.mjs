// What became of the pages: since the last save, and from the form in use; in words, in frames, the old paper on top.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { accessFaults, nextState, openBrowser, openPage, save, startPreview, stateNumber, workshop, write } from './lib.mjs';

let w, browser, preview, page, form, good;

before(async () => {
  w = workshop();
  form = w.path('templates/plan/form.xml');
  good = readFileSync(form, 'utf8');
  cpSync(w.path('templates'), w.path('used'), { recursive: true });
  save(w.path('used/plan/form.xml'), text => text.replace('>○支援目標及び具体的な支援内容等<', '>○支援の目標<'));
  browser = await openBrowser();
  preview = await startPreview('--released', w.path('used'), '--case', w.path('samples/hodei-futoukou/case.xml'), form);
  page = await openPage(browser, preview.url);
});

after(async () => {
  await browser?.close();
  await preview?.stop();
  w.remove();
  assert.deepEqual(page.faults, []);
});

const list = () => page.locator('#changes li').allTextContents();
const kinds = () => page.locator('#changes li').evaluateAll(all => all.map(e => e.dataset.kind));
const compared = (with_, n) => page.waitForFunction(wanted => document.documentElement.dataset.compared === wanted, `${with_} ${n}`);
async function saved(text) {
  const n = await stateNumber(page);
  write(form, text);
  await nextState(page, n);
  await compared(await page.inputValue('#compare'), await stateNumber(page));
}

test('before anything was saved there is nothing to compare with', async () => {
  await page.selectOption('#compare', 'saved');
  await compared('saved', 1);
  assert.match(await page.textContent('#changes'), /まだ保存で変わっていません/);
  assert.equal(await page.locator('.compare').count(), 0);
});

test('what moved is told in millimetres, framed, and found by a click', async () => {
  await saved(good.replace(/<p [^>]*>○支援目標/, '<space height="4.2mm"/>$&'));
  const said = await list();
  assert.ok(said.some(line => /1 ページ：.*4\.2 mm 下へ/.test(line)), said.join('\n'));
  assert.ok(await page.locator('.compare rect.moved.is').count() > 0);
  assert.ok(await page.locator('.compare rect.moved.was').count() > 0);
  await page.locator('#changes li button').first().click();
  assert.ok(await page.locator('.compare .now').count() > 0);
  await page.click('#language');
  assert.ok((await list()).some(line => /page 1: .*moved 4\.2 mm down/.test(line)), (await list()).join('\n'));
  await page.click('#language');
  assert.deepEqual(await accessFaults(page), []);
});

test('what says something else is told with both texts; a save that changes nothing keeps the comparison', async () => {
  await saved(good);
  await saved(good.replace('>○支援目標及び具体的な支援内容等<', '>○めあてと内容<'));
  const said = await list();
  assert.ok(said.some(line => line.includes('「○支援目標及び具体的な支援内容等」が「○めあてと内容」に')), said.join('\n'));
  await saved(good.replace('>○支援目標及び具体的な支援内容等<', '>○めあてと内容<').concat('<!-- the same pages -->\n'));
  assert.deepEqual(await list(), said);
});

test('the old paper lies on the new one', async () => {
  await page.click('#old');
  const picture = page.locator('.sheet:first-of-type img.old');
  await picture.evaluate(img => img.decode());
  assert.ok(await picture.evaluate(img => img.naturalWidth > 0));
  assert.equal(await page.getAttribute('#old', 'aria-pressed'), 'true');
  await page.reload();
  await page.waitForFunction(() => document.querySelector('#changes li') && document.querySelector('img.old'));
  await page.click('#old');
  assert.equal(await picture.count(), 0);
});

test('the form in use is another folder of forms', async () => {
  await saved(good);
  await page.selectOption('#compare', 'released');
  await compared('released', await stateNumber(page));
  assert.ok((await list()).some(line => line.includes('「○支援の目標」が「○支援目標及び具体的な支援内容等」に')), (await list()).join('\n'));
  save(w.path('used/plan/form.xml'), text => text.replace('</body>', ''));
  await saved(good.concat('<!-- again -->\n'));
  assert.match(await page.textContent('#changes'), /使っている様式では、この事例の紙面を作れません/);
  rmSync(w.path('used/plan'), { recursive: true });
  await saved(good.concat('<!-- and again -->\n'));
  assert.match(await page.textContent('#changes'), /この様式がありません/);
  cpSync(w.path('templates/plan'), w.path('used/plan'), { recursive: true });
  await saved(good);
  assert.match(await page.textContent('#changes'), /変わったところはありません/);
  assert.deepEqual(await kinds(), []);
});

test('where no folder of forms in use is known it cannot be chosen, and why is said', async () => {
  const other = await startPreview(form), its = await openPage(browser, other.url);
  assert.ok(await its.locator('#compare option[value="released"]').evaluate(option => option.disabled));
  assert.match(await its.getAttribute('#compare', 'title'), /--released/);
  await its.context().close();
  await other.stop();
});
