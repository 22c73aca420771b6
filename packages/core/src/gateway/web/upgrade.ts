import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { WEB_SUBPROTOCOL } from '../../contract/web.js';
import { type PageWorld, servePage } from './page-socket.js';
import type { RoutesWorld } from './routes.js';
import { isOwnHost } from './same-site.js';
import { sessionOf } from './session-routes.js';
import type { Session } from './sessions.js';

/** A command of the page is small; files go another way. */
const FRAME_BYTES_MAX = 256 * 1024;
const SOCKETS_OF_SESSION_MAX = 12;
const SOCKETS_MAX = 100;

/** Opens the conversations of pages. */
export interface Upgrader {
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly close: () => void;
}

export function createUpgrader(routes: RoutesWorld, world: PageWorld): Upgrader {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: FRAME_BYTES_MAX,
    // What is sent is small, and a compressed frame may be large.
    perMessageDeflate: false,
    handleProtocols: () => WEB_SUBPROTOCOL,
  });
  const open = new Map<Session, number>();
  return {
    upgrade(request, socket, head) {
      // A connection that breaks while it is opened must not end the agent.
      socket.on('error', () => socket.destroy());
      const session = admitted(request, routes);
      if (typeof session === 'number') return refuse(socket, session);
      const count = open.get(session) ?? 0;
      if (count >= SOCKETS_OF_SESSION_MAX || server.clients.size >= SOCKETS_MAX) return refuse(socket, 503);
      server.handleUpgrade(request, socket, head, (page) => {
        open.set(session, (open.get(session) ?? 0) + 1);
        page.once('close', () => {
          const left = (open.get(session) ?? 1) - 1;
          if (left > 0) open.set(session, left);
          else open.delete(session);
        });
        servePage(page, session, world);
      });
    },
    close() {
      for (const page of server.clients) page.terminate();
      server.close();
    },
  };
}

/**
 * The session in whose name a page may talk, or the status of the refusal. Browsers let any page of any site open a WebSocket and send
 * the cookie along, so the origin and the token of the session are looked at too.
 */
function admitted(request: IncomingMessage, routes: RoutesWorld): Session | number {
  if (!isOwnHost(request, routes.own)) return 421;
  if (request.url !== '/rpc') return 404;
  if (request.headers.origin !== `${routes.own.scheme}://${request.headers.host ?? ''}`) return 403;
  const session = sessionOf(request, routes);
  if (session === undefined) return 401;
  const asked = String(request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/);
  return asked[0] === WEB_SUBPROTOCOL && asked.includes(`csrf.${session.csrf}`) ? session : 403;
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
