import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEC, makeDocument, makeReceipt, START_MS } from '../../../../test/support/ledger/records.js';
import { concernOf, STANDINGS, standingOf } from '../domain/concern.js';
import type { BusinessKey, DocumentRecord } from '../domain/document.js';
import type { ReceiptRecord } from '../domain/receipt.js';
import { advanceCustoms } from '../domain/receipts/customs.js';
import { CUSTOMS_FILTERS, isCustoms } from '../domain/receipts/customs-filter.js';
import type { Customs } from '../domain/receipts/customs-state.js';
import { canFollow, STAGES, type Stage } from '../domain/stage.js';
import { ANY_DOCUMENT, type Durability, type Ledger, type LedgerChange } from '../ports/ledger.js';
import { systemClock } from '../runtime/system-clock.js';
import { LEDGER_OPTIONS, openLedger } from './open-ledger.js';
import { isUnfinished } from './unfinished.js';

const OPTIONS = { ...LEDGER_OPTIONS, lockWaitMs: 0 };
const DOCUMENTS = 8;
const VALUES = ['a', 'b', 'c'];

/** What is done to the ledger; the same is done to two maps, and both must then answer alike. */
type Action =
  | {
      readonly kind: 'document';
      readonly number: number;
      readonly stage: Stage;
      readonly value: string;
      readonly durability: Durability;
    }
  | {
      readonly kind: 'receipt';
      readonly number: number;
      readonly document: number | null;
      readonly value: string;
      readonly durability: Durability;
    }
  | { readonly kind: 'flushed'; readonly number: number }
  | { readonly kind: 'reopen' }
  /** The process is killed, and the next one opens what it left. */
  | { readonly kind: 'kill' }
  | { readonly kind: 'prune'; readonly below: number };

const number = fc.nat(DOCUMENTS - 1);
const durability = fc.constantFrom<Durability>('durable', 'soon');
const value = fc.constantFrom(...VALUES);
const actions = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('document' as const),
        number,
        stage: fc.constantFrom(...STAGES),
        value,
        durability,
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('receipt' as const),
        number,
        document: fc.option(number, { nil: null }),
        value,
        durability,
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('flushed' as const), number }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('prune' as const), below: number }) },
  ),
  { maxLength: 40 },
);

const CODES = ['E', 'P', 'L', '7'];

class Model {
  readonly customs = new Map<string, Customs | null>();
  readonly answered = new Map<string, number>();
  readonly documents = new Map<string, DocumentRecord>();
  readonly receipts = new Map<string, ReceiptRecord>();
  readonly raw = new Set<string>();

  /** The change this action means now; null when it would break a rule, which other tests are about. */
  changeOf(action: Action): LedgerChange | null {
    if (action.kind === 'document') {
      const business = action.number % 2 === 0 ? DEC : ('RMFT' as BusinessKey);
      const keys = [{ name: 'clientSeqNo', value: action.value }];
      const record = makeDocument(action.number, {
        name: `${action.number % 3}.xml`,
        business,
        stage: action.stage,
        keys,
        ...(action.stage === 'filed' ? { times: { ...makeDocument(action.number).times, confirmed: START_MS } } : {}),
      });
      const before = this.documents.get(record.id);
      if (!canFollow(before?.stage ?? 'claimed', record.stage)) return null;
      return { type: 'document', record };
    }
    if (action.kind === 'flushed') return { type: 'receipt-flushed', id: makeReceipt(action.number).id };
    if (action.kind !== 'receipt') return null;
    const document = action.document === null ? null : makeDocument(action.document).id;
    const record = makeReceipt(action.number, {
      document,
      code: CODES[action.number % CODES.length] ?? null,
      codeTable: 'channel',
      keys: [{ name: 'seqNo', value: action.value }],
    });
    if (this.receipts.has(record.id)) return { type: 'receipt-updated', record };
    return { type: 'receipt', record, raw: new Uint8Array([action.number]) };
  }

  apply(change: LedgerChange): void {
    if (change.type === 'document') this.documents.set(change.record.id, change.record);
    if (change.type === 'receipt' || change.type === 'receipt-updated') {
      const { record } = change;
      // Once linked, a receipt stays linked.
      const linked = this.receipts.get(record.id)?.document ?? null;
      const document = record.document ?? linked;
      if (document !== null && document !== linked && this.documents.has(document)) {
        this.customs.set(document, advanceCustoms(this.customs.get(document) ?? null, record, []));
        const before = this.answered.get(document) ?? record.receivedMs;
        this.answered.set(document, Math.min(before, record.receivedMs));
      }
      this.receipts.set(record.id, { ...record, document });
    }
    if (change.type === 'receipt') this.raw.add(change.record.id);
    if (change.type === 'receipt-flushed') this.raw.delete(change.id);
  }

