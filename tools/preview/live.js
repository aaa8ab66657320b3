// live.js: hears of new states of a view and loads what changed of them: the page that is looked at first, then the
// others, then what is known of their marks.

let source = null;
let newest = 0;

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

// `sheets` are the pages of pages.js in the order they are wanted.
async function bring(state, sheets, shown, done) {
  for (const sheet of sheets) {
    if (sheet.id === sheet.wanted.id) continue;
    await bringPicture(sheet, () => state.n === newest);
    if (state.n !== newest) return;
    shown(sheet, state);
  }
  for (const sheet of sheets) {
    if (sheet.markId === sheet.wanted.marks) continue;
    const id = sheet.wanted.marks, marks = await load(`marks/${id}`, 'json');
    if (state.n !== newest) return;
    if (marks) sheet.know(id, marks);
  }
  done(state);
}

// handlers: state(state) gives the sheets in order; shown(sheet, state), done(state), lost(). What a page that was loaded
// asks for first is made anew.
export function listen(view, handlers) {
  const anew = source ? '' : '&anew=1';
  source?.close();
  newest = 0;
  source = new EventSource(`events?view=${view}${anew}`);
  source.addEventListener('state', event => {
    const state = JSON.parse(event.data);
    newest = state.n;
    bring(state, handlers.state(state), handlers.shown, handlers.done);
  });
  source.addEventListener('review', event => handlers.review(JSON.parse(event.data)));
  source.addEventListener('watch', event => handlers.watch(JSON.parse(event.data)));
  source.onopen = () => handlers.found();
  source.onerror = () => handlers.lost();
}
