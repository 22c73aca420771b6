import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openSoftwareSigner } from '@swic/card-ffi';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { expect, test } from 'vitest';
import type { BusinessKey, DocumentId } from '../../packages/core/src/domain/document.js';
import { createEnvelope } from '../../packages/core/src/envelope/create-envelope.js';
import { openEnvelope } from '../../packages/core/src/envelope/open-envelope.js';
import { prepareSignature, SIGNATURE_URIS } from '../../packages/core/src/envelope/signature.js';
import { signEnvelope } from '../../packages/core/src/gateway/signing/sign-envelope.js';
import { SignerDesk } from '../../packages/core/src/gateway/signing/signer-desk.js';
import type { Signer } from '../../packages/core/src/ports/signer.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { judgeSignature } from '../support/card/envelope-signature.js';
import { type CardAlgorithm, keyMaterial } from '../support/card/identity.js';
import { makeDocument } from '../support/ledger/records.js';

const never = new AbortController().signal;
const SEALED_MS = Date.UTC(2025, 0, 1, 2, 3, 4, 56);

function sealed(name: string, value: string): Uint8Array {
  const envelope = createEnvelope({
    kind: 'dxp',
    clientId: 'DXPESW0000000001',
    receivers: () => ['DXPDSWDEC0000002'],
    icCard: null,
  });
  const document = makeDocument(1, {
    id: '2025010110030405600001' as DocumentId,
    business: 'DEC' as BusinessKey,
    name,
    keys: [{ name: 'clientSeqNo', value }],
  });
  return envelope.seal(document, Buffer.from('<DecMessage>报关单</DecMessage>'), SEALED_MS).body;
}

async function openSigner(algorithm: CardAlgorithm): Promise<Signer> {
  const { keyPem, certificatePem } = keyMaterial(algorithm);
  return openSoftwareSigner({
    key: async () => keyPem,
    passphrase: null,
    certificate: certificatePem,
    certificateNumber: '0123456789 & <测试>',
  });
}

const ALGORITHMS = ['rsa-sha1', 'sm2-sm3'] as const;

test.each(ALGORITHMS)(
  'an envelope signed with %s is right to a receiver that canonicalises it by itself',
  async (algorithm) => {
    await using signer = await openSigner(algorithm);
    for (const [name, value] of [
      ['报关单_1.xml', 'T1'],
      ['a & b <c> "d" \r\n\t.xml', '\r <&>"\'𠮷 '],
    ] as const) {
      const body = sealed(name, value);
      const ready = prepareSignature(body, algorithm);
      const signed = ready.withSignature(await signer.sign({ bytes: ready.bytes, purpose: 'envelope' }, never));
      const uris = SIGNATURE_URIS[algorithm];
      expect(judgeSignature(signed)).toEqual({
        isDigestRight: true,
        isSignatureRight: true,
        keyName: '0123456789 & <测试>',
        algorithms: [SIGNATURE_URIS.canonicalization, uris.signature, SIGNATURE_URIS.enveloped, uris.digest],
      });
      // One changed byte anywhere is seen.
      const tampered = Buffer.from(signed);
      const at = tampered.indexOf('<Data>') + 8;
      tampered[at] = tampered[at] === 65 ? 66 : 65;
      expect(judgeSignature(tampered)).toMatchObject({ isDigestRight: false, isSignatureRight: true });
    }
  },
);

test.each(ALGORITHMS)('a signed envelope still satisfies the schema and is opened as before: %s', async (algorithm) => {
  await using signer = await openSigner(algorithm);
  const body = sealed('报关单.xml', 'T1');
  const ready = prepareSignature(body, algorithm);
  const signed = ready.withSignature(await signer.sign({ bytes: ready.bytes, purpose: 'envelope' }, never));
  using xsd = XmlDocument.fromBuffer(readFileSync(fileURLToPath(new URL('../support/dxp.xsd', import.meta.url))));
  using validator = XsdValidator.fromDoc(xsd);
  using document = XmlDocument.fromBuffer(signed);
  expect(() => validator.validate(document)).not.toThrow();
  expect(openEnvelope(signed)).toEqual(openEnvelope(body));
});

test.each(ALGORITHMS)(
  'a card whose algorithm is not known yet is signed with again when it was the other one: %s',
  async (algorithm) => {
    await using signer = await openSigner(algorithm);
    const desk = new SignerDesk(
      { signer, verifyPin: null, [Symbol.asyncDispose]: async () => undefined },
      60_000,
      systemClock,
      () => undefined,
    );
    expect(desk.description).toBeNull();
    const { body, result } = await signEnvelope(sealed('x.xml', 'T1'), desk, never);
    expect(result.algorithm).toBe(algorithm);
    expect(judgeSignature(body)).toMatchObject({ isDigestRight: true, isSignatureRight: true });
  },
);
