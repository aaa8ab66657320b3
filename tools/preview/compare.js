// compare.js: what became of the pages: since the last save that looked otherwise, or from the form in use. The program
// compares what is drawn; here it is shown: frames on the paper, the old paper under the new one, and a list in words.
import { make, word } from './words.js';
import { reveal, sheets } from './pages.js';
import { layer, svg } from './overlays.js';
import { keepPlace, place } from './kept.js';

const element = id => document.getElementById(id);
const MM = 25.4 / 72 / 1024;
const PT = 1024;
let view = null;
let found = null; // as the program told it
let old = false;  // the old paper is shown
let chosen = -1;

const millimetres = n => `${Math.abs(Math.round(n * MM * 10) / 10)} mm`;

// "4.2 mm 下へ"; what moved less than can be seen is told in hundredths.
function movement([dx, dy]) {
  const far = (n, less, more) => (Math.abs(n * MM) >= 0.05 ? word('by')(millimetres(n), word(n < 0 ? less : more)) : null);
  return [far(dy, 'up', 'down'), far(dx, 'left', 'right')].filter(Boolean).join(word('and')) || word('bySlightly');
}

function nameOf({ what, whole, was, is, count }, says = is || was) {
  const kind = word('roles')[what], most = kind ? 40 : 16, letters = [...says];
  const said = says ? word('quoted')(letters.length > most ? `${letters.slice(0, most).join('')}…` : says) : '';
  if (!kind) return said ? word('several')(said, count) : word('lines')(count);
  return `${kind}${said}${whole || !says ? '' : word('partOf')}`;
}

function sentence(change) {
  const { kind, from, to, by, was, is } = change, page = word('onPage')((kind === 'removed' ? from : to) + 1, kind === 'removed');
  if (kind === 'moved') return from === to ? `${page}${word('moved')(nameOf(change), movement(by))}` : word('movedPage')(nameOf(change), from + 1, to + 1);
  if (kind === 'changed') return page + (was === is ? word('reshaped')(nameOf(change)) : word('changed')(nameOf(change, ' ').replace(word('quoted')(' '), ''), was, is));
  return page + word(kind)(nameOf(change));
}

// ---- on the paper ----

const frame = ([x, y, w, h], attributes) => svg('rect', { x: x - PT, y: y - PT, width: w + 2 * PT, height: h + 2 * PT, ...attributes });

function arrow({ before: [x, y, w, h], by: [dx, dy] }) {
  const [cx, cy] = [x + w / 2, y + h / 2], length = Math.hypot(dx, dy) || 1, back = Math.min(4 * PT, length / 2);
  const [ux, uy] = [dx / length * back, dy / length * back], [tx, ty] = [cx + dx, cy + dy];
  return svg('path', { class: 'way', d: `M${cx} ${cy}L${tx} ${ty}M${tx - ux - uy / 2} ${ty - uy + ux / 2}L${tx} ${ty}L${tx - ux + uy / 2} ${ty - uy - ux / 2}` });
}

function shapesOn(page) {
  return (found?.changes ?? []).flatMap((change, i) => {
    const { kind, from, to, before, after, by } = change;
    const attributes = part => ({ class: `${kind} ${part}${i === chosen ? ' now' : ''}`, 'data-change': i });
    return [before && from === page ? frame(before, attributes('was')) : null, after && to === page ? frame(after, attributes('is')) : null,
      by && to === page ? arrow(change) : null].filter(Boolean);
  });
}

function layOld(sheet) {
  let picture = sheet.holder.querySelector('img.old');
  const page = old && found?.pages?.[sheet.number];
  sheet.holder.classList.toggle('doubled', Boolean(page));
  if (!page) return picture?.remove();
  if (!picture) sheet.paper.after(picture = make('img', { class: 'old', alt: '' }));
  if (!picture.src.endsWith(`/pages/${page.id}`)) picture.src = `pages/${page.id}`;
  picture.style.width = `${(page.width / sheet.wanted.width) * 100}%`;
  picture.style.height = `${(page.height / sheet.wanted.height) * 100}%`;
}

function draw() {
  for (const sheet of sheets) {
    layer(sheet, 'compare', shapesOn(sheet.number));
    layOld(sheet);
  }
}

// ---- in words ----

function choose(i) {
  chosen = chosen === i ? -1 : i;
  draw();
  tell();
  const shown = document.querySelector(`.compare .is[data-change="${i}"], .compare .was[data-change="${i}"]`);
  if (chosen >= 0 && shown) reveal(shown);
}

export function tell() {
  const asked = element('compare').value;
  for (const option of element('compare').options) option.textContent = word('compares')[option.value || 'nothing'];
  element('compare').title = [...element('compare').options].some(option => option.disabled) ? word('compareNone')['no-folder'] : '';
  element('changes').hidden = !asked || !found;
  if (!found) return element('changes').replaceChildren();
  const { none, changes = [], left = 0, pages = [], now } = found;
  const summary = none ? word('compareNone')[none] : changes.length ? word('changes')(changes.length + left) : word('compareSame');
  element('changes').replaceChildren(make('h2', {}, word('compareWith')(word('compares')[asked])), make('p', { role: 'status' }, summary, none || pages.length === now ? '' : ` ${word('pagesWere')(pages.length, now)}`),
    ...(none ? [] : [make('button', { id: 'old', type: 'button', 'aria-pressed': String(old), onclick: toggleOld }, word('oldPaper'))]),
    make('ol', {}, ...changes.map((change, i) => make('li', { class: change.kind, 'data-kind': change.kind }, make('button', { type: 'button', 'aria-pressed': String(i === chosen), onclick: () => choose(i) }, sentence(change))))),
    ...(left ? [make('p', { class: 'quiet' }, word('changesLeft')(left))] : []));
}

function toggleOld() {
  old = !old;
  keepPlace({ old });
  draw();
  tell();
  element('old').focus();
}

// ---- a new state ----

export async function refresh(of = view) {
  view = of;
  const asked = element('compare').value, before = view;
  if (!asked) {
    found = null;
  } else {
    try {
      const answer = await fetch(`compare?view=${encodeURIComponent(view)}&with=${asked}`);
      if (!answer.ok || view !== before || element('compare').value !== asked) return;
      found = await answer.json();
    } catch {
      return; // the connection is lost; when it is back, the state is told again
    }
  }
  chosen = -1;
  draw();
  tell();
  document.documentElement.dataset.compared = `${asked} ${found?.n ?? ''}`;
}

export function start(session) {
  element('compare').replaceChildren(...['', 'saved', 'released'].map(value => make('option', { value, disabled: value === 'released' && !session.released })));
  const wanted = place.compare ?? '';
  if (![...element('compare').options].some(option => option.value === wanted && option.disabled)) element('compare').value = wanted;
  old = place.old ?? false;
  element('compare').onchange = () => {
    keepPlace({ compare: element('compare').value });
    refresh();
  };
}
