// run.mjs TEST…: runs TEST.test.mjs in one browser, two files at a time: the marks, which take longest, beside the others.
// What a file said is shown when it is done; what failed is said once more at the end, where whoever reads looks.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { serveBrowser } from './lib.mjs';

const waiting = process.argv.slice(2).sort((a, b) => (b === 'marks') - (a === 'marks'));
const browser = await serveBrowser();
const failures = [];

const run = name => new Promise(done => {
  const said = [];
  const child = spawn(process.execPath, ['--test', join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, `${name}.test.mjs`)],
    { env: { ...process.env, BROWSER: browser.wsEndpoint() } });
  for (const from of [child.stdout, child.stderr]) from.on('data', data => said.push(data));
  child.once('close', code => {
    const text = Buffer.concat(said).toString();
    process.stdout.write(text);
    failures.push(...(text.match(/^ *not ok [^]*?^ *\.\.\.$/gm) ?? []).map(failure => `${name}: ${failure.trim()}\n`));
    done(code === 0);
  });
});

let good = waiting.length > 0;
async function runRest() {
  while (waiting.length) if (!(await run(waiting.shift()))) good = false;
}
await Promise.all([runRest(), runRest()]);
await browser.close();
process.stdout.write(failures.join(''));
process.exitCode = good ? 0 : 1;