  prune(limitId: string): void {
    const isForgettable = (receipt: ReceiptRecord): boolean => receipt.id < limitId && !this.raw.has(receipt.id);
    for (const [id, document] of this.documents) {
      const receipts = [...this.receipts.values()].filter((receipt) => receipt.document === id);
      if (id >= limitId || isUnfinished(document) || !receipts.every(isForgettable)) continue;
      this.documents.delete(id);
      this.customs.delete(id);
      this.answered.delete(id);
      for (const receipt of receipts) this.receipts.delete(receipt.id);
    }
    for (const [id, receipt] of this.receipts) {
      if (isForgettable(receipt) && (receipt.document === null || !this.documents.has(receipt.document)))
        this.receipts.delete(id);
    }
  }
}

async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const CONCERNING = { ...ANY_DOCUMENT, isConcerning: true, limit: 100 } as const;

const byId = <R extends { readonly id: string }>(a: R, b: R): number => (a.id < b.id ? -1 : 1);

/** The counts and the marks, by looking at every document. */
async function compareStandings(ledger: Ledger, documents: readonly DocumentRecord[]): Promise<void> {
  const concerning = [...documents].reverse().filter((document) => concernOf(document) !== null);
  expect(await ledger.listDocuments(CONCERNING)).toEqual(concerning);
  const expected = new Map<string, string>();
  for (const standing of STANDINGS) {
    for (const business of [DEC, 'RMFT']) {
      const alike = documents.filter((one) => one.business === business && standingOf(one) === standing);
      const open = alike.filter((one) => concernOf(one) !== null);
      if (alike.length > 0) expected.set(`${business} ${standing}`, `${alike.length} ${open.length}`);
    }
  }
  for (const day of [null, '20261123']) {
    const counts = await ledger.standings(day);
    expect(
      new Map(counts.map((one) => [`${one.business} ${one.standing}`, `${one.documents} ${one.concerning}`])),
    ).toEqual(expected);
  }
}

const BUSINESSES = [null, DEC, 'RMFT' as BusinessKey, 'NONE' as BusinessKey];
const STAGE_FILTERS: readonly (readonly Stage[] | null)[] = [
  null,
  ...STAGES.map((stage) => [stage]),
  ['filed', 'unknown'],
];
const STATE_FILTERS = [null, ...CUSTOMS_FILTERS.map((state) => [state])];
/** Every list that an index answers; states with all stages, and with those that have them. */
const LISTS = BUSINESSES.flatMap((business) =>
  STAGE_FILTERS.flatMap((stages) =>
    (stages === null || stages[0] === 'filed' ? STATE_FILTERS : [null]).map((customs) => ({
      business,
      stages,
      customs,
    })),
  ),
);

/** By looking at every document. */
async function compareLists(ledger: Ledger, documents: readonly DocumentRecord[]): Promise<void> {
  const newestFirst = [...documents].reverse();
  const before = newestFirst[1]?.id ?? null;
  for (const { business, stages, customs } of LISTS) {
    const expected = newestFirst.filter(
      (one) =>
        (business === null || one.business === business) &&
        (stages === null || stages.includes(one.stage)) &&
        (customs === null || isCustoms(one, customs)),
    );
    const query = { ...ANY_DOCUMENT, business, stages, customs, limit: 100 };
    expect(await ledger.listDocuments(query)).toEqual(expected);
    const later = expected.filter(({ id }) => before === null || id < before).slice(0, 2);
    expect(await ledger.listDocuments({ ...query, before, limit: 2 })).toEqual(later);
  }
  for (const business of BUSINESSES) if (business !== null) await compareAnswers(ledger, business, documents);
}

async function compareAnswers(
  ledger: Ledger,
  business: BusinessKey,
  documents: readonly DocumentRecord[],
): Promise<void> {
  const sent = documents.filter(
    ({ business: own, stage, times }) =>
      own === business && (times.confirmed ?? times.filed) !== null && stage !== 'rejected' && stage !== 'withdrawn',
  );
  const isAnswered = ({ standing }: DocumentRecord): boolean => (standing?.answeredMs ?? null) !== null;
  const range = { business, sinceMs: START_MS - 1, untilMs: START_MS + 86_400_000 };
  expect(await collect(ledger.unanswered(range))).toEqual(sent.filter((one) => !isAnswered(one)));
  expect(await ledger.latestWaits(business, START_MS - 1, 100)).toHaveLength(
    sent.filter((one) => isAnswered(one) && !isUnfinished(one)).length,
  );
}

