import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** Under which names browsers may ask for the page. */
export interface OwnNames {
  readonly scheme: 'http' | 'https';
  /** Of the configuration, lower case. */
  readonly names: ReadonlySet<string>;
}

/**
 * Is the page asked for under a name of ours? A page of another site whose name was pointed at this address (DNS rebinding) asks under its
 * own. An address instead of a name cannot be pointed anywhere, and must be the one that the connection came to. Pure.
 */
export function isOwnHost({ headers: { host }, socket }: IncomingMessage, own: OwnNames): boolean {
  const name = nameIn(host);
  if (name === null) return false;
  if (own.names.has(name)) return true;
  return isIP(name) !== 0 && withoutMapping(name) === withoutMapping(socket.localAddress ?? '');
}

/** Was this sent by a page of ours? A browser says where a request comes from with each that may change something. Pure. */
export function isOwnOrigin({ headers }: IncomingMessage, { scheme }: OwnNames): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  return headers.origin === `${scheme}://${headers.host ?? ''}`;
}

/** The port is left out: a tunnel has another one, and what was pointed here keeps its name whatever the port. */
function nameIn(host: string | undefined): string | null {
  const [, name] = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]{1,253})(?::\d{1,5})?$/.exec(host ?? '') ?? [];
  return name === undefined ? null : name.replace(/^\[|\]$/g, '').toLowerCase();
}

const withoutMapping = (address: string): string => address.replace(/^::ffff:/i, '').toLowerCase();
