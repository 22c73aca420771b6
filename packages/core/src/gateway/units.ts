import { type LoadedConfig, loadConfig } from '../config/load.js';
import { businessSchema } from '../config/schema.js';
import type { ConfigChangeReport } from '../contract/commands.js';
import { OTHERS } from '../domain/businesses/others.js';
import type { BusinessKey } from '../domain/document.js';
import type { ReceiveDesk } from '../flows/receive-room.js';
import { type BusinessUnit, openBusinessUnit } from './business-unit.js';
import { compareConfigs } from './compare-configs.js';
import { type ConfiguredBusiness, configuredBusinesses } from './configured-businesses.js';
import { directoriesOf } from './directories.js';
import { openJobs } from './open-jobs.js';
import type { Shared } from './shared.js';

interface Live {
  readonly unit: BusinessUnit;
  readonly stop: AbortController;
  done: Promise<void>;
}

interface Running {
  readonly intake: AbortSignal;
  readonly abort: AbortSignal;
  readonly fail: (reason: unknown) => void;
}

/** All businesses of one gateway; a changed configuration adds, removes and changes them while it runs. */
export class Units implements AsyncDisposable {
  readonly #shared: Shared;
  readonly #signal: AbortSignal;
  readonly #onBusinesses: (businesses: readonly ConfiguredBusiness[]) => void;
  readonly #live = new Map<BusinessKey, Live>();
  #loaded: LoadedConfig;
  #running: Running | null = null;
  #isPaused = false;

  /** `onBusinesses` is told the businesses of a changed configuration. */
  constructor(shared: Shared, onBusinesses: (businesses: readonly ConfiguredBusiness[]) => void, signal: AbortSignal) {
    this.#onBusinesses = onBusinesses;
    this.#shared = shared;
    this.#signal = signal;
    this.#loaded = shared.loaded;
  }

  async open(businesses: readonly ConfiguredBusiness[]): Promise<void> {
    // OTHERS is always there: what belongs nowhere must have a place.
    const others = businesses.find(({ definition }) => definition.key === OTHERS.key);
    await this.#add(others ?? { definition: OTHERS, business: businessSchema.parse({}) });
    for (const configured of businesses) if (configured.definition.key !== OTHERS.key) await this.#add(configured);
  }

  /** The configuration in force: of what needs a restart, what the file says. */
  get loaded(): LoadedConfig {
    return this.#loaded;
  }

  readonly all = (): readonly BusinessUnit[] => [...this.#live.values()].map(({ unit }) => unit);
  readonly desks = (): readonly ReceiveDesk[] => this.all().map(({ desk }) => desk);

  /** Keys of the businesses whose sending is started. */
  senders(): readonly BusinessKey[] {
    const sending = this.all().filter((unit) => !unit.definition.isReceiveOnly && unit.room.gate.state !== 'stopped');
    return sending.map(({ definition }) => definition.key);
  }

  setPaused(isPaused: boolean): boolean {
    if (isPaused === this.#isPaused) return false;
    this.#isPaused = isPaused;
    for (const unit of this.all()) unit.room.gate.setPaused(isPaused);
    this.#shared.emit({ type: isPaused ? 'gateway.paused' : 'gateway.resumed' });
    return true;
  }

  /** Until `intake` aborts and nothing is in flight, or `abort` aborts. Failures go to `fail`, one by one. */
  async run(intake: AbortSignal, abort: AbortSignal, fail: (reason: unknown) => void): Promise<void> {
    this.#running = { intake, abort, fail };
    for (const live of this.#live.values()) this.#start(live, this.#running);
    await new Promise<void>((resolve) => {
      if (intake.aborted) resolve();
      else intake.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.all([...this.#live.values()].map(({ done }) => done));
    this.#running = null;
  }

  /** Reads the configuration again. Rejects with `config.*`, and then nothing is changed. */
  async reload(): Promise<ConfigChangeReport> {
    const next = loadConfig(this.#shared.loaded.file);
    const differences = compareConfigs(this.#loaded, next);
    // The threads must know a business before its first document.
    if (differences.added.length + differences.reopened.length > 0) {
      this.#shared.jobs.replace(await openJobs(next, configuredBusinesses(next), this.#shared.emit));
    }
    this.#loaded = next;
    for (const key of differences.removed) await this.#remove(key);
    for (const { definition, business } of differences.changed) this.#live.get(definition.key)?.unit.apply(business);
    for (const configured of differences.reopened) {
      await this.#remove(configured.definition.key);
      await this.#add(configured);
    }
    for (const configured of differences.added) await this.#add(configured);
    const { report } = differences;
    this.#onBusinesses(configuredBusinesses(next));
    if (report.applied.length + report.restartNeeded.length > 0)
      this.#shared.emit({ type: 'config.changed', ...report });
    return report;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const key of [...this.#live.keys()].reverse()) await this.#remove(key);
  }

  async #add({ definition, business }: ConfiguredBusiness): Promise<void> {
    const directories = directoriesOf(this.#loaded, definition, business);
    const unit = await openBusinessUnit(this.#shared, { definition, business, directories }, this.#signal);
    unit.room.gate.setPaused(this.#isPaused);
    const live: Live = { unit, stop: new AbortController(), done: Promise.resolve() };
    this.#live.set(definition.key, live);
    if (this.#running === null) return;
    // Opened while running: what an earlier run left in its TempBox is taken care of first.
    await unit.recover({ open: [], hasMachineRestarted: false }, this.#signal);
    this.#start(live, this.#running);
  }

  #start(live: Live, { intake, abort, fail }: Running): void {
    for (const { flow, state } of [live.unit.room.gate, live.unit.desk.gate])
      if (state !== 'stopped') this.#shared.emit({ type: 'flow.started', flow });
    live.done = live.unit.run(AbortSignal.any([intake, live.stop.signal]), abort).catch(fail);
  }

  async #remove(key: BusinessKey): Promise<void> {
    const live = this.#live.get(key);
    if (live === undefined) return;
    live.stop.abort();
    await live.done;
    this.#live.delete(key);
    await live.unit[Symbol.asyncDispose]();
  }
}
