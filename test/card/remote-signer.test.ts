import { createHash, X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import {
  openRemoteServer,
  openRemoteSigner,
  openSoftwareSigner,
  type RemoteServerOptions,
  type TlsIdentity,
} from '@swic/card-ffi';
import type { Signer } from '@swic/core/ports';
import { expect, test } from 'vitest';
import { openWithAcceptTrouble } from '../support/accept-trouble.js';
import { systemClock } from '../support/card/card.js';
import { type KeyMaterial, keyMaterial, opensslVerifies } from '../support/card/identity.js';
import { openSimulatedSigner, stateDirectory } from '../support/card/signer.js';
import { createWorld } from '../support/card/world.js';
import { describeWithCompiler } from '../support/compiler.js';

const { signal } = new AbortController();
const request = (text: string) => ({ bytes: Buffer.from(text), purpose: 'dec-sign' as const });
// TLS 1.3 takes no RSA-1024 for a handshake, so these keys are larger than a card's.
const material = (subject: string): KeyMaterial => keyMaterial('rsa-sha1', 30, subject, 2048);
const tlsOf = (one: KeyMaterial): TlsIdentity => ({ certificate: one.certificatePem, key: one.keyPem });
const fingerprintOf = (one: KeyMaterial): string => new X509Certificate(one.certificatePem).fingerprint256;
const [SERVER, CLIENT, STRANGER] = ['server', 'client', 'stranger'].map(material) as [
  KeyMaterial,
  KeyMaterial,
  KeyMaterial,
];

function serve(signer: Signer, changes: Partial<RemoteServerOptions> = {}) {
  const options = {
    host: '127.0.0.1',
    port: 0,
    identity: tlsOf(SERVER),
    allowed: [fingerprintOf(CLIENT)],
    connectionsMax: 4,
    onRefused: () => undefined,
    ...changes,
  };
  return openRemoteServer(options, signer, systemClock);
}

function remote(port: number, identity = CLIENT, serverFingerprint = fingerprintOf(SERVER)): Signer {
  const options = {
    host: '127.0.0.1',
    port,
    identity: tlsOf(identity),
    serverFingerprint,
    connectLimitMs: 2_000,
    requestLimitMs: 5_000,
    pollMs: 20,
  };
  return openRemoteSigner(options, systemClock);
}

function softwareSigner(): Promise<Signer> {
  const card = keyMaterial('sm2-sm3');
  return openSoftwareSigner({
    key: async () => card.keyPem,
    passphrase: null,
    certificate: card.certificatePem,
    certificateNumber: null,
  });
}

describeWithCompiler('a card in another machine', () => {
  test('signs for the agent on the list as if the card were here', async () => {
    using world = createWorld('sm2-sm3');
    using state = stateDirectory();
    await using signer = openSimulatedSigner(world, state);
    await using server = await serve(signer);
    await using client = remote(server.port);
    const result = await client.sign(request('报关单'), signal);
    expect(opensslVerifies('sm2-sm3', world.material, Buffer.from('报关单'), result.signature)).toBe(true);
    expect(await client.describe(signal)).toEqual({ ...(await signer.describe(signal)), kind: 'remote' });
    const many = await Promise.all(
      Array.from({ length: 25 }, (_, index) => client.sign(request(`document ${index}`), signal)),
    );
    expect(new Set(many.map(({ signature }) => Buffer.from(signature).toString('hex'))).size).toBe(25);
  });

  test("its faults are ours, and its card's return wakes us", async () => {
    using world = createWorld('rsa-sha1');
    using state = stateDirectory();
    world.control('present no');
    await using signer = openSimulatedSigner(world, state);
    await using server = await serve(signer);
    await using client = remote(server.port);
    await expect(client.sign(request('x'), signal)).rejects.toMatchObject({
      code: 'signer.absent',
      fate: 'hold',
      detail: { code: 50_070 },
      reason: expect.stringContaining('50070'),
    });
    const back = client.whenAvailable(signal);
    world.control();
    await back;
    await expect(client.sign(request('x'), signal)).resolves.toBeDefined();
  });

  test('who is not on the list, or shows no certificate, is turned away and named', async () => {
    await using signer = await softwareSigner();
    const refused: (string | null)[] = [];
    await using server = await serve(signer, { onRefused: ({ fingerprint }) => refused.push(fingerprint) });
    await using stranger = remote(server.port, STRANGER);
    await expect(stranger.sign(request('x'), signal)).rejects.toMatchObject({ code: 'signer.absent' });
    const visitor = connect({ host: '127.0.0.1', port: server.port, rejectUnauthorized: false });
    await new Promise((resolve) => visitor.once('close', resolve).on('error', () => undefined));
    await expect.poll(() => refused).toEqual([fingerprintOf(STRANGER).replaceAll(':', ''), null]);
    await using client = remote(server.port);
    await expect(client.sign(request('x'), signal)).resolves.toBeDefined();
  });

  test('another server than the one whose fingerprint we know gets nothing', async () => {
    await using signer = await softwareSigner();
    await using server = await serve(signer, { identity: tlsOf(STRANGER) });
    await using client = remote(server.port);
    await expect(client.sign(request('x'), signal)).rejects.toMatchObject({
      code: 'signer.configuration',
      detail: { problem: 'server-fingerprint' },
    });
  });

  test('a server that went away is absent, and found again when it is back', async () => {
    await using signer = await softwareSigner();
    const first = await serve(signer);
    await using client = remote(first.port);
    await client.sign(request('x'), signal);
    await first[Symbol.asyncDispose]();
    await expect(client.sign(request('x'), signal)).rejects.toMatchObject({ code: 'signer.absent', fate: 'hold' });
    await using _second = await serve(signer, { port: first.port });
    await client.whenAvailable(signal);
    await expect(client.sign(request('x'), signal)).resolves.toBeDefined();
  });

  test('handles that run out while agents connect do not end the server, and the next agent is served', async () => {
    await using signer = await softwareSigner();
    const { opened, failToAccept } = await openWithAcceptTrouble(() => serve(signer));
    await using server = opened;
    for (let number = 0; number < 3; number += 1) failToAccept();
    await using client = remote(server.port);
    await expect(client.sign(request('x'), signal)).resolves.toBeDefined();
  });

  test('a fingerprint may be written as openssl prints it', async () => {
    await using signer = await softwareSigner();
    const printed = createHash('sha256').update(CLIENT.certificateDer).digest('hex');
    await using server = await serve(signer, { allowed: [`sha256 Fingerprint=${printed}`] });
    await using client = remote(server.port);
    await expect(client.sign(request('x'), signal)).resolves.toBeDefined();
  });
});
