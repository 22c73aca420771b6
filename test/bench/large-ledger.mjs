// A ledger with a long history: what a start, a question and a proof cost, each in a process of its own.
//   npm run bench -- large-ledger [--documents 1000000] [--json FILE] [--keep DIRECTORY]
// Fourteen businesses; all but every hundredth document are answered. Needs the built core (npm run build).
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const core = process.env['SWIC_CORE_DIST'] ?? new URL('../../packages/core/dist', import.meta.url).href;
const { LEDGER_OPTIONS, openLedger } = await import(`${core}/ledger/open-ledger.js`);
const { systemClock } = await import(`${core}/runtime/system-clock.js`);
const { formatStamp } = await import(`${core}/domain/stamp.js`);

const { values: args } = parseArgs({
  options: {
    documents: { type: 'string', default: '1000000' },
    json: { type: 'string' },
    keep: { type: 'string' },
    measure: { type: 'string' },
    directory: { type: 'string' },
  },
});
const DOCUMENTS = Number(args.documents);
const DAY_MS = 86_400_000;
/** From fifteen to ten days ago: SentBox is empty by then, and `overdue` is asked for twenty days. */
const END_MS = Math.floor(Date.now() / DAY_MS) * DAY_MS - 10 * DAY_MS;
const STEP_MS = (5 * DAY_MS) / DOCUMENTS;
const BUSINESSES = ['DEC', ...Array.from({ length: 13 }, (_, at) => `B${at}`)];
const CODES = ['P', 'P', 'P', 'P', 'L', '7', 'E'];
const TOGETHER = 500;

const atOf = (number) => Math.floor(END_MS - 5 * DAY_MS + number * STEP_MS);
const idOf = (number, counter) => formatStamp(atOf(number), 17) + String(counter).padStart(5, '0');
const documentId = (number) => idOf(number, number % 50_000);
const receiptId = (number) => idOf(number, 50_000 + (number % 40_000));
const businessOf = (number) => (number % 10 < 6 ? 'DEC' : BUSINESSES[1 + (number % 12)]);

function sealed(number) {
  const atMs = atOf(number);
  const id = documentId(number);
  const times = { found: atMs, settled: atMs, claimed: atMs, sealed: atMs, confirmed: null, filed: null };
  return {
    id,
    business: businessOf(number),
    name: `报关单_${String(number).padStart(8, '0')}.xml`,
    sizeBytes: 4096,
    sha256: String(number).padStart(64, 'a'),
    keys: [{ name: 'clientSeqNo', value: `C${number}` }],
    root: 'DecMessage',
    messageId: `DXPESW0000000001${id}`,
    messageType: 'DECCUS001',
    origin: null,
    stage: 'sealed',
    stampMs: atMs,
    attempts: 1,
    times,
    fault: null,
    signedBy: null,
    verdict: null,
    filedAs: null,
    standing: null,
  };
}

function filed(record) {
  const path = `20261123/${record.name.slice(0, -4)}_20261123104158048.xml`;
  const times = { ...record.times, confirmed: record.stampMs + 12, filed: record.stampMs + 15 };
  return { ...record, stage: 'filed', filedAs: { box: 'SentBox', path }, times };
}

function receipt(number) {
  const atMs = atOf(number) + 9_000;
  return {
    id: receiptId(number),
    fingerprint: String(number).padStart(64, 'f'),
    business: businessOf(number),
    kind: 'business-receipt',
    isSuccess: null,
    root: 'DEC_DATA',
    code: CODES[number % CODES.length],
    codeTable: 'channel',
    parts: [],
    text: null,
    keys: [{ name: 'seqNo', value: `S${number}` }],
    businessTimeMs: atMs,
    receivedMs: atMs,
    document: documentId(number),
    fileName: `Receipt_S${number}_20261123.xml`,
    messageId: null,
    sentName: null,
    sizeBytes: 400,
    sha256: '',
    unreadable: null,
    depositedMs: atMs + 5,
    acceptedMs: atMs + 9,
    carrier: null,
  };
}

/** Node.js 20 has no `await using`. */
async function withLedger(directory, work) {
  const ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
  try {
    return await work(ledger);
  } finally {
    await ledger[Symbol.asyncDispose]();
  }
}

async function fill(ledger) {
  await ledger.begin();
  for (let from = 0; from < DOCUMENTS; from += TOGETHER) {
    const numbers = Array.from({ length: Math.min(TOGETHER, DOCUMENTS - from) }, (_, at) => from + at);
    const records = numbers.map(sealed);
    await ledger.write(
      records.map((record) => ({ type: 'document', record })),
      'soon',
    );
    // The last five hundred are still on their way.
    if (from + TOGETHER >= DOCUMENTS) break;
    await ledger.write(
      records.map((record) => ({ type: 'document', record: filed(record) })),
      'soon',
    );
    const answered = numbers.filter((number) => number % 100 !== 0);
    const raw = new Uint8Array([1]);
    await ledger.write(
      answered.map((number) => ({ type: 'receipt', record: receipt(number), raw })),
      'soon',
    );
    await ledger.write(
      answered.map((number) => ({ type: 'receipt-flushed', id: receiptId(number) })),
      'soon',
    );
  }
}

const ANY = {
  business: null,
  stages: null,
  customs: null,
  isConcerning: false,
  sinceMs: null,
  untilMs: null,
  text: null,
  before: null,
  limit: 100,
};

