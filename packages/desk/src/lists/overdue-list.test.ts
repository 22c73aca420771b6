import { type CommandName, type DocumentRecord, Fault, type OverdueReport } from '@swic/core/contract';
import { expect, test } from 'vitest';
import type { Call } from '../outside.js';
import { Store } from '../store.js';
import { OverdueList, type OverdueListFields, REFRESH_OVERDUE_MS } from './overdue-list.js';
import { OVERDUE_INITIAL } from './overdue-list-state.js';

const START_MS = 1_800_000_000_000;

interface World {
  readonly list: OverdueList;
  readonly store: Store<OverdueListFields>;
  /** Commands that were given, each answered or failed by hand. */
  readonly asked: { readonly name: CommandName; answer(report: OverdueReport): void; fail(fault: Fault): void }[];
  pass(ms: number): void;
}

function openWorld(): World {
  const store = new Store<OverdueListFields>({ overdue: OVERDUE_INITIAL });
  const asked: World['asked'] = [];
  let passedMs = 0;
  const call = (name: CommandName): Promise<unknown> =>
    new Promise((resolve, reject) => asked.push({ name, answer: resolve, fail: reject }));
  const clock = { nowMs: () => START_MS + passedMs, tickMs: () => passedMs };
  return {
    list: new OverdueList(store, call as Call, clock),
    store,
    asked,
    pass: (ms) => {
      passedMs += ms;
    },
  };
}

/** As much of a report as the list looks at. */
function reportOf(...ids: readonly string[]): OverdueReport {
  const documents = ids.map((id) => ({
    document: { id } as DocumentRecord,
    waitedMs: 900_000,
    by: 'limit' as const,
  }));
  return { documents, limits: [{ business: 'DEC', limitMs: 600_000, learnedMs: null, answers: 0 }] };
}

test('it is loading until the answer is in, and knows when that was', async () => {
  const { list, store, asked, pass } = openWorld();
  const done = list.reload();
  expect(store.get().overdue).toMatchObject({ report: null, isLoading: true });
  pass(250);
  asked[0]?.answer(reportOf('a'));
  await done;
  expect(store.get().overdue).toEqual({
    report: reportOf('a'),
    reportMs: START_MS + 250,
    cursor: 0,
    isLoading: false,
    fault: null,
  });
  expect(asked.map(({ name }) => name)).toEqual(['overdue']);
});

test('an open list asks again every thirty seconds and not earlier', async () => {
  const { list, asked, pass } = openWorld();
  void list.reload();
  asked[0]?.answer(reportOf());
  await list.refresh();
  pass(REFRESH_OVERDUE_MS - 1);
  await list.refresh();
  expect(asked).toHaveLength(1);
  pass(1);
  const again = list.refresh();
  expect(asked).toHaveLength(2);
  asked[1]?.answer(reportOf());
  await again;
  await list.refresh();
  expect(asked).toHaveLength(2);
});

test('while an answer is on its way nothing is asked twice, however long it takes and however often the view is opened', async () => {
  const { list, store, asked, pass } = openWorld();
  const first = list.reload();
  await list.reload();
  pass(REFRESH_OVERDUE_MS * 3);
  await list.refresh();
  expect(asked).toHaveLength(1);
  asked[0]?.answer(reportOf('a'));
  await first;
  expect(store.get().overdue.report).toEqual(reportOf('a'));
});

test('a failure is kept beside what was known, is no reason to ask more often, and goes with the next answer', async () => {
  const { list, store, asked, pass } = openWorld();
  const first = list.reload();
  asked[0]?.answer(reportOf('a'));
  await first;
  const second = list.reload();
  asked[1]?.fail(new Fault('ledger.broken'));
  await expect(second).rejects.toMatchObject({ code: 'ledger.broken' });
  expect(store.get().overdue).toMatchObject({
    report: reportOf('a'),
    isLoading: false,
    fault: { code: 'ledger.broken' },
  });
  await list.refresh();
  expect(asked).toHaveLength(2);
  pass(REFRESH_OVERDUE_MS);
  const third = list.refresh();
  asked[2]?.answer(reportOf('b'));
  await third;
  expect(store.get().overdue).toMatchObject({ report: reportOf('b'), fault: null });
});

test('where no agent was there to ask, the next refresh asks at once', async () => {
  const { list, asked } = openWorld();
  const first = list.reload();
  asked[0]?.fail(new Fault('instance.not-running'));
  await expect(first).rejects.toMatchObject({ code: 'instance.not-running' });
  void list.refresh();
  expect(asked).toHaveLength(2);
});

test('the cursor moves within the list and stays on its document when others go', async () => {
  const { list, store, asked } = openWorld();
  list.move('down', 10);
  expect(store.get().overdue.cursor).toBe(0);
  const first = list.reload();
  asked[0]?.answer(reportOf('a', 'b', 'c', 'd'));
  await first;
  list.move('down', 10);
  list.move('page-down', 2);
  list.move('down', 10);
  expect(store.get().overdue.cursor).toBe(3);
  list.move('first', 10);
  list.move('page-down', 2);
  expect(store.get().overdue.cursor).toBe(2);
  const second = list.reload();
  asked[1]?.answer(reportOf('b', 'c', 'd'));
  await second;
  expect(store.get().overdue.cursor).toBe(1);
  list.move('last', 10);
  const third = list.reload();
  asked[2]?.answer(reportOf('b'));
  await third;
  expect(store.get().overdue.cursor).toBe(0);
});
