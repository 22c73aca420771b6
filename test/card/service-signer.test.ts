import { isSignatureOf, readCertificate } from '@swic/card-ffi';
import { expect, test } from 'vitest';
import { opensslVerifies } from '../support/card/identity.js';
import { startServiceSimulator } from '../support/card/service-simulator.js';
import { openSimulatedServiceSigner, stateDirectory } from '../support/card/signer.js';
import { CARD } from '../support/card/world.js';
import { describeWithCompiler } from '../support/compiler.js';

const { signal } = new AbortController();
const request = (content: string | Uint8Array) => ({ bytes: Buffer.from(content), purpose: 'dec-sign' as const });

// These need no compiler but the openssl command, which comes with it on every machine that runs the tests.
describeWithCompiler("the vendor's websocket service", () => {
  test.each(['rsa-sha1', 'sm2-sm3'] as const)('signs with a %s card what openssl verifies', async (algorithm) => {
    await using service = await startServiceSimulator(algorithm);
    using state = stateDirectory();
    await using signer = openSimulatedServiceSigner(service.url, state);
    const result = await signer.sign(request('DecMessage'), signal);
    expect(result).toMatchObject({ certificateNumber: CARD.certificateNumber, algorithm });
    expect(opensslVerifies(algorithm, service.material, Buffer.from('DecMessage'), result.signature)).toBe(true);
    expect(await signer.describe(signal)).toMatchObject({
      kind: 'service',
      state: 'ready',
      owner: CARD.owner,
      cardId: CARD.cardId.replace('03-', ''),
    });
  });

  test('plain text goes as text, anything else as base64, and both are the same octets', async () => {
    await using service = await startServiceSimulator('rsa-sha1');
    using state = stateDirectory();
    await using signer = openSimulatedServiceSigner(service.url, state);
    const key = readCertificate(service.material.certificateDer)?.key;
    for (const content of ['ascii', '报关单', Uint8Array.of(0, 255, 254)]) {
      const { signature } = await signer.sign(request(content), signal);
      expect(key !== undefined && isSignatureOf(key, Buffer.from(content), signature)).toBe(true);
    }
    expect(service.calls.filter((name) => name.includes('Sign') && !name.includes('Cert'))).toEqual([
      'cus-sec_SpcSignDataAsPEM',
      'cus-sec_SpcSignPemDataAsPem',
      'cus-sec_SpcSignPemDataAsPem',
    ]);
  });

  test('large documents go and come in blocks', async () => {
    await using service = await startServiceSimulator('rsa-sha1');
    using state = stateDirectory();
    service.state.padding = 100_000;
    await using signer = openSimulatedServiceSigner(service.url, state);
    const content = Buffer.alloc(700_000, 'x');
    const { signature } = await signer.sign(request(content), signal);
    expect(opensslVerifies('rsa-sha1', service.material, content, signature)).toBe(true);
    expect(service.blocks.length).toBe(Math.ceil(700_100 / (120 * 1024)));
    expect(Math.max(...service.blocks)).toBe(8 + 128 + 120 * 1024);
  });

  test.each([
    ['absent', 50_070, '[读卡器底层库]复位读卡器失败:错误码=50070'],
    ['unreadable', 50_200, '[读卡器底层库]打开读卡器失败:错误码=50200'],
  ] as const)(
    "a card that is %s holds with the service's words, and work resumes by itself",
    async (reader, code, words) => {
      await using service = await startServiceSimulator('rsa-sha1');
      using state = stateDirectory();
      service.state.reader = reader;
      await using signer = openSimulatedServiceSigner(service.url, state);
      await expect(signer.sign(request('x'), signal)).rejects.toMatchObject({
        code: 'signer.absent',
        reason: words,
        detail: { code },
      });
      const back = signer.whenAvailable(signal);
      service.state.reader = 'ok';
      await back;
      await expect(signer.sign(request('x'), signal)).resolves.toBeDefined();
    },
  );

  test('a service that is not there, or sends no greeting, is absent; one that starts later is found', async () => {
    const gone = await startServiceSimulator('rsa-sha1');
    await gone[Symbol.asyncDispose]();
    using state = stateDirectory();
    await using signer = openSimulatedServiceSigner(gone.url, state);
    await expect(signer.sign(request('x'), signal)).rejects.toMatchObject({
      code: 'signer.absent',
      detail: { code: 60_408 },
    });
    await using service = await startServiceSimulator('rsa-sha1', Number(new URL(gone.url).port));
    service.state.isMute = true;
    await expect(signer.sign(request('x'), signal)).rejects.toMatchObject({ code: 'signer.absent' });
    service.state.isMute = false;
    await signer.whenAvailable(signal);
    await expect(signer.sign(request('x'), signal)).resolves.toBeDefined();
  });

  test('a lost connection costs no signature', async () => {
    await using service = await startServiceSimulator('rsa-sha1');
    using state = stateDirectory();
    await using signer = openSimulatedServiceSigner(service.url, state);
    const work = Array.from({ length: 60 }, async (_, index) => {
      if (index % 20 === 10) service.dropConnections();
      return signer.sign(request(`document ${index}`), signal);
    });
    const key = readCertificate(service.material.certificateDer)?.key;
    const results = await Promise.all(work);
    expect(
      results.every(
        ({ signature }, index) => key !== undefined && isSignatureOf(key, Buffer.from(`document ${index}`), signature),
      ),
    ).toBe(true);
  });

  test('a service that keeps silent is given up', async () => {
    await using service = await startServiceSimulator('rsa-sha1');
    using state = stateDirectory();
    await using signer = openSimulatedServiceSigner(service.url, state, { attemptsMax: 1 });
    service.state.isSilent = true;
    await expect(signer.sign(request('x'), signal)).rejects.toMatchObject({
      code: 'signer.absent',
      detail: { problem: 'silent' },
    });
  });
});

