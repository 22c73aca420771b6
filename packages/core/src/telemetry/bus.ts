import type { Emit, StampedEvent, SwicEvent } from '../contract/events.js';
import { Fault } from '../contract/fault.js';
import type { Clock } from '../ports/clock.js';

/** Must not throw and must be quick: it runs inside of the caller that emits. What it throws all the same is counted, not passed on. */
export type EventReader = (event: StampedEvent) => void;

/** What a reader did wrong since the start. */
export interface ReaderFailure {
  readonly count: number;
  readonly firstReason: unknown;
}

/** Where everything that happens passes through, once. */
export interface Bus {
  readonly emit: Emit;
  /** Called with every event from now on, in order; returns how to end it. `name` says which reader failed, if it does. */
  addReader(reader: EventReader, name?: string): () => void;
  /** The latest events with a greater number, oldest first; at most 1,000. null = all that are kept. */
  backlog(afterSeq: number | null): readonly StampedEvent[];
  /** One entry per reader that ever failed. */
  failures(): readonly ReaderFailure[];
}

/** For who comes late: enough for a few screens, little memory. */
const BACKLOG_MAX = 1_000;

/** Numbers begin at 1 with every start. Readers are called synchronously, in the order in which they were added. */
export function createBus(clock: Clock): Bus {
  const readers = new Map<EventReader, string>();
  const failures = new Map<EventReader, ReaderFailure>();
  const kept: StampedEvent[] = [];
  const waiting: StampedEvent[] = [];
  let seq = 0;
  let isDelivering = false;

  const deliver = (event: StampedEvent): void => {
    for (const [reader, name] of readers) {
      try {
        reader(event);
      } catch (reason) {
        const before = failures.get(reader);
        const count = (before?.count ?? 0) + 1;
        failures.set(reader, { count, firstReason: before?.firstReason ?? reason });
        // At powers of ten: a reader that fails at everything fails at being told as well.
        if (/^10*$/.test(String(count))) emit(readerFailed(name, count, reason));
      }
    }
  };

  const emit = (event: SwicEvent): void => {
    seq += 1;
    const stamped: StampedEvent = { seq, atMs: clock.nowMs(), event };
    kept[(seq - 1) % BACKLOG_MAX] = stamped;
    // A reader that emits waits its turn, so that every reader sees every event in the order of its number.
    if (isDelivering) {
      waiting.push(stamped);
      return;
    }
    isDelivering = true;
    deliver(stamped);
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) deliver(next);
    isDelivering = false;
  };

  return {
    emit,
    addReader: (reader, name = 'control') => {
      readers.set(reader, name);
      return () => readers.delete(reader);
    },
    backlog: (afterSeq) => {
      const first = Math.max(afterSeq ?? 0, seq - BACKLOG_MAX);
      const events: StampedEvent[] = [];
      for (let number = first + 1; number <= seq; number += 1) {
        const event = kept[(number - 1) % BACKLOG_MAX];
        if (event !== undefined) events.push(event);
      }
      return events;
    },
    failures: () => [...failures.values()],
  };
}

function readerFailed(reader: string, count: number, reason: unknown): SwicEvent {
  return { type: 'reader.failed', reader, count, fault: Fault.from(reason, 'internal.unexpected').toRecord() };
}
