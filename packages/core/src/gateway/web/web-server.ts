import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import path from 'node:path';
import type { LoadedConfig } from '../../config/load.js';
import { Fault } from '../../contract/fault.js';
import type { Clock } from '../../ports/clock.js';
import { callLater } from '../../runtime/timer.js';
import { dataDirOf } from '../settings/directories.js';
import { refusal, send } from './answer.js';
import { Attempts } from './attempts.js';
import { readPageFiles } from './page-files.js';
import type { PageWorld } from './page-socket.js';
import { type RoutesWorld, route, type SessionRoutes } from './routes.js';
import { demandSafeAddress, isLoopback } from './safe-address.js';
import { Sessions } from './sessions.js';
import { createUpgrader } from './upgrade.js';
import { listStamps, listWebUsers } from './users.js';

export interface WebWorld extends PageWorld {
  readonly loaded: LoadedConfig;
  readonly clock: Clock;
  /** Where the built page is; null = not part of this program. */
  readonly pageDirectory: string | null;
  /** What can be asked for beside the page, by a session. */
  readonly routes: SessionRoutes;
}

/** The page while the agent runs. */
export interface WebDesk {
  /** Serves until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
  /** An address that opens the page once. Throws `web.off` while it is not served. */
  link(by: string): string;
}

const RETRY_MS = 30_000;
const SWEEP_MS = 15_000;
/** Some pages with their WebSockets and what a browser opens beside them. Further connections wait in the system. */
const CONNECTIONS_MAX = 200;
/** A connection that sends its head, or all of a request, slower than this is ended: it would keep others out. */
const HEAD_MS_MAX = 10_000;
const REQUEST_MS_MAX = 60_000;
const IDLE_CONNECTION_MS = 10_000;
const CHECK_MS = 2_000;
const HEAD_BYTES_MAX = 8 * 1024;
const HEADERS_MAX = 60;
/** For a client that still sends to read what was answered. */
const UNREAD_MS = 1_000;

/** Null where the configuration asks for no page. Throws `web.unsafe` where it would be open to other machines without protection. */
export function openWebDesk(world: WebWorld): WebDesk | null {
  const { loaded, clock, emit } = world;
  const { web } = loaded.config;
  const { port } = web;
  const dataDir = dataDirOf(loaded);
  demandSafeAddress(web, () => listWebUsers(dataDir).length);
  if (port === null) return null;
  const isTls = web.tls !== null;
  const sessions = new Sessions(clock, web.idleMinutes * 60_000);
  const routes: RoutesWorld = {
    sessions,
    attempts: new Attempts(clock),
    emit,
    dataDir,
    locale: () => loaded.config.locale,
    cookie: isTls ? '__Host-swic' : `swic-${port}`,
    isTls,
    own: { scheme: isTls ? 'https' : 'http', names: namesOf(web.host, web.names) },
    files: readPageFiles(world.pageDirectory),
  };
  let isListening = false;
  return {
    link(by) {
      if (!isListening) throw new Fault('web.off', { host: web.host, port });
      const name = isLoopback(web.host) || web.names.length === 0 ? hostText(web.host) : web.names[0];
      return `${routes.own.scheme}://${name}:${port}/#link=${sessions.createLink(by)}`;
    },
    async run(signal) {
      let isSaid = false;
      const sweep = sweepSessions({ sessions, clock, dataDir }, signal);
      while (!signal.aborted) {
        try {
          await serve({ world, routes, onListening: () => (isListening = true) }, signal);
        } catch (reason) {
          const fault = new Fault('web.unavailable', { host: web.host, port }, reason).toRecord();
          if (!isSaid) emit({ type: 'web.unavailable', fault });
          isSaid = true;
          await clock.sleep(RETRY_MS, signal).catch(() => undefined);
        } finally {
          isListening = false;
        }
      }
      await sweep;
    },
  };
}

interface Serving {
  readonly world: WebWorld;
  readonly routes: RoutesWorld;
  readonly onListening: () => void;
}

/** Resolves when the signal aborts; rejects when it cannot listen. */
async function serve({ world, routes, onListening }: Serving, signal: AbortSignal): Promise<void> {
  const { host, port } = world.loaded.config.web;
  const server = openServer(world.loaded, (request, response) => void answer(request, response));
  const answer: (...words: Parameters<RequestListener>) => Promise<void> = async (request, response) => {
    const isHead = request.method === 'HEAD';
    try {
      send(response, await route(request, routes, world.routes), isHead, routes.isTls);
    } catch {
      // A client that went away while it was read, or a file of users that cannot be: neither is told to a stranger.
      if (!response.headersSent) send(response, refusal(500, 'failed'), isHead, routes.isTls);
    } finally {
      // A body that was not read to its end is no longer wanted, and its client need not send all of it.
      if (!request.complete) {
        request.resume();
        callLater(UNREAD_MS, () => request.destroy());
      }
    }
  };
  const upgrader = createUpgrader(routes, world);
  server.on('upgrade', upgrader.upgrade);
  server.listen(port ?? undefined, host);
  await once(server, 'listening');
  // One connection that could not be accepted must not end the agent.
  server.on('error', () => undefined);
  onListening();
  try {
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    upgrader.close();
    await close(server);
  }
}

function openServer({ directory, config }: LoadedConfig, listener: RequestListener<typeof IncomingMessage>): Server {
  const bounds = {
    headersTimeout: HEAD_MS_MAX,
    requestTimeout: REQUEST_MS_MAX,
    keepAliveTimeout: IDLE_CONNECTION_MS,
    connectionsCheckingInterval: CHECK_MS,
    maxHeaderSize: HEAD_BYTES_MAX,
  };
  const { tls } = config.web;
  const server =
    tls === null
      ? createServer(bounds, listener)
      : createTlsServer(
          {
            ...bounds,
            minVersion: 'TLSv1.2',
            handshakeTimeout: HEAD_MS_MAX,
            cert: readFileSync(path.resolve(directory, tls.cert)),
            key: readFileSync(path.resolve(directory, tls.key)),
          },
          listener,
        );
  server.maxConnections = CONNECTIONS_MAX;
  server.maxHeadersCount = HEADERS_MAX;
  return server;
}

function namesOf(host: string, names: readonly string[]): ReadonlySet<string> {
  const own = isLoopback(host) ? ['localhost', host] : [host];
  return new Set([...own, ...names].map((name) => name.toLowerCase()));
}

const hostText = (host: string): string => (host.includes(':') ? `[${host}]` : host);

async function sweepSessions(
  { sessions, clock, dataDir }: Pick<RoutesWorld, 'sessions' | 'dataDir'> & { readonly clock: Clock },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(SWEEP_MS, signal).catch(() => undefined);
    sessions.sweep();
    try {
      sessions.endRemoved(listStamps(dataDir));
    } catch {
      // A file of users that cannot be read now lets no further user in, and says nothing of those that are in.
    }
  }
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
