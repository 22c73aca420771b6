// The ledger alone: what the two writes of a document's life cost, with an empty and with a long history, and what a start reads.
//   node test/bench/ledger.mjs [--documents 20000] [--history 300000] [--callers 64,256] [--json FILE]
// Needs the built core (npm run build).
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const core = process.env['SWIC_CORE_DIST'] ?? new URL('../../packages/core/dist', import.meta.url).href;
const { LEDGER_OPTIONS, openLedger } = await import(`${core}/ledger/open-ledger.js`);
const { systemClock } = await import(`${core}/runtime/system-clock.js`);
const { mintAfter, mintId } = await import(`${core}/domain/ids.js`);

const { values: args } = parseArgs({
  options: {
    documents: { type: 'string', default: '20000' },
    history: { type: 'string', default: '300000' },
    callers: { type: 'string', default: '64,256' },
    json: { type: 'string' },
  },
});
const figures = {};

let mint = mintAfter(null);
function nextId() {
  const next = mintId(mint, Date.now());
  mint = next.mint;
  return next.id;
}

/** A record like that of a 4 KB declaration: two keys, 64 hex digits, a Chinese file name. */
function sealedRecord(number) {
  const id = nextId();
  const now = Date.now();
  return {
    id,
    business: 'DEC',
    name: `报关单_${String(number).padStart(8, '0')}.xml`,
    sizeBytes: 4096,
    sha256: String(number).padStart(64, 'a'),
    stage: 'sealed',
    keys: [
      { name: 'clientSeqNo', value: `C${(number * 7919) % 1_000_003}${number}` },
      { name: 'copMsgId', value: `DXPESW0000000001${id}` },
    ],
    root: 'DecMessage',
    messageId: `DXPESW0000000001${id}`,
    messageType: 'DECCUS001',
    stampMs: now,
    attempts: 1,
    origin: null,
    times: { found: now, settled: now, claimed: now, sealed: now, confirmed: null, filed: null },
    fault: null,
    signedBy: null,
    verdict: null,
    filedAs: null,
    standing: null,
  };
}

function filedRecord(record) {
  const now = Date.now();
  const filedAs = { box: 'SentBox', path: `20261123/${record.name.slice(0, -4)}_20261123104158048.xml` };
  return { ...record, stage: 'filed', filedAs, times: { ...record.times, confirmed: now, filed: now } };
}

async function liveDocument(ledger, number) {
  const record = sealedRecord(number);
  await ledger.write([{ type: 'document', record }], 'durable');
  await ledger.write([{ type: 'document', record: filedRecord(record) }], 'soon');
}

/** Runs `count` lives with `callers` at a time. */
async function live(ledger, from, count, callers) {
  let next = from;
  const caller = async () => {
    while (next < from + count) await liveDocument(ledger, next++);
  };
  await Promise.all(Array.from({ length: callers }, caller));
}

/** CPU time of the main thread alone; where the system does not tell it, the time its event loop was busy. */
function mainThreadUs() {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1000;
  } catch {
    return performance.eventLoopUtilization().active * 1000;
  }
}

async function measure(name, count, work) {
  const cpu = process.cpuUsage();
  const main = mainThreadUs();
  const startedMs = performance.now();
  await work();
  const wallMs = performance.now() - startedMs;
  const used = process.cpuUsage(cpu);
  const figure = {
    perSecond: Math.round((count / wallMs) * 1000),
    mainUs: Number(((mainThreadUs() - main) / count).toFixed(1)),
    cpuUs: Number(((used.user + used.system) / count).toFixed(1)),
  };
  figures[name] = figure;
  console.log(
    `${name.padEnd(44)} ${String(figure.perSecond).padStart(8)} /s   main ${figure.mainUs.toFixed(1).padStart(6)} us   cpu ${figure.cpuUs.toFixed(1).padStart(6)} us each`,
  );
}

async function sizeOf(directory) {
  const names = await readdir(directory);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(directory, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

const documents = Number(args.documents);
const history = Number(args.history);
const callers = args.callers.split(',').map(Number);
const directory = await mkdtemp(join(tmpdir(), 'swic-bench-ledger-'));
try {
  let ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
  let number = 0;
  await live(ledger, number, 2_000, 64);
  number += 2_000;
  for (const many of callers) {
    await measure(`two writes, ${many} callers, empty ledger`, documents, () => live(ledger, number, documents, many));
    number += documents;
  }
  await measure('filling the history', history, () => live(ledger, number, history, 512));
  number += history;
  for (const many of [1, ...callers]) {
    const count = many === 1 ? Math.min(documents, 2_000) : documents;
    await measure(`two writes, ${many} callers, history of ${number}`, count, () => live(ledger, number, count, many));
    number += count;
  }
  const probes = 5_000;
  await measure('findByKey, newest of a key', probes, async () => {
    for (let at = 0; at < probes; at += 1)
      await ledger.findByKey('clientSeqNo', `C${((number - at - 1) * 7919) % 1_000_003}${number - at - 1}`, 1);
  });
  await measure('findReceiptByFingerprint, unknown', probes, async () => {
    for (let at = 0; at < probes; at += 1) await ledger.findReceiptByFingerprint(String(at).padStart(64, 'f'));
  });
  await measure('listDocuments, a text that nothing has', number, () =>
    ledger.listDocuments({
      business: null,
      stages: null,
      customs: null,
      isConcerning: false,
      sinceMs: null,
      untilMs: null,
      text: 'nowhere',
      before: null,
      limit: 50,
    }),
  );
  const open = Array.from({ length: 500 }, () => sealedRecord(number++));
  await Promise.all(open.map((record) => ledger.write([{ type: 'document', record }], 'durable')));
  await ledger[Symbol.asyncDispose]();
  figures.diskBytesPerDocument = Math.round((await sizeOf(directory)) / number);
  const startedMs = performance.now();
  ledger = await openLedger(directory, LEDGER_OPTIONS, systemClock);
  figures.openMs = Number((performance.now() - startedMs).toFixed(1));
  const readMs = performance.now();
  let count = 0;
  for await (const record of ledger.openDocuments()) count += record === null ? 0 : 1;
  figures.openDocumentsMs = Number((performance.now() - readMs).toFixed(1));
  console.log(
    `open ${figures.openMs} ms, openDocuments ${figures.openDocumentsMs} ms for ${count} of ${number}; ${figures.diskBytesPerDocument} bytes on disk per document`,
  );
  const pruneCount = 20_000;
  await measure('prune', pruneCount, async () => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 10_000);
    figures.pruned = await ledger.prune(Date.now() + 60_000, stop.signal);
    clearTimeout(timer);
  });
  console.log(`pruned ${figures.pruned} in that time`);
  await ledger[Symbol.asyncDispose]();
} finally {
  await rm(directory, { recursive: true, force: true });
}
figures.rssMiB = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(`peak RSS ${figures.rssMiB} MiB`);
if (args.json !== undefined) await writeFile(args.json, `${JSON.stringify(figures, null, 2)}\n`);
