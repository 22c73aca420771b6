import { createECDH, createHash } from 'node:crypto';
import { A, addPoints, B, G, inverse, isOnCurve, modulo, multiplyPublic, N, type Point } from './sm2-curve.js';

/** The user id of GM/T 0009-2012, which everybody uses who has agreed on nothing else. */
export const SM2_DEFAULT_ID = '1234567812345678';
const FIELD_OCTETS = 32;

/**
 * SM2 with SM3 (GB/T 32918.2) over a message; the signature is r and s, 32 octets each, as the platform's cards give it.
 * node:crypto signs SM2 only with an empty user id and nothing standard verifies that, so the scheme is done here. The
 * point of the one-time secret comes from OpenSSL; the arithmetic on the private key is not constant-time, which is
 * why a software key is for tests and self-issued keys on a machine of one's own.
 */
export function signSm2(privateKey: bigint, message: Uint8Array, id: string = SM2_DEFAULT_ID): Buffer {
  const digest = messageDigest(publicPoint(privateKey), message, id);
  for (;;) {
    const { secret, point } = oneTimeSecret();
    const r = modulo(digest + point.x, N);
    const s = modulo(inverse(1n + privateKey, N) * (secret - r * privateKey), N);
    // These three cases never happen by chance; the standard wants them left out all the same.
    if (r !== 0n && r + secret !== N && s !== 0n) return Buffer.concat([toOctets(r), toOctets(s)]);
  }
}

/** Is `signature` (64 octets) this key's over the message? False for anything malformed. */
export function verifySm2(
  publicKey: Point,
  message: Uint8Array,
  signature: Uint8Array,
  id: string = SM2_DEFAULT_ID,
): boolean {
  if (signature.length !== 2 * FIELD_OCTETS || !isOnCurve(publicKey)) return false;
  const [r, s] = [toInteger(signature.subarray(0, FIELD_OCTETS)), toInteger(signature.subarray(FIELD_OCTETS))];
  const t = modulo(r + s, N);
  if (r === 0n || s === 0n || r >= N || s >= N || t === 0n) return false;
  const [left, right] = [multiplyPublic(G, s), multiplyPublic(publicKey, t)];
  const sum = left === null || right === null ? null : addPoints(left, right);
  return sum !== null && modulo(messageDigest(publicKey, message, id) + sum.x, N) === r;
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
  for (const value of [A, B, G.x, G.y, publicKey.x, publicKey.y]) z.update(toOctets(value));
  return toInteger(createHash('sm3').update(z.digest()).update(message).digest());
}
