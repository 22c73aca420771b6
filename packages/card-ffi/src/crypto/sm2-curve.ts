/** The recommended curve of SM2 (GB/T 32918.5-2017), y² = x³ + ax + b over p, base point G of order n. */
export const P = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
export const A = P - 3n;
export const B = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n;
export const N = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
export const G: Point = {
  x: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  y: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
};

/** An affine point of the curve; the point at infinity is `null` wherever it can appear. */
export interface Point {
  readonly x: bigint;
  readonly y: bigint;
}

/** Jacobian coordinates: x = X/Z², y = Y/Z³; Z = 0 is infinity. They spare an inversion at each step. */
interface Jacobian {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
}

const INFINITY: Jacobian = { x: 1n, y: 1n, z: 0n };

export function modulo(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

/** The inverse of a number that is no multiple of the (prime) modulus. */
export function inverse(value: bigint, modulus: bigint): bigint {
  let [low, high] = [modulo(value, modulus), modulus];
  let [x, y] = [1n, 0n];
  while (low > 1n) {
    const quotient = high / low;
    [low, high] = [high % low, low];
    [x, y] = [y - quotient * x, x];
  }
  return modulo(x, modulus);
}

export function isOnCurve({ x, y }: Point): boolean {
  const isInField = x >= 0n && x < P && y >= 0n && y < P;
  return isInField && modulo(y * y - (x * x * x + A * x + B), P) === 0n;
}

/**
 * point x scalar, for public values only: its time tells the scalar. A secret scalar goes through node:crypto instead
 * (see sm2.ts). null = infinity.
 */
export function multiplyPublic(point: Point, scalar: bigint): Point | null {
  const base: Jacobian = { ...point, z: 1n };
  let sum = INFINITY;
  for (const bit of scalar.toString(2)) {
    sum = double(sum);
    if (bit === '1') sum = add(sum, base);
  }
  return toAffine(sum);
}

/** null = infinity. */
export function addPoints(left: Point, right: Point): Point | null {
  return toAffine(add({ ...left, z: 1n }, { ...right, z: 1n }));
}

function double({ x, y, z }: Jacobian): Jacobian {
  if (z === 0n || y === 0n) return INFINITY;
  const yy = (y * y) % P;
  const s = (4n * x * yy) % P;
  const zz = (z * z) % P;
  // a = -3, so 3x² + az⁴ = 3(x - z²)(x + z²).
  const m = modulo(3n * (x - zz) * (x + zz), P);
  const x3 = modulo(m * m - 2n * s, P);
  return { x: x3, y: modulo(m * (s - x3) - 8n * yy * yy, P), z: (2n * y * z) % P };
}

function add(left: Jacobian, right: Jacobian): Jacobian {
  if (left.z === 0n) return right;
  if (right.z === 0n) return left;
  const [zz1, zz2] = [(left.z * left.z) % P, (right.z * right.z) % P];
  const [u1, u2] = [(left.x * zz2) % P, (right.x * zz1) % P];
  const [s1, s2] = [(left.y * zz2 * right.z) % P, (right.y * zz1 * left.z) % P];
  if (u1 === u2) return s1 === s2 ? double(left) : INFINITY;
  const h = modulo(u2 - u1, P);
  const r = modulo(s2 - s1, P);
  const hh = (h * h) % P;
  const hhh = (h * hh) % P;
  const v = (u1 * hh) % P;
  const x3 = modulo(r * r - hhh - 2n * v, P);
  return { x: x3, y: modulo(r * (v - x3) - s1 * hhh, P), z: (((left.z * right.z) % P) * h) % P };
}

function toAffine({ x, y, z }: Jacobian): Point | null {
  if (z === 0n) return null;
  const inverseZ = inverse(z, P);
  const squared = (inverseZ * inverseZ) % P;
  return { x: (x * squared) % P, y: (((y * squared) % P) * inverseZ) % P };
}
