// read.mjs FOLDER: the PDFs of a folder as PDFium (Chrome), MuPDF and pdf.js (Firefox) read them: NAME.pdfium.txt and so
// on; and NAME.told.json: the title, and the alternate texts of figures and choices, as pdf.js hands them to a screen reader.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

// They lie in BUILD/record-readers.
const require = createRequire(join(resolve(process.env.BUILD ?? 'build'), 'record-readers/'));
const load = name => import(pathToFileURL(require.resolve(name)));
const { log, warn } = console;
console.log = console.warn = () => {}; // pdf.js misses a canvas, which text needs not
const pdfjs = await load('pdfjs-dist/legacy/build/pdf.mjs');
Object.assign(console, { log, warn });
const mupdf = await load('mupdf');
const { PDFiumLibrary } = await load('@hyzyla/pdfium');
const pdfium = await PDFiumLibrary.init();

async function byPdfium(bytes) {
  const document = await pdfium.loadDocument(bytes);
  const text = [...document.pages()].map(page => page.getText()).join('\n\f');
  document.destroy();
  return text;
}

function byMupdf(bytes) {
  const document = mupdf.Document.openDocument(bytes, 'application/pdf');
  const pages = Array.from({ length: document.countPages() }, (_, i) => document.loadPage(i));
  const text = pages.map(page => page.toStructuredText('preserve-whitespace').asText()).join('\n\f');
  document.destroy();
  return text;
}

const alternates = (role, node) => [
  ...(node?.role === role && node.alt !== undefined ? [node.alt] : []),
  ...(node?.children ?? []).flatMap(child => alternates(role, child)),
];

async function byPdfjs(bytes) {
  const document = await pdfjs.getDocument({ data: new Uint8Array(bytes), verbosity: 0, disableFontFace: true }).promise;
  const told = { title: (await document.getMetadata()).info.Title, figures: [], choices: [] };
  let text = '';
  for (let i = 1; i <= document.numPages; i++) {
    const page = await document.getPage(i);
    const { items } = await page.getTextContent();
    text += items.map(item => item.str + (item.hasEOL ? '\n' : '')).join('') + '\n\f';
    const tree = await page.getStructTree();
    told.figures.push(...alternates('Figure', tree));
    told.choices.push(...alternates('Span', tree));
  }
  await document.destroy();
  return { text, told };
}

const folder = process.argv[2];
for (const file of readdirSync(folder).filter(name => name.endsWith('.pdf'))) {
  const path = join(folder, file), bytes = readFileSync(path);
  const { text, told } = await byPdfjs(bytes);
  writeFileSync(`${path}.pdfjs.txt`, text);
  writeFileSync(`${path}.told.json`, JSON.stringify(told));
  writeFileSync(`${path}.mupdf.txt`, byMupdf(bytes));
  writeFileSync(`${path}.pdfium.txt`, await byPdfium(bytes));
}
process.exit(0); // WebAssembly keeps a worker
