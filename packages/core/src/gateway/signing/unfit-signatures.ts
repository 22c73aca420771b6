import type { Fault } from '../../contract/fault.js';
import type { SignerDescription } from '../../contract/signer-state.js';
import type { BusinessKey } from '../../domain/document.js';
import type { Holdable } from './holdable.js';

/** Who made the signature that did not fit; null = not known. */
export type SignerIdentity = Pick<SignerDescription, 'cardId' | 'certificateNumber'>;

interface Unfit {
  readonly fault: Fault;
  readonly signer: SignerIdentity;
  readonly release: () => void;
}

/**
 * Businesses in whose documents the signatures of this signer have no room. The next document would meet the same, so the business
 * is held once, alone, and tried again only with another signer or after its configuration changed.
 *
 *     fits ──a signature is longer than its field──▶ held ──another certificate or card, or the business is opened anew──▶ fits
 */
export class UnfitSignatures {
  readonly #gates = new Map<BusinessKey, Holdable>();
  readonly #unfit = new Map<BusinessKey, Unfit>();

  join(business: BusinessKey, gate: Holdable): void {
    this.#gates.set(business, gate);
  }

  leave(business: BusinessKey): void {
    this.#gates.delete(business);
    this.#release(business);
  }

  /** Why documents of this business cannot be signed; null = nothing is known against it. */
  find(business: BusinessKey): Fault | null {
    return this.#unfit.get(business)?.fault ?? null;
  }

  hold(business: BusinessKey, fault: Fault, signer: SignerIdentity): void {
    if (this.#unfit.has(business)) return;
    const release = this.#gates.get(business)?.hold(fault) ?? (() => undefined);
    this.#unfit.set(business, { fault, signer, release });
  }

  /** Lets those go on that were held for another signer. */
  see(now: SignerIdentity): void {
    for (const [business, { signer }] of this.#unfit) if (isOther(signer, now)) this.#release(business);
  }

  #release(business: BusinessKey): void {
    this.#unfit.get(business)?.release();
    this.#unfit.delete(business);
  }
}

/** Some cards tell their numbers only while they sign: what is not known is no difference. */
function isOther(one: SignerIdentity, other: SignerIdentity): boolean {
  return (['cardId', 'certificateNumber'] as const).some(
    (name) => one[name] !== null && other[name] !== null && one[name] !== other[name],
  );
}
