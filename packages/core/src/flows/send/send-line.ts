import { Fault } from '../../contract/fault.js';
import type { FiledAs } from '../../domain/document.js';
import { asFiled, asInterrupted, type Step, unknownEvent } from '../../domain/document-steps.js';
import type { SendOutcome } from '../../ports/transport.js';
import { Station } from '../../runtime/station.js';
import { writeSteps } from '../journal.js';
import { type CheckedFile, claimAll } from './claim.js';
import { becomeSettled, becomeUnknown, fileOrPark } from './doubt.js';
import { confirm, moveAll } from './file.js';
import { handOver, handOverAll } from './hand-over.js';
import { putBack } from './put-back.js';
import { refuse } from './refuse.js';
import { intendAll, type Wrapped, wrap } from './seal.js';
import type { Claimed, SealedDocument, Sending } from './sender.js';

/** Documents that a station takes together: one write for many, and the file calls of a batch stay within milliseconds. */
const BATCH_MAX = 64;
/** A larger file is read and compared by itself: it would hold up those behind it. */
const COMPARED_TOGETHER_BYTES_MAX = 256 * 1_024;

/**
 * The documents of one business on their way, each through the same stations: claim, seal, hand over, file. A station takes what
 * has gathered as one batch, in order of arrival. A document that cannot go on with the others leaves the line and goes on alone,
 * by the same steps: it holds up no other.
 *
 * Durable order is code order; what a crash would leave is said at each station, and the recovery table knows each of these states.
 */
export class SendLine {
  readonly #sending: Sending;
  readonly #signal: AbortSignal;
  readonly #claiming = new Station<CheckedFile, Claimed | Fault>(BATCH_MAX, (files) => claimAll(this.#sending, files));
  readonly #intending = new Station<Wrapped, SealedDocument>(BATCH_MAX, (wrapped) =>
    intendAll(this.#sending, wrapped, this.#signal),
  );
  readonly #handing = new Station<SealedDocument, SendOutcome>(BATCH_MAX, (sealed) =>
    handOverAll(this.#sending, sealed, this.#signal),
  );
  readonly #filing = new Station<Claimed, FiledAs | Fault>(BATCH_MAX, (confirmed) => moveAll(this.#sending, confirmed));
  readonly #recording = new Station<Step, null>(BATCH_MAX, (steps) => this.#record(steps));

  constructor(sending: Sending, signal: AbortSignal) {
    this.#sending = sending;
    this.#signal = signal;
  }

