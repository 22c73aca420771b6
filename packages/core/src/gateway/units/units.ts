import { isBoxAway } from '../../boxes/faults.js';
import { type LoadedConfig, loadConfig } from '../../config/load.js';
import type { ConfigChangeReport } from '../../contract/commands.js';
import { Fault } from '../../contract/fault.js';
import { OTHERS } from '../../domain/businesses/others.js';
import type { BusinessKey } from '../../domain/document.js';
import type { FlowGate } from '../../flows/flow-gate.js';
import type { ReceiveDesk } from '../../flows/receive/receiver.js';
import { whenAborted } from '../../runtime/deadline.js';
import { checkLateBoxes } from '../care/lost-ledger.js';
import { openDocumentsOf, refuseMissingTempBox } from '../documents/open-documents.js';
import { openJobs } from '../parts/open-jobs.js';
import type { Shared } from '../parts/shared.js';
import { compareConfigs } from '../settings/compare-configs.js';
import { type ConfiguredBusiness, configuredBusinesses } from '../settings/configured-businesses.js';
import { directoriesOf } from '../settings/directories.js';
import { refuseSharedBoxes } from '../settings/shared-boxes.js';
import { type AwayUnit, holdAway } from './away-unit.js';
import { type BusinessUnit, openBusinessUnit, tellFlows } from './business-unit.js';
import { hasOthers, withOthers } from './with-others.js';

/** How often boxes that are away are tried again. */
const PROBE_MS = 1_000;

interface Live {
  readonly unit: BusinessUnit;
  readonly stop: AbortController;
  done: Promise<void>;
}

interface Running {
  readonly intake: AbortSignal;
  readonly abort: AbortSignal;
}

/** Who is told what a changed configuration does. */
export interface UnitsListener {
  onBusinesses(businesses: readonly ConfiguredBusiness[]): void;
  /** Opened while running, and receiving: receipts may have waited for it, and nothing else looks after them. */
  onReceiving(unit: BusinessUnit): void;
  /** Flows have begun, and none has taken a document yet. */
  onStarted(): void;
  /** Resolves when people are told by these alerts. */
  onAlerts(next: LoadedConfig): Promise<void>;
}

/** All businesses of one gateway; a changed configuration adds, removes and changes them while it runs. */
export class Units implements AsyncDisposable {
  readonly #shared: Shared;
  readonly #signal: AbortSignal;
  readonly #listener: UnitsListener;
  readonly #live = new Map<BusinessKey, Live>();
  /** Of businesses that are being opened anew: their receipts have a place until then. */
  readonly #between = new Map<BusinessKey, ReceiveDesk>();
  /** Businesses whose boxes cannot be opened: held, and tried again. */
  readonly #away = new Map<BusinessKey, AwayUnit>();
  #hasMachineRestarted = false;
  #lastReload: Promise<unknown> = Promise.resolve();
  #loaded: LoadedConfig;
  #running: Running | null = null;
  #isPaused = false;

  constructor(shared: Shared, listener: UnitsListener, signal: AbortSignal) {
    this.#listener = listener;
    this.#shared = shared;
    this.#signal = signal;
    this.#loaded = shared.loaded;
  }

  async open(businesses: readonly ConfiguredBusiness[]): Promise<void> {
    for (const configured of withOthers(businesses)) {
      try {
        await this.#add(configured);
      } catch (reason) {
        this.#holdAway(configured, reason);
      }
    }
  }

  /** The configuration in force: of what needs a restart, what the file says. */
  get loaded(): LoadedConfig {
    return this.#loaded;
  }

