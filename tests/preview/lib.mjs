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

// A process of root has no sandbox in Chromium.
const browserOptions = () => ({
  executablePath: ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync),
  args: process.getuid() === 0 ? ['--no-sandbox'] : [],
});
export const serveBrowser = () => chromium.launchServer(browserOptions());
// That of run.mjs, if there is one; what is closed then is what was opened in it.
export const openBrowser = () => (process.env.BROWSER ? chromium.connect(process.env.BROWSER) : chromium.launch(browserOptions()));

// However busy the machine is. A test that waits longer is wrong.
export const patience = 120_000;
export async function until(condition) {
  const end = Date.now() + patience;
  while (!condition()) {
    assert.ok(Date.now() < end, 'it does not come');
    await new Promise(done => setTimeout(done, 20));
  }
}

export async function openPage(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1500, height: 1000 }, locale: 'ja', ...options });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', error => page.faults.push(error.message));
  page.on('console', message => message.type() === 'error' && page.faults.push(message.text()));
  await page.goto(url);
  await page.waitForFunction(() => document.documentElement.dataset.done);
  return page;
}

// Saves as editors do: over the file, or beside it and then renamed.
export function save(path, edit, how = 'over') {
  const text = edit(readFileSync(path, 'utf8'));
  if (how === 'over') return writeFileSync(path, text);
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
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
