import assert from 'node:assert/strict';
import { createHash, hash } from 'node:crypto';
import type { LoadedConfig } from '../../config/load.js';
import { assignedKeyNames, BUSINESSES } from '../../domain/businesses/registry.js';
import { type BusinessKey, businessKey } from '../../domain/document.js';
import { asReceiptId } from '../../domain/ids.js';
import { documentBaseName, formatReceiptName, namePrefixOf } from '../../domain/receipts/names.js';
import { documentIdOf } from '../../envelope/message-id.js';
import type { FlowGate } from '../../flows/flow-gate.js';
import { ReceiptFlusher } from '../../flows/receive/flush.js';
import { foreignAddressee } from '../../flows/receive/foreign-addressee.js';
import { InBoxKeeper } from '../../flows/receive/in-box-keeper.js';
import { InHand } from '../../flows/receive/in-hand.js';
import type { Incoming, ReceiptNames, ReceiveDesk, Receiver, Receiving } from '../../flows/receive/receiver.js';
import type { Shared } from '../parts/shared.js';
import { configuredBusinesses } from '../settings/configured-businesses.js';
import { openSuspectMarks } from './suspect-marks.js';

/** Where receipts go that belong to no configured business [official client: Others/InBox]. */
export const OTHERS_KEY = businessKey('OTHERS');

export interface ReceiveUnit {
  readonly receiving: Receiving;
  readonly flusher: ReceiptFlusher;
  readonly inBoxes: InBoxKeeper;
}

export interface ReceiveWiring {
  /** Of the queue, which is one for all businesses. */
  readonly gate: FlowGate;
  readonly queue: string;
  readonly prefetch: number;
  readonly desks: () => readonly ReceiveDesk[];
  readonly reconsider: Incoming['reconsider'];
  readonly dataDir: string;
}

export function createReceiveUnit(shared: Shared, wiring: ReceiveWiring): ReceiveUnit {
  const { ledger, clock, emit } = shared;
  const receiving: Receiving = {
    receiver: createReceiver(shared, wiring),
    journal: { ledger, gate: wiring.gate, clock, emit },
    incoming: {
      inHand: new InHand(),
      suspects: openSuspectMarks(wiring.dataDir),
      inBoxTroubles: {
        has: (desk) => inBoxes.has(desk),
        add: (desk, fault) => inBoxes.add(desk, fault),
      },
      flushLater: (record) => flusher.add(record),
      reconsider: wiring.reconsider,
    },
  };
  const flusher = new ReceiptFlusher(receiving);
  const inBoxes = new InBoxKeeper(receiving);
  return { receiving, flusher, inBoxes };
}

function createReceiver(shared: Shared, { queue, prefetch, desks }: ReceiveWiring): Receiver {
  const { loaded } = shared;
  const { clientId } = loaded.config;
  return {
    jobs: shared.jobs,
    session: shared.receiving,
    sessionFault: () => shared.sessionFault('receive'),
    queue,
    prefetch,
    desk: (businesses) => findDesk(desks(), businesses),
    desks,
    names: {
      mintId: () => asReceiptId(shared.mintId()),
      documentOf: (messageId) => documentIdOf(clientId, messageId),
      nameReceipt: createNamer(loaded),
    },
    digests: {
      fingerprint: (messageId, body) => createHash('sha256').update(messageId).update('\0').update(body).digest('hex'),
      sha256: (bytes) => hash('sha256', bytes, 'hex'),
    },
    foreignTo: ({ envelope }) => foreignAddressee(envelope.addressees, clientId),
    onForeign: loaded.config.receive.onForeign,
    // Keys of a definition that comes with a reload count after the next start.
    assignedKeys: assignedKeyNames([
      ...BUSINESSES,
      ...configuredBusinesses(loaded).map(({ definition }) => definition),
    ]),
  };
}

function findDesk(desks: readonly ReceiveDesk[], businesses: readonly BusinessKey[]): ReceiveDesk {
  for (const business of [...businesses, OTHERS_KEY]) {
    const desk = desks.find((candidate) => candidate.business === business);
    if (desk !== undefined) return desk;
  }
  // OTHERS is always opened first, so there is one.
  assert.fail('no desk for OTHERS');
}

const XML = '.xml';

/** Successed_/Failed_ carry the document's own name; Receipt_ carries the platform's key; what has neither carries its time. */
function createNamer(loaded: LoadedConfig): ReceiptNames['nameReceipt'] {
  const { receipts } = loaded.config;
  const configured = new Map(
    configuredBusinesses(loaded).map(({ definition, business }) => [definition.key, business]),
  );
  return (unsealed, document, { business, receivedMs }) => {
    const prefix = namePrefixOf(unsealed.kind, unsealed.isSuccess);
    const given = unsealed.envelope.fileName;
    const original = document?.name ?? given;
    const own = prefix === 'receipt' ? unsealed.fileNameKey : original === null ? null : documentBaseName(original);
    const subject = own ?? unsealed.fileNameKey ?? unsealed.envelope.messageId ?? unsealed.root;
    const wanted = configured.get(business)?.receive.extension ?? XML;
    const extension = wanted === 'message' ? (unsealed.ownExtension ?? XML) : wanted;
    return formatReceiptName(prefix, subject, receivedMs, { ...receipts, extension });
  };
}
