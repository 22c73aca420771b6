import type { AlertsConfig } from '../config/alerts-schema.js';
import type { AlertMessage, AlertSender, AlertSilence, AlertsReport, AlertTrial } from '../contract/alerts.js';
import type { DailyReport } from '../contract/day-report.js';
import type { Emit, SwicEvent } from '../contract/events.js';
import { Fault } from '../contract/fault.js';
import { advance, withSilence } from '../domain/alerts/book.js';
import { observeWith } from '../domain/alerts/carried.js';
import type { AlertSight } from '../domain/alerts/observe.js';
import { attemptsBefore, paced, paceMs } from '../domain/alerts/pace.js';
import type { AlertPolicy } from '../domain/alerts/policy.js';
import {
  type ChannelQueue,
  delayMs,
  dropOld,
  EMPTY_QUEUE,
  enqueue,
  nextToTry,
  settle,
} from '../domain/alerts/queue.js';
import { isAtLeastLevel, mostUrgent } from '../domain/alerts/rules.js';
import { calmTally, restarted, tallied } from '../domain/alerts/tally.js';
import type { Notice } from '../domain/alerts/trouble.js';
import type { AlertChannel } from '../ports/alert-channel.js';
import type { Clock } from '../ports/clock.js';
import { Bell } from '../runtime/bell.js';
import type { OnFailure } from '../runtime/scope.js';
import { Scope } from '../runtime/scope.js';
import { type AlertState, EMPTY_STATE, type ReportMarks } from './alert-state.js';
import { wantedMarks } from './policy.js';
import { alertsReport } from './report.js';
import type { StateFile } from './state-file.js';
import { testMessage, tryChannels } from './trial.js';

export interface DeskWorld {
  readonly config: AlertsConfig;
  readonly policy: AlertPolicy;
  readonly channels: ReadonlyMap<string, AlertChannel>;
  readonly sender: AlertSender;
  readonly file: StateFile;
  readonly clock: Clock;
  readonly emit: Emit;
}

/** How long a lane waits where nothing says when to try again. */
const IDLE_MS = 60_000;

/**
 * Decides what is told, remembers it, and delivers it. A message is durable together with the word that it was told, before any
 * channel gets it; what a crash takes away is what came of an attempt, so that the same id may come twice. Nothing here waits for
 * documents, and no document waits for it.
 */
export class AlertDesk {
  readonly #world: DeskWorld;
  readonly #bells: ReadonlyMap<string, Bell>;
  /** Of this run; messages are numbered by it and by what follows. */
  readonly #run: string;
  #messages = 0;
  #state: AlertState;
  /** What is on disk, or what could not be written: the lanes go by it. */
  #kept: AlertState;
  #writing: Promise<void> = Promise.resolve();
  #isUnkept = false;
  #toldReport = '';

  /** `taken` is what the desk before this one knew, in the same run; null = the file says it. */
  constructor(world: DeskWorld, taken: AlertState | null = null) {
    this.#world = world;
    this.#bells = new Map([...world.channels.keys()].map((name) => [name, new Bell()]));
    this.#run = world.clock.nowMs().toString(36);
    const read = taken ?? this.#read();
    const queues = Object.fromEntries(
      [...world.channels.keys()].map((name) => [name, read.queues[name] ?? EMPTY_QUEUE]),
    );
    const tally = read.isRunning && taken === null ? restarted(read.tally, world.clock.nowMs()) : read.tally;
    this.#kept = { ...read, queues };
    this.#state = { ...this.#kept, tally, reports: wantedMarks(world.config.report, read.reports), isRunning: true };
  }

