import type { AlertChannelKind, AlertMessage } from '../contract/alerts.js';

/**
 * A way to tell people. Every adapter passes one conformance suite.
 *
 * - `deliver` resolves when the other side has taken the message, and not before; an answer that only looks like one is a failure.
 * - It rejects with `alert.unreachable` where the other side was not reached or did not answer in time, with `alert.refused` where it
 *   said no, with `config.secret-missing` where a secret is not there, and with `operation.aborted` as soon as the signal aborts.
 * - It is bounded in time and holds nothing afterwards.
 * - The same message may come again, with the same id.
 */
export interface AlertChannel {
  readonly kind: AlertChannelKind;
  /** It takes no more than so many attempts a minute; null = as many as there are. Who delivers sees to it. */
  readonly perMinuteMax: number | null;
  deliver(message: AlertMessage, signal: AbortSignal): Promise<void>;
}
