import { request } from 'node:http';
import type { Socket } from 'node:net';

/** Where the proxy is, and its login: Base64 of `user:password`, null = none. */
export interface ProxyAddress {
  readonly host: string;
  readonly port: number;
  readonly credentials: string | null;
}

export interface ProxyAnswer {
  /** 200 = the socket leads to the target; with any other it leads nowhere. */
  readonly status: number;
  /** The caller's, whatever the status is: to be destroyed. */
  readonly socket: Socket;
}

/**
 * Asks an HTTP proxy for a way to this host, whose name the proxy resolves [official: RFC 9110, section 9.3.6]. Rejects with what the system
 * or the HTTP parser says when the proxy cannot be reached, does not speak HTTP, or the signal aborts.
 */
export function askProxy(
  target: { readonly host: string; readonly port: number },
  proxy: ProxyAddress,
  signal: AbortSignal,
): Promise<ProxyAnswer> {
  const host = target.host.includes(':') && !target.host.startsWith('[') ? `[${target.host}]` : target.host;
  const authority = `${host}:${target.port}`;
  const login = proxy.credentials === null ? {} : { 'Proxy-Authorization': `Basic ${proxy.credentials}` };
  return new Promise((resolve, reject) => {
    const asking = request({
      method: 'CONNECT',
      host: proxy.host,
      port: proxy.port,
      path: authority,
      headers: { Host: authority, ...login },
      agent: false,
      signal,
    });
    asking.once('connect', ({ statusCode }, socket) => resolve({ status: statusCode ?? 0, socket }));
    // Stays: what fails after the answer has no other listener, and would end the process.
    asking.on('error', reject);
    asking.end();
  });
}
