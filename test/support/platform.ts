import { loadConfig } from '../../packages/core/src/config/load.js';
import { ATTEMPT_HEADER, type Message } from '../../packages/core/src/domain/message.js';
import { workerSettings } from '../../packages/core/src/gateway/parts/open-jobs.js';
import { openTransport } from '../../packages/core/src/gateway/parts/open-transport.js';
import { xmlInZip } from '../../packages/core/src/gateway/run-sandbox.js';
import type { Delivery, Session } from '../../packages/core/src/ports/transport.js';
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
        session: async (inner) => watch(await supervisor.session(inner), received),
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

function watch(session: Session, received: Message[]): Session {
  return {
    ended: session.ended,
    onBlocked: (listener) => session.onBlocked(listener),
    onShared: (listener) => session.onShared(listener),
    send: (queue, messages, signal) => session.send(queue, messages, signal),
    receive: (queue, options, signal) => watchDeliveries(session.receive(queue, options, signal), received),
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

function isSame(one: Message, other: Message): boolean {
  return one.id === other.id && one.headers[ATTEMPT_HEADER] === other.headers[ATTEMPT_HEADER];
}

async function* watchDeliveries(deliveries: AsyncIterable<Delivery>, received: Message[]): AsyncIterable<Delivery> {
  for await (const delivery of deliveries) {
    // A broker that went away may have handed out what never got here: that is a redelivery, and the first we see of it.
    if (!delivery.isRedelivered || !received.some((known) => isSame(known, delivery.message)))
      received.push(delivery.message);
    yield delivery;
  }
}
