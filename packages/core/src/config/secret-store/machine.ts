import { execFileSync } from 'node:child_process';
import { hkdfSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '../../contract/fault.js';
import { hostUser } from '../../runtime/host/index.js';

const KEY_BYTES = 32;
const ID_BYTES = 16;

/**
 * A key that only this user on this machine derives again: from the system's own id (128 random bits, so no slow derivation is
 * needed), the user and the file's salt. It keeps a copied file shut elsewhere; it does not keep out who runs as this user.
 */
export function machineKey(salt: Uint8Array): Uint8Array {
  const { uid, name } = hostUser();
  const material = `${machineId()}\0${uid}\0${name}`;
  return new Uint8Array(hkdfSync('sha256', material, salt, 'swic secrets 1', KEY_BYTES));
}

/** Where secrets lie when there is no keyring. SWIC_SECRETS_FILE is for services whose user has no home. */
export function secretsFile(): string {
  const { env } = process;
  if (env['SWIC_SECRETS_FILE'] !== undefined) return path.resolve(env['SWIC_SECRETS_FILE']);
  if (process.platform === 'win32')
    return path.join(env['LOCALAPPDATA'] ?? path.join(home(), 'AppData', 'Local'), 'swic', 'secrets.json');
  if (process.platform === 'darwin') return path.join(home(), 'Library', 'Application Support', 'swic', 'secrets.json');
  return path.join(env['XDG_CONFIG_HOME'] ?? path.join(home(), '.config'), 'swic', 'secrets.json');
}

/** Throws `config.secret-missing` for a user without a home: SWIC_SECRETS_FILE names the place then. */
function home(): string {
  const known = hostUser().home;
  if (known === null) throw new Fault('config.secret-missing', { problem: 'no-home', set: 'SWIC_SECRETS_FILE' });
  return known;
}

let known: string | null = null;

function machineId(): string {
  known ??= readMachineId() ?? ownMachineId(stateDirectory());
  return known;
}

/** Apart from the secrets, so that a copy of their directory alone opens nothing. */
function stateDirectory(): string {
  const { env } = process;
  return path.join(env['XDG_STATE_HOME'] ?? path.join(home(), '.local', 'state'), 'swic');
}

/** Containers often have no id: then one of our own, made once and kept. Throws `disk.failed`. */
export function ownMachineId(directory: string): string {
  const file = path.join(directory, 'machine-id');
  const found = fromFile(file);
  if (found !== null) return found;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const made = randomBytes(ID_BYTES).toString('hex');
    writeFileSync(file, `${made}\n`, { mode: 0o600, flag: 'wx', flush: true });
    return made;
  } catch (reason) {
    // Another process may have made it in the same moment.
    const theirs = fromFile(file);
    if (theirs !== null) return theirs;
    throw new Fault('disk.failed', { file }, reason);
  }
}

function readMachineId(): string | null {
  if (process.platform === 'win32')
    return matched(['reg', 'query', 'HKLM\\SOFTWARE\\Microsoft\\Cryptography', '/v', 'MachineGuid'], /REG_SZ\s+(\S+)/);
  if (process.platform === 'darwin')
    return matched(['ioreg', '-rd1', '-c', 'IOPlatformExpertDevice'], /"IOPlatformUUID"\s*=\s*"([^"]+)"/);
  return fromFile('/etc/machine-id') ?? fromFile('/var/lib/dbus/machine-id');
}

function matched([command, ...words]: readonly [string, ...string[]], pattern: RegExp): string | null {
  try {
    const said = execFileSync(command, words, {
      encoding: 'utf8',
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return pattern.exec(said)?.[1] ?? null;
  } catch {
    // The caller says what that means.
    return null;
  }
}

function fromFile(file: string): string | null {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return text === '' ? null : text;
  } catch {
    // The next place is looked at.
    return null;
  }
}
