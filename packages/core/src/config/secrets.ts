import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '../contract/fault.js';
import type { SecretRef } from './secret-schema.js';
import { findSecret } from './secret-store/store.js';
import { readTextBytes } from './text-bytes.js';

/** Bits by which others than the owner may read. */
const OTHERS_MAY_READ = 0o077;

/**
 * The secret itself, fetched where it is needed and kept nowhere. Rejects with `config.secret-missing`, which names the
 * reference and never the value.
 */
export async function resolveSecret(ref: SecretRef, directory: string): Promise<string> {
  if ('env' in ref) return fromEnvironment(ref.env);
  if ('file' in ref) return fromFile(path.resolve(directory, ref.file));
  return fromStore(ref.keyring);
}

function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Fault('config.secret-missing', { env: name });
  return value;
}

function fromFile(file: string): string {
  try {
    const { mode } = statSync(file);
    // Windows has no such bits: there the directory's access list is the user's to set.
    if (process.platform !== 'win32' && (mode & OTHERS_MAY_READ) !== 0 && !isCredential(file)) {
      throw new Fault('config.secret-missing', { file, mode: (mode & 0o777).toString(8), wanted: '600' });
    }
    const reading = readTextBytes(readFileSync(file));
    if (reading.outcome !== 'text') throw new Fault('config.secret-missing', { file, encoding: 'not UTF-8' });
    const secret = reading.text.replace(/[\r\n]+$/, '');
    if (secret === '') throw new Fault('config.secret-missing', { file, problem: 'empty' });
    return secret;
  } catch (reason) {
    throw Fault.from(reason, 'config.secret-missing', { file });
  }
}

/** Given by systemd (`LoadCredential`): its directory is for this service alone, and the bits of the file say what its ACL may be. */
function isCredential(file: string): boolean {
  const directory = process.env['CREDENTIALS_DIRECTORY'];
  return directory !== undefined && directory !== '' && path.dirname(file) === path.resolve(directory);
}

async function fromStore(name: string): Promise<string> {
  try {
    const value = await findSecret(name);
    if (value === null) throw new Fault('config.secret-missing', { keyring: name });
    return value;
  } catch (reason) {
    throw Fault.from(reason, 'config.secret-missing', { keyring: name });
  }
}
