import { expect, test } from 'vitest';
import type { SwicEvent } from '../../contract/events.js';
import { Fault } from '../../contract/fault.js';
import { businessKey } from '../../domain/document.js';
import type { Unsealed } from '../../domain/receipts/unsealed.js';
import type { Delivery, Session } from '../../ports/transport.js';
import { createDeferred } from '../../runtime/deferred.js';
import { systemClock } from '../../runtime/system-clock.js';
import { SingleSettlement } from '../../transports/single-settlement.js';
import { FlowGate } from '../flow-gate.js';
import { InHand } from './in-hand.js';
import { runReceiveFlow } from './receive-flow.js';
import type { Receiving } from './receiver.js';

const OTHERS = businessKey('OTHERS');

/** A session with one delivery; `accept` is what the adapter does. */
function sessionWith(id: string, accept: () => Promise<boolean>): Session & { end(): void } {
  const ended = createDeferred<Fault | null>();
  const delivery: Delivery = new SingleSettlement({
    message: { id, type: '', contentType: 'application/xml', headers: {}, sentAtMs: null, body: Buffer.from(id) },
    isRedelivered: false,
    deliveryCount: 1,
    accept,
    release: async () => undefined,
    refuse: async () => undefined,
  });
  return {
    ended: ended.promise,
    onBlocked: () => undefined,
    onShared: () => undefined,
    send: () => [],
    async *receive(_queue, _options, signal) {
      yield delivery;
      await Promise.race([ended.promise, new Promise((resolve) => signal.addEventListener('abort', resolve))]);
    },
    end: () => ended.resolve(new Fault('transport.closed')),
    async [Symbol.asyncDispose]() {
      ended.resolve(null);
    },
  };
}

interface Seen {
  readonly receiving: Receiving;
  readonly gate: FlowGate;
  readonly deposited: string[];
  /** The ledger cannot be written because of this until it is null. */
  trouble: Fault | null;
}

/** Sessions one after the other; the ledger and the box only write down. */
function createSeen(sessions: readonly Session[]): Seen {
  const emit = (_event: SwicEvent): void => undefined;
  const gate = new FlowGate({ business: OTHERS, direction: 'receive' }, true, systemClock, emit);
  const deposited: string[] = [];
  let next = 0;
  const unsealed = (body: Uint8Array): Unsealed =>
    ({
      envelope: { messageId: null, fileName: null, businessKeys: [] },
      receipt: body,
      heads: [],
      kind: 'unknown',
      keys: [],
      businesses: [],
      unreadable: null,
    }) as unknown as Unsealed;
  const seen: Seen = {
    deposited,
    gate,
    trouble: null,
    receiving: {
      receiver: {
        jobs: { unseal: async (bodies: readonly Uint8Array[]) => bodies.map(unsealed) },
        session: async (signal: AbortSignal) => {
          const session = sessions[next++];
          if (session !== undefined) return session;
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          throw new Fault('operation.aborted');
        },
        queue: 'Q',
        prefetch: 10,
        desk: () => ({
          business: OTHERS,
          gate,
          inBox: {
            deposit: async (fileName: string) => {
              deposited.push(fileName);
              return { fileName };
            },
          },
        }),
        desks: () => [],
        names: {
          mintId: () => '',
          documentOf: () => null,
          nameReceipt: (found: Unsealed) => Buffer.from(found.receipt).toString(),
        },
        digests: { fingerprint: (id: string) => id, sha256: () => '' },
        foreignTo: () => null,
        onForeign: 'keep',
        assignedKeys: new Set(),
      },
      journal: {
        ledger: {
          write: async () => {
            if (seen.trouble !== null) throw seen.trouble;
          },
          findReceiptByFingerprint: async () => null,
          findUnlinkedReceipts: async () => [],
        },
        gate,
        clock: systemClock,
        emit,
      },
      incoming: {
        flushLater: () => undefined,
        reconsider: () => undefined,
        suspects: { has: () => false, mark: () => undefined, clear: () => undefined },
        inBoxTroubles: { has: () => false, add: () => undefined },
        inHand: new InHand(),
      },
    } as unknown as Receiving,
  };
  return seen;
}

async function untilDeposited(seen: Seen, count: number): Promise<void> {
  const limit = Date.now() + 5_000;
  while (seen.deposited.length < count) {
    if (Date.now() > limit) throw new Error(`only ${seen.deposited.join(' ')}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('a session that ends while its deliveries are accepted does not end receiving', async () => {
  const accepted: string[] = [];
  const first = sessionWith('first', async () => {
    first.end();
    throw new Fault('transport.closed');
  });
  const second = sessionWith('second', async () => accepted.push('second') > 0);
  const seen = createSeen([first, second]);
  const stop = new AbortController();
  const running = runReceiveFlow(seen.receiving, stop.signal);

  await untilDeposited(seen, 2);

  expect(seen.deposited).toEqual(['first', 'second']);
  stop.abort();
  await running;
  expect(accepted).toEqual(['second']);
});

test('a session that ends while a full disk holds its deliveries does not end receiving', async () => {
  const first = sessionWith('first', async () => true);
  const second = sessionWith('second', async () => true);
  const seen = createSeen([first, second]);
  seen.trouble = new Fault('disk.full');
  const stop = new AbortController();
  const running = runReceiveFlow(seen.receiving, stop.signal);
  const limit = Date.now() + 5_000;
  while (seen.gate.state !== 'held' && Date.now() < limit) await new Promise((resolve) => setTimeout(resolve, 5));
  first.end();
  seen.trouble = null;

  await untilDeposited(seen, 1);

  expect(seen.deposited).toContain('second');
  stop.abort();
  await running;
});
