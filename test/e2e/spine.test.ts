import { describe, expect, test } from 'vitest';
import { runSwic, startSwic } from '../support/agent-process.js';
import { describeWithCompiler } from '../support/compiler.js';
import { brokenDeclaration, declaration } from '../support/documents.js';
import { openPlatform } from '../support/platform.js';
import { describeWithBroker } from '../support/rabbitmq.js';
import { until } from '../support/until.js';
import type { TransportKind } from '../support/world.js';
import { openWorldOver } from '../support/world-over.js';

const FOLDER = 'Deccus001';

describe('over the embedded transport', () => scenario('embedded'));
describeWithBroker('over RabbitMQ', () => scenario('rabbitmq'));
// The real npm package above the simulated client library and queue manager of test/support/mqi.
describeWithCompiler('over IBM MQ', () => scenario('ibmmq'));

/** The same story, with the same assertions, over every transport. */
function scenario(transport: TransportKind): void {
  test('what is in OutBox is sent, filed and answered, and --once ends by itself', async () => {
    await using world = await openWorldOver({ transport, businesses: { DEC: {} } });
    await using platform = await openPlatform(world);
    for (let number = 0; number < 20; number += 1) world.drop(FOLDER, `报关单_${number}.xml`, declaration(number));
    world.drop(FOLDER, '重复字段.xml', brokenDeclaration(99));

    const { code, stdout, stderr } = await runSwic(world, ['run', '--once', '--json']);

    expect({ code, stderr }).toMatchObject({ code: 3 });
    expect(stdout).toContain('"filed": 20');
    expect(world.list(FOLDER, 'OutBox')).toEqual([]);
    expect(world.list(FOLDER, 'TempBox')).toEqual([]);
    const sent = world.list(FOLDER, 'SentBox');
    expect(sent).toHaveLength(20);
    for (const file of sent) expect(file).toMatch(/^\d{8}[\\/]报关单_\d+_\d{17}\.xml$/u);
    expect(world.list(FOLDER, 'FailBox')).toEqual([expect.stringMatching(/^重复字段_\d{17}\.xml$/u)]);
    const inBox = world.list(FOLDER, 'InBox');
    expect(inBox.filter((name) => name.startsWith('Successed_报关单_'))).toHaveLength(20);
    const [explanation, ...others] = inBox.filter((name) => name.startsWith('Failed_重复字段_'));
    expect(others).toEqual([]);
    expect(world.read(FOLDER, 'InBox', explanation ?? '')).toContain('IEFlag');
    expect([...platform.counts().values()]).toEqual(Array.from({ length: 20 }, () => 1));

    expect(await runSwic(world, ['verify', '--json'])).toMatchObject({ code: 0 });
  });

  test('a running agent takes files as they come and answers commands', async () => {
    await using world = await openWorldOver({ transport, businesses: { DEC: {} } });
    await using platform = await openPlatform(world);
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();

    world.drop(FOLDER, 'one.xml', declaration(1));
    await until('its receipt is there', () => world.list(FOLDER, 'InBox').length === 1);
    const [trace] = await client.call('trace', { query: 'one.xml' });
    expect(trace?.document.stage).toBe('filed');
    expect(trace?.receipts).toHaveLength(1);
    expect(trace?.steps.map(({ step }) => step)).toEqual([
      'found',
      'settled',
      'claimed',
      'sealed',
      'confirmed',
      'filed',
      'send-result',
    ]);

    expect(await client.call('stopFlow', { business: 'dec', direction: 'send' })).toEqual({ changed: 1 });
    world.drop(FOLDER, 'two.xml', declaration(2));
    const why = await client.call('why', { file: 'two.xml' });
    expect(why).toMatchObject({ business: 'DEC', box: 'OutBox', flow: { state: 'stopped' } });
    await client.call('startFlow', { business: '*', direction: null });
    await until('the second is answered', () => world.list(FOLDER, 'InBox').length === 2);

    expect(await client.call('resend', { files: ['one.xml'] })).toMatchObject([
      { outcome: 'queued', queuedAs: 'one.xml' },
    ]);
    await until('the resend is answered', () => world.list(FOLDER, 'InBox').length === 3);
    const [again] = await client.call('trace', { query: 'one.xml' });
    expect(again?.document.origin).toBe(trace?.document.id);
    expect(platform.received).toHaveLength(3);

    agent.kill('SIGTERM');
    expect(await agent.finished).toMatchObject({ code: 0, signal: null });
    expect(await runSwic(world, ['verify'])).toMatchObject({ code: 0 });
  });

  test('swic sandbox is the other side, as a process of its own', async () => {
    await using world = await openWorldOver({ transport, businesses: { DEC: {} } });
    await using sandbox = startSwic(world, ['sandbox', '--delay', '1']);
    for (let number = 0; number < 3; number += 1) world.drop(FOLDER, `报关单_${number}.xml`, declaration(number));

    expect(await runSwic(world, ['run', '--once'])).toMatchObject({ code: 0 });

    expect(world.list(FOLDER, 'SentBox')).toHaveLength(3);
    const answers = world.list(FOLDER, 'InBox').filter((name) => name.startsWith('Successed_报关单_'));
    expect(answers).toHaveLength(3);
    expect(await runSwic(world, ['verify'])).toMatchObject({ code: 0 });
    sandbox.kill('SIGTERM');
    expect(await sandbox.finished).toMatchObject({ code: 0, signal: null });
  });

  test('test-connection names its steps and touches no message', async () => {
    await using world = await openWorldOver({ transport, businesses: { DEC: {} } });
    // The other side has declared the queues, as on a broker that is not ours.
    await using platform = await openPlatform(world);
    world.drop(FOLDER, 'first.xml', declaration(1));
    await runSwic(world, ['run', '--once']);
    const before = platform.received.length;
    const { code, stdout } = await runSwic(world, ['test-connection', '--json']);
    const steps = JSON.parse(stdout) as { readonly outcome: string }[];
    expect(steps.length).toBeGreaterThan(2);
    expect({ code, failed: steps.filter(({ outcome }) => outcome === 'failed') }).toEqual({ code: 0, failed: [] });
    expect(platform.received).toHaveLength(before);
  });
}
