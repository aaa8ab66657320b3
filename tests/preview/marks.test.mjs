// Every mark of every page: a click on it shows the place in the form and in the data that the display list of
// renkei-render gives for it. Each form is looked at with every fourth sample that fills it, by turns, so that each sample
// is looked at too; with all of them by ALL=1.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { build, openBrowser, openPage, root, startPreview } from './lib.mjs';

const render = (...args) => execFileSync(join(build, 'renkei-render'), args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
const short = file => relative(root, resolve(root, file));
const samples = readdirSync(join(root, 'samples')).map(name => `samples/${name}/case.xml`)
  .filter(path => existsSync(join(root, path)));

// Which forms a case fills; those that a rule keeps in the office are made as drafts.
function documents(sample) {
  return render('--list', sample).trimEnd().split('\n').map(line => line.split('\t')).map(([form, , answer]) => ({
    form, sample, draft: /^不可：[KNG]\d/.test(answer), fills: answer === '可' || /^不可：[KNG]\d/.test(answer),
  })).filter(document => document.fills);
}

// Pages of ops, each with "file:line" of its form and data and the data's path.
function expected({ form, sample, draft }) {
  const pages = [];
  for (const line of render(...(draft ? ['--draft'] : []), '--form', form, '-T', 'display', sample).split('\n')) {
    if (line.startsWith('page ')) pages.push([]);
    if (!line.startsWith('  ') || !pages.length) continue;
    const at = line.match(/ form=(\S+):(\d+)(?: data=(\S+?):(\d+)(?::(\S+))?)?$/);
    pages.at(-1).push(at ? { form: `${short(at[1])}:${at[2]}`, data: at[3] && `${short(at[3])}:${at[4]}`, path: at[5] } : {});
  }
  return pages;
}

// In the browser: clicks op after op of a sheet and reads what the panel then says.
function clickAll(number) {
  const sheet = document.querySelectorAll('.sheet')[number], svg = sheet.querySelector('.paper > svg');
  const panel = document.getElementById('mark');
  const onScreen = (e, { x, y }) => { // a pointer points at whole pixels
    const at = new DOMPoint(x, y).matrixTransform(e.getScreenCTM());
    return { x: Math.round(at.x), y: Math.round(at.y) };
  };
  const drawnAt = ({ x, y }) => document.elementsFromPoint(x, y).map(e => e.closest('.paper > svg > *')).filter(Boolean);
  // The first point where the drawing is on top, else the first where it is at all. Found before the first click: what
  // the panel then says has the page laid out anew.
  function aimAt(drawing) {
    const points = pointsOf(drawing);
    let under = null;
    for (const point of points) {
      const drawn = drawnAt(point);
      if (drawn[0] === drawing) return point;
      if (drawn.includes(drawing)) under ??= point;
    }
    return under ?? points[0];
  }

  function pointsOf(drawing) {
    const points = [];
    for (const text of drawing.querySelectorAll('text'))
      for (let i = 0; i < text.getNumberOfChars(); i++) {
        const { x, y, width, height } = text.getExtentOfChar(i);
        points.push(onScreen(text, { x: x + width / 2, y: y + height / 2 }), onScreen(text, { x: x + width / 4, y: y + height / 4 }));
      }
    for (const shape of drawing.querySelectorAll('[stroke]:not(.near), rect:not(.near)')) {
      const length = shape.getTotalLength();
      for (let i = 0; i <= 40; i++) points.push(onScreen(shape, shape.getPointAtLength((length * i) / 40)));
    }
    for (const area of drawing.querySelectorAll('rect[fill]:not([fill="none"])')) {
      const { x, y, width, height } = area.getBBox();
      for (let i = 1; i < 8; i++) for (let k = 1; k < 8; k++) points.push(onScreen(area, { x: x + (width * i) / 8, y: y + (height * k) / 8 }));
    }
    return points;
  }

  sheet.scrollIntoView();
  const aims = [...svg.children].map(aimAt).map(at => at && { ...at, target: document.elementFromPoint(at.x, at.y) });
  const end = name => panel.querySelector(`[data-end="${name}"] code`)?.textContent;
  const said = aims.map((at, op) => {
    if (!at) return 'no ink, no text';
    at.target.dispatchEvent(new MouseEvent('click', { bubbles: true, clientX: at.x, clientY: at.y }));
    if (Number(panel.dataset.op) !== op) panel.querySelector(`.stack [data-op="${op}"]`)?.click(); // under another, or next to it
    if (Number(panel.dataset.op) !== op) return `another mark: ${panel.dataset.op}`;
    return { form: end('form'), data: end('data'), path: panel.querySelector('[data-row="path"] code')?.textContent };
  });
  return said;
}

// One preview shows all that is made as it is, another the drafts: each with every form and case.
let browser;
const previews = {};
const addressOf = (preview, { form, sample }) => new URL(`./?view=${form}.${basename(dirname(sample))}`, preview.url).href;

before(async () => {
  browser = await openBrowser();
  for (const [name, ...args] of [['final'], ['draft', '--draft']])
    previews[name] = await startPreview(...args, ...samples.flatMap(sample => ['--case', sample]));
});

after(async () => {
  await browser?.close();
  for (const preview of Object.values(previews)) {
    assert.equal(await preview.stop(), 0);
    assert.deepEqual(preview.page?.faults, []);
  }
});

async function look(preview, document) {
  if (!preview.page) return preview.page = await openPage(browser, addressOf(preview, document), { viewport: { width: 1700, height: 2200 } });
  await preview.page.goto(addressOf(preview, document));
  await preview.page.waitForFunction(() => document.documentElement.dataset.done);
  return preview.page;
}

test('a click on any mark shows its place in form and data', async t => {
  const all = samples.flatMap(documents), turns = process.env.ALL === '1' ? 1 : 4;
  const forms = [...new Set(all.map(document => document.form))];
  const wanted = forms.flatMap((form, at) => {
    const filled = all.filter(document => document.form === form);
    return filled.filter((_, i) => i % turns === at % Math.min(turns, filled.length));
  });
  for (const [what, many] of [['form', forms.length], ['sample', samples.length]])
    assert.equal(new Set(wanted.map(document => document[what])).size, many, `each ${what}`);
  let clicked = 0;
  const faults = [];
  for (const document of wanted) {
    const name = `${document.form} of ${document.sample}${document.draft ? ', a draft' : ''}`;
    const page = await look(document.draft ? previews.draft : previews.final, document);
    const pages = expected(document);
    assert.equal(await page.locator('.sheet').count(), pages.length, name);
    for (const [i, ops] of pages.entries()) {
      const said = await page.evaluate(clickAll, i);
      assert.equal(said.length, ops.length, `${name}, page ${i + 1}`);
      said.forEach((says, op) => {
        clicked++;
        const good = says.form === ops[op].form && (says.data ?? undefined) === ops[op].data && says.path === ops[op].path;
        if (!good) faults.push(`${name}, page ${i + 1}, op ${op}: ${JSON.stringify(says)} for ${JSON.stringify(ops[op])}`);
      });
    }
  }
  assert.deepEqual(faults.slice(0, 20), []);
  t.diagnostic(`${clicked} marks of ${wanted.length} documents`);
});
