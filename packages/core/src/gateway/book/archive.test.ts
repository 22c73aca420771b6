import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { ZipFile } from 'yazl';
import { makeDocument, makeFiled, makeReceipt, START_MS } from '../../../../../test/support/ledger/records.js';
import type { BookSelection, BookDay as Day } from '../../contract/book-commands.js';
import type { BusinessKey } from '../../domain/document.js';
import { contentHash, entryHash } from '../../ledger/book/chain.js';
import { LEDGER_OPTIONS, openLedger } from '../../ledger/open-ledger.js';
import type { Ledger } from '../../ports/ledger.js';
import { systemClock } from '../../runtime/system-clock.js';
import { readArchive } from './read-archive.js';
import { writeArchive } from './write-archive.js';

const run = promisify(execFile);
const DAY_MS = 24 * 3_600_000;
const RECEIPT = Buffer.from('<DecReceipt>放行</DecReceipt>');

let directory: string;
let ledger: Ledger;
let nowMs = START_MS;
const clock = { ...systemClock, nowMs: () => nowMs };
const never = new AbortController().signal;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'swic-book-'));
  ledger = await openLedger(join(directory, 'ledger'), { ...LEDGER_OPTIONS, lockWaitMs: 0 }, clock);
  for (const number of [1, 2, 3]) {
    const business = (number === 2 ? 'RMFT' : 'DEC') as BusinessKey;
    const name = number === 1 ? '<b>=HYPERLINK("x")&.xml' : `${number}.xml`;
    const document = makeDocument(number, { business, name });
    await ledger.write([{ type: 'document', record: document }], 'durable');
    await ledger.write([{ type: 'document', record: makeFiled(document) }], 'durable');
    const sha256 = contentHash(RECEIPT.toString());
    const receipt = makeReceipt(number, { document: document.id, business, sha256, fileName: `r${number}.xml` });
    await ledger.write([{ type: 'receipt', record: receipt, raw: RECEIPT }], 'durable');
    if (number === 2) nowMs += DAY_MS;
  }
});

