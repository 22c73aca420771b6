// Checks per second in one thread against libxml2-wasm doing nothing but parse and free, on the same bytes in the same run.
//   npm run bench -- checks [--json FILE] [--seconds 2]
//   bare   libxml2-wasm's own parse and dispose
//   check  everything that is asked of a document: encoding, limits, well-formedness, keys, every field rule of the business
//   job    the same with what belongs to it in a worker: reading the file, making sure it is the one that was looked at, sha-256
// `proven` documents are plain, as nearly all are (decision 0057); `parsed` ones hold a comment, so libxml2 reads them too.
// SWIC_CORE_DIST measures another build of the core.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { XmlDocument } from 'libxml2-wasm';
import { declaration } from './samples.mjs';

const core = process.env['SWIC_CORE_DIST'] ?? new URL('../../packages/core/dist', import.meta.url).href;
const { createWorkerContext } = await import(`${core}/workers/worker-context.js`);
const { inspectBatch } = await import(`${core}/workers/jobs/inspect.js`);
const { inspectFile } = await import(`${core}/xml/inspect-file.js`);
const { DEFAULT_LIMITS } = await import(`${core}/xml/limits.js`);
const { BUSINESSES } = await import(`${core}/domain/businesses/registry.js`);
const { ruleLevels } = await import(`${core}/domain/rules/rule-names.js`);

const { values: args } = parseArgs({
  options: { json: { type: 'string' }, seconds: { type: 'string', default: '2' } },
});
const ROUND_MS = (Number(args.seconds) * 1000) / 4;
const ROUNDS = 4;
const FILES = 64;
const RATIO_WANTED = 0.5;

const definition = BUSINESSES.find(({ key }) => key === 'DEC');
const context = createWorkerContext({
  profiles: [
    {
      definition,
      levels: ruleLevels('DEC', {}),
      lengthUnit: 'characters',
      signing: definition.signing,
      schemas: [],
      zipSends: 'zip',
      zipMatch: 'warn',
    },
  ],
  businesses: BUSINESSES,
  limits: DEFAULT_LIMITS,
});
const profile = context.profileOf('DEC');
const directory = mkdtempSync(path.join(tmpdir(), 'swic-bench-checks-'));
const results = {};
try {
  for (const [size, items] of [
    ['4 KB', 12],
    ['50 KB', 178],
  ])
    for (const [kind, change] of [
      ['proven', (text) => text],
      ['parsed', (text) => text.replace('<DecLists>', '<!-- 一 --><DecLists>')],
    ])
      results[`${size} ${kind}`] = await compare(size, items, change);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
print();
if (args.json !== undefined) writeFileSync(args.json, `${JSON.stringify(results, null, 2)}\n`);
if (Object.values(results).some(({ checkRatio }) => checkRatio < RATIO_WANTED)) process.exitCode = 1;

async function compare(size, items, change) {
  const files = Array.from({ length: FILES }, (_, number) => change(declaration(number, items)));
  const contents = files.map((text) => Buffer.from(text));
  const requests = contents.map((bytes, number) => writeRequest(bytes, `${size}-${number}.xml`));
  for (const bytes of contents.slice(0, 1)) {
    const verdict = inspectFile('declaration.xml', bytes, profile, context.tools);
    if (verdict.outcome !== 'accepted') throw new Error(`the sample is not accepted: ${verdict.detail.first}`);
  }
  const bare = () => {
    for (const bytes of contents) XmlDocument.fromBuffer(bytes).dispose();
  };
  const check = () => {
    for (const bytes of contents) inspectFile('declaration.xml', bytes, profile, context.tools);
  };
  const job = () => inspectBatch(requests, context);
  const best = { bare: 0, check: 0, job: 0 };
  // In turn, so that whatever else the machine does meets all of them; the best round of each counts.
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, work] of Object.entries({ bare, check, job }))
      best[name] = Math.max(best[name], await rate(work));
  return {
    bytes: contents[0].length,
    barePerSecond: Math.round(best.bare),
    checksPerSecond: Math.round(best.check),
    jobsPerSecond: Math.round(best.job),
    checkRatio: round2(best.check / best.bare),
    jobRatio: round2(best.job / best.bare),
  };
}

async function rate(work) {
  await work();
  const startedMs = performance.now();
  let count = 0;
  let elapsedMs = 0;
  while (elapsedMs < ROUND_MS) {
    await work();
    count += FILES;
    elapsedMs = performance.now() - startedMs;
  }
  return (count / elapsedMs) * 1000;
}

function writeRequest(bytes, name) {
  const file = path.join(directory, name);
  writeFileSync(file, bytes);
  const stat = statSync(file, { bigint: true });
  const identity = {
    device: String(stat.dev),
    inode: String(stat.ino),
    sizeBytes: Number(stat.size),
    modifiedNs: String(stat.mtimeNs),
  };
  return { business: 'DEC', name, path: file, identity };
}

function round2(value) {
  return Math.round(value * 100) / 100;
}

function print() {
  for (const [name, result] of Object.entries(results)) {
    const { bytes, barePerSecond, checksPerSecond, jobsPerSecond, checkRatio, jobRatio } = result;
    process.stdout.write(
      `${name.padEnd(13)} ${bytes} bytes: bare ${barePerSecond}/s, check ${checksPerSecond}/s, job ${jobsPerSecond}/s; ` +
        `ratio ${checkRatio} (wanted ${RATIO_WANTED}), with reading and hash ${jobRatio}\n`,
    );
  }
}
