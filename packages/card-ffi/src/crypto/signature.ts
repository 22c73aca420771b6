import { sign, verify } from 'node:crypto';
import type { SigningKey, VerifyingKey } from './keys.js';
import { signSm2, verifySm2 } from './sm2.js';

/** Signs as a card does: RSA PKCS#1 v1.5 with SHA-1, or SM2 with SM3 as 64 octets. */
export function signWith(key: SigningKey, bytes: Uint8Array): Buffer {
  return key.algorithm === 'rsa-sha1' ? sign('RSA-SHA1', bytes, key.key) : signSm2(key.scalar, bytes);
}

/** Checks a signature as `signWith` makes it. Needs no card, no library and no service. */
export function isSignatureOf(key: VerifyingKey, bytes: Uint8Array, signature: Uint8Array): boolean {
  return key.algorithm === 'rsa-sha1'
    ? verify('RSA-SHA1', bytes, key.key, signature)
    : verifySm2(key.point, bytes, signature);
}
