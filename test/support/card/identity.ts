import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type CardAlgorithm = 'rsa-sha1' | 'sm2-sm3';

/** A synthetic key and its self-signed certificate. */
export interface KeyMaterial {
  readonly keyPem: string;
  readonly certificatePem: string;
  readonly certificateDer: Buffer;
}

const memory = new Map<string, KeyMaterial>();

/** Made by the openssl command on first use and kept for the life of the test process. */
export function keyMaterial(
  algorithm: CardAlgorithm,
  days = 400,
  subject = 'swic synthetic operator',
  rsaBits = 1024,
): KeyMaterial {
  const key = `${algorithm} ${days} ${subject} ${rsaBits}`;
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = makeKeyMaterial(algorithm, days, subject, rsaBits);
  memory.set(key, made);
  return made;
}

function makeKeyMaterial(algorithm: CardAlgorithm, days: number, subject: string, rsaBits: number): KeyMaterial {
  const directory = mkdtempSync(join(tmpdir(), 'swic-key-'));
  try {
    const keyFile = join(directory, 'key.pem');
    const certificate = join(directory, 'certificate.pem');
    const kind = algorithm === 'rsa-sha1' ? ['RSA', '-pkeyopt', `rsa_keygen_bits:${rsaBits}`] : ['SM2'];
    openssl(['genpkey', '-algorithm', ...kind, '-out', keyFile]);
    const digest = algorithm === 'rsa-sha1' ? ['-sha256'] : ['-sm3', '-sigopt', 'distid:1234567812345678'];
    openssl([
      'req',
      '-x509',
      '-new',
      '-key',
      keyFile,
      ...digest,
      '-subj',
      `/CN=${subject}`,
      '-days',
      String(days),
      '-out',
      certificate,
    ]);
    const der = join(directory, 'certificate.der');
    openssl(['x509', '-in', certificate, '-outform', 'DER', '-out', der]);
    return {
      keyPem: readFileSync(keyFile, 'utf8'),
      certificatePem: readFileSync(certificate, 'utf8'),
      certificateDer: readFileSync(der),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

export function openssl(parameters: readonly string[]): string {
  return execFileSync('openssl', parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Does the openssl command accept this signature? The check that shares no code with ours. */
export function opensslVerifies(
  algorithm: CardAlgorithm,
  material: KeyMaterial,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  const directory = mkdtempSync(join(tmpdir(), 'swic-verify-'));
  try {
    const [certificate, publicKey, message, sig] = ['c.pem', 'p.pem', 'm', 's'].map((name) =>
      join(directory, name),
    ) as [string, string, string, string];
    writeAll([
      [certificate, material.certificatePem],
      [message, data],
      [sig, algorithm === 'rsa-sha1' ? signature : derFromRaw(signature)],
    ]);
    writeAll([[publicKey, openssl(['x509', '-in', certificate, '-pubkey', '-noout'])]]);
    if (algorithm === 'rsa-sha1') openssl(['dgst', '-sha1', '-verify', publicKey, '-signature', sig, message]);
    else
      openssl([
        'pkeyutl',
        '-verify',
        '-pubin',
        '-inkey',
        publicKey,
        '-rawin',
        '-digest',
        'sm3',
        '-in',
        message,
        '-sigfile',
        sig,
        '-pkeyopt',
        'distid:1234567812345678',
      ]);
    return true;
  } catch {
    // The command says no by its exit code.
    return false;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function writeAll(files: readonly (readonly [string, string | Uint8Array])[]): void {
  for (const [path, content] of files) writeFileSync(path, content);
}

/** r and s of 32 octets each as the DER sequence that openssl wants. */
function derFromRaw(raw: Uint8Array): Buffer {
  const integer = (octets: Uint8Array): Buffer => {
    const trimmed = Buffer.from(octets).subarray(
      Math.max(
        0,
        octets.findIndex((one) => one !== 0),
      ),
    );
    const body = (trimmed[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), trimmed]) : trimmed;
    return Buffer.concat([Buffer.of(0x02, body.length), body]);
  };
  const body = Buffer.concat([integer(raw.subarray(0, 32)), integer(raw.subarray(32, 64))]);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
}
