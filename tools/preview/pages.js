// pages.js: the sheets of paper: their pictures, their size, what is in view.
import { make, word } from './words.js';
import { Marks } from './marks.js';

const PX_PER_UNIT = 96 / 72 / 1024;
const SVG = 'http://www.w3.org/2000/svg';
const main = document.getElementById('pages');

export const sheets = [];
let zoom = 1;
let fitting = true;

export class Sheet {
  constructor(number) {
    this.number = number;
    this.id = this.markId = null;
    this.marks = new Marks();
    this.paper = make('div', { class: 'paper' });
    this.over = document.createElementNS(SVG, 'svg');
    this.over.classList.add('over');
    this.name = make('figcaption', { class: 'quiet' });
    this.holder = make('div', { class: 'holder' }, this.paper, this.over);
    this.element = make('figure', { class: 'sheet', 'data-page': number }, this.holder, this.name);
  }

  want(page, count) {
    this.wanted = page;
    this.holder.style.setProperty('--width', `${page.width * PX_PER_UNIT}px`);
    this.holder.style.setProperty('--height', `${page.height * PX_PER_UNIT}px`);
    this.over.setAttribute('viewBox', `0 0 ${page.width} ${page.height}`);
    this.name.textContent = word('page')(this.number + 1, count);
    this.tellAge();
  }

  // A picture, or marks, of it are there.
  need(more) {
    Object.assign(this.wanted, more);
    this.tellAge();
  }

  // Whether what is seen is of an older state.
  tellAge() {
    this.element.toggleAttribute('data-old', this.id !== null && this.id !== this.wanted.id);
  }

  show(id, picture) {
    this.id = id;
    this.paper.innerHTML = picture;
    this.svg = this.paper.firstElementChild;
    this.countOps();
  }

  // A line an element: "=N" the one that was N, "~N …" the same moved, "+…" a new one.
  change(id, delta) {
    this.id = id;
    const lines = delta.split('\n').filter(Boolean), old = [...this.svg.children];
    const made = document.createElementNS(SVG, 'svg');
    made.innerHTML = lines.filter(line => line[0] === '+').map(line => line.slice(1)).join('');
    const fresh = [...made.children].values();
    const now = lines.map(line => {
      if (line[0] === '+') return fresh.next().value;
      const [, n, transform] = line.match(/^.(\d+) ?(.*)$/);
      if (transform) old[n].setAttribute('transform', transform);
      return old[n];
    });
    const kept = new Set(now);
    for (const element of old) if (!kept.has(element)) element.remove();
    let at = this.svg.firstElementChild; // what stays in its order is not touched
    for (const element of now) {
      if (element === at) at = at.nextElementSibling;
      else this.svg.insertBefore(element, at);
    }
    this.countOps();
  }

  countOps() {
    this.tellAge();
    let op = 0;
    for (const element of this.svg.children) element.op = op++;
  }

  know(id, json) {
    this.markId = id;
    this.marks = new Marks(json);
  }

  // What draws an op.
  drawing(op) {
    return this.svg?.children[op];
  }
}

// Sheets stay where they are from one state to the next, so that the reader's place stays.
export function arrange(pages) {
  while (sheets.length > pages.length) sheets.pop().element.remove();
  while (sheets.length < pages.length) {
    sheets.push(new Sheet(sheets.length));
    main.append(sheets.at(-1).element);
  }
  sheets.forEach((sheet, i) => sheet.want(pages[i], pages.length));
  if (fitting) fitWidth();
}

export const want = (page, more) => sheets[page]?.need(more);

const seen = sheet => {
  const r = sheet.element.getBoundingClientRect(), frame = main.getBoundingClientRect();
  return Math.max(0, Math.min(r.bottom, frame.bottom) - Math.max(r.top, frame.top));
};

export const mostSeenFirst = () => [...sheets].sort((a, b) => seen(b) - seen(a) || a.number - b.number);

// The middle of what is seen stays in the middle.
export function setZoom(wanted, keepFitting = false) {
  const next = Math.min(6, Math.max(0.2, wanted)), by = next / zoom;
  const middle = { x: main.scrollLeft + main.clientWidth / 2, y: main.scrollTop + main.clientHeight / 2 };
  zoom = next;
  fitting = keepFitting;
  main.style.setProperty('--zoom', zoom);
  if (!keepFitting)
    main.scrollTo(middle.x * by - main.clientWidth / 2, middle.y * by - main.clientHeight / 2);
  document.getElementById('zoom').value = `${Math.round(zoom * 100)}%`;
}

export const zoomBy = factor => setZoom(zoom * factor);

export function fitWidth() {
  const widest = Math.max(...sheets.map(s => s.wanted.width * PX_PER_UNIT), 1), { paddingLeft, paddingRight } = getComputedStyle(main);
  setZoom(Math.min((main.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)) / widest, 1.5), true);
}

// ---- where one looks, to be found again ----

// The sheet at the top of what is seen, and how far in it that is; in parts of its size, as the size may change.
export function placeSeen() {
  const top = main.getBoundingClientRect().top;
  const sheet = sheets.find(s => s.holder.getBoundingClientRect().bottom > top) ?? sheets[0];
  const r = sheet?.holder.getBoundingClientRect();
  return { zoom: fitting ? null : zoom, page: sheet?.number ?? 0, down: r?.height ? (top - r.top) / r.height : 0, right: main.scrollLeft / main.scrollWidth };
}

export function goTo({ zoom: wanted, page, down, right }) {
  if (!sheets.length) return;
  if (wanted) setZoom(wanted);
  const { top, height } = sheets[Math.min(page, sheets.length - 1)].holder.getBoundingClientRect();
  main.scrollTo(right * main.scrollWidth, main.scrollTop + top + down * height - main.getBoundingClientRect().top);
}

export function onPlace(tell) {
  let timer;
  const later = () => { clearTimeout(timer); timer = setTimeout(tell, 150); };
  main.addEventListener('scroll', later);
  addEventListener('pagehide', tell);
}

new ResizeObserver(() => fitting && sheets.length && fitWidth()).observe(main);

export const sheetOf = element => sheets[Number(element?.closest?.('.sheet')?.dataset.page ?? -1)];

// Scrolls only when it is not in view.
export function reveal(element) {
  const r = element.getBoundingClientRect(), frame = main.getBoundingClientRect();
  if (r.top < frame.top + 24 || r.bottom > frame.bottom - 24 || r.left < frame.left || r.right > frame.right)
    element.scrollIntoView({ block: 'center', inline: 'nearest' });
}
