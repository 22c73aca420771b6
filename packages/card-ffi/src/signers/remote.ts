import { connect, type TLSSocket } from 'node:tls';
import { Fault } from '@swic/core/contract';
import type { Clock, SignatureResult, Signer, SignerDescription, SignRequest } from '@swic/core/ports';
import { Peer, PeerFault } from '../protocol/peer.js';
import { admittedFingerprint, normalFingerprint, TLS_RULES, type TlsIdentity } from '../remote/identity.js';
import {
  fromWireFault,
  parseDescription,
  parseSignature,
  type RemoteMethod,
  type WireSignRequest,
} from '../remote/messages.js';
import { within } from '../runtime/within.js';
import { Availability } from './availability.js';
import { describeSigner } from './description.js';

export interface RemoteSignerOptions {
  readonly host: string;
  readonly port: number;
  readonly identity: TlsIdentity;
  /** The other agent's SHA-256 fingerprint: no other agent may answer. */
  readonly serverFingerprint: string;
  readonly connectLimitMs: number;
  readonly requestLimitMs: number;
  readonly pollMs: number;
}

/** Another agent's card. The other side serialises and pauses; here requests only travel. */
export function openRemoteSigner(options: RemoteSignerOptions, clock: Clock): Signer {
  return new RemoteSigner(options, clock);
}

class RemoteSigner implements Signer {
  readonly kind = 'remote';
  readonly #options: RemoteSignerOptions;
  readonly #clock: Clock;
  readonly #closing = new AbortController();
  readonly #availability: Availability;
  #peer: Promise<Peer> | null = null;

  constructor(options: RemoteSignerOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    const isAvailable = async (signal: AbortSignal): Promise<boolean> => {
      // The other side answers when its card is there, however long that takes: no deadline, the connection's end is one.
      await this.#ask('when-available', null, signal);
      return true;
    };
    this.#availability = new Availability({ pollMs: options.pollMs, isAvailable }, clock);
  }

  async sign(request: SignRequest, signal: AbortSignal): Promise<SignatureResult> {
    const params: WireSignRequest = { bytes: Buffer.from(request.bytes).toString('base64'), purpose: request.purpose };
    const result = parseSignature(await this.#askInTime('sign', params, signal));
    if (result === undefined) throw new Fault('signer.broken', { problem: 'answer' });
    return result;
  }

  async describe(signal: AbortSignal): Promise<SignerDescription> {
    try {
      const description = parseDescription(await this.#askInTime('describe', null, signal));
      return description ?? describeSigner(this.kind, null, new Fault('signer.broken', { problem: 'answer' }));
    } catch (reason) {
      const fault = Fault.from(reason, 'signer.absent');
      if (fault.code === 'operation.aborted') throw fault;
      return describeSigner(this.kind, null, fault);
    }
  }

  async whenAvailable(signal: AbortSignal): Promise<void> {
    await this.#availability.wait(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    const peer = await this.#peer?.catch(() => null);
    peer?.destroy();
  }

  async #askInTime(method: RemoteMethod, params: WireSignRequest | null, signal: AbortSignal): Promise<unknown> {
    const limit = {
      limitMs: this.#options.requestLimitMs,
      code: 'signer.absent',
      detail: { problem: 'silent', method },
    } as const;
    const inner = new AbortController();
    try {
      return await within(
        this.#ask(method, params, AbortSignal.any([signal, inner.signal])),
        limit,
        this.#clock,
        signal,
      );
    } finally {
      inner.abort();
    }
  }

  async #ask(method: RemoteMethod, params: WireSignRequest | null, signal: AbortSignal): Promise<unknown> {
    try {
      const peer = await this.#connected();
      return await peer.request(method, params, AbortSignal.any([signal, this.#closing.signal]));
    } catch (reason) {
      if (reason instanceof PeerFault) throw fromWireFault(reason.fault);
      if (signal.aborted || this.#closing.signal.aborted) throw new Fault('operation.aborted');
      throw Fault.from(reason, 'signer.absent', { host: this.#options.host, port: this.#options.port });
    }
  }

  /** One connection for all; the first who needs it makes it, and a lost one is made again by the next. */
  async #connected(): Promise<Peer> {
    this.#peer ??= this.#connect();
    const mine = this.#peer;
    try {
      const peer = await mine;
      if (!peer.isGone) return peer;
    } catch (reason) {
      if (this.#peer === mine) this.#peer = null;
      throw reason;
    }
    if (this.#peer === mine) this.#peer = null;
    return this.#connected();
  }

  async #connect(): Promise<Peer> {
    const { host, port, identity, serverFingerprint, connectLimitMs } = this.#options;
    const socket = connect({ host, port, cert: identity.certificate, key: identity.key, ...TLS_RULES });
    try {
      const limit = { limitMs: connectLimitMs, code: 'signer.absent', detail: { host, port } } as const;
      await within(secured(socket), limit, this.#clock, this.#closing.signal);
    } catch (reason) {
      socket.destroy();
      throw reason;
    }
    if (admittedFingerprint(socket, new Set([normalFingerprint(serverFingerprint)]), this.#clock.nowMs()) === null) {
      socket.destroy();
      throw new Fault('signer.configuration', { problem: 'server-fingerprint', host, port });
    }
    return new Peer(socket, async () => {
      throw new PeerFault({ code: 'protocol', detail: {}, reason: null });
    });
  }
}

async function secured(socket: TLSSocket): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve);
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed before the handshake was done')));
  });
}
