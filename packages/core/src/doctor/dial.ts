import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import type { Proxy } from '../config/proxy.js';
import { Fault } from '../contract/fault.js';
import { withDeadline } from '../runtime/deadline.js';
import { askProxy } from '../runtime/proxy-tunnel.js';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** What came of a try to reach an endpoint. */
export type Dialled =
  | { readonly kind: 'open' }
  /** Its name is not known to the resolver. */
  | { readonly kind: 'no-name' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'silent' }
  /** Another word of the system. */
  | { readonly kind: 'unreachable'; readonly errno: string }
  /** The proxy itself cannot be reached, or does not speak HTTP. */
  | { readonly kind: 'proxy-away'; readonly errno: string }
  /** The proxy answered with something other than 200. */
  | { readonly kind: 'proxy-refused'; readonly status: number };

/** Longer than a TCP handshake across the country takes when one packet is lost. */
export const DIAL_LIMIT_MS = 5_000;

/** Name, then TCP; through the proxy where one is set, which resolves the name itself. Never rejects; bounded by `limitMs`. */
export async function dial(
  endpoint: Endpoint,
  proxy: Proxy | null,
  signal: AbortSignal,
  limitMs = DIAL_LIMIT_MS,
): Promise<Dialled> {
  const life = new AbortController();
  const inner = AbortSignal.any([signal, life.signal]);
  try {
    const work = proxy === null ? dialStraight(endpoint, inner) : dialThrough(endpoint, proxy, inner);
    return await withDeadline(work, limitMs, 'transport.timeout');
  } catch (reason) {
    const isLate = reason instanceof Fault && reason.code === 'transport.timeout';
    return isLate ? { kind: 'silent' } : toDialled(reason);
  } finally {
    life.abort();
  }
}

async function dialStraight({ host, port }: Endpoint, signal: AbortSignal): Promise<Dialled> {
  const socket = await openSocket({ host: await addressOf(host), port }, signal);
  socket.destroy();
  return { kind: 'open' };
}

/** By the system's own resolver, so that its hosts file counts; looked at apart, so that a name that is unknown is told as such. */
async function addressOf(host: string): Promise<string> {
  return isIP(host) === 0 ? (await lookup(host)).address : host;
}

async function dialThrough(endpoint: Endpoint, proxy: Proxy, signal: AbortSignal): Promise<Dialled> {
  try {
    const { status, socket } = await askProxy(endpoint, proxy, signal);
    socket.destroy();
    return status === OK ? { kind: 'open' } : { kind: 'proxy-refused', status };
  } catch (reason) {
    return { kind: 'proxy-away', errno: errnoOf(reason) };
  }
}

const OK = 200;

function openSocket({ host, port }: Endpoint, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, signal });
    // Stays: what fails later is told to the reader, and without a listener would end the process.
    socket.on('error', reject);
    socket.once('connect', () => resolve(socket));
  });
}

const NO_NAME: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NONAME', 'EAI_NODATA', 'ENODATA']);

function toDialled(reason: unknown): Dialled {
  const errno = errnoOf(reason);
  if (NO_NAME.has(errno)) return { kind: 'no-name' };
  if (errno === 'ECONNREFUSED') return { kind: 'refused' };
  return errno === 'ETIMEDOUT' ? { kind: 'silent' } : { kind: 'unreachable', errno };
}

function errnoOf(reason: unknown): string {
  const isCoded = typeof reason === 'object' && reason !== null && 'code' in reason;
  return isCoded && typeof reason.code === 'string' ? reason.code : 'EUNKNOWN';
}
