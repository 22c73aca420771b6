import { expect, test } from 'vitest';
import { loadConfig } from '../../packages/core/src/config/load.js';
import type { SwicEvent } from '../../packages/core/src/contract/events.js';
import type { FlowSnapshot } from '../../packages/core/src/contract/snapshot.js';
import type { Gateway } from '../../packages/core/src/gateway/gateway.js';
import { openGateway } from '../../packages/core/src/gateway/open-gateway.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { until } from '../support/until.js';
import { openWorld, type World } from '../support/world.js';

const never = new AbortController().signal;

const sendingOf = (gateway: Gateway): FlowSnapshot | null | undefined =>
  gateway.snapshot().businesses.find(({ key }) => key === 'DEC')?.send;

/** One run of the agent; `act` is called once it has started. */
async function run(world: World, act: (gateway: Gateway) => Promise<void>): Promise<readonly SwicEvent[]> {
  const options = {
    version: '0',
    clock: systemClock,
    console: 'none',
    pageDirectory: null,
    decorate: null,
    openSigner: null,
    tellUpgrade: null,
  } as const;
  await using gateway = await openGateway(loadConfig(world.config), options, never);
  const events: SwicEvent[] = [];
  gateway.onEvent(({ event }) => events.push(event));
  const intake = new AbortController();
  const running = gateway.run(intake.signal, never);
  await until('it has started', () => events.some(({ type }) => type === 'flow.started'));
  await act(gateway);
  intake.abort();
  await running;
  return events;
}

test('what a person has stopped is stopped after a restart, since then, until a person starts it', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
  let stopped: FlowSnapshot | null | undefined;
  await run(world, async (gateway) => {
    expect(sendingOf(gateway)).toMatchObject({ state: 'running', isByWord: false });
    await gateway.connect().call('stopFlow', { business: 'DEC', direction: 'send', by: 'operator@host' });
    stopped = sendingOf(gateway);
  });
  expect(stopped).toMatchObject({ state: 'stopped', isByWord: true, stoppedBy: 'operator@host' });
  const events = await run(world, async (gateway) => {
    const now = sendingOf(gateway);
    expect(now).toMatchObject({ state: 'stopped', isByWord: true, stoppedBy: 'operator@host' });
    expect(Math.abs((now?.sinceMs ?? 0) - (stopped?.sinceMs ?? 0))).toBeLessThan(1_000);
    await gateway.connect().call('startFlow', { business: 'DEC', direction: 'send' });
  });
  expect(events).toContainEqual(
    expect.objectContaining({
      type: 'flow.stopped',
      flow: { business: 'DEC', direction: 'send' },
      by: 'operator@host',
    }),
  );
  await run(world, async (gateway) => expect(sendingOf(gateway)).toMatchObject({ state: 'running', isByWord: false }));
});
