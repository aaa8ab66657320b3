// gallery.js: every form × every case, the worst first. The same page is served by renkei-preview, where a click opens the
// live view, and written by --once, where it opens the pages; there it is read from a file, so it is no module and
// asks for nothing. `galleryData` comes from gallery-data.js.
(() => {
  'use strict';
  const words = {
    ja: {
      title: '様式と事例の一覧', form: '様式', case: '事例', all: 'すべて', language: 'English', theme: '明るい・暗い', blank: '空欄の様式',
      states: { errors: 'エラー', forbidden: '要件に反する', warnings: '注意', unfilled: 'このデータでは作らない', clean: '問題なし', new: '組んでいます…' },
      about: { errors: '作れない', forbidden: '「案」としてだけ作れる', warnings: '作れる', unfilled: '印刷するものがない', clean: '作れる', new: '' },
      pages: n => `${n} ページ`, natural: n => `そのまま ${n}`, squeezed: (how, n) => `${how} に縮めた ${n}`,
      continued: n => `別紙に続く ${n}`, refused: n => `収まらない ${n}`, boxes: says => `欄：${says}`, count: n => `${n} 組`, back: '一覧へ',
      page: (n, of) => `${n} / ${of}`, severities: { error: 'エラー', warning: '注意', note: '参考' }, none: '当てはまるものがありません。',
      looking: n => (n === 1 ? 'ファイルの通知がないため、毎秒見ています。' : `ファイルの通知がないため、${n} 秒ごとに見ています。`),
    },
    en: {
      title: 'Forms and cases', form: 'Form', case: 'Case', all: 'all', language: '日本語', theme: 'light or dark', blank: 'blank form',
      states: { errors: 'Errors', forbidden: 'Forbidden by a rule', warnings: 'Warnings', unfilled: 'Not for this data', clean: 'Clean', new: 'Composing …' },
      about: { errors: 'cannot be made', forbidden: 'only as a draft (案)', warnings: 'can be made', unfilled: 'nothing to print', clean: 'can be made', new: '' },
      pages: n => `${n} ${n === 1 ? 'page' : 'pages'}`, natural: n => `natural ${n}`, squeezed: (how, n) => `squeezed to ${how} ${n}`,
      continued: n => `continued ${n}`, refused: n => `refused ${n}`, boxes: says => `boxes: ${says}`, count: n => `${n} pairs`, back: 'Back to all',
      page: (n, of) => `${n} / ${of}`, severities: { error: 'error', warning: 'warning', note: 'note' }, none: 'None of them.',
      looking: n => `The system does not tell of saves here: files are looked at every ${n === 1 ? 'second' : `${n} seconds`}.`,
    },
  };
  const icons = { errors: '✕', forbidden: '⊘', warnings: '▲', unfilled: '–', clean: '○', new: '…' };
  const order = ['errors', 'forbidden', 'warnings', 'unfilled', 'clean', 'new'];
  const element = id => document.getElementById(id);
  const { live } = galleryData;
  let { forms, cases } = galleryData, pairs, places;
  const kept = { ...read() };
  const tiles = new WeakMap(); // of pairs: made once in a language
  let language = 'ja';
  let asked = 0;
  let seconds = 0; // the system does not tell of saves: so often they are looked for

  const word = name => words[language][name];

  // What there is. Of pairs that there were before what is known of them stays.
  function take(data) {
    ({ forms, cases } = data);
    pairs = new Map(data.pairs.map(pair => [pair.key, pair.state === 'new' && pairs?.get(pair.key) || pair]));
    places = new Map(forms.flatMap(form => cases.map(sample => `${form.key}.${sample.key}`)).map((key, i) => [key, i]));
  }
  take(galleryData);

  // Kept with what the live view keeps. A file may have no such store.
  function read() {
    try {
      return JSON.parse(localStorage.getItem('renkei-preview') ?? '{}');
    } catch {
      return {};
    }
  }

  function keep(changes) {
    Object.assign(kept, changes);
    try {
      localStorage.setItem('renkei-preview', JSON.stringify(kept));
    } catch { /* then it lasts as long as the page */ }
  }

  function put(tag, attributes, ...children) {
    const e = Object.assign(document.createElement(tag), attributes);
    e.append(...children.filter(child => child !== null));
    return e;
  }

  // ---- what is said of a pair ----

  const formOf = pair => forms.find(form => form.key === pair.form);
  const caseOf = pair => cases.find(sample => sample.key === pair.case).name || word('blank');
  const stateOf = pair => `${icons[pair.state]} ${word('states')[pair.state]}${pair.rule ? ` ${pair.rule}` : ''}`;
  const squeezed = pair => pair.fits.squeezed.reduce((sum, { count }) => sum + count, 0);
  const howSqueezed = ({ pt, percent }) => [pt && `${pt} pt`, percent && `${percent}%`].filter(Boolean).join(' ');
  const picture = (pair, page) => (live ? `gallery/${pair.key}.svg?${pair.asked}` : `pages/${pair.key}-${page}.svg`);
  const address = pair => (live ? `./?view=${encodeURIComponent(pair.key)}` : `#${pair.key}`);

  function fitsOf(pair) {
    const { natural, continued, refused } = pair.fits;
    return [word('natural')(natural), ...pair.fits.squeezed.map(one => word('squeezed')(howSqueezed(one), one.count)), continued ? word('continued')(continued) : '',
      refused ? word('refused')(refused) : ''].filter(Boolean).join(language === 'ja' ? '、' : ', ');
  }

  // ---- the sheet of all ----

  // As the program sorts them (gallery_sorted).
  function worse(a, b) {
    const differs = [order.indexOf(a.state) - order.indexOf(b.state), a.fits && b.fits ? b.fits.refused - a.fits.refused
      || b.fits.continued - a.fits.continued || squeezed(b) - squeezed(a) : 0, places.get(a.key) - places.get(b.key)];
    return differs.find(Boolean) ?? 0;
  }

  function tile(pair) {
    const has = pair.pages?.length, said = pair.messages?.[language] ?? [];
    const first = said.find(m => m.severity === 'error') ?? said[0];
    const says = put('div', { className: 'says' }, put('span', { className: 'state' }, stateOf(pair)), put('b', {}, formOf(pair).title),
      put('span', {}, caseOf(pair)), has ? put('span', { className: 'quiet' }, `${word('pages')(has)}　${word('boxes')(fitsOf(pair))}`) : null,
      first ? put('span', { className: 'why' }, first.message) : null);
    const image = has ? put('img', { loading: 'lazy', alt: '', src: picture(pair, 1), className: pair.pages[0][0] > pair.pages[0][1] ? 'wide' : 'tall' }) : null;
    const link = put('a', { className: 'tile', href: address(pair) }, put('div', { className: 'picture' }, ...(image ? [image] : [])), says);
    link.dataset.key = pair.key;
    link.dataset.state = pair.state;
    return put('li', {}, link);
  }

  function tileOf(pair) {
    let made = tiles.get(pair);
    if (made?.lang !== language) tiles.set(pair, made = Object.assign(tile(pair), { lang: language }));
    return made;
  }

  const chosen = () => [...pairs.values()].filter(pair => ['form', 'case'].every(name => !element(name).value || element(name).value === pair[name]));

  function drawSheet() {
    const focus = document.activeElement?.dataset?.key, list = chosen().sort(worse);
    element('count').textContent = word('count')(list.length);
    element('sheet').replaceChildren(...order.map(state => [state, list.filter(pair => pair.state === state)]).filter(([, of]) => of.length)
      .map(([state, of]) => put('section', { className: state }, put('h2', {}, put('span', { className: 'state' }, `${icons[state]} ${word('states')[state]}`),
        put('span', { className: 'quiet' }, [word('about')[state], word('count')(of.length)].filter(Boolean).join('　'))),
      put('ul', { className: 'tiles' }, ...of.map(tileOf)))), ...(list.length ? [] : [put('p', { className: 'quiet' }, word('none'))]));
    if (focus) document.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus();
  }

  // ---- one pair, where no server shows it ----

  function message(m) {
    const places_of = [m.form, m.data].filter(Boolean).map(end => put('code', {}, `${end.file}${end.line ? `:${end.line}` : ''}`, end.path ? `　${end.path}` : ''));
    return put('li', { className: m.severity }, put('b', {}, word('severities')[m.severity]), ` ${m.message} `,
      put('span', { className: 'quiet' }, `[${m.code}]`), ...places_of);
  }

  function drawDetail() {
    const pair = live ? null : pairs.get(decodeURIComponent(location.hash.slice(1)));
    element('sheet').hidden = Boolean(pair);
    element('detail').hidden = !pair;
    if (!pair) return element('detail').replaceChildren();
    const about = put('div', { className: `about ${pair.state}` }, put('a', { className: 'back', href: '#' }, `← ${word('back')}`),
      put('h2', {}, `${formOf(pair).title}（${caseOf(pair)}）`), put('p', {}, put('span', { className: 'state' }, stateOf(pair)),
        pair.pages.length ? `　${word('pages')(pair.pages.length)}　${word('boxes')(fitsOf(pair))}` : ''),
      put('ul', {}, ...pair.messages[language].map(message)));
    element('detail').replaceChildren(about, ...pair.pages.map(([width, height], i) => put('figure', { className: 'paper-page' },
      put('img', { src: picture(pair, i + 1), alt: word('page')(i + 1, pair.pages.length), width: width / 768, height: height / 768 }),
      put('figcaption', { className: 'quiet' }, word('page')(i + 1, pair.pages.length)))));
    scrollTo(0, 0);
  }

  // ---- the bar ----

  function addChoices(name, list) {
    const choice = element(name), value = choice.value;
    choice.replaceChildren(put('option', { value: '' }, word('all')),
      ...list.map(one => put('option', { value: one.key }, one.title ?? (one.name || word('blank')))));
    choice.value = [...choice.options].some(option => option.value === value) ? value : '';
  }

  function speak(wanted) {
    language = wanted in words ? wanted : 'ja';
    keep({ language });
    document.documentElement.lang = language;
    document.title = `${word('title')} – renkei-preview`;
    for (const e of document.querySelectorAll('[data-word]')) e.textContent = word(e.dataset.word);
    for (const e of document.querySelectorAll('[data-title]')) e.title = word(e.dataset.title);
    element('language').textContent = language === 'ja' ? 'EN' : '日本語';
    tellWatch();
    addChoices('form', forms);
    addChoices('case', cases);
    drawSheet();
    drawDetail();
  }

  function tellWatch() {
    element('watch').hidden = !seconds;
    element('watch').textContent = seconds ? word('looking')(seconds) : '';
  }

  function setTheme(theme) {
    if (theme) document.documentElement.dataset.theme = theme;
    keep({ theme });
  }

  const isDark = () => (document.documentElement.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';

  // ---- states, where a server composes them ----

  async function ask(keys) {
    let drawn = performance.now();
    for (const key of keys) {
      try {
        const answer = await fetch(`gallery/${key}`);
        if (!answer.ok || !places.has(key)) continue;
        pairs.set(key, { ...await answer.json(), asked: ++asked });
      } catch {
        return; // the connection is lost; when it is back, everything is asked again
      }
      if (performance.now() - drawn < 200) continue;
      drawSheet();
      drawn = performance.now();
    }
    drawSheet();
    document.documentElement.dataset.done = asked;
  }

  // One after the other: what changes while some are asked for comes after them.
  let asking = Promise.resolve();
  const askLater = keys => (asking = asking.then(() => ask(keys)));

  // Forms and cases came or went: the new ones are asked for.
  async function listAnew() {
    try {
      const before = places;
      take(await (await fetch('gallery/list')).json());
      addChoices('form', forms);
      addChoices('case', cases);
      const fresh = [...places.keys()].filter(key => !before.has(key));
      drawSheet();
      if (fresh.length) await ask(fresh);
    } catch { /* the connection is lost; when it is back, everything is asked again */ }
  }

  function listen() {
    const source = new EventSource('gallery/changes');
    source.addEventListener('open', () => (asking = asking.then(listAnew)) && askLater([...places.keys()]));
    source.addEventListener('list', () => (asking = asking.then(listAnew)));
    source.addEventListener('watch', event => { ({ seconds } = JSON.parse(event.data)); tellWatch(); });
    source.addEventListener('state', event => askLater(JSON.parse(event.data)));
  }

  element('form').onchange = element('case').onchange = drawSheet;
  element('language').onclick = () => speak(language === 'ja' ? 'en' : 'ja');
  element('theme').onclick = () => setTheme(isDark() ? 'light' : 'dark');
  addEventListener('hashchange', drawDetail);
  addEventListener('keydown', event => {
    if (event.key === 'Escape' && !live && location.hash.length > 1) location.hash = '';
  });
  setTheme(kept.theme);
  speak(kept.language ?? (navigator.language.startsWith('ja') ? 'ja' : 'en'));
  if (live) listen();
  else document.documentElement.dataset.done = 1;
})();
