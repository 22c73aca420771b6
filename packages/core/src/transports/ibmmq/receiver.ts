import { Fault } from '../../contract/fault.js';
import type { Clock } from '../../ports/clock.js';
import type { Delivery, ReceiveOptions } from '../../ports/transport.js';
import { Batcher } from '../../runtime/batcher.js';
import { Bell } from '../../runtime/bell.js';
import type { SessionEnd } from '../session-end.js';
import { SingleSettlement } from '../single-settlement.js';
import { ibmmqFault } from './faults.js';
import type { IbmmqSettings } from './settings.js';
import { type Client, connectionOrder, type Notice, startClient } from './wire/client.js';
import { toMessage } from './wire/message.js';
import type { Settlement, SettleWord, WireDelivery } from './wire/protocol.js';

/** Settlements of one turn of the event loop that go out together; more than that go out in several. */
const SETTLEMENTS_PER_FLUSH_MAX = 1_000;
/** Deliveries and the end ring the bell; a longer sleep than this is only interrupted, never needed. */
const SLEEP_MS = 60_000;

/**
 * One iteration over one queue, with a client process of its own: a wait in MQGET there holds up no send. After the iteration
 * ends, deliveries that were handed out may still be settled; the process ends with the last of them.
 *
 *     receiving ──abort──▶ stopped ──last settlement──▶ closed
 */
export class IbmmqReceiver {
  readonly #queue: string;
  readonly #settings: IbmmqSettings;
  readonly #clock: Clock;
  readonly #end: SessionEnd;
  readonly #bell = new Bell();
  readonly #arrived: WireDelivery[] = [];
  readonly #settled: Batcher<Settlement>;
  #starting: Promise<void> = Promise.resolve();
  #client: Client | null = null;
  #isClosed = false;
  #unsettled = 0;
  #isReceiving = true;
  #heardMs: number;

  constructor(queue: string, settings: IbmmqSettings, clock: Clock, end: SessionEnd) {
    this.#queue = queue;
    this.#settings = settings;
    this.#clock = clock;
    this.#end = end;
    this.#heardMs = clock.tickMs();
    this.#settled = new Batcher(SETTLEMENTS_PER_FLUSH_MAX, (settlements) => this.#tell(settlements));
  }

  async *deliveries(
    { prefetch, onConsuming }: ReceiveOptions,
    signal: AbortSignal,
  ): AsyncGenerator<Delivery, void, undefined> {
    const stopListening = this.#end.onOver(() => this.#bell.ring());
    try {
      this.#starting = this.#start(prefetch, signal);
      await this.#starting;
      if (!this.#end.isOver) onConsuming?.();
      while (!signal.aborted && !this.#end.isOver) {
        const arrived = this.#arrived.shift();
        if (arrived === undefined) await this.#bell.wait(SLEEP_MS, signal);
        else yield this.#deliver(arrived);
      }
    } finally {
      stopListening();
      await this.#stop();
    }
  }

  /** Rejects with `transport.timeout` when the client process is silent for too long; runs until it is closed or the signal aborts. */
  async watch(signal: AbortSignal): Promise<void> {
    const { heartbeatMs, heartbeatLimitMs } = this.#settings;
    while (!this.#isClosed) {
      await this.#clock.sleep(heartbeatMs, signal);
      if (this.#client === null || this.#isClosed || this.#clock.tickMs() - this.#heardMs <= heartbeatLimitMs) continue;
      this.#client.kill();
      throw new Fault('transport.timeout', { queue: this.#queue, limitMs: heartbeatLimitMs });
    }
  }

  /** Resolves when every settlement of this turn is with the client process. */
  async flush(): Promise<void> {
    await this.#settled.idle();
  }

  /** What was accepted is committed, the rest goes back. Never throws. */
  async close(): Promise<void> {
    await this.#starting;
    this.#isClosed = true;
    await this.#client?.[Symbol.asyncDispose]();
  }

  /** A failure here is the session's end; an abort is the iteration's. */
  async #start(prefetch: number, signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const stopListening = this.#end.onOver(() => over.abort());
    try {
      const client = await startClient(
        this.#settings,
        (notice) => this.#onNotice(notice),
        AbortSignal.any([signal, over.signal]),
      );
      this.#client = client;
      this.#heardMs = this.#clock.tickMs();
      void client.exited.then((fault) => this.#onExited(fault));
      const order = {
        connection: connectionOrder(this.#settings),
        queue: this.#queue,
        prefetch: Math.max(1, prefetch),
      };
      await client.request('receive', order, this.#settings.connectTimeoutMs);
    } catch (reason) {
      const fault = Fault.from(reason, 'transport.closed', { queue: this.#queue });
      if (fault.code !== 'operation.aborted') this.#end.finish(fault);
    } finally {
      stopListening();
    }
  }

  #onNotice(notice: Notice): void {
    this.#heardMs = this.#clock.tickMs();
    if (notice.kind === 'lost') this.#end.finish(ibmmqFault(notice.failure, { queue: this.#queue }));
    if (notice.kind !== 'deliveries') return;
    this.#unsettled += notice.deliveries.length;
    this.#arrived.push(...notice.deliveries);
    if (this.#isReceiving) this.#bell.ring();
    else this.#giveBack();
  }

  /** While it is wanted, its end is the session's. */
  #onExited(fault: Fault): void {
    if (!this.#isClosed) this.#end.finish(fault);
  }

  #deliver(arrived: WireDelivery): Delivery {
    return new SingleSettlement({
      message: toMessage(arrived),
      isRedelivered: arrived.backoutCount > 0,
      deliveryCount: arrived.backoutCount + 1,
      // Its unit of work is committed when all messages in it are settled, and nothing here waits for that.
      accept: () => this.#settle(arrived.tag, 'accept').then(() => false),
      release: () => this.#settle(arrived.tag, 'release'),
      refuse: () => this.#settle(arrived.tag, 'refuse'),
    });
  }

  async #settle(tag: number, word: SettleWord): Promise<void> {
    if (this.#end.isOver) throw this.#end.closed();
    await this.#settled.add({ tag, word });
    // Counted only when it is with the client process: the last one ends it, and none may be left behind.
    this.#unsettled -= 1;
    if (!this.#isReceiving && this.#unsettled === 0) await this.close();
  }

  async #tell(settlements: readonly Settlement[]): Promise<void> {
    if (this.#client === null) throw this.#end.closed();
    try {
      await this.#client.request('settle', { settlements }, this.#settings.commitTimeoutMs);
    } catch (reason) {
      this.#end.finish(Fault.from(reason, 'transport.closed'));
      throw this.#end.closed();
    }
  }

  async #stop(): Promise<void> {
    this.#isReceiving = false;
    if (this.#client === null || this.#end.isOver) return;
    try {
      await this.#client.request('stop', null, this.#settings.commitTimeoutMs);
      this.#giveBack();
      if (this.#unsettled === 0) await this.close();
    } catch (reason) {
      this.#end.finish(Fault.from(reason, 'transport.closed'));
    }
  }

  /** Deliveries that came too late for the iteration. */
  #giveBack(): void {
    for (const { tag } of this.#arrived.splice(0)) {
      // A failure here is the end of the session, and then they are delivered again anyway.
      this.#settle(tag, 'release').catch(() => undefined);
    }
  }
}
