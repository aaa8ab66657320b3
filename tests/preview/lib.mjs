// lib.mjs: what the browser tests share: a folder with a copy of forms and cases to be saved into, the program, the
// browser.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

export const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
export const build = resolve(root, process.env.BUILD ?? 'build');
const bin = process.env.BIN ? resolve(process.env.BIN) : build;
const { chromium } = createRequire(join(build, 'preview-tests/'))('playwright-core');

// A copy of what may be edited. The rest stays where it is.
export function workshop() {
  const folder = mkdtempSync(join(tmpdir(), 'renkei-preview-'));
  for (const name of ['templates', 'samples']) cpSync(join(root, name), join(folder, name), { recursive: true });
  return { folder, path: name => join(folder, name), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export async function startPreview(...args) {
  const child = spawn(join(bin, 'renkei-preview'), args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  process.once('exit', () => child.kill()); // a test that failed before it could stop it does not wait for it
  const url = await new Promise((done, fail) => {
    createInterface({ input: child.stdout }).once('line', done);
    child.once('exit', code => fail(new Error(`renkei-preview ended with ${code}`)));
  });
  const ended = new Promise(done => child.once('exit', code => done(code)));
  child.unref();
  child.stdout.unref();
  return { url, child, port: Number(new URL(url).port), stop: () => (child.ref(), child.kill('SIGTERM'), ended) };
}

// However busy the machine is. A test that waits longer is wrong.
export const patience = 120_000;

// A process of root has no sandbox in Chromium.
const browserOptions = () => ({
  timeout: patience,
  executablePath: ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync),
  args: process.getuid() === 0 ? ['--no-sandbox'] : [],
});
export const serveBrowser = () => chromium.launchServer(browserOptions());
// That of run.mjs, if there is one; what is closed then is what was opened in it.
export const openBrowser = () => (process.env.BROWSER ? chromium.connect(process.env.BROWSER, { timeout: patience }) : chromium.launch(browserOptions()));

export async function until(condition) {
  const end = Date.now() + patience;
  while (!condition()) {
    assert.ok(Date.now() < end, 'it does not come');
    await new Promise(done => setTimeout(done, 20));
  }
}

// What was asked for had passed when it was asked for: the next state is on its way, and the page waits for that.
const passed = message => /status of 404/.test(message.text()) && /\/(pages|marks|gallery)\/[^/]+$/.test(message.location().url);

// What was copied last. The browser has one clipboard for all who test in it at once: pages get one of their own.
export const copied = async page => {
  await page.waitForFunction(() => window.copied !== null);
  return page.evaluate(() => { const text = window.copied; window.copied = null; return text; });
};
const ownClipboard = () => {
  window.copied = null;
  Object.defineProperty(navigator, 'clipboard', { value: { writeText: async text => { window.copied = text; } } });
};

export async function openPage(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1500, height: 1000 }, locale: 'ja', ...options });
  context.setDefaultTimeout(patience);
  await context.addInitScript(ownClipboard);
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', error => page.faults.push(error.message));
  page.on('console', message => message.type() === 'error' && !passed(message) && page.faults.push(message.text()));
  await page.goto(url);
  await page.waitForFunction(() => document.documentElement.dataset.done);
  return page;
}

// Saves as editors do: beside the file and then renamed, or over it. However busy the machine is, nobody sees a half of the
// first; of the second whoever waits half a second does.
export function write(path, text) {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}
export function save(path, edit, how = 'rename') {
  const text = edit(readFileSync(path, 'utf8'));
  if (how === 'over') writeFileSync(path, text);
  else write(path, text);
}

// Waits for the state after `n`, all of it loaded.
export const nextState = (page, n) =>
  page.waitForFunction(before => Number(document.documentElement.dataset.done) > before, n);
export const stateNumber = page => page.evaluate(() => Number(document.documentElement.dataset.done));

// What axe-core finds on a page, as "rule: element" lines.
const axe = readFileSync(createRequire(join(build, 'preview-tests/')).resolve('axe-core/axe.min.js'), 'utf8');
export async function accessFaults(page) {
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(axe);
  return page.evaluate(async () => (await window.axe.run(document, { resultTypes: ['violations'] })).violations
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary.replace(/\s+/g, ' ').slice(0, 200)}`)));
}
