import { Fault } from '@swic/core/contract';
import type { Clock, SignatureResult, Signer, SignerDescription, SignRequest } from '@swic/core/ports';
import { type AttemptOutcome, createPinBudget, type WrongPin } from '../pin/pin-budget.js';
import { Availability } from './availability.js';
import type { CardIdentity } from './card-identity.js';
import { describeSigner } from './description.js';
import { PinKeeper } from './pin-keeper.js';
import { type BatchOutcome, type SigningJob, SigningQueue } from './signing-queue.js';

/** What came of signing a batch: the front is signed; then either all is well, a fault, or the PIN was refused. */
export interface DeviceOutcome {
  readonly signed: readonly SignatureResult[];
  readonly fault: Fault | null;
  readonly pinRefused: WrongPin | null;
}

/** A thing with a PIN that signs: the library's card, or the card behind the vendor's service. Used by one caller at a time. */
export interface Device extends AsyncDisposable {
  /** Signatures that one use can make. */
  readonly batchMax: number;
  /** Rejects with `signer.absent` when no card answers. With a PIN when one is at hand: some show more then. */
  readIdentity(pin: Uint8Array | null, signal: AbortSignal): Promise<CardIdentity>;
  /** One attempt and nothing else, so that no later failure is taken for one over the PIN. */
  tryPin(pin: Uint8Array, identity: CardIdentity, signal: AbortSignal): Promise<AttemptOutcome>;
  sign(
    batch: readonly Uint8Array[],
    pin: Uint8Array,
    identity: CardIdentity,
    signal: AbortSignal,
  ): Promise<DeviceOutcome>;
}

export interface DeviceSignerOptions {
  /** Gives the PIN when it is needed: a resolved secret reference, never a literal. */
  readonly pin: () => Promise<string>;
  /** Where the PIN budget is kept over restarts; its directory must exist. */
  readonly pinStateFile: string;
  /** Least time between two signatures. */
  readonly pauseMs: number;
  /** How often an absent card is looked for, and how old a description may be. */
  readonly pollMs: number;
  /** Tries of one signature before its fault is believed; cards fail now and then although nothing is wrong. */
  readonly attemptsMax: number;
  readonly retryPauseMs: number;
  /** Signatures that may wait before `signer.busy`. */
  readonly waitingMax: number;
}

/** A signer with what only a device with a PIN has. */
export interface PinSigner<K extends 'card' | 'service'> extends Signer {
  readonly kind: K;
  /** What the card says of itself, read now. Rejects with the fault that prevents it. */
  identity(signal: AbortSignal): Promise<CardIdentity>;
  /** The operator's word: lifts a hold and tries the PIN once. */
  verifyPin(signal: AbortSignal): Promise<void>;
  /** The operator's word alone: the next signature may try the PIN. */
  release(): Promise<void>;
}

/**
 * ready ──card gone──▶ absent ──card back──▶ ready;  ready ──wrong PIN──▶ held ──operator's word──▶ ready;
 * ready ──device failed──▶ broken ──answers again──▶ ready
 */
export class DeviceSigner<K extends 'card' | 'service'> implements PinSigner<K> {
  readonly kind: K;
  readonly #device: Device;
  readonly #options: DeviceSignerOptions;
  readonly #clock: Clock;
  readonly #pins: PinKeeper;
  readonly #queue: SigningQueue;
  readonly #availability: Availability;
  readonly #closing = new AbortController();
  #identity: CardIdentity | null = null;
  /** The identity that was already read with the PIN: what it lacks, the card does not have. */
  #readWithPin: CardIdentity | null = null;
  #seenTickMs = Number.NEGATIVE_INFINITY;
  #signedTickMs = Number.NEGATIVE_INFINITY;

