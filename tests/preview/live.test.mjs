// Saves and what the page then shows.
import assert from 'node:assert/strict';
import { closeSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { nextState, openBrowser, openPage, save, startPreview, stateNumber, workshop, write } from './lib.mjs';

let w, browser, preview, page, form, sample;

before(async () => {
  w = workshop();
  form = w.path('templates/plan/form.xml');
  sample = w.path('samples/hodei-futoukou/case.xml');
  browser = await openBrowser();
  preview = await startPreview('--case', sample, '--case', w.path('samples/jihatsu-houmon/case.xml'), form);
  page = await openPage(browser, preview.url);
});

after(async () => {
  await browser?.close();
  const status = await preview?.stop();
  w.remove();
  assert.equal(status, 0);
  assert.deepEqual(page.faults.filter(fault => !fault.includes('ERR_INTERNET_DISCONNECTED')), []);
});

const shown = () => page.evaluate(() => [...document.querySelectorAll('.paper text')].map(e => e.textContent).join(''));
const state = () => page.evaluate(() => document.documentElement.dataset.state);
const messages = () => page.evaluate(() => [...document.querySelectorAll('#messages li')].map(e => e.textContent));

async function settled(act) {
  const n = await stateNumber(page);
  await act();
  await nextState(page, n);
}

for (const how of ['over', 'rename'])
  test(`a save (${how}) shows a new picture; place and zoom stay`, async () => {
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await page.evaluate(() => document.getElementById('pages').scrollTo(200, 300));
    const place = () => page.evaluate(() => {
      const { scrollLeft, scrollTop } = document.getElementById('pages');
      return { scrollLeft, scrollTop, zoom: document.getElementById('zoom').value };
    });
    const from = await place();
    await settled(() => save(form, text => text.replace(/<p style="title">[^<]*/, `<p style="title">保存の試験 ${how}`), how));
    // Over the file a busy machine may have it composed by halves, before it is whole.
    await page.waitForFunction(text => document.querySelector('#pages').textContent.includes(text) && document.documentElement.dataset.state === 'good', `保存の試験 ${how}`);
    assert.match(await shown(), new RegExp(`保存の試験 ${how}`));
    assert.deepEqual(await place(), from);
    assert.equal(await state(), 'good');
    await page.keyboard.press('0');
  });

test('the picture that changes are made to is the picture made anew', async () => {
  const edits = [text => text.replace('支援目標及び具体的な支援内容等', '目標'), text => text.replace(/<rule[^>]*\/>/, ''),
    text => text.replace('size="9pt"', 'size="8.75pt"'), text => text.replace('○目標', '○目標と、ずっと長くなった見出しで、行がずれるもの'),
    text => text.replace('margin="10mm', 'margin="11mm')];
  for (const edit of edits) {
    await settled(() => save(form, edit));
    const [patched, fresh] = await page.evaluate(async () => {
      const { sheets } = await import('./pages.js');
      const normal = text => { const e = document.createElement('div'); e.innerHTML = text; return e.firstElementChild.innerHTML.replace(/>\s+</g, '><').trim(); };
      const whole = await Promise.all(sheets.map(async sheet => normal(await (await fetch(`pages/${sheet.id}`)).text())));
      return [sheets.map(sheet => normal(sheet.paper.innerHTML)), whole];
    });
    assert.deepEqual(patched, fresh);
  }
});

test('a broken form: the last good page stays, grey, under the message; mended, it is new', async () => {
  const good = readFileSync(form, 'utf8'), picture = await shown();
  await settled(() => save(form, text => text.replace('</body>', '')));
  assert.equal(await state(), 'broken');
  assert.equal(await shown(), picture);
  assert.match(await page.evaluate(() => getComputedStyle(document.querySelector('.paper')).filter), /grayscale/);
  const [message] = await messages();
  assert.match(message, /form-xml-malformed/);
  assert.match(message, /plan\/form\.xml:\d+/);
  await settled(() => write(form, good.replace(/保存の試験 rename/, '直した')));
  assert.equal(await state(), 'good');
  assert.deepEqual(await messages(), []);
  assert.match(await shown(), /直した/);
});

test('a box that refuses its text is shown, with what is wrong', async () => {
  const good = readFileSync(form, 'utf8');
  const cell = /<cell span="2" style="text" field="総合的な支援の方針"/;
  assert.match(good, cell);
  await settled(() => write(form, good.replace(cell, '$& height="6mm" fit="refuse"')));
  assert.equal(await state(), 'trial');
  assert.match((await messages())[0], /compose-no-fit/);
  const fits = await page.evaluate(async () => (await import('./pages.js')).sheets[0].marks.notes.map(note => note.fit).filter(Boolean));
  assert.ok(fits.includes('refused'));
  await settled(() => write(form, good));
  assert.equal(await state(), 'good');
});

// The program waits half a second for the rest of a file. When this machine was busier than that between two halves,
// the round shows nothing, and another is made. `begin` leaves the file unfinished, `finish` makes it whole.
async function inTwoHalves(text, begin, finish) {
  for (let round = 0; ; round++) {
    assert.ok(round < 50, 'the machine is too busy');
    const n = await stateNumber(page), from = Date.now(), whole = text(round);
    const begun = begin(whole);
    await page.waitForTimeout(100);
    const between = await stateNumber(page);
    finish(whole, begun);
    const inTime = Date.now() - from < 400;
    await page.waitForFunction(([mark, before]) => {
      const { done } = document.documentElement.dataset, sheet = document.querySelector('.sheet');
      return sheet.textContent.includes(mark) && Number(done) > before && sheet.dataset.shown === done;
    }, [`${round}回目`, n]);
    assert.equal(await state(), 'good');
    if (!inTime) continue;
    assert.equal(between, n, 'nothing is told of half a file');
    assert.equal(await stateNumber(page), n + 1);
    return;
  }
}
const titled = title => readFileSync(form, 'utf8').replace(/<p style="title">[^<]*/, `<p style="title">${title}`);

test('a file that is being written is not read', async () => {
  await inTwoHalves(round => titled(`書き終えた${round}回目`), whole => {
    const file = openSync(form, 'w');
    writeSync(file, whole.slice(0, Math.floor(whole.length / 2)));
    return file;
  }, (whole, file) => {
    writeSync(file, whole.slice(Math.floor(whole.length / 2)));
    closeSync(file);
  });
});

test('a file that an editor moves away for a moment is waited for', async () => {
  await inTwoHalves(round => titled(`戻った${round}回目`), () => renameSync(form, `${form}~`), whole => write(form, whole));
});

test('includes, the case and its masters are watched as well', async () => {
  await settled(() => save(sample, text => text.replace(/<family>[^<]*/, '<family>渡瀬')));
  assert.match(await shown(), /渡瀬/);
  await settled(() => save(w.path('samples/masters/office.xml'), text => text.replaceAll('放課後等デイサービスこもれび', '放課後等デイサービスひなた')));
  assert.match(await shown(), /ひなた/);
  await settled(() => save(w.path('templates/shared/base.xml'), text => `${text}<!-- a comment -->\n`));
  assert.equal(await state(), 'good');
});

test('the case may be changed, and a blank form looked at', async () => {
  await page.selectOption('#view', '1');
  await page.waitForFunction(() => document.querySelector('.paper')?.textContent.includes('髙﨑'));
  await page.selectOption('#view', 'blank');
  await page.waitForFunction(() => !document.querySelector('.paper')?.textContent.includes('髙﨑'));
  await page.selectOption('#view', '0');
  await page.waitForFunction(() => document.querySelector('.paper')?.textContent.includes('渡瀬'));
});

test('a lost connection comes back, and nothing is missed', async () => {
  await page.context().setOffline(true);
  await page.evaluate(() => fetch('session').catch(() => {}));
  const other = await openPage(browser, preview.url); // its connection stays
  save(form, text => text.replace('戻った', 'つながった'));
  await other.waitForFunction(() => document.querySelector('.paper')?.textContent.includes('つながった'));
  await page.context().setOffline(false);
  await page.waitForFunction(() => document.querySelector('.paper')?.textContent.includes('つながった'));
  assert.equal(await state(), 'good');
  await other.context().close();
});

test('two pages in the browser hear of the same save', async () => {
  const other = await openPage(browser, preview.url);
  await settled(() => save(form, text => `${text}<!-- again -->\n`));
  save(form, text => text.replace('つながった', '二つとも'));
  for (const each of [page, other]) await each.waitForFunction(() => document.querySelector('.paper')?.textContent.includes('二つとも'));
  await other.context().close();
});
