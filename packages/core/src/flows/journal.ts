import type { Emit } from '../contract/events.js';
import { type Fate, Fault } from '../contract/fault.js';
import type { FaultCode } from '../contract/fault-table.js';
import { type BackoffPolicy, nextDelayMs } from '../domain/backoff.js';
import type { Step } from '../domain/document-steps.js';
import type { Clock } from '../ports/clock.js';
import type { Durability, Ledger } from '../ports/ledger.js';
import type { FlowGate } from './flow-gate.js';

/** Where one flow writes what happened, tells it, and waits while that cannot be done. */
export interface Journal {
  readonly ledger: Ledger;
  /** Held while something keeps the flow's documents from going on. */
  readonly gate: FlowGate;
  readonly clock: Clock;
  readonly emit: Emit;
}

/** Probing what went wrong: soon at first, every 30 s at the latest, so that work resumes by itself. */
export const PROBE_BACKOFF: BackoffPolicy = { baseMs: 250, maxMs: 30_000 };

/** Writes the steps in one call of the ledger, waits until it takes them, then tells their events in order. */
export async function writeSteps(
  journal: Journal,
  steps: readonly Step[],
  durability: Durability,
  signal: AbortSignal,
): Promise<void> {
  await untilDone(journal, () => store(journal, steps, durability), signal);
  tellSteps(journal, steps);
}

/** For steps whose record need not be written. */
export function tellSteps({ emit }: Journal, steps: readonly Step[]): void {
  for (const { events } of steps) for (const event of events) emit(event);
}

function store({ ledger }: Journal, steps: readonly Step[], durability: Durability): Promise<void> {
  return ledger.write(
    steps.map(({ record }) => ({ type: 'document', record })),
    durability,
  );
}

/**
 * Runs a step until it succeeds. Fates decide: `hold` and `retry` wait and try the same step again, a hold closing the gate
 * for new work until then; `reject` and `halt` are thrown to the caller. Nothing is lost by waiting here: the document is
 * claimed, and its file stays where the ledger says.
 */
export function untilDone<T>(
  journal: Waiting,
  step: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  return waitThrough(journal, ['hold', 'retry'], step, signal);
}

/** The same for a step before which nothing is durable: a fault of fate `hold` is thrown, so that the document can go back. */
export function untilDoneOrHeld<T>(
  journal: Waiting,
  step: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  return waitThrough(journal, ['retry'], step, signal);
}

type Waiting = Pick<Journal, 'gate' | 'clock'>;

async function waitThrough<T>(
  { gate, clock }: Waiting,
  fates: readonly Fate[],
  step: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  let delayMs = 0;
  let heldBy: FaultCode | null = null;
  let release = (): void => undefined;
  try {
    for (;;) {
      let fault: Fault;
      try {
        return await step(signal);
      } catch (reason) {
        fault = Fault.from(reason, 'internal.unexpected');
      }
      if (!fates.includes(fault.fate)) throw fault;
      // What is wrong may change while it is waited for: a person who mends one thing must not be told of it for ever.
      if (fault.fate === 'hold' && fault.code !== heldBy) {
        const before = release;
        heldBy = fault.code;
        release = gate.hold(fault);
        before();
      }
      delayMs = nextDelayMs(PROBE_BACKOFF, delayMs, clock.random());
      await clock.sleep(delayMs, signal);
    }
  } finally {
    release();
  }
}
