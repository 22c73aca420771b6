import type { IncomingMessage } from 'node:http';
import type { Emit } from '../../contract/events.js';
import type { WebNoSession, WebSession } from '../../contract/web.js';
import { type Answer, jsonAnswer, refusal } from './answer.js';
import type { Attempts } from './attempts.js';
import { readJson } from './read-body.js';
import type { Session, Sessions } from './sessions.js';
import { checkWebUser, type KnownUser, listWebUsers } from './users.js';

export interface SignInWorld {
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly emit: Emit;
  readonly dataDir: string;
  readonly locale: () => 'zh' | 'en';
  /** Cookies of two agents on one machine share the host, whatever the port. */
  readonly cookie: string;
  readonly isTls: boolean;
}

/** A name, a password and what is around them. */
const SIGN_IN_BYTES_MAX = 4_096;
const NAME_CHARS_MAX = 64;

/** The session that the cookie of a request names. */
export function sessionOf(request: IncomingMessage, { sessions, cookie }: SignInWorld): Session | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === cookie && value !== undefined) return sessions.find(value);
  }
  return undefined;
}

/** Who the browser is, or how it can sign in. */
export function tellSession(request: IncomingMessage, world: SignInWorld): Answer {
  const session = sessionOf(request, world);
  if (session !== undefined) return jsonAnswer(200, describe(session, world));
  const none: WebNoSession = { hasUsers: listWebUsers(world.dataDir).length > 0, locale: world.locale() };
  return jsonAnswer(401, none);
}

/** By a link that was used nowhere yet, or by name and password. */
export async function signIn(request: IncomingMessage, world: SignInWorld): Promise<Answer> {
  const body = await readJson(request, SIGN_IN_BYTES_MAX);
  const { link, name, password } = body ?? {};
  if (typeof link === 'string') return signInByLink(request, world, link);
  if (typeof name !== 'string' || typeof password !== 'string' || name.length > NAME_CHARS_MAX)
    return refusal(400, 'not a sign-in');
  return signInByPassword(request, world, { name, password });
}

/**
 * A program that says name and password with each request: it gets no session, and reads whatever its role. A browser sends none by
 * itself, since it is never asked for them. An answer says that it has to wait.
 */
export async function programOf(request: IncomingMessage, world: SignInWorld): Promise<Session | Answer | undefined> {
  const [, encoded = null] = /^Basic ([A-Za-z0-9+/=]{1,600})$/.exec(request.headers.authorization ?? '') ?? [];
  if (encoded === null) return undefined;
  const [name = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  const found = await checkPassword(request, world, { name: name.slice(0, NAME_CHARS_MAX), password: rest.join(':') });
  if (found === null || 'status' in found) return found ?? undefined;
  return {
    id: '',
    csrf: '',
    user: found.name,
    role: 'viewer',
    stamp: found.stamp,
    address: addressOf(request),
    onEnd: new Set(),
  };
}

export function signOut(session: Session, { sessions, cookie, isTls }: SignInWorld): Answer {
  sessions.end(session.id);
  return jsonAnswer(200, {}, { 'Set-Cookie': cookieText(cookie, '', isTls, '; Max-Age=0') });
}

function signInByLink(request: IncomingMessage, world: SignInWorld, link: string): Answer {
  const by = world.sessions.useLink(link);
  if (by !== null) return enter(request, world, { name: by, role: 'operator', stamp: null });
  world.emit({ type: 'web.refused', user: '', address: addressOf(request), what: 'link' });
  return refusal(403, 'link');
}

async function signInByPassword(request: IncomingMessage, world: SignInWorld, words: Credentials): Promise<Answer> {
  const user = await checkPassword(request, world, words);
  if (user === null) return refusal(403, 'password');
  return 'status' in user ? user : enter(request, world, user);
}

interface Credentials {
  readonly name: string;
  readonly password: string;
}

/** The user; null for a wrong password, which is told; an answer where another attempt is not looked at yet. */
async function checkPassword(
  request: IncomingMessage,
  world: SignInWorld,
  { name, password }: Credentials,
): Promise<KnownUser | Answer | null> {
  const { attempts, dataDir, emit } = world;
  const address = addressOf(request);
  const keys = [`address ${address}`, `name ${name.normalize('NFC').toLowerCase()}`];
  const waitMs = attempts.waitMs(keys);
  if (waitMs > 0) return refusal(429, 'wait', { 'Retry-After': String(Math.ceil(waitMs / 1_000)) });
  const user = await attempts.attempt(keys, () => checkWebUser(dataDir, name, password));
  if (user === null) emit({ type: 'web.refused', user: name, address, what: 'password' });
  return user;
}

function enter(
  request: IncomingMessage,
  world: SignInWorld,
  { name, role, stamp }: Pick<Session, 'role' | 'stamp'> & { readonly name: string },
): Answer {
  // What the browser had before ends: two sessions of one browser would share a cookie.
  const before = sessionOf(request, world);
  if (before !== undefined) world.sessions.end(before.id);
  const address = addressOf(request);
  const session = world.sessions.open({ user: name, role, stamp, address });
  world.emit({ type: 'web.entered', user: name, role, address });
  const cookie = cookieText(world.cookie, session.id, world.isTls, '');
  return jsonAnswer(200, describe(session, world), { 'Set-Cookie': cookie });
}

function describe({ user, role, csrf }: Session, { sessions }: SignInWorld): WebSession {
  return { user, role, csrf, idleMs: sessions.idleMs };
}

/** It ends with the browser, no script reads it, and no other site sends it along. */
function cookieText(name: string, value: string, isTls: boolean, rest: string): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Strict${isTls ? '; Secure' : ''}${rest}`;
}

export const addressOf = ({ socket }: IncomingMessage): string => socket.remoteAddress ?? '';
