import type { LinkSnapshot, Snapshot } from '../contract/snapshot.js';

/**
 * Why the agent cannot do its work now, a line for each reason, e.g. `transport send: retrying transport.unreachable`; empty = it can.
 * In a planned maintenance the connection is not asked. Documents that wait for a person and flows that a person has stopped are no
 * reason: another agent would not do better. Pure.
 */
export function notReadyReasons({ agent, ledger, disk, transport, maintenance }: Snapshot): readonly string[] {
  const reasons: string[] = [];
  if (agent.state !== 'running' && agent.state !== 'paused') reasons.push(`agent: ${agent.state}`);
  if (ledger.state === 'gone') reasons.push(`ledger: gone ${ledger.fault?.code ?? ''}`.trim());
  if (disk?.isLow === true) reasons.push('disk: low');
  if (maintenance.open.length > 0) return reasons;
  for (const direction of ['send', 'receive'] as const) {
    const reason = linkReason(transport[direction]);
    if (reason !== null) reasons.push(`transport ${direction}: ${reason}`);
  }
  return reasons;
}

function linkReason({ state, fault }: LinkSnapshot): string | null {
  return state === 'open' ? null : [state, ...(fault === null ? [] : [fault.code])].join(' ');
}
