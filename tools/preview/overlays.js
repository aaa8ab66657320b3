// overlays.js: what can be laid over the pages. Everything drawn here is a note of the composer's.
import { make, word } from './words.js';
import { sheets } from './pages.js';
import { keepPlace, place } from './kept.js';

export const names = ['boxes', 'baselines', 'fits', 'keeps', 'order', 'underlay', 'grid'];
const on = new Set();
let opacity = 0.35;
let underlays = 0;
const PT = 1024;
const MM = 72 * 1024 / 25.4;

export const svg = (tag, attributes, ...children) => {
  const e = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, value);
  e.append(...children);
  return e;
};

export const rect = ([x, y, width, height], attributes) => svg('rect', { x, y, width, height, ...attributes });
const label = (x, y, text, attributes) => svg('text', { x, y, 'font-size': 5.5 * PT, ...attributes }, text);
const points = n => String(Math.round((n / PT) * 100) / 100);

const draw = {
  boxes: notes => notes.flatMap(n => {
    if (n.kind === 'table') return [rect(n.box, { class: 'table' })];
    if (n.kind !== 'cell') return [];
    const [x, y, w, h] = n.box, [px, py] = n.pad;
    const frame = `M${x} ${y}h${w}v${h}h${-w}zM${x + px} ${y + py}v${h - 2 * py}h${w - 2 * px}v${2 * py - h}z`;
    return [svg('path', { d: frame, class: 'padding', 'fill-rule': 'evenodd' }), rect(n.box, { class: 'box' })];
  }),
  baselines: notes => notes.filter(n => n.kind === 'line').map(n =>
    svg('path', { d: n.vertical ? `M${n.baseline} ${n.box[1]}v${n.box[3]}` : `M${n.box[0]} ${n.baseline}h${n.box[2]}`, class: 'baseline' })),
  fits: notes => notes.filter(n => n.kind === 'cell').flatMap(n => {
    const [x, y, w] = n.box;
    const squeezed = [n.size && `${points(n.size)} pt`, n.condensed && `${n.condensed / 10}%`].filter(Boolean).join(' ');
    const says = { squeezed, continued: word('sheet')(n.sheet), refused: word('refused') }[n.fit];
    const box = rect(n.box, { class: `fit ${n.fit}` });
    return says ? [box, label(x + w - PT, y + 6 * PT, says, { class: `fit ${n.fit}`, 'text-anchor': 'end' })] : [box];
  }),
  keeps: notes => notes.filter(n => n.kind === 'keep').map(n => {
    const [x, y, , h] = n.box, left = x - (n.firm ? 4 : 8) * PT, foot = 2.5 * PT;
    return svg('path', { d: `M${left + foot} ${y}h${-foot}v${h}h${foot}`, class: n.firm ? 'keep firm' : 'keep' });
  }),
  // Every 5 mm from the corner of the paper; each tenth is told.
  grid: (notes, { width, height }) => {
    const lines = [5, 10].map(step => {
      let d = '';
      for (let mm = 0; mm * MM <= width; mm += step) if (step === 10 || mm % 10) d += `M${mm * MM} 0v${height}`;
      for (let mm = 0; mm * MM <= height; mm += step) if (step === 10 || mm % 10) d += `M0 ${mm * MM}h${width}`;
      return svg('path', { d, class: step === 10 ? 'tens' : 'fives' });
    });
    const tens = most => Array.from({ length: Math.floor(most / MM / 10 + 0.001) }, (_, i) => (i + 1) * 10);
    return [...lines, ...tens(width).map(mm => label(mm * MM + PT, 6 * PT, String(mm))), ...tens(height).map(mm => label(PT, mm * MM - PT, String(mm)))];
  },
  order: notes => {
    const starts = notes.filter(n => n.kind === 'line' && n.box[2] > 0 && n.box[3] > 0).map(({ vertical, box: [x, y, w, h] }) =>
      (vertical ? [x + w / 2, y - 3 * PT] : [x - 3 * PT, y + h / 2]));
    const way = starts.map(([x, y], i) => `${i ? 'L' : 'M'}${x} ${y}`).join('');
    return [svg('path', { d: way, class: 'way' }), ...starts.flatMap(([x, y], i) => [
      svg('circle', { cx: x, cy: y, r: 2.7 * PT }),
      label(x, y + 1.2 * PT, String(i + 1), { 'text-anchor': 'middle', 'font-size': 3.4 * PT }),
    ])];
  },
};

// Below the picture, which lets it through.
function layUnder(sheet) {
  const wanted = on.has('underlay') && sheet.number < underlays;
  let picture = sheet.holder.querySelector('img.under');
  sheet.holder.classList.toggle('traced', wanted);
  if (!wanted) return picture?.remove();
  if (!picture) sheet.holder.prepend(picture = make('img', { class: 'under', src: `underlay/${sheet.number}`, alt: '' }));
  picture.style.opacity = opacity;
}

export function lay(sheet) {
  const groups = names.filter(name => on.has(name) && draw[name])
    .map(name => svg('g', { class: name }, ...draw[name](sheet.marks.notes, sheet.wanted)));
  const others = [...sheet.over.children].filter(e => !names.includes(e.getAttribute('class')));
  sheet.over.replaceChildren(...groups, ...others);
  layUnder(sheet);
}

// Shapes of another part of the page, above the overlays.
export function layer(sheet, name, shapes) {
  [...sheet.over.children].find(e => e.getAttribute('class') === name)?.remove();
  if (shapes.length) sheet.over.append(svg('g', { class: name }, ...shapes));
}

// Rectangles round what was found or chosen, above all else.
export const mark = (sheet, boxes) => layer(sheet, 'marked', boxes);

const layAll = () => sheets.forEach(lay);

export function toggle(name) {
  if (name === 'underlay' && !underlays) return;
  on.has(name) ? on.delete(name) : on.add(name);
  document.getElementById(`over-${name}`).setAttribute('aria-pressed', on.has(name));
  document.getElementById('opacity')?.toggleAttribute('hidden', !on.has('underlay'));
  keepPlace({ over: [...on], opacity });
  layAll();
}

export function addSwitches(group, count) {
  underlays = count;
  opacity = place.opacity ?? opacity;
  group.replaceChildren(...names.map((name, i) => make('button', {
    id: `over-${name}`, 'aria-pressed': 'false', title: `${i + 1}`, 'data-word': name, disabled: name === 'underlay' && !count,
    onclick: () => toggle(name),
  })));
  if (count)
    group.append(make('input', {
      id: 'opacity', type: 'range', min: 5, max: 100, value: opacity * 100, 'data-label': 'opacity', hidden: true,
      oninput: event => { opacity = event.target.value / 100; keepPlace({ opacity }); layAll(); },
    }));
  for (const name of place.over ?? []) if (names.includes(name) && !on.has(name)) toggle(name);
}
