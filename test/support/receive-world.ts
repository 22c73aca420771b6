import { createHash } from 'node:crypto';
import type { SwicEvent } from '../../packages/core/src/contract/events.js';
import { Fault } from '../../packages/core/src/contract/fault.js';
import { assignedKeyNames, BUSINESSES } from '../../packages/core/src/domain/businesses/registry.js';
import { businessKey } from '../../packages/core/src/domain/document.js';
import { mintAfter, mintId } from '../../packages/core/src/domain/ids.js';
import type { ReceiptId } from '../../packages/core/src/domain/receipt.js';
import { FlowGate } from '../../packages/core/src/flows/flow-gate.js';
import { foreignAddressee } from '../../packages/core/src/flows/foreign-addressee.js';
import { InHand } from '../../packages/core/src/flows/in-hand.js';
import type { ReceiveDesk, ReceiveRoom } from '../../packages/core/src/flows/receive-room.js';
import type { Jobs } from '../../packages/core/src/ports/jobs.js';
import type { Ledger } from '../../packages/core/src/ports/ledger.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';

const DEC = businessKey('DEC');

/** What a receive flow did, beside the ledger. */
export interface ReceiveWorld {
  readonly room: ReceiveRoom;
  /** Names in the order they were deposited. */
  readonly inBox: readonly string[];
  readonly events: readonly SwicEvent[];
  /** Deposits wait for this; resolved at the beginning. */
  mayDeposit: Promise<void>;
}

/** The given ledger and understanding of receipts; only the box and the broker are written down instead. */
export function openReceiveWorld(ledger: Ledger, jobs: Jobs): ReceiveWorld {
  const inBox: string[] = [];
  const events: SwicEvent[] = [];
  const emit = (event: SwicEvent): void => void events.push(event);
  const desk: ReceiveDesk = {
    business: DEC,
    gate: new FlowGate({ business: DEC, direction: 'receive' }, true, systemClock, emit),
    inBox: {
      deposit: async (fileName: string) => {
        await world.mayDeposit;
        inBox.push(fileName);
        return { fileName, outcome: 'written' };
      },
      flush: async () => undefined,
    },
  };
  const world: ReceiveWorld = {
    room: createRoom({ ledger, jobs, desk, emit }),
    inBox,
    events,
    mayDeposit: Promise.resolve(),
  };
  return world;
}

type Parts = Pick<ReceiveRoom, 'ledger' | 'jobs' | 'emit'> & { readonly desk: ReceiveDesk };

function createRoom({ ledger, jobs, desk, emit }: Parts): ReceiveRoom {
  let mint = mintAfter(null);
  return {
    jobs,
    ledger,
    session: () => Promise.reject(new Error('not asked for')),
    sessionFault: () => new Fault('transport.unreachable'),
    queue: 'SW.RECV',
    prefetch: 1,
    desk: () => desk,
    desks: () => [desk],
    mintId: () => {
      const minted = mintId(mint, systemClock.nowMs());
      mint = minted.mint;
      return minted.id as ReceiptId;
    },
    fingerprint: (id, body) => createHash('sha256').update(id).update(body).digest('hex'),
    sha256: (bytes) => createHash('sha256').update(bytes).digest('hex'),
    documentOf: () => null,
    foreignTo: ({ envelope }) => foreignAddressee(envelope.addressees, 'DXPESW0000000000'),
    onForeign: 'keep',
    nameReceipt: (unsealed, document) => `${unsealed.root}_${document?.name ?? ''}_${unsealed.code ?? ''}.xml`,
    assignedKeys: assignedKeyNames(BUSINESSES),
    flushLater: () => undefined,
    reconsider: () => undefined,
    suspects: { has: () => false, mark: () => undefined, clear: () => undefined },
    inBoxTroubles: { has: () => false, add: () => undefined },
    inHand: new InHand(),
    clock: systemClock,
    emit,
  };
}