/** Name -> what is asked of an opened ledger, several times over: the second is what an agent that runs would take. */
const QUESTIONS = {
  'trace by name': async (ledger) => {
    const { trace } = await import(`${core}/gateway/commands/trace.js`);
    return (await trace(ledger, `报关单_${String(DOCUMENTS >> 1).padStart(8, '0')}.xml`)).length;
  },
  'a page of documents': async (ledger) => (await ledger.listDocuments(ANY)).length,
  'by business': async (ledger) => (await ledger.listDocuments({ ...ANY, business: 'B3' })).length,
  'by business, none': async (ledger) => (await ledger.listDocuments({ ...ANY, business: 'NONE' })).length,
  'by stage': async (ledger) => (await ledger.listDocuments({ ...ANY, stages: ['filed'] })).length,
  'by stage, none': async (ledger) => (await ledger.listDocuments({ ...ANY, stages: ['rejected'] })).length,
  'by business and stage, none': async (ledger) =>
    (await ledger.listDocuments({ ...ANY, business: 'B3', stages: ['lost'] })).length,
  'by state at customs': async (ledger) => (await ledger.listDocuments({ ...ANY, customs: ['returned'] })).length,
  'by state at customs, none': async (ledger) => (await ledger.listDocuments({ ...ANY, customs: ['deleted'] })).length,
};

async function measure(name, directory) {
  const startedMs = performance.now();
  if (name === 'verify') {
    const { loadConfig } = await import(`${core}/config/load.js`);
    const { openOffline } = await import(`${core}/gateway/offline.js`);
    const never = new AbortController().signal;
    const offline = await openOffline(loadConfig(join(directory, 'swic.yaml')), systemClock, never);
    const report = await offline.verify(null, never, () => undefined);
    await offline[Symbol.asyncDispose]();
    return { ms: performance.now() - startedMs, found: report.documents };
  }
  return withLedger(join(directory, 'data/ledger'), (ledger) => question(name, ledger, startedMs));
}

async function question(name, ledger, startedMs) {
  if (name === 'start') {
    let open = 0;
    for await (const _ of ledger.openDocuments()) open += 1;
    await ledger.latestId();
    await ledger.standings(null);
    return { ms: performance.now() - startedMs, found: open };
  }
  const ask =
    name === 'overdue'
      ? async () => {
          const { overdue } = await import(`${core}/gateway/commands/overdue.js`);
          const businesses = BUSINESSES.map((key) => ({ key, resultWithinMs: 600_000, isAnswerKnown: true }));
          const params = { business: null, sinceMs: Date.now() - 20 * DAY_MS };
          return (await overdue(ledger, businesses, params, systemClock)).documents.length;
        }
      : () => QUESTIONS[name](ledger);
  const firstMs = performance.now();
  const found = await ask();
  const againMs = performance.now();
  await ask();
  return { ms: againMs - firstMs, againMs: performance.now() - againMs, found };
}

function measureAlone(name, directory) {
  const script = fileURLToPath(import.meta.url);
  const words = [script, '--measure', name, '--directory', directory, '--documents', String(DOCUMENTS)];
  const { stdout, stderr, status } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name}: ${stderr}`);
  const figure = JSON.parse(stdout);
  const again = figure.againMs === undefined ? '' : `, again ${String(figure.againMs).padStart(6)} ms`;
  console.log(
    `${name.padEnd(30)} ${String(figure.ms).padStart(8)} ms${again}   ${figure.rssMiB} MiB   cpu ${figure.cpuMs} ms   (${figure.found})`,
  );
  return figure;
}

async function main() {
  const directory = args.keep ?? (await mkdtemp(join(tmpdir(), 'swic-bench-large-')));
  try {
    if (!existsSync(join(directory, 'data/ledger'))) {
      await mkdir(join(directory, 'data'), { recursive: true });
      await mkdir(join(directory, 'boxes/Deccus001/OutBox'), { recursive: true });
      const transport = 'transport: { kind: embedded }';
      await writeFile(
        join(directory, 'swic.yaml'),
        `clientId: DXPESW0000000001\n${transport}\nbusinesses: { DEC: {} }\n`,
      );
      const startedMs = performance.now();
      await withLedger(join(directory, 'data/ledger'), fill);
      console.log(`${DOCUMENTS} documents written in ${Math.round((performance.now() - startedMs) / 1000)} s`);
    }
    const figures = {};
    for (const name of ['start', ...Object.keys(QUESTIONS), 'overdue', 'verify'])
      figures[name] = measureAlone(name, directory);
    if (args.json !== undefined) await writeFile(args.json, `${JSON.stringify(figures, null, 2)}\n`);
  } finally {
    if (args.keep === undefined) await rm(directory, { recursive: true, force: true });
  }
}

if (args.measure === undefined) await main();
else {
  const { ms, againMs, found } = await measure(args.measure, args.directory ?? '');
  const round = (value) => Number(value.toFixed(1));
  const again = againMs === undefined ? {} : { againMs: round(againMs) };
  // What the system calls the most of this process: `maxRSS` begins with that of the parent.
  const [, kib] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  const rssMiB = Math.round(Number(kib ?? process.resourceUsage().maxRSS) / 1024);
  const { user, system } = process.cpuUsage();
  process.stdout.write(
    JSON.stringify({ ms: round(ms), ...again, found, rssMiB, cpuMs: Math.round((user + system) / 1_000) }),
  );
}
