import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEC, idOf, makeDocument, makeFiled, makeReceipt, START_MS } from '../../../../test/support/ledger/records.js';
import { type BusinessKey, type DocumentId, NO_STANDING } from '../domain/document.js';
import { ANY_DOCUMENT, type Ledger } from '../ports/ledger.js';
import { systemClock } from '../runtime/system-clock.js';
import { LevelStore } from './level-store.js';
import { LEDGER_OPTIONS, openLedger, openLedgerReader } from './open-ledger.js';

const OPTIONS = { ...LEDGER_OPTIONS, lockWaitMs: 0 };
const ALL = { ...ANY_DOCUMENT, limit: 100 } as const;

let directory: string;
let ledger: Ledger;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'swic-ledger-'));
  ledger = await openLedger(directory, OPTIONS, systemClock);
});

afterEach(async () => {
  await ledger[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

async function reopen(): Promise<void> {
  await ledger[Symbol.asyncDispose]();
  ledger = await openLedger(directory, OPTIONS, systemClock);
}

async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('documents', () => {
  test('are found by id, name and key as soon as they are written, and after a restart', async () => {
    const document = makeDocument(1);
    await ledger.write([{ type: 'document', record: document }], 'durable');
    const filed = makeFiled(document);
    await ledger.write([{ type: 'document', record: filed }], 'soon');
    for (let round = 0; round < 2; round += 1) {
      expect(await ledger.findDocument(document.id)).toEqual(filed);
      expect(await ledger.findByName(DEC, document.name, 10)).toEqual([filed]);
      expect(await ledger.findByName('RMFT' as BusinessKey, document.name, 10)).toEqual([]);
      expect(await ledger.findByKey('clientSeqNo', 'C1', 10)).toEqual([filed]);
      expect(await ledger.findByKey('clientSeqNo', 'C1', 1)).toEqual([filed]);
      expect(await ledger.findByKey(null, 'C1', 10)).toEqual([filed]);
      expect(await ledger.findByKey('entryId', 'C1', 10)).toEqual([]);
      await reopen();
    }
  });

  test('of one name or key come newest first, whatever the order in which they were sealed', async () => {
    const keys = [{ name: 'clientSeqNo', value: 'same' }];
    const [first, second, third] = [1, 2, 3].map((number) => makeDocument(number, { name: 'same.xml', keys }));
    for (const record of [second, third, first]) await ledger.write([{ type: 'document', record: record! }], 'durable');
    expect(await ledger.findByKey('clientSeqNo', 'same', 1)).toEqual([third]);
    expect(await ledger.findByKey('clientSeqNo', 'same', 10)).toEqual([third, second, first]);
    expect(await ledger.findByName(null, 'same.xml', 2)).toEqual([third, second]);
  });

  test('are found by a key that a receipt taught, and tell it, while their own keys stay as they are', async () => {
    const document = makeDocument(1);
    await ledger.write([{ type: 'document', record: document }], 'durable');
    const key = { name: 'entryId', value: '53012026' };
    await ledger.write([{ type: 'document-key', id: document.id, key }], 'durable');
    const taught = { ...document, standing: { ...NO_STANDING, learned: [key] } };
    expect(await ledger.findByKey('entryId', '53012026', 1)).toEqual([taught]);
    expect(await ledger.findByKey(null, '53012026', 5)).toEqual([taught]);
    expect(await ledger.findDocument(document.id)).toEqual(taught);
  });

  test('keep odd names and values apart: separators, prefixes, and texts of thousands of characters', async () => {
    const long = '长'.repeat(5_000);
    const values = ['a', 'ab', 'a\0b', 'a!b', '', long, `${long}x`, '😀'];
    const documents = values.map((value, at) =>
      makeDocument(at, { name: `${value.slice(0, 50)}.xml`, keys: [{ name: 'k', value }] }),
    );
    await ledger.write(
      documents.map((record) => ({ type: 'document', record }) as const),
      'durable',
    );
    for (const [at, value] of values.entries()) {
      expect(await ledger.findByKey('k', value, 5), `value ${at}`).toEqual([documents[at]]);
      expect(await ledger.findByKey(null, value, 5), `value ${at}`).toEqual([documents[at]]);
    }
  });

  test('that something still has to happen to are listed as open, oldest first; a rejected one until its file is moved', async () => {
    const records = [
      makeDocument(1, { stage: 'claimed' }),
      makeDocument(2),
      makeFiled(makeDocument(3)),
      makeDocument(4, { stage: 'rejected' }),
      makeDocument(5, { stage: 'rejected', filedAs: { box: 'FailBox', path: 'x.xml' } }),
      makeDocument(6),
      makeDocument(7, { stage: 'withdrawn', filedAs: { box: 'OutBox', path: 'y.xml' } }),
    ];
    for (const record of records) {
      const before = record.stage === 'filed' ? { ...record, stage: 'sealed' as const } : null;
      if (before !== null) await ledger.write([{ type: 'document', record: before }], 'soon');
      await ledger.write([{ type: 'document', record }], 'soon');
    }
    await ledger.write([{ type: 'document', record: makeDocument(6, { stage: 'unknown' }) }], 'durable');
    const open = (await collect(ledger.openDocuments())).map(({ id }) => id);
    expect(open).toEqual([1, 2, 4, 6].map(idOf));
    await ledger.write(
      [
        {
          type: 'document',
          record: makeDocument(4, { stage: 'rejected', filedAs: { box: 'FailBox', path: 'z.xml' } }),
        },
      ],
      'soon',
    );
    await reopen();
    expect((await collect(ledger.openDocuments())).map(({ id }) => id)).toEqual([1, 2, 6].map(idOf));
    expect((await collect(ledger.allDocuments())).map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7].map(idOf));
  });

  test('are counted by business and stage, over a restart too', async () => {
    const other = 'RMFT' as BusinessKey;
    await ledger.write(
      [1, 2, 3].map((number) => ({ type: 'document', record: makeDocument(number) }) as const),
      'durable',
    );
    await ledger.write([{ type: 'document', record: makeDocument(4, { business: other }) }], 'durable');
    await ledger.write([{ type: 'document', record: makeFiled(makeDocument(2)) }], 'soon');
    await reopen();
    await ledger.write([{ type: 'document', record: makeFiled(makeDocument(3)) }], 'soon');
    expect(await ledger.counts()).toEqual([
      { business: 'DEC', stage: 'filed', documents: 2 },
      { business: 'DEC', stage: 'sealed', documents: 1 },
      { business: 'RMFT', stage: 'sealed', documents: 1 },
    ]);
  });

  test('may take several steps in one call', async () => {
    const document = makeDocument(1);
    const sent = { ...document, stage: 'sent' as const };
    await ledger.write(
      [document, sent, makeFiled(document)].map((record) => ({ type: 'document', record }) as const),
      'durable',
    );
    expect(await ledger.counts()).toEqual([{ business: 'DEC', stage: 'filed', documents: 1 }]);
    expect(await collect(ledger.openDocuments())).toEqual([]);
  });

  test('cannot take a step that the stages forbid; the whole call is refused, and no other call', async () => {
    const good = makeDocument(1);
    const bad = makeFiled(makeDocument(2));
    const calls = [
      ledger.write([{ type: 'document', record: good }], 'durable'),
      ledger.write(
        [
          { type: 'document', record: makeDocument(3) },
          { type: 'document', record: bad },
        ],
        'durable',
      ),
      ledger.write([{ type: 'document', record: makeDocument(4) }], 'soon'),
    ];
    const outcomes = (await Promise.allSettled(calls)).map(({ status }) => status);
    expect(outcomes).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await collect(ledger.allDocuments())).map(({ id }) => id)).toEqual([1, 4].map(idOf));
    await ledger.write([{ type: 'document', record: makeFiled(good) }], 'soon');
    await expect(ledger.write([{ type: 'document', record: good }], 'durable')).rejects.toThrow(
      'sealed cannot follow filed',
    );
    expect(await ledger.findDocument(good.id)).toEqual(makeFiled(good));
  });

  test('come out in the order in which they were written, whatever the durability of each write', async () => {
    const documents = Array.from({ length: 200 }, (_, number) => makeDocument(number));
    const writes = documents.flatMap((document) => [
      ledger.write([{ type: 'document', record: document }], 'durable'),
      ledger.write([{ type: 'document', record: { ...document, stage: 'unknown' } }], 'soon'),
      ledger.write([{ type: 'document', record: { ...document, attempts: 2 } }], 'durable'),
      ledger.write([{ type: 'document', record: makeFiled({ ...document, attempts: 2 }) }], 'soon'),
    ]);
    await Promise.all(writes);
    expect(await ledger.counts()).toEqual([{ business: 'DEC', stage: 'filed', documents: 200 }]);
    expect((await ledger.findDocument(documents[7]!.id))?.attempts).toBe(2);
  });
});

