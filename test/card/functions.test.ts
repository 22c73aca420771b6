import { createHash, X509Certificate } from 'node:crypto';
import {
  type Card,
  CERTIFICATE_INFO_INDEX,
  optionalStep,
  parseProfile,
  SPC_NAMES,
  SYMMETRIC_FLAG,
  step,
} from '@swic/card-ffi';
import { expect, test } from 'vitest';
import { openSimulatedCard } from '../support/card/card.js';
import { type CardAlgorithm, opensslVerifies } from '../support/card/identity.js';
import { CARD, createWorld as createSimulatedWorld, type World } from '../support/card/world.js';
import { describeWithCompiler } from '../support/compiler.js';

const { signal } = new AbortController();
const DATA = Buffer.from('DecMessage 报关单\0with a NUL inside');

/** Every function that any test of this file has called, as the simulator saw it. */
const called = new Set<string>();

function createWorld(algorithm: CardAlgorithm): World {
  const world = createSimulatedWorld(algorithm);
  const collect = (): void => {
    for (const name of world.journal()) called.add(name);
    world[Symbol.dispose]();
  };
  return { ...world, [Symbol.dispose]: collect };
}

/** One use with the right PIN; the test fails when a call does. */
function withPin<const S extends Parameters<Card['use']>[0]['steps']>(card: Card, steps: S) {
  return card.use({ pin: Buffer.from(CARD.pin), expectedCard: null, isBracketed: true, steps }, signal);
}

