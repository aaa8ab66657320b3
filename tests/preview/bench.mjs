// bench.mjs: from a save to the new picture of the page that is looked at: a line of plan/form.xml changes, and the
// browser has drawn the frame that shows it. And what memory the program holds after many saves, and what it computes
// while nothing is saved.
import { readFileSync, writeFileSync } from 'node:fs';
import { openBrowser, openPage, save, startPreview, workshop } from './lib.mjs';

const runs = Number(process.argv[2] ?? 60), saves = Number(process.argv[3] ?? 1000);
const w = workshop();
const form = w.path('templates/plan/form.xml');
const preview = await startPreview('--case', w.path('samples/hodei-futoukou/case.xml'), form);
const browser = await openBrowser();
const page = await openPage(browser, preview.url);

const median = list => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const worst = list => [...list].sort((a, b) => a - b)[Math.floor(list.length * 0.95)];
const kilobytes = () => Number(readFileSync(`/proc/${preview.child.pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]);

// The title of the form, which is on the first page, gets longer and shorter; or the margin does, and all marks move.
let flip = 0;
const edits = {
  'one mark changes': text => text.replace(/<p style="title">[^<]*/, `<p style="title">個別支援計画書${flip++ % 2 ? '' : `（案${flip}）`}`),
  'all marks move': text => text.replace(/(<page [^>]*margin=")([0-9.]+)mm/, (_, head, mm) => `${head}${mm === '10' ? 10.5 : 10}mm`),
};

await page.evaluate(() => {
  window.times = [];
  new MutationObserver(list => list.some(m => m.attributeName === 'data-shown') && window.times.push(performance.timeOrigin + performance.now()))
    .observe(document.querySelector('.sheet'), { attributes: true, attributeFilter: ['data-shown'] });
});
async function one(edit) {
  const seen = await page.evaluate(() => window.times.length);
  const from = performance.timeOrigin + performance.now();
  save(form, edit, 'over');
  await page.waitForFunction(n => window.times.length > n, seen, { polling: 'raf' });
  return (await page.evaluate(() => window.times.at(-1))) - from;
}

for (const [name, edit] of Object.entries(edits)) {
  const times = [];
  for (let i = -5; i < runs; i++) {
    const time = await one(edit);
    if (i >= 0) times.push(time);
  }
  console.log(`save to picture, plan of 3 pages, ${name}: median ${median(times).toFixed(1)} ms, 95 % ${worst(times).toFixed(1)} ms (${runs} saves)`);
}

// A form of 57 pages: what is seen is there before the rest; how many pages and bytes are sent for a save.
const long = w.path('templates/plan/long.xml'), pagesWanted = 57;
const paragraph = i => `<p style="base">${i}　${'長い様式の一行です。'.repeat(4)}</p>`;
writeFileSync(long, `<form name="long" title="長い様式" data="any"><style name="base" size="9pt" pitch="14pt"/><page size="A4" margin="15mm"/>
<body>${Array.from({ length: pagesWanted }, (_, page) => `${page ? '<page-break/>' : ''}<p style="base">見出し${page}</p>${Array.from({ length: 40 }, (_, i) => paragraph(i)).join('')}`).join('\n')}</body></form>\n`);
writeFileSync(w.path('long-data.xml'), '<m/>\n');
const many = await startPreview('--case', w.path('long-data.xml'), long), its = await openPage(browser, many.url);
const sent = { pages: 0, bytes: 0 };
its.on('response', async answer => {
  if (!/\/pages\//.test(answer.url())) return;
  sent.pages++;
  sent.bytes += (await answer.body().catch(() => '')).length;
});
const firsts = [], wholes = [];
for (let i = 0; i < Math.ceil(runs / 6); i++) {
  const n = Number(await its.evaluate(() => document.documentElement.dataset.done)), from = performance.now();
  save(long, text => text.replace(/見出し0[^<]*/, `見出し0回${i}。`), 'over');
  await its.waitForFunction(text => document.querySelector('.sheet').textContent.includes(text), `見出し0回${i}。`, { polling: 'raf' });
  firsts.push(performance.now() - from);
  await its.waitForFunction(before => Number(document.documentElement.dataset.done) > before, n);
  wholes.push(performance.now() - from);
}
console.log(`save to picture, ${await its.locator('.sheet').count()} pages, one line of the first changes: the page that is seen ${median(firsts).toFixed(1)} ms, all of it ${median(wholes).toFixed(1)} ms; ${sent.pages} pages and ${sent.bytes} bytes fetched for ${firsts.length} saves`);
await its.context().close();
await many.stop();

// Ticks of a hundredth of a second: user and system.
const ticks = () => readFileSync(`/proc/${preview.child.pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).reduce((sum, n) => sum + Number(n), 0);
const idle = Number(process.argv[4] ?? 20), ticked = ticks();
await page.waitForTimeout(idle * 1000);
console.log(`at rest, a page open, files looked at each second: ${((ticks() - ticked) / idle).toFixed(2)} % of a processor (${idle} s)`);

const held = [kilobytes()];
for (let done = 0; done < saves; done++) {
  await one(edits['one mark changes']);
  if ((done + 1) % Math.ceil(saves / 4) === 0) held.push(kilobytes());
}
console.log(`memory over ${saves} saves: ${held.join(' → ')} kB`);
await browser.close();
await preview.stop();
w.remove();
