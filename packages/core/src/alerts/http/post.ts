import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type Proxy, proxyFor } from '../../config/proxy.js';
import { Fault } from '../../contract/fault.js';
import { withDeadline } from '../../runtime/deadline.js';
import { askProxy } from '../../runtime/proxy-tunnel.js';
import type { ChannelWorld } from '../channel-world.js';

export interface Posting {
  readonly url: string;
  readonly method: 'POST' | 'GET';
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

export interface PostAnswer {
  readonly status: number;
  /** Its beginning: an answer is short, or is none of those that are expected. */
  readonly text: string;
}

type PostWorld = Pick<ChannelWorld, 'proxy' | 'environment'>;

const ANSWER_BYTES_MAX = 8_192;

/**
 * One request, through the proxy where one is set. Resolves with any answer; rejects with `alert.unreachable` where there is none in
 * time, and with `operation.aborted`. The address may hold a key, so that a fault names no more of it than the host.
 */
export async function post(posting: Posting, world: PostWorld, signal: AbortSignal): Promise<PostAnswer> {
  const life = new AbortController();
  try {
    const work = send(posting, world, AbortSignal.any([signal, life.signal]));
    return await withDeadline(work, posting.timeoutMs, 'alert.unreachable');
  } catch (reason) {
    if (signal.aborted) throw new Fault('operation.aborted');
    const isLate = reason instanceof Fault && 'limitMs' in reason.detail;
    const why = isLate ? { limitMs: posting.timeoutMs } : { errno: errnoOf(reason) };
    throw new Fault('alert.unreachable', { host: hostOf(posting.url), ...why });
  } finally {
    life.abort();
  }
}

/** Host and port of an address, for people; '' where it is none. */
export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? '';
}

async function send(posting: Posting, world: PostWorld, signal: AbortSignal): Promise<PostAnswer> {
  const url = new URL(posting.url);
  const proxy = proxyFor(url.hostname.replace(/^\[|\]$/g, ''), world.proxy, world.environment);
  const socket = proxy === null ? null : await openTunnel(url, proxy, signal);
  try {
    return await ask(posting, url, socket, signal);
  } finally {
    socket?.destroy();
  }
}

function ask(
  { method, body, headers }: Posting,
  url: URL,
  tunnel: Socket | null,
  signal: AbortSignal,
): Promise<PostAnswer> {
  const isTls = url.protocol === 'https:';
  const through =
    tunnel === null
      ? {}
      : { createConnection: () => (isTls ? connectTls({ socket: tunnel, servername: url.hostname }) : tunnel) };
  const all = { 'user-agent': 'swic', 'content-length': Buffer.byteLength(body), ...headers };
  return new Promise((resolve, reject) => {
    const request = (isTls ? requestHttps : requestHttp)(
      url,
      { method, headers: all, agent: false, signal, ...through },
      (answer) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        const end = (): void =>
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          chunks.push(chunk);
          if (bytes >= ANSWER_BYTES_MAX) {
            end();
            answer.destroy();
          }
        });
        answer.once('end', end);
        answer.once('error', reject);
      },
    );
    // Stays: what fails after the answer has no other listener, and would end the process.
    request.on('error', reject);
    request.end(body);
  });
}

async function openTunnel(url: URL, proxy: Proxy, signal: AbortSignal): Promise<Socket> {
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const { status, socket } = await askProxy({ host: url.hostname, port }, proxy, signal);
  if (status === OK) return socket;
  socket.destroy();
  throw new Fault('alert.unreachable', { status });
}

const OK = 200;

function errnoOf(reason: unknown): string | null {
  if (reason instanceof Fault) return `HTTP ${String(reason.detail['status'])}`;
  const isCoded = typeof reason === 'object' && reason !== null && 'code' in reason;
  return isCoded && typeof reason.code === 'string' ? reason.code : null;
}
