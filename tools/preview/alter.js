// alter.js: which view is looked at: a case or the blank form, as it is or with altered data. It stands in the address
// of the page (?view=0&as=long), so that it is still the same when the page is loaded again.
import { make, word } from './words.js';

const element = id => document.getElementById(id);
const asked = new URLSearchParams(location.search);
let offered = [];

const isAltered = () => element('as').value !== '' && element('view').value !== 'blank';

// The name of the view as the program knows it.
export const viewKey = () => element('view').value + (isAltered() ? `.${element('as').value}` : '');

// What the page says of altered data, loudly: nobody must take it for the case. Where nothing was to be altered it is the
// case, and that is said.
export function tellAlteration(state) {
  const asked_for = isAltered(), name = word('alterations')[element('as').value || 'none'];
  const same = asked_for && state?.altered === 0, altered = asked_for && !same;
  const many = state?.altered ? word('alteredMany')(state.altered) : '';
  element('as').disabled = element('view').value === 'blank';
  element('as').title = element('as').disabled ? word('alteredBlank') : '';
  element('altered').hidden = !asked_for;
  element('altered').classList.toggle('same', same);
  element('altered').textContent = same ? word(element('as').value === 'ticks' ? 'alteredNoTick' : 'alteredNone')(name)
    : altered ? `${word('altered')}：${name}${many}${state?.guessed && element('as').value !== 'ticks' ? word('alteredGuessed') : ''}` : '';
  document.documentElement.toggleAttribute('data-altered', altered);
  for (const option of element('as').options) option.textContent = word('alterations')[option.value || 'none'];
}

function keepInAddress() {
  const query = new URLSearchParams({ view: element('view').value });
  if (isAltered()) query.set('as', element('as').value);
  history.replaceState(null, '', `?${query}`);
}

// To be called when the views are in their list.
export function startAlterations(session, watch) {
  offered = session.alterations;
  element('as').parentElement.hidden = offered.length === 0;
  element('as').replaceChildren(...['', ...offered].map(as => make('option', { value: as })));
  if (session.views.some(view => view.key === asked.get('view'))) element('view').value = asked.get('view');
  element('as').value = offered.includes(asked.get('as')) ? asked.get('as') : '';
  for (const id of ['view', 'as'])
    element(id).onchange = () => {
      keepInAddress();
      tellAlteration();
      watch(viewKey());
    };
}
