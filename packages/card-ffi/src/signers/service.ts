import { Fault } from '@swic/core/contract';
import type { Clock, SignatureResult } from '@swic/core/ports';
import type { SpcName } from '../bindings/functions.js';
import { readCertificate } from '../crypto/keys.js';
import type { AttemptOutcome, WrongPin } from '../pin/pin-budget.js';
import { EPORT_IKEY } from '../profiles/eport-ikey.js';
import { codeFault, explainCode, meaningOf, unknownMeaning, wordsFault } from '../return-codes.js';
import { Lane } from '../runtime/lane.js';
import { connectService, type ServiceAddress, type ServiceConnection } from '../service/connection.js';
import { errorCode, errorWords, type ServiceAnswer } from '../service/messages.js';
import type { CardIdentity } from './card-identity.js';
import {
  type Device,
  type DeviceOutcome,
  DeviceSigner,
  type DeviceSignerOptions,
  type PinSigner,
} from './device-signer.js';

export interface ServiceSignerOptions extends DeviceSignerOptions {
  readonly service: ServiceAddress;
  /**
   * How the bytes reach the service. `text` uses SpcSignDataAsPEM (seen in three public sources), `base64` uses
   * SpcSignPemDataAsPem (seen in one); `auto` takes `text` for pure ASCII, where no encoding can be in doubt.
   */
  readonly dataAs: 'text' | 'base64' | 'auto';
}

export type ServiceSigner = PinSigner<'service'>;

/** Signs through the vendor's local websocket service, one request at a time, as its own client does. */
export function openServiceSigner(options: ServiceSignerOptions, clock: Clock): ServiceSigner {
  return new DeviceSigner('service', new ServiceDevice(options, clock), options, clock);
}

/** Its connection is made by the first request that needs one and made again after a loss. */
class ServiceDevice implements Device {
  readonly batchMax = 1;
  readonly #options: ServiceSignerOptions;
  readonly #clock: Clock;
  readonly #lane: Lane;
  readonly #closing = new AbortController();
  #connection: ServiceConnection | null = null;

  constructor(options: ServiceSignerOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    this.#lane = new Lane(options.waitingMax);
  }

  async readIdentity(_pin: Uint8Array | null, signal: AbortSignal): Promise<CardIdentity> {
    const rawCardId = await this.#field('SpcGetCardID', 'cus-sec_SpcGetCardID', signal);
    const certificateNumber = await this.#field('SpcGetCertNo', 'cus-sec_SpcGetCertNo', signal);
    const owner = await this.#field('SpcGetUName', 'cus-sec_SpcGetUName', signal);
    const companyId = await this.#field('SpcGetEntID', 'cus-sec_SpcGetEntID', signal);
    const companyName = await this.#field('SpcGetEntName', 'cus-sec_SpcGetEntName', signal);
    const pem = await this.#field('SpcGetSignCert', 'cus-sec_SpcGetSignCertAsPEM', signal);
    const certificate = pem === null ? null : new Uint8Array(Buffer.from(pem, 'base64'));
    const facts = certificate === null ? undefined : readCertificate(certificate);
    return {
      rawCardId,
      cardId: EPORT_IKEY.cardIdPrefixes.reduce(
        (id, prefix) => (id?.startsWith(prefix) ? id.slice(prefix.length) : id),
        rawCardId,
      ),
      certificateNumber,
      owner,
      companyId,
      companyName,
      certificate: facts === undefined ? null : certificate,
      algorithm: facts?.key?.algorithm ?? null,
      validFromMs: facts?.validFromMs ?? null,
      validUntilMs: facts?.validUntilMs ?? null,
    };
  }

  async tryPin(pin: Uint8Array, identity: CardIdentity, signal: AbortSignal): Promise<AttemptOutcome> {
    const answer = await this.#ask('cus-sec_SpcVerifyPIN', { passwd: pinText(pin) }, signal);
    if (answer.isDone) return { kind: 'right' };
    const code = errorCode(answer.errors);
    const meaning = code === null ? unknownMeaning('SpcVerifyPIN') : meaningOf('SpcVerifyPIN', code, EPORT_IKEY);
    if (meaning !== 'pin-wrong') return { kind: 'not-tried', fault: answerFault('SpcVerifyPIN', answer) };
    return { kind: 'wrong', isCertain: true, cardId: identity.cardId, code, words: errorWords(answer.errors) };
  }

