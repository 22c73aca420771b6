import type { Fault } from '../contract/fault.js';
import type { Session } from '../ports/transport.js';
import { callLater } from '../runtime/timer.js';
import type { FlowGate } from './flow-gate.js';

/** A session that ends is mostly followed by the next within a moment: that is not worth a word. */
const UNTOLD_MS = 1_000;

/** Where a flow gets its session from. */
export interface SessionWait {
  /** The live session; waits while there is none. */
  readonly session: (signal: AbortSignal) => Promise<Session>;
  /** Why there is none just now. */
  readonly sessionFault: () => Fault;
}

/** The live session. While there is none these gates are held with the reason, so that no flow looks as if it worked. */
export async function awaitSession(
  { session, sessionFault }: SessionWait,
  gates: () => readonly FlowGate[],
  signal: AbortSignal,
): Promise<Session> {
  const releases: (() => void)[] = [];
  const callOff = callLater(UNTOLD_MS, () => {
    const fault = sessionFault();
    releases.push(...gates().map((gate) => gate.hold(fault)));
  });
  try {
    return await session(signal);
  } finally {
    callOff();
    for (const release of releases) release();
  }
}
