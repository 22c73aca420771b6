import type { FaultRecord } from '../contract/fault.js';
import type { BusinessDefinition } from '../domain/businesses/definition.js';
import type { InspectProfile } from '../xml/inspect-profile.js';
import type { InspectLimits } from '../xml/limits.js';

/** What every thread is told when it starts: plain data, since it crosses the thread's border. */
export interface WorkerSettings {
  /** One for each business whose documents are checked. */
  readonly profiles: readonly InspectProfile[];
  /** All businesses whose receipts may come, the user's own included. */
  readonly businesses: readonly BusinessDefinition[];
  readonly limits: InspectLimits;
}

export interface JobsSettings extends WorkerSettings {
  /** Null = as many as help on this machine. */
  readonly threads: number | null;
  /** A task that has not ended after this long is given up with its thread; the time to read and check 1 MB is some 50 ms. */
  readonly deadlineMs: number;
  /** A thread died or hung and was replaced. */
  readonly onReplaced: (fault: FaultRecord) => void;
  /** The compiled module that a thread runs; null = the real one. Tests have some that misbehave. */
  readonly entry: URL | null;
}

export const DEFAULT_DEADLINE_MS = 60_000;
