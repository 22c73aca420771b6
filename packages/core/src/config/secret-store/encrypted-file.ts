import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '../../contract/fault.js';
import { machineKey } from './machine.js';

interface Sealed {
  readonly iv: string;
  readonly tag: string;
  readonly data: string;
}

interface Content {
  readonly version: 1;
  readonly salt: string;
  readonly entries: Readonly<Record<string, Sealed>>;
}

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const SALT_BYTES = 32;

/** Null = it is not there. Throws `config.secret-missing` when it was sealed by another user or on another machine. */
export function getFromFile(file: string, name: string): string | null {
  const content = read(file);
  const sealed = content?.entries[name];
  if (content === null || sealed === undefined) return null;
  try {
    return open(sealed, name, key(content));
  } catch (reason) {
    throw reason instanceof Fault
      ? reason
      : new Fault('config.secret-missing', { keyring: name, file, problem: 'sealed-elsewhere' });
  }
}

export function setInFile(file: string, name: string, value: string): void {
  const content = read(file) ?? { version: 1, salt: randomBytes(SALT_BYTES).toString('hex'), entries: {} };
  write(file, { ...content, entries: { ...content.entries, [name]: seal(value, name, key(content)) } });
}

/** False = it was not there. */
export function removeFromFile(file: string, name: string): boolean {
  const content = read(file);
  if (content === null || !Object.hasOwn(content.entries, name)) return false;
  const { [name]: _removed, ...entries } = content.entries;
  write(file, { ...content, entries });
  return true;
}

export function namesInFile(file: string): readonly string[] {
  return Object.keys(read(file)?.entries ?? {});
}

function key({ salt }: Content): Uint8Array {
  return machineKey(Buffer.from(salt, 'hex'));
}

/** The name is authenticated with it, so that entries cannot be exchanged for each other. */
function seal(value: string, name: string, secretKey: Uint8Array): Sealed {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, secretKey, iv).setAAD(Buffer.from(name, 'utf8'));
  const data = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  return { iv: base64(iv), tag: base64(cipher.getAuthTag()), data: base64(data) };
}

function open({ iv, tag, data }: Sealed, name: string, secretKey: Uint8Array): string {
  const decipher = createDecipheriv(CIPHER, secretKey, Buffer.from(iv, 'base64'))
    .setAAD(Buffer.from(name, 'utf8'))
    .setAuthTag(Buffer.from(tag, 'base64'));
  return Buffer.concat([decipher.update(Buffer.from(data, 'base64')), decipher.final()]).toString('utf8');
}

/** Null = there is no file. A damaged one is told and not overwritten: it may hold the only copy of a secret. */
function read(file: string): Content | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (reason) {
    if (reason instanceof Error && 'code' in reason && reason.code === 'ENOENT') return null;
    throw new Fault('config.secret-missing', { file }, reason);
  }
  try {
    const value = JSON.parse(text) as Content;
    if (value.version === 1 && typeof value.salt === 'string' && typeof value.entries === 'object') return value;
  } catch {
    // Said below: what JSON.parse quotes is no secret here, but no reader needs it either.
  }
  throw new Fault('config.secret-missing', { file, problem: 'damaged' });
}

/** Whole or not at all, and readable by its owner alone from its first byte on. */
function write(file: string, content: Content): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${randomUUID()}`;
  try {
    writeFileSync(temporary, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true });
    renameSync(temporary, file);
  } catch (reason) {
    rmSync(temporary, { force: true });
    throw new Fault('disk.failed', { file }, reason);
  }
}
