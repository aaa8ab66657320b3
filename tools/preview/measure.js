// measure.js: distances on the paper in millimetres, by dragging (mouse, pen, finger) or with the arrow keys. An end goes to
// the rules and the edges of boxes that are near.
import { word } from './words.js';
import { mostSeenFirst, reveal, sheetOf, sheets } from './pages.js';
import { layer, svg } from './overlays.js';

const UNITS = 72 * 1024 / 25.4; // in a millimetre
const NEAR_PX = 7;
const main = document.getElementById('pages');
const says = document.getElementById('measured');
let on = false;
let dragging = null; // id of the pointer
let sheet = null, from = null, to = null;
const edges = new WeakMap(); // of marks: what an end may go to

const millimetres = units => (Math.round((units / UNITS) * 10) / 10).toFixed(1);
const perPixel = of => of.wanted.width / of.holder.getBoundingClientRect().width;

// ---- what an end goes to ----

// The lines and boxes of a page, by where they are: its rules as they are drawn, the boxes of the composer, the paper.
function edgesOf(of) {
  if (edges.has(of.marks)) return edges.get(of.marks);
  const x = new Set([0, of.wanted.width]), y = new Set([0, of.wanted.height]);
  const add = (left, top, width, height) => {
    for (const at of [left, left + width]) x.add(Math.round(at));
    for (const at of [top, top + height]) y.add(Math.round(at));
  };
  for (const { kind, box } of of.marks.notes) if (kind === 'cell' || kind === 'table') add(...box);
  of.marks.ops.forEach(({ kind }, op) => {
    const e = kind === 'text' ? null : of.drawing(op), at = e?.transform?.baseVal.consolidate()?.matrix;
    if (!e) return;
    const { x: left, y: top, width, height } = e.getBBox(), [scale, dx, dy] = at ? [at.a, at.e, at.f] : [1, 0, 0];
    add(dx + left * scale, dy + top * scale, width * scale, height * scale);
  });
  const found = { x: [...x].sort((a, b) => a - b), y: [...y].sort((a, b) => a - b) };
  edges.set(of.marks, found);
  return found;
}

const nearest = (list, at) => list.reduce((best, edge) => (Math.abs(edge - at) < Math.abs(best - at) ? edge : best));

function snap(of, point) {
  const within = NEAR_PX * perPixel(of), { x, y } = edgesOf(of);
  return [x, y].map((list, axis) => {
    const edge = nearest(list, point[axis]);
    return Math.abs(edge - point[axis]) <= within ? edge : point[axis];
  });
}

// ---- what is seen ----

function draw() {
  for (const each of sheets) layer(each, 'measure', []);
  says.hidden = !on;
  if (!on) return;
  if (!from) {
    says.textContent = word('measureHow');
    return;
  }
  const [[x1, y1], [x2, y2]] = [from, to], px = perPixel(sheet), [dx, dy] = [Math.abs(x2 - x1), Math.abs(y2 - y1)];
  const label = (x, y, text, anchor = 'middle') => svg('text', { x, y, 'font-size': 12 * px, 'text-anchor': anchor }, text);
  const cross = ([x, y]) => svg('path', { class: 'end', d: `M${x - 6 * px} ${y}h${12 * px}M${x} ${y - 6 * px}v${12 * px}` });
  const shapes = [cross(from), cross(to), svg('path', { class: 'whole', d: `M${x1} ${y1}L${x2} ${y2}` })];
  if (dx && dy) shapes.push(svg('path', { class: 'leg', d: `M${x1} ${y1}H${x2}V${y2}` }), label((x1 + x2) / 2, y1 - 5 * px, millimetres(dx)),
    label(x2 + (x2 >= x1 ? 5 : -5) * px, (y1 + y2) / 2, millimetres(dy), x2 >= x1 ? 'start' : 'end'));
  if (dx || dy) shapes.push(label((x1 + x2) / 2 + (dx && dy ? -6 * px : 0), (y1 + y2) / 2 + (dx && dy ? 16 : -5) * px, `${millimetres(Math.hypot(dx, dy))} mm`, dx && dy ? 'end' : 'middle'));
  layer(sheet, 'measure', shapes);
  says.textContent = word('measured')(millimetres(dx), millimetres(dy), millimetres(Math.hypot(dx, dy)), sheet.number + 1, millimetres(x2), millimetres(y2));
}

