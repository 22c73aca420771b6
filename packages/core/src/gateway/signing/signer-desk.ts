import type { Emit } from '../../contract/events.js';
import { expiryOf } from '../../contract/expiry.js';
import { Fault } from '../../contract/fault.js';
import { isFaultCode } from '../../contract/fault-table.js';
import type { SignerDescription } from '../../contract/signer-state.js';
import { type BackoffPolicy, nextDelayMs } from '../../domain/backoff.js';
import type { BusinessKey } from '../../domain/document.js';
import type { Clock } from '../../ports/clock.js';
import type { OpenedSigner, SignatureResult, SignRequest } from '../../ports/signer.js';
import { Bell } from '../../runtime/bell.js';
import type { Holdable } from './holdable.js';
import { UnfitSignatures } from './unfit-signatures.js';

/** Soon at first; a signer that fails again and again right after it was there is asked every 30 s at the latest. */
const AGAIN_BACKOFF: BackoffPolicy = { baseMs: 250, maxMs: 30_000 };

/**
 * The one signer of a gateway, and what its absence means: every business that signs is held before it takes a document, and
 * goes on by itself when the signer is back. Other businesses never notice.
 *
 *     ready ──sign or look fails with fate hold──▶ held ──available and described as ready──▶ ready
 */
export class SignerDesk {
  readonly #opened: OpenedSigner;
  readonly #watchMs: number;
  readonly #clock: Clock;
  readonly #emit: Emit;
  readonly #bell = new Bell();
  /** Gate -> how to let it go; null while it is not held by us. */
  readonly #gates = new Map<Holdable, (() => void) | null>();
  readonly #unfit = new UnfitSignatures();
  #fault: Fault | null = null;
  #delayMs = 0;
  #description: SignerDescription | null = null;
  #said = '';
  #warned: number | null = null;

  constructor(opened: OpenedSigner, watchMs: number, clock: Clock, emit: Emit) {
    this.#opened = opened;
    this.#watchMs = watchMs;
    this.#clock = clock;
    this.#emit = emit;
  }

  /** As last seen; null before the first look. */
  get description(): SignerDescription | null {
    return this.#description;
  }

  /** Held and released with the signer until the returned function is called. */
  join(gate: Holdable, business: BusinessKey): () => void {
    this.#gates.set(gate, this.#fault === null ? null : gate.hold(this.#fault));
    this.#unfit.join(business, gate);
    return () => {
      this.#gates.get(gate)?.();
      this.#gates.delete(gate);
      this.#unfit.leave(business);
    };
  }

  /** Why the signatures of this signer fit no document of the business; null = nothing is known against it. */
  findUnfit(business: BusinessKey): Fault | null {
    return this.#unfit.find(business);
  }

  /** Holds this business alone until the signer is another one: a signature of that certificate did not fit its documents. */
  holdUnfit(business: BusinessKey, fault: Fault, certificateNumber: string): void {
    this.#unfit.hold(business, fault, { cardId: this.#description?.cardId ?? null, certificateNumber });
  }

  /** Rejects with `signer.*`; a fault of fate hold has held every gate before it is thrown. */
  async sign(request: SignRequest, signal: AbortSignal): Promise<SignatureResult> {
    try {
      const result = await this.#opened.signer.sign(request, signal);
      this.#delayMs = 0;
      return result;
    } catch (reason) {
      const fault = toWaiting(Fault.from(reason, 'signer.broken'));
      if (fault.fate === 'hold') this.#hold(fault);
      throw fault;
    }
  }

  /** Looks at the signer now; resolves with what it is. Rejects with `operation.aborted` only. */
  async look(signal: AbortSignal): Promise<SignerDescription> {
    const description = await this.#see(signal);
    if (description.state === 'ready') this.#release();
    this.#say();
    return description;
  }

