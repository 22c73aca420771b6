import { AlertDesk } from '../../alerts/alert-desk.js';
import type { AlertState } from '../../alerts/alert-state.js';
import { alertPolicy } from '../../alerts/policy.js';
import { stateFileIn } from '../../alerts/state-file.js';
import type { LoadedConfig } from '../../config/load.js';
import type { Clock } from '../../ports/clock.js';
import { whenAborted } from '../../runtime/deadline.js';
import { Scope } from '../../runtime/scope.js';
import { alertChannels, alertSender } from '../parts/alert-channels.js';
import type { Telemetry } from '../parts/open-telemetry.js';
import type { Shared } from '../parts/shared.js';
import { type AlertRoundWorld, runAlertRound } from './alert-round.js';

/** What a round needs beside the alerts of the configuration. */
type WatchWorld = Omit<AlertRoundWorld, 'desk' | 'loaded'> & { readonly bus: Telemetry['bus'] };

interface Running {
  readonly world: WatchWorld;
  readonly signal: AbortSignal;
}

/** Has people told by the alerts of the configuration in force: a change of them ends one round and begins another. */
export class AlertWatch {
  readonly #shared: Pick<Shared, 'clock' | 'emit'>;
  readonly #dataDir: string;
  readonly #version: string;
  /** As the agent started with it, but for the alerts: all else of the file waits for a restart. */
  #loaded: LoadedConfig;
  #desk: AlertDesk | null;
  #running: Running | null = null;
  #round: Scope | null = null;

  constructor(
    { loaded, clock, emit }: { readonly loaded: LoadedConfig; readonly clock: Clock; readonly emit: Shared['emit'] },
    dataDir: string,
    version: string,
  ) {
    this.#shared = { clock, emit };
    this.#dataDir = dataDir;
    this.#version = version;
    this.#loaded = loaded;
    this.#desk = this.#openDesk(null);
  }

  /** Null where the configuration has no alerts: then nothing is watched and nothing is written. */
  get desk(): AlertDesk | null {
    return this.#desk;
  }

  /** Takes over the alerts of this configuration. What was told, and what waits for a channel that is still there, is kept. */
  readonly adopt = async (next: LoadedConfig): Promise<void> => {
    await this.#round?.[Symbol.asyncDispose]();
    const before = this.#desk;
    this.#loaded = { ...this.#loaded, config: { ...this.#loaded.config, alerts: next.config.alerts } };
    if (next.config.alerts === null) {
      this.#desk = null;
      await before?.end();
      if (before !== null) this.#shared.emit({ type: 'alerts.counted', report: null });
    } else {
      const taken = (await before?.handOver()) ?? null;
      this.#desk = this.#openDesk(taken);
    }
    this.#begin();
  };

  /** Until the signal aborts. What is not delivered at the end is delivered by the next run. */
  async run(world: WatchWorld, signal: AbortSignal): Promise<void> {
    const endReading = world.bus.addReader(({ event, atMs }) => this.#desk?.see(event, atMs), 'alerts');
    this.#running = { world, signal };
    try {
      this.#begin();
      await whenAborted(signal);
    } finally {
      this.#running = null;
      await this.#round?.[Symbol.asyncDispose]();
      endReading();
      if (world.failure.first === null) await this.#desk?.end();
    }
  }

  #begin(): void {
    this.#round = null;
    const desk = this.#desk;
    if (this.#running === null || desk === null) return;
    const { world, signal } = this.#running;
    this.#round = new Scope(signal, world.failure.raise);
    this.#round.spawn((inner) => runAlertRound({ ...world, desk, loaded: this.#loaded }, inner));
  }

  #openDesk(taken: AlertState | null): AlertDesk | null {
    const { alerts } = this.#loaded.config;
    if (alerts === null) return null;
    return new AlertDesk(
      {
        config: alerts,
        policy: alertPolicy(alerts),
        channels: alertChannels(this.#loaded, this.#shared.clock),
        sender: alertSender(this.#loaded, this.#version),
        file: stateFileIn(this.#dataDir),
        ...this.#shared,
      },
      taken,
    );
  }
}
