import { X509Certificate } from 'node:crypto';
import { Fault } from '@swic/core/contract';
import type { SignatureResult, Signer, SignerDescription, SignRequest } from '@swic/core/ports';
import { type CertificateFacts, readCertificate, readSigningKey, type SigningKey } from '../crypto/keys.js';
import { signWith } from '../crypto/signature.js';

export interface SoftwareSignerOptions {
  /** PEM, PKCS#8; a resolved secret reference. */
  readonly key: () => Promise<string>;
  /** null = the key is not encrypted. */
  readonly passphrase: (() => Promise<string>) | null;
  /** PEM; null = there is none, and `certificateNumber` must then be given. */
  readonly certificate: string | null;
  /** null = the certificate's serial number. */
  readonly certificateNumber: string | null;
}

/**
 * A key in a file: RSA with SHA-1 or SM2 with SM3. For tests and self-issued keys; the platform accepts only keys that
 * it issued in a card or an HSM. Throws `signer.configuration` when key and certificate cannot be used together.
 */
export async function openSoftwareSigner(options: SoftwareSignerOptions): Promise<Signer> {
  const key = await loadKey(options);
  const facts = options.certificate === null ? undefined : readCertificate(options.certificate);
  if (options.certificate !== null && facts === undefined)
    throw new Fault('signer.configuration', { problem: 'certificate' });
  if (facts?.key !== undefined && facts.key.algorithm !== key.algorithm)
    throw new Fault('signer.configuration', { problem: 'key-and-certificate-differ' });
  const certificateNumber = options.certificateNumber ?? facts?.serialNumber ?? null;
  if (certificateNumber === null) throw new Fault('signer.configuration', { problem: 'certificate-number' });
  const certificate =
    options.certificate === null ? null : new Uint8Array(new X509Certificate(options.certificate).raw);
  return {
    kind: 'software',
    sign: async (request: SignRequest, signal: AbortSignal): Promise<SignatureResult> => {
      if (signal.aborted) throw new Fault('operation.aborted');
      return { signature: signWith(key, request.bytes), certificateNumber, certificate, algorithm: key.algorithm };
    },
    describe: async () => describe(key, facts, certificateNumber),
    whenAvailable: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

async function loadKey(options: SoftwareSignerOptions): Promise<SigningKey> {
  const passphrase = options.passphrase === null ? null : await options.passphrase();
  let key: SigningKey | undefined;
  try {
    key = readSigningKey(await options.key(), passphrase);
  } catch (reason) {
    // What node:crypto says of a key names no part of it, yet a supplier's text might: only the kind goes on.
    throw reason instanceof Fault ? reason : new Fault('signer.configuration', { problem: 'key' });
  }
  if (key === undefined) throw new Fault('signer.configuration', { problem: 'key-algorithm' });
  return key;
}

function describe(key: SigningKey, facts: CertificateFacts | undefined, certificateNumber: string): SignerDescription {
  return {
    kind: 'software',
    state: 'ready',
    cardId: null,
    certificateNumber,
    owner: facts?.subject ?? null,
    algorithm: key.algorithm,
    validUntilMs: facts?.validUntilMs ?? null,
    faultCode: null,
  };
}
