import type { ControlClient } from '@swic/core/client';
import {
  type CommandMap,
  type CommandName,
  Fault,
  type LogLine,
  type Snapshot,
  type TestStepRecord,
} from '@swic/core/contract';
import type { LinkState } from './link-state.js';
import type { LogState } from './lists/log-state.js';
import type { Call, DeskClock } from './outside.js';
import type { Part } from './store.js';

export type Connect = () => Promise<ControlClient>;

/** What the connection reads and writes of a frontend's state. */
export interface ConnectionFields {
  readonly link: LinkState;
  readonly snapshot: Snapshot | null;
  /** When the snapshot came, by our clock; the agent's own may run otherwise. */
  readonly snapshotMs: number;
  readonly log: LogState;
}

/** Lines a second that a person can take in while they pass; the agent leaves out the rest. */
const LINES_PER_SECOND = 100;
/** Lines kept for scrolling back. */
const LINES_MAX = 5_000;
/** Kept while a person reads in them. */
const LINES_READ_MAX = 30_000;
const RETRY_MS = [500, 1_000, 2_000, 3_000];

/** Holds the connection to the agent: opens it, watches, and opens it again after it was lost. Runs until the signal aborts. */
export class Connection {
  readonly #connect: Connect;
  readonly #store: Part<ConnectionFields>;
  readonly #clock: DeskClock;
  readonly #onSnapshot: () => void;
  #client: ControlClient | null = null;
  /** As the agent counts. */
  #lastSeq: number | null = null;
  /** What is added to the agent's numbers: an agent that starts anew begins at one, and here they only grow. */
  #offset = 0;

  constructor(connect: Connect, store: Part<ConnectionFields>, clock: DeskClock, onSnapshot: () => void) {
    this.#onSnapshot = onSnapshot;
    this.#connect = connect;
    this.#store = store;
    this.#clock = clock;
  }

  readonly call: Call = <Name extends CommandName>(name: Name, params: CommandMap[Name]['params']) => {
    if (this.#client === null) return Promise.reject(new Fault('instance.not-running'));
    return this.#client.call(name, params);
  };

  /** Steps of a test of the connection, as they end. */
  onTestStep(listener: (step: TestStepRecord) => void): () => void {
    return this.#client?.on('testStep', listener) ?? ((): void => undefined);
  }

  /** Asks for lines of another level. */
  async rewatch(): Promise<void> {
    if (this.#client === null) return;
    const { level } = this.#store.get().log;
    const backlog = await this.#client.call('watch', { afterSeq: null, level, perSecond: LINES_PER_SECOND });
    this.#offset = 0;
    this.#store.update(({ log }) => ({ log: { ...log, lines: backlog, skipped: 0, bottomSeq: null, history: null } }));
  }

  async run(signal: AbortSignal): Promise<void> {
    let attempt = 1;
    while (!signal.aborted) {
      try {
        await using client = await this.#open(signal);
        if (client === null) return;
        attempt = 1;
        await this.#watch(client, signal);
      } catch (reason) {
        const fault = Fault.from(reason, 'instance.not-running').toRecord();
        this.#client = null;
        this.#store.update(({ snapshot }) => ({
          link: { kind: snapshot === null ? 'never' : 'lost', attempt, fault },
        }));
      }
      this.#client = null;
      const delayMs = RETRY_MS[Math.min(attempt, RETRY_MS.length) - 1] ?? 0;
      attempt += 1;
      await this.#clock.sleep(delayMs, signal).catch(() => undefined);
    }
  }

  /** Null when the signal aborts first: a person who leaves does not wait for an agent that does not answer. */
  async #open(signal: AbortSignal): Promise<ControlClient | null> {
    const connecting = this.#connect();
    const client = await unlessAborted(connecting, signal);
    if (client === null)
      connecting.then(
        (late) => late[Symbol.asyncDispose](),
        () => undefined,
      );
    return client;
  }

  async #watch(client: ControlClient, signal: AbortSignal): Promise<void> {
    const { level } = this.#store.get().log;
    client.on('snapshot', (snapshot) => {
      this.#store.update(() => ({
        snapshot,
        snapshotMs: this.#clock.nowMs(),
        link: { kind: 'live', attempt: 0, fault: null },
      }));
      this.#onSnapshot();
    });
    client.on('lines', ({ lines, skipped }) => this.#addLines(lines, skipped));
    this.#client = client;
    const watching = client.call('watch', { afterSeq: null, level, perSecond: LINES_PER_SECOND });
    const backlog = await unlessAborted(watching, signal);
    if (backlog === null) return;
    // An agent that started anew counts from one again: what it says is new, whatever we saw before.
    const isAnew = (backlog.at(-1)?.seq ?? 0) < (this.#lastSeq ?? 0);
    if (isAnew) this.#offset += this.#lastSeq ?? 0;
    this.#addLines(isAnew ? backlog : backlog.filter(({ seq }) => seq > (this.#lastSeq ?? 0)), 0);
    await unlessAborted(client.closed, signal);
    if (!signal.aborted) throw new Fault('instance.not-running');
  }

  #addLines(lines: readonly LogLine[], skipped: number): void {
    this.#lastSeq = lines.at(-1)?.seq ?? this.#lastSeq;
    const added = lines.map((line) => ({ ...line, seq: line.seq + this.#offset }));
    this.#store.update(({ log }) => ({
      log: { ...log, ...kept(log, [...log.lines, ...added]), skipped: log.skipped + skipped },
    }));
  }
}

/** Null when the signal aborts first. Leaves nothing at the signal: a dashboard that stays open sees many agents come and go. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
  let stop = (): void => undefined;
  const aborted = new Promise<null>((resolve) => {
    stop = () => resolve(null);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** What is read stays where it is; with the newest line followed, what the files gave goes first, since it can be had again. */
function kept(log: LogState, lines: readonly LogLine[]): Pick<LogState, 'lines' | 'history'> {
  const { history, bottomSeq } = log;
  if (bottomSeq !== null || lines.length <= LINES_MAX) return { lines: lines.slice(-LINES_READ_MAX), history };
  return { lines: lines.slice(-LINES_MAX).filter(({ seq }) => seq >= (history?.liveSeq ?? seq)), history: null };
}
