import type { StampedEvent } from '../contract/events.js';
import type { Snapshot } from '../contract/snapshot.js';
import type { ControlClient } from './client/connect.js';
import type { Drained, TellStill } from './watches/drain-watch.js';

/** The engine: what an agent process hosts and what commands talk to. Opened by `openGateway`. */
export interface Gateway extends AsyncDisposable {
  /** What `connectAgent` gives another process, for a dashboard in this one. */
  connect(): ControlClient;
  snapshot(): Snapshot;
  onEvent(listener: (event: StampedEvent) => void): () => void;
  /**
   * Runs until `intake` aborts; then what is in flight is brought to its end, unless `abort` aborts first. Rejects with the
   * first fault of fate `halt`.
   */
  run(intake: AbortSignal, abort: AbortSignal): Promise<void>;
  /**
   * The host promises to open the gateway again when `run` has ended because a restart was asked for; what is returned says whether
   * it was. Without this promise a restart is not accepted.
   */
  offerRestart(): () => boolean;
  /** For a failure without an owner in the host's process: stops the agent as a failure of its own does. */
  readonly fail: (reason: unknown) => void;
  /** Resolves when every OutBox is empty, nothing is in flight and the receipts that are due have come, or after `limitMs`. */
  drained(limitMs: number, tell: TellStill, signal: AbortSignal): Promise<Drained>;
}