describeWithCompiler.each(['rsa-sha1', 'sm2-sm3'] as const)('the whole function table, %s card', (algorithm) => {
  test("identity fields arrive in the library's own encoding", async () => {
    using world = createWorld(algorithm);
    await using card = openSimulatedCard(world);
    const { outputs, failure } = await withPin(card, [
      step('SpcGetCardID', {}),
      step('SpcGetCertNo', {}),
      step('SpcGetUName', {}),
      step('SpcGetEntID', {}),
      step('SpcGetEntName', {}),
      step('SpcGetEntMode', {}),
      step('SpcGetCardUserInfo', {}),
      step('SpcGetCardAttachInfo', {}),
      step('SpcGetModuleVer', {}),
      step('SpcGetRaType', {}),
      step('SpcGetDevAsymAlgoFlag', {}),
      step('SpcGetCardState', { type: 450, index: 8008 }),
    ]);
    expect(failure).toBeNull();
    expect(outputs.map((one) => (one === null ? null : Object.values(one)[0]))).toEqual([
      CARD.cardId,
      CARD.certificateNumber,
      CARD.owner,
      CARD.companyId,
      CARD.companyName,
      '1',
      `${CARD.owner};${CARD.companyId}`,
      new Uint8Array(Buffer.from('attachment')),
      'swic card simulator 1.0',
      0,
      algorithm === 'rsa-sha1' ? 65_536n : 131_072n,
      300,
    ]);
  });

  test('signatures are real: the library, openssl and node agree', async () => {
    using world = createWorld(algorithm);
    await using card = openSimulatedCard(world);
    const certificate = world.material.certificateDer;
    const { outputs } = await withPin(card, [
      step('SpcSignData', { data: DATA }),
      step('SpcGetCertPubKey', { certificate }),
    ]);
    const signature = outputs[0]?.signature ?? new Uint8Array();
    const publicKey = outputs[1]?.publicKey ?? new Uint8Array();
    expect(signature).toHaveLength(algorithm === 'rsa-sha1' ? 128 : 64);
    expect(opensslVerifies(algorithm, world.material, DATA, signature)).toBe(true);
    const other = Buffer.from('another document');
    const checks = await withPin(card, [
      step('SpcVerifySignData', { certificate, data: DATA, signature }),
      step('SpcVerifySignWithPubKey', { publicKey, data: DATA, signature }),
      optionalStep('SpcVerifySignData', { certificate, data: other, signature }),
      optionalStep('SpcVerifySignWithPubKey', { publicKey, data: other, signature }),
    ]);
    expect(checks.codes).toEqual([0, 0, 51_007, 51_007]);
  });

  test('a digest is signed and verified without hashing it again', async () => {
    using world = createWorld(algorithm);
    await using card = openSimulatedCard(world);
    const certificate = world.material.certificateDer;
    const publicKey = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
    const digest =
      algorithm === 'rsa-sha1' ? createHash('sha1').update(DATA).digest() : createHash('sm3').update(DATA).digest();
    const { outputs } = await withPin(card, [step('SpcSignDataNoHash', { data: digest })]);
    const signature = outputs[0]?.signature ?? new Uint8Array();
    if (algorithm === 'rsa-sha1') expect(opensslVerifies(algorithm, world.material, DATA, signature)).toBe(true);
    const { codes } = await withPin(card, [
      step('SpcVerifySignDataNoHash', { certificate, data: digest, signature }),
      step('SpcVerifySignNohashWithPubKey', { publicKey, data: digest, signature }),
    ]);
    expect(codes).toEqual([0, 0]);
  });

  test('certificates tell their facts', async () => {
    using world = createWorld(algorithm);
    await using card = openSimulatedCard(world);
    const certificate = world.material.certificateDer;
    const x509 = new X509Certificate(certificate);
    const info = (index: number) => step('SpcGetCertInfo', { certificate, index });
    const { outputs } = await withPin(card, [
      step('SpcGetSignCert', {}),
      step('SpcGetEnvCert', {}),
      step('SpcGetValidTimeFromCert', { certificate }),
      info(CERTIFICATE_INFO_INDEX.certificateNumber),
      info(CERTIFICATE_INFO_INDEX.validUntil),
      info(CERTIFICATE_INFO_INDEX.companyName),
      step('SpcGetCertPubKey', { certificate }),
    ]);
    expect(Buffer.from(outputs[0]?.certificate ?? []).equals(certificate)).toBe(true);
    expect(Buffer.from(outputs[1]?.certificate ?? []).equals(certificate)).toBe(true);
    const until = new Date(Date.parse(x509.validTo)).toISOString().slice(0, 19).replace('T', ' ');
    expect(outputs[2]?.end).toBe(until);
    expect((outputs[2]?.start ?? until) < until).toBe(true);
    expect(outputs.slice(3, 6).map((one) => (one !== null && 'text' in one ? one.text : null))).toEqual([
      CARD.certificateNumber,
      until,
      CARD.companyName,
    ]);
    expect(
      Buffer.from(outputs[6]?.publicKey ?? []).equals(x509.publicKey.export({ type: 'spki', format: 'der' })),
    ).toBe(true);
    const time = (text: string) =>
      optionalStep('SpcVerifyCert', { root: certificate, certificate, time: Buffer.from(text) });
    const { codes } = await withPin(card, [
      time(outputs[2]?.start ?? ''),
      time('1999-01-01 00:00:00'),
      time('2999-01-01 00:00:00'),
    ]);
    expect(codes).toEqual([0, 51_007, 51_007]);
  });

  test('what is sealed, encrypted or encoded comes out again', async () => {
    using world = createWorld(algorithm);
    await using card = openSimulatedCard(world);
    const certificate = world.material.certificateDer;
    const key = Buffer.from('0123456789abcdef01234567');
    const data = Buffer.from('a short secret');
    const large = Buffer.alloc(200_000, 'x');
    const there = await withPin(card, [
      step('SpcSealEnvelope', { certificate, data: large }),
      step('SpcRSAEncrypt', { certificate, data }),
      step('SpcSymEncrypt', { flag: SYMMETRIC_FLAG.tripleDes, data: large, key }),
      step('SpcEncodePEM', { data }),
      step('SpcSHA1Digest', { data }),
    ]);
    const [sealed, encrypted, symmetric, encoded, digest] = there.outputs;
    expect(Buffer.from(encoded?.result ?? []).toString()).toBe(data.toString('base64'));
    expect(Buffer.from(digest?.digest ?? [])).toEqual(createHash('sha1').update(data).digest());
    const back = await withPin(card, [
      step('SpcOpenEnvelope', { data: sealed?.result ?? data }),
      step('SpcRSADecrypt', { certificate, data: encrypted?.result ?? data }),
      step('SpcSymDecrypt', { flag: SYMMETRIC_FLAG.tripleDes, data: symmetric?.result ?? data, key }),
      step('SpcDecodePEM', { data: encoded?.result ?? data }),
      optionalStep('SpcSymEncrypt', { flag: SYMMETRIC_FLAG.sm1, data, key }),
    ]);
    expect(back.outputs.slice(0, 4).map((one) => Buffer.from(one?.result ?? []).equals(Buffer.alloc(0)))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(Buffer.from(back.outputs[0]?.result ?? []).equals(large)).toBe(true);
    expect(Buffer.from(back.outputs[1]?.result ?? []).equals(data)).toBe(true);
    expect(Buffer.from(back.outputs[2]?.result ?? []).equals(large)).toBe(true);
    expect(Buffer.from(back.outputs[3]?.result ?? []).equals(data)).toBe(true);
    expect(back.codes[4]).toBe(51_006);
  });
});

describeWithCompiler('calls and their failures', () => {
  test('random octets are as many as asked for, and not the same twice', async () => {
    using world = createWorld('rsa-sha1');
    await using card = openSimulatedCard(world);
    const [left, right] = await Promise.all([
      card.call('SpcGetRandom', { length: 33 }, signal),
      card.call('SpcGetRandom', { length: 33 }, signal),
    ]);
    expect(left.random).toHaveLength(33);
    expect(left.random).not.toEqual(right.random);
  });

  test('the PIN can be changed, and the new one is the right one from then on', async () => {
    using world = createWorld('rsa-sha1');
    await using card = openSimulatedCard(world);
    const [oldPin, newPin] = [Buffer.from(CARD.pin), Buffer.from('24681357')];
    await card.call('SpcChangePIN', { oldPin, newPin }, signal);
    const use = (pin: Uint8Array) => card.use({ pin, expectedCard: null, isBracketed: true, steps: [] }, signal);
    expect((await use(newPin)).pinCode).toBe(0);
    expect(await use(oldPin)).toMatchObject({
      pinCode: 51_001,
      failure: { name: 'SpcVerifyPIN', words: '卡密码错误' },
    });
  });

  test('messages of the library are read, known and unknown codes alike', async () => {
    using world = createWorld('rsa-sha1');
    await using card = openSimulatedCard(world);
    const steps = [step('SpcGetErrMsg', { code: 50_070 }), step('SpcGetErrMsg', { code: 4_000_000_000 })] as const;
    const { outputs } = await card.use({ pin: null, expectedCard: null, isBracketed: false, steps }, signal);
    expect(outputs.map((one) => one?.message)).toEqual(['[读卡器底层库]复位读卡器失败:错误码=50070', '']);
  });

  test.each([
    ['present no', 'signer.absent', 50_070, '[读卡器底层库]复位读卡器失败:错误码=50070'],
    ['reader no', 'signer.absent', 50_200, '[读卡器底层库]打开读卡器失败:错误码=50200'],
    ['fault SpcGetCardID code=50000', 'signer.refused', 50_000, '参数错误:错误码=50000'],
    ['fault SpcGetCardID code=4294967295', 'signer.broken', 4_294_967_295, 'SpcGetCardID = 4294967295'],
  ])('with "%s" a call is %s', async (line, code, vendorCode, words) => {
    using world = createWorld('rsa-sha1');
    world.control(line);
    await using card = openSimulatedCard(world);
    await expect(card.call('SpcGetCardID', {}, signal)).rejects.toMatchObject({
      code,
      reason: words,
      detail: { code: vendorCode },
    });
    // Whatever failed after Init, Clear came: the next use finds a free card.
    world.control();
    expect(await card.call('SpcGetCardID', {}, signal)).toEqual({ text: CARD.cardId });
  });

  test('another card than the expected one never sees the PIN', async () => {
    using world = createWorld('rsa-sha1');
    await using card = openSimulatedCard(world);
    const expectedCard = Buffer.from(CARD.cardId);
    world.swapCard('03-1111111111111');
    const use = await card.use({ pin: Buffer.from(CARD.pin), expectedCard, isBracketed: true, steps: [] }, signal);
    expect(use).toMatchObject({ pinCode: null, failure: { kind: 'card-changed' } });
    expect(world.journal()).toEqual(['SpcInitEnvEx', 'SpcGetCardID', 'SpcClearEnv']);
  });

  test('a library under other names and in another order is data', async () => {
    using world = createWorld('rsa-sha1');
    const parsed = parseProfile({
      functions: {
        SpcGetDevAsymAlgoFlag: null,
        SpcGetRaType: { symbol: 'SpcNotThere' },
        // Swapped on purpose: the plain name is called with another function's symbol, which shows that data decides.
        SpcGetUName: { symbol: 'SpcGetEntName' },
        SpcSHA1Digest: { parameters: ['pointer data', 'length data', 'buffer digest 20', 'used digest'] },
      },
    });
    if (parsed.kind !== 'profile') throw new Error(parsed.problems.join());
    await using card = openSimulatedCard(world, { profile: parsed.profile });
    expect(await card.call('SpcGetUName', {}, signal)).toEqual({ text: CARD.companyName });
    expect((await card.call('SpcSHA1Digest', { data: DATA }, signal)).digest).toHaveLength(20);
    expect(card.facts().host?.missing).toEqual(['SpcGetRaType', 'SpcGetDevAsymAlgoFlag']);
    await expect(card.call('SpcGetRaType', {}, signal)).rejects.toMatchObject({
      code: 'signer.configuration',
      detail: { problem: 'function-missing' },
    });
  });

  test('the tests above have called every function of the table', () => {
    // SpcGetErrMsg answers whatever happens, so the simulator does not journal it; a test above has read its texts.
    expect([...called, 'SpcGetErrMsg'].sort()).toEqual([...SPC_NAMES].sort());
  });
});
