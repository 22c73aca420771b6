import { createECDH } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePoint, publicPoint, signSm2, toInteger, verifySm2 } from './sm2.js';
import { addPoints, G, inverse, isOnCurve, multiplyPublic, N } from './sm2-curve.js';

function keyPair(): { readonly scalar: bigint; readonly point: ReturnType<typeof parsePoint> } {
  const exchange = createECDH('SM2');
  exchange.generateKeys();
  return { scalar: toInteger(exchange.getPrivateKey()), point: parsePoint(exchange.getPublicKey()) };
}

test('the curve is the standard one: G lies on it and has order n', () => {
  expect(isOnCurve(G)).toBe(true);
  expect(multiplyPublic(G, N)).toBeNull();
  expect(multiplyPublic(G, N - 1n)).toEqual(addPoints(multiplyPublic(G, N - 2n) ?? G, G));
});

test('our multiplication agrees with OpenSSL', () => {
  for (let round = 0; round < 5; round += 1) {
    const { scalar, point } = keyPair();
    expect(multiplyPublic(G, scalar)).toEqual(point);
    expect(publicPoint(scalar)).toEqual(point);
  }
});

test('an inverse undoes a multiplication', () => {
  fc.assert(fc.property(fc.bigInt({ min: 1n, max: N - 1n }), (value) => (value * inverse(value, N)) % N === 1n));
});

test('a signature is accepted for its key, id and message only', () => {
  const { scalar, point } = keyPair();
  const message = Buffer.from('报关单');
  const signature = signSm2(scalar, message);
  expect(signature).toHaveLength(64);
  expect(verifySm2(point, message, signature)).toBe(true);
  expect(verifySm2(point, Buffer.from('报关单 '), signature)).toBe(false);
  expect(verifySm2(point, message, signature, 'another id')).toBe(false);
  expect(verifySm2(keyPair().point, message, signature)).toBe(false);
});

test('nothing malformed is accepted', () => {
  const { scalar, point } = keyPair();
  const message = Buffer.from('m');
  const signature = signSm2(scalar, message);
  const order = Buffer.from(N.toString(16), 'hex');
  const zero = Buffer.alloc(32);
  for (const bad of [
    signature.subarray(1),
    Buffer.alloc(64),
    Buffer.concat([order, signature.subarray(32)]),
    Buffer.concat([signature.subarray(0, 32), zero]),
  ]) {
    expect(verifySm2(point, message, bad)).toBe(false);
  }
  expect(verifySm2({ x: point.x, y: point.y + 1n }, message, signature)).toBe(false);
});
