// live.js: hears of new states of a view and loads what changed of them: the page that is looked at first, then the
// others as they are painted, then what is known of their marks.

let source = null;
let now = null; // the state that is being brought

// null: gone, as a newer state is on its way; or the connection is lost, and when it is back the state is told again.
async function load(address, as) {
  try {
    const answer = await fetch(address);
    return answer.ok ? await answer[as]() : null;
  } catch {
    return null;
  }
}

// What the sheet shows becomes the picture that is wanted: by its changes, if they came along.
async function bringPicture(sheet, isStill) {
  const { id, since, delta } = sheet.wanted;
  if (delta && since === sheet.id) return sheet.change(id, delta);
  const picture = await load(`pages/${id}`, 'text');
  if (picture !== null && isStill()) sheet.show(id, picture);
}

// The first in the order of `handlers.order` whose picture, or whose marks, are there and are not yet shown.
const next = (tried, has, wants) => handlers.order().find(sheet => wants(sheet) && has(sheet) !== wants(sheet) && !tried.has(wants(sheet)));

// Brings what is there of a state, and again when more of it is told. What cannot be had is not asked for twice: a newer
// state is on its way.
async function bring(state) {
  if (state.busy) return;
  state.busy = true;
  const isStill = () => state === now, tried = state.tried;
  for (let sheet; (sheet = next(tried, s => s.id, s => s.wanted.id));) {
    tried.add(sheet.wanted.id);
    await bringPicture(sheet, isStill);
    if (!isStill()) return;
    handlers.shown(sheet, state);
  }
  for (let sheet; state.whole && (sheet = next(tried, s => s.markId, s => s.wanted.marks));) {
    const id = sheet.wanted.marks;
    tried.add(id);
    const marks = await load(`marks/${id}`, 'json');
    if (!isStill()) return;
    if (marks) sheet.know(id, marks);
  }
  state.busy = false;
  if (state.whole) handlers.done(state);
}

let handlers = null;

// What is told of a page of the state that is being brought.
const onPart = part => event => {
  const { n, page, ...more } = JSON.parse(event.data);
  if (n !== now?.n) return;
  part(now, page, more);
  bring(now);
};

// of: state(state); order() gives the sheets as they are wanted; shown(sheet, state), done(state), lost(), late(). What a
// page that was loaded asks for first is made anew.
export function listen(view, of) {
  const anew = source ? '' : '&anew=1';
  handlers = of;
  source?.close();
  now = null;
  source = new EventSource(`events?view=${view}${anew}`);
  source.addEventListener('state', event => {
    now = Object.assign(JSON.parse(event.data), { tried: new Set() });
    handlers.state(now);
    bring(now);
  });
  source.addEventListener('page', onPart((state, page, { id, since, delta }) => handlers.wanted(page, { id, since, delta })));
  source.addEventListener('marks', onPart((state, page, { marks }) => handlers.wanted(page, { marks })));
  source.addEventListener('whole', onPart((state, page, { files }) => Object.assign(state, { files, whole: true })));
  source.addEventListener('late', () => handlers.late());
  source.addEventListener('review', event => handlers.review(JSON.parse(event.data)));
  source.addEventListener('watch', event => handlers.watch(JSON.parse(event.data)));
  source.onopen = () => handlers.found();
  source.onerror = () => handlers.lost();
}

// What the reader looks at is painted first.
export const tellSeen = (view, page) => fetch(`seen?view=${view}&page=${page}`).catch(() => {});
