import type { IncomingMessage } from 'node:http';
import { type Answer, jsonAnswer, refusal } from './answer.js';
import type { PageFile } from './page-files.js';
import { isOwnHost, isOwnOrigin, type OwnNames } from './same-site.js';
import { programOf, type SignInWorld, sessionOf, signIn, signOut, tellSession } from './session-routes.js';
import type { Session } from './sessions.js';

export interface RoutesWorld extends SignInWorld {
  readonly own: OwnNames;
  readonly files: ReadonlyMap<string, PageFile>;
}

/** What is asked for by a session; the words of the path behind the route come along. */
export type SessionRoute = (
  request: IncomingMessage,
  session: Session,
  words: readonly string[],
) => Promise<Answer> | Answer;

/** Routes beside the sign-in, as `GET /api/status`. A route with a `*` at its end takes one word more. */
export type SessionRoutes = Readonly<Record<string, SessionRoute>>;

const SAFE_METHODS: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD']);
const URL_CHARS_MAX = 2_000;

/** The answer to one request, whatever it is. What the host name, the origin and the session must be is looked at here and nowhere else. */
export async function route(request: IncomingMessage, world: RoutesWorld, more: SessionRoutes): Promise<Answer> {
  const { method, url = '' } = request;
  if (!isOwnHost(request, world.own)) return refusal(421, 'host');
  if (url.length > URL_CHARS_MAX) return refusal(414, 'url');
  const path = url.split('?')[0] ?? '';
  const isSafe = SAFE_METHODS.has(method);
  if (!isSafe && !isOwnOrigin(request, world.own)) return refusal(403, 'origin');
  const asked = `${isSafe ? 'GET' : (method ?? '')} ${path}`;
  if (asked === 'GET /session') return tellSession(request, world);
  if (asked === 'POST /session') return signIn(request, world);
  if (isSafe) {
    const file = world.files.get(path);
    if (file !== undefined) return fileAnswer(request, file);
    if (path === '/') return { status: 503, type: 'text/plain; charset=utf-8', body: NOT_BUILT, headers: {} };
  }
  const found = findRoute(asked, { ...ownRoutes(world), ...more });
  if (found === null) return refusal(404, 'nothing here');
  const session = sessionOf(request, world) ?? (path.startsWith('/api/') ? await programOf(request, world) : undefined);
  if (session === undefined) return refusal(401, 'session');
  if ('status' in session) return session;
  if (!isSafe && request.headers['x-swic-csrf'] !== session.csrf) return refusal(403, 'csrf');
  return found.route(request, session, found.words);
}

const NOT_BUILT = 'The page is not part of this build: run npm run build.\n';

function ownRoutes(world: RoutesWorld): SessionRoutes {
  return {
    'DELETE /session': (_, session) => signOut(session, world),
    'POST /session/touch': (_, session) => {
      world.sessions.touch(session);
      return jsonAnswer(200, {});
    },
  };
}

/** The words are an id of the ledger or a business: nothing that has to be decoded. */
const WORD = /^[A-Za-z0-9_-]{1,64}$/;

function findRoute(
  asked: string,
  routes: SessionRoutes,
): { readonly route: SessionRoute; readonly words: readonly string[] } | null {
  const exact = Object.hasOwn(routes, asked) ? routes[asked] : undefined;
  if (exact !== undefined) return { route: exact, words: [] };
  const at = asked.lastIndexOf('/');
  const word = asked.slice(at + 1);
  const pattern = `${asked.slice(0, at)}/*`;
  const open = Object.hasOwn(routes, pattern) ? routes[pattern] : undefined;
  return open !== undefined && WORD.test(word) ? { route: open, words: [word] } : null;
}

async function fileAnswer({ headers }: IncomingMessage, file: PageFile): Promise<Answer> {
  const kept = {
    ETag: file.etag,
    Vary: 'Accept-Encoding',
    'Cache-Control': file.isForEver ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
  if (headers['if-none-match'] === file.etag) return { status: 304, type: file.type, body: '', headers: kept };
  const { encoding, bytes } = await file.encoded(String(headers['accept-encoding'] ?? ''));
  return {
    status: 200,
    type: file.type,
    body: bytes,
    headers: { ...kept, ...(encoding === null ? {} : { 'Content-Encoding': encoding }) },
  };
}
