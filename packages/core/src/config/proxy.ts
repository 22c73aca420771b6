/** An HTTP proxy that takes `CONNECT`. */
export interface Proxy {
  readonly host: string;
  readonly port: number;
  /** Base64 of `user:password`; null where the proxy asks for none. Never shown. */
  readonly credentials: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that leads to this host: the configuration's, else that of HTTPS_PROXY, HTTP_PROXY and ALL_PROXY, in either casing, unless
 * NO_PROXY names the host. `configured` 'none' = no proxy at all. Null = straight. Pure.
 */
export function proxyFor(host: string, configured: string | null, environment: Environment): Proxy | null {
  if (configured === 'none') return null;
  if (configured !== null) return parseProxy(configured);
  if (isExempt(host, read(environment, 'NO_PROXY') ?? '')) return null;
  const said = read(environment, 'HTTPS_PROXY') ?? read(environment, 'HTTP_PROXY') ?? read(environment, 'ALL_PROXY');
  return said === null ? null : parseProxy(said);
}

/** `http://user:password@host:port`, also without the scheme; null when it is none. Pure. */
function parseProxy(text: string): Proxy | null {
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  if (url === null || url.hostname === '' || url.protocol !== 'http:') return null;
  const user = decodeURIComponent(url.username);
  const credentials = user === '' ? null : btoa(`${user}:${decodeURIComponent(url.password)}`);
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || DEFAULT_PORT), credentials };
}

/** Of the scheme `http`. */
const DEFAULT_PORT = 80;

function read(environment: Environment, name: string): string | null {
  const value = environment[name] ?? environment[name.toLowerCase()] ?? '';
  return value.trim() === '' ? null : value.trim();
}

/** `example.com` and `.example.com` are for the domain and all below it, `*` for everything; a port is not looked at. */
function isExempt(host: string, list: string): boolean {
  return list
    .split(/[\s,]+/)
    .map((entry) =>
      entry
        .replace(/^\*?\./, '')
        .replace(/:\d+$/, '')
        .toLowerCase(),
    )
    .some(
      (entry) =>
        entry !== '' && (entry === '*' || host.toLowerCase() === entry || host.toLowerCase().endsWith(`.${entry}`)),
    );
}
