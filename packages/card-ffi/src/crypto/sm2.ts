import { createECDH, createHash } from 'node:crypto';
import { CURVE, type Point, Sm2Point } from './sm2-curve.js';

/** The user id of GM/T 0009-2012, used where nothing else is agreed on. */
export const SM2_DEFAULT_ID = '1234567812345678';
const FIELD_OCTETS = 32;
const { Fn } = Sm2Point;

/**
 * SM2 with SM3 (GB/T 32918.2) over a message; the signature is r and s, 32 octets each, as the platform's cards give it.
 * node:crypto signs SM2 only with an empty user id and nothing standard verifies that, so the scheme is done here. OpenSSL
 * multiplies points by secrets; the one number whose inverse is secret is inverted behind a random factor.
 */
export function signSm2(privateKey: bigint, message: Uint8Array, id: string = SM2_DEFAULT_ID): Buffer {
  const digest = messageDigest(publicPoint(privateKey), message, id);
  for (;;) {
    const { secret, point } = oneTimeSecret();
    const r = Fn.create(digest + point.x);
    const s = Fn.mul(blindInverse(Fn.create(1n + privateKey)), Fn.create(secret - Fn.mul(r, privateKey)));
    // These three cases never happen by chance; the standard wants them left out all the same.
    if (r !== 0n && r + secret !== CURVE.n && s !== 0n) return Buffer.concat([toOctets(r), toOctets(s)]);
  }
}

/** Is `signature` (64 octets) this key's over the message? False for anything malformed. */
export function verifySm2(
  publicKey: Point,
  message: Uint8Array,
  signature: Uint8Array,
  id: string = SM2_DEFAULT_ID,
): boolean {
  const key = signature.length === 2 * FIELD_OCTETS ? curvePoint(publicKey) : null;
  if (key === null) return false;
  const [r, s] = [toInteger(signature.subarray(0, FIELD_OCTETS)), toInteger(signature.subarray(FIELD_OCTETS))];
  const t = Fn.create(r + s);
  if (!Fn.isValidNot0(r) || !Fn.isValidNot0(s) || t === 0n) return false;
  const sum = Sm2Point.BASE.multiplyUnsafe(s).add(key.multiplyUnsafe(t));
  return !sum.is0() && Fn.create(messageDigest(publicKey, message, id) + sum.toAffine().x) === r;
}

/** The public key that belongs to a private one, computed by OpenSSL. */
export function publicPoint(privateKey: bigint): Point {
  const exchange = createECDH('SM2');
  exchange.setPrivateKey(toOctets(privateKey));
  return parsePoint(exchange.getPublicKey());
}

/** An uncompressed point: 04, x, y. Throws RangeError on anything else. */
export function parsePoint(octets: Uint8Array): Point {
  if (octets.length !== 1 + 2 * FIELD_OCTETS || octets[0] !== 4) throw new RangeError('not an uncompressed point');
  return { x: toInteger(octets.subarray(1, 1 + FIELD_OCTETS)), y: toInteger(octets.subarray(1 + FIELD_OCTETS)) };
}

export function toInteger(octets: Uint8Array): bigint {
  return BigInt(`0x0${Buffer.from(octets).toString('hex')}`);
}

function toOctets(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(2 * FIELD_OCTETS, '0'), 'hex');
}

/** null = not on the curve. */
function curvePoint(point: Point): InstanceType<typeof Sm2Point> | null {
  try {
    const onCurve = Sm2Point.fromAffine(point);
    onCurve.assertValidity();
    return onCurve;
  } catch {
    // The library says so only by throwing.
    return null;
  }
}

/** How long an inversion takes tells its number; here that number is random. */
function blindInverse(secret: bigint): bigint {
  const factor = oneTimeSecret().secret;
  return Fn.mul(Fn.inv(Fn.mul(secret, factor)), factor);
}

function oneTimeSecret(): { readonly secret: bigint; readonly point: Point } {
  const exchange = createECDH('SM2');
  exchange.generateKeys();
  return { secret: toInteger(exchange.getPrivateKey()), point: parsePoint(exchange.getPublicKey()) };
}

/** e = SM3(Z ‖ M), where Z binds the signer's id, the curve and the key. */
function messageDigest(publicKey: Point, message: Uint8Array, id: string): bigint {
  const name = Buffer.from(id, 'utf8');
  const bits = Buffer.alloc(2);
  bits.writeUInt16BE(name.length * 8);
  const z = createHash('sm3').update(bits).update(name);
  for (const value of [CURVE.a, CURVE.b, CURVE.Gx, CURVE.Gy, publicKey.x, publicKey.y]) z.update(toOctets(value));
  return toInteger(createHash('sm3').update(z.digest()).update(message).digest());
}
