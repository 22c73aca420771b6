import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { EPORT_HSM, isSignatureOf, readCertificate } from '@swic/card-ffi';
import { expect, test } from 'vitest';
import { opensslVerifies } from '../support/card/identity.js';
import { openSimulatedSigner, stateDirectory } from '../support/card/signer.js';
import { CARD, createWorld, type World } from '../support/card/world.js';
import { describeWithCompiler } from '../support/compiler.js';

const { signal } = new AbortController();
const request = (text: string) => ({ bytes: Buffer.from(text), purpose: 'dec-sign' as const });

/** Uses of the card as the simulator saw them: what was called between each Init and its Clear. */
function usesOf(world: World): readonly string[] {
  return world
    .journal()
    .join(' ')
    .split('SpcInitEnvEx')
    .slice(1)
    .map((use) => use.trim());
}

describeWithCompiler.each(['rsa-sha1', 'sm2-sm3'] as const)('a %s card', (algorithm) => {
  test('signs what node and openssl verify, and tells who signed', async () => {
    using world = createWorld(algorithm);
    using state = stateDirectory();
    await using signer = openSimulatedSigner(world, state);
    const result = await signer.sign(request('报关单'), signal);
    expect(result).toMatchObject({ certificateNumber: CARD.certificateNumber, algorithm });
    const key = readCertificate(result.certificate ?? new Uint8Array())?.key;
    expect(key !== undefined && isSignatureOf(key, Buffer.from('报关单'), result.signature)).toBe(true);
    expect(opensslVerifies(algorithm, world.material, Buffer.from('报关单'), result.signature)).toBe(true);
    expect(await signer.describe(signal)).toEqual({
      kind: 'card',
      state: 'ready',
      cardId: CARD.cardId.replace('03-', ''),
      certificateNumber: CARD.certificateNumber,
      owner: CARD.owner,
      algorithm,
      validUntilMs: Date.parse(new X509Certificate(world.material.certificateDer).validTo),
      faultCode: null,
    });
  });
});

describeWithCompiler('the rules of the card', () => {
  test('each signature is Init, guard, PIN, signature, Clear, whatever many ask at once', async () => {
    using world = createWorld('rsa-sha1');
    using state = stateDirectory();
    await using signer = openSimulatedSigner(world, state);
    await Promise.all(Array.from({ length: 20 }, (_, index) => signer.sign(request(String(index)), signal)));
    const [identity, attempt, ...signatures] = usesOf(world);
    expect(identity).not.toContain('SpcVerifyPIN');
    expect(attempt).toBe('SpcGetCardID SpcVerifyPIN SpcClearEnv');
    expect(new Set(signatures)).toEqual(new Set(['SpcGetCardID SpcVerifyPIN SpcSignData SpcClearEnv']));
    expect(signatures).toHaveLength(20);
  });

  test('an HSM signs many in one use, each its own', async () => {
    using world = createWorld('sm2-sm3');
    using state = stateDirectory();
    await using signer = openSimulatedSigner(world, state, { card: { profile: EPORT_HSM } });
    const texts = Array.from({ length: 70 }, (_, index) => `document ${index}`);
    const results = await Promise.all(texts.map((text) => signer.sign(request(text), signal)));
    const key = readCertificate(world.material.certificateDer)?.key;
    expect(
      results.every(
        (result, index) => key !== undefined && isSignatureOf(key, Buffer.from(texts[index] ?? ''), result.signature),
      ),
    ).toBe(true);
    expect(usesOf(world).length).toBeLessThan(10);
  });

  test('signatures keep their distance', async () => {
    using world = createWorld('rsa-sha1');
    using state = stateDirectory();
    await using signer = openSimulatedSigner(world, state, { pauseMs: 60 });
    await signer.sign(request('first'), signal);
    const started = performance.now();
    await Promise.all([1, 2, 3].map((one) => signer.sign(request(String(one)), signal)));
    expect(performance.now() - started).toBeGreaterThanOrEqual(3 * 60 - 5);
  });

  test('a reader that fails now and then is tried again, and its user notices nothing', async () => {
    using world = createWorld('rsa-sha1');
    using state = stateDirectory();
    await using signer = openSimulatedSigner(world, state);
    await signer.sign(request('warm'), signal);
    world.control('fault SpcSignData code=50070 skip=1 count=1', 'fault SpcInitEnvEx code=50200 skip=4 count=1');
    await expect(signer.sign(request('x'), signal)).resolves.toMatchObject({
      certificateNumber: CARD.certificateNumber,
    });
  });

  test("a refused document is rejected with the card's words, the others are signed", async () => {
    using world = createWorld('rsa-sha1');
    using state = stateDirectory();
    await using signer = openSimulatedSigner(world, state);
    await signer.sign(request('warm'), signal);
    world.control('fault SpcSignData code=51006 skip=1 count=3');
    const [refused, signed] = await Promise.allSettled([
      signer.sign(request('bad'), signal),
      signer.sign(request('good'), signal),
    ]);
    expect(refused).toMatchObject({
      status: 'rejected',
      reason: { code: 'signer.refused', fate: 'reject', reason: '不支持的算法' },
    });
    expect(signed).toMatchObject({ status: 'fulfilled' });
  });
});

