import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';

/** Which way bytes go. */
export type Way = 'to-broker' | 'to-client';

/** What happens to the bytes of one way: they pass, wait where they are, or are lost. */
export type Treatment = 'pass' | 'stall' | 'swallow';

export interface Place {
  readonly host: string;
  readonly port: number;
}

interface Pair {
  readonly client: Socket;
  readonly broker: Socket;
  readonly held: Map<Way, Buffer[]>;
}

/** A line between a client and a broker that can be cut, held or made deaf in one direction. TLS towards the client if asked. */
export class TcpProxy implements AsyncDisposable {
  readonly #broker: Place;
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  readonly #treatment = new Map<Way, Treatment>();
  readonly #alterations: { readonly way: Way; readonly from: Buffer; readonly to: Buffer }[] = [];
  readonly #triggers: { readonly way: Way; readonly bytes: Buffer; readonly act: () => void }[] = [];

  private constructor(broker: Place, tls: { readonly cert: string; readonly key: string } | null) {
    this.#broker = broker;
    const onClient = (client: Socket): void => this.#join(client);
    this.#server =
      tls === null ? createServer({ noDelay: true }, onClient) : createTlsServer({ ...tls, noDelay: true }, onClient);
    // A client that does not like the certificate hangs up in the middle of the handshake.
    this.#server.on('tlsClientError', () => undefined);
  }

  static async open(
    broker: Place,
    tls: { readonly cert: string; readonly key: string } | null = null,
  ): Promise<TcpProxy> {
    const proxy = new TcpProxy(broker, tls);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** How many clients are connected now. */
  get connections(): number {
    return this.#pairs.size;
  }

  /** From now on, for the connections there are and those to come. Back to `pass` sends what was held. */
  treat(way: Way, treatment: Treatment): void {
    this.#treatment.set(way, treatment);
    if (treatment !== 'pass') return;
    for (const pair of this.#pairs)
      for (const bytes of pair.held.get(way)?.splice(0) ?? []) target(pair, way).write(bytes);
  }

  /** Calls once, before the first bytes of that way that contain these are carried; what it does decides about them too. */
  onceBefore(way: Way, bytes: Buffer, act: () => void): void {
    this.#triggers.push({ way, bytes, act });
  }

  /** From now on these bytes are carried as those, of the same length, where they arrive in one piece. */
  alter(way: Way, from: Buffer, to: Buffer): void {
    this.#alterations.push({ way, from, to });
  }

  /** Resets every connection; what was held is lost. */
  cut(): void {
    for (const { client, broker } of this.#pairs) {
      // A TLS socket has no reset of its own.
      if (client instanceof TLSSocket) client.destroy();
      else client.resetAndDestroy();
      broker.resetAndDestroy();
    }
    this.#pairs.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }

  #join(client: Socket): void {
    const broker = connect({ ...this.#broker, noDelay: true });
    const pair: Pair = { client, broker, held: new Map() };
    this.#pairs.add(pair);
    client.on('data', (bytes: Buffer) => this.#carry(pair, 'to-broker', bytes));
    broker.on('data', (bytes: Buffer) => this.#carry(pair, 'to-client', bytes));
    for (const [one, other] of [
      [client, broker],
      [broker, client],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => {
        this.#pairs.delete(pair);
        other.destroySoon();
      });
    }
  }

  #carry(pair: Pair, way: Way, bytes: Buffer): void {
    const at = this.#triggers.findIndex((trigger) => trigger.way === way && bytes.includes(trigger.bytes));
    if (at >= 0) this.#triggers.splice(at, 1)[0]?.act();
    for (const { from, to } of this.#alterations.filter((one) => one.way === way))
      for (let found = bytes.indexOf(from); found >= 0; found = bytes.indexOf(from, found + 1)) to.copy(bytes, found);
    const treatment = this.#treatment.get(way) ?? 'pass';
    if (treatment === 'pass') target(pair, way).write(bytes);
    if (treatment !== 'stall') return;
    const held = pair.held.get(way) ?? [];
    pair.held.set(way, [...held, bytes]);
  }
}

function target(pair: Pair, way: Way): Socket {
  return way === 'to-broker' ? pair.broker : pair.client;
}
