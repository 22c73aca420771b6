import { type Fate, Fault } from '../contract/fault.js';
import { type BackoffPolicy, nextDelayMs } from '../domain/backoff.js';
import type { Clock } from '../ports/clock.js';
import type { FlowGate } from './flow-gate.js';

/** Probing a world that went wrong: soon at first, every 30 s at the latest, so that work resumes by itself. */
export const PROBE_BACKOFF: BackoffPolicy = { baseMs: 250, maxMs: 30_000 };

/**
 * Runs a step until it succeeds. Fates decide: `hold` and `retry` wait and try the same step again, a hold closing the gate
 * for new work meanwhile; `reject` and `halt` are thrown to the caller. Nothing is lost by waiting here: the document is
 * claimed, and its file stays where the ledger says.
 */
export async function untilDone<T>(
  step: (signal: AbortSignal) => Promise<T>,
  gate: FlowGate,
  clock: Clock,
  signal: AbortSignal,
): Promise<T> {
  return waitThrough(['hold', 'retry'], { step, gate, clock }, signal);
}

/** The same for a step before which nothing is durable: a fault of fate `hold` is thrown, so that the document can go back. */
export async function untilDoneOrHeld<T>(
  step: (signal: AbortSignal) => Promise<T>,
  gate: FlowGate,
  clock: Clock,
  signal: AbortSignal,
): Promise<T> {
  return waitThrough(['retry'], { step, gate, clock }, signal);
}

interface Patience<T> {
  readonly step: (signal: AbortSignal) => Promise<T>;
  readonly gate: FlowGate;
  readonly clock: Clock;
}

async function waitThrough<T>(
  fates: readonly Fate[],
  { step, gate, clock }: Patience<T>,
  signal: AbortSignal,
): Promise<T> {
  let delayMs = 0;
  let release: (() => void) | null = null;
  try {
    for (;;) {
      const tried = await tryOnce(step, fates, signal);
      if (tried.isDone) return tried.value;
      if (tried.fault.fate === 'hold') release ??= gate.hold(tried.fault);
      delayMs = nextDelayMs(PROBE_BACKOFF, delayMs, clock.random());
      await clock.sleep(delayMs, signal);
    }
  } finally {
    release?.();
  }
}

type Tried<T> = { readonly isDone: true; readonly value: T } | { readonly isDone: false; readonly fault: Fault };

async function tryOnce<T>(
  step: (signal: AbortSignal) => Promise<T>,
  fates: readonly Fate[],
  signal: AbortSignal,
): Promise<Tried<T>> {
  try {
    return { isDone: true, value: await step(signal) };
  } catch (reason) {
    const fault = Fault.from(reason, 'internal.unexpected');
    if (!fates.includes(fault.fate)) throw fault;
    return { isDone: false, fault };
  }
}
