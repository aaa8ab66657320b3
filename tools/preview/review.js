// review.js: what the author of the form would do well to look at: found after the pages were shown.
import { language, make, word } from './words.js';
import { setFiles } from './inspect.js';
import { groups } from './messages.js';

const list = document.getElementById('review');
let found = null;

export function tellReview() {
  const messages = found?.messages[language] ?? [];
  list.hidden = messages.length === 0;
  list.replaceChildren(make('h2', {}, word('review')(messages.length)), groups(messages, found?.files ?? []));
}

export function onReview(next) {
  found = next;
  setFiles(next.files);
  document.documentElement.dataset.reviewed = Number(document.documentElement.dataset.reviewed ?? 0) + 1;
  tellReview();
}