describe('receipts', () => {
  test('are recognised by their fingerprint and kept with their bytes until they are flushed', async () => {
    const receipt = makeReceipt(1);
    const raw = new TextEncoder().encode('<DecReceipt>回执</DecReceipt>');
    await ledger.write([{ type: 'receipt', record: receipt, raw }], 'durable');
    await reopen();
    expect(await ledger.findReceiptByFingerprint(receipt.fingerprint)).toEqual(receipt);
    const [kept] = await collect(ledger.keptReceipts());
    expect(kept?.record).toEqual(receipt);
    expect(Buffer.from(kept?.raw ?? [])).toEqual(Buffer.from(raw));
    const deposited = { ...receipt, depositedMs: START_MS, fileName: 'Receipt_S1_2.xml' };
    await ledger.write([{ type: 'receipt-updated', record: deposited }], 'soon');
    expect(await collect(ledger.keptReceipts())).toHaveLength(1);
    await ledger.write([{ type: 'receipt-flushed', id: receipt.id }], 'soon');
    expect(await collect(ledger.keptReceipts())).toEqual([]);
    expect(await ledger.findReceipt(receipt.id)).toEqual(deposited);
    expect(await ledger.findReceiptByFingerprint('unknown')).toBeNull();
  });

  test('without a document are found by key until one is known; then they belong to it, oldest first', async () => {
    const document = makeDocument(1);
    const key = { name: 'seqNo', value: 'S' };
    const [one, two] = [1, 2].map((number) => makeReceipt(number, { keys: [key] }));
    await ledger.write([{ type: 'document', record: document }], 'durable');
    for (const record of [two!, one!])
      await ledger.write([{ type: 'receipt', record, raw: new Uint8Array() }], 'durable');
    expect(await ledger.findUnlinkedReceipts(key)).toEqual([one, two]);
    expect(await ledger.findUnlinkedReceipts({ name: 'entryId', value: 'S' })).toEqual([]);
    const linked = { ...two!, document: document.id };
    await ledger.write([{ type: 'receipt-updated', record: linked }], 'soon');
    expect(await ledger.findUnlinkedReceipts(key)).toEqual([one]);
    await ledger.write([{ type: 'receipt-updated', record: { ...one!, document: document.id } }], 'soon');
    expect(await ledger.findUnlinkedReceipts(key)).toEqual([]);
    expect(await ledger.receiptsOf(document.id)).toEqual([{ ...one!, document: document.id }, linked]);
  });

  test('that were never written cannot be updated, and none is new twice', async () => {
    const receipt = makeReceipt(1);
    await expect(ledger.write([{ type: 'receipt-updated', record: receipt }], 'soon')).rejects.toThrow('is known');
    await ledger.write([{ type: 'receipt', record: receipt, raw: new Uint8Array() }], 'soon');
    await expect(ledger.write([{ type: 'receipt', record: receipt, raw: new Uint8Array() }], 'soon')).rejects.toThrow(
      'new only once',
    );
  });
});

