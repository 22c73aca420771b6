import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '@swic/core/contract';
import { isProofOf, proofOf } from '../protocol/handshake.js';
import { BRIDGE_VERSION } from '../protocol/host-messages.js';
import { Peer, PeerFault } from '../protocol/peer.js';
import { deferred } from '../runtime/deferred.js';

/** A Unix socket's path may have 107 octets on Linux and 103 on macOS. */
const SOCKET_PATH_OCTETS_MAX = 103;
/** What comes behind the directory's prefix: six characters of mkdtemp and `/s`. */
const SUFFIX_OCTETS = 8;

/** The place where one host finds its client: a socket in a directory of our own, or a named pipe with a random name. */
export interface Rendezvous extends AsyncDisposable {
  readonly address: string;
  readonly token: string;
  /** The connection that proved to be the host's. Strangers are cut off and do not disturb it. */
  readonly peer: Promise<Peer>;
}

/** One mechanism on every system and bitness: inherited pipes do not survive a 64-bit parent with a 32-bit child. */
export async function openRendezvous(): Promise<Rendezvous> {
  const token = randomBytes(32).toString('hex');
  const place = process.platform === 'win32' ? pipePlace() : await socketPlace();
  const met = deferred<Peer>();
  const strangers = new Set<Socket>();
  const server = createServer((socket) => {
    strangers.add(socket);
    socket.once('close', () => strangers.delete(socket));
    greet(socket, token, (peer) => {
      strangers.delete(socket);
      met.resolve(peer);
    });
  });
  await listening(server, place.address);
  return {
    address: place.address,
    token,
    peer: met.promise,
    async [Symbol.asyncDispose]() {
      for (const socket of strangers) socket.destroy();
      // Closing the server leaves the host's own connection open; close ends only the listening.
      server.close();
      await place.remove();
    },
  };
}

function greet(socket: Socket, token: string, onHost: (peer: Peer) => void): void {
  const peer: Peer = new Peer(socket, async (method, params) => {
    const nonce = method === 'hello' ? helloNonce(params, token) : undefined;
    if (nonce === undefined) {
      socket.destroy();
      throw new PeerFault({ code: 'protocol', detail: {}, reason: null });
    }
    onHost(peer);
    return { proof: proofOf('client', token, nonce) };
  });
}

/** The nonce of a hello that proves the token; undefined for any other. */
function helloNonce(params: unknown, token: string): string | undefined {
  if (typeof params !== 'object' || params === null || !('version' in params) || params.version !== BRIDGE_VERSION)
    return undefined;
  if (
    !('nonce' in params) ||
    typeof params.nonce !== 'string' ||
    !('proof' in params) ||
    typeof params.proof !== 'string'
  )
    return undefined;
  return isProofOf('host', token, params.nonce, params.proof) ? params.nonce : undefined;
}

interface Place {
  readonly address: string;
  remove(): Promise<void>;
}

function pipePlace(): Place {
  return { address: `\\\\.\\pipe\\swic-card-${randomBytes(16).toString('hex')}`, remove: async () => undefined };
}

async function socketPlace(): Promise<Place> {
  const wanted = join(tmpdir(), 'swic-card-');
  // A long TMPDIR would make a path that no socket can have.
  const prefix = Buffer.byteLength(wanted) + SUFFIX_OCTETS > SOCKET_PATH_OCTETS_MAX ? '/tmp/swic-card-' : wanted;
  const directory = await mkdtemp(prefix);
  await chmod(directory, 0o700);
  return { address: join(directory, 's'), remove: () => rm(directory, { recursive: true, force: true }) };
}

async function listening(server: Server, address: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    // The listener stays: a host that could not be accepted, since handles ran out, must not end the process.
    server.on('error', (reason) => reject(new Fault('signer.broken', { problem: 'socket' }, reason)));
    server.listen(address, resolve);
  });
}
