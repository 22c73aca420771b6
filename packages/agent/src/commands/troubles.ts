import type { LinkSnapshot, Snapshot, TransportSnapshot } from '@swic/core';

/** What keeps a running agent from its work, against anybody's will. */
export interface Trouble {
  /** `ledger`, `transport` (`send`, `receive`), `signer`, `disk`, `log`, `reader` and its name, `clock`, or a business and a direction: `DEC send`. */
  readonly place: string;
  readonly state: string;
  /** Of the fault that is behind it. */
  readonly code: string | null;
}

/** One line where both directions are in the same trouble. */
function linkTroubles({ send, receive, unconfirmed, otherConsumers }: TransportSnapshot): readonly Trouble[] {
  const of = (place: string, { state, fault }: LinkSnapshot): readonly Trouble[] =>
    state === 'open' || state === 'stopped' ? [] : [{ place, state, code: fault?.code ?? null }];
  const isSame = send.state === receive.state && send.fault?.code === receive.fault?.code;
  const links = isSame ? of('transport', send) : [...of('transport send', send), ...of('transport receive', receive)];
  return [
    ...links,
    ...(unconfirmed === null ? [] : [{ place: 'transport send', state: 'unconfirmed', code: null }]),
    ...(otherConsumers === 0 ? [] : [{ place: 'transport receive', state: 'shared', code: null }]),
  ];
}

/**
 * Empty when all is well. What an operator has paused or stopped is no trouble, nor is a document that was rejected: the agent does
 * what it is told and what it is there for.
 */
export function troublesOf(snapshot: Snapshot): readonly Trouble[] {
  const { transport, signer, disk, ledger, log, readers, clock, businesses } = snapshot;
  const troubles: Trouble[] = [];
  if (ledger.state !== 'sound')
    troubles.push({ place: 'ledger', state: ledger.state, code: ledger.fault?.code ?? null });
  troubles.push(...linkTroubles(transport));
  if (signer !== null && signer.state !== 'ready')
    troubles.push({ place: 'signer', state: signer.state, code: signer.faultCode });
  if (disk !== null && disk.isLow) troubles.push({ place: 'disk', state: 'low', code: null });
  // An agent of before this was known does not say it.
  if (log?.code !== undefined) troubles.push({ place: 'log', state: 'failed', code: log.code });
  for (const { name, fault } of readers ?? [])
    troubles.push({ place: `reader ${name}`, state: 'failed', code: fault.code });
  if (clock?.code !== undefined) troubles.push({ place: 'clock', state: 'doubted', code: clock.code });
  for (const { key, send, receive } of businesses) {
    for (const flow of [send, receive])
      if (flow?.state === 'held')
        troubles.push({ place: `${key} ${flow.direction}`, state: flow.state, code: flow.fault?.code ?? null });
  }
  return troubles;
}
