import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '../../contract/fault.js';
import type { WebRole } from '../../contract/web.js';
import { replaceDurably } from '../../runtime/durable-file.js';

/** A person who may sign in to the page, without the password. */
export interface WebUser {
  readonly name: string;
  readonly role: WebRole;
}

/** A user whose password was right. */
export interface KnownUser extends WebUser {
  /** Differs after the user was removed and added again: what was opened before is then another's. */
  readonly stamp: string;
}

interface KeptUser extends WebUser {
  readonly salt: string;
  readonly hash: string;
  readonly cost: number;
}

/** 2^15 with 8 blocks takes 32 MB and about 100 ms: a sign-in is not noticed, a list of passwords takes years. */
const COST = 32_768;
const BLOCKS = 8;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const MEMORY_BYTES_MAX = 128 * 1024 * 1024;
const USERS_MAX = 100;
const NAME_SHAPE = /^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,31}$/u;
const PASSWORD_CHARS_MIN = 10;
const PASSWORD_CHARS_MAX = 200;

const FILE = 'web-users.json';

/** In the order in which they were added; empty where none were. Rejects nothing but a file that is not ours with `config.invalid`. */
export function listWebUsers(dataDir: string): readonly WebUser[] {
  return readUsers(dataDir).map(({ name, role }) => ({ name, role }));
}

/** Rejects with `command.usage` for a name or password that will not do, and with `web.user-exists`. */
export async function addWebUser(dataDir: string, user: WebUser, password: string): Promise<void> {
  const { name, role } = user;
  const users = readUsers(dataDir);
  if (!NAME_SHAPE.test(name)) throw new Fault('command.usage', { problem: 'web-user-name', name });
  if (users.length >= USERS_MAX) throw new Fault('command.usage', { problem: 'web-users-max' });
  if (users.some((one) => isSame(one.name, name))) throw new Fault('web.user-exists', { name });
  if (password.length < PASSWORD_CHARS_MIN || password.length > PASSWORD_CHARS_MAX)
    throw new Fault('command.usage', { problem: 'web-password' });
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, COST);
  await writeUsers(dataDir, [
    ...users,
    { name, role, salt: salt.toString('base64'), hash: hash.toString('base64'), cost: COST },
  ]);
}

/** The stamps of all users that there are now. Rejects as `listWebUsers` does. */
export function listStamps(dataDir: string): ReadonlySet<string> {
  return new Set(readUsers(dataDir).map(({ salt }) => salt));
}

/** False where there was none of that name. */
export async function removeWebUser(dataDir: string, name: string): Promise<boolean> {
  const users = readUsers(dataDir);
  const left = users.filter((one) => !isSame(one.name, name));
  if (left.length === users.length) return false;
  await writeUsers(dataDir, left);
  return true;
}

/** The user whose password this is; null where it is not. A name without a user takes as long as a wrong password. */
export async function checkWebUser(dataDir: string, name: string, password: string): Promise<KnownUser | null> {
  if (password.length > PASSWORD_CHARS_MAX) return null;
  const user = readUsers(dataDir).find((one) => isSame(one.name, name));
  const salt = user === undefined ? Buffer.alloc(SALT_BYTES) : Buffer.from(user.salt, 'base64');
  const hash = await derive(password, salt, user?.cost ?? COST);
  const expected = user === undefined ? Buffer.alloc(KEY_BYTES) : Buffer.from(user.hash, 'base64');
  const isRight = expected.length === hash.length && timingSafeEqual(expected, hash);
  return isRight && user !== undefined ? { name: user.name, role: user.role, stamp: user.salt } : null;
}

/** People type their names as it comes. */
const isSame = (a: string, b: string): boolean => a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase();

function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  const options: ScryptOptions = { N: cost, r: BLOCKS, p: 1, maxmem: MEMORY_BYTES_MAX };
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFC'), salt, KEY_BYTES, options, (reason, key) =>
      reason === null ? resolve(key) : reject(Fault.from(reason, 'internal.unexpected')),
    ),
  );
}

function readUsers(dataDir: string): readonly KeptUser[] {
  const file = path.join(dataDir, FILE);
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (Array.isArray(read) && read.every(isKept)) return read;
    throw new Fault('config.invalid', { path: file });
  } catch (reason) {
    if ((reason as NodeJS.ErrnoException).code === 'ENOENT') return [];
    // A file that cannot be read lets no person in, and is told.
    throw Fault.from(reason, 'config.invalid', { path: file });
  }
}

function isKept(value: unknown): value is KeptUser {
  const { name, role, salt, hash, cost } = (value ?? {}) as Readonly<Record<keyof KeptUser, unknown>>;
  const isText = [name, salt, hash].every((one) => typeof one === 'string');
  return isText && (role === 'viewer' || role === 'operator') && typeof cost === 'number' && cost >= 1_024;
}

async function writeUsers(dataDir: string, users: readonly KeptUser[]): Promise<void> {
  const text = `${JSON.stringify(users, null, 2)}\n`;
  // Users come before the first start, which would not begin without them.
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  await replaceDurably(path.join(dataDir, FILE), Buffer.from(text), 0o600);
}
