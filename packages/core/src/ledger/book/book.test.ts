import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeDocument, makeFiled, makeReceipt } from '../../../../../test/support/ledger/records.js';
import { BOOK_BEGINNING, type BookEntry } from '../../domain/book/entry.js';
import type { Ledger, LedgerReader } from '../../ports/ledger.js';
import { systemClock } from '../../runtime/system-clock.js';
import { LevelStore } from '../level-store.js';
import { LEDGER_OPTIONS, openLedger } from '../open-ledger.js';
import { contentHash, entryHash } from './chain.js';
import { ChainCheck } from './chain-check.js';

const DAY_MS = 24 * 3_600_000;
/** 2026-11-23 10:00 in China. */
const MORNING_MS = Date.UTC(2026, 10, 23, 2);

let directory: string;
let nowMs: number;
let ledger: Ledger;

const clock = { ...systemClock, nowMs: () => nowMs };

async function open(): Promise<void> {
  ledger = await openLedger(directory, { ...LEDGER_OPTIONS, lockWaitMs: 0 }, clock);
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'swic-book-'));
  nowMs = MORNING_MS;
  await open();
});

afterEach(async () => {
  await ledger[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

async function entriesOf(reader: LedgerReader): Promise<readonly BookEntry[]> {
  const all: BookEntry[] = [];
  for await (const page of reader.book(null, null)) all.push(...page);
  return all;
}

interface Told {
  readonly kind: string;
  readonly facts?: readonly { readonly fact: string }[];
  readonly [name: string]: unknown;
}

const bodyOf = ({ body }: BookEntry): Told => JSON.parse(body ?? 'null') as Told;

async function told(): Promise<readonly Told[]> {
  return (await entriesOf(ledger)).map(bodyOf);
}

async function breaksOf(entries: readonly BookEntry[]): Promise<readonly string[]> {
  const check = new ChainCheck({ seq: 0, hash: BOOK_BEGINNING });
  for (const entry of entries) check.see(entry);
  const end = await ledger.bookEnd();
  check.end(end?.seq ?? 0, end?.hash ?? BOOK_BEGINNING);
  return check.breaks.map(({ seq, what }) => `${seq} ${what}`);
}

async function sendOne(number: number): Promise<void> {
  await ledger.write([{ type: 'document', record: makeDocument(number) }], 'durable');
  await ledger.write([{ type: 'document', record: makeFiled(makeDocument(number)) }], 'soon');
}

test('a life is told in the order of its facts, in canonical JSON, and the chain is whole over a new opening', async () => {
  await sendOne(1);
  const receipt = makeReceipt(1, { document: makeDocument(1).id });
  await ledger.write([{ type: 'receipt', record: receipt, raw: new Uint8Array([1]) }], 'durable');
  await ledger[Symbol.asyncDispose]();
  await open();
  await ledger.write([{ type: 'receipt-updated', record: { ...receipt, depositedMs: MORNING_MS } }], 'soon');
  const facts = (await told()).map(({ kind, facts: list }) => `${kind}: ${list?.map(({ fact }) => fact).join(' ')}`);
  expect(facts).toEqual([
    'document: found claimed intent',
    'document: confirmed filed',
    'receipt: received',
    'receipt: deposited',
  ]);
  const entries = await entriesOf(ledger);
  expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  expect(await breaksOf(entries)).toEqual([]);
  for (const { body } of entries) expect(body).toBe(canonicalText(JSON.parse(body ?? '')));
});

test('a day that is over is sealed by the first entry of the next one, or by word, once', async () => {
  await sendOne(1);
  await ledger.sealBook();
  expect(await told()).toHaveLength(2);
  nowMs += DAY_MS;
  await sendOne(2);
  nowMs += DAY_MS;
  await ledger.sealBook();
  await ledger.sealBook();
  expect((await told()).map(({ kind, day, first, entries }) => [kind, day, first, entries])).toEqual([
    ['document', undefined, undefined, undefined],
    ['document', undefined, undefined, undefined],
    ['seal', '20261123', 1, 2],
    ['document', undefined, undefined, undefined],
    ['document', undefined, undefined, undefined],
    ['seal', '20261124', 4, 2],
  ]);
  expect(await breaksOf(await entriesOf(ledger))).toEqual([]);
});

test('with a clock that went back the chain goes on in the day that is open', async () => {
  await sendOne(1);
  nowMs -= 3 * DAY_MS;
  await sendOne(2);
  const days: string[] = [];
  for await (const page of ledger.book('20261123', '20261123')) days.push(...page.map(({ seq }) => String(seq)));
  expect(days).toEqual(['1', '2', '3', '4']);
  expect(await breaksOf(await entriesOf(ledger))).toEqual([]);
});

test('what another program wrote beside the book is told as a gap', async () => {
  await sendOne(1);
  // The closing writes one more.
  const batch = ledger.lastBatch;
  await ledger[Symbol.asyncDispose]();
  {
    await using store = await LevelStore.open(directory, LEDGER_OPTIONS);
    await store.write([{ key: 'm!batch', value: String(batch + 7) }], true);
  }
  await open();
  await sendOne(2);
  expect((await told())[2]).toEqual({ at: MORNING_MS, from: batch + 1, kind: 'gap', missing: 0, to: batch + 7 });
  expect(await breaksOf(await entriesOf(ledger))).toEqual([]);
});

test('bodies that are let go of leave their hashes, and the chain is proven as before', async () => {
  await sendOne(1);
  nowMs += DAY_MS;
  await sendOne(2);
  const before = await entriesOf(ledger);
  expect(await ledger.forgetBook('20261124', new AbortController().signal)).toBeGreaterThan(0);
  expect(await ledger.forgetBook('20261124', new AbortController().signal)).toBe(0);
  const after = await entriesOf(ledger);
  expect(after.map(({ body }) => body === null)).toEqual([true, true, false, false, false]);
  expect(after.map((entry) => ({ ...entry, body: null }))).toEqual(before.map((entry) => ({ ...entry, body: null })));
  expect(await breaksOf(after)).toEqual([]);
});

test('a page of many entries is packed, and read as it was', async () => {
  const documents = Array.from({ length: 40 }, (_, index) => makeDocument(index + 1));
  await ledger.write(
    documents.map((record) => ({ type: 'document', record })),
    'durable',
  );
  await ledger[Symbol.asyncDispose]();
  {
    await using store = await LevelStore.open(directory, LEDGER_OPTIONS);
    for await (const pages of store.entries({ from: 'b!', before: 'b"' }, 'ascending', 10))
      expect(pages.map(([, text]) => text.slice(0, 1))).toEqual(['z']);
  }
  await open();
  const entries = await entriesOf(ledger);
  expect(entries.map((entry) => bodyOf(entry)['document'])).toEqual(documents.map(({ id }) => id));
  expect(await breaksOf(entries)).toEqual([]);
});

test('any entry that is changed, removed, put in, doubled, moved or cut off is found', async () => {
  for (let number = 1; number <= 6; number += 1) await sendOne(number);
  const entries = await entriesOf(ledger);
  const at = fc.nat(entries.length - 1);
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.record({ kind: fc.constant('change' as const), at, char: fc.nat(200) }),
        fc.record({ kind: fc.constant('remove' as const), at, count: fc.integer({ min: 1, max: 3 }) }),
        fc.record({ kind: fc.constant('double' as const), at, to: at }),
        fc.record({ kind: fc.constant('swap' as const), at, to: at }),
        fc.record({ kind: fc.constant('forge' as const), at }),
      ),
      async (tampering) => {
        const changed = tamper(entries, tampering);
        if (JSON.stringify(changed) === JSON.stringify(entries)) return;
        expect(await breaksOf(changed)).not.toEqual([]);
      },
    ),
    { numRuns: 200 },
  );
});

