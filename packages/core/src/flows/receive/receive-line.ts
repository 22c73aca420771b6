import type { Delivery } from '../../ports/transport.js';
import { Batcher } from '../../runtime/batcher.js';
import { untilDone } from '../journal.js';
import { acceptAll, refuseForeign } from './accept.js';
import { depositAll, recordDeposits, releaseAll } from './deposit.js';
import { keepBatch } from './keep.js';
import type { Planned } from './planned.js';
import type { Receiving } from './receiver.js';
import { type Opened, Recognition } from './recognition.js';
import { isSuspect, receiveSuspect, type SuspectSteps } from './suspect.js';

/** Chunks that are made durable, or deposited, together: one commit for many, and a single one does not wait. */
const CHUNKS_MAX = 8;
/** Chunks that are opened at a time; what arrives before they are done forms the next. */
const OPENING_MAX = 2;

interface Chunk {
  /** Until it is deposited: what waits for the broker's word after that is kept without the bytes. */
  opened: readonly Opened[];
  /** What is durable of it, and of those that were made durable together with it. */
  kept: readonly Planned[];
  /** Those of which the broker has surely seen that they were accepted. Never rejects but for defects. */
  accepting: Promise<ReadonlySet<Delivery>>;
}

/**
 * The deliveries of one session on their way, in four steps that overlap, each in the order of arrival: while one
 * chunk is opened, the one before is made durable, the one before that is deposited and accepted, and of the first one the deposit is
 * recorded. The prefetch bounds what is in the line, since only what was accepted makes room for more; that is why accepting does
 * not wait for the record: it promises nothing that the first commit has not promised already.
 */
export class ReceiveLine {
  readonly #receiving: Receiving;
  readonly #signal: AbortSignal;
  readonly #keeping = new Batcher<Chunk>(CHUNKS_MAX, (chunks) => this.#keep(chunks));
  readonly #depositing = new Batcher<Chunk>(CHUNKS_MAX, (chunks) => this.#deposit(chunks));
  readonly #recording = new Batcher<Chunk>(CHUNKS_MAX, (chunks) => this.#record(chunks));
  readonly #steps: SuspectSteps = {
    again: (step) => this.#untilDone(step),
    bring: async (opened) => this.#bring(await this.#chunkOf(opened)),
  };
  readonly #recognition = new Recognition();
  readonly #opening = new Set<Promise<void>>();
  #lastTurn: Promise<unknown> = Promise.resolve();

  constructor(receiving: Receiving, signal: AbortSignal) {
    this.#receiving = receiving;
    this.#signal = signal;
  }

  /** Resolves when there is room for another chunk. */
  async hasRoom(): Promise<void> {
    while (this.#opening.size >= OPENING_MAX) await Promise.race(this.#opening);
  }

  /** Resolves when all of them are accepted, and that is recorded; rejects with faults of fate `halt` and with `operation.aborted`. */
  async add(deliveries: readonly Delivery[]): Promise<void> {
    await this.#bring(await this.#openedChunk(deliveries.filter((one) => !isSuspect(one))));
    for (const suspect of deliveries.filter(isSuspect)) await receiveSuspect(this.#receiving, suspect, this.#steps);
  }

  /** A step of its own, so that the chunk alone refers to what was opened. */
  async #openedChunk(deliveries: readonly Delivery[]): Promise<Chunk> {
    return this.#chunkOf(await this.#openInTurn(deliveries));
  }

  async #chunkOf(all: readonly Opened[]): Promise<Chunk> {
    const opened = await refuseForeign(this.#receiving, all);
    return { opened, kept: [], accepting: Promise.resolve(new Set<Delivery>()) };
  }

  async #bring(chunk: Chunk): Promise<void> {
    if (chunk.opened.length === 0) return;
    await this.#keeping.add(chunk);
    try {
      await this.#depositing.add(chunk);
    } finally {
      await this.#recording.add(chunk);
    }
  }

  /** They may be opened in another order; the line keeps to that of their arrival. */
  #openInTurn(deliveries: readonly Delivery[]): Promise<readonly Opened[]> {
    const turn = Promise.all([this.#open(deliveries), this.#lastTurn]).then(([opened]) => opened);
    const done = turn.then(
      () => undefined,
      () => undefined,
    );
    // Without what was opened: the last chunk may be the last for hours.
    this.#lastTurn = turn.then(() => undefined);
    this.#lastTurn.catch(() => undefined);
    this.#opening.add(done);
    void done.then(() => this.#opening.delete(done));
    return turn;
  }

  async #open(deliveries: readonly Delivery[]): Promise<readonly Opened[]> {
    if (deliveries.length === 0) return [];
    const bodies = deliveries.map(({ message }) => message.body);
    const unsealed = await this.#untilDone((signal) => this.#receiving.receiver.jobs.unseal(bodies, signal));
    return deliveries.flatMap((delivery, index) => {
      const content = unsealed[index];
      return content === undefined ? [] : [{ delivery, unsealed: content }];
    });
  }

  /** Disk or ledger trouble holds the flow in here; the broker keeps what we do not accept. */
  async #keep(chunks: readonly Chunk[]): Promise<void> {
    const opened = chunks.flatMap((chunk) => chunk.opened);
    const kept = await this.#untilDone(() => keepBatch(this.#receiving, opened, this.#recognition));
    const [first] = chunks;
    // They are deposited in order too, so the first one's turn is early enough for the receipts of all.
    if (first !== undefined) first.kept = kept;
  }

  async #deposit(chunks: readonly Chunk[]): Promise<void> {
    const kept = chunks.flatMap((chunk) => chunk.kept);
    await this.#untilDone(() => depositAll(this.#receiving, kept));
    const [first] = chunks;
    if (first === undefined) return;
    // The next ones need not wait for the broker's answer; the record of the deposit says what it was.
    first.accepting = acceptAll(chunks.flatMap(({ opened }) => opened.map(({ delivery }) => delivery)));
    for (const chunk of chunks) chunk.opened = [];
    first.accepting.catch(() => undefined);
  }

  async #record(chunks: readonly Chunk[]): Promise<void> {
    const kept = chunks.flatMap((chunk) => chunk.kept);
    try {
      const accepted = new Set(
        (await Promise.all(chunks.map(({ accepting }) => accepting))).flatMap((one) => [...one]),
      );
      await this.#untilDone(() => recordDeposits(this.#receiving, kept, accepted));
    } finally {
      releaseAll(this.#receiving, kept);
    }
  }

  #untilDone<T>(step: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return untilDone(this.#receiving.journal, step, this.#signal);
  }
}