afterAll(async () => {
  await ledger[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

let files = 0;
async function exported(selection: Partial<BookSelection> = {}): Promise<string> {
  files += 1;
  const file = join(directory, `book-${files}.zip`);
  const world = {
    ledger,
    clock,
    clientId: 'C1',
    tell: () => undefined,
    // The firm has taken one of them.
    readReceipt: async ({ fileName }: { readonly fileName: string }) => (fileName === 'r3.xml' ? null : RECEIPT),
  };
  const chosen = { since: null, until: null, business: null, receipts: false, file, ...selection };
  await writeArchive(world, chosen, never);
  return file;
}

async function unpacked(file: string): Promise<Map<string, Buffer>> {
  const zip = await fromBufferPromise(await readFile(file), {
    lazyEntries: true,
    decodeStrings: true,
    validateEntrySizes: true,
  });
  const members = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    const pieces: Buffer[] = [];
    for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(piece as Buffer);
    members.set(entry.fileName, Buffer.concat(pieces));
  }
  return members;
}

async function packed(members: ReadonlyMap<string, Buffer>): Promise<string> {
  files += 1;
  const file = join(directory, `book-${files}.zip`);
  const zip = new ZipFile();
  for (const [name, bytes] of members) zip.addBuffer(bytes, name);
  zip.end();
  await pipeline(zip.outputStream as Readable, createWriteStream(file));
  return file;
}

/** What the verifier in the archive says, on a machine with nothing but Node.js. */
async function verifiedAlone(
  members: ReadonlyMap<string, Buffer>,
): Promise<{ readonly code: number; readonly said: string }> {
  const place = await mkdtemp(join(directory, 'alone-'));
  for (const [name, bytes] of members) {
    await mkdir(dirname(join(place, name)), { recursive: true });
    await writeFile(join(place, name), bytes);
  }
  return run(process.execPath, [join(place, 'verify.mjs')], { env: {} }).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (reason: { readonly code: number; readonly stdout: string }) => ({ code: reason.code, said: reason.stdout }),
  );
}

const breaksOf = async (file: string): Promise<readonly string[]> =>
  (await readArchive(file, () => undefined)).breaks.map(({ seq, what, detail }) => `${seq} ${what} ${detail}`.trim());

test('what is exported is proven by swic and by the verifier inside, and the reports are for reading', async () => {
  const file = await exported({ receipts: true });
  expect(await readArchive(file, () => undefined)).toMatchObject({ entries: 10, withoutBody: 0, breaks: [] });
  const members = await unpacked(file);
  expect([...members.keys()].sort()).toEqual([
    'README.txt',
    'entries.ndjson',
    'manifest.json',
    `receipts/${makeReceipt(1).id}.xml`,
    `receipts/${makeReceipt(2).id}.xml`,
    'report.en.csv',
    'report.en.html',
    'report.zh.csv',
    'report.zh.html',
    'verify.html',
    'verify.mjs',
  ]);
  expect(await verifiedAlone(members)).toMatchObject({ code: 0, said: expect.stringContaining('10 entries') });
  const html = String(members.get('report.zh.html'));
  expect(html).toContain('&lt;b&gt;');
  expect(html).not.toContain('<b>');
  expect(html).toContain('交换平台已确认');
  const csv = String(members.get('report.en.csv'));
  expect(csv.startsWith('\uFEFF')).toBe(true);
  expect(csv).toContain('about to be sent');
  expect(csv).not.toMatch(/(^|,)"?=HYPERLINK/m);
});

test('of one business and of some days the chain is proven as well, and the others’ bodies stay inside', async () => {
  const file = await exported({ business: 'DEC' });
  expect(await readArchive(file, () => undefined)).toMatchObject({ entries: 10, withoutBody: 3, breaks: [] });
  expect(String((await unpacked(file)).get('entries.ndjson'))).not.toContain('RMFT');
  const day = await exported({ since: '20261124', until: '20261124' });
  expect(await breaksOf(day)).toEqual([]);
  expect(await verifiedAlone(await unpacked(day))).toMatchObject({ code: 0 });
  await expect(exported({ since: '20270101' })).rejects.toMatchObject({ code: 'book.empty' });
});

test('a receipt, a report or a file that was changed, removed or put in is named', async () => {
  const members = await unpacked(await exported({ receipts: true }));
  const receipt = `receipts/${makeReceipt(1).id}.xml`;
  members.set(receipt, Buffer.from('<DecReceipt>退单</DecReceipt>'));
  members.delete('report.en.csv');
  members.set('more.txt', Buffer.from('x'));
  expect(await breaksOf(await packed(members))).toEqual([
    '0 removed report.en.csv',
    `0 altered ${receipt}`,
    '0 inserted more.txt',
  ]);
  const { code, said } = await verifiedAlone(members);
  expect(code).toBe(1);
  expect(said).toContain(`${receipt} was changed`);
});

test.each([
  ['another head', (days: Day[]) => days.map((day) => ({ ...day, head: 'f'.repeat(64) }))],
  ['another name', (days: Day[]) => days.map((day) => ({ ...day, day: '20200101' }))],
  [
    'one day more',
    (days: Day[]) => [...days, { day: '20991231', first: 9e6, last: 9e6, head: 'f'.repeat(64), isSealed: true }],
  ],
  ['one day fewer', (days: Day[]) => days.slice(1)],
  ['a day that is not over as sealed', (days: Day[]) => days.map((day) => ({ ...day, isSealed: true }))],
])('heads of days that no entry proves are found by both: %s', async (_, change) => {
  const members = await unpacked(await exported());
  const manifest = JSON.parse(String(members.get('manifest.json'))) as { readonly days: Day[] };
  expect(manifest.days).toHaveLength(2);
  members.set('manifest.json', Buffer.from(JSON.stringify({ ...manifest, days: change(manifest.days) })));
  expect(await breaksOf(await packed(members))).not.toEqual([]);
  expect((await verifiedAlone(members)).code).toBe(1);
});

test('what is no file of the book is said to be none', async () => {
  const other = join(directory, 'other.txt');
  await writeFile(other, 'no zip');
  await expect(readArchive(other, () => undefined)).rejects.toMatchObject({ code: 'book.unreadable' });
  await expect(readArchive(join(directory, 'none.zip'), () => undefined)).rejects.toMatchObject({
    code: 'command.not-found',
  });
  const members = await unpacked(await exported());
  members.delete('manifest.json');
  await expect(readArchive(await packed(members), () => undefined)).rejects.toMatchObject({ code: 'book.unreadable' });
});

interface Line {
  readonly seq: number;
  readonly prev: string;
  readonly content: string;
  readonly hash: string;
  readonly body: Readonly<Record<string, unknown>> | null;
}

test('both find whatever was done to the entries, also by a hand that knows the hashes', async () => {
  const members = await unpacked(await exported());
  const lines = String(members.get('entries.ndjson')).trim().split('\n');
  const at = fc.nat(lines.length - 1);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('stage', 'drop', 'swap', 'repeat', 'forge' as const),
      at,
      at,
      async (kind, here, there) => {
        const changed = [...lines];
        const line = JSON.parse(changed[here] ?? '') as Line;
        if (kind === 'stage') changed[here] = JSON.stringify({ ...line, body: { ...line.body, stage: 'other' } });
        if (kind === 'drop') changed.splice(here, 1);
        if (kind === 'swap') [changed[here], changed[there]] = [changed[there] ?? '', changed[here] ?? ''];
        if (kind === 'repeat') changed.splice(there, 0, changed[here] ?? '');
        if (kind === 'forge') {
          const body = { at: 1, kind: 'run' };
          const content = contentHash(JSON.stringify(body));
          changed[here] = JSON.stringify({ ...line, content, hash: entryHash(line.seq, line.prev, content), body });
        }
        if (changed.join() === lines.join()) return;
        const forged = new Map(members).set('entries.ndjson', Buffer.from(`${changed.join('\n')}\n`));
        expect(await breaksOf(await packed(forged))).not.toEqual([]);
        expect((await verifiedAlone(forged)).code).toBe(1);
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);
