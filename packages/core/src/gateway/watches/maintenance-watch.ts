import type { Emit } from '../../contract/events.js';
import { Fault } from '../../contract/fault.js';
import type { MaintenanceWindow } from '../../contract/maintenance.js';
import { lastWindow, type MaintenancePlan, nextWindow, openWindows } from '../../domain/maintenance/plan.js';
import type { FlowGate } from '../../flows/flow-gate.js';
import type { Clock } from '../../ports/clock.js';

export interface MaintenanceWorld {
  /** As the configuration has it now: a change counts at once. */
  readonly plan: () => MaintenancePlan;
  /** Of all flows that there are now. */
  readonly gates: () => readonly FlowGate[];
  readonly clock: Pick<Clock, 'nowMs' | 'sleep'>;
  readonly emit: Emit;
}

const INTERVAL_MS = 1_000;

/**
 * Holds sending while a planned maintenance lasts, and tells when it begins and ends. Receiving is never held: a receipt that comes is
 * durable before it is accepted, whatever the platform does (decision 0075).
 */
export class MaintenanceWatch {
  readonly #world: MaintenanceWorld;
  readonly #holds = new Map<FlowGate, () => void>();
  #open: readonly MaintenanceWindow[] = [];
  #told = '';

  constructor(world: MaintenanceWorld) {
    this.#world = world;
  }

  /** One look, at once: also when flows have started, so that none takes a document before the next one. */
  look(): void {
    const { plan, clock, emit } = this.#world;
    const nowMs = clock.nowMs();
    const open = openWindows(plan(), nowMs);
    for (const window of this.#open) if (!has(open, window)) emit({ type: 'maintenance.ended', window });
    for (const window of open) if (!has(this.#open, window)) emit({ type: 'maintenance.began', window });
    this.#open = open;
    if (open.some(({ stopsSending }) => stopsSending)) this.#hold();
    else this.#release();
    const planned = { next: nextWindow(plan(), nowMs), last: lastWindow(plan(), nowMs) };
    if (JSON.stringify(planned) === this.#told) return;
    this.#told = JSON.stringify(planned);
    emit({ type: 'maintenance.planned', ...planned });
  }

  /** Until the signal aborts; then nothing is held, so that an end does not wait for it. */
  async run(signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted) {
        this.look();
        await this.#world.clock.sleep(INTERVAL_MS, signal);
      }
    } finally {
      this.#release();
    }
  }

  #hold(): void {
    for (const gate of this.#world.gates())
      if (gate.flow.direction === 'send' && !this.#holds.has(gate))
        this.#holds.set(gate, gate.hold(new Fault('maintenance.planned')));
  }

  #release(): void {
    for (const release of this.#holds.values()) release();
    this.#holds.clear();
  }
}

const has = (windows: readonly MaintenanceWindow[], { name, fromMs }: MaintenanceWindow): boolean =>
  windows.some((one) => one.name === name && one.fromMs === fromMs);
