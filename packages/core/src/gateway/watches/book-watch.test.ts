import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { makeDocument, makeFiled } from '../../../../../test/support/ledger/records.js';
import { TestClock } from '../../../../../test/support/telemetry/test-clock.js';
import type { LoadedConfig } from '../../config/load.js';
import type { SwicEvent } from '../../contract/events.js';
import { Fault } from '../../contract/fault.js';
import { LEDGER_OPTIONS, openLedger } from '../../ledger/open-ledger.js';
import type { Ledger } from '../../ports/ledger.js';
import type { SignatureResult, SignRequest } from '../../ports/signer.js';
import { watchBook } from './book-watch.js';

const DAY_MS = 86_400_000;
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** A software key in the place of a card: it signs what it is given, when it is there. */
class Key {
  isAway = false;
  async sign({ bytes }: SignRequest): Promise<SignatureResult> {
    if (this.isAway) throw new Fault('signer.absent');
    return {
      signature: sign('sha1', bytes, privateKey),
      certificateNumber: 'C1',
      certificate: null,
      algorithm: 'rsa-sha1',
    };
  }
}

interface Watched {
  readonly ledger: Ledger;
  readonly clock: TestClock;
  readonly events: readonly SwicEvent[];
  readonly key: Key;
  send(number: number): Promise<void>;
}

async function openWatched(book: { readonly keepDays: number | null; readonly sign: boolean }): Promise<Watched> {
  const directory = mkdtempSync(path.join(tmpdir(), 'swic-book-'));
  const clock = new TestClock(Date.UTC(2026, 10, 23, 2));
  const ledger = await openLedger(directory, { ...LEDGER_OPTIONS, lockWaitMs: 0 }, clock);
  const stop = new AbortController();
  const events: SwicEvent[] = [];
  const key = new Key();
  const loaded = { config: { book } } as unknown as LoadedConfig;
  const watching = watchBook(
    { ledger, clock, emit: (event) => void events.push(event), loaded: () => loaded, signer: key },
    stop.signal,
  ).catch(() => undefined);
  onTestFinished(async () => {
    stop.abort();
    await watching;
    await ledger[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true, force: true });
  });
  const send = async (number: number): Promise<void> => {
    await ledger.write([{ type: 'document', record: makeDocument(number) }], 'durable');
    await ledger.write([{ type: 'document', record: makeFiled(makeDocument(number)) }], 'durable');
  };
  return { ledger, clock, events, key, send };
}

/** Minutes pass until it is so: each look needs one. */
async function comes(clock: TestClock, isTrue: () => void | Promise<void>): Promise<void> {
  await vi.waitFor(async () => {
    await clock.advance(60_000);
    await isTrue();
  });
}

async function bodiesOf(ledger: Ledger): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const bodies: Readonly<Record<string, unknown>>[] = [];
  for await (const page of ledger.book(null, null))
    bodies.push(...page.map(({ body }) => JSON.parse(body ?? 'null') as Readonly<Record<string, unknown>>));
  return bodies;
}

test('a day is sealed and told soon after it is over, and once', async () => {
  const { ledger, clock, events, send } = await openWatched({ keepDays: null, sign: false });
  await send(1);
  await clock.advance(60_000);
  expect(events).toEqual([]);
  await clock.advance(DAY_MS);
  await comes(clock, () => expect(events).toHaveLength(1));
  const seal = await ledger.lastSeal();
  expect(events).toEqual([{ type: 'book.sealed', day: seal?.day, entries: 2, head: seal?.head }]);
  await clock.advance(10 * 60_000);
  expect(events).toHaveLength(1);
});

test('the head of a day is signed once the signer is there, and the signature proves it', async () => {
  const { ledger, clock, events, key, send } = await openWatched({ keepDays: null, sign: true });
  key.isAway = true;
  await send(1);
  await clock.advance(DAY_MS);
  await comes(clock, () => expect(events.map(({ type }) => type)).toEqual(['book.sealed']));
  await clock.advance(60_000);
  key.isAway = false;
  await clock.advance(60_000);
  await comes(clock, () => expect(events.map(({ type }) => type)).toEqual(['book.sealed', 'book.signed']));
  await clock.advance(10 * 60_000);
  expect(events).toHaveLength(2);
  const seal = await ledger.lastSeal();
  const witness = (await bodiesOf(ledger)).find(({ kind }) => kind === 'witness');
  expect(witness).toMatchObject({ day: seal?.day, head: seal?.head, certificateNumber: 'C1' });
  const signature = Buffer.from(String(witness?.['signature']), 'base64');
  expect(verify('sha1', Buffer.from(seal?.head ?? ''), publicKey, signature)).toBe(true);
});

test('what is older than the configuration says loses its names and keeps its hashes', async () => {
  const { ledger, clock, send } = await openWatched({ keepDays: 2, sign: false });
  await send(1);
  await clock.advance(DAY_MS);
  await send(2);
  const before = await bodiesOf(ledger);
  expect(before.filter((body) => body !== null)).toHaveLength(before.length);
  for (let day = 0; day < 3; day += 1) await clock.advance(DAY_MS);
  await comes(clock, async () => expect((await bodiesOf(ledger)).filter((body) => body === null)).toHaveLength(4));
});
