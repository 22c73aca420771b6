import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Fortune,
  openRandomWorld,
  type RandomWorld,
  type Standing,
} from '../../../../../test/support/random-sending.js';
import { checkedFile } from '../../../../../test/support/sending.js';
import { Fault } from '../../contract/fault.js';
import { createDeferred } from '../../runtime/deferred.js';
import { SendLine } from './send-line.js';

const never = new AbortController().signal;

const taken = fc.record({ isTaken: fc.boolean(), turns: fc.nat(5) });
const answered = fc.oneof(
  { weight: 4, arbitrary: fc.nat(5).map((turns) => ({ answer: 'ok' as const, isTaken: true, turns })) },
  // Certainly not taken, so that nothing of it may be at the broker.
  fc
    .tuple(
      fc.constantFrom(
        ...(['transport.closed', 'transport.unroutable', 'transport.blocked', 'transport.backed-out'] as const),
        ...(['transport.too-large', 'transport.refused'] as const),
      ),
      fc.nat(5),
    )
    .map(([answer, turns]) => ({ answer, isTaken: false, turns })),
  fc
    .tuple(fc.constantFrom('transport.nacked' as const, 'transport.outcome-unknown' as const), taken)
    .map(([answer, how]) => ({ answer, ...how })),
);
const fortune: fc.Arbitrary<Fortune> = fc.record({
  claim: fc.oneof(
    { weight: 8, arbitrary: fc.constant('ok' as const) },
    fc.constantFrom('document.vanished' as const, 'document.changed' as const, 'disk.denied' as const),
  ),
  isRefusedByChecks: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
  seal: fc.oneof(
    { weight: 6, arbitrary: fc.constant('ok' as const) },
    fc.constantFrom('slow' as const, 'signer.refused' as const, 'signer.absent' as const),
  ),
  sends: fc.array(answered, { maxLength: 4 }),
  files: fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.constant('ok' as const) },
      fc.constantFrom(
        ...(['disk.full', 'disk.denied'] as const),
        ...(['document.vanished', 'document.altered'] as const),
      ),
    ),
    { maxLength: 3 },
  ),
});
const scenario = fc.record({
  fortunes: fc.array(fortune, { minLength: 1, maxLength: 40 }),
  onUnknown: fc.constantFrom('resend' as const, 'hold' as const),
  fullWrites: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }),
  waves: fc.integer({ min: 1, max: 4 }),
});

/** The files of a wave come onto the line together, some turns after those of the wave before. */
async function sendAll(world: RandomWorld, fortunes: ReadonlyMap<string, Fortune>, waves: number): Promise<void> {
  const line = new SendLine(world.sending, never);
  const batches = Array.from({ length: waves }, (_, wave) =>
    [...fortunes]
      .filter((_fortune, index) => index % waves === wave)
      .map(([name, { isRefusedByChecks }]) => {
        const file = checkedFile(isRefusedByChecks ? new Fault('document.rules-violated') : null);
        return { ...file, candidate: { ...file.candidate, name } };
      }),
  );
  await Promise.all(
    batches.map(async (files, wave) => {
      for (let turn = 0; turn < wave * 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      const ended = new Set<unknown>();
      await line.send(files, (file, reason) => {
        expect(ended.has(file)).toBe(false);
        ended.add(file);
        if (reason === null) return;
        const fault = Fault.from(reason, 'internal.unexpected');
        if (fault.fate !== 'retry' && fault.fate !== 'hold') throw fault;
      });
      expect(ended.size).toBe(files.length);
    }),
  );
}

/** The one end that a document has; throws when it has none, or when it has two. */
function endOf({ sending }: RandomWorld, { place, record, taken: copies, id }: Standing): string {
  const isParked = id !== null && sending.inFlight.unknowns.has(id);
  const stage = record?.stage ?? 'none';
  const end = `${stage} in ${place}${isParked ? ', parked' : ''}`;
  const isAtBroker = copies.length > 0;
  switch (end) {
    // It is the firm's still, or again.
    case 'none in OutBox':
    case 'withdrawn in OutBox':
    case 'rejected in FailBox':
    case 'rejected in gone':
      expect(isAtBroker, end).toBe(false);
      return end;
    case 'filed in SentBox':
    case 'filed in gone':
      expect(isAtBroker, end).toBe(true);
      return end;
    case 'unknown in TempBox, parked':
      return end;
    default:
      throw new Error(`no end: ${end}`);
  }
}

function expectMarked({ taken: copies, name }: Standing): void {
  // What is at the broker twice is marked: all but the first have a number of their own.
  const marks = copies.filter((mark) => mark !== null);
  expect(marks.length, name).toBeGreaterThanOrEqual(copies.length - 1);
  expect(new Set(marks).size, name).toBe(marks.length);
}

async function sayAllSent({ sending, standings }: RandomWorld): Promise<void> {
  const verdict = { as: 'sent', by: 'operator', atMs: 1, receipt: null, afterAttempts: 1 } as const;
  for (const { id } of standings.values()) {
    const kept = createDeferred<void>();
    // A disk that is full just then: the word is refused, and the next round says it again.
    kept.promise.catch(() => undefined);
    if (id !== null) sending.inFlight.unknowns.settle(id, { decision: 'sent', by: 'operator', verdict, kept });
  }
  for (let turn = 0; turn < 40; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

test('whatever becomes of the documents of a batch, each has exactly one end, and none is doubled without a mark', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async ({ fortunes: list, onUnknown, fullWrites, waves }) => {
      const fortunes = new Map(list.map((one, index) => [`${index}.xml`, one]));
      const world = openRandomWorld(fortunes, { onUnknown, fullWrites: new Set(fullWrites) });
      await sendAll(world, fortunes, waves);
      for (const standing of world.standings.values()) {
        endOf(world, standing);
        expectMarked(standing);
      }
      // An operator says of each that waits that it was sent; again where the disk was full, or its file is found changed by that.
      for (let round = 0; round < 6; round += 1) await sayAllSent(world);
      for (const { record } of world.standings.values()) expect(record?.stage ?? 'none').not.toBe('unknown');
      expect(world.sending.inFlight.delivering.size).toBe(0);
      expect(world.breaks).toEqual([]);
      expect(world.sending.journal.gate.isOpen).toBe(true);
    }),
    { numRuns: 60, timeout: 20_000 },
  );
}, 60_000);
