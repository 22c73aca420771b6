import { Fault } from '../../../contract/fault.js';
import type { ClientFailure } from '../wire/protocol.js';

/** What the package or anything else threw, as data; no text is looked at. */
export function failureOf(reason: unknown): ClientFailure {
  const code = reasonCodeOf(reason);
  if (code !== null) return { kind: 'mqi', verb: verbOf(reason), reason: code };
  return { kind: 'fault', fault: Fault.from(reason, 'transport.protocol').toRecord() };
}

/** The reason code of an error of the MQI; null for any other error. */
export function reasonCodeOf(reason: unknown): number | null {
  if (typeof reason !== 'object' || reason === null || !('mqrc' in reason)) return null;
  return typeof reason.mqrc === 'number' && reason.mqrc !== 0 ? reason.mqrc : null;
}

function verbOf(reason: unknown): string {
  const verb = typeof reason === 'object' && reason !== null && 'verb' in reason ? reason.verb : null;
  return typeof verb === 'string' ? `MQ${verb}` : '';
}
