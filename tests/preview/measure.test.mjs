// A grid in millimetres, and distances on the paper: by mouse, by finger, by keyboard; at the rules and boxes exactly.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessFaults, openBrowser, openPage, startPreview } from './lib.mjs';

let browser, preview, page;

before(async () => {
  browser = await openBrowser();
  preview = await startPreview('--case', 'samples/hodei-futoukou/case.xml', 'plan');
  page = await openPage(browser, preview.url);
});

after(async () => {
  await browser?.close();
  await preview?.stop();
  assert.deepEqual(page.faults, []);
});

const MM = 72 * 1024 / 25.4;
const told = async on => (await on.textContent('#measured')).match(/横 ([\d.]+) mm・縦 ([\d.]+) mm・斜め ([\d.]+) mm/)?.slice(1).map(Number);
// A box of the first page that is tall enough to be aimed at, and where its corners are on the screen.
const boxOn = on => on.evaluate(async () => {
  const { sheets } = await import('./pages.js');
  const [sheet] = sheets, { box } = sheet.marks.notes.find(note => note.kind === 'cell' && note.box[2] > 200000 && note.box[3] > 30000);
  const r = sheet.holder.getBoundingClientRect(), at = (x, y) => [r.left + x / sheet.wanted.width * r.width, r.top + y / sheet.wanted.height * r.height];
  return { box, from: at(box[0], box[1]), to: at(box[0] + box[2], box[1] + box[3]) };
});

test('the grid has a line for every 5 mm and a number for every 10', async () => {
  await page.keyboard.press('7');
  const numbers = await page.locator('.sheet:first-of-type .grid text').allTextContents();
  assert.deepEqual(numbers.slice(0, 29), Array.from({ length: 29 }, (_, i) => String((i + 1) * 10))); // 297 mm across
  assert.equal(numbers.length, 29 + 21);
  const lines = await page.locator('.sheet:first-of-type .grid .tens').getAttribute('d');
  assert.ok(lines.includes(`M${10 * MM} 0v`));
  await page.keyboard.press('7');
  assert.equal(await page.locator('.grid').count(), 0);
});

// A rule stands on the edge of its box; either is gone to, whichever is nearer.
test('dragging from near one corner of a box to near the other measures the box, however steady the hand', async () => {
  await page.click('#measure');
  assert.match(await page.textContent('#measured'), /紙面を引いて/);
  const { box, from, to } = await boxOn(page);
  const seen = [];
  for (const off of [3, 4, 2]) {
    await page.mouse.move(from[0] - off, from[1] - off);
    await page.mouse.down();
    await page.mouse.move(to[0] - 40, to[1] - 20);
    await page.mouse.move(to[0] + off, to[1] + off);
    await page.mouse.up();
    seen.push(await told(page));
  }
  const [across, down, far] = seen[0];
  assert.deepEqual(seen, [seen[0], seen[0], seen[0]]);
  assert.ok(Math.abs(across - box[2] / MM) < 0.4 && Math.abs(down - box[3] / MM) < 0.4, `${across} ${down}`);
  assert.ok(Math.abs(far - Math.hypot(across, down)) < 0.15);
  assert.ok((await page.locator('.measure text').allTextContents()).includes(`${far.toFixed(1)} mm`));
  assert.deepEqual(await accessFaults(page), []);
});

test('a click while measuring chooses no mark; straight distances have no legs', async () => {
  assert.equal(await page.getAttribute('#mark', 'data-op'), null);
  const { from, to } = await boxOn(page);
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(to[0], from[1] + 2);
  await page.mouse.up();
  assert.equal((await told(page))[1], 0);
  assert.equal(await page.locator('.measure .leg').count(), 0);
});

test('the keyboard measures: by millimetres, by tenths, from rule to rule', async () => {
  await page.keyboard.press('Escape');
  assert.equal(await page.isVisible('#measured'), false);
  await page.keyboard.press('m');
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'Shift+ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
  assert.deepEqual(await told(page), [3.1, 4, 5.1]);
  await page.keyboard.press('Control+ArrowUp');
  await page.keyboard.press('Enter');
  assert.deepEqual(await told(page), [0, 0, 0]);
  await page.keyboard.press('Control+ArrowDown');
  const wanted = await page.evaluate(async () => {
    const { sheets } = await import('./pages.js');
    return sheets[0].marks.notes.filter(note => note.kind === 'cell').flatMap(note => [note.box[1], note.box[1] + note.box[3]]);
  });
  const y = await page.evaluate(() => document.querySelector('#measured').textContent.match(/上から ([\d.]+)/)[1]);
  assert.ok(wanted.some(edge => (Math.round(edge / MM * 10) / 10).toFixed(1) === y) || (await told(page))[1] > 0, y);
  assert.ok((await told(page))[1] > 0);
  await page.click('#language');
  assert.match(await page.textContent('#measured'), /across 0\.0 mm, down/);
  await page.click('#language');
  await page.locator('#pages').focus();
  await page.keyboard.press('Escape');
});

test('a finger measures, and the page does not scroll under it', async () => {
  const touch = await openPage(browser, preview.url, { viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true });
  await touch.tap('#measure');
  const { from, to } = await boxOn(touch);
  const client = await touch.context().newCDPSession(touch);
  const send = (type, points) => client.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y]) => ({ x, y })) });
  const before = await touch.evaluate(() => document.getElementById('pages').scrollTop);
  await send('touchStart', [from]);
  for (let i = 1; i <= 10; i++) await send('touchMove', [[from[0] + (to[0] - from[0]) * i / 10, from[1] + (to[1] - from[1]) * i / 10]]);
  await send('touchEnd', []);
  const [across, down] = await told(touch);
  assert.ok(across > 30 && down > 5, `${across} ${down}`);
  assert.equal(await touch.evaluate(() => document.getElementById('pages').scrollTop), before);
  assert.deepEqual(touch.faults, []);
  await touch.context().close();
});
