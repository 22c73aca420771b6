import type { WebNoSession, WebSession } from '@swic/core/contract';

/** Signed in, or how that can be done. */
export type SessionState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'in'; readonly session: WebSession }
  | { readonly kind: 'out'; readonly none: WebNoSession };

const UNREACHED: SessionState = { kind: 'out', none: { hasUsers: false, locale: 'zh' } };

/** Who this browser is to the agent. */
export async function askSession(): Promise<SessionState> {
  try {
    const response = await fetch('/session', { cache: 'no-store' });
    return response.ok
      ? { kind: 'in', session: (await response.json()) as WebSession }
      : { kind: 'out', none: (await response.json()) as WebNoSession };
  } catch {
    // No agent answers: the page says so, and asks again when it is told to.
    return UNREACHED;
  }
}

/** The word of the address that opened the page, which is used up and taken out of the address at once. */
export function takeLink(): string | null {
  const link = /^#link=([\w-]+)$/.exec(location.hash)?.[1] ?? null;
  if (link !== null) history.replaceState(null, '', '/');
  return link;
}

export type SignInOutcome = 'in' | 'link' | 'password' | 'wait' | 'failed';

/** By the word of an address, or by name and password. */
export async function signIn(
  words: { readonly link: string } | { readonly name: string; readonly password: string },
): Promise<SignInOutcome> {
  try {
    const response = await send('POST', '/session', null, words);
    if (response.ok) return 'in';
    const { error } = (await response.json()) as { readonly error: string };
    return error === 'link' || error === 'password' || error === 'wait' ? error : 'failed';
  } catch {
    // The agent went away.
    return 'failed';
  }
}

export const signOut = ({ csrf }: WebSession): Promise<Response> => send('DELETE', '/session', csrf, {});

/** Tells that a person is here; the agent ends a session that no person touches. */
export const touch = ({ csrf }: WebSession): Promise<Response> => send('POST', '/session/touch', csrf, {});

function send(method: string, path: string, csrf: string | null, body: object): Promise<Response> {
  const headers = { 'Content-Type': 'application/json', ...(csrf === null ? {} : { 'X-Swic-Csrf': csrf }) };
  return fetch(path, { method, headers, body: JSON.stringify(body), cache: 'no-store' });
}
