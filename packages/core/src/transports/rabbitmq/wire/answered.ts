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
 * Closes the channel and never rejects. amqplib calls back only for close-ok, which does not come on a connection that ended
 * before it; the event comes in both cases.
 */
export async function closeChannel(channel: Channel): Promise<void> {
  const closed = new Promise<void>((resolve) => channel.once('close', () => resolve()));
  try {
    await withDeadline(Promise.race([channel.close(), closed]), CLOSE_MS, 'transport.timeout');
  } catch {
    // Closed before, or no answer: the end of the connection closes it.
  }
}