  constructor(kind: K, device: Device, options: DeviceSignerOptions, clock: Clock) {
    this.kind = kind;
    this.#device = device;
    this.#options = options;
    this.#clock = clock;
    this.#pins = new PinKeeper({ supply: options.pin, budget: createPinBudget(options.pinStateFile, clock) });
    this.#queue = new SigningQueue({
      // A pause is between two signatures, so a caller that wants one cannot have several in one use.
      batchMax: options.pauseMs > 0 ? 1 : device.batchMax,
      waitingMax: options.waitingMax,
      attemptsMax: options.attemptsMax,
      signBatch: (jobs) => this.#signBatch(jobs),
      pauseBeforeRetry: () => clock.sleep(options.retryPauseMs, this.#closing.signal),
    });
    this.#availability = new Availability(
      { pollMs: options.pollMs, isAvailable: (signal) => this.#isAvailable(signal) },
      clock,
    );
  }

  async sign(request: SignRequest, signal: AbortSignal): Promise<SignatureResult> {
    return this.#queue.sign(request.bytes, signal);
  }

  async describe(signal: AbortSignal): Promise<SignerDescription> {
    try {
      const identity = await this.#recentIdentity(signal);
      return describeSigner(this.kind, identity, await this.#pins.heldFault());
    } catch (reason) {
      const fault = Fault.from(reason, 'signer.broken');
      if (fault.code === 'operation.aborted') throw fault;
      return describeSigner(this.kind, this.#identity, fault);
    }
  }

  async whenAvailable(signal: AbortSignal): Promise<void> {
    await this.#availability.wait(signal);
  }

  async identity(signal: AbortSignal): Promise<CardIdentity> {
    this.#identity = null;
    this.#identity = await this.#device.readIdentity(null, signal);
    this.#seenTickMs = this.#clock.tickMs();
    return this.#identity;
  }

  async verifyPin(signal: AbortSignal): Promise<void> {
    await this.#pins.release();
    const identity = await this.identity(signal);
    await this.#provenPin(identity, signal);
    this.#availability.ring();
  }

  async release(): Promise<void> {
    await this.#pins.release();
    this.#availability.ring();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    const closed = this.#queue.close();
    await this.#device[Symbol.asyncDispose]();
    await closed;
  }

  async #signBatch(jobs: readonly SigningJob[]): Promise<BatchOutcome> {
    const { signal } = this.#closing;
    const known = this.#identity ?? (await this.identity(signal));
    const pin = await this.#provenPin(known, signal);
    const identity = await this.#completed(known, pin, signal);
    await this.#pause(signal);
    const batch = jobs.map(({ bytes }) => bytes);
    const outcome = await this.#device
      .sign(batch, pin, identity, signal)
      .finally(() => (this.#signedTickMs = this.#clock.tickMs()));
    if (outcome.fault === null && outcome.pinRefused === null) return outcome;
    // Whatever is wrong, the next use looks again which card is there.
    this.#identity = null;
    return {
      signed: outcome.signed,
      fault: outcome.pinRefused === null ? outcome.fault : await this.#pins.refused(outcome.pinRefused),
    };
  }

  async #provenPin(identity: CardIdentity, signal: AbortSignal): Promise<Uint8Array> {
    return this.#pins.get(identity.rawCardId, (pin) => this.#device.tryPin(pin, identity, signal));
  }

  /** Some libraries show the certificate only after the PIN: then the card is read once more. */
  async #completed(identity: CardIdentity, pin: Uint8Array, signal: AbortSignal): Promise<CardIdentity> {
    const isComplete = identity.certificate !== null && identity.certificateNumber !== null;
    if (isComplete || this.#readWithPin === identity) return identity;
    const again = await this.#device.readIdentity(pin, signal);
    this.#identity = this.#readWithPin = { ...again, rawCardId: identity.rawCardId };
    return this.#identity;
  }

  /** Not older than one poll, so that a card that was pulled is noticed although there is nothing to sign. */
  async #recentIdentity(signal: AbortSignal): Promise<CardIdentity> {
    const ageMs = this.#clock.tickMs() - Math.max(this.#seenTickMs, this.#signedTickMs);
    return this.#identity !== null && ageMs < this.#options.pollMs ? this.#identity : this.identity(signal);
  }

  async #pause(signal: AbortSignal): Promise<void> {
    const waitMs = this.#signedTickMs + this.#options.pauseMs - this.#clock.tickMs();
    if (waitMs > 0) await this.#clock.sleep(waitMs, signal);
  }

  async #isAvailable(signal: AbortSignal): Promise<boolean> {
    if ((await this.#pins.heldFault()) !== null) return false;
    await this.identity(signal);
    return true;
  }
}