describeWithCompiler('cards that come and go', () => {
  test('without a card everyone waits with the same fault, and work resumes when the card is back', async () => {
    using world = createWorld('rsa-sha1');
    using state = stateDirectory();
    world.control('present no');
    await using signer = openSimulatedSigner(world, state);
    await expect(signer.sign(request('x'), signal)).rejects.toMatchObject({
      code: 'signer.absent',
      fate: 'hold',
      detail: { code: 50_070 },
    });
    expect(await signer.describe(signal)).toMatchObject({ state: 'absent', faultCode: 'signer.absent', cardId: null });
    let isBack = false;
    const back = signer.whenAvailable(signal).then(() => (isBack = true));
    const polls = usesOf(world).length;
    await expect.poll(() => usesOf(world).length).toBeGreaterThan(polls + 2);
    expect(isBack).toBe(false);
    world.control();
    await back;
    await expect(signer.sign(request('x'), signal)).resolves.toBeDefined();
  });

  test('a card that is pulled is noticed by looking at the signer, without a signature', async () => {
    using world = createWorld('rsa-sha1');
    using state = stateDirectory();
    await using signer = openSimulatedSigner(world, state);
    expect(await signer.describe(signal)).toMatchObject({ state: 'ready' });
    world.control('present no');
    await expect.poll(async () => (await signer.describe(signal)).state).toBe('absent');
  });

  test('waiting for a card ends with its caller', async () => {
    using world = createWorld('rsa-sha1');
    using state = stateDirectory();
    world.control('present no');
    await using signer = openSimulatedSigner(world, state);
    const leaving = new AbortController();
    const waiting = signer.whenAvailable(leaving.signal);
    leaving.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'operation.aborted' });
  });

  test('another card is recognised before a signature, and the PIN is tried on it once', async () => {
    using world = createWorld('rsa-sha1');
    using state = stateDirectory();
    await using signer = openSimulatedSigner(world, state);
    await signer.sign(request('x'), signal);
    world.swapCard('03-7777777777777');
    await signer.sign(request('y'), signal);
    expect(await signer.describe(signal)).toMatchObject({ cardId: '7777777777777' });
    expect(usesOf(world).filter((use) => use === 'SpcGetCardID SpcVerifyPIN SpcClearEnv')).toHaveLength(2);
  });
});

