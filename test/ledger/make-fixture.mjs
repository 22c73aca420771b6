// Makes a fixture of a ledger: an installation with documents in every stage, as a killed agent leaves it.
//   node test/ledger/make-fixture.mjs FILE [--documents 10000]
// It runs the built core (npm run build), or another build: SWIC_CORE_DIST=file:///…/packages/core/dist. A fixture is made by the
// last build of its format and never again, since a later build writes a later format. test/support/ledger/fixture.ts unpacks it.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';

const core = process.env['SWIC_CORE_DIST'] ?? new URL('../../packages/core/dist', import.meta.url).href;
const { LEDGER_OPTIONS, openLedger } = await import(`${core}/ledger/open-ledger.js`);
const { SCHEMA_VERSION } = await import(`${core}/ledger/keys.js`);
const { systemClock } = await import(`${core}/runtime/system-clock.js`);
const { formatStamp } = await import(`${core}/domain/stamp.js`);

const { values, positionals } = parseArgs({
  options: { documents: { type: 'string', default: '10000' } },
  allowPositionals: true,
});
const [target] = positionals;
if (target === undefined) throw new Error('name the file of the fixture');
const DOCUMENTS = Number(values.documents);
/** 2026-03-02 08:00:00 in China; a document each 41 seconds. */
const START_MS = Date.UTC(2026, 2, 2, 0);
const STEP_MS = 41_000;
/** The last of them are in flight: five in each of these ways. */
const WAYS = ['claimed', 'noted', 'sealed', 'again', 'unknown', 'word', 'sent', 'refused', 'rejected', 'withdrawn'];
const EACH = 5;
/** Of those before: how many have their files in SentBox still. */
const RECENT = 20;
const CODES = ['L', 'P', 'E', '7', 'J', '4'];

const directory = mkdtempSync(path.join(tmpdir(), 'swic-fixture-'));
const live = path.join(directory, 'live');
const packed = path.join(directory, 'packed');
const FOLDERS = { DEC: 'Deccus001', RMFT: 'Rmft' };