  /** As `look`, but lets no business go. */
  async #see(signal: AbortSignal): Promise<SignerDescription> {
    const description = await this.#opened.signer.describe(signal);
    this.#description = description;
    this.#unfit.see(description);
    this.#warnOfExpiry(description);
    const code = description.faultCode ?? '';
    if (description.state !== 'ready')
      this.#hold(toWaiting(new Fault(isFaultCode(code) ? code : 'signer.broken', { state: description.state })));
    return description;
  }

  /** The operator's word: one attempt with this PIN, or with the saved one; success lets all go on. */
  async verifyPin(pin: string | null, signal: AbortSignal): Promise<SignerDescription> {
    const { verifyPin, signer } = this.#opened;
    if (verifyPin === null) throw new Fault('command.usage', { problem: 'no-pin', kind: signer.kind });
    try {
      await verifyPin(pin, signal);
    } finally {
      await this.look(signal);
    }
    this.#delayMs = 0;
    return this.look(signal);
  }

  /** Watches the signer until aborted. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (this.#fault === null) await this.#bell.wait(this.#watchMs, signal);
      if (this.#fault !== null) await this.#untilBack(signal);
      if (!signal.aborted) await this.look(signal);
    }
  }

  /**
   * What failed may not be what is wrong: a card pulled in the middle of a signature is broken to the signature and absent to
   * every caller that looks, and a card whose PIN is held may be pulled and put back. The first wait is before the question whether it is
   * back, so that a card that comes back is used at once.
   */
  async #untilBack(signal: AbortSignal): Promise<void> {
    await this.#see(signal);
    this.#delayMs = nextDelayMs(AGAIN_BACKOFF, this.#delayMs, this.#clock.random());
    await this.#clock.sleep(this.#delayMs, signal);
    while (!(await this.#isBack(signal))) await this.#see(signal);
  }

  /** False when it was time for another look first. */
  async #isBack(signal: AbortSignal): Promise<boolean> {
    const enough = new AbortController();
    const both = AbortSignal.any([signal, enough.signal]);
    const isBack = this.#opened.signer.whenAvailable(both).then(() => true);
    const isTime = this.#clock.sleep(this.#watchMs, both).then(() => false);
    try {
      return await Promise.race([isBack, isTime]);
    } finally {
      enough.abort();
    }
  }

  #hold(fault: Fault): void {
    if (this.#fault?.code === fault.code) return;
    this.#fault = fault;
    for (const [gate, release] of this.#gates) {
      this.#gates.set(gate, gate.hold(fault));
      release?.();
    }
    this.#say();
    this.#bell.ring();
  }

  #release(): void {
    if (this.#fault === null) return;
    this.#fault = null;
    for (const [gate, release] of this.#gates) {
      release?.();
      this.#gates.set(gate, null);
    }
  }

  /** Once for each change, whatever noticed it. */
  #say(): void {
    const seen = this.#description;
    if (seen === null) return;
    const fault = this.#fault?.toRecord() ?? null;
    const signer: SignerDescription =
      fault === null ? seen : { ...seen, state: stateOf(seen, fault.code), faultCode: fault.code };
    const said = JSON.stringify([signer, fault?.code]);
    if (said === this.#said) return;
    this.#said = said;
    this.#emit({ type: 'signer.changed', signer, fault });
  }

  #warnOfExpiry({ certificateNumber, validUntilMs }: SignerDescription): void {
    if (validUntilMs === null) return;
    const { daysLeft, warning } = expiryOf(validUntilMs, this.#clock.nowMs());
    if (warning === this.#warned) return;
    this.#warned = warning;
    if (warning !== null) this.#emit({ type: 'signer.expiring', certificateNumber, daysLeft, validUntilMs });
  }
}

/** A signature's fault may be newer than what the signer last said of itself. */
function stateOf(seen: SignerDescription, code: string): SignerDescription['state'] {
  if (code === 'signer.absent') return 'absent';
  if (code === 'signer.held' || code === 'signer.pin-wrong') return 'held';
  return seen.state === 'ready' ? 'broken' : seen.state;
}

/**
 * What would end the agent at its start holds the signing businesses while it runs: a library that was removed, a secret that
 * is gone. The others have nothing to do with it.
 */
function toWaiting(fault: Fault): Fault {
  if (fault.fate !== 'halt') return fault;
  return new Fault('signer.held', { ...fault.detail, problem: fault.code }, fault.reason);
}
