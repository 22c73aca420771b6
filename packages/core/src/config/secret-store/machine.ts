import { execFileSync } from 'node:child_process';
import { hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { Fault } from '../../contract/fault.js';

const KEY_BYTES = 32;

/**
 * A key that only this user on this machine derives again: from the system's own id (128 random bits, so no slow derivation is
 * needed), the user and the file's salt. It keeps a copied file shut elsewhere; it does not keep out who runs as this user.
 */
export function machineKey(salt: Uint8Array): Uint8Array {
  const { uid, username } = userInfo();
  const material = `${machineId()}\0${uid}\0${username}`;
  return new Uint8Array(hkdfSync('sha256', material, salt, 'swic secrets 1', KEY_BYTES));
}

/** Where secrets lie when there is no keyring. SWIC_SECRETS_FILE is for services whose user has no home. */
export function secretsFile(): string {
  const { env } = process;
  if (env['SWIC_SECRETS_FILE'] !== undefined) return path.resolve(env['SWIC_SECRETS_FILE']);
  const home = userInfo().homedir;
  if (process.platform === 'win32')
    return path.join(env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), 'swic', 'secrets.json');
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'swic', 'secrets.json');
  return path.join(env['XDG_CONFIG_HOME'] ?? path.join(env['HOME'] ?? home, '.config'), 'swic', 'secrets.json');
}

let known: string | null = null;

/** Rejects with `config.secret-missing` where the system does not tell its id: then nothing could be opened again. */
function machineId(): string {
  known ??= readMachineId();
  if (known === null) throw new Fault('config.secret-missing', { problem: 'no-machine-id' });
  return known;
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
