// inspect.js: from a mark to its source, and back.
import { make, word } from './words.js';
import { keepPlace } from './kept.js';
import { sheets, sheetOf, reveal } from './pages.js';
import { question } from './marks.js';
import { rect, mark as frame } from './overlays.js';

const PT = 1024;
const panel = document.getElementById('mark');
const hint = document.getElementById('hint');
const what = document.getElementById('find-what');

let session = {};
let files = [];
let chosen = null; // { sheet, op, stack }
let asked = { hits: [], at: -1 };

const points = n => String(Math.round((n / PT) * 100) / 100);
const place = end => (end ? `${files[end[0]]}:${end[1]}` : '');

function fitOf(mark) {
  const cell = mark.cell;
  if (!cell) return word('noBox');
  const squeezed = [cell.size && word('shrunk')(points(cell.size), points(cell.natural)),
    cell.condensed && word('condensed')(cell.condensed / 10)].filter(Boolean).join(' + ');
  return { natural: word('natural'), squeezed, continued: word('continued')(cell.sheet), refused: word('refused') }[cell.fit];
}

const faceOf = mark => (mark.face ? `${mark.face}　${points(mark.size)} pt` : '');
const kindOf = mark => word('kinds')[mark.ruby ? 'ruby' : mark.kind];

// ---- what was drawn at a point, what stands on top first ----

// Lines are thinner than a hand is steady: what is near counts too, after what is drawn at the point itself.
function marksAt(x, y) {
  const at = [], near = [];
  let sheet = null;
  for (const e of document.elementsFromPoint(x, y)) {
    const drawing = e.closest?.('.paper > svg > *');
    if (!drawing) continue;
    sheet ??= sheetOf(drawing);
    if (sheetOf(drawing) === sheet) (e.matches('.near') ? near : at).push(drawing.op);
  }
  const stack = [...new Set([...at, ...near])];
  return sheet && { sheet, stack, op: stack[0] };
}

// ---- frames round marks ----

function boxOf(sheet, op) {
  const e = sheet.drawing(op);
  if (!e) return null;
  const { x, y, width, height } = e.getBBox(), { a: scale, e: left, f: top } = e.transform.baseVal.consolidate().matrix;
  const pad = 1.5 * PT;
  return [left + x * scale - pad, top + y * scale - pad, width * scale + 2 * pad, height * scale + 2 * pad];
}

function drawFrames() {
  for (const sheet of sheets) {
    const frames = [];
    asked.hits.forEach((hit, i) => {
      const box = hit.sheet !== sheet ? null : hit.note?.box ?? boxOf(sheet, hit.op);
      if (box) frames.push(rect(box, { class: `hit${hit.note ? ' area' : ''}${i === asked.at ? ' now' : ''}` }));
    });
    const box = chosen?.sheet === sheet && boxOf(sheet, chosen.op);
    if (box) frames.push(rect(box, { class: 'chosen' }));
    frame(sheet, frames);
  }
}

// ---- the panel ----

async function copy(text, button) {
  await navigator.clipboard.writeText(text);
  button.textContent = word('copied');
  setTimeout(() => (button.textContent = word('copy')), 1200);
}

const edit = end => fetch('edit', { method: 'POST', body: `${end[0]} ${end[1]}` });

// Rows of a <dl>. A whole file is a place without a line.
export function source(name, end) {
  const text = end[1] ? place(end) : files[end[0]] ?? '';
  const buttons = make('span', { class: 'doing' },
    make('button', { type: 'button', onclick: event => copy(text, event.currentTarget) }, word('copy')));
  if (session.editor) buttons.append(make('button', { type: 'button', onclick: () => edit([end[0], end[1] || 1]) }, word('open')));
  return [make('dt', {}, word(name)), make('dd', { class: 'source', 'data-end': name }, make('code', {}, text), buttons)];
}

const row = (name, text) => (text ? [make('dt', {}, word(name)), make('dd', { 'data-row': name }, text)] : []);

function describe({ sheet, op, stack }) {
  const mark = sheet.marks.describe(op);
  const list = make('dl', {}, ...(mark.form ? source('form', mark.form) : []));
  if (mark.data) {
    list.append(...source('data', mark.data));
    if (mark.data[2])
      list.append(make('dt', {}, word('path')), make('dd', { class: 'source', 'data-row': 'path' }, make('code', {}, mark.data[2]),
        make('span', { class: 'doing' }, make('button', { onclick: e => copy(mark.data[2], e.currentTarget) }, word('copy')))));
  } else {
    list.append(...row('data', word('noData')));
  }
  list.append(...row('style', mark.style), ...row('fit', fitOf(mark)),
    ...row('field', mark.cell && mark.cell.field !== 'cell' ? mark.cell.field : ''), ...row('face', faceOf(mark)),
    ...row('kind', kindOf(mark)));
  panel.replaceChildren(list);
  panel.dataset.op = op;
  if (stack.length > 1)
    panel.append(make('h2', {}, word('here')(stack.length)), make('div', { class: 'stack' }, ...stack.map(other => {
      const it = sheet.marks.describe(other);
      return make('button', { 'aria-pressed': String(other === op), 'data-op': other, onclick: () => choose({ sheet, op: other, stack }) },
        make('span', { class: 'quiet' }, kindOf(it)), ` ${place(it.form)}`);
    })));
}

