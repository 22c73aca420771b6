import type { BrowseParams, DocumentRecord, OutlineParams } from '@swic/core/contract';
import { type Call, Store } from '@swic/desk';
import { expect, test } from 'vitest';
import { LEDGER_LIST_INITIAL, LedgerList, type LedgerListFields } from './ledger-list.js';

const named = (number: number): DocumentRecord =>
  ({ id: String(number).padStart(22, '0'), name: `${number}.xml` }) as unknown as DocumentRecord;

/** An agent with so many documents, newest first, that says what it was asked. */
function openList(count: number) {
  const all = Array.from({ length: count }, (_, at) => named(count - at));
  const asked: string[] = [];
  let nowMs = 0;
  const behind = (beyond: string | null): readonly DocumentRecord[] =>
    beyond === null ? all : all.filter(({ id }) => id < beyond);
  const answers = {
    outlineDocuments: ({ beyond, every, limit }: OutlineParams) => {
      const rest = behind(beyond);
      const parts = [];
      for (let at = 0; at < Math.min(rest.length, 1_000); at += every) {
        const part = rest.slice(at, at + every);
        parts.push({ documents: part.length, last: part.at(-1)?.id ?? '' });
      }
      const next = rest.length > 1_000 ? (rest[999]?.id ?? null) : null;
      return { parts, documents: rest.slice(0, limit), next, total: all.length };
    },
    browseDocuments: ({ beyond, limit }: BrowseParams) => {
      const documents = behind(beyond).slice(0, limit);
      return { documents, next: documents.at(-1)?.id ?? null, total: all.length };
    },
  };
  const call = (async (name: keyof typeof answers, params: never) => {
    asked.push(name);
    return answers[name](params);
  }) as unknown as Call;
  const store = new Store<LedgerListFields>({ documents: LEDGER_LIST_INITIAL, snapshot: null });
  const list = new LedgerList(store, call, () => (nowMs += 1));
  return { list, store, asked, add: (number: number) => void all.unshift(named(number)) };
}

test('every row of a long ledger can be jumped to, and only what is seen is loaded', async () => {
  const { list, store, asked } = openList(5_000);
  await list.reload();
  expect(store.get().documents).toMatchObject({ count: 5_000, isCounting: false, isLoading: false, total: 5_000 });
  expect(list.rowAt(0)?.name).toBe('5000.xml');
  expect(list.rowAt(4_321)).toBeNull();
  asked.length = 0;
  await list.see(4_310, 4_340);
  expect(list.rowAt(4_321)?.name).toBe('679.xml');
  expect(list.rowAt(4_999)).toBeNull();
  expect(asked).toEqual(['browseDocuments']);
  await list.see(4_310, 4_340);
  expect(asked).toEqual(['browseDocuments']);
});

test('a scroll through everything keeps no more rows than a few screens on each side', async () => {
  const { list } = openList(20_000);
  await list.reload();
  for (let at = 0; at < 20_000; at += 50) await list.see(at, at + 49);
  const kept = Array.from({ length: 20_000 }, (_, at) => list.rowAt(at)).filter((row) => row !== null);
  expect(kept.length).toBeLessThanOrEqual(30 * 200);
  expect(list.rowAt(19_999)?.name).toBe('1.xml');
});

test('what is new comes in at the top, and the rows below are the ones of before', async () => {
  const { list, store, add } = openList(1_000);
  await list.reload();
  await list.see(0, 20);
  add(1_001);
  add(1_002);
  await list.refresh();
  expect(store.get().documents.count).toBe(1_002);
  expect([0, 1, 2, 401].map((at) => list.rowAt(at)?.name)).toEqual(['1002.xml', '1001.xml', '1000.xml', undefined]);
  await list.see(390, 410);
  expect([401, 402].map((at) => list.rowAt(at)?.name)).toEqual(['601.xml', '600.xml']);
});

test('the first document of all comes into the empty list', async () => {
  const { list, store, add } = openList(0);
  await list.reload();
  add(1);
  while (!(await list.refresh()));
  expect(store.get().documents.count).toBe(1);
  expect(list.rowAt(0)?.name).toBe('1.xml');
});

test('an answer that another filter overtook is dropped', async () => {
  const { list, store } = openList(3_000);
  const first = list.reload();
  store.update(({ documents }) => ({ documents: { ...documents, isFaultsOnly: true } }));
  await Promise.all([first, list.reload()]);
  expect(store.get().documents).toMatchObject({ count: 3_000, isCounting: false });
});

test('a day is the day of the person beside the browser, from its midnight to the next', () => {
  const { list, store } = openList(1);
  store.update(({ documents }) => ({ documents: { ...documents, sinceDay: '2026-11-30', untilDay: '2026-11-30' } }));
  const { sinceMs, untilMs } = list.params(10);
  expect(new Date(sinceMs ?? 0).getHours()).toBe(0);
  expect((untilMs ?? 0) - (sinceMs ?? 0)).toBe(86_400_000);
});
