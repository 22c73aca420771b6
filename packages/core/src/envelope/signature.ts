import { createHash } from 'node:crypto';
import type { SignatureResult } from '../ports/signer.js';
import { escapeText } from './xml-text.js';

/** XML-DSig as the platform profiles it [official specification, 2022, chapter 6]; the URIs of SM2 and SM3 are its own. */
export const SIGNATURE_URIS = {
  namespace: 'http://www.w3.org/2000/09/xmldsig#',
  canonicalization: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
  enveloped: 'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
  'rsa-sha1': {
    signature: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
    digest: 'http://www.w3.org/2000/09/xmldsig#sha1',
    hash: 'sha1',
  },
  'sm2-sm3': {
    signature: 'http://www.chinaport.gov.cn/2022/04/xmldsig#sm2-sm3',
    digest: 'http://www.chinaport.gov.cn/2022/04/xmldsig#sm3',
    hash: 'sm3',
  },
} as const;

export type EnvelopeAlgorithm = SignatureResult['algorithm'];

/** An envelope on its way to be signed: `bytes` is what the signer gets. */
export interface SignableEnvelope {
  readonly bytes: Uint8Array;
  /** The envelope with the signature in it, as its last element. */
  readonly withSignature: (result: SignatureResult) => Uint8Array;
}

const END_TAG = '</DxpMsg>';

/**
 * Prepares the enveloped signature (传输签) of a DxpMsg that dxp.ts wrote. What dxp.ts writes is its own canonical form, so the
 * digest is over those bytes as they are; SignedInfo is written in its canonical form too, with the namespace it inherits, so
 * nothing is parsed. Pure.
 */
export function prepareSignature(body: Uint8Array, algorithm: EnvelopeAlgorithm): SignableEnvelope {
  const info = signedInfo(body, algorithm);
  return {
    // Canonical XML gives the top element of a part the namespaces that were declared above it.
    bytes: Buffer.from(`<SignedInfo xmlns="${SIGNATURE_URIS.namespace}">${info}</SignedInfo>`),
    withSignature: (result) => insert(body, info, result),
  };
}

function signedInfo(body: Uint8Array, algorithm: EnvelopeAlgorithm): string {
  const { canonicalization, enveloped, [algorithm]: uris } = SIGNATURE_URIS;
  const digest = createHash(uris.hash).update(body).digest('base64');
  return (
    `<CanonicalizationMethod Algorithm="${canonicalization}"></CanonicalizationMethod>` +
    `<SignatureMethod Algorithm="${uris.signature}"></SignatureMethod>` +
    `<Reference URI=""><Transforms><Transform Algorithm="${enveloped}"></Transform></Transforms>` +
    `<DigestMethod Algorithm="${uris.digest}"></DigestMethod><DigestValue>${digest}</DigestValue></Reference>`
  );
}

function insert(
  body: Uint8Array,
  info: string,
  { signature, certificateNumber, certificate }: SignatureResult,
): Buffer {
  const x509 =
    certificate === null
      ? ''
      : `<X509Data><X509Certificate>${Buffer.from(certificate).toString('base64')}</X509Certificate></X509Data>`;
  const element =
    `<Signature xmlns="${SIGNATURE_URIS.namespace}"><SignedInfo>${info}</SignedInfo>` +
    `<SignatureValue>${Buffer.from(signature).toString('base64')}</SignatureValue>` +
    `<KeyInfo><KeyName>${escapeText(certificateNumber)}</KeyName>${x509}</KeyInfo></Signature>`;
  return Buffer.concat([body.subarray(0, body.length - END_TAG.length), Buffer.from(element), Buffer.from(END_TAG)]);
}
