import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Trace } from '../../packages/core/src/contract/commands.js';
import { ATTEMPT_HEADER } from '../../packages/core/src/domain/message.js';
import { runSwic, startNode, startSwic } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { openPlatform } from '../support/platform.js';
import { until } from '../support/until.js';
import { openWorld, type World } from '../support/world.js';

const FOLDER = 'Deccus001';
const OPERATOR = 'operator@console';
const CRASH_AGENT = fileURLToPath(new URL('./crash-agent.mjs', import.meta.url));

test('documents of unknown outcome wait for an operator, whose word is done, and kept with the name and the time', async () => {
  await using world = await afterCrash(3);
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  await until('all three wait', async () =>
    (await client.call('status', null)).businesses.some(({ counts }) => counts.unknown === 3),
  );

  expect(await runSwic(world, ['settle', 'doc-0.xml', 'sent'])).toMatchObject({ code: 0 });
  await client.call('settleUnknown', { document: 'doc-1.xml', decision: 'resend', by: OPERATOR });
  await until('two are filed', () => world.list(FOLDER, 'SentBox').length === 2);
  expect(await client.call('stopFlow', { business: 'DEC', direction: 'send' })).toEqual({ changed: 1 });
  await client.call('settleUnknown', { document: 'doc-2.xml', decision: 'withdraw', by: OPERATOR });
  await until('the third is back', () => world.list(FOLDER, 'OutBox').length === 1);

  const [sent, resent, withdrawn] = await Promise.all(
    ['doc-0.xml', 'doc-1.xml', 'doc-2.xml'].map(async (query) => (await client.call('trace', { query }))[0]),
  );
  expect(sent).toMatchObject({ document: { stage: 'filed', attempts: 1, verdict: { as: 'sent' } } });
  expect(resent).toMatchObject({ document: { stage: 'filed', attempts: 2, verdict: { as: 'resend' } } });
  expect(withdrawn).toMatchObject({ document: { stage: 'withdrawn', verdict: { as: 'withdraw' } } });
  for (const trace of [sent, resent, withdrawn]) {
    expect(trace?.document.verdict?.by).toMatch(/^.+@.+$/);
    expect(Date.now() - (trace?.document.verdict?.atMs ?? 0)).toBeLessThan(60_000);
    expect(trace?.steps.find(({ step }) => step === 'verdict')?.en).toContain(trace?.document.verdict?.by);
  }
  await expect(
    client.call('settleUnknown', { document: 'doc-0.xml', decision: 'lost', by: OPERATOR }),
  ).rejects.toMatchObject({ code: 'command.failed' });
  agent.kill('SIGTERM');
  expect(await agent.finished).toMatchObject({ code: 0 });
  await using platform = await openPlatform(world);
  // How many had been handed over before the kill is a matter of its moment.
  await until('the platform has the second sending', () =>
    platform.received.some(({ headers }) => headers[ATTEMPT_HEADER] !== undefined),
  );
  expect(platform.received.filter(({ headers }) => headers[ATTEMPT_HEADER] === '2').map(({ id }) => id)).toEqual([
    resent?.document.messageId,
  ]);
  const twice = [...platform.counts()].filter(([, count]) => count > 1).map(([id]) => id);
  expect([resent?.document.messageId]).toEqual(expect.arrayContaining(twice));
});

test('what an operator was told is kept is done by the next start, though the agent was killed in the same instant', async () => {
  await using world = await afterCrash(3);
  const words = [
    ['doc-0.xml', 'resend'],
    ['doc-1.xml', 'sent'],
    ['doc-2.xml', 'withdraw'],
  ] as const;
  {
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    await until('all three wait', async () =>
      (await client.call('status', null)).businesses.some(({ counts }) => counts.unknown === 3),
    );
    const told = words.map(([document, decision]) =>
      client.call('settleUnknown', { document, decision, by: 'operator' }),
    );
    await Promise.all(told);
    agent.kill('SIGKILL');
    expect(await agent.finished).toMatchObject({ signal: 'SIGKILL' });
  }

  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  // The one that was put back is sent as a new document.
  await until('all three are filed', () => world.list(FOLDER, 'SentBox').length === 3);
  const documentOf = async (name: string, stage: string): Promise<unknown> =>
    (await client.call('trace', { query: name })).map((trace) => trace.document).find((one) => one.stage === stage);
  // Killed while it was sent the second time, it is sent once more: the word still counts.
  expect(await documentOf('doc-0.xml', 'filed')).toMatchObject({
    attempts: expect.toBeOneOf([2, 3]) as number,
    verdict: { as: 'resend', by: 'operator' },
  });
  expect(await documentOf('doc-1.xml', 'filed')).toMatchObject({
    attempts: 1,
    verdict: { as: 'sent', by: 'operator' },
  });
  expect(await documentOf('doc-2.xml', 'withdrawn')).toMatchObject({ attempts: 1, verdict: { as: 'withdraw' } });
});

test('a document whose file is nowhere is reported at every start, until an operator closes it', async () => {
  await using world = await afterCrash(2);
  const tempBox = world.box(FOLDER, 'TempBox');
  for (const name of readdirSync(tempBox)) rmSync(path.join(tempBox, name));
  {
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    await expect.poll(() => agent.said().match(/cannot find doc-\d\.xml/g)).toHaveLength(2);
    const settle = (decision: 'withdraw' | 'lost'): Promise<unknown> =>
      client.call('settleUnknown', { document: 'doc-0.xml', decision, by: OPERATOR });
    await expect(settle('withdraw')).rejects.toMatchObject({ code: 'command.usage' });
    await settle('lost');
    expect((await traceOf(client, 'doc-0.xml'))?.document).toMatchObject({ stage: 'lost', verdict: { as: 'lost' } });
    const { breaks } = await client.call('verify', { full: false, repair: false });
    expect(breaks.map(({ name }) => name)).toEqual(['doc-1.xml']);
  }

  // Without an agent, too: the operator knows from the platform that the other one arrived.
  expect(await runSwic(world, ['settle', 'doc-1.xml', 'sent'])).toMatchObject({ code: 0 });
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  expect(agent.said()).not.toContain('cannot find');
  expect(await client.call('verify', { full: false, repair: false })).toMatchObject({ breaks: [] });
  expect((await traceOf(client, 'doc-1.xml'))?.document).toMatchObject({ stage: 'filed', filedAs: null });
});

interface Caller {
  call(name: 'trace', params: { readonly query: string }): Promise<readonly Trace[]>;
}

async function traceOf(client: Caller, query: string): Promise<Trace | undefined> {
  return (await client.call('trace', { query }))[0];
}

/** That many documents were handed over and confirmed, and the agent was killed before it filed the first. */
async function afterCrash(count: number): Promise<World> {
  const world = openWorld({
    transport: 'embedded',
    businesses: { DEC: { send: { settleMs: 50, onUnknown: 'hold' } } },
    // One thread, so that all are checked in one task, and none is filed before the last is claimed.
    more: { limits: { workers: 1 } },
  });
  for (let number = 0; number < count; number += 1) world.drop(FOLDER, `doc-${number}.xml`, declaration(number));
  await using crashing = startNode(world, [CRASH_AGENT, world.config, 'boxes', 'file', 'before', '1'], {});
  expect(await crashing.finished).toMatchObject({ signal: 'SIGKILL' });
  expect(world.list(FOLDER, 'TempBox')).toHaveLength(count);
  return world;
}
