import { Fault } from '@swic/core/contract';
import type { Clock } from '@swic/core/ports';
import type { OpenResult, UseParams, UseResult } from '../protocol/host-messages.js';
import { PeerGone } from '../protocol/peer.js';
import { Lane } from '../runtime/lane.js';
import { within } from '../runtime/within.js';
import { bridgeFault } from './faults.js';
import { type HostOptions, type HostProcess, startHost } from './host-process.js';

export interface CardHostOptions extends HostOptions {
  /** An idle host is asked for a sign of life this often. */
  readonly heartbeatMs: number;
  /** How long a sign of life may take. */
  readonly heartbeatLimitMs: number;
  readonly backoffFirstMs: number;
  readonly backoffMaxMs: number;
  /** Uses that may wait for their turn before `signer.busy`. */
  readonly waitingMax: number;
}

export interface CardHostFacts {
  /** null while no host runs. */
  readonly host: OpenResult | null;
  /** Hosts started after the first. */
  readonly restarts: number;
}

/** A host that is always there: started when first needed, killed when it hangs, started again after a pause when it died. */
export interface CardHost extends AsyncDisposable {
  /** Rejects with a Fault; `signer.broken` when the host died or hung over it, and then it is unknown what was done. */
  use(params: UseParams, limitMs: number, signal: AbortSignal): Promise<UseResult>;
  facts(): CardHostFacts;
}

export function openCardHost(options: CardHostOptions, clock: Clock): CardHost {
  return new SupervisedHost(options, clock);
}

/** none ──use──▶ starting ──opened──▶ ready ──died or hung──▶ none (after a pause, doubled with each failure in a row) */
class SupervisedHost implements CardHost {
  readonly #options: CardHostOptions;
  readonly #clock: Clock;
  readonly #lane: Lane;
  readonly #closing = new AbortController();
  #host: HostProcess | null = null;
  #starts = 0;
  #failuresInRow = 0;
  #heartbeat: Promise<void> | null = null;

  constructor(options: CardHostOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    this.#lane = new Lane(options.waitingMax);
  }

  facts(): CardHostFacts {
    return { host: this.#host?.facts ?? null, restarts: Math.max(0, this.#starts - 1) };
  }

  async use(params: UseParams, limitMs: number, signal: AbortSignal): Promise<UseResult> {
    // The work runs to its end even when the caller leaves: it holds the card, and its Clear must come.
    return this.#lane.run(() => this.#useNow(params, limitMs), signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#heartbeat;
    await this.#host?.[Symbol.asyncDispose]();
    this.#host = null;
  }

  async #useNow(params: UseParams, limitMs: number): Promise<UseResult> {
    const host = await this.#ready();
    const work = host.request('use', params, this.#closing.signal);
    try {
      const limit = { limitMs, code: 'signer.broken', detail: { problem: 'hang' } } as const;
      const result = (await within(work, limit, this.#clock, this.#closing.signal)) as UseResult;
      this.#failuresInRow = 0;
      return result;
    } catch (reason) {
      throw await this.#failed(host, reason);
    }
  }

  /** A host that answered with a fault lives on; one that died or did not answer in time is put away. */
  async #failed(host: HostProcess, reason: unknown): Promise<Fault> {
    const fault = bridgeFault(reason);
    const hasHung = fault.detail['problem'] === 'hang';
    if (!hasHung && !(reason instanceof PeerGone)) return fault;
    if (this.#host === host) {
      this.#host = null;
      this.#failuresInRow += 1;
    }
    if (hasHung) host.kill();
    // The exit code tells a crash from a kill. A host that lost its socket is killed after a short while, so this ends.
    const end = await host.ended;
    return hasHung ? fault : new Fault('signer.broken', { problem: 'crash', ...end }, reason);
  }

  async #ready(): Promise<HostProcess> {
    if (this.#host !== null) return this.#host;
    await this.#pauseBeforeRestart();
    this.#starts += 1;
    try {
      this.#host = await startHost(this.#options, this.#clock, this.#closing.signal);
    } catch (reason) {
      this.#failuresInRow += 1;
      throw reason;
    }
    this.#heartbeat ??= this.#beat();
    return this.#host;
  }

  async #pauseBeforeRestart(): Promise<void> {
    if (this.#failuresInRow === 0) return;
    const { backoffFirstMs, backoffMaxMs } = this.#options;
    const pauseMs = Math.min(backoffMaxMs, backoffFirstMs * 2 ** (this.#failuresInRow - 1));
    await this.#clock.sleep(pauseMs * (0.5 + this.#clock.random() / 2), this.#closing.signal);
  }

  /** Asks an idle host for a sign of life; a busy one has a deadline of its own. Lasts until the card host is closed. */
  async #beat(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        await this.#clock.sleep(this.#options.heartbeatMs, signal);
        if (this.#host !== null && this.#lane.isIdle) await this.#lane.run(() => this.#ping(), signal);
      } catch {
        // The sleep ends this way when the card host closes; a failed ping has already put the host away.
      }
    }
  }

  async #ping(): Promise<void> {
    const host = this.#host;
    if (host === null) return;
    try {
      const limit = {
        limitMs: this.#options.heartbeatLimitMs,
        code: 'signer.broken',
        detail: { problem: 'hang' },
      } as const;
      await within(host.request('ping', null, this.#closing.signal), limit, this.#clock, this.#closing.signal);
    } catch (reason) {
      throw await this.#failed(host, reason);
    }
  }
}
