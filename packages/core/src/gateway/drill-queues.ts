import type { LoadedConfig } from '../config/load.js';
import { Fault } from '../contract/fault.js';
import type { Session } from '../ports/transport.js';
import { systemClock } from '../runtime/system-clock.js';
import { openTransport, rabbitmqSettingsOf } from './parts/open-transport.js';

/** Nothing comes for so long: a queue is empty. */
const QUIET_MS = 1_000;

/**
 * The queues of a drill, as its configuration names them: made and deleted with it at RabbitMQ, where they must not be there yet; emptied at
 * IBM MQ, where only an administrator makes queues. Rejects with `transport.*` where the broker cannot be used.
 */
export async function openDrillQueues(loaded: LoadedConfig, signal: AbortSignal): Promise<AsyncDisposable> {
  const { transport } = loaded.config;
  switch (transport.kind) {
    case 'embedded':
      return { [Symbol.asyncDispose]: () => Promise.resolve() };
    case 'rabbitmq': {
      const { openOwnQueues } = await import('../transports/rabbitmq/own-queues.js');
      const names = [transport.send.routingKey, transport.receive.queue];
      return openOwnQueues(await rabbitmqSettingsOf(loaded, transport), names, signal);
    }
    case 'ibmmq': {
      const opened = await openTransport(loaded, 'client', systemClock);
      await using session = await opened.transport.open(signal);
      for (const queue of [transport.send.queue, transport.receive.queue]) await empty(session, queue, signal);
      return { [Symbol.asyncDispose]: () => Promise.resolve() };
    }
  }
}

/** What an earlier drill left that was killed. */
async function empty(session: Session, queue: string, signal: AbortSignal): Promise<void> {
  const quiet = new AbortController();
  let lastMs = systemClock.tickMs();
  const watch = (async () => {
    while (systemClock.tickMs() - lastMs < QUIET_MS) await systemClock.sleep(QUIET_MS / 4, signal);
    quiet.abort();
  })();
  for await (const delivery of session.receive(queue, { prefetch: 100 }, AbortSignal.any([signal, quiet.signal]))) {
    lastMs = systemClock.tickMs();
    await delivery.accept();
  }
  quiet.abort();
  await watch;
  const ended = await Promise.race([session.ended, Promise.resolve('open' as const)]);
  if (ended !== 'open') throw ended ?? new Fault('transport.closed');
}