  readonly all = (): readonly BusinessUnit[] => [...this.#live.values()].map(({ unit }) => unit);
  readonly desks = (): readonly ReceiveDesk[] => [
    ...this.all().map(({ desk }) => desk),
    ...this.#between.values(),
    ...[...this.#away.values()].map(({ desk }) => desk),
  ];

  readonly away = (): readonly AwayUnit[] => [...this.#away.values()];

  readonly gates = (): readonly FlowGate[] => [
    ...this.all().flatMap(({ definition, sending, desk }) =>
      definition.isReceiveOnly ? [desk.gate] : [sending.journal.gate, desk.gate],
    ),
    ...[...this.#away.values()].flatMap(({ gates }) => gates),
  ];

  /** What is recovered later, once its boxes are back, is recovered as at the start. */
  startedAfter({ hasMachineRestarted }: { readonly hasMachineRestarted: boolean }): void {
    this.#hasMachineRestarted = hasMachineRestarted;
  }

  get isComplete(): boolean {
    return this.#away.size === 0;
  }

  /** Keys of the businesses whose sending is started. */
  senders(): readonly BusinessKey[] {
    const sending = this.all().filter(
      (unit) => !unit.definition.isReceiveOnly && unit.sending.journal.gate.state !== 'stopped',
    );
    const away = [...this.#away.values()].filter(({ isSending }) => isSending);
    return [...sending.map(({ definition }) => definition.key), ...away.map(({ desk }) => desk.business)];
  }

  setPaused(isPaused: boolean): boolean {
    if (isPaused === this.#isPaused) return false;
    this.#isPaused = isPaused;
    for (const unit of this.all()) unit.sending.journal.gate.setPaused(isPaused);
    for (const { gates } of this.#away.values()) gates[0]?.setPaused(isPaused);
    this.#shared.emit({ type: isPaused ? 'gateway.paused' : 'gateway.resumed' });
    return true;
  }

  /** Until `intake` aborts and nothing is in flight, or `abort` aborts. A failure stops the agent. */
  async run(intake: AbortSignal, abort: AbortSignal): Promise<void> {
    this.#running = { intake, abort };
    for (const live of this.#live.values()) this.#start(live, this.#running);
    this.#listener.onStarted();
    const coming = this.#bringBack(intake);
    await whenAborted(intake);
    await coming;
    // A reload that is under way opens nothing more, and closes what it has not started yet.
    await this.#lastReload;
    await Promise.all([...this.#live.values()].map(({ done }) => done));
  }

  /**
   * Reads the configuration again. Rejects with `config.*`, and then nothing is changed; with another fault when a business could
   * not be opened, which the next reload tries again, and with `operation.aborted` once the end has begun. One after the other: two
   * at once would open a business twice, and the second would take out of TempBox what the first is sending.
   */
  reload(): Promise<ConfigChangeReport> {
    return this.#inTurn(() => this.#reload());
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#lastReload.then(work);
    this.#lastReload = turn.catch(() => undefined);
    return turn;
  }

  /** Throws what no patience mends. */
  #holdAway(configured: ConfiguredBusiness, reason: unknown): void {
    const fault = Fault.from(reason, 'internal.unexpected');
    if (!isBoxAway(fault)) throw reason;
    const away = holdAway(this.#shared, this.#loaded, configured, { fault, signal: this.#signal });
    away.gates[0]?.setPaused(this.#isPaused);
    this.#away.set(configured.definition.key, away);
  }

  /** Until the end: tries again what is away. */
  async #bringBack(intake: AbortSignal): Promise<void> {
    while (!intake.aborted) {
      await this.#shared.clock.sleep(PROBE_MS, intake).catch(() => undefined);
      if (this.#away.size > 0) await this.#inTurn(() => this.#tryAway(intake)).catch(this.#shared.fail);
    }
  }

  async #tryAway(intake: AbortSignal): Promise<void> {
    for (const [key, away] of this.#away) {
      if (intake.aborted) return;
      try {
        await this.#add(away.configured, true);
      } catch (reason) {
        if (!isBoxAway(Fault.from(reason, 'internal.unexpected'))) throw reason;
        continue;
      }
      this.#endAway(key);
    }
  }

  #endAway(key: BusinessKey): void {
    this.#away.get(key)?.end();
    this.#away.delete(key);
  }

  async #end(key: BusinessKey): Promise<void> {
    await this.#remove(key);
    this.#between.delete(key);
    this.#endAway(key);
  }

  async #reload(): Promise<ConfigChangeReport> {
    this.#refuseAtTheEnd();
    const next = loadConfig(this.#shared.loaded.file);
    const { removed, changed, reopened, report } = compareConfigs(this.#loaded, next);
    const configured = configuredBusinesses(next);
    const wanted = withOthers(configured);
    const isAnew = (key: BusinessKey): boolean =>
      !this.#live.has(key) ||
      reopened.some(({ definition }) => definition.key === key) ||
      this.#isOthersAnew(key, next);
    const opening = wanted.filter(({ definition }) => isAnew(definition.key));
    // The threads must know a business before its first document.
    if (opening.length > 0) this.#shared.jobs.replace(await openJobs(next, configured, this.#shared.emit));
    this.#loaded = next;
    for (const key of removed) if (key !== OTHERS.key) await this.#end(key);
    if (report.applied.includes('alerts')) await this.#listener.onAlerts(next);
    for (const { definition, business } of changed) this.#live.get(definition.key)?.unit.apply(business);
    const failures: unknown[] = [];
    for (const each of opening) await this.#openAnew(each).catch((reason: unknown) => failures.push(reason));
    this.#listener.onBusinesses(configured);
    const isChanged = report.applied.length + report.restartNeeded.length > 0;
    if (isChanged) this.#shared.emit({ type: 'config.changed', ...report });
    if (failures.length > 0) throw failures[0];
    return report;
  }

  /** Configured by its owner from now on, or no longer. */
  #isOthersAnew(key: BusinessKey, next: LoadedConfig): boolean {
    return key === OTHERS.key && hasOthers(this.#loaded) !== hasOthers(next);
  }

  async #openAnew(configured: ConfiguredBusiness): Promise<void> {
    const { key } = configured.definition;
    const live = this.#live.get(key);
    if (live !== undefined) this.#between.set(key, live.unit.desk);
    await this.#remove(key);
    // Its draining, or starting the threads, may have taken until the end.
    this.#refuseAtTheEnd();
    const wasAway = this.#away.has(key);
    this.#endAway(key);
    try {
      await this.#add(configured, wasAway);
    } catch (reason) {
      this.#holdAway(configured, reason);
      throw reason;
    }
    this.#between.delete(key);
  }

  /** What was opened after the end has begun would not be run, and after the end not be closed. */
  #refuseAtTheEnd(): void {
    if (this.#signal.aborted || this.#running?.intake.aborted === true) throw new Fault('operation.aborted');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lastReload;
    for (const key of [...this.#live.keys()].reverse()) await this.#remove(key);
  }

  async #add({ definition, business }: ConfiguredBusiness, wasAway = false): Promise<void> {
    const directories = directoriesOf(this.#loaded, definition, business);
    await refuseMissingTempBox(this.#shared.ledger, definition.key, directories.tempBox);
    if (wasAway) await checkLateBoxes(this.#shared, directories);
    refuseSharedBoxes({ definition, directories }, this.all());
    const unit = await openBusinessUnit(this.#shared, { definition, business, directories }, this.#signal);
    unit.sending.journal.gate.setPaused(this.#isPaused);
    const live: Live = { unit, stop: new AbortController(), done: Promise.resolve() };
    this.#live.set(definition.key, live);
    if (this.#running === null) return;
    const { intake } = this.#running;
    try {
      // Opened while running: what an earlier run left is taken care of first.
      const open = await openDocumentsOf(this.#shared.ledger, definition.key);
      const left = { open, hasMachineRestarted: wasAway && this.#hasMachineRestarted };
      await unit.recover(left, AbortSignal.any([this.#signal, intake]));
      this.#refuseAtTheEnd();
    } catch (reason) {
      await this.#remove(definition.key);
      throw reason;
    }
    this.#start(live, this.#running);
    this.#listener.onStarted();
    if (unit.desk.gate.state !== 'stopped') this.#listener.onReceiving(unit);
  }

  #start(live: Live, { intake, abort }: Running): void {
    tellFlows(this.#shared, live.unit);
    live.done = live.unit.run(AbortSignal.any([intake, live.stop.signal]), abort).catch(this.#shared.fail);
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
