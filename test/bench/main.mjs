// `npm run bench [-- NAME] [-- options]`: a benchmark by its name; without one, the whole spine against a real RabbitMQ, and IBM
// MQ's adapter against the bare package above the simulated queue manager. `--json FILE` takes the figures of both.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = new URL('./', import.meta.url);
/** Parts of benchmarks, which do nothing by themselves. */
const PARTS = ['bare', 'broker', 'fresh-volume', 'main', 'peers', 'samples', 'seal', 'spine-agent'];
const TYPESCRIPT = new URL('../support/run-typescript.mjs', HERE).href;

const names = readdirSync(fileURLToPath(HERE))
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => file.slice(0, -'.mjs'.length))
  .filter((name) => !PARTS.includes(name));
const [word] = process.argv.slice(2);
const isNamed = word !== undefined && !word.startsWith('-');
if (isNamed && !names.includes(word)) {
  process.stderr.write(`No benchmark is called ${word}. There are: ${names.join(', ')}\n`);
  process.exit(2);
}
if (isNamed) {
  // What runs finds its own options where they are when it is started directly.
  process.argv.splice(2, 1);
  // Some work on our sources.
  await import(TYPESCRIPT);
  await import(new URL(`${word}.mjs`, HERE).href);
} else runAll(process.argv.slice(2));

/** Each in a process of its own: what one has loaded and compiled is no part of the other. */
function runAll(options) {
  const directory = mkdtempSync(path.join(tmpdir(), 'swic-figures-'));
  const json = options.includes('--json') ? options[options.indexOf('--json') + 1] : null;
  const run = (name, words) => {
    const file = path.join(directory, `${name}.json`);
    const script = fileURLToPath(new URL(`${name}.mjs`, HERE));
    const result = spawnSync(process.execPath, ['--import', TYPESCRIPT, script, ...words, '--json', file], {
      stdio: 'inherit',
    });
    if (result.status !== 0) throw new Error(`the benchmark ${name} ended with ${result.status ?? result.signal}`);
    return JSON.parse(readFileSync(file, 'utf8'));
  };
  try {
    const spine = run(
      'spine',
      options.filter((_, index) => options[index] !== '--json' && options[index - 1] !== '--json'),
    );
    const ibmmq = run('ibmmq', options.includes('--quick') ? ['--quick'] : []);
    if (json !== null) writeFileSync(json, `${JSON.stringify({ ...spine, ibmmq }, null, 2)}\n`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