export const tell = draw;

// ---- by pointer ----

function pointOf(event, of) {
  const r = of.holder.getBoundingClientRect(), { width, height } = of.wanted;
  const inside = (n, most) => Math.min(Math.max(n, 0), most);
  const point = [inside((event.clientX - r.left) / r.width, 1) * width, inside((event.clientY - r.top) / r.height, 1) * height];
  return event.altKey ? point : snap(of, point);
}

function begin(event) {
  const of = on && event.isPrimary && event.button === 0 ? sheetOf(event.target.closest?.('.holder')) : null;
  if (!of) return;
  event.preventDefault();
  main.focus({ preventScroll: true });
  [sheet, dragging] = [of, event.pointerId];
  from = to = pointOf(event, of);
  main.setPointerCapture(event.pointerId);
  draw();
}

function move(event) {
  if (event.pointerId !== dragging) return;
  to = pointOf(event, sheet);
  draw();
}

function end(event) {
  if (event.pointerId === dragging) dragging = null;
}

// ---- by keyboard ----

// The first stop is in the middle of what is seen.
function start() {
  if (!sheets.length) return false;
  [sheet] = mostSeenFirst();
  const r = sheet.holder.getBoundingClientRect(), frame = main.getBoundingClientRect();
  const middle = (a, b, c, d) => (Math.max(a, c) + Math.min(b, d)) / 2;
  from = to = pointOf({ clientX: middle(r.left, r.right, frame.left, frame.right), clientY: middle(r.top, r.bottom, frame.top, frame.bottom), altKey: true }, sheet);
  return true;
}

const ways = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [1, -1], ArrowDown: [1, 1] };

function step([axis, sign], event) {
  const most = axis ? sheet.wanted.height : sheet.wanted.width, list = edgesOf(sheet)[axis ? 'y' : 'x'], at = to[axis];
  const next = sign > 0 ? list.find(edge => edge > at + 1) : list.findLast(edge => edge < at - 1);
  const by = UNITS * (event.shiftKey ? 0.1 : 1);
  const there = event.ctrlKey || event.metaKey ? next ?? at : at + sign * by;
  to = to.with(axis, Math.min(Math.max(there, 0), most));
}

function onKey(event) {
  if (!on || document.querySelector('dialog[open]') || event.target.matches('input, select, button, summary, a')) return;
  if (event.key === 'Escape') {
    event.stopImmediatePropagation();
    return toggle();
  }
  if (!(event.key in ways) && event.key !== 'Enter' && event.key !== ' ') return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!from && !start()) return;
  if (event.key in ways) step(ways[event.key], event);
  else from = to;
  draw();
  const seen = sheet.over.querySelector('.measure .end:nth-of-type(2)');
  if (seen) reveal(seen);
}

// ---- on and off ----

export function toggle() {
  on = !on;
  from = to = sheet = null;
  document.documentElement.toggleAttribute('data-measuring', on);
  document.getElementById('measure').setAttribute('aria-pressed', on);
  if (on) main.focus({ preventScroll: true });
  draw();
}

// A page may have gone, or be another.
export function refresh() {
  if (sheet && !sheets.includes(sheet)) from = to = sheet = null;
  if (on) draw();
}

export function listen() {
  document.getElementById('measure').onclick = toggle;
  main.addEventListener('pointerdown', begin);
  main.addEventListener('pointermove', move);
  for (const name of ['pointerup', 'pointercancel']) main.addEventListener(name, end);
  document.addEventListener('keydown', onKey, { capture: true });
}
