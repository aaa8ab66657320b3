// Who may ask for what.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startPreview, until } from './lib.mjs';

let preview, token, folder, seen;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'renkei-editor-'));
  seen = join(folder, 'seen');
  writeFileSync(join(folder, 'editor'), `#!/bin/sh\nprintf '%s\\n' "$@" >'${seen}.new' && mv '${seen}.new' '${seen}'\n`);
  chmodSync(join(folder, 'editor'), 0o755);
  preview = await startPreview('--editor', `'${join(folder, 'editor')}' +%l '%f' '100%%; touch ${folder}/shell'`,
    '--case', 'samples/hodei-futoukou/case.xml', 'plan');
  token = new URL(preview.url).pathname;
});

after(async () => {
  assert.equal(await preview.stop(), 0);
  rmSync(folder, { recursive: true });
});

// A request as given, whatever a browser would make of it. Gives status, headers and body.
const ask = ({ path = token, method = 'GET', headers = {}, body }) => new Promise((done, fail) => {
  const request = http.request({ host: '127.0.0.1', port: preview.port, path, method, headers: { Host: `127.0.0.1:${preview.port}`, ...headers } }, answer => {
    let text = '';
    answer.setEncoding('utf8');
    answer.on('data', data => (text += data));
    answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, text }));
  });
  request.on('error', fail);
  request.end(body);
});
const status = async wanted => (await ask(wanted)).status;
const here = () => `http://127.0.0.1:${preview.port}`;

test('the address has a token that cannot be guessed, and nothing is there without it', async () => {
  assert.match(token, /^\/[0-9a-f]{32}\/$/);
  assert.equal(await status({}), 200);
  for (const path of ['/', '/index.html', token.slice(0, -1), `/${'0'.repeat(32)}/`, token.replace(/.\/$/, m => (m[0] === '0' ? '1/' : '0/'))])
    assert.equal(await status({ path }), 404, path);
});

test('another Host is refused: names that lead to this machine', async () => {
  for (const Host of ['example.org', `example.org:${preview.port}`, '127.0.0.1', `127.0.0.1:${preview.port + 1}`, `[::1]:${preview.port}`])
    assert.ok([400, 403].includes(await status({ headers: { Host } })), Host);
  assert.equal(await status({ headers: { Host: `localhost:${preview.port}` } }), 200);
});

test('another Origin is refused', async () => {
  for (const Origin of ['https://example.org', 'null', `https://127.0.0.1:${preview.port}`, 'http://127.0.0.1'])
    assert.equal(await status({ headers: { Origin } }), 403, Origin);
  assert.equal(await status({ headers: { Origin: here() } }), 200);
});

test('only the loopback address listens', async () => {
  for (const { address, family } of Object.values(networkInterfaces()).flat().filter(i => !i.internal && i.family === 'IPv4')) {
    const refused = await new Promise(done => {
      const socket = net.connect({ host: address, port: preview.port, family }, () => (socket.destroy(), done(false)));
      socket.on('error', () => done(true));
      socket.setTimeout(2000, () => (socket.destroy(), done(true)));
    });
    assert.ok(refused, address);
  }
});

test('no path leads out of what the program made', async () => {
  for (const path of ['../preview.css', '..%2f..%2fREADME.md', '%2e%2e/README.md', 'templates/plan/form.xml', '/etc/passwd', 'pages/../session',
    'pages/', 'pages/9-9', 'marks/x', 'underlay/0', 'underlay/-1', 'underlay/99999999999999999999', 'events?view=7', 'session?view=7', 'compare', 'compare?view=7&with=saved', 'compare?view=0&with=/etc', 'gallery/', 'gallery/plan',
    'gallery/.svg', 'gallery/../session', 'gallery/plan.nobody.svg'])
    assert.equal(await status({ path: token + path }), 404, path);
});

test('methods and sizes are bounded', async () => {
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) assert.ok([400, 405].includes(await status({ method })), method);
  assert.equal(await status({ path: token + 'a'.repeat(300) }), 414);
  assert.ok([413, 414, 431].includes(await status({ headers: { 'X-Long': 'x'.repeat(40_000) } })));
  assert.equal(await status({ path: `${token}edit`, method: 'POST', headers: { Origin: here() }, body: '1'.repeat(5000) }), 413);
});

test('replies keep the page at home', async () => {
  const { headers } = await ask({});
  assert.match(headers['content-security-policy'], /default-src 'none'.*frame-ancestors 'none'/);
  assert.equal(headers['referrer-policy'], 'no-referrer');
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['cache-control'], 'no-store');
  assert.equal(headers['access-control-allow-origin'], undefined);
});

test('the editor opens files that were read, for this page alone, without a shell', async () => {
  const edit = { path: `${token}edit`, method: 'POST', headers: { Origin: here() } };
  const stream = http.get(`${preview.url}events?view=0`);
  let told = '';
  // With a state that is whole: of one that is not, the page's marks may not have named a file yet.
  await new Promise(done => stream.on('response', answer => answer.on('data', data => /event: whole|"whole":true/.test(told += data) && done())));
  for (const body of ['', '0', '0 0', '0 -1', '99 1', '-1 1', '0 1 2', 'x 1', '0 1;ls', '/etc/passwd 1'])
    assert.equal(await status({ ...edit, body }), 400, body);
  assert.equal(await status({ ...edit, headers: {}, body: '0 12' }), 403);
  assert.equal(await status({ ...edit, method: 'GET' }), 404);
  assert.ok(!existsSync(seen));
  assert.equal(await status({ ...edit, body: '0 12' }), 204);
  await until(() => existsSync(seen));
  const [line, file, last] = readFileSync(seen, 'utf8').split('\n');
  assert.equal(line, '+12');
  assert.match(file, /^\/.*templates\/.*\.xml$/);
  assert.equal(last, `100%; touch ${folder}/shell`);
  assert.ok(!existsSync(join(folder, 'shell')));
  stream.destroy();
});
