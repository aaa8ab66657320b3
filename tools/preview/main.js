// main.js: puts the page together. The address of this page holds the token; everything is asked for relative to it.
import { speak, language, word, make } from './words.js';
import { listen, tellSeen } from './live.js';
import * as pages from './pages.js';
import * as overlays from './overlays.js';
import * as inspect from './inspect.js';
import * as compare from './compare.js';
import * as measure from './measure.js';
import { keep, keepPlace, openPlace, place, reader } from './kept.js';
import { list } from './messages.js';
import { onReview, tellReview } from './review.js';
import { startAlterations, tellAlteration, viewKey } from './alter.js';

const element = id => document.getElementById(id);
let state = null;
let lost = false;
let late = false; // a newer state is on its way
let seconds = 0;

// ---- what is wrong ----

// Of a state without pages it is said whether there ever were any: those of the last good one stay, if there is one.
const saying = name => word('states')[name === 'broken' && !state.pages.length ? 'none' : name];

function tellState() {
  const name = lost ? 'lost' : state?.state ?? 'connecting', says = saying(name);
  const messages = state?.messages[language] ?? [];
  document.documentElement.dataset.state = name;
  document.documentElement.toggleAttribute('data-late', late && !lost);
  element('late').hidden = !late || lost;
  element('late').textContent = word(state?.pages.length ? 'late' : 'lateFirst');
  element('state').textContent = typeof says === 'function' ? says(state.pages.length) : says;
  element('messages').replaceChildren(list(messages, state?.files ?? []));
  element('messages').hidden = messages.length === 0;
}

// The system does not tell of saves; they are looked for.
function tellWatch() {
  element('watch').hidden = !seconds;
  element('watch').textContent = seconds ? word('looking')(seconds) : '';
}

function onWatch(next) {
  seconds = next.seconds;
  tellWatch();
}

// ---- where one looked before the page was loaded again ----

let arrived = false;

function goBack() {
  arrived = true;
  if (place.seen) pages.goTo(place.seen);
  pages.onPlace(() => pages.sheets.length && keepPlace({ seen: pages.placeSeen() }));
  pages.onPlace(tellPlace);
}

// ---- states ----

// The page that is seen most, where there are several.
let told = null;
function tellPlace() {
  const seen = pages.mostSeenFirst()[0]?.number ?? 0, says = `${viewKey()} ${seen}`;
  if (says === (told ?? `${viewKey()} 0`)) return;
  told = says;
  tellSeen(viewKey(), seen);
}

// null while another view is asked for.
const stateOfView = () => (state?.view === viewKey() ? state : null);

function onState(next) {
  state = next;
  lost = late = false;
  inspect.setFiles(next.files);
  pages.arrange(next.pages);
  if (next.pages.length && !arrived) goBack();
  tellAlteration(next);
  tellState();
  tellPlace();
}

// After the frame in which the picture is seen; tests and the bench wait for it.
function onShown(sheet, of) {
  overlays.lay(sheet);
  requestAnimationFrame(() => setTimeout(() => (sheet.element.dataset.shown = of.n)));
}

function onDone(of) {
  inspect.setFiles(of.files);
  pages.sheets.forEach(overlays.lay);
  inspect.refresh();
  compare.refresh(of.view);
  measure.refresh();
  document.documentElement.dataset.view = of.view;
  document.documentElement.dataset.done = of.n;
}

const watch = view => listen(view, {
  state: onState, shown: onShown, done: onDone, order: pages.mostSeenFirst, wanted: pages.want,
  late: () => { late = true; tellState(); },
  review: onReview, watch: onWatch,
  lost: () => { lost = true; tellState(); },
  found: () => { lost = false; tellState(); },
});

// ---- the bar ----

function setLanguage(wanted) {
  speak(wanted);
  keep({ language });
  for (const option of element('view').options) if (option.value === 'blank') option.textContent = word('blank');
  element('language').textContent = language === 'ja' ? 'EN' : '日本語';
  element('keys').replaceChildren(make('table', {}, ...word('keys').map(([key, does]) =>
    make('tr', {}, make('th', {}, key), make('td', {}, does)))),
  make('form', { method: 'dialog' }, make('button', {}, word('close'))));
  tellState();
  tellWatch();
  tellAlteration(stateOfView());
  tellReview();
  compare.tell();
  measure.tell();
  inspect.refresh();
}

function setTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  keep({ theme });
}

const isDark = () => (document.documentElement.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';

const keys = {
  '+': () => pages.zoomBy(1.25), ';': () => pages.zoomBy(1.25), '-': () => pages.zoomBy(0.8), 0: pages.fitWidth,
  '/': () => element('find-what').focus(), '?': () => element('keys').showModal(),
  n: () => inspect.step(1), p: () => inspect.step(-1), Enter: inspect.openChosen,
  m: measure.toggle, c: () => inspect.copyChosen('form'), d: () => inspect.copyChosen('data'),
};
overlays.names.forEach((name, i) => (keys[i + 1] = () => overlays.toggle(name)));

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || element('keys').open) return;
  if (event.key === 'Escape') {
    inspect.leave();
    return element('pages').focus();
  }
  const busy = event.target.matches('input, select, button');
  if (event.target.matches('input:not([type=range]), select') || (busy && event.key === 'Enter') || !(event.key in keys)) return;
  event.preventDefault();
  keys[event.key]();
}

function wire() {
  element('zoom-in').onclick = () => pages.zoomBy(1.25);
  element('zoom-out').onclick = () => pages.zoomBy(0.8);
  element('zoom-fit').onclick = pages.fitWidth;
  element('language').onclick = () => setLanguage(language === 'ja' ? 'en' : 'ja');
  element('theme').onclick = () => setTheme(isDark() ? 'light' : 'dark');
  measure.listen();
  element('help').onclick = () => element('keys').showModal();
  document.addEventListener('keydown', onKey);
}

const wanted = new URLSearchParams(location.search).get('view'); // the gallery asks for one
const session = await (await fetch(wanted ? `session?view=${encodeURIComponent(wanted)}` : 'session')).json();
openPlace(session.form);
element('form-name').textContent = session.form.split('/').slice(-2).join('/');
element('form-name').title = session.form;
document.title = `${session.form} – renkei-preview`;
element('view').append(...session.views.map(view => make('option', { value: view.key, title: view.name }, view.name.split('/').slice(-2).join('/'))));
overlays.addSwitches(element('overlays'), session.underlays);
element('find-what').value = place.find ?? '';
startAlterations(session, watch);
inspect.start(session);
compare.start(session);
setTheme(reader.theme);
setLanguage(reader.language ?? (navigator.language.startsWith('ja') ? 'ja' : 'en'));
wire();
watch(viewKey());
