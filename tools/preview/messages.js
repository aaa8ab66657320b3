// messages.js: what is wrong, or worth a look: each with its places in form and data, to be opened, copied, and seen on
// the page.
import { make, word } from './words.js';
import { seek, source } from './inspect.js';
import { isOpen, setOpen } from './kept.js';

const ranks = ['error', 'warning', 'note'];
const severity = m => make('b', {}, word('severities')[m.severity]);
const code = m => make('span', { class: 'quiet' }, `[${m.code}]`);

// [name, end] of each place, the one that is to be mended first.
function placesOf(m, files) {
  const ends = m.of === 'data' ? ['data', 'form'] : ['form', 'data'];
  return ends.filter(name => m[name]).map(name => [name, m[name], [files.indexOf(m[name].file), m[name].line ?? 0]]);
}

// A place as rows of a <dl>.
function rows([name, place, end]) {
  const list = source(name, end), dd = list.at(-1);
  if (place.path) dd.append(make('code', { class: 'quiet' }, place.path));
  if (end[1] > 0)
    dd.querySelector('.doing').append(make('button', { type: 'button', onclick: () => seek(place.path ?? `${place.file}:${place.line}`) }, word('seek')));
  return list;
}

export const places = (m, files) => make('dl', {}, ...placesOf(m, files).flatMap(rows));

const one = (m, files) => make('li', { class: m.severity, 'data-code': m.code }, severity(m), ` ${m.message} `, code(m), places(m, files));

// Those of a code, which say much the same of several places.
function group(of, files) {
  if (of.length === 1) return one(of[0], files);
  const [first] = of;
  return make('li', { class: first.severity, 'data-code': first.code }, make('details', { open: isOpen(first.code), ontoggle: event => setOpen(first.code, event.target.open) },
    make('summary', {}, severity(first), ` ${first.message} `, code(first), ` ${word('inPlaces')(of.length)}`),
    make('ul', {}, ...of.map(m => make('li', {}, m.message === first.message ? '' : m.message, places(m, files))))));
}

// The worst first; of the same the program's own order.
const worstFirst = list => [...list].sort((a, b) => ranks.indexOf(a.severity) - ranks.indexOf(b.severity));

export const list = (messages, files) => make('ul', {}, ...worstFirst(messages).map(m => one(m, files)));

export function groups(messages, files) {
  const sorted = worstFirst(messages), codes = [...new Set(sorted.map(m => m.code))];
  return make('ul', {}, ...codes.map(name => group(sorted.filter(m => m.code === name), files)));
}
