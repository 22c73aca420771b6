import { BlockList, isIP } from 'node:net';
import type { WebConfig } from '../../config/web-schema.js';
import { Fault } from '../../contract/fault.js';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Can this address be reached from this machine alone? A name other than `localhost` may be any address tomorrow. Pure. */
export function isLoopback(host: string): boolean {
  if (host.toLowerCase() === 'localhost') return true;
  const family = isIP(host);
  return family !== 0 && LOOPBACK.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

/** Throws `web.unsafe` where other machines could reach a page without TLS, or without users: then the agent does not start. */
export function demandSafeAddress({ host, port, tls }: WebConfig, countUsers: () => number): void {
  if (port === null || isLoopback(host)) return;
  const missing = [...(tls === null ? ['web.tls'] : []), ...(countUsers() === 0 ? ['swic web user add'] : [])];
  if (missing.length > 0) throw new Fault('web.unsafe', { host, missing: missing.join(', ') });
}
