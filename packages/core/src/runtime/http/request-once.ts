import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Fault } from '../../contract/fault.js';
import type { FaultCode } from '../../contract/fault-table.js';
import { askProxy, type ProxyAddress } from '../proxy-tunnel.js';

export interface HttpRequest {
  readonly url: URL;
  readonly method: 'POST' | 'GET';
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null = straight. */
  readonly proxy: ProxyAddress | null;
  /** Of the fault where a proxy does not let us through. */
  readonly code: FaultCode;
  /** More of the answer is not read. */
  readonly bytesMax: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** At most `bytesMax` and one chunk. */
  readonly bytes: Buffer;
  /** False where there was more. */
  readonly isWhole: boolean;
}

const OK = 200;

/**
 * One request on a connection of its own, without redirects. Resolves with any answer; rejects with what the system says,
 * with the fault that is asked for and the status of the proxy, or when the signal aborts.
 */
export async function requestOnce(asked: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
  const socket = asked.proxy === null ? null : await openTunnel(asked, asked.proxy, signal);
  try {
    return await ask(asked, socket, signal);
  } finally {
    socket?.destroy();
  }
}

function ask(
  { url, method, body, headers, bytesMax }: HttpRequest,
  tunnel: Socket | null,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const isTls = url.protocol === 'https:';
  // With an agent, also with `agent: false`, Node.js makes a connection of its own beside the one that is given.
  const through =
    tunnel === null
      ? { agent: false }
      : { createConnection: () => (isTls ? connectTls({ socket: tunnel, servername: url.hostname }) : tunnel) };
  const all = { 'user-agent': 'swic', 'content-length': Buffer.byteLength(body), ...headers };
  return new Promise((resolve, reject) => {
    const request = (isTls ? requestHttps : requestHttp)(
      url,
      { method, headers: all, signal, ...through },
      (answer) => {
        const chunks: Buffer[] = [];
        let count = 0;
        const end = (isWhole: boolean): void =>
          resolve({ status: answer.statusCode ?? 0, bytes: Buffer.concat(chunks), isWhole });
        answer.on('data', (chunk: Buffer) => {
          count += chunk.length;
          chunks.push(chunk);
          if (count >= bytesMax) {
            end(false);
            answer.destroy();
          }
        });
        answer.once('end', () => end(true));
        answer.once('error', reject);
      },
    );
    // Stays: what fails after the answer has no other listener, and would end the process.
    request.on('error', reject);
    request.end(body);
  });
}

async function openTunnel({ url, code }: HttpRequest, proxy: ProxyAddress, signal: AbortSignal): Promise<Socket> {
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const { status, socket } = await askProxy({ host: url.hostname, port }, proxy, signal);
  if (status === OK) return socket;
  socket.destroy();
  throw new Fault(code, { proxyStatus: status });
}
