import type { Emit, StampedEvent, SwicEvent } from '../contract/events.js';
import type { Snapshot } from '../contract/snapshot.js';
import type { Clock } from '../ports/clock.js';

export interface Telemetry extends AsyncDisposable {
  readonly bus: { readonly emit: Emit; addReader(reader: (event: StampedEvent) => void): () => void };
  readonly snapshot: () => Snapshot;
  readonly backlog: (afterSeq: number | null) => readonly StampedEvent[];
  readonly onEvent: (listener: (event: StampedEvent) => void) => () => void;
}

// TEMPORARY: until telemetry/ is there.
export async function openTelemetry(settings: { readonly loaded: unknown; readonly dataDir: string; readonly options: { readonly clock: Clock; readonly console: string }; readonly businesses: readonly { readonly definition: { readonly key: string } }[] }): Promise<Telemetry> {
  const readers = new Set<(event: StampedEvent) => void>();
  const counts = new Map<string, { filed: number; rejected: number; unknown: number; retried: number; receipts: number }>();
  for (const { definition } of settings.businesses) counts.set(definition.key, { filed: 0, rejected: 0, unknown: 0, retried: 0, receipts: 0 });
  let seq = 0;
  const emit = (event: SwicEvent): void => {
    const stamped = { seq: ++seq, atMs: settings.options.clock.nowMs(), event };
    const of = 'business' in event ? counts.get(event.business) : undefined;
    if (of !== undefined) {
      if (event.type === 'document.filed') of.filed += 1;
      if (event.type === 'document.rejected') of.rejected += 1;
      if (event.type === 'document.unknown') of.unknown += 1;
      if (event.type === 'receipt.deposited') of.receipts += 1;
    }
    if (settings.options.console !== 'none') process.stderr.write(`${JSON.stringify(event)}\n`);
    for (const reader of readers) reader(stamped);
  };
  const addReader = (reader: (event: StampedEvent) => void): (() => void) => {
    readers.add(reader);
    return () => readers.delete(reader);
  };
  return {
    bus: { emit, addReader },
    snapshot: () => ({ businesses: [...counts].map(([key, count]) => ({ key, counts: count })) }) as unknown as Snapshot,
    backlog: () => [],
    onEvent: addReader,
    [Symbol.asyncDispose]: async () => undefined,
  };
}
