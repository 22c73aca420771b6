import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Fault } from '../../../contract/fault.js';
import { rabbitmqFault, replyFault } from '../faults.js';
import type { RabbitmqSettings } from '../settings.js';
import {
  CONNECTION,
  encodeClose,
  encodeOpen,
  encodeStartOk,
  encodeTuneOk,
  type Method,
  PROTOCOL_HEADER,
  takeMethod,
} from './handshake-frames.js';

/**
 * AMQP's opening handshake, step by step, on a socket of its own. amqplib says in a text only why a broker ended a handshake,
 * and for a virtual host not even there; here the reply code itself is read. Used when connecting was refused, and by the
 * connection test. Never on the way of a message.
 *
 *     connect ──▶ secure ──▶ login ──▶ enter ──▶ close
 */
export class Handshake {
  readonly #settings: RabbitmqSettings;
  readonly #signal: AbortSignal;
  #socket: Socket | null = null;
  #chunks: AsyncIterator<Buffer> | null = null;
  #buffered: Buffer = Buffer.alloc(0);

  constructor(settings: RabbitmqSettings, signal: AbortSignal) {
    this.#settings = settings;
    this.#signal = signal;
  }

  /** TCP. */
  async connect(): Promise<void> {
    const { host, port } = this.#settings;
    const socket = connectTcp({ host, port, noDelay: true, signal: this.#signal });
    await opened(socket, 'connect', 'transport.unreachable');
    this.#use(socket);
  }

  /** TLS over it; does nothing where the settings say plain. */
  async secure(): Promise<void> {
    const { tls, host } = this.#settings;
    if (tls === null || this.#socket === null) return;
    const secured = connectTls({ socket: this.#socket, ...tlsOptions(tls, host) });
    await opened(secured, 'secureConnect', 'transport.tls');
    this.#use(secured);
  }

  /** User and password. Returns what the broker calls itself, '' if it does not say. */
  async login(): Promise<string> {
    this.#write(PROTOCOL_HEADER);
    const start = await this.#read('transport.unreachable');
    if (start.method !== CONNECTION.start) throw new Fault('transport.protocol');
    this.#write(encodeStartOk(this.#settings.username, this.#settings.password));
    // A broker that does not know `authentication_failure_close` simply hangs up on a wrong password.
    const tune = await this.#read('transport.unauthorized');
    if (tune.method !== CONNECTION.tune) throw new Fault('transport.protocol');
    this.#write(encodeTuneOk(tune.args));
    return start.product;
  }

  /** The virtual host. */
  async enter(): Promise<void> {
    const { vhost } = this.#settings;
    this.#write(encodeOpen(vhost));
    try {
      const open = await this.#read('transport.unauthorized');
      if (open.method !== CONNECTION.openOk) throw new Fault('transport.protocol');
    } catch (reason) {
      const fault = Fault.from(reason, 'transport.protocol');
      throw fault.code === 'transport.vhost' ? new Fault(fault.code, { ...fault.detail, vhost }) : fault;
    }
  }

  close(): void {
    if (this.#socket === null) return;
    this.#socket.end(encodeClose());
    this.#socket.destroySoon();
  }

  #use(socket: Socket): void {
    // Errors reach the next reader; without a listener they would end the process.
    socket.on('error', () => undefined);
    this.#socket = socket;
    this.#chunks = null;
  }

  #write(bytes: Buffer): void {
    this.#socket?.write(bytes);
  }

  async #read(whenHungUp: 'transport.unreachable' | 'transport.unauthorized'): Promise<Method> {
    for (;;) {
      const taken = takeMethod(this.#buffered);
      if (taken === 'not-amqp') throw new Fault('transport.protocol');
      if (taken !== null) {
        this.#buffered = taken.rest;
        if (taken.method.replyCode !== null) throw replyFault(taken.method.replyCode);
        return taken.method;
      }
      this.#buffered = Buffer.concat([this.#buffered, await this.#nextChunk(whenHungUp)]);
    }
  }

  async #nextChunk(whenHungUp: 'transport.unreachable' | 'transport.unauthorized'): Promise<Buffer> {
    // The iterator starts with the first read, so that TLS can take the plain socket over untouched.
    this.#chunks ??= this.#socket?.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]() ?? null;
    try {
      const next = await this.#chunks?.next();
      if (next === undefined || next.done === true) throw new Fault(whenHungUp);
      return next.value;
    } catch (reason) {
      throw rabbitmqFault(reason, whenHungUp);
    }
  }
}

/** The TLS options that the probe and the connection itself share. */
export function tlsOptions(tls: NonNullable<RabbitmqSettings['tls']>, host: string): Record<string, unknown> {
  const servername = tls.servername ?? (isIP(host) === 0 ? host : null);
  return {
    rejectUnauthorized: true,
    ...(tls.ca === null ? {} : { ca: tls.ca }),
    ...(tls.cert === null ? {} : { cert: tls.cert }),
    ...(tls.key === null ? {} : { key: tls.key }),
    // An IP address is no server name in TLS; its certificate is checked against the address then.
    ...(servername === null ? { host } : { servername }),
  };
}

function opened(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  code: 'transport.unreachable' | 'transport.tls',
): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (reason: unknown): void => reject(rabbitmqFault(reason, code));
    socket.once('error', fail);
    socket.once('close', () => reject(new Fault(code)));
    socket.once(event, () => {
      socket.off('error', fail);
      resolve();
    });
  });
}
