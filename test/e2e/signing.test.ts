import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isSignatureOf, readCertificate } from '@swic/card-ffi';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { ATTEMPT_HEADER } from '../../packages/core/src/domain/message.js';
import { runSwic, startSwic } from '../support/agent-process.js';
import { judgeSignature } from '../support/card/envelope-signature.js';
import { keyMaterial } from '../support/card/identity.js';
import { startServiceSimulator } from '../support/card/service-simulator.js';
import { carried, isSignedBy, openSigningWorld, signatureOf } from '../support/card/signing-world.js';
import { CARD } from '../support/card/world.js';
import { describeWithCompiler } from '../support/compiler.js';
import { declaration } from '../support/documents.js';
import { openPlatform } from '../support/platform.js';
import { until } from '../support/until.js';
import { openWorld } from '../support/world.js';
import { zipOf } from '../support/zip-writer.js';

const DEC = 'Deccus001';
const EDOC = 'Decedoc001';
const BOTH = { DEC: {}, EDOC: {} };

describeWithCompiler('documents that need a signature', () => {
  test.each(['rsa-sha1', 'sm2-sm3'] as const)(
    'are signed with %s in the flow, as openssl confirms',
    async (algorithm) => {
      await using world = openSigningWorld({ algorithm, businesses: BOTH });
      await using platform = await openPlatform(world);
      for (let number = 0; number < 5; number += 1) world.drop(DEC, `报关单_${number}.xml`, declaration(number));
      world.drop(DEC, '带附件.zip', zipOf([{ name: '带附件.xml', content: declaration(9) }]));
      world.drop(EDOC, 'plain.xml', '<Edoc/>');
      world.drop(DEC, 'E1.PDF', '%PDF-1.4');

      expect(await runSwic(world, ['run', '--once', '--json'])).toMatchObject({ code: 0 });

      const contents = platform.received.map(carried);
      const declarations = contents.filter((content) => content.includes('<DecMessage'));
      expect(declarations).toHaveLength(5);
      for (const content of declarations) expect(isSignedBy(world.card, content)).toBe(true);
      expect(declarations[0]?.toString()).toContain(`<Certificate>${CARD.certificateNumber}</Certificate>`);
      expect(declarations[0]?.toString()).toMatch(/<ICCode>9900000000001<\/ICCode>.*<SignDate>\d{16}<\/SignDate>/);
      expect(contents.filter((content) => content.toString() === '<Edoc/>')).toHaveLength(1);
      expect(contents.filter((content) => content.toString() === '%PDF-1.4')).toHaveLength(1);
      // The archive travels with the signed declaration in it; SentBox keeps the firm's own file.
      expect(contents.filter((content) => content.subarray(0, 2).toString() === 'PK')).toHaveLength(1);
      const [sent] = world.list(DEC, 'SentBox').filter((file) => file.includes('报关单_0'));
      expect(world.read(DEC, 'SentBox', sent ?? '')).toBe(declaration(0));
    },
  );

  test.each(['rsa-sha1', 'sm2-sm3'] as const)('or whose envelope does, carry it inside: %s', async (algorithm) => {
    await using world = openSigningWorld({
      algorithm,
      businesses: { EDOC: { sign: 'envelope' }, DEC: { sign: 'both' } },
    });
    await using platform = await openPlatform(world);
    world.drop(EDOC, '附件 & 1.xml', '<Edoc/>');
    world.drop(DEC, 'both.xml', declaration(1));
    expect(await runSwic(world, ['run', '--once', '--json'])).toMatchObject({ code: 0 });
    expect(platform.received).toHaveLength(2);
    for (const { body } of platform.received)
      expect(judgeSignature(body)).toMatchObject({
        isDigestRight: true,
        isSignatureRight: true,
        keyName: CARD.certificateNumber,
      });
    const declared = platform.received.map(carried).filter((content) => content.includes('<DecMessage'));
    expect(declared.map((content) => isSignedBy(world.card, content))).toEqual([true]);
  });

  test('wait in OutBox while the card is out, others go on, and they resume by themselves', async () => {
    await using world = openSigningWorld({ algorithm: 'rsa-sha1', businesses: BOTH });
    await using platform = await openPlatform(world);
    world.card.control('present no');
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    await until('the absence is known', async () => (await client.call('status', null)).signer?.state === 'absent');
    for (let number = 0; number < 5; number += 1) world.drop(DEC, `waiting_${number}.xml`, declaration(number));
    world.drop(EDOC, 'plain.xml', '<Edoc/>');
    await until('the other business has sent', () => world.list(EDOC, 'SentBox').length === 1);
    expect(world.list(DEC, 'OutBox')).toHaveLength(5);
    expect(world.list(DEC, 'FailBox')).toEqual([]);
    const why = await client.call('why', { file: 'waiting_0.xml' });
    expect(why.flow).toMatchObject({ state: 'held', fault: { code: 'signer.absent' } });

    world.card.control();
    await until('they are sent', () => world.list(DEC, 'SentBox').length === 5);
    expect((await client.call('status', null)).signer).toMatchObject({ state: 'ready', cardId: '9900000000001' });

    // A document that is sent again and has to wait keeps its origin.
    world.card.control('present no');
    await until('it is noticed', async () => (await client.call('status', null)).signer?.state === 'absent');
    const [first] = await client.call('trace', { query: 'waiting_0.xml' });
    expect(first?.document.signedBy).toBe(CARD.certificateNumber);
    expect(first?.steps.map(({ en }) => en)).toContain(`signed with certificate ${CARD.certificateNumber}`);
    expect((await client.call('trace', { query: 'plain.xml' }))[0]?.document.signedBy).toBeNull();
    await client.call('resend', { files: ['waiting_0.xml'] });
    world.card.control();
    await until('it is sent again', () => world.list(DEC, 'SentBox').length === 6);
    expect((await client.call('trace', { query: 'waiting_0.xml' }))[0]?.document.origin).toBe(first?.document.id);

    // Pulled while documents come: whatever was taken goes back, nothing fails, nothing is sent twice.
    for (let number = 10; number < 40; number += 1) world.drop(DEC, `pulled_${number}.xml`, declaration(number));
    await until('some are signed', () => platform.received.length > 8);
    world.card.control('present no');
    const signer = async (): Promise<unknown> => (await client.call('status', null)).signer?.state;
    await until('it is noticed', async () => (await signer()) === 'absent');
    await until('nothing is between the boxes', () => world.list(DEC, 'TempBox').length === 0);
    world.card.control();
    await until('all are sent', () => world.list(DEC, 'SentBox').length === 36);
    expect(world.list(DEC, 'FailBox')).toEqual([]);
    expect([...platform.counts().values()].every((count) => count === 1)).toBe(true);
    expect(platform.received).toHaveLength(37);
    agent.kill('SIGTERM');
    await agent.finished;
  });

  test('a wrong PIN is tried once, over restarts too, and the operator’s word lets them go', async () => {
    const wrong = '00000000';
    await using world = openSigningWorld({ algorithm: 'rsa-sha1', businesses: { DEC: {} }, pin: wrong });
    await using platform = await openPlatform(world);
    world.drop(DEC, 'one.xml', declaration(1));
    for (let start = 0; start < 3; start += 1) {
      await using agent = startSwic(world, ['run']);
      await using client = await agent.connect();
      await until('it is held', async () => (await client.call('status', null)).signer?.state === 'held');
      expect(world.list(DEC, 'FailBox')).toEqual([]);
      agent.kill('SIGTERM');
      await agent.finished;
      expect(world.list(DEC, 'OutBox')).toEqual(['one.xml']);
    }
    expect(world.card.wrongTries()).toBe(1);

    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    await until('it is held', async () => (await client.call('status', null)).signer?.state === 'held');
    writeFileSync(world.pinFile, CARD.pin, { mode: 0o600 });
    expect(await client.call('verifyPin', { pin: null })).toMatchObject({ state: 'ready' });
    await until('it is sent', () => world.list(DEC, 'SentBox').length === 1);
    expect(platform.received).toHaveLength(1);
  });

  test('a refused signature rejects its document with the card’s words', async () => {
    await using world = openSigningWorld({ algorithm: 'rsa-sha1', businesses: { DEC: {} } });
    await using platform = await openPlatform(world);
    world.card.control('fault SpcSignData code=50000 count=3');
    world.drop(DEC, 'refused.xml', declaration(1));
    expect(await runSwic(world, ['run', '--once'])).toMatchObject({ code: 3 });
    expect(world.list(DEC, 'FailBox')).toEqual([expect.stringMatching(/^refused_\d{17}\.xml$/)]);
    const [explanation] = world.list(DEC, 'InBox');
    expect(world.read(DEC, 'InBox', explanation ?? '')).toMatch(/signer\.refused[\s\S]*50000/);
    expect(platform.received).toHaveLength(0);
  });

  test.each(['service', 'software'] as const)(
    'are signed by a %s signer, and an expiring certificate is warned of',
    async (kind) => {
      const material = keyMaterial('rsa-sha1', 20);
      await using service = await startServiceSimulator('rsa-sha1', 0, material);
      await using world = openSigningWorld({ algorithm: 'rsa-sha1', businesses: { DEC: {} }, days: 20 });
      const [key, certificate] = ['key.pem', 'certificate.pem'].map((name) => path.join(world.directory, name)) as [
        string,
        string,
      ];
      writeFileSync(key, material.keyPem, { mode: 0o600 });
      writeFileSync(certificate, material.certificatePem);
      const signer = {
        service: { kind, url: service.url, pin: { file: world.pinFile }, pauseMs: 0 },
        software: { kind, key: { file: key }, certificate },
      }[kind];
      writeFileSync(world.config, stringify({ ...(parse(readFileSync(world.config, 'utf8')) as object), signer }));
      await using platform = await openPlatform(world);
      world.drop(DEC, 'one.xml', declaration(1));
      const { code, stderr } = await runSwic(world, ['run', '--once']);
      expect(code).toBe(0);
      expect(stderr).toMatch(/certificate .* has (19|20) days left/);
      expect(platform.received.map((message) => isSignedBy(world.card, carried(message)))).toEqual([true]);
    },
  );

  test('that cannot be signed here are sent as they are, which is said at the start; asked for by name, it is refused', async () => {
    await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
    await using platform = await openPlatform(world);
    world.drop(DEC, 'one.xml', declaration(1));
    const { code, stderr } = await runSwic(world, ['run', '--once']);
    expect(code).toBe(0);
    expect(stderr).toContain('no signer is configured');
    expect(platform.received.map((message) => carried(message).toString())).toEqual([declaration(1)]);
    const config = parse(readFileSync(world.config, 'utf8')) as object;
    writeFileSync(world.config, stringify({ ...config, businesses: { DEC: { sign: 'dec-sign' } } }));
    expect(await runSwic(world, ['run', '--once'])).toMatchObject({ code: 78 });
  });

  test('a crash of the library in the middle of 1,000 signatures loses none and doubles none', async () => {
    await using world = openSigningWorld({ algorithm: 'rsa-sha1', businesses: { DEC: {} }, base: 'eport-hsm' });
    await using platform = await openPlatform(world);
    world.card.control('crash SpcSignData skip=500 once=crashed');
    for (let number = 0; number < 1_000; number += 1) world.drop(DEC, `${number}.xml`, declaration(number));
    expect(await runSwic(world, ['run', '--once', '--wait', '60'])).toMatchObject({ code: 0 });
    expect(readdirSync(world.card.directory)).toContain('crashed');
    const key = readCertificate(world.card.material.certificateDer)?.key;
    const signed = platform.received.map((message) => signatureOf(carried(message)));
    expect(new Set(signed.map(({ clientSeqNo }) => clientSeqNo)).size).toBe(1_000);
    expect(signed).toHaveLength(1_000);
    expect(
      signed.filter(({ signature, signedBytes }) => key !== undefined && isSignatureOf(key, signedBytes, signature)),
    ).toHaveLength(1_000);
    for (const message of platform.received.slice(0, 20)) expect(isSignedBy(world.card, carried(message))).toBe(true);
    expect(world.list(DEC, 'SentBox')).toHaveLength(1_000);
    expect(await runSwic(world, ['verify'])).toMatchObject({ code: 0 });
  }, 60_000);

  test('a killed agent loses none: what was not sealed is signed anew, what is sent again is marked', async () => {
    await using world = openSigningWorld({
      algorithm: 'sm2-sm3',
      businesses: { DEC: { send: { unknownWaitMs: 200 } } },
      signer: { pauseMs: 10 },
    });
    await using platform = await openPlatform(world);
    for (let number = 0; number < 60; number += 1) world.drop(DEC, `${number}.xml`, declaration(number));
    await using agent = startSwic(world, ['run']);
    await until('some are sent', () => platform.received.length > 10);
    agent.kill('SIGKILL');
    await agent.finished;
    expect(await runSwic(world, ['run', '--once'])).toMatchObject({ code: 0 });
    const seen = platform.received.map((message) => signatureOf(carried(message)).clientSeqNo);
    expect(new Set(seen).size).toBe(60);
    const ids = new Set<string>();
    for (const { id, headers } of platform.received) {
      if (ids.has(id)) expect(Number(headers[ATTEMPT_HEADER])).toBeGreaterThan(1);
      ids.add(id);
    }
    expect(ids.size).toBe(60);
    for (const message of platform.received.slice(-10)) expect(isSignedBy(world.card, carried(message))).toBe(true);
    expect(world.list(DEC, 'SentBox')).toHaveLength(60);
    expect(await runSwic(world, ['verify'])).toMatchObject({ code: 0 });
  });

  test('the PIN is in no log, event, configuration, process list or file of ours', async () => {
    await using world = openSigningWorld({
      algorithm: 'rsa-sha1',
      businesses: { DEC: {} },
      more: { log: { level: 'debug' } },
    });
    await using platform = await openPlatform(world);
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    const events = [...(await client.call('subscribe', { afterSeq: null }))];
    world.drop(DEC, 'one.xml', declaration(1));
    await until('it is sent', () => platform.received.length === 1);
    await client.call('verifyPin', { pin: null });
    const seen = JSON.stringify([
      events,
      await client.call('subscribe', { afterSeq: null }),
      await client.call('status', null),
    ]);
    const processes = familyOf(agent.child.pid ?? 0)
      .map(readProcess)
      .join('\n');
    expect(processes).toContain('card-ffi');
    agent.kill('SIGTERM');
    const { stdout, stderr } = await agent.finished;
    const files = readdirSync(world.directory, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'));
    expect(files.join('').length).toBeGreaterThan(1_000);
    for (const text of [seen, processes, stdout, stderr, ...files]) expect(text).not.toContain(CARD.pin);
  });
});

/** The agent and whatever it started, and no other processes on this machine. */
function familyOf(pid: number): readonly number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number);
  return [pid, ...children.flatMap(familyOf)];
}

function parentOf(pid: string): number | null {
  try {
    // After the command's name, which is in parentheses and may hold anything: state, parent.
    return Number(
      readFileSync(`/proc/${pid}/stat`, 'latin1')
        .replace(/^.*\) \S /s, '')
        .split(' ')[0],
    );
  } catch {
    // It has ended.
    return null;
  }
}

/** Command line and environment, as any other process of this user sees them. */
function readProcess(pid: number): string {
  const part = (name: string): string => {
    try {
      return readFileSync(`/proc/${pid}/${name}`, 'latin1');
    } catch {
      // It ended, or belongs to another user.
      return '';
    }
  };
  return part('cmdline') + part('environ');
}
