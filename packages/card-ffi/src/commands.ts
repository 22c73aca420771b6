import { createHash, X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { type Expiry, expiryOf, Fault } from '@swic/core/contract';
import type { Clock, Signer, SignerDescription } from '@swic/core/ports';
import { type Algorithm, readCertificate } from './crypto/keys.js';
import { isSignatureOf } from './crypto/signature.js';
import type { CardSigner } from './signers/card.js';
import type { ServiceSigner } from './signers/service.js';

/** `swic card …` as functions: plain values in, JSON-able values out, faults thrown. Printing and exit codes are the caller's. */
export interface CardInfo extends SignerDescription {
  readonly companyId: string | null;
  readonly companyName: string | null;
  readonly expiry: Expiry | null;
}

export interface CertificateInfo {
  readonly certificateNumber: string | null;
  readonly subject: string;
  readonly serialNumber: string;
  readonly algorithm: Algorithm | null;
  readonly validFromMs: number;
  readonly validUntilMs: number;
  readonly expiry: Expiry;
  readonly pem: string;
}

export interface SignedFile {
  readonly file: string;
  readonly sha256: string;
  readonly algorithm: Algorithm;
  /** Base64. */
  readonly signature: string;
  readonly certificateNumber: string;
  /** Where the signature's octets were written; null = nowhere. */
  readonly signatureFile: string | null;
}

export interface VerifiedFile {
  readonly file: string;
  readonly isValid: boolean;
  readonly algorithm: Algorithm;
  readonly subject: string;
  /** Is the certificate valid today? The signature itself does not expire. */
  readonly isCertificateTimely: boolean;
}

/** Never rejects for a missing card: its absence is what the command shows. */
export async function cardInfo(signer: Signer, clock: Clock, signal: AbortSignal): Promise<CardInfo> {
  const description = await signer.describe(signal);
  const identity = isPinSigner(signer) && description.state === 'ready' ? await signer.identity(signal) : null;
  return {
    ...description,
    companyId: identity?.companyId ?? null,
    companyName: identity?.companyName ?? null,
    expiry: description.validUntilMs === null ? null : expiryOf(description.validUntilMs, clock.nowMs()),
  };
}

/** The operator's word: one attempt, whatever happened before. Rejects with `signer.pin-wrong` when it was the wrong one. */
export async function verifyPin(signer: Signer, clock: Clock, signal: AbortSignal): Promise<CardInfo> {
  if (!isPinSigner(signer)) throw new Fault('signer.configuration', { problem: 'no-pin', kind: signer.kind });
  await signer.verifyPin(signal);
  return cardInfo(signer, clock, signal);
}

export interface SignFileRequest {
  readonly file: string;
  /** Gets the signature's octets; an existing file is not overwritten (`config.exists`). null = write nothing. */
  readonly signatureFile: string | null;
}

export async function signFile(signer: Signer, request: SignFileRequest, signal: AbortSignal): Promise<SignedFile> {
  const bytes = await readInput(request.file);
  const result = await signer.sign({ bytes, purpose: 'command' }, signal);
  if (request.signatureFile !== null) await writeNew(request.signatureFile, result.signature);
  return {
    file: request.file,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    algorithm: result.algorithm,
    signature: Buffer.from(result.signature).toString('base64'),
    certificateNumber: result.certificateNumber,
    signatureFile: request.signatureFile,
  };
}

export interface VerifyFileRequest {
  readonly file: string;
  /** The signature's octets, or their base64. */
  readonly signatureFile: string;
  /** PEM or DER. null = the certificate of the signer given. */
  readonly certificateFile: string | null;
}

/** Checks with our own arithmetic and OpenSSL's, not with the card. The signer is asked only for its certificate. */
export async function verifyFile(
  request: VerifyFileRequest,
  signer: Signer | null,
  clock: Clock,
  signal: AbortSignal,
): Promise<VerifiedFile> {
  const bytes = await readInput(request.file);
  const der =
    request.certificateFile === null ? await certificateOf(signer, signal) : await readInput(request.certificateFile);
  const facts = readCertificate(der);
  if (facts?.key === undefined)
    throw new Fault('signer.configuration', { problem: 'certificate', file: request.certificateFile });
  const signature = fromBase64(await readInput(request.signatureFile));
  const nowMs = clock.nowMs();
  return {
    file: request.file,
    isValid: isSignatureOf(facts.key, bytes, signature),
    algorithm: facts.key.algorithm,
    subject: facts.subject,
    isCertificateTimely: facts.validFromMs <= nowMs && nowMs <= facts.validUntilMs,
  };
}

/** Rejects with `signer.broken` when the card shows no certificate. */
export async function certificate(signer: Signer, clock: Clock, signal: AbortSignal): Promise<CertificateInfo> {
  const der = await certificateOf(signer, signal);
  const facts = readCertificate(der);
  if (facts === undefined) throw new Fault('signer.broken', { problem: 'certificate' });
  const { certificateNumber } = await signer.describe(signal);
  return {
    certificateNumber,
    subject: facts.subject,
    serialNumber: facts.serialNumber,
    algorithm: facts.key?.algorithm ?? null,
    validFromMs: facts.validFromMs,
    validUntilMs: facts.validUntilMs,
    expiry: expiryOf(facts.validUntilMs, clock.nowMs()),
    pem: new X509Certificate(der).toString(),
  };
}

function isPinSigner(signer: Signer): signer is CardSigner | ServiceSigner {
  // By what it can do: a signer behind the agent's socket is of the same kind and shows less.
  return 'identity' in signer;
}

/** A signer without a card hands its certificate out with a signature only; signing nothing in particular is enough. */
async function certificateOf(signer: Signer | null, signal: AbortSignal): Promise<Uint8Array> {
  if (signer === null) throw new Fault('command.usage', { problem: 'certificate' });
  const identity = isPinSigner(signer) ? await signer.identity(signal) : null;
  const found =
    identity?.certificate ??
    (await signer.sign({ bytes: Buffer.from('swic card cert'), purpose: 'command' }, signal)).certificate;
  if (found === null) throw new Fault('signer.broken', { problem: 'no-certificate' });
  return found;
}

async function readInput(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (reason) {
    throw new Fault('command.not-found', { file: path }, reason);
  }
}

async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(path, bytes, { flag: 'wx' });
  } catch (reason) {
    throw new Fault('config.exists', { file: path }, reason);
  }
}

function fromBase64(octets: Buffer): Buffer {
  const text = octets.toString('latin1').trim();
  return /^[A-Za-z0-9+/\s]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : octets;
}
