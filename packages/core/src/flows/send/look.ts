import { Fault } from '../../contract/fault.js';
import type { Look } from '../../ports/boxes.js';
import { untilDone } from '../journal.js';
import type { Intake } from './intake.js';

/** Before what waits is counted without taking it, and between two such counts at the least. */
const COUNT_AFTER_MS = 100;
const COUNT_GAP_MS = 1_000;

/** Looks at the OutBox and tells what waits there; takes at most `limit`. */
export async function look({ sending, limiter }: Intake, limit: number, signal: AbortSignal): Promise<Look> {
  const { sender, journal } = sending;
  const { business, outBox } = sender;
  const startedMs = journal.clock.tickMs();
  const found = await untilDone(journal, (inner) => outBox.look(limit, inner), signal);
  const { settled, waiting, isAtLeast, oldestMs, passedOver } = found;
  const durationMs = Math.round(journal.clock.tickMs() - startedMs);
  journal.emit({
    type: 'outbox.looked',
    business,
    settled: settled.length,
    inFlight: limiter.inFlight,
    waiting,
    isAtLeast,
    oldestMs,
    passedOver,
    durationMs,
  });
  for (const { name, reason } of found.news) journal.emit({ type: 'file.ignored', business, name, reason });
  return found;
}

/** What waits in OutBox is counted until then, whatever keeps the flow from taking it: that needs neither a session nor a start. */
export async function countingUntil(intake: Intake, ready: Promise<void>, signal: AbortSignal): Promise<void> {
  const stop = new AbortController();
  const counting = AbortSignal.any([signal, stop.signal]);
  const counted = count(intake, counting).catch((reason: unknown) => {
    if (Fault.from(reason, 'internal.unexpected').code !== 'operation.aborted') throw reason;
  });
  try {
    await Promise.race([ready, counted.then(() => ready)]);
  } finally {
    stop.abort();
    await counted;
  }
}

async function count(intake: Intake, signal: AbortSignal): Promise<void> {
  const { sender, journal } = intake.sending;
  // A flow that is ready at once looks by itself.
  await journal.clock.sleep(COUNT_AFTER_MS, signal);
  while (!signal.aborted) {
    await look(intake, 0, signal);
    await intake.bell.wait(Math.max(COUNT_GAP_MS, sender.policy().scanIntervalMs), signal);
  }
}
