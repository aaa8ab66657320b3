// run.mjs TEST…: runs TEST.test.mjs in one browser, two files at a time: the marks, which take longest, beside the others.
// What a file said is shown when it is done.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { serveBrowser } from './lib.mjs';

const waiting = process.argv.slice(2).sort((a, b) => (b === 'marks') - (a === 'marks'));
const browser = await serveBrowser();

const run = name => new Promise(done => {
  const said = [];
  const child = spawn(process.execPath, ['--test', join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, `${name}.test.mjs`)],
    { env: { ...process.env, BROWSER: browser.wsEndpoint() } });
  for (const from of [child.stdout, child.stderr]) from.on('data', data => said.push(data));
  child.once('close', code => {
    process.stdout.write(Buffer.concat(said));
    done(code === 0);
  });
});

let good = waiting.length > 0;
async function runRest() {
  while (waiting.length) if (!(await run(waiting.shift()))) good = false;
}
await Promise.all([runRest(), runRest()]);
await browser.close();
process.exitCode = good ? 0 : 1;