  async sign(
    batch: readonly Uint8Array[],
    pin: Uint8Array,
    identity: CardIdentity,
    signal: AbortSignal,
  ): Promise<DeviceOutcome> {
    const signed: SignatureResult[] = [];
    for (const bytes of batch) {
      // The PIN goes along with every signature: another card must not get it.
      const cardId = await this.#field('SpcGetCardID', 'cus-sec_SpcGetCardID', signal);
      if (cardId !== identity.rawCardId)
        return { signed, fault: new Fault('signer.absent', { problem: 'card-changed' }), pinRefused: null };
      const answer = await this.#ask(
        this.#methodFor(bytes),
        { inData: this.#inData(bytes), passwd: pinText(pin) },
        signal,
      );
      if (!answer.isDone)
        return { signed, fault: answerFault('SpcSignData', answer), pinRefused: pinSuspicion(answer, identity) };
      signed.push(toResult(answer, identity));
    }
    return { signed, fault: null, pinRefused: null };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    this.#connection?.[Symbol.dispose]();
  }

  /** One field of the card; null when this service does not have it. Rejects when there is no card. */
  async #field(name: SpcName, method: string, signal: AbortSignal): Promise<string | null> {
    const answer = await this.#ask(method, {}, signal);
    const [text] = answer.data;
    if (answer.isDone) return text === undefined || text === '' ? null : text;
    const fault = answerFault(name, answer);
    if (fault.code === 'signer.absent') throw fault;
    return null;
  }

  async #ask(method: string, args: Readonly<Record<string, string>>, signal: AbortSignal): Promise<ServiceAnswer> {
    return this.#lane.run(async () => {
      const connection = await this.#connected();
      return connection.request(method, args, this.#closing.signal);
    }, signal);
  }

  async #connected(): Promise<ServiceConnection> {
    if (this.#connection === null || this.#connection.isEnded) {
      this.#connection = await connectService(this.#options.service, this.#clock, this.#closing.signal);
    }
    return this.#connection;
  }

  #methodFor(bytes: Uint8Array): string {
    return this.#isText(bytes) ? 'cus-sec_SpcSignDataAsPEM' : 'cus-sec_SpcSignPemDataAsPem';
  }

  #inData(bytes: Uint8Array): string {
    return Buffer.from(bytes).toString(this.#isText(bytes) ? 'utf8' : 'base64');
  }

  #isText(bytes: Uint8Array): boolean {
    return this.#options.dataAs === 'auto' ? bytes.every((octet) => octet < 0x80) : this.#options.dataAs === 'text';
  }
}

/**
 * The service's words for a wrong PIN are not public, and each signature carries the PIN. So a failure without a known
 * code may be a wrong PIN, and trying again could lock the card: an operator has to look. null = a known code.
 */
function pinSuspicion(answer: ServiceAnswer, identity: CardIdentity): WrongPin | null {
  const code = errorCode(answer.errors);
  if (code !== null && explainCode(code) !== undefined) return null;
  return { kind: 'wrong', isCertain: false, cardId: identity.cardId, code, words: errorWords(answer.errors) };
}

function pinText(pin: Uint8Array): string {
  return Buffer.from(pin).toString('utf8');
}

/** `Data` is the signature in base64 and the certificate's number. */
function toResult(answer: ServiceAnswer, identity: CardIdentity): SignatureResult {
  const [signature, certificateNumber] = answer.data;
  if (signature === undefined) throw new Fault('signer.broken', { problem: 'no-signature' });
  const octets = new Uint8Array(Buffer.from(signature, 'base64'));
  return {
    signature: octets,
    certificateNumber: certificateNumber ?? identity.certificateNumber ?? '',
    certificate: identity.certificate,
    algorithm: identity.algorithm ?? (octets.length === 64 ? 'sm2-sm3' : 'rsa-sha1'),
  };
}

function answerFault(name: SpcName, answer: ServiceAnswer): Fault {
  const code = errorCode(answer.errors);
  const words = errorWords(answer.errors);
  return code === null ? wordsFault(name, words ?? name) : codeFault(name, code, words, EPORT_IKEY);
}
