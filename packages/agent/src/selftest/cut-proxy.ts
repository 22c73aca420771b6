import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Between the agent of a drill and its broker: carries bytes, and resets every connection when it is told to. */
export class CutProxy implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  /** To the first endpoint that takes the connection, asked in their order each time. */
  static async open(endpoints: readonly Endpoint[]): Promise<CutProxy> {
    const proxy = new CutProxy(endpoints);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  private constructor(endpoints: readonly Endpoint[]) {
    this.#server = createServer({ noDelay: true, pauseOnConnect: true }, (client) => this.#reach(client, endpoints));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
    this.#sockets.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }

  #reach(client: Socket, [endpoint, ...others]: readonly Endpoint[]): void {
    this.#sockets.add(client);
    client.on('close', () => this.#sockets.delete(client));
    // A client that goes while the broker is asked for.
    client.on('error', () => client.destroy());
    if (endpoint === undefined) {
      client.destroy();
      return;
    }
    const broker = connect({ ...endpoint, noDelay: true });
    const next = (): void => this.#reach(client, others);
    broker.once('error', next);
    broker.once('connect', () => {
      broker.off('error', next);
      if (client.destroyed) {
        broker.destroy();
        return;
      }
      this.#join(client, broker);
      this.#join(broker, client);
    });
  }

  #join(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.pipe(to);
    // What ends one side ends the other; the agent tells of it itself.
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroySoon();
    });
  }
}
