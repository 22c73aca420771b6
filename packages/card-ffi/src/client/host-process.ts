import { type ChildProcess, spawn } from 'node:child_process';
import { Fault } from '@swic/core/contract';
import type { Clock } from '@swic/core/ports';
import type { Profile } from '../profiles/profile.js';
import {
  EXIT_NATIVE_MISSING,
  type HostMethod,
  type OpenParams,
  type OpenResult,
  type UseParams,
} from '../protocol/host-messages.js';
import type { Peer } from '../protocol/peer.js';
import { deferred } from '../runtime/deferred.js';
import { within } from '../runtime/within.js';
import { hostEnvironment } from './environment.js';
import { bridgeFault } from './faults.js';
import { openRendezvous, type Rendezvous } from './rendezvous.js';

export interface HostOptions {
  /** The Node executable that runs the host; a 32-bit one for a 32-bit library. */
  readonly runtime: string;
  /** The compiled host/entry.js. */
  readonly entry: string;
  /** Absolute path of the vendor's library. */
  readonly library: string;
  readonly profile: Profile;
  /** Added to the host's environment, e.g. LD_LIBRARY_PATH. Never a secret. */
  readonly environment: Readonly<Record<string, string>>;
  readonly startLimitMs: number;
}

/** How a host ended: an exit code, or the signal that killed it. */
export interface HostEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/** One running host with the library open. It ends once and is never restarted; card-host.ts starts the next one. */
export interface HostProcess extends AsyncDisposable {
  readonly facts: OpenResult;
  readonly ended: Promise<HostEnd>;
  /** Rejects with what Peer.request rejects with. */
  request(method: HostMethod, params: UseParams | null, signal: AbortSignal): Promise<unknown>;
  kill(): void;
}

/** How long a host that was told to end may take before it is killed. */
const END_LIMIT_MS = 1_000;

/** Throws `signer.configuration` (runtime or library unusable) or `signer.broken` (it died or hung while starting). */
export async function startHost(options: HostOptions, clock: Clock, signal: AbortSignal): Promise<HostProcess> {
  await using meeting = await openRendezvous();
  const child = spawn(options.runtime, [options.entry], {
    env: hostEnvironment(process.env, options.environment, meeting),
    // Nothing is inherited: handles do not survive a change of bitness, and a vendor library may print anything.
    stdio: 'ignore',
    windowsHide: true,
  });
  const ended = whenEnded(child, options.runtime);
  try {
    const limit = { limitMs: options.startLimitMs, code: 'signer.broken', detail: { problem: 'start' } } as const;
    return await within(opened({ options, child, ended, meeting }, clock, signal), limit, clock, signal);
  } catch (reason) {
    child.kill('SIGKILL');
    throw bridgeFault(reason);
  }
}

interface Start {
  readonly options: HostOptions;
  readonly child: ChildProcess;
  readonly ended: Promise<HostEnd>;
  readonly meeting: Rendezvous;
}

async function opened(
  { options, child, ended, meeting }: Start,
  clock: Clock,
  signal: AbortSignal,
): Promise<HostProcess> {
  const tooEarly = ended.then((end): never => {
    if (end.exitCode === EXIT_NATIVE_MISSING)
      throw new Fault(
        'signer.configuration',
        { problem: 'native-missing', runtime: options.runtime },
        'the part of ffi-rs for this Node is not installed: npm install --include=optional',
      );
    throw new Fault('signer.broken', { problem: 'start', ...end });
  });
  // The host's end is of interest here only until it has opened the library.
  tooEarly.catch(() => undefined);
  const peer = await Promise.race([meeting.peer, tooEarly]);
  const params: OpenParams = { library: options.library, functions: options.profile.functions };
  const facts = (await Promise.race([peer.request('open', params, signal), tooEarly])) as OpenResult;
  // It cannot reject, and the process it watches is the longest it can last.
  void killWhenLost(child, peer, ended, clock);
  return createHost(child, peer, ended, facts);
}

/** A host without its connection has no client: it ends by itself, or it is ended. */
async function killWhenLost(child: ChildProcess, peer: Peer, ended: Promise<HostEnd>, clock: Clock): Promise<void> {
  const gone = new AbortController();
  const end = ended.then(
    () => gone.abort(),
    () => gone.abort(),
  );
  await peer.ended;
  try {
    await clock.sleep(END_LIMIT_MS, gone.signal);
    child.kill('SIGKILL');
  } catch {
    // The sleep was cut short because the host has ended: nothing is left to kill.
  }
  await end;
}

function createHost(child: ChildProcess, peer: Peer, ended: Promise<HostEnd>, facts: OpenResult): HostProcess {
  return {
    facts,
    ended,
    request: (method, params, signal) => peer.request(method, params, signal),
    kill: () => {
      child.kill('SIGKILL');
      peer.destroy();
    },
    async [Symbol.asyncDispose]() {
      peer.destroy();
      await ended;
    },
  };
}

function whenEnded(child: ChildProcess, runtime: string): Promise<HostEnd> {
  const ended = deferred<HostEnd>();
  child.once('exit', (exitCode, signal) => ended.resolve({ exitCode, signal }));
  child.once('error', (reason) =>
    ended.reject(new Fault('signer.configuration', { problem: 'runtime', runtime }, reason)),
  );
  // Every caller that needs it awaits it; when it comes, there may be no such caller yet.
  ended.promise.catch(() => undefined);
  return ended.promise;
}
