import { execFileSync } from 'node:child_process';
import { openSoftwareSigner } from '@swic/card-ffi';
import { expect, test } from 'vitest';
import { keyMaterial, opensslVerifies } from '../support/card/identity.js';
import { describeWithCompiler } from '../support/compiler.js';

const { signal } = new AbortController();
const open = (algorithm: 'rsa-sha1' | 'sm2-sm3', changes = {}) => {
  const { keyPem, certificatePem } = keyMaterial(algorithm);
  return openSoftwareSigner({
    key: async () => keyPem,
    passphrase: null,
    certificate: certificatePem,
    certificateNumber: null,
    ...changes,
  });
};

describeWithCompiler('a key in a file', () => {
  test.each(['rsa-sha1', 'sm2-sm3'] as const)('%s signatures are what openssl accepts', async (algorithm) => {
    await using signer = await open(algorithm);
    const bytes = Buffer.from('报关单');
    for (let round = 0; round < 5; round += 1) {
      const result = await signer.sign({ bytes, purpose: 'envelope' }, signal);
      expect(opensslVerifies(algorithm, keyMaterial(algorithm), bytes, result.signature)).toBe(true);
      expect(result.algorithm).toBe(algorithm);
    }
    expect(await signer.describe(signal)).toMatchObject({ kind: 'software', state: 'ready', algorithm });
  });

  test('an encrypted key opens with its passphrase only', async () => {
    const { keyPem, certificatePem } = keyMaterial('rsa-sha1');
    const encrypted = execFileSync(
      'openssl',
      ['pkcs8', '-topk8', '-v2', 'aes-256-cbc', '-passout', 'pass:open sesame'],
      { input: keyPem, encoding: 'utf8' },
    );
    const options = { key: async () => encrypted, certificate: certificatePem, certificateNumber: null };
    await using signer = await openSoftwareSigner({ ...options, passphrase: async () => 'open sesame' });
    expect((await signer.sign({ bytes: Buffer.from('x'), purpose: 'envelope' }, signal)).signature).toHaveLength(128);
    await expect(openSoftwareSigner({ ...options, passphrase: async () => 'wrong' })).rejects.toMatchObject({
      code: 'signer.configuration',
      detail: { problem: 'key' },
    });
  });

  test.each([
    ['a key that is none', { key: async () => 'not a key' }, 'key'],
    ['a supplier that fails', { key: () => Promise.reject(new Error('the key is 1234')) }, 'key'],
    ["another algorithm's certificate", { certificate: 'sm2' }, 'key-and-certificate-differ'],
    ['no number at all', { certificate: null }, 'certificate-number'],
  ])('%s is a matter of configuration, and nothing of it is quoted', async (_name, changes, problem) => {
    const certificate =
      'certificate' in changes && changes.certificate === 'sm2'
        ? { certificate: keyMaterial('sm2-sm3').certificatePem }
        : {};
    const fault: unknown = await open('rsa-sha1', { ...changes, ...certificate }).catch((reason: unknown) => reason);
    expect(fault).toMatchObject({ code: 'signer.configuration', detail: { problem } });
    expect(JSON.stringify([fault, String(fault)])).not.toContain('1234');
  });
});
