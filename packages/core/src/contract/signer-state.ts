/** What the operator sees of the signer. */
export interface SignerDescription {
  readonly kind: SignerKind;
  readonly state: 'ready' | 'absent' | 'held' | 'broken';
  /** Card id, certificate number and owner as the card says; null = not known. */
  readonly cardId: string | null;
  readonly certificateNumber: string | null;
  readonly owner: string | null;
  readonly algorithm: 'rsa-sha1' | 'sm2-sm3' | null;
  /** Epoch ms. */
  readonly validUntilMs: number | null;
  readonly faultCode: string | null;
}

/** Where the private key is: an IC card or USB key, a vendor's local service, a software key, another machine's card. */
export type SignerKind = 'card' | 'service' | 'software' | 'remote';
