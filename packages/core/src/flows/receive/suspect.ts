import { Fault } from '../../contract/fault.js';
import { NO_ENVELOPE, NOTHING_KNOWN } from '../../domain/receipts/nothing-known.js';
import type { Unsealed } from '../../domain/receipts/unsealed.js';
import type { Delivery } from '../../ports/transport.js';
import type { Receiving } from './receiver.js';
import type { Opened } from './recognition.js';

/** Delivered more often than this, a message may be what ends us each time: it is handled with care. */
const DELIVERIES_MAX = 5;

/** False too where the broker does not count. */
export function isSuspect({ deliveryCount }: Delivery): boolean {
  return deliveryCount !== null && deliveryCount > DELIVERIES_MAX;
}

/** What it shares with those that are taken as they come. */
export interface SuspectSteps {
  /** Until it succeeds, holding the flow as long. */
  readonly again: <T>(step: (signal: AbortSignal) => Promise<T>) => Promise<T>;
  /** Makes them durable, deposits and accepts them, in line with the others: another copy may be among those. */
  readonly bring: (opened: readonly Opened[]) => Promise<void>;
}

/**
 * A message that came back so often is opened alone, behind a durable mark. Where the mark is there already, the process
 * that opened it before ended before it could remove the mark: the message is no longer opened, but kept byte for byte in
 * `Others/InBox` and accepted. The number alone would not do: a line that breaks again and again brings other messages back as often.
 */
export async function receiveSuspect(
  receiving: Receiving,
  delivery: Delivery,
  { again, bring }: SuspectSteps,
): Promise<void> {
  const { id, body } = delivery.message;
  const fingerprint = receiving.receiver.digests.fingerprint(id, body);
  let unsealed: Unsealed | undefined;
  if (receiving.incoming.suspects.has(fingerprint)) unsealed = keptAsItIs(delivery);
  else await again(async () => receiving.incoming.suspects.mark(fingerprint));
  try {
    unsealed ??= (await again((inner) => receiving.receiver.jobs.unseal([body], inner)))[0];
    if (unsealed !== undefined) await bring([{ delivery, unsealed }]);
  } catch (reason) {
    // Given up, and not because of the message: the next one may try it as if nothing had been.
    if (Fault.from(reason, 'internal.unexpected').fate !== 'halt') receiving.incoming.suspects.clear(fingerprint);
    throw reason;
  }
  receiving.incoming.suspects.clear(fingerprint);
}

function keptAsItIs({ message, deliveryCount }: Delivery): Unsealed {
  const times = String(deliveryCount);
  return {
    ...NOTHING_KNOWN,
    heads: [],
    envelope: NO_ENVELOPE,
    receipt: message.body,
    root: '',
    unreadable: `投递 ${times} 次仍未能处理，按原样保存 / Delivered ${times} times, and handling it never ended: kept as it is`,
  };
}
