import { expect, test } from 'vitest';
import type { DocumentRecord } from '../../packages/core/src/domain/document.js';
import { runSwic, startSwic } from '../support/agent-process.js';
import { unpackFixture } from '../support/ledger/fixture.js';
import { openWorld, type World } from '../support/world.js';

const FILTERS = [
  ['--business', 'RMFT', '--state', 'rejected'],
  ['--business', 'DEC', '--state', 'lost'],
  ['--business', 'DEC', '--customs', 'released'],
  ['--state', 'unknown,sent'],
  ['--business', 'OTHERS', '--state', 'filed'],
] as const;

async function listed(world: World, filter: readonly string[]): Promise<readonly DocumentRecord[]> {
  const { code, stdout, stderr } = await runSwic(world, ['documents', ...filter, '--limit', '1000', '--json']);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as readonly DocumentRecord[];
}

function fits(document: DocumentRecord, filter: readonly string[]): boolean {
  const word = (name: string): readonly string[] | null =>
    filter.includes(name) ? (filter[filter.indexOf(name) + 1] ?? '').split(',') : null;
  return (
    (word('--business')?.includes(document.business) ?? true) &&
    (word('--state')?.includes(document.stage) ?? true) &&
    (word('--customs')?.includes(document.standing?.customs?.state ?? '') ?? true)
  );
}

test('documents are filtered by business, stage and state, by a command alone and by an agent, after an upgrade', async () => {
  await using world = openWorld({
    transport: 'embedded',
    businesses: { DEC: { send: { onUnknown: 'hold' } }, RMFT: { send: { onUnknown: 'hold' } } },
    // The documents of the fixture grow older every day.
    more: { ledger: { keepDays: 100_000 } },
  });
  unpackFixture(1, world.directory);
  const alone = new Map<string, readonly string[]>();
  for (const filter of FILTERS) {
    const documents = await listed(world, filter);
    expect(documents.filter((document) => !fits(document, filter))).toEqual([]);
    expect(documents.map(({ id }) => id)).toEqual(
      documents
        .map(({ id }) => id)
        .sort()
        .reverse(),
    );
    alone.set(
      filter.join(' '),
      documents.map(({ id }) => id),
    );
  }
  const hasAny = [...alone.values()].map((ids) => ids.length > 0);
  expect([hasAny[0], hasAny[1], hasAny[3], hasAny[4]]).toEqual([true, true, true, false]);
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  for (const filter of FILTERS.slice(0, 3))
    expect((await listed(world, filter)).map(({ id }) => id)).toEqual(
      expect.arrayContaining([...(alone.get(filter.join(' ')) ?? [])]),
    );
  const query = { business: 'RMFT', stages: ['rejected'], customs: null, sinceMs: null, untilMs: null, text: null };
  const answered = await client.call('listDocuments', { ...query, before: null, limit: 1_000 });
  expect(answered.map(({ id }) => id)).toEqual(expect.arrayContaining([...(alone.get(FILTERS[0].join(' ')) ?? [])]));
}, 120_000);
