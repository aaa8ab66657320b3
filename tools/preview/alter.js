// alter.js: which view is looked at: a case or the blank form, as it is or with altered data. It stands in the address
// of the page (?view=0&as=long), so that it is still the same when the page is loaded again.
import { make, word } from './words.js';

const element = id => document.getElementById(id);
const asked = new URLSearchParams(location.search);
let offered = [];

const isAltered = () => element('as').value !== '' && element('view').value !== 'blank';

// The name of the view as the program knows it.
export const viewKey = () => element('view').value + (isAltered() ? `.${element('as').value}` : '');

// What the page says of altered data, loudly: nobody must take it for the case.
export function tellAlteration() {
  const altered = isAltered();
  element('as').disabled = element('view').value === 'blank';
  element('altered').hidden = !altered;
  element('altered').textContent = altered ? `${word('altered')}：${word('alterations')[element('as').value]}` : '';
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
