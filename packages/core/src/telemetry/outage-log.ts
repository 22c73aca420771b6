import type { Direction } from '../contract/events.js';
import type { FaultCode } from '../contract/fault-table.js';
import type { OutageHistory } from '../contract/outages.js';

interface Outage {
  readonly sinceMs: number;
  readonly endedMs: number | null;
  readonly code: FaultCode;
}

const DAY_MS = 86_400_000;
/** A broker that flickers is counted on; the oldest of more are forgotten. */
const OUTAGES_MAX = 1_000;

/** When the broker was away: one outage from the first direction that loses it to the last that has it again. */
export class OutageLog {
  #outages: Outage[] = [];
  readonly #away = new Set<Direction>();

  isAway(direction: Direction, code: FaultCode, atMs: number): void {
    const isNew = this.#away.size === 0;
    this.#away.add(direction);
    if (isNew) this.#outages.push({ sinceMs: atMs, endedMs: null, code });
    // What it turned out to be: a session that ended is followed by the reason for which there is no other.
    else this.#changeLast({ code });
    if (this.#outages.length > OUTAGES_MAX) this.#outages.shift();
  }

  isBack(direction: Direction, atMs: number): void {
    if (this.#away.delete(direction) && this.#away.size === 0) this.#changeLast({ endedMs: atMs });
  }

  history(nowMs: number): OutageHistory | null {
    this.#outages = this.#outages.filter(({ endedMs }) => endedMs === null || nowMs - endedMs < DAY_MS);
    const last = this.#outages.at(-1);
    return last === undefined ? null : { count: this.#outages.length, ...last };
  }

  #changeLast(change: Partial<Outage>): void {
    const last = this.#outages.pop();
    if (last !== undefined) this.#outages.push({ ...last, ...change });
  }
}