test('what is wrong is named where it is', async () => {
  for (let number = 1; number <= 3; number += 1) await sendOne(number);
  const entries = await entriesOf(ledger);
  expect(await breaksOf(tamper(entries, { kind: 'change', at: 2, char: 5 }))).toEqual(['3 altered']);
  expect(await breaksOf(tamper(entries, { kind: 'remove', at: 1, count: 2 }))).toEqual(['4 removed']);
  expect(await breaksOf(tamper(entries, { kind: 'double', at: 1, to: 4 }))).toEqual(['2 inserted']);
  expect(await breaksOf(tamper(entries, { kind: 'remove', at: 5, count: 1 }))).toEqual(['5 cut']);
  expect(await breaksOf(tamper(entries, { kind: 'forge', at: 2 }))).toEqual(['4 altered']);
});

type Tampering =
  | { readonly kind: 'change'; readonly at: number; readonly char: number }
  | { readonly kind: 'remove'; readonly at: number; readonly count: number }
  | { readonly kind: 'double' | 'swap'; readonly at: number; readonly to: number }
  | { readonly kind: 'forge'; readonly at: number };

/** What a person does with the pages: a hash that is his own, too, where he knows how they are made. */
function tamper(entries: readonly BookEntry[], tampering: Tampering): readonly BookEntry[] {
  const copy = [...entries];
  const chosen = copy[tampering.at];
  if (chosen === undefined) return copy;
  switch (tampering.kind) {
    case 'change': {
      const text = chosen.body ?? '';
      const place = tampering.char % text.length;
      const body = `${text.slice(0, place)}${text[place] === '7' ? '8' : '7'}${text.slice(place + 1)}`;
      copy[tampering.at] = { ...chosen, body, content: contentHash(body) };
      break;
    }
    case 'remove':
      copy.splice(tampering.at, tampering.count);
      break;
    case 'double':
      copy.splice(tampering.to, 0, chosen);
      break;
    case 'swap': {
      const other = copy[tampering.to];
      if (other !== undefined) [copy[tampering.at], copy[tampering.to]] = [other, chosen];
      break;
    }
    case 'forge': {
      const body = `{"at":1,"kind":"run"}`;
      const content = contentHash(body);
      copy[tampering.at] = { ...chosen, body, content, hash: entryHash(chosen.seq, chosen.prev, content) };
      break;
    }
  }
  return asKept(copy);
}

/** `prev` is not kept: each entry follows the one before it. */
function asKept(entries: readonly BookEntry[]): readonly BookEntry[] {
  return entries.map((entry, index) => ({ ...entry, prev: entries[index - 1]?.hash ?? BOOK_BEGINNING }));
}

function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalText(field)}`).join(',')}}`;
}
