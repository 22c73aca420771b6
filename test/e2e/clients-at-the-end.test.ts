import { describe, expect, test } from 'vitest';
import type { ControlClient } from '../../packages/core/src/gateway/client/connect.js';
import { type RunningSwic, runSwic, startSwic } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { until } from '../support/until.js';
import { openWorld, type World } from '../support/world.js';

const FOLDER = 'Deccus001';
/** The failure was a matter of a timer's phase: 9 of 10 ends met it. */
const REPEATS = 2;

const ENDS: readonly {
  readonly name: string;
  readonly once: boolean;
  end(agent: RunningSwic, world: World): unknown;
}[] = [
  { name: 'swic shutdown', once: false, end: (_, world) => runSwic(world, ['shutdown']) },
  { name: 'SIGTERM', once: false, end: (agent) => agent.kill('SIGTERM') },
  { name: 'the end of --once', once: true, end: () => undefined },
];

describe.each(ENDS)('an agent that ends by $name', ({ once, end }) => {
  test('ends well while dashboards are attached, and they see its last line', async () => {
    await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
    for (let round = 0; round < REPEATS; round += 1) {
      // With --once it waits for a receipt that does not come, until a second has passed.
      world.drop(FOLDER, `doc-${round}.xml`, declaration(round));
      await using agent = startSwic(world, once ? ['run', '--once', '--wait', '1'] : ['run']);
      const clients = await Promise.all([agent.connect(), agent.connect(), agent.connect()]);
      const seen = await attach(clients);
      await until('the document is sent', () => world.list(FOLDER, 'SentBox').length === round + 1);
      await end(agent, world);
      const { code, stderr } = await agent.finished;
      expect({ code, stderr }).toEqual({
        code: 0,
        stderr: expect.not.stringContaining('disposed') as string,
      });
      await Promise.all(clients.map(({ closed }) => closed));
      expect(seen.has('gateway.stopped')).toBe(true);
      for (const client of clients) await client[Symbol.asyncDispose]();
    }
  }, 120_000);
});

/** As the dashboard, as a program that wants every event, and as one that asks again and again. */
async function attach(clients: readonly ControlClient[]): Promise<ReadonlySet<string>> {
  const [watching, subscribed, asking] = clients;
  const seen = new Set<string>();
  watching?.on('lines', ({ lines }) => lines.forEach(({ type }) => seen.add(type)));
  await watching?.call('watch', { afterSeq: null, level: 'info', perSecond: 100 });
  await subscribed?.call('subscribe', { afterSeq: null });
  const ask = async (): Promise<void> => {
    for (;;) {
      await asking?.call('status', null);
      // Without a pause it would leave the agent no time for its end.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  void ask().catch(() => undefined);
  return seen;
}
