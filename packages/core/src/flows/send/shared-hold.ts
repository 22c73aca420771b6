import type { Fault } from '../../contract/fault.js';
import type { FlowGate } from '../flow-gate.js';

/** One hold of a gate that many may raise, and that any news takes back for all of them. */
export class SharedHold {
  readonly #gate: FlowGate;
  #release: (() => void) | null = null;

  constructor(gate: FlowGate) {
    this.#gate = gate;
  }

  raise(fault: Fault): void {
    this.#release ??= this.#gate.hold(fault);
  }

  release(): void {
    const release = this.#release;
    this.#release = null;
    release?.();
  }
}
