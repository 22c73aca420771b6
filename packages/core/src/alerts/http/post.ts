import { proxyFor } from '../../config/proxy.js';
import { Fault } from '../../contract/fault.js';
import { withDeadline } from '../../runtime/deadline.js';
import { requestOnce } from '../../runtime/http/request-once.js';
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

async function send(
  { url: address, method, body, headers }: Posting,
  world: PostWorld,
  signal: AbortSignal,
): Promise<PostAnswer> {
  const url = new URL(address);
  const proxy = proxyFor(url.hostname.replace(/^\[|\]$/g, ''), world.proxy, world.environment);
  const { status, bytes } = await requestOnce(
    { url, method, body, headers, proxy, code: 'alert.unreachable', bytesMax: ANSWER_BYTES_MAX },
    signal,
  );
  return { status, text: bytes.toString('utf8') };
}

function errnoOf(reason: unknown): string | null {
  if (reason instanceof Fault) return `HTTP ${String(reason.detail['proxyStatus'])}`;
  const isCoded = typeof reason === 'object' && reason !== null && 'code' in reason;
  return isCoded && typeof reason.code === 'string' ? reason.code : null;
}
