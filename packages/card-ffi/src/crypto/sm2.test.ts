import { createECDH } from 'node:crypto';
import { expect, test } from 'vitest';
import { parsePoint, publicPoint, signSm2, toInteger, verifySm2 } from './sm2.js';
import { CURVE, Sm2Point } from './sm2-curve.js';

function keyPair(): { readonly scalar: bigint; readonly point: ReturnType<typeof parsePoint> } {
  const exchange = createECDH('SM2');
  exchange.generateKeys();
  return { scalar: toInteger(exchange.getPrivateKey()), point: parsePoint(exchange.getPublicKey()) };
}

test('the curve is the standard one: G is on it and has order n', () => {
  Sm2Point.BASE.assertValidity();
  expect(
    Sm2Point.BASE.multiplyUnsafe(CURVE.n - 1n)
      .add(Sm2Point.BASE)
      .is0(),
  ).toBe(true);
});

test('its multiplication agrees with OpenSSL', () => {
  for (let round = 0; round < 5; round += 1) {
    const { scalar, point } = keyPair();
    const { x, y } = Sm2Point.BASE.multiply(scalar).toAffine();
    expect({ x, y }).toEqual(point);
    expect(publicPoint(scalar)).toEqual(point);
  }
});

test('the worked example of GB/T 32918.5 is accepted', () => {
  const point = {
    x: 0x09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020n,
    y: 0xccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13n,
  };
  const signature = Buffer.from(
    'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3' +
      'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
    'hex',
  );
  expect(verifySm2(point, Buffer.from('message digest'), signature)).toBe(true);
  expect(publicPoint(0x3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8n)).toEqual(point);
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
  const order = Buffer.from(CURVE.n.toString(16), 'hex');
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
