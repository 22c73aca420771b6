import type { SignerDescription, SignerKind } from '../contract/signer-state.js';

export type { SignerDescription, SignerKind } from '../contract/signer-state.js';

/** A signature over bytes, as the platform wants it. */
export interface SignRequest {
  readonly bytes: Uint8Array;
  /** Why it is signed, for the log: never content. */
  readonly purpose: 'dec-sign' | 'envelope' | 'command';
}

/** A signature and the certificate that proves it: RSA PKCS#1 v1.5, or the SM2 pair as 64 octets. */
export interface SignatureResult {
  readonly signature: Uint8Array;
  readonly certificateNumber: string;
  /** DER; null where the signer does not hand it out. */
  readonly certificate: Uint8Array | null;
  readonly algorithm: 'rsa-sha1' | 'sm2-sm3';
}

/** A signer and what an operator may do to it. Owned by the caller that opened it. */
export interface OpenedSigner extends AsyncDisposable {
  readonly signer: Signer;
  /**
   * The operator's word: lifts a hold over the PIN and tries it once, this one or, for null, the saved one. A PIN that was given
   * and is right serves from then on. Rejects with `signer.*`. Null = this signer has no PIN.
   */
  readonly verifyPin: ((pin: string | null, signal: AbortSignal) => Promise<void>) | null;
}

/** Who signs: card, vendor service, software key, another machine's card. Serialised inside; callers may call at will. */
export interface Signer extends AsyncDisposable {
  readonly kind: SignerKind;
  describe(signal: AbortSignal): Promise<SignerDescription>;
  /** Rejects with a `signer.*` Fault: absent/broken/held/pin-wrong hold the flow, refused rejects the document, busy retries. */
  sign(request: SignRequest, signal: AbortSignal): Promise<SignatureResult>;
  /** Resolves when signing may work again (card inserted, service back, operator's word). */
  whenAvailable(signal: AbortSignal): Promise<void>;
}
