import { Registry } from 'prom-client';
import { isPlanned } from '../contract/fault.js';
import type { EventReader } from './bus.js';
import { createInstruments } from './instruments.js';
import { metricRowOf } from './metric-table.js';

/** The numbers of one agent, in a registry of their own: nothing of prom-client's globals is used. */
export interface Metrics {
  readonly read: EventReader;
  /** The text that Prometheus scrapes. */
  text(): Promise<string>;
  readonly contentType: string;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const instruments = createInstruments(registry);
  return {
    read: ({ event, atMs }) => {
      metricRowOf(event.type)?.update(instruments, event, atMs);
      if ('fault' in event && event.fault !== null && !isPlanned(event.fault))
        instruments.faults.inc({ code: event.fault.code });
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
