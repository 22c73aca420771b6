import { loadConfig } from '../../packages/core/src/config/load.js';
import type { Message } from '../../packages/core/src/domain/message.js';
import { type Arrival, Arrivals } from '../../packages/core/src/drill/arrivals.js';
import { workerSettings } from '../../packages/core/src/gateway/parts/open-jobs.js';
import { openTransport } from '../../packages/core/src/gateway/parts/open-transport.js';
import { xmlInZip } from '../../packages/core/src/gateway/run-sandbox.js';
import { Scope } from '../../packages/core/src/runtime/scope.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { type PlatformSettings, runPlatform } from '../../packages/core/src/sandbox/platform.js';
import { createSupervisor } from '../../packages/core/src/transports/supervisor.js';
import { createInlineJobs } from '../../packages/core/src/workers/inline-runner.js';
import type { World } from './world.js';

/** The simulated platform in the test's own process, which sees every message that arrives there. */
export interface WatchedPlatform extends AsyncDisposable {
  /** In order of arrival; a redelivery of the broker's own is not counted again. */
  readonly received: readonly Message[];
  /** The same without their bodies. */
  readonly arrivals: readonly Arrival[];
  /** How often each message id arrived. */
  counts(): ReadonlyMap<string, number>;
}

const QUIET: PlatformSettings = {
  seed: 1,
  delayMs: 1,
  gatherMs: 0,
  refuseShare: 0,
  misbehave: [],
  misbehaveShare: 0,
  scenario: [],
  envelope: 'dxp',
};

export async function openPlatform(world: World, settings: Partial<PlatformSettings> = {}): Promise<WatchedPlatform> {
  const loaded = loadConfig(world.config);
  const opened = await openTransport(loaded, 'platform', systemClock);
  const failures: unknown[] = [];
  const scope = new Scope(new AbortController().signal, (reason) => failures.push(reason));
  const received: Message[] = [];
  const arrivals = new Arrivals((message) => received.push(message));
  const jobs = scope.use(createInlineJobs(workerSettings(null, [])));
  const supervisor = createSupervisor({
    transport: opened.transport,
    direction: 'receive',
    clock: systemClock,
    emit: () => undefined,
    policy: { baseMs: 50, maxMs: 500 },
  });
  scope.spawn((signal) => supervisor.run(signal));
  scope.spawn((signal) =>
    runPlatform(
      {
        session: async (inner) => arrivals.over(await supervisor.session(inner)),
        receiveQueue: opened.receiveQueue,
        sendQueue: opened.sendQueue,
        jobs,
        unpack: xmlInZip,
        clock: systemClock,
      },
      { ...QUIET, ...settings },
      signal,
    ),
  );
  return {
    received,
    get arrivals() {
      return arrivals.all;
    },
    counts() {
      const counts = new Map<string, number>();
      for (const { id } of received) counts.set(id, (counts.get(id) ?? 0) + 1);
      return counts;
    },
    async [Symbol.asyncDispose]() {
      await scope[Symbol.asyncDispose]();
      if (failures.length > 0) throw failures[0];
    },
  };
}
