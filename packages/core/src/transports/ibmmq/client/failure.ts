import type { ClientFailure } from '../wire/protocol.js';

/** A failure that is told to the other side as it is. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly failure: ClientFailure;

  constructor(failure: ClientFailure) {
    super(failure.kind);
    this.failure = failure;
  }
}

/** What a verb of the package threw, as data; its text is never looked at. */
export function failureOf(reason: unknown): ClientFailure {
  if (reason instanceof ClientError) return reason.failure;
  const code = reasonCodeOf(reason);
  if (code !== null) return { kind: 'mqi', verb: verbOf(reason), reason: code };
  return { kind: 'unexpected', text: textOf(reason) };
}

/** The reason code of an error of the MQI; null for any other error. */
export function reasonCodeOf(reason: unknown): number | null {
  if (typeof reason !== 'object' || reason === null || !('mqrc' in reason)) return null;
  return typeof reason.mqrc === 'number' && reason.mqrc !== 0 ? reason.mqrc : null;
}

/** The package throws objects that are no Errors when it cannot load the library. */
export function textOf(reason: unknown): string {
  if (typeof reason === 'object' && reason !== null && 'message' in reason && typeof reason.message === 'string') return reason.message;
  return String(reason);
}

function verbOf(reason: unknown): string {
  const verb = typeof reason === 'object' && reason !== null && 'verb' in reason ? reason.verb : null;
  return typeof verb === 'string' ? `MQ${verb}` : '';
}
