// kept.js: what outlives this page. Language and theme are the reader's: for every page of this address. Where one looks,
// how large, and what is laid over or open, is of one tab and one form: two authors, or two tabs, do not disturb each
// other.

function read(store, name) {
  try {
    return JSON.parse(store.getItem(name) ?? '{}');
  } catch {
    return {}; // somebody else's, or none may be kept
  }
}

function write(store, name, value) {
  try {
    store.setItem(name, JSON.stringify(value));
  } catch { /* then it lasts as long as the page */ }
}

export const reader = { ...read(localStorage, 'renkei-preview') };
export function keep(changes) {
  Object.assign(reader, changes);
  write(localStorage, 'renkei-preview', reader);
}

let name = 'renkei-preview-place';
export let place = {};
// Of what the page shows.
export function openPlace(form) {
  name = `renkei-preview-place ${form}`;
  place = read(sessionStorage, name);
}
export function keepPlace(changes) {
  Object.assign(place, changes);
  write(sessionStorage, name, place);
}

export const isOpen = what => place.open?.includes(what) ?? false;
export const setOpen = (what, open) => keepPlace({ open: [...(place.open ?? []).filter(other => other !== what), ...(open ? [what] : [])] });
