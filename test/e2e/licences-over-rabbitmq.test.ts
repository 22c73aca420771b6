import { expect, test } from 'vitest';
import { startSwic } from '../support/agent-process.js';
import { exampleBytes } from '../support/example-files.js';
import { openPlatform } from '../support/platform.js';
import { describeWithBroker } from '../support/rabbitmq.js';
import { until } from '../support/until.js';
import { expectVerified } from '../support/verify.js';
import { openWorld } from '../support/world.js';

describeWithBroker('certificates and agreements over a broker', () => {
  test('go from their OutBox to the answer and the later receipt of the sandbox, each in its own InBox', async () => {
    await using world = openWorld({ transport: 'rabbitmq', businesses: { COO: {}, ACD: {} } });
    await using _platform = await openPlatform(world);
    world.drop('Coo', 'cert.xml', exampleBytes('documents/COO/原产地证书_示例.xml'));
    world.drop('Acd', 'agreement.xml', exampleBytes('documents/ACD/代理委托_示例.xml'));
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    const kinds = async (name: string): Promise<readonly unknown[]> => {
      const [trace] = await client.call('trace', { query: name });
      return (trace?.receipts ?? []).map(({ kind, isSuccess, business }) => [business, kind, isSuccess]);
    };
    for (const [name, business] of [
      ['cert.xml', 'COO'],
      ['agreement.xml', 'ACD'],
    ] as const) {
      await until(`${name} has both`, async () => (await kinds(name)).length >= 2);
      const all = await kinds(name);
      expect(all[0]).toEqual([business, 'send-result', true]);
      expect(all.at(-1)).toEqual([business, 'business-receipt', true]);
    }
    agent.kill('SIGTERM');
    await agent.finished;
    expect(world.list('Coo', 'InBox').filter((name) => name.startsWith('Successed_cert_'))).toHaveLength(1);
    expect(world.list('Acd', 'InBox').filter((name) => name.startsWith('Successed_agreement_'))).toHaveLength(1);
    expect(world.list('Others', 'InBox')).toEqual([]);
    await expectVerified(world);
  }, 90_000);
});
