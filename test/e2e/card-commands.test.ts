import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { runSwic, startSwic } from '../support/agent-process.js';
import { buildSimulator } from '../support/card/build-simulator.js';
import { type KeyMaterial, keyMaterial, opensslVerifies } from '../support/card/identity.js';
import { carried, isSignedBy, openSigningWorld, type SigningWorld } from '../support/card/signing-world.js';
import { CARD } from '../support/card/world.js';
import { describeWithCompiler } from '../support/compiler.js';
import { declaration } from '../support/documents.js';
import { findFreePorts } from '../support/free-ports.mjs';
import { openPlatform } from '../support/platform.js';
import { until } from '../support/until.js';
import { openWorld } from '../support/world.js';

const SWIC = fileURLToPath(new URL('../../packages/agent/bin/swic.cjs', import.meta.url));
const DEC = 'Deccus001';

/** One command, with something on its standard input. */
function swic(world: { readonly config: string }, words: readonly string[], input = '', environment = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SWIC, ...words, '--config', world.config], {
    input,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  return { code: status, stdout, stderr };
}

/** No keyring answers there, and the file is the test's own: no real secrets are touched. */
function ownSecrets(world: SigningWorld): Readonly<Record<string, string>> {
  return {
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere',
    SWIC_SECRETS_FILE: path.join(world.card.directory, 'secrets.json'),
    // Where a machine without an id of its own keeps one.
    XDG_STATE_HOME: world.card.directory,
  };
}

function reconfigure(world: { readonly config: string }, signer: Readonly<Record<string, unknown>>): void {
  const config = parse(readFileSync(world.config, 'utf8')) as { signer: object };
  writeFileSync(world.config, stringify({ ...config, signer: { ...config.signer, ...signer } }));
}

