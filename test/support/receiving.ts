import { createHash } from 'node:crypto';
import type { SwicEvent } from '../../packages/core/src/contract/events.js';
import { Fault } from '../../packages/core/src/contract/fault.js';
import { assignedKeyNames, BUSINESSES } from '../../packages/core/src/domain/businesses/registry.js';
import { businessKey } from '../../packages/core/src/domain/document.js';
import { mintAfter, mintId } from '../../packages/core/src/domain/ids.js';
import type { ReceiptId } from '../../packages/core/src/domain/receipt.js';
import { FlowGate } from '../../packages/core/src/flows/flow-gate.js';
import { foreignAddressee } from '../../packages/core/src/flows/receive/foreign-addressee.js';
import { InHand } from '../../packages/core/src/flows/receive/in-hand.js';
import type { ReceiveDesk, Receiver, Receiving } from '../../packages/core/src/flows/receive/receiver.js';
import type { Jobs } from '../../packages/core/src/ports/jobs.js';
import type { Ledger } from '../../packages/core/src/ports/ledger.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';

const DEC = businessKey('DEC');

/** What receiving did, beside the ledger. */
export interface ReceivingScene {
  readonly receiving: Receiving;
  /** Names in the order they were deposited. */
  readonly inBox: readonly string[];
  readonly events: readonly SwicEvent[];
  /** Deposits wait for this; resolved at the beginning. */
  mayDeposit: Promise<void>;
}

/** The given ledger and understanding of receipts; only the box and the broker are written down instead. */
export function openReceivingScene(ledger: Ledger, jobs: Jobs): ReceivingScene {
  const inBox: string[] = [];
  const events: SwicEvent[] = [];
  const emit = (event: SwicEvent): void => void events.push(event);
  const desk: ReceiveDesk = {
    business: DEC,
    gate: new FlowGate({ business: DEC, direction: 'receive' }, true, systemClock, emit),
    inBox: {
      deposit: async (fileName: string) => {
        await scene.mayDeposit;
        inBox.push(fileName);
        return { fileName, outcome: 'written' };
      },
      flush: async () => undefined,
    },
  };
  const gate = new FlowGate({ business: businessKey('OTHERS'), direction: 'receive' }, true, systemClock, emit);
  const receiving: Receiving = {
    receiver: createReceiver(jobs, desk),
    journal: { ledger, gate, clock: systemClock, emit },
    incoming: {
      inHand: new InHand(),
      suspects: { has: () => false, mark: () => undefined, clear: () => undefined },
      inBoxTroubles: { has: () => false, add: () => undefined },
      flushLater: () => undefined,
      reconsider: () => undefined,
    },
  };
  const scene: ReceivingScene = { receiving, inBox, events, mayDeposit: Promise.resolve() };
  return scene;
}

/** The same with some parts exchanged. */
export function withParts(
  { receiver, journal, incoming }: Receiving,
  parts: { readonly [Part in keyof Receiving]?: Partial<Receiving[Part]> },
): Receiving {
  return {
    receiver: { ...receiver, ...parts.receiver },
    journal: { ...journal, ...parts.journal },
    incoming: { ...incoming, ...parts.incoming },
  };
}

function createReceiver(jobs: Jobs, desk: ReceiveDesk): Receiver {
  let mint = mintAfter(null);
  return {
    jobs,
    session: () => Promise.reject(new Error('not asked for')),
    sessionFault: () => new Fault('transport.unreachable'),
    queue: 'SW.RECV',
    prefetch: 1,
    desk: () => desk,
    desks: () => [desk],
    names: {
      mintId: () => {
        const minted = mintId(mint, systemClock.nowMs());
        mint = minted.mint;
        return minted.id as ReceiptId;
      },
      documentOf: () => null,
      nameReceipt: (unsealed, document) => `${unsealed.root}_${document?.name ?? ''}_${unsealed.code ?? ''}.xml`,
    },
    digests: {
      fingerprint: (id, body) => createHash('sha256').update(id).update(body).digest('hex'),
      sha256: (bytes) => createHash('sha256').update(bytes).digest('hex'),
    },
    foreignTo: ({ envelope }) => foreignAddressee(envelope.addressees, 'DXPESW0000000000'),
    onForeign: 'keep',
    assignedKeys: assignedKeyNames(BUSINESSES),
  };
}
