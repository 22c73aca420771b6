import { Fault } from '../../contract/fault.js';
import { asFiled } from '../../domain/document-steps.js';
import type { SendOutcome } from '../../ports/transport.js';
import { Gatherer } from '../../runtime/gatherer.js';
import { writeSteps } from '../journal.js';
import { Batch, type Ended, type Underway, withOutcomes } from './batch.js';
import { type CheckedFile, claimAll } from './claim.js';
import { deliverFrom } from './deliver.js';
import { fileOrPark } from './doubt.js';
import { confirm, moveAll } from './file.js';
import { handOverAll } from './hand-over.js';
import { refuse } from './refuse.js';
import { intendAll, orLeave, type Wrapped, wrap } from './seal.js';
import type { Claimed, SealedDocument, Sending } from './sender.js';

/** Documents that are filed together: the file calls of a batch stay within milliseconds. */
const FILED_TOGETHER_MAX = 64;
/** A larger file is read and compared by itself: it would hold up those behind it. */
const COMPARED_TOGETHER_BYTES_MAX = 256 * 1_024;

/**
 * The documents of one business on their way, in batches, through the same stations: claim, seal, hand over, file. Batches overlap, and a
 * batch of one waits for nothing. A document that cannot go on with the others leaves its batch and goes on alone, by the same steps:
 * it holds up no other.
 *
 * Durable order is code order; what a crash would leave is said at each station, and the recovery table knows each of these states.
 */
export class SendLine {
  readonly #sending: Sending;
  readonly #signal: AbortSignal;
  readonly #confirmed = new Gatherer<Underway<Claimed>>(FILED_TOGETHER_MAX, (batch) => void this.#file(batch));

  constructor(sending: Sending, signal: AbortSignal) {
    this.#sending = sending;
    this.#signal = signal;
  }

  /** From the claim to the end of each; resolves when all have ended, and rejects with what `ended` throws first. */
  async send(files: readonly CheckedFile[], ended: Ended): Promise<void> {
    const batch = new Batch(files.length, ended);
    // Renames into TempBox. A crash after it leaves files that no ledger knows: recovery puts them back into OutBox.
    const claimed = await this.#claim(files, batch);
    // The durable intents, in one write. A crash after it leaves `sealed`: outcome unknown.
    const sealed = await this.#seal(claimed);
    // To the broker. A crash until a file is moved leaves `sealed` in TempBox, and the policy may send it again, marked.
    await this.#handOver(sealed);
    // What is confirmed is filed, in `#file`: the rename is the memory of the confirm, the record follows.
    await batch.done;
  }

  async #claim(files: readonly CheckedFile[], batch: Batch): Promise<readonly Underway<Claimed>[]> {
    const claimed: Underway<Claimed>[] = [];
    try {
      for (const [file, outcome] of withOutcomes(files, await claimAll(this.#sending, files))) {
        if (outcome instanceof Fault) batch.end(file, outcome);
        else claimed.push({ file, batch, document: outcome });
      }
    } catch (reason) {
      for (const file of files) batch.end(file, reason);
    }
    return claimed;
  }

  /** Refuses what the checks refused, wraps the others, and makes their intents durable. */
  async #seal(claimed: readonly Underway<Claimed>[]): Promise<readonly Underway<SealedDocument>[]> {
    const wrapped: Underway<Wrapped>[] = [];
    for (const one of claimed) {
      const { fault, inspection } = one.file;
      if (fault !== null) this.#alone(one, () => this.#refuse(one, fault));
      else {
        const made = wrap(this.#sending, one.document, inspection.bytes, this.#signal);
        if (made instanceof Promise) void this.#sealAlone(one, made);
        else wrapped.push({ ...one, document: made });
      }
    }
    return this.#intend(wrapped);
  }

  #refuse({ document, file }: Underway<Claimed>, fault: Fault): Promise<void> {
    return refuse(this.#sending, { ...document, problems: file.inspection.problems }, fault, this.#signal);
  }

  /** A signature takes its time, and whatever else is not there at once. */
  async #sealAlone(one: Underway<Claimed>, made: Promise<Wrapped>): Promise<void> {
    try {
      const wrapped = await orLeave(this.#sending, one.document, made, this.#signal);
      if (wrapped === null) return this.#end(one, null);
      await this.#handOver(await this.#intend([{ ...one, document: wrapped }]));
    } catch (reason) {
      this.#end(one, reason);
    }
  }

  async #intend(wrapped: readonly Underway<Wrapped>[]): Promise<readonly Underway<SealedDocument>[]> {
    if (wrapped.length === 0) return [];
    try {
      const documents = wrapped.map(({ document }) => document);
      const sealed = await intendAll(this.#sending, documents, this.#signal);
      return withOutcomes(wrapped, sealed).map(([one, document]) => {
        this.#sending.inFlight.delivering.add(document.document.id);
        return { ...one, document };
      });
    } catch (reason) {
      for (const one of wrapped) this.#end(one, reason);
      return [];
    }
  }

  async #handOver(sealed: readonly Underway<SealedDocument>[]): Promise<void> {
    if (sealed.length === 0) return;
    const documents = sealed.map(({ document }) => document);
    const answers = await handOverAll(this.#sending, documents, this.#signal);
    for (const [one, answer] of withOutcomes(sealed, answers)) {
      if (answer instanceof Promise) void answer.then((outcome) => this.#answered(one, outcome));
      else this.#answered(one, answer);
    }
  }

  #answered(one: Underway<SealedDocument>, answer: SendOutcome): void {
    const { document } = one;
    if (answer !== null) return this.#alone(one, () => deliverFrom(this.#sending, document, answer, this.#signal));
    this.#sending.inFlight.nacked.release();
    const confirmed = { ...one, document: confirm(this.#sending, document) };
    if (document.document.sizeBytes > COMPARED_TOGETHER_BYTES_MAX) this.#fileAlone(confirmed);
    else this.#confirmed.add(confirmed);
  }

  /** Into SentBox, with what was confirmed in the same turn, and one write of all outcomes. Never rejects. */
  async #file(confirmed: readonly Underway<Claimed>[]): Promise<void> {
    let left = confirmed;
    try {
      const { journal } = this.#sending;
      const documents = confirmed.map(({ document }) => document);
      const outcomes = withOutcomes(confirmed, await moveAll(this.#sending, documents));
      const nowMs = journal.clock.nowMs();
      const steps = outcomes.flatMap(([{ document }, filedAs]) =>
        filedAs instanceof Fault ? [] : [asFiled(document.document, filedAs, nowMs)],
      );
      left = outcomes.flatMap(([one, filedAs]) => (filedAs instanceof Fault ? [] : [one]));
      for (const [one, filedAs] of outcomes) if (filedAs instanceof Fault) this.#fileAlone(one);
      if (steps.length > 0) await writeSteps(journal, steps, 'soon', this.#signal);
      for (const one of left) this.#end(one, null);
    } catch (reason) {
      for (const one of left) this.#end(one, reason);
    }
  }

  #fileAlone(one: Underway<Claimed>): void {
    this.#alone(one, () => fileOrPark(this.#sending, one.document, this.#signal));
  }

  /** It leaves its batch, which goes on without it. */
  #alone(one: Underway<Claimed>, work: () => Promise<void>): void {
    work().then(
      () => this.#end(one, null),
      (reason: unknown) => this.#end(one, reason),
    );
  }

  #end({ file, batch, document }: Underway<Claimed>, reason: unknown): void {
    this.#sending.inFlight.delivering.delete(document.document.id);
    batch.end(file, reason);
  }
}