  /** An event, counted where the snapshot does not say it. Quick; what it changes becomes durable with the next look. */
  see(event: SwicEvent, atMs: number): void {
    const tally = tallied(this.#state.tally, event, atMs);
    if (tally !== this.#state.tally) this.#state = { ...this.#state, tally };
  }

  /** One look at everything. Resolves when what is to be told is durable. */
  async look(seen: Omit<AlertSight, 'tally'>): Promise<void> {
    const { policy } = this.#world;
    const tally = calmTally(this.#state.tally, policy, seen.nowMs);
    this.#state = { ...this.#state, tally };
    const sight = { ...seen, tally };
    const { book: known } = this.#state;
    const troubles = observeWith(known.entries, sight, policy);
    const { book, notices, isSummary } = advance(known, troubles, policy, sight.nowMs);
    let next: AlertState = { ...this.#state, book };
    if (notices.length > 0) next = this.#tell(next, notices, isSummary ? 'summary' : 'alert');
    await this.#change(next);
  }

  /** Until the signal aborts: one lane for each channel, so that one that is slow holds up no other. */
  async run(onFailure: OnFailure, signal: AbortSignal): Promise<void> {
    await using lanes = new Scope(signal, onFailure);
    for (const [name, channel] of this.#world.channels) lanes.spawn((inner) => this.#runLane(name, channel, inner));
    this.#tellReport();
    await lanes.settled();
  }

  report(): AlertsReport {
    return alertsReport(this.#state, this.#world.channels, this.#world.clock.nowMs());
  }

  /**
   * All that it knows, for the desk that takes its place. It must no longer run, and is of no use afterwards: two would write one
   * file. Resolves when what it was writing is on disk.
   */
  async handOver(): Promise<AlertState> {
    await this.#writing;
    return this.#state;
  }

  /** The agent ends because it was asked to: the next start is none by itself. */
  async end(): Promise<void> {
    await this.#change({ ...this.#state, isRunning: false });
  }

  async silence(silence: AlertSilence): Promise<void> {
    const silences = withSilence(this.#state.book.silences, silence, this.#world.clock.nowMs());
    await this.#change({ ...this.#state, book: { ...this.#state.book, silences } });
  }

  /** Which daily reports are done. */
  get reports(): ReportMarks {
    return this.#state.reports;
  }

  async markReports(reports: ReportMarks): Promise<void> {
    await this.#change({ ...this.#state, reports });
  }

  /** To the channels that the configuration names. Resolves when it is durable together with the word that it was told. */
  async tellReport(report: DailyReport): Promise<void> {
    const { config, sender, emit, clock } = this.#world;
    const channels = [...new Set(config.report?.channels ?? [])];
    const [id, nowMs] = [this.#nextId(), clock.nowMs()];
    const about = { level: 'notice', sender, notices: [], report, link: config.link } as const;
    const queues: Record<string, ChannelQueue> = { ...this.#state.queues };
    for (const name of channels)
      queues[name] = enqueue(queues[name] ?? EMPTY_QUEUE, { id, kind: 'report', atMs: nowMs, ...about }, nowMs);
    emit({ type: 'alert.told', message: id, kind: 'report', level: 'notice', rules: [], channels });
    const reports = { ...this.#state.reports, toldDay: report.dueDay };
    await this.#change({ ...this.#state, queues, reports });
  }

  /** A trial message straight to the channels, beside the queue. Rejects with `command.not-found`. */
  async test(name: string | null, signal: AbortSignal): Promise<readonly AlertTrial[]> {
    const { channels, clock, sender, config } = this.#world;
    return tryChannels(channels, { name, message: testMessage(sender, config.link, clock) }, { clock, signal });
  }

  /** What cannot be read is no reason not to tell. */
  #read(): AlertState {
    try {
      return this.#world.file.read();
    } catch (reason) {
      this.#world.emit({ type: 'alert.unkept', fault: Fault.from(reason, 'disk.failed').toRecord() });
      return EMPTY_STATE;
    }
  }

  #nextId(): string {
    this.#messages += 1;
    return `${this.#run}-${this.#messages}`;
  }

  #tell(state: AlertState, notices: readonly Notice[], kind: AlertMessage['kind']): AlertState {
    const { channels, config, sender, emit, clock } = this.#world;
    const nowMs = clock.nowMs();
    const id = this.#nextId();
    const queues: Record<string, ChannelQueue> = { ...state.queues };
    const told: string[] = [];
    for (const name of channels.keys()) {
      const least = config.channels[name]?.level ?? 'notice';
      const own = notices.filter(({ level }) => isAtLeastLevel(level, least));
      if (own.length === 0) continue;
      told.push(name);
      const message = {
        id,
        kind,
        atMs: nowMs,
        level: mostUrgent(own),
        sender,
        notices: own,
        report: null,
        link: config.link,
      };
      queues[name] = enqueue(queues[name] ?? EMPTY_QUEUE, message, nowMs);
    }
    const rules = [...new Set(notices.map(({ rule }) => rule))];
    emit({ type: 'alert.told', message: id, kind, level: mostUrgent(notices), rules, channels: told });
    return { ...state, queues };
  }

  async #runLane(name: string, channel: AlertChannel, signal: AbortSignal): Promise<void> {
    const bell = this.#bells.get(name) ?? new Bell();
    let attempts = this.#attemptsBefore(name, channel);
    while (!signal.aborted) {
      const nowMs = this.#world.clock.nowMs();
      const next = nextToTry(this.#kept.queues[name] ?? EMPTY_QUEUE);
      if (next === undefined) await bell.wait(IDLE_MS, signal);
      else if (next.nextMs > nowMs) await bell.wait(Math.min(IDLE_MS, next.nextMs - nowMs), signal);
      else {
        const tickMs = this.#world.clock.tickMs();
        const waitMs = channel.perMinuteMax === null ? 0 : paceMs(attempts, channel.perMinuteMax, tickMs);
        if (waitMs > 0) await this.#world.clock.sleep(waitMs, signal);
        attempts = paced(attempts, tickMs + waitMs);
        await this.#deliver(name, channel, { message: next.message, attempts: next.attempts + 1 }, signal);
      }
    }
  }

  /** A start, or a change of the configuration, gives a robot no further twenty in the same minute. */
  #attemptsBefore(name: string, { perMinuteMax }: AlertChannel): readonly number[] {
    const { clock } = this.#world;
    const lastMs = this.#kept.queues[name]?.lastDeliveredMs ?? null;
    if (lastMs === null || perMinuteMax === null) return [];
    return attemptsBefore(clock.nowMs() - lastMs, perMinuteMax, clock.tickMs());
  }

  async #deliver(
    name: string,
    channel: AlertChannel,
    { message, attempts }: { readonly message: AlertMessage; readonly attempts: number },
    signal: AbortSignal,
  ): Promise<void> {
    const { emit, clock } = this.#world;
    let failure: Fault | null = null;
    try {
      await channel.deliver(message, signal);
    } catch (reason) {
      failure = Fault.from(reason, 'internal.unexpected');
      if (signal.aborted) return;
    }
    const fault = failure?.toRecord() ?? null;
    if (fault === null) emit({ type: 'alert.delivered', channel: name, message: message.id, attempts });
    else
      emit({ type: 'alert.failed', channel: name, message: message.id, attempts, delayMs: delayMs(attempts), fault });
    const queue = settle(this.#state.queues[name] ?? EMPTY_QUEUE, message.id, { fault, nowMs: clock.nowMs() });
    await this.#change({ ...this.#state, queues: { ...this.#state.queues, [name]: queue } });
  }

  /** In memory at once; resolves when it is on disk, or cannot be. */
  async #change(state: AlertState): Promise<void> {
    const nowMs = this.#world.clock.nowMs();
    const queues = Object.fromEntries(
      Object.entries(state.queues).map(([name, queue]) => [name, dropOld(queue, nowMs)]),
    );
    const before = this.#state;
    // What was counted while this one was made.
    this.#state = { ...state, queues, tally: before.tally };
    for (const [name, queue] of Object.entries(queues)) {
      const messages = queue.dropped - (before.queues[name]?.dropped ?? 0);
      if (messages > 0) this.#world.emit({ type: 'alert.dropped', channel: name, messages });
    }
    if (isSame(this.#kept, this.#state)) return;
    this.#writing = this.#writing.then(() => this.#write());
    await this.#writing;
    this.#tellReport();
    for (const bell of this.#bells.values()) bell.ring();
  }

  async #write(): Promise<void> {
    const state = this.#state;
    if (state === this.#kept) return;
    try {
      await this.#world.file.write(state);
      this.#isUnkept = false;
    } catch (reason) {
      const fault = Fault.from(reason, 'disk.failed').toRecord();
      if (!this.#isUnkept) this.#world.emit({ type: 'alert.unkept', fault });
      this.#isUnkept = true;
    }
    this.#kept = state;
  }

  #tellReport(): void {
    const report = this.report();
    const text = JSON.stringify(report);
    if (text === this.#toldReport) return;
    this.#toldReport = text;
    this.#world.emit({ type: 'alerts.counted', report });
  }
}

/** Whether documents and receipts go to and fro is not worth a write; it is kept with the next one. */
function isSame(kept: AlertState, now: AlertState): boolean {
  const plain = ({ tally: { unansweredSinceMs: _unansweredSinceMs, ...tally }, ...state }: AlertState): string =>
    JSON.stringify({ ...state, tally });
  return plain(kept) === plain(now);
}
