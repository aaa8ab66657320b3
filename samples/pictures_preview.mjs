// pictures_preview.mjs DIR: the pictures of the chapter 「最初の様式を10分で」 of templates/README.md, as renkei-preview shows
// its steps in a browser. DIR has the states of the form, as tests/first_form.sh --steps leaves them.
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build, nextState, openBrowser, openPage, root, stateNumber } from '../tests/preview/lib.mjs';

const steps = resolve(process.argv[2]);
const pictures = join(root, 'templates/pictures/first');
const form = 'youshiki/meibo/form.xml', data = 'youshiki/ensoku.xml';
mkdirSync(join(steps, 'youshiki/meibo'), { recursive: true });
copyFileSync(join(steps, 'ensoku.xml'), join(steps, data));
const type = step => copyFileSync(join(steps, `${step}.xml`), join(steps, form));

type('01');
const browser = await openBrowser();
// In the folder of the chapter, whose paths the pictures show.
const preview = spawn(join(build, 'renkei-preview'), ['--case', data, form], { cwd: steps, stdio: ['ignore', 'pipe', 'inherit'] });
const url = await new Promise(done => createInterface({ input: preview.stdout }).once('line', done));
const page = await openPage(browser, url, { viewport: { width: 1240, height: 760 }, deviceScaleFactor: 0.72 });
const picture = async name => {
  await page.evaluate(() => Promise.all(document.getAnimations().map(animation => animation.finished)));
  await page.screenshot({ path: join(pictures, `${name}.png`) });
};
const change = async how => {
  const before = await stateNumber(page);
  await how();
  await nextState(page, before);
};

await picture('1');
await change(() => type('02'));
await picture('2');
await change(() => type('03'));
await picture('3');
await change(() => type('04'));
await picture('4');
await change(() => type('05'));
await change(() => type('06'));
await picture('5');

const note = await page.locator('.paper text', { hasText: '帰りは父が' }).first().boundingBox();
await page.mouse.click(note.x + 30, note.y + note.height / 2);
await page.locator('#mark[data-op]').waitFor();
await page.mouse.move(5, 5);
await picture('6');
await page.keyboard.press('Escape');
await page.keyboard.press('1');
await picture('7');
await page.keyboard.press('1');
await page.selectOption('#view', { label: '空欄の様式' });
await page.locator('.paper text', { hasText: '令和　　年' }).first().waitFor({ state: 'attached' });
await picture('8');
await browser.close();
preview.kill();
if (page.faults.length) throw new Error(page.faults.join('\n'));