describe('lists', () => {
  test('of documents are newest first, narrowed by business, stage, time and text, and paged by id', async () => {
    const other = 'RMFT' as BusinessKey;
    const documents = [1, 2, 3, 4, 5].map((number) =>
      makeDocument(number, number === 4 ? { business: other, name: 'Manifest "4".xml' } : {}),
    );
    await ledger.write(
      documents.map((record) => ({ type: 'document', record }) as const),
      'durable',
    );
    await ledger.write([{ type: 'document', record: makeFiled(documents[1]!) }], 'soon');
    const list = async (query: Partial<Parameters<Ledger['listDocuments']>[0]>): Promise<readonly string[]> =>
      (await ledger.listDocuments({ ...ALL, ...query })).map(({ id }) => id);
    expect(await list({})).toEqual([5, 4, 3, 2, 1].map(idOf));
    expect(await list({ limit: 2 })).toEqual([5, 4].map(idOf));
    expect(await list({ limit: 2, before: idOf(4) as DocumentId })).toEqual([3, 2].map(idOf));
    expect(await list({ business: other })).toEqual([4].map(idOf));
    expect(await list({ stages: ['filed', 'rejected'] })).toEqual([2].map(idOf));
    expect(await list({ stages: ['sealed', 'unknown'] })).toEqual([5, 4, 3, 1].map(idOf));
    expect(await list({ sinceMs: START_MS + 2_000, untilMs: START_MS + 4_000 })).toEqual([3, 2].map(idOf));
    expect(await list({ text: '报关单 3' })).toEqual([3].map(idOf));
    expect(await list({ text: 'MANIFEST "4' })).toEqual([4].map(idOf));
    expect(await list({ text: 'c2' })).toEqual([2].map(idOf));
    expect(await list({ text: 'DecMessage' })).toEqual([]);
    expect(await list({ limit: 0 })).toEqual([]);
  });

  test('of receipts likewise', async () => {
    const receipts = [1, 2, 3].map((number) => makeReceipt(number, number === 2 ? { text: '退单' } : {}));
    await ledger.write(
      receipts.map((record) => ({ type: 'receipt', record, raw: new Uint8Array() }) as const),
      'durable',
    );
    expect((await ledger.listReceipts(ALL)).map(({ id }) => id)).toEqual([...receipts].reverse().map(({ id }) => id));
    expect(await ledger.listReceipts({ ...ALL, text: '退单' })).toEqual([receipts[1]]);
    expect(await ledger.listReceipts({ ...ALL, text: 's3' })).toEqual([receipts[2]]);
    expect(await ledger.listReceipts({ ...ALL, before: receipts[1]!.id })).toEqual([receipts[0]]);
  });
});