describeWithCompiler('swic card', () => {
  test.each(['rsa-sha1', 'sm2-sm3'] as const)(
    'info, sign, verify and cert with %s, as openssl confirms',
    async (algorithm) => {
      await using world = openSigningWorld({ algorithm, businesses: { DEC: {} } });
      const info = await runSwic(world, ['card', 'info', '--json']);
      expect(JSON.parse(info.stdout)).toMatchObject({
        kind: 'card',
        state: 'ready',
        cardId: '9900000000001',
        owner: CARD.owner,
        companyName: CARD.companyName,
        algorithm,
      });
      const [file, signature, certificate] = ['text', 'text.sig', 'cert.pem'].map((name) =>
        path.join(world.directory, name),
      ) as [string, string, string];
      writeFileSync(file, 'what is signed 中文');
      expect(await runSwic(world, ['card', 'sign', file, '--out', signature])).toMatchObject({ code: 0 });
      expect(opensslVerifies(algorithm, world.card.material, readFileSync(file), readFileSync(signature))).toBe(true);
      expect(await runSwic(world, ['card', 'verify', file, '--signature', signature])).toMatchObject({ code: 0 });
      const { stdout } = await runSwic(world, ['card', 'cert']);
      writeFileSync(certificate, stdout);
      expect(
        execFileSync('openssl', ['x509', '-in', certificate, '-noout', '-subject'], { encoding: 'utf8' }),
      ).toContain('swic synthetic');
      writeFileSync(file, 'something else');
      expect(
        await runSwic(world, ['card', 'verify', file, '--signature', signature, '--certificate', certificate]),
      ).toMatchObject({ code: 1 });
    },
  );

  test('a running agent answers for its card, so that no other program opens the reader', async () => {
    await using world = openSigningWorld({ algorithm: 'rsa-sha1', businesses: { DEC: {} } });
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    await until('the card was seen', async () => (await client.call('status', null)).signer?.state === 'ready');
    const file = path.join(world.directory, 'text');
    writeFileSync(file, 'x');
    const { stdout } = await runSwic(world, ['card', 'sign', file, '--json']);
    const { signature } = JSON.parse(stdout) as { readonly signature: string };
    expect(opensslVerifies('rsa-sha1', world.card.material, Buffer.from('x'), Buffer.from(signature, 'base64'))).toBe(
      true,
    );
    expect(await runSwic(world, ['card', 'verify-pin', '--json'])).toMatchObject({ code: 0 });
    // Every call into the library came from one process: the agent's card host.
    const callers = readFileSync(path.join(world.card.directory, 'journal'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split(' ')[0]);
    expect(new Set(callers).size).toBe(1);
  });

  test('shutdown ends a running agent in order, and says so when none runs', async () => {
    await using world = openSigningWorld({ algorithm: 'rsa-sha1', businesses: { DEC: {} } });
    await using agent = startSwic(world, ['run']);
    await disposed(agent.connect());
    expect(await runSwic(world, ['shutdown', '--json'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('true'),
    });
    expect(await agent.finished).toMatchObject({ code: 0, signal: null });
    expect((await runSwic(world, ['shutdown'])).stderr).toContain('instance.not-running');
  });

  test('doctor says step by step what is there and what is missing, and never tries a PIN', async () => {
    await using world = openSigningWorld({ algorithm: 'rsa-sha1', businesses: { DEC: {} }, pin: '00000000' });
    const steps = async (): Promise<readonly (readonly [string, string])[]> => {
      const { stdout } = await runSwic(world, ['card', 'doctor', '--json']);
      return (JSON.parse(stdout) as { findings: { step: string; outcome: string }[] }).findings.map(
        ({ step, outcome }) => [step, outcome],
      );
    };
    expect((await steps()).filter(([, outcome]) => outcome === 'failed')).toEqual([]);
    world.card.control('present no');
    expect(await steps()).toContainEqual(['card', 'failed']);
    expect(world.card.wrongTries()).toBe(0);
    // Nothing configured yet: a library in the usual places is found, the service that does not run is told of.
    world.card.control();
    const config = parse(readFileSync(world.config, 'utf8')) as object;
    writeFileSync(world.config, stringify({ ...config, signer: null }));
    const usual = { LD_LIBRARY_PATH: path.dirname(buildSimulator()), SWIC_CARD_SIMULATOR: world.card.directory };
    const around = JSON.parse(swic(world, ['card', 'doctor', '--json'], '', usual).stdout) as { findings: object[] };
    expect(around.findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ step: 'library', outcome: 'ok' }),
        expect.objectContaining({ step: 'service', outcome: 'failed' }),
      ]),
    );
    writeFileSync(world.config, stringify(config));

    reconfigure(world, { library: '/nowhere/libSPSecureAPI.so' });
    expect(await steps()).toContainEqual(['library', 'failed']);
    expect(await runSwic(world, ['card', 'doctor'])).toMatchObject({ code: 69 });
    // At the start it is a wrong configuration; while it runs it would only hold who needs it.
    expect(await runSwic(world, ['run', '--once'])).toMatchObject({ code: 78 });
  });

  test('a PIN is saved once where only this user on this machine can read it, and the configuration refers to it', async () => {
    await using world = openSigningWorld({ algorithm: 'rsa-sha1', businesses: { DEC: {} } });
    const environment = ownSecrets(world);
    reconfigure(world, { pin: { keyring: 'card-pin' } });
    const file = path.join(world.directory, 'text');
    writeFileSync(file, 'x');
    expect(swic(world, ['card', 'sign', file], '', environment).stderr).toContain('config.secret-missing');
    expect(swic(world, ['secret', 'set', 'card-pin'], `${CARD.pin}\n`, environment)).toMatchObject({ code: 0 });
    const stored = environment['SWIC_SECRETS_FILE'] ?? '';
    expect(statSync(stored).mode & 0o777).toBe(0o600);
    expect(readFileSync(stored, 'utf8')).not.toContain(CARD.pin);
    expect(swic(world, ['card', 'sign', file], '', environment)).toMatchObject({ code: 0 });
    const { stdout } = swic(world, ['secret', 'list', '--json'], '', environment);
    expect(JSON.parse(stdout)).toEqual([{ name: 'card-pin', store: 'file' }]);
    // A copy with another salt is what another machine's key looks like: it opens nothing.
    writeFileSync(stored, readFileSync(stored, 'utf8').replace(/"salt": "../, '"salt": "ff'));
    expect(swic(world, ['card', 'sign', file], '', environment).stderr).toContain(
      'saved by another user or on another machine',
    );
    expect(swic(world, ['secret', 'remove', 'card-pin'], '', environment)).toMatchObject({ code: 0 });
    expect(swic(world, ['secret', 'remove', 'card-pin'], '', environment)).toMatchObject({ code: 1 });
    expect(swic(world, ['secret', 'set', 'empty'], '', environment)).toMatchObject({ code: 2 });
  });

  test('a wrong PIN that is typed costs one attempt and a right one is kept', async () => {
    await using world = openSigningWorld({ algorithm: 'rsa-sha1', businesses: { DEC: {} } });
    const environment = ownSecrets(world);
    reconfigure(world, { pin: { keyring: 'card-pin' } });
    expect(swic(world, ['card', 'verify-pin', '--ask'], '11111111', environment)).toMatchObject({ code: 77 });
    expect(world.card.wrongTries()).toBe(1);
    const file = path.join(world.directory, 'text');
    writeFileSync(file, 'x');
    expect(swic(world, ['card', 'sign', file], '', environment).stderr).toContain('signer.held');
    expect(world.card.wrongTries()).toBe(1);
    expect(swic(world, ['card', 'verify-pin', '--ask'], CARD.pin, environment)).toMatchObject({ code: 0 });
    expect(swic(world, ['card', 'sign', file], '', environment)).toMatchObject({ code: 0 });
  });

  test.each(['card serve', 'a running agent'])(
    'another agent signs through %s, and a stranger does not',
    async (who) => {
      const [server, client, stranger] = [keyOf('server'), keyOf('client'), keyOf('stranger')];
      const [port = 0] = await findFreePorts(1);
      await using holder = openSigningWorld({ algorithm: 'sm2-sm3', businesses: { EDOC: {} } });
      const identity = writeIdentity(holder.directory, server);
      const serve = { port, ...identity, allowed: [fingerprintOf(client)] };
      const config = parse(readFileSync(holder.config, 'utf8')) as object;
      writeFileSync(holder.config, stringify({ ...config, signing: { serve } }));
      await using lending = startSwic(holder, who === 'card serve' ? ['card', 'serve'] : ['run']);
      if (who === 'card serve') await until('it listens', () => lending.said().includes('Signing for'));
      else await disposed(lending.connect());

      const remote = (pem: Pem, directory: string) => ({
        kind: 'remote',
        host: '127.0.0.1',
        port,
        ...writeIdentity(directory, pem),
        serverFingerprint: fingerprintOf(server),
        watchMs: 1_000,
      });
      await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
      const plain = parse(readFileSync(world.config, 'utf8')) as object;
      await using platform = await openPlatform(world);
      world.drop(DEC, 'one.xml', declaration(1));
      writeFileSync(world.config, stringify({ ...plain, signer: remote(stranger, world.directory) }));
      expect(await runSwic(world, ['card', 'info'])).toMatchObject({ code: 69 });
      await until('the stranger is told of', () =>
        lending.said().includes(fingerprintOf(stranger).replaceAll(':', '')),
      );
      writeFileSync(world.config, stringify({ ...plain, signer: remote(client, world.directory) }));
      expect(await runSwic(world, ['run', '--once'])).toMatchObject({ code: 0 });
      expect(platform.received.map((message) => isSignedBy(holder.card, carried(message)))).toEqual([true]);
      lending.kill('SIGTERM');
      expect(await lending.finished).toMatchObject({ code: 0 });
    },
  );
});

type Pem = Pick<KeyMaterial, 'keyPem' | 'certificatePem'>;

/** TLS 1.3 takes no RSA-1024 for a handshake, so these keys are larger than a card's. */
function keyOf(name: string): KeyMaterial {
  return keyMaterial('rsa-sha1', 30, name, 2048);
}

function writeIdentity(
  directory: string,
  { keyPem, certificatePem }: Pem,
): { certificate: string; key: { file: string } } {
  const [key, certificate] = [path.join(directory, 'tls-key.pem'), path.join(directory, 'tls-cert.pem')];
  writeFileSync(key, keyPem, { mode: 0o600 });
  writeFileSync(certificate, certificatePem);
  return { certificate, key: { file: key } };
}

function fingerprintOf({ certificatePem }: Pem): string {
  return new X509Certificate(certificatePem).fingerprint256;
}

async function disposed(opening: Promise<AsyncDisposable>): Promise<void> {
  await using _opened = await opening;
}