function choose(next) {
  chosen = next && next.sheet.marks.ops[next.op] ? next : null;
  if (chosen) {
    describe(chosen);
  } else {
    panel.replaceChildren(make('p', { class: 'quiet' }, word('noMark')));
    delete panel.dataset.op;
  }
  drawFrames();
}

// The next mark in the order of drawing, over all pages.
export function step(by) {
  let { sheet, op } = chosen ?? { sheet: sheets[0], op: by > 0 ? -1 : 0 };
  if (!sheet) return;
  op += by;
  while (sheet && (op < 0 || op >= sheet.marks.ops.length)) {
    sheet = sheets[sheet.number + by];
    op = sheet ? (by > 0 ? 0 : sheet.marks.ops.length - 1) : op;
  }
  if (!sheet) return;
  choose({ sheet, op, stack: [op] });
  reveal(sheet.drawing(op));
}

export function leave() {
  hint.hidden = true;
  what.value = '';
  keepPlace({ find: '' });
  ask('');
  choose(null);
}

export function openChosen() {
  const mark = chosen?.sheet.marks.ops[chosen.op];
  if (session.editor && mark?.form) edit(mark.form);
}

export function copyChosen(end) {
  const mark = chosen?.sheet.marks.ops[chosen.op];
  const text = end === 'form' ? place(mark?.form) : mark?.data?.[2] ?? place(mark?.data);
  if (text) navigator.clipboard.writeText(text);
}

// ---- from a line or a path to its marks ----

function ask(text) {
  const found = document.getElementById('found');
  const test = text.trim() ? question(text, files, session.form) : null;
  const hits = [];
  const before = [];
  if (test)
    for (const sheet of sheets) {
      const { ops, boxes } = sheet.marks.find(test.isFrom);
      hits.push(...ops.map(op => ({ sheet, op })), ...boxes.map(note => ({ sheet, note })));
      if (test.linesOf)
        before.push(...[...sheet.marks.ops, ...sheet.marks.notes].flatMap(test.linesOf).filter(line => line < test.line));
    }
  asked = { hits, at: -1 };
  const pages = [...new Set(hits.map(hit => hit.sheet.number + 1))].join('・');
  found.textContent = !text.trim() ? '' : hits.length ? word('found')(hits.length, pages)
    : word('foundNone') + (before.length ? ` ${word('foundNear')(Math.max(...before))}` : '');
  drawFrames();
}

function goOn() {
  if (!asked.hits.length) return;
  asked.at = (asked.at + 1) % asked.hits.length;
  drawFrames();
  const now = document.querySelector('.marked .now');
  if (now) reveal(now);
}

// As if it had been typed.
export function seek(text) {
  what.value = text;
  ask(text);
  goOn();
}

// ---- while the pointer is over a mark ----

function showHint(event) {
  const at = event.buttons || document.documentElement.hasAttribute('data-measuring') ? null : marksAt(event.clientX, event.clientY);
  hint.hidden = !at || !at.sheet.marks.ops[at.op];
  if (hint.hidden) return;
  const mark = at.sheet.marks.describe(at.op);
  hint.replaceChildren(make('code', {}, mark.data?.[2] ?? place(mark.data) ?? ''), make('span', {}, [mark.style, fitOf(mark),
    faceOf(mark)].filter(Boolean).join('　')));
  if (!mark.data) hint.firstChild.textContent = word('noData');
  const { width, height } = hint.getBoundingClientRect();
  const x = Math.min(event.clientX + 14, innerWidth - width - 8);
  const y = event.clientY + 20 + height > innerHeight ? event.clientY - height - 14 : event.clientY + 20;
  hint.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
}

// ---- a new state ----

export function setFiles(list) {
  files = list;
}

// Places for the list under the search: every path of the data that drew something.
export function refresh() {
  const ideas = new Set(sheets.flatMap(sheet => sheet.marks.ops.map(mark => mark.data?.[2])).filter(Boolean));
  document.getElementById('find-ideas').replaceChildren(...[...ideas].sort().map(value => make('option', { value })));
  ask(what.value);
  choose(chosen);
}

export function start(of) {
  session = of;
  const main = document.getElementById('pages');
  main.addEventListener('click', event => {
    if (!getSelection().isCollapsed || document.documentElement.hasAttribute('data-measuring')) return; // text was selected
    choose(marksAt(event.clientX, event.clientY));
  });
  main.addEventListener('pointermove', showHint);
  main.addEventListener('pointerleave', () => (hint.hidden = true));
  main.addEventListener('scroll', () => (hint.hidden = true));
  what.addEventListener('input', () => { ask(what.value); keepPlace({ find: what.value }); });
  document.getElementById('find').addEventListener('submit', event => {
    event.preventDefault();
    goOn();
  });
  choose(null);
}
