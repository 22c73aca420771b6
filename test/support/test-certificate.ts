import { createPrivateKey, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

/** PEM texts of one issued certificate. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
}

/** An authority of a test's own; nothing outside of the test trusts it. */
export interface TestAuthority {
  readonly ca: string;
  /** Valid from yesterday on; the end may be over. */
  issue(names: { readonly dns: readonly string[]; readonly ip: readonly string[] }, untilMs?: number): TestCertificate;
}

const DAY_MS = 86_400_000;

/** Makes certificates in memory, so that no private key is in the repository and no program is needed to make one. */
export function createTestAuthority(name: string): TestAuthority {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ca = certify(
    {
      subject: name,
      issuer: name,
      subjectKey: own.publicKey,
      extensions: [basicConstraints(true)],
      untilMs: Date.now() + DAY_MS,
    },
    own.privateKey,
  );
  return {
    ca,
    issue({ dns, ip }, untilMs = Date.now() + DAY_MS) {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const extensions = [basicConstraints(false), subjectAltName(dns, ip)];
      const cert = certify(
        { subject: dns[0] ?? ip[0] ?? 'unnamed', issuer: name, subjectKey: pair.publicKey, extensions, untilMs },
        own.privateKey,
      );
      return { cert, key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
    },
  };
}

interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  readonly subjectKey: KeyObject;
  readonly extensions: readonly Buffer[];
  readonly untilMs: number;
}

/** X.509 v3 [official: RFC 5280, section 4.1], signed with ECDSA and SHA-256. */
function certify(facts: CertificateFacts, issuerKey: KeyObject): string {
  const algorithm = sequence(objectId('2a8648ce3d040302'));
  const nowMs = Date.now();
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([0x40]), randomBytes(8)])),
    algorithm,
    distinguishedName(facts.issuer),
    sequence(utcTime(nowMs - DAY_MS), utcTime(facts.untilMs)),
    distinguishedName(facts.subject),
    facts.subjectKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...facts.extensions)),
  );
  const signature = createSign('sha256')
    .update(body)
    .sign(createPrivateKey(issuerKey.export({ type: 'pkcs8', format: 'pem' })));
  const der = sequence(body, algorithm, bitString(signature));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function basicConstraints(isAuthority: boolean): Buffer {
  const value = isAuthority ? sequence(tagged(0x01, Buffer.from([0xff]))) : sequence();
  return sequence(objectId('551d13'), tagged(0x01, Buffer.from([0xff])), tagged(0x04, value));
}

function subjectAltName(dns: readonly string[], ip: readonly string[]): Buffer {
  const names = [
    ...dns.map((name) => tagged(0x82, Buffer.from(name))),
    ...ip.map((address) => tagged(0x87, Buffer.from(address.split('.').map(Number)))),
  ];
  return sequence(objectId('551d11'), tagged(0x04, sequence(...names)));
}

function distinguishedName(commonName: string): Buffer {
  return sequence(tagged(0x31, sequence(objectId('550403'), tagged(0x0c, Buffer.from(commonName)))));
}

function utcTime(epochMs: number): Buffer {
  const iso = new Date(epochMs).toISOString();
  return tagged(
    0x17,
    Buffer.from(`${iso.slice(2, 4)}${iso.slice(5, 7)}${iso.slice(8, 10)}${iso.slice(11, 19).replaceAll(':', '')}Z`),
  );
}

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, ...parts);
const integer = (bytes: Buffer): Buffer => tagged(0x02, bytes);
const objectId = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, 'hex'));
const bitString = (bytes: Buffer): Buffer => tagged(0x03, Buffer.from([0]), bytes);
