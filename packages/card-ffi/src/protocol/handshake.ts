import { createHmac, timingSafeEqual } from 'node:crypto';

/** Who of the two is speaking; a proof of one cannot be replayed as the other's. */
export type Side = 'host' | 'client';

export function proofOf(side: Side, token: string, nonce: string): string {
  return createHmac('sha256', Buffer.from(token, 'hex'))
    .update(side + nonce)
    .digest('hex');
}

export function isProofOf(side: Side, token: string, nonce: string, proof: string): boolean {
  const wanted = Buffer.from(proofOf(side, token, nonce));
  const given = Buffer.from(proof);
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}
