import { request } from 'node:http';
import type { Proxy } from '../config/proxy.js';
import type { Clock } from '../ports/clock.js';
import { DIAL_LIMIT_MS, type Endpoint } from './dial.js';

/** How far our clock is ahead of another, in ms; negative = behind. */
export interface Skew {
  readonly source: string;
  readonly aheadMs: number;
  /** How exact that clock tells the time, in ms. */
  readonly precisionMs: number;
}

/** Of clocks that tell whole seconds. */
const SECOND_MS = 1_000;

/** By a time in whole seconds that was asked for at `sentMs` and was here at `hereMs`. Pure. */
export function skewOf(source: string, toldMs: number, sentMs: number, hereMs: number): Skew {
  // It was told in the middle of the way there and back, most likely, and the part of a second that was cut off is half of one.
  const aheadMs = (sentMs + hereMs) / 2 - (toldMs + SECOND_MS / 2);
  return { source, aheadMs, precisionMs: SECOND_MS + (hereMs - sentMs) / 2 };
}

/**
 * The time of a web server by the Date of its answer [official: RFC 9110, section 6.6.1], whatever else the answer says. Null where it
 * does not answer in 5 s or tells no time. Never rejects.
 */
export function readHttpSkew(
  { host, port }: Endpoint,
  proxy: Proxy | null,
  clock: Clock,
  signal: AbortSignal,
): Promise<Skew | null> {
  return new Promise((resolve) => {
    const name = port === HTTP_PORT ? host : `${host}:${port}`;
    const sentMs = clock.nowMs();
    const asked = request(
      {
        method: 'HEAD',
        host: proxy?.host ?? host,
        port: proxy?.port ?? port,
        path: proxy === null ? '/' : `http://${name}/`,
        headers: {
          Host: name,
          ...(proxy === null || proxy.credentials === null
            ? {}
            : { 'Proxy-Authorization': `Basic ${proxy.credentials}` }),
        },
        timeout: DIAL_LIMIT_MS,
        signal,
        agent: false,
      },
      (answer) => {
        answer.resume();
        const toldMs = Date.parse(answer.headers.date ?? '');
        resolve(Number.isNaN(toldMs) ? null : skewOf(name, toldMs, sentMs, clock.nowMs()));
      },
    );
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(null));
    asked.on('close', () => resolve(null));
    asked.end();
  });
}

const HTTP_PORT = 80;
