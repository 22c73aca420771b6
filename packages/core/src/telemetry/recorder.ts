import type { Snapshot } from '../contract/snapshot.js';
import type { Clock } from '../ports/clock.js';
import type { EventReader } from './bus.js';
import { recordRowOf } from './record-table.js';
import { type RecordedBusiness, RecordedState, type RecorderSetup } from './recorded-state.js';

export type { RecordedBusiness, RecorderSetup } from './recorded-state.js';

/** What the operator sees at a glance, kept up to date by the events alone. */
export interface Recorder {
  readonly read: EventReader;
  /** A copy of this moment; made anew with each call, so ask when it is shown, not per event. */
  snapshot(): Snapshot;
  /** The configuration changed: new businesses appear, others go, the rest keep their numbers. */
  setBusinesses(businesses: readonly RecordedBusiness[]): void;
}

export function createRecorder(setup: RecorderSetup, clock: Clock): Recorder {
  const state = new RecordedState(setup, clock.nowMs());
  return {
    read: ({ event, atMs }) => recordRowOf(event.type)?.(state, event, atMs),
    snapshot: () => state.materialise(clock.nowMs()),
    setBusinesses: (businesses) => state.setBusinesses(businesses, clock.nowMs()),
  };
}