async function compare(ledger: Ledger, model: Model): Promise<void> {
  const known = await collect(ledger.allDocuments());
  await compareLists(ledger, known);
  for (const { id, standing } of known) expect(standing?.answeredMs ?? null).toBe(model.answered.get(id) ?? null);
  for (const { id, standing } of known) expect(standing?.customs ?? null).toEqual(model.customs.get(id) ?? null);
  await compareStandings(ledger, known);
  const standings = new Map(known.map(({ id, standing }) => [id, standing]));
  const documents = [...model.documents.values()]
    .map((document) => ({ ...document, standing: standings.get(document.id) ?? null }))
    .sort(byId);
  const receipts = [...model.receipts.values()].sort(byId);
  expect(await collect(ledger.allDocuments())).toEqual(documents);
  expect(await collect(ledger.openDocuments())).toEqual(documents.filter(isUnfinished));
  expect((await collect(ledger.keptReceipts())).map(({ record }) => record)).toEqual(
    receipts.filter(({ id }) => model.raw.has(id)),
  );
  const counts = await ledger.counts();
  for (const { business, stage, documents: count } of counts) {
    expect(count).toBe(documents.filter((record) => record.business === business && record.stage === stage).length);
  }
  expect(counts.reduce((sum, { documents: count }) => sum + count, 0)).toBe(documents.length);
  const newestFirst = [...documents].reverse();
  for (const key of VALUES) {
    const having = newestFirst.filter((record) => record.keys[0]?.value === key);
    expect(await ledger.findByKey('clientSeqNo', key, 9)).toEqual(having);
    expect(await ledger.findByKey(null, key, 9)).toEqual(having);
    expect(await ledger.findByKey('clientSeqNo', key, 1)).toEqual(having.slice(0, 1));
    const unlinked = receipts.filter((receipt) => receipt.document === null && receipt.keys[0]?.value === key);
    expect(await ledger.findUnlinkedReceipts({ name: 'seqNo', value: key })).toEqual(unlinked);
  }
  for (const name of ['0.xml', '1.xml', '2.xml']) {
    expect(await ledger.findByName(null, name, 9)).toEqual(newestFirst.filter((record) => record.name === name));
  }
  for (const document of documents)
    expect(await ledger.receiptsOf(document.id)).toEqual(
      receipts.filter((receipt) => receipt.document === document.id),
    );
}

/** Does one action to both; returns the ledger, which a restart replaces. */
async function act(ledger: Ledger, directory: string, model: Model, action: Action): Promise<Ledger> {
  if (action.kind === 'reopen') {
    await ledger[Symbol.asyncDispose]();
    return openLedger(directory, OPTIONS, systemClock);
  }
  if (action.kind === 'kill') {
    const left = `${directory}-left`;
    await cp(directory, left, { recursive: true });
    await ledger[Symbol.asyncDispose]();
    await rm(directory, { recursive: true });
    await rename(left, directory);
    return openLedger(directory, OPTIONS, systemClock);
  }
  if (action.kind === 'prune') {
    await ledger.prune(START_MS + action.below * 1_000, new AbortController().signal);
    model.prune(makeDocument(action.below).id.slice(0, 17));
    return ledger;
  }
  const change = model.changeOf(action);
  if (change === null) return ledger;
  await ledger.write([change], action.kind === 'flushed' ? 'soon' : action.durability);
  model.apply(change);
  return ledger;
}

test('whatever is written, restarted and forgotten, every question has the answer of a simple model', async () => {
  await fc.assert(
    fc.asyncProperty(actions, async (list) => {
      const directory = await mkdtemp(join(tmpdir(), 'swic-ledger-'));
      let ledger = await openLedger(directory, OPTIONS, systemClock);
      try {
        const model = new Model();
        for (const action of list) ledger = await act(ledger, directory, model, action);
        await compare(ledger, model);
      } finally {
        await ledger[Symbol.asyncDispose]();
        await rm(directory, { recursive: true, force: true });
      }
    }),
    { numRuns: 60 },
  );
}, 120_000);

test('a receipt without a document that learns another key is found by that one', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'swic-ledger-'));
  const ledger = await openLedger(directory, OPTIONS, systemClock);
  try {
    const early = makeReceipt(7, { document: null, keys: [{ name: 'seqNo', value: 'c' }] });
    const record = { ...early, keys: [{ name: 'seqNo', value: 'a' }] };
    await ledger.write([{ type: 'receipt', record: early, raw: new Uint8Array([7]) }], 'durable');
    await ledger.write([{ type: 'receipt-updated', record }], 'durable');
    expect(await ledger.findUnlinkedReceipts({ name: 'seqNo', value: 'a' })).toEqual([record]);
    expect(await ledger.findUnlinkedReceipts({ name: 'seqNo', value: 'c' })).toEqual([]);
  } finally {
    await ledger[Symbol.asyncDispose]();
    await rm(directory, { recursive: true, force: true });
  }
});
