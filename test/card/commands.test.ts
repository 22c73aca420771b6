import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cardInfo, certificate, doctor, openSoftwareSigner, signFile, verifyFile, verifyPin } from '@swic/card-ffi';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildSimulator } from '../support/card/build-simulator.js';
import { cardOptions, systemClock } from '../support/card/card.js';
import { keyMaterial, opensslVerifies } from '../support/card/identity.js';
import { startServiceSimulator } from '../support/card/service-simulator.js';
import { openSimulatedSigner, stateDirectory } from '../support/card/signer.js';
import { CARD, createWorld } from '../support/card/world.js';
import { describeWithCompiler } from '../support/compiler.js';

const { signal } = new AbortController();
let directory = '';
const at = (name: string): string => join(directory, name);

/** A library that has nothing to do with cards: the addon of ffi-rs itself. */
function anotherLibrary(): string {
  const modules = fileURLToPath(new URL('../../node_modules/@yuuang/', import.meta.url));
  const files = readdirSync(modules, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.node'));
  return join(modules, files[0] ?? '');
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'swic-card-commands-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describeWithCompiler('the card commands', () => {
  test('info tells the card, its owner and the days left, as plain JSON', async () => {
    using world = createWorld('sm2-sm3', 45);
    using state = stateDirectory();
    await using signer = openSimulatedSigner(world, state);
    const info = await cardInfo(signer, systemClock, signal);
    expect(info).toMatchObject({
      state: 'ready',
      owner: CARD.owner,
      companyName: CARD.companyName,
      algorithm: 'sm2-sm3',
      expiry: { daysLeft: 44, warning: 60 },
    });
    expect(JSON.parse(JSON.stringify(info))).toEqual(info);
  });

  test('info of an absent card is an answer, not an error', async () => {
    using world = createWorld('rsa-sha1');
    using state = stateDirectory();
    world.control('present no');
    await using signer = openSimulatedSigner(world, state);
    expect(await cardInfo(signer, systemClock, signal)).toMatchObject({
      state: 'absent',
      faultCode: 'signer.absent',
      expiry: null,
    });
  });

  test.each(['rsa-sha1', 'sm2-sm3'] as const)(
    'a file signed with %s is verified here and by openssl, and a changed one is not',
    async (algorithm) => {
      using world = createWorld(algorithm);
      using state = stateDirectory();
      await using signer = openSimulatedSigner(world, state);
      writeFileSync(at('doc.xml'), '<报关单/>');
      writeFileSync(at('card.der'), world.material.certificateDer);
      const signed = await signFile(signer, { file: at('doc.xml'), signatureFile: at('doc.sig') }, signal);
      expect(signed).toMatchObject({
        algorithm,
        certificateNumber: CARD.certificateNumber,
        signatureFile: at('doc.sig'),
      });
      expect(opensslVerifies(algorithm, world.material, readFileSync(at('doc.xml')), readFileSync(at('doc.sig')))).toBe(
        true,
      );
      writeFileSync(at('doc.b64'), `${signed.signature}\n`);
      for (const signatureFile of [at('doc.sig'), at('doc.b64')]) {
        const byFile = { file: at('doc.xml'), signatureFile, certificateFile: at('card.der') };
        expect(await verifyFile(byFile, null, systemClock, signal)).toMatchObject({
          isValid: true,
          algorithm,
          isCertificateTimely: true,
        });
        expect(await verifyFile({ ...byFile, certificateFile: null }, signer, systemClock, signal)).toMatchObject({
          isValid: true,
        });
      }
      writeFileSync(at('doc.xml'), '<报关单 />');
      expect(
        await verifyFile(
          { file: at('doc.xml'), signatureFile: at('doc.sig'), certificateFile: at('card.der') },
          null,
          systemClock,
          signal,
        ),
      ).toMatchObject({ isValid: false });
    },
  );

  test('an existing signature file is not overwritten, and a missing document is named', async () => {
    using world = createWorld('rsa-sha1');
    using state = stateDirectory();
    await using signer = openSimulatedSigner(world, state);
    writeFileSync(at('doc.xml'), 'x');
    writeFileSync(at('doc.sig'), 'mine');
    await expect(signFile(signer, { file: at('doc.xml'), signatureFile: at('doc.sig') }, signal)).rejects.toMatchObject(
      { code: 'config.exists' },
    );
    expect(readFileSync(at('doc.sig'), 'utf8')).toBe('mine');
    await expect(signFile(signer, { file: at('none.xml'), signatureFile: null }, signal)).rejects.toMatchObject({
      code: 'command.not-found',
      detail: { file: at('none.xml') },
    });
  });

  test("verify-pin is the operator's word, and a signer without a PIN says so", async () => {
    using world = createWorld('rsa-sha1');
    using state = stateDirectory();
    {
      await using wrong = openSimulatedSigner(world, state, { pin: '00000000' });
      await expect(verifyPin(wrong, systemClock, signal)).rejects.toMatchObject({ code: 'signer.pin-wrong' });
    }
    await using signer = openSimulatedSigner(world, state);
    expect(await verifyPin(signer, systemClock, signal)).toMatchObject({ state: 'ready' });
    const { keyPem, certificatePem } = keyMaterial('rsa-sha1');
    await using software = await openSoftwareSigner({
      key: async () => keyPem,
      passphrase: null,
      certificate: certificatePem,
      certificateNumber: null,
    });
    await expect(verifyPin(software, systemClock, signal)).rejects.toMatchObject({ code: 'signer.configuration' });
  });

  test('cert shows the certificate, of a card and of a software key', async () => {
    using world = createWorld('rsa-sha1', 20);
    using state = stateDirectory();
    await using signer = openSimulatedSigner(world, state);
    expect(await certificate(signer, systemClock, signal)).toMatchObject({
      certificateNumber: CARD.certificateNumber,
      algorithm: 'rsa-sha1',
      expiry: { warning: 30 },
      pem: world.material.certificatePem,
    });
    const { keyPem, certificatePem } = keyMaterial('sm2-sm3');
    await using software = await openSoftwareSigner({
      key: async () => keyPem,
      passphrase: null,
      certificate: certificatePem,
      certificateNumber: null,
    });
    expect(await certificate(software, systemClock, signal)).toMatchObject({
      algorithm: 'sm2-sm3',
      pem: certificatePem,
    });
  });
});

