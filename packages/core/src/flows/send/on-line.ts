import { Fault } from '../../contract/fault.js';
import type { Permit } from '../../runtime/limiter.js';
import { untilDone } from '../journal.js';
import type { Ended } from './batch.js';
import { putOff } from './check.js';
import type { CheckedFile } from './claim.js';
import type { Intake } from './intake.js';

interface Entry {
  readonly permit: Permit;
  /** Its content is no longer on its way. */
  readonly close: () => void;
}

/** What the flow keeps of files while they are on the line, and does with each when its way is over. */
export class OnLine {
  readonly #intake: Intake;
  readonly #abort: AbortSignal;
  readonly #entries = new Map<CheckedFile, Entry>();
  readonly #waits: Promise<void>[] = [];

  constructor(intake: Intake, abort: AbortSignal) {
    this.#intake = intake;
    this.#abort = abort;
  }

  /** From now on its content counts as one that is being sent. */
  enter(file: CheckedFile, permit: Permit): CheckedFile {
    const { duplicates, amendments, sending } = this.#intake;
    const { inspection, candidate } = file;
    const nowMs = sending.journal.clock.nowMs();
    const closeDuplicate = duplicates.remember(inspection.sha256, candidate.name, nowMs);
    const closeAmendment = amendments.enter(inspection, candidate.name, nowMs);
    const close = (): void => {
      closeDuplicate();
      closeAmendment();
    };
    this.#entries.set(file, { permit, close });
    return file;
  }

  /** Throws what stops the flow. */
  readonly ended: Ended = (file, reason) => {
    const entry = this.#entries.get(file);
    this.#entries.delete(file);
    entry?.close();
    if (reason === null) this.#intake.sending.sender.outBox.forget(file.candidate);
    else if (this.#waitsFor(file, reason)) return void this.#waits.push(this.#untilBoxes(entry?.permit));
    entry?.permit.release();
  };

  /** Resolves when what kept files from being claimed is over. */
  async settled(): Promise<void> {
    await Promise.all(this.#waits);
  }

  /** True when it may be not this file alone: a box that is away holds the flow until it is back. */
  #waitsFor({ candidate }: CheckedFile, reason: unknown): boolean {
    const fault = Fault.from(reason, 'internal.unexpected');
    if (fault.fate !== 'retry' && fault.fate !== 'hold') throw fault;
    // The claim answers so: vanished, changed, locked; or signing is held now, and the file is back in OutBox.
    putOff(this.#intake.sending, candidate, fault);
    return fault.code.startsWith('disk.');
  }

  async #untilBoxes(permit: Permit | undefined): Promise<void> {
    const { journal, sender } = this.#intake.sending;
    try {
      await untilDone(journal, () => sender.boxes.check(), this.#abort);
    } finally {
      permit?.release();
    }
  }
}
