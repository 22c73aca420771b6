import { Fault } from '../../contract/fault.js';
import { type EnvelopeAlgorithm, prepareSignature } from '../../envelope/signature.js';
import type { SignatureResult } from '../../ports/signer.js';
import type { SignerDesk } from './signer-desk.js';

export interface SignedEnvelope {
  readonly body: Uint8Array;
  readonly result: SignatureResult;
}

/** Until the signer has said or shown which key it has: cards before 2022 have RSA, later ones SM2 [official product note]. */
const ASSUMED: EnvelopeAlgorithm = 'sm2-sm3';

/** How often a card may turn out to be another one than the signature was prepared for. */
const ROUNDS_MAX = 3;

/** Puts the enveloped signature into a DxpMsg. The algorithm is part of what is signed, so it is tried again when it was another. */
export async function signEnvelope(body: Uint8Array, desk: SignerDesk, signal: AbortSignal): Promise<SignedEnvelope> {
  let algorithm = desk.description?.algorithm ?? ASSUMED;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const ready = prepareSignature(body, algorithm);
    const result = await desk.sign({ bytes: ready.bytes, purpose: 'envelope' }, signal);
    if (result.algorithm === algorithm) return { body: ready.withSignature(result), result };
    algorithm = result.algorithm;
  }
  throw new Fault('signer.busy', { problem: 'card-changes' });
}
