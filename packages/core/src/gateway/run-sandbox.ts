import type { LoadedConfig } from '../config/load.js';
import { readScenario } from '../config/scenario-file.js';
import type { Clock } from '../ports/clock.js';
import type { Session } from '../ports/transport.js';
import { createFailure } from '../runtime/failure.js';
import { Scope } from '../runtime/scope.js';
import { systemClock } from '../runtime/system-clock.js';
import type { Misbehaviour } from '../sandbox/misbehaviour.js';
import { type PlatformSettings, runPlatform } from '../sandbox/platform.js';
import { createSupervisor, RECONNECT_BACKOFF } from '../transports/supervisor.js';
import { DEFAULT_LIMITS } from '../xml/limits.js';
import { readZip } from '../xml/zip.js';
import { isZip } from '../xml/zip-names.js';
import { workerSettings } from './parts/open-jobs.js';
import { openTransport } from './parts/open-transport.js';

export interface SandboxOptions {
  readonly seed: number;
  readonly delayMs: number;
  readonly gatherMs: number;
  readonly misbehave: readonly Misbehaviour[];
  /** A scenario file; null = the usual answers. */
  readonly scenario: string | null;
  readonly onListening: (address: string) => void;
}

/** Share of answers that go wrong when the platform is told to misbehave, and of documents it refuses. */
const MISBEHAVE_SHARE = 0.2;
const REFUSE_SHARE = 0;

/** The simulated platform alone, on the other side of the configured transport, until the signal aborts. */
export async function runSandbox(loaded: LoadedConfig, options: SandboxOptions, signal: AbortSignal): Promise<void> {
  const settings: PlatformSettings = {
    seed: options.seed,
    delayMs: options.delayMs,
    refuseShare: REFUSE_SHARE,
    misbehave: options.misbehave,
    misbehaveShare: MISBEHAVE_SHARE,
    scenario: options.scenario === null ? [] : readScenario(options.scenario),
    gatherMs: options.gatherMs,
    envelope: loaded.config.envelope.kind,
  };
  await runSandboxWith(
    loaded,
    settings,
    { clock: systemClock, onListening: options.onListening, over: AS_IT_IS },
    signal,
  );
}

export interface SandboxHost {
  readonly clock: Clock;
  readonly onListening: (address: string) => void;
  /** Something around each session of the platform, e.g. what notes the messages that reach it. */
  readonly over: (session: Session) => Session;
}

/** Each session is used as it is. */
export const AS_IT_IS: SandboxHost['over'] = (session) => session;

/** The same with everything said; also what an agent runs inside itself for a demonstration. */
export async function runSandboxWith(
  loaded: LoadedConfig,
  settings: PlatformSettings,
  { clock, onListening, over }: SandboxHost,
  signal: AbortSignal,
): Promise<void> {
  const opened = await openTransport(loaded, 'platform', clock);
  const failure = createFailure();
  await using scope = new Scope(signal, failure.raise);
  // Loaded here: it brings libxml2 with it, which costs every start a tenth of a second (measured).
  const { createInlineJobs } = await import('../workers/inline-runner.js');
  const jobs = scope.use(createInlineJobs(workerSettings(null, [])));
  const supervisor = createSupervisor({
    transport: opened.transport,
    // One session for both: what is told of it is not heard.
    direction: 'receive',
    clock,
    emit: () => undefined,
    policy: RECONNECT_BACKOFF,
  });
  scope.spawn((inner) => supervisor.run(inner));
  onListening(opened.address);
  const { receiveQueue, sendQueue } = opened;
  await runPlatform(
    {
      session: async (inner) => over(await supervisor.session(inner)),
      receiveQueue,
      sendQueue,
      jobs,
      unpack: xmlInZip,
      clock,
    },
    settings,
    AbortSignal.any([scope.signal, failure.signal]),
  );
  failure.rethrow();
}

/** For the platform: the XML in a ZIP, null where there is none. */
export async function xmlInZip(content: Uint8Array): Promise<Uint8Array | null> {
  if (!isZip(content)) return null;
  const reading = await readZip(content, DEFAULT_LIMITS);
  return reading.outcome === 'opened' ? reading.content.xml : null;
}
