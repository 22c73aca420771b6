import { expect, test } from 'vitest';
import { makeDocument } from '../../../../test/support/ledger/records.js';
import type { SwicEvent } from '../contract/events.js';
import { Fault } from '../contract/fault.js';
import { businessKey } from '../domain/document.js';
import { asSealedAgain, asTriedAgain } from '../domain/document-steps.js';
import type { Ledger, LedgerChange } from '../ports/ledger.js';
import { systemClock } from '../runtime/system-clock.js';
import { FlowGate } from './flow-gate.js';
import { type Journal, untilDone, untilDoneOrHeld, writeSteps } from './journal.js';

const never = new AbortController().signal;
const nacked = new Fault('transport.nacked').toRecord();
const twoSteps = [asTriedAgain(makeDocument(1), nacked), asSealedAgain(makeDocument(2, { stage: 'unknown' }), null)];

/** A ledger that fails as told, write by write, and a clock that does not wait. */
function openJournal(failures: readonly (Fault | null)[]) {
  const said: string[] = [];
  const writes: (readonly LedgerChange[])[] = [];
  const left = [...failures];
  const emit = ({ type }: SwicEvent): void => void said.push(type);
  const clock = { ...systemClock, sleep: async (_delayMs: number, signal: AbortSignal) => signal.throwIfAborted() };
  const gate = new FlowGate({ business: businessKey('DEC'), direction: 'send' }, true, clock, emit);
  const write: Ledger['write'] = async (changes) => {
    const failure = left.shift() ?? null;
    if (failure !== null) throw failure;
    writes.push(changes);
  };
  const journal: Journal = { ledger: { write } as unknown as Ledger, gate, clock, emit };
  return { journal, said, writes, gate };
}

test('steps are written together, and told in order once they are written', async () => {
  const { journal, said, writes } = openJournal([]);
  await writeSteps(journal, twoSteps, 'durable', never);
  expect(writes.map((changes) => changes.length)).toEqual([2]);
  expect(said).toEqual(['document.retried', 'document.retried', 'document.sealed']);
});

test('a full disk holds the flow until the ledger takes the steps; they are told once, afterwards', async () => {
  const { journal, said, writes, gate } = openJournal([new Fault('disk.full'), new Fault('disk.full'), null]);
  await writeSteps(journal, twoSteps, 'durable', never);
  expect(writes).toHaveLength(1);
  expect(said).toEqual(['flow.held', 'flow.resumed', 'document.retried', 'document.retried', 'document.sealed']);
  expect(gate.isOpen).toBe(true);
});

test('a ledger that is broken ends the flow, and nothing is told of what it did not take', async () => {
  const { journal, said } = openJournal([new Fault('ledger.broken')]);
  await expect(writeSteps(journal, twoSteps, 'durable', never)).rejects.toMatchObject({ code: 'ledger.broken' });
  expect(said).toEqual([]);
});

test('before anything is durable a held signer is thrown, a busy one is waited for', async () => {
  const { journal } = openJournal([]);
  const faults = [new Fault('signer.busy'), new Fault('signer.absent')];
  const sign = async (): Promise<void> => {
    const fault = faults.shift();
    if (fault !== undefined) throw fault;
  };
  await expect(untilDoneOrHeld(journal, sign, never)).rejects.toMatchObject({ code: 'signer.absent' });
  expect(faults).toEqual([]);
});

test('while it is held the reason is the one that there is now, and not the first one for ever', async () => {
  const { journal, said, gate } = openJournal([]);
  const faults = [new Fault('disk.denied'), new Fault('disk.missing'), new Fault('disk.missing')];
  const reasons: (string | undefined)[] = [];
  await untilDone(
    journal,
    async () => {
      reasons.push(gate.fault?.code);
      const fault = faults.shift();
      if (fault !== undefined) throw fault;
    },
    never,
  );
  expect(reasons).toEqual([undefined, 'disk.denied', 'disk.missing', 'disk.missing']);
  expect(said).toEqual(['flow.held', 'flow.held', 'flow.resumed']);
});
