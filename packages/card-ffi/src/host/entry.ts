import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { SPC_NAMES } from '../bindings/functions.js';
import { bindingProblems } from '../bindings/slot-text.js';
import { isProofOf, proofOf } from '../protocol/handshake.js';
import {
  BRIDGE_VERSION,
  ENVIRONMENT,
  EXIT_NATIVE_MISSING,
  type HelloParams,
  type OpenParams,
  type OpenResult,
  type UseParams,
  type UseResult,
} from '../protocol/host-messages.js';
import { Peer, PeerFault } from '../protocol/peer.js';
import { deferred } from '../runtime/deferred.js';
import { harden } from './hardening.js';
import { hostFault } from './host-fault.js';
import { type Library, openLibrary } from './library.js';
import { loadNative, type Native } from './native.js';
import { useCard } from './use.js';

/**
 * The card host: the only process that loads the vendor's library. It connects to the socket named in its environment,
 * proves itself, answers requests one after another and ends with the connection. BRIDGE.md is its contract.
 */
async function main(): Promise<void> {
  const address = process.env[ENVIRONMENT.socket];
  const token = process.env[ENVIRONMENT.token];
  // What the vendor's library may read, log or dump of the environment does not include our token.
  delete process.env[ENVIRONMENT.token];
  if (address === undefined || token === undefined) return;
  const native = loadNativeOrEnd();
  harden(native);
  const socket = await connected(address);
  const welcome = deferred<void>();
  const peer = new Peer(socket, createHandler(native, welcome.promise));
  const nonce = randomBytes(16).toString('hex');
  const hello: HelloParams = { version: BRIDGE_VERSION, nonce, proof: proofOf('host', token, nonce) };
  const answer = await peer.request('hello', hello, new AbortController().signal);
  const proof = typeof answer === 'object' && answer !== null && 'proof' in answer ? String(answer.proof) : '';
  if (!isProofOf('client', token, nonce, proof)) return;
  welcome.resolve();
  await peer.ended;
}

/** No client is connected yet that could be told in words. */
function loadNativeOrEnd(): Native {
  try {
    return loadNative();
  } catch {
    process.exit(EXIT_NATIVE_MISSING);
  }
}

function createHandler(native: Native, welcome: Promise<void>): (method: string, params: unknown) => Promise<unknown> {
  let library: Library | null = null;
  // The client is the one that holds the token, so its parameters are trusted to have the shape of the contract.
  return async (method, params) => {
    // A request may stand in the same chunk as the client's proof; it waits until the proof was checked.
    await welcome;
    switch (method) {
      case 'open': {
        if (library !== null) throw hostFault('protocol', { method }, null);
        const opened = openParams(native, params as OpenParams);
        library = opened.library;
        return opened.result;
      }
      case 'use':
        if (library === null) throw hostFault('not-open', {}, null);
        return useGuarded(library, params as UseParams);
      case 'ping':
        return { uptimeMs: Math.round(process.uptime() * 1000) };
      default:
        throw hostFault('protocol', { method }, null);
    }
  };
}

/** ffi-rs throws on arguments it cannot pass; that is a mistake of the profile, told without the arguments. */
function useGuarded(library: Library, params: UseParams): UseResult {
  try {
    return useCard(library, params);
  } catch (reason) {
    if (reason instanceof PeerFault) throw reason;
    throw hostFault('call', { problem: 'the call could not be made' }, null);
  }
}

function openParams(native: Native, params: OpenParams): { readonly library: Library; readonly result: OpenResult } {
  for (const name of SPC_NAMES) {
    const binding = params.functions[name];
    const [problem] = binding === null ? [] : bindingProblems(name, binding);
    if (problem !== undefined) throw hostFault('profile', { problem }, null);
  }
  const library = openLibrary(native, params.library, params.functions);
  const result = {
    pid: process.pid,
    architecture: process.arch,
    nodeVersion: process.version,
    missing: library.missing,
  };
  return { library, result };
}

async function connected(address: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(address, () => resolve(socket));
    socket.once('error', reject);
  });
}

// Whatever went wrong, the client sees the connection end and the exit code; a stack could quote data, so none is printed.
main().then(
  () => process.exit(0),
  () => process.exit(70),
);
