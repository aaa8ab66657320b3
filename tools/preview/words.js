// words.js: all that the page says, in both languages, and the language it says it in.

const words = {
  ja: {
    gallery: '一覧', case: '事例', as: 'データ', altered: '加工したデータ', alteredMany: n => `（${n} か所）`, alteredBlank: '空欄の様式には、加工するデータがありません。',
    alteredNone: name => `この事例には「${name}」で変わるところがありません。見えているのは、そのままの事例です。`,
    alteredNoTick: name => `この紙面には「${name}」で変わるところがありません。見えているのは、そのままの事例です。`,
    alteredGuessed: '　データの文法がないので、文と名前を長さと字で見分けています。',
    alterations: { none: 'そのまま', empty: '文が空', long: '文が3倍の長さ', names: '最も長い名前', kanji: 'まれな漢字の名前', ticks: 'すべてに印' },
    compare: '比べる', compares: { nothing: 'しない', saved: '前の保存と', released: '使っている様式と' },
    compareWith: what => `比べる：${what}`,
    compareNone: {
      'not-saved': 'この紙面は、開いてから、まだ保存で変わっていません。', 'no-folder': '使っている様式と比べるには、--released にそのフォルダーを渡してください。',
      'not-released': '使っている様式のフォルダーに、この様式がありません。', broken: '使っている様式では、この事例の紙面を作れません。', 'no-pages': 'まだ紙面がありません。',
    },
    compareSame: '変わったところはありません。', changes: n => `${n} か所が変わりました。`, changesLeft: n => `ほかに ${n} か所あります。`, pagesWere: (was, is) => `${was} ページが ${is} ページになりました。`,
    oldPaper: '前の紙面を重ねる', onPage: (n, old) => (old ? `前の ${n} ページ：` : `${n} ページ：`),
    roles: { H1: '見出し', H2: '見出し', H3: '見出し', P: '段落', Table: '表', TR: '行', TH: '欄', TD: '欄', Figure: '図', Ruby: 'ふりがな', Span: '文字' },
    quoted: text => `「${text}」`, several: (said, n) => `${said}から ${n} 個の印`, lines: n => (n === 1 ? '線' : `線 ${n} 本`), partOf: 'の一部',
    by: (mm, way) => `${mm} ${way}`, up: '上', down: '下', left: '左', right: '右', and: '・', bySlightly: '0.05 mm に足りないだけ横か縦',
    moved: (what, by) => `${what}が ${by}へ`, movedPage: (what, from, to) => `${what}が ${from} ページから ${to} ページへ`,
    changed: (what, was, is) => `${what}「${was}」が「${is}」に`, reshaped: what => `${what}の形が変わりました`, added: what => `${what}が増えました`, removed: what => `${what}がなくなりました`,
    blank: '空欄の様式', overlays: '重ねて見る', zoom: '大きさ', pages: '紙面', panel: '調べる',
    zoomOut: '小さく（-）', zoomIn: '大きく（+）', zoomFit: '幅に合わせる（0）', language: 'English', theme: '明るい・暗い',
    help: 'キーの一覧（?）', close: '閉じる',
    boxes: '箱と余白', baselines: 'ベースライン', fits: '収まり', keeps: 'まとまり', order: '読む順', underlay: '下敷き', grid: 'mm の方眼',
    measure: '測る', measureKey: '紙面の距離を測る（m）', measureHow: '紙面を引いて測ります。キーでは、矢印で 1 mm、Shift で 0.1 mm、Ctrl で次の罫線や箱へ。Enter で測り始めの点を置きます。',
    measured: (dx, dy, far, page, x, y) => `横 ${dx} mm・縦 ${dy} mm・斜め ${far} mm（${page} ページの左から ${x} mm、上から ${y} mm）`,
    opacity: '下敷きの濃さ',
    find: '様式の行・データの場所から探す', findHint: '120　base.xml:29　/case/child',
    found: (n, at) => `${n} か所${at ? `（${at} ページ）` : ''}`, foundNone: 'ここは何も描いていません。',
    foundNear: line => `いちばん近いのは ${line} 行目です。`,
    noMark: '紙面の印をクリックすると、様式とデータのどこから来たかが出ます。',
    form: '様式', data: 'データ', path: '場所', style: 'スタイル', fit: '収まり', face: '書体', field: '欄', kind: '印',
    noData: '様式の言葉（データではない）', noBox: '箱の外',
    copy: '写す', copied: '写しました', open: '開く', seek: '紙面で見る', inPlaces: n => `${n} か所`, here: n => `ここに重なる印（${n}）`,
    natural: 'そのまま', shrunk: (to, from) => `${to} pt に縮めた（もとは ${from} pt）`, condensed: n => `${n}% の長体`,
    continued: n => `別紙${n}に続く`, refused: '収まらない', sheet: n => `別紙${n}`,
    kinds: { text: '文字', mark: '記号', line: '線', rect: '面', ellipse: '丸', path: '線画', ruby: 'ふりがな', layer: '写すための文字' },
    states: {
      connecting: '読んでいます…', good: n => `${n} ページ`, trial: '直すところがあります。このままでは PDF になりません。',
      broken: '紙面を作れません。見えているのは、最後に作れたものです。',
      none: '紙面を作れません。まだ一度も作れていません。', lost: '接続が切れました。つながるまで待っています。',
    },
    late: '保存したものを組んでいます。見えているのは、その前の紙面です。', lateFirst: '組んでいます。',
    looking: n => (n === 1 ? 'ファイルの通知がないため、毎秒見ています。' : `ファイルの通知がないため、${n} 秒ごとに見ています。`),
    review: n => `気をつけるところ（${n}）`,
    severities: { error: 'エラー', warning: '注意', note: '参考' },
    page: (n, of) => `${n} / ${of}`,
    keys: [['1 – 7', '重ねて見る'], ['m', '測る（矢印・Shift・Ctrl・Enter）'], ['+ − 0', '大きさ・幅に合わせる'], ['/', '探す'], ['n p', '次の印・前の印'],
      ['Enter', '様式をエディターで開く'], ['c d', '様式の場所・データの場所を写す'], ['Esc', 'やめる'], ['?', 'この一覧']],
  },
  en: {
    gallery: 'Gallery', case: 'Case', as: 'Data', altered: 'Altered data', alteredMany: n => ` (${n} ${n === 1 ? 'place' : 'places'})`, alteredBlank: 'A blank form has no data to alter.',
    alteredNone: name => `Nothing in this case is altered by “${name}”: you see the case as it is.`,
    alteredNoTick: name => `Nothing on these pages is altered by “${name}”: you see the case as it is.`,
    alteredGuessed: '. No grammar of the data is known: texts and names are told by length and signs.',
    alterations: { none: 'as they are', empty: 'texts empty', long: 'texts three times as long', names: 'longest names', kanji: 'names in rare kanji', ticks: 'all ticked' },
    compare: 'Compare', compares: { nothing: 'with nothing', saved: 'with the last save', released: 'with the form in use' },
    compareWith: what => `Compared ${what}`,
    compareNone: {
      'not-saved': 'No save has changed these pages since they were opened.', 'no-folder': 'To compare with the form in use, give its folder to --released.',
      'not-released': 'The folder of forms in use does not have this form.', broken: 'The form in use cannot make pages of this case.', 'no-pages': 'There are no pages yet.',
    },
    compareSame: 'Nothing has changed.', changes: n => `${n} ${n === 1 ? 'change' : 'changes'}.`, changesLeft: n => `And ${n} more.`, pagesWere: (was, is) => `${was} ${was === 1 ? 'page has' : 'pages have'} become ${is}.`,
    oldPaper: 'Old page on top', onPage: (n, old) => (old ? `old page ${n}: ` : `page ${n}: `),
    roles: { H1: 'heading ', H2: 'heading ', H3: 'heading ', P: 'paragraph ', Table: 'table ', TR: 'row ', TH: 'cell ', TD: 'cell ', Figure: 'figure ', Ruby: 'ruby ', Span: 'text ' },
    quoted: text => `“${text}”`, several: (said, n) => `${n} marks from ${said}`, lines: n => (n === 1 ? 'a line' : `${n} lines`), partOf: ' in part',
    by: (mm, way) => `${mm} ${way}`, up: 'up', down: 'down', left: 'left', right: 'right', and: ', ', bySlightly: 'less than 0.05 mm',
    moved: (what, by) => `${what} moved ${by}`, movedPage: (what, from, to) => `${what} moved from page ${from} to page ${to}`,
    changed: (what, was, is) => `${what}“${was}” became “${is}”`, reshaped: what => `${what} has another shape`, added: what => `${what} came`, removed: what => `${what} went`,
    blank: 'blank form', overlays: 'Overlays', zoom: 'Zoom', pages: 'Pages', panel: 'Inspector',
    zoomOut: 'smaller (-)', zoomIn: 'larger (+)', zoomFit: 'fit the width (0)', language: '日本語', theme: 'light or dark',
    help: 'keys (?)', close: 'Close',
    boxes: 'Boxes', baselines: 'Baselines', fits: 'Fit', keeps: 'Keeps', order: 'Order', underlay: 'Underlay', grid: 'mm grid',
    measure: 'Measure', measureKey: 'distances on the paper (m)', measureHow: 'Drag on the paper. By keyboard: arrows move by 1 mm, with Shift by 0.1 mm, with Ctrl to the next rule or box; Enter begins here.',
    measured: (dx, dy, far, page, x, y) => `across ${dx} mm, down ${dy} mm, diagonal ${far} mm (page ${page}, ${x} mm from the left, ${y} mm from the top)`,
    opacity: 'opacity of the underlay',
    find: 'Find by form line or data path', findHint: '120   base.xml:29   /case/child',
    found: (n, at) => `${n} ${n === 1 ? 'place' : 'places'}${at ? ` (page ${at})` : ''}`, foundNone: 'Nothing is drawn by this.',
    foundNear: line => `The nearest is line ${line}.`,
    noMark: 'Click a mark on the page to see where in form and data it comes from.',
    form: 'Form', data: 'Data', path: 'Path', style: 'Style', fit: 'Fit', face: 'Face', field: 'Field', kind: 'Mark',
    noData: 'the form’s own words', noBox: 'in no box',
    copy: 'Copy', copied: 'Copied', open: 'Open', seek: 'On the page', inPlaces: n => `${n} places`, here: n => `Marks here (${n})`,
    natural: 'natural', shrunk: (to, from) => `shrunk to ${to} pt (from ${from} pt)`, condensed: n => `condensed to ${n}%`,
    continued: n => `continued on 別紙${n}`, refused: 'refused', sheet: n => `別紙${n}`,
    kinds: { text: 'text', mark: 'mark', line: 'line', rect: 'area', ellipse: 'circle', path: 'drawing', ruby: 'ruby', layer: 'text to copy' },
    states: {
      connecting: 'Reading …', good: n => `${n} ${n === 1 ? 'page' : 'pages'}`, trial: 'Something must be mended: no PDF can be made of this.',
      broken: 'No pages can be made. What you see is the last that could.',
      none: 'No pages can be made, and none have been yet.', lost: 'The connection is lost; waiting for it.',
    },
    late: 'What was saved is being composed. You see the pages before it.', lateFirst: 'Being composed …',
    looking: n => `The system does not tell of saves here: files are looked at every ${n === 1 ? 'second' : `${n} seconds`}.`,
    review: n => `Worth a look (${n})`,
    severities: { error: 'error', warning: 'warning', note: 'note' },
    page: (n, of) => `${n} / ${of}`,
    keys: [['1 – 7', 'overlays'], ['m', 'measure (arrows, Shift, Ctrl, Enter)'], ['+ − 0', 'zoom, fit the width'], ['/', 'find'], ['n p', 'next mark, mark before'],
      ['Enter', 'open the form in the editor'], ['c d', 'copy the place in the form, in the data'], ['Esc', 'leave'], ['?', 'this list']],
  },
};

