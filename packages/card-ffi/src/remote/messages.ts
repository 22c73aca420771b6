import { Fault, isFaultCode } from '@swic/core/contract';
import type { SignatureResult, SignerDescription, SignRequest } from '@swic/core/ports';
import { PeerFault, type WireFault } from '../protocol/peer.js';

/** Signing over the network: the bridge's frames over mutual TLS. Octets as base64, nothing as null. */
export type RemoteMethod = 'describe' | 'sign' | 'when-available';

export interface WireSignRequest {
  readonly bytes: string;
  readonly purpose: SignRequest['purpose'];
}

export interface WireSignature {
  readonly signature: string;
  readonly certificateNumber: string;
  readonly certificate: string | null;
  readonly algorithm: SignatureResult['algorithm'];
}

const PURPOSES: readonly SignRequest['purpose'][] = ['dec-sign', 'envelope', 'command'];
const ALGORITHMS: readonly SignatureResult['algorithm'][] = ['rsa-sha1', 'sm2-sm3'];
const STATES: readonly SignerDescription['state'][] = ['ready', 'absent', 'held', 'broken'];

export function toWireSignature(result: SignatureResult): WireSignature {
  const { signature, certificateNumber, certificate, algorithm } = result;
  const base64 = (octets: Uint8Array): string => Buffer.from(octets).toString('base64');
  return {
    signature: base64(signature),
    certificateNumber,
    certificate: certificate === null ? null : base64(certificate),
    algorithm,
  };
}

/** undefined = the other side does not keep the contract. */
export function parseSignRequest(value: unknown): SignRequest | undefined {
  const record = recordOf(value);
  const purpose = PURPOSES.find((one) => one === record?.['purpose']);
  if (typeof record?.['bytes'] !== 'string' || purpose === undefined) return undefined;
  return { bytes: Buffer.from(record['bytes'], 'base64'), purpose };
}

export function parseSignature(value: unknown): SignatureResult | undefined {
  const record = recordOf(value);
  const algorithm = ALGORITHMS.find((one) => one === record?.['algorithm']);
  const { signature, certificateNumber, certificate } = record ?? {};
  if (typeof signature !== 'string' || typeof certificateNumber !== 'string' || algorithm === undefined)
    return undefined;
  const octets = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
  return {
    signature: octets(signature),
    certificateNumber,
    certificate: typeof certificate === 'string' ? octets(certificate) : null,
    algorithm,
  };
}

export function parseDescription(value: unknown): SignerDescription | undefined {
  const record = recordOf(value);
  const state = STATES.find((one) => one === record?.['state']);
  if (record === undefined || state === undefined) return undefined;
  const text = (key: string): string | null => (typeof record[key] === 'string' ? record[key] : null);
  return {
    kind: 'remote',
    state,
    cardId: text('cardId'),
    certificateNumber: text('certificateNumber'),
    owner: text('owner'),
    algorithm: ALGORITHMS.find((one) => one === record['algorithm']) ?? null,
    validUntilMs: typeof record['validUntilMs'] === 'number' ? record['validUntilMs'] : null,
    faultCode: text('faultCode'),
  };
}

export function toPeerFault(reason: unknown): PeerFault {
  const { code, detail, reason: words } = Fault.from(reason, 'signer.broken').toRecord();
  return new PeerFault({ code, detail, reason: words });
}

/** The other agent's fault, as ours: its card is our signer. A code that we do not know is a broken signer. */
export function fromWireFault(fault: WireFault): Fault {
  return new Fault(isFaultCode(fault.code) ? fault.code : 'signer.broken', fault.detail, fault.reason);
}

function recordOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}
