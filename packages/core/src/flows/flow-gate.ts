import type { Emit, FlowName } from '../contract/events.js';
import { Fault } from '../contract/fault.js';
import type { FlowState } from '../contract/snapshot.js';
import type { Clock } from '../ports/clock.js';

type State =
  | { readonly kind: 'running' }
  | { readonly kind: 'held'; readonly fault: Fault; readonly sinceMs: number }
  | { readonly kind: 'stopped' };

/**
 * Whether a flow may take new work.
 *
 *     running ──hold──▶ held ──resume──▶ running;   any ──stop──▶ stopped ──start──▶ running
 *
 * Pausing is apart from it: while paused nothing passes, whatever the state. A hold is set where the fault was met and taken back
 * by the same when its probe succeeded; holds are counted, so the last one opens the gate.
 */
export class FlowGate {
  readonly flow: FlowName;
  #state: State;
  /** In the order in which they came. */
  readonly #holds = new Set<{ readonly fault: Fault }>();
  #isPaused = false;
  #ending: AbortSignal | null = null;
  readonly #waiters = new Set<() => void>();
  readonly #clock: Clock;
  readonly #emit: Emit;

  constructor(flow: FlowName, isStarted: boolean, clock: Clock, emit: Emit) {
    this.flow = flow;
    this.#state = isStarted ? { kind: 'running' } : { kind: 'stopped' };
    this.#clock = clock;
    this.#emit = emit;
  }

  get state(): FlowState {
    return this.#isPaused && this.#state.kind !== 'stopped' ? 'paused' : this.#state.kind;
  }

  get fault(): Fault | null {
    return this.#state.kind === 'held' ? this.#state.fault : null;
  }

  get isOpen(): boolean {
    return this.#state.kind === 'running' && !this.#isPaused;
  }

  /** `by` = the person whose word it is. */
  start(by: string | null = null): boolean {
    if (this.#state.kind !== 'stopped') return false;
    this.#change({ kind: 'running' });
    this.#emit({ type: 'flow.started', flow: this.flow, by, fault: null });
    // What was wrong before it was stopped, or went wrong since then, still is.
    this.#showHold();
    return true;
  }

  /** Tells the state that it was made with, as a start of it: also what has held it since before that. */
  tellStart(): void {
    if (this.#state.kind === 'stopped') return;
    this.#emit({ type: 'flow.started', flow: this.flow, by: null, fault: this.fault?.toRecord() ?? null });
  }

  stop(by: string | null = null): boolean {
    if (this.#state.kind === 'stopped') return false;
    this.#change({ kind: 'stopped' });
    this.#emit({ type: 'flow.stopped', flow: this.flow, sinceMs: null, by });
    return true;
  }

  /** From when this aborts, holds are given up and not overcome: that is no resumption to tell of. */
  endsWith(ending: AbortSignal): void {
    this.#ending = ending;
  }

  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.#wake();
  }

  /** Holds the flow until the returned function is called. A stopped flow stays stopped. */
  hold(fault: Fault): () => void {
    const hold = { fault };
    this.#holds.add(hold);
    if (this.#state.kind === 'running') this.#showHold();
    return () => {
      if (!this.#holds.delete(hold)) return;
      if (this.#holds.size === 0) this.#resume();
      else if (this.#state.kind === 'held') this.#showHold();
    };
  }

  /** Resolves when new work may pass; rejects with `operation.aborted`. */
  async pass(signal: AbortSignal): Promise<void> {
    while (!this.isOpen) await this.#nextChange(signal);
    if (signal.aborted) throw new Fault('operation.aborted');
  }

  /** The oldest of the reasons that are left; many hold for the same, which is told once. */
  #showHold(): void {
    const sinceMs = this.#state.kind === 'held' ? this.#state.sinceMs : this.#clock.nowMs();
    for (const { fault } of this.#holds) {
      if (fault.code === this.fault?.code) return;
      this.#change({ kind: 'held', fault, sinceMs });
      this.#emit({ type: 'flow.held', flow: this.flow, fault: fault.toRecord() });
      return;
    }
  }

  #resume(): void {
    if (this.#state.kind !== 'held') return;
    const heldMs = this.#clock.nowMs() - this.#state.sinceMs;
    this.#change({ kind: 'running' });
    if (this.#ending?.aborted === true) return;
    this.#emit({ type: 'flow.resumed', flow: this.flow, heldMs });
  }

  #change(state: State): void {
    this.#state = state;
    this.#wake();
  }

  #wake(): void {
    for (const waiter of [...this.#waiters]) waiter();
  }

  #nextChange(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (): void => {
        this.#waiters.delete(finish);
        signal.removeEventListener('abort', abort);
        resolve();
      };
      const abort = (): void => {
        this.#waiters.delete(finish);
        reject(new Fault('operation.aborted'));
      };
      if (signal.aborted) return abort();
      signal.addEventListener('abort', abort, { once: true });
      this.#waiters.add(finish);
    });
  }
}