describe('the ledger', () => {
  test('notes the origin of a resend until the note is used', async () => {
    const origin = makeDocument(1).id;
    await ledger.write([{ type: 'origin-note', business: DEC, name: 'a.xml', origin }], 'durable');
    await reopen();
    expect(await collect(ledger.originNotes())).toEqual([{ business: DEC, name: 'a.xml', origin }]);
    await ledger.write([{ type: 'origin-note', business: DEC, name: 'a.xml', origin: null }], 'soon');
    expect(await collect(ledger.originNotes())).toEqual([]);
  });

  test('knows the latest id of documents and receipts', async () => {
    expect(await ledger.latestId()).toBeNull();
    await ledger.write([{ type: 'document', record: makeDocument(1) }], 'durable');
    await ledger.write([{ type: 'document', record: { ...makeDocument(1), stage: 'unknown' } }], 'durable');
    expect(await ledger.latestId()).toBe(idOf(1));
    const receipt = makeReceipt(1);
    await ledger.write([{ type: 'receipt', record: receipt, raw: new Uint8Array() }], 'durable');
    expect(await ledger.latestId()).toBe(receipt.id);
  });

  test('has one owner: a second opener, reader or not, gets instance.already-running and the first goes on', async () => {
    const code = 'instance.already-running';
    await expect(openLedger(directory, OPTIONS, systemClock)).rejects.toMatchObject({ code, fate: 'halt' });
    await expect(openLedgerReader(directory)).rejects.toMatchObject({ code });
    await ledger.write([{ type: 'document', record: makeDocument(1) }], 'durable');
  });

  test('waits a moment for a reader that is about to leave', async () => {
    await ledger[Symbol.asyncDispose]();
    const reader = await openLedgerReader(directory);
    const opening = openLedger(directory, { ...OPTIONS, lockWaitMs: 10_000 }, systemClock);
    await reader[Symbol.asyncDispose]();
    ledger = await opening;
  });

  test('is read without an agent, and a directory that never had one is empty and stays as it is', async () => {
    await ledger.write([{ type: 'document', record: makeDocument(1) }], 'durable');
    await ledger[Symbol.asyncDispose]();
    {
      await using reader = await openLedgerReader(directory);
      expect(await reader.findDocument(makeDocument(1).id)).toEqual(makeDocument(1));
    }
    const empty = await mkdtemp(join(tmpdir(), 'swic-ledger-'));
    try {
      await using reader = await openLedgerReader(join(empty, 'none'));
      expect(await reader.counts()).toEqual([]);
      expect(await reader.latestId()).toBeNull();
      expect(await collect(reader.openDocuments())).toEqual([]);
      expect(await readdir(empty)).toEqual([]);
    } finally {
      await rm(empty, { recursive: true });
    }
  });

  test('written by a newer version is refused by its own name', async () => {
    await ledger[Symbol.asyncDispose]();
    const store = await LevelStore.open(directory, OPTIONS);
    await store.write([{ key: 'm!schema', value: '4' }], true);
    await store[Symbol.asyncDispose]();
    await expect(openLedger(directory, OPTIONS, systemClock)).rejects.toMatchObject({
      code: 'ledger.newer',
      detail: { found: 4, known: 3, backup: null },
    });
    await expect(openLedgerReader(directory)).rejects.toMatchObject({ code: 'ledger.newer' });
  });

  test('without its CURRENT file is broken, not new', async () => {
    await ledger.write([{ type: 'document', record: makeDocument(1) }], 'durable');
    await ledger[Symbol.asyncDispose]();
    await rm(join(directory, 'CURRENT'));
    await expect(openLedger(directory, OPTIONS, systemClock)).rejects.toMatchObject({ code: 'ledger.broken' });
    await expect(openLedgerReader(directory)).rejects.toMatchObject({ code: 'ledger.broken' });
  });

  test.each([
    ['CURRENT', 'MANIFEST-999999\n'],
    ['CURRENT', 'garbage'],
  ])('with a damaged %s (%j) is broken, and stays as it is', async (name, text) => {
    await ledger.write([{ type: 'document', record: makeDocument(1) }], 'durable');
    await ledger[Symbol.asyncDispose]();
    await writeFile(join(directory, name), text);
    const before = await readdir(directory);
    await expect(openLedger(directory, OPTIONS, systemClock)).rejects.toMatchObject({
      code: 'ledger.broken',
      fate: 'halt',
    });
    expect(await readdir(directory)).toEqual(expect.arrayContaining(before.filter((file) => /ldb|log/.test(file))));
  });

  test('takes nothing after it was disposed, and can be disposed twice', async () => {
    await ledger[Symbol.asyncDispose]();
    await ledger[Symbol.asyncDispose]();
    await expect(ledger.write([{ type: 'document', record: makeDocument(1) }], 'soon')).rejects.toMatchObject({
      code: 'operation.aborted',
    });
  });
});
