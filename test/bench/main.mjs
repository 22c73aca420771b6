// `npm run bench [-- NAME] [-- options]`: a benchmark by its name; without one, the whole spine against a real broker.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const HERE = new URL('./', import.meta.url);
/** Parts of benchmarks, which do nothing by themselves. */
const PARTS = ['main', 'samples', 'seal', 'spine-agent'];

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
// What runs finds its own options where they are when it is started directly.
if (isNamed) process.argv.splice(2, 1);
await import(new URL(`${isNamed ? word : 'spine'}.mjs`, HERE).href);
