import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { SignatureResult } from '@swic/core/ports';
import { parsePoint, toInteger } from './sm2.js';
import type { Point } from './sm2-curve.js';

export type Algorithm = SignatureResult['algorithm'];

/** DER of the object identifier 1.2.156.10197.1.301, the curve of SM2. */
const SM2_CURVE = Buffer.from('06082a811ccf5501822d', 'hex');

/** What can sign or check a signature: an RSA key of node:crypto, or SM2's numbers. */
export type VerifyingKey =
  | { readonly algorithm: 'rsa-sha1'; readonly key: KeyObject }
  | { readonly algorithm: 'sm2-sm3'; readonly point: Point };
export type SigningKey =
  | { readonly algorithm: 'rsa-sha1'; readonly key: KeyObject }
  | { readonly algorithm: 'sm2-sm3'; readonly scalar: bigint };

export interface CertificateFacts {
  readonly subject: string;
  /** Hex, upper case, as the certificate has it. */
  readonly serialNumber: string;
  readonly validFromMs: number;
  readonly validUntilMs: number;
  /** undefined = neither RSA nor SM2. */
  readonly key: VerifyingKey | undefined;
}

/** undefined = not a certificate. Takes DER or PEM. */
export function readCertificate(octets: Uint8Array | string): CertificateFacts | undefined {
  try {
    const certificate = new X509Certificate(octets);
    return {
      subject: certificate.subject,
      serialNumber: certificate.serialNumber,
      validFromMs: Date.parse(certificate.validFrom),
      validUntilMs: Date.parse(certificate.validTo),
      key: verifyingKey(certificate.publicKey),
    };
  } catch {
    // node:crypto says "not a certificate" only by throwing; the caller says what that means where it was found.
    return undefined;
  }
}

export function verifyingKey(key: KeyObject): VerifyingKey | undefined {
  if (key.asymmetricKeyType === 'rsa') return { algorithm: 'rsa-sha1', key };
  const der = key.export({ type: 'spki', format: 'der' });
  return der.includes(SM2_CURVE) ? { algorithm: 'sm2-sm3', point: parsePoint(der.subarray(-65)) } : undefined;
}

/** undefined = neither RSA nor SM2. Throws node:crypto's error for a damaged key or a wrong passphrase. */
export function readSigningKey(pem: string, passphrase: string | null): SigningKey | undefined {
  const key = passphrase === null ? createPrivateKey(pem) : createPrivateKey({ key: pem, passphrase });
  if (key.asymmetricKeyType === 'rsa') return { algorithm: 'rsa-sha1', key };
  const der = key.export({ type: 'pkcs8', format: 'der' });
  return der.includes(SM2_CURVE) ? { algorithm: 'sm2-sm3', scalar: sm2Scalar(der) } : undefined;
}

/** The private number of a PKCS#8 key: the octet string after `version 1` of its ECPrivateKey. */
function sm2Scalar(der: Buffer): bigint {
  const marker = Buffer.from('0201010420', 'hex');
  const at = der.indexOf(marker);
  if (at < 0 || at + marker.length + 32 > der.length) throw new RangeError('no private number in the key');
  return toInteger(der.subarray(at + marker.length, at + marker.length + 32));
}
