import type { StampedEvent, SwicEvent } from '../../contract/events.js';
import type { LogLevel, LogLine, LogLines } from '../../contract/log-line.js';
import { isAtLeast, levelOf, messageOf } from '../../telemetry/log-table.js';

/** An event as the log says it. */
export function toLogLine({ seq, atMs, event }: StampedEvent): LogLine {
  const { business, document } = factsOf(event);
  const words = { zh: messageOf(event, 'zh'), en: messageOf(event, 'en') };
  return { seq, atMs, level: levelOf(event), type: event.type, business, document, ...words };
}

function factsOf(event: SwicEvent): Pick<LogLine, 'business' | 'document'> {
  const flow = 'flow' in event ? event.flow.business : null;
  return {
    business: 'business' in event ? event.business : flow,
    document: 'document' in event ? event.document : null,
  };
}

/**
 * Keeps the newest events between two deliveries, so that thousands a second cost a watcher no more than a screen of them:
 * what is left out is never put into words. What goes wrong is not pushed out by what goes well.
 */
export class LineCollector {
  readonly #level: LogLevel;
  readonly #max: number;
  #troubles: StampedEvent[] = [];
  #routine: StampedEvent[] = [];
  #seen = 0;

  constructor(level: LogLevel, max: number) {
    this.#level = level;
    this.#max = Math.max(1, Math.floor(max));
  }

  add(event: StampedEvent): void {
    const level = levelOf(event.event);
    if (!isAtLeast(level, this.#level)) return;
    this.#seen += 1;
    if (isAtLeast(level, 'warn')) this.#troubles = keep(this.#troubles, event, this.#max);
    else this.#routine = keep(this.#routine, event, this.#max);
  }

  /** Everything since the last call, oldest first; null when nothing came. */
  take(): LogLines | null {
    if (this.#seen === 0) return null;
    const troubles = this.#troubles.slice(-this.#max);
    const room = this.#max - troubles.length;
    const routine = room === 0 ? [] : this.#routine.slice(-room);
    const kept = [...troubles, ...routine].sort((a, b) => a.seq - b.seq);
    const skipped = this.#seen - kept.length;
    this.#troubles = [];
    this.#routine = [];
    this.#seen = 0;
    return { lines: kept.map(toLogLine), skipped };
  }
}

/** Cuts in half now and then, which costs less than shifting with each event. */
function keep(events: StampedEvent[], event: StampedEvent, max: number): StampedEvent[] {
  events.push(event);
  return events.length < 2 * max ? events : events.slice(-max);
}
