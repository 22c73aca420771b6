import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadConfig } from '../../packages/core/src/config/load.js';
import type { SwicEvent } from '../../packages/core/src/contract/events.js';
import type { Gateway } from '../../packages/core/src/gateway/gateway.js';
import { openGateway } from '../../packages/core/src/gateway/open-gateway.js';
import type { Decorate } from '../../packages/core/src/gateway/parts/shared.js';
import { createDeferred, type Deferred } from '../../packages/core/src/runtime/deferred.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { until } from '../support/until.js';
import { openWorld, type World } from '../support/world.js';

const never = new AbortController().signal;

function open(world: World, decorate: Decorate | null): Promise<Gateway> {
  const options = {
    version: '0',
    clock: systemClock,
    console: 'none',
    pageDirectory: null,
    decorate,
    openSigner: null,
    tellUpgrade: null,
  } as const;
  return openGateway(loadConfig(world.config), options, never);
}

/** Asks for one business more, which takes a while: threads that know it are started first. */
function addBusiness(world: World, gateway: Gateway): Promise<unknown> {
  writeFileSync(world.config, readFileSync(world.config, 'utf8').replace('DEC: {}', 'DEC: {}\n  RMFT: {}'));
  return gateway
    .connect()
    .call('reloadConfig', null)
    .catch((reason: unknown) => reason);
}

test('a gateway that ends while its configuration is read again opens nothing afterwards', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
  const gateway = await open(world, null);
  const reloading = addBusiness(world, gateway);
  await gateway[Symbol.asyncDispose]();
  const hasBoxes = existsSync(world.box('Rmft', 'OutBox'));
  expect(await reloading).toMatchObject({ code: 'operation.aborted' });
  expect(existsSync(world.box('Rmft', 'OutBox'))).toBe(hasBoxes);
  await using again = await open(world, null);
  expect(again.snapshot().businesses.map(({ key }) => key)).toContain('RMFT');
});

/** Reading the open documents waits, once the start is over. */
function holdingOpenDocuments(isStarted: () => boolean, asked: Deferred<void>, go: Promise<void>): Decorate {
  return (name, port) =>
    name !== 'ledger'
      ? port
      : new Proxy(port, {
          get(target, property) {
            const value: unknown = Reflect.get(target, property, target);
            if (typeof value !== 'function') return value;
            const work = value.bind(target) as (...words: unknown[]) => AsyncIterable<unknown>;
            if (property !== 'openDocuments' || !isStarted()) return work;
            return async function* () {
              asked.resolve();
              await go;
              yield* work();
            };
          },
        });
}

test('a business that is being opened when the gateway is told to stop is closed again, and not started', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
  const [asked, go] = [createDeferred<void>(), createDeferred<void>()];
  const events: SwicEvent[] = [];
  const isStarted = (): boolean => events.some(({ type }) => type === 'gateway.started');
  await using gateway = await open(world, holdingOpenDocuments(isStarted, asked, go.promise));
  gateway.onEvent(({ event }) => events.push(event));
  const intake = new AbortController();
  let hasStopped = false;
  const running = gateway.run(intake.signal, never).then(() => (hasStopped = true));
  await until('it runs', isStarted);
  const reloading = addBusiness(world, gateway);
  await asked.promise;
  intake.abort();
  await new Promise((resolve) => setImmediate(resolve));
  expect(hasStopped).toBe(false);
  go.resolve();
  await running;
  expect(await reloading).toMatchObject({ code: 'operation.aborted' });
  const started = events.filter((event) => event.type === 'flow.started').map(({ flow }) => flow.business);
  expect(started).not.toContain('RMFT');
});
