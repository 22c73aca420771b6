import type { Channel } from 'amqplib';
import { withDeadline } from '../../../runtime/deadline.js';
import type { SessionEnd } from '../../session-end.js';

/** A channel that is not closed by then is closed with its connection. */
const CLOSE_MS = 5_000;

/**
 * What amqplib waits for, bounded: rejects with `transport.timeout` when the broker does not answer in time and with
 * `transport.closed` when the session ends first. amqplib itself waits for ever on a line that is silent.
 */
export async function answered<T>(work: Promise<T>, end: SessionEnd, limitMs: number): Promise<T> {
  let forget = (): void => undefined;
  const over = new Promise<never>((_, reject) => {
    forget = end.onOver(() => reject(end.closed()));
  });
  try {
    return await withDeadline(Promise.race([work, over]), limitMs, 'transport.timeout');
  } finally {
    forget();
  }
}

/**
 * Closes the channel and never rejects; true = the broker said so, and has seen what was told on it before. amqplib calls back only
 * for close-ok, which does not come on a connection that ended before it; the event comes in both cases, and has to come second.
 */
export async function closeChannel(channel: Channel): Promise<boolean> {
  const closed = new Promise<false>((resolve) => channel.once('close', () => setImmediate(() => resolve(false))));
  try {
    const said = channel.close().then(() => true);
    return await withDeadline(Promise.race([said, closed]), CLOSE_MS, 'transport.timeout');
  } catch {
    // Closed before, or no answer: the end of the connection closes it.
    return false;
  }
}
