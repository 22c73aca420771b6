import type { AlertMessage } from '../../contract/alerts.js';
import type { FaultRecord } from '../../contract/fault.js';

/** A message that waits for a channel. */
export interface QueuedMessage {
  readonly message: AlertMessage;
  readonly queuedMs: number;
  readonly attempts: number;
  /** Not tried before. */
  readonly nextMs: number;
  /** Of the last attempt. */
  readonly fault: FaultRecord | null;
}

/** What waits for one channel, oldest first, and what became of the rest. */
export interface ChannelQueue {
  readonly waiting: readonly QueuedMessage[];
  readonly delivered: number;
  readonly dropped: number;
  readonly lastDeliveredMs: number | null;
}

export const EMPTY_QUEUE: ChannelQueue = { waiting: [], delivered: 0, dropped: 0, lastDeliveredMs: null };

/** What waits beyond this is dropped, the oldest first, and counted. */
export const QUEUE_MAX = 200;
/** What could not be delivered for so long is of no use to its reader. */
export const QUEUED_MS_MAX = 24 * 3_600_000;

const FIRST_DELAY_MS = 5_000;
const DELAY_MS_MAX = 600_000;

/** Pure; never longer than QUEUE_MAX. */
export function enqueue(queue: ChannelQueue, message: AlertMessage, nowMs: number): ChannelQueue {
  const waiting = [...queue.waiting, { message, queuedMs: nowMs, attempts: 0, nextMs: nowMs, fault: null }];
  const excess = Math.max(0, waiting.length - QUEUE_MAX);
  return { ...queue, waiting: waiting.slice(excess), dropped: queue.dropped + excess };
}

/** Without what has waited for too long. Pure. */
export function dropOld(queue: ChannelQueue, nowMs: number): ChannelQueue {
  const waiting = queue.waiting.filter(({ queuedMs }) => nowMs - queuedMs < QUEUED_MS_MAX);
  const dropped = queue.waiting.length - waiting.length;
  return dropped === 0 ? queue : { ...queue, waiting, dropped: queue.dropped + dropped };
}

/** So many messages that a channel has refused are tried again beside what comes after them. */
const REFUSED_BESIDE = 2;

/**
 * The message to be tried next; undefined = none waits. The oldest, since a channel that is away takes no other either; but what it has
 * refused, e.g. for its content, must not hold up all others for a day. Pure.
 */
export function nextToTry({ waiting }: ChannelQueue): QueuedMessage | undefined {
  let next = waiting[0];
  for (const one of waiting.slice(0, REFUSED_BESIDE + 1)) {
    if (next !== undefined && one.nextMs < next.nextMs) next = one;
    if (one.fault?.code !== 'alert.refused') break;
  }
  return next;
}

/** After an attempt at the message of this id; `fault` null = it was taken. Pure. */
export function settle(
  queue: ChannelQueue,
  id: string,
  { fault, nowMs }: { readonly fault: FaultRecord | null; readonly nowMs: number },
): ChannelQueue {
  const tried = queue.waiting.find(({ message }) => message.id === id);
  // Dropped since then.
  if (tried === undefined) return queue;
  if (fault === null) {
    const waiting = queue.waiting.filter((one) => one !== tried);
    return { ...queue, waiting, delivered: queue.delivered + 1, lastDeliveredMs: nowMs };
  }
  const attempts = tried.attempts + 1;
  const again: QueuedMessage = { ...tried, attempts, nextMs: nowMs + delayMs(attempts), fault };
  return { ...queue, waiting: queue.waiting.map((one) => (one === tried ? again : one)) };
}

/** Doubles from five seconds to ten minutes. Pure. */
export function delayMs(attempts: number): number {
  return Math.min(DELAY_MS_MAX, FIRST_DELAY_MS * 2 ** Math.min(attempts - 1, 20));
}