describeWithCompiler('the doctor', () => {
  const outcomes = (report: Awaited<ReturnType<typeof doctor>>): Record<string, string> =>
    Object.fromEntries(report.findings.map(({ step, outcome }) => [step, outcome]));

  test('finds nothing to do when all is well, and tries no PIN', async () => {
    using world = createWorld('rsa-sha1');
    using state = stateDirectory();
    await using service = await startServiceSimulator('rsa-sha1');
    const report = await doctor(
      {
        card: cardOptions(world),
        pinStateFile: state.pinStateFile,
        service: { url: service.url, connectLimitMs: 500, requestLimitMs: 500 },
      },
      systemClock,
      signal,
    );
    expect(outcomes(report)).toEqual({
      library: 'ok',
      runtime: 'ok',
      bitness: 'ok',
      dependencies: 'ok',
      functions: 'ok',
      host: 'ok',
      reader: 'ok',
      card: 'ok',
      certificate: 'ok',
      pin: 'ok',
      service: 'ok',
    });
    expect(report.isHealthy).toBe(true);
    expect(world.journal()).not.toContain('SpcVerifyPIN');
  });

  test.each([
    ['no library', { library: '/nowhere/SPSecureAPI.dll' }, [], { library: 'failed', host: 'failed', card: 'skipped' }],
    ['no Node', { runtime: '/nowhere/node' }, [], { runtime: 'failed', bitness: 'skipped', host: 'failed' }],
    ['no reader', {}, ['reader no'], { host: 'ok', reader: 'failed', card: 'skipped' }],
    ['no card', {}, ['present no'], { host: 'ok', card: 'failed' }],
    ['a library that dies', {}, ['crash SpcInitEnvEx'], { host: 'ok', card: 'failed' }],
  ] as const)(
    'with %s it says where it ends, with advice in two languages',
    async (_name, changes, control, wanted) => {
      using world = createWorld('rsa-sha1');
      world.control(...control);
      const report = await doctor(
        { card: cardOptions(world, changes), pinStateFile: null, service: null },
        systemClock,
        signal,
      );
      expect(outcomes(report)).toMatchObject(wanted);
      expect(report.isHealthy).toBe(false);
      const bad = report.findings.filter(({ outcome }) => outcome === 'failed');
      expect(
        bad.every(
          ({ zh, en, advice }) => zh !== '' && en !== '' && advice !== null && /\p{Script=Han}/u.test(advice.zh),
        ),
      ).toBe(true);
    },
  );

  test('another library, another processor, an expiring certificate and a held PIN are told', async () => {
    using world = createWorld('rsa-sha1', 5);
    using state = stateDirectory();
    writeFileSync(
      state.pinStateFile,
      JSON.stringify({
        version: 1,
        kind: 'held',
        reason: 'wrong',
        atMs: 1,
        cardId: null,
        code: 51_001,
        words: '卡密码错误',
      }),
    );
    const expiring = await doctor(
      { card: cardOptions(world), pinStateFile: state.pinStateFile, service: null },
      systemClock,
      signal,
    );
    expect(outcomes(expiring)).toMatchObject({ certificate: 'warning', pin: 'failed' });
    const foreign = Buffer.from(readFileSync(buildSimulator()));
    foreign.writeUInt16LE(183, 18);
    writeFileSync(at('arm.so'), foreign);
    expect(
      outcomes(
        await doctor(
          { card: cardOptions(world, { library: at('arm.so') }), pinStateFile: null, service: null },
          systemClock,
          signal,
        ),
      ),
    ).toMatchObject({ bitness: 'failed', host: 'failed' });
    copyFileSync(anotherLibrary(), at('other.so'));
    expect(
      outcomes(
        await doctor(
          { card: cardOptions(world, { library: at('other.so') }), pinStateFile: null, service: null },
          systemClock,
          signal,
        ),
      ),
    ).toMatchObject({ functions: 'failed' });
    expect(existsSync(state.pinStateFile)).toBe(true);
  });
});