  /**
   * One document from claim to filing.
   *
   * Rejects with `operation.aborted` when the work was given up before the outcome was known, with `document.vanished` or
   * `document.changed` when the file could not be claimed (it is still the firm's), and with faults of fate `halt`.
   */
  async send(file: CheckedFile): Promise<void> {
    // Rename into TempBox. A crash after it leaves a file that no ledger knows: recovery puts it back into OutBox.
    const claimed = await this.#claiming.add(file);
    if (claimed instanceof Fault) throw claimed;
    if (file.fault !== null) return this.#refuse(claimed, file, file.fault);
    const wrapped = await this.#wrap(claimed, file);
    if (wrapped === null) return;
    // The durable intents, in one write. A crash after it leaves `sealed`: outcome unknown.
    const sealed = await this.#intending.add(wrapped);
    await whileDelivering(this.#sending, sealed, () => this.#deliver(sealed));
  }

  async #deliver(sealed: SealedDocument): Promise<void> {
    // To the broker. A crash until the file is moved leaves `sealed` in TempBox, and the policy may send it again, marked.
    const answer = await this.#handing.add(sealed);
    if (answer !== null) return deliverFrom(this.#sending, sealed, answer, this.#signal);
    this.#sending.inFlight.nacked.release();
    const confirmed = confirm(this.#sending, sealed);
    if (confirmed.document.sizeBytes > COMPARED_TOGETHER_BYTES_MAX)
      return fileOrPark(this.#sending, confirmed, this.#signal);
    // Into SentBox, with what was confirmed by then; the rename is the memory of the confirm, the record follows.
    const filedAs = await this.#filing.add(confirmed);
    if (filedAs instanceof Fault) return fileOrPark(this.#sending, confirmed, this.#signal);
    await this.#recording.add(asFiled(confirmed.document, filedAs, this.#sending.journal.clock.nowMs()));
  }

  /** Signs and wraps; null = it left the line. */
  async #wrap(claimed: Claimed, file: CheckedFile): Promise<Wrapped | null> {
    try {
      return await wrap(this.#sending, claimed, file.inspection.bytes, this.#signal);
    } catch (reason) {
      const fault = Fault.from(reason, 'internal.unexpected');
      if (fault.fate !== 'reject') {
        await putBack(this.#sending, claimed, this.#signal);
        throw fault;
      }
      await refuse(this.#sending, { ...claimed, problems: [] }, fault, this.#signal);
      return null;
    }
  }

  #refuse(claimed: Claimed, { inspection: { problems } }: CheckedFile, fault: Fault): Promise<void> {
    return refuse(this.#sending, { ...claimed, problems }, fault, this.#signal);
  }

  async #record(steps: readonly Step[]): Promise<readonly null[]> {
    await writeSteps(this.#sending.journal, steps, 'soon', this.#signal);
    return steps.map(() => null);
  }
}

/** What the stations of one business's sending work with. */
export function createSending(parts: Omit<Sending, 'deliver'>): Sending {
  const deliver: Sending['deliver'] = (sealed, signal) =>
    whileDelivering(sending, sealed, () => deliverFrom(sending, sealed, null, signal));
  const sending: Sending = { ...parts, deliver };
  return sending;
}

async function whileDelivering(
  { inFlight: { delivering } }: Sending,
  { document: { id } }: SealedDocument,
  deliver: () => Promise<void>,
): Promise<void> {
  delivering.add(id);
  try {
    await deliver();
  } finally {
    delivering.delete(id);
  }
}

/** One document alone, from what the broker said of it in its batch; null = it is not handed over yet. */
async function deliverFrom(
  sending: Sending,
  first: SealedDocument,
  answer: Fault | null,
  signal: AbortSignal,
): Promise<void> {
  const outcome = await handOver(sending, first, answer, signal);
  const { sealed } = outcome;
  switch (outcome.kind) {
    case 'confirmed':
      return fileOrPark(sending, confirm(sending, sealed), signal);
    case 'refused':
      // An earlier attempt may have arrived: as refused it would be corrected and be there twice.
      if (sealed.document.attempts > 1) return becomeUnknown(sending, sealed, outcome.fault, signal);
      return refuse(sending, { ...sealed, problems: [] }, outcome.fault, signal);
    case 'given-up':
      return giveUp(sending, sealed, outcome.fault, signal);
    case 'unknown':
      return becomeUnknown(sending, sealed, outcome.fault, signal);
    case 'settled':
      return becomeSettled(sending, sealed, outcome, signal);
  }
}

/**
 * Nothing was handed over this time. On the first attempt that makes it certain that the broker does not have it: the file goes
 * back into OutBox and is a new document next time. After another attempt, or a nack, something may have arrived, so the document
 * stays unknown under its old id: as a new one it would be doubled without a mark.
 */
async function giveUp(
  sending: Sending,
  sealed: SealedDocument,
  nack: Fault | null,
  signal: AbortSignal,
): Promise<void> {
  const { sender, journal } = sending;
  const { document: given } = sealed;
  if (given.attempts <= 1 && nack === null) return putBack(sending, sealed, signal);
  const fault = nack ?? new Fault('transport.outcome-unknown', { attempts: given.attempts });
  const interrupted = asInterrupted(given, fault.toRecord());
  await writeSteps(journal, [interrupted], 'durable', signal);
  journal.emit(unknownEvent(interrupted.record, sender.policy().onUnknown, interrupted.record.fault));
}