describeWithCompiler('the PIN budget', () => {
  test("one wrong PIN is spent, over signatures and restarts, until the operator's word", async () => {
    using world = createWorld('rsa-sha1');
    using state = stateDirectory();
    for (let restart = 0; restart < 3; restart += 1) {
      await using signer = openSimulatedSigner(world, state, { pin: '00000000' });
      const answers = await Promise.allSettled([1, 2, 3, 4].map((one) => signer.sign(request(String(one)), signal)));
      const code = restart === 0 ? 'signer.pin-wrong' : 'signer.held';
      expect(answers[0]).toMatchObject({ reason: { code, fate: 'hold', reason: '卡密码错误' } });
      expect(await signer.describe(signal)).toMatchObject({
        state: 'held',
        faultCode: 'signer.held',
        cardId: CARD.cardId.replace('03-', ''),
      });
    }
    expect(world.wrongTries()).toBe(1);
    await using signer = openSimulatedSigner(world, state, { pin: CARD.pin });
    await expect(signer.sign(request('x'), signal)).rejects.toMatchObject({ code: 'signer.held' });
    const available = signer.whenAvailable(signal);
    await signer.verifyPin(signal);
    await available;
    await expect(signer.sign(request('x'), signal)).resolves.toBeDefined();
    expect(world.wrongTries()).toBe(0);
  });

  test('a wrong PIN tried by the operator is one more attempt, and then it is held again', async () => {
    using world = createWorld('rsa-sha1');
    using state = stateDirectory();
    await using signer = openSimulatedSigner(world, state, { pin: '00000000' });
    await expect(signer.verifyPin(signal)).rejects.toMatchObject({ code: 'signer.pin-wrong' });
    await expect(signer.sign(request('x'), signal)).rejects.toMatchObject({ code: 'signer.held' });
    await expect(signer.verifyPin(signal)).rejects.toMatchObject({ code: 'signer.pin-wrong' });
    expect(world.wrongTries()).toBe(2);
  });

  test('a right PIN that was changed elsewhere is refused once and never again', async () => {
    using world = createWorld('rsa-sha1');
    using state = stateDirectory();
    await using signer = openSimulatedSigner(world, state);
    await signer.sign(request('x'), signal);
    world.control('pin 99999999');
    const answers = await Promise.allSettled([1, 2, 3].map((one) => signer.sign(request(String(one)), signal)));
    expect(answers.every(({ status }) => status === 'rejected')).toBe(true);
    expect(world.wrongTries()).toBe(1);
  });

  test('a library that dies over the PIN holds: the attempt may have counted', async () => {
    using world = createWorld('rsa-sha1');
    using state = stateDirectory();
    world.control('crash SpcVerifyPIN once=crashed');
    await using signer = openSimulatedSigner(world, state);
    await expect(signer.sign(request('x'), signal)).rejects.toMatchObject({
      code: 'signer.held',
      detail: { problem: 'pin-unknown' },
    });
    expect(world.journal().filter((name) => name === 'SpcVerifyPIN')).toHaveLength(1);
    await signer.release();
    await expect(signer.sign(request('x'), signal)).resolves.toBeDefined();
  });

  test('an absent card spends nothing', async () => {
    using world = createWorld('rsa-sha1');
    using state = stateDirectory();
    world.control('fault SpcVerifyPIN code=50070 count=1');
    await using signer = openSimulatedSigner(world, state, { attemptsMax: 1 });
    await expect(signer.sign(request('x'), signal)).rejects.toMatchObject({ code: 'signer.absent' });
    expect(existsSync(state.pinStateFile)).toBe(false);
    await expect(signer.sign(request('x'), signal)).resolves.toBeDefined();
  });
});

describeWithCompiler('a vendor crash in the middle of 1,000 signatures', () => {
  test.each([
    ['one by one', {}],
    ['in batches', { card: { profile: EPORT_HSM } }],
  ])('%s loses none and doubles none', async (_name, changes) => {
    using world = createWorld('rsa-sha1');
    using state = stateDirectory();
    world.control(
      'crash SpcSignData skip=137 once=first',
      'crash SpcSignData skip=400 once=second',
      'crash SpcInitEnvEx skip=40 once=third',
    );
    await using signer = openSimulatedSigner(world, state, changes);
    const answered = new Map<number, number>();
    const key = readCertificate(world.material.certificateDer)?.key;
    const work = Array.from({ length: 1_000 }, async (_, index) => {
      const { signature } = await signer.sign(request(`document ${index}`), signal);
      answered.set(index, (answered.get(index) ?? 0) + 1);
      return key !== undefined && isSignatureOf(key, Buffer.from(`document ${index}`), signature);
    });
    const verified = await Promise.all(work);
    expect(verified.filter((one) => one)).toHaveLength(1_000);
    expect([...answered.values()].every((times) => times === 1)).toBe(true);
    expect(answered.size).toBe(1_000);
    expect(
      ['first', 'second', 'third'].filter((name) => existsSync(`${world.directory}/${name}`)).length,
    ).toBeGreaterThanOrEqual(2);
  });
});
