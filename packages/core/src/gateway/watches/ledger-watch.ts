import type { Emit } from '../../contract/events.js';
import { Fault } from '../../contract/fault.js';
import type { FlowGate } from '../../flows/flow-gate.js';
import type { Clock } from '../../ports/clock.js';
import type { Ledger } from '../../ports/ledger.js';

export interface LedgerWatchWorld {
  readonly ledger: Pick<Ledger, 'assertThere'>;
  /** Of all flows that there are now, sending and receiving. */
  readonly gates: () => readonly FlowGate[];
  /** Makes the agent reachable again where the directory is there and its socket is not. */
  readonly listen: () => Promise<void>;
  /** Has the stop begun? Then what waits for the ledger would wait for ever. */
  readonly isEnding: () => boolean;
  readonly giveUp: () => void;
  readonly clock: Clock;
  readonly emit: Emit;
}

/** A look is a few system calls; a second is soon enough, since each write looks by itself. */
const INTERVAL_MS = 1_000;

/** Holds every flow while the ledger's directory is not the one that was opened: without work too an operator has to see it. */
export async function watchLedger(world: LedgerWatchWorld, signal: AbortSignal): Promise<void> {
  const holds = new Map<FlowGate, () => void>();
  let goneSinceMs: number | null = null;
  while (!signal.aborted) {
    const fault = goneFault(world.ledger);
    if (fault !== null) {
      if (world.isEnding()) world.giveUp();
      if (goneSinceMs === null) world.emit({ type: 'ledger.gone', fault: fault.toRecord() });
      goneSinceMs ??= world.clock.tickMs();
      holdAll(world.gates(), holds, fault);
    } else if (goneSinceMs !== null) {
      world.emit({ type: 'ledger.back', goneMs: Math.round(world.clock.tickMs() - goneSinceMs) });
      goneSinceMs = null;
      for (const release of holds.values()) release();
      holds.clear();
    }
    await world.listen();
    await world.clock.sleep(INTERVAL_MS, signal);
  }
}

function holdAll(gates: readonly FlowGate[], holds: Map<FlowGate, () => void>, fault: Fault): void {
  for (const gate of gates) if (!holds.has(gate)) holds.set(gate, gate.hold(fault));
}

/** Null where the ledger's directory is the one that was opened. */
export function goneFault(ledger: Pick<Ledger, 'assertThere'>): Fault | null {
  try {
    ledger.assertThere();
    return null;
  } catch (reason) {
    return Fault.from(reason, 'ledger.gone');
  }
}
