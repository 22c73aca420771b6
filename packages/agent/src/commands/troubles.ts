import {
  type BusinessSnapshot,
  CONCERNS,
  type Concern,
  type FaultRecord,
  type LinkSnapshot,
  type Snapshot,
  type TransportSnapshot,
} from '@swic/core';

/** What about its documents can be left out of a check, since another system looks after it. */
export const DOCUMENT_TROUBLES = [...CONCERNS, 'overdue', 'lost', 'verify'] as const;
export type DocumentTrouble = (typeof DOCUMENT_TROUBLES)[number];

/** What keeps a running agent from its work, without a person's wish, or which documents wait for a person. */
export interface Trouble {
  /**
   * `ledger`, `transport` (`send`, `receive`), `signer`, `disk`, `log`, `reader` and its name, `clock`, `verify`, a business and a direction (`DEC send`), or a
   * business and its documents.
   */
  readonly place: string;
  readonly state: string;
  /** Of the fault that is behind it. */
  readonly code: string | null;
  /** That fault itself, with the box, path or queue that it names; null = none is known. */
  readonly fault: FaultRecord | null;
  /** How many documents it concerns; null = it is not about documents. */
  readonly documents: number | null;
}

/** One line where both directions are in the same trouble. */
function linkTroubles(transport: TransportSnapshot): readonly Trouble[] {
  const { send, receive, unconfirmed, notConsumingSinceMs, otherConsumers } = transport;
  const of = (place: string, { state, fault }: LinkSnapshot): readonly Trouble[] =>
    state === 'open' || state === 'stopped'
      ? []
      : [{ place, state, code: fault?.code ?? null, fault, documents: null }];
  const isSame = send.state === receive.state && send.fault?.code === receive.fault?.code;
  const links = isSame ? of('transport', send) : [...of('transport send', send), ...of('transport receive', receive)];
  return [
    ...links,
    ...(unconfirmed === null
      ? []
      : [{ place: 'transport send', state: 'unconfirmed', code: null, fault: null, documents: null }]),
    ...(typeof notConsumingSinceMs !== 'number'
      ? []
      : [{ place: 'transport receive', state: 'not-consuming', code: null, fault: null, documents: null }]),
    ...(otherConsumers === 0
      ? []
      : [{ place: 'transport receive', state: 'shared', code: null, fault: null, documents: null }]),
  ];
}

/**
 * Empty when all is well. What an operator has paused or stopped is no trouble. Documents that were refused are one until they are
 * replaced by a successor or handled by a person's word; `ignored` leaves out kinds of them.
 */
export function troublesOf(snapshot: Snapshot, ignored: readonly DocumentTrouble[]): readonly Trouble[] {
  const { transport, signer, disk, ledger, log, readers, clock, businesses, verified } = snapshot;
  const troubles: Trouble[] = [];
  const add = (
    place: string,
    state: string,
    why: FaultRecord | string | null,
    documents: number | null = null,
  ): number => {
    const fault = why === null || typeof why === 'string' ? null : why;
    return troubles.push({
      place,
      state,
      code: typeof why === 'string' ? why : (fault?.code ?? null),
      fault,
      documents,
    });
  };
  if (ledger.state !== 'sound') add('ledger', ledger.state, ledger.fault);
  // In a planned maintenance both are expected. An agent of before that was known does not say it.
  const isMaintained = (snapshot.maintenance?.open.length ?? 0) > 0;
  if (!isMaintained) troubles.push(...linkTroubles(transport));
  if (signer !== null && signer.state !== 'ready') add('signer', signer.state, signer.faultCode);
  if (disk !== null && disk.isLow) add('disk', 'low', null);
  // An agent of before this was known does not say it.
  if (log?.code !== undefined) add('log', 'failed', log);
  for (const { name, fault } of readers ?? []) add(`reader ${name}`, 'failed', fault);
  if (clock?.code !== undefined) add('clock', 'doubted', clock);
  for (const business of businesses) {
    for (const flow of [business.send, business.receive])
      if (flow?.state === 'held' && !isMaintained) add(`${business.key} ${flow.direction}`, flow.state, flow.fault);
    for (const kind of DOCUMENT_TROUBLES) {
      const documents = kind === 'verify' || ignored.includes(kind) ? 0 : countOf(business, kind);
      if (documents > 0) add(`${business.key} documents`, kind, null, documents);
    }
  }
  const breaks = verified?.breaks ?? 0;
  if (breaks > 0 && !ignored.includes('verify')) add('verify', 'verify', null, breaks);
  return troubles;
}

function countOf({ now, overdue, lost }: BusinessSnapshot, kind: Concern | 'overdue' | 'lost'): number {
  if (kind === 'overdue') return overdue;
  return kind === 'lost' ? lost : (now.find(({ standing }) => standing === kind)?.concerning ?? 0);
}