const sha256 = (content) => createHash('sha256').update(content).digest('hex');
const atOf = (number) => START_MS + number * STEP_MS;
const idOf = (number, counter = 1) => formatStamp(atOf(number), 17) + String(counter).padStart(5, '0');
const contentOf = (number) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<DecMessage><DecSign><ClientSeqNo>T${String(number).padStart(17, '0')}</ClientSeqNo></DecSign></DecMessage>\n`;
const nameOf = (number) => (number % 7 === 0 ? `固定名.xml` : `报关单_${String(number).padStart(6, '0')}.xml`);

function sealed(number, changes = {}) {
  const atMs = atOf(number);
  const id = idOf(number);
  const content = contentOf(number);
  return {
    id,
    business: number % 5 === 0 ? 'RMFT' : 'DEC',
    name: nameOf(number),
    sizeBytes: Buffer.byteLength(content),
    // Of a file that is gone long since: digits that can be packed.
    sha256: number < DOCUMENTS - WAYS.length * EACH - RECENT ? String(number).padStart(64, 'a') : sha256(content),
    keys: [{ name: 'clientSeqNo', value: `T${String(number).padStart(17, '0')}` }],
    root: 'DecMessage',
    messageId: `DXPESW0000000001${id}`,
    messageType: 'DECCUS001',
    origin: null,
    stage: 'sealed',
    stampMs: atMs,
    attempts: 1,
    times: { found: atMs - 900, settled: atMs - 400, sealed: atMs + 3, confirmed: null, filed: null, claimed: atMs },
    fault: null,
    signedBy: null,
    verdict: null,
    filedAs: null,
    ...(SCHEMA_VERSION > 1 ? { standing: null } : {}),
    ...changes,
  };
}

function filedIn(box, record) {
  const stamp = formatStamp(record.stampMs, 17);
  const day = box === 'SentBox' ? `${stamp.slice(0, 8)}/` : '';
  return { box, path: `${day}${record.name.slice(0, -4)}_${stamp}.xml` };
}

function filed(record) {
  const times = { ...record.times, confirmed: record.stampMs + 12, filed: record.stampMs + 15 };
  return { ...record, stage: 'filed', filedAs: filedIn('SentBox', record), times };
}

const faultOf = (code, fate) => ({ code, fate, detail: {}, reason: null });

function receipt(number, counter, changes = {}) {
  const atMs = atOf(number) + counter * 1_000;
  const seqNo = `I2026${String(number).padStart(13, '0')}`;
  return {
    id: idOf(number, 100 + counter),
    fingerprint: `${counter}${String(number).padStart(63, 'f')}`,
    business: number % 5 === 0 ? 'RMFT' : 'DEC',
    kind: 'business-receipt',
    isSuccess: null,
    root: 'DEC_DATA',
    code: CODES[(number + counter) % CODES.length],
    codeTable: 'channel',
    text: null,
    keys: [{ name: 'seqNo', value: seqNo }],
    businessTimeMs: atMs,
    receivedMs: atMs,
    document: idOf(number),
    fileName: `Receipt_${seqNo}_${formatStamp(atMs, 17)}.xml`,
    messageId: null,
    sentName: null,
    sizeBytes: 400,
    sha256: `${counter}${String(number).padStart(63, 'b')}`,
    unreadable: null,
    depositedMs: atMs + 5,
    acceptedMs: atMs + 9,
    ...changes,
  };
}

/** What comes before the last: filed most of them, a few refused, put back or closed; every third is answered. */
async function writePast(ledger, number) {
  const origin = number % 211 === 0 && number > 211 ? idOf(number - 211 + 5) : null;
  const record = sealed(number, { origin });
  const changes = [{ type: 'document', record }];
  if (number % 89 === 5) {
    const fault = faultOf('document.schema-invalid', 'reject');
    changes.push({
      type: 'document',
      record: { ...record, stage: 'rejected', fault, filedAs: filedIn('FailBox', record) },
    });
  } else if (number % 503 === 7)
    changes.push(
      { type: 'document', record: { ...record, stage: 'unknown' } },
      { type: 'document', record: { ...record, stage: 'lost' } },
    );
  else changes.push({ type: 'document', record: filed(record) });
  if (number % 3 === 0) changes.push(...answered(number, number % 12 === 0 ? 2 : 1));
  if (number % 401 === 11) {
    const early = receipt(number, 50, { document: null, keys: [{ name: 'seqNo', value: `EARLY${number}` }] });
    changes.push(
      { type: 'receipt', record: early, raw: Buffer.from('early') },
      { type: 'receipt-flushed', id: early.id },
    );
  }
  if (SCHEMA_VERSION > 1 && number % 178 === 5)
    changes.push({
      type: 'document-handled',
      id: record.id,
      handled: { by: 'operator', atMs: atOf(number) + 90_000, note: '', of: 'rejected' },
    });
  await ledger.write(changes, 'soon');
}

function answered(number, many) {
  const changes = [];
  for (let counter = 1; counter <= many; counter += 1) {
    const record = receipt(number, counter);
    changes.push(
      {
        type: 'receipt',
        record: { ...record, depositedMs: null, acceptedMs: null },
        raw: Buffer.from(`receipt ${number}`),
      },
      { type: 'document-key', id: record.document, key: record.keys[0] },
      { type: 'receipt-updated', record },
      { type: 'receipt-flushed', id: record.id },
    );
  }
  return changes;
}

/** In flight when the agent is killed. Their files are where the stage says. */
async function writeInFlight(ledger, number, way) {
  const record = sealed(number, { name: `在途_${way}_${number}.xml` });
  const unknown = { ...record, stage: 'unknown', fault: faultOf('transport.outcome-unknown', 'hold') };
  const refused = { ...record, stage: 'rejected', fault: faultOf('transport.refused', 'reject') };
  const filedAs = filedIn('FailBox', record);
  const confirmed = { ...record.times, confirmed: record.stampMs + 12 };
  const verdict = { as: 'resend', by: 'operator', atMs: record.stampMs + 60_000, receipt: null, afterAttempts: 1 };
  const lives = {
    claimed: [],
    noted: [{ ...record, stage: 'claimed', attempts: 0, messageId: null, messageType: null }],
    sealed: [record],
    again: [record, unknown, { ...record, attempts: 2 }],
    unknown: [record, unknown],
    word: [record, unknown, { ...unknown, verdict }],
    sent: [record, { ...record, stage: 'sent', times: confirmed, fault: faultOf('disk.locked', 'retry') }],
    refused: [record, refused],
    rejected: [record, { ...refused, filedAs }],
    withdrawn: [record, unknown, { ...unknown, stage: 'withdrawn', filedAs: { box: 'OutBox', path: record.name } }],
  };
  for (const each of lives[way]) await ledger.write([{ type: 'document', record: each }], 'durable');
  const box =
    way === 'rejected'
      ? `FailBox/${filedAs.path}`
      : way === 'withdrawn'
        ? `OutBox/${record.name}`
        : `TempBox/${record.id}_${record.name}`;
  placeFile(record, box);
}

function placeFile({ business, stampMs }, at) {
  const file = path.join(packed, 'boxes', FOLDERS[business], at);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, contentOf(Math.round((stampMs - START_MS) / STEP_MS)));
}

/** A receipt that waits for its deposit, one that is not flushed, one without a document, and a resend that waits in OutBox. */
async function writeWaiting(ledger) {
  const [first, second, third] = [1, 2, 3].map((number) => receipt(number * 90, 7));
  await ledger.write(
    [
      { type: 'receipt', record: { ...first, depositedMs: null, acceptedMs: null }, raw: Buffer.from('not deposited') },
      { type: 'receipt', record: second, raw: Buffer.from('not flushed') },
      { type: 'receipt', record: { ...third, document: null }, raw: Buffer.from('without a document') },
      { type: 'origin-note', business: 'DEC', name: '重发.xml', origin: idOf(5) },
    ],
    'durable',
  );
}

/** One line of JSON that names files and sizes, then their bytes. */
function pack(root) {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const contents = files.map((file) => readFileSync(file));
  const table = files.map((file, at) => [path.relative(root, file).split(path.sep).join('/'), contents[at].length]);
  return Buffer.concat([Buffer.from(`${JSON.stringify(table)}\n`), ...contents]);
}

try {
  let ledger = await openLedger(live, LEDGER_OPTIONS, systemClock);
  await ledger.begin?.();
  const past = DOCUMENTS - WAYS.length * EACH;
  for (let number = 0; number < past; number += 1) {
    await writePast(ledger, number);
    // Tables of the first half, the log of the second.
    if (number !== past >> 1) continue;
    await ledger[Symbol.asyncDispose]();
    ledger = await openLedger(live, LEDGER_OPTIONS, systemClock);
  }
  for (let number = past; number < DOCUMENTS; number += 1)
    await writeInFlight(ledger, number, WAYS[number % WAYS.length]);
  for (let number = past - RECENT; number < past; number += 1) {
    const record = await ledger.findDocument(idOf(number));
    if (record?.filedAs?.box === 'SentBox') placeFile(record, `SentBox/${record.filedAs.path}`);
  }
  await writeWaiting(ledger);
  // As a kill leaves it: nothing is closed.
  cpSync(live, path.join(packed, 'data/ledger'), { recursive: true });
  await ledger[Symbol.asyncDispose]();
  const options = { params: { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_QUALITY]: 11 } };
  const bytes = brotliCompressSync(pack(packed), options);
  writeFileSync(target, bytes);
  process.stdout.write(`${target}: format ${SCHEMA_VERSION}, ${DOCUMENTS} documents, ${bytes.length} bytes\n`);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
