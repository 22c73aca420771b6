import type { AddressInfo } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { Fault } from '@swic/core/contract';
import type { Clock, Signer } from '@swic/core/ports';
import { Peer } from '../protocol/peer.js';
import { admittedFingerprint, normalFingerprint, TLS_RULES, type TlsIdentity } from './identity.js';
import { parseSignRequest, toPeerFault, toWireSignature } from './messages.js';

export interface RemoteServerOptions {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly identity: TlsIdentity;
  /** SHA-256 fingerprints of the agents that may sign with this card. */
  readonly allowed: readonly string[];
  readonly connectionsMax: number;
  /** An agent was turned away; fingerprint null = no certificate was shown. */
  onRefused(facts: { readonly address: string; readonly fingerprint: string | null }): void;
}

export interface RemoteServer extends AsyncDisposable {
  readonly port: number;
}

/** Lends a signer to the agents on the list. It borrows the signer: closing the server does not close the signer. */
export async function openRemoteServer(
  options: RemoteServerOptions,
  signer: Signer,
  clock: Clock,
): Promise<RemoteServer> {
  const allowed = new Set(options.allowed.map(normalFingerprint));
  const closing = new AbortController();
  const peers = new Set<Peer>();
  const server = createServer(
    { cert: options.identity.certificate, key: options.identity.key, requestCert: true, ...TLS_RULES },
    (socket) => {
      const fingerprint = admittedFingerprint(socket, allowed, clock.nowMs());
      if (fingerprint === null || peers.size >= options.connectionsMax) return refuse(socket, options);
      const gone = new AbortController();
      const peer = new Peer(socket, (method, params) =>
        answer(signer, method, params, AbortSignal.any([closing.signal, gone.signal])),
      );
      peers.add(peer);
      // It cannot reject; a caller that left must not keep its signature waiting for the card.
      void peer.ended.then(() => {
        peers.delete(peer);
        gone.abort();
      });
    },
  );
  await listening(server, options);
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      closing.abort();
      for (const peer of peers) peer.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(signer: Signer, method: string, params: unknown, signal: AbortSignal): Promise<unknown> {
  try {
    switch (method) {
      case 'describe':
        return await signer.describe(signal);
      case 'when-available':
        await signer.whenAvailable(signal);
        return null;
      case 'sign': {
        const request = parseSignRequest(params);
        if (request === undefined) throw new Fault('signer.refused', { problem: 'request' });
        return toWireSignature(await signer.sign(request, signal));
      }
      default:
        throw new Fault('signer.configuration', { problem: 'method', method });
    }
  } catch (reason) {
    throw toPeerFault(reason);
  }
}

function refuse(socket: TLSSocket, options: RemoteServerOptions): void {
  const shown = socket.getPeerCertificate().fingerprint256;
  options.onRefused({
    address: socket.remoteAddress ?? '',
    fingerprint: shown === undefined ? null : normalFingerprint(shown),
  });
  socket.destroy();
}

async function listening(server: Server, options: RemoteServerOptions): Promise<void> {
  // A stranger that speaks no TLS is not our fault; the listener keeps Node from ending the process over it.
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve, reject) => {
    // The listener stays: an agent that could not be accepted, since handles ran out, connects again. It must not end the process.
    server.on('error', (reason) =>
      reject(new Fault('signer.configuration', { host: options.host, port: options.port }, reason)),
    );
    server.listen(options.port, options.host, resolve);
  });
}