export let language = 'ja';
export const word = name => words[language][name];

// Words that one language has and the other has not.
export const untranslated = () => {
  const names = of => Object.entries(of).flatMap(([name, value]) =>
    (value?.constructor === Object ? names(value).map(inner => `${name}.${inner}`) : [name]));
  const ja = names(words.ja), en = names(words.en);
  return [...ja.filter(name => !en.includes(name)), ...en.filter(name => !ja.includes(name))];
};

// Every element says with data-word, data-title, data-label or data-placeholder what it says.
export function speak(wanted) {
  language = wanted in words ? wanted : 'ja';
  document.documentElement.lang = language;
  for (const e of document.querySelectorAll('[data-word]')) e.textContent = word(e.dataset.word);
  for (const e of document.querySelectorAll('[data-title]')) e.title = word(e.dataset.title);
  for (const e of document.querySelectorAll('[data-label]')) e.setAttribute('aria-label', word(e.dataset.label));
  for (const e of document.querySelectorAll('[data-placeholder]')) e.placeholder = word(e.dataset.placeholder);
}

// An element with attributes and children; strings are text.
export function make(tag, attributes = {}, ...children) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) e.addEventListener(name.slice(2), value);
    else if (value === true) e.setAttribute(name, '');
    else if (value !== false && value !== undefined) e.setAttribute(name, value);
  }
  e.append(...children);
  return e;
}
