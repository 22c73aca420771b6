import { createHash } from 'node:crypto';
import { isSignatureOf, readCertificate } from '@swic/card-ffi';
import { XmlC14NMode, XmlDocument, XmlElement, type XmlNode, XmlStringOutputBufferHandler } from 'libxml2-wasm';

/** What an enveloped signature says, judged by libxml2's canonicalisation and by the certificate in it, not by our own code. */
export interface JudgedSignature {
  readonly isDigestRight: boolean;
  readonly isSignatureRight: boolean;
  readonly keyName: string;
  readonly algorithms: readonly string[];
}

const HASHES: Readonly<Record<string, string>> = {
  'http://www.w3.org/2000/09/xmldsig#sha1': 'sha1',
  'http://www.chinaport.gov.cn/2022/04/xmldsig#sm3': 'sm3',
};

/** Judges the signature of a DxpMsg as a receiver does: from the bytes alone. */
export function judgeSignature(body: Uint8Array): JudgedSignature {
  using document = XmlDocument.fromBuffer(body);
  const text = (name: string): string => document.get(`//*[local-name()='${name}']`)?.content ?? '';
  const algorithmOf = (name: string): string => {
    const element = document.get(`//*[local-name()='${name}']`);
    return element instanceof XmlElement ? (element.attr('Algorithm')?.value ?? '') : '';
  };
  const withoutSignature = canonical(document, (node) => !isWithin(node, 'Signature'));
  const digest = createHash(HASHES[algorithmOf('DigestMethod')] ?? 'none')
    .update(withoutSignature)
    .digest('base64');
  const signedInfo = new XmlStringOutputBufferHandler();
  document.get("//*[local-name()='SignedInfo']")?.canonicalize(signedInfo);
  const key = readCertificate(Buffer.from(text('X509Certificate'), 'base64'))?.key;
  const signature = Buffer.from(text('SignatureValue'), 'base64');
  return {
    isDigestRight: digest === text('DigestValue'),
    isSignatureRight: key !== undefined && isSignatureOf(key, Buffer.from(signedInfo.result), signature),
    keyName: text('KeyName'),
    algorithms: ['CanonicalizationMethod', 'SignatureMethod', 'Transform', 'DigestMethod'].map(algorithmOf),
  };
}

function canonical(document: XmlDocument, isVisible: (node: XmlNode) => boolean): string {
  const handler = new XmlStringOutputBufferHandler();
  // Of a namespace or an attribute libxml2 gives the element it is on as its parent.
  document.canonicalize(handler, {
    mode: XmlC14NMode.XML_C14N_1_0,
    isVisible: (node, parent) => isVisible(node instanceof XmlElement || parent === null ? node : parent),
  });
  return handler.result;
}

function isWithin(node: XmlNode, name: string): boolean {
  for (let at: XmlNode | null = node; at !== null; at = at.parent)
    if (at instanceof XmlElement && at.name === name) return true;
  return false;
}