describeWithCompiler('the PIN over the service', () => {
  test("one wrong PIN is spent, over signatures and restarts, until the operator's word", async () => {
    await using service = await startServiceSimulator('rsa-sha1');
    using state = stateDirectory();
    for (let restart = 0; restart < 2; restart += 1) {
      await using signer = openSimulatedServiceSigner(service.url, state, { pin: '00000000' });
      await Promise.allSettled([1, 2, 3].map((one) => signer.sign(request(String(one)), signal)));
      expect(await signer.describe(signal)).toMatchObject({ state: 'held' });
    }
    expect(service.state.wrongTries).toBe(1);
    await using signer = openSimulatedServiceSigner(service.url, state);
    await signer.verifyPin(signal);
    await expect(signer.sign(request('x'), signal)).resolves.toBeDefined();
  });

  test('a signature refused without a known code is not tried again: it may be the PIN', async () => {
    await using service = await startServiceSimulator('rsa-sha1');
    using state = stateDirectory();
    await using signer = openSimulatedServiceSigner(service.url, state);
    await signer.sign(request('x'), signal);
    service.state.pin = '99999999';
    const answers = await Promise.allSettled([1, 2, 3].map((one) => signer.sign(request(String(one)), signal)));
    expect(answers[0]).toMatchObject({
      reason: { code: 'signer.held', reason: expect.stringContaining('卡密码错误') },
    });
    expect(service.state.wrongTries).toBe(1);
  });

  test("a signature refused with a known code is that document's alone", async () => {
    await using service = await startServiceSimulator('rsa-sha1');
    using state = stateDirectory();
    await using signer = openSimulatedServiceSigner(service.url, state);
    await signer.sign(request('x'), signal);
    service.state.signErrors = Array.from({ length: 3 }, () => ['参数错误', 'Err:Base50000']);
    const [refused, signed] = await Promise.allSettled([
      signer.sign(request('bad'), signal),
      signer.sign(request('good'), signal),
    ]);
    expect(refused).toMatchObject({ reason: { code: 'signer.refused', reason: '参数错误' } });
    expect(signed.status).toBe('fulfilled');
  });

  test('another card never gets the PIN with a signature', async () => {
    await using service = await startServiceSimulator('rsa-sha1');
    using state = stateDirectory();
    await using signer = openSimulatedServiceSigner(service.url, state);
    await signer.sign(request('x'), signal);
    service.state.cardId = '03-5555555555555';
    service.state.pin = '55555555';
    await expect(signer.sign(request('y'), signal)).rejects.toMatchObject({ code: 'signer.pin-wrong' });
    // The one attempt on the new card is the check of the PIN; no signature carried it there.
    expect(service.state.wrongTries).toBe(1);
    expect(service.calls.slice(service.calls.lastIndexOf('cus-sec_SpcVerifyPIN'))).not.toContain(
      'cus-sec_SpcSignDataAsPEM',
    );
  });
});
